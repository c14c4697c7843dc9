"""What the customers of a log are fit for, said in one paragraph."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from clvwidgets.data._calendar import all_periods
from clvwidgets.data._days import DaysInMemory, as_timestamp
from clvwidgets.data._engine import DaysInEngine
from clvwidgets.data._regularity import gap_sums_of_some, regularity

# Rules of thumb. Five scores of recency by five of frequency make 25 cells.
_CUSTOMERS_FOR_RFM = 25
_PERIODS_FOR_COHORTS = 3
# BG/NBD and Pareto/NBD have four parameters, and only who comes back tells of them.
_REPEAT_BUYERS_FOR_MODELS = 100
# Whoever has been away for less than a few of their usual pauses may still come back.
_PAUSES_FOR_MODELS = 3
# In a short log only short pauses can be seen, so their mean says too little.
_DAYS_FOR_MODELS = 84
# The models take purchases to come at random, whose gaps spread by about their mean. Where gaps
# spread by less than half of it, waiting tells much more than the models can hear.
_LEAST_SPREAD_FOR_MODELS = 0.5
# Of fewer gaps no spread can be told; who has so many must have most of all gaps to speak for all.
_GAPS_FOR_SPREAD = 8
_CUSTOMERS_FOR_SPREAD = 1000


@dataclass(frozen=True)
class CustomersSeen:
    """Numbers that tell what customers are fit for.

    Attributes
    ----------
    customers, again, orders : int
        Customers, those who bought on more than one day, and all their days with a purchase.
    first, last : pandas.Timestamp
        First and last day with a purchase.
    pause : float
        Mean days from one purchase to the next; not-a-number if nobody bought again.
    spread : float or None
        Of the gaps of one customer over their mean, the median over customers; None if those who
        bought often enough to tell made less than half of all gaps.
    """

    customers: int
    again: int
    orders: int
    first: pd.Timestamp
    last: pd.Timestamp
    pause: float
    spread: float | None

    @property
    def length(self) -> int:
        """Days from the first purchase to the last, both included."""
        return (self.last - self.first).days + 1


def describe_customers(days: DaysInMemory | DaysInEngine) -> CustomersSeen:
    """Count customers and measure their pauses."""
    found = days.histories()
    count, repeats = found["count"], found["days"] - 1
    pauses = int((count * repeats).sum())
    return CustomersSeen(
        customers=int(count.sum()),
        again=int(count[repeats > 0].sum()),
        orders=int((count * found["days"]).sum()),
        first=as_timestamp(found["first"].min()),
        last=as_timestamp(found["last"].max()),
        pause=float((count * (found["last"] - found["first"])).sum() / pauses)
        if pauses
        else float("nan"),
        spread=_spread(days, count * repeats, repeats >= _GAPS_FOR_SPREAD),
    )


def _spread(
    days: DaysInMemory | DaysInEngine, gaps: pd.Series[int], often: pd.Series[bool]
) -> float | None:
    if 2 * gaps[often].sum() < gaps.sum() or not often.any():
        return None
    return regularity(gap_sums_of_some(days, _GAPS_FOR_SPREAD, _CUSTOMERS_FOR_SPREAD))


def fitness(seen: CustomersSeen) -> str:
    """Say what can be done with the customers, and why not the rest."""
    told = (
        f"{seen.again:,} of {seen.customers:,} customers ({seen.again / seen.customers:.1%}) "
        "bought on more than one day"
    )
    told += f", {seen.pause:,.0f} days apart on average" if seen.again else ""
    told += f"; the log covers {_days(seen.length)}."
    by = _period_for_cohorts(seen)
    uses = {
        "RFM": _against_rfm(seen),
        f"cohorts{f' by {by}' if by else ''}": _against_cohorts(seen, by),
        "models of latent attrition": _against_models(seen),
    }
    fit = [use for use, reason in uses.items() if not reason]
    sentences = [f"Fit for {_listed(fit)}."] if fit else []
    sentences += [f"Not fit for {use}: {reason}." for use, reason in uses.items() if reason]
    return " ".join([told, *sentences])


def _against_rfm(seen: CustomersSeen) -> str:
    if seen.customers < _CUSTOMERS_FOR_RFM:
        return f"{_count(seen.customers)} for the {_CUSTOMERS_FOR_RFM} cells of its grid"
    if seen.length == 1:
        return "all purchases lie on one day, so recency and frequency are the same for all"
    return "" if seen.again else "frequency is the same for all"


def _period_for_cohorts(seen: CustomersSeen) -> str:
    for name, by in {"month": "M", "week": "W"}.items():
        if len(all_periods(seen.first, seen.last, by)) >= _PERIODS_FOR_COHORTS:
            return name
    return ""


def _against_cohorts(seen: CustomersSeen, by: str) -> str:
    if not by:
        return f"the log does not reach into {_PERIODS_FOR_COHORTS} weeks"
    return "" if seen.again else "nobody came back, so there is nothing to follow"


def _against_models(seen: CustomersSeen) -> str:
    if not seen.again:
        return "nobody bought on a second day"
    reasons = []
    if seen.again < _REPEAT_BUYERS_FOR_MODELS:
        reasons.append(
            f"{_count(seen.again)} with a second purchase, {_REPEAT_BUYERS_FOR_MODELS} or more are "
            "wanted"
        )
    wanted = max(_DAYS_FOR_MODELS, _PAUSES_FOR_MODELS * seen.pause)
    if seen.length < wanted:
        reasons.append(
            f"with {seen.pause:,.0f} days between purchases, {wanted:,.0f} days or more are wanted "
            "to tell a pause from a goodbye"
        )
    if seen.spread is not None and seen.spread < _LEAST_SPREAD_FOR_MODELS:
        reasons.append(
            f"customers buy regularly, with gaps that spread by {seen.spread:.0%} of their mean, "
            "and these models take purchases to come by chance (about 100%); look at who is "
            "overdue instead"
        )
    return "; ".join(reasons)


def _days(number: int) -> str:
    return "1 day" if number == 1 else f"{number:,} days"


def _count(customers: int) -> str:
    return "only 1 customer" if customers == 1 else f"only {customers:,} customers"


def _listed(words: list[str]) -> str:
    *most, last = words
    return f"{', '.join(most)} and {last}" if most else last
