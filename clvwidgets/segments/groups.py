"""Customers sorted into groups that can be counted, chosen and named."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from itertools import product
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
import pandas as pd

from clvwidgets._places import places
from clvwidgets.arguments import checked_methods
from clvwidgets.doors import ANYTHING, VECTOR, mapping_to, same_length, shown, table_with
from clvwidgets.segments.axes import Axis, Codes
from clvwidgets.segments.rules import Query

Mask: TypeAlias = npt.NDArray[np.bool_]


@checked_methods(measures=ANYTHING)
class Groups:
    """A grid of one or two scales; each customer lies in one of its cells.

    Parameters
    ----------
    customers : pandas.DataFrame
        One row a customer, with the columns of the axes.
    axes : sequence of one or two scales
        See `clvwidgets.segments.axes`.
    names : mapping, optional
        What people call the columns, for the rule in words.

    Attributes
    ----------
    keys : tuple of str
        Names of the cells, row by row: the key of the first axis followed by that of the second.
    codes : array of int, shape (n,)
        Number of the cell of each customer.

    Examples
    --------
    >>> from clvwidgets.segments.axes import Ranges
    >>> shop = pd.DataFrame({"orders": [1, 1, 5], "revenue": [10.0, 20.0, 90.0]})
    >>> groups = Groups(shop, [Ranges("orders", (1, 3), prefix="o")])
    >>> groups.sums({"revenue": shop["revenue"]})[["key", "customers", "revenue"]].to_dict("list")
    {'key': ['o1', 'o2', 'o3'], 'customers': [2, 0, 1], 'revenue': [30.0, 0.0, 90.0]}
    >>> print(groups.query(["o2", "o3"]))
    orders more than 1
    """

    def __init__(
        self,
        customers: pd.DataFrame,
        axes: Sequence[Axis],
        names: Mapping[str, str] | None = None,
    ) -> None:
        for axis in axes:
            if not hasattr(axis, "codes"):
                raise TypeError(f"axes must hold scales such as Ranges(...), got {shown(axis)}.")
        columns = {str(column) for axis in axes if (column := getattr(axis, "column", None))}
        table_with(*columns).check("customers", customers)
        self.axes = tuple(axes)
        self._names = names
        self._head = customers.head(0)
        self.keys = tuple("".join(parts) for parts in product(*(axis.keys for axis in self.axes)))
        self._place = {key: number for number, key in enumerate(self.keys)}
        codes: Codes = np.zeros(len(customers), dtype=np.int64)
        for axis in self.axes:
            codes = codes * len(axis.keys) + axis.codes(customers)
        self.codes = codes

    @property
    def places(self) -> pd.DataFrame:
        """Place of each cell on each axis, counted from 0: columns "key", "first", "second"."""
        sizes = [len(axis.keys) for axis in self.axes]
        places = np.unravel_index(np.arange(len(self.keys)), sizes)
        return pd.DataFrame(
            {"key": self.keys, **dict(zip(("first", "second"), places, strict=False))}
        )

    def sums(
        self, measures: Mapping[str, npt.ArrayLike], among: Mask | None = None
    ) -> pd.DataFrame:
        """Add the customers up, cell by cell.

        Parameters
        ----------
        measures : mapping of name to array, shape (n,)
            One number a customer.
        among : array of bool, shape (n,), optional
            Which customers count; all by default.

        Returns
        -------
        pandas.DataFrame
            One row a cell, in the order of ``keys``: :attr:`places`, ``customers`` (int) and the
            sum of each measure.
        """
        if among is not None:
            same_length(among=among, customers=self.codes)
        mapping_to(VECTOR).check("measures", measures)
        for name, values in measures.items():
            same_length(**{f"measures[{name!r}]": values, "customers": self.codes})
        codes = self.codes if among is None else self.codes[among]
        table = self.places
        table["customers"] = np.bincount(places(codes), minlength=len(self.keys))
        for name, values in measures.items():
            weights = np.asarray(values, dtype=float)
            weights = weights if among is None else weights[among]
            table[name] = np.bincount(places(codes), weights=weights, minlength=len(self.keys))
        return table

    def mask(self, keys: Collection[str]) -> Mask:
        """Which customers lie in these cells, shape (n,); keys of no cell are passed over."""
        wanted = np.zeros(len(self.keys), dtype=bool)
        wanted[[self._place[key] for key in keys if key in self._place]] = True
        return np.asarray(wanted[self.codes])

    def query(self, keys: Collection[str]) -> Query:
        """Say which customers lie in these cells, in as few rules as is easy."""
        sizes = [len(axis.keys) for axis in self.axes]
        chosen = np.zeros(sizes, dtype=bool)
        for key in keys:
            if key in self._place:
                chosen[np.unravel_index(self._place[key], sizes)] = True
        if len(sizes) == 1:
            chosen = chosen[:, None]
        rules = []
        for firsts, seconds in _blocks(chosen):
            for one in self.axes[0].conditions(firsts):
                others = self.axes[1].conditions(seconds) if len(sizes) > 1 else [None]
                rules += [
                    tuple(part for part in (one, other) if part is not None) for other in others
                ]
        return Query(tuple(rules), self._names, self._head)


def crossed(
    one: Groups, other: Groups, measures: Mapping[str, npt.ArrayLike], place: Codes
) -> pd.DataFrame:
    """Add up the customers of each pair of cells, so that a choice in one can filter the other.

    Parameters
    ----------
    one, other : Groups
    measures : mapping of name to array
        One number a customer of ``one``.
    place : array of int
        Position of each customer of ``one`` in ``other``; -1 for who is not there.

    Returns
    -------
    pandas.DataFrame
        One row a pair that occurs: ``key``, ``other`` (keys), ``customers`` and the sums.

    Examples
    --------
    >>> from clvwidgets.segments.axes import Ranges
    >>> shop = pd.DataFrame({"orders": [1, 5, 5], "age": [20, 20, 60]})
    >>> one, other = Groups(shop, [Ranges("orders", (3,))]), Groups(shop, [Ranges("age", (40,))])
    >>> crossed(one, other, {}, np.arange(3)).to_dict("list")
    {'key': ['1', '2', '2'], 'other': ['1', '1', '2'], 'customers': [1, 1, 1]}
    """
    there = place >= 0
    pairs = one.codes[there] * len(other.keys) + other.codes[place[there]]
    found, codes = np.unique(pairs, return_inverse=True)
    first, second = np.divmod(found, len(other.keys))
    table = pd.DataFrame(
        {
            "key": np.asarray(one.keys, dtype=object)[first],
            "other": np.asarray(other.keys, dtype=object)[second],
            "customers": np.bincount(places(codes), minlength=len(found)),
        }
    )
    for name, values in measures.items():
        weights = np.asarray(values, dtype=float)[there]
        table[name] = np.bincount(places(codes), weights=weights, minlength=len(found))
    return table


def _blocks(chosen: Mask) -> list[tuple[list[int], list[int]]]:
    """Put rows together that have the same columns chosen."""
    rows: dict[bytes, list[int]] = {}
    for row, columns in enumerate(chosen):
        if columns.any():
            rows.setdefault(columns.tobytes(), []).append(row)
    return [(firsts, np.flatnonzero(chosen[firsts[0]]).tolist()) for firsts in rows.values()]
