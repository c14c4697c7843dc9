"""A number that was measured, and how far off it may be."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from clvwidgets.arguments import checked_methods
from clvwidgets.doors import REAL
from clvwidgets.significant import significant

if TYPE_CHECKING:
    import pandas as pd

_SHOWN: Final = 3  # digits in words
_LARGE: Final = 1000


@checked_methods(value=REAL, low=REAL, high=REAL)
@dataclass(frozen=True)
class Estimate:
    """A measured number with its interval.

    Attributes
    ----------
    value : float
        What was measured.
    low, high : float
        Ends of the interval; an infinite end says that there is no limit.
    level : float
        Share of such intervals that hold the truth, such as 0.95.

    Examples
    --------
    >>> print(Estimate(0.21, -0.05, 0.47))
    0.21 [-0.05, 0.47]
    >>> value, low, high = Estimate(0.21, -0.05, 0.47)
    >>> Estimate(0.21, -0.05, 0.47).holds(0)
    True
    """

    value: float
    low: float
    high: float
    level: float = 0.95

    def __iter__(self) -> Iterator[float]:
        """Give value, low and high, so that they can be unpacked."""
        return iter((self.value, self.low, self.high))

    def __str__(self) -> str:
        return f"{in_words(self.value)} [{in_words(self.low)}, {in_words(self.high)}]"

    def holds(self, value: float) -> bool:
        """Tell whether a value lies in the interval."""
        return self.low <= value <= self.high


def in_words(value: float) -> str:
    """Write a number with as many digits as anybody reads.

    Parameters
    ----------
    value : float

    Returns
    -------
    str

    Examples
    --------
    >>> in_words(2.7856), in_words(35038.5), in_words(float("inf"))
    ('2.79', '35,038', 'no limit')
    """
    if not np.isfinite(value):
        return "no limit"
    if abs(value) >= _LARGE:
        return f"{value:,.0f}"
    short = significant(float(value), _SHOWN)
    return f"{short:.10f}".rstrip("0").rstrip(".") if short else "0"


def check_level(level: float) -> float:
    """Refuse a level that is no share between 0 and 1.

    Parameters
    ----------
    level : float

    Returns
    -------
    float

    Raises
    ------
    ValueError
        If it is 0 or less, or 1 or more.

    Examples
    --------
    >>> check_level(0.95)
    0.95
    """
    if not 0 < level < 1:
        hint = f" If you meant {level:g} percent, write {level / 100:g}." if 1 < level < 100 else ""
        raise ValueError(f"level must lie between 0 and 1, got {level:g}.{hint}")
    return float(level)


def as_frame(rows: dict[str, Estimate]) -> pd.DataFrame:
    """Put estimates under each other.

    Parameters
    ----------
    rows : dict of str to Estimate

    Returns
    -------
    pandas.DataFrame
        Indexed by ``measure``: ``value, low, high``.

    Examples
    --------
    >>> as_frame({"effect": Estimate(0.2, -0.1, 0.5)}).loc["effect"].tolist()
    [0.2, -0.1, 0.5]
    """
    import pandas as pd

    columns: Any = ["value", "low", "high"]
    found = pd.DataFrame([list(one) for one in rows.values()], columns=columns)
    return found.set_axis(pd.Index(list(rows), name="measure"))
