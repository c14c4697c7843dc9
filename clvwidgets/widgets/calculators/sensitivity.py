"""What matters most: how a result answers when one input in turn is a little other.

The browser does the same in frontend/src/panel/views/what_matters.ts; a test compares the two.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

SHIFT: Final = 0.1  # the tornado moves each input by a tenth
ONE_PERCENT: Final = 0.01

# Below this share of what it is nearby a result is zero, but for the noise of its last digits.
_NOTHING: Final = 1e-9

Compute = Callable[[Mapping[str, Any]], float]


@dataclass(frozen=True)
class Elasticity:
    """How one result answers to one input.

    Parameters
    ----------
    field, label : str
        The input's name and its label.
    value : float or None
        Percent that the result changes by when the input grows by one percent; None where that says
        nothing.
    reason : str
        Why there is no value; "" if there is one.
    """

    field: str
    label: str
    value: float | None
    reason: str = ""


def moved(field: Mapping[str, Any], value: float, share: float) -> tuple[float, float]:
    """Move an input down and up by a share of itself, within its slider's range.

    Parameters
    ----------
    field : mapping
        A number field as described to the browser; a whole one moves by one at least.
    value : float
        The input.
    share : float
        0.1 for a tenth.

    Returns
    -------
    tuple of two float

    Examples
    --------
    >>> moved({"low": 0, "high": 500}, 40, 0.1)
    (36.0, 44.0)
    >>> moved({"low": 0, "high": 60, "whole": True}, 2, 0.1)
    (1, 3)
    """
    reach = abs(value) * share
    if field.get("whole"):
        reach = max(1, math.floor(reach + 0.5))
    # A slider's range grows to hold its value.
    low, high = min(field["low"], value), max(field["high"], value)
    return max(low, value - reach), min(high, value + reach)


def spans(
    fields: Sequence[Mapping[str, Any]], values: Mapping[str, Any], result: Compute, shift: float
) -> list[dict[str, Any]]:
    """List what a result becomes at both ends of each input's move, the widest first.

    Parameters
    ----------
    fields : sequence of mapping
        Number fields as described to the browser.
    values : mapping
        All inputs by name.
    result : callable
        The result for inputs.
    shift : float
        Share of itself that each input moves by.

    Returns
    -------
    list of dict
    """
    rows = []
    for field in fields:
        name = field["name"]
        ends = moved(field, values[name], shift)
        low, high = (result({**values, name: end}) for end in ends)
        # From no limit to no limit is no way at all.
        span = 0.0 if low == high else abs(high - low)
        rows.append(
            {"field": name, "label": field["label"], "low": low, "high": high, "span": span}
        )
    return sorted(rows, key=lambda row: -row["span"])


def elasticities(
    fields: Sequence[Mapping[str, Any]], values: Mapping[str, Any], result: Compute
) -> list[Elasticity]:
    """List how many percent a result changes by for one percent of each input, the most first.

    Between one percent less and one percent more; at an end of the range on the other side only.
    """
    now = result(values)
    found = []
    for field in fields:
        name = field["name"]
        ends = moved(field, values[name], ONE_PERCENT)
        answers = [result({**values, name: end}) for end in ends]
        value, reason = _elasticity(values[name], now, ends, answers)
        found.append(Elasticity(name, field["label"], value, reason))
    return sorted(found, key=lambda one: 1 if one.value is None else -abs(one.value))


def _elasticity(
    value: float, now: float, ends: tuple[float, float], answers: Sequence[float]
) -> tuple[float | None, str]:
    low, high = answers
    if value == 0:
        return None, "the input is 0"
    if ends[0] == ends[1]:
        return None, "the input cannot move"
    if not all(math.isfinite(answer) for answer in (now, low, high)):
        return None, "the result has no limit"
    if abs(now) <= _NOTHING * max(abs(low), abs(high)):
        return None, "the result is 0"
    # Of the result's size: the sign says whether it rises or falls, also below zero.
    slope = (high - low) / (ends[1] - ends[0])
    return float(f"{slope * value / abs(now):.6g}"), ""
