"""What was expected of cohorts on a day in the past, beside what came."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from clvwidgets.arguments import checked
from clvwidgets.data import Cohorts, TransactionLog
from clvwidgets.segments.outlook import chain_ladder_outlook


@checked()
def outlook_record(
    log: TransactionLog, until: str | pd.Timestamp, by: str = "M", z: float = 1.2816
) -> pd.DataFrame:
    """Forecast revenue so far with what was known on a day, and set beside it what came.

    Parameters
    ----------
    log : TransactionLog
        That goes on after the day.
    until : date
        Last day that the forecast knows, included.
    by : {"W", "M", "Q", "Y"}
        Length of a period.
    z : float
        Half the width of a band in standard errors; with the default it is meant to hold the truth
        in 8 of 10 cases.

    Returns
    -------
    pandas.DataFrame
        One row for each value that was ahead and is known by now: ``cohort``, ``age``,
        ``expected``, ``low``, ``high`` and ``came`` (revenue so far, per customer), and where it
        ``lies``: "below", "within" or "above" the band. Without those of which no band could be
        told. Rows share customers and months, so they are no independent tests.

    Raises
    ------
    ValueError
        If no cohort was seen whole by that day, or nothing that was ahead has come since.

    Examples
    --------
    >>> from clvwidgets import load_dataset
    >>> shop = TransactionLog(load_dataset("shop_orders"), "customer_id", "date", "amount")
    >>> outlook_record(shop, "2023-12-31", by="Q")["lies"].value_counts().to_dict()
    {'within': 17, 'below': 4, 'above': 1}
    """
    day = _day(until)
    cohorts = log.cohorts(by, "revenue")
    sizes = cohorts.sizes.to_numpy(dtype=float)[:, None]
    totals = (cohorts.cumulative().mask(cohorts.partial)).to_numpy() * sizes
    known = np.where(_periods(cohorts) <= _last_whole(cohorts, day), totals, np.nan)
    rows = np.isfinite(known[:, 0])
    ages = np.isfinite(known[rows]).any(axis=0)
    if not rows.any():
        raise ValueError(
            f"No cohort was seen whole by {day:%Y-%m-%d}. Choose a later day for until, or shorter "
            "periods with by=."
        )
    came, names = totals[rows][:, ages], cohorts.sizes.index[rows]
    outlook = chain_ladder_outlook(known[rows][:, ages])
    low, high = outlook.interval(z)
    ahead = np.isnan(known[rows][:, ages]) & np.isfinite(came) & (outlook.error > 0)
    if not ahead.any():
        raise ValueError(
            f"Nothing that was ahead on {day:%Y-%m-%d} has come by {log.end:%Y-%m-%d}, or there "
            "were too few cohorts to tell a band. Choose another day for until."
        )
    row, age = ahead.nonzero()
    each = {"expected": outlook.expected, "low": low, "high": high, "came": came}
    table = pd.DataFrame({"cohort": _names(pd.PeriodIndex(names), by)[row], "age": age})
    for name, values in each.items():
        table[name] = values[row, age] / sizes[rows][row, 0]
    lies = np.select([came < low, came > high], ["below", "above"], "within")
    return table.assign(lies=lies[row, age])


def _day(until: str | pd.Timestamp) -> pd.Timestamp:
    day = pd.to_datetime(until, errors="coerce")
    if pd.isna(day):
        raise ValueError(f"until must be a date such as '2024-01-31', got {until!r}.")
    return pd.Timestamp(day).normalize()


def _periods(cohorts: Cohorts) -> npt.NDArray[np.int64]:
    """Find the number of the period of the calendar in which each cell lies."""
    first: npt.NDArray[np.int64] = pd.PeriodIndex(cohorts.sizes.index).asi8
    ages: npt.NDArray[np.int64] = cohorts.table.columns.to_numpy()
    return first[:, None] + ages


def _last_whole(cohorts: Cohorts, day: pd.Timestamp) -> int:
    """Find the number of the last period that was over at the end of a day."""
    period = day.to_period(pd.PeriodIndex(cohorts.sizes.index).freqstr)
    return int(period.ordinal) - int(period.end_time.normalize() > day)


def _names(periods: pd.PeriodIndex, by: str) -> npt.NDArray[np.object_]:
    """Name periods as people write them; an ISO week by its Monday."""
    named = periods.start_time.strftime("%G-W%V") if by == "W" else periods.astype(str)
    return named.to_numpy(dtype=object)
