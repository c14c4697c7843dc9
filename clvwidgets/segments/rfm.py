"""Segments with names, from the scores of recency and frequency."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import product
from typing import TypeAlias

import numpy as np
import pandas as pd

from clvwidgets.arguments import checked, checked_methods
from clvwidgets.doors import ANYTHING, VECTOR, Door, a, list_of, shown, table_with

Cell: TypeAlias = tuple[int, int]

_SCORES = range(1, 6)
_NEEDED = ("recency_score", "frequency_score", "revenue", "orders", "days_since_last")


CELL = Door(
    "a pair of scores such as (5, 4)",
    lambda value: isinstance(value, tuple | list) and len(value) == 2 and VECTOR.lets_in(value),
)


@checked_methods(cells=ANYTHING, recency=CELL, frequency=CELL)
@dataclass(frozen=True)
class Segment:
    """A rule: customers whose two scores lie in these ranges, and what to do about them.

    Attributes
    ----------
    name : str
        What people call these customers.
    recency : tuple of two int
        Lowest and highest recency score, both included. 5 bought most lately.
    frequency : tuple of two int
        Lowest and highest frequency score, both included. 5 bought most often.
    action : str
        What to do, in a few words.
    cells : frozenset of tuple of two int, optional
        The very pairs of scores that are meant, where they are no rectangle; then the two ranges
        are only their bounds.

    Examples
    --------
    >>> fans = Segment("Fans", recency=(4, 5), frequency=(4, 5), action="Ask for a review")
    >>> fans.covers(5, 4), fans.covers(3, 5)
    (True, False)
    """

    name: str
    recency: tuple[int, int]
    frequency: tuple[int, int]
    action: str
    cells: frozenset[Cell] | None = None

    @classmethod
    def of(cls, name: str, cells: Collection[Cell], action: str = "") -> Segment:
        """Make the rule that covers just these cells, each (recency score, frequency score).

        Parameters
        ----------
        name : str
        cells : collection of (int, int)
        action : str, optional
            What to do about these customers, in a few words.

        Returns
        -------
        Segment

        Raises
        ------
        ValueError
            If there is no cell, or one is not a pair of scores.

        Examples
        --------
        >>> Segment.of("Fans", [(5, 5), (4, 5)]).recency
        (4, 5)
        """
        list_of(CELL).check("cells", cells)
        if not len(cells) or not all(CELL.lets_in(cell) for cell in cells):
            raise ValueError(
                f"cells must be pairs of recency and frequency score such as [(5, 4)], "
                f"got {shown(cells)}."
            )
        recency, frequency = zip(*cells, strict=True)
        return cls(
            name,
            (min(recency), max(recency)),
            (min(frequency), max(frequency)),
            action,
            frozenset(cells),
        )

    def covers(self, recency_score: int, frequency_score: int) -> bool:
        """Whether a customer with these two scores belongs here."""
        if self.cells is not None:
            return (recency_score, frequency_score) in self.cells
        return (
            self.recency[0] <= recency_score <= self.recency[1]
            and self.frequency[0] <= frequency_score <= self.frequency[1]
        )


NOT_YET = "Not yet a customer"

RFM_SEGMENTS = (
    Segment("Champions", (5, 5), (4, 5), "Thank them, show them new things first"),
    Segment("Loyal", (3, 4), (4, 5), "Keep the service good, offer what goes with their purchases"),
    Segment("Growing", (4, 5), (2, 3), "Give a reason for the next purchase"),
    Segment("New", (4, 5), (1, 1), "Welcome them, make the second purchase easy"),
    Segment("Cooling", (3, 3), (1, 3), "Remind them before they forget you"),
    Segment("Must not lose", (1, 2), (5, 5), "Call or write in person, ask what went wrong"),
    Segment("At risk", (1, 2), (3, 4), "Win back with an offer that fits what they bought"),
    Segment("Asleep", (1, 2), (1, 2), "Write rarely and cheaply, or let them go"),
)
"""Eight segments that cover each of the 25 cells once. Copy and change them as you need."""


@checked()
def name_segments(rfm: pd.DataFrame, rules: Sequence[Segment] = RFM_SEGMENTS) -> pd.Series:
    """Find the segment of each customer.

    Parameters
    ----------
    rfm : pandas.DataFrame
        As ``TransactionLog.rfm`` gives it: one row a customer, with ``recency_score`` and
        ``frequency_score`` from 1 to 5.
    rules : sequence of Segment
        Together they cover each of the 25 cells exactly once.

    Returns
    -------
    pandas.Series
        Names, called ``segment``, with the index of ``rfm``: a categorical in the order of the
        rules, so that segments without customers can be counted too.

    Raises
    ------
    ValueError
        If columns or scores are missing, or if the rules leave a cell out or cover one twice.

    Examples
    --------
    >>> rfm = pd.DataFrame({"recency_score": [5, 1], "frequency_score": [5, 1]})
    >>> name_segments(rfm).tolist()
    ['Champions', 'Asleep']
    """
    _require_scores(rfm, _NEEDED[:2])
    recency, frequency = (rfm[name].to_numpy(dtype=np.int64) for name in _NEEDED[:2])
    numbers = _grid(rules)[recency - 1, frequency - 1]
    names = pd.Categorical.from_codes(numbers, pd.Index([rule.name for rule in rules]))
    return pd.Series(names, index=rfm.index, name="segment")


@checked()
def rfm_cells(rfm: pd.DataFrame, rules: Sequence[Segment] = RFM_SEGMENTS) -> pd.DataFrame:
    """Add customers up to the cells of the score grid: all that a picture of it needs.

    Parameters
    ----------
    rfm : pandas.DataFrame
        As ``TransactionLog.rfm`` gives it.
    rules : sequence of Segment
        Together they cover each of the 25 cells exactly once.

    Returns
    -------
    pandas.DataFrame
        At most 25 rows, one for each cell that has customers, in the order of the scores:
        ``recency_score``, ``frequency_score``, ``segment``, ``customers``, ``revenue``,
        ``orders`` (sums, in the currency and the orders of ``rfm``), ``mean_days_since_last``.

    Raises
    ------
    ValueError
        As :func:`name_segments` does.

    Examples
    --------
    >>> from clvwidgets.data import TransactionLog, load_dataset
    >>> cells = rfm_cells(TransactionLog(load_dataset("cdnow")).rfm())
    >>> len(cells) <= 25, int(cells["customers"].sum())
    (True, 23570)
    """
    _require_scores(rfm, _NEEDED)
    grouped = rfm.groupby(["recency_score", "frequency_score"], sort=True)
    cells = grouped.agg(
        customers=("orders", "size"),
        revenue=("revenue", "sum"),
        orders=("orders", "sum"),
        mean_days_since_last=("days_since_last", "mean"),
    ).reset_index()
    cells.insert(2, "segment", name_segments(cells, rules).astype("str"))
    return cells


@checked(cells=table_with("segment", "customers", "revenue", "orders"))
def segment_totals(cells: pd.DataFrame, rules: Sequence[Segment] = RFM_SEGMENTS) -> pd.DataFrame:
    """Add the cells up to segments; a segment without customers shows as zero.

    Parameters
    ----------
    cells : pandas.DataFrame
        As :func:`rfm_cells` gives it with the same rules.
    rules : sequence of Segment
        In this order the segments are listed.

    Returns
    -------
    pandas.DataFrame
        One row a rule: ``segment``, ``customers``, ``revenue``, ``orders``,
        ``share_of_customers``, ``share_of_revenue`` (0 if there is no revenue), ``action``.

    Examples
    --------
    >>> from clvwidgets.data import TransactionLog, load_dataset
    >>> totals = segment_totals(rfm_cells(TransactionLog(load_dataset("cdnow")).rfm()))
    >>> len(totals), int(totals["customers"].sum())
    (8, 23570)
    """
    names = [rule.name for rule in rules]
    sums = cells.groupby("segment")[["customers", "revenue", "orders"]].sum()
    totals = sums.reindex(pd.Index(names, name="segment"), fill_value=0).reset_index()
    for measure in ("customers", "revenue"):
        whole = totals[measure].sum()
        totals[f"share_of_{measure}"] = totals[measure] / whole if whole else 0.0
    totals["action"] = [rule.action for rule in rules]
    shares = ["share_of_customers", "share_of_revenue"]
    return totals[["segment", "customers", "revenue", "orders", *shares, "action"]]


@checked()
def cells_of(rule: Segment) -> set[Cell]:
    """List the pairs of recency score and frequency score that a rule covers.

    Parameters
    ----------
    rule : Segment

    Returns
    -------
    set of (int, int)

    Examples
    --------
    >>> sorted(cells_of(RFM_SEGMENTS[0]))
    [(5, 4), (5, 5)]
    """
    return {cell for cell in product(_SCORES, _SCORES) if rule.covers(*cell)}


@checked(cells=list_of(CELL) | a("set") | a("frozenset"))
def assign_cells(
    rules: Sequence[Segment], name: str, cells: Collection[Cell], action: str = ""
) -> tuple[Segment, ...]:
    """Give cells of the score grid to a segment, new or known, and take them from the others.

    Parameters
    ----------
    rules : sequence of Segment
        They are not changed.
    name : str
        Of the segment; a new one comes last.
    cells : collection of (recency score, frequency score)
    action : str
        What to do; a known segment keeps its own if this is empty.

    Returns
    -------
    tuple of Segment
        Together they cover what the rules covered; who has no cell left is not among them.

    Raises
    ------
    ValueError
        If there are no cells, or no name.

    Examples
    --------
    >>> rules = assign_cells(RFM_SEGMENTS, "Champions", [(4, 5)])
    >>> [rule.name for rule in rules if rule.covers(4, 5)]
    ['Champions']
    """
    if not name.strip():
        raise ValueError("A segment needs a name, such as 'Regulars'.")
    if not len(cells):
        raise ValueError(f"The segment {name!r} needs at least one cell. Choose some first.")
    given = set(cells)
    found = []
    for rule in rules:
        own = cells_of(rule)
        kept = own | given if rule.name == name else own - given
        if rule.name == name:
            found.append(Segment.of(name, kept, action or rule.action))
        elif kept:
            found.append(rule if kept == own else Segment.of(rule.name, kept, rule.action))
    if name not in {rule.name for rule in rules}:
        found.append(Segment.of(name, given, action))
    return tuple(found)


@checked()
def segment_movement(before: pd.Series[str], now: pd.Series[str]) -> pd.DataFrame:
    """Count who went from which segment to which between two dates.

    Parameters
    ----------
    before, now : pandas.Series
        Segment of each customer as :func:`name_segments` gives it, indexed by customer. Who is
        missing before was not a customer yet.

    Returns
    -------
    pandas.DataFrame of int
        One row a segment before, and a last row "Not yet a customer"; one column a segment now.

    Raises
    ------
    ValueError
        If a customer stands twice in the index of ``before``.

    Examples
    --------
    >>> before = pd.Series(["New", "New"], index=["Ann", "Bo"])
    >>> now = pd.Series(["Loyal", "Asleep", "New"], index=["Ann", "Bo", "Cy"])
    >>> segment_movement(before, now).loc["New"].tolist()
    [1, 1, 0]
    """
    columns = list(now.cat.categories) if hasattr(now, "cat") else sorted(set(now))
    earlier = list(before.cat.categories) if hasattr(before, "cat") else sorted(set(before))
    if not before.index.is_unique:
        raise ValueError("before must have each customer once in its index.")
    start = before.astype(object).reindex(now.index).fillna(NOT_YET)
    counts = pd.crosstab(start, now.astype(object))
    rows = [*(name for name in columns if name in earlier), *(set(earlier) - set(columns))]
    moved: pd.DataFrame = counts.reindex(index=[*rows, NOT_YET], columns=columns, fill_value=0)
    return moved.rename_axis(index="before", columns="now")


def _require_scores(rfm: pd.DataFrame, columns: Sequence[str]) -> None:
    missing = [name for name in columns if name not in rfm]
    if missing:
        raise ValueError(
            f"The table has no column {missing[0]!r}. Give it the table that "
            "TransactionLog.rfm() returns."
        )
    for name in columns[:2]:
        strange = rfm.loc[~rfm[name].isin(_SCORES), name]
        if len(strange):
            raise ValueError(
                f"{name} must be a whole number from 1 to 5, got {strange.iloc[0]} "
                f"in {len(strange)} of {len(rfm)} rows."
            )


def _grid(rules: Sequence[Segment]) -> np.ndarray[tuple[int, ...], np.dtype[np.int64]]:
    """Give each cell, shape (5, 5), the number of its rule, and prove that it has just one."""
    names = [rule.name for rule in rules]
    if len(set(names)) < len(names):
        raise ValueError(f"Each segment needs a name of its own, got {', '.join(names)}.")
    grid = np.zeros((5, 5), dtype=np.int64)
    for recency, frequency in product(_SCORES, _SCORES):
        found = [number for number, rule in enumerate(rules) if rule.covers(recency, frequency)]
        if len(found) != 1:
            which = " and ".join(names[number] for number in found) or "none"
            raise ValueError(
                f"Each cell of the grid needs exactly one segment: recency score {recency} with "
                f"frequency score {frequency} has {which}. Change the ranges of the rules."
            )
        grid[recency - 1, frequency - 1] = found[0]
    return grid
