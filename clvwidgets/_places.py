"""Whole numbers where NumPy wants places: in the browser's own Python they have 32 bits."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


def places(numbers: Any) -> NDArray[np.intp]:
    """Give whole numbers the size of this machine's pointers.

    ``bincount``, ``repeat`` and ``reduceat`` take no larger ones, and nearly every machine's are
    64 bits wide: only in Pyodide would it show.

    Parameters
    ----------
    numbers : array of whole numbers

    Returns
    -------
    array of int

    Examples
    --------
    >>> places([2, 0]).tolist()
    [2, 0]
    """
    import numpy as np

    return np.asarray(numbers).astype(np.intp, copy=False)
