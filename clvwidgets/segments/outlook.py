"""How cohorts may go on: the chain ladder with its standard error."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from clvwidgets.arguments import checked, checked_methods
from clvwidgets.data.cohorts import chain_ladder
from clvwidgets.doors import MATRIX

Triangle = npt.NDArray[np.float64]


@checked_methods()
@dataclass(frozen=True)
class Outlook:
    """A cumulative triangle that was completed.

    Attributes
    ----------
    expected : array, shape (cohorts, ages)
        What was seen, and what is to be expected where nothing was seen yet.
    error : array, shape (cohorts, ages)
        Standard error of what is expected: 0 where it was seen, not-a-number where too few cohorts
        tell how much they differ, or none had anything to grow from.

    Examples
    --------
    >>> outlook = chain_ladder_outlook([[100, 150, 160], [90, 120, np.nan], [80, np.nan, np.nan]])
    >>> [end[2].round().tolist() for end in outlook.interval()]
    [[80.0, 98.0, 95.0], [80.0, 129.0, 148.0]]
    """

    expected: Triangle
    error: Triangle

    def interval(self, z: float = 1.2816) -> tuple[Triangle, Triangle]:
        """Lower and upper end; with the default z the truth lies between in 8 of 10 cases.

        The interval takes the errors for normally distributed.
        """
        return self.expected - z * self.error, self.expected + z * self.error


@checked(cumulative=MATRIX)
def chain_ladder_outlook(cumulative: npt.ArrayLike) -> Outlook:
    r"""Complete a triangle of totals, with Mack's standard error.

    .. math::
        \mathrm{mse}(\hat C_{i,n}) = \hat C_{i,n}^2 \sum_k \frac{\hat\sigma_k^2}{\hat f_k^2}
        \Big( \frac{1}{\hat C_{i,k}} + \frac{1}{\sum_j C_{j,k}} \Big)

    over the ages :math:`k` that are still to come; :math:`f_k` is the mean growth from age k to
    the next, weighted by the totals, and :math:`\sigma_k^2` says how much cohorts differ in it.

    Parameters
    ----------
    cumulative : array_like of shape (cohorts, ages)
        Totals so far, 0 or more; not-a-number where nothing was seen yet. A row may only miss its
        end.

    Returns
    -------
    Outlook

    Raises
    ------
    ValueError
        If a row has a gap, or a column no cell; or if a total is negative or nearly used up by
        returns.

    References
    ----------
    T. Mack (1993), Distribution-free Calculation of the Standard Error of Chain Ladder Reserve
    Estimates, ASTIN Bulletin 23(2).

    Examples
    --------
    >>> outlook = chain_ladder_outlook([[100, 150], [80, np.nan]])
    >>> outlook.expected[1].tolist(), outlook.error[1].tolist()
    ([80.0, 120.0], [0.0, nan])
    """
    seen = np.array(cumulative, dtype=float)
    known = np.isfinite(seen)
    done = chain_ladder(pd.DataFrame(seen)).to_numpy()
    variance = np.zeros_like(done)
    factors, sigmas, weights = _growth(done, known)
    for age in range(done.shape[1] - 1):
        missing = ~known[:, age + 1]
        before, factor = done[missing, age], factors[age]
        # Mack's recursion: what is uncertain already grows, and this age adds its own share.
        own = before * sigmas[age] + before**2 * sigmas[age] / (weights[age] or np.nan)
        variance[missing, age + 1] = variance[missing, age] * factor**2 + own
    return Outlook(done, np.sqrt(variance))


def _growth(
    done: Triangle, known: npt.NDArray[np.bool_]
) -> tuple[list[float], list[float], list[float]]:
    """Mean growth from each age to the next, how much cohorts differ in it, and its weight."""
    factors, sigmas, weights = [], [], []
    for age in range(done.shape[1] - 1):
        both = known[:, age + 1]
        before, after = done[both, age], done[both, age + 1]
        whole = before.sum()
        # Where nothing came so far, no growth is known: nothing stays nothing.
        factor = after.sum() / whole if whole > 0 else 1.0
        some = before > 0
        if some.sum() > 1:
            spread = before[some] * (after[some] / before[some] - factor) ** 2
            sigmas.append(float(spread.sum() / (some.sum() - 1)))
        else:
            sigmas.append(_carried_on(sigmas))
        factors.append(float(factor))
        weights.append(float(whole))
    return factors, sigmas, weights


def _carried_on(sigmas: list[float]) -> float:
    """Carry the spread on to an age that a single cohort has reached, as Mack does."""
    if not sigmas or np.isnan(sigmas[-1]):
        return float("nan")
    if len(sigmas) < 2 or sigmas[-2] == 0:
        return sigmas[-1]
    last, earlier = sigmas[-1], sigmas[-2]
    return min(last**2 / earlier, last, earlier)
