"""The rows of a table in memory, and what becomes of each."""

from __future__ import annotations

from functools import cached_property
from typing import Any

import narwhals as nw
import numpy as np
import numpy.typing as npt
import pandas as pd

from clvwidgets._places import places
from clvwidgets.data._columns import Columns
from clvwidgets.data._days import (
    DaysInMemory,
    Numbers,
    Returns,
    as_timestamp,
    day_numbers,
    gather_days,
)
from clvwidgets.data._fates import (
    AMOUNT,
    CUSTOMER,
    DATE,
    FATE,
    FATES,
    PURCHASES,
    RETURNS,
    USED,
    Is,
    Rules,
)
from clvwidgets.data._progress import progress
from clvwidgets.data._reading import read_values, tidy


class RowsInMemory:
    """Rows of a table with their fates.

    Parameters
    ----------
    table : narwhals.DataFrame
    columns : Columns
    rules : Rules
    repeats : array of int, optional
        How many rows each row stands for, where equal rows were counted by an engine.
    """

    def __init__(
        self,
        table: nw.DataFrame[Any],
        columns: Columns,
        rules: Rules,
        repeats: Numbers | None = None,
    ) -> None:
        self.table, self.columns, self.repeats = table, columns, repeats
        values = read_values(table, columns, rules.return_mark)
        rows = values.select(CUSTOMER, DATE, AMOUNT).to_pandas().reset_index(drop=True)
        self._customer, self._date = rows[CUSTOMER], rows[DATE]
        self._amount = rows[AMOUNT].to_numpy(dtype=np.float64, na_value=np.nan)
        if repeats is not None:
            self._amount = self._amount * repeats
        self.fates = _fates(values, rules)
        used = self.fates <= max(PURCHASES)
        self.days: DaysInMemory = gather_days(
            self._customer[used],
            day_numbers(self._date[used]),
            self._amount[used],
            None if repeats is None else repeats[used],
        )
        self.returns = self._settle_returns() if rules.net else None
        self._known: dict[str, tuple[int, pd.Series[Any]]] = {}

    def bounds(self) -> tuple[pd.Timestamp, pd.Timestamp]:
        """First and last day with a purchase."""
        return as_timestamp(self.days.day.min()), as_timestamp(self.days.day.max())

    def counts(self) -> dict[Is, tuple[int, float]]:
        """Rows and money of each fate."""
        rows = np.bincount(places(self.fates), weights=self.repeats, minlength=len(FATES))
        return {
            fate: (int(rows[fate]), float(np.nansum(self._amount[self.fates == fate])))
            if rows[fate]
            else (0, 0.0)
            for fate in FATES
        }

    def examples(self, fate: Is, most: int) -> list[tuple[int | None, dict[str, Any]]]:
        """Return the first rows with a fate as they were written, and their numbers in the table.

        Rows that an engine counted have no number.
        """
        names = [self.columns.customer, self.columns.date, self.columns.amount]
        positions = np.flatnonzero(self.fates == fate)[:most]
        rows = self.table.select(names)[positions.tolist()].iter_rows(named=True)
        numbers = positions if self.repeats is None else [None] * len(positions)
        return [(None if n is None else int(n), row) for n, row in zip(numbers, rows, strict=True)]

    def repeated(self) -> int:
        """Count used rows that equal another one in every column that can be compared."""
        used = np.isin(self.fates, USED)
        rows = self.table[np.flatnonzero(used).tolist()]
        comparable = rows.select(
            tidy(rows[name]) for name, dtype in rows.schema.items() if not dtype.is_nested()
        )
        total = len(rows) if self.repeats is None else int(self.repeats[used].sum())
        with progress("Looking for rows that repeat"):
            return total - len(comparable.unique())

    def attribute(self, name: str, until: int) -> pd.Series[Any]:
        """Last known value of each customer up to a day; on one day the last row counts."""
        if self._known.get(name, (None,))[0] != until:
            # Asked for again with each table of customers, and the same unless the day is another.
            self._known[name] = (until, self._last_values(name, until))
        return self._known[name][1]

    @cached_property
    def _purchases(self) -> tuple[Numbers, Numbers, Numbers]:
        """Rows that are purchases, their days, and the places of their customers."""
        rows = np.flatnonzero(self.fates <= max(PURCHASES))
        code = self.days.ids.get_indexer(pd.Index(self._customer.iloc[rows]))
        return rows, day_numbers(self._date.iloc[rows]), code.astype(np.int64)

    def _last_values(self, name: str, until: int) -> pd.Series[Any]:
        values = tidy(self.table[name]).to_pandas().reset_index(drop=True)
        rows, day, code = self._purchases
        counts = (day <= until) & values.notna().to_numpy()[rows]
        rows, day, code = rows[counts], day[counts], code[counts]
        # Day and row in one number: the highest of a customer is the last.
        place = (day - day.min(initial=0)) * len(values) + rows
        last = np.full(len(self.days.ids), -1, dtype=np.int64)
        np.maximum.at(last, code, place)
        found = np.flatnonzero(last >= 0)
        chosen = values.iloc[last[found] % len(values)]
        return pd.Series(chosen.to_numpy(), index=self.days.ids[found], name=name)

    def _settle_returns(self) -> Returns:
        """Decide which returns follow a purchase and are taken off its amount."""
        rows = np.flatnonzero(np.isin(self.fates, RETURNS))
        code = self.days.ids.get_indexer(pd.Index(self._customer.iloc[rows]))
        day = day_numbers(self._date.iloc[rows])
        firsts = self.days.repeat_summary()["first"].to_numpy()
        follows = (code >= 0) & (day >= firsts[code]) if len(firsts) else np.zeros(len(rows), bool)
        self.fates[rows] = np.where(follows, Is.NETTED, Is.ORPHAN)
        # A marked return says how much came back, with or without a minus sign.
        self._amount = self._amount.copy()
        self._amount[rows] = -np.abs(self._amount[rows])
        return Returns(code[follows].astype(np.int64), day[follows], self._amount[rows[follows]])


def _fates(values: nw.DataFrame[Any], rules: Rules) -> npt.NDArray[np.int8]:
    """Choose the fate of each row: what `Rules.fate` says, faster where most rows are sound."""
    fates = np.zeros(len(values), dtype=np.int8)
    for number, condition in rules.conditions().items():
        met = values.select(condition.alias(FATE))[FATE].to_numpy()
        if met.any():
            fates[met] = number
    return fates
