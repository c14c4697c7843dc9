"""What nobody could know: rates, lifetimes, values, responses and causes, customer by customer."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from clvwidgets._places import places
from clvwidgets.data.simulate import (
    _acquisition,
    _visits,
    experiments,
    luxury,
    marketing,
    shop,
    subscription,
    wholesale,
)
from clvwidgets.data.simulate._buying import (
    Purchases,
    discounted_purchases,
    expected_purchases,
)
from clvwidgets.data.simulate._random import Floats, Ints, numbers_from_one, significant
from clvwidgets.data.simulate._settings import DAYS, DAYS_AHEAD, DISCOUNT_PER_YEAR, Settings, dates
from clvwidgets.data.simulate.shop import Shoppers
from clvwidgets.data.simulate.subscription import Subscribers

_DISCOUNT_PER_WEEK = (1.0 + DISCOUNT_PER_YEAR) ** (7.0 / 365.25) - 1.0
_CAUSE_COLUMNS = ("late", "support", "card", "guide")


def shop_truth(
    settings: Settings, people: Shoppers, bought: Purchases, margin: Floats, advocate: Ints
) -> pd.DataFrame:
    """Habits, fate and value of the shop's customers.

    ``residual_value`` is the discounted margin to expect after the records, all the way;
    ``orders_2025`` is what came in the year behind the records, without any experiment.
    """
    alive = bought.left_on >= DAYS
    year = expected_purchases(people.rate, people.leaving, DAYS_AHEAD / 7.0)
    rest = discounted_purchases(people.rate, people.leaving, _DISCOUNT_PER_WEEK)
    later = bought.customer[bought.day >= DAYS]
    left_on = dates(np.where(alive, 0, bought.left_on))
    cause = np.asarray(shop.causes_of_leaving(settings, people))
    return pd.DataFrame(
        {
            "customer_id": numbers_from_one(len(alive)),
            "orders_per_week": significant(people.rate),
            "leaving_chance": significant(people.leaving),
            "mean_order": np.round(people.spend, 2),
            "margin_per_order": np.round(margin, 2),
            "alive": alive,
            "left_on": left_on.where(~alive),
            "cause_of_leaving": np.where(alive, "", cause),
            "expected_orders_2025": np.round(alive * year, 3),
            "orders_2025": np.bincount(places(later), minlength=len(alive)),
            "residual_value": np.round(alive * rest * margin, 2),
            "advocate": advocate.astype(bool),
        }
    )


def subscription_truth(settings: Settings, people: Subscribers, plan: Ints) -> pd.DataFrame:
    """Chance of ending, its parts, and the value of each contract with and without each cause.

    ``gain_without_...`` is what the residual value would grow by if that cause were away.
    """
    running = people.active == 1
    value = subscription.residual_values(people, plan, people.leaving)
    causes = np.asarray(subscription.causes(settings, people))
    columns: dict[str, object] = {
        "contract_id": numbers_from_one(len(running)),
        "leaving_chance": significant(people.leaving),
        "own_part": significant(people.parts[:, -1]),
        "alive": running,
        "cause_of_leaving": np.where(running, "", causes),
        "residual_value": np.round(np.where(running, value, 0.0), 2),
    }
    for number, name in enumerate(_CAUSE_COLUMNS):
        without = people.leaving - people.parts[:, number]
        gain = subscription.residual_values(people, plan, without) - value
        columns[f"gain_without_{name}"] = np.round(np.where(running, gain, 0.0), 2)
    return pd.DataFrame(columns)


def channel_truth(factors: dict[str, float], settings: Settings) -> pd.DataFrame:
    """How each channel answers to money: most new customers a week, and its reach in euros."""
    rows = [
        {
            "line": line,
            "channel": channel,
            "most_per_week": round(response.most * factor, 4),
            "reach": response.reach * settings.scale,
            "usual_spend": response.usual * settings.scale,
        }
        for line, factor in factors.items()
        for channel, response in _acquisition.RESPONSES[line].items()
    ]
    return pd.DataFrame(rows)


def parameter_table(settings: Settings) -> pd.DataFrame:
    """List the figures from which the world is made, by line."""
    rows = [*_shop_parameters(settings), *_other_parameters(settings), *_email_parameters()]
    return pd.DataFrame(rows, columns=["line", "name", "value", "meaning"])


Row = tuple[str, str, float, str]


def _shop_parameters(settings: Settings) -> Iterator[Row]:
    p, q, v = shop.SPEND
    made = shop.habits(settings)
    meanings = {
        "r": "BG/NBD: shape of the rates of purchase",
        "alpha": "BG/NBD: rate of the rates of purchase, in weeks",
        "a": "BG/NBD: weight of leaving after a repeat order",
        "b": "BG/NBD: weight of staying after a repeat order",
    }
    for name, value in made.parameters.items():
        yield "shop", name, float(significant(value, 8)), meanings[name]
    yield "shop", "p", p, "Gamma-Gamma: shape of a customer's orders"
    yield "shop", "q", q, "Gamma-Gamma: shape of the customers' levels (standard heterogeneity)"
    yield "shop", "v", v, "Gamma-Gamma: scale of the customers' levels (standard heterogeneity)"
    yield "shop", "seasonality", settings.seasonality, "swing of the rate of purchase, December up"
    yield "shop", "picking", shop.PICKING, "cost of picking an order, euros, part of its cost"
    yield "shop", "return_handling", shop.RETURN_HANDLING, "cost of a returned line, euros"
    yield "shop", "discount", shop.DISCOUNT, "share taken off by a code; codes cause no orders"
    for cause, chance in zip(_visits.CART_CAUSES, _visits.CAUSE_CHANCES, strict=True):
        yield "shop", f"cart_{cause}", chance, "chance that a cart is given up where this is met"


def _other_parameters(settings: Settings) -> Iterator[Row]:
    ease = settings.ease_of_leaving
    yield "subscription", "churn", settings.churn, "mean chance of ending per month"
    for cause, added in zip(subscription.CAUSES, subscription.ADDED, strict=False):
        yield "subscription", f"added_{cause}", added * ease, "what it adds per month where it is"
    yield "wholesale", "margin_rate", wholesale.MARGIN_RATE, "margin as a share of the invoice"
    yield "luxury", "margin_rate", luxury.MARGIN_RATE, "margin as a share of the amount"
    shape, mean = luxury.PER_YEAR
    yield "luxury", "r", shape, "Pareto/NBD: shape of the rates of purchase (standard)"
    yield "luxury", "alpha", round(shape / mean, 6), "Pareto/NBD: their rate, in years (standard)"
    shape, mean = luxury.LEAVING_PER_YEAR
    yield "luxury", "s", shape, "Pareto/NBD: shape of the rates of leaving (standard)"
    yield "luxury", "beta", round(shape / mean, 6), "Pareto/NBD: their rate, in years (standard)"


def _email_parameters() -> Iterator[Row]:
    for hour, chance in zip(marketing.HOURS, marketing.OPEN_BY_HOUR, strict=True):
        yield "marketing", f"opens_at_{hour}", chance, "chance that a plain subject is opened"
    yield "marketing", "personal_opens", marketing.PERSONAL_OPENS, "factor of a personal subject"
    yield "marketing", "lift_of_open", marketing.LIFT_OF_OPEN, "added to the rate, for a week"
    yield (
        "marketing",
        "lift_when_due",
        marketing.LIFT_OF_OPEN_WHEN_DUE,
        "the same where the next order is due",
    )
    yield (
        "marketing",
        "weeks_of_experiments",
        experiments.WEEKS,
        "length of the experiments in weeks",
    )
    yield (
        "streaming",
        "discount_per_year",
        DISCOUNT_PER_YEAR,
        "discount rate behind all residual values",
    )


def lifetime_value(people: Shoppers, margin: Floats) -> Floats:
    """Discounted margin to expect from a new customer of the shop, the first order included."""
    rest = discounted_purchases(people.rate, people.leaving, _DISCOUNT_PER_WEEK)
    return np.asarray(margin * (1.0 + rest))
