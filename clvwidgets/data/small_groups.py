"""Groups of so few customers that what is told of them would be told of somebody."""

from __future__ import annotations

from typing import Any, Final, TypeAlias

import numpy as np
import numpy.typing as npt
import pandas as pd

Mask: TypeAlias = npt.NDArray[np.bool_]

SIZES: Final = ("customers", "size", "active", "members")
"""Columns of what is sent that say how many customers a group has."""

PLACES: Final = frozenset(
    [
        "first",
        "second",
        "age",
        "place",
        "order",
        "recency_score",
        "frequency_score",
        "decile",
        "parts",
        "upto",
        "segment_span",
        "members",
    ]
)
"""Columns of numbers that say where a group is drawn, and nothing of its customers."""


def is_small(counts: Any, least: int) -> Any:
    """Whether groups of these sizes are hidden; an empty one tells nothing of anybody.

    Parameters
    ----------
    counts : number, array or column
        Customers of each group.
    least : int
        Customers that a group must have to be shown.

    Returns
    -------
    bool or array
        Of the shape of ``counts``.

    Examples
    --------
    >>> [is_small(count, 10) for count in (0, 9, 10)]
    [False, True, False]
    """
    return (counts > 0) & (counts < least)


def without_small(table: pd.DataFrame, least: int) -> pd.DataFrame:
    """Leave out all that groups of fewer customers than ``least`` would tell.

    Only the places in which numbers stand are left.

    Parameters
    ----------
    table : pandas.DataFrame
        One row a group, with its size in one or more of the columns ``SIZES``.
    least : int
        Customers that a group must have to be shown.

    Returns
    -------
    pandas.DataFrame
        With every number of a small group missing, but for the columns ``PLACES``.

    Examples
    --------
    >>> groups = pd.DataFrame({"place": [1, 2], "customers": [30, 4], "revenue": [900.0, 80.0]})
    >>> without_small(groups, 10)["revenue"].tolist()
    [900.0, nan]
    """
    counts = [name for name in SIZES if name in table]
    if least <= 1 or not counts:
        return table
    small = table[counts].apply(lambda sizes: is_small(sizes.astype(float), least)).any(axis=1)
    numbers = table.select_dtypes("number", exclude="bool").columns
    told = [name for name in numbers if name not in PLACES]
    return table.assign(**{name: table[name].mask(small) for name in told})


def hidden_groups(counts: npt.ArrayLike, min_group: int) -> Mask:
    """Decide which groups are too small to be shown.

    If those below ``min_group`` are together still fewer than that, the smallest of the others is
    hidden too: else they could be had by taking what is shown off the whole.

    Parameters
    ----------
    counts : array of int, shape (n,)
        Customers of each group; empty groups hide nobody.
    min_group : int

    Returns
    -------
    numpy.ndarray of bool, shape (n,)

    Examples
    --------
    >>> hidden_groups([500, 40, 3, 0], min_group=10).tolist()
    [False, True, True, False]
    """
    sizes = np.asarray(counts, dtype=np.int64)
    hidden: Mask = is_small(sizes, min_group)
    if hidden.any() and sizes[hidden].sum() < min_group:
        shown = np.flatnonzero((sizes > 0) & ~hidden)
        hidden[shown[np.argsort(sizes[shown], kind="stable")[:1]]] = True
    return hidden
