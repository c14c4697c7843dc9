"""How surprising a number of baskets is, if products had nothing to do with each other."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.special import gammaln

Floats = npt.NDArray[np.float64]


def fisher(together: Any, first: Any, second: Any, baskets: int) -> Floats:
    """Compute Fisher's exact test for many pairs at once: the smaller tail, doubled."""
    seen, one, two = (np.atleast_1d(np.asarray(x, float)) for x in (together, first, second))
    is_more = seen * baskets >= one * two
    log_chance = (
        _ways(one, seen) + _ways(baskets - one, two - seen) - _ways(np.full_like(two, baskets), two)
    )
    tail = np.exp(log_chance) * _terms(seen, one, two, baskets, np.where(is_more, 1.0, -1.0))
    found: Floats = np.minimum(1.0, 2 * tail)
    return found


def _ways(of: Floats, chosen: Floats) -> Floats:
    found: Floats = gammaln(of + 1) - gammaln(chosen + 1) - gammaln(of - chosen + 1)
    return found


def _terms(seen: Floats, one: Floats, two: Floats, baskets: int, step: Floats) -> Floats:
    """Sum the chances from what was seen outwards, as multiples of the chance of what was seen."""
    total, term, at = np.ones_like(seen), np.ones_like(seen), seen.copy()
    rows = np.arange(len(seen))
    while len(rows):
        n, a, b, up = at[rows], one[rows], two[rows], step[rows] > 0
        rest = baskets - a - b
        ratio = np.where(
            up,
            (a - n) * (b - n) / ((n + 1) * np.maximum(rest + n + 1, 1)),
            n * np.maximum(rest + n, 0) / np.maximum((a - n + 1) * (b - n + 1), 1),
        )
        term[rows] *= ratio
        total[rows] += term[rows]
        at[rows] += step[rows]
        rows = rows[term[rows] > 1e-17 * total[rows]]
    return total


def adjusted(chances: Floats) -> Floats:
    """Adjust p-values for their number: the false discovery rate (Benjamini & Hochberg 1995)."""
    order = np.argsort(chances, kind="stable")
    scaled = chances[order] * len(chances) / np.arange(1, len(chances) + 1)
    found = np.empty_like(chances)
    found[order] = np.minimum(1.0, np.minimum.accumulate(scaled[::-1])[::-1])
    return found
