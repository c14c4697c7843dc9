"""Checks of arguments: a sentence that names the value and the way out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

PERIOD_NAMES: Final[Mapping[str, str]] = MappingProxyType(
    {"D": "day", "W": "week", "M": "month", "Y": "year"}
)
"""The letters that name a period, and the words that :mod:`clvwidgets.formulas` uses."""


def check_period(period: str | None) -> str | None:
    """Return ``period`` if it is None or one of the letters."""
    if period is not None and period not in PERIOD_NAMES:
        raise ValueError(
            f"period must be one of {', '.join(PERIOD_NAMES)} or None, got {period!r}. "
            "Write 'W' if recency and T count weeks."
        )
    return period


def in_words(period: str | None) -> str:
    """Plural of the name of the period, for messages: "weeks"."""
    return f"{PERIOD_NAMES[period]}s" if period else "periods"


def check_duration(name: str, value: Any, period: str | None, *, zero: bool = True) -> float:
    """Return ``value`` as a finite number of periods, 0 or more (or more than 0)."""
    if isinstance(value, bool) or not isinstance(value, (int, float, np.number)):
        raise TypeError(
            f"{name} must be a number of {in_words(period)}, got {value!r} "
            f"({type(value).__name__})."
        )
    if not np.isfinite(value) or value < 0 or (value == 0 and not zero):
        least = "0 or more" if zero else "greater than 0"
        raise ValueError(f"{name} must be {least} {in_words(period)} and finite, got {value}.")
    return float(value)


def check_horizon(value: Any, period: str | None) -> NDArray[np.float64]:
    """Return a horizon or several, in periods, as an array."""
    if isinstance(value, (str, bytes)):
        raise TypeError(
            f"horizon must be a number of {in_words(period)}, got {value!r}. "
            "Convert it to the model's period first."
        )
    values = np.asarray(value, dtype=float)
    for entry in values.ravel():
        check_duration("horizon", float(entry), period)
    return values


def check_discount(value: Any, period: str | None) -> float:
    """Return a discount rate per period, greater than 0."""
    per = PERIOD_NAMES.get(period or "", "period")
    if value == 0:
        raise ValueError(
            f"discount must be greater than 0 per {per}, got 0. Without it the sum of all future "
            "purchases may have no end; use expected_purchases(customers, horizon) instead."
        )
    if not 0 < value <= 1:
        hint = f" If you meant {value:g} percent, write {value / 100:g}." if value > 1 else ""
        raise ValueError(f"discount must lie between 0 and 1 per {per}, got {value}.{hint}")
    return float(value)


def check_positive(names: Sequence[str], values: Mapping[str, Any]) -> dict[str, float]:
    """Return the parameters in the order of ``names``, each a finite number above 0."""
    if set(values) != set(names):
        raise TypeError(
            f"The parameters are {', '.join(names)}; got {', '.join(values) or 'none'}."
        )
    checked = {name: float(values[name]) for name in names}
    for name, value in checked.items():
        if not np.isfinite(value) or value <= 0:
            raise ValueError(f"{name} must be greater than 0 and finite, got {value}.")
    return checked


def check_share(name: str, value: float) -> float:
    """Return a share strictly between 0 and 1."""
    if not 0 < value < 1:
        raise ValueError(
            f"{name} must lie between 0 and 1, got {value}."
            + (f" If you meant {value:g} percent, write {value / 100:g}." if value > 1 else "")
        )
    return float(value)


def check_whole(name: str, value: Any, least: int = 1) -> int:
    """Return a whole number of at least ``least``."""
    if isinstance(value, bool) or int(value) != value or value < least:
        raise ValueError(f"{name} must be a whole number, {least} or more, got {value!r}.")
    return int(value)
