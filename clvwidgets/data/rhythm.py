"""The rhythm in which customers buy: their gaps between purchases, and one customer's purchases."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from clvwidgets.arguments import checked
from clvwidgets.data._days import DaysInMemory, Numbers, as_number
from clvwidgets.data._log import ReadLog
from clvwidgets.data._regularity import gap_sums, regularity
from clvwidgets.data._rfm import add_scores
from clvwidgets.doors import a, written


def purchase_gaps(log: ReadLog, end: str | pd.Timestamp | None = None) -> pd.DataFrame:
    """Find when each customer last bought, and how long they usually wait.

    Parameters
    ----------
    log : TransactionLog
    end : date, optional
        Last day of the observation, included. By default the end of the log.

    Returns
    -------
    pandas.DataFrame
        One row a customer, indexed by customer in rising order: ``last_purchase`` (date),
        ``days_since_last`` (int), ``gaps`` (int, days with a purchase less one) and
        ``median_gap`` (days; missing for who bought on one day only).

    Raises
    ------
    ValueError
        If ``end`` is not a date or lies before the first purchase.

    Examples
    --------
    >>> from clvwidgets.data import TransactionLog
    >>> days = ["2024-01-01", "2024-01-11", "2024-02-10", "2024-01-05"]
    >>> orders = pd.DataFrame({"customer": ["Ada"] * 3 + ["Bo"], "date": days, "amount": 9.0})
    >>> log = TransactionLog(orders)
    >>> purchase_gaps(log)[["days_since_last", "gaps", "median_gap"]].reset_index()
      customer  days_since_last  gaps  median_gap
    0      Ada                0     2        20.0
    1       Bo               36     0         NaN
    """
    last_day, days = log._days_until(end)
    days = days.in_memory()
    code, gap = _gaps(days)
    # A customer's gaps in rising order: the median is in the middle. Customer and gap in one
    # number sort in a third of the time that two keys take, and short numbers in less.
    span = gap.max(initial=0) + 1
    key = code * span + gap
    gap = np.sort(key.astype(np.min_scalar_type(key.max(initial=0)))).astype(np.int64) % span
    starts, orders = days._starts, days._orders
    last = days.day[starts + orders - 1]
    return pd.DataFrame(
        {
            "last_purchase": pd.DatetimeIndex(last.astype("datetime64[D]")),
            "days_since_last": as_number(last_day) - last,
            "gaps": orders - 1,
            "median_gap": _medians(gap, orders - 1),
        },
        index=days._index.rename(log.columns.customer),
    )


def first_after(log: ReadLog, day: str | pd.Timestamp) -> pd.Series[Any]:
    """Find when each customer bought for the first time after a day.

    Parameters
    ----------
    log : TransactionLog
    day : date
        Not included.

    Returns
    -------
    pandas.Series of dates
        Indexed by customer in rising order, who came back only.

    Raises
    ------
    ValueError
        If ``day`` is not a date or lies before the first purchase.

    Examples
    --------
    >>> from clvwidgets.data import TransactionLog, load_dataset
    >>> log = TransactionLog(load_dataset("cdnow"))
    >>> first_after(log, "1997-06-30").loc[4].date().isoformat()
    '1997-08-02'
    """
    cut = log.observed_until(day)
    days = log._days_until(None)[1].after(cut).in_memory()
    came = pd.DatetimeIndex(days.day[days._starts].astype("datetime64[D]"))
    return pd.Series(came, index=days._index.rename(log.columns.customer))


def usual_silence(
    log: ReadLog, share: float = 0.9, end: str | pd.Timestamp | None = None
) -> float | None:
    """Days within which a share of all repeat purchases followed the one before.

    Who is silent for longer has probably left, though nobody says goodbye to a shop. The gaps
    still open at the end of the log are not known, so the figure is rather short.

    Parameters
    ----------
    log : TransactionLog
    share : float
        Between 0 and 1.
    end : date, optional
        As in :func:`purchase_gaps`.

    Returns
    -------
    float or None
        Days; None if nobody bought twice.

    Raises
    ------
    ValueError
        If the share does not lie between 0 and 1.

    Examples
    --------
    >>> from clvwidgets.data import TransactionLog, load_dataset
    >>> usual_silence(TransactionLog(load_dataset("cdnow")))
    200.0
    """
    if not 0 < share < 1:
        hint = f" If you meant {share:g} percent, write {share / 100:g}." if share > 1 else ""
        raise ValueError(f"share must lie between 0 and 1, got {share}.{hint}")
    gaps = _gaps(log._days_until(end)[1].in_memory())[1]
    return float(np.quantile(gaps, share, method="inverted_cdf")) if len(gaps) else None


@checked(log=a("TransactionLog"))
def gap_regularity(
    log: ReadLog, least: int = 8, end: str | pd.Timestamp | None = None
) -> float | None:
    """Tell whether customers buy by the clock or by chance: the spread of a customer's gaps.

    It is the standard deviation of one customer's gaps over their mean, and of these the median
    over customers. Purchases at random, as the models of latent attrition take them for, give
    about 1 (somewhat less where gaps are few), those by the clock 0. Only where it is well below
    one half does a date on which a purchase is due tell more than the chance to buy.

    Parameters
    ----------
    log : TransactionLog
    least : int
        Customers with fewer gaps are left out, 2 or more: of few gaps no spread can be told.
    end : date, optional
        As in :func:`purchase_gaps`.

    Returns
    -------
    float or None
        None if nobody has so many gaps.

    Raises
    ------
    ValueError
        If ``least`` is below 2, or ``end`` is not a date or lies before the first purchase.

    Examples
    --------
    >>> from clvwidgets.data import TransactionLog, load_dataset
    >>> round(gap_regularity(TransactionLog(load_dataset("cdnow"))), 2)
    0.98
    """
    if least < 2:
        raise ValueError(f"least must be 2 or more, got {least}: one gap has no spread.")
    return regularity(gap_sums(log._days_until(end)[1].in_memory(), int(least)))


@checked(log=a("TransactionLog"))
def days_to_second(log: ReadLog, end: str | pd.Timestamp | None = None) -> pd.DataFrame:
    """Count the days from each customer's first purchase to the second, and how long we watched.

    Purchases of a day are one. Whoever came late has had little time for a second purchase: compare
    only those who were watched for long enough.

    Parameters
    ----------
    log : TransactionLog
    end : date, optional
        As in :func:`purchase_gaps`.

    Returns
    -------
    pandas.DataFrame
        One row a customer, indexed by customer in rising order: ``first`` (date), ``days`` (float,
        to the second purchase; missing if there is none) and ``watched`` (int, days from the first
        purchase to ``end``). Comparing what is missing gives False, so the mean below counts all.

    Raises
    ------
    ValueError
        If ``end`` is not a date or lies before the first purchase.

    Examples
    --------
    Of those who were watched for 60 days, how many bought again within them?

    >>> from clvwidgets.data import TransactionLog, load_dataset
    >>> waits = days_to_second(TransactionLog(load_dataset("cdnow")))
    >>> had_time = waits[waits["watched"] >= 60]
    >>> print(f"{len(had_time):,} of {len(waits):,}: {(had_time['days'] <= 60).mean():.1%}")
    23,570 of 23,570: 25.2%
    """
    last_day, days = log._days_until(end)
    days = days.in_memory()
    first, orders = days.day[days._starts], days._orders
    again = orders > 1
    wait = np.full(len(first), np.nan)
    wait[again] = days.day[days._starts[again] + 1] - first[again]
    return pd.DataFrame(
        {
            "first": pd.DatetimeIndex(first.astype("datetime64[D]")),
            "days": wait,
            "watched": as_number(last_day) - first,
        },
        index=days._index.rename(log.columns.customer),
    )


def orders_of_each(log: ReadLog) -> pd.DataFrame:
    """Count the orders of each customer, for those who need no scores.

    Parameters
    ----------
    log : TransactionLog

    Returns
    -------
    pandas.DataFrame
        One row a customer, as :meth:`TransactionLog.rfm` measures them: ``days_since_last``,
        ``orders``, ``revenue`` and the attributes.

    Examples
    --------
    >>> from clvwidgets.data import TransactionLog, load_dataset
    >>> orders_of_each(TransactionLog(load_dataset("cdnow"))).loc[4].tolist()
    [200.0, 4.0, 100.5]
    """
    last_day, table = log._orders_until(None)
    return log._with_attributes(table, last_day)


def scores_on(log: ReadLog, day: str | pd.Timestamp) -> pd.DataFrame:
    """Score who had bought by a day on recency, frequency and money, without their attributes.

    Parameters
    ----------
    log : TransactionLog
    day : date
        The day from which one looks back, included.

    Returns
    -------
    pandas.DataFrame
        One row a customer, as :meth:`TransactionLog.rfm` scores them.

    Examples
    --------
    >>> from clvwidgets.data import TransactionLog, load_dataset
    >>> log = TransactionLog(load_dataset("cdnow"))
    >>> scores = scores_on(log, "1997-06-30")
    >>> scores.equals(log.rfm(end="1997-06-30")[list(scores)])
    True
    """
    _, table = log._orders_until(day)
    add_scores(table, "revenue", None)
    return table


def purchases_of(log: ReadLog, customer: Any) -> pd.DataFrame:
    """List what one customer bought, a row a day with a purchase.

    Parameters
    ----------
    log : TransactionLog
    customer : label
        As it stands in the table, or its text: 42 or "42".

    Returns
    -------
    pandas.DataFrame
        ``date`` and ``amount`` in the order of time; the customer's label is in
        ``attrs["customer"]``.

    Raises
    ------
    KeyError
        If there is no such customer.

    Examples
    --------
    >>> from clvwidgets.data import TransactionLog, load_dataset
    >>> purchases_of(TransactionLog(load_dataset("cdnow")), "4")["amount"].tolist()
    [29.33, 29.73, 14.96, 26.48]
    """
    days = log._days_until(None)[1].in_memory()
    # Whoever never bought has a number in the ids, but no day.
    place = _place(days.ids, customer)
    begin, end = np.searchsorted(days.code, [place, place + 1]) if place >= 0 else (0, 0)
    if begin == end:
        raise KeyError(
            f"There is no customer {written(customer)} in the log. Customers look like "
            f"{written(days.ids[days.code[0]])}."
        )
    found = pd.DataFrame(
        {
            "date": pd.DatetimeIndex(days.day[begin:end].astype("datetime64[D]")),
            "amount": days.amount[begin:end],
        }
    )
    found.attrs["customer"] = days.ids[place]
    return found


def _place(ids: pd.Index, customer: Any) -> int:
    """Position of a customer who is named by label or by its text; -1 if there is none."""
    text = str(customer).strip()
    labels = [customer, text, *([int(text)] if text.isdecimal() else [])]
    for label in labels:
        if label in ids:
            return int(ids.get_indexer(pd.Index([label]))[0])
    matches = np.flatnonzero(ids.astype(str) == text)
    return int(matches[0]) if len(matches) else -1


def _gaps(days: DaysInMemory) -> tuple[Numbers, Numbers]:
    """List the gaps between two purchases: whose, and how many days."""
    repeated = np.ones(len(days.code), dtype=bool)
    repeated[days._starts] = False
    return days.code[repeated], np.diff(days.day)[repeated[1:]]


def _medians(values: Numbers, counts: Numbers) -> npt.NDArray[np.float64]:
    """Median of each stretch of sorted values; missing where it is empty."""
    found = np.full(len(counts), np.nan)
    some = counts > 0
    first = (np.cumsum(counts) - counts)[some]
    low, high = first + (counts[some] - 1) // 2, first + counts[some] // 2
    found[some] = (values[low] + values[high]) / 2
    return found
