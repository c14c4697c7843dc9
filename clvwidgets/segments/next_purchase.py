"""Who is due to buy when: from each customer's own rhythm, or from a model of purchases."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from clvwidgets.arguments import checked
from clvwidgets.data import TransactionLog
from clvwidgets.data.customer_table import keep_free
from clvwidgets.data.periods import days_per_period
from clvwidgets.data.rhythm import first_after, purchase_gaps
from clvwidgets.doors import VECTOR, Door
from clvwidgets.segments.axes import Ranges

if TYPE_CHECKING:
    from clvwidgets.models import PurchaseModel

# Nobody plans further ahead, and dates so far away have no place in a calendar.
_LONGEST_WAIT = 36_525.0
_MEASURES = ("last_purchase", "usual_wait", "due", "due_in_days")
_OF_MODELS = ("probability", "wait_from_today", "expected", "expected_in_days")
# Gaps by chance spread by about their mean, or a little less where a customer has few of them.
_REGULAR, _BY_CHANCE = 0.5, 0.8
_PAIR = Door(
    "two numbers of days, such as (75, 105)",
    lambda value: VECTOR.lets_in(value) and len(value) == 2,
)


@checked()
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
        that the customer ever buys again, ``expected``, the median date of the next purchase as
        of today, if it comes, and ``expected_in_days``. Dates are missing where none can be told,
        or where it lies more than a hundred years ahead. Last come the log's attributes.
        ``attrs["basis"]`` says in words what the dates rest on, ``attrs["today"]`` is the day
        from which one looks ahead.

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
        table["expected_in_days"] = (table["expected"] - last_day).dt.days.astype("float64")
    names = [name for name in table if name not in log.attributes]
    table = table[[*names, *log.attributes]]
    table.attrs = {"basis": basis, "today": last_day}
    return table


@checked(usual=_PAIR)
def due_record(
    log: TransactionLog,
    cut: str | pd.Timestamp,
    lead: int = 14,
    *,
    usual: tuple[float, float] = (75, 105),
    ahead: int = 90,
    least: int = 4,
) -> pd.Series[float]:
    """Tell what came of due dates: go back to a day, date everybody, and see who came when.

    Counted are customers with a rhythm of about the same length, whose next purchase was due some
    time after the cut, by the median of their own gaps (:func:`next_purchases`).

    Parameters
    ----------
    log : TransactionLog
    cut : date
        The day from which one looks ahead; what came later serves as a check only.
    lead : int
        Days before the due date on which an offer would go out; on time is who comes so many days
        before or after the due date.
    usual : tuple of two float
        Shortest and longest median gap of the customers, in days.
    ahead : int
        They were due on the day of the cut, or at most so many days later.
    least : int
        Orders that they had made by the cut, at least.

    Returns
    -------
    pandas.Series of float
        Shares of these customers: ``before`` the offer, ``on_time``, ``later``, ``not_seen`` (until
        the end of the log), which add up to 1; and ``first_days``, the share who came in the first
        ``2 * lead + 1`` days after the cut, as many as count as on time: where it is as large as
        ``on_time``, the date adds nothing. ``attrs["customers"]`` says how many they are.

    Raises
    ------
    ValueError
        If the log ends before the last due date and its lead are over, if no customer is left, or
        if a number cannot be.

    Examples
    --------
    >>> from clvwidgets.data import load_dataset
    >>> record = due_record(TransactionLog(load_dataset("cdnow")), "1997-12-31")
    >>> record.attrs["customers"], record.round(2).to_dict()
    (271, {'before': 0.2, 'on_time': 0.13, 'later': 0.27, 'not_seen': 0.4, 'first_days': 0.16})
    """
    low, high = usual
    _check_record(lead, low, high, ahead, least)
    table = next_purchases(log, end=cut)
    today = table.attrs["today"]
    needed = today + pd.Timedelta(days=int(ahead + lead))
    if log.end < needed:
        raise ValueError(
            f"The log ends on {log.end:%Y-%m-%d}, and a record from {today:%Y-%m-%d} on needs it "
            f"until {needed:%Y-%m-%d}. Choose an earlier cut, or fewer days with ahead=."
        )
    chosen = table[
        (table["orders"] >= least)
        & table["usual_wait"].between(low, high)
        & table["due_in_days"].between(0, ahead)
    ]
    if chosen.empty:
        raise ValueError(
            f"No customer with {least} orders or more and a usual wait of {low:g} to {high:g} days "
            f"was due within {ahead} days of {today:%Y-%m-%d}. Choose a wider range with usual=."
        )
    came = first_after(log, today).reindex(chosen.index)
    off = (came - chosen["due"]).dt.days
    found = {
        "before": off < -lead,
        "on_time": off.abs() <= lead,
        "later": off > lead,
        "not_seen": off.isna(),
        "first_days": (came - today).dt.days <= 2 * lead + 1,
    }
    record = pd.Series({name: float(those.mean()) for name, those in found.items()})
    record.attrs = {"customers": len(chosen)}
    return record


def _check_record(lead: int, low: float, high: float, ahead: int, least: int) -> None:
    if lead < 0 or ahead < 0:
        raise ValueError(f"lead and ahead must be 0 days or more, got {lead} and {ahead}.")
    if not 0 < low <= high:
        raise ValueError(f"usual must go from few days to more, got {low:g} to {high:g}.")
    if least < 2:
        raise ValueError(f"least must be 2 orders or more, got {least}: one has no gap.")


def weeks_due(overdue: int = 13, ahead: int = 26, column: str = "due_in_days") -> Ranges:
    """Sort customers by the week, counted from today, in which their purchase is due.

    Parameters
    ----------
    overdue, ahead : int
        Weeks that are told apart before and after today; what lies further away is one group.
    column : {"due_in_days", "expected_in_days"}
        Days from today, as :func:`next_purchases` gives them.

    Returns
    -------
    Ranges
        Of that column; week 0 are today and the next 6 days, week -1 the 7 days before. The
        last group has no date.

    Examples
    --------
    >>> weeks_due(1, 1).codes(pd.DataFrame({"due_in_days": [-9, -7, -1, 0, 6, 7, 99, None]}))
    array([0, 1, 1, 2, 2, 3, 3, 4])
    """
    edges = tuple(float(7 * week - 1) for week in range(-overdue, ahead + 1))
    return Ranges(column, edges, "w", has_missing=True)


def regularity_in_words(spread: float | None, written: str) -> str:
    """Say what the spread of the customers' gaps makes of a due date.

    Parameters
    ----------
    spread : float or None
        What `clvwidgets.data.gap_regularity` gives.
    written : str
        The spread as people write it, such as "98 %".

    Returns
    -------
    str

    Examples
    --------
    >>> regularity_in_words(0.98, "98 %")
    'Gaps spread by 98 % of their mean: customers buy by chance, and a date is no appointment'
    """
    if spread is None:
        return "Too few gaps to tell whether customers buy regularly"
    told = f"Gaps spread by {written} of their mean: customers buy"
    if spread < _REGULAR:
        return f"{told} regularly, and a date tells when"
    if spread < _BY_CHANCE:
        return f"{told} somewhat regularly, and a date is rough"
    return f"{told} by chance, and a date is no appointment"


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
