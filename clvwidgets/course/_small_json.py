"""JSON files of a few kilobytes that anybody may have edited, cut off or replaced."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

MOST: Final = 1_000_000
"""Bytes; all answers to the whole course take about a twentieth of it."""


def read_small_json(file: Path) -> Any:
    """Read a file, or say in a clause what is wrong with it.

    Parameters
    ----------
    file : pathlib.Path

    Returns
    -------
    dict, list, str, float, bool or None
        What the JSON holds.

    Raises
    ------
    OSError
        If there is no such file, or it may not be read.
    ValueError
        If it is no file, too large, no text or no JSON.

    Examples
    --------
    >>> read_small_json(Path("."))
    Traceback (most recent call last):
    ...
    ValueError: it is a folder
    """
    size = file.stat().st_size
    if not file.is_file():  # to read a pipe would wait forever
        raise ValueError("it is a folder" if file.is_dir() else "it is no file")
    if size > MOST:
        raise ValueError(f"it has {size:,} bytes, more than the {MOST:,} that it can need")
    content = file.read_bytes()
    if not content.strip():
        raise ValueError("it is empty")
    try:
        return json.loads(content)
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}"
        raise ValueError(f"it is cut off, or is no JSON ({place})") from None
    except UnicodeDecodeError:
        raise ValueError("it is no text") from None
    except RecursionError:
        raise ValueError("it is nested too deeply") from None
    except ValueError:  # Python refuses to read the longest numbers
        raise ValueError("it holds a number that is too long") from None
