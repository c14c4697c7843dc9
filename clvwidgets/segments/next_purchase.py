"""Who is due to buy when: from each customer's own rhythm, or from a model of purchases."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from clvwidgets.data import TransactionLog
from clvwidgets.data.customer_table import keep_free
from clvwidgets.data.periods import days_per_period
from clvwidgets.data.rhythm import purchase_gaps
from clvwidgets.segments.axes import Ranges

if TYPE_CHECKING:
    from clvwidgets.models import PurchaseModel

# Nobody plans further ahead, and dates so far away have no place in a calendar.
_LONGEST_WAIT = 36_525.0
_MEASURES = ("last_purchase", "usual_wait", "due", "due_in_days")
_OF_MODELS = ("probability", "wait_from_today", "expected")


def next_purchases(
    log: TransactionLog,
    model: PurchaseModel | None = None,
    end: str | pd.Timestamp | None = None,
) -> pd.DataFrame:
    """Find the day on which each customer's next purchase is due.

    Due is the last purchase plus the usual wait after it. Without a model that is the median gap
    between the customer's own purchases, and who bought on one day only has no date. With a model
    it is the median wait as it could be told on the day of the last purchase, so that everybody
    has a date; and the model says how likely the customer comes again at all, knowing how long
    they have been silent since.

    Parameters
    ----------
    log : TransactionLog
    model : PurchaseModel, optional
        Fitted, such as ``BGNBD().fit(log.customers())``.
    end : date, optional
        Today, so to speak. By default the end of the log.

    Returns
    -------
    pandas.DataFrame
        One row a customer, indexed by customer in rising order: ``orders``, ``revenue``,
        ``average_order``, ``last_purchase``, ``usual_wait`` (days after the last purchase),
        ``due`` (date) and ``due_in_days`` (below 0 if overdue). With a model also ``probability``
        that the customer ever buys again, and ``expected``, the median date of the next purchase
        as of today, if it comes. Dates are missing where none can be told, or where it lies more
        than a hundred years ahead. Last come the log's attributes. ``attrs["basis"]`` says in
        words what the dates rest on, ``attrs["today"]`` is the day from which one looks ahead.

    Raises
    ------
    ValueError
        If the model was fitted to another unit of time than days, weeks, months or years.

    Examples
    --------
    >>> from clvwidgets.data import load_dataset
    >>> due = next_purchases(TransactionLog(load_dataset("cdnow")), end="1998-01-01")
    >>> due.loc[4, ["usual_wait", "due", "due_in_days"]].astype(str).tolist()
    ['132.0', '1998-04-23 00:00:00', '112.0']
    """
    keep_free(log, _MEASURES if model is None else (*_MEASURES, *_OF_MODELS))
    last_day = log.observed_until(end)
    bought = log.rfm(end)[["orders", "revenue", "average_order", *log.attributes]]
    gaps = purchase_gaps(log, end)
    if model is None:
        basis = "the median gap between each customer's own purchases"
        table = bought.assign(usual_wait=gaps["median_gap"])
    else:
        basis = f"{type(model).__name__}, a model fitted to all customers"
        table = bought.join(_waits(log, model, end))
    table.insert(3, "last_purchase", gaps["last_purchase"])
    table["due"] = _dates(table["last_purchase"], table["usual_wait"])
    table["due_in_days"] = (table["due"] - last_day).dt.days.astype("float64")
    if model is not None:
        today = pd.Series(last_day, index=table.index)
        table["expected"] = _dates(today, table.pop("wait_from_today"))
    names = [name for name in table if name not in log.attributes]
    table = table[[*names, *log.attributes]]
    table.attrs = {"basis": basis, "today": last_day}
    return table


def weeks_due(overdue: int = 13, ahead: int = 26) -> Ranges:
    """Sort customers by the week, counted from today, in which their purchase is due.

    Parameters
    ----------
    overdue, ahead : int
        Weeks that are told apart before and after today; what lies further away is one group.

    Returns
    -------
    Ranges
        Of ``due_in_days``; week 0 are today and the next 6 days, week -1 the 7 days before. The
        last group has no date.

    Examples
    --------
    >>> weeks_due(1, 1).codes(pd.DataFrame({"due_in_days": [-9, -7, -1, 0, 6, 7, 99, None]}))
    array([0, 1, 1, 2, 2, 3, 3, 4])
    """
    edges = tuple(float(7 * week - 1) for week in range(-overdue, ahead + 1))
    return Ranges("due_in_days", edges, "w", has_missing=True)


def _waits(
    log: TransactionLog, model: PurchaseModel, end: str | pd.Timestamp | None
) -> pd.DataFrame:
    """Ask a model: how long after the last purchase, how long from today, and whether at all."""
    period = model.period_ or "W"
    customers = log.customers(period, end)
    today = model.next_purchase(customers)
    # On the day of the last purchase nobody had been silent yet.
    then = model.next_purchase(customers.assign(T=customers["recency"]))
    unit = days_per_period(period)
    return pd.DataFrame(
        {
            "usual_wait": then["median"] * unit,
            "probability": today["probability"],
            "wait_from_today": today["median"] * unit,
        }
    )


def _dates(start: pd.Series[Any], days: pd.Series[Any]) -> pd.Series[Any]:
    """Add days to dates, whole ones because purchases are known by the day."""
    whole = np.ceil(days.where(days <= _LONGEST_WAIT))
    wait = pd.to_timedelta(whole, unit="D").astype("timedelta64[s]")
    dates: pd.Series[Any] = start.astype("datetime64[s]") + wait
    return dates
