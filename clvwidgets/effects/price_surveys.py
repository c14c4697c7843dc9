"""What people say of prices: four questions, and what is made of them.

Surveys ask opinions, trials see purchases. In the shop of the simulated world people say a quarter
more than they pay.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final, Literal

import numpy as np
import pandas as pd
from scipy import stats

from clvwidgets._places import places
from clvwidgets.arguments import checked, checked_methods
from clvwidgets.doors import NUMBER, list_of, mapping_to, written
from clvwidgets.effects._price_columns import LEVEL, need, numbers
from clvwidgets.formulas.checks import SHARE, single

QUESTIONS: Final = ("too_cheap", "cheap", "dear", "too_dear")
"""Columns of a survey, in the order in which a person's four prices must rise."""

INTENT: Final[Mapping[int, float]] = MappingProxyType({5: 0.7, 4: 0.5, 3: 0.3, 2: 0.1, 1: 0.0})
"""How many of those who answer 5 ("surely") to 1 ("surely not") are taken to buy."""

_CROSSINGS: Final = {
    "lower": ("too_cheap", "cheap"),
    "optimal": ("too_cheap", "too_dear"),
    "indifference": ("cheap", "dear"),
    "upper": ("dear", "too_dear"),
}


@checked_methods()
@dataclass(frozen=True)
class PricePoints:
    """Where van Westendorp's curves cross.

    Parameters
    ----------
    points : pandas.DataFrame
        A row for each of "lower", "optimal", "indifference" and "upper": ``point``, ``price``, and
        ``low`` and ``high`` of its interval.
    curves : pandas.DataFrame
        ``price``, and the share of people to whom it is ``too_cheap``, ``cheap``, ``dear`` and
        ``too_dear``.
    people : int
        People whose answers are counted.
    left_out : int
        People whose answers are not, as their four prices do not rise.

    Examples
    --------
    >>> from clvwidgets import load_dataset
    >>> print(van_westendorp(load_dataset("shop_price_survey")))
    Prices that 600 people call acceptable: 10.60 to 19.50; nobody's answers are left out.
    """

    points: pd.DataFrame
    curves: pd.DataFrame
    people: int
    left_out: int

    def __str__(self) -> str:
        at = self.points.set_index("point")["price"]
        return (
            f"Prices that {self.people:,} people call acceptable: {at['lower']:.2f} to "
            f"{at['upper']:.2f}; {_left_out_in_words(self.left_out, self.people)}."
        )


@checked()
def van_westendorp(
    table: pd.DataFrame,
    *,
    columns: Sequence[str] = QUESTIONS,
    intransitive: Literal["refuse", "leave out", "keep"] = "refuse",
    level: float = 0.95,
) -> PricePoints:
    r"""Find where the four curves of a price sensitivity meter cross.

    With rising price fewer call it too cheap or cheap, and more call it dear or too dear:

    * lower: as many call it too cheap as call it not cheap
    * optimal: as many call it too cheap as too dear
    * indifference: as many call it cheap as dear
    * upper: as many call it too dear as call it not dear

    Each is the median of both questions' answers taken together, which is where a falling and a
    rising share are equal. The "optimal" point maximises nothing: neither revenue nor margin nor
    buyers come into it. Intervals invert the test that both shares are equal, person by person.

    Parameters
    ----------
    table : pandas.DataFrame
        A row for each person.
    columns : sequence of str
        Columns of the four prices: too cheap, cheap, dear, too dear.
    intransitive : {"refuse", "leave out", "keep"}
        What to do where a person's prices do not rise: stop and say how many, leave them out (the
        result tells how many), or count them all the same.
    level : float
        Of the intervals, such as 0.95.

    Returns
    -------
    PricePoints
        Crossings with intervals, curves, and how many people are counted and left out.

    Raises
    ------
    ValueError
        If a column lacks, a price is missing or below 0, or prices do not rise and nothing is said
        of them.

    References
    ----------
    van Westendorp (1976), NSS Price Sensitivity Meter: a new approach to study consumer perception
    of prices, Proceedings of the 29th ESOMAR Congress.

    Examples
    --------
    >>> from clvwidgets import load_dataset
    >>> found = van_westendorp(load_dataset("shop_price_survey")).points
    >>> found.round(2)[["point", "price"]].to_numpy().tolist()[1]
    ['optimal', 13.5]
    """
    share = single("level", level, LEVEL)
    answers, left_out = _answers(table, columns, intransitive)
    points = [
        {"point": name, **_crossing(answers[a], answers[b], share)}
        for name, (a, b) in _CROSSINGS.items()
    ]
    prices = np.unique(answers.to_numpy())
    curves = {name: _reached(answers[name], prices) for name in QUESTIONS}
    curves |= {name: 1 - curves[name] for name in ("too_cheap", "cheap")}
    return PricePoints(
        pd.DataFrame(points), pd.DataFrame({"price": prices, **curves}), len(answers), left_out
    )


def _reached(answers: Any, prices: Any) -> Any:
    """Share of people whose answer is at most the price."""
    return np.searchsorted(np.sort(answers), prices, side="right") / len(answers)


def _crossing(a: Any, b: Any, level: float) -> dict[str, float]:
    """Price at which as many answers lie below as above, both questions together."""
    prices = np.unique(np.concatenate([a, b]))
    more = _reached(a, prices) + _reached(b, prices) - 1  # mean of -1, 0 or 1 of each person
    both = _reached(np.maximum(a, b), prices) + 1 - _reached(np.minimum(a, b), prices)
    error = np.sqrt(np.maximum(both - more**2, 0) / len(a))
    reach = float(stats.norm.ppf((1 + level) / 2)) * error
    centre = float(np.median(np.concatenate([a, b])))
    # A share holds from its own price up to the next.
    first = int(np.argmax(more >= -reach))
    after = min(len(prices) - 1, int((more <= reach).sum()))
    return {
        "price": centre,
        "low": min(centre, float(prices[first])),
        "high": max(centre, float(prices[after])),
    }


@checked_methods()
@dataclass(frozen=True)
class StatedDemand:
    """What people say that they would buy, by price.

    Parameters
    ----------
    curve : pandas.DataFrame
        ``price``, ``trial`` (share that would try it) and ``revenue`` (money per person asked).
    best_trial : float
        Price at which most would try it, in money.
    best_revenue : float
        Price that brings most revenue per person asked, in money.
    people, left_out : int
        People whose answers are counted, and whose are not, as their prices do not rise.

    Examples
    --------
    >>> answers = pd.DataFrame({"too_cheap": [5.0], "cheap": [8.0], "dear": [12.0],
    ...     "too_dear": [15.0], "intent_cheap": [4], "intent_dear": [2]})
    >>> print(newton_miller_smith(answers))
    1 person: most would try it at 8.00, most revenue comes at 8.00; nobody's answers are left out.
    """

    curve: pd.DataFrame
    best_trial: float
    best_revenue: float
    people: int
    left_out: int

    def __str__(self) -> str:
        who = "1 person" if self.people == 1 else f"{self.people:,} people"
        return (
            f"{who}: most would try it at {self.best_trial:.2f}, most revenue comes at "
            f"{self.best_revenue:.2f}; {_left_out_in_words(self.left_out, self.people)}."
        )


@checked(prices=list_of(NUMBER), probabilities=mapping_to(NUMBER))
def newton_miller_smith(
    table: pd.DataFrame,
    *,
    prices: Sequence[float] = (),
    columns: Sequence[str] = QUESTIONS,
    intents: Sequence[str] = ("intent_cheap", "intent_dear"),
    probabilities: Mapping[int, float] = INTENT,
    intransitive: Literal["refuse", "leave out"] = "refuse",
) -> StatedDemand:
    """Turn four prices and two intents of each person into a curve of demand.

    A person buys with the probability of their intent at the cheap and at the dear price, not at
    all where it is too cheap or too dear, and in between on straight lines; demand is the mean.

    Parameters
    ----------
    table : pandas.DataFrame
        A row for each person.
    prices : sequence of float
        Prices of the curve; every price that somebody named if empty.
    columns : sequence of str
        Columns of the four prices: too cheap, cheap, dear, too dear.
    intents : sequence of str
        Columns of the intent to buy at the cheap and at the dear price.
    probabilities : mapping of int to float
        Probability of buying, 0 to 1, for each intent; these are an assumption.
    intransitive : {"refuse", "leave out"}
        What to do where a person's prices do not rise: stop and say how many, or leave them out
        (the result tells how many).

    Returns
    -------
    StatedDemand
        The curve, its best prices, and how many people are counted and left out.

    Raises
    ------
    ValueError
        If a column lacks, an answer is missing or has no probability, or prices do not rise and
        nothing is said of them.

    References
    ----------
    Newton, Miller & Smith (1993), A Market Acceptance Extension to Traditional Price Sensitivity
    Measurement, Proceedings of the American Marketing Association's Advanced Research Techniques
    Forum.

    Examples
    --------
    >>> answers = pd.DataFrame({"too_cheap": [5.0], "cheap": [8.0], "dear": [12.0],
    ...     "too_dear": [15.0], "intent_cheap": [4], "intent_dear": [2]})
    >>> newton_miller_smith(answers, prices=[10]).curve.round(2).to_numpy().tolist()
    [[10.0, 0.3, 3.0]]
    """
    answers, left_out = _answers(table, columns, intransitive)
    heights = [
        _probability(table.loc[answers.index], name, probabilities) for name in _two(intents)
    ]
    knots, trial = _mean_of_lines(answers.to_numpy(), np.stack(heights, axis=1))
    at = np.asarray(list(prices), dtype=float) if len(prices) else knots
    shown = np.interp(at, knots, trial, left=0.0, right=0.0)
    return StatedDemand(
        pd.DataFrame({"price": at, "trial": shown, "revenue": at * shown}),
        float(knots[int(np.argmax(trial))]),
        _best_revenue(knots, trial),
        len(answers),
        left_out,
    )


def _mean_of_lines(prices: Any, inner: Any) -> tuple[Any, Any]:
    """Mean over people of lines through (too cheap, 0), two inner points and (too dear, 0)."""
    heights = np.column_stack([np.zeros(len(prices)), inner, np.zeros(len(prices))])
    slopes = np.diff(heights, axis=1) / np.diff(prices, axis=1)
    turns = np.diff(slopes, axis=1, prepend=0.0, append=0.0)
    knots, place = np.unique(prices.ravel(), return_inverse=True)
    turn = np.bincount(places(place.ravel()), weights=turns.ravel(), minlength=len(knots))
    rises = np.cumsum(turn)[:-1] * np.diff(knots)
    total = np.concatenate([[0.0], np.cumsum(rises)])
    return knots, np.maximum(total, 0.0).round(12) / len(prices)


def _best_revenue(knots: Any, trial: Any) -> float:
    """Price of most revenue: a knot, or the top of the parabola between two of them."""
    slope = np.diff(trial) / np.diff(knots)
    is_falling = slope < 0
    top = np.where(is_falling, (knots[:-1] - trial[:-1] / np.where(is_falling, slope, -1.0)) / 2, 0)
    inside = np.clip(top, knots[:-1], knots[1:])
    candidates = np.concatenate([knots, inside])
    revenue = candidates * np.interp(candidates, knots, trial)
    return float(candidates[int(np.argmax(revenue.round(12)))])


def _probability(table: pd.DataFrame, name: str, probabilities: Mapping[int, float]) -> Any:
    need(table, intents=name)
    for intent, chance in probabilities.items():
        single(f"probabilities[{intent!r}]", chance, SHARE)
    found = table[name].map(dict(probabilities))
    if found.isna().any():
        first = written(table.loc[found.isna(), name].iloc[0])
        known = ", ".join(str(intent) for intent in sorted(probabilities))
        raise ValueError(
            f"intents={name!r} holds {first} in {int(found.isna().sum())} of {len(found)} rows, "
            f"which has no probability of buying. There is one for {known}: give yours as "
            "probabilities={...}."
        )
    return found.to_numpy(float)


def _two(intents: Sequence[str]) -> Sequence[str]:
    if len(intents) != 2:
        raise ValueError(
            "intents must name two columns, of the intent at the cheap and at the dear price, got "
            f"{len(intents)}."
        )
    return intents


def _answers(table: pd.DataFrame, columns: Sequence[str], rule: str) -> tuple[pd.DataFrame, int]:
    """Four columns of prices by the names of the questions, and how many people are left out."""
    if len(columns) != len(QUESTIONS):
        raise ValueError(
            f"columns must name four columns, those of {', '.join(QUESTIONS)}, got {len(columns)}."
        )
    for column in columns:
        need(table, columns=column)
        numbers(table, "columns", column)
    answers = table[list(columns)].set_axis(list(QUESTIONS), axis=1)
    answers = answers.apply(pd.to_numeric).astype(float)
    rising = (np.diff(answers.to_numpy(), axis=1) > 0).all(axis=1)
    wrong = int((~rising).sum())
    if wrong and rule == "refuse":
        raise ValueError(
            f"The prices of {wrong:,} of {len(answers):,} people do not rise from "
            f"{' over '.join(columns)}. Whether to count them is a choice to be told: say "
            "intransitive='leave out', and the result tells how many were left out."
        )
    kept = answers if rule == "keep" else answers[rising]
    if kept.empty:
        raise ValueError("Nobody's four prices rise, so there is nothing left to measure.")
    return kept, len(answers) - len(kept)


def _left_out_in_words(left_out: int, people: int) -> str:
    if not left_out:
        return "nobody's answers are left out"
    share = left_out / (left_out + people)
    return f"the answers of {left_out:,} ({share:.0%}) are left out, as their prices do not rise"
