"""Shares of two groups beside each other: their difference and ratio, with intervals."""

from __future__ import annotations

import math
from typing import Final, Literal

import numpy as np

from clvwidgets.arguments import checked
from clvwidgets.effects.estimate import Estimate, check_level

_ADDED: Final = {"wald": 0, "agresti_caffo": 1}


@checked()
def difference_interval(
    x1: int,
    n1: int,
    x2: int,
    n2: int,
    method: Literal["newcombe", "agresti_caffo", "wald"] = "newcombe",
    level: float = 0.95,
) -> Estimate:
    """Give the difference of two shares, x1/n1 less x2/n2, with its interval.

    Parameters
    ----------
    x1, n1 : int
        How many said yes in the first group, of how many.
    x2, n2 : int
        The same in the second.
    method : {"newcombe", "agresti_caffo", "wald"}
        Newcombe's combines two Wilson intervals, is right for few and rare, and never leaves -1
        to 1. Agresti and Caffo add a yes and a no to each group. Wald's is the one of textbooks:
        too narrow for few or rare, and of no width where all say the same.
    level : float
        Share of such intervals that hold the true difference.

    Returns
    -------
    Estimate
        Points, as a fraction.

    Raises
    ------
    ValueError
        If a group is empty, or more said yes than were asked.

    References
    ----------
    Newcombe (1998), Interval Estimation for the Difference Between Independent Proportions,
    Statistics in Medicine 17, method 10. Agresti & Caffo (2000), Simple and Effective Confidence
    Intervals for Proportions, The American Statistician 54(4).

    Examples
    --------
    Who got mail bought more often than who got none (Hillstrom 2008): 0.7 points.

    >>> print(difference_interval(267, 21_307, 122, 21_306))
    0.00681 [0.00501, 0.00864]
    """
    _check_counts("x1", x1, "n1", n1)
    _check_counts("x2", x2, "n2", n2)
    z = _quantile(level)
    p1, p2 = x1 / n1, x2 / n2
    if method == "newcombe":
        (low1, high1), (low2, high2) = _wilson(x1, n1, z), _wilson(x2, n2, z)
        down, up = math.hypot(p1 - low1, high2 - p2), math.hypot(high1 - p1, p2 - low2)
        return Estimate(p1 - p2, p1 - p2 - down, p1 - p2 + up, level)
    more = _ADDED[method]
    q1, q2 = (x1 + more) / (n1 + 2 * more), (x2 + more) / (n2 + 2 * more)
    spread = q1 * (1 - q1) / (n1 + 2 * more) + q2 * (1 - q2) / (n2 + 2 * more)
    reach = z * math.sqrt(spread)
    # No two shares differ by more than 1.
    return Estimate(p1 - p2, max(q1 - q2 - reach, -1.0), min(q1 - q2 + reach, 1.0), level)


@checked()
def ratio_interval(x1: int, n1: int, x2: int, n2: int, level: float = 0.95) -> Estimate:
    r"""Give the ratio of two shares, x1/n1 over x2/n2, with Katz's interval.

    .. math:: \frac{x_1 / n_1}{x_2 / n_2} \exp\left(\pm z
        \sqrt{\tfrac{1}{x_1} - \tfrac{1}{n_1} + \tfrac{1}{x_2} - \tfrac{1}{n_2}}\right)

    Where nobody in the first group said yes, or everybody in both, that has no width, and the
    interval is made of Wilson's of each (Donner & Zou).

    Parameters
    ----------
    x1, n1 : int
        How many said yes in the first group, of how many.
    x2, n2 : int
        The same in the second.
    level : float

    Returns
    -------
    Estimate

    Raises
    ------
    ValueError
        If a group is empty, more said yes than were asked, or nobody in the second did.

    References
    ----------
    Katz, Baptista, Azen & Pike (1978), Obtaining Confidence Intervals for the Risk Ratio in
    Cohort Studies, Biometrics 34(3). Donner & Zou (2012), Closed-form Confidence Intervals for
    Functions of the Normal Mean and Standard Deviation, Statistical Methods in Medical Research.

    Examples
    --------
    >>> print(ratio_interval(16, 100, 20, 100))
    0.8 [0.441, 1.45]
    """
    _check_counts("x1", x1, "n1", n1)
    _check_counts("x2", x2, "n2", n2)
    if not x2:
        raise ValueError(
            f"x2 is 0: nobody of {n2:,} in the second group said yes, and nothing is a share of "
            "that. Use difference_interval."
        )
    z, ratio = _quantile(level), x1 * n2 / (n1 * x2)
    spread = 1 / x1 - 1 / n1 + 1 / x2 - 1 / n2 if x1 else 0.0
    if spread > 0:
        reach = math.exp(z * math.sqrt(spread))
        return Estimate(ratio, ratio / reach, ratio * reach, level)
    (low1, high1), (low2, high2) = _wilson(x1, n1, z), _wilson(x2, n2, z)
    p1, p2 = x1 / n1, x2 / n2
    low = _mover(p1, p2, low1, high2, -1) if x1 else 0.0
    return Estimate(ratio, low, _mover(p1, p2, high1, low2, 1), level)


@checked()
def share_interval(x: int, n: int, level: float = 0.95) -> Estimate:
    """Give a share with Wilson's interval.

    Parameters
    ----------
    x, n : int
        How many said yes, of how many.
    level : float

    Returns
    -------
    Estimate

    Raises
    ------
    ValueError
        If nobody was asked, or more said yes than were asked.

    References
    ----------
    Wilson (1927), Probable Inference, the Law of Succession, and Statistical Inference, Journal of
    the American Statistical Association 22.

    Examples
    --------
    >>> print(share_interval(0, 20))
    0 [0, 0.161]
    """
    _check_counts("x", x, "n", n)
    return Estimate(x / n, *_wilson(x, n, _quantile(level)), level)


def _wilson(x: int, n: int, z: float) -> tuple[float, float]:
    share, more = x / n, z * z / n
    middle = share + more / 2
    reach = z * math.sqrt((share * (1 - share) + more / 4) / n)
    low, high = (middle - reach) / (1 + more), (middle + reach) / (1 + more)
    return (0.0 if x == 0 else low), (1.0 if x == n else high)


def _mover(p1: float, p2: float, end1: float, end2: float, sign: int) -> float:
    below = end2 * (2 * p2 - end2)
    inside = (p1 * p2) ** 2 - end1 * (2 * p1 - end1) * below
    return (p1 * p2 + sign * math.sqrt(max(inside, 0.0))) / below


def _quantile(level: float) -> float:
    from scipy.special import ndtri

    return float(ndtri(0.5 + check_level(level) / 2))


def _check_counts(x_name: str, x: int, n_name: str, n: int) -> None:
    if n < 1:
        raise ValueError(f"{n_name} must be 1 or more, got {n}: an empty group has no share.")
    if not 0 <= x <= n:
        raise ValueError(f"{x_name} must lie between 0 and {n_name}, got {x} of {np.int64(n)}.")
