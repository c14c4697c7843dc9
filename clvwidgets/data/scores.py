"""Scores from 1 to 5 that treat equal customers equally and leave no score empty without need."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from clvwidgets.arguments import checked
from clvwidgets.doors import ANYTHING, VECTOR, shown

SCORES = 5


@checked()
def score_cuts(values: npt.ArrayLike) -> tuple[float, ...]:
    """Four cut points that divide values into five scores.

    Equal values always get the same score, so exact fifths are often impossible: in many shops
    more than half of the customers bought once. The rule goes from low to high. Each score takes
    at least one distinct value, and then more as long as that brings it nearer to an equal share
    of what is left. So with half the customers at one order, score 1 is that half and the others
    share scores 2 to 5.

    With fewer than five distinct values, the scores in use are spread from 1 to 5 (three values:
    1, 3, 5). A single value gets score 3, because nothing tells the customers apart.

    Parameters
    ----------
    values : array_like of shape (n,)
        Finite numbers, at least one.

    Returns
    -------
    tuple of float
        ``cuts``, not decreasing. A value has the score 1 plus the number of cuts below it: score
        1 up to and including ``cuts[0]``, score 5 above ``cuts[3]``. Equal cuts skip a score.

    Raises
    ------
    ValueError
        If there are no values, or some are not finite.

    Examples
    --------
    Six of ten customers bought once; quintiles would leave scores empty.

    >>> score_cuts([1, 1, 1, 1, 1, 1, 2, 3, 5, 8])
    (1.0, 2.0, 3.0, 5.0)
    >>> score_cuts([10, 20, 30])
    (10.0, 10.0, 20.0, 20.0)
    """
    numbers = np.asarray(values, dtype=float)
    if numbers.size == 0 or not np.isfinite(numbers).all():
        raise ValueError(
            f"Scores need at least one value and finite values only, got {numbers.size} values, "
            f"{np.count_nonzero(~np.isfinite(numbers))} of them not finite. Drop those first."
        )
    distinct, counts = np.unique(numbers, return_counts=True)
    if len(distinct) < SCORES:
        return _spread(distinct)
    last = _last_of_each_score(counts)
    return tuple(float(value) for value in distinct[last])


def _spread(distinct: npt.NDArray[np.float64]) -> tuple[float, ...]:
    """Cuts for fewer values than scores: the lowest gets 1, the highest 5, the others between."""
    if len(distinct) == 1:
        scores = np.array([(SCORES + 1) // 2])
    else:
        scores = np.linspace(1, SCORES, len(distinct)).round().astype(int)
    # Cut k is the highest value whose score is at most k.
    reached = [distinct[scores <= k] for k in range(1, SCORES)]
    return tuple(float(values[-1]) if values.size else float("-inf") for values in reached)


def _last_of_each_score(counts: npt.NDArray[np.int64]) -> list[int]:
    """Position of the last distinct value in each score but the highest."""
    below = np.cumsum(counts)
    taken, first, last = 0, 0, []
    for score in range(1, SCORES):
        share = (below[-1] - taken) / (SCORES - score + 1)
        # The shares on both sides of the wish, and the values that the higher scores still need.
        end = int(np.searchsorted(below, taken + share))
        nearer_before = end > first and below[end] - taken - share > taken + share - below[end - 1]
        position = min(max(end - nearer_before, first), len(counts) - 1 - (SCORES - score))
        last.append(position)
        taken, first = int(below[position]), position + 1
    return last


@checked(cuts=ANYTHING)
def score(values: npt.ArrayLike, cuts: Sequence[float], *, low_is_good: bool = False) -> Any:
    """Score of each value, 1 to 5.

    Parameters
    ----------
    values : array_like of shape (n,)
        Numbers in the unit of the cuts.
    cuts : sequence of four numbers, not decreasing
        As :func:`score_cuts` gives them, or your own.
    low_is_good : bool
        Turn the scores round: the lowest values get 5, as for the days since the last purchase.

    Returns
    -------
    numpy.ndarray of int, shape (n,)

    Raises
    ------
    ValueError
        If the cuts are not four numbers in order, or values are missing.

    Examples
    --------
    >>> score([1, 2, 9], cuts=[1, 2, 4, 8])
    array([1, 2, 5])
    >>> score([3, 400], cuts=[30, 90, 180, 365], low_is_good=True)
    array([5, 1])
    """
    limits, numbers = _checked(cuts), np.asarray(values, dtype=float)
    if missing := int(np.isnan(numbers).sum()):
        raise ValueError(
            f"{missing} of {numbers.size} values are missing (NaN), and have no score. Drop those "
            "first."
        )
    above = np.searchsorted(limits, numbers, side="left")
    return SCORES - above if low_is_good else above + 1


def _checked(cuts: Sequence[float]) -> npt.NDArray[np.float64]:
    limits = np.asarray(cuts, dtype=float) if VECTOR.lets_in(cuts) else np.empty(0)
    # Not-a-number is never in order, so it is refused here too.
    if limits.shape != (SCORES - 1,) or not (limits[:-1] <= limits[1:]).all():
        raise ValueError(
            f"cuts must be {SCORES - 1} numbers in rising order, got {shown(cuts)}. "
            "Four numbers divide the customers into five scores, for example [1, 2, 4, 8]."
        )
    return limits
