"""From a table of customers to distinct histories with their counts."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from clvwidgets._places import places
from clvwidgets.doors import written
from clvwidgets.models._quadrature import Array, Rows

TRIPLE = ("frequency", "recency", "T")

_ENOUGH_TO_SEE = 50
"""Repeat buyers from whom a column's meaning can be told."""
_AGAINST = -0.2
"""A correlation that recency, as the models mean it, does not have with frequency."""


@dataclass(frozen=True)
class Histories:
    """Distinct (frequency, recency, T) and how many customers share each.

    A fit costs the number of distinct histories, not of customers: the CDNOW sample has 2,357
    customers and 1,016 histories.
    """

    frequency: Array
    recency: Array
    T: Array
    count: Array
    row: Rows
    index: pd.Index

    @property
    def customers(self) -> float:
        """Number of customers behind the histories."""
        return float(self.count.sum())

    @cached_property
    def by_frequency(self) -> tuple[Array, Rows]:
        """Distinct frequencies, and which of them each history has."""
        codes, values = pd.factorize(self.frequency)
        return np.asarray(values, dtype=float), codes

    def part(self, part: slice) -> Histories:
        """Return some of the histories, without their customers."""
        return Histories(
            self.frequency[part],
            self.recency[part],
            self.T[part],
            self.count[part],
            np.empty(0, dtype=np.intp),
            self.index[:0],
        )

    def spread(self, values: Array, name: str) -> pd.Series[Any]:
        """Give each customer the value of their history."""
        return pd.Series(values[self.row], index=self.index, name=name)

    def once_each(self, function: Callable[[Array, Array], Array]) -> Array:
        """Compute what depends on frequency and T alone once for each such pair."""
        pair, (frequency, end) = distinct([self.frequency, self.T])
        return function(frequency, end)[pair]


def distinct(columns: Iterable[Array]) -> tuple[Rows, list[Array]]:
    """Group equal rows by hashing: where each row went, and the distinct rows."""
    values = list(columns)
    row = np.zeros(len(values[0]), dtype=np.int64)
    for column in values:
        codes, levels = pd.factorize(column)
        row = pd.factorize(row * len(levels) + codes)[0]
    first = np.empty(int(row.max()) + 1, dtype=np.intp)
    first[row[::-1]] = np.arange(len(row) - 1, -1, -1)
    return row, [column[first] for column in values]


def as_pandas(table: Any, name: str = "customers") -> pd.DataFrame:
    """Return any eager table that Narwhals knows as pandas; pandas goes through untouched."""
    if isinstance(table, pd.DataFrame):
        return table
    import narwhals as nw

    try:
        frame: pd.DataFrame = nw.from_native(table, eager_only=True).to_pandas()
    except TypeError:
        raise TypeError(
            f"{name} must be a table (pandas, Polars, PyArrow) with a row for each customer, "
            f"got {type(table).__name__}."
        ) from None
    return frame


def numeric(table: pd.DataFrame, name: str) -> Array:
    """Return a column as finite floats, or say what is wrong with it."""
    if name not in table.columns:
        raise ValueError(
            f"customers lacks the column '{name}'; it has {', '.join(map(str, table.columns))}. "
            "TransactionLog(...).customers() makes such a table."
        )
    try:
        column = np.asarray(table[name], dtype=float)
    except (TypeError, ValueError):
        raise ValueError(f"Column '{name}' of customers must hold numbers.") from None
    complain(table.index, ~np.isfinite(column), f"{name} is missing or infinite", column)
    return column


def complain(index: pd.Index, wrong: Any, what: str, values: Array, advice: str = "") -> None:
    """Raise if any entry of ``wrong`` is set, naming how many and the first."""
    if np.any(wrong):
        first = int(np.argmax(wrong))
        raise ValueError(
            f"{what} for {int(np.sum(wrong))} of {len(values)} customers, first for "
            f"{written(index[first])} (got {values[first]:g}). {advice}".rstrip()
        )


def counts(table: pd.DataFrame) -> Array:
    """Return the column ``count``, or ones."""
    if "count" not in table.columns:
        return np.ones(len(table))
    column = numeric(table, "count")
    complain(table.index, column < 0, "count is negative", column)
    return column


def read_histories(customers: Any) -> Histories:
    """Check the columns ``frequency``, ``recency``, ``T`` and gather equal rows.

    Parameters
    ----------
    customers : table
        One row a customer.

    Returns
    -------
    Histories

    Raises
    ------
    ValueError
        If the table has no rows, lacks a column, or holds a history that cannot be.
    """
    table = as_pandas(customers)
    if not len(table):
        raise ValueError("customers has no rows; there is nobody to compute anything for.")
    frequency, recency, end = (numeric(table, name) for name in TRIPLE)
    _check(table.index, frequency, recency, end)
    row, (frequency, recency, end) = distinct([frequency, recency, end])
    count = np.bincount(places(row), weights=counts(table)).astype(float)
    _refuse_time_since_last(frequency, recency, end, count)
    return Histories(frequency, recency, end, count, row, table.index)


def _refuse_time_since_last(frequency: Array, recency: Array, end: Array, count: Array) -> None:
    """Recognise RFM's recency: who bought more often has then bought more lately, not later.

    From first to last purchase the share of T goes up with the number of purchases, whoever has
    left and however much customers differ; the time since the last purchase goes down with it.
    """
    again = (frequency > 0) & (count > 0)
    weight = count[again]
    if weight.sum() < _ENOUGH_TO_SEE:
        return
    often, share = np.log(frequency[again]), recency[again] / end[again]
    often, share = (part - np.average(part, weights=weight) for part in (often, share))
    together = float(weight @ (often * share))
    spread = float(np.sqrt((weight @ often**2) * (weight @ share**2)))
    if together < _AGAINST * spread:
        raise ValueError(
            "recency looks like the time since the last purchase, as RFM uses it: customers who "
            f"bought more often have a smaller one (correlation {together / spread:.2f}). Here "
            "recency is the time from the first to the last purchase: take T minus that column, "
            "or TransactionLog(...).customers()."
        )


def _check(index: pd.Index, frequency: Array, recency: Array, end: Array) -> None:
    whole = (frequency >= 0) & (frequency == np.floor(frequency))
    complain(
        index,
        ~whole,
        "frequency is not a whole number, 0 or more,",
        frequency,
        "It counts the purchases after the first.",
    )
    complain(index, recency < 0, "recency is negative", recency)
    complain(
        index,
        recency > end,
        "recency is greater than T",
        recency,
        "Both are times since the first purchase: recency to the last one, T to the end of the "
        "data. Check that no purchase after that end was counted.",
    )
    complain(
        index,
        (frequency > 0) & (recency == 0),
        "recency is 0 in spite of repeat purchases",
        recency,
        "Merge purchases of the same period into one, as TransactionLog does.",
    )
    complain(
        index,
        (frequency == 0) & (recency > 0),
        "recency is above 0 without a repeat purchase",
        recency,
        "Here recency is the time from the first to the last purchase, not the time since the "
        "last purchase that RFM uses; it is 0 for who bought once.",
    )
