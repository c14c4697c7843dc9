"""Who is due to buy when: a calendar of weeks, and the list of the customers in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import traitlets

from clvwidgets.charts.next_purchase import due_title, due_weeks
from clvwidgets.charts.signals import unless_filtered
from clvwidgets.data import TransactionLog, gap_regularity
from clvwidgets.segments.groups import Groups
from clvwidgets.segments.next_purchase import (
    next_purchases,
    regularity_in_words,
    weeks_due,
)
from clvwidgets.widgets.explorers.explorer import Explorer
from clvwidgets.widgets.panel.fields import choice, quantity
from clvwidgets.widgets.panel.views import (
    COUNT,
    MONEY,
    PERCENT,
    chart_view,
    keep_options,
    table_view,
)

if TYPE_CHECKING:
    import numpy.typing as npt
    import pandas as pd

    from clvwidgets.models import PurchaseModel
    from clvwidgets.segments.groups import Mask
    from clvwidgets.widgets.panel.views import Columns

_OVERDUE, _AHEAD = 13, 26
# The column of dates, and that of days until then, by the day as of which they are told.
_DATES = {"last_purchase": "due", "today": "expected"}
_DAYS = {"last_purchase": "due_in_days", "today": "expected_in_days"}
_TOLD_BY_A_MODEL = {
    "show": "the chance that a customer comes again",
    "as_of": "what the silence since the last purchase makes of the date",
}
_NO_DATES = "Nobody bought on two days, so that no next purchase has a date"
_NAMES = {"due_in_days": "days until due", "expected_in_days": "days until expected"}


class NextPurchaseExplorer(Explorer):
    """A calendar of the weeks in which the customers' next purchases are due.

    Without a model a purchase is due after the median gap between the customer's own purchases;
    with one, after the median wait that the model tells, also for who bought once. The chart
    says which of the two it shows, and whether the customers buy regularly: if by chance, a date
    is the middle of a wide range and no appointment.

    A date is told as of the day of the last purchase, so that it can be overdue; or, by a model,
    as of today: then it allows for the silence since, and always lies ahead.

    Parameters
    ----------
    transactions : TransactionLog or table
        A log, or what one can be made from.
    model : PurchaseModel, optional
        Fitted model of purchases, such as ``BGNBD().fit(log.customers())``.
    end : date, optional
        Today, so to speak; by default the end of the log.
    lead : float
        Weeks by which an offer goes out before the purchase is due.
    show : {"customers", "spend", "likely"}
        What the bars count; "likely" needs a model.
    as_of : {"last_purchase", "today"}
        The day as of which dates are told; "today" needs a model.
    **options : any
        As every `Explorer`.

    Attributes
    ----------
    customers : pandas.DataFrame
        One row a customer: orders, revenue, average_order, last_purchase, usual_wait, due,
        due_in_days, with a model probability, expected and expected_in_days; see
        `clvwidgets.segments.next_purchase.next_purchases`.
    regularity : float or None
        Spread of a customer's gaps over their mean, the median over customers; see
        `clvwidgets.data.gap_regularity`.

    Examples
    --------
    >>> from clvwidgets import load_dataset
    >>> explorer = NextPurchaseExplorer(load_dataset("cdnow"), lead=2)
    >>> explorer.select("Due this week")
    >>> explorer.selected[["due", "offer_on"]].astype(str).iloc[0].tolist()
    ['1998-06-30', '1998-06-30']
    >>> print(explorer.query)
    days until due more than -1 and at most 6
    """

    title = "Who is due to buy when?"
    panel_name = "Next purchase explorer"
    noun = ("week", "weeks")
    file_name = "customers-due"
    order = "average_order"
    regularity: float | None

    show = choice(
        "Bars show",
        "customers",
        options={
            "customers": "Customers",
            "spend": "Their usual spend",
            "likely": "Buyers to expect",
        },
        help="What is counted in each week. Buyers to expect: customers times their chance to come "
        "again, which a model tells.",
    )
    as_of = choice(
        "Date as of",
        "last_purchase",
        options={"last_purchase": "Last purchase", "today": "Today"},
        help="As of the last purchase a date can be overdue. As of today it allows for the silence "
        "since, which needs a model.",
    )
    lead = quantity(
        "Offers go out ahead",
        2,
        high=8,
        unit=("week", "weeks"),
        most=520,
        whole=True,
        help="How long before the purchase is due. Who is due sooner gets the offer now.",
    )

    def __init__(
        self,
        transactions: Any,
        *,
        model: PurchaseModel | None = None,
        end: str | pd.Timestamp | None = None,
        **options: Any,
    ) -> None:
        self._model, self._end = model, end
        # With a model, what the keys mean depends on the day as of which dates are told.
        self.is_chosen_by_keys = model is None
        super().__init__(transactions, **options)

    @property
    def is_made_of_cells(self) -> bool:
        """Whether every picture is made from the sums of the groups that can be chosen."""
        return self._model is None

    def measured(self, log: TransactionLog) -> pd.DataFrame:
        """Measure each customer."""
        self.regularity = gap_regularity(log, end=self._end)
        return next_purchases(log, self._model, self._end)

    @property
    def _days_of_dates(self) -> list[str]:
        """The days as of which dates can be told."""
        return [day for day, column in _DATES.items() if column in self.customers]

    def grouped(self) -> Groups:
        """Sort the customers into groups."""
        self._sorted = {
            day: Groups(self.customers, [weeks_due(_OVERDUE, _AHEAD, _DAYS[day])], _NAMES)
            for day in self._days_of_dates
        }
        return self._sorted[self.as_of]

    @traitlets.validate("show", "as_of")
    def _known_to_the_model(self, proposal: Any) -> str:
        name, value = proposal["trait"].name, str(proposal["value"])
        if value in ("likely", "today") and self._model is None:
            raise ValueError(
                f"{name}={value!r} needs a model, which tells {_TOLD_BY_A_MODEL[name]}: "
                "NextPurchaseExplorer(log, model=BGNBD().fit(log.customers()))."
            )
        return value

    @traitlets.observe("as_of")
    def _sort_anew(self, _change: Any) -> None:
        if self.declaration:
            self.groups = self._sorted[self.as_of]

    def _cells(self, among: Mask | None = None) -> pd.DataFrame:
        """Add up the weeks, for each of the days as of which dates are told."""
        import pandas as pd

        parts = [
            self._described(groups.sums(self.sums(), among)).assign(as_of=day)
            for day, groups in self._sorted.items()
        ]
        return pd.concat(parts)

    def sums(self) -> dict[str, npt.ArrayLike]:
        """Name what is added up in each group."""
        sums: dict[str, npt.ArrayLike] = {"spend": self.customers["average_order"].to_numpy()}
        if self._model is not None:
            sums["likely"] = self.customers["probability"].to_numpy()
        return sums

    def _described(self, cells: pd.DataFrame) -> pd.DataFrame:
        # The first and the last range have no end, and who has no date comes last of all.
        week = cells["first"] - _OVERDUE - 1
        cells["place"] = week.where((week >= -_OVERDUE) & (week < _AHEAD))
        return cells.drop(columns="first")

    def _in_order(self, chosen: pd.DataFrame) -> pd.DataFrame:
        """List who is due first first, and who has no date last; of a day, who spends most."""
        import numpy as np

        return chosen.iloc[np.lexsort([-chosen[self.order], chosen[_DATES[self.as_of]]])]

    def _chosen(self) -> pd.DataFrame:
        """Choose the customers, and say when to write to them."""
        import pandas as pd

        chosen = super()._chosen()
        sent = chosen[_DATES[self.as_of]] - pd.Timedelta(weeks=int(self.lead))
        today = self.today.as_unit("s")
        # Who has no date gets no offer, and nobody gets one in the past.
        return chosen.assign(offer_on=sent.mask(sent < today, today))

    @property
    def today(self) -> pd.Timestamp:
        """The day from which one looks ahead: the end of the log, or what was given as ``end``."""
        today: pd.Timestamp = self.customers.attrs["today"]
        return today

    @property
    def basis(self) -> str:
        """What the dates rest on, in words."""
        return str(self.customers.attrs["basis"])

    # The description for the browser

    def views(self) -> list[dict[str, Any]]:
        """Describe the tabs."""
        measures = {
            "customers": ("Customers", ",.0f"),
            "spend": ("Usual spend", "$,.0f"),
            "likely": ("Buyers to expect", ",.1f"),
        }
        if self._model is None:
            del measures["likely"]
        chart = due_weeks(
            self.today.date(),
            (-_OVERDUE, _AHEAD - 1),
            measures,
            title=self._headline(),
            basis=self.basis,
            regularity=self._regularity_in_words(),
        )
        columns = {
            "begins": ("Week that begins on", None),
            "customers": ("Customers due", COUNT),
            "spend": ("Usual spend", MONEY),
            **({"likely": ("Buyers to expect", COUNT)} if self._model is not None else {}),
            "offers_on": ("Offers go out", None),
        }
        return [chart_view("chart", "Calendar", chart), table_view("chart", columns, "Weeks")]

    def _headline(self) -> str:
        """Write the sentence about the next weeks as an expression of the fields."""
        if self._model is None and self._dated() == 0:
            return unless_filtered(f"'{_NO_DATES}'")
        weeks = {day: groups.sums({})["customers"] for day, groups in self._sorted.items()}
        ahead = {day: week.iloc[_OVERDUE + 1 : -2].tolist() for day, week in weeks.items()}
        overdue = {day: int(week.iloc[1 : _OVERDUE + 1].sum()) for day, week in weeks.items()}
        return due_title(ahead, overdue, _OVERDUE, self.min_group)

    def _dated(self) -> int:
        """How many customers have a date."""
        return int(self.customers[_DATES[self.as_of]].notna().sum())

    def _regularity_in_words(self) -> str:
        written = (
            "" if self.regularity is None else self._written(round(self.regularity, 2), PERCENT)
        )
        return regularity_in_words(self.regularity, written)

    def _described_fields(self) -> list[dict[str, Any]]:
        fields = keep_options(super()._described_fields(), "show", ["customers", *self.sums()])
        return keep_options(fields, "as_of", self._days_of_dates)

    def _summed(self) -> Columns:
        named = {"spend": ("usual spend", MONEY), "likely": ("buyers to expect", COUNT)}
        return {"customers": ("customers", COUNT)} | {name: named[name] for name in self.sums()}

    def _selection_rule(self) -> dict[str, Any]:
        return {**super()._selection_rule(), "x": "week", "y": ""}

    def named_groups(self) -> list[dict[str, Any]]:
        """Name groups that can be chosen at once."""
        keys = list(self.groups.keys)
        now = _OVERDUE + 1
        groups = {
            "Due this week": (keys[now : now + 1], "Today and the next 6 days."),
            "Due within 4 weeks": (keys[now : now + 4], "Today and the next 27 days."),
            "Overdue": (keys[1:now], f"For {_OVERDUE} weeks at most."),
            "Long overdue": (keys[:1], f"For more than {_OVERDUE} weeks: probably gone."),
            "Later": (keys[-2:-1], f"In {_AHEAD} weeks or later."),
            "No date": (keys[-1:], "Bought once, so that no gap is known."),
        }
        return [
            {"label": label, "keys": found, "help": text} for label, (found, text) in groups.items()
        ]

    def _more_in_words(self) -> dict[str, str]:
        dated = self._dated()
        count = (
            f"fewer than {self.min_group}" if self._is_small(dated) else self._written(dated, COUNT)
        )
        of = self._written(len(self.customers), COUNT)
        return {
            **super()._more_in_words(),
            "Dates rest on": f"{self.basis}; {count} of {of} customers have one",
            "Regularity": self._regularity_in_words(),
        }
