"""A guess in three numbers, the lowest, the likeliest and the highest, and what it means."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from clvwidgets.formulas.arithmetic import Value, is_array, is_traced
from clvwidgets.formulas.checks import MONEY, formula

if TYPE_CHECKING:
    from clvwidgets.formulas.arithmetic import Number


@formula(low=MONEY, mode=MONEY, high=MONEY)
def three_point(low: Number, mode: Number, high: Number) -> dict[str, Value]:
    r"""Compute mean and variance of what was guessed by its lowest, likeliest and highest value.

    Where the ends are not equally far away the likeliest value is not the mean. Of a triangle

    .. math:: \mu = \frac{l + m + h}{3}, \quad
        \sigma^2 = \frac{(h - l)^2 + (m - l)(m - h)}{18}

    and of a PERT (beta) distribution, which trusts the ends less,

    .. math:: \mu = \frac{l + 4 m + h}{6}, \quad \sigma^2 = \frac{(\mu - l)(h - \mu)}{7}

    Parameters
    ----------
    low, mode, high : number
        Lowest, likeliest and highest value, in one unit.

    Returns
    -------
    dict
        ``triangular_mean, triangular_variance, pert_mean, pert_variance``.

    Raises
    ------
    ValueError
        If they do not rise.

    References
    ----------
    Johnson (1997), The Triangular Distribution as a Proxy for the Beta Distribution in Risk
    Analysis, The Statistician 46(3). Vose (2008), Risk Analysis, chapter on PERT.

    Examples
    --------
    A "best guess of 20" means 30, or 25.

    >>> told = three_point(10, 20, 60)
    >>> told["triangular_mean"], told["pert_mean"]
    (30.0, 25.0)
    """
    _rising(low, mode, high)
    pert = (low + 4 * mode + high) / 6
    width = high - low
    return {
        "triangular_mean": (low + mode + high) / 3,
        "triangular_variance": (width * width + (mode - low) * (mode - high)) / 18,
        "pert_mean": pert,
        "pert_variance": (pert - low) * (high - pert) / 7,
    }


def _rising(low: Any, mode: Any, high: Any) -> None:
    if any(map(is_traced, (low, mode, high))):
        return
    wrong = (low > mode) | (mode > high)
    if wrong.any() if is_array(wrong) else wrong:
        many = f" in {int(wrong.sum())} of {wrong.size} rows" if is_array(wrong) else ""
        got = "" if is_array(wrong) else f", got {low:g}, {mode:g} and {high:g}"
        raise ValueError(
            f"low, mode and high must not fall: the lowest, the likeliest and the highest"
            f"{got}{many}. Put them into this order."
        )
