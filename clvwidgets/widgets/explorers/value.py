"""How few customers bring how much, and what to do about it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import traitlets

from clvwidgets.charts.value import SOME_BELOW, class_bars, concentration_curve, decile_bars
from clvwidgets.data.customer_table import keep_free
from clvwidgets.data.rhythm import orders_of_each
from clvwidgets.segments.axes import Ranges
from clvwidgets.segments.expected_value import value_of_each
from clvwidgets.segments.groups import Groups
from clvwidgets.segments.value import (
    VALUE_CLASSES,
    concentration,
    part_ends,
    profits,
    value_classes,
    value_ranks,
)
from clvwidgets.widgets.explorers.explorer import Explorer
from clvwidgets.widgets.panel.fields import choice, money, rate
from clvwidgets.widgets.panel.views import (
    COUNT,
    MONEY,
    NUMBER,
    PERCENT,
    chart_view,
    keep_options,
    table_view,
)

if TYPE_CHECKING:
    import pandas as pd

    from clvwidgets.data import TransactionLog
    from clvwidgets.segments.groups import Mask
    from clvwidgets.widgets.panel.views import Columns

_MEASURES = {"revenue": "revenue", "profit": "profit", "value": "expected value"}
_OF_A_RATE = ("margin", "cost_per_order")  # fields that count only where no profit is given


class ValueExplorer(Explorer):
    """The concentration curve, from the best customer on: the top x % hold y % of the value.

    The slider chooses the best customers; so does a drag over the curve. Profit is the column that
    you give; without one it is roughly the margin of what a customer spent, less a cost for each
    order. Give ``returns="net"`` to a log, and returns are taken out of revenue, and of that
    profit.

    Parameters
    ----------
    transactions : TransactionLog or table
        From a table returns are taken out.
    value : pandas.Series or table, optional
        Expected value of each customer, such as the column "value" that ``CustomerValue.predict``
        gives: a Series or a table with that column, by customer.
    profit : pandas.Series or table, optional
        Profit of each customer: a Series or a table with the column "profit", by customer, such as
        the sums of `clvwidgets.data.order_profit`. Then ``margin`` and ``cost_per_order`` have no
        say in it, and no slider.
    top : float
        Share of the customers that the slider chooses.
    min_group : int
        The curve has no parts smaller than this; where a linked explorer leaves fewer customers of
        a part, the part is hidden, and the curve with it.
    measure : {"revenue", "profit", "value"}
        What the customers are sorted by.
    margin : float
        Share of revenue left after the cost of goods; without ``profit`` only.
    cost_per_order : float
        Money for packing, sending and serving one order; without ``profit`` only.
    returns : {"set aside", "net"}
        What becomes of returns, if ``transactions`` is a table.
    **options : any
        As every `Explorer`.

    Attributes
    ----------
    customers : pandas.DataFrame
        One row a customer: days_since_last, orders, revenue, profit, perhaps value, and the place
        by each of them (1 is the best; equal ones in the order of the table).

    Examples
    --------
    >>> from clvwidgets import load_dataset
    >>> explorer = ValueExplorer(load_dataset("cdnow"), top=0.2)
    >>> len(explorer.selected)
    4714
    >>> print(explorer.query)
    place by revenue at most 4,714

    What customers earn is often known, and no share of what they spend:

    >>> import pandas as pd
    >>> days = ["2024-01-05", "2024-02-09", "2024-03-01"]
    >>> orders = pd.DataFrame({"customer": ["Ann", "Bo", "Cy"], "date": days, "amount": [9, 8, 7]})
    >>> earned = {"Ann": -2.0, "Bo": 3.0, "Cy": 4.0}
    >>> ValueExplorer(orders, profit=earned, measure="profit", top=0.4).selected["profit"].to_dict()
    {'Cy': 4.0}
    """

    title = "Who brings how much?"
    panel_name = "Value explorer"
    noun = ("part", "parts")
    file_name = "valuable-customers"
    is_chosen_by_keys = False  # what the keys mean depends on the measure

    top = rate(
        "Best customers, up to",
        0.2,
        low=0.01,
        high=1,
        step=0.01,
        help="Chooses this share of the customers, the most valuable first.",
    )
    measure = choice(
        "Value is",
        "revenue",
        options={"revenue": "Revenue", "profit": "Profit", "value": "Expected value"},
        help="What the customers are sorted by.",
    )
    margin = rate(
        "Gross margin",
        1.0,
        high=1,
        step=0.01,
        help="What is left of revenue after the cost of goods; profit counts it.",
        needs_kernel=True,
    )
    cost_per_order = money(
        "Cost of an order",
        0.0,
        high=50,
        step=0.5,
        help="Packing, sending and serving; profit counts it for each order.",
        needs_kernel=True,
    )

    # Not while the browser speaks: there the slider has chosen already.
    _slider_chooses = True

    def __init__(
        self,
        transactions: Any,
        *,
        value: pd.Series[Any] | pd.DataFrame | Mapping[Any, float] | None = None,
        profit: pd.Series[Any] | pd.DataFrame | Mapping[Any, float] | None = None,
        returns: str = "net",
        **options: Any,
    ) -> None:
        self._value = value
        self._profit = profit
        super().__init__(transactions, returns=returns, **options)

    def measured(self, log: TransactionLog) -> pd.DataFrame:
        """Measure each customer."""
        keep_free(log, ["profit", *self.measures, *(f"{name}_place" for name in self.measures)])
        customers = orders_of_each(log)
        given = {"value": self._value, "profit": self._profit}
        columns = {
            name: value_of_each(one, customers.index, name=name)
            for name, one in given.items()
            if one is not None
        }
        return customers.assign(**columns)

    @property
    def measures(self) -> list[str]:
        """What the customers can be sorted by."""
        return [name for name in _MEASURES if name != "value" or self._value is not None]

    def grouped(self) -> Groups:
        """Sort the customers into groups."""
        customers = self.customers
        if self._profit is None:
            profit = profits(customers, self.margin, self.cost_per_order)
            customers = customers.assign(profit=profit)
        places = {f"{name}_place": value_ranks(customers[name]) for name in self.measures}
        self.customers = customers.assign(**places)
        ends = part_ends(len(customers), at_least=self.min_group)
        inner = tuple(float(end) for end in ends[:-1])
        self._sorted = {
            name: Groups(
                self.customers,
                [Ranges(f"{name}_place", inner, prefix="p")],
                {f"{name}_place": f"place by {_MEASURES[name]}"},
            )
            for name in self.measures
        }
        self._ends = ends
        return self._sorted[self.measure]

    def _cells(self, among: Mask | None = None) -> pd.DataFrame:
        import pandas as pd

        return pd.concat([self._parts(name, among) for name in self.measures])

    def _parts(self, measure: str, among: Mask | None) -> pd.DataFrame:
        """Add up each part of the customers, sorted by one measure."""
        amounts = {name: self.customers[name].to_numpy() for name in self.measures}
        parts = self._sorted[measure].sums(amounts, among).rename(columns={"first": "place"})
        classes = value_classes(parts[measure])
        described = parts.assign(
            measure=measure,
            amount=parts[measure],
            parts=len(parts),
            upto=self._ends / len(self.customers),
            decile=(parts["place"] * 10 // len(parts) + 1).astype(int),
            cumulative=concentration(parts[measure]),
            **{"class": [found.name for found in classes]},
            action=[found.action for found in classes],
        )
        small = self._is_small(parts["customers"])
        if small.any():
            described.loc[small, ["customers", "amount", *amounts]] = None
            # Else a part could be had by taking one height of the curve off the next.
            described["cumulative"] = None
        return described

    def views(self) -> list[dict[str, Any]]:
        """Describe the tabs."""
        words = {name: _MEASURES[name] for name in self.measures}
        names = [found.name for found in VALUE_CLASSES]
        columns = {
            "upto": ("Best customers, up to", PERCENT),
            "customers": ("Customers", COUNT),
            "revenue": ("Revenue", MONEY),
            "profit": ("Profit", MONEY),
            "cumulative": ("Hold together", PERCENT),
            "class": ("Class", None),
        }
        return [
            chart_view("chart", "Curve", concentration_curve(len(self._ends), words)),
            chart_view("deciles", "Profit against revenue", decile_bars(words)),
            chart_view("classes", "What to do", class_bars(names)),
            table_view("chart", columns),
        ]

    def _declare(self) -> dict[str, Any]:
        is_first = not self.declaration
        declared = super()._declare()
        if is_first:
            self.selection = self._best()
        return declared

    def _described_fields(self) -> list[dict[str, Any]]:
        fields = keep_options(super()._described_fields(), "measure", self.measures)
        hidden = () if self._profit is None else _OF_A_RATE
        return [field for field in fields if field["name"] not in hidden]

    def _summed(self) -> Columns:
        summed = super()._summed()
        return summed if self._profit is None else {**summed, "profit": ("profit", MONEY)}

    def _selection_rule(self) -> dict[str, Any]:
        return {
            **super()._selection_rule(),
            "x": "middle",
            "y": "level",
            "groups": [],  # which parts make a class depends on the measure
            "follows": {"field": "top", "upto": "upto"},
        }

    def named_groups(self) -> list[dict[str, Any]]:
        """Name groups that can be chosen at once."""
        parts = self._parts(self.measure, None)
        return [
            {
                "label": found.name,
                "keys": parts.loc[parts["class"] == found.name, "key"].tolist(),
                "help": found.action,
            }
            for found in VALUE_CLASSES
        ]

    # Fields that Python answers to

    @property
    def order(self) -> str:  # type: ignore[override]
        """Column by which the chosen customers are listed."""
        return str(self.measure)

    @traitlets.validate("measure")
    def _known_measure(self, proposal: Any) -> str:
        if proposal["value"] == "value" and self._value is None:
            raise ValueError(
                "measure='value' needs the expected value of each customer: "
                "ValueExplorer(log, value=CustomerValue(...).predict(...))."
            )
        return str(proposal["value"])

    @traitlets.validate(*_OF_A_RATE)
    def _has_a_say(self, proposal: Any) -> float:
        name, value = proposal["trait"].name, float(proposal["value"])
        if self._profit is not None and value != getattr(self, name):
            raise ValueError(
                f"{name} has no say where profit= gives the profit of each customer. Leave it out, "
                "or leave profit out."
            )
        return value

    @traitlets.observe("measure")
    def _sort_anew(self, _change: Any) -> None:
        if self.declaration:
            self.groups = self._sorted[self.measure]

    @traitlets.observe(*_OF_A_RATE)
    def _count_anew(self, _change: Any) -> None:
        if self.declaration:
            self.groups = self.grouped()
            self._send_sums(self._sent_among())

    @traitlets.observe("top")
    def _choose_best(self, _change: Any) -> None:
        if self.declaration and self._slider_chooses:
            with self._without_recording():
                self.selection = self._best()

    def set_state(self, sync_data: dict[str, Any]) -> None:
        """Take what the browser says: there the slider has chosen already."""
        self._slider_chooses = False
        try:
            super().set_state(sync_data)
        finally:
            self._slider_chooses = True

    def _best(self) -> dict[str, Any]:
        """Choose the parts that end within the threshold."""
        # A share of 0.3 may come out a hair above it.
        inside = self._ends / len(self.customers) <= self.top + 1e-9
        return {"keys": [key for key, is_in in zip(self.groups.keys, inside, strict=True) if is_in]}

    def _results_in_words(self) -> dict[str, str]:
        from clvwidgets.models.inequality import area_of_gains  # the models take their time

        words = super()._results_in_words()
        values = self.customers[self.order].to_numpy(dtype=float)
        if not values.sum() > 0:
            return {**words, "Gini coefficient": "none"}
        share = self._chosen()[self.order].sum() / self.customers[self.order].sum()
        below = f", as {SOME_BELOW}" if share > 1 + 1e-9 else ""
        return {
            **words,
            "They hold": f"{self._written(share, PERCENT)}{below}",
            "Gini coefficient": self._written(round(area_of_gains(values, values), 2), NUMBER),
        }
