"""Who bought lately, often, and for how much: the score grid under the hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from clvwidgets.charts import panel_json
from clvwidgets.charts.numbers import NumberFormat, format_number
from clvwidgets.charts.rfm import CELLS, SEGMENTS, score_grid, segment_bars
from clvwidgets.data import TransactionLog
from clvwidgets.segments import RFM_SEGMENTS, Segment, name_segments, rfm_cells, segment_totals
from clvwidgets.widgets._vega import plain_spec
from clvwidgets.widgets.fields import choice
from clvwidgets.widgets.panel import Panel, plain_rows

if TYPE_CHECKING:
    import pandas as pd

_COUNT = NumberFormat("count")
_MONEY = NumberFormat("money")


class RFMExplorer(Panel):
    """A grid of recency and frequency scores; the chosen cells are customers in Python.

    Only the grid's 25 cells travel to the browser, never the customers.

    Parameters
    ----------
    transactions : TransactionLog, or a table from which one can be made
    customer, date, amount : column names, if ``transactions`` is a table; guessed if left out
    rules : segments that cover each cell of the grid once
    cuts : own cut points for the scores; see `TransactionLog.rfm`
    shade : {"customers", "revenue", "average"}, what the shade of a cell shows
    locale, currency : how numbers are written

    Attributes
    ----------
    customers : DataFrame, one row a customer: measures, scores and segment

    Examples
    --------
    >>> from clvwidgets import load_dataset
    >>> explorer = RFMExplorer(load_dataset("cdnow"), currency="USD")
    >>> explorer.select("Champions")
    >>> set(explorer.selected["segment"])
    {'Champions'}
    >>> explorer.query
    '(recency_score == 5 and frequency_score >= 4)'
    """

    title = "Who buys lately, and often?"
    panel_name = "RFM explorer"

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
        customer: str | None = None,
        date: str | None = None,
        amount: str | None = None,
        rules: Sequence[Segment] = RFM_SEGMENTS,
        cuts: Mapping[str, Sequence[float]] | None = None,
        **options: Any,
    ) -> None:
        log = (
            transactions
            if isinstance(transactions, TransactionLog)
            else TransactionLog(transactions, customer=customer, date=date, amount=amount)
        )
        self.rules = tuple(rules)
        scores = log.rfm(cuts=cuts)
        self.customers: pd.DataFrame = scores.assign(segment=name_segments(scores, self.rules))
        cells = rfm_cells(scores, self.rules)
        self._totals = segment_totals(cells, self.rules)
        self._cells = _whole_grid(cells, self.rules)
        super().__init__(**options)

    # The chosen customers

    @property
    def selected(self) -> pd.DataFrame:
        """The customers in the chosen cells, the largest revenue first; empty if none is chosen.

        Returns
        -------
        DataFrame : rows of `customers`
        """
        scores = self.customers
        keys = _keys(scores["recency_score"], scores["frequency_score"])
        chosen = scores[keys.isin(self.selection.get("keys", []))]
        return chosen.sort_values("revenue", ascending=False, kind="stable")

    @property
    def query(self) -> str:
        """The choice as an expression for ``customers.query(...)``; "" if nothing is chosen."""
        chosen = set(self.selection.get("keys", []))
        parts = []
        for rule in self.rules:
            block = _cells_of(rule)
            if block <= chosen:
                chosen -= block
                parts.append(
                    f"({_between('recency_score', rule.recency)} and "
                    f"{_between('frequency_score', rule.frequency)})"
                )
        for key in sorted(chosen):
            parts.append(f"(recency_score == {key[1]} and frequency_score == {key[3]})")
        return " or ".join(parts)

    def select(self, *segments: str) -> None:
        """Choose the cells of the named segments; no name clears the choice.

        Raises
        ------
        ValueError
            If there is no segment of that name.
        """
        by_name = {rule.name: rule for rule in self.rules}
        for name in segments:
            if name not in by_name:
                raise ValueError(
                    f"There is no segment {name!r}. The segments are: {', '.join(by_name)}."
                )
        keys = sorted(set().union(*(_cells_of(by_name[name]) for name in segments)))
        self.selection = {"keys": keys}

    # The description for the browser

    def _declare(self) -> dict[str, Any]:
        # All data is there from the start, so that the browser gets it in the first message.
        self.datasets = {
            CELLS: plain_rows(self._cells),
            SEGMENTS: plain_rows(_blocks(self._totals, self.rules)),
        }
        views = [
            ("chart", "Grid", score_grid(self._headline())),
            ("segments", "Segments", segment_bars(self._headline())),
        ]
        return panel_json.declaration(
            title=self.title,
            name=self.panel_name,
            locale=self.locale,
            currency=self.currency,
            fields=self._described_fields(),
            views=[
                *(
                    {"kind": "chart", "id": key, "label": label, "spec": plain_spec(chart)}
                    for key, label, chart in views
                ),
                {
                    "kind": "table",
                    "id": "table",
                    "label": "Table",
                    "of": "chart",
                    "columns": _table_columns(),
                },
            ],
            selection={
                "kind": "keys",
                "key": "key",
                "x": "frequency_score",
                "y": "recency_score",
                "noun": ["cell", "cells"],
                "sums": [
                    {"field": "customers", "label": "customers", "format": _COUNT.to_json()},
                    {"field": "revenue", "label": "revenue", "format": _MONEY.to_json()},
                ],
                "groups": [
                    {"label": rule.name, "keys": sorted(_cells_of(rule)), "help": rule.action}
                    for rule in self.rules
                ],
            },
        )

    def _headline(self) -> str:
        """Say which segment brings in most, from how many customers."""
        top = self._totals.sort_values("revenue", ascending=False, kind="stable").iloc[0]
        percent = NumberFormat("percent")
        customers, revenue = (
            format_number(top[f"share_of_{of}"], percent, locale=self.locale)
            for of in ("customers", "revenue")
        )
        return f"{top['segment']}: {customers} of the customers, {revenue} of the revenue"

    def _results(self) -> dict[str, float]:
        return {"customers": len(self.customers), "selected": len(self.selected)}

    def _results_in_words(self) -> dict[str, str]:
        chosen = self.selected
        revenue = format_number(
            chosen["revenue"].sum(), _MONEY, locale=self.locale, currency=self.currency
        )
        count = format_number(len(chosen), _COUNT, locale=self.locale)
        return {
            "Customers": format_number(len(self.customers), _COUNT, locale=self.locale),
            "Chosen": f"{count} customers, {revenue}" if len(chosen) else "none",
        }


def _keys(recency: pd.Series, frequency: pd.Series) -> pd.Series:
    """Name the cell of each pair of scores: "r5f4"."""
    keys: pd.Series = "r" + recency.astype(str) + "f" + frequency.astype(str)
    return keys


def _cells_of(rule: Segment) -> set[str]:
    return {
        f"r{recency}f{frequency}"
        for recency in range(rule.recency[0], rule.recency[1] + 1)
        for frequency in range(rule.frequency[0], rule.frequency[1] + 1)
    }


def _whole_grid(cells: pd.DataFrame, rules: Sequence[Segment]) -> pd.DataFrame:
    """Complete the cells that have customers with those that have none, with key and label."""
    import pandas as pd

    scores = pd.MultiIndex.from_product(
        [range(1, 6), range(1, 6)], names=["recency_score", "frequency_score"]
    )
    sums = cells.set_index(["recency_score", "frequency_score"])
    grid = sums[["customers", "revenue", "orders"]].reindex(scores, fill_value=0).reset_index()
    grid["key"] = _keys(grid["recency_score"], grid["frequency_score"])
    grid["average"] = (grid["revenue"] / grid["customers"]).where(grid["customers"] > 0, 0.0)
    grid["segment"] = name_segments(grid, rules).astype(str)
    corners = {
        (rule.recency[1], rule.frequency[0]): (rule.name, rule.frequency[1] - rule.frequency[0] + 1)
        for rule in rules
    }
    pairs = zip(grid["recency_score"], grid["frequency_score"], strict=True)
    labels = [corners.get(pair, ("", 0)) for pair in pairs]
    grid["segment_label"], grid["segment_span"] = zip(*labels, strict=True)
    return grid


def _blocks(totals: pd.DataFrame, rules: Sequence[Segment]) -> pd.DataFrame:
    """Give each segment the corners of its block in the grid."""
    return totals.drop(columns="action").assign(
        order=range(len(rules)),
        left=[rule.frequency[0] - 0.5 for rule in rules],
        right=[rule.frequency[1] + 0.5 for rule in rules],
        bottom=[rule.recency[0] - 0.5 for rule in rules],
        top=[rule.recency[1] + 0.5 for rule in rules],
    )


def _table_columns() -> list[dict[str, Any]]:
    columns = {
        "segment": ("Segment", None),
        "recency_score": ("Recency score", _COUNT),
        "frequency_score": ("Frequency score", _COUNT),
        "customers": ("Customers", _COUNT),
        "revenue": ("Revenue", _MONEY),
        "average": ("Revenue per customer", _MONEY),
    }
    return [
        {"field": field, "label": label, **({"format": kind.to_json()} if kind else {})}
        for field, (label, kind) in columns.items()
    ]


def _between(column: str, scores: tuple[int, int]) -> str:
    low, high = scores
    if low == high:
        return f"{column} == {low}"
    if high == 5:
        return f"{column} >= {low}"
    return f"{column} <= {high}" if low == 1 else f"{low} <= {column} <= {high}"
