"""The doors through which the arguments of charts come."""

from __future__ import annotations

import inspect
import re
from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from clvwidgets.doors import NUMBER, TEXT, WHOLE, Door, a, list_of

_D3_FORMAT: Final = re.compile(r"(.?[<>=^])?[+\-( ]?[$#]?0?\d*,?(\.\d+)?~?[a-zA-Z%]?")


def _is_expression(value: Any) -> bool:
    if isinstance(value, str):
        return bool(value.strip())
    return NUMBER.lets_in(value) or any(
        a(name).lets_in(value) for name in ("Expression", "ExpressionRef", "Parameter")
    )


def some(item: Door) -> Door:
    """One or several things in an order."""
    listed = list_of(item)
    return Door(
        f"{listed.words}, with one at least",
        lambda value: (
            listed.lets_in(value) and len(value) > 0 and not isinstance(value, set | frozenset)
        ),
    )


def in_this_order(*items: Door) -> Door:
    """So many things, each of its kind."""
    return Door(
        f"{len(items)} values: {', '.join(item.words for item in items)}",
        lambda value: (
            list_of(Door("", lambda _: True)).lets_in(value)
            and len(value) == len(items)
            and all(item.lets_in(one) for item, one in zip(items, value, strict=True))
        ),
    )


def by_name(item: Door) -> Door:
    """Things by their names, one at least."""
    return Door(
        f"a dict that is not empty, each key a text and each value {item.words}",
        lambda value: (
            isinstance(value, Mapping)
            and len(value) > 0
            and all(TEXT.lets_in(key) and item.lets_in(one) for key, one in value.items())
        ),
    )


def with_results(*names: str) -> Door:
    """Accept a scenario that has these results."""
    return Door(
        f"a scenario with the results {', '.join(names)}",
        lambda value: all(hasattr(value, name) for name in names),
    )


def _takes_one(value: Any) -> bool:
    if not callable(value):
        return False
    try:
        inspect.signature(value).bind(None)
    except (TypeError, ValueError):
        return False
    return True


CURVE: Final = Door("a function of one expression, such as lambda x: 2 * x", _takes_one)
"""What a curve becomes at an expression of its lever."""

WORDS: Final = TEXT
"""A text; the theme has a colour of that name."""

TRACED: Final = Door(
    "a number, or an expression such as signal('margin')",
    lambda value: not isinstance(value, str) and _is_expression(value),
)
"""One that is computed with: the text of an expression will not do."""

EXPRESSION: Final = Door("a number, or an expression such as signal('margin')", _is_expression)
NUMBER_FORMAT: Final = Door(
    "a number format of D3, such as '.1f' or ''",
    lambda value: isinstance(value, str) and _D3_FORMAT.fullmatch(value) is not None,
)
FROM_ONE: Final = Door(
    "a whole number, 1 or more", lambda value: WHOLE.lets_in(value) and int(value) >= 1
)
A_DAY: Final = Door(
    "a day, such as datetime.date(2024, 12, 31)",
    lambda value: isinstance(value, date) and value == value,  # a missing day equals none
)
CHART: Final = Door("an Altair chart", a("TopLevelMixin").lets_in)
X_CHANNEL: Final = Door("a channel, made by alt.X(...)", a("X").lets_in)
Y_CHANNEL: Final = Door("a channel, made by alt.Y(...)", a("Y").lets_in)
TOOLTIPS: Final = list_of(
    Door("a line of a tooltip, made by alt.Tooltip(...)", a("Tooltip").lets_in)
)
