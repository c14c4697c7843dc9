"""BG/BB: purchases at given opportunities, such as yearly appeals to donors."""

from __future__ import annotations

from collections.abc import Callable
from types import MappingProxyType
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.special import betaln, digamma, expit, gammaln, log_expit

from clvwidgets.doors import shown
from clvwidgets.models._checks import check_duration, check_whole, in_periods
from clvwidgets.models._histories import Histories, complain, read_histories
from clvwidgets.models._limits import (
    EITHER_LEAVES,
    HOW_LIKELY_TO_LEAVE,
    NOBODY_LEAVES,
    Spread,
    beta_spread,
)
from clvwidgets.models._purchases import PurchaseModel
from clvwidgets.models._quadrature import Array, Rows, log_beta_mean

# The next purchase is looked for among so many opportunities.
_FAR = 2000

# Opportunities that are looked at one by one; ten thousand days are 27 years.
_MOST = 10_000


class BGBB(PurchaseModel):
    r"""Beta-geometric / beta-Bernoulli model of purchases at discrete opportunities.

    At each opportunity a customer who is alive buys with a probability of their own, from a beta
    distribution (``alpha``, ``beta``). Before each opportunity they leave for good with a
    probability of their own, from a beta distribution (``gamma``, ``delta``).

    In the tables ``T`` is the number of opportunities since the first purchase, ``frequency``
    the number of those taken and ``recency`` the number of the last one taken (0 if none). All
    horizons are whole numbers of opportunities. Alive with ``ahead=0`` means alive at the last
    opportunity observed; the paper's P(alive at n + 1) is ``ahead=1``. ``residual_purchases``
    discounts the next opportunity once.

    Parameters
    ----------
    period : {"D", "W", "M", "Y"}, optional
        The unit of time between opportunities; else the one that the table carries.

    References
    ----------
    P. Fader, B. Hardie, J. Shang (2010), Customer-Base Analysis in a Discrete-Time
    Noncontractual Setting, Marketing Science 29(6).

    Examples
    --------
    >>> import pandas as pd
    >>> model = BGBB.from_params(alpha=1.204, beta=0.750, gamma=0.657, delta=2.783, period="Y")
    >>> donors = pd.DataFrame({"frequency": [0, 4], "recency": [0, 5], "T": [6, 6]})
    >>> model.expected_purchases(donors, horizon=10).round(2).tolist()
    [0.13, 3.63]
    """

    _names = ("alpha", "beta", "gamma", "delta")
    _meanings = MappingProxyType(
        {
            "alpha": "weight of buying at an opportunity: mean chance alpha / (alpha + beta)",
            "beta": "weight of passing an opportunity by",
            "gamma": "weight of leaving before an opportunity: mean gamma / (gamma + delta)",
            "delta": "weight of staying",
        }
    )

    def _start(self, histories: Histories) -> list[float]:
        bought = float(histories.count @ histories.frequency / (histories.count @ histories.T))
        return [2.0 * bought, 2.0 * max(1.0 - bought, 0.1), 0.5, 2.0]

    def _spreads(self, _: Histories) -> tuple[Spread, ...]:
        return (
            beta_spread(
                "alpha",
                "beta",
                "how likely they are to buy",
                never="nobody buys",
                always="everybody takes every opportunity while they stay",
                either="some take every opportunity and the others none",
            ),
            beta_spread(
                "gamma",
                "delta",
                HOW_LIKELY_TO_LEAVE,
                never=NOBODY_LEAVES,
                always="everybody leaves at once",
                either=EITHER_LEAVES,
            ),
        )

    def _read(self, customers: Any) -> Histories:
        histories = read_histories(customers)
        x, last, n = histories.frequency, histories.recency, histories.T
        index = pd.RangeIndex(len(x))
        fraction = (last != np.floor(last)) | (n != np.floor(n))
        complain(
            index,
            fraction,
            "recency or T is not a whole number of opportunities",
            last,
            "For purchases at any time use BGNBD or ParetoNBD.",
        )
        complain(
            index,
            n > _MOST,
            f"T is more than {_MOST:,} opportunities",
            n,
            "Count longer periods, or use BGNBD or ParetoNBD for purchases at any time.",
        )
        complain(
            index,
            x > last,
            "frequency exceeds recency",
            x,
            "A customer takes an opportunity once, so the last one taken has at least that number.",
        )
        return histories

    def _check_horizon(self, horizon: Any) -> float:
        if isinstance(horizon, str):
            horizon = in_periods("horizon", horizon, self.period_)
        steps = check_whole("horizon", horizon, least=0)
        if steps > _MOST:
            raise ValueError(
                f"horizon must be at most {_MOST:,} opportunities, got {shown(horizon)}. "
                "Without a horizon, residual_purchases(customers, discount) counts for ever."
            )
        return float(steps)

    def _evaluate(self, params: Array, histories: Histories) -> tuple[Array, Array]:
        a, b, c, d = params
        x, last, n = histories.frequency, histories.recency, histories.T
        term = _Terms(params, x)
        alive = term.alive(n)
        start = float(betaln(a, b) + betaln(c, d))
        rows = alive.copy()
        gradient = term.slope(n, gone=False)
        # One term for each opportunity before which the customer may have left.
        for i in range(int((n - last).max(initial=0.0))):
            more = np.flatnonzero(last + i < n)
            part = _Terms(params, x[more])
            value = part.gone(last[more] + i)
            odds = value - rows[more]
            share = expit(odds)[:, None]
            slope = part.slope(last[more] + i, gone=True)
            gradient[more] = (1.0 - share) * gradient[more] + share * slope
            rows[more] = rows[more] - log_expit(-odds)
        buying = digamma([a, b]) - digamma(a + b)
        leaving = digamma([c, d]) - digamma(c + d)
        return rows - start, gradient - np.concatenate([buying, leaving])

    def _log_alive(self, histories: Histories) -> Array:
        params = self._values()
        start = float(betaln(*params[:2]) + betaln(*params[2:]))
        alive = _Terms(params, histories.frequency).alive(histories.T) - start
        return np.minimum(alive - self._evaluate(params, histories)[0], 0.0)

    def _log_stays(self, histories: Histories, ahead: float) -> Array:
        ahead = check_whole("ahead", check_duration("ahead", ahead, self.period_), least=0)
        _, _, c, d = self._values()
        return np.asarray(betaln(c, d + histories.T + ahead) - betaln(c, d + histories.T))

    def _buys(self, histories: Histories) -> Array:
        """Mean chance of buying at an opportunity, of who is alive."""
        a, b, _, _ = self._values()
        return np.asarray((a + histories.frequency) / (a + b + histories.T))

    def _staying(self, n: Array, steps: int) -> Array:
        """Probability to be alive 1, 2, ... steps after opportunity ``n``, one row each."""
        _, _, c, d = self._values()
        age = n[:, None] + np.arange(steps)
        return np.asarray(np.cumprod((d + age) / (c + d + age), axis=1))

    def _if_alive(self, histories: Histories, horizon: float) -> Array:
        ages, age = np.unique(histories.T, return_inverse=True)
        lived = self._staying(ages, int(horizon)).sum(axis=1)
        return np.asarray(self._buys(histories) * lived[age])

    def _new(self, horizon: Array) -> Array:
        a, b, _, _ = self._values()
        for time in horizon:
            self._check_horizon(float(time))
        lived = np.cumsum(self._staying(np.zeros(1), int(horizon.max())))
        return np.asarray(a / (a + b) * np.append(0.0, lived)[horizon.astype(int)])

    def _discounted_if_alive(
        self, histories: Histories, discount: float, horizon: float | None
    ) -> Array:
        ages, age = np.unique(histories.T, return_inverse=True)
        if horizon is None:
            present = residual_renewals(self._values()[2], self._values()[3] + ages, discount)
            present = present / (1.0 + discount)
        else:
            worth = (1.0 + discount) ** -np.arange(1.0, horizon + 1.0)
            present = self._staying(ages, int(horizon)) @ worth
        return np.asarray(self._buys(histories) * present[age])

    def _pmf(self, n: Array, horizon: float) -> Array:
        a, b, c, d = self._values()
        total = int(horizon)
        taken = n[:, None]
        # Alive at exactly `lived` of the opportunities, and `taken` of those used.
        lived = np.arange(total + 1.0)
        ends = np.where(lived < total, betaln(c + 1.0, d + lived), betaln(c, d + lived))
        possible = lived >= taken
        passed = np.where(possible, lived - taken, 0.0)
        ways = gammaln(lived + 1.0) - gammaln(taken + 1.0) - gammaln(passed + 1.0)
        logs = ways + betaln(a + taken, b + passed) - betaln(a, b) + ends - betaln(c, d)
        return np.asarray(np.where(possible, np.exp(logs), 0.0).sum(axis=1))

    def _arrivals(self, histories: Histories) -> Array:
        """Probability of the next purchase at 1, 2, ... opportunities after the last observed."""
        a, b, _, _ = self._values()
        ages, age = np.unique(histories.T, return_inverse=True)
        staying = self._staying(ages, _FAR)
        passed = (b + histories.T - histories.frequency)[:, None] + np.arange(_FAR)
        total = (a + b + histories.T)[:, None] + np.arange(_FAR)
        none_yet = np.cumprod(passed / total, axis=1) * total / passed
        return np.asarray(none_yet * (1.0 - passed / total) * staying[age])

    def _by_part(self, histories: Histories, summary: Callable[[Array], Array]) -> Array:
        pieces = []
        for first in range(0, len(histories.T), 500):
            part = slice(first, first + 500)
            pieces.append(summary(self._arrivals(histories.part(part))))
        return np.concatenate(pieces)

    def _comes_if_alive(self, histories: Histories, horizon: float) -> Array:
        steps = int(min(horizon, _FAR))
        return self._by_part(histories, lambda arrivals: arrivals[:, :steps].sum(axis=1))

    def _wait(self, histories: Histories, level: float) -> Array:
        def quantile(arrivals: Array) -> Array:
            reached = np.cumsum(arrivals, axis=1) >= level * arrivals.sum(axis=1, keepdims=True)
            return np.asarray(reached.argmax(axis=1) + 1.0)

        return self._by_part(histories, quantile)

    def _draw(
        self, n: int, end: Array, horizon: float, rng: np.random.Generator
    ) -> dict[str, NDArray[Any]]:
        a, b, c, d = self._values()
        if np.any(end != np.floor(end)):
            raise ValueError(f"T must count whole opportunities, got {end[end % 1 != 0][0]}.")
        buying, leaving = rng.beta(a, b, n), rng.beta(c, d, n)
        frequency, recency, future = (np.zeros(n, dtype=int) for _ in range(3))
        alive = np.ones(n, dtype=bool)
        alive_at_end = alive.copy()
        for step in range(1, int(end.max() + horizon) + 1):
            alive &= rng.random(n) >= leaving
            buys = alive & (rng.random(n) < buying)
            observed = step <= end
            frequency += buys & observed
            recency[buys & observed] = step
            future += buys & ~observed & (step <= end + horizon)
            alive_at_end = np.where(observed, alive, alive_at_end)
        return {
            "frequency": frequency,
            "recency": recency,
            "T": end.astype(int),
            "alive": alive_at_end,
            "future_purchases": future,
        }

    def _draw_future(
        self, x: Array, end: Array, horizon: float, rng: np.random.Generator
    ) -> NDArray[Any]:
        a, b, c, d = self._values()
        buying, leaving = rng.beta(a + x, b + end - x), rng.beta(c, d + end)
        stay = np.log1p(-np.clip(leaving, 1e-300, 1.0 - 1e-16))
        lived = np.minimum(np.floor(np.log(rng.random(len(x))) / stay), horizon)
        return np.asarray(rng.binomial(lived.astype(int), buying))


class _Terms:
    """Terms of the likelihood of ``x`` purchases, for lives of different length."""

    def __init__(self, params: Array, x: Array) -> None:
        self.params, self.x = params, x

    def alive(self, n: Array) -> Array:
        """Alive at all ``n`` opportunities."""
        a, b, c, d = self.params
        return np.asarray(betaln(a + self.x, b + n - self.x) + betaln(c, d + n))

    def gone(self, lived: Array) -> Array:
        """Left after ``lived`` opportunities."""
        a, b, c, d = self.params
        return np.asarray(betaln(a + self.x, b + lived - self.x) + betaln(c + 1.0, d + lived))

    def slope(self, lived: Array, *, gone: bool) -> Array:
        """Gradient of :meth:`gone` or :meth:`alive`."""
        a, b, c, d = self.params
        c = c + 1.0 if gone else c
        both, all_leaving = digamma(a + b + lived), digamma(c + d + lived)
        return np.stack(
            [
                digamma(a + self.x) - both,
                digamma(b + lived - self.x) - both,
                digamma(c) - all_leaving,
                digamma(d + lived) - all_leaving,
            ],
            axis=1,
        )


def residual_renewals(a: float, b: Array, discount: float) -> Array:
    """Discounted renewals to come, the next one not discounted.

    The chance of leaving p follows Beta(a, b): the mean of (1 - p)(1 + d) / (p + d).
    """
    scale = np.full_like(b, discount / (1.0 + discount))
    a_all = np.full_like(b, a)

    # The factor 1 - p raises b by one; the rest, 1 / (p + d), is level at both ends.
    def worth(u: Array, _: Rows) -> Array:
        # In the logit of p, without taking differences.
        both = np.logaddexp(np.log1p(discount) + u, np.log(discount))
        return np.asarray(np.logaddexp(0.0, u) - both)

    mean = log_beta_mean(worth, a_all, b + 1.0, scale)
    return np.asarray((1.0 + discount) * b / (a_all + b) * np.exp(mean))
