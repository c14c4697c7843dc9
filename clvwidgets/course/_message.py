"""Plain texts as HTML and as text: what a lesson says, readable in every front end."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable
from dataclasses import dataclass, replace
from html import escape

WIDTH = 88

# Colours as the panels have them; a mark and a word say the same as the colour.
_FRAME = (
    "border-left: 4px solid {colour}; padding: 6px 14px; margin: 4px 0; max-width: 46em; "
    "line-height: 1.45"
)
_COLOURS = {"plain": "#767676", "ask": "#0072b2", "wrong": "#c04f00", "right": "#007a5a"}
_MARKS = {"wrong": "✗ ", "right": "✓ "}


@dataclass(frozen=True)
class Part:
    """A piece of a message: a heading, paragraphs, a list, code, or something to unfold.

    Parameters
    ----------
    text : str
        Paragraphs, with an empty line between them; for a fold, what is inside.
    heading : str
        Stands before the text; for a fold, what is seen of it.
    items : tuple of str
        List under the text.
    code : str
        Code under the text.
    folded : bool
        Whether the learner unfolds it; such parts are not in the plain text.
    unfolds : tuple of Part
        In HTML only, in the place of ``items``: what each of them unfolds to.
    """

    text: str = ""
    heading: str = ""
    items: tuple[str, ...] = ()
    code: str = ""
    folded: bool = False
    unfolds: tuple[Part, ...] = ()


class Message:
    """A text that a cell shows.

    Parameters
    ----------
    parts : iterable of Part
        Pieces, in order.
    kind : str
        "plain", "ask", "wrong" or "right".
    """

    def __init__(self, parts: Iterable[Part], *, kind: str = "plain") -> None:
        self.parts = tuple(parts)
        self.kind = kind

    def __str__(self) -> str:
        pieces = [_as_text(part) for part in self.parts if not part.folded]
        return _MARKS.get(self.kind, "") + "\n\n".join(filter(None, pieces))

    def __repr__(self) -> str:
        return str(self)

    def _repr_html_(self) -> str:
        style = _FRAME.format(colour=_COLOURS[self.kind])
        inside = "".join(_as_html(part) for part in self.parts)
        return f'<div style="{style}">{inside}</div>'


def inline_html(text: str) -> str:
    """Turn ``*``, ``**``, backticks and ``[word](address)`` into HTML; the rest is escaped.

    Parameters
    ----------
    text : str

    Returns
    -------
    str

    Examples
    --------
    >>> inline_html("**1/churn** < `x`")
    '<strong>1/churn</strong> &lt; <code>x</code>'
    """
    safe = escape(text, quote=False)
    safe = re.sub(r"`([^`]+)`", r"<code>\1</code>", safe)
    safe = re.sub(r"\*\*(.+?)\*\*", r"<strong>\1</strong>", safe)
    safe = re.sub(r"\*([^*\s][^*]*)\*", r"<em>\1</em>", safe)
    return re.sub(r"\[([^\]]+)\]\(([^)\s]+)\)", r'<a href="\2">\1</a>', safe)


def inline_text(text: str) -> str:
    """Leave out the marks of `inline_html`.

    Parameters
    ----------
    text : str

    Returns
    -------
    str

    Examples
    --------
    >>> inline_text("**1/churn** of `x`, see [03](a.ipynb)")
    '1/churn of x, see 03'
    """
    bare = re.sub(r"\[([^\]]+)\]\([^)\s]+\)", r"\1", text)
    return re.sub(r"\*\*(.+?)\*\*|`([^`]+)`|\*([^*\s][^*]*)\*", _inside, bare)


def _inside(match: re.Match[str]) -> str:
    return next(group for group in match.groups() if group is not None)


def _paragraphs(text: str) -> list[str]:
    return [" ".join(block.split()) for block in text.split("\n\n") if block.strip()]


def _as_html(part: Part) -> str:
    inside = "".join(f"<p>{inline_html(block)}</p>" for block in _paragraphs(part.text))
    if part.unfolds:
        inside += "".join(_as_html(replace(one, folded=True)) for one in part.unfolds)
    elif part.items:
        inside += "<ul>" + "".join(f"<li>{inline_html(item)}</li>" for item in part.items) + "</ul>"
    if part.code:
        inside += f"<pre>{escape(part.code, quote=False)}</pre>"
    heading = f"<strong>{inline_html(part.heading)}</strong>" if part.heading else ""
    if part.folded:
        return f"<details><summary>{heading}</summary>{inside}</details>"
    return (f"<p>{heading}</p>" if heading else "") + inside


def _as_text(part: Part) -> str:
    pieces = [inline_text(part.heading)] if part.heading else []
    pieces += [textwrap.fill(inline_text(block), WIDTH) for block in _paragraphs(part.text)]
    pieces += [
        textwrap.fill(f"* {inline_text(item)}", WIDTH, subsequent_indent="  ")
        for item in part.items
    ]
    if part.code:
        pieces.append(textwrap.indent(part.code, "    "))
    return "\n".join(pieces)
