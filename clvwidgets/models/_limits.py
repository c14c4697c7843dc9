"""Fits at a limit: where a simpler model says the same.

Customers who are all alike make the likelihood rise for ever, ever more slowly, and where a search
stops on such a slope hangs on the last digits of the processor. So a fit that is unsure is compared
with the simpler models to which it can run. If it does not beat one, the simpler one is reported.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from scipy.special import expit, log_expit

from clvwidgets.models._fit import LogLikelihood, Optimum, maximise_within
from clvwidgets.models._quadrature import Array

TOLERANCE: Final = 0.01
"""A fit must beat the simpler model's log-likelihood by more, or the simpler one is reported.

Far above what processors differ in, and so small that a fit which says a little more, with its wide
intervals, is kept.
"""

ALIKE: Final = 1e5
"""Shape (of a gamma) or sum of weights (of a beta) that stands for no difference at all."""

NEVER: Final = 1e-7
"""Share that stands for none."""

HOW_OFTEN: Final = "how often they buy"
HOW_LIKELY_TO_LEAVE: Final = "how likely they are to leave"
NOBODY_LEAVES: Final = "nobody leaves"
EITHER_LEAVES: Final = "some leave at once and the others never"

# Where each log parameter has a smaller standard error, no simpler model is within the tolerance:
# by the curvature at the peak the distance to a limit is 1 / (2 error ** 2), here 1.
_SURE = 0.7


@dataclass(frozen=True)
class Pin:
    """Two log parameters held where their distribution has become a simpler one.

    Attributes
    ----------
    text : str
        What that means; ``ratio`` and ``share`` of the two parameters may stand in it.
    fixed : tuple of (float or None)
        The two log parameters; None for one that stays free. Of a beta with a fixed ``total``
        both are None.
    total : float, optional
        The sum of a beta's two weights; their ratio stays free.
    together : {1, -1}
        Whether the mean is kept when both go up, or when one goes up and the other down.
    """

    text: str
    fixed: tuple[float | None, float | None] = (None, None)
    total: float | None = None
    together: int = 1

    def free(self, start: Array) -> list[float]:
        """Start of what stays free, from the start of the log parameters."""
        if self.total is not None:
            return [float(start[0] - start[1])]
        moved = sum(
            fixed - log for fixed, log in zip(self.fixed, start, strict=True) if fixed is not None
        )
        return [
            float(log + self.together * moved)
            for fixed, log in zip(self.fixed, start, strict=True)
            if fixed is None
        ]

    def place(self, free: Array) -> tuple[Array, Array]:
        """Give the two log parameters, and their slopes by what is free."""
        if self.total is not None:
            (odds,) = free
            logs = np.log(self.total) + np.array([log_expit(odds), log_expit(-odds)])
            return logs, np.array([[expit(-odds)], [-expit(odds)]])
        open_ = [i for i in (0, 1) if self.fixed[i] is None]
        logs = np.array([np.nan if value is None else value for value in self.fixed])
        logs[open_] = free
        return logs, np.eye(2)[:, open_]

    def said(self, logs: Array) -> str:
        """Give the text with the numbers that can be read."""
        odds = float(logs[0] - logs[1])
        return self.text.format(ratio=np.exp(odds), share=expit(odds))

    def passed(self, logs: Array) -> bool:
        """Whether the two log parameters lie beyond the pin, or on it."""
        if self.total is not None:
            at, end = float(np.logaddexp(*logs)), float(np.log(self.total))
        else:
            first, second = self.fixed
            at = sum(
                sign * float(log)
                for log, fixed, sign in zip(logs, self.fixed, (1.0, -1.0), strict=True)
                if fixed is not None
            )
            end = (first or 0.0) - (second or 0.0)
        return bool((at - end) * np.sign(end) >= 0.0)


@dataclass(frozen=True)
class Spread:
    """How customers differ in one respect: a gamma or beta distribution, and where it can run.

    Attributes
    ----------
    names : (str, str)
        Its two parameters.
    pins : tuple of Pin
        The simpler models, the simplest first.
    """

    names: tuple[str, str]
    pins: tuple[Pin, ...]


def _alike(names: tuple[str, str], what: str, held: str, read: str) -> str:
    return (
        f"Boundary: the data show no difference between customers in {what}; a model in which all "
        f"are alike fits as well. {names[0]} and {names[1]} are given with {held} kept at "
        f"{ALIKE:,.0f}: read only {read}. Use the predictions with care; more customers or a "
        "longer time may show a difference."
    )


def _extreme(names: tuple[str, str], says: str) -> str:
    return (
        f"Boundary: the data say that {says}; a model in which that is so fits as well. Do not "
        f"read {names[0]} and {names[1]}, which are kept at the limit. Use the predictions with "
        "care; more customers or a longer time may say more."
    )


def gamma_spread(shape: str, rate: str, what: str, unit: str = " per period") -> Spread:
    """Rates that customers differ in, from a gamma distribution."""
    names = (shape, rate)
    text = _alike(names, what, shape, f"{shape} / {rate}, {{ratio:.4g}}{unit}")
    return Spread(names, (Pin(text, (float(np.log(ALIKE)), None)),))


def same_within(shape: str, rate: str, says: str) -> Spread:
    """Give the shape of what one customer does, who may do the same each time."""
    names = (shape, rate)
    fixed = (float(np.log(ALIKE)), None)
    return Spread(names, (Pin(_extreme(names, says), fixed, together=-1),))


def lifetime_spread(shape: str, rate: str, time: float) -> Spread:
    """Rates of leaving from a gamma distribution; ``time`` is a usual time of observation."""
    names = (shape, rate)
    alike = gamma_spread(shape, rate, HOW_LIKELY_TO_LEAVE).pins
    never = (float(np.log(NEVER)), float(np.log(time)))
    some = (None, float(np.log(NEVER * time)))
    return Spread(
        names,
        (
            Pin(_extreme(names, NOBODY_LEAVES), never),
            *alike,
            Pin(_extreme(names, EITHER_LEAVES), some),
        ),
    )


def beta_spread(
    yes: str, no: str, what: str, never: str, always: str, either: str | None = None
) -> Spread:
    """Chances that customers differ in, from a beta distribution.

    Parameters
    ----------
    yes, no : str
        The weights of what happens and of what does not.
    what, never, always, either : str
        Words: what customers differ in; that it never happens, always, or for each customer
        either never or always.
    """
    names, none, total = (yes, no), float(np.log(NEVER)), f"{yes} + {no}"
    return Spread(
        names,
        (
            Pin(_extreme(names, never), (none, 0.0)),
            Pin(_extreme(names, always), (0.0, none)),
            Pin(_alike(names, what, total, f"{yes} / ({total}), {{share:.4g}}"), total=ALIKE),
            *([Pin(_extreme(names, either), total=1.0 / ALIKE)] if either else []),
        ),
    )


@dataclass(frozen=True)
class Simpler:
    """The simpler model that says the same as a fit.

    Attributes
    ----------
    theta : array
        All log parameters, some of them at a limit.
    value : float
        Its log-likelihood.
    texts : tuple of str
        What is simpler, one sentence for each respect.
    """

    theta: Array
    value: float
    texts: tuple[str, ...]


def simpler_model(
    names: Sequence[str],
    spreads: Sequence[Spread],
    log_likelihood: LogLikelihood,
    start: Array,
    count: Array,
    found: Optimum,
) -> Simpler | None:
    """Look for a simpler model that the fit does not beat; None where there is none.

    Parameters
    ----------
    names : sequence of str
        Of all parameters.
    spreads : sequence of Spread
        The respects in which customers differ.
    log_likelihood, start, count
        What the fit was made of.
    found : Optimum
        The fit.
    """
    if _is_sure(found):
        return None
    place = {name: i for i, name in enumerate(names)}
    pinned: dict[tuple[int, int], Pin] = {}
    best: tuple[Array, float] | None = None
    for spread in spreads:
        pair = (place[spread.names[0]], place[spread.names[1]])
        if any(set(pair) & set(other) for other in pinned):
            continue
        for pin in spread.pins:
            tried = _fit_pinned(log_likelihood, np.log(start), count, {**pinned, pair: pin})
            if found.value - tried[1] <= TOLERANCE or pin.passed(found.theta[list(pair)]):
                pinned[pair], best = pin, tried
                break
    if best is None:
        return None
    theta, value = best
    return Simpler(theta, value, tuple(pin.said(theta[list(pair)]) for pair, pin in pinned.items()))


def _is_sure(found: Optimum) -> bool:
    if any(found.at_end) or not found.converged or found.covariance is None:
        return False
    return bool(np.all(np.diag(found.covariance) < _SURE**2))


def _fit_pinned(
    log_likelihood: LogLikelihood, start: Array, count: Array, pins: dict[tuple[int, int], Pin]
) -> tuple[Array, float]:
    """Fit with some pairs of log parameters pinned; give all log parameters and the value."""
    alone = [i for i in range(len(start)) if not any(i in pair for pair in pins)]
    held = [(list(pair), pin, len(pin.free(start[list(pair)]))) for pair, pin in pins.items()]
    begin = [*start[alone], *(x for pair, pin, _ in held for x in pin.free(start[pair]))]

    def place(free: Array) -> tuple[Array, Array]:
        theta, slopes = np.zeros(len(start)), np.zeros((len(start), len(free)))
        theta[alone] = free[: len(alone)]
        slopes[alone, range(len(alone))] = 1.0
        at = len(alone)
        for pair, pin, size in held:
            theta[pair], slopes[pair, at : at + size] = pin.place(free[at : at + size])
            at += size
        return theta, slopes

    if not begin:
        theta, _ = place(np.zeros(0))
        return theta, float(count @ log_likelihood(np.exp(theta))[0])
    # On its way the search may try what overflows, and turns round there.
    with np.errstate(over="ignore", invalid="ignore"):
        found = maximise_within(log_likelihood, np.array(begin), count, place)
    return place(found.theta)[0], found.value
