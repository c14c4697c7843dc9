"""What became of every row of a table: used, or set aside and why."""

from __future__ import annotations

import html
import reprlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from clvwidgets.arguments import checked_methods
from clvwidgets.data._columns import Columns
from clvwidgets.data._engine import RowsInEngine
from clvwidgets.data._fates import FATES, Fate, Is
from clvwidgets.data._fitness import describe_customers, fitness
from clvwidgets.data._memory import RowsInMemory

_EXAMPLES = 3


@checked_methods()
@dataclass(frozen=True)
class AuditLine:
    """Rows with one fate.

    Attributes
    ----------
    reason : str
        Why the rows are used or set aside.
    used : bool
        Whether the rows count.
    rows : int
        How many there are.
    money : float
        Sum of their amounts, as far as these are numbers.
    examples : tuple of str
        Up to three of the rows that are not ordinary purchases, numbered from 0.

    Examples
    --------
    >>> AuditLine("Amount is missing", used=False, rows=2, money=0.0).rows
    2
    """

    reason: str
    used: bool
    rows: int
    money: float
    examples: tuple[str, ...] = ()


@checked_methods()
@dataclass(frozen=True, repr=False)
class Audit:
    """Account of every row that was read. Shows as a table in a notebook and in a terminal.

    Attributes
    ----------
    lines : tuple of AuditLine
        One for each fate; every row read is in exactly one.
    notes : tuple of str
        What is worth knowing about rows that are used.
    verdict : str
        One paragraph: how much was used, and what the data are fit for.

    Examples
    --------
    >>> import pandas as pd
    >>> from clvwidgets.data import TransactionLog
    >>> orders = pd.DataFrame({"customer": ["Ada", None, "Bo"], "amount": [20.0, 5.0, 0.0],
    ...                        "date": ["2024-01-01", "2024-01-02", "2024-01-03"]})
    >>> audit = TransactionLog(orders).audit
    >>> audit.rows_read, audit.rows_used, audit.rows_set_aside
    (3, 2, 1)
    >>> audit.to_frame().query("rows > 0")[["outcome", "reason", "rows", "money"]]
         outcome       reason  rows  money
    0       used     purchase     1   20.0
    1       used  zero amount     1    0.0
    7  set aside  no customer     1    5.0
    """

    lines: tuple[AuditLine, ...]
    notes: tuple[str, ...]
    verdict: str

    @property
    def rows_read(self) -> int:
        """Rows of the table."""
        return sum(line.rows for line in self.lines)

    @property
    def rows_used(self) -> int:
        """Rows that count."""
        return sum(line.rows for line in self.lines if line.used)

    @property
    def rows_set_aside(self) -> int:
        """Rows that do not count."""
        return self.rows_read - self.rows_used

    def to_frame(self) -> pd.DataFrame:
        """Turn the account into a table.

        Returns
        -------
        pandas.DataFrame
            One row a reason: ``outcome`` ("used" or "set aside"), ``reason``, ``rows``, ``share``
            of the rows read, ``money`` in the currency of the table, ``examples`` as text. The
            rows add up to ``rows_read``.
        """
        return pd.DataFrame(
            [
                {
                    "outcome": "used" if line.used else "set aside",
                    "reason": line.reason,
                    "rows": line.rows,
                    "share": line.rows / self.rows_read,
                    "money": line.money,
                    "examples": "; ".join(line.examples),
                }
                for line in self.lines
            ]
        )

    def _printed(self) -> pd.DataFrame:
        table = self.to_frame()
        table["rows"] = table["rows"].map("{:,}".format)
        table["share"] = table["share"].map("{:.1%}".format)
        table["money"] = table["money"].map("{:,.2f}".format)
        return table

    def __repr__(self) -> str:
        table = self._printed().to_string(index=False, max_colwidth=60)
        return "\n".join([table, *(f"Note: {note}" for note in self.notes), self.verdict])

    def _repr_html_(self) -> str:
        # to_html cuts long text at this option; the examples have been shortened already.
        with pd.option_context("display.max_colwidth", None):
            table = self._printed().to_html(index=False, escape=True, border=0)
        notes = "".join(f"<li>{html.escape(note)}</li>" for note in self.notes)
        return f"{table}<ul>{notes}</ul><p>{html.escape(self.verdict)}</p>"


@dataclass(frozen=True)
class FateCount:
    """How many rows met a fate, and the sum of their amounts."""

    number: Is
    rows: int
    money: float

    @property
    def fate(self) -> Fate:
        """What the number stands for."""
        return FATES[self.number]


def count_fates(rows: RowsInMemory | RowsInEngine) -> tuple[FateCount, ...]:
    """Count each fate, also those that no row met."""
    return tuple(FateCount(number, *found) for number, found in rows.counts().items())


def refuse_if_nothing_is_used(
    rows: RowsInMemory | RowsInEngine, counts: Sequence[FateCount], columns: Columns
) -> None:
    """Raise a sentence that names the first bad value, when not one row can be used."""
    if any(count.rows for count in counts if count.fate.used):
        return
    read = sum(count.rows for count in counts)
    if not read:
        raise ValueError("The table has no rows. Check the file or the filter it comes from.")
    worst = max(counts, key=lambda count: count.rows)
    name = getattr(columns, worst.fate.role)
    ((_, first),) = rows.examples(worst.number, 1)
    summary = ", ".join(f"{count.rows:,} {count.fate.reason}" for count in counts if count.rows)
    raise ValueError(
        f"Not one of the {read:,} rows can be used: {summary}. The first value in column "
        f"{name!r} is {_shown(first[name])}. {worst.fate.advice.format(column=repr(name))}"
    )


def make_audit(
    rows: RowsInMemory | RowsInEngine,
    counts: Sequence[FateCount],
    columns: Columns,
    source_note: str = "",
) -> Audit:
    """Account for a table that was read; the arguments are the stages of reading it."""
    lines = tuple(
        AuditLine(
            count.fate.reason,
            count.fate.used,
            count.rows,
            count.money,
            # Ordinary purchases need no example.
            _examples(rows, count.number, columns) if count.number and count.rows else (),
        )
        for count in counts
        if count.rows or not count.fate.rare
    )
    customers = describe_customers(rows.days)
    notes = [source_note] if source_note else []
    notes += [*_about_the_customer(columns), *_notes(rows, counts, customers.orders)]
    return Audit(lines, tuple(notes), f"{_account(lines)} {fitness(customers)}")


def _examples(rows: RowsInMemory | RowsInEngine, number: Is, columns: Columns) -> tuple[str, ...]:
    names = (columns.customer, columns.date, columns.amount)
    return tuple(
        ("" if position is None else f"row {position}: ")
        + ", ".join(f"{name}={_shown(row[name])}" for name in names)
        for position, row in rows.examples(number, _EXAMPLES)
    )


def _shown(value: Any) -> str:
    """Value as text of moderate length; text in quotes, so that blanks are seen."""
    if isinstance(value, str):
        return reprlib.repr(value)
    if pd.isna(value):
        return "missing"
    try:
        return str(value).removesuffix(" 00:00:00")
    except NotImplementedError:  # a day after the year 9999, which pandas holds but does not write
        return str(value.to_numpy())


def _notes(
    rows: RowsInMemory | RowsInEngine, counts: Sequence[FateCount], orders: int
) -> list[str]:
    found = {count.number: count.rows for count in counts}
    notes = []
    if free := found[Is.ZERO]:
        notes.append(f"{free:,} used rows have a zero amount; they count as purchases.")
    if repeated := rows.repeated():
        notes.append(
            f"{repeated:,} used rows repeat another row in every column. They are kept, since a "
            "customer can buy the same twice a day; drop them first if the export doubled them."
        )
    if same_day := found[Is.PURCHASE] + found[Is.ZERO] - orders:
        notes.append(
            f"{same_day:,} used rows share customer and day with another one; the purchases of a "
            "day count as one order."
        )
    return notes


def _about_the_customer(columns: Columns) -> list[str]:
    """Warn of addresses that nobody named as the customer."""
    if "customer" not in columns.guessed or not columns.customer.casefold().endswith("mail"):
        return []
    return [
        f"Customers are told apart by the column {columns.customer!r}, which was guessed: who has "
        "two addresses, or one that is typed in two ways, counts twice. Name a column of customer "
        "numbers with customer=... if there is one."
    ]


def _account(lines: Sequence[AuditLine]) -> str:
    read = sum(line.rows for line in lines)
    used = sum(line.rows for line in lines if line.used)
    if used == read:
        return f"All {read:,} rows are used."
    aside = ", ".join(
        f"{line.rows:,} {line.reason}" for line in lines if line.rows and not line.used
    )
    account = f"{used:,} of {read:,} rows are used ({used / read:.1%}); set aside: {aside}."
    if used < 0.95 * read:
        account += " That is more than one row in twenty: look at the examples first."
    return account
