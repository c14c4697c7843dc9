"""Tell Jupyter that notebooks which this package ships may be shown alive.

JupyterLab trusts the outputs of a notebook that ran here, or that was signed here. A copy of the
course did neither, and an untrusted panel shows itself as a picture.
"""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterable
from pathlib import Path


def trust(notebooks: Iterable[Path]) -> int:
    """Sign notebooks with the key of this person's Jupyter; how many were signed.

    Only for files whose content this package has shipped: whoever signs a notebook answers for what
    it does. Where Jupyter is not installed, or its folder cannot be written to, nothing is signed,
    and the person trusts the notebook with one click.

    Parameters
    ----------
    notebooks : iterable of pathlib.Path
        Others than notebooks are passed over.

    Returns
    -------
    int

    Examples
    --------
    >>> trust([])
    0
    """
    ours = [path for path in notebooks if path.suffix == ".ipynb"]
    if not ours:
        return 0
    try:
        import nbformat
        from nbformat.sign import NotebookNotary
    except ImportError:
        return 0
    signed = 0
    with contextlib.suppress(OSError, sqlite3.Error):
        notary = NotebookNotary()
        with contextlib.closing(notary.store):
            for path in ours:
                # A file that is no notebook is for others to complain about.
                with contextlib.suppress(ValueError, AttributeError, nbformat.ValidationError):
                    notary.sign(nbformat.read(path, as_version=4))
                    signed += 1
    return signed
