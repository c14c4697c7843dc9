"""Contracts: how many customers are left after each renewal."""

from __future__ import annotations

from types import MappingProxyType
from typing import Any, ClassVar, Self

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike
from scipy.special import betaln, digamma

from clvwidgets.arguments import checked_methods
from clvwidgets.doors import COUNTS, VECTOR
from clvwidgets.models._base import Model
from clvwidgets.models._checks import check_discount, check_whole
from clvwidgets.models._limits import (
    EITHER_LEAVES,
    HOW_LIKELY_TO_LEAVE,
    NOBODY_LEAVES,
    Spread,
    beta_spread,
    with_tenure,
)
from clvwidgets.models._quadrature import Array
from clvwidgets.models.bgbb import residual_renewals

_LEAVING = beta_spread(
    "alpha",
    "beta",
    HOW_LIKELY_TO_LEAVE,
    never=NOBODY_LEAVES,
    always="everybody leaves at the first renewal",
    either=EITHER_LEAVES,
)

# Of a power of tenure.
_HIGHEST = 1e100


@checked_methods()
class ShiftedBetaGeometric(Model):
    r"""Shifted beta-geometric model of customers under contract.

    At each renewal a customer leaves with a probability of their own that never changes; these
    probabilities follow a beta distribution (``alpha``, ``beta``). Retention of a cohort rises
    with tenure because those who leave easily leave first.

    Parameters
    ----------
    period : {"D", "W", "M", "Y"}, optional
        Time from one renewal to the next.

    References
    ----------
    P. Fader, B. Hardie (2007), How to Project Customer Retention, Journal of Interactive
    Marketing 21(1); (2010), Customer-Base Valuation in a Contractual Setting, Marketing Science
    29(1), for the residual lifetime.

    Examples
    --------
    >>> survivors = [1000, 869, 743, 653, 593, 551, 517, 491]
    >>> model = ShiftedBetaGeometric(period="Y").fit(survivors)
    >>> model
    ShiftedBetaGeometric(alpha=0.6681, beta=3.806)
    >>> model.retention([1, 2, 7]).round(3)
    array([0.851, 0.878, 0.936])
    """

    _names: ClassVar[tuple[str, ...]] = ("alpha", "beta")
    _meanings = MappingProxyType(
        {
            "alpha": "weight of leaving: at first alpha / (alpha + beta) of customers leave",
            "beta": "weight of staying: small alpha + beta means customers differ much",
        }
    )

    def fit(self, survivors: Any) -> Self:
        """Find the parameters that make the losses at each renewal most likely.

        Parameters
        ----------
        survivors : sequence or pandas.DataFrame
            How many customers there were at the start, after the first renewal, after the second
            and so on. Several cohorts: a table with a column for each, where later cohorts end in
            missing values.

        Returns
        -------
        ShiftedBetaGeometric

        Raises
        ------
        ValueError
            If a cohort grows, has fewer than two counts, holds shares instead of counts, or if
            no customer ever left.
        """
        cohorts = read_survivors(survivors)
        lost, left = _losses(cohorts)
        self.period_ = self._check_period(survivors, self.period)
        findings = _judge(cohorts, lost)
        ages = np.arange(len(lost))
        count = np.concatenate([lost[1:], left[1:]])
        # Nobody times an impossible fate would be no number.
        seen = count > 0

        def log_likelihood(params: Array) -> tuple[Array, Array]:
            survival, slope = self._log_survival(params, ages.astype(float))
            # Leaving at renewal t: alive before it and not after.
            odds = survival[1:] - survival[:-1]
            leave = survival[:-1] + np.log(-np.expm1(odds))
            share = (1.0 / np.expm1(-odds))[:, None]
            leave_slope = slope[:-1] + share * (slope[:-1] - slope[1:])
            rows = np.concatenate([leave, survival[1:]])
            return rows[seen], np.concatenate([leave_slope, slope[1:]])[seen]

        start, spreads = self._start(), self._spreads()
        self._estimate(log_likelihood, start, count[seen], findings, spreads=spreads)
        self.n_customers_ = float(sum(cohort[0] for cohort in cohorts))
        return self

    def survival(self, t: ArrayLike) -> Any:
        """Share of a cohort that is left after renewal ``t``; 1 for t = 0.

        Parameters
        ----------
        t : int or array of int
            Number of renewals since the start.

        Returns
        -------
        float or array
        """
        times = _renewals("t", t, least=0)
        values = np.exp(self._log_survival(self._values(), times.ravel())[0])
        return float(values[0]) if times.ndim == 0 else values.reshape(times.shape)

    def retention(self, t: ArrayLike) -> Any:
        """Share of those up for renewal ``t`` who renew: survival(t) / survival(t - 1).

        Parameters
        ----------
        t : int or array of int
            Number of the renewal, from 1.

        Returns
        -------
        float or array
        """
        times = _renewals("t", t, least=1)
        params = self._values()
        after = self._log_survival(params, times.ravel())[0]
        values = np.exp(after - self._log_survival(params, times.ravel() - 1.0)[0])
        return float(values[0]) if times.ndim == 0 else values.reshape(times.shape)

    def residual_lifetime(self, renewals: ArrayLike, discount: float) -> Any:
        r"""Discounted expected residual lifetime (DERL), standing just before a renewal.

        .. math:: \sum_{t \ge n} \frac{S(t)}{S(n-1)} \left(\frac{1}{1+d}\right)^{t-n}

        Times the margin of one period, paid at each renewal, it is the residual value of a
        customer who has been kept so far.

        Parameters
        ----------
        renewals : int or array of int
            Number n of the renewal that is about to be decided: 1 for a new customer at the end
            of the first period. A customer who has renewed k times stands before number k + 1.
        discount : float
            Rate per period from one renewal to the next, greater than 0.

        Returns
        -------
        float or array
            In periods. The renewal at hand is not discounted.

        Examples
        --------
        >>> model = ShiftedBetaGeometric.from_params(alpha=3.80, beta=15.20)
        >>> model.residual_lifetime([5, 1], discount=0.1).round(2)
        array([3.84, 3.31])
        """
        numbers = _renewals("renewals", renewals, least=1)
        rate = check_discount(discount, self.period_)
        values = self._residual(numbers.ravel(), rate)
        return float(values[0]) if numbers.ndim == 0 else values.reshape(numbers.shape)

    def simulate(self, customers: int, renewals: int, seed: int | None = None) -> Array:
        """Draw a cohort and count who is left after 0, 1, ..., ``renewals`` renewals.

        Parameters
        ----------
        customers : int
            Size of the cohort at the start.
        renewals : int
            How many renewals to draw.
        seed : int, optional

        Returns
        -------
        array of int
            Customers left, one entry more than renewals.
        """
        size = check_whole("customers", customers)
        chance = -np.diff(self.survival(np.arange(check_whole("renewals", renewals) + 1)))
        leaving = np.append(chance, max(1.0 - chance.sum(), 0.0))
        lost = np.random.default_rng(seed).multinomial(size, leaving / leaving.sum())
        return size - np.concatenate([[0], np.cumsum(lost[:-1])])

    def _start(self) -> list[float]:
        return [1.0, 2.0]

    def _spreads(self) -> tuple[Spread, ...]:
        return (_LEAVING,)

    def _log_survival(self, params: Array, t: Array) -> tuple[Array, Array]:
        """Log of the survival function, and its gradient."""
        alpha, beta = params[:2]
        slope_alpha = digamma(alpha + beta) - digamma(alpha + beta + t)
        slope_beta = slope_alpha + digamma(beta + t) - digamma(beta)
        rows = betaln(alpha, beta + t) - betaln(alpha, beta)
        return rows, np.stack([slope_alpha, slope_beta], axis=1)

    def _residual(self, n: Array, discount: float) -> Array:
        alpha, beta = self._values()
        return residual_renewals(float(alpha), beta + n - 1.0, discount)


class BetaDiscreteWeibull(ShiftedBetaGeometric):
    r"""Beta-discrete-Weibull model: as sBG, but each customer's chance of leaving may change.

    A customer survives ``t`` renewals with probability :math:`(1-\theta)^{t^c}`. With ``c`` above
    1 the chance of leaving rises with tenure, below 1 it falls, and at 1 the model is the
    :class:`ShiftedBetaGeometric`.

    Parameters
    ----------
    period : {"D", "W", "M", "Y"}, optional
        The unit of time from one renewal to the next; else the one that the table carries.

    References
    ----------
    P. Fader, B. Hardie, Y. Liu, J. Davin, T. Steenburgh (2018), "How to Project Customer
    Retention" Revisited: The Role of Duration Dependence, Journal of Interactive Marketing 43.

    Examples
    --------
    >>> sbg = ShiftedBetaGeometric.from_params(alpha=0.668, beta=3.806)
    >>> bdw = BetaDiscreteWeibull.from_params(alpha=0.668, beta=3.806, c=1.0)
    >>> bool(bdw.survival(7) == sbg.survival(7))
    True
    """

    _names = ("alpha", "beta", "c")
    _meanings = MappingProxyType(
        {
            **ShiftedBetaGeometric._meanings,
            "c": "how the chance of leaving changes with tenure: above 1 rises, below 1 falls",
        }
    )

    def _start(self) -> list[float]:
        return [*super()._start(), 1.0]

    def _spreads(self) -> tuple[Spread, ...]:
        return with_tenure("c", _LEAVING)

    def _log_survival(self, params: Array, t: Array) -> tuple[Array, Array]:
        # Where nobody is left any more a larger power would say the same, and overflow.
        with np.errstate(over="ignore"):
            power = np.minimum(t ** params[2], _HIGHEST)
        rows, slope = super()._log_survival(params, power)
        alpha, beta, _ = params
        log_t = np.log(np.maximum(t, 1.0))
        by_power = digamma(beta + power) - digamma(alpha + beta + power)
        return rows, np.column_stack([slope, by_power * power * log_t])

    def _residual(self, n: Array, discount: float) -> Array:
        # Later terms would change the sum by less than its last digit.
        terms = int(np.ceil(36.0 / np.log1p(discount))) + 1
        if terms > 5_000_000:
            raise ValueError(
                f"discount {discount} per period is so small that the sum has {terms} terms. "
                "Use a longer period or a discount rate of 0.00001 or more."
            )
        worth = (1.0 + discount) ** -np.arange(float(terms))
        params = self._values()

        def sum_from(first: float) -> float:
            survival = self._log_survival(params, first - 1.0 + np.arange(terms + 1.0))[0]
            return float(np.exp(survival[1:] - survival[0]) @ worth)

        return np.array([sum_from(number) for number in n])


def read_survivors(survivors: Any) -> list[Array]:
    """Check counts of survivors and return one array for each cohort."""
    COUNTS.check("survivors", survivors)
    table = (
        survivors if isinstance(survivors, pd.DataFrame) else pd.DataFrame({"cohort": survivors})
    )
    if table.empty:
        raise ValueError("survivors is empty: give the counts of one cohort at least.")
    cohorts = []
    for name in table.columns:
        VECTOR.check(f"survivors, cohort {name!r},", table[name])
        column = table[name].to_numpy(dtype=float, na_value=np.nan)
        known = np.isfinite(column)
        cohort = column[known]
        if not known[: len(cohort)].all():
            raise ValueError(f"Cohort {name!r} has a gap; only its end may be missing.")
        _check_cohort(name, cohort)
        cohorts.append(cohort)
    return cohorts


def _check_cohort(name: Any, cohort: Array) -> None:
    if len(cohort) < 2:
        raise ValueError(
            f"survivors: cohort {name!r} needs the count at the start and after one renewal "
            f"at least, got {len(cohort)} of them."
        )
    if np.any(np.diff(cohort) > 0) or cohort.min() < 0:
        at = int(np.argmax((np.diff(cohort, prepend=cohort[0]) > 0) | (cohort < 0)))
        raise ValueError(
            f"Survivors of cohort {name!r} must fall and stay above 0, got {cohort[at]:g} after "
            f"{cohort[max(at - 1, 0)]:g}. New customers belong in a cohort of their own."
        )
    if cohort[0] <= 1:
        raise ValueError(
            f"Cohort {name!r} starts with {cohort[0]:g}. Give counts of customers, not shares: "
            "multiply by the size of the cohort, for it decides how sure the estimates are."
        )


def _losses(cohorts: list[Array]) -> tuple[Array, Array]:
    """Count customers lost at each renewal, and customers last seen alive after it."""
    longest = max(map(len, cohorts))
    lost, left = np.zeros(longest), np.zeros(longest)
    for cohort in cohorts:
        lost[1 : len(cohort)] -= np.diff(cohort)
        left[len(cohort) - 1] += cohort[-1]
    return lost, left


def _judge(cohorts: list[Array], lost: Array) -> list[str]:
    if lost.sum() == 0:
        raise ValueError(
            "No customer of any cohort left, so the data tell nothing about leaving. Wait for "
            "more renewals."
        )
    findings = []
    size = sum(cohort[0] for cohort in cohorts)
    if size < 50:
        findings.append(f"Too few customers: {size:g}. Pool cohorts until there are 200 or more.")
    if len(lost) < 4:
        findings.append(
            f"Only {len(lost) - 1} renewals were seen; how far customers differ, and so the long "
            "run, is a guess. Three renewals are the least, five to seven are good."
        )
    if any(np.any(cohort != np.round(cohort)) for cohort in cohorts):
        findings.append(
            "Some counts are not whole numbers. If they are percentages, standard errors are "
            "those of a cohort of that size."
        )
    if all(cohort[-1] == 0 for cohort in cohorts):
        findings.append("Every customer of every cohort left: look whether the data are cut off.")
    return findings


def _renewals(name: str, value: Any, least: int) -> Array:
    numbers = np.asarray(value, dtype=float)
    for number in numbers.ravel():
        check_whole(name, number, least)
    return numbers
