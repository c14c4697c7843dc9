"""A club of the shop with points: who joined, and what became of each point."""

from __future__ import annotations

from types import MappingProxyType
from typing import Any

import numpy as np
import pandas as pd

from clvwidgets.data.simulate._random import Floats, Ints
from clvwidgets.data.simulate._settings import DAYS, START, dates

OPENED = (pd.Timestamp("2023-01-01") - START).days
EXPIRES_AFTER = 365
"""Days after which a point that was not used is gone."""

LIGHT, HEAVY = 3.0, 12.0
"""Own rate in orders a year below which a customer is light, and from which on heavy."""

BREAKAGE = (0.6, 0.3, 0.1)
"""Share of the points of light, middle and heavy customers that is never redeemed."""

_EARLIEST, _LATEST = 14, 330


def _joins(world: Any) -> Ints:
    """Day on which each customer joined, -1 for who did not: who buys often is likelier to.

    They join with an order, and order as often as they would have without the club.
    """
    rng, people, made = world.rng("shop_members"), world.shoppers, world.orders
    often = np.log(np.maximum(52.0 * people.rate, 1e-3) / 8.0)
    wants = rng.random(len(often)) < 1.0 / (1.0 + np.exp(0.2 - 0.8 * often))
    joined = np.full(len(often), -1, dtype=np.int64)
    since = np.flatnonzero(made.day >= OPENED)[::-1]  # the first order since then is written last
    joined[made.customer[since]] = made.day[since]
    return np.where(wants, joined, -1)


def members(world: Any) -> pd.DataFrame:
    """List the members: customer_id and joined, the day of their first order since it opened."""
    joined = _joins(world)
    who = np.flatnonzero(joined >= 0)
    return pd.DataFrame({"customer_id": who + 1, "joined": dates(joined[who])})


def breakage(rate: Floats) -> Floats:
    """Share of points that is never redeemed, by a customer's own purchases per week."""
    kind = np.searchsorted([LIGHT, HEAVY], 52.0 * rate, side="right")
    return np.asarray(BREAKAGE)[kind]


def ledger(world: Any) -> pd.DataFrame:
    """Write a line for each day on which a member's points moved, within the records.

    An order earns a point for each whole euro. The points of an order are redeemed together some
    weeks or months later, or never: then they expire after a year.

    Parameters
    ----------
    world : World

    Returns
    -------
    pandas.DataFrame
        customer_id, date, and points earned, redeemed and expired on that day.
    """
    rng, made, joined = world.rng("points_ledger"), world.orders, _joins(world)
    lots = np.flatnonzero((joined[made.customer] >= 0) & (made.day >= joined[made.customer]))
    customer, day = made.customer[lots], made.day[lots]
    points = np.floor(made.amount[lots]).astype(np.int64)
    unused = rng.random(len(lots)) < breakage(world.shoppers.rate)[customer]
    wait = rng.integers(_EARLIEST, _LATEST + 1, len(lots))
    ends = day + np.where(unused, EXPIRES_AFTER, wait)
    moves = pd.DataFrame(
        {
            "customer_id": np.concatenate([customer, customer]) + 1,
            "day": np.concatenate([day, ends]),
            "earned": np.concatenate([points, np.zeros_like(points)]),
            "redeemed": np.concatenate([np.zeros_like(points), np.where(unused, 0, points)]),
            "expired": np.concatenate([np.zeros_like(points), np.where(unused, points, 0)]),
        }
    )
    seen = moves[(moves["day"] < DAYS) & (moves[["earned", "redeemed", "expired"]] > 0).any(axis=1)]
    table = seen.groupby(["day", "customer_id"], as_index=False).sum()
    table.insert(1, "date", dates(table.pop("day")))
    return table


TABLES = MappingProxyType({"shop_members": members, "points_ledger": ledger})
