"""The online shop: customers without a contract, their orders, order lines and returns.

The orders are a BG/NBD world with a Gamma-Gamma spend: rates of purchase, chances of leaving and
spend are independent of each other, whatever the attributes say. That leaves attributes to be
told apart: some move the chance of leaving, some the rate, some only look as if they did.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.special import gammaincinv

from clvwidgets.data.simulate._acquisition import Acquired, acquire
from clvwidgets.data.simulate._baskets import (
    Baskets,
    draw_baskets,
    margin_rates,
    popularity,
    split_amounts,
    usual_basket,
)
from clvwidgets.data.simulate._buying import Habits, Purchases, simulate_purchases
from clvwidgets.data.simulate._consent import consent
from clvwidgets.data.simulate._random import (
    Floats,
    Ints,
    by_rank,
    numbers_from_one,
    pick,
    pick_each,
)
from clvwidgets.data.simulate._settings import (
    AGES,
    CHANNELS,
    DAYS,
    DAYS_AHEAD,
    END,
    Settings,
    dates,
)

CUSTOMERS = 20_000
ORDERS_PER_WEEK = 8 / 52
LEAVING_PER_CHURN = 3.0
"""The mean chance of leaving after an order is this many times the monthly churn."""

SPEND = (6.0, 5.0, 20.0)
"""Gamma-Gamma parameters p, q, v: a mean order of p * v / (q - 1) = 30 euros."""

PICKING = 2.0
RETURN_HANDLING = 4.0
DISCOUNT = 0.15
_PROMOTION_WEEKS = 8
_CODE_IN_PROMOTION, _CODE_ELSE, _CODE_OF_HUNTERS = 0.50, 0.06, 0.30
_RETURNS, _RETURNS_OF_SENDERS = 0.02, 0.45

REGIONS = ("city", "town", "country")
_REGION_WEIGHTS = (0.45, 0.35, 0.20)
# By channel; the ages come with the channel, and that is all that age has to do with leaving.
_LEAVING_BY_CHANNEL = np.array([-0.5, 0.25, 0.45, -0.25, -0.6, 0.0])
_LEAVING_BY_REGION = np.array([-0.1, 0.0, 0.3])
_AGE_BY_CHANNEL = np.array(
    [
        [15, 35, 30, 20],
        [50, 30, 15, 5],
        [25, 35, 25, 15],
        [15, 35, 30, 20],
        [20, 35, 30, 15],
        [10, 25, 35, 30],
    ],
    dtype=float,
)
# The day on which the table of customers was written down, 31 March 2025.
_WRITTEN_ON = DAYS + 89
_CAUSES = ("competitor", "price", "delivery", "taste", "moved_away")


@dataclass(frozen=True)
class Shoppers:
    """The shop's customers with what nobody sees: one entry a customer in each array."""

    acquired: Acquired
    region: Ints
    age: Ints
    household: Ints
    favourite: Ints
    loyalty: Floats
    app: Ints
    consent: Ints
    espresso_machine: Ints
    hunter: Ints
    sender: Ints
    rate: Floats
    leaving: Floats
    spend: Floats


def habits(settings: Settings) -> Habits:
    """Rates of purchase and leaving of the shop's customers."""
    leaving = LEAVING_PER_CHURN * settings.churn
    return Habits(ORDERS_PER_WEEK, leaving, settings.heterogeneity)


def shoppers(settings: Settings) -> Shoppers:
    """Draw the shop's customers: attributes first, then habits that depend on some of them."""
    rng = settings.rng("shop_customers")
    acquired = acquire(settings, "shop", settings.size(CUSTOMERS))
    n = len(acquired.day)
    region = pick(rng, _REGION_WEIGHTS, n)
    age = pick_each(rng, _AGE_BY_CHANNEL[acquired.channel])
    household = 1 + pick(rng, [0.40, 0.35, 0.25], n)
    espresso_machine = (rng.random(n) < 0.3).astype(np.int64)
    hunter = (rng.random(n) < 0.15).astype(np.int64)
    sender = (rng.random(n) < 0.08).astype(np.int64)
    buying = 0.35 * (household - 1.85) + rng.standard_normal(n)
    going = _LEAVING_BY_CHANNEL[acquired.channel] + _LEAVING_BY_REGION[region]
    going = going + rng.standard_normal(n)
    spending = 0.5 * espresso_machine + 0.9 * sender + rng.standard_normal(n)
    # Who buys often installs the app. The app does not make them buy.
    app = (rng.random(n) < 1.0 / (1.0 + np.exp(0.8 - 1.2 * buying))).astype(np.int64)
    made = habits(settings)
    return Shoppers(
        acquired=acquired,
        region=region,
        age=age,
        household=household,
        favourite=pick(rng, popularity(), n),
        loyalty=np.where(rng.random(n) < 0.12, 0.9, 0.3),
        app=app,
        consent=(rng.random(n) < 0.7).astype(np.int64),
        espresso_machine=espresso_machine,
        hunter=hunter,
        sender=sender,
        rate=made.rates(buying),
        leaving=made.chances_of_leaving(going),
        spend=_mean_spend(spending, settings.heterogeneity),
    )


def _mean_spend(score: Floats, heterogeneity: float) -> Floats:
    """Mean order of each customer in euros; where all are alike, the mean of all."""
    p, q, v = SPEND
    mean = p * v / (q - 1.0)
    if not heterogeneity:
        return np.full(len(score), mean)
    shape = 2.0 + (q - 2.0) / heterogeneity
    return by_rank(score, lambda u: mean * (shape - 1.0) / gammaincinv(shape, 1.0 - u))


def purchases(settings: Settings, people: Shoppers) -> Purchases:
    """Draw all repeat purchases up to a year behind the records."""
    return simulate_purchases(
        settings.rng("shop_orders"),
        people.acquired.day,
        people.rate,
        people.leaving,
        until=DAYS + DAYS_AHEAD,
        seasonality=settings.seasonality,
    )


def customer_table(settings: Settings, people: Shoppers, bought: Purchases) -> pd.DataFrame:
    """Write down what the shop knows of its customers."""
    n = len(people.region)
    return pd.DataFrame(
        {
            "customer_id": numbers_from_one(n),
            "first_order": dates(people.acquired.day),
            "channel": np.asarray(CHANNELS)[people.acquired.channel],
            "region": np.asarray(REGIONS)[people.region],
            "age_group": np.asarray(AGES)[people.age],
            "household": people.household,
            "espresso_machine": people.espresso_machine.astype(bool),
            "app": people.app.astype(bool),
            "email_consent": people.consent.astype(bool),
            **consent(settings, people.acquired.day, people.consent.astype(bool)),
            "last_seen": dates(last_seen(settings, people, bought, _WRITTEN_ON)),
        }
    )


def last_seen(settings: Settings, people: Shoppers, bought: Purchases, on_day: int) -> Ints:
    """Day of each customer's last visit as it stands on a day: some days after the last order.

    Who had not ordered by then has the day of the first order.
    """
    rng = settings.rng("shop_customers last_seen")
    day = people.acquired.day.copy()
    seen = bought.day <= on_day
    np.maximum.at(day, bought.customer[seen], bought.day[seen])
    return np.asarray(np.minimum(day + rng.poisson(6.0, len(day)), on_day))


@dataclass(frozen=True)
class Orders:
    """Orders within the records, in the order of dates.

    Attributes
    ----------
    customer, day : array of int
        Position of the customer, and day since the start of the world.
    amount : array of float
        Paid, in euros.
    discount : array of float
        Taken off the list price, in euros.
    cost : array of float
        Cost of goods and picking, in euros.
    baskets : Baskets
        The products of each.
    parts : array of float
        Amount of each line of the basket, in euros.
    """

    customer: Ints
    day: Ints
    amount: Floats
    discount: Floats
    cost: Floats
    baskets: Baskets
    parts: Floats

    def table(self) -> pd.DataFrame:
        """One row an order."""
        return pd.DataFrame(
            {
                "order_id": numbers_from_one(len(self.day)),
                "customer_id": self.customer + 1,
                "date": dates(self.day),
                "amount": self.amount,
                "discount": self.discount,
                "cost": self.cost,
            }
        )

    def lines(self) -> pd.DataFrame:
        """One row a line of an order."""
        order, line = np.nonzero(self.baskets.share)
        return pd.DataFrame(
            {
                "order_id": order + 1,
                "product_id": self.baskets.product[order, line] + 1,
                "amount": self.parts[order, line],
            }
        )


def orders(settings: Settings, people: Shoppers, bought: Purchases) -> Orders:
    """Fill and price the orders within the records, the first ones included."""
    rng = settings.rng("shop_order_lines")
    recorded = bought.day < DAYS
    customer = np.concatenate([np.arange(len(people.region)), bought.customer[recorded]])
    day = np.concatenate([people.acquired.day, bought.day[recorded]])
    order = np.lexsort((customer, day))
    customer, day = customer[order], day[order]
    p = SPEND[0]
    amount = np.maximum(np.round(people.spend[customer] * rng.gamma(p, 1 / p, len(day)), 2), 0.5)
    baskets = draw_baskets(rng, people.favourite[customer], people.loyalty[customer])
    coded = rng.random(len(day)) < _code_chance(settings, day, people.hunter[customer])
    discount = np.round(np.where(coded, amount * DISCOUNT / (1.0 - DISCOUNT), 0.0), 2)
    parts = split_amounts(baskets, amount)
    goods = (1.0 - margin_rates()[baskets.product]) * baskets.share
    cost = np.round((amount + discount) * goods.sum(axis=1) + PICKING, 2)
    return Orders(customer, day, amount, discount, cost, baskets, parts)


def _code_chance(settings: Settings, day: Ints, hunter: Ints) -> Floats:
    """Chance that an order carries a discount code: it does not make anybody order."""
    return _week_chance(settings)[day // 7] + _CODE_OF_HUNTERS * hunter


def _week_chance(settings: Settings) -> Floats:
    rng = settings.rng("shop_orders promotions")
    chance = np.full(-(-DAYS // 7), _CODE_ELSE)
    for year in range(3):
        weeks = 52 * year + rng.permutation(52)[:_PROMOTION_WEEKS]
        chance[weeks] = _CODE_IN_PROMOTION
    return chance


def returns(settings: Settings, people: Shoppers, made: Orders) -> pd.DataFrame:
    """Draw the lines that come back within a month, with the reason that was ticked."""
    rng = settings.rng("shop_returns")
    order, line = np.nonzero(made.baskets.share)
    chance = return_chance(people)[made.customer[order]]
    back = rng.random(len(order)) < chance
    order, line = order[back], line[back]
    day = made.day[order] + 3 + rng.poisson(6.0, len(order))
    reason = np.asarray(["taste", "wrong_item", "damaged", "changed_mind"])
    table = pd.DataFrame(
        {
            "order_id": order + 1,
            "product_id": made.baskets.product[order, line] + 1,
            "date": dates(day),
            "refund": made.parts[order, line],
            "reason": reason[pick(rng, [3, 1, 1, 5], len(order))],
        }
    )
    return table[table["date"] <= END].reset_index(drop=True)


def return_chance(people: Shoppers) -> Floats:
    """Chance that a line is sent back: a few customers send back nearly half."""
    return np.where(people.sender, _RETURNS_OF_SENDERS, _RETURNS)


def margin_per_order(settings: Settings, people: Shoppers) -> Floats:
    """Compute the expected margin of an order in euros, after discounts, picking and returns."""
    rng = settings.rng("truth_shop baskets")
    margin, lines = usual_basket(rng, people.favourite, people.loyalty)
    coded = _week_chance(settings).mean() + _CODE_OF_HUNTERS * people.hunter
    list_price = 1.0 + coded * DISCOUNT / (1.0 - DISCOUNT)
    back = return_chance(people)
    kept = people.spend * (1.0 - (1.0 - margin) * list_price) * (1.0 - back)
    return np.asarray(kept - PICKING - RETURN_HANDLING * back * lines)


def causes_of_leaving(settings: Settings, people: Shoppers) -> list[str]:
    """Reason with which each customer leaves, or would leave."""
    rng = settings.rng("truth_shop causes")
    weights = np.tile([2.0, 1.5, 1.0, 1.5, 1.0], (len(people.region), 1))
    weights[:, 2] += 3.0 * (people.region == REGIONS.index("country"))
    weights[:, 1] += 2.0 * np.isin(people.acquired.channel, [1, 2])
    return [_CAUSES[cause] for cause in pick_each(rng, weights)]
