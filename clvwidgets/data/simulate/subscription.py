"""The subscription: contracts that are renewed month by month, and why they end.

Each contract has a chance of ending of its own, the same every month: a base that nobody can
explain plus a part for every cause that is there. So tenure itself changes nothing; retention
rises with tenure because those who leave easily leave first.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.special import betaincinv

from clvwidgets.data.simulate._acquisition import Acquired, acquire
from clvwidgets.data.simulate._random import (
    Floats,
    Ints,
    by_rank,
    numbers_from_one,
    pick,
    pick_each,
    tries_until,
)
from clvwidgets.data.simulate._settings import (
    AGES,
    CHANNELS,
    DISCOUNT_PER_YEAR,
    END,
    Settings,
    dates,
)

CONTRACTS = 10_000
PLANS = ("taster", "home", "office")
FEES = (32.0, 48.0, 66.0)
COSTS = (12.0, 18.0, 26.0)
PLAN_MOVES = np.array([[0.985, 0.015, 0.000], [0.006, 0.984, 0.010], [0.000, 0.012, 0.988]])
"""Chance per month of having each plan next month, by the plan that one has."""

DEPOTS = ("north", "south", "east")
LATE_SHARE = (0.04, 0.05, 0.22)
CAUSES = ("late_delivery", "slow_support", "failed_card", "no_first_cup_guide", "own_reasons")
# What each cause adds to the chance of ending per month; in this order, at the standard churn.
ADDED = (0.025, 0.016, 0.014, 0.012)
_BASE_WEIGHT = 12.0
_AGE_BY_CHANNEL = np.array(
    [[2, 4, 3, 1], [5, 3, 1, 1], [3, 4, 2, 1], [2, 4, 3, 1], [2, 4, 3, 1], [1, 3, 4, 2]],
    dtype=float,
)
_ENGAGED_BY_CHANNEL = np.array([0.4, -0.1, -0.2, 0.2, 0.4, 0.0])


@dataclass(frozen=True)
class Subscribers:
    """The contracts with what nobody sees: one entry a contract in each array.

    ``parts`` holds what each cause adds to the chance of ending per month, the base last;
    ``lasts`` the months until the end, seen or not,
    ``renewals`` the most renewals that the records have time for.
    """

    acquired: Acquired
    depot: Ints
    slow_team: Ints
    by_card: Ints
    guide: Ints
    engaged: Floats
    age: Ints
    first_plan: Ints
    parts: Floats
    lasts: Floats
    renewals: Ints

    @property
    def leaving(self) -> Floats:
        """Chance of ending per month."""
        return np.asarray(self.parts.sum(axis=1))

    @property
    def months(self) -> Ints:
        """Months paid within the records."""
        return np.minimum(self.lasts, 1 + self.renewals).astype(np.int64)

    @property
    def active(self) -> Ints:
        """1 for contracts that run on the last day of the records."""
        return (self.lasts > self.renewals).astype(np.int64)


def subscribers(settings: Settings) -> Subscribers:
    """Draw the contracts."""
    rng = settings.rng("subscription_contracts")
    acquired = acquire(settings, "subscription", settings.size(CONTRACTS))
    n = len(acquired.day)
    depot = pick(rng, [0.40, 0.35, 0.25], n)
    slow_team = (rng.random(n) < 0.3).astype(np.int64)
    by_card = (rng.random(n) < 0.45).astype(np.int64)
    engaged = _ENGAGED_BY_CHANNEL[acquired.channel] + rng.standard_normal(n)
    # The engaged read the guide, and would have stayed longer without it.
    guide = (rng.random(n) < 1.0 / (1.0 + np.exp(-0.2 - engaged))).astype(np.int64)
    present = np.column_stack([depot == DEPOTS.index("east"), slow_team, by_card, 1 - guide])
    ease = settings.ease_of_leaving
    added = np.asarray(ADDED) * ease * present
    base = _base(settings, added.sum(axis=1).mean(), rng.standard_normal(n) - 0.6 * engaged)
    parts = np.column_stack([added, base])
    lasts = tries_until(rng, parts.sum(axis=1))
    return Subscribers(
        acquired=acquired,
        depot=depot,
        slow_team=slow_team,
        by_card=by_card,
        guide=guide,
        engaged=engaged,
        age=pick_each(rng, _AGE_BY_CHANNEL[acquired.channel]),
        first_plan=pick(rng, [0.40, 0.45, 0.15], n),
        parts=parts,
        lasts=lasts,
        renewals=_months_until_end(acquired.day),
    )


def _base(settings: Settings, explained: float, score: Floats) -> Floats:
    """Chance of ending for reasons of one's own, such that the mean of all parts is the churn."""
    mean = max(settings.churn - explained, 0.0)
    if not settings.heterogeneity or not mean:
        return np.full(len(score), mean)
    weight = _BASE_WEIGHT / settings.heterogeneity
    a, b = weight * mean, weight * (1.0 - mean)
    most = max(1.0 - sum(ADDED) * settings.ease_of_leaving, 0.0)
    return np.clip(by_rank(score, lambda u: betaincinv(a, b, u)), min(1e-4, mean), most)


def _months_until_end(day: Ints) -> Ints:
    """Whole months from the start of each contract to the last day of the records."""
    start = dates(day)
    months = 12 * (END.year - start.year) + END.month - start.month
    return np.asarray(months - (start.day > END.day), dtype=np.int64)


def month_dates(start: pd.DatetimeIndex, months: Ints) -> pd.DatetimeIndex:
    """Day so many months after the start; the last day of the month where there is no such day."""
    month = start.to_numpy().astype("datetime64[M]") + months
    next_month = month + np.timedelta64(1, "M")
    day = np.minimum(
        start.day.to_numpy() - 1,
        (next_month.astype("datetime64[D]") - month.astype("datetime64[D]")).astype(int) - 1,
    )
    return pd.DatetimeIndex(month.astype("datetime64[D]") + day)


def plans_by_month(settings: Settings, people: Subscribers) -> Ints:
    """Plan of each contract in each month of the world; a row a contract."""
    rng = settings.rng("subscription_changes")
    most = int(people.months.max())
    plan = np.empty((len(people.months), most), dtype=np.int64)
    plan[:, 0] = people.first_plan
    for month in range(1, most):
        plan[:, month] = pick_each(rng, PLAN_MOVES[plan[:, month - 1]])
    return plan


def contract_table(people: Subscribers, plan: Ints) -> pd.DataFrame:
    """One row a contract."""
    start = dates(people.acquired.day)
    ended = month_dates(start, people.months)
    last = people.months - 1
    return pd.DataFrame(
        {
            "contract_id": numbers_from_one(len(start)),
            "start": start,
            "end": ended.where(people.active == 0),
            "months_paid": people.months,
            "first_plan": np.asarray(PLANS)[people.first_plan],
            "plan": np.asarray(PLANS)[plan[np.arange(len(start)), last]],
            "channel": np.asarray(CHANNELS)[people.acquired.channel],
            "depot": np.asarray(DEPOTS)[people.depot],
            "support_team": np.where(people.slow_team, "blue", "green"),
            "pays_by": np.where(people.by_card, "card", "debit"),
            "guide_read": people.guide.astype(bool),
            "age_group": np.asarray(AGES)[people.age],
        }
    )


def change_table(people: Subscribers, plan: Ints) -> pd.DataFrame:
    """One row a change of plan."""
    there = np.arange(1, plan.shape[1]) < people.months[:, None]
    contract, month = np.nonzero((plan[:, 1:] != plan[:, :-1]) & there)
    start = dates(people.acquired.day[contract])
    return pd.DataFrame(
        {
            "contract_id": contract + 1,
            "date": month_dates(start, month + 1),
            "plan_before": np.asarray(PLANS)[plan[contract, month]],
            "plan_after": np.asarray(PLANS)[plan[contract, month + 1]],
        }
    )


def plan_table() -> pd.DataFrame:
    """Fee and cost of each plan, in euros per month."""
    return pd.DataFrame({"plan": PLANS, "fee": FEES, "cost": COSTS})


def residual_values(people: Subscribers, plan: Ints, leaving: Floats) -> Floats:
    """Discounted margin to expect after the last day from a contract that runs, by plan.

    Parameters
    ----------
    people : Subscribers
    plan : array of int
        Position of the plan in each month of each contract.
    leaving : array of float
        Chance of ending per month, which may be another than the contract's own.

    Returns
    -------
    array of float
    """
    margin = np.subtract(FEES, COSTS)
    monthly = (1.0 + DISCOUNT_PER_YEAR) ** (1.0 / 12.0)
    stay = (1.0 - leaving) / monthly
    moves = np.eye(len(PLANS)) - stay[:, None, None] * PLAN_MOVES
    value = np.linalg.solve(moves, np.broadcast_to(margin[:, None], (len(leaving), 3, 1)))
    now = plan[np.arange(len(leaving)), people.months - 1]
    # The next payment comes only from those who renew.
    later = stay[:, None] * np.einsum("pq,cq->cp", PLAN_MOVES, value[:, :, 0])
    return np.asarray(later[np.arange(len(leaving)), now])


def causes(settings: Settings, people: Subscribers) -> list[str]:
    """Cause of each ending, seen or yet to come: drawn in proportion to what the causes add."""
    rng = settings.rng("truth_subscription causes")
    return [CAUSES[cause] for cause in pick_each(rng, np.maximum(people.parts, 1e-12))]


def first_shop_customers(
    settings: Settings, people: Subscribers, shop_days: Ints, share: float = 0.15
) -> pd.DataFrame:
    """Link contracts whose holders were customers of the shop before."""
    rng = settings.rng("subscription_links")
    earlier = np.searchsorted(shop_days, people.acquired.day)
    linked = np.flatnonzero((rng.random(len(earlier)) < share) & (earlier > 0))
    customer = np.floor(rng.random(len(linked)) * earlier[linked]).astype(np.int64)
    since = dates(people.acquired.day[linked])
    links = pd.DataFrame({"contract_id": linked + 1, "customer_id": customer + 1, "since": since})
    return links.drop_duplicates("customer_id").reset_index(drop=True)
