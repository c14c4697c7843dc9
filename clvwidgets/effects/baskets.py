"""What is bought together: rules of association, each with its uncertainty."""

from __future__ import annotations

import math
from statistics import NormalDist
from typing import Any, Final, NamedTuple

import numpy as np
import pandas as pd

from clvwidgets.arguments import checked
from clvwidgets.doors import NOTHING, NUMBER, WHOLE
from clvwidgets.effects._basket_forms import BASKETS, COLUMN_NAME, read
from clvwidgets.effects._bitsets import Counts, frequent_sets
from clvwidgets.effects._exact_test import adjusted, fisher
from clvwidgets.formulas.checks import LENGTH, SHARE, Range, at_most, single, unwrap

_COUNT: Final = LENGTH
_SOME: Final = Range("be a whole number above 0", low=0, above_low=True, whole=True)
_ABOVE: Final = Range("lie above 0 and at most at 1", low=0, high=1, above_low=True, percent=True)
_LEVEL: Final = Range(
    "lie above 0 and below 1", low=0, high=1 - 1e-12, above_low=True, percent=True
)
_COUNTED: Final = ["together", "first", "second"]


class Lift(NamedTuple):
    """A lift with its interval.

    Attributes
    ----------
    lift, low, high : float or array of shape (n,)
        How many times as often as by chance the two are bought together.

    Examples
    --------
    >>> lift_interval(30, 100, 60, 1000).lift
    5.0
    """

    lift: Any
    low: Any
    high: Any


@checked()
def lift_interval(
    together: Any, first: Any, second: Any, baskets: Any, level: float = 0.95
) -> Lift:
    r"""Compute how much more often than by chance two products are bought together.

    .. math::

        \text{lift} = \frac{p_{11}}{p_1 p_2}, \qquad
        \operatorname{var} \ln \text{lift} = \frac{1}{n} \left(
        \frac{1}{p_{11}} - \frac{1}{p_1} - \frac{1}{p_2} + \frac{2 p_{11}}{p_1 p_2} - 1 \right)

    The interval follows from the variance of the logarithm (delta method); for products that were
    never bought together, from the chance of that. In baskets of few products the lift of goods
    that have nothing to do with each other is below 1: who buys one thing more has less room for
    another.

    Parameters
    ----------
    together : whole number or array_like of shape (n,)
        Baskets with both.
    first, second : whole number or array_like of shape (n,)
        Baskets with the one, and with the other.
    baskets : whole number or array_like of shape (n,)
        All baskets.
    level : float
        Of the interval, 0 to 1.

    Returns
    -------
    Lift

    Raises
    ------
    ValueError
        If a count is larger than one it is a part of, or a product is in no basket.

    References
    ----------
    Agresti (2013), Categorical Data Analysis, section 3.1 (delta method for ratios); Groceries:
    Hahsler, Hornik & Reutterer (2006).

    Examples
    --------
    Whole milk and yogurt in 9,835 baskets of a grocer:

    >>> [round(x, 3) for x in lift_interval(551, 2513, 1372, 9835)]
    [1.572, 1.482, 1.667]
    """
    single("level", level, _LEVEL)
    both, one, two = (
        _counts(name, value, allowed)
        for name, value, allowed in (
            ("together", together, _COUNT),
            ("first", first, _SOME),
            ("second", second, _SOME),
        )
    )
    total = _counts("baskets", baskets, _SOME)
    for name, whole_name, part, whole in (
        ("together", "first", both, one),
        ("together", "second", both, two),
        ("first", "baskets", one, total),
        ("second", "baskets", two, total),
        ("first plus second less together", "baskets", one + two - both, total),
    ):
        at_most(name, part, whole_name, whole)
    found = _lift(both, one, two, total, level)
    return found if np.ndim(found.lift) else Lift(*map(float, found))


def _counts(name: str, value: Any, allowed: Range) -> Any:
    """Give counts as floats, checked; lists are taken as arrays."""
    given = np.asarray(value) if isinstance(value, list | tuple) else value
    return np.asarray(unwrap(name, given, allowed), dtype=float)


def _lift(both: Any, one: Any, two: Any, total: Any, level: float) -> Lift:
    """Compute lifts of counts that are known to be right."""
    by_chance = one * two / total
    some = np.maximum(both, 1)
    variance = 1 / some - 1 / one - 1 / two + 2 * some / (one * two) - 1 / total
    reach = np.exp(NormalDist().inv_cdf((1 + level) / 2) * np.sqrt(np.maximum(variance, 0)))
    lift = both / by_chance
    never = -math.log((1 - level) / 2) / by_chance  # at this lift none would be seen so rarely
    return Lift(lift, lift / reach, np.where(both == 0, never, lift * reach))


@checked(
    baskets=BASKETS,
    min_support=NUMBER,
    min_confidence=NUMBER,
    max_items=WHOLE,
    basket=COLUMN_NAME | NOTHING,
    product=COLUMN_NAME | NOTHING,
)
def association_rules(
    baskets: Any,
    *,
    min_support: float,
    min_confidence: float,
    max_items: int = 3,
    basket: Any = None,
    product: Any = None,
    level: float = 0.95,
) -> pd.DataFrame:
    r"""List what is bought with what: "who has these has that, too".

    With A the products that a basket has, B the one that it may have, and p shares of baskets:

    * support :math:`p(AB)`, confidence :math:`p(AB) / p(A)`, lift :math:`p(AB) / (p(A) p(B))`
    * leverage :math:`p(AB) - p(A) p(B)`
    * conviction :math:`(1 - p(B)) / (1 - \text{confidence})`, endless for a rule without exception
    * Zhang's measure, leverage over its largest possible size, from -1 to 1, 0 without relation

    None of them says what a recommendation would change: for that a part of the customers must
    not see it, by lot. The p-value is Fisher's exact test of "no relation" (the smaller tail,
    doubled); the adjusted one allows for the number of rules that are frequent enough, so that
    among rules below 0.05 one in twenty is expected to be false (Benjamini & Hochberg 1995).

    Parameters
    ----------
    baskets : table or list
        A table with a row for each product in a basket, a table of True and False (or 1 and 0)
        with a column for each product, or a list of baskets, each a list of products. A product
        that is in a basket twice counts once.
    min_support : float
        Smallest share of baskets that have all products of a rule, above 0 to 1.
    min_confidence : float
        Smallest confidence, 0 to 1.
    max_items : int
        Most products in a rule, that on the right included; 2 or more.
    basket, product : label, optional
        Columns of the table; may be left out if it has these two only, in this order.
    level : float
        Of the lift's interval, 0 to 1.

    Returns
    -------
    pandas.DataFrame
        Columns antecedent (a tuple), consequent, together, first, second (counts of baskets:
        both sides, left, right), baskets, support, confidence, lift, lift_low, lift_high,
        leverage, conviction, zhang, p_value, p_adjusted; the highest lift first.

    Raises
    ------
    ValueError
        If the columns cannot be told, products are missing, a share is out of range, or so many
        products are frequent that nobody could read their rules.

    References
    ----------
    Agrawal & Srikant (1994); Brin, Motwani, Ullman & Tsur (1997); Zhang (2000), Association Rules;
    Hahsler, Grün & Hornik (2005), arules, whose rules have one product on the right as well.

    Examples
    --------
    >>> baskets = [["beans", "filter"], ["beans", "filter"], ["beans", "cup"], ["cup"]]
    >>> rules = association_rules(baskets, min_support=0.5, min_confidence=0.9)
    >>> rules[["antecedent", "consequent", "together", "confidence", "lift"]].to_numpy().tolist()
    [[('filter',), 'beans', 2, 1.0, 1.3333333333333333]]
    """
    asked = (
        single("min_support", min_support, _ABOVE),
        single("min_confidence", min_confidence, SHARE),
    )
    single("level", level, _LEVEL)
    if max_items < 2:
        raise ValueError(f"max_items must be 2 or more, got {max_items}: a rule has two sides.")
    bought = read(baskets, basket, product)
    least = max(math.ceil(asked[0] * bought.baskets * (1 - 1e-12)), 1)
    rules = _measured(_sides(frequent_sets(bought, least, int(max_items))), bought.baskets, level)
    kept = rules[rules["together"] >= asked[1] * rules["first"] * (1 - 1e-12)]
    kept = kept.sort_values(
        ["lift", "together", "antecedent", "consequent"], ascending=[False, False, True, True]
    )
    kept, names = kept.reset_index(drop=True), bought.names
    left = [tuple(names[i] for i in items) for items in kept["antecedent"]]
    right = [names[i] for i in kept["consequent"]]
    return kept.assign(antecedent=pd.Series(left, dtype=object), consequent=right)


def _sides(counts: Counts) -> pd.DataFrame:
    """Split each set into each of its products and the others, with the counts of all three."""
    rows = [
        (left := items[:i] + items[i + 1 :], items[i], count, counts[left], counts[(items[i],)])
        for items, count in counts.items()
        if len(items) > 1
        for i in range(len(items))
    ]
    columns = zip(*rows, strict=True) if rows else [()] * 5
    return pd.DataFrame(dict(zip(["antecedent", "consequent", *_COUNTED], columns, strict=True)))


def _measured(rules: pd.DataFrame, n: int, level: float) -> pd.DataFrame:
    """Add the measures of each rule."""
    both, one, two = (rules[name].to_numpy(dtype=float) for name in _COUNTED)
    lift = _lift(both, one, two, float(n), level)
    support, confidence, left, right = both / n, both / one, one / n, two / n
    leverage = both / n - left * right
    most = np.maximum(support * (1 - left), left * (right - support))
    with np.errstate(divide="ignore", invalid="ignore"):
        conviction = np.where(
            both == one, np.where(two == n, 1.0, np.inf), (1 - right) / (1 - confidence)
        )
        zhang = np.where(most > 0, leverage / most, 0.0)
    chance = fisher(both, one, two, n)
    return rules.assign(
        baskets=n,
        support=support,
        confidence=confidence,
        lift=lift.lift,
        lift_low=lift.low,
        lift_high=lift.high,
        leverage=leverage,
        conviction=conviction,
        zhang=zhang,
        p_value=chance,
        p_adjusted=adjusted(chance),
    )
