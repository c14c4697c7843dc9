"""Totals of the periods of the calendar, added up where the rows are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import narwhals as nw
import numpy as np
import numpy.typing as npt
import pandas as pd

from clvwidgets._places import places
from clvwidgets.data._calendar import frequency, orders_by_period
from clvwidgets.data._days import DaysInMemory, Money, Numbers
from clvwidgets.data._engine import DaysInEngine
from clvwidgets.data._fates import AMOUNT, CUSTOMER, DATE
from clvwidgets.data._progress import progress

_GROUPS = ["period", "cohort", "stayed", "repeated"]


def totals_by_period(days: DaysInMemory | DaysInEngine, by: str) -> pd.DataFrame:
    """Add up the customers of a period who have the same past.

    Parameters
    ----------
    days : DaysInMemory or DaysInEngine
    by : {"M", "W", "Q", "Y"}

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
            with days.fetch.asked():
                if by not in days.totals:
                    days.totals[by] = _in_engine(days, by)
                return days.totals[by]
        except NotImplementedError:
            # Dask cannot look back at the period before: the totals of the days are fetched.
            days = days.in_memory()
    with progress("Adding up the periods"):
        return bought_by_period(days, by).totals()


@dataclass(frozen=True)
class Bought:
    """What each customer bought in each period, from which any group of them is soon added up.

    Attributes
    ----------
    code : array of int, shape (n,)
        Position of the customer in ``DaysInMemory.ids``.
    cell : array of int, shape (n,)
        Row of ``cells``: period and past of the customer.
    cells : pandas.DataFrame
        The combinations of period, cohort, stayed and repeated that occur, in rising order.
    orders, revenue : arrays of float, shape (n,)
    """

    code: Numbers
    cell: npt.NDArray[np.intp]
    cells: pd.DataFrame
    orders: Money
    revenue: Money

    def totals(self) -> pd.DataFrame:
        """Add up all customers: the table that :func:`totals_by_period` describes."""
        return self._tables(self.cell, self.orders, self.revenue, 1)[0]

    def totals_of(self, groups: Numbers, count: int) -> list[pd.DataFrame]:
        """Add up each group of customers, by their position in the ids; -1 is in none."""
        group = groups[self.code]
        cell, orders, revenue = group * len(self.cells) + self.cell, self.orders, self.revenue
        if (groups < 0).any():
            known = group >= 0
            cell, orders, revenue = cell[known], orders[known], revenue[known]
        return self._tables(cell, orders, revenue, count)

    def _tables(
        self, cell: npt.NDArray[np.intp], orders: Money, revenue: Money, count: int
    ) -> list[pd.DataFrame]:
        shape, size = (count, len(self.cells)), count * len(self.cells)
        customers = np.bincount(places(cell), minlength=size).reshape(shape)
        days = np.bincount(places(cell), orders, size).astype(np.int64).reshape(shape)
        money = np.bincount(places(cell), revenue, size).reshape(shape)
        return [
            self.cells.assign(customers=customers[n], orders=days[n], revenue=money[n])[
                customers[n] > 0
            ].reset_index(drop=True)
            for n in range(count)
        ]


def bought_by_period(days: DaysInMemory, by: str) -> Bought:
    """Find what each customer bought in each period, in one pass over the days."""
    bought = orders_by_period(days, by)
    code, period, cohort, orders = (
        bought[name].to_numpy() for name in ("code", "period", "cohort", "orders")
    )
    stayed = np.zeros(len(code), dtype=bool)
    stayed[1:] = (code[1:] == code[:-1]) & (period[1:] == period[:-1] + 1)
    first = period.min(initial=0)
    span = int(period.max(initial=0) - first) + 1
    pairs = ((period - first) * span + (cohort - first)) * 4 + 2 * stayed + (orders > 1)
    cell, found = pd.factorize(pairs, sort=True)
    pair, flags = np.divmod(found, 4)
    periods = np.divmod(pair, span)
    cells = pd.DataFrame(
        {
            "period": periods[0] + first,
            "cohort": periods[1] + first,
            "stayed": flags >= 2,
            "repeated": flags % 2 == 1,
        }
    )
    return Bought(
        code, cell, cells, orders.astype(np.float64), bought["revenue"].to_numpy(dtype=float)
    )


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
    return (days_since_1970(date) + 3) // 7 + 1


def days_since_1970(date: Any) -> nw.Expr:
    """Count days in an engine: 1970-01-01 is 0."""
    past = date.dt.year().cast(nw.Int64) - 1
    leap_days = past // 4 - past // 100 + past // 400
    days: nw.Expr = 365 * (past - 1969) + leap_days - 477 + date.dt.ordinal_day().cast(nw.Int64) - 1
    return days
