"""How much of the value sits with how few customers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from clvwidgets.arguments import checked
from clvwidgets.doors import VECTOR

_PARTS = 100


@dataclass(frozen=True)
class ValueClass:
    """A class of customers by what they are worth, and what to do about them.

    Attributes
    ----------
    name : str
    upto : float
        Share of all value at which the class ends, counted from the best customer on.
    action : str

    Examples
    --------
    >>> [(found.name, found.upto) for found in VALUE_CLASSES[:2]]
    [('Core', 0.5), ('Middle', 0.8)]
    """

    name: str
    upto: float
    action: str


VALUE_CLASSES = (
    ValueClass("Core", 0.5, "Know them by name; look after each one who slows down"),
    ValueClass("Middle", 0.8, "Grow them; offer what goes with their purchases"),
    ValueClass("Small", np.inf, "Serve them well and cheaply; let them do it themselves"),
    ValueClass("At a loss", np.inf, "Find out why: returns, discounts, service; change the terms"),
)
"""Half of the value, the next three tenths, the rest; and last who brings nothing or costs."""


def value_ranks(values: npt.ArrayLike) -> npt.NDArray[np.int64]:
    """Rank of each customer, 1 for the most valuable; equal values keep the order of the table.

    Parameters
    ----------
    values : array_like of shape (n,)
        Money; finite.

    Returns
    -------
    array of int

    Raises
    ------
    ValueError
        If a value is missing or infinite.

    Examples
    --------
    >>> value_ranks([5.0, 9.0, 5.0]).tolist()
    [2, 1, 3]
    """
    numbers = np.asarray(values, dtype=float)
    wrong = ~np.isfinite(numbers)
    if wrong.any():
        raise ValueError(
            f"Customers are ranked by finite values, got {numbers[wrong][0]} for {wrong.sum()} of "
            f"{len(numbers)}. Fill those in, or leave these customers out."
        )
    ranks = np.empty(len(numbers), dtype=np.int64)
    ranks[np.argsort(-numbers, kind="stable")] = np.arange(1, len(numbers) + 1)
    return ranks


def part_ends(customers: int, parts: int = _PARTS, *, at_least: int = 1) -> npt.NDArray[np.int64]:
    """Last rank of each of equal parts of the customers; no part is empty.

    Parameters
    ----------
    customers : int
        One or more.
    parts : int
        How many parts; with fewer customers, each is one of its own.
    at_least : int
        Customers that each part holds, where there are so many; then the parts are fewer.

    Returns
    -------
    array of int

    Examples
    --------
    >>> part_ends(5, 2).tolist(), part_ends(3, 100).tolist()
    ([2, 5], [1, 2, 3])
    >>> part_ends(25, at_least=10).tolist()
    [12, 25]
    """
    parts = max(min(parts, customers // max(at_least, 1)), 1)
    ends: npt.NDArray[np.int64] = np.arange(1, parts + 1, dtype=np.int64) * customers // parts
    return ends


@checked(sums=VECTOR)
def concentration(sums: npt.ArrayLike) -> npt.NDArray[np.float64]:
    """Share of all value that the first parts hold together: heights of the concentration curve.

    The best customers come first, so the curve lies above the diagonal. Where some cost more than
    they bring, it rises above 1 before it comes down to it. The Lorenz curve of
    `clvwidgets.models.lorenz_curve` counts from the other end, and lies below the diagonal.

    Parameters
    ----------
    sums : array_like of shape (k,)
        Value of each part, best customers first.

    Returns
    -------
    numpy.ndarray of shape (k,)
        Not-a-number throughout if the customers bring nothing in all.

    Examples
    --------
    >>> concentration([60.0, 30.0, 10.0]).tolist()
    [0.6, 0.9, 1.0]
    """
    amounts = np.asarray(sums, dtype=float)
    whole = amounts.sum()
    if not whole > 0:
        return np.full(len(amounts), np.nan)
    return np.asarray(np.cumsum(amounts) / whole)


@checked(sums=VECTOR)
def value_classes(sums: npt.ArrayLike) -> list[ValueClass]:
    """Class of each part of the customers.

    Parameters
    ----------
    sums : array_like of shape (k,)
        Value of each part, best customers first.

    Returns
    -------
    list of ValueClass
        A part belongs to the class in which it begins; parts that bring nothing to the last.

    Examples
    --------
    >>> [found.name for found in value_classes([60.0, 30.0, 20.0, -10.0])]
    ['Core', 'Middle', 'Small', 'At a loss']
    """
    amounts = np.asarray(sums, dtype=float)
    *ranked, loss = VALUE_CLASSES
    gains = np.clip(np.nan_to_num(amounts), 0, None)
    whole = gains.sum()
    begins = (np.cumsum(gains) - gains) / whole if whole > 0 else np.zeros(len(amounts))
    found = []
    for amount, start in zip(amounts, begins, strict=True):
        found.append(loss if amount <= 0 else next(c for c in ranked if start < c.upto))
    return found


def profits(customers: pd.DataFrame, margin: float, cost_per_order: float) -> pd.Series[Any]:
    """Profit of each customer: the margin of what they spent, less what their orders cost.

    Parameters
    ----------
    customers : pandas.DataFrame
        Columns ``revenue`` (with returns taken out, if they are to count) and ``orders``.
    margin : float
        Share of revenue left after the cost of goods, between 0 and 1.
    cost_per_order : float
        Money for packing, sending and serving one order.

    Returns
    -------
    pandas.Series

    Examples
    --------
    >>> profits(pd.DataFrame({"revenue": [100.0], "orders": [2]}), 0.4, 5.0).tolist()
    [30.0]
    """
    found: pd.Series[Any] = customers["revenue"] * margin - customers["orders"] * cost_per_order
    return found.rename("profit")
