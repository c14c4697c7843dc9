"""The base of all explorers: a chart of groups under the hand, the customers in Python.

Only sums of groups travel to the browser, never customers; there a choice is a handful of keys,
here it is a mask over the customers.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

import traitlets

from clvwidgets._files import at_place
from clvwidgets.charts.cells import CELLS
from clvwidgets.data.log_or_table import as_log
from clvwidgets.data.small_groups import is_small, without_small
from clvwidgets.number_format import NumberFormat, format_number
from clvwidgets.segments.rules import Query
from clvwidgets.widgets.explorers import _chosen_as_file
from clvwidgets.widgets.explorers._linked import Linked
from clvwidgets.widgets.explorers._names import one_by_one
from clvwidgets.widgets.panel.bases import refuse_base
from clvwidgets.widgets.panel.panel import MOST_ROWS, Panel, plain_rows
from clvwidgets.widgets.panel.views import COUNT, CUSTOMERS, MONEY, described_columns

if TYPE_CHECKING:
    import numpy.typing as npt
    import pandas as pd

    from clvwidgets.data import TransactionLog
    from clvwidgets.segments.groups import Groups, Mask
    from clvwidgets.widgets.panel.views import Columns


class Explorer(Linked, Panel):
    """A panel whose chart shows groups of customers; the chosen ones are a table in Python.

    Subclasses fill five hooks: `measured` (a table with one row a customer), `grouped` (the groups
    that can be chosen), `sums` (what is added up in each), `views` (the tabs) and `named_groups`
    (groups that a box chooses at once).

    Parameters
    ----------
    transactions : TransactionLog, table or file
        A log, or what one can be made from.
    customer, date, amount : str, optional
        Column names, if ``transactions`` is a table; guessed if left out.
    attributes : sequence of str
        Columns to keep for each customer, if ``transactions`` is a table.
    returns : {"set aside", "net"}
        What becomes of returns, if ``transactions`` is a table.
    consent : str, optional
        Column of true and false that says who may be written to; who said no, or nothing, is left
        out of every file. It must be among the attributes of the log.
    min_group : int
        Groups of fewer customers are hidden in pictures and pages.
    locale, currency : str, optional
        How numbers are written, such as "en-US" and "EUR".

    Attributes
    ----------
    transactions : TransactionLog
        What was read.
    customers : pandas.DataFrame
        One row a customer.

    Examples
    --------
    >>> import pandas as pd
    >>> from clvwidgets import CohortExplorer
    >>> days = ["2024-01-05", "2024-02-09", "2024-03-01"]
    >>> orders = pd.DataFrame({"customer": ["Ann", "Bo", "Ann"], "date": days, "amount": [9, 5, 7]})
    >>> explorer = CohortExplorer(orders)
    >>> explorer.selection = {"keys": ["2024-01"]}
    >>> explorer.selected["revenue"].to_dict()
    {'Ann': 16.0}
    """

    noun: ClassVar[tuple[str, str]] = ("group", "groups")
    file_name: ClassVar[str] = "customers"
    #: column by which the chosen customers are listed, largest first
    order: ClassVar[str] = "revenue"
    #: way out where there are too many groups to draw
    coarser: ClassVar[str] = "Choose coarser groups."

    filter: traitlets.Dict[str, Any] = traitlets.Dict(default_value={"keys": []}).tag(sync=True)

    customers: pd.DataFrame
    groups: Groups

    def __init__(
        self,
        transactions: Any,
        *,
        customer: str | None = None,
        date: str | None = None,
        amount: str | None = None,
        attributes: Sequence[str] = (),
        returns: str = "set aside",
        consent: str | None = None,
        min_group: int = 0,
        **options: Any,
    ) -> None:
        refuse_base(type(self))
        self._refuse_unknown({k: v for k, v in options.items() if k not in ("locale", "currency")})
        if min_group < 0:
            raise ValueError(f"min_group must be 0 or more customers, got {min_group}.")
        self.min_group = min_group
        self.consent = consent
        kept = list(dict.fromkeys([*attributes, *([consent] if consent else [])]))
        named = {"customer": customer, "date": date, "amount": amount}
        self.transactions = self._opened(transactions, named, attributes=kept, returns=returns)
        self.customers = self.measured(self.transactions)
        _chosen_as_file.known_consent(consent, self.customers)
        super().__init__(**options)
        self.observe(self._record, names=["selection"])
        self.on_msg(self._answer)

    # What subclasses say

    def _opened(self, source: Any, named: dict[str, str | None], **options: Any) -> Any:
        """Read what was given; the answer knows its ``library`` and ``attributes``."""
        return as_log(source, named, **options)

    @abstractmethod
    def measured(self, log: TransactionLog) -> pd.DataFrame:
        """Measure each customer: the table that `customers` is."""

    @abstractmethod
    def grouped(self) -> Groups:
        """Sort the customers into groups that can be chosen."""

    def sums(self) -> dict[str, npt.ArrayLike]:
        """Name what is added up in each group: one number a customer."""
        return {"revenue": self.customers["revenue"].to_numpy()}

    def _described(self, cells: pd.DataFrame) -> pd.DataFrame:
        """Add to the sums what a picture of the groups needs besides."""
        return cells

    def _more_data(self, among: Mask | None) -> dict[str, pd.DataFrame]:  # noqa: ARG002
        """Add up what other views of the panel show."""
        return {}

    @abstractmethod
    def views(self) -> list[dict[str, Any]]:
        """Describe the tabs; the first one is the chart in which groups are chosen."""

    def named_groups(self) -> list[dict[str, Any]]:
        """Name groups that can be chosen at once: label, keys, help."""
        return []

    def _summed(self) -> Columns:
        """Say what is added up of the groups under the hand, for people: field to label, format."""
        return {"customers": ("", CUSTOMERS), "revenue": ("revenue", MONEY)}

    def _selection_rule(self) -> dict[str, Any]:
        """Describe how the chart is chosen in; see frontend/src/contract/declaration.ts."""
        return {
            "kind": "keys",
            "key": "key",
            "x": "first",
            "y": "second" if len(self.groups.axes) > 1 else "first",
            "noun": list(self.noun),
            "sums": described_columns(self._summed()),
            "groups": self.named_groups(),
            "file": {
                "label": "Save the list (CSV)",
                "help": "Python writes the chosen customers into a file for you to keep.",
            },
        }

    # The chosen customers

    @property
    def selected(self) -> Any:
        """The chosen customers, those with most to say first; empty if none is chosen.

        With a choice in a linked explorer, only customers that are chosen there too.

        Returns
        -------
        table
            Rows of `customers`, in the library of the table that was given: pandas, Polars or
            PyArrow (customers in the first column); pandas for all others.
        """
        return _chosen_as_file.in_library(self._chosen(), self.transactions.library)

    @property
    def query(self) -> Query:
        """The rule of the choice: ``str()`` of it in words, ``.pandas`` and ``.sql``.

        ``customers.query(explorer.query.pandas)`` are the chosen customers, and so are those of
        ``explorer.query.sql`` over a table called customers.
        """
        return self.groups.query(self.selection.get("keys", []))

    def select(self, *groups: str | Sequence[str]) -> None:
        """Choose groups by name, as their boxes in the panel do; no name clears the choice.

        Parameters
        ----------
        *groups : str or sequence of str
            Names of groups, as the boxes have them, or keys of `selection`.

        Raises
        ------
        ValueError
            If there is no group of that name.
        """
        by_name = {group["label"]: group["keys"] for group in self.named_groups()}
        offered = {**{key: [key] for key in self.groups.keys}, **by_name}
        names = one_by_one(groups)
        for name in names:
            if name not in offered:
                known = ", ".join(by_name or offered) or "none"
                raise ValueError(f"There is no group {name!r}. The groups are: {known}.")
        wanted = {key for name in names for key in offered[name]}
        self.selection = {"keys": [key for key in self.groups.keys if key in wanted]}

    def _own_mask(self) -> Mask:
        """Which customers are chosen here, whatever is chosen elsewhere, shape (n,)."""
        return self.groups.mask(self.selection.get("keys", []))

    def _chosen(self) -> pd.DataFrame:
        mask, among = self._own_mask(), self._among()
        return self._in_order(self.customers[mask if among is None else mask & among])

    def _in_order(self, chosen: pd.DataFrame) -> pd.DataFrame:
        """List customers as files and tables do: those with most to say first."""
        return chosen.sort_values(self.order, ascending=False, kind="stable")

    # A file of them

    def to_csv(self, path: str | Path, *, consent: str | None = None) -> int:
        """Write the chosen customers as a CSV file that a spreadsheet will not run.

        Text that looks like a formula gets an apostrophe in front.

        Parameters
        ----------
        path : path
            File to write, in UTF-8.
        consent : str, optional
            Column of true and false that says who may be written to; who said no, or nothing, is
            left out. By default the one that the explorer was given.

        Returns
        -------
        int
            How many customers are in the file.

        Raises
        ------
        ValueError
            If nobody is chosen, or the column is not there or holds anything but yes and no.
        """
        column = _chosen_as_file.known_consent(consent, self.customers)
        listed = self._listed(column or self.consent)
        content = _chosen_as_file.as_csv(listed)
        with at_place(path):
            Path(path).write_bytes(content)
        return len(listed)

    def _listed(self, consent: str | None) -> pd.DataFrame:
        """Take the chosen customers that a file names."""
        return _chosen_as_file.who_agreed(self._chosen(), consent)

    def _answer(self, _widget: Any, question: Any, _buffers: Any) -> None:
        """Answer what the browser asks: with a sentence and perhaps a file, or with a refusal."""
        if not isinstance(question, dict) or "kind" not in question:
            return
        try:
            reply, buffers = self._reply(question)
        except ValueError as refusal:
            reply, buffers = {"refused": str(refusal)}, []
        self.send({"id": question.get("id"), **reply}, buffers)

    def _reply(self, question: dict[str, Any]) -> tuple[dict[str, Any], list[bytes]]:
        if question["kind"] != "file":
            raise ValueError(f"{type(self).__name__} does not know how to {question['kind']!r}.")
        listed, name = self._listed(self.consent), f"{self.file_name}.csv"
        content = _chosen_as_file.as_csv(listed)
        who = _chosen_as_file.told(len(listed), len(self._chosen()), self.min_group, self.locale)
        said = f"Saved {who} as {name}"
        return {"said": said, "file": {"name": name, "type": "text/csv"}}, [content]

    # The description for the browser

    def _declare(self) -> dict[str, Any]:
        # All data is there from the start, so that the browser gets it in the first message.
        self._aggregate()
        return {
            **super()._declare(),
            "views": self.views(),
            "selection": self._selection_rule(),
            **self._filtering(),
        }

    def _aggregate(self) -> None:
        """Sort the customers into groups and add them up for the browser."""
        self.groups = self.grouped()
        self._send_sums(self._sent_among())

    def _send_sums(self, among: Mask | None) -> None:
        """Add up some customers, or all of them."""
        tables = {CELLS: self._cells(among), **self._more_data(among)}
        tables = {name: self._without_small(table) for name, table in tables.items()}
        rows = sum(len(table) for table in tables.values())
        if rows > MOST_ROWS:
            raise ValueError(
                f"{self.panel_name} would send {rows:,} rows to the browser, more than the "
                f"{MOST_ROWS:,} that move at the speed of the hand. {self.coarser}"
            )
        kept = {name: rows for name, rows in self.datasets.items() if name not in tables}
        self.datasets = {**kept, **{name: plain_rows(table) for name, table in tables.items()}}

    def _cells(self, among: Mask | None = None) -> pd.DataFrame:
        return self._described(self.groups.sums(self.sums(), among))

    def _is_small(self, count: Any) -> Any:
        """Whether groups of these sizes are hidden; shape of ``count``."""
        return is_small(count, self.min_group)

    def _without_small(self, table: pd.DataFrame) -> pd.DataFrame:
        """Leave out what small groups would tell: all that is sent passes here."""
        return without_small(table, self.min_group)

    def _counted(self, count: int) -> str:
        """Write how many customers, unless they are too few to tell."""
        if self._is_small(count):
            return f"fewer than {self._written(self.min_group, CUSTOMERS)}"
        return self._written(count, CUSTOMERS)

    def _declare_anew(self) -> None:
        """Describe the panel again after its groups have changed."""
        self.declaration = self._declared(self.declaration["start"])

    def _state(self) -> dict[str, Any]:
        return {**self.values, "selection": dict(self.selection)}

    def _stored(self) -> dict[str, Any]:
        stored = super()._stored()
        partner = self._partner_keys()
        return {
            **stored,
            "values": self.values,
            **({"filter": {"keys": partner}} if partner else {}),
        }

    # Words

    def _written(self, value: float, kind: NumberFormat) -> str:
        return format_number(value, kind, locale=self.locale, currency=self.currency)

    def _results(self) -> dict[str, float]:
        sizes = {"customers": len(self.customers), "selected": len(self._chosen())}
        return {name: size for name, size in sizes.items() if not self._is_small(size)}

    def _results_in_words(self) -> dict[str, str]:
        chosen = self._chosen()
        money = chosen[self.order].sum()
        said = self._counted(len(chosen))
        if len(chosen) and not self._is_small(len(chosen)):
            said = f"{said}, {self._written(money, MONEY)}"
        return {
            "Customers": self._written(len(self.customers), COUNT),
            "Chosen": said if len(chosen) else "none",
        }

    def _more_in_words(self) -> dict[str, str]:
        return {"Rule": self.query.words} if self.query else {}
