"""Integrals of positive, unimodal functions, summed on the scale of their logarithm.

The models' expectations are such integrals. Their usual closed forms (differences of
hypergeometric functions) overflow, cancel or have removable poles; a sum of positive terms has
none of these faults, for any parameter.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from scipy.special import betaln, exprel, log_expit, logsumexp

Array = NDArray[np.float64]
Rows = NDArray[np.intp]
LogFunction = Callable[[Array, Rows], Array]

# What lies 40 powers of e below the peak is below the last digit of a double.
_DROP = 40.0
# Trapezoid step. The integrands are analytic in a strip of half-width pi / 2 around the real
# line, so the error is about exp(-pi**2 / step), or 5e-15.
_STEP = 0.3
_GOLDEN = (np.sqrt(5.0) - 1.0) / 2.0
_CHUNK = 1_000_000


def log_integral(
    log_function: LogFunction,
    low: Array,
    high: Array,
    *,
    left_slope: float | Array = np.inf,
    right_slope: float | Array = np.inf,
) -> Array:
    """Log of the integral over the real line of many unimodal functions at once.

    Parameters
    ----------
    log_function : callable
        ``log_function(u, rows)`` gives the log of integrand number ``rows[i]`` at ``u[i, j]``.
    low, high : arrays, one entry for each integrand
        The peak lies between them, or beyond one of them the function is a pure exponential.
    left_slope, right_slope : float or array
        The rate of that exponential. The default says that nothing is left beyond the ends.

    Returns
    -------
    array, one entry for each integrand
    """
    every = np.arange(len(low), dtype=np.intp)
    peak = _peak(log_function, low, high, every)
    top = log_function(peak[:, None], every)[:, 0]
    start = _crossing(log_function, low, peak, top - _DROP, every)
    stop = _crossing(log_function, high, peak, top - _DROP, every)
    left = np.broadcast_to(np.asarray(left_slope, dtype=float), low.shape)
    right = np.broadcast_to(np.asarray(right_slope, dtype=float), low.shape)
    result = np.empty(len(low))
    for rows, nodes in _batches(stop - start):
        step = (stop - start)[rows] / nodes
        u = start[rows, None] + step[:, None] * np.arange(nodes + 1)
        logs = log_function(u, rows)
        # Beyond an exponential end the trapezoid sum is a geometric series.
        logs[:, 0] += np.log1p(1.0 / np.expm1(np.minimum(left[rows] * step, 700.0)))
        logs[:, -1] += np.log1p(1.0 / np.expm1(np.minimum(right[rows] * step, 700.0)))
        result[rows] = logsumexp(logs, axis=1) + np.log(step)
    return result


def _peak(log_function: LogFunction, low: Array, high: Array, rows: Rows) -> Array:
    """Golden section search; near enough is enough, for the peak only anchors the sum."""
    low, high = low.copy(), high.copy()
    for _ in range(45):
        width = _GOLDEN * (high - low)
        inner = np.stack([high - width, low + width], axis=1)
        value = log_function(inner, rows)
        rising = value[:, 0] < value[:, 1]
        low = np.where(rising, inner[:, 0], low)
        high = np.where(rising, high, inner[:, 1])
    return (low + high) / 2.0


def _crossing(f: LogFunction, outside: Array, inside: Array, level: Array, rows: Rows) -> Array:
    """Where the function comes up to ``level``, or ``outside`` if it is above there already."""
    above = f(outside[:, None], rows)[:, 0] >= level
    low, high = outside.copy(), inside.copy()
    for _ in range(30):
        middle = (low + high) / 2.0
        below = f(middle[:, None], rows)[:, 0] < level
        low = np.where(below, middle, low)
        high = np.where(below, high, middle)
    return np.where(above, outside, low)


def _batches(width: Array) -> Iterator[tuple[Rows, int]]:
    """Integrands that need equally many nodes, in pieces that fit into memory."""
    needed = np.maximum(np.ceil(width / _STEP), 64.0)
    doublings = np.ceil(np.log2(needed / 64.0)).astype(int)
    for doubling in np.unique(doublings):
        nodes = 64 * 2 ** int(doubling)
        rows = np.flatnonzero(doublings == doubling)
        for first in range(0, len(rows), max(_CHUNK // nodes, 1)):
            yield rows[first : first + max(_CHUNK // nodes, 1)], nodes


def log_beta_mean(log_function: LogFunction, a: Array, b: Array, scale: Array) -> Array:
    """Log of the mean of a positive, falling function of a beta-distributed probability.

    Parameters
    ----------
    log_function : callable
        ``log_function(u, rows)``, where ``u`` is the logit of the probability.
    a, b : arrays
        Parameters of the beta distribution, one pair for each mean.
    scale : array
        Change of the function: it is level where the probability, or its complement, is far
        below ``scale``.

    Returns
    -------
    array
    """

    def integrand(u: Array, rows: Rows) -> Array:
        weight = a[rows, None] * log_expit(u) + b[rows, None] * log_expit(-u)
        return np.asarray(weight + log_function(u, rows))

    reach = _DROP - np.log(np.minimum(scale, 1.0))
    # For large a or b the peak may lie far from 0, beyond the flat ends of the function.
    low = np.minimum(np.log(a / (a + b)), 0.0) - reach
    high = reach - np.minimum(np.log(b / (a + b)), 0.0)
    total = log_integral(integrand, low, high, left_slope=a, right_slope=b)
    return np.asarray(total - betaln(a, b))


def log_scaled_expint(order: float, z: Array) -> Array:
    r"""Log of :math:`e^z E_s(z) = \int_0^\infty e^{-zy} (1+y)^{-s} dy` for any s > 0, z > 0."""

    def integrand(u: Array, rows: Rows) -> Array:
        return np.asarray(u - z[rows, None] * np.exp(u) - order * np.logaddexp(0.0, u))

    low = -np.log(z + order) - _DROP
    high = np.log(_DROP + 5.0) - np.log(z) + 1.0
    return log_integral(integrand, low, high, left_slope=1.0)


@lru_cache(maxsize=8)
def gauss_legendre(nodes: int) -> tuple[Array, Array]:
    """Nodes and weights on [0, 1]."""
    x, w = np.polynomial.legendre.leggauss(nodes)
    return (x + 1.0) / 2.0, w / 2.0


def log1p_ratio(z: Array) -> Array:
    """``log(1 + z) / z``, which is 1 at 0."""
    safe = np.where(z == 0.0, 1.0, z)
    return np.where(z == 0.0, 1.0, np.log1p(safe) / safe)


def growth(rate: Array | float, time: Array) -> Array:
    """``(1 - exp(-rate * time)) / rate``, which is ``time`` at rate 0."""
    return np.asarray(time * exprel(-rate * time))
