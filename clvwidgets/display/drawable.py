"""What a chart's texts must be before Vega may draw them."""

from __future__ import annotations

import math
import re
from typing import Any

from clvwidgets.arguments import checked
from clvwidgets.doors import ANY_TEXT

# XML has no way to write these, and what reads the drawing gives up or ends the process.
_UNDRAWABLE = re.compile("[\x00-\x08\x0b-\x1f\u2028\u2029\ud800-\udfff\ufffe\uffff]")
# The same, as an expression of Vega may write it.
_ESCAPE = re.compile(r"\\(?:u\{([0-9a-fA-F]+)\}|[ux]([0-9a-fA-F]{2,4})|(.))", re.DOTALL)
_SHORT_ESCAPES = {"0": "\0", "b": "\b", "v": "\v", "f": "\f"}
_LINE_ENDS = {"\u2028": "\u21b5", "\u2029": "\u00b6"}

# Vega keeps values by name in plain objects of JavaScript, where each of these is already there; a
# title that is "if" it takes for the beginning of a condition.
_TAKEN = (
    "__defineGetter__|__defineSetter__|__lookupGetter__|__lookupSetter__|__proto__|constructor|"
    "hasOwnProperty|if|isPrototypeOf|propertyIsEnumerable|toLocaleString|toString|valueOf"
)
_TAKEN_NAME = re.compile(_TAKEN)
_TAKEN_MEMBER = re.compile(rf"\bdatum\.({_TAKEN})\b")
_TAKEN_TEXT = re.compile(rf"(['\"])({_TAKEN})\1")
_UNSEEN = "\u200b"

_EXPRESSIONS = {"calculate", "expr", "filter", "init", "labelExpr", "signal", "test", "update"}


@checked(text=ANY_TEXT)
def drawable_text(text: str) -> str:
    r"""Write a text so that it can be drawn: what has no picture gets one.

    Different texts stay different, as far as they can: a control character is shown by its symbol.

    Parameters
    ----------
    text : str
        From a table or a person.

    Returns
    -------
    str

    Examples
    --------
    >>> drawable_text("Ann\x01"), drawable_text("cut\ud800"), drawable_text("two\u2028lines")
    ('Ann␁', 'cut�', 'two↵lines')
    >>> drawable_text("constructor") == "constructor"  # the same on screen, another name to Vega
    False
    """
    return _drawn_text(text)


def _drawn_text(text: str) -> str:
    shown = _UNDRAWABLE.sub(lambda found: _symbol(found[0]), text)
    return shown + _UNSEEN if _TAKEN_NAME.fullmatch(shown) else shown


def drawable(part: Any) -> Any:
    r"""Copy a chart, or a part of one, with texts, names and numbers that Vega can draw.

    Parameters
    ----------
    part : any
        Vega-Lite specification, or any part of one.

    Returns
    -------
    any
        The copy.

    Examples
    --------
    >>> drawable({"values": [{"name": "a\x02", "x": float("nan")}]})
    {'values': [{'name': 'a␂', 'x': None}]}
    >>> drawable({"labelExpr": r"datum.label == 'a\u0002'"})
    {'labelExpr': "datum.label == 'a␂'"}
    """
    if isinstance(part, dict):
        return {
            _drawn_text(str(key)): _drawable_expression(value)
            if key in _EXPRESSIONS and isinstance(value, str)
            else drawable(value)
            for key, value in part.items()
        }
    if isinstance(part, list | tuple):
        return [drawable(value) for value in part]
    if isinstance(part, str):
        return _drawn_text(part)
    if isinstance(part, float) and not math.isfinite(part):
        return None
    return part


def longest_side(part: Any) -> float:
    """Find the largest width, height or step that a chart asks for, in pixels.

    Parameters
    ----------
    part : any
        Vega-Lite specification, or any part of one.

    Returns
    -------
    float

    Examples
    --------
    >>> longest_side({"hconcat": [{"width": 300, "height": {"step": 20}}]})
    300
    """
    if isinstance(part, list):
        return max(map(longest_side, part), default=0)
    if not isinstance(part, dict):
        return 0
    own = [part[key] for key in ("width", "height", "step") if key in part]
    inside = [value for key, value in part.items() if key not in ("values", "datasets")]
    return max([side for side in own if isinstance(side, int | float)] + [longest_side(inside)])


def _drawable_expression(text: str) -> str:
    text = _UNDRAWABLE.sub(lambda found: _symbol(found[0]), _ESCAPE.sub(_unescaped, text))
    text = _TAKEN_MEMBER.sub(rf"datum['\1{_UNSEEN}']", text)
    return _TAKEN_TEXT.sub(rf"\1\2{_UNSEEN}\1", text)


def _unescaped(found: re.Match[str]) -> str:
    """Put the symbol where an escape stands for what cannot be drawn; leave the others."""
    code = found[1] or found[2]
    meant = chr(int(code, 16) % 0x110000) if code else _SHORT_ESCAPES.get(found[3], "")
    return _symbol(meant) if _UNDRAWABLE.fullmatch(meant) else found[0]


def _symbol(mark: str) -> str:
    """Choose what is shown for a character that cannot be drawn."""
    return chr(0x2400 + ord(mark)) if mark < " " else _LINE_ENDS.get(mark, "\ufffd")
