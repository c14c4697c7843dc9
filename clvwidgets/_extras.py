"""What only some need is an extra; who calls for it without having it hears how to get it."""

from __future__ import annotations

from importlib import import_module
from typing import Any


def require(module: str, extra: str, purpose: str) -> Any:
    """Import a module that an extra of the package brings.

    Parameters
    ----------
    module : str
        Its name, such as "statsmodels".
    extra : str
        Name of the extra, such as "survival".
    purpose : str
        What it is needed for, as the beginning of a sentence.

    Returns
    -------
    any
        The module.

    Raises
    ------
    ImportError
        If it is not installed: the message has the command.

    Examples
    --------
    >>> require("json", "engines", "Reading").__name__
    'json'
    """
    try:
        return import_module(module)
    except ImportError as missing:
        package = module.split(".")[0]
        if missing.name is not None and missing.name.split(".")[0] != package:
            raise
    raise ImportError(
        f"{purpose} needs the package {package}, which is not installed here. "
        f'Install it with: pip install "clvwidgets[{extra}]"'
    )
