"""Maximum likelihood in log parameters, and what the optimum looks like."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from clvwidgets.models._quadrature import Array

LogLikelihood = Callable[[Array], tuple[Array, Array]]
"""From parameters to the log-likelihood of each row and its gradient, one column a parameter."""

Placement = Callable[[Array], tuple[Array, Array]]
"""From free numbers to all log parameters, and their slopes, one column a free number."""

Loss = Callable[[Array], tuple[float, Array]]

# A parameter may move this many powers of e away from its start: a factor of a million.
_REACH = 14.0

_MOST_STEPS = 4


@dataclass(frozen=True)
class Optimum:
    """The best log parameters, and the shape of the likelihood around them."""

    theta: Array
    value: float
    hessian: Array
    slope: float
    message: str
    at_end: tuple[bool, ...]

    @property
    def converged(self) -> bool:
        """Whether the slope is gone, but for parameters that ran to the end of their range."""
        return self.slope < 1e-5

    @property
    def covariance(self) -> Array | None:
        """Covariance of the log parameters, or None if the optimum is no peak."""
        return _inverse_at_peak(self.hessian)


def maximise(
    log_likelihood: LogLikelihood,
    start: Array,
    count: Array,
    pilot: tuple[LogLikelihood, Array] | None = None,
) -> Optimum:
    """Climb to the largest likelihood: BFGS, then Newton's steps to the last digits.

    BFGS in NumPy, not SciPy's compiled L-BFGS-B: with two to four parameters that one spends its
    time in starting BLAS threads, on a busy machine ten times what the likelihood takes.

    Parameters
    ----------
    log_likelihood : callable
    start : array
        Parameters (not their logs) to start from.
    count : array
        How many customers stand behind each row of the likelihood.
    pilot : (log_likelihood, count), optional
        The same for some of the rows, where the search begins if there are very many.

    Returns
    -------
    Optimum
    """
    total, origin = count.sum(), np.log(start)
    loss = _mean_loss(log_likelihood, count)
    guess, curvature = origin, None
    if pilot is not None:
        rough = _mean_loss(*pilot)
        guess, _ = _descend(rough, origin, origin, None)
        curvature = _hessian(rough, guess)
    return _search(loss, origin, guess, curvature, float(total))


def maximise_within(
    log_likelihood: LogLikelihood, start: Array, count: Array, place: Placement
) -> Optimum:
    """Climb to the largest likelihood among the log parameters that ``place`` allows.

    Parameters
    ----------
    log_likelihood : callable
    count : array of float
        As for :func:`maximise`.
    start : array
        What is free, to start from.
    place : callable
        From what is free to all log parameters, and their slopes, one column a free number.

    Returns
    -------
    Optimum
        ``theta`` is what is free.
    """
    return _search(_loss_within(log_likelihood, count, place), start, start, None, count.sum())


def covariance_within(
    log_likelihood: LogLikelihood, found: Optimum, count: Array, place: Placement
) -> Array | None:
    """Give the covariance of what is free, from wide differences.

    At a limit the gradient is the difference of large numbers, and narrow differences of it would
    leave three digits. Wide ones of the fourth order keep the digits that are given.

    Parameters
    ----------
    log_likelihood : callable
    count : array of float
    place : callable
        As for :func:`maximise_within`.
    found : Optimum
        What that function found.

    Returns
    -------
    array or None
        None if nothing is free, or if the optimum is no peak.
    """
    if not len(found.theta) or any(found.at_end):
        return None
    loss, step = _loss_within(log_likelihood, count, place), 1e-2

    def slope(direction: Array) -> Array:
        return loss(found.theta + direction)[1] - loss(found.theta - direction)[1]

    rows = [
        (8.0 * slope(direction) - slope(2.0 * direction)) / (12.0 * step)
        for direction in np.eye(len(found.theta)) * step
    ]
    matrix = np.array(rows)
    return _inverse_at_peak((matrix + matrix.T) / 2.0 * count.sum())


def _inverse_at_peak(hessian: Array) -> Array | None:
    eigenvalues = np.linalg.eigvalsh(hessian)
    if eigenvalues[0] <= 1e-9 * max(eigenvalues[-1], 1.0):
        return None
    return np.asarray(np.linalg.inv(hessian))


def _loss_within(log_likelihood: LogLikelihood, count: Array, place: Placement) -> Loss:
    """Negative mean log-likelihood as a function of what is free, and its gradient."""
    loss = _mean_loss(log_likelihood, count)

    def within(free: Array) -> tuple[float, Array]:
        theta, slopes = place(free)
        value, gradient = loss(theta)
        return value, gradient @ slopes

    return within


def _search(
    loss: Loss, origin: Array, guess: Array, curvature: Array | None, total: float
) -> Optimum:
    theta, message = _descend(loss, origin, guess, curvature)
    at_end = np.abs(theta - origin) > _REACH - 1.0
    hessian = _hessian(loss, theta)
    theta, value, gradient = _newton_steps(loss, theta, hessian, at_end)
    return Optimum(
        theta=theta,
        value=float(-value * total),
        hessian=hessian * total,
        slope=float(np.max(np.abs(gradient[~at_end]), initial=0.0)),
        message=message,
        at_end=tuple(bool(end) for end in at_end),
    )


def _mean_loss(log_likelihood: LogLikelihood, count: Array) -> Loss:
    """Negative mean log-likelihood as a function of the log parameters, and its gradient."""
    total = count.sum()

    def loss(theta: Array) -> tuple[float, Array]:
        params = np.exp(theta)
        # On its way the search may try what overflows, and turns round there.
        with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
            rows, gradient = log_likelihood(params)
            return -(count @ rows) / total, -(count @ gradient) * params / total

    return loss


def _descend(loss: Loss, origin: Array, guess: Array, curvature: Array | None) -> tuple[Array, str]:
    """Go down from ``guess`` without leaving the range around ``origin``."""
    # Half of what importing a model would take, and a model with known parameters never needs it.
    from scipy.optimize import minimize

    def bounded(u: Array) -> tuple[float, Array]:
        bend = np.tanh(u / _REACH)
        value, gradient = loss(origin + _REACH * bend)
        return value, gradient * (1.0 - bend**2)

    options: dict[str, Any] = {"gtol": 1e-6}
    if curvature is not None and np.linalg.eigvalsh(curvature)[0] > 1e-6:
        inverse = np.linalg.inv(curvature)
        options["hess_inv0"] = (inverse + inverse.T) / 2.0
    inside = np.clip((guess - origin) / _REACH, -0.99, 0.99)
    found = minimize(bounded, _REACH * np.arctanh(inside), jac=True, method="BFGS", options=options)
    return origin + _REACH * np.tanh(found.x / _REACH), str(found.message)


def _hessian(loss: Loss, theta: Array) -> Array:
    """Central differences of the exact gradient."""
    step = 1e-4
    rows = []
    for direction in np.eye(len(theta)) * step:
        rows.append((loss(theta + direction)[1] - loss(theta - direction)[1]) / (2.0 * step))
    matrix = np.array(rows)
    return np.asarray((matrix + matrix.T) / 2.0)


def _newton_steps(
    loss: Loss, theta: Array, hessian: Array, at_end: NDArray[np.bool_]
) -> tuple[Array, float, Array]:
    """Go on to the peak itself, where the search ends within its tolerance of it.

    Where in that tolerance it ends hangs on the processor; the peak does not.
    """
    value, gradient = loss(theta)
    if at_end.any() or np.linalg.eigvalsh(hessian)[0] <= 0:
        return theta, value, gradient
    for _ in range(_MOST_STEPS):
        step = np.linalg.solve(hessian, gradient)
        if np.max(np.abs(step)) > 0.1:
            break
        new_value, new_gradient = loss(theta - step)
        # Near the peak the values are equal but for rounding; the slope tells which is closer.
        if np.abs(new_gradient).max() >= np.abs(gradient).max():
            break
        theta, value, gradient = theta - step, new_value, new_gradient
        if np.max(np.abs(step)) < 1e-10:
            break
    return theta, value, gradient
