"""Trials of the shop: reminders of carts that were given up, and priority for some customers."""

from __future__ import annotations

from types import MappingProxyType
from typing import Any

import numpy as np
import pandas as pd

from clvwidgets.data.simulate._random import numbers_from_one, shares, tries_until
from clvwidgets.data.simulate._settings import DAYS
from clvwidgets.data.simulate.shop import REGIONS, SPEND

CARTS = 8_000
ARMS = ("none", "hour", "day", "day_discount")
BACK, MORE = 0.55, (0.0, 0.02, 0.04, 0.06)
"""Share who order within 14 days of themselves, and what each reminder adds."""

DISCOUNT, MARGIN, MAIL = 0.10, 0.39, 0.05
UNSUBSCRIBED = 0.004
STRANGERS = 0.4

CUSTOMERS = 4_000
ON_RATE = {"city": 0.02, "town": 0.02, "country": 0.10}
"""What priority adds to the rate of purchase, relative: much only where delivery is slow."""

WEEKS = 26
EXPRESS, CONTACT = 0.9, 2.5
_HOURS, _FASTER = 14.0, 0.35
_CONTACTS_PER_ORDER = 0.12


def reminders(world: Any) -> pd.DataFrame:
    """Remind who gave up a cart in 2025, or not, by lot; one row a cart.

    Parameters
    ----------
    world : World

    Returns
    -------
    pandas.DataFrame
        cart_id (new ones), customer_id (empty for visitors without a number), arm, value of the
        goods, ordered_14_days, margin and cost of the reminder in euros, and unsubscribed.
    """
    rng, people = world.rng("experiments_reminder"), world.shoppers
    number = world.size(CARTS)
    weight = people.rate * (world.purchases.left_on >= DAYS)
    customer = rng.choice(len(weight), number, p=shares(weight))
    stranger = rng.random(number) < STRANGERS
    arm = rng.integers(0, len(ARMS), number)
    p = SPEND[0]
    value = np.maximum(np.round(people.spend[customer] * rng.gamma(p, 1.0 / p, number), 2), 0.5)
    ordered = rng.random(number) < BACK + np.asarray(MORE)[arm]
    off = DISCOUNT * (arm == ARMS.index("day_discount"))
    written = arm > 0
    return pd.DataFrame(
        {
            "cart_id": len(world.table("shop_carts")) + numbers_from_one(number),
            "customer_id": pd.Series(customer + 1, dtype="Int64").mask(stranger),
            "arm": np.asarray(ARMS)[arm],
            "value": value,
            "ordered_14_days": ordered,
            "margin": np.round(ordered * value * (MARGIN - off), 2),
            "cost": np.where(written, MAIL, 0.0),
            "unsubscribed": written & (rng.random(number) < UNSUBSCRIBED),
        }
    )


def priority(world: Any) -> pd.DataFrame:
    """Give some customers priority help and free express delivery for half a year, by lot.

    Parameters
    ----------
    world : World

    Returns
    -------
    pandas.DataFrame
        customer_id, treated, contacts with the help desk, hours_to_resolve (their mean; empty
        without a contact), orders, margin and cost of the priority in euros.
    """
    rng, people = world.rng("experiments_priority"), world.shoppers
    here = np.flatnonzero(world.purchases.left_on >= DAYS)
    number = min(world.size(CUSTOMERS), len(here))
    chosen = np.sort(rng.choice(here, number, replace=False))
    treated = rng.random(number) < 0.5
    more = np.asarray([ON_RATE[region] for region in REGIONS])[people.region[chosen]]
    wanted = rng.poisson(people.rate[chosen] * (1.0 + treated * more) * WEEKS)
    orders = np.minimum(wanted, tries_until(rng, people.leaving[chosen])).astype(np.int64)
    contacts = rng.poisson(_CONTACTS_PER_ORDER * orders)
    hours = _HOURS * np.where(treated, _FASTER, 1.0) * np.exp(0.5 * rng.standard_normal(number))
    return pd.DataFrame(
        {
            "customer_id": chosen + 1,
            "treated": treated,
            "contacts": contacts,
            "hours_to_resolve": pd.Series(np.round(hours, 1)).where(contacts > 0),
            "orders": orders,
            "margin": np.round(orders * world.margin_per_order[chosen], 2),
            "cost": np.round(treated * (EXPRESS * orders + CONTACT * contacts), 2),
        }
    )


TABLES = MappingProxyType({"experiments_reminder": reminders, "experiments_priority": priority})
