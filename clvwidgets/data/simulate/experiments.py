"""Four randomised experiments with the shop's customers, in the half year after the records.

Each customer has a known response to each treatment. The experiments begin on the day after the
records end, so the records are free of them and serve as what was known before.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from clvwidgets._places import places
from clvwidgets.data.simulate._baskets import products
from clvwidgets.data.simulate._buying import Purchases, expected_purchases
from clvwidgets.data.simulate._random import Floats, Ints, numbers_from_one, pick, tries_until
from clvwidgets.data.simulate._settings import AGES, DAYS, Settings, season
from clvwidgets.data.simulate.shop import (
    SPEND,
    Orders,
    Shoppers,
    causes_of_leaving,
)

WEEKS = 26
LAPSED_DAYS = 180
TREATMENTS = ("points", "tiers", "offer", "winback")
# Shares of the active and of the lapsed customers in each experiment; the rest get emails.
_SHARES = ((0.30, 0.25, 0.30, 0.0, 0.15), (0.0, 0.0, 0.0, 0.70, 0.30))
_FIXED_COST = (0.60, 0.30, 0.40, 0.50)
# Points of five percent of which three in ten are never redeemed; perks; a tenth off; a voucher.
_COST_SHARE = (0.035, 0.02, 0.08, 0.12)
_BACK = {"price": 0.18, "delivery": 0.10, "competitor": 0.08, "taste": 0.02, "moved_away": 0.0}


@dataclass(frozen=True)
class Prospects:
    """The shop's customers on the day on which the experiments begin."""

    alive: Floats
    rate: Floats
    leaving: Floats
    spend: Floats
    margin: Floats
    lapsed: Ints
    orders_before: Ints
    lift: Floats
    comes_back: Floats

    def expected_orders(self, treatment: int, treated: float) -> Floats:
        """Orders to expect in the window with (1) or without (0) a treatment."""
        faster = self.rate * (1.0 + treated * self.lift[:, treatment])
        stayed = self.alive * expected_purchases(faster, self.leaving, WEEKS)
        again = 1.0 + expected_purchases(self.rate, self.leaving, WEEKS)
        back = self.comes_back if treatment == TREATMENTS.index("winback") else 0.0
        return np.asarray(stayed + (1.0 - self.alive) * treated * back * again)

    def chance_of_an_order(self, treatment: int, treated: float) -> Floats:
        """Chance of any order in the window with (1) or without (0) a treatment."""
        faster = self.rate * (1.0 + treated * self.lift[:, treatment])
        back = self.comes_back if treatment == TREATMENTS.index("winback") else 0.0
        stayed = self.alive * -np.expm1(-faster * WEEKS)
        return np.asarray(stayed + (1.0 - self.alive) * treated * back)

    def expected_net(self, treatment: int, treated: float) -> Floats:
        """Margin after the cost of the treatment to expect in the window, in euros."""
        orders = self.expected_orders(treatment, treated)
        return np.asarray(orders * self.margin - treated * cost(treatment, self.spend * orders))


def cost(treatment: int, revenue: Floats) -> Floats:
    """Compute the cost of a treatment for customers who pay so much, in euros."""
    return np.asarray(_FIXED_COST[treatment] + _COST_SHARE[treatment] * revenue)


def prospects(
    settings: Settings, people: Shoppers, bought: Purchases, made: Orders, margin: Floats
) -> Prospects:
    """Work out who the customers are when the experiments begin, and how they respond.

    Parameters
    ----------
    settings : Settings
    people : Shoppers
    bought : Purchases
    made : Orders
    margin : array of float
        Expected margin of an order of each customer.

    Returns
    -------
    Prospects
    """
    n = len(people.rate)
    last = np.zeros(n, dtype=np.int64)
    np.maximum.at(last, made.customer, made.day)
    year = made.day >= DAYS - 365
    spent = np.asarray(np.bincount(places(made.customer[year]), made.amount[year], n), dtype=float)
    mood = season(DAYS + 7.0 * np.arange(WEEKS) + 3.5, settings.seasonality).mean()
    back = np.array([_BACK[cause] for cause in causes_of_leaving(settings, people)])
    return Prospects(
        alive=(bought.left_on >= DAYS).astype(float),
        rate=people.rate * mood,
        leaving=people.leaving,
        spend=people.spend,
        margin=margin,
        lapsed=(last < DAYS - LAPSED_DAYS).astype(np.int64),
        orders_before=np.bincount(places(made.customer[year]), minlength=n).astype(np.int64),
        lift=_lifts(people, spent),
        comes_back=back,
    )


def _lifts(people: Shoppers, spent: Floats) -> Floats:
    """Relative change of the rate of purchase under each treatment; a column a treatment."""
    a_year = 52.0 * people.rate
    # Points move those who buy now and then. Who buys often anyway just collects them.
    points = np.where(a_year < 3.0, 0.05, np.where(a_year < 12.0, 0.45, 0.0))
    near = ((spent >= 75.0) & (spent < 120.0)) | ((spent >= 200.0) & (spent < 300.0))
    tiers = np.where(near, 1.00, 0.02)
    organic = (products()["category"] == "organic").to_numpy()[people.favourite]
    annoyed = (people.age == AGES.index("60+")) & (people.app == 0)
    offer = np.where(organic, 0.80, np.where(annoyed, -0.25, 0.04))
    return np.column_stack([points, tiers, offer, np.full(len(points), 0.10)])


def groups(settings: Settings, who: Prospects) -> Ints:
    """Which experiment each customer is in: a position in `TREATMENTS`, or 4 for emails."""
    rng = settings.rng("experiments groups")
    active = pick(rng, _SHARES[0], len(who.lapsed))
    lapsed = pick(rng, _SHARES[1], len(who.lapsed))
    return np.where(who.lapsed, lapsed, active)


def experiment(settings: Settings, who: Prospects, group: Ints, name: str) -> pd.DataFrame:
    """Run one of the experiments: a coin decides who is treated.

    Parameters
    ----------
    settings : Settings
    who : Prospects
    group : array of int
        Position of the treatment that each customer may get.
    name : {"points", "tiers", "offer", "winback"}

    Returns
    -------
    pandas.DataFrame
        customer_id, treated, orders_before (in the year before), orders, revenue, margin, cost (of
        the treatment); amounts in euros.
    """
    number = TREATMENTS.index(name)
    rng = settings.rng(f"experiments_{name}")
    chosen = np.flatnonzero(group == number)
    treated = (rng.random(len(chosen)) < 0.5).astype(np.int64)
    rate = who.rate[chosen] * (1.0 + treated * who.lift[chosen, number])
    wanted = rng.poisson(rate * WEEKS)
    stays = np.minimum(wanted, tries_until(rng, who.leaving[chosen]))
    tempted = (rng.random(len(chosen)) < who.comes_back[chosen]) & (name == "winback")
    returned = np.where(treated & tempted, 1.0 + stays, 0.0)
    orders = np.where(who.alive[chosen] == 1.0, stays, returned).astype(np.int64)
    p = SPEND[0]
    revenue = np.round(who.spend[chosen] * rng.gamma(np.maximum(p * orders, 1e-9)) / p, 2)
    revenue = np.where(orders > 0, revenue, 0.0)
    return pd.DataFrame(
        {
            "customer_id": chosen + 1,
            "treated": treated.astype(bool),
            "orders_before": who.orders_before[chosen],
            "orders": orders,
            "revenue": revenue,
            "margin": np.round(revenue * who.margin[chosen] / who.spend[chosen], 2),
            "cost": np.round(treated * cost(number, revenue), 2),
        }
    )


def response_table(who: Prospects, group: Ints) -> pd.DataFrame:
    """Effect of each treatment on each customer: on expected orders, and on margin after cost."""
    columns = {
        "customer_id": numbers_from_one(len(who.rate)),
        "experiment": np.asarray([*TREATMENTS, "none"])[group],
    }
    for number, name in enumerate(TREATMENTS):
        more = who.expected_orders(number, 1.0) - who.expected_orders(number, 0.0)
        net = who.expected_net(number, 1.0) - who.expected_net(number, 0.0)
        columns[f"{name}_orders"] = np.round(more, 4)
        columns[f"{name}_net"] = np.round(net, 3)
    return pd.DataFrame(columns)
