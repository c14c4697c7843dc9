"""Checks of arguments: a sentence that names the value and the way out."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from clvwidgets.doors import MOST, NUMBERS, REAL, Door, shown
from clvwidgets.formulas import PERIODS_PER_YEAR, convert_rate

PERIOD_NAMES: Final[Mapping[str, str]] = MappingProxyType(
    {"D": "day", "W": "week", "M": "month", "Y": "year"}
)
"""The letters that name a period, and the words that :mod:`clvwidgets.formulas` uses."""


FAR: Final = 1e6
"""More periods than this are no time in which a customer lives, even counted in days."""

TINY: Final = 1e-10
"""Parameters below this, or above one divided by it, say nothing that a smaller one does not."""


def check_period(period: str | None) -> str | None:
    """Return ``period`` if it is None or one of the letters."""
    if period is not None and (not isinstance(period, str) or period not in PERIOD_NAMES):
        raise ValueError(
            f"period must be one of {', '.join(PERIOD_NAMES)} or None, got {shown(period)}. "
            "Write 'W' if recency and T count weeks."
        )
    return period


def in_words(period: str | None) -> str:
    """Plural of the name of the period, for messages: "weeks"."""
    return f"{PERIOD_NAMES[period]}s" if period else "periods"


_SPAN: Final = re.compile(r"\s*(\d+(?:\.\d+)?) ?(day|week|month|year)s?\s*")


def in_periods(name: str, span: str, period: str | None) -> float:
    """Turn a span of time in words into periods: a year is 52.18 weeks, 12 months, 365.25 days.

    Parameters
    ----------
    name : str
        What the argument is called.
    span : str
        Such as "1 year".
    period : {"D", "W", "M", "Y"} or None
        That of the model, if known.

    Returns
    -------
    float

    Raises
    ------
    ValueError
        If the text is no span of time, or if the model does not know its period.

    Examples
    --------
    >>> in_periods("horizon", "1 year", "M"), in_periods("horizon", "2 weeks", "D")
    (12.0, 14.0)
    """
    found = _SPAN.fullmatch(span)
    if found is None:
        raise ValueError(
            f"{name} must be a number of {in_words(period)} or a span such as '1 year' or "
            f"'26 weeks', got {shown(span)}."
        )
    if period is None:
        raise ValueError(
            f"{name} is {shown(span)}, but the model does not know its period. Fit it to "
            "log.customers(period=...), build it with from_params(..., period='W'), or give "
            f"{name} as a number of its periods."
        )
    a_year = PERIODS_PER_YEAR
    return float(found[1]) * a_year[PERIOD_NAMES[period]] / a_year[found[2]]


def check_duration(name: str, value: Any, period: str | None, *, zero: bool = True) -> float:
    """Return ``value`` as a finite number of periods, 0 or more (or more than 0).

    A span of time in words, such as "1 year", is turned into periods.
    """
    if isinstance(value, str):
        value = in_periods(name, value, period)
    Door(f"a number of {in_words(period)}", REAL.lets_in).check(name, value)
    if abs(value) > FAR or not math.isfinite(value) or value < 0 or (value == 0 and not zero):
        least = "0 or more" if zero else "greater than 0"
        raise ValueError(
            f"{name} must be {least} {in_words(period)} and finite, got {shown(value)}."
        )
    return float(value)


def check_horizon(value: Any, period: str | None) -> NDArray[np.float64]:
    """Return a horizon or several, in periods, as an array; one may be a span in words."""
    if isinstance(value, str):
        value = in_periods("horizon", value, period)
    Door(f"a number of {in_words(period)}, or several", NUMBERS.lets_in).check("horizon", value)
    values = np.asarray(value, dtype=float)
    for entry in values.ravel():
        check_duration("horizon", float(entry), period)
    return values


def check_discount(value: Any, period: str | None) -> float:
    """Return a discount rate per period, greater than 0."""
    per = PERIOD_NAMES.get(period or "", "period")
    REAL.check("discount", value)
    if value == 0:
        raise ValueError(
            f"discount must be greater than 0 per {per}, got 0. Without it the sum of all future "
            "purchases may have no end; use expected_purchases(customers, horizon) instead."
        )
    if not 0 < value <= 1:
        hint = f" If you meant {value:g} percent, write {value / 100:g}." if value > 1 else ""
        raise ValueError(f"discount must lie between 0 and 1 per {per}, got {value}.{hint}")
    if period and (1.0 + value) ** PERIODS_PER_YEAR[PERIOD_NAMES[period]] > 2.0 * (1.0 + 1e-9):
        right = convert_rate(float(value), "year", per, kind="discount")  # type: ignore[arg-type]
        raise ValueError(
            f"discount is per {per} here, and {value:g} per {per} would be more than 100 percent a "
            f"year. If you meant {value:g} a year, write {right:.4g}, which is "
            f"convert_rate({value:g}, 'year', '{per}')."
        )
    return float(value)


def check_positive(
    names: Sequence[str], values: Mapping[str, Any], tiny: float = TINY
) -> dict[str, float]:
    """Return the parameters in the order of ``names``, each a finite number above 0."""
    if set(values) != set(names):
        raise TypeError(
            f"The parameters are {', '.join(names)}; got {', '.join(values) or 'none'}."
        )
    for name in names:
        value = values[name]
        REAL.check(name, value)
        if not 0 < value < math.inf:
            raise ValueError(f"{name} must be greater than 0 and finite, got {shown(value)}.")
        if not tiny <= value <= 1.0 / tiny:
            raise ValueError(
                f"{name} must lie between {tiny:g} and {1.0 / tiny:g}, got {shown(value)}. "
                "No fit gives such a parameter: customers are either all alike or all unlike."
            )
    return {name: float(values[name]) for name in names}


def check_share(name: str, value: float) -> float:
    """Return a share strictly between 0 and 1."""
    REAL.check(name, value)
    if not 0 < value < 1:
        raise ValueError(
            f"{name} must lie between 0 and 1, got {value}."
            + (f" If you meant {value:g} percent, write {value / 100:g}." if value > 1 else "")
        )
    return float(value)


def check_whole(name: str, value: Any, least: int = 1) -> int:
    """Return a whole number of at least ``least``."""
    inside = REAL.lets_in(value) and math.isfinite(value) and value >= least
    if not inside or value % 1:
        raise ValueError(f"{name} must be a whole number, {least} or more, got {shown(value)}.")
    return int(value)


def check_rate(params: Mapping[str, float], time: float) -> None:
    """Refuse parameters that mean more purchases in a time than can be drawn one by one."""
    rate = params.get("r", 0.0) / params.get("alpha", 1.0)
    if rate * time > MOST:
        raise ValueError(
            f"r and alpha mean {rate:g} purchases a period for each customer, too many to "
            "draw one by one. Check alpha: the mean rate is r / alpha."
        )
