"""What methods make of the orders of simulated customers, beside the truth about them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from clvwidgets._places import places
from clvwidgets.data.simulate import Habits, Purchases, expected_purchases, simulate_purchases
from clvwidgets.models import BGNBD

Numbers = NDArray[np.floating[Any]]

HORIZON = 60
"""Months of a customer's life that count."""

_MONTH = 365.25 / 12.0
_WEEKS_A_MONTH = _MONTH / 7.0
_STEP = 3
_HALF_YEAR = 6.0 * _MONTH

METHODS = ("truth", "BG/NBD", "cohort average", "1 ÷ churn", "so far")


@dataclass(frozen=True)
class Customers:
    """Customers of a simulated shop, and what a shop has on record of them.

    Parameters
    ----------
    habits : Habits
        How their rates of purchase and chances of leaving are spread.
    months : float
        Length of the records, at least 12; customers come evenly during it.
    seasonality : float
        Swing of the rate over the year.
    number : int
        How many customers.
    seed : int
        Seed of the random numbers.
    """

    habits: Habits
    months: float
    seasonality: float
    number: int = 4000
    seed: int = 2024

    @property
    def days(self) -> int:
        """Length of the records in days."""
        return round(self.months * _MONTH)

    @cached_property
    def _scores(self) -> tuple[Numbers, Numbers]:
        rng = np.random.default_rng(self.seed)
        return rng.standard_normal(self.number), rng.standard_normal(self.number)

    @cached_property
    def first_day(self) -> NDArray[np.integer[Any]]:
        """Day of each customer's first order."""
        return np.arange(self.number) * self.days // self.number

    @cached_property
    def orders(self) -> Purchases:
        """Repeat orders on record; the last day of the records is the last of a year."""
        begin = -self.days % 365
        made = simulate_purchases(
            np.random.default_rng([self.seed, 1]),
            self.first_day + begin,
            self.habits.rates(self._scores[0]),
            self.habits.chances_of_leaving(self._scores[1]),
            until=begin + self.days,
            seasonality=self.seasonality,
        )
        return replace(made, day=made.day - begin)

    def truth(self, months: Numbers) -> Numbers:
        """Orders to expect of a new customer within so many months, the first one included."""
        rate = self.habits.rates(self._scores[0])
        leaving = self.habits.chances_of_leaving(self._scores[1])
        return 1.0 + np.array(
            [expected_purchases(rate, leaving, m * _WEEKS_A_MONTH).mean() for m in months]
        )

    def bgnbd(self, months: Numbers) -> Numbers:
        """Expect what the BG/NBD model, fitted to the records, expects."""
        count = np.bincount(places(self.orders.customer), minlength=self.number)
        last = self.first_day.copy()
        np.maximum.at(last, self.orders.customer, self.orders.day)
        table = pd.DataFrame(
            {
                "frequency": count,
                "recency": (last - self.first_day) / 7.0,
                "T": (self.days - self.first_day) / 7.0,
            }
        )
        return 1.0 + np.asarray(
            BGNBD().fit(table).expected_purchases_new(months * _WEEKS_A_MONTH), dtype=float
        )

    def cohort_average(self, months: Numbers) -> Numbers:
        """Add up the mean orders at each age, over those who were seen at that age.

        Beyond the records the curve goes on as it ended, falling at its own pace.
        """
        bought, people = _by_age(self)
        third = len(bought) // 3
        late = bought[-third:].sum() / people[-third:].sum()
        before = bought[-2 * third : -third].sum() / people[-2 * third : -third].sum()
        keeps = min(late / before, 1.0) ** (1.0 / third) if before > 0 else 1.0
        ahead = late * keeps ** (np.arange(1, HORIZON + 1 - len(bought)) + (third - 1) / 2.0)
        total = np.concatenate([[0.0], np.cumsum(np.append(bought / people, ahead))])
        return np.asarray(1.0 + np.interp(months, np.arange(len(total)), total))

    def by_churn(self, months: Numbers) -> Numbers:
        """Multiply orders by the lifespan that one divided by churn gives.

        Churn is the share of the buyers of a half year who do not buy in the next one.
        """
        day = np.concatenate([self.first_day, self.orders.day])
        customer = np.concatenate([np.arange(self.number), self.orders.customer])
        half = np.minimum((self.days - 1 - day) // _HALF_YEAR, 2)
        before, now = (np.unique(customer[half == back]) for back in (1, 0))
        churn = 1.0 - np.isin(before, now).mean()
        orders = (half == 1).sum() / len(before)
        halves = months / 6.0
        return np.asarray(
            orders * (halves if churn == 0.0 else (1.0 - (1.0 - churn) ** halves) / churn)
        )

    def so_far(self) -> float:
        """Mean orders of all customers up to now."""
        return 1.0 + len(self.orders.day) / self.number


def curves(customers: Customers) -> pd.DataFrame:
    """Orders of a new customer month by month: columns month, method, orders."""
    months = np.arange(0.0, HORIZON + 1, _STEP)
    found = {
        "truth": customers.truth(months),
        "BG/NBD": customers.bgnbd(months),
        "cohort average": customers.cohort_average(months),
        "1 ÷ churn": customers.by_churn(months),
    }
    return pd.concat(
        pd.DataFrame({"month": months, "method": name, "orders": orders})
        for name, orders in found.items()
    )


def compare(drawn: pd.DataFrame, so_far: float) -> pd.DataFrame:
    """Compare the orders over the whole horizon by each method with the truth.

    Parameters
    ----------
    drawn : pandas.DataFrame
        What `curves` gave.
    so_far : float
        Orders of all customers up to now, on average.

    Returns
    -------
    pandas.DataFrame
        order, method, orders, off (relative to the truth).
    """
    ends = drawn[drawn["month"] == HORIZON].set_index("method")["orders"]
    orders = np.append(ends.loc[list(METHODS[:-1])].to_numpy(), so_far)
    return pd.DataFrame(
        {
            "order": range(len(METHODS)),
            "method": METHODS,
            "orders": orders,
            "off": orders / orders[0] - 1.0,
        }
    )


def _by_age(customers: Customers) -> tuple[Numbers, Numbers]:
    """Repeat orders in each month of age, and how many customers were seen for all of it."""
    bought = customers.orders
    age = ((bought.day - customers.first_day[bought.customer]) // _MONTH).astype(int)
    seen = ((customers.days - customers.first_day) // _MONTH).astype(int)
    months = int(seen.max())
    counts = np.bincount(places(age[age < seen[bought.customer]]), minlength=months).astype(float)
    return counts, np.array([(seen > month).sum() for month in range(months)], dtype=float)
