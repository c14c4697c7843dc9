"""Who bought lately, often, and for how much: the score grid under the hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

import traitlets

from clvwidgets.charts.rfm import EDGES, MOVEMENT, movement_grid, score_grid, segment_bars
from clvwidgets.data import TransactionLog, score_cuts
from clvwidgets.data.customer_table import keep_free
from clvwidgets.doors import WHOLE, Door
from clvwidgets.segments import (
    NOT_YET,
    RFM_SEGMENTS,
    Segment,
    assign_cells,
    cells_of,
    name_segments,
    segment_movement,
)
from clvwidgets.segments.axes import Scores
from clvwidgets.segments.groups import Groups
from clvwidgets.widgets.explorers.explorer import Explorer
from clvwidgets.widgets.panel.fields import choice
from clvwidgets.widgets.panel.views import COUNT, MONEY, PERCENT, chart_view, table_view

if TYPE_CHECKING:
    import pandas as pd

    from clvwidgets.segments.groups import Mask
    from clvwidgets.widgets.panel.checks import Check

_NAMES = {"recency_score": "recency score", "frequency_score": "frequency score"}


class RFMExplorer(Explorer):
    """A grid of recency and frequency scores; the chosen cells are customers in Python.

    Only the grid's 25 cells travel to the browser, never the customers. In the panel, chosen
    cells can be made a segment of their own: they leave the segments they were in.

    Parameters
    ----------
    transactions : TransactionLog or table
        A log, or what one can be made from.
    rules : tuple of Segment
        Segments that cover each cell of the grid once.
    cuts : mapping, optional
        Own cut points for the scores; see `TransactionLog.rfm`.
    since : date, optional
        An earlier day: a tab shows who moved from which segment to which since then, measured by
        the cut points of today.
    shade : {"customers", "revenue", "average"}
        What the shade of a cell shows.
    **options : any
        As every `Explorer`.

    Attributes
    ----------
    customers : pandas.DataFrame
        One row a customer: measures, scores and segment.
    rules : tuple of Segment
        Give others to draw other borders, as one step of `undo`.

    Examples
    --------
    >>> from clvwidgets import load_dataset
    >>> explorer = RFMExplorer(load_dataset("cdnow"), currency="USD")
    >>> explorer.select("Champions")
    >>> set(explorer.selected["segment"])
    {'Champions'}
    >>> print(explorer.query)
    recency score 5 and frequency score at least 4
    """

    title = "Who buys lately, and often?"
    panel_name = "RFM explorer"
    noun = ("cell", "cells")
    file_name = "rfm-customers"

    shade = choice(
        "Shade shows",
        "customers",
        options={
            "customers": "Customers",
            "revenue": "Revenue",
            "average": "Revenue per customer",
        },
        help="What makes a cell of the grid stand out.",
    )

    def __init__(
        self,
        transactions: Any,
        *,
        rules: Sequence[Segment] = RFM_SEGMENTS,
        cuts: Mapping[str, Sequence[float]] | None = None,
        since: str | pd.Timestamp | None = None,
        **options: Any,
    ) -> None:
        # All rules there ever were: a step of `undo` says by number which of them it means.
        self._all_rules, self._rules_at = [tuple(rules)], 0
        self._cuts, self._since = cuts, since
        self._before: pd.DataFrame | None = None
        super().__init__(transactions, **options)

    def measured(self, log: TransactionLog) -> pd.DataFrame:
        """Measure each customer."""
        keep_free(log, ["segment"])
        scores = log.rfm(cuts=self._cuts)
        if self._since is not None:
            # The same yardstick on both days: who moves has changed, not the measure.
            limits = {
                "recency": score_cuts(scores["days_since_last"]),
                "frequency": score_cuts(scores["orders"]),
                **(self._cuts or {}),
            }
            self._before = log.rfm(end=self._since, cuts=limits)
        return scores.assign(segment=name_segments(scores, self.rules))

    @property
    def is_made_of_cells(self) -> bool:
        """Whether every picture is made from the sums of the cells: all but the movement."""
        return self._before is None

    def grouped(self) -> Groups:
        """Sort the customers into groups."""
        axes = [Scores("recency_score", prefix="r"), Scores("frequency_score", prefix="f")]
        return Groups(self.customers, axes, _NAMES)

    def _described(self, cells: pd.DataFrame) -> pd.DataFrame:
        cells["recency_score"], cells["frequency_score"] = cells["first"] + 1, cells["second"] + 1
        cells["segment"] = name_segments(cells, self.rules).astype(str)
        labels = _labels(self.rules)
        pairs = zip(cells["recency_score"], cells["frequency_score"], strict=True)
        found = [labels.get((int(one), int(other)), ("", 0)) for one, other in pairs]
        cells["segment_label"], cells["segment_span"] = zip(*found, strict=True)
        return cells.drop(columns=["first", "second"])

    def _more_data(self, among: Mask | None) -> dict[str, pd.DataFrame]:
        moved = self._moved(among)
        return {
            EDGES: _edges(self.rules),
            **({} if moved is None else {MOVEMENT: self._in_long_form(moved)}),
        }

    # Segments

    @property
    def rules(self) -> tuple[Segment, ...]:
        """The segments, which cover each cell of the grid once."""
        return self._all_rules[self._rules_at]

    @rules.setter
    def rules(self, rules: Sequence[Segment]) -> None:
        names = name_segments(self.customers, rules)  # which refuses rules that do not fit
        self._all_rules.append(tuple(rules))
        self._draw_borders(len(self._all_rules) - 1, names)
        self._record(None)

    def _draw_borders(self, number: int, names: pd.Series[Any]) -> None:
        self._rules_at = number
        self.customers = self.customers.assign(segment=names)
        with self.hold_sync():
            self._declare_anew()

    def _back_to(self, number: int) -> None:
        if number != self._rules_at:
            self._draw_borders(number, name_segments(self.customers, self._all_rules[number]))

    def _state(self) -> dict[str, Any]:
        # Steps that say nothing of rules mean the first ones.
        return {**super()._state(), **({"rules": self._rules_at} if self._rules_at else {})}

    @traitlets.observe("history")
    def _follow_history(self, change: Any) -> None:
        """Draw the borders of the step that the history stands at, here or in the browser."""
        steps = change["new"]
        self._back_to(steps["entries"][steps["at"]].get("rules", 0))

    def _checks(self) -> dict[str, Check]:
        numbers = Door(
            "the number of one of the explorer's rules",
            lambda value: WHOLE.lets_in(value) and 0 <= value < len(self._all_rules),
        )
        return {**super()._checks(), "rules": partial(numbers.check, "rules")}

    def _put(self, state: Mapping[str, Any]) -> None:
        super()._put({name: value for name, value in state.items() if name != "rules"})

    def assign(self, name: str, action: str = "") -> None:
        """Give the chosen cells to a segment, new or known; the others lose them.

        Parameters
        ----------
        name : str
            Of the segment.
        action : str
            What to do about these customers, in a few words.

        Raises
        ------
        ValueError
            If no cell is chosen.

        Examples
        --------
        >>> from clvwidgets import load_dataset
        >>> explorer = RFMExplorer(load_dataset("cdnow"))
        >>> explorer.selection = {"keys": ["r5f5"]}
        >>> explorer.assign("Best of all")
        >>> explorer.rules[-1].name
        'Best of all'
        """
        known = set(self.groups.keys)
        chosen = {_cell(key) for key in self.selection.get("keys", []) if key in known}
        self.rules = assign_cells(self.rules, name, chosen, action)

    @property
    def movement(self) -> pd.DataFrame | None:
        """Customers who went from one segment (row) to another (column) since ``since``."""
        return self._moved(None)

    def _moved(self, among: Mask | None) -> pd.DataFrame | None:
        if self._before is None:
            return None
        before, now = name_segments(self._before, self.rules), self.customers["segment"]
        return segment_movement(before, now if among is None else now[among])

    def _in_long_form(self, moved: pd.DataFrame) -> pd.DataFrame:
        table = moved.reset_index().melt("before", var_name="now", value_name="customers")
        rows = table.groupby("before")["customers"]
        share = (table["customers"] / rows.transform("sum")).fillna(0.0)
        # Of a row with a hidden number no share is told: what is left of the whole would tell it.
        told = ~rows.transform(lambda counts: self._is_small(counts).any()).astype(bool)
        return table.assign(share=share.where(told))

    def _reply(self, question: dict[str, Any]) -> tuple[dict[str, Any], list[bytes]]:
        if question["kind"] != "name":
            return super()._reply(question)
        name = str(question.get("name", ""))
        cells = len(self.selection.get("keys", []))
        self.assign(name)
        return {"said": f"{cells} {self.noun[cells != 1]} now make the segment {name}"}, []

    # The description for the browser

    def views(self) -> list[dict[str, Any]]:
        """Describe the tabs."""
        headline = self._headline()
        views = [
            chart_view("chart", "Grid", score_grid(headline)),
            chart_view("segments", "Segments", segment_bars(headline, self._segment_names())),
        ]
        if self._before is not None:
            views.append(chart_view("movement", "Movement", self._movement_chart()))
        columns = {
            "segment": ("Segment", None),
            "recency_score": ("Recency score", COUNT),
            "frequency_score": ("Frequency score", COUNT),
            "customers": ("Customers", COUNT),
            "revenue": ("Revenue", MONEY),
            "average": ("Revenue per customer", MONEY),
        }
        return [*views, table_view("chart", columns)]

    def _movement_chart(self) -> Any:
        moved = self.movement
        assert moved is not None  # the tab is there only if it is
        known = moved.drop(index=NOT_YET)
        here = [name for name in known.index if name in known.columns]
        stayed = sum(int(known.loc[name, name]) for name in here)
        share = self._written(stayed / max(int(known.to_numpy().sum()), 1), PERCENT)
        earlier, later = str(self._since)[:10], f"{self.transactions.end:%Y-%m-%d}"
        title = f"{share} of the customers of {earlier} are in the same segment on {later}"
        return movement_grid(title, list(moved.index), list(moved.columns), (earlier, later))

    def _segment_names(self) -> list[str]:
        return [rule.name for rule in self.rules]

    def _selection_rule(self) -> dict[str, Any]:
        return {
            **super()._selection_rule(),
            "x": "frequency_score",
            "y": "recency_score",
            "naming": {
                "label": "Name of a segment",
                "button": "Make a segment",
                "help": "The chosen cells become a segment of this name and leave their own.",
            },
        }

    def named_groups(self) -> list[dict[str, Any]]:
        """Name groups that can be chosen at once."""
        return [
            {
                "label": rule.name,
                "keys": sorted(f"r{one}f{other}" for one, other in cells_of(rule)),
                "help": rule.action,
            }
            for rule in self.rules
        ]

    def _headline(self) -> str:
        """Say which segment brings in most, from how many customers."""
        by_segment = self.customers.groupby("segment", observed=False)["revenue"]
        counts, sums = by_segment.size(), by_segment.sum()
        place, whole = int(sums.to_numpy().argmax()), float(sums.sum())
        customers = self._written(float(counts.iloc[place]) / len(self.customers), PERCENT)
        revenue = self._written(float(sums.iloc[place]) / whole if whole else 0.0, PERCENT)
        return f"{sums.index[place]}: {customers} of the customers, {revenue} of the revenue"


def _cell(key: str) -> tuple[int, int]:
    return int(key[1]), int(key[3])


def _labels(rules: Sequence[Segment]) -> dict[tuple[int, int], tuple[str, int]]:
    """Place each segment's name in its uppermost row, as far left as it goes; with its width."""
    labels = {}
    for rule in rules:
        cells = cells_of(rule)
        row = max(recency for recency, _ in cells)
        left = min(frequency for recency, frequency in cells if recency == row)
        span = next(n for n in range(1, 6) if (row, left + n) not in cells)
        labels[row, left] = (rule.name, span)
    return labels


def _edges(rules: Sequence[Segment]) -> pd.DataFrame:
    """Find where one segment ends: a line for each side of a cell with another's behind it."""
    import pandas as pd

    owner = {cell: rule.name for rule in rules for cell in cells_of(rule)}
    lines = []
    for (recency, frequency), name in owner.items():
        left, right = frequency - 0.5, frequency + 0.5
        bottom, top = recency - 0.5, recency + 0.5
        sides = {
            (recency, frequency - 1): (left, bottom, left, top),
            (recency - 1, frequency): (left, bottom, right, bottom),
            (recency, frequency + 1): (right, bottom, right, top),
            (recency + 1, frequency): (left, top, right, top),
        }
        lines += [line for behind, line in sides.items() if owner.get(behind) != name]
    return pd.DataFrame(sorted(set(lines)), columns=["x", "y", "x2", "y2"])
