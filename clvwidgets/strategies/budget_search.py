"""A search of the best split of a budget where no formula gives it: curves of any form."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, Final

from clvwidgets.arguments import checked
from clvwidgets.doors import FUNCTION, NOTHING, REAL, VECTOR, list_of
from clvwidgets.formulas.checks import COST, DURATION, Range, single, unwrap

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Floats = npt.NDArray[np.float64]
    Ints = npt.NDArray[np.int64]

_STEPS: Final = Range("be a whole number from 10 to 1,000", low=10, high=1000, whole=True)
_FINER, _FINEST, _AROUND = 4, 10_000_000, 8
"""Each grid is so much finer than the last, until the budget has so many steps; so many of them
around the best are looked at."""


@checked(responses=list_of(FUNCTION), at_most=VECTOR | REAL | NOTHING)
def search_budget_split(
    budget: float,
    responses: Sequence[Callable[[Any], Any]],
    at_most: npt.ArrayLike | None = None,
    steps: int = 200,
) -> Any:
    """Search the best split of a budget over channels whose curves may have any form.

    An S-shaped curve has hills of its own, on which a climb from one start can end. So all splits
    in steps of a grid are compared first, by dynamic programming; then the grid is made finer
    around the best.

    Parameters
    ----------
    budget : float
        Money in a period.
    responses : sequence of callable
        For each channel, what an array of spends brings: customers, or their worth.
    at_most : array_like of shape (n,), or float, optional
        Money in a period that a channel gets at most.
    steps : int
        Steps of the first grid, from nothing to the whole budget; hills narrower than one are
        not found.

    Returns
    -------
    numpy.ndarray
        Money for each channel; together the budget, or less where more brings less.

    Raises
    ------
    ValueError
        If a number is missing or out of its range, or a response is missing.

    References
    ----------
    Bellman (1957), Dynamic Programming, ch. 1: an allocation of one resource.

    Examples
    --------
    A little money in each of two channels wins nobody, so that one gets all:

    >>> curve = lambda spend: 100 * spend**4 / (spend**4 + 80**4)
    >>> search_budget_split(100, [curve, curve]).round(2).tolist()
    [100.0, 0.0]
    """
    import numpy as np

    total, units = single("budget", budget, COST), int(single("steps", steps, _STEPS))
    limit = _limits(at_most, len(responses))
    lowest = np.zeros(len(responses), int)
    width = units
    while True:
        step = total / units
        counts = [np.arange(low, low + width + 1) for low in lowest]
        worths = [
            _worth(place, responses[place], np.minimum(count * step, limit[place]))
            for place, count in enumerate(counts)
        ]
        best = lowest + _best_steps(worths, units - int(lowest.sum()))
        if units >= _FINEST or total == 0:
            return np.minimum(best * step, limit)
        units, width = units * _FINER, 2 * _AROUND
        lowest = np.maximum(best * _FINER - _AROUND, 0)


def _best_steps(worths: Sequence[Floats], most: int) -> Ints:
    """Find how many steps each channel gets, of at most so many in all, so that most is earned."""
    import numpy as np

    most = min(most, sum(len(worth) - 1 for worth in worths))
    earned = np.zeros(most + 1)  # by the channels so far, with at most so many steps
    chosen = []
    for worth in worths:
        own = np.arange(min(len(worth), most + 1))
        left = np.arange(most + 1)[:, None] - own
        total = np.where(left >= 0, earned[np.maximum(left, 0)] + worth[own], -np.inf)
        chosen.append(total.argmax(axis=1))
        earned = total.max(axis=1)
    steps = np.zeros(len(worths), int)
    for place in reversed(range(len(worths))):
        steps[place] = chosen[place][most]
        most -= int(steps[place])
    return steps


def _worth(place: int, response: Callable[[Any], Any], spend: Floats) -> Floats:
    """Ask a response what an array of spends brings."""
    import numpy as np

    worth = np.asarray(response(spend), dtype=float)
    if worth.shape != spend.shape or not np.isfinite(worth).all():
        raise ValueError(
            f"responses[{place}] must give one finite number for each spend of an array, from 0 to "
            "the budget. Write it with NumPy's functions, and look at what it gives at both ends."
        )
    return worth


def _limits(at_most: Any, count: int) -> Floats:
    import numpy as np

    if count == 0:
        raise ValueError(
            "There is no channel to split over: responses is empty. Name one at least."
        )
    if at_most is None:
        return np.full(count, np.inf)
    limit = np.asarray(unwrap("at_most", np.asarray(at_most), DURATION), dtype=float)
    if limit.ndim and len(limit) != count:
        raise ValueError(
            f"There must be one number for each channel, got responses {count}, "
            f"at_most {len(limit)}."
        )
    return np.broadcast_to(limit, count)
