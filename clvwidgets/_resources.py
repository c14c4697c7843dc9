"""Where the files that travel with the package lie: the data sets and the course.

In a clone they stand at the top level; in an installed wheel they lie inside the package.
"""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).parent


def resource_path(name: str) -> Path:
    """Folder ``name`` ("datasets" or "notebooks") of the wheel, or else of the clone.

    Parameters
    ----------
    name : {"datasets", "notebooks"}

    Returns
    -------
    pathlib.Path

    Raises
    ------
    FileNotFoundError
        If neither place has it, which means the installation is damaged.

    Examples
    --------
    >>> resource_path("datasets").name
    'datasets'
    """
    for folder in (_PACKAGE / "_bundled" / name, _PACKAGE.parent / name):
        if folder.is_dir():
            return folder
    raise FileNotFoundError(
        f"The folder '{name}' that belongs to clvwidgets is missing next to {_PACKAGE}. "
        "Install the package again: pip install --force-reinstall clvwidgets"
    )
