"""The rows of a lazy table: its engine does the work, and only aggregates come back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
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
)
from clvwidgets.data._reading import lazy_values


@dataclass(frozen=True)
class DaysInEngine:
    """One row for each customer and day with a purchase, not yet computed.

    It answers what :class:`DaysInMemory` answers.
    """

    frame: nw.LazyFrame[Any]

    @cached_property
    def _bounds(self) -> pd.Series[Any]:
        measures = self.frame.select(
            nw.col(DATE).min().alias("first"),
            nw.col(DATE).max().alias("last"),
            nw.col(CUSTOMER).n_unique().alias("customers"),
        )
        return fetch(measures).iloc[0]

    @property
    def first(self) -> pd.Timestamp:
        """First day with a purchase."""
        return pd.Timestamp(self._bounds["first"]).as_unit("us")

    @property
    def last(self) -> pd.Timestamp:
        """Last day with a purchase."""
        return pd.Timestamp(self._bounds["last"]).as_unit("us")

    @property
    def customers(self) -> int:
        """How many customers there are."""
        return int(self._bounds["customers"])

    def in_memory(self) -> DaysInMemory:
        """Fetch the totals of customers and days."""
        days = fetch(self.frame.select(CUSTOMER, DATE, AMOUNT))
        return gather_days(
            days[CUSTOMER], day_numbers(days[DATE]), days[AMOUNT].to_numpy(dtype="float64")
        )

    def until(self, day: pd.Timestamp) -> DaysInEngine:
        """Leave out what came later."""
        return replace(self, frame=self.frame.filter(nw.col(DATE) <= day.to_pydatetime()))

    def after(self, day: pd.Timestamp) -> DaysInEngine:
        """Leave out this day and what came before."""
        return replace(self, frame=self.frame.filter(nw.col(DATE) > day.to_pydatetime()))

    def repeat_summary(self) -> pd.DataFrame:
        """First and last day, number of days, and mean amount of the days after the first."""
        # Taking the first day off the sum is several times as fast as a window over each customer.
        # Amounts are 0 or more here, so the sum is never below its part.
        table = self._by_customer(
            nw.col(DATE).min().alias("first"),
            nw.col(DATE).max().alias("last"),
            nw.len().alias("days"),
            nw.col(AMOUNT).sum().alias("sum"),
            nw.col(AMOUNT).first(order_by=DATE).alias("first_amount"),
        )
        days = table["days"].astype("int64")
        repeats = table["sum"].astype("float64") - table["first_amount"].astype("float64")
        return pd.DataFrame(
            {
                "first": day_numbers(table["first"]),
                "last": day_numbers(table["last"]),
                "days": days,
                "mean_repeat": repeats / (days - 1).clip(lower=1),
            },
            index=table.index,
        )

    def order_totals(self) -> pd.DataFrame:
        """Last day, number of days and sum of amounts of each customer."""
        table = self._by_customer(
            nw.col(DATE).max().alias("last"),
            nw.len().alias("orders"),
            nw.col(AMOUNT).sum().alias("revenue"),
        )
        table["last"] = day_numbers(table["last"])
        return table.astype({"orders": "int64", "revenue": "float64"})

    def _by_customer(self, *measures: nw.Expr) -> pd.DataFrame:
        table = fetch(self.frame.group_by(CUSTOMER).agg(*measures)).set_index(CUSTOMER).sort_index()
        table.index = whole_ids(table.index)
        return table


class RowsInEngine:
    """Rows of a lazy table with their fates.

    Parameters
    ----------
    table : narwhals.LazyFrame
        With a column of dates and one of numbers; what comes as text is fetched instead.
    columns : Columns
    rules : Rules
        Without netting and without marks.
    """

    returns = None

    def __init__(self, table: nw.LazyFrame[Any], columns: Columns, rules: Rules) -> None:
        self._table, self._schema = table, table.collect_schema()
        self.columns = columns
        self._rows = lazy_values(table, self._schema, columns).with_columns(rules.fate())
        bought = self._with_fates(*PURCHASES).group_by(CUSTOMER, DATE)
        self.days = DaysInEngine(bought.agg(nw.col(AMOUNT).sum()))

    def counts(self) -> dict[Is, tuple[int, float]]:
        """Rows and money of each fate."""
        found = fetch(
            self._rows.group_by(FATE).agg(nw.len().alias(ROWS), nw.col(AMOUNT).sum())
        ).set_index(FATE)
        found = found.astype({ROWS: "int64", AMOUNT: "float64"}).fillna(0.0)
        return {
            fate: (int(found[ROWS].get(fate, 0)), float(found[AMOUNT].get(fate, 0.0)))
            for fate in FATES
        }

    def examples(self, fate: Is, most: int) -> list[tuple[int | None, dict[str, Any]]]:
        """Return a few rows with a fate; the rows of an engine have no number."""
        names = (self.columns.customer, self.columns.date, self.columns.amount)
        rows = self._with_fates(fate).select(*names).head(most).collect(backend="pandas")
        return [(None, row) for row in rows.iter_rows(named=True)]

    def repeated(self) -> int:
        """Count used rows that equal another one in every column that can be compared."""
        flat = [name for name, dtype in self._schema.items() if not dtype.is_nested()]
        distinct = self._with_fates(*USED).group_by(*flat).agg(nw.len().alias(ROWS))
        extra = fetch(distinct.select((nw.col(ROWS) - 1).sum()))[ROWS].iloc[0]
        return 0 if pd.isna(extra) else int(extra)

    def _with_fates(self, *fates: Is) -> nw.LazyFrame[Any]:
        return self._rows.filter(nw.col(FATE).is_in([int(fate) for fate in fates]))


def fetch(frame: nw.LazyFrame[Any]) -> pd.DataFrame:
    """Run a plan and bring its result into memory."""
    found: pd.DataFrame = frame.collect(backend="pandas").to_native()
    return found


def count_equal_rows(
    table: nw.LazyFrame[Any], names: Sequence[str]
) -> tuple[nw.DataFrame[Any], Numbers]:
    """Fetch the distinct values of some columns in rising order, and how many rows have each."""
    counted = table.group_by(*names).agg(nw.len().alias(ROWS)).sort(*names, nulls_last=True)
    found = counted.collect(backend="pandas")
    return found.drop(ROWS), found[ROWS].to_numpy().astype(np.int64)
