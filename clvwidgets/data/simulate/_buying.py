"""Customers without a contract: they buy at random and may leave after a purchase."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.special import betaincinv, gammaincinv

from clvwidgets._places import places
from clvwidgets.arguments import checked, checked_methods
from clvwidgets.data.simulate._random import Floats, Ints, by_rank, tries_until
from clvwidgets.data.simulate._settings import season
from clvwidgets.doors import MOST, NUMBERS, VECTOR, same_length, shown

WEEK = 7.0


@checked_methods(score=VECTOR)
@dataclass(frozen=True)
class Habits:
    """How rates of purchase and chances of leaving are spread over customers.

    Rates follow a gamma distribution, chances of leaving after a purchase a beta distribution,
    and the two are independent: the world of the BG/NBD model.

    Parameters
    ----------
    rate : float
        Mean number of purchases per week.
    leaving : float
        Mean chance of leaving after a repeat purchase.
    heterogeneity : float
        0 where all are alike, 1 for shape 0.7 and weight 8.
    """

    rate: float
    leaving: float
    heterogeneity: float = 1.0

    @property
    def parameters(self) -> dict[str, float]:
        """Parameters of the BG/NBD model, time in weeks; infinite where all are alike."""
        if not self.heterogeneity:
            return dict.fromkeys(("r", "alpha", "a", "b"), np.inf)
        shape, weight = 0.7 / self.heterogeneity, 8.0 / self.heterogeneity
        return {
            "r": shape,
            "alpha": shape / self.rate,
            "a": weight * self.leaving,
            "b": weight * (1.0 - self.leaving),
        }

    def rates(self, score: Floats) -> Floats:
        """Purchases per week of each customer, in the order of the scores."""
        if not self.heterogeneity:
            return np.full(len(score), self.rate)
        p = self.parameters
        return by_rank(score, lambda u: gammaincinv(p["r"], u) / p["alpha"])

    def chances_of_leaving(self, score: Floats) -> Floats:
        """Give each customer a chance of leaving after a purchase, in the order of the scores."""
        if not self.heterogeneity or not self.leaving:
            return np.full(len(score), self.leaving)
        p = self.parameters
        return by_rank(score, lambda u: betaincinv(p["a"], p["b"], u))


@checked_methods()
@dataclass(frozen=True)
class Purchases:
    """Repeat purchases of some customers, sorted by customer and day.

    Attributes
    ----------
    customer : array of int
        Position of the customer.
    day : array of int
        Whole day since the start of the world.
    left_on : array of float
        For each customer the day after whose purchase they left; infinite if not in sight.
    """

    customer: Ints
    day: Ints
    left_on: Floats


@checked(first_day=VECTOR, rate=VECTOR, leaving=VECTOR)
def simulate_purchases(
    rng: np.random.Generator,
    first_day: Ints,
    rate: Floats,
    leaving: Floats,
    *,
    until: int,
    seasonality: float = 0.0,
) -> Purchases:
    """Draw the repeat purchases of customers who may leave after each of them.

    Parameters
    ----------
    rng : numpy.random.Generator
    first_day : array of int
        Day of each customer's first purchase.
    rate : array of float
        Purchases per week while a customer stays, mean over the year.
    leaving : array of float
        Chance of leaving after a repeat purchase.
    until : int
        First day that is not simulated any more.
    seasonality : float
        Swing of the rate over the year.

    Returns
    -------
    Purchases

    Raises
    ------
    ValueError
        If a rate or the seasonality is out of range.

    Notes
    -----
    A season is a clock that runs faster in December: purchases are drawn on that clock and
    read off on the calendar. Two purchases of a customer never share a day.
    """
    same_length(first_day=first_day, rate=rate, leaving=leaving)
    first_day, rate, leaving = np.asarray(first_day), np.asarray(rate), np.asarray(leaving)
    if not ((rate >= 0) & (rate < MOST)).all() or not 0 <= seasonality < 1:
        raise ValueError(
            f"rate must lie between 0 and {MOST:,} a week, and seasonality between 0 and 1, "
            f"got {shown(rate)} and {shown(seasonality)}."
        )
    days = np.arange(until + 1, dtype=float)
    clock = np.concatenate([[0.0], np.cumsum(season(days[:-1] + 0.5, seasonality))])
    begin = np.interp(first_day, days, clock)
    last = tries_until(rng, leaving)
    wanted = rng.poisson(rate / WEEK * (clock[-1] - begin))
    owner = np.repeat(np.arange(len(rate)), places(wanted))
    moment = begin[owner] + rng.random(len(owner)) * (clock[-1] - begin[owner])
    moment = moment[np.lexsort((moment, owner))]
    number = np.arange(len(owner)) - np.repeat(np.cumsum(wanted) - wanted, places(wanted)) + 1
    day = np.floor(np.interp(moment, clock, days)).astype(np.int64)
    day = _one_a_day(owner, number, np.maximum(day, first_day[owner] + 1))
    kept = (number <= last[owner]) & (day < until)
    left_on = np.full(len(rate), np.inf)
    final = kept & (number == last[owner])
    left_on[owner[final]] = day[final]
    return Purchases(owner[kept].astype(np.int64), day[kept], left_on)


@checked(time=NUMBERS)
def expected_purchases(rate: Floats, leaving: Floats, time: float) -> Floats:
    """Purchases to expect in a time from customers who are there at its beginning.

    Source: from a rate of purchase that fades as ``rate * exp(-rate * leaving * t)``.

    Parameters
    ----------
    rate : array of float
        Purchases per week while a customer stays.
    leaving : array of float
        Chance of leaving after a purchase.
    time : float
        In weeks.

    Returns
    -------
    array of float

    Examples
    --------
    >>> expected_purchases(np.array([0.1]), np.array([0.0]), 10).tolist()
    [1.0]
    """
    fading = rate * leaving * time
    safe = np.where(fading > 0, fading, 1.0)
    return np.asarray(rate * time * np.where(fading > 0, -np.expm1(-safe) / safe, 1.0))


@checked()
def discounted_purchases(rate: Floats, leaving: Floats, discount_per_week: float) -> Floats:
    """Discounted number of all purchases to come from customers who are there now.

    Parameters
    ----------
    rate : array of float
        Purchases per week while a customer stays.
    leaving : array of float
        Chance of leaving after a purchase.
    discount_per_week : float

    Returns
    -------
    array of float

    Raises
    ------
    ValueError
        If the two arrays have different shapes.

    Examples
    --------
    >>> discounted_purchases(np.array([0.1]), np.array([0.5]), 0.0).tolist()
    [2.0]
    """
    if np.shape(rate) != np.shape(leaving):
        raise ValueError(
            f"rate and leaving must be arrays of one shape, got {np.shape(rate)} and "
            f"{np.shape(leaving)}."
        )
    return np.asarray(rate / (rate * leaving + np.log1p(discount_per_week)))


def _one_a_day(owner: Ints, number: Ints, day: Ints) -> Ints:
    """Move a purchase to the next free day where the customer has one on that day already."""
    ahead = pd.Series(day - number).groupby(owner).cummax().to_numpy()
    return np.asarray(ahead + number, dtype=np.int64)
