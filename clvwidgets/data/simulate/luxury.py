"""Espresso machines: rare and dear purchases over ten years.

Rates of purchase and of leaving follow gamma distributions, and customers leave at any time, not
only after a purchase: the world of the Pareto/NBD model.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.special import gammaincinv

from clvwidgets._places import places
from clvwidgets.data.simulate._random import Floats, Ints, by_rank, numbers_from_one, pick
from clvwidgets.data.simulate._settings import DISCOUNT_PER_YEAR, END, Settings

CUSTOMERS = 3000
FIRST_DAY = pd.Timestamp("2015-01-01")
MARGIN_RATE = 0.38
PER_YEAR = (1.3, 0.45)
"""Shape and mean of the rates of purchase per year."""

LEAVING_PER_YEAR = (0.9, 0.12)
ITEMS = ("machine", "grinder", "service")
_PRICES = (2400.0, 620.0, 190.0)
_REPEAT_WEIGHTS = (0.20, 0.35, 0.45)
_SWING = 0.25
_YEAR = 365.25


@dataclass(frozen=True)
class Owners:
    """The customers with what nobody sees: one entry a customer in each array."""

    first_day: Ints
    rate: Floats
    leaving: Floats
    level: Floats
    stays: Floats

    @property
    def active(self) -> Ints:
        """1 for customers who have not left by the end of the records."""
        return (self.first_day + self.stays * _YEAR > _days()).astype(np.int64)


def owners(settings: Settings) -> Owners:
    """Draw the customers."""
    rng = settings.rng("luxury_customers")
    n = settings.size(CUSTOMERS)
    rate = _gamma(rng.standard_normal(n), *PER_YEAR, settings.heterogeneity)
    shape, mean = LEAVING_PER_YEAR
    leaving = _gamma(
        rng.standard_normal(n), shape, mean * settings.ease_of_leaving, settings.heterogeneity
    )
    with np.errstate(divide="ignore"):
        stays = rng.standard_exponential(n) / leaving
    return Owners(
        first_day=np.sort(np.floor(_days() * rng.random(n) ** 0.8).astype(np.int64)),
        rate=rate,
        leaving=leaving,
        level=np.exp(0.3 * rng.standard_normal(n) - 0.045),
        stays=stays,
    )


def purchase_table(settings: Settings, people: Owners) -> pd.DataFrame:
    """One row a purchase; the first one is always a machine."""
    rng = settings.rng("luxury_purchases")
    years = np.minimum(people.stays, (_days() - people.first_day) / _YEAR)
    count = rng.poisson(people.rate * years)
    again = np.repeat(np.arange(len(count)), places(count))
    later = people.first_day[again] + 1 + np.floor(rng.random(len(again)) * years[again] * _YEAR)
    customer = np.concatenate([np.arange(len(count)), again])
    day = np.concatenate([people.first_day, later]).astype(np.int64)
    first = np.arange(len(customer)) < len(count)
    item = np.where(first, 0, pick(rng, _REPEAT_WEIGHTS, len(customer)))
    noise = np.exp(_SWING * rng.standard_normal(len(customer)) - _SWING**2 / 2)
    table = pd.DataFrame(
        {
            "customer_id": customer + 1,
            "date": FIRST_DAY + pd.to_timedelta(np.minimum(day, _days() - 1), unit="D"),
            "item": np.asarray(ITEMS)[item],
            "amount": np.round(np.asarray(_PRICES)[item] * people.level[customer] * noise, 2),
        }
    )
    table = table.sort_values(["date", "customer_id"], kind="stable", ignore_index=True)
    table.insert(0, "purchase_id", numbers_from_one(len(table)))
    return table


def truth_table(people: Owners) -> pd.DataFrame:
    """Rates per year and the discounted margin to come, by customer."""
    discount = np.log1p(DISCOUNT_PER_YEAR)
    repeat = MARGIN_RATE * people.level * float(np.dot(_REPEAT_WEIGHTS, _PRICES))
    value = people.active * repeat * people.rate / (people.leaving + discount)
    with np.errstate(over="ignore"):
        left = people.first_day + np.minimum(people.stays * _YEAR, 1e6)
    seen = people.active == 0
    left_on = FIRST_DAY + pd.to_timedelta(np.where(seen, left, 0).astype(np.int64), unit="D")
    return pd.DataFrame(
        {
            "customer_id": numbers_from_one(len(people.rate)),
            "purchases_per_year": np.round(people.rate, 5),
            "leaving_per_year": np.round(people.leaving, 5),
            "repeat_spend": np.round(people.level * float(np.dot(_REPEAT_WEIGHTS, _PRICES)), 2),
            "alive": people.active.astype(bool),
            "left_on": left_on.where(seen),
            "residual_value": np.round(value, 2),
        }
    )


def _days() -> int:
    return (END - FIRST_DAY).days + 1


def _gamma(score: Floats, shape: float, mean: float, heterogeneity: float) -> Floats:
    if not heterogeneity or not mean:
        return np.full(len(score), mean)
    wide = shape / heterogeneity
    return by_rank(score, lambda u: gammaincinv(wide, u) * mean / wide)
