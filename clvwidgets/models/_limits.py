"""Fits at a limit: where a simpler model says the same.

Customers who are all alike make the likelihood rise for ever, ever more slowly, and where a search
stops on such a slope hangs on the last digits of the processor. So a fit that is unsure is compared
with the simpler models to which it can run. If it does not beat one, the simpler one is reported.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from scipy.special import expit, log_expit

from clvwidgets.models._fit import (
    LogLikelihood,
    Optimum,
    Placement,
    covariance_within,
    maximise_within,
)
from clvwidgets.models._quadrature import Array
from clvwidgets.significant import significant

TOLERANCE: Final = 0.01
"""A fit must beat the simpler model's log-likelihood by more, or the simpler one is reported.

Far above what processors differ in, and so small that a fit which says a little more, with its wide
intervals, is kept.
"""

ALIKE: Final = 1e5
"""Shape (of a gamma) or sum of weights (of a beta) that stands for no difference at all."""

NEVER: Final = 1e-7
"""Share that stands for none."""

STEEP: Final = 20.0
"""Power of tenure that stands for a chance of leaving which jumps to 1."""

HOW_OFTEN: Final = "how often they buy"
HOW_LIKELY_TO_LEAVE: Final = "how likely they are to leave"
NOBODY_LEAVES: Final = "nobody leaves"
EITHER_LEAVES: Final = "some leave at once and the others never"

# A fit beyond a limit is reported there unless it says much more: then the limit is not its own.
_SLACK = 1.0

# Where each log parameter has a smaller standard error, no simpler model is within the tolerance:
# by the curvature at the peak the distance to a limit is 1 / (2 error ** 2), here 1.
_SURE = 0.7


@dataclass(frozen=True)
class Pin:
    """One log parameter, or two, held where the model has become a simpler one.

    Attributes
    ----------
    text : str
        What that means; of two parameters ``ratio``, ``share`` and their standard errors
        ``ratio_error``, ``share_error`` may stand in it.
    fixed : tuple of (float or None)
        The log parameters; None for one that stays free. Of a beta with a fixed ``total``
        both are None.
    total : float, optional
        The sum of a beta's two weights; their ratio stays free.
    together : {1, -1}
        Whether the mean is kept when both go up, or when one goes up and the other down.
    """

    text: str
    fixed: tuple[float | None, ...] = (None, None)
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
        """Give the log parameters, and their slopes by what is free."""
        if self.total is not None:
            (odds,) = free
            logs = np.log(self.total) + np.array([log_expit(odds), log_expit(-odds)])
            return logs, np.array([[expit(-odds)], [-expit(odds)]])
        open_ = [i for i, value in enumerate(self.fixed) if value is None]
        logs = np.array([np.nan if value is None else value for value in self.fixed])
        logs[open_] = free
        return logs, np.eye(len(logs))[:, open_]

    def said(self, logs: Array, covariance: Array | None) -> str:
        """Give the text with the numbers that can be read."""
        if len(logs) == 1:
            return self.text
        odds = float(logs[0] - logs[1])
        ratio, share = np.exp(odds), expit(odds)
        away = np.array([1.0, -1.0])
        error = 0.0 if covariance is None else float(np.sqrt(away @ covariance @ away))
        return self.text.format(
            ratio=ratio,
            share=share,
            ratio_error=_error(ratio * error),
            share_error=_error(share * (1.0 - share) * error),
        )

    def held(self, names: Sequence[str]) -> tuple[str, ...]:
        """Tell what is no longer estimated: of ``names``, or their sum."""
        if self.total is not None:
            return (" + ".join(names),)
        return tuple(
            name for name, value in zip(names, self.fixed, strict=True) if value is not None
        )

    def passed(self, logs: Array) -> bool:
        """Whether the log parameters lie beyond the pin, or on it; beyond 1 nothing lies."""
        if self.total is not None:
            at, end = float(np.logaddexp(*logs)), float(np.log(self.total))
        else:
            signs = (1.0, -1.0)[: len(logs)]
            known = [i for i, value in enumerate(self.fixed) if value is not None]
            at = sum(signs[i] * float(logs[i]) for i in known)
            end = sum(signs[i] * (self.fixed[i] or 0.0) for i in known)
        return bool(end != 0.0 and (at - end) * np.sign(end) >= 0.0)


def _error(size: float) -> str:
    return f" (standard error {significant(float(size)):.2g})" if size > 0.0 else ""


@dataclass(frozen=True)
class Spread:
    """What parameters say in one respect, and where they can run.

    Attributes
    ----------
    names : tuple of str
        The two parameters of a gamma or beta distribution, or a single one.
    pins : tuple of Pin
        The simpler models, the simplest first.
    """

    names: tuple[str, ...]
    pins: tuple[Pin, ...]


def _alike(names: tuple[str, str], what: str, held: str, read: str) -> str:
    return (
        f"Boundary: the data show no difference between customers in {what}; a model in which all "
        f"are alike fits as well. {names[0]} and {names[1]} are given with {held} kept at "
        f"{ALIKE:,.0f}: read only {read}. Use the predictions with care; more customers or a "
        "longer time may show a difference."
    )


def _extreme(names: tuple[str, ...], says: str) -> str:
    return (
        f"Boundary: the data say that {says}; a model in which that is so fits as well. Do not "
        f"read {' and '.join(names)}, which {'are' if len(names) > 1 else 'is'} kept at the limit. "
        "Use the predictions with care; more customers or a longer time may say more."
    )


def gamma_spread(shape: str, rate: str, what: str, unit: str = " per period") -> Spread:
    """Rates that customers differ in, from a gamma distribution."""
    names = (shape, rate)
    text = _alike(names, what, shape, f"{shape} / {rate}, {{ratio:.4g}}{unit}{{ratio_error}}")
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

    Returns
    -------
    Spread
    """
    names, none, total = (yes, no), float(np.log(NEVER)), f"{yes} + {no}"
    return Spread(
        names,
        (
            Pin(_extreme(names, never), (none, 0.0)),
            Pin(_extreme(names, always), (0.0, none)),
            Pin(
                _alike(names, what, total, f"{yes} / ({total}), {{share:.4g}}{{share_error}}"),
                total=ALIKE,
            ),
            *([Pin(_extreme(names, either), total=1.0 / ALIKE)] if either else []),
        ),
    )


def with_tenure(name: str, leaving: Spread) -> tuple[Spread, ...]:
    """Chances of leaving, and the power of tenure by which they change; at 1 they do not."""
    unchanged = (
        f"Boundary: the data show no change with tenure in {HOW_LIKELY_TO_LEAVE}; a model in which "
        f"nothing changes fits as well. Do not read {name}, which is kept at 1. Use the "
        "predictions with care; more customers or a longer time may show a change."
    )
    stay = _extreme((name,), "who has renewed once stays for good")
    jump = _extreme((name,), "each customer's chance of leaving jumps from one renewal to the next")
    return (
        Spread((name,), (Pin(unchanged, (0.0,)),)),
        leaving,
        Spread((name,), (Pin(stay, (float(np.log(NEVER)),)), Pin(jump, (float(np.log(STEEP)),)))),
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
    covariance : array or None
        Of all log parameters in the simpler model: 0 for one that is kept at the limit. None if
        nothing is free, or the likelihood of what is free has no peak.
    texts : tuple of str
        What is simpler, one sentence for each respect.
    held : tuple of str
        What is kept at a limit: a parameter, or the sum of two.
    """

    theta: Array
    value: float
    covariance: Array | None
    texts: tuple[str, ...]
    held: tuple[str, ...]


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
    log_likelihood : callable
    start : array of float
    count : array of float
        What the fit was made of.
    found : Optimum
        The fit.

    Returns
    -------
    Simpler or None
    """
    if _is_sure(found):
        return None
    place = {name: i for i, name in enumerate(names)}
    pinned: dict[tuple[int, ...], Pin] = {}
    best: Optimum | None = None
    for spread in spreads:
        which = tuple(place[name] for name in spread.names)
        if any(set(which) & set(other) for other in pinned):
            continue
        for pin in spread.pins:
            pins = {**pinned, which: pin}
            tried = _fit_pinned(log_likelihood, np.log(start), count, pins)
            slack = _SLACK if pin.passed(found.theta[list(which)]) else TOLERANCE
            if found.value - tried.value <= slack:
                pinned, best = pins, tried
                break
    if best is None:
        return None
    place_free, _ = _placement(np.log(start), pinned)
    theta, slopes = place_free(best.theta)
    peak = covariance_within(log_likelihood, best, count, place_free)
    covariance = None if peak is None else slopes @ peak @ slopes.T
    return _told(names, pinned, theta, best.value, covariance)


def _is_sure(found: Optimum) -> bool:
    if any(found.at_end) or not found.converged or found.covariance is None:
        return False
    return bool(np.all(np.diag(found.covariance) < _SURE**2))


def _fit_pinned(
    log_likelihood: LogLikelihood, start: Array, count: Array, pins: Mapping[tuple[int, ...], Pin]
) -> Optimum:
    """Fit what stays free with some log parameters pinned."""
    place, begin = _placement(start, pins)
    if len(begin):
        return maximise_within(log_likelihood, begin, count, place)
    value = float(count @ log_likelihood(np.exp(place(begin)[0]))[0])
    return Optimum(begin, value, np.zeros((0, 0)), 0.0, "Nothing is free.", ())


def _told(
    names: Sequence[str],
    pins: Mapping[tuple[int, ...], Pin],
    theta: Array,
    value: float,
    covariance: Array | None,
) -> Simpler:
    texts: list[str] = []
    held: list[str] = []
    for which, pin in pins.items():
        at = list(which)
        around = None if covariance is None else covariance[np.ix_(at, at)]
        texts.append(pin.said(theta[at], around))
        held += pin.held([names[i] for i in at])
    return Simpler(theta, value, covariance, tuple(texts), tuple(held))


def _placement(start: Array, pins: Mapping[tuple[int, ...], Pin]) -> tuple[Placement, Array]:
    """Give the way from what is free to all log parameters, and where to start."""
    alone = [i for i in range(len(start)) if not any(i in which for which in pins)]
    held = [(list(which), pin, len(pin.free(start[list(which)]))) for which, pin in pins.items()]
    begin = [*start[alone], *(x for which, pin, _ in held for x in pin.free(start[which]))]

    def place(free: Array) -> tuple[Array, Array]:
        theta, slopes = np.zeros(len(start)), np.zeros((len(start), len(free)))
        theta[alone] = free[: len(alone)]
        slopes[alone, range(len(alone))] = 1.0
        at = len(alone)
        for which, pin, size in held:
            theta[which], slopes[which, at : at + size] = pin.place(free[at : at + size])
            at += size
        return theta, slopes

    return place, np.array(begin)
