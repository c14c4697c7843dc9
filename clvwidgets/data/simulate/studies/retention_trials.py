"""Trials of keeping subscribers: care worth so much a year, calls and mails, a reminder to read."""

from __future__ import annotations

from types import MappingProxyType
from typing import Any

import numpy as np
import pandas as pd

from clvwidgets.data.simulate._random import Floats, Ints, numbers_from_one, tries_until
from clvwidgets.data.simulate.subscription import ADDED, COSTS, FEES

_MARGIN = np.subtract(FEES, COSTS)

NEWCOMERS = 4_000
CARE = (0.0, 10.0, 20.0, 40.0)
KEPT, KEPT_MORE, SCALE = 0.61, 0.06, 12.0
"""Of a year's newcomers stay KEPT + KEPT_MORE * (1 - exp(-care / SCALE)), care in euros a year."""

RUNNING = 3_000
ARMS = ("none", "call", "mail")
MOVED = (0.0, 0.40, 0.08)
"""Share of card payers in each arm who change to direct debit."""

WOKEN = 0.03
"""Share of the called who did not visit in their last month and end the contract at once."""

ARM_COST = (0.0, 4.0, 0.6)

READERS = 3_000
READ, READ_WHEN_REMINDED = 0.55, 0.80
GUIDE = 0.012
"""What reading the guide takes off the chance of ending per month."""

HALF_YEAR, YEAR = 6, 12


def kept_for_a_year(care: Floats) -> Floats:
    """Share of newcomers who renew twelve times, by the care for them in euros a year."""
    return np.asarray(KEPT + KEPT_MORE * -np.expm1(-np.asarray(care) / SCALE))


def care_trial(world: Any) -> pd.DataFrame:
    """Spend on newcomers of 2025 by lot, and see who stays for twelve renewals.

    Parameters
    ----------
    world : World

    Returns
    -------
    pandas.DataFrame
        contract_id (new ones), care (euros a year), left_within_12, months (paid, of the first
        twelve), margin of these and cost of the care, in euros.
    """
    rng, people = world.rng("experiments_care of 2025"), world.subscribers
    number = world.size(NEWCOMERS)
    twin = rng.integers(0, len(people.first_plan), number)
    care = np.asarray(CARE)[rng.integers(0, len(CARE), number)]
    monthly = 1.0 - kept_for_a_year(care) ** (1.0 / YEAR)
    lasts = tries_until(rng, np.clip(monthly * world.ease_of_leaving, 0.0, 1.0))
    months = np.minimum(lasts, YEAR).astype(np.int64)
    return pd.DataFrame(
        {
            "contract_id": len(people.first_plan) + numbers_from_one(number),
            "care": care,
            "left_within_12": lasts <= YEAR,
            "months": months,
            "margin": np.round(months * _MARGIN[people.first_plan[twin]], 2),
            "cost": np.round(care * months / YEAR, 2),
        }
    )


def call_trial(world: Any) -> pd.DataFrame:
    """Call or write to contracts that run, by lot, to move card payers to direct debit.

    Parameters
    ----------
    world : World

    Returns
    -------
    pandas.DataFrame
        contract_id, arm, risk_decile (10: visited least in the last two months), moved_to_debit,
        left_within_6, margin of these months and cost of the arm, in euros.
    """
    rng, people = world.rng("experiments_calls"), world.subscribers
    chosen = _running(world, rng, RUNNING)
    visits, last = _visits(world, chosen)
    arm = rng.integers(0, len(ARMS), len(chosen))
    by_card = people.by_card[chosen] == 1
    moved = by_card & (rng.random(len(chosen)) < np.asarray(MOVED)[arm])
    called = arm == ARMS.index("call")
    woken = called & (last == 0) & (rng.random(len(chosen)) < WOKEN)
    less = ADDED[2] * world.ease_of_leaving * moved
    lasts = np.where(woken, 1.0, tries_until(rng, np.clip(people.leaving[chosen] - less, 0.0, 1.0)))
    # Ties by lot: numbers of contracts tell their age, and the young leave more.
    risk = pd.Series(-visits - rng.random(len(chosen))).rank(pct=True).to_numpy()
    return pd.DataFrame(
        {
            "contract_id": chosen + 1,
            "arm": np.asarray(ARMS)[arm],
            "risk_decile": np.ceil(10.0 * risk).astype(np.int64),
            "moved_to_debit": moved,
            "left_within_6": lasts <= HALF_YEAR,
            "margin": _margin_of(world, chosen, lasts),
            "cost": np.asarray(ARM_COST)[arm],
        }
    )


def guide_trial(world: Any) -> pd.DataFrame:
    """Remind newcomers of early 2025 by lot to read the guide to the first cup.

    Parameters
    ----------
    world : World

    Returns
    -------
    pandas.DataFrame
        contract_id (new ones, after those of ``experiments_care``), reminded, read and
        left_within_6.
    """
    rng, people = world.rng("experiments_guide"), world.subscribers
    number, before = world.size(READERS), len(people.first_plan) + world.size(NEWCOMERS)
    twin = rng.integers(0, len(people.first_plan), number)
    reminded = rng.random(number) < 0.5
    # The engaged read of themselves, and leave less for other reasons.
    reads = np.empty(number)
    reads[np.argsort(-(people.engaged[twin] + rng.standard_normal(number)), kind="stable")] = (
        np.arange(number) + 0.5
    ) / number
    read = reads < np.where(reminded, READ_WHEN_REMINDED, READ)
    others = people.leaving[twin] - people.parts[twin, 3]
    leaving = others + ADDED[3] * world.ease_of_leaving * ~read
    return pd.DataFrame(
        {
            "contract_id": before + numbers_from_one(number),
            "reminded": reminded,
            "read": read,
            "left_within_6": tries_until(rng, np.clip(leaving, 0.0, 1.0)) <= HALF_YEAR,
        }
    )


def _running(world: Any, rng: np.random.Generator, standard: int) -> Ints:
    """Positions of some contracts that run at the end of the records."""
    running = np.flatnonzero(world.subscribers.active == 1)
    return np.sort(rng.choice(running, min(world.size(standard), len(running)), replace=False))


def _visits(world: Any, chosen: Ints) -> tuple[Ints, Ints]:
    """Visits of contracts in their last two months, and in the last one."""
    used, months = world.usage, world.subscribers.months
    ends = np.cumsum(months)[chosen] - 1
    last = used.app_visits[ends]
    before = np.where(months[chosen] > 1, used.app_visits[np.maximum(ends - 1, 0)], 0)
    return last + before, last


def _margin_of(world: Any, chosen: Ints, lasts: Floats) -> Floats:
    people = world.subscribers
    plan = world.plans[chosen, people.months[chosen] - 1]
    paid = np.minimum(lasts - 1.0, HALF_YEAR)
    return np.asarray(np.round(paid * _MARGIN[plan], 2))


TABLES = MappingProxyType(
    {
        "experiments_care": care_trial,
        "experiments_calls": call_trial,
        "experiments_guide": guide_trial,
    }
)
