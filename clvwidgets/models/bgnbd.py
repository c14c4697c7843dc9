"""BG/NBD and MBG/NBD: customers who may leave after a purchase."""

from __future__ import annotations

from types import MappingProxyType
from typing import Any, ClassVar

import numpy as np
from numpy.polynomial.chebyshev import chebpts1, chebval, chebvander
from numpy.typing import NDArray
from scipy.special import betainc, betaln, digamma, expit, gammaln, log_expit, logsumexp

from clvwidgets.models._histories import Histories
from clvwidgets.models._limits import (
    EITHER_LEAVES,
    HOW_LIKELY_TO_LEAVE,
    HOW_OFTEN,
    NOBODY_LEAVES,
    Spread,
    beta_spread,
    gamma_spread,
)
from clvwidgets.models._purchases import PurchaseModel
from clvwidgets.models._quadrature import (
    Array,
    Rows,
    gauss_legendre,
    log1p_ratio,
    log_beta_mean,
)


class BGNBD(PurchaseModel):
    r"""Beta-geometric / negative binomial model of repeat purchases.

    While alive, a customer buys at random times with a rate of their own; rates follow a gamma
    distribution with shape ``r`` and rate ``alpha`` (mean r / alpha purchases per period). After
    each repeat purchase they leave for good with a probability of their own, which follows a
    beta distribution with parameters ``a`` and ``b`` (mean a / (a + b)).

    Parameters
    ----------
    period : {"D", "W", "M", "Y"}, optional

    References
    ----------
    P. Fader, B. Hardie, K. Lee (2005), "Counting Your Customers" the Easy Way, Marketing Science
    24(2).

    Examples
    --------
    >>> import pandas as pd
    >>> model = BGNBD.from_params(r=0.243, alpha=4.414, a=0.793, b=2.426, period="W")
    >>> customers = pd.DataFrame({"frequency": [2], "recency": [30.43], "T": [38.86]})
    >>> model.probability_alive(customers).round(3).tolist()
    [0.727]
    >>> model.expected_purchases(customers, horizon=39).round(3).tolist()
    [1.226]
    """

    _names = ("r", "alpha", "a", "b")
    _meanings = MappingProxyType(
        {
            "r": "shape of the purchase rates: the smaller, the more customers differ",
            "alpha": "rate of the purchase rates, in periods: r / alpha purchases per period",
            "a": "weight of leaving after a purchase: mean chance a / (a + b)",
            "b": "weight of staying after a purchase: small a + b means customers differ much",
        }
    )

    # 1 if a customer may leave right after the first purchase, too.
    _leaves_at_once: ClassVar[int] = 0

    def _start(self, histories: Histories) -> list[float]:
        return [*super()._start(histories), 1.0, 2.0]

    def _spreads(self, _: Histories) -> tuple[Spread, ...]:
        return (
            gamma_spread("r", "alpha", HOW_OFTEN),
            beta_spread(
                "a",
                "b",
                HOW_LIKELY_TO_LEAVE,
                never=NOBODY_LEAVES,
                always="everybody leaves after the first repeat purchase",
                either=EITHER_LEAVES,
            ),
        )

    def _log_odds(self, params: Array, histories: Histories) -> Array:
        """Log odds that a customer has left by T."""
        r, alpha, a, b = params
        x = histories.frequency
        stay = np.log((alpha + histories.T) / (alpha + histories.recency))
        can_leave = x + self._leaves_at_once > 0
        rest = b + np.where(can_leave, x + self._leaves_at_once - 1.0, 0.0)
        return np.where(can_leave, np.log(a) - np.log(rest) + (r + x) * stay, -np.inf)

    def _evaluate(self, params: Array, histories: Histories) -> tuple[Array, Array]:
        r, alpha, a, b = params
        x, recency, end = histories.frequency, histories.recency, histories.T
        levels, level = histories.by_frequency
        stayed = levels + self._leaves_at_once
        counting = gammaln(r + levels) - gammaln(r) + r * np.log(alpha)
        staying = betaln(a, b + stayed) - betaln(a, b)
        odds = self._log_odds(params, histories)
        alive, left = expit(-odds), expit(odds)
        rows = (counting + staying)[level] - (r + x) * np.log(alpha + end) - log_expit(-odds)
        rest = np.maximum(b + stayed - 1.0, np.finfo(float).tiny)
        # Where nobody can have left yet the odds are 0, and so must be their share of the slope.
        slope_b = digamma(b + stayed) - digamma(a + b + stayed) - digamma(b) + digamma(a + b)
        slope_a = digamma(a + b) - digamma(a + b + stayed)
        log_time = alive * np.log(alpha + end) + left * np.log(alpha + recency)
        gradient = np.empty((len(x), 4))
        gradient[:, 0] = (digamma(r + levels) - digamma(r) + np.log(alpha))[level] - log_time
        gradient[:, 1] = r / alpha - (r + x) * (alive / (alpha + end) + left / (alpha + recency))
        gradient[:, 2] = slope_a[level] + left / a
        gradient[:, 3] = slope_b[level] - np.where(left > 0, left / rest[level], 0.0)
        return rows, gradient

    def _log_alive(self, histories: Histories) -> Array:
        return np.asarray(log_expit(-self._log_odds(self._values(), histories)))

    def _posterior(self, x: Array, end: Array) -> tuple[Array, Array, float, Array]:
        """Gamma of the rate and beta of leaving, of customers who are alive at ``end``."""
        r, alpha, a, b = self._values()
        return r + x, alpha + end, float(a), b + x + self._leaves_at_once

    def _mean_over_leaving(
        self, x: Array, end: Array, time: Array, log_function: Any, steepness: float
    ) -> Array:
        """Mean over the chance of leaving p of a function of shape and p * time / rate."""
        shape, rate, a, b = self._posterior(x, end)
        ratio = time / rate

        def function(u: Array, rows: Rows) -> Array:
            return np.asarray(log_function(expit(u), ratio[rows, None], shape[rows, None]))

        scale = 1.0 / (1.0 + ratio * (steepness + shape))
        return log_beta_mean(function, np.full_like(b, a), b, scale)

    def _log_stays(self, histories: Histories, ahead: float) -> Array:
        def stays(x: Array, end: Array) -> Array:
            time = np.full_like(x, ahead)
            return self._mean_over_leaving(x, end, time, _log_stay, 0.0)

        return np.minimum(histories.once_each(stays), 0.0) if ahead else np.zeros_like(histories.T)

    def _purchases(self, x: Array, end: Array, time: Array) -> Array:
        """Give the expected purchases within ``time`` of who is alive at ``end``."""
        passes = time > 0
        made = np.zeros_like(x)
        made[passes] = np.exp(
            self._mean_over_leaving(x[passes], end[passes], time[passes], _log_purchases, 0.0)
        )
        return made

    def _if_alive(self, histories: Histories, horizon: float) -> Array:
        return histories.once_each(lambda x, end: self._purchases(x, end, np.full_like(x, horizon)))

    def _new(self, horizon: Array) -> Array:
        _, _, a, b = self._values()
        # Given that the first purchase was not the last one, leaving is Beta(a, b + 1).
        stays = b / (a + b) if self._leaves_at_once else 1.0
        zero = np.zeros_like(horizon)
        return np.asarray(stays * self._purchases(zero, zero, horizon))

    def _discounted_if_alive(
        self, histories: Histories, discount: float, horizon: float | None
    ) -> Array:
        delta = float(np.log1p(discount))
        if horizon is None:
            return histories.once_each(lambda x, end: self._present_value(x, end, delta))
        return histories.once_each(lambda x, end: self._present_value_until(x, end, delta, horizon))

    def _log_rate(self, x: Array, end: Array, time: Array) -> Array:
        """Log of the expected rate of purchase at ``time`` after ``end``, times rate / shape."""
        return self._mean_over_leaving(x, end, time, _log_rate, 1.0)

    def _present_value(self, x: Array, end: Array, delta: float) -> Array:
        shape, rate, _, _ = self._posterior(x, end)

        # The rate of purchase as a function of v = time / rate is the same for all with equal x.
        levels, level = np.unique(x, return_inverse=True)
        low = -np.log1p(shape.max()) - 40.0
        high = np.log(50.0 / (delta * rate.min()))
        grid = np.linspace(low, high, int(np.ceil((high - low) / 0.25)) + 1)
        step = grid[1] - grid[0]
        many = np.tile(np.exp(grid), len(levels))
        each = np.repeat(levels, len(grid))
        fading = self._log_rate(each, np.zeros_like(each), many * self.params_["alpha"])
        fading = fading.reshape(len(levels), len(grid)) + grid
        out = np.empty_like(x)
        for first in range(0, len(x), 2000):
            part = slice(first, first + 2000)
            decay = delta * rate[part, None] * np.exp(grid)
            out[part] = logsumexp(fading[level[part]] - decay, axis=1)
        return np.asarray(shape * step * np.exp(out))

    def _present_value_until(self, x: Array, end: Array, delta: float, horizon: float) -> Array:
        shape, rate, a, b = self._posterior(x, end)
        levels, level = np.unique(x, return_inverse=True)
        # In y = log(1 + pace * time / rate) the rate of purchase changes slowly, and as a function
        # of y it is the same for all with equal x: found once for each x, then looked up.
        pace = 1.0 + (shape + 1.0) * a / (a + b)
        level_pace = 1.0 + (self.params_["r"] + levels + 1.0) * a / (a + np.unique(b))
        longest = np.log1p(level_pace * horizon / rate.min())
        fading = self._fading(levels, level_pace, longest)
        stop = np.log1p(pace * horizon / rate)
        needed = np.select([stop < 1.2, stop < 10.0], [12, 32], 96)
        out = np.empty_like(x)
        for nodes in (12, 32, 96):
            place, weights = gauss_legendre(nodes)
            every = np.flatnonzero(needed == nodes)
            for first in range(0, len(every), 20_000):
                rows = every[first : first + 20_000]
                y = stop[rows, None] * place
                scale = (rate / pace)[rows, None]
                seen = 2.0 * y / longest[level[rows], None] - 1.0
                log = chebval(seen, fading[:, level[rows], None], tensor=False)
                log += y - delta * scale * np.expm1(y)
                out[rows] = (shape * stop / pace)[rows] * (np.exp(log) @ weights)
        return out

    def _fading(self, levels: Array, pace: Array, longest: Array) -> Array:
        """Chebyshev coefficients, one column for each level, of the log rate of purchase."""
        # The function is analytic but for points at a distance of pi from the real line, which
        # says how fast the coefficients fall; 36 powers of e are the digits of a double.
        size = int(np.ceil(36.0 / np.arcsinh(2.0 * np.pi / longest.max()))) + 2
        points = chebpts1(size)
        time = np.expm1(longest[:, None] * (points + 1.0) / 2.0) / pace[:, None]
        x = np.repeat(levels, size)
        log = self._log_rate(x, np.zeros_like(x), time.ravel() * self.params_["alpha"])
        found = chebvander(points, size - 1).T @ log.reshape(time.shape).T * (2.0 / size)
        found[0] /= 2.0
        return np.asarray(found)

    def _pmf(self, n: Array, horizon: float) -> Array:
        r, alpha, a, b = self._values()
        stayed = n + self._leaves_at_once
        share = horizon / (alpha + horizon)
        # Negative binomial: n purchases in the time, or at least n.
        with np.errstate(divide="ignore", invalid="ignore"):
            power = np.where(n > 0, n * np.log(share), 0.0)
        exactly = gammaln(r + n) - gammaln(r) - gammaln(n + 1.0) + power
        exactly = exactly - r * np.log1p(horizon / alpha)
        at_least = np.where(n > 0, betainc(np.maximum(n, 1.0), r, share), 1.0)
        stay = np.exp(betaln(a, b + stayed) - betaln(a, b) + exactly)
        leaves = np.where(stayed > 0, np.maximum(stayed, 1.0) - 1.0, 0.0)
        leave = np.exp(betaln(a + 1.0, b + leaves) - betaln(a, b)) * at_least
        return np.asarray(stay + np.where(stayed > 0, leave, 0.0))

    def _comes_if_alive(self, histories: Histories, horizon: float) -> Array:
        shape, rate, _, _ = self._posterior(histories.frequency, histories.T)
        return np.asarray(-np.expm1(-shape * np.log1p(horizon / rate)))

    def _wait(self, histories: Histories, level: float) -> Array:
        shape, rate, _, _ = self._posterior(histories.frequency, histories.T)
        return np.asarray(rate * np.expm1(-np.log1p(-level) / shape))

    def _draw(
        self, n: int, end: Array, horizon: float, rng: np.random.Generator
    ) -> dict[str, NDArray[Any]]:
        r, alpha, a, b = self._values()
        rate = rng.gamma(r, 1.0 / alpha, n)
        leaving = rng.beta(a, b, n)
        # The purchase after which the customer leaves; the first one has number 0.
        last = _purchases_until(leaving, rng) - self._leaves_at_once
        wanted = rng.poisson(rate * end).astype(float)
        alive = wanted < last
        frequency = np.minimum(wanted, last)
        # Of `wanted` random times the one with number `frequency` follows a beta distribution.
        latest = rng.beta(np.maximum(frequency, 1.0), wanted - frequency + 1.0) * end
        future = np.minimum(rng.poisson(rate * horizon), last - frequency)
        return {
            "frequency": frequency.astype(int),
            "recency": np.where(frequency > 0, latest, 0.0),
            "T": end.copy(),
            "alive": alive,
            "future_purchases": np.where(alive, future, 0.0).astype(int),
        }

    def _draw_future(
        self, x: Array, end: Array, horizon: float, rng: np.random.Generator
    ) -> NDArray[Any]:
        shape, rate, a, b = self._posterior(x, end)
        wanted = rng.poisson(rng.gamma(shape) / rate * horizon)
        return np.minimum(wanted, _purchases_until(rng.beta(a, b), rng)).astype(int)


class MBGNBD(BGNBD):
    r"""Modified BG/NBD: a customer may leave right after the first purchase, too.

    As :class:`BGNBD`, but the chance of leaving applies after the first purchase as after any
    other, so that who bought once need not be alive for certain.

    Parameters
    ----------
    period : {"D", "W", "M", "Y"}, optional

    References
    ----------
    E. Batislam, M. Denizel, A. Filiztekin (2007), Empirical Validation and Comparison of Models
    for Customer Base Analysis, International Journal of Research in Marketing 24(3).

    Examples
    --------
    >>> import pandas as pd
    >>> model = MBGNBD.from_params(r=0.525, alpha=6.183, a=0.891, b=1.614, period="W")
    >>> once = pd.DataFrame({"frequency": [0], "recency": [0.0], "T": [38.86]})
    >>> round(float(model.probability_alive(once).iloc[0]), 3)
    0.39
    """

    _leaves_at_once = 1


def _purchases_until(leaving: Array, rng: np.random.Generator) -> Array:
    """Draw the number of purchases up to the one after which the customer leaves."""
    stay = np.log1p(-np.clip(leaving, 1e-300, 1.0 - 1e-16))
    return np.asarray(np.floor(np.log(rng.random(len(leaving))) / stay) + 1.0)


def _log_stay(p: Array, ratio: Array, shape: Array) -> Array:
    """Log probability of not leaving: no purchase, or none of them the last."""
    return np.asarray(-shape * np.log1p(p * ratio))


def _log_rate(p: Array, ratio: Array, shape: Array) -> Array:
    return np.asarray(-(shape + 1.0) * np.log1p(p * ratio))


def _log_purchases(p: Array, ratio: Array, shape: Array) -> Array:
    """Log of ``(1 - (1 + p * ratio) ** -shape) / p``, also at p = 0."""
    fade = shape * np.log1p(p * ratio)
    safe = np.where(fade == 0.0, 1.0, fade)
    bent = np.where(fade == 0.0, 1.0, -np.expm1(-safe) / safe)
    return np.asarray(np.log(shape * ratio) + np.log(log1p_ratio(p * ratio)) + np.log(bent))
