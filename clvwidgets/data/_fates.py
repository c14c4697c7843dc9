"""What can become of a row, and the rules that decide it."""

from __future__ import annotations

import datetime as dt
from contextlib import suppress
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

import narwhals as nw
import numpy as np
import pandas as pd

from clvwidgets.data._parsing import AmbiguousDatesError, read_days

# Columns that are added to those of the caller; the prefix keeps them apart.
CUSTOMER, DATE, AMOUNT, FATE = "clv:customer", "clv:date", "clv:amount", "clv:fate"
NO_CUSTOMER, NO_DATE, NO_AMOUNT = "clv:no customer", "clv:no date", "clv:no amount"
MARKED, ROWS = "clv:marked", "clv:rows"


class Is(IntEnum):
    """Number of each fate. Where several fit, the highest counts.

    A row without customer is "no customer", whatever else is wrong with it.
    """

    PURCHASE = 0
    ZERO = 1
    RETURN = 2
    MARKED_RETURN = 3
    NETTED = 4
    ORPHAN = 5
    NOT_A_NUMBER = 6
    NO_AMOUNT = 7
    BEFORE = 8
    AFTER = 9
    FUTURE = 10
    UNREADABLE_DATE = 11
    NO_DATE = 12
    NO_CUSTOMER = 13


PURCHASES = (Is.PURCHASE, Is.ZERO)
RETURNS = (Is.RETURN, Is.MARKED_RETURN)


@dataclass(frozen=True)
class Fate:
    """What becomes of a row, and why.

    ``role`` is the column to look at, ``advice`` what to do when every row of a table has this
    fate; it may name the column as ``{column}``. A ``rare`` fate is listed only where it occurs.
    """

    reason: str
    used: bool = False
    role: str = "amount"
    advice: str = ""
    rare: bool = False


# Outside these days pandas cannot count in nanoseconds. Day 1 of year 1 is how databases write
# that they do not know; and a date of 1650 in the table of a shop is a slip of the pen.
_EARLIEST, _LATEST = pd.Timestamp("1678-01-01"), pd.Timestamp("2261-12-31")

_OTHER_AMOUNT = "Name another column: TransactionLog(table, amount=...)."
_OTHER_WINDOW = "Look at start and end: TransactionLog(table, start=..., end=...)."

FATES = {
    Is.PURCHASE: Fate("purchase", used=True),
    Is.ZERO: Fate("zero amount", used=True),
    Is.RETURN: Fate(
        "return (negative amount)",
        advice="If purchases are booked with a minus sign, turn it: "
        "table[{column}] = -table[{column}].",
    ),
    Is.MARKED_RETURN: Fate(
        "return (marked)", rare=True, advice="Check the column named by return_mark."
    ),
    Is.NETTED: Fate("return, taken off revenue", used=True, rare=True),
    Is.ORPHAN: Fate(
        "return without an earlier purchase",
        rare=True,
        advice="If purchases are booked with a minus sign, turn it: "
        "table[{column}] = -table[{column}].",
    ),
    Is.NOT_A_NUMBER: Fate(
        "amount is not a number",
        advice="Write amounts like 12.50, without currency sign, or name another column: "
        "TransactionLog(table, amount=...).",
    ),
    Is.NO_AMOUNT: Fate("no amount", advice=_OTHER_AMOUNT),
    Is.BEFORE: Fate("date before the window", role="date", advice=_OTHER_WINDOW, rare=True),
    Is.AFTER: Fate("date after the window", role="date", advice=_OTHER_WINDOW, rare=True),
    Is.FUTURE: Fate(
        "date in the future",
        role="date",
        advice="If these are planned orders, say until when: TransactionLog(table, end=...).",
        rare=True,
    ),
    Is.UNREADABLE_DATE: Fate(
        "date cannot be read",
        role="date",
        advice="Write dates like 2024-01-31, or convert the column first: "
        "table[{column}] = pd.to_datetime(table[{column}], format=...), with unit='s' for seconds "
        "since 1970.",
    ),
    Is.NO_DATE: Fate(
        "no date", role="date", advice="Name another column: TransactionLog(table, date=...)."
    ),
    Is.NO_CUSTOMER: Fate(
        "no customer",
        role="customer",
        advice="Name another column: TransactionLog(table, customer=...).",
    ),
}

USED = tuple(fate for fate, about in FATES.items() if about.used)


@dataclass(frozen=True)
class Rules:
    """What the caller decided about rows.

    Attributes
    ----------
    start, end : pandas.Timestamp or None
        First and last day of the window, both included.
    net : bool
        Whether returns are taken off revenue, or set aside.
    return_mark : str or None
        Column that marks returns.
    """

    start: pd.Timestamp | None = None
    end: pd.Timestamp | None = None
    net: bool = False
    return_mark: str | None = None

    def fate(self, in_spark: bool = False) -> nw.Expr:
        """Choose the fate of a row from its typed values and marks.

        Returns are not settled here: whether one has an earlier purchase, other rows tell.
        """
        fate: nw.Expr = nw.lit(int(Is.PURCHASE), dtype=nw.Int8)
        for number, condition in self.conditions(in_spark).items():
            fate = nw.when(condition).then(nw.lit(int(number), dtype=nw.Int8)).otherwise(fate)
        return fate.alias(FATE)

    def conditions(self, in_spark: bool = False) -> dict[Is, nw.Expr]:
        """When a row has each fate, the strongest fate last; a null is no."""
        amount, date = nw.col(AMOUNT), nw.col(DATE)
        conditions: dict[Is, Any] = {
            Is.ZERO: amount == 0,
            Is.RETURN: amount < 0,
            Is.NOT_A_NUMBER: amount.is_null(),
            Is.NO_AMOUNT: nw.col(NO_AMOUNT),
            Is.UNREADABLE_DATE: date.is_null() | (date < as_literal(_EARLIEST, in_spark)),
            Is.NO_DATE: nw.col(NO_DATE),
            Is.NO_CUSTOMER: nw.col(NO_CUSTOMER),
        }
        if self.return_mark is not None:
            conditions[Is.MARKED_RETURN] = nw.col(MARKED)
        if self.start is not None:
            conditions[Is.BEFORE] = date < as_literal(self.start, in_spark)
        if self.end is not None:
            conditions[Is.AFTER] = date > as_literal(self.end, in_spark)
        else:
            conditions[Is.FUTURE] = date > as_literal(_latest_today(), in_spark)
        return {number: conditions[number].fill_null(False) for number in sorted(conditions)}


def as_literal(day: pd.Timestamp, in_spark: bool) -> dt.date:
    """Write a day as the columns of days are compared with it.

    They are dates in Spark, because Spark would take midnight for one in the zone of Python and
    shift it; elsewhere they are datetimes.
    """
    return day.date() if in_spark else day.to_pydatetime()


def _latest_today() -> pd.Timestamp:
    """Today where the day is furthest on: there it may be tomorrow already."""
    return pd.Timestamp.now().normalize() + pd.Timedelta(days=1)


def read_rules(start: object, end: object, returns: str, return_mark: str | None) -> Rules:
    """Check the arguments of the caller."""
    if not isinstance(returns, str) or returns not in ("set aside", "net"):
        raise ValueError(
            f"returns must be 'set aside' or 'net' (taken off revenue), got {returns!r}. The "
            "column that marks returns is named by return_mark."
        )
    first = None if start is None else read_day("start", start)
    last = None if end is None else read_day("end", end)
    if first is not None and last is not None and last < first:
        raise ValueError(f"end must not lie before start: got {last:%Y-%m-%d} < {first:%Y-%m-%d}.")
    return Rules(first, last, returns == "net", return_mark)


def _day_in_text(text: str) -> Any:
    """Read a day as a column of text is read, and months and years as their first day."""
    found = pd.to_datetime(text, errors="coerce", format="ISO8601")
    if pd.isna(found):
        with suppress(AmbiguousDatesError):
            found = read_days(pd.Series([text])).iloc[0]
    return found


def read_day(name: str, day: Any) -> pd.Timestamp:
    """Read a day that somebody gave as an argument."""
    found: Any = None
    if isinstance(day, str):
        found = _day_in_text(day)
    elif isinstance(day, dt.date | np.datetime64):  # not a number: pandas would take nanoseconds
        with suppress(TypeError, ValueError):
            found = pd.Timestamp(day)
    if not isinstance(found, pd.Timestamp):
        raise ValueError(f"{name} must be a date such as '2024-01-31', got {day!r}.")
    wanted: pd.Timestamp = found.tz_localize(None).normalize()
    if not _EARLIEST <= wanted <= _LATEST:
        raise ValueError(f"{name} must lie between the years 1678 and 2261, got {day!r}.")
    return wanted
