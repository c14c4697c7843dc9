"""Text that goes into a CSV file, a clipboard or a terminal, made harmless there."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Any

from clvwidgets.arguments import checked
from clvwidgets.doors import ANY_TEXT

# A spreadsheet takes what begins like this for a formula, in its own width or another.
_STARTERS = "=+-@"
# Nothing is seen of these, and spreadsheets that drop them see what comes next.
_UNSEEN = frozenset({"Cc", "Cf", "Cn", "Co", "Cs", "Mn", "Me", "Zs", "Zl", "Zp"})
_FILLERS = frozenset("\u115f\u1160\u2800\u3164\uffa0")
# Where it may fall into pieces if it is read with another separator than it was written with.
_SEPARATOR = re.compile("([;\t\r\n])")
_UNWRITABLE = re.compile("[\0\ud800-\udfff]")


def harmless(text: str) -> str:
    r"""Put an apostrophe before what a spreadsheet would take for a formula.

    Also inside the text, behind what separates cells elsewhere. Null bytes, at which some programs
    stop reading, are left out, and so are halves of characters, which no file can hold.

    Parameters
    ----------
    text : str
        Of one cell.

    Returns
    -------
    str

    Examples
    --------
    >>> harmless("=cmd()"), harmless("x;=cmd()"), harmless("A-1")
    ("'=cmd()", "x;'=cmd()", 'A-1')
    """
    text = _UNWRITABLE.sub("", text)
    pieces = _SEPARATOR.split(text)
    # A cell that begins with a tab or the end of a line is itself taken for the start of one.
    guarded = [f"'{piece}" if _is_formula(piece) else piece for piece in pieces]
    joined = "".join(guarded)
    return f"'{joined}" if text[:1] in ("\t", "\r", "\n") else joined


@checked(text=ANY_TEXT)
def printable(text: str) -> str:
    r"""Replace what would move the cursor, or steer the terminal, or cannot be printed.

    Parameters
    ----------
    text : str

    Returns
    -------
    str

    Examples
    --------
    >>> printable("Ann\x1b[2J"), printable("a\ud800b")
    ('Ann�[2J', 'a�b')
    """
    return "".join(
        "\ufffd" if unicodedata.category(mark) in ("Cc", "Cf", "Cs", "Zl", "Zp") else mark
        for mark in text
    )


@checked()
def rows_as_csv(rows: Iterable[Sequence[Any]]) -> str:
    """Write rows as CSV with all text in quotes, so that no separator cuts it.

    Parameters
    ----------
    rows : iterable of sequences
        Numbers, None and text; what is none of them is written as text.

    Returns
    -------
    str
        Lines that end in a line feed.

    Examples
    --------
    >>> print(rows_as_csv([["who", "tries"], ["=cmd()", 2]]), end="")
    "who","tries"
    "'=cmd()",2
    """
    text = io.StringIO()
    writer = csv.writer(text, quoting=csv.QUOTE_NONNUMERIC, lineterminator="\n")
    for row in rows:
        writer.writerow([v if isinstance(v, int | float) else harmless(str(v)) for v in row])
    return text.getvalue()


def _is_formula(piece: str) -> bool:
    first = next((mark for mark in piece if not _is_unseen(mark)), "")
    return bool(first) and unicodedata.normalize("NFKC", first)[:1] in _STARTERS


def _is_unseen(mark: str) -> bool:
    return mark in _FILLERS or unicodedata.category(mark) in _UNSEEN
