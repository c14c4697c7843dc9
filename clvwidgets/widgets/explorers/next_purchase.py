"""Who is due to buy when: a calendar of weeks, and the list of the customers in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from clvwidgets.charts.next_purchase import due_title, due_weeks
from clvwidgets.data import TransactionLog
from clvwidgets.segments.groups import Groups
from clvwidgets.segments.next_purchase import next_purchases, weeks_due
from clvwidgets.widgets.explorers.explorer import Explorer
from clvwidgets.widgets.panel.fields import choice, quantity
from clvwidgets.widgets.panel.views import COUNT, MONEY, chart_view, keep_options, table_view

if TYPE_CHECKING:
    import numpy.typing as npt
    import pandas as pd

    from clvwidgets.models import PurchaseModel
    from clvwidgets.widgets.panel.views import Columns

_OVERDUE, _AHEAD = 13, 26
_NAMES = {"due_in_days": "days until due"}


class NextPurchaseExplorer(Explorer):
    """A calendar of the weeks in which the customers' next purchases are due.

    Without a model a purchase is due after the median gap between the customer's own purchases;
    with one, after the median wait that the model tells, also for who bought once. The chart
    says which of the two it shows.

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
    **options : any
        As every `Explorer`.

    Attributes
    ----------
    customers : pandas.DataFrame
        One row a customer: orders, revenue, average_order, last_purchase, usual_wait, due,
        due_in_days, with a model probability and expected; see
        `clvwidgets.segments.next_purchase.next_purchases`.

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
    is_made_of_cells = True

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
        if options.get("show") == "likely" and model is None:
            raise ValueError(
                "show='likely' needs a model, which tells the chance that a customer comes again: "
                "NextPurchaseExplorer(log, model=BGNBD().fit(log.customers()))."
            )
        super().__init__(transactions, **options)

    def measured(self, log: TransactionLog) -> pd.DataFrame:
        """Measure each customer."""
        return next_purchases(log, self._model, self._end)

    def grouped(self) -> Groups:
        """Sort the customers into groups."""
        return Groups(self.customers, [weeks_due(_OVERDUE, _AHEAD)], _NAMES)

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

        return chosen.iloc[np.lexsort([-chosen[self.order], chosen["due"]])]

    def _chosen(self) -> pd.DataFrame:
        """Choose the customers, and say when to write to them."""
        import pandas as pd

        chosen = super()._chosen()
        sent = chosen["due"] - pd.Timedelta(weeks=int(self.lead))
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
        weeks = self.groups.sums({})["customers"].to_numpy()
        overdue = int(weeks[1 : _OVERDUE + 1].sum())
        title = due_title(weeks[_OVERDUE + 1 : -2].tolist(), overdue, _OVERDUE, self.min_group)
        shown = (-_OVERDUE, _AHEAD - 1)
        chart = due_weeks(self.today.date(), shown, measures, title=title, basis=self.basis)
        columns = {
            "begins": ("Week that begins on", None),
            "customers": ("Customers due", COUNT),
            "spend": ("Usual spend", MONEY),
            **({"likely": ("Buyers to expect", COUNT)} if self._model is not None else {}),
            "offers_on": ("Offers go out", None),
        }
        return [chart_view("chart", "Calendar", chart), table_view("chart", columns, "Weeks")]

    def _described_fields(self) -> list[dict[str, Any]]:
        return keep_options(super()._described_fields(), "show", ["customers", *self.sums()])

    def _summed(self) -> Columns:
        named = {"spend": ("usual spend", MONEY), "likely": ("buyers to expect", COUNT)}
        return {"customers": ("customers", COUNT)} | {name: named[name] for name in self.sums()}

    def _selection_rule(self) -> dict[str, Any]:
        return {**super()._selection_rule(), "x": "place", "y": ""}

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
        dated = int(self.customers["due"].notna().sum())
        count = (
            f"fewer than {self.min_group}" if self._is_small(dated) else self._written(dated, COUNT)
        )
        of = self._written(len(self.customers), COUNT)
        return {
            **super()._more_in_words(),
            "Dates rest on": f"{self.basis}; {count} of {of} customers have one",
        }
