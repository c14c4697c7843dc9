"""Totals of the periods of the calendar, added up where the rows are."""

from __future__ import annotations

from typing import Any

import narwhals as nw
import pandas as pd

from clvwidgets.data._calendar import frequency, orders_by_period
from clvwidgets.data._days import DaysInMemory
from clvwidgets.data._engine import DaysInEngine
from clvwidgets.data._fates import AMOUNT, CUSTOMER, DATE
from clvwidgets.data._progress import progress

_GROUPS = ["period", "cohort", "stayed", "repeated"]


def totals_by_period(days: DaysInMemory | DaysInEngine, by: str) -> pd.DataFrame:
    """Add up the customers of a period who have the same past.

    Returns
    -------
    pandas.DataFrame
        One row for each combination that occurs of ``period``, ``cohort`` (period of the first
        purchase; both as pandas counts them), ``stayed`` (bought in the period before, too) and
        ``repeated`` (bought on more than one day of the period), with its ``customers``,
        ``orders`` and ``revenue``.
    """
    frequency(by)
    if isinstance(days, DaysInEngine):
        try:
            if by not in days.totals:
                days.totals[by] = _in_engine(days, by)
            return days.totals[by]
        except NotImplementedError:
            # Dask cannot look back at the period before: the totals of the days are fetched.
            days = days.in_memory()
    with progress("Adding up the periods"):
        bought = orders_by_period(days, by).assign(customers=1)
        before = bought.groupby("code")["period"].shift(fill_value=-(10**9))
        bought = bought.assign(stayed=before == bought["period"] - 1, repeated=bought["orders"] > 1)
        return bought.groupby(_GROUPS, as_index=False)[["customers", "orders", "revenue"]].sum()


def _in_engine(days: DaysInEngine, by: str) -> pd.DataFrame:
    period, customer = nw.col("period"), [CUSTOMER]
    bought = (
        days.frame.with_columns(_number(nw.col(DATE), by).alias("period"))
        .group_by(CUSTOMER, "period")
        .agg(nw.len().alias("orders"), nw.col(AMOUNT).sum().alias("revenue"))
        .with_columns(
            period.min().over(customer).alias("cohort"),
            period.shift(1).over(customer, order_by="period").alias("before"),
        )
        .with_columns(
            (nw.col("before") == period - 1).fill_null(False).alias("stayed"),
            (nw.col("orders") > 1).alias("repeated"),
        )
    )
    measures = nw.len().alias("customers"), nw.col("orders").sum(), nw.col("revenue").sum()
    table = days.fetch(bought.group_by(*_GROUPS).agg(*measures)).sort_values(
        _GROUPS, ignore_index=True
    )
    whole = dict.fromkeys(["period", "cohort", "customers", "orders"], "int64")
    return table.astype(whole | {"stayed": bool, "repeated": bool, "revenue": "float64"})


def _number(date: nw.Expr, by: str) -> nw.Expr:
    """Find the number of the period of a date, as pandas counts: 1970 begins with 0."""
    years = date.dt.year().cast(nw.Int64) - 1970
    if by == "Y":
        return years
    month = date.dt.month().cast(nw.Int64) - 1
    if by == "Q":
        return years * 4 + month // 3
    if by == "M":
        return years * 12 + month
    # 1970-01-01 was a Thursday; its week, which began three days before, has the number 1.
    return (_days_since_1970(date) + 3) // 7 + 1


def _days_since_1970(date: Any) -> nw.Expr:
    past = date.dt.year().cast(nw.Int64) - 1
    leap_days = past // 4 - past // 100 + past // 400
    days: nw.Expr = 365 * (past - 1969) + leap_days - 477 + date.dt.ordinal_day().cast(nw.Int64) - 1
    return days
