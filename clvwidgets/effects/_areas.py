"""Areas under curves of targeting, and how they answer to one more row of each kind."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from clvwidgets._places import places
from clvwidgets.effects._rows import Floats, Ranked

Kind = Literal["qini", "uplift"]


@dataclass(frozen=True)
class Sums:
    """Counts and sums of outcomes of both arms, among those above each cut."""

    treated: Floats
    others: Floats
    treated_outcome: Floats
    others_outcome: Floats

    @property
    def customers(self) -> Floats:
        """How many stand above each cut."""
        return self.treated + self.others


def sums_above(rows: Ranked, group: npt.NDArray[np.intp], weights: Floats) -> tuple[Floats, Floats]:
    """Sum weights of the treated and of the others, group after group."""
    groups = int(group.max()) + 1
    on = np.bincount(places(group), weights * rows.treated, groups)
    off = np.bincount(places(group), weights * ~rows.treated, groups)
    return np.cumsum(on, dtype=float), np.cumsum(off, dtype=float)


def sums(rows: Ranked, group: npt.NDArray[np.intp]) -> Sums:
    """Count and sum both arms above the cut below each group."""
    treated, others = sums_above(rows, group, np.ones(len(group)))
    return Sums(treated, others, *sums_above(rows, group, rows.outcome))


def share(part: Floats, whole: Floats) -> Floats:
    """Divide; 0 where nobody is there yet."""
    return np.divide(part, whole, out=np.zeros_like(part), where=whole != 0)


def heights(of: Sums, kind: Kind) -> Floats:
    """Heights of the curve at each cut."""
    if kind == "qini":
        return of.treated_outcome - of.others_outcome * share(of.treated, of.others)
    mean, other_mean = _means(of)
    return of.customers * (mean - other_mean)


def _means(of: Sums) -> tuple[Floats, Floats]:
    return share(of.treated_outcome, of.treated), share(of.others_outcome, of.others)


def _slopes_of_heights(of: Sums, kind: Kind) -> tuple[Floats, Floats, Floats, Floats]:
    """Differentiate the heights by each of the four sums."""
    one = np.ones_like(of.treated)
    mean, other_mean = _means(of)
    if kind == "qini":
        ratio = share(of.treated, of.others)
        return -other_mean, ratio * other_mean, one, -ratio
    per, per_other = share(of.customers, of.treated), share(of.customers, of.others)
    gap = mean - other_mean
    return gap - per * mean, gap + per_other * other_mean, per, -per_other


def area(rows: Ranked, group: npt.NDArray[np.intp], kind: Kind) -> tuple[float, Floats]:
    """Give the area under the curve of a ranking, and what one more of each row would add to it.

    The second is the derivative by the row's weight, from which the standard error follows (the
    infinitesimal jackknife; Efron 1982).
    """
    of = sums(rows, group)
    width, height = np.concatenate([[0], of.customers]), np.concatenate([[0], heights(of, kind)])
    total = float(np.sum(np.diff(width) * (height[1:] + height[:-1]) / 2))
    by_height = (np.append(width[2:], width[-1]) - width[:-1]) / 2
    by_width = (height[:-1] - np.append(height[2:], -height[-1])) / 2
    parts = _slopes_of_heights(of, kind)
    above = [by_height * part + (by_width if i < 2 else 0) for i, part in enumerate(parts)]
    on, off, on_outcome, off_outcome = (np.cumsum(one[::-1])[::-1][group] for one in above)
    y = rows.outcome
    return total, np.where(rows.treated, on + y * on_outcome, off + y * off_outcome)


def perfect_order(rows: Ranked, kind: Kind) -> npt.NDArray[np.intp]:
    """Rank as if everybody's answer were known: groups of outcomes of 0 and 1, the best first.

    Who answered when treated comes first, who answered untreated last. The uplift curve's own
    maximum depends on which of the middle groups is larger.
    """
    y, w = rows.outcome.astype(np.intp), rows.treated.astype(np.intp)
    if kind == "qini":
        place = y * w - y * (1 - w)
    else:
        answered_alone, silent_treated = int(np.sum(y & (1 - w))), int(np.sum((1 - y) & w))
        place = 2 * (y == w) + (y if answered_alone > silent_treated else w)
    _, group = np.unique(-place, return_inverse=True)
    return group
