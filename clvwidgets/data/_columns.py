"""Which column of a table holds the customer, the date and the amount."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import narwhals as nw

from clvwidgets.doors import NOTHING, TEXT, list_of

# Best names first. A column is guessed when its name, in small letters and without separators,
# is one of these or ends in one of these.
_NAMES = {
    "customer": (
        *("customerid", "customer", "custid", "clientid", "client", "memberid", "member"),
        *("userid", "usersid", "user", "buyerid", "buyer", "accountid", "account"),
        *("shopperid", "householdid", "subscriberid", "donorid", "customername", "email"),
    ),
    "date": (
        *("date", "orderdate", "purchasedate", "transactiondate", "invoicedate", "saledate"),
        *("datetime", "timestamp", "createdat", "orderedat", "purchasedat", "day", "time"),
    ),
    "amount": (
        *("amount", "revenue", "sales", "orderamount", "ordervalue", "ordertotal", "totalamount"),
        *("totalprice", "monetaryvalue", "turnover", "spend", "spent", "total", "value", "price"),
    ),
}


@dataclass(frozen=True)
class Columns:
    """The three columns that a log is read from, and which of them were guessed.

    Attributes
    ----------
    customer, date, amount : str
        Names of columns in the table that was given.
    guessed : tuple of str
        The roles ("customer", "date", "amount") that nobody named.
    others : dict of str to tuple of str
        For a guessed role, the columns that could have been meant as well.
    """

    customer: str
    date: str
    amount: str
    guessed: tuple[str, ...]
    others: dict[str, tuple[str, ...]]

    def describe(self, role: str) -> str:
        """Say in words which column has this role, and how sure that is."""
        text = str(getattr(self, role))
        if role not in self.guessed:
            return text
        others = self.others.get(role, ())
        return f"{text} (guessed{'; or ' + ', '.join(others) if others else ''})"


def choose_columns(
    schema: nw.Schema, asked: dict[str, str | None], index_names: Sequence[Any] = ()
) -> Columns:
    """Take the named columns, guess the others.

    Parameters
    ----------
    schema : narwhals.Schema
        Names and types of the columns of the table.
    asked : dict
        For "customer", "date", "amount": the column the caller named, or None.
    index_names : sequence
        Names of a pandas index, only for a better error: a column may have become the index.

    Returns
    -------
    Columns

    Raises
    ------
    ValueError
        If a named column is missing, or two roles have the same column, or a role without a
        name has no likely column.
    """
    _require_text_names(schema)
    for role, name in asked.items():
        (TEXT | NOTHING).check(role, name)
    chosen: dict[str, str] = {}
    others: dict[str, tuple[str, ...]] = {}
    for role, name in asked.items():
        if name is not None:
            _require(role, name, schema, index_names)
            chosen[role] = name
    for role in (role for role, name in asked.items() if name is None):
        likely = _likely(role, schema, taken=chosen.values())
        if not likely:
            raise ValueError(_nothing_likely(role, schema, index_names))
        chosen[role], others[role] = likely[0], tuple(likely[1:])
    _require_distinct(chosen)
    return Columns(chosen["customer"], chosen["date"], chosen["amount"], tuple(others), others)


def require_columns(
    schema: nw.Schema, attributes: Sequence[str], return_mark: str | None
) -> tuple[str, ...]:
    """Check the columns beyond the three, and return the attributes."""
    if isinstance(attributes, str):
        raise ValueError(f"attributes must be a list of columns: attributes=[{attributes!r}].")
    list_of(TEXT).check("attributes", attributes)
    for name in attributes:
        _require("attribute", name, schema, ())
    if return_mark is not None:
        _require("return_mark", return_mark, schema, ())
    return tuple(dict.fromkeys(attributes))


def _require_text_names(schema: nw.Schema) -> None:
    strange = [name for name in schema if not isinstance(name, str)]
    if strange:
        raise ValueError(
            f"Columns need text as names, got {strange[0]!r}. "
            "Rename them: table.columns = [str(name) for name in table.columns]."
        )


def _likely(role: str, schema: nw.Schema, taken: Any) -> list[str]:
    """Columns that may have this role, the likeliest first."""
    free = {name: _plain(name) for name in schema if name not in set(taken)}
    ranks: dict[str, int] = {}
    for rank, known in enumerate(_NAMES[role]):
        for name, plain in free.items():
            if plain == known:
                ranks.setdefault(name, rank)
            elif plain.endswith(known):
                ranks.setdefault(name, rank + len(_NAMES[role]))
    by_name = sorted(ranks, key=lambda name: ranks[name])
    return by_name or _only_one_of_its_type(role, {name: schema[name] for name in free})


def _only_one_of_its_type(role: str, free: dict[str, nw.dtypes.DType]) -> list[str]:
    """Where no name helps, a single column of dates (or of decimals) still speaks for itself."""
    fits: dict[str, Callable[[nw.dtypes.DType], bool]] = {
        "customer": lambda _: False,
        "date": lambda dtype: dtype.is_temporal(),
        "amount": lambda dtype: dtype.is_float() or dtype.is_decimal(),
    }
    found = [name for name, dtype in free.items() if fits[role](dtype)]
    return found if len(found) == 1 else []


def _plain(name: Any) -> str:
    return re.sub(r"[^a-z0-9]", "", str(name).lower())


def _require(role: str, name: str, schema: nw.Schema, index_names: Sequence[Any]) -> None:
    if name in schema:
        return
    if name in index_names:
        raise ValueError(
            f"{role}={name!r} is the index of the table, not a column. "
            "Make it one: TransactionLog(table.reset_index(), ...)."
        )
    names = [str(column) for column in schema]
    lower = {column.lower(): column for column in names}
    near = difflib.get_close_matches(str(name).lower(), lower, cutoff=0.5)
    hint = f"Did you mean {' or '.join(repr(lower[match]) for match in near)}? " if near else ""
    raise ValueError(
        f"The table has no column {name!r}, given as {role}. {hint}"
        f"Its columns are: {', '.join(names) or 'none'}."
    )


def _nothing_likely(role: str, schema: nw.Schema, index_names: Sequence[Any]) -> str:
    for name in index_names:
        if name is not None and _plain(name).endswith(_NAMES[role]):
            return (
                f"No column looks like the {role}, but the index is called {name!r}. Make it a "
                "column: TransactionLog(table.reset_index(), ...)."
            )
    return (
        f"No column looks like the {role}. Name it: TransactionLog(table, {role}=...). "
        f"The columns are: {', '.join(map(str, schema)) or 'none'}."
    )


def _require_distinct(chosen: dict[str, str]) -> None:
    roles: dict[str, str] = {}
    for role, name in chosen.items():
        if name in roles:
            raise ValueError(
                f"Column {name!r} cannot be both {roles[name]} and {role}. Name another one."
            )
        roles[name] = role
