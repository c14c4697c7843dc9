"""Rows as text for a terminal, and as CSV for a spreadsheet; neither runs anything in them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

Rows = Sequence[Mapping[str, Any]]


def as_table(rows: Rows, columns: Iterable[str]) -> str:
    """Write rows as a table of text; nothing in it steers the terminal that shows it.

    Parameters
    ----------
    rows : sequence of mappings
    columns : iterable of str
        The headings, which are keys of each row.

    Returns
    -------
    str

    Examples
    --------
    >>> print(as_table([{"a": 1, "b": "x"}, {"a": 10, "b": ""}], ["a", "b"]))
     a  b
     1  x
    10
    """
    from clvwidgets.data import printable  # brings pandas along

    drawn = [_column(name, [row[name] for row in rows], printable) for name in columns]
    return "\n".join("  ".join(line).rstrip() for line in zip(*drawn, strict=True))


def as_csv(rows: Rows, columns: Iterable[str]) -> str:
    """Write rows as CSV that neither a spreadsheet runs nor a terminal obeys.

    Parameters
    ----------
    rows : sequence of mappings
    columns : iterable of str
        The headings, which are keys of each row.

    Returns
    -------
    str

    Examples
    --------
    >>> print(as_csv([{"learner": "=cmd()", "tries": 2}], ["learner", "tries"]), end="")
    "learner","tries"
    "'=cmd()",2
    """
    from clvwidgets.data import printable, rows_as_csv  # brings pandas along

    names = list(columns)
    cells = [[_shown(row[name], printable) for name in names] for row in rows]
    return rows_as_csv([names, *cells])


def _column(name: str, cells: Sequence[Any], printable: Callable[[str], str]) -> list[str]:
    """Write a column in one width; numbers end below each other."""
    texts = [printable(str(cell)) for cell in (name, *cells)]
    width = max(map(len, texts))
    filled = [cell for cell in cells if cell != ""]
    are_numbers = bool(filled) and all(isinstance(cell, int) for cell in filled)
    return [text.rjust(width) if are_numbers else text.ljust(width) for text in texts]


def _shown(value: Any, printable: Callable[[str], str]) -> Any:
    return printable(value) if isinstance(value, str) else value
