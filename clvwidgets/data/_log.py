"""The reading half of a log: columns, fates of rows, window of time, and how it prints."""

from __future__ import annotations

import html
from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Literal

import narwhals as nw
import pandas as pd

from clvwidgets.arguments import checked_methods
from clvwidgets.data._columns import Columns, choose_columns, require_columns
from clvwidgets.data._days import DaysInMemory, as_number
from clvwidgets.data._engine import DaysInEngine, RowsInEngine, count_equal_rows
from clvwidgets.data._fates import Rules, read_day, read_rules
from clvwidgets.data._memory import RowsInMemory
from clvwidgets.data._progress import progress
from clvwidgets.data._reading import can_stay_lazy
from clvwidgets.data._sources import Source, open_table
from clvwidgets.data.audit import Audit, count_fates, make_audit, refuse_if_nothing_is_used
from clvwidgets.data.customer_table import keep_free
from clvwidgets.doors import ANYTHING

if TYPE_CHECKING:
    from os import PathLike

    from narwhals.typing import IntoFrame


@checked_methods(returns=ANYTHING, attributes=ANYTHING, start=ANYTHING, end=ANYTHING)
class ReadLog:
    """Rows that were read, and accounted for; `TransactionLog` describes the arguments."""

    def __init__(
        self,
        table: IntoFrame | str | PathLike[str],
        customer: str | None = None,
        date: str | None = None,
        amount: str | None = None,
        *,
        returns: Literal["set aside", "net"] = "set aside",
        return_mark: str | None = None,
        attributes: Sequence[str] = (),
        start: str | pd.Timestamp | None = None,
        end: str | pd.Timestamp | None = None,
    ) -> None:
        rules = read_rules(start, end, returns, return_mark)
        self._source = open_table(table)
        frame = self._source.frame
        self.library: str = frame.implementation.value
        try:
            schema = frame.collect_schema()
        except Exception as error:  # of an engine, which looks only now
            raise self._source.fetch.explained(error) from None
        asked = {"customer": customer, "date": date, "amount": amount}
        index = getattr(getattr(table, "index", None), "names", ())
        if isinstance(frame, nw.DataFrame) and not len(frame):
            raise ValueError("The table has no rows. Check the file or the filter it comes from.")
        self.columns: Columns = choose_columns(schema, asked, index)
        self._attributes = require_columns(schema, attributes, return_mark)
        try:
            self._rows = _read(self._source, self.columns, rules, self._attributes)
            self._counts = count_fates(self._rows)
        except Exception as error:
            raise self._source.fetch.explained(error) from None
        refuse_if_nothing_is_used(self._rows, self._counts, self.columns)
        self._first, self._last = self._rows.bounds()
        self.start = self._first if rules.start is None else rules.start
        self.end = self._last if rules.end is None else rules.end

    @property
    def attributes(self) -> tuple[str, ...]:
        """Columns that are kept for each customer."""
        return tuple(self._attributes)

    @cached_property
    def audit(self) -> Audit:
        """What became of each row that was read, with counts, money and examples."""
        return make_audit(self._rows, self._counts, self.columns, self._source.note)

    def _days_until(
        self, end: str | pd.Timestamp | None
    ) -> tuple[pd.Timestamp, DaysInMemory | DaysInEngine]:
        """Last day of the observation, and the purchase days up to it, net if asked for."""
        last_day = self.end if end is None else read_day("end", end)
        if last_day < self._first:
            raise ValueError(
                f"end must not lie before the first purchase on {self._first:%Y-%m-%d}, "
                f"got {last_day:%Y-%m-%d}."
            )
        days = self._rows.days if end is None else self._rows.days.until(last_day)
        if isinstance(self._rows, RowsInMemory) and self._rows.returns is not None:
            days = days.in_memory().net_of(self._rows.returns.until(as_number(last_day)))
        return last_day, days

    def observed_until(self, end: str | pd.Timestamp | None = None) -> pd.Timestamp:
        """Tell the last day of the observation.

        Parameters
        ----------
        end : date
            By default the last day of the log.

        Returns
        -------
        pandas.Timestamp

        Raises
        ------
        ValueError
            If ``end`` is no date, or lies before the first purchase.
        """
        return self._days_until(end)[0]

    def _orders_until(self, end: str | pd.Timestamp | None) -> tuple[pd.Timestamp, pd.DataFrame]:
        """Last day of the observation, and what each customer did up to it."""
        last_day, days = self._days_until(end)
        found = days.order_totals()
        table = pd.DataFrame(
            {
                "days_since_last": as_number(last_day) - found["last"],
                "orders": found["orders"],
                "revenue": found["revenue"],
            }
        )
        return last_day, table.rename_axis(self.columns.customer)

    def _with_attributes(self, table: pd.DataFrame, last_day: pd.Timestamp) -> pd.DataFrame:
        """Add the last known values of the columns that the caller wants to keep."""
        keep_free(self, table.columns)
        if not (self._attributes and isinstance(self._rows, RowsInMemory)):
            return table
        day, index = as_number(last_day), table.index
        known = {name: self._rows.attribute(name, day).reindex(index) for name in self._attributes}
        # All at once: one by one, the time would grow with the square of their number.
        found = pd.concat([table, pd.DataFrame(known, index=index)], axis=1)
        found.attrs = table.attrs
        return found

    def _summary_lines(self) -> list[str]:
        used = sum(count.rows for count in self._counts if count.fate.used)
        read = sum(count.rows for count in self._counts)
        lines = [
            f"TransactionLog: {used:,} transactions of {self._rows.days.customers:,} "
            f"customers, {self._first:%Y-%m-%d} to {self._last:%Y-%m-%d}"
        ]
        lines += [
            f"{role}: {self.columns.describe(role)}" for role in ("customer", "date", "amount")
        ]
        if self._source.note:
            lines.append(self._source.note)
        if read > used:
            lines.append(f"{read - used:,} of {read:,} rows set aside, see log.audit")
        return lines

    def __repr__(self) -> str:
        return "\n  ".join(self._summary_lines())

    def _repr_html_(self) -> str:
        title, *lines = (html.escape(line) for line in self._summary_lines())
        items = "".join(f"<li>{line}</li>" for line in lines)
        return f"<p>{title}</p><ul>{items}</ul>"


_LONGER_THAN_PANDAS = (nw.Int128, nw.UInt128, nw.Decimal)


def _read(
    source: Source,
    columns: Columns,
    rules: Rules,
    attributes: Sequence[str],
) -> RowsInMemory | RowsInEngine:
    """Let the engine of a lazy table do the work where it can; else fetch its distinct rows."""
    frame, fetch = source.frame, source.fetch
    kind = frame.collect_schema()[columns.customer]
    if kind.is_nested():
        raise ValueError(
            f"A customer needs a name or a number, but column {columns.customer!r} holds {kind}. "
            "Take a part of it, or make it text."
        )
    if kind in _LONGER_THAN_PANDAS:
        # On the way to pandas they would become floats, and several customers one.
        frame = frame.with_columns(nw.col(columns.customer).cast(nw.String))
    if isinstance(frame, nw.DataFrame):
        with progress("Reading the table"):
            return RowsInMemory(frame, columns, rules)
    in_engine = not (attributes or rules.net or rules.return_mark)
    if in_engine and can_stay_lazy(frame.collect_schema(), columns):
        return RowsInEngine(frame, columns, rules, fetch)
    marks = [] if rules.return_mark is None else [rules.return_mark]
    names = [columns.customer, columns.date, columns.amount, *attributes, *marks]
    distinct, repeats = count_equal_rows(frame, list(dict.fromkeys(names)), fetch)
    with progress("Reading the distinct rows"):
        return RowsInMemory(distinct, columns, rules, repeats)
