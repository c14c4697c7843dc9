"""Stages of a customer's life, and who is worth winning back."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from clvwidgets.arguments import checked
from clvwidgets.doors import VECTOR, same_length, table_with

STAGES: Mapping[str, str] = MappingProxyType(
    {
        "introduction": "Welcome them, make the next purchase easy",
        "growth": "Show them what else there is, while they like you",
        "maturity": "Keep the service good, thank them, ask for a recommendation",
        "decline": "Win back whom it pays to win back; write to the others rarely",
    }
)
"""The stages in the order of a life, and what to do in each."""

_KNOWN = 3  # orders after which a customer's own pace can be told


@checked(probability_alive=VECTOR, orders=VECTOR, recent=VECTOR, earlier=VECTOR)
def life_stages(
    probability_alive: npt.ArrayLike,
    orders: npt.ArrayLike,
    recent: npt.ArrayLike,
    earlier: npt.ArrayLike,
) -> pd.Categorical[str]:
    """Find the stage of each customer.

    * decline: probably gone (alive with less than 0.5), or the pace has more than halved
    * introduction: fewer than three orders; too few to know a pace
    * growth: more orders lately than in the same time before
    * maturity: all others

    The first that fits is taken.

    Parameters
    ----------
    probability_alive : array_like of shape (n,)
    orders : array_like of shape (n,)
        All orders so far.
    recent, earlier : array_like of shape (n,)
        Orders in the last stretch of time, and in one of the same length before it.

    Returns
    -------
    pandas.Categorical
        With the names of ``STAGES``, in order.

    Examples
    --------
    >>> list(life_stages([0.9, 0.9, 0.9, 0.2], [1, 6, 6, 6], [1, 4, 2, 0], [0, 2, 2, 3]))
    ['introduction', 'growth', 'maturity', 'decline']
    """
    alive, count = np.asarray(probability_alive, float), np.asarray(orders, float)
    now, before = np.asarray(recent, float), np.asarray(earlier, float)
    same_length(probability_alive=alive, orders=count, recent=now, earlier=before)
    names = list(STAGES)
    codes = np.select(
        [(alive < 0.5) | (2 * now < before), count < _KNOWN, now > before], [3, 0, 1], 2
    )
    return pd.Categorical.from_codes(codes, pd.Index(names), ordered=True)


@checked(
    predictions=table_with("probability_alive", "purchases_if_alive", "expected_spend", "margin")
)
def at_stake(predictions: pd.DataFrame) -> pd.Series[Any]:
    """Value that is lost if a customer is gone: what they would bring, less what to expect.

    Parameters
    ----------
    predictions : pandas.DataFrame
        As ``CustomerValue.predict`` gives it.

    Returns
    -------
    pandas.Series
        Money: (1 - P(alive)) x value if alive.

    Examples
    --------
    >>> at_stake(pd.DataFrame({"probability_alive": [0.25], "purchases_if_alive": [4.0],
    ...     "expected_spend": [10.0], "margin": [0.5]})).tolist()
    [15.0]
    """
    alive = predictions["probability_alive"]
    worth = (
        predictions["purchases_if_alive"] * predictions["expected_spend"] * predictions["margin"]
    )
    found: pd.Series[Any] = (1 - alive) * worth
    return found.rename("at_stake")


def round_edges(values: npt.ArrayLike, most: int = 7) -> tuple[float, ...]:
    """Round numbers (1, 2, 5, 10 ...) that divide values into ranges, few on either end.

    Parameters
    ----------
    values : array_like of shape (n,)
        Those of 0 or less, and missing ones, are passed over.
    most : int
        At most so many edges.

    Returns
    -------
    tuple of float
        Rising, between the first and the last twentieth of the values; their median, in three
        digits, if no round number lies there; empty if they are all the same.

    Examples
    --------
    >>> round_edges([3, 8, 15, 40, 90, 210])
    (5.0, 10.0, 20.0, 50.0, 100.0)
    """
    numbers = np.asarray(values, dtype=float)
    numbers = numbers[np.isfinite(numbers) & (numbers > 0)]
    if not len(numbers) or numbers.min() == numbers.max():
        return ()
    low, high = np.quantile(numbers, [0.05, 0.98])
    powers = np.arange(np.floor(np.log10(low)), np.ceil(np.log10(high)) + 1)
    steps = np.array([1.0, 2.0, 5.0])
    edges = np.sort((10.0 ** powers[:, None] * steps).ravel().round(12))
    edges = edges[(edges > low) & (edges < high)]
    if not len(edges):
        middle = float(np.median(numbers))
        short = float(f"{middle:.3g}")
        return (short if numbers.min() < short < numbers.max() else middle,)
    return tuple(float(edge) for edge in edges[:: -(-len(edges) // most)])
