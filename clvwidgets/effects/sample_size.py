"""How many customers a trial needs, how much it can see, and what it shows of shares."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Final, Literal

from clvwidgets.arguments import checked
from clvwidgets.formulas.checks import POSITIVE, SHARE, Range, single

_INSIDE: Final = Range("lie between 0 and 1, and be neither", 0, 1, above_low=True, percent=True)
_ARM: Final = Range("lie between 2 and a million million", low=2, high=1e12)


@checked()
def sample_size(
    rate_control: float, rate_treated: float, power: float = 0.8, alpha: float = 0.05
) -> float:
    r"""Find how many each arm needs to tell two shares apart, two-sided.

    .. math:: n = \frac{\left(z_{1-\alpha/2} \sqrt{2 \bar p \bar q} + z_{power}
        \sqrt{p_0 q_0 + p_1 q_1}\right)^2}{(p_1 - p_0)^2}

    Parameters
    ----------
    rate_control, rate_treated : float in [0, 1]
        Share of yes expected in each arm.
    power : float
        Chance to find the difference if it is there.
    alpha : float
        Chance to find one that is not there.

    Returns
    -------
    float
        Rows of each arm; round up.

    Raises
    ------
    ValueError
        If the shares are equal or out of range, or the power is not above alpha.

    References
    ----------
    Fleiss, Levin & Paik (2003), Statistical Methods for Rates and Proportions; R's
    ``power.prop.test`` gives the same.

    Examples
    --------
    >>> round(sample_size(0.5, 0.75, power=0.9), 4)
    76.7069
    """
    control, treated = _rates(rate_control, rate_treated)
    if control == treated:
        raise ValueError(
            f"rate_control and rate_treated are both {control:g}; no trial finds a difference of "
            "nothing. Say which difference would be worth finding."
        )
    z_alpha, z_power = _normal_quantiles(power, alpha)
    pooled, apart = _spreads(control, treated)
    return ((z_alpha * pooled + z_power * apart) / (treated - control)) ** 2


@checked()
def power_of_rates(
    n: float,
    rate_control: float,
    rate_treated: float,
    alpha: float = 0.05,
    method: Literal["pooled", "arcsine"] = "pooled",
) -> float:
    """Find the chance that a trial tells two shares apart, two-sided.

    Parameters
    ----------
    n : float
        Rows of each arm.
    rate_control, rate_treated : float in [0, 1]
        Share of yes in each arm.
    alpha : float
        Chance to find a difference that is not there.
    method : {"pooled", "arcsine"}
        The formula of `sample_size`, or Cohen's arcsine transform.

    Returns
    -------
    float

    Raises
    ------
    ValueError
        If a share is out of range or there are fewer than two rows.

    References
    ----------
    Cohen (1988), Statistical Power Analysis for the Behavioral Sciences, chapter 6.

    Examples
    --------
    >>> round(power_of_rates(76.70692, 0.5, 0.75), 6)
    0.9
    """
    size = single("n", n, _ARM)
    control, treated = _rates(rate_control, rate_treated)
    z_alpha = _normal_quantiles(0.5, alpha)[0]
    if method == "arcsine":
        angles = [2 * math.asin(math.sqrt(rate)) for rate in (control, treated)]
        far, pooled, apart = abs(angles[1] - angles[0]) * math.sqrt(size / 2), 1.0, 1.0
    else:
        pooled, apart = _spreads(control, treated)
        far = math.sqrt(size) * abs(treated - control)
    if apart == 0:  # all in one arm, none in the other, or the same for everybody
        return 1.0 if far > 0 else alpha
    reach = z_alpha * pooled
    return _normal((far - reach) / apart) + _normal((-far - reach) / apart)


@checked()
def smallest_effect(
    n: float, rate_control: float, power: float = 0.8, alpha: float = 0.05
) -> float:
    """Find the smallest rise of a share that a trial of this size tells from nothing.

    Parameters
    ----------
    n : float
        Rows of each arm.
    rate_control : float in [0, 1]
        Share of yes without the treatment.
    power : float
        Chance to find the rise.
    alpha : float
        Chance to find one that is not there, two-sided.

    Returns
    -------
    float
        Points, as a fraction: 0.02 is from 10 to 12 percent.

    Raises
    ------
    ValueError
        If even a rise to 1 would not be found.

    Examples
    --------
    >>> round(smallest_effect(76.70692, 0.5, power=0.9), 6)
    0.25
    """
    size, control = single("n", n, _ARM), single("rate_control", rate_control, SHARE)
    _normal_quantiles(power, alpha)
    most = 1 - control

    def missing(rise: float) -> float:
        return sample_size(control, control + rise, power, alpha) - size

    if most <= 0 or missing(most) > 0:
        raise ValueError(
            f"n of {size:g} in each arm finds no rise of a share of {control:g}, not even to 1, "
            f"with power {power:g}. Take more customers."
        )
    return _solved(missing, min(1e-9, most / 2), most)


@checked()
def sample_size_of_means(
    difference: float, sd: float, power: float = 0.8, alpha: float = 0.05
) -> float:
    r"""Find how many each arm needs to tell two means apart, two-sided, by Student's t.

    Nearly :math:`2 \left((z_{1-\alpha/2} + z_{power}) \, \sigma / \delta\right)^2`, and one or two
    more.

    Parameters
    ----------
    difference : float
        Between the means, in units of the outcome.
    sd : float
        Standard deviation of the outcome within an arm, same units. With what was known before
        taken off (`Experiment.adjusted`) it is :math:`\sqrt{1 - \rho^2}` times as large.
    power : float
        Chance to find the difference if it is there.
    alpha : float
        Chance to find one that is not there.

    Returns
    -------
    float
        Rows of each arm; round up.

    Raises
    ------
    ValueError
        If the difference is 0, or the standard deviation not above 0.

    References
    ----------
    Cohen (1988), chapter 2; R's ``pwr.t.test`` gives the same.

    Examples
    --------
    >>> round(sample_size_of_means(0.5, 1), 4)
    63.7656
    """
    spread = single("sd", sd, POSITIVE)
    if difference == 0:
        raise ValueError(
            "difference is 0; no trial finds a difference of nothing. Say which one would be worth "
            "finding."
        )
    effect = min(abs(difference) / spread, 1e9)
    near = _by_normal(effect, power, alpha) if effect > 1e-5 else math.inf
    if near > 1e12:
        raise ValueError(
            f"difference of {difference:g} against an sd of {spread:g} needs more customers than "
            "there are people. Say which difference would be worth finding."
        )

    def missing(size: float) -> float:
        return power - power_of_means(size, difference, spread, alpha)

    if missing(2.0) <= 0:
        return 2.0
    return _solved(missing, max(2.0, 0.9 * near), 1.1 * near + 50)


@checked()
def power_of_means(n: float, difference: float, sd: float, alpha: float = 0.05) -> float:
    """Find the chance that a trial tells two means apart, two-sided, by Student's t.

    Parameters
    ----------
    n : float
        Rows of each arm.
    difference : float
        Between the means, in units of the outcome.
    sd : float
        Standard deviation of the outcome within an arm, same units.
    alpha : float
        Chance to find a difference that is not there.

    Returns
    -------
    float

    Raises
    ------
    ValueError
        If there are fewer than two rows, or the standard deviation is not above 0.

    References
    ----------
    Cohen (1988), chapter 2; R's ``pwr.t.test`` gives the same.

    Examples
    --------
    >>> round(power_of_means(30, 1, 1), 6)
    0.967708
    """
    from scipy import stats
    from scipy.special import stdtrit

    size, spread = single("n", n, _ARM), single("sd", sd, POSITIVE)
    freedom, far = 2 * size - 2, min(abs(difference) / spread * math.sqrt(size / 2), 1e9)
    reach = float(stdtrit(freedom, 1 - single("alpha", alpha, _INSIDE) / 2))
    # On the wrong side lies less than the share of a normal beyond -far, which vanishes.
    wrong_side = float(stats.nct.cdf(-reach, freedom, far)) if far < 8 else 0.0
    return float(stats.nct.sf(reach, freedom, far)) + wrong_side


@checked()
def smallest_effect_of_means(n: float, sd: float, power: float = 0.8, alpha: float = 0.05) -> float:
    """Find the smallest difference of means that a trial of this size tells from nothing.

    Parameters
    ----------
    n : float
        Rows of each arm.
    sd : float
        Standard deviation of the outcome within an arm, in its units.
    power : float
        Chance to find the difference.
    alpha : float
        Chance to find one that is not there, two-sided.

    Returns
    -------
    float
        In units of the outcome.

    Raises
    ------
    ValueError
        If there are fewer than two rows, or the standard deviation is not above 0.

    Examples
    --------
    >>> round(smallest_effect_of_means(63.7656102, 1), 6)
    0.5
    """
    size, spread = single("n", n, _ARM), single("sd", sd, POSITIVE)
    z_alpha, z_power = _normal_quantiles(power, alpha)
    near = (z_alpha + z_power) * math.sqrt(2 / size)

    def missing(effect: float) -> float:
        return power - power_of_means(size, effect, 1.0, alpha)

    most = near
    while missing(most) > 0:
        most *= 2
    return spread * _solved(missing, 0.0, most)


def _rates(rate_control: float, rate_treated: float) -> tuple[float, float]:
    control = single("rate_control", rate_control, SHARE)
    return control, single("rate_treated", rate_treated, SHARE)


def _spreads(control: float, treated: float) -> tuple[float, float]:
    """Give the spread of a difference of one row each: if nothing differs, and as it is."""
    mean = (control + treated) / 2
    apart = control * (1 - control) + treated * (1 - treated)
    return math.sqrt(2 * mean * (1 - mean)), math.sqrt(apart)


def _normal_quantiles(power: float, alpha: float) -> tuple[float, float]:
    from scipy.special import ndtri

    found, false = single("power", power, _INSIDE), single("alpha", alpha, _INSIDE)
    for name, value in (("power", found), ("alpha", false)):
        if value == 1:
            raise ValueError(f"{name} must lie between 0 and 1, and be neither, got 1.")
    if found <= false:
        raise ValueError(f"power must be above alpha, got {found:g} and {false:g}.")
    return float(ndtri(1 - false / 2)), float(ndtri(found))


def _normal(z: float) -> float:
    return 0.5 * math.erfc(-z / math.sqrt(2))


def _by_normal(effect: float, power: float, alpha: float) -> float:
    z_alpha, z_power = _normal_quantiles(power, alpha)
    return 2 * ((z_alpha + z_power) / effect) ** 2


def _solved(missing: Callable[[float], float], low: float, high: float) -> float:
    from scipy.optimize import brentq

    return float(brentq(missing, low, high, xtol=1e-12, rtol=1e-12))
