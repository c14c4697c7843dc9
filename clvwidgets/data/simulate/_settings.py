"""What a world is made from, and the few figures that everything else follows from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from clvwidgets.data.simulate._random import Floats, stream
from clvwidgets.doors import NUMBER, TEXT

START = pd.Timestamp("2022-01-01")
"""The first day of the world."""

END = pd.Timestamp("2024-12-31")
"""The last day that the records know of."""

DAYS = (END - START).days + 1
DAYS_AHEAD = 365
"""The world goes on behind the records, so that forecasts can be compared with what came."""

CHANNELS = ("content", "social", "paid", "partners", "referral", "direct")
AGES = ("18-29", "30-44", "45-59", "60+")
DISCOUNT_PER_YEAR = 0.10
"""At which the truth tables discount residual values."""

STANDARD_CHURN = 0.05
LARGEST_SCALE = 20.0


@dataclass(frozen=True)
class Settings:
    """Settings of a world.

    Parameters
    ----------
    seed : int, optional
        Whole number, 0 or more; the same settings give the same world.
    scale : float
        Size in relation to the world that comes with the package (1 has 20,000 customers of the
        shop and 10,000 contracts).
    churn : float
        Mean share of subscribers who leave per month, between 0 and 0.3; the rates of leaving of
        the other lines move in proportion.
    heterogeneity : float
        0 where all customers are alike, 1 as in the standard world; the variance of rates grows
        with it.
    seasonality : float
        How far the rate of purchase swings around its mean over the year, as a fraction, from 0 to
        0.9; highest in December.
    """

    seed: int = 2024
    scale: float = 1.0
    churn: float = STANDARD_CHURN
    heterogeneity: float = 1.0
    seasonality: float = 0.1

    def __post_init__(self) -> None:
        _check_seed(self.seed)
        _check(
            "scale", self.scale, 0.001, LARGEST_SCALE, "1 is the standard size, 0.02 a small one."
        )
        hint = f"If you meant {self.churn:g} percent, write {_hundredth(self.churn)}."
        _check("churn", self.churn, 0.0, 0.3, hint, "per month ")
        _check("heterogeneity", self.heterogeneity, 0.0, 4.0, "1 is the standard world.")
        hint = f"If you meant {self.seasonality:g} percent, write {_hundredth(self.seasonality)}."
        _check("seasonality", self.seasonality, 0.0, 0.9, hint)

    def rng(self, name: str) -> np.random.Generator:
        """Open the stream of the table of that name."""
        TEXT.check("name", name)
        return stream(self.seed, name)

    def size(self, standard: int) -> int:
        """Scale a number of customers; never below 20, so that every kind occurs."""
        NUMBER.check("standard", standard)
        return max(20, round(standard * self.scale))

    @property
    def ease_of_leaving(self) -> float:
        """Rates of leaving in relation to those of the standard world."""
        return self.churn / STANDARD_CHURN


def dates(days: Any) -> pd.DatetimeIndex:
    """Turn days since the start of the world into dates."""
    return START + pd.to_timedelta(np.asarray(days, dtype=np.int64), unit="D")


def season(day: Floats, swing: float) -> Floats:
    """Rate of purchase on a day in relation to the year's mean: highest in mid-December."""
    return np.asarray(1.0 + swing * np.cos(2.0 * np.pi * (day - 348.0) / 365.25))


def _check_seed(seed: Any) -> None:
    if isinstance(seed, bool) or not isinstance(seed, int | np.integer) or seed < 0:
        raise ValueError(f"seed must be a whole number, 0 or more, got {seed!r}.")


def _check(name: str, value: Any, low: float, high: float, hint: str, unit: str = "") -> None:
    if isinstance(value, bool) or not isinstance(value, int | float | np.number):
        raise ValueError(f"{name} must be a number between {low:g} and {high:g}, got {value!r}.")
    if not low <= value <= high:
        raise ValueError(
            f"{name} must lie between {low:g} and {high:g} {unit}".rstrip()
            + f", got {float(value):g}. {hint}"
        )


def _hundredth(value: Any) -> str:
    return f"{value / 100:g}" if isinstance(value, int | float | np.number) else "a fraction"
