"""The built front-end files that travel to a page or into an exported one."""

from __future__ import annotations

from pathlib import Path

from clvwidgets.arguments import checked

_STATIC = Path(__file__).parent.parent / "static"


@checked()
def static_text(name: str) -> str:
    """Read a built front-end file, such as "page.js".

    Parameters
    ----------
    name : str

    Returns
    -------
    str

    Raises
    ------
    FileNotFoundError
        If the front end has not been built.

    Examples
    --------
    >>> static_text("page.js") == ""
    False
    """
    path = _STATIC / name
    if not path.is_file():
        raise FileNotFoundError(
            f"The built front-end file {name} is missing from {_STATIC}. "
            "In a clone run `make lab` or `pip install -e .`; else install clvwidgets again."
        )
    return path.read_text(encoding="utf-8")
