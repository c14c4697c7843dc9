"""Scales that sort customers into groups: scores, ranges of a number, categories."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt
import pandas as pd

from clvwidgets.segments.rules import Condition, OneOf, Within

Codes: TypeAlias = npt.NDArray[np.int64]

MISSING = "not known"
OTHER = "other"
_MOST_CATEGORIES = 20


@dataclass(frozen=True)
class Ranges:
    """Ranges of a number, each above one edge and up to the next; both ends are open.

    Attributes
    ----------
    column : str
        A column of numbers in the table of customers.
    edges : tuple of float
        Rising; n edges make n + 1 ranges.
    prefix : str
        Begins the keys, such as "v" in "v3".
    has_missing : bool
        Whether customers without a number make a group of their own, the last.

    Examples
    --------
    >>> orders = Ranges("orders", (1, 3))
    >>> orders.codes(pd.DataFrame({"orders": [1, 2, 3, 9]})).tolist()
    [0, 1, 1, 2]
    >>> orders.labels
    ('up to 1', '1 to 3', 'more than 3')
    """

    column: str
    edges: tuple[float, ...]
    prefix: str = ""
    has_missing: bool = False

    is_ordered = True

    @property
    def labels(self) -> tuple[str, ...]:
        """What people call the ranges."""
        edges = [f"{edge:,.6g}" for edge in self.edges]
        if not edges:
            inner: list[str] = ["all"]
        else:
            between = [f"{a} to {b}" for a, b in pairwise(edges)]
            inner = [f"up to {edges[0]}", *between, f"more than {edges[-1]}"]
        return (*inner, *([MISSING] if self.has_missing else []))

    @property
    def keys(self) -> tuple[str, ...]:
        """Short names, one a range."""
        return tuple(f"{self.prefix}{number}" for number in range(1, len(self.labels) + 1))

    def codes(self, customers: pd.DataFrame) -> Codes:
        """Find the range of each customer, shape (n,)."""
        values = customers[self.column].to_numpy(dtype=float, na_value=np.nan)
        codes = np.searchsorted(np.asarray(self.edges, dtype=float), values, side="left")
        known = ~np.isnan(values)
        return np.where(known, codes, len(self.edges) + 1).astype(np.int64)

    def conditions(self, places: Sequence[int]) -> list[Condition | None]:
        """Say which customers lie in the ranges at these places; None means everybody."""
        if len(places) == len(self.labels):
            return [None]
        last = len(self.edges)
        found: list[Condition | None] = [
            Within(
                self.column,
                self.edges[first - 1] if first else None,
                self.edges[end] if end < last else None,
            )
            for first, end in runs([place for place in places if place <= last])
            if last
        ]
        if not last and 0 in places:
            found.append(OneOf(self.column, (), but=True))
        if last + 1 in places:
            found.append(OneOf(self.column, (), or_missing=True))
        return found


@dataclass(frozen=True)
class Scores:
    """Whole numbers from 1 to ``highest``.

    Attributes
    ----------
    column : str
    highest : int
    prefix : str

    Examples
    --------
    >>> Scores("recency_score", prefix="r").keys
    ('r1', 'r2', 'r3', 'r4', 'r5')
    """

    column: str
    highest: int = 5
    prefix: str = ""

    is_ordered = True

    @property
    def labels(self) -> tuple[str, ...]:
        """The scores as text."""
        return tuple(str(score) for score in range(1, self.highest + 1))

    @property
    def keys(self) -> tuple[str, ...]:
        """Short names, one a score."""
        return tuple(self.prefix + label for label in self.labels)

    def codes(self, customers: pd.DataFrame) -> Codes:
        """Find the place of each customer's score, shape (n,)."""
        return customers[self.column].to_numpy(dtype=np.int64) - 1

    def conditions(self, places: Sequence[int]) -> list[Condition | None]:
        """Say which customers have the scores at these places; None means everybody."""
        if len(places) == self.highest:
            return [None]
        return [
            Within(
                self.column,
                None if first == 0 < end else first + 1,
                None if end == self.highest - 1 > first else end + 1,
                with_low=True,
            )
            for first, end in runs(places)
        ]


@dataclass(frozen=True)
class Categories:
    """Values of a column, the most frequent first; the rest is "other", no value "not known".

    Attributes
    ----------
    column : str
    values : tuple
        The values that have a group of their own.
    has_other, has_missing : bool
        Whether there are groups for the rest and for customers without a value.
    prefix : str
    is_ordered : bool
        Whether neighbours may be put together in words.

    Examples
    --------
    >>> place = Categories.of(pd.DataFrame({"place": ["Rome", None, "Rome", "Oslo"]}), "place")
    >>> place.labels
    ('Rome', 'Oslo', 'not known')
    """

    column: str
    values: tuple[Any, ...]
    has_other: bool = False
    has_missing: bool = False
    prefix: str = ""

    is_ordered = False

    @classmethod
    def of(
        cls, customers: pd.DataFrame, column: str, *, most: int = _MOST_CATEGORIES, prefix: str = ""
    ) -> Categories:
        """Take the categories from a table, at most ``most`` of them.

        Ties are in the order of their text, so that the same table always gives the same groups.
        """
        counts = customers[column].value_counts()
        order = sorted(counts.items(), key=lambda pair: (-pair[1], str(pair[0])))
        values = tuple(value for value, count in order if count)
        return cls(
            column,
            values[:most],
            len(values) > most,
            bool(customers[column].isna().any()),
            prefix,
        )

    @property
    def labels(self) -> tuple[str, ...]:
        """What people call the groups; a value that is called "other" is kept apart."""
        named = tuple(str(value) for value in self.values)
        other = OTHER if OTHER not in named else "all others"
        missing = MISSING if MISSING not in named else "without a value"
        return (*named, *([other] * self.has_other), *([missing] * self.has_missing))

    @property
    def keys(self) -> tuple[str, ...]:
        """Short names, one a group."""
        return tuple(f"{self.prefix}{number}" for number in range(1, len(self.labels) + 1))

    def codes(self, customers: pd.DataFrame) -> Codes:
        """Find the group of each customer, shape (n,)."""
        column = customers[self.column]
        codes: Codes = pd.Index(self.values).get_indexer(pd.Index(column)).astype(np.int64)
        codes[codes < 0] = len(self.values)
        codes[column.isna().to_numpy()] = len(self.values) + self.has_other
        return codes

    def conditions(self, places: Sequence[int]) -> list[Condition | None]:
        """Say which customers are in the groups at these places; None means everybody."""
        if len(places) == len(self.labels):
            return [None]
        count = len(self.values)
        named = tuple(self.values[place] for place in places if place < count)
        or_missing = self.has_missing and count + self.has_other in places
        if not (self.has_other and count in places):
            return [OneOf(self.column, named, or_missing=or_missing)]
        # Who is in none of the groups that were left out.
        out = tuple(value for value in self.values if value not in named)
        found: list[Condition | None] = [OneOf(self.column, out, but=True)]
        return [*found, OneOf(self.column, (), or_missing=True)] if or_missing else found


Axis = Ranges | Scores | Categories


def runs(places: Sequence[int]) -> list[tuple[int, int]]:
    """Put neighbouring places together: first and last of each run.

    Parameters
    ----------
    places : sequence of int

    Returns
    -------
    list of tuple of two int

    Examples
    --------
    >>> runs([1, 2, 5])
    [(1, 2), (5, 5)]
    """
    found: list[tuple[int, int]] = []
    for place in sorted(places):
        if found and place == found[-1][1] + 1:
            found[-1] = (found[-1][0], place)
        else:
            found.append((place, place))
    return found
