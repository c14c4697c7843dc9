"""Whom a list chooses: the best, the best of each group, or each group's truly best alike."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from clvwidgets.arguments import checked
from clvwidgets.data.any_table import read_numbers
from clvwidgets.doors import NOTHING, same_length
from clvwidgets.effects.estimate import Estimate, check_level
from clvwidgets.effects.parity import LIST, Mask, numbered_groups, plain
from clvwidgets.formulas.checks import SHARE, single


@checked(value=LIST)
def best_share(value: Any, share: float) -> Mask:
    """Choose the best share of all customers.

    Parameters
    ----------
    value : array_like
        What each is worth; of equals the first stands first.
    share : float in [0, 1]

    Returns
    -------
    numpy.ndarray of bool

    Raises
    ------
    ValueError
        If a value is missing or the share out of range.

    Examples
    --------
    >>> best_share([5, 9, 1, 7], 0.5).tolist()
    [False, True, False, True]
    """
    values = _values(value)
    return _first(values, round(single("share", share, SHARE) * len(values)))


@checked(value=LIST, group=LIST)
def same_share(value: Any, group: Any, share: float) -> Mask:
    """Choose the best share of each group.

    Parameters
    ----------
    value : array_like
        What each is worth; of equals the first stands first.
    group : array_like
        The group of each.
    share : float in [0, 1]
        Of each group; the number is rounded.

    Returns
    -------
    numpy.ndarray of bool

    Raises
    ------
    ValueError
        If the lists differ in length, an entry is missing or the share is out of range.

    Examples
    --------
    >>> same_share([5, 9, 1, 7], ["a", "a", "b", "b"], 0.5).tolist()
    [False, True, False, True]
    """
    values, part = _values(value), single("share", share, SHARE)
    same_length(value=values, group=group)
    codes, names = numbered_groups(group)
    chosen = np.zeros(len(values), dtype=bool)
    for place in range(len(names)):
        rows = np.flatnonzero(codes == place)
        chosen[rows] = _first(values[rows], round(part * len(rows)))
    return chosen


@checked(value=LIST, group=LIST, came=LIST)
def same_chance(value: Any, group: Any, came: Any, share: float) -> Mask:
    """Choose so that of those who ought to be chosen the same share is, in each group.

    Who ought to be chosen is the best share of all by what came. It can be set up afterwards
    only: on the day of the choice nobody knows what comes.

    Parameters
    ----------
    value : array_like
        What customers are ranked by.
    group : array_like
        The group of each.
    came : array_like
        What each was worth, as came out later.
    share : float in [0, 1]
        Share of all that is chosen, as near as whole customers allow.

    Returns
    -------
    numpy.ndarray of bool

    Raises
    ------
    ValueError
        If the lists differ in length, an entry is missing or the share is out of range.

    References
    ----------
    Hardt, Price & Srebro (2016), Equality of Opportunity in Supervised Learning, NeurIPS.

    Examples
    --------
    >>> same_chance([9, 8, 7, 6], ["a", "a", "b", "b"], [1, 0, 0, 1], 0.5).tolist()
    [True, False, True, True]
    """
    values, part = _values(value), single("share", share, SHARE)
    worth = _values(came, "came")
    same_length(value=values, group=group, came=worth)
    codes, names = numbered_groups(group)
    ought = best_share(worth, part)
    orders = [
        rows[np.argsort(-values[rows], kind="stable")]
        for rows in (np.flatnonzero(codes == place) for place in range(len(names)))
    ]
    found = [np.cumsum(ought[order]) / max(int(ought[order].sum()), 1) for order in orders]
    steps = np.unique(np.concatenate([[0.0], *found]))

    def at(chance: float) -> list[int]:
        """Count whom each group gives until this share of its truly best is found."""
        return [int(np.searchsorted(one, chance - 1e-12)) + 1 if chance else 0 for one in found]

    wanted, low, high = round(part * len(values)), 0, len(steps) - 1
    while low < high:  # the more is found, the more are chosen
        middle = (low + high) // 2
        low, high = (middle + 1, high) if sum(at(steps[middle])) < wanted else (low, middle)
    chosen = np.zeros(len(values), dtype=bool)
    for order, many, one in zip(orders, at(steps[low]), found, strict=True):
        chosen[order[: many if one[-1] > 0 else 0]] = True
    return chosen


@checked(value=LIST, group=LIST, came=LIST | NOTHING)
def cost_of_parity(
    value: Any, group: Any, share: float, came: Any = None, level: float = 0.95
) -> Estimate:
    r"""Find what part of the value reached is lost if each group has the same share of chosen.

    .. math:: 1 - \frac{\sum_{i \in \text{same share}} v_i}{\sum_{i \in \text{best}} v_i}

    Parameters
    ----------
    value : array_like
        What customers are ranked by, such as expected value.
    group : array_like
        The group of each.
    share : float in [0, 1]
        Share that is chosen.
    came : array_like, optional
        What each was worth, as came out later: the lists are ranked by ``value`` and weighed by
        this. Without it the answer is the model's word, and never below 0.
    level : float
        Of the interval: other customers of the same kind, the rule as it is.

    Returns
    -------
    Estimate
        Share of the value that the best would have brought; below 0 if equal shares bring more.

    Raises
    ------
    ValueError
        If lists differ in length, an entry is missing, or those chosen are worth nothing.

    Examples
    --------
    >>> found = cost_of_parity([9, 8, 7, 1], ["a", "a", "b", "b"], 0.5)
    >>> round(found.value, 3)
    0.059
    """
    best, equal = best_share(value, share), same_share(value, group, share)
    worth = _values(value) if came is None else _values(came, "came")
    same_length(value=best, came=worth)
    reached = float(worth[best].sum())
    if reached <= 0:
        raise ValueError(
            f"Those chosen by value are worth {reached:,.0f} together, so nothing is a share of "
            "it. Choose a larger share, or compare the two sums."
        )
    kept = float(worth[equal].sum()) / reached
    rest = worth * (equal - kept * best)
    from scipy.special import ndtri

    reach = float(ndtri(0.5 + check_level(level) / 2) * np.sqrt(np.square(rest).sum()) / reached)
    return Estimate(1 - kept, 1 - kept - reach, 1 - kept + reach, level)


def _values(value: Any, name: str = "value") -> npt.NDArray[np.float64]:
    import pandas as pd

    if not len(value):
        raise ValueError(f"{name} is empty; there is nobody to choose.")
    return read_numbers(pd.Series(plain(value), name=name), name)


def _first(values: npt.NDArray[np.float64], many: int) -> Mask:
    chosen = np.zeros(len(values), dtype=bool)
    chosen[np.argsort(-values, kind="stable")[:many]] = True
    return chosen
