"""From rows to purchase days, from purchase days to customers."""

from __future__ import annotations

from typing import Any

import narwhals as nw
import pandas as pd

from clvwidgets.data._reading import AMOUNT, CUSTOMER, DATE, FATE, USED

# A period as a length of time. Months and years are means (a year has 365.25 days), because a
# duration has no place in the calendar.
DAYS_PER_PERIOD = {"D": 1.0, "W": 7.0, "M": 365.25 / 12, "Y": 365.25}


def days_per_period(period: str) -> float:
    """Days in a period named by its letter.

    Examples
    --------
    >>> days_per_period("W")
    7.0
    """
    if period not in DAYS_PER_PERIOD:
        raise ValueError(
            f"period must be one of 'D' (day), 'W' (week), 'M' (month of 30.4375 days) or 'Y' "
            f"(year of 365.25 days), got {period!r}."
        )
    return DAYS_PER_PERIOD[period]


def purchase_days(rows: nw.DataFrame[Any]) -> nw.DataFrame[Any]:
    """One row for each customer and day with a purchase; the amounts of the day are added up."""
    return rows.filter(nw.col(FATE).is_in(USED)).group_by(CUSTOMER, DATE).agg(nw.col(AMOUNT).sum())


def repeat_summary(days: nw.DataFrame[Any]) -> pd.DataFrame:
    """First and last day, number of days, and mean amount of the days after the first."""
    first = nw.col(DATE).min().over(CUSTOMER)
    repeat = nw.when(nw.col(DATE) > first).then(nw.col(AMOUNT))
    return _by_customer(
        days.with_columns(repeat.alias("repeat")),
        nw.col(DATE).min().alias("first"),
        nw.col(DATE).max().alias("last"),
        nw.len().alias("days"),
        nw.col("repeat").mean().alias("mean_repeat"),
    )


def order_totals(days: nw.DataFrame[Any]) -> pd.DataFrame:
    """Last day, number of days and sum of amounts of each customer."""
    return _by_customer(
        days,
        nw.col(DATE).max().alias("last"),
        nw.len().alias("orders"),
        nw.col(AMOUNT).sum().alias("revenue"),
    )


def _by_customer(days: nw.DataFrame[Any], *measures: nw.Expr) -> pd.DataFrame:
    """Aggregate each customer; customers in rising order as the index."""
    table = days.group_by(CUSTOMER).agg(*measures).to_pandas().set_index(CUSTOMER).sort_index()
    ids = table.index
    # pandas turns whole numbers into decimals as soon as one row has no customer.
    if pd.api.types.is_float_dtype(ids) and (ids == ids.astype("int64")).all():
        table.index = ids.astype("int64")
    return table
