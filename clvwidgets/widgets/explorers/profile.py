"""Any attribute against value, leaving and frequency; and what tells leavers from stayers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import traitlets

from clvwidgets.charts.profile import SEPARATORS, group_means, separators
from clvwidgets.data import TransactionLog
from clvwidgets.data.customer_table import (
    CustomerTable,
    as_flags,
    read_customers,
    require_numbers,
)
from clvwidgets.data.small_groups import hidden_groups
from clvwidgets.segments.groups import Groups
from clvwidgets.segments.profile import (
    Measure,
    attribute_scale,
    compare_groups,
    rank_attributes,
)
from clvwidgets.segments.profile_measures import measured_purchases, spaced, table_measures
from clvwidgets.widgets.explorers._split import Split
from clvwidgets.widgets.panel.fields import choice
from clvwidgets.widgets.panel.panel import MOST_ROWS
from clvwidgets.widgets.panel.views import (
    BY_KIND,
    COUNT,
    MONEY,
    NUMBER,
    PERCENT,
    chart_view,
    table_view,
)

if TYPE_CHECKING:
    import pandas as pd

    from clvwidgets.segments.groups import Mask
    from clvwidgets.widgets.panel.views import Columns


class ProfileExplorer(Split):
    """Groups of customers by any attribute, and how they differ in leaving, value and frequency.

    Over purchases, who has been silent for longer than nine of ten repeat purchases took counts
    as having left. Over a table of customers or contracts a column says who left.

    Parameters
    ----------
    source : TransactionLog or table
        A log that keeps attributes, or a table of purchases; or, with ``churned``, a table
        with one row a customer or contract.
    churned : str, optional
        Column of true and false that says who left, in a table of customers.
    value, frequency : str, pandas.Series or table, optional
        Columns of numbers in a table of customers. Over purchases ``value`` is the value of each
        customer, such as the column "value" that ``CustomerValue.predict`` gives; by default the
        revenue so far.
    attributes : sequence of str
        Columns to compare; by default all that make groups (`left_out` has the others).
    gone_after : float, optional
        Days of silence after which a customer counts as having left.
    attribute, measure : str
        What is shown at the start; measure is "left", "value" or "frequency".
    min_group : int
        Groups of fewer customers are hidden, and counted as hidden.
    **options : any
        As every `Explorer`.

    Attributes
    ----------
    customers : pandas.DataFrame
        One row a customer.
    left_out : dict of str to str
        Columns that make no groups, and why.

    Examples
    --------
    >>> from clvwidgets import load_dataset
    >>> explorer = ProfileExplorer(load_dataset("telco"), churned="churned", value="total_charge")
    Traceback (most recent call last):
    ValueError: The column 'total_charge' is missing for 11 of 7,043 customers. Fill it or leave \
them out: table.dropna(subset=['total_charge']).
    >>> explorer = ProfileExplorer(load_dataset("telco"), churned="churned", value="monthly_charge")
    >>> explorer.separators["attribute"].head(2).tolist()
    ['contract', 'tenure']
    >>> explorer.attribute = "contract"
    >>> explorer.select("month to month")
    >>> len(explorer.selected)
    3875
    """

    title = "Who are the customers that leave, stay, and bring value?"
    panel_name = "Profile explorer"
    file_name = "customers-of-a-profile"
    split_by = "attribute"

    attribute = choice("Attribute", "", options={}, help="What the customers are sorted by.")
    measure = choice("Compare", "left", options={}, help="What is compared between the groups.")

    def __init__(
        self,
        source: Any,
        *,
        churned: str | None = None,
        value: Any = None,
        frequency: str | None = None,
        gone_after: float | None = None,
        **options: Any,
    ) -> None:
        self._churned, self._value, self._frequency = churned, value, frequency
        self._gone_after = gone_after
        super().__init__(source, **options)

    # What is read and measured

    def _opened(self, source: Any, named: dict[str, str | None], **options: Any) -> Any:
        if self._churned is None:
            return super()._opened(source, named, **options)
        if isinstance(source, TransactionLog):
            raise ValueError(
                f"churned={self._churned!r} is for a table with one row a customer; a log of "
                "purchases tells by itself who has left. Leave it out, or give the table."
            )
        for name in (self._value, self._frequency):
            if name is not None and not isinstance(name, str):
                raise ValueError(
                    "In a table of customers value= and frequency= are names of its columns, got "
                    f"{type(name).__name__}."
                )
        numbers = [name for name in (self._value, self._frequency) if name]
        others = [self._churned, *numbers, *([self.consent] if self.consent else [])]
        attributes = [name for name in options["attributes"] if name not in others]
        table = read_customers(source, named["customer"], attributes, others)
        for name in numbers:
            require_numbers(table.rows[name])
        return table

    def measured(self, source: TransactionLog | CustomerTable) -> pd.DataFrame:
        """Measure each customer."""
        if isinstance(source, CustomerTable):
            flags = as_flags(source.rows[self._churned])
            customers = source.rows.assign(**{str(flags.name): flags})
            self.left_out = source.left_out
            self._measures = table_measures(str(flags.name), self._value, self._frequency)
        else:
            customers, self._measures = measured_purchases(source, self._value, self._gone_after)
            self.left_out = {}
        import numpy as np

        names = self._compared_attributes(source.attributes)
        if not names:
            raise ValueError(
                "A profile needs at least one attribute to sort the customers by. Keep columns "
                "for each customer: TransactionLog(table, attributes=['country'])."
            )
        self._require_few(len(names))  # each has a group at least
        self._splits = {
            name: Groups(customers, [attribute_scale(customers, name, prefix=f"{number}:")])
            for number, name in enumerate(names)
        }
        self._require_few(sum(len(np.unique(groups.codes)) for groups in self._splits.values()))
        self._offer_choices()
        return customers

    def _require_few(self, rows: int) -> None:
        """Refuse what could not be sent before it is compared, which takes its time."""
        if rows > MOST_ROWS:
            raise ValueError(
                f"{self.panel_name} would send {rows:,} rows or more to the browser, above the "
                f"{MOST_ROWS:,} that move at the speed of the hand. Name fewer columns: "
                "attributes=[...]."
            )

    def _offer_choices(self) -> None:
        """Offer this table's attributes and measures in the fields."""
        attributes = {name: spaced(name) for name in self._splits}
        measures = {one.name: one.label for one in self._measures}
        self._offer(attribute=(next(iter(attributes)), attributes), measure=("left", measures))

    # Groups

    @traitlets.observe("attribute")
    def _show_attribute(self, _change: Any) -> None:
        self._split_anew()

    @property
    def order(self) -> str:  # type: ignore[override]
        """Column by which the chosen customers are listed."""
        money = [one.column for one in self._measures if one.kind == "money"]
        return money[0] if money else self._measures[-1].column

    @property
    def profile(self) -> pd.DataFrame:
        """The groups of the attribute, as the chart shows them.

        Returns
        -------
        pandas.DataFrame
            See `clvwidgets.segments.profile.compare_groups`.
        """
        return self._compared[self.attribute].copy()

    @property
    def separators(self) -> pd.DataFrame:
        """The attributes, those first that tell leavers best from stayers.

        Returns
        -------
        pandas.DataFrame
            See `clvwidgets.segments.profile.rank_attributes`.
        """
        return rank_attributes(self._compared, "left")

    @property
    def hidden(self) -> pd.DataFrame:
        """How much of each attribute is hidden, because its groups are small.

        Returns
        -------
        pandas.DataFrame
            One row an attribute: groups and customers.
        """
        import pandas as pd

        sizes = {name: table["customers"] for name, table in self._small.items()}
        rows = {name: [len(size), int(size.sum())] for name, size in sizes.items()}
        return pd.DataFrame.from_dict(rows, orient="index", columns=["groups", "customers"])

    def _send_sums(self, among: Mask | None) -> None:
        self._compared, self._small = {}, {}
        for name, groups in self._splits.items():
            table = compare_groups(self.customers, groups, self._measures, among)
            table = self._labelled(name, table[table["customers"] > 0])
            small = hidden_groups(table["customers"], self.min_group)
            self._compared[name], self._small[name] = table[~small], table[small]
        super()._send_sums(among)

    def _labelled(self, name: str, table: pd.DataFrame) -> pd.DataFrame:
        """Say yes and no where the attribute is true or false."""
        is_flag = self.customers[name].dropna().map(type).isin([bool]).all()
        return table.replace({"label": {"True": "yes", "False": "no"}}) if is_flag else table

    # The description for the browser

    def _cells(self, among: Mask | None = None) -> pd.DataFrame:  # noqa: ARG002
        import pandas as pd

        cells = pd.concat(
            [
                table.assign(attribute=name, order=range(len(table)))
                for name, table in self._compared.items()
            ],
            ignore_index=True,
        )
        sums = {f"{one.name}_sum": cells[one.name] * cells["customers"] for one in self._measures}
        return cells.assign(**sums)

    def _more_data(self, among: Mask | None) -> dict[str, pd.DataFrame]:  # noqa: ARG002
        ranked = self.separators.dropna(subset=["share"])
        words = [self._separation(row) for row in ranked.to_dict("records")]
        ranked = ranked.assign(name=ranked["attribute"].map(spaced), words=words)
        return {SEPARATORS: ranked[["name", "share", "low", "high", "words"]]}

    def _separation(self, row: Mapping[Any, Any]) -> str:
        """Say which of an attribute's groups leave most and least."""
        shares = self._compared[row["attribute"]].set_index("label")["left"]
        most, least = (
            f"{self._written(shares[row[end]], PERCENT)} in {row[end]}" for end in ("most", "least")
        )
        points = [
            self._written(round(100 * row[name], 1), NUMBER)
            for name in ("difference", "difference_low", "difference_high")
        ]
        return f"{most}, {least}: {points[0]} points apart ({points[1]} to {points[2]})"

    def views(self) -> list[dict[str, Any]]:
        """Describe the tabs."""
        measures = [(one.name, one.label, one.kind) for one in self._measures]
        titles = {
            name: [self._group_title(name, one) for one in self._measures]
            for name in self._compared
        }
        columns = {
            "attribute": ("Attribute", None),
            "label": ("Group", None),
            "customers": ("Customers", COUNT),
            **{one.name: (one.label, BY_KIND[one.kind]) for one in self._measures},
        }
        return [
            chart_view("chart", "Groups", group_means(titles, measures)),
            chart_view("separators", "What tells leavers apart", separators(self._best_title())),
            table_view("chart", columns),
        ]

    def _group_title(self, name: str, measure: Measure) -> str:
        """Say in one sentence what the groups of an attribute show."""
        table, hidden = self._compared[name], self._small[name]
        if table.empty:
            return f"All groups by {spaced(name)} are smaller than {self.min_group}"
        kind = BY_KIND[measure.kind]
        ends = table.sort_values(measure.name, kind="stable").iloc[[-1, 0]]
        if len(table) == 1:
            ends = ends[:1]
        said = [
            f"{self._written(value, kind)} in {label}"
            for label, value in zip(ends["label"], ends[measure.name], strict=True)
        ]
        whole = self._written(table[f"{measure.name}_all"].iloc[0], kind)
        title = f"{measure.label} by {spaced(name)}: {', '.join(said)}, {whole} in all"
        if hidden.empty:
            return title
        groups = f"{len(hidden)} small {'group' if len(hidden) == 1 else 'groups'}"
        unseen = self._written(hidden["customers"].sum(), COUNT)
        return f"{title} ({groups} of {unseen} customers hidden)"

    def _best_title(self) -> str:
        ranked = self.separators.dropna(subset=["share"])
        left = self.customers[self._measures[0].column]
        if left.all() or not left.any():
            return f"{'Everybody' if left.all() else 'Nobody'} left: nothing tells leavers apart"
        if ranked.empty or ranked["share"].iloc[0] == 0:
            return "No attribute tells leavers from stayers better than chance would"
        share = self._written(ranked["share"].iloc[0], PERCENT)
        best = spaced(ranked["attribute"].iloc[0])
        return (
            f"{best.capitalize()} tells leavers best from stayers: {share} of the differences lie "
            "between its groups"
        )

    def _summed(self) -> Columns:
        money = [one for one in self._measures if one.kind == "money"]
        sums = {f"{one.name}_sum": (one.label.lower(), MONEY) for one in money}
        return {"customers": ("customers", COUNT), **sums}

    def _selection_rule(self) -> dict[str, Any]:
        # "row" is there only in the rows of the attribute that is shown.
        return {**super()._selection_rule(), "x": "", "y": "row"}

    def named_groups(self) -> list[dict[str, Any]]:
        """Name groups that can be chosen at once."""
        shown = self._compared[self.attribute]
        return [
            {"label": label, "keys": [key], "help": ""}
            for label, key in zip(shown["label"], shown["key"], strict=True)
        ]

    # Words

    def _results_in_words(self) -> dict[str, str]:
        words = super()._results_in_words()
        chosen = self._chosen()
        if len(chosen) and self._measures[-1].kind == "percent":
            words["Chosen"] = f"{self._written(len(chosen), COUNT)} customers"
        return words

    def _more_in_words(self) -> dict[str, str]:
        hidden = self.hidden.loc[self.attribute]
        small = {"Hidden": f"{hidden['groups']} groups of {hidden['customers']} customers"}
        left_out = ", ".join(f"{name} ({why})" for name, why in self.left_out.items())
        return {
            **super()._more_in_words(),
            "Seen": self._group_title(self.attribute, self._measure()),
            **(small if hidden["groups"] else {}),
            **({"Left out": left_out} if left_out else {}),
        }

    def _measure(self) -> Measure:
        return next(one for one in self._measures if one.name == self.measure)
