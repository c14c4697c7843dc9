"""Customers gathered by the period of their first purchase, and followed through time."""

from __future__ import annotations

import html
from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np
import numpy.typing as npt
import pandas as pd

from clvwidgets.arguments import checked, checked_methods
from clvwidgets.data._calendar import all_periods, cells_seen_in_part
from clvwidgets.data._days import DaysInMemory
from clvwidgets.data._engine import DaysInEngine
from clvwidgets.data._totals import totals_by_period
from clvwidgets.doors import MATRIX, VECTOR

Measure: TypeAlias = Literal["customers", "revenue", "orders"]
_MEASURES = ("customers", "revenue", "orders")
_LEAST_LEFT = 0.1  # of all that came and went


@checked_methods()
@dataclass(frozen=True, repr=False)
class Cohorts:
    """Triangles of cohorts (rows) and age in periods (columns).

    Age 0 is the period of the first purchase, age 1 the calendar period after it. Cells that lie
    after the end of the log are missing; those in a period that the log saw in part are marked.

    Attributes
    ----------
    measure : str
        What is counted: "customers" (different ones who bought), "revenue" or "orders".
    sizes : pandas.Series of int
        Customers of each cohort, indexed by the period of their first purchase.
    table : pandas.DataFrame
        The measure, not cumulated: one row a cohort, one column an age.
    partial : pandas.DataFrame of bool
        Cells whose period was not seen whole, and all cells of a cohort whose first period was
        not.

    Examples
    --------
    >>> from clvwidgets.data import TransactionLog, load_dataset
    >>> cohorts = TransactionLog(load_dataset("cdnow")).cohorts("M")
    >>> cohorts.sizes.tolist()
    [7846, 8476, 7248]
    >>> cohorts.per_customer().loc["1997-01", :3].round(3).tolist()
    [1.0, 0.147, 0.123, 0.103]
    """

    measure: str
    sizes: pd.Series
    table: pd.DataFrame
    partial: pd.DataFrame

    def per_customer(self) -> pd.DataFrame:
        """Divide by the size of the cohort.

        Returns
        -------
        pandas.DataFrame
            Shape of ``table``. For customers the retention triangle: the share of the cohort that
            bought in the period. For revenue and orders the mean per acquired customer, whether
            still active or not.
        """
        return self.table.div(self.sizes, axis="index")

    def cumulative(self) -> pd.DataFrame:
        """Add up the periods so far, per acquired customer.

        Returns
        -------
        pandas.DataFrame
            Shape of ``table``. For revenue the value so far of an acquired customer, in the
            currency of the log, before any costs.
        """
        return self.per_customer().cumsum(axis="columns")

    def projected(self) -> pd.DataFrame:
        """Complete the cumulative triangle by the chain ladder.

        Cells that were seen in part are left out and projected. So is a cohort whose first
        period was seen in part: nothing is known of it as a whole.

        Returns
        -------
        pandas.DataFrame
            Cumulative measure per acquired customer at each age; what was seen stays as it is.

        Raises
        ------
        ValueError
            If no cohort was seen whole.
        """
        whole = self.cumulative().mask(self.partial)
        whole = whole.loc[whole[0].notna()].dropna(axis="columns", how="all")
        if whole.empty:
            raise ValueError(
                "No cohort was seen in a whole period. Choose shorter ones: cohorts(by='W')."
            )
        return chain_ladder(whole, self.sizes.loc[whole.index])

    def __repr__(self) -> str:
        return f"{self._title()}\n{self._printed().to_string(na_rep='')}\n{self._legend()}"

    def _repr_html_(self) -> str:
        table = self._printed().to_html(na_rep="", border=0)
        return f"<p>{html.escape(self._title())}</p>{table}<p>{html.escape(self._legend())}</p>"

    def _title(self) -> str:
        if self.measure == "customers":
            return "Share of the cohort that bought, by age in periods"
        return f"{self.measure.capitalize()} per acquired customer, by age in periods"

    def _printed(self) -> pd.DataFrame:
        form = "{:.1%}" if self.measure == "customers" else "{:,.2f}"
        shown = self.per_customer().map(form.format, na_action="ignore")
        shown = shown.where(~self.partial, shown + "*")
        shown.insert(0, "customers", self.sizes)
        return shown

    def _legend(self) -> str:
        if (self.partial & self.table.notna()).any(axis=None):
            return "* not a whole period: the log begins or ends within it."
        return "Every period was seen whole."


def make_cohorts(
    days: DaysInMemory | DaysInEngine,
    start: pd.Timestamp,
    end: pd.Timestamp,
    by: str,
    measure: str,
) -> Cohorts:
    """Gather the days of a log that lasts from ``start`` to ``end``."""
    if measure not in _MEASURES:
        words = ", ".join(map(repr, _MEASURES))
        raise ValueError(f"measure must be one of {words}, got {measure!r}.")
    periods = all_periods(start, end, by)
    totals = totals_by_period(days, by)
    totals = totals.assign(age=totals["period"] - totals["cohort"])
    table = totals.pivot_table(index="cohort", columns="age", values=measure, aggfunc="sum")
    sizes = totals.loc[totals["age"] == 0].groupby("cohort")["customers"].sum()
    # Cohorts without customers have nothing to show; ages that nobody reached are zeros.
    last = int(periods.asi8[-1])
    ages = pd.RangeIndex(last - int(sizes.index[0]) + 1, name="age")
    table = table.reindex(columns=ages).astype("float64").fillna(0.0)
    seen_at = sizes.index.to_numpy()[:, None] + ages.to_numpy()
    partial = cells_seen_in_part(seen_at, periods, start, end)
    partial |= partial[:, :1]
    index = periods[sizes.index - periods.asi8[0]].rename("cohort")
    return Cohorts(
        measure,
        sizes.set_axis(index),
        table.set_axis(index).where(seen_at <= last),
        pd.DataFrame(partial & (seen_at <= last), index, ages),
    )


def sales_by_cohort(
    days: DaysInMemory | DaysInEngine, start: pd.Timestamp, end: pd.Timestamp, by: str
) -> pd.DataFrame:
    """Split the sales of each period of the calendar by when the buyer was won."""
    periods = all_periods(start, end, by)
    totals = totals_by_period(days, by)
    table = totals.pivot_table(index="cohort", columns="period", values="revenue", aggfunc="sum")
    table = table.reindex(columns=periods.asi8).astype("float64").fillna(0.0)
    return table.set_axis(periods, axis=1).set_axis(
        periods[table.index - periods.asi8[0]].rename("cohort")
    )


@checked(cumulative=MATRIX)
def can_be_grown(cumulative: npt.ArrayLike) -> bool:
    """Tell whether totals so far may be multiplied by their growth.

    Not where returns have left a total below a tenth of all that came and went, or below 0: its
    ratio to the next total says how the returns fell, and nothing of how customers go on.

    Parameters
    ----------
    cumulative : array_like of shape (cohorts, ages)
        Totals so far; not-a-number where nothing was seen yet.

    Returns
    -------
    bool

    Examples
    --------
    >>> can_be_grown([[100, 150], [80, 70]]), can_be_grown([[100, 5], [80, 90]])
    (True, False)
    """
    totals = np.asarray(cumulative, dtype=float)
    moved = np.abs(np.diff(totals, axis=1, prepend=0.0)).cumsum(axis=1)
    return not (totals < _LEAST_LEFT * moved).any()


@checked()
def chain_ladder(cumulative: pd.DataFrame, weights: pd.Series | None = None) -> pd.DataFrame:
    r"""Complete a cumulative triangle from how older rows went on.

    .. math:: f_k = \frac{\sum_i w_i C_{i,k+1}}{\sum_i w_i C_{i,k}}

    over the rows :math:`i` that have both; what is missing is the cell before it times
    :math:`f_k`. Later rows are taken to go on as earlier ones did.

    Parameters
    ----------
    cumulative : pandas.DataFrame
        One row a cohort, one column an age; a row may be missing from some age on, not before.
    weights : pandas.Series, optional
        Customers of each row, where the cells are means per customer. By default 1.

    Returns
    -------
    pandas.DataFrame
        Same shape without missing cells.

    Raises
    ------
    ValueError
        If a row has a gap or no first cell, or a column no cell; or if `can_be_grown` says no.

    References
    ----------
    T. Mack (1993), Distribution-free Calculation of the Standard Error of Chain Ladder Reserve
    Estimates, ASTIN Bulletin 23(2).

    Examples
    --------
    >>> triangle = pd.DataFrame({0: [100.0, 80.0], 1: [150.0, None]})
    >>> chain_ladder(triangle)[1].tolist()
    [150.0, 120.0]
    """
    for name in cumulative:
        VECTOR.check(f"cumulative, column {name!r},", cumulative[name])
    done = cumulative.to_numpy(dtype=float, copy=True)
    known = np.isfinite(done)
    if not done.size or (known[:, 1:] & ~known[:, :-1]).any() or not known[:, 0].all():
        raise ValueError(
            "A triangle needs a first cell in each row of cumulative and no gaps: rows may only "
            "miss their end."
        )
    if not known.any(axis=0).all():
        raise ValueError("A triangle needs a cell in each column. Leave empty columns out.")
    if not can_be_grown(done):
        raise ValueError(
            f"A chain ladder multiplies totals, the lowest of which is {np.nanmin(done):.6g}: some "
            "are negative or nearly used up by returns, and ratios of such sums mean nothing. Set "
            "returns aside (returns='set aside'), take orders instead, or longer periods."
        )
    weight = np.ones(len(done)) if weights is None else weights.to_numpy(dtype=float)
    for age in range(done.shape[1] - 1):
        both = known[:, age + 1]
        before = weight[both] @ done[both, age]
        # Where nothing came so far, no factor is known: nothing stays nothing.
        factor = weight[both] @ done[both, age + 1] / before if before else 1.0
        done[~both, age + 1] = done[~both, age] * factor
    return pd.DataFrame(done, index=cumulative.index, columns=cumulative.columns)
