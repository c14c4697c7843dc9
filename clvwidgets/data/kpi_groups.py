"""Measures of each period of the calendar for groups of customers, and of a programme."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from clvwidgets.data._calendar import iso_days
from clvwidgets.data._kpis import Spend, make_kpis
from clvwidgets.data._log import ReadLog
from clvwidgets.data._progress import progress
from clvwidgets.data._totals import bought_by_period
from clvwidgets.doors import written
from clvwidgets.formulas import roi


class GroupKpis:
    """Measures of each period for any groups of customers; the purchases are added up once.

    Parameters
    ----------
    log : TransactionLog
    by : {"M", "W", "Q", "Y"}
        Periods as in :meth:`TransactionLog.kpis`.
    gross_margin : number in [0, 1], optional
        As there.

    Raises
    ------
    ValueError
        If ``by`` is unknown.

    Examples
    --------
    >>> from clvwidgets.data import TransactionLog, load_dataset
    >>> log = TransactionLog(load_dataset("cdnow"))
    >>> often = (log.rfm()["orders"] > 3).map({True: "often", False: "rarely"})
    >>> tables = GroupKpis(log).tables(often)
    >>> {name: int(table["customers"].iloc[0]) for name, table in tables.items()}
    {'often': 1800, 'rarely': 6046}
    """

    def __init__(self, log: ReadLog, by: str = "M", *, gross_margin: float | None = None) -> None:
        days = log._days_until(None)[1].in_memory()
        with progress("Adding up the periods"):
            self._bought = bought_by_period(days, by)
        self._ids, self._by, self._gross_margin = days.ids, by, gross_margin
        self._window = (log.start, log.end)

    def whole(self, spend: Spend | None = None) -> pd.DataFrame:
        """Measure all customers together: the table of :meth:`TransactionLog.kpis`."""
        return self._measured(self._bought.totals(), spend)

    def tables(self, groups: pd.Series[Any]) -> dict[Any, pd.DataFrame]:
        """Measure each group.

        What acquisition costs is known for all customers only, so there is no CAC of a group.

        Parameters
        ----------
        groups : pandas.Series
            The group of each customer, on an index of customers; who has none is left out.

        Returns
        -------
        dict of group to pandas.DataFrame
            The table of :meth:`TransactionLog.kpis` for the customers of each group, in the order
            of the groups' names or categories.
        """
        place, names = pd.factorize(groups.reindex(self._ids), sort=True)
        totals = self._bought.totals_of(place, len(names))
        return {
            name: self._measured(table, None)
            for name, table in zip(names, totals, strict=True)
            if len(table)
        }

    def _measured(self, totals: pd.DataFrame, spend: Spend | None) -> pd.DataFrame:
        return make_kpis(totals, self._window, self._by, spend, self._gross_margin)


def programme_roi(
    programme: pd.DataFrame | Mapping[Any, Any], periods: pd.PeriodIndex
) -> pd.DataFrame:
    """Follow what a programme has returned on its cost, from its start to each period.

    Parameters
    ----------
    programme : pandas.DataFrame or mapping of columns
        ``date``; ``gain``, the margin that would not have come without the programme, as an
        experiment with a group left out tells it; ``cost``.
    periods : pandas.PeriodIndex

    Returns
    -------
    pandas.DataFrame
        On the periods: ``programme_gain``, ``programme_cost`` (of the period) and
        ``programme_roi`` (of all since the start). Missing before the first entry.

    Raises
    ------
    ValueError
        If columns are missing, dates or numbers cannot be read or costs are below 0, or an entry
        lies outside the periods.

    Examples
    --------
    >>> periods = pd.period_range("2024-01", "2024-03", freq="M")
    >>> days = ["2024-02-01", "2024-03-01"]
    >>> spent = {"date": days, "gain": [60.0, 240.0], "cost": [100.0, 100.0]}
    >>> programme_roi(spent, periods)["programme_roi"].tolist()
    [nan, -0.4, 0.5]
    """
    missing = [name for name in ("date", "gain", "cost") if name not in programme]
    if missing:
        raise ValueError(
            f"A programme needs the columns date, gain and cost; {missing[0]!r} is missing. Gain "
            "is the margin that would not have come without the programme."
        )
    table = pd.DataFrame(programme)
    when = _periods_of(table["date"], periods)
    gain, cost = (_money(table[name], low) for name, low in (("gain", -np.inf), ("cost", 0.0)))
    sums = pd.DataFrame({"programme_gain": gain, "programme_cost": cost}).groupby(when).sum()
    sums = sums.reindex(pd.period_range(sums.index.min(), periods[-1], freq=periods.freq))
    so_far = sums.fillna(0.0).cumsum()
    sums["programme_roi"] = roi(so_far["programme_gain"], so_far["programme_cost"])
    return sums.reindex(periods)


def _money(values: pd.Series[Any], low: float) -> pd.Series[Any]:
    """Read a column of money."""
    money = pd.to_numeric(values, errors="coerce")
    wrong = ~(np.isfinite(money) & (money >= low))
    if wrong.any():
        what = "a number" if low < 0 else "a number of 0 or more"
        raise ValueError(f"{values.name} must be {what}, got {written(values[wrong].iloc[0])}.")
    return money.astype("float64")


def _periods_of(dates: pd.Series[Any], periods: pd.PeriodIndex) -> pd.PeriodIndex:
    found = iso_days(dates)
    if found.isna().any():
        first = dates[found.isna()].iloc[0]
        raise ValueError(f"A programme needs dates such as '2024-01-31', got {written(first)}.")
    when = pd.PeriodIndex(found, freq=periods.freq)
    outside = (when < periods[0]) | (when > periods[-1])
    if outside.any():
        raise ValueError(
            f"The programme's entry for {when[outside][0]} lies outside the log, which lasts from "
            f"{periods[0]} to {periods[-1]}. Leave it out."
        )
    return when
