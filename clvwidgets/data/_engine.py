"""The rows of a lazy table: its engine does the work, and only aggregates come back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

import narwhals as nw
import numpy as np
import pandas as pd

from clvwidgets.data._columns import Columns
from clvwidgets.data._days import (
    DaysInMemory,
    Numbers,
    day_numbers,
    gather_days,
    whole_ids,
)
from clvwidgets.data._fates import (
    AMOUNT,
    CUSTOMER,
    DATE,
    FATE,
    FATES,
    PURCHASES,
    ROWS,
    USED,
    Is,
    Rules,
    as_literal,
)
from clvwidgets.data._fetch import Fetch, one_at_a_time
from clvwidgets.data._reading import lazy_values
from clvwidgets.doors import written

_SUMS = (AMOUNT, ROWS)


@dataclass(frozen=True)
class DaysInEngine:
    """One row for each customer and day with a purchase, in an engine.

    It answers what :class:`DaysInMemory` answers. ``totals`` holds what was added up so far, by
    kind of period.
    """

    frame: nw.LazyFrame[Any]
    fetch: Fetch
    totals: dict[str, pd.DataFrame] = field(default_factory=dict, init=False, compare=False)

    @cached_property
    @one_at_a_time
    def customers(self) -> int:
        """How many customers there are."""
        found = self.fetch(self.frame.select(nw.col(CUSTOMER).n_unique().alias("customers")))
        return int(found["customers"].iloc[0])

    @one_at_a_time
    def in_memory(self) -> DaysInMemory:
        """Fetch the totals of customers and days."""
        days = self.fetch(self.frame.select(CUSTOMER, DATE, AMOUNT, ROWS))
        return gather_days(
            days[CUSTOMER],
            day_numbers(days[DATE]),
            days[AMOUNT].to_numpy(dtype="float64"),
            days[ROWS].to_numpy(dtype="int64"),
        )

    @one_at_a_time
    def until(self, day: pd.Timestamp) -> DaysInEngine:
        """Leave out what came later."""
        return replace(self, frame=self.frame.filter(nw.col(DATE) <= self._literal(day)))

    @one_at_a_time
    def after(self, day: pd.Timestamp) -> DaysInEngine:
        """Leave out this day and what came before."""
        return replace(self, frame=self.frame.filter(nw.col(DATE) > self._literal(day)))

    @one_at_a_time
    def histories(self) -> pd.DataFrame:
        """Distinct ``first`` and ``last`` day and number of ``days``; ``count`` of customers."""
        distinct = self.frame.group_by(CUSTOMER).agg(*_history()).group_by("first", "last", "days")
        table = self.fetch(distinct.agg(nw.len().alias("count")))
        table = table.assign(first=day_numbers(table["first"]), last=day_numbers(table["last"]))
        table = table.astype("int64").sort_values(["first", "last", "days"], ignore_index=True)
        return table

    @one_at_a_time
    def repeat_summary(self) -> pd.DataFrame:
        """First and last day, days and rows; money of the first day and of the later ones."""
        totals = (*_history(), nw.col(ROWS).sum(), nw.col(AMOUNT).sum())
        try:
            # Several times as fast as a join or a window, where the engine can do it.
            first = [nw.col(name).first(order_by=DATE).alias(f"first {name}") for name in _SUMS]
            plan = self.frame.group_by(CUSTOMER).agg(*totals, *first)
        except NotImplementedError:
            plan = self._with_first_day(totals)
        table = self._in_order(plan)
        # Customers may be many: each column is let go as soon as it is used.
        first_amount = table.pop(f"first {AMOUNT}").astype("float64")
        return pd.DataFrame(
            {
                "first": day_numbers(table.pop("first")),
                "last": day_numbers(table.pop("last")),
                "days": table.pop("days").astype("int64"),
                "rows": table.pop(ROWS).astype("int64"),
                "first_rows": table.pop(f"first {ROWS}").astype("int64"),
                "first_amount": first_amount,
                # Amounts are 0 or more here, so the sum is never below its part.
                "later_amount": (table.pop(AMOUNT) - first_amount).astype("float64"),
            },
            index=table.index,
            copy=False,
        )

    @one_at_a_time
    def order_totals(self) -> pd.DataFrame:
        """Last day, number of days and sum of amounts of each customer."""
        table = self._in_order(
            self.frame.group_by(CUSTOMER).agg(
                nw.col(DATE).max().alias("last"),
                nw.len().alias("orders"),
                nw.col(AMOUNT).sum().alias("revenue"),
            )
        )
        table["last"] = day_numbers(table["last"])
        return table.astype({"orders": "int64", "revenue": "float64"})

    def _literal(self, day: pd.Timestamp) -> dt.date:
        return as_literal(day, self.frame.implementation.is_spark_like())

    def _in_order(self, plan: nw.LazyFrame[Any]) -> pd.DataFrame:
        """Fetch one row a customer, in rising order."""
        table = self.fetch.by_customer(plan)
        table.index = pd.Index(table.pop(CUSTOMER))  # set_index would copy the rest
        try:
            table = table.sort_index()
        except TypeError:
            raise ValueError(
                f"The customers cannot be told apart by values such as {written(table.index[0])}. "
                "Make them text or numbers."
            ) from None
        table.index = whole_ids(table.index)
        return table

    def _with_first_day(self, totals: Sequence[nw.Expr]) -> nw.LazyFrame[Any]:
        """Add rows and money of the first day by looking it up."""
        totals_of_all = self.frame.group_by(CUSTOMER).agg(*totals)
        days = self.frame.select(
            CUSTOMER, nw.col(DATE).alias("first"), *(nw.col(n).alias(f"first {n}") for n in _SUMS)
        )
        return totals_of_all.join(days, on=[CUSTOMER, "first"])


class RowsInEngine:
    """Rows of a lazy table with their fates.

    Parameters
    ----------
    table : narwhals.LazyFrame
        With a column of dates and one of numbers; what comes as text is fetched instead.
    columns : Columns
    rules : Rules
        Without netting and without marks.
    fetch : Fetch
    """

    returns = None

    def __init__(
        self, table: nw.LazyFrame[Any], columns: Columns, rules: Rules, fetch: Fetch
    ) -> None:
        self._schema = table.collect_schema()
        self.columns, self.fetch = columns, fetch
        self._rows = lazy_values(table, self._schema, columns).with_columns(
            rules.fate(table.implementation.is_spark_like())
        )

    @property
    @one_at_a_time
    def days(self) -> DaysInEngine:
        """Totals of customers and days; every question about customers begins with them."""
        return self._days

    @cached_property
    def _days(self) -> DaysInEngine:
        bought = self._with_fates(*PURCHASES).group_by(CUSTOMER, DATE)
        totals = bought.agg(nw.col(AMOUNT).sum(), nw.len().alias(ROWS))
        if self.fetch.connection is not None:
            # Where the days of a customer lie together, adding them up takes half the time.
            small = nw.col(DATE).cast(nw.Date), nw.col(ROWS).cast(nw.Int32)
            totals = self.fetch.keep(totals.with_columns(*small).sort(CUSTOMER))
        return DaysInEngine(totals, self.fetch)

    @one_at_a_time
    def counts(self) -> dict[Is, tuple[int, float]]:
        """Rows and money of each fate."""
        rows, money = self._by_fate[ROWS], self._by_fate[AMOUNT]
        return {fate: (int(rows.get(fate, 0)), float(money.get(fate, 0.0))) for fate in FATES}

    @one_at_a_time
    def bounds(self) -> tuple[pd.Timestamp, pd.Timestamp]:
        """First and last day with a purchase."""
        first, last = self._by_fate["first"].dropna().min(), self._by_fate["last"].dropna().max()
        return pd.Timestamp(first).as_unit("us"), pd.Timestamp(last).as_unit("us")

    @cached_property
    def _by_fate(self) -> pd.DataFrame:
        """Rows, money and, for purchases, first and last day of each fate: one pass over all."""
        bought = nw.col(FATE).is_in([int(fate) for fate in PURCHASES])
        found = self.fetch(
            self._rows.with_columns(nw.when(bought).then(nw.col(DATE)).alias(DATE))
            .group_by(FATE)
            .agg(
                nw.len().alias(ROWS),
                nw.col(AMOUNT).sum(),
                nw.col(DATE).min().alias("first"),
                nw.col(DATE).max().alias("last"),
            )
        ).set_index(FATE)
        return found.astype({ROWS: "int64", AMOUNT: "float64"}).fillna({AMOUNT: 0.0})

    @one_at_a_time
    def examples(self, fate: Is, most: int) -> list[tuple[int | None, dict[str, Any]]]:
        """Return a few rows with a fate; the rows of an engine have no number."""
        names = (self.columns.customer, self.columns.date, self.columns.amount)
        plan = self._with_fates(fate).select(*names).head(most)
        is_day = self._schema[self.columns.date] == nw.Date
        if is_day:  # pandas has no infinite date, DuckDB has
            plan = plan.with_columns(nw.col(self.columns.date).cast(nw.String))
        rows = self.fetch(plan)
        if is_day:
            written = rows[self.columns.date]
            days = pd.to_datetime(written, errors="coerce", format="ISO8601")
            rows[self.columns.date] = days.astype(object).where(days.notna(), written)
        return [(None, dict(zip(names, row, strict=True))) for row in rows.to_numpy(object)]

    @one_at_a_time
    def repeated(self) -> int:
        """Count used rows that equal another one in every column that can be compared."""
        flat = [name for name, dtype in self._schema.items() if not dtype.is_nested()]
        distinct = self._with_fates(*USED).group_by(*flat).agg(nw.len().alias(ROWS))
        extra = self.fetch(distinct.select((nw.col(ROWS) - 1).sum()))[ROWS].iloc[0]
        return 0 if pd.isna(extra) else int(extra)

    def _with_fates(self, *fates: Is) -> nw.LazyFrame[Any]:
        return self._rows.filter(nw.col(FATE).is_in([int(fate) for fate in fates]))


def _history() -> tuple[nw.Expr, ...]:
    """First and last day of a customer, and how many there are."""
    first, last = nw.col(DATE).min().alias("first"), nw.col(DATE).max().alias("last")
    return first, last, nw.len().alias("days")


def count_equal_rows(
    table: nw.LazyFrame[Any], names: Sequence[str], fetch: Fetch
) -> tuple[nw.DataFrame[Any], Numbers]:
    """Fetch the distinct values of some columns in rising order, and how many rows have each."""
    counted = table.group_by(*names).agg(nw.len().alias(ROWS)).sort(*names, nulls_last=True)
    found = nw.from_native(fetch(counted), eager_only=True)
    return found.drop(ROWS), found[ROWS].to_numpy().astype(np.int64)
