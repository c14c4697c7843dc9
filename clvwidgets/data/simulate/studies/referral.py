"""A trial of rewards for recommending, and ads switched off by lot in some regions."""

from __future__ import annotations

from types import MappingProxyType
from typing import Any

import numpy as np
import pandas as pd

from clvwidgets.data.simulate._random import tries_until
from clvwidgets.data.simulate._settings import CHANNELS, DAYS, END

CUSTOMERS = 6_000
REWARDS = (0.0, 5.0, 10.0, 20.0)
BROUGHT = (0.040, 0.055, 0.065, 0.072)
"""Chance that a customer brings somebody, by reward; a reward of 20 euros brings odd ones, too."""

ANYWAY = 0.45
"""Share of those who came who would have found the shop without any recommendation."""

THEMSELVES = 0.10
"""Share of those who came for 20 euros who are the customer under another address."""

WEEKS = 26
_TALKS = 3.0

REGIONS, WATCHED, OFF_FROM = 40, 12, 5
_LAST_TOUCH = ("paid", "content", "social", "direct")
VISITS = (120.0, 90.0, 60.0, 130.0)
ORDERS_PER_VISIT = 0.08
ONLY_BY_ADS = 0.20
"""Share of the visits after an ad that would not have come without it; the rest come directly."""


def rewards(world: Any) -> pd.DataFrame:
    """Offer rewards by lot; count what those who came bought in 26 weeks.

    Parameters
    ----------
    world : World

    Returns
    -------
    pandas.DataFrame
        customer_id, reward (euros), recommended, came, and orders, margin and cost in euros of
        who came (0 where nobody did). The reward is paid for each who came.
    """
    table, _ = _trial(world)
    return table


def reward_truth(world: Any) -> pd.DataFrame:
    """Tell of those who came what they would have come without, and who was the customer."""
    table, hidden = _trial(world)
    came = table["came"].to_numpy()
    hidden.insert(0, "customer_id", table["customer_id"])
    return hidden[came].reset_index(drop=True)


def _trial(world: Any) -> tuple[pd.DataFrame, pd.DataFrame]:
    rng, people = world.rng("experiments_referral of 2025"), world.shoppers
    here = np.flatnonzero(world.purchases.left_on >= DAYS)
    number = min(world.size(CUSTOMERS), len(here))
    chosen = np.sort(rng.choice(here, number, replace=False))
    arm = rng.integers(0, len(REWARDS), number)
    reward, chance = np.asarray(REWARDS)[arm], np.asarray(BROUGHT)[arm]
    draw = rng.random(number)
    came, recommended = draw < chance, draw < _TALKS * chance
    unasked, without_reward = rng.random(number) < ANYWAY, draw < BROUGHT[0]
    # Nobody takes a second address where there is nothing to earn.
    among = (BROUGHT[-1] - BROUGHT[0]) / BROUGHT[-1]
    themselves = (arm == len(REWARDS) - 1) & ~without_reward
    themselves &= rng.random(number) < THEMSELVES / among
    # Who comes is like those who came by recommendation before.
    by_referral = people.acquired.channel == CHANNELS.index("referral")
    alike = np.flatnonzero(by_referral if by_referral.any() else ~by_referral)
    twin = alike[rng.integers(0, len(alike), number)]
    again = np.minimum(
        rng.poisson(people.rate[twin] * WEEKS), tries_until(rng, people.leaving[twin])
    )
    orders = np.where(came, 1 + again, 0).astype(np.int64)
    table = pd.DataFrame(
        {
            "customer_id": chosen + 1,
            "reward": reward,
            "recommended": recommended,
            "came": came,
            "orders": orders,
            "margin": np.round(orders * world.margin_per_order[twin], 2),
            "cost": np.where(came, reward, 0.0),
        }
    )
    hidden = {
        "without_reward": without_reward,
        "would_have_come": unasked & ~themselves,
        "themselves": themselves,
    }
    return table, pd.DataFrame(hidden)


def switched_off(world: Any) -> pd.DataFrame:
    """Count visits and orders by last touch, in regions where ads were switched off and others.

    Parameters
    ----------
    world : World

    Returns
    -------
    pandas.DataFrame
        week (first day), region, ads_off (from the fifth week on in half of the regions, by lot),
        channel of the last touch, visits and orders.
    """
    rng = world.rng("marketing_visits")
    regions = max(2, 2 * round(REGIONS / 2 * min(world.scale, 1.0)))
    off = np.isin(np.arange(regions), rng.permutation(regions)[: regions // 2])
    size = np.exp(0.3 * rng.standard_normal(regions))
    week, region = (i.ravel() for i in np.indices((WATCHED, regions)))
    dark = off[region] & (week >= OFF_FROM - 1)
    expected = np.multiply.outer(size[region], np.asarray(VISITS))
    gone = expected[:, 0] * dark
    expected[:, 0] -= gone
    expected[:, _LAST_TOUCH.index("direct")] += gone * (1.0 - ONLY_BY_ADS)
    visits = rng.poisson(expected)
    orders = rng.binomial(visits, ORDERS_PER_VISIT)
    rows = len(week)
    return pd.DataFrame(
        {
            "week": END + pd.to_timedelta(np.repeat(6 + 7 * week, len(_LAST_TOUCH)), unit="D"),
            "region": np.repeat(region, len(_LAST_TOUCH)) + 1,
            "ads_off": np.repeat(dark, len(_LAST_TOUCH)),
            "channel": np.tile(np.asarray(_LAST_TOUCH), rows),
            "visits": visits.ravel(),
            "orders": orders.ravel(),
        }
    )


TABLES = MappingProxyType(
    {
        "experiments_referral": rewards,
        "truth_referral": reward_truth,
        "marketing_visits": switched_off,
    }
)
