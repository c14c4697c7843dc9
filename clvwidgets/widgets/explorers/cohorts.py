"""Customers by the period of their first purchase, followed through time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from clvwidgets.charts.cohorts import NO_OUTLOOK, OUTLOOK, cohort_curves, cohort_heat
from clvwidgets.data import TransactionLog
from clvwidgets.data.ages import Ages, purchases_by_age
from clvwidgets.data.cohorts import can_be_grown
from clvwidgets.data.customer_table import keep_free
from clvwidgets.doors import same_length
from clvwidgets.formulas.arithmetic import choice as known_word
from clvwidgets.segments.axes import Categories
from clvwidgets.segments.groups import Groups
from clvwidgets.segments.outlook import chain_ladder_outlook
from clvwidgets.widgets.explorers.explorer import Explorer
from clvwidgets.widgets.panel.fields import choice
from clvwidgets.widgets.panel.views import COUNT, MONEY, PERCENT, chart_view, table_view

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    import pandas as pd

    from clvwidgets.segments.groups import Mask

_TOTALS = {"value": "revenue", "orders": "orders"}
_UNITS = {"W": "weeks", "M": "months", "Q": "quarters", "Y": "years"}


class CohortExplorer(Explorer):
    """Cohorts by age as a heat map and as curves; chosen cohorts are customers in Python.

    The curves go on, dashed, as the earlier cohorts' growth leads to expect (chain ladder), with
    an interval that holds the truth in 8 of 10 cases.

    Parameters
    ----------
    transactions : TransactionLog or table
        A log, or what one can be made from.
    by : {"M", "W", "Q", "Y"}
        The periods of the calendar: months, ISO weeks, quarters, years.
    measure : {"retention", "revenue", "value", "orders"}
        What the cells show.
    **options : any
        As every `Explorer`.

    Attributes
    ----------
    customers : pandas.DataFrame
        One row a customer: days_since_last, orders, revenue, and the cohort (text such as
        "1997-01").

    Examples
    --------
    >>> from clvwidgets import load_dataset
    >>> explorer = CohortExplorer(load_dataset("cdnow"))
    >>> explorer.selection = {"keys": ["1997-02"]}
    >>> len(explorer.selected)
    8476
    >>> print(explorer.query)
    cohort 1997-02
    """

    title = "How do cohorts go on?"
    panel_name = "Cohort explorer"
    noun = ("cohort", "cohorts")
    file_name = "cohort-customers"
    coarser = 'Choose longer periods, for example by="Y".'

    measure = choice(
        "Show",
        "retention",
        options={
            "retention": "Share that bought",
            "revenue": "Revenue in the period",
            "value": "Revenue so far",
            "orders": "Orders so far",
        },
        help="Per customer of the cohort, whether still active or not.",
    )

    def __init__(self, transactions: Any, *, by: str = "M", **options: Any) -> None:
        self._by = by
        super().__init__(transactions, **options)

    def measured(self, log: TransactionLog) -> pd.DataFrame:
        """Measure each customer."""
        keep_free(log, ["cohort"])
        self._ages: Ages = purchases_by_age(log, self._by)
        names = ["days_since_last", "orders", "revenue", *log.attributes]
        self._labels = names_of_periods(self._ages.cohorts, self._by)
        return log.rfm()[names].assign(cohort=self._labels[self._ages.cohort])

    def grouped(self) -> Groups:
        """Sort the customers into groups."""
        # In the order of time, without cohorts that have no customers.
        inside = self._ages.sizes() > 0
        return Groups(self.customers, [Cohort("cohort", tuple(self._labels[inside]))])

    def _cells(self, among: Mask | None = None) -> pd.DataFrame:
        """List each cell of the triangle that was seen."""
        import pandas as pd

        ages = self._ages
        rows, columns = ages.seen.nonzero()
        sizes = ages.sizes(among)
        shown = ages.sizes() > 0
        cells = pd.DataFrame(
            {
                "key": self._labels[rows],
                "first": shown.cumsum()[rows] - 1,
                "age": columns,
                "size": sizes[rows],
                "customers": sizes[rows] * (columns == 0),
                "active": ages.totals("customers", among)[rows, columns],
                "revenue": ages.totals("revenue", among)[rows, columns],
                "orders": ages.totals("orders", among)[rows, columns],
                "partial": ages.partial[rows, columns],
            }
        )[shown[rows]]
        return cells

    def _without_small(self, table: pd.DataFrame) -> pd.DataFrame:
        """Hide a cohort from the first age on that is hidden: sums so far would lack it."""
        shown = super()._without_small(table)
        if "size" not in shown:
            return shown
        gone = shown["size"].isna().groupby(shown["key"]).cummax()
        told = ["size", "customers", "active", "revenue", "orders"]
        return shown.assign(**{name: shown[name].mask(gone) for name in told})

    def _more_data(self, among: Mask | None) -> dict[str, pd.DataFrame]:
        import pandas as pd

        told = [name for name in _TOTALS if self._can_be_told(name, among)]
        parts = [self.outlook(name, among) for name in told]
        ahead = pd.concat([part[part["is_expected"].astype(bool)] for part in parts])
        rows = ahead.drop(columns="is_expected")
        if len(told) < len(_TOTALS):
            refused = pd.DataFrame({"refused": [name for name in _TOTALS if name not in told]})
            rows = pd.concat([refused, rows])  # the chart looks at the first row
        return {OUTLOOK: rows}

    def _can_be_told(self, measure: str, among: Mask | None) -> bool:
        triangle = self._triangle(measure, among)[0]
        return not len(triangle) or can_be_grown(triangle)

    def _triangle(
        self, measure: str, among: Mask | None
    ) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.int64]]:
        """Totals so far of cohorts that were seen from a whole period on, and which they are."""
        import numpy as np

        ages = self._ages
        sums, sizes = ages.totals(_TOTALS[measure], among).cumsum(axis=1), ages.sizes(among)
        whole = np.where(ages.seen & ~ages.partial, sums, np.nan)
        rows = np.flatnonzero(np.isfinite(whole[:, 0]) & (sizes >= max(self.min_group, 1)))
        triangle = whole[rows]
        return triangle[:, np.isfinite(triangle).any(axis=0)], rows

    def outlook(self, measure: str = "value", among: Mask | None = None) -> pd.DataFrame:
        """Say how each cohort may go on, up to the age that the oldest one has reached.

        Cells that were seen in part are left out, and with them cohorts of which the first period
        was.

        Parameters
        ----------
        measure : {"value", "orders"}, revenue or orders so far, per customer
        among : array of bool, optional
            Which customers count; all by default.

        Returns
        -------
        pandas.DataFrame
            One row a cohort and age: ``key``, ``age``, ``what``, ``expected`` (per customer),
            ``low`` and ``high`` (missing where too few cohorts tell how much they differ), and
            ``is_expected``: False for the last age that was seen, where the dashed line begins.

        Raises
        ------
        ValueError
            If returns leave a cohort with less than a tenth of what came and went.

        Examples
        --------
        >>> from clvwidgets import load_dataset
        >>> explorer = CohortExplorer(load_dataset("cdnow"), by="Q")
        >>> bool(explorer.outlook()["is_expected"].any())
        False
        """
        import numpy as np
        import pandas as pd

        known_word("measure", measure, _TOTALS)
        if among is not None:
            same_length(among=among, customers=self.customers)
        triangle, rows = self._triangle(measure, among)
        columns = ["key", "age", "what", "expected", "low", "high", "is_expected"]
        if not len(rows):
            return pd.DataFrame(columns=columns)
        outlook = chain_ladder_outlook(triangle)
        low, high = outlook.interval()
        last = np.isfinite(triangle).sum(axis=1) - 1
        row, age = np.nonzero(np.arange(triangle.shape[1]) >= last[:, None])
        size = self._ages.sizes(among)[rows][row]
        table = pd.DataFrame(
            {
                "key": self._labels[rows][row],
                "age": age,
                "what": measure,
                "expected": outlook.expected[row, age] / size,
                "low": low[row, age] / size,
                "high": high[row, age] / size,
            }
        )
        # A cohort that was seen to the end has nothing ahead.
        return table.assign(is_expected=last[row] < triangle.shape[1] - 1)

    def views(self) -> list[dict[str, Any]]:
        """Describe the tabs."""
        unit = _UNITS[self._by]
        labels = list(self.groups.axes[0].labels)
        heat = cohort_heat(labels, self._ages.ages, unit, self._headline())
        columns = {
            "key": ("Cohort", None),
            "age": (f"Age in {unit}", COUNT),
            "size": ("Customers", COUNT),
            "active": ("Bought", COUNT),
            "share": ("Share that bought", PERCENT),
            "revenue": ("Revenue", MONEY),
            "orders": ("Orders", COUNT),
        }
        return [
            chart_view("chart", "Heat map", heat),
            chart_view("curves", "Curves", cohort_curves(unit)),
            table_view("chart", columns),
        ]

    def _headline(self) -> str:
        """Say how many of a cohort came back in the period after their first purchase."""
        ages = self._ages
        if (ages.sizes() < self.min_group).all():
            return f"Each cohort has fewer than {self.min_group} customers, so all are hidden"
        whole = ages.seen & ~ages.partial
        if ages.ages < 2 or not whole[:, 1].any():
            return "No cohort was followed for a whole period after its first purchase"
        rows = whole[:, 1]
        share = ages.totals("customers")[rows, 1].sum() / max(ages.sizes()[rows].sum(), 1)
        unit = _UNITS[self._by][:-1]
        return f"{self._written(share, PERCENT)} of new customers buy again in the next {unit}"

    def _more_in_words(self) -> dict[str, str]:
        words = super()._more_in_words()
        if self._can_be_told("value", None):
            return words
        return {**words, "Outlook": f"for orders only; {NO_OUTLOOK}"}

    def _selection_rule(self) -> dict[str, Any]:
        return {**super()._selection_rule(), "x": "age", "y": "first"}


def names_of_periods(periods: pd.PeriodIndex, by: str) -> npt.NDArray[np.object_]:
    """Name periods as people write them: 1997-01, 1997-W03, 1997Q1, 1997.

    Parameters
    ----------
    periods : pandas.PeriodIndex
    by : {"M", "W", "Q", "Y"}
        Their length: months, ISO weeks, quarters or years.

    Returns
    -------
    array of object
        The names, as text.

    Examples
    --------
    >>> import pandas as pd
    >>> names_of_periods(pd.period_range("1997-01-13", periods=1, freq="W"), "W").tolist()
    ['1997-W03']
    """
    # The name of the ISO week is that of its Monday; weeks themselves cannot be asked for it.
    names = periods.start_time.strftime("%G-W%V") if by == "W" else periods.astype(str)
    return names.to_numpy(dtype=object)


class Cohort(Categories):
    """Cohorts in the order of time; the keys are their names."""

    @property
    def keys(self) -> tuple[str, ...]:
        """The names of the cohorts."""
        return self.labels
