"""What was known of each customer on a day, and what they ordered after it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import pandas as pd

from clvwidgets.arguments import checked
from clvwidgets.doors import ANYTHING, NOTHING, list_of, table_with
from clvwidgets.models._checks import check_duration, check_period, check_whole, in_words
from clvwidgets.models._dates import days_in
from clvwidgets.models._own_features import own_features, refuse_later_quarters

if TYPE_CHECKING:
    from clvwidgets.data import TransactionLog


@checked()
def features(
    log: TransactionLog,
    cutoff: str | pd.Timestamp,
    *,
    period: str = "W",
    window: float | str = 13.0,
    extra: Callable[[pd.Timestamp], Any] | None = None,
) -> pd.DataFrame:
    """Describe each customer by what was known on a day, and by nothing later.

    Parameters
    ----------
    log : TransactionLog
    cutoff : date
        Last day that is looked at.
    period : {"D", "W", "M", "Y"}
        Unit of all times.
    window : float or str
        Length of the recent past, in periods, or in words such as "13 weeks".
    extra : callable, optional
        Gives columns of your own as they stood at the end of that day, a row a customer: numbers,
        marks, or dates, which become periods before the cut-off.

    Returns
    -------
    pandas.DataFrame
        On the customers who bought by then: ``frequency, recency, T, monetary_value`` as models
        of latent attrition take them; ``since_last``, time since the last purchase; ``mean_gap``
        between purchases (T for who bought once); ``overdue``, the one over the other;
        ``recent``, days with a purchase within the window; ``revenue`` and ``average_order``;
        then the columns of ``extra``.

    Raises
    ------
    ValueError
        If ``extra`` gives a date, or names a quarter, later than the cut-off; if it lacks
        customers or values, or holds texts. A number that knows the future looks like any other:
        ask of each column on which day it was written.

    Examples
    --------
    >>> from clvwidgets.data import TransactionLog, load_dataset
    >>> log = TransactionLog(load_dataset("cdnow"), "customer_id", "date", "amount")
    >>> table = features(log, "1997-09-30")
    >>> table[["frequency", "recent"]].loc[3].tolist()
    [2, 0]
    """
    day = pd.Timestamp(cutoff)
    table = log.customers(period=period, end=day)
    money = log.rfm(end=day)[["revenue", "average_order"]].reindex(table.index)
    since_last = table["T"] - table["recency"]
    again = table["frequency"] > 0
    gap = (table["recency"] / table["frequency"].where(again, 1)).where(again, table["T"])
    made = table.assign(since_last=since_last, mean_gap=gap)
    made["overdue"] = (since_last / gap.where(gap > 0, 1.0)).where(gap > 0, 0.0)
    window = check_duration("window", window, period)
    made["recent"] = _orders(log, day, table) - _orders(log, before(day, window, period), table)
    made = made.join(money)
    return made if extra is None else made.join(own_features(extra, day, made, period))


@checked(horizon=ANYTHING)
def examples(
    log: TransactionLog,
    cutoff: str | pd.Timestamp,
    horizon: float | str,
    *,
    period: str = "W",
    extra: Callable[[pd.Timestamp], Any] | None = None,
) -> tuple[pd.DataFrame, pd.Series[Any]]:
    """Set what was known of customers on a day beside what they ordered after it.

    Parameters
    ----------
    log : TransactionLog
        Must reach to the end of the horizon.
    cutoff : date
        Last day of which the features know.
    horizon : float or str
        Time after it in which orders are counted, in periods or in words such as "13 weeks".
    period : {"D", "W", "M", "Y"}
        Unit of all times.
    extra : callable, optional
        Columns of your own, as in :func:`features`.

    Returns
    -------
    known : pandas.DataFrame
        The table of :func:`features`.
    bought : pandas.Series
        Days with a purchase after the cut-off and within the horizon, for the same customers.

    Raises
    ------
    ValueError
        If the log ends before the horizon, or as in :func:`features`.

    Examples
    --------
    >>> from clvwidgets.data import TransactionLog, load_dataset
    >>> log = TransactionLog(load_dataset("cdnow"), "customer_id", "date", "amount")
    >>> known, bought = examples(log, "1997-12-30", "13 weeks")
    >>> len(known), int((bought > 0).sum())
    (23570, 3831)
    """
    day = pd.Timestamp(cutoff)
    ahead = check_duration("horizon", horizon, check_period(period), zero=False)
    until = before(day, -ahead, period)
    if until == day:
        raise ValueError(f"horizon must be a day at least, got {ahead:g} {in_words(period)}.")
    if until > log.end:
        raise ValueError(
            f"The horizon after the cutoff ends on {until:%Y-%m-%d}, but the log ends on "
            f"{log.end:%Y-%m-%d}: not all orders are known. Choose an earlier cutoff or a shorter "
            "horizon."
        )
    return known_and_after(log, day, until, period, extra)


@checked(visits=table_with("customer_id", "quarter"), customers=list_of(ANYTHING) | NOTHING)
def quarterly(
    visits: pd.DataFrame,
    cutoff: str | pd.Timestamp,
    quarters: int | Sequence[str] = 1,
    *,
    customers: Any = None,
) -> pd.DataFrame:
    """Take from counts by quarter the last quarters that had ended by a day.

    Parameters
    ----------
    visits : pandas.DataFrame
        Columns ``customer_id``, ``quarter`` (such as ``2024Q3``, of the calendar) and counts. A
        customer without a row in a quarter counted 0.
    cutoff : date
        Last day that is looked at.
    quarters : int or sequence of str
        So many whole quarters before the cut-off, or their names.
    customers : list or index, optional
        Who is wanted; by default who has a row by the cut-off.

    Returns
    -------
    pandas.DataFrame
        A row a customer. The columns of counts for the last quarter keep their names; those of
        the one before end in ``_2``, and so on, so that the names are the same on every day.

    Raises
    ------
    ValueError
        If a quarter ends after the cut-off, or nothing was counted in it.

    Examples
    --------
    >>> from clvwidgets.data import load_dataset
    >>> quarterly(load_dataset("shop_visits"), "2024-10-01").loc[3].to_dict()
    {'visits': 7, 'by_app': 0}
    """
    day = pd.Timestamp(cutoff)
    named = visits["quarter"].astype(str)
    chosen = _last_quarters(day, quarters)
    refuse_later_quarters("quarters", chosen, day)
    for quarter in chosen:
        if quarter not in set(named):
            raise ValueError(
                f"visits has no row of the quarter {quarter}, which quarters asks for at the "
                f"cutoff {day:%Y-%m-%d}. Its quarters go from {named.min()} to {named.max()}."
            )
    who = visits.loc[named <= chosen[0], "customer_id"].unique() if customers is None else customers
    counts = visits.set_index("customer_id").select_dtypes("number")
    if counts.empty:
        raise ValueError("visits has no counts beside customer_id and quarter, or no rows.")
    parts = [
        counts[(named == quarter).to_numpy()]
        .groupby(level=0)
        .sum()
        .reindex(pd.Index(list(who), name="customer_id"), fill_value=0)
        .add_suffix(f"_{place}" if place > 1 else "")
        for place, quarter in enumerate(chosen, start=1)
    ]
    return pd.concat(parts, axis=1).sort_index()


def known_and_after(
    log: TransactionLog,
    day: pd.Timestamp,
    until: pd.Timestamp,
    period: str,
    extra: Callable[[pd.Timestamp], Any] | None,
) -> tuple[pd.DataFrame, pd.Series[Any]]:
    """Features on a day, and days with a purchase after it until another."""
    known = features(log, day, period=period, extra=extra)
    bought = _orders(log, until, known) - _orders(log, day, known)
    return known, bought.rename("bought")


def before(day: pd.Timestamp, time: float, period: str) -> pd.Timestamp:
    """Day so many periods before another."""
    return day - pd.Timedelta(days=round(time * days_in(period)))


def _last_quarters(day: pd.Timestamp, quarters: int | Sequence[str]) -> list[str]:
    """Names of the quarters, the last first."""
    if isinstance(quarters, int | float):
        ended = (day + pd.Timedelta(days=1)).to_period("Q") - 1
        return [str(ended - back) for back in range(check_whole("quarters", quarters))]
    if not len(quarters):
        raise ValueError("quarters is empty. Write how many, or names such as ['2024Q3'].")
    return sorted(map(str, quarters), reverse=True)


def _orders(log: TransactionLog, day: pd.Timestamp, table: pd.DataFrame) -> pd.Series[Any]:
    """Days with a purchase up to ``day``, for the customers of ``table``."""
    if day < log.start:
        return pd.Series(0, index=table.index)
    return (log.customers(end=day)["frequency"] + 1).reindex(table.index, fill_value=0)
