"""Random draws that stay the same: a stream for each table, and numbers placed by rank."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from zlib import crc32

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.floating[Any]]
Ints = NDArray[np.integer[Any]]


def stream(seed: int, name: str) -> np.random.Generator:
    """Open the stream of random numbers that belongs to a table.

    The name's checksum stands in the seed sequence, so a new table does not disturb the others.

    Parameters
    ----------
    seed : int
        Of the world.
    name : str
        Of the table.

    Returns
    -------
    numpy.random.Generator

    Examples
    --------
    >>> bool(stream(1, "orders").random() == stream(1, "orders").random())
    True
    >>> bool(stream(1, "orders").random() == stream(1, "returns").random())
    False
    """
    sequence = np.random.SeedSequence(seed, spawn_key=(crc32(name.encode()),))
    return np.random.Generator(np.random.PCG64(sequence))


def by_rank(score: Floats, quantile: Callable[[Floats], Any]) -> Floats:
    """Give the highest score the highest quantile of a distribution, and so on down.

    So the numbers follow the distribution whatever the scores are made of.

    Parameters
    ----------
    score : array of float
    quantile : callable
        Gives the quantiles of a distribution for shares between 0 and 1.

    Returns
    -------
    array of float

    Examples
    --------
    >>> by_rank(np.array([3.0, -1.0, 9.0]), lambda u: 6 * u).tolist()
    [3.0, 1.0, 5.0]
    """
    rank = np.argsort(np.argsort(score, kind="stable"), kind="stable")
    return np.asarray(quantile((rank + 0.5) / len(score)), dtype=float)


def pick(rng: np.random.Generator, weights: ArrayLike, size: int) -> Ints:
    """Draw positions with chances in proportion to the weights.

    Parameters
    ----------
    rng : numpy.random.Generator
    weights : array_like
    size : int
        How many to draw.

    Returns
    -------
    array of int

    Examples
    --------
    >>> pick(stream(1, "x"), [0, 1, 0], 3).tolist()
    [1, 1, 1]
    """
    steps = np.cumsum(np.asarray(weights, dtype=float))
    return np.searchsorted(steps / steps[-1], rng.random(size), side="right").astype(np.int64)


def shares(weights: Floats) -> Floats | None:
    """Chances in proportion to the weights, for ``choice`` of NumPy; None where nothing weighs.

    ``choice`` takes None for equal chances, so a shop that everybody has left can be drawn from.

    Parameters
    ----------
    weights : array of float

    Returns
    -------
    array of float or None

    Examples
    --------
    >>> shares(np.array([1.0, 0.0, 3.0])).tolist()
    [0.25, 0.0, 0.75]
    >>> shares(np.zeros(3)) is None
    True
    """
    total = weights.sum()
    return np.asarray(weights / total) if total > 0.0 else None


def pick_each(rng: np.random.Generator, weights: Floats) -> Ints:
    """Draw one position for each row of weights."""
    steps = np.cumsum(weights, axis=1)
    draws = rng.random(len(weights)) * steps[:, -1]
    return np.asarray((draws[:, None] >= steps).sum(axis=1), dtype=np.int64)


def tries_until(rng: np.random.Generator, chance: Floats) -> Floats:
    """Draw after how many tries something of a given chance happens: 1, 2, 3 ...

    Endless where the chance is zero.
    """
    draws = rng.random(len(chance))
    # A chance of one happens at once; the logarithm of the rest would have no end.
    rest = np.log1p(-np.clip(chance, 0.0, 1.0 - 1e-16))
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        tries = np.floor(np.log1p(-draws) / rest) + 1.0
    return np.where(rest < 0.0, tries, np.inf)


def significant(values: ArrayLike, digits: int = 5) -> Floats:
    """Round to so many significant digits, but at most 22 decimals: so tables stay small.

    Parameters
    ----------
    values : array_like
    digits : int

    Returns
    -------
    array of float

    Examples
    --------
    >>> significant([0.00123456, 123456.0], 3).tolist()
    [0.00123, 123000.0]
    """
    numbers = np.asarray(values, dtype=float)
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        exponent = np.floor(np.log10(np.abs(numbers)))
    # Powers of ten above 22 are not exact; numbers so small become zero.
    places = np.minimum(digits - 1 - np.where(np.isfinite(exponent), exponent, 0.0), 22.0)
    scale = 10.0 ** np.abs(places)
    up = np.round(numbers * scale) / scale
    down = np.round(numbers / scale) * scale
    return np.asarray(np.where(places >= 0, up, down))


def numbers_from_one(size: int) -> Ints:
    """Make the numbers of a table's rows, from 1 on."""
    return np.arange(1, size + 1, dtype=np.int64)
