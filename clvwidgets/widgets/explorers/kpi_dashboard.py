"""The measures of a customer base over time, with targets, by groups, and what changed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import traitlets

from clvwidgets.charts.kpis import STORY, all_measures, measure_lines
from clvwidgets.data import TransactionLog
from clvwidgets.data.customer_table import keep_free
from clvwidgets.data.kpi_groups import GroupKpis, programme_roi
from clvwidgets.data.rhythm import orders_of_each, scores_on
from clvwidgets.data.small_groups import hidden_groups
from clvwidgets.segments.axes import Categories, Ranges
from clvwidgets.segments.groups import Groups
from clvwidgets.segments.kpis import KPIS, check_targets, what_changed
from clvwidgets.segments.profile import attribute_scale
from clvwidgets.segments.profile_measures import spaced
from clvwidgets.segments.rfm import name_segments
from clvwidgets.widgets.explorers._kpi_sentences import in_short, kpi_format, not_shown, summary
from clvwidgets.widgets.explorers._split import Split
from clvwidgets.widgets.panel.fields import choice
from clvwidgets.widgets.panel.views import COUNT, MONEY, chart_view, table_view

if TYPE_CHECKING:
    import pandas as pd

    from clvwidgets.data import Spend
    from clvwidgets.segments.groups import Mask
    from clvwidgets.widgets.panel.views import Columns

ALL = "all"
_SEGMENT = "segment"
_SHOWN_FIRST = ("clv", "churn")
_LINES = 5  # colours that can be told apart


class KPIDashboard(Split):
    """CLV, churn, retention, order value, repeat rate, CAC, LTV:CAC and programme ROI over time.

    Click a line to choose its customers. What acquisition and the programme cost is known for all
    customers together, so CAC and ROI have no lines by group.

    Parameters
    ----------
    transactions : TransactionLog or table
        A log, or what one can be made from.
    by : {"M", "W", "Q", "Y"}, months, ISO weeks, quarters or years
    spend : Spend, optional
        Money spent on acquisition; see `TransactionLog.kpis`.
    gross_margin : float, optional
        Share of revenue left after the cost of goods, for CLV.
    programme : table, optional
        What a loyalty programme cost and gained: columns date, gain, cost. Gain is the margin that
        would not have come without it, as an experiment tells.
    targets : mapping of str to float, optional
        By the name of the measure: "clv", "churn", "retention", "average_order", "repeat_rate",
        "cac", "ltv_cac", "roi"; rates as fractions.
    segments_on : date, optional
        Day on which the customers are sorted into segments, by default the middle of the log: later
        figures then show what became of them. Segments of the last day would show champions who
        have always bought more, as that is what made them champions.
    measure, split : str
        What is shown at the start.
    **options : any
        As every `Explorer`; ``attributes`` are what the customers can be split by.

    Attributes
    ----------
    customers : pandas.DataFrame
        One row a customer.
    kpis : pandas.DataFrame
        One row a period: see `TransactionLog.kpis`.

    Examples
    --------
    >>> from clvwidgets import load_dataset
    >>> board = KPIDashboard(load_dataset("cdnow"), gross_margin=0.4, targets={"churn": 0.65})
    >>> print(board.summary[0], board.summary[2])
    1998-06 against 1998-05: Churn rose from 68.1% to 70%, no more than it usually moves. It \
misses the target of 65%.
    """

    title = "How is the customer base doing?"
    panel_name = "KPI dashboard"
    noun = ("group", "groups")
    file_name = "customers-of-a-group"
    coarser = 'Choose longer periods, for example by="Y".'
    split_by = "split"

    measure = choice("Measure", "churn", options={}, help="What the lines show.")
    split = choice(
        "Lines for",
        ALL,
        options={},
        help="Segments are those of one day: what comes after it shows what became of them.",
    )

    def __init__(
        self,
        transactions: Any,
        *,
        by: str = "M",
        spend: Spend | None = None,
        gross_margin: float | None = None,
        programme: pd.DataFrame | Mapping[Any, Any] | None = None,
        targets: Mapping[str, float] | None = None,
        segments_on: str | pd.Timestamp | None = None,
        **options: Any,
    ) -> None:
        self._by, self._spend, self._margin, self._programme = by, spend, gross_margin, programme
        self._targets, self._segments_on = dict(targets or {}), segments_on
        super().__init__(transactions, **options)

    # What is measured

    def measured(self, log: TransactionLog) -> pd.DataFrame:
        """Measure each customer."""
        keep_free(log, [ALL] if _SEGMENT in log.attributes else [ALL, _SEGMENT])
        self.kpis = self._all_kpis(log)
        shown = {kpi.name: kpi for kpi in KPIS if kpi.column in self.kpis}
        check_targets(self._targets, shown)
        self._shown_kpis = shown
        customers = orders_of_each(log)
        splits = self._compared_attributes(log.attributes)
        if _SEGMENT not in log.attributes:
            customers = customers.assign(segment=self._segments(log).reindex(customers.index))
            splits.append(_SEGMENT)
        self._splits = {ALL: Groups(customers, [Ranges("orders", (), prefix="all:")])}
        for number, name in enumerate(splits):
            self._splits[name] = Groups(customers, [_few_groups(customers, name, f"{number}:")])
        self._offer_choices()
        return customers

    def _segments(self, log: TransactionLog) -> pd.Series[Any]:
        """Sort who had bought by that day into segments; who came later has none."""
        import pandas as pd

        day = log.start + (log.end - log.start) / 2
        day = day if self._segments_on is None else pd.Timestamp(self._segments_on)
        self._segment_label = f"segment on {day:%Y-%m-%d}"
        return name_segments(scores_on(log, day.normalize()))

    def _all_kpis(self, log: TransactionLog) -> pd.DataFrame:
        import pandas as pd

        self._group_kpis = GroupKpis(log, self._by, gross_margin=self._margin)
        kpis = self._group_kpis.whole(self._spend)
        if self._programme is None:
            return kpis
        return kpis.join(programme_roi(self._programme, pd.PeriodIndex(kpis.index)))

    def _offer_choices(self) -> None:
        names = {name: self._split_label(name).capitalize() for name in self._splits}
        measures = {kpi.name: kpi.label for kpi in self._shown_kpis.values()}
        known = [name for name in measures if self._is_known(name)]
        first = next((name for name in _SHOWN_FIRST if name in known), [*known, *measures][0])
        self._offer(measure=(first, measures), split=(ALL, names))

    def _is_known(self, measure: str) -> bool:
        return bool(self.kpis[self._shown_kpis[measure].column].notna().any())

    # Groups

    @traitlets.observe("split")
    def _show_split(self, _change: Any) -> None:
        self._split_anew()

    @property
    def targets(self) -> dict[str, float]:
        """Targets by the names of the measures; setting them draws the lines anew."""
        return dict(self._targets)

    @targets.setter
    def targets(self, targets: Mapping[str, float]) -> None:
        check_targets(targets, self._shown_kpis)
        self._targets = dict(targets)
        with self.hold_sync():
            self._declare_anew()

    # What changed

    @property
    def changes(self) -> pd.DataFrame:
        """The last whole period against the one before, a year before, and the targets.

        Returns
        -------
        pandas.DataFrame
            See `clvwidgets.segments.kpis.what_changed`.
        """
        return what_changed(self.kpis, self._targets)

    @property
    def summary(self) -> list[str]:
        """What changed in the last whole period, in sentences, the most unusual first."""
        return summary(self._told_changes(), self._shown_kpis, self._written)

    def _told_changes(self) -> pd.DataFrame:
        return what_changed(self._told(self.kpis), self._targets)

    def _told(self, kpis: pd.DataFrame) -> pd.DataFrame:
        """Leave out the measures of periods in which fewer than ``min_group`` customers bought."""
        small = self._is_small(kpis["customers"])
        columns = [kpi.column for kpi in self._shown_kpis.values() if kpi.column in kpis]
        return kpis.assign(**{name: kpis[name].mask(small) for name in columns})

    # The description for the browser

    def _cells(self, among: Mask | None = None) -> pd.DataFrame:
        import pandas as pd

        columns = [*self._shown_kpis, "customers", "revenue", "partial"]
        names = [*columns, "split", "group", "key", "order", "members"]
        parts = []
        for split, groups in self._splits.items():
            for label, key, members, table in self._lines(split, groups, among):
                known = {
                    kpi.name: _six_digits(table[kpi.column])
                    for kpi in self._shown_kpis.values()
                    if kpi.column in table
                }
                told = {
                    "customers": table["customers"],
                    "revenue": table["revenue"].round(2),
                    "partial": table["partial"],
                    "split": split,
                    "group": label,
                    "key": key,
                    "order": range(len(table)),
                    # Once a group, so that the sum over its rows is the number of customers.
                    "members": [members] + [0] * (len(table) - 1),
                }
                parts.append(pd.DataFrame({**known, **told}))
        if not parts:
            return pd.DataFrame(columns=names)
        return pd.concat(parts, ignore_index=True).reindex(columns=names)

    def _lines(
        self, split: str, groups: Groups, among: Mask | None
    ) -> list[tuple[str, str, int, pd.DataFrame]]:
        """Measure each group of a split that is shown: label, key, customers, table."""
        import pandas as pd

        if split == ALL and among is None:
            return [("all customers", groups.keys[0], len(self.customers), self.kpis)]
        members = groups.sums({}, among)["customers"].to_numpy()
        shown = (members > 0) & ~hidden_groups(members, self.min_group)
        codes = pd.Series(groups.codes, index=self.customers.index)
        codes = codes[shown[groups.codes] & (True if among is None else among)]
        tables = self._group_kpis.tables(codes)
        labels = ("all customers",) if split == ALL else groups.axes[0].labels
        return [
            (labels[int(code)], groups.keys[int(code)], int(members[int(code)]), table)
            for code, table in tables.items()
        ]

    def _more_data(self, among: Mask | None) -> dict[str, pd.DataFrame]:
        import pandas as pd

        shown = self._lines(ALL, self._splits[ALL], among)
        if not shown:
            return {STORY: pd.DataFrame(columns=["row", "words", "tone"])}
        # What is known of all customers only, such as CAC, is not known of some of them.
        kpis = self._told(shown[0][-1].reindex(columns=self.kpis.columns))
        story = what_changed(kpis.assign(partial=self.kpis["partial"]), self._targets)
        lines = [
            in_short(kpi, story.loc[name].to_dict(), self._written)
            for name, kpi in self._shown_kpis.items()
        ]
        words, tones = zip(*lines, strict=True)
        return {STORY: pd.DataFrame({"row": range(len(lines)), "words": words, "tone": tones})}

    def views(self) -> list[dict[str, Any]]:
        """Describe the tabs."""
        periods = _period_labels(self.kpis.index)
        kinds = {kpi.name: kpi.kind for kpi in self._shown_kpis.values()}
        story = self._told_changes()
        titles = {split: self._titles(split, story) for split in self._splits}
        lines = measure_lines(periods, kinds, titles, self._targets)
        said = summary(story, self._shown_kpis, self._written)
        overview = all_measures(periods, list(kinds), self._targets, " ".join(said[:2]))
        columns = {
            "begins": ("Period", None),
            "group": ("Customers", None),
            "customers": ("Who bought", COUNT),
            "revenue": ("Revenue", MONEY),
            **{kpi.name: (kpi.label, kpi_format(kpi)) for kpi in self._shown_kpis.values()},
        }
        return [
            chart_view("chart", "One measure", lines),
            chart_view("measures", "All measures", overview),
            table_view("chart", columns),
        ]

    def _titles(self, split: str, story: pd.DataFrame) -> list[str]:
        """Say for each measure what is seen while the lines show this split."""
        periods = _period_labels(self.kpis.index[~self.kpis["partial"]])
        if not periods:
            return [f"{kpi.label}: {kpi.meaning}" for kpi in self._shown_kpis.values()]
        found = []
        for name, kpi in self._shown_kpis.items():
            if split == ALL:
                words = in_short(kpi, story.loc[name].to_dict(), self._written)[0]
                found.append(f"{periods[-1]}: {words}")
            else:
                by = self._split_label(split)
                found.append(f"{kpi.label} by {by}. {kpi.meaning}")
        return found

    def _split_label(self, split: str) -> str:
        """Name a split inside a sentence."""
        known = {ALL: "all customers"}
        if _SEGMENT not in self.transactions.attributes:
            known[_SEGMENT] = self._segment_label
        return known.get(split, spaced(split))

    def _summed(self) -> Columns:
        return {"members": ("customers", COUNT), "revenue": ("revenue", MONEY)}

    def _selection_rule(self) -> dict[str, Any]:
        return {**super()._selection_rule(), "x": "order", "y": "amount"}

    def named_groups(self) -> list[dict[str, Any]]:
        """Name groups that can be chosen at once."""
        axis = self.groups.axes[0]
        return [
            {"label": label, "keys": [key], "help": ""}
            for label, key in zip(axis.labels, self.groups.keys, strict=True)
        ]

    # Words

    def _more_in_words(self) -> dict[str, str]:
        missing = not_shown(self._shown_kpis)
        return {
            **super()._more_in_words(),
            "What changed": " ".join(self.summary),
            **({"Not shown": missing} if missing else {}),
        }


def _few_groups(customers: pd.DataFrame, name: str, prefix: str) -> Categories | Ranges:
    """Sort customers into as many groups as lines can be told apart."""
    has_missing = bool(customers[name].isna().any())
    spare = _LINES - has_missing
    scale = attribute_scale(customers, name, most=spare - 1, ranges=spare, prefix=prefix)
    if isinstance(scale, Categories) and len(scale.values) > spare - 1:
        return Categories.of(customers, name, most=spare - 1, prefix=prefix)
    return scale


def _period_labels(periods: pd.Index) -> list[str]:
    """Name periods shortly; a week by its Monday."""
    return [str(period).split("/")[0] for period in periods]


def _six_digits(values: pd.Series[Any]) -> pd.Series[Any]:
    """Round to what a picture can show, so that a stored notebook stays small."""
    return values.map("{:.6g}".format).astype(float)
