"""One customer: purchases on a line of time, and how the value is computed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import traitlets

from clvwidgets.charts.customer_card import CARD, FACTORS, PURCHASES, factor_bars, purchase_timeline
from clvwidgets.data import TransactionLog
from clvwidgets.data.customer_table import keep_free
from clvwidgets.data.rhythm import purchases_of
from clvwidgets.number_format import NumberFormat
from clvwidgets.segments.axes import Ranges
from clvwidgets.segments.customer_card import factors_so_far, predicted_factors, row_of
from clvwidgets.segments.groups import Groups
from clvwidgets.segments.next_purchase import next_purchases
from clvwidgets.segments.rules import OneOf, Query
from clvwidgets.widgets.explorers._names import one_by_one
from clvwidgets.widgets.explorers.explorer import Explorer
from clvwidgets.widgets.panel.fields import TextField
from clvwidgets.widgets.panel.panel import plain_rows
from clvwidgets.widgets.panel.views import BY_KIND, COUNT, MONEY, NUMBER, chart_view, table_view

if TYPE_CHECKING:
    import pandas as pd

    from clvwidgets.models import CustomerValue
    from clvwidgets.segments.groups import Mask

_RATIO = NumberFormat("ratio")
_SUGGESTED = 50


class CustomerCard(Explorer):
    """One customer's purchases, and the value factor by factor beside the average customer's.

    With a `CustomerValue` that has predicted, the value is that from now on; without one it is
    what the customer has brought in so far. Unlike the explorers this card does send purchases to
    the browser, those of one customer. Linked with an explorer, it shows the first of the
    customers who are chosen there.

    Parameters
    ----------
    transactions : TransactionLog or table
        A log, or what one can be made from.
    value : CustomerValue, optional
        After ``predict(...)`` for the customers of the log.
    margin : float
        Share of revenue left as margin, for the value so far.
    who : label, optional
        Customer who is shown at the start; the most valuable one by default.
    **options : any
        As every `Explorer`.

    Attributes
    ----------
    customers : pandas.DataFrame
        One row a customer: orders, revenue, due and more, see
        `clvwidgets.segments.next_purchase.next_purchases`; with ``value`` also the value.

    Examples
    --------
    >>> from clvwidgets import load_dataset
    >>> card = CustomerCard(load_dataset("cdnow"), who=4, currency="USD")
    >>> print(card.explanation)
    Customer 4 has brought in $101 so far, 0.9 times the average customer's
      Days with a purchase: 4, on average 2.868
    × Spend on such a day: $25.13, on average $36.99
    × Margin on it: 100%, on average 100%
    = Value so far: $101, on average $106
    """

    title = "One customer"
    panel_name = "Customer card"
    file_name = "customer"

    who = TextField("Customer", "", help="Type a customer's name or number and press Enter.")

    def __init__(
        self,
        transactions: Any,
        *,
        value: CustomerValue | None = None,
        margin: float = 1.0,
        **options: Any,
    ) -> None:
        if not 0 <= margin <= 1:
            hint = f" If you meant {margin:g} percent, write {margin / 100:g}."
            raise ValueError(
                f"margin must lie between 0 and 1, got {margin:g}.{hint if margin > 1 else ''}"
            )
        self._predictions = None if value is None else value.predictions_
        self._margin = margin
        self._named: tuple[str, Any] = ("", None)
        super().__init__(transactions, **options)

    def measured(self, log: TransactionLog) -> pd.DataFrame:
        """Measure each customer."""
        import numpy as np

        customers = next_purchases(log)
        if self._predictions is not None:
            keep_free(log, ["value"])
            customers = customers.assign(value=self._predictions["value"].reindex(customers.index))
        amounts = customers[self._order(customers)].to_numpy(dtype=float)
        best = customers.index[np.argsort(-amounts, kind="stable")[:_SUGGESTED]]
        names = [str(label) for label in best]
        field = type(self).fields()["who"]
        self.add_traits(who=TextField(field.label, names[0], help=field.help, suggestions=names))
        return customers

    def _order(self, customers: pd.DataFrame) -> str:
        return "value" if self._predictions is not None and "value" in customers else "revenue"

    @property
    def order(self) -> str:  # type: ignore[override]
        """Column by which customers are listed."""
        return self._order(self.customers)

    def grouped(self) -> Groups:
        """Sort the customers into groups."""
        return Groups(self.customers, [Ranges("orders", ())])

    # The customer

    @property
    def label(self) -> Any:
        """The customer as the table names them."""
        # Looked up once for each name: it is asked for many times.
        if self._named[0] != self.who:
            self._named = (self.who, self._found(self.who))
        return self._named[1]

    def _found(self, text: str) -> Any:
        """Find the customer of that name."""
        try:
            return purchases_of(self.transactions, text).attrs["customer"]
        except KeyError as problem:
            raise ValueError(str(problem.args[0])) from None

    @traitlets.validate("who")
    def _known_customer(self, proposal: Any) -> str:
        return str(self._found(proposal["value"]))

    @traitlets.observe("who")
    def _show_customer(self, _change: Any) -> None:
        if self.declaration:
            self._send_customer()

    @property
    def purchases(self) -> pd.DataFrame:
        """What the customer bought: date and amount of each day with a purchase."""
        return purchases_of(self.transactions, self.label)

    @property
    def factors(self) -> pd.DataFrame:
        """The factors of the customer's value beside the average customer's.

        Returns
        -------
        pandas.DataFrame
            See `clvwidgets.segments.customer_card.predicted_factors`.
        """
        if self._predictions is not None and self._is_predicted:
            return predicted_factors(self._predictions, self.label)
        return factors_so_far(self.customers, self.label, self._margin)

    @property
    def _is_predicted(self) -> bool:
        return self._predictions is not None and self.label in self._predictions.index

    @property
    def explanation(self) -> str:
        """How the value is computed, factor by factor."""
        lines = list(self._described_factors()["words"])
        signs = [" ", *["×"] * (len(lines) - 2), "="]
        steps = [f"{sign} {line}" for sign, line in zip(signs, lines, strict=True)]
        return "\n".join([self._why(), *steps])

    def _chosen(self) -> pd.DataFrame:
        place: Any = self.customers.index.get_loc(self.label)
        return self.customers.iloc[[int(place)]]

    def _own_mask(self) -> Mask:
        """Filter nobody elsewhere: the card follows, it does not lead."""
        import numpy as np

        return np.zeros(len(self.customers), dtype=bool)

    @property
    def query(self) -> Query:
        """The rule that names this customer."""
        named = OneOf(str(self.customers.index.name), (self.label,))
        return Query(((named,),), table=self.customers.head(0))

    def select(self, *groups: str | Sequence[str]) -> None:
        """Show the customer of that name; see `who`."""
        names = one_by_one(groups)
        if len(names) != 1:
            raise ValueError(f"A card shows one customer, got {len(names)} names.")
        self.who = names[0]

    def _reply(self, question: dict[str, Any]) -> tuple[dict[str, Any], list[bytes]]:
        if question["kind"] != "text":
            return super()._reply(question)
        self.who = question.get("text", "")
        return {"said": ""}, []

    # The description for the browser

    def _send_sums(self, among: Mask | None) -> None:
        if among is not None and among.any():
            chosen = self.customers[among]
            if self.label not in chosen.index:
                self.who = str(chosen.sort_values(self.order, ascending=False).index[0])
        self._send_customer()

    def _send_customer(self) -> None:
        import pandas as pd

        row = row_of(self.customers, self.label)
        card = pd.DataFrame(
            {
                "title": [self._seen()],
                "why": [self._why()],
                "today": [self.customers.attrs["today"]],
                "due": [row["due"]],
            }
        )
        bought = self.purchases
        bought["day"] = bought["date"].dt.strftime("%Y-%m-%d")
        tables = {PURCHASES: bought, CARD: card, FACTORS: self._described_factors()}
        self.datasets = {name: plain_rows(table) for name, table in tables.items()}

    def _described_factors(self) -> pd.DataFrame:
        factors = self.factors
        written = {
            column: [
                self._written(amount, BY_KIND[kind])
                for amount, kind in zip(factors[column], factors["kind"], strict=True)
            ]
            for column in ("amount", "average")
        }
        lines = zip(factors["label"], written["amount"], written["average"], strict=True)
        return factors.assign(
            written=written["amount"],
            written_average=written["average"],
            words=[f"{label}: {amount}, on average {mean}" for label, amount, mean in lines],
        )

    def _seen(self) -> str:
        """Say what the line of time shows."""
        row = row_of(self.customers, self.label)
        first, last = (f"{day:%Y-%m-%d}" for day in self.purchases["date"].iloc[[0, -1]])
        if row["orders"] == 1:
            return f"Customer {self.label} bought once, on {first}"
        days, gap = self._written(row["orders"], COUNT), self._written(row["usual_wait"], NUMBER)
        bought = f"Customer {self.label} bought on {days} days from {first} to {last}"
        if row.isna()["due"]:
            return f"{bought}, too far apart to say when next"
        due = "overdue since" if row["due_in_days"] < 0 else "next due on"
        return f"{bought}, every {gap} days as a rule: {due} {row['due']:%Y-%m-%d}"

    def _why(self) -> str:
        """Say what the customer is worth against the average."""
        last = self.factors.iloc[-1]
        value = self._written(last["amount"], MONEY)
        if self._is_predicted:
            said = f"Customer {self.label} is worth {value} from now on"
        elif self._predictions is None:
            said = f"Customer {self.label} has brought in {value} so far"
        else:
            said = f"No value was predicted for customer {self.label}, who brought in {value}"
        if not last["ratio"] > 0:
            return said
        times = self._written(last["ratio"], _RATIO)
        return f"{said}, {times} times the average customer's"

    def _declare(self) -> dict[str, Any]:
        return {**super()._declare(), "selection": None}

    def views(self) -> list[dict[str, Any]]:
        """Describe the tabs."""
        columns = {
            "label": ("Step", None),
            # Written already, each as its kind asks; the format only sets them as figures.
            "written": ("Here", NUMBER),
            "written_average": ("Mean", NUMBER),
            "ratio": ("Ratio", NUMBER),
        }
        days = {"day": ("Day", None), "amount": ("Spent", MONEY)}
        return [
            chart_view("chart", "Purchases", purchase_timeline()),
            chart_view("factors", "How the value is computed", factor_bars()),
            table_view("factors", columns, "Steps", key="steps"),
            table_view("chart", days, "Table"),
        ]

    def _state(self) -> dict[str, Any]:
        return self.values

    # Words

    def _results(self) -> dict[str, float]:
        last = self.factors.iloc[-1]
        return {"customers": len(self.customers), "value": float(last["amount"])}

    def _results_in_words(self) -> dict[str, str]:
        return {"Seen": self._seen()}

    def _more_in_words(self) -> dict[str, str]:
        return {"How the value is computed": self.explanation}
