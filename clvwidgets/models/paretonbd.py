"""Pareto/NBD: customers who may leave at any time."""

from __future__ import annotations

from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import digamma, expit, gammaln, log_expit

from clvwidgets.models._histories import Histories
from clvwidgets.models._limits import HOW_OFTEN, Spread, gamma_spread, lifetime_spread
from clvwidgets.models._pareto_integral import power_integral
from clvwidgets.models._purchases import PurchaseModel
from clvwidgets.models._quadrature import Array, Rows, growth, log_integral, log_scaled_expint


class ParetoNBD(PurchaseModel):
    r"""Pareto / negative binomial model of repeat purchases.

    While alive, a customer buys at random times with a rate of their own; rates follow a gamma
    distribution with shape ``r`` and rate ``alpha``. They leave at a random time, again with a
    rate of their own, from a gamma distribution with shape ``s`` and rate ``beta``.

    Parameters
    ----------
    period : {"D", "W", "M", "Y"}, optional

    References
    ----------
    D. Schmittlein, D. Morrison, R. Colombo (1987), Counting Your Customers, Management Science
    33(1). P. Fader, B. Hardie (2005), A Note on Deriving the Pareto/NBD Model and Related
    Expressions. P. Fader, B. Hardie, K. Lee (2005), RFM and CLV, Journal of Marketing Research
    42(4), for the residual purchases.

    Examples
    --------
    >>> import pandas as pd
    >>> model = ParetoNBD.from_params(r=0.55, alpha=10.58, s=0.61, beta=11.67, period="W")
    >>> customers = pd.DataFrame(
    ...     {"frequency": [132, 0], "recency": [200.0, 0.0], "T": [200.0, 200.0]}
    ... )
    >>> model.probability_alive(customers).round(3).tolist()
    [1.0, 0.062]
    >>> model.expected_purchases(customers, horizon=10).round(4).tolist()
    [6.2061, 0.0016]
    """

    _names = ("r", "alpha", "s", "beta")
    _meanings = MappingProxyType(
        {
            "r": "shape of the purchase rates: the smaller, the more customers differ",
            "alpha": "rate of the purchase rates, in periods: r / alpha purchases per period",
            "s": "shape of the rates of leaving: the smaller, the more customers differ",
            "beta": "rate of the rates of leaving, in periods: s / beta leave per period at first",
        }
    )

    def _start(self, histories: Histories) -> list[float]:
        mean_time = float(histories.count @ histories.T) / histories.customers
        return [*super()._start(histories), 0.5, 0.5 * mean_time]

    def _spreads(self, histories: Histories) -> tuple[Spread, ...]:
        mean_time = float(histories.count @ histories.T) / histories.customers
        return (
            gamma_spread("r", "alpha", HOW_OFTEN),
            lifetime_spread("s", "beta", mean_time),
        )

    def _evaluate(self, params: Array, histories: Histories) -> tuple[Array, Array]:
        r, alpha, s, beta = params
        x, end = histories.frequency, histories.T
        levels, level = histories.by_frequency
        alive_part = -(r + x) * np.log(alpha + end) - s * np.log(beta + end)
        gone = power_integral(alpha, r + x, beta, s + 1.0, histories.recency, end)
        odds = np.log(s) + gone.log - alive_part
        alive, left = expit(-odds), expit(odds)
        counting = gammaln(r + levels) - gammaln(r)
        constant = r * np.log(alpha) + s * np.log(beta)
        rows = counting[level] + constant + alive_part - log_expit(-odds)
        gradient = np.empty((len(x), 4))
        gradient[:, 0] = (digamma(r + levels) - digamma(r) + np.log(alpha))[level]
        gradient[:, 0] += left * gone.slope_k - alive * np.log(alpha + end)
        gradient[:, 1] = r / alpha - alive * (r + x) / (alpha + end) + left * gone.slope_c
        gradient[:, 2] = np.log(beta) - alive * np.log(beta + end) + left * (gone.slope_m + 1.0 / s)
        gradient[:, 3] = s / beta - alive * s / (beta + end) + left * gone.slope_d
        return rows, gradient

    def _log_alive(self, histories: Histories) -> Array:
        r, alpha, s, beta = self._values()
        x, end = histories.frequency, histories.T
        gone = power_integral(alpha, r + x, beta, s + 1.0, histories.recency, end)
        odds = np.log(s) + gone.log + (r + x) * np.log(alpha + end) + s * np.log(beta + end)
        return np.asarray(log_expit(-odds))

    def _log_stays(self, histories: Histories, ahead: float) -> Array:
        _, _, s, beta = self._values()
        return np.asarray(-s * np.log1p(ahead / (beta + histories.T)))

    def _rate(self, histories: Histories) -> Array:
        """Mean rate of purchase of who is alive at T."""
        r, alpha, _, _ = self._values()
        return np.asarray((r + histories.frequency) / (alpha + histories.T))

    def _if_alive(self, histories: Histories, horizon: float) -> Array:
        _, _, s, beta = self._values()
        lived = beta + histories.T
        lasting = lived * growth(s - 1.0, np.log1p(horizon / lived))
        return np.asarray(self._rate(histories) * lasting)

    def _new(self, horizon: Array) -> Array:
        r, alpha, s, beta = self._values()
        return np.asarray(r / alpha * beta * growth(s - 1.0, np.log1p(horizon / beta)))

    def _discounted_if_alive(
        self, histories: Histories, discount: float, horizon: float | None
    ) -> Array:
        _, _, s, beta = self._values()
        delta = float(np.log1p(discount))
        ends, end = np.unique(histories.T, return_inverse=True)
        lived = beta + ends
        if horizon is None:
            present = lived * np.exp(log_scaled_expint(float(s), delta * lived))
        else:
            present = _present_value_until(float(s), lived, delta, horizon)
        return np.asarray(self._rate(histories) * present[end])

    def _pmf(self, n: Array, horizon: float) -> Array:
        r, alpha, s, beta = self._values()
        if horizon == 0:
            return np.where(n == 0, 1.0, 0.0)

        def log_count(log_time: Array, number: Array) -> Array:
            """Log probability of that many purchases in a life of that length."""
            alive = log_time - np.log(alpha)
            return np.asarray(
                number * (log_time - np.logaddexp(np.log(alpha), log_time))
                - r * np.logaddexp(0.0, alive)
            )

        def dying(u: Array, rows: Rows) -> Array:
            # u is the logit of the share of the horizon that the customer lives.
            log_time = np.log(horizon) + log_expit(u)
            density = np.log(s / beta) - (s + 1.0) * np.logaddexp(0.0, log_time - np.log(beta))
            counted = log_count(log_time, n[rows, None])
            return np.asarray(counted + density + log_time + log_expit(-u))

        ends = np.full(len(n), 60.0)
        start = -ends - max(0.0, float(np.log(horizon / min(alpha, beta))))
        stays = log_count(np.log(horizon) * np.ones(1), n) - s * np.log1p(horizon / beta)
        dies = log_integral(dying, start, ends, left_slope=n + 1.0, right_slope=1.0)
        ways = gammaln(r + n) - gammaln(r) - gammaln(n + 1.0)
        return np.asarray(np.exp(ways + np.logaddexp(stays, dies)))

    def _log_comes(self, histories: Histories, time: Array) -> Array:
        """Log probability that who is alive at T buys again within ``time``."""
        r, alpha, s, beta = self._values()
        shape, rate, lived = r + histories.frequency, alpha + histories.T, beta + histories.T
        gone = power_integral(rate, shape + 1.0, lived, s, np.zeros_like(time), time)
        return np.asarray(np.log(shape) + shape * np.log(rate) + s * np.log(lived) + gone.log)

    def _comes_if_alive(self, histories: Histories, horizon: float) -> Array:
        time = np.full_like(histories.T, horizon)
        return np.minimum(np.exp(self._log_comes(histories, time)), 1.0)

    def _wait(self, histories: Histories, level: float) -> Array:
        wanted = np.log(level) + self._log_comes(histories, np.full_like(histories.T, np.inf))
        low = np.full_like(wanted, -30.0)
        high = np.full_like(wanted, 60.0)
        for _ in range(60):
            middle = (low + high) / 2.0
            early = self._log_comes(histories, np.exp(middle)) < wanted
            low, high = np.where(early, middle, low), np.where(early, high, middle)
        return np.asarray(np.exp((low + high) / 2.0))

    def _draw(
        self, n: int, end: Array, horizon: float, rng: np.random.Generator
    ) -> dict[str, NDArray[Any]]:
        r, alpha, s, beta = self._values()
        rate = rng.gamma(r, 1.0 / alpha, n)
        with np.errstate(divide="ignore"):
            life = rng.exponential(1.0, n) / rng.gamma(s, 1.0 / beta, n)
        frequency = rng.poisson(rate * np.minimum(life, end))
        latest = rng.beta(np.maximum(frequency, 1), 1.0) * np.minimum(life, end)
        rest = np.clip(life - end, 0.0, horizon)
        return {
            "frequency": frequency,
            "recency": np.where(frequency > 0, latest, 0.0),
            "T": end.copy(),
            "alive": life > end,
            "future_purchases": rng.poisson(rate * rest),
        }

    def _draw_future(
        self, x: Array, end: Array, horizon: float, rng: np.random.Generator
    ) -> NDArray[Any]:
        r, alpha, s, beta = self._values()
        rate = rng.gamma(r + x) / (alpha + end)
        with np.errstate(divide="ignore"):
            life = rng.exponential(1.0, len(x)) / rng.gamma(s, 1.0 / (beta + end))
        return np.asarray(rng.poisson(rate * np.minimum(life, horizon)))


def _present_value_until(s: float, lived: Array, delta: float, horizon: float) -> Array:
    """Discounted time alive up to the horizon."""

    def alive(u: Array, rows: Rows) -> Array:
        # u is the logit of the share of the horizon that has passed.
        log_time = np.log(horizon) + log_expit(u)
        age = lived[rows, None]
        return np.asarray(
            -delta * np.exp(log_time)
            - s * np.log1p(np.exp(log_time) / age)
            + log_time
            + log_expit(-u)
        )

    if horizon == 0:
        return np.zeros_like(lived)
    reach = np.full_like(lived, 60.0 + np.log1p(horizon / lived.min()) + np.log1p(s))
    total = log_integral(
        alive, -reach - np.log1p(delta * horizon), reach, left_slope=1.0, right_slope=1.0
    )
    return np.exp(total)
