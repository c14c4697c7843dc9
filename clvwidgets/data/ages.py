"""What each customer did at each age, so that any of them can be gathered into cohorts."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from clvwidgets._places import places
from clvwidgets.data._calendar import all_periods, cells_seen_in_part, orders_by_period
from clvwidgets.data._days import Money, Numbers, as_number
from clvwidgets.data._log import ReadLog


@dataclass(frozen=True)
class Ages:
    """Purchases by the period of the customer's first one and the age in periods since then.

    Attributes
    ----------
    cohorts : pandas.PeriodIndex
        Every period from the first cohort to the last, in order.
    ages : int
        How many ages there are, from 0 on.
    cohort : array of int, shape (customers,)
        Number of each customer's cohort; customers are in rising order, as in
        ``TransactionLog.rfm``.
    partial : array of bool, shape (cohorts, ages)
        Cells whose period was seen in part, and all cells of a cohort whose first period was.
    seen : array of bool, shape (cohorts, ages)
        Cells that do not lie after the end of the log.
    """

    cohorts: pd.PeriodIndex
    ages: int
    cohort: Numbers
    partial: npt.NDArray[np.bool_]
    seen: npt.NDArray[np.bool_]
    _customer: Numbers
    _cell: Numbers
    _measures: dict[str, Money]

    def sizes(self, among: npt.NDArray[np.bool_] | None = None) -> Numbers:
        """Count the customers of each cohort, or some of them, shape (cohorts,)."""
        cohort = self.cohort if among is None else self.cohort[among]
        return np.bincount(places(cohort), minlength=len(self.cohorts)).astype(np.int64)

    def totals(self, measure: str, among: npt.NDArray[np.bool_] | None = None) -> Money:
        """Add up the customers, or some of them, in each cell.

        Parameters
        ----------
        measure : {"customers", "revenue", "orders"}
            Different customers who bought, money, or days with a purchase.
        among : array of bool, shape (customers,), optional

        Returns
        -------
        numpy.ndarray of shape (cohorts, ages)
        """
        cells, values = self._cell, self._measures[measure]
        if among is not None:
            inside = among[self._customer]
            cells, values = cells[inside], values[inside]
        shape = (len(self.cohorts), self.ages)
        sums: Money = np.bincount(places(cells), values, minlength=shape[0] * shape[1]).astype(
            float
        )
        return sums.reshape(shape)


def purchases_by_age(log: ReadLog, by: str = "M") -> Ages:
    """Gather each customer's purchases by age.

    Parameters
    ----------
    log : TransactionLog
    by : {"M", "W", "Q", "Y"}
        Periods as in ``TransactionLog.cohorts``.

    Returns
    -------
    Ages

    Raises
    ------
    ValueError
        If ``by`` is unknown.

    Examples
    --------
    >>> from clvwidgets.data import TransactionLog, load_dataset
    >>> ages = purchases_by_age(TransactionLog(load_dataset("cdnow")))
    >>> ages.sizes().tolist(), ages.totals("customers")[0, :2].tolist()
    ([7846, 8476, 7248], [7846.0, 1157.0])
    """
    _, days = log._days_until(None)
    bought = orders_by_period(days.in_memory(), by)
    code = bought["code"].to_numpy()
    begins = np.r_[True, np.diff(code) != 0]
    cohort = bought["cohort"].to_numpy()[begins]
    periods = all_periods(log.start, log.end, by)
    first, last = int(cohort.min()), int(cohort.max())
    end = int(periods.asi8[-1])
    seen_at = np.arange(first, last + 1)[:, None] + np.arange(end - first + 1)
    partial = cells_seen_in_part(seen_at, periods, log.start, log.end)
    begin = first - int(periods.asi8[0])
    return Ages(
        cohorts=periods[begin : begin + last - first + 1].rename("cohort"),
        ages=end - first + 1,
        cohort=cohort - first,
        partial=(partial | partial[:, :1]) & (seen_at <= end),
        seen=seen_at <= end,
        _customer=np.cumsum(begins) - 1,
        _cell=_cells(bought, first, end - first + 1),
        _measures={
            "customers": np.ones(len(bought)),
            "revenue": bought["revenue"].to_numpy(dtype=float),
            "orders": bought["orders"].to_numpy(dtype=float),
        },
    )


def _cells(bought: pd.DataFrame, first: int, ages: int) -> Numbers:
    """Find the cell of the triangle, numbered row by row, of each customer and period."""
    cohort, period = bought["cohort"].to_numpy(), bought["period"].to_numpy()
    cells: Numbers = (cohort - first) * ages + (period - cohort)
    return cells


def orders_between(log: ReadLog, after: pd.Timestamp, until: pd.Timestamp) -> Numbers:
    """Count each customer's orders after one day and up to another.

    Parameters
    ----------
    log : TransactionLog
    after, until : pandas.Timestamp
        The first day is left out, the last one counted.

    Returns
    -------
    array of int, shape (customers,)
        Days with a purchase; customers are in rising order.

    Examples
    --------
    >>> from clvwidgets.data import TransactionLog, load_dataset
    >>> log = TransactionLog(load_dataset("cdnow"))
    >>> int(orders_between(log, log.start - pd.Timedelta(days=1), log.end).sum())
    67591
    """
    days = log._days_until(None)[1].in_memory()
    begins = np.diff(days.code, prepend=-1) != 0
    inside = (days.day > as_number(after)) & (days.day <= as_number(until))
    customer = (np.cumsum(begins) - 1)[inside]
    return np.bincount(places(customer), minlength=int(begins.sum())).astype(np.int64)
