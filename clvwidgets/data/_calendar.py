"""Periods of the calendar: months of their true length, ISO weeks, and which were seen whole."""

from __future__ import annotations

from numbers import Number
from typing import Any

import numpy as np
import pandas as pd

from clvwidgets._places import places
from clvwidgets.data._days import DaysInMemory, Numbers

# An ISO week runs from Monday to Sunday.
_FREQUENCIES = {"W": "W-SUN", "M": "M", "Q": "Q-DEC", "Y": "Y-DEC"}


def frequency(by: str) -> str:
    """Name of a period of the calendar in pandas."""
    if not isinstance(by, str) or by not in _FREQUENCIES:
        raise ValueError(
            "by must be one of 'W' (ISO week), 'M' (month), 'Q' (quarter) or 'Y' (calendar year), "
            f"got {by!r}."
        )
    return _FREQUENCIES[by]


def period_numbers(days: Numbers, by: str) -> Numbers:
    """Find the number of the period in which each day (since 1970-01-01) lies, as pandas counts."""
    if not len(days):
        return days
    # A log has few distinct days, and each is looked up once.
    first = days.min()
    calendar = pd.PeriodIndex(
        np.arange(first, days.max() + 1).astype("datetime64[D]"), freq=frequency(by)
    )
    numbers: Numbers = calendar.asi8[days - first]
    return numbers


def all_periods(start: pd.Timestamp, end: pd.Timestamp, by: str) -> pd.PeriodIndex:
    """Every period from one day to another."""
    return pd.period_range(start, end, freq=frequency(by), name="period")


def seen_in_part(
    periods: pd.PeriodIndex, start: pd.Timestamp, end: pd.Timestamp
) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
    """Whether a period begins before the log or ends after it."""
    partial: np.ndarray[tuple[int, ...], np.dtype[np.bool_]] = np.asarray(
        (periods.start_time < start) | (periods.end_time.normalize() > end)
    )
    return partial


def cells_seen_in_part(
    numbers: Numbers, periods: pd.PeriodIndex, start: pd.Timestamp, end: pd.Timestamp
) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
    """Find which cells of a triangle, given by the number of their period, were seen in part.

    Periods after the last one were not seen at all, which is not in part.
    """
    in_part = np.append(seen_in_part(periods, start, end), False)
    first = int(periods.asi8[0])
    cells: np.ndarray[tuple[int, ...], np.dtype[np.bool_]] = in_part[
        np.minimum(numbers - first, len(periods))
    ]
    return cells


def orders_by_period(days: DaysInMemory, by: str) -> pd.DataFrame:
    """Sum up each customer in each period with a purchase.

    Parameters
    ----------
    days : DaysInMemory
    by : {"M", "W", "Q", "Y"}

    Returns
    -------
    pandas.DataFrame
        ``code`` (customer), ``period``, ``cohort`` (period of the first purchase), ``orders``
        (days with a purchase) and ``revenue``, sorted by customer and period.
    """
    period = period_numbers(days.day, by)
    begins = np.ones(len(period), dtype=bool)
    np.not_equal(period[1:], period[:-1], out=begins[1:])
    begins[days._starts] = True
    starts = np.flatnonzero(begins)
    code = days.code[starts]
    cohort = np.zeros(len(days.ids), dtype=np.int64)
    cohort[days.code[days._starts]] = period[days._starts]
    return pd.DataFrame(
        {
            "code": code,
            "period": period[starts],
            "cohort": cohort[code],
            "orders": np.diff(np.append(starts, len(period))),
            "revenue": np.add.reduceat(days.amount, places(starts)),
        },
        copy=False,  # these are millions of rows
    )


def iso_days(given: Any) -> Any:
    """Read days as ISO writes them only: nobody says whether 03/04 is in March or in April.

    Parameters
    ----------
    given : pandas.Index or pandas.Series

    Returns
    -------
    pandas.DatetimeIndex or pandas.Series
        Days, missing where there is none.
    """
    if not pd.api.types.is_datetime64_any_dtype(given):  # a number may be a year
        given = given.map(lambda day: str(day) if isinstance(day, Number) else day)
    return pd.to_datetime(given, errors="coerce", format="ISO8601")
