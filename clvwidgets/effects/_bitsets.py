"""Sets of products that are bought together, counted bit by bit: one bit a basket."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from clvwidgets._places import places

Words = npt.NDArray[np.uint64]
Counts = dict[tuple[int, ...], int]

MOST_SETS: Final = 200_000
"""More sets than this are a slip of the hand: nobody reads their rules."""


@dataclass(frozen=True)
class Incidence:
    """Which product is in which basket: each pair once, as numbers from 0."""

    basket: npt.NDArray[np.intp]
    product: npt.NDArray[np.intp]
    names: list[Any]
    baskets: int


def incidence(basket: Any, product: Any) -> Incidence:
    """Give numbers to baskets and products; a product counts once in a basket."""
    where, found = pd.factorize(basket)
    return numbered(where, product, len(found))


def numbered(where: npt.NDArray[np.intp], product: Any, baskets: int) -> Incidence:
    """Give numbers to the products of baskets that have theirs; some may be empty."""
    which, labels = pd.factorize(product)
    names = list(labels)
    order = sorted(range(len(names)), key=lambda i: (type(names[i]).__name__, names[i]))
    place = np.argsort(order) if names else np.empty(0, dtype=np.intp)
    once = np.unique(place[which] * baskets + where)
    bought, basket = np.divmod(once, max(baskets, 1))
    return Incidence(basket, bought, [names[i] for i in order], baskets)


def frequent_sets(bought: Incidence, least: int, size: int) -> Counts:
    """Count every set of up to so many products that is in at least so many baskets."""
    single = np.bincount(places(bought.product), minlength=len(bought.names))
    kept = np.flatnonzero(single >= least)
    counts: Counts = {(int(item),): int(single[item]) for item in kept}
    if len(kept) and size > 1:
        for found in _together(_bits(bought, kept), kept, (), least, size):
            counts |= found
            if len(counts) > MOST_SETS:
                raise ValueError(
                    f"More than {MOST_SETS:,} sets of products are in {least:,} of "
                    f"{bought.baskets:,} baskets or more. Raise min_support or lower max_items."
                )
    return counts


def _bits(bought: Incidence, kept: npt.NDArray[np.intp]) -> Words:
    """One row a product, one bit a basket, in words of 64 bits."""
    ends = np.searchsorted(bought.product, kept), np.searchsorted(bought.product, kept, "right")
    rows = np.zeros((len(kept), -(-bought.baskets // 64) * 8), dtype=np.uint8)
    for row, start, end in zip(rows, *ends, strict=True):
        marks = np.zeros(len(row) * 8, dtype=bool)
        marks[bought.basket[start:end]] = True
        row[:] = np.packbits(marks)
    return rows.view(np.uint64)


def _together(
    bits: Words, items: npt.NDArray[np.intp], before: tuple[int, ...], least: int, size: int
) -> Iterator[Counts]:
    """Extend a set by each product, and those by each later one, as long as they are frequent."""
    for place, item in enumerate(items[:-1]):
        both = bits[place] & bits[place + 1 :]
        counts = np.bitwise_count(both).sum(axis=1, dtype=np.int64)
        often = np.flatnonzero(counts >= least)
        if not len(often):
            continue
        head, later = (*before, int(item)), items[place + 1 :][often]
        yield {(*head, int(one)): int(counts[i]) for one, i in zip(later, often, strict=True)}
        if len(head) + 1 < size:
            yield from _together(both[often], later, head, least, size)
