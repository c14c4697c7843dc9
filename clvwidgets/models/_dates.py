"""From periods after the end of the data to days of the calendar."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from clvwidgets.formulas import PERIODS_PER_YEAR
from clvwidgets.models._checks import PERIOD_NAMES
from clvwidgets.models._quadrature import Array


def days_in(period: str) -> float:
    """Mean days in a period: a year has 365.25.

    Parameters
    ----------
    period : {"D", "W", "M", "Y"}

    Returns
    -------
    float

    Examples
    --------
    >>> days_in("M")
    30.4375
    """
    return 365.25 / PERIODS_PER_YEAR[PERIOD_NAMES[period]]


def dates_after(end: str | pd.Timestamp, periods: Array, period: str | None) -> Any:
    """Days so many periods after the last day of the data; missing beyond the calendar.

    Parameters
    ----------
    end : str or pandas.Timestamp
        Last day of the data.
    periods : array of float
    period : {"D", "W", "M", "Y"} or None
        That of the model, if known.

    Returns
    -------
    array of datetime

    Raises
    ------
    ValueError
        If ``end`` is not a date, or ``period`` is not known.

    Examples
    --------
    >>> dates_after("2024-01-31", np.array([1.0]), "W")
    array(['2024-02-07T00:00:00.000000000'], dtype='datetime64[ns]')
    """
    if period is None:
        raise ValueError(
            "The model does not know its period, so it cannot name dates. Fit it to "
            "log.customers(period=...), build it with from_params(..., period='W'), or leave "
            "end out and read periods."
        )
    day = pd.to_datetime(end, errors="coerce")
    if pd.isna(day):
        raise ValueError(f"end must be a date such as 2024-12-31, got {end!r}.")
    # A purchase comes on a day, not at an hour: the day on which the time is up.
    days = np.ceil(periods * days_in(period) - 1e-9)
    left = (pd.Timestamp.max.normalize() - day).days
    known = np.isfinite(days) & (days <= left)
    found = np.full(days.shape, np.datetime64("NaT", "ns"))
    found[known] = day.to_datetime64() + days[known].astype("timedelta64[D]")
    return found
