"""What goes wrong with a file, in a sentence: the system's own words are a number and a name."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


def told(error: OSError, path: object = None) -> str:
    """Say what went wrong with a file, and the way out.

    Parameters
    ----------
    error : OSError
        What the system raised.
    path : path, optional
        The file, if the error does not name it.

    Returns
    -------
    str

    Examples
    --------
    >>> told(FileNotFoundError(2, "No such file or directory", "gone/page.html"))
    'gone/page.html cannot be read or written: No such file or directory. Name another place.'
    """
    place = _printed(error.filename or path or "A file")
    return f"{place} cannot be read or written: {error.strerror or error}. Name another place."


@contextmanager
def at_place(path: Any) -> Iterator[None]:
    """Read or write a file, and say in a sentence why it cannot be.

    Parameters
    ----------
    path : path or file
        A file that is open is left to itself.

    Raises
    ------
    OSError
        Of the kind that the system raised.
    ValueError
        If no file can have that name.
    """
    is_path = isinstance(path, str | os.PathLike)
    if is_path and not _can_be_a_name(os.fspath(path)):
        raise ValueError(f"{_printed(path)} is no name that a file can have. Name another place.")
    try:
        yield
    except OSError as error:
        raise type(error)(told(error, path if is_path else None)) from None


def _can_be_a_name(path: str | bytes) -> bool:
    try:
        return b"\0" not in os.fsencode(path)
    except UnicodeError:
        return False


def _printed(path: object) -> str:
    """Write a path, and what of it no page can show as Python would."""
    return "".join(sign if sign.isprintable() else repr(sign)[1:-1] for sign in str(path))
