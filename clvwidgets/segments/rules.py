"""Rules that say which customers are meant: in words, for pandas and as SQL."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from numpy import isfinite


@dataclass(frozen=True)
class Within:
    """Condition: a number above ``low`` and up to ``high``; None leaves that end open.

    Attributes
    ----------
    column : str
        A column of the table of customers.
    low, high : float or None
        In the column's unit.
    with_low : bool
        Whether ``low`` itself belongs to it, as ``high`` always does.

    Examples
    --------
    >>> Within("orders", 4, None, with_low=True).pandas
    'orders >= 4'
    """

    column: str
    low: float | None
    high: float | None
    with_low: bool = False

    @property
    def pandas(self) -> str:
        """As an expression for ``DataFrame.query``."""
        return self._written(_pandas_name(self.column), "==", "and")

    @property
    def sql(self) -> str:
        """As a condition of a SQL query."""
        return self._written(_sql_name(self.column), "=", "AND")

    def words(self, name: str) -> str:
        """As people say it."""
        if self.with_low and self.low == self.high:
            return f"{name} {_said(self.low)}"
        low = f"{'at least' if self.with_low else 'more than'} {_said(self.low)}"
        high = f"at most {_said(self.high)}"
        if self.low is None or self.high is None:
            return f"{name} {high if self.low is None else low}"
        return f"{name} {low} and {high}"

    def _written(self, name: str, equals: str, both: str) -> str:
        if self.with_low and self.low == self.high:
            return f"{name} {equals} {_exact(self.low)}"
        low = f"{name} {'>=' if self.with_low else '>'} {_exact(self.low)}"
        high = f"{name} <= {_exact(self.high)}"
        if self.low is None or self.high is None:
            return high if self.low is None else low
        return f"{low} {both} {high}"


@dataclass(frozen=True)
class OneOf:
    r"""Condition: one of some values; ``but`` turns it round: known, and none of them.

    Attributes
    ----------
    column : str
    values : tuple
    but : bool
    or_missing : bool
        Whether customers without a value are meant too.

    Examples
    --------
    >>> OneOf("place", ("Rome", "O'Hara")).sql
    '"place" IN (\'Rome\', \'O\'\'Hara\')'
    """

    column: str
    values: tuple[Any, ...]
    but: bool = False
    or_missing: bool = False

    @property
    def pandas(self) -> str:
        """As an expression for ``DataFrame.query``."""
        name = _pandas_name(self.column)
        if self.but and not self.values:
            return f"{name}.notna()"
        values = f"[{', '.join(repr(_plain(value)) for value in self.values)}]"
        if self.but:
            return f"{name}.notna() and {name} not in {values}"
        inside = f"{name} in {values}"
        if not self.or_missing:
            return inside
        return f"({inside} or {name}.isna())" if self.values else f"{name}.isna()"

    @property
    def sql(self) -> str:
        """As a condition of a SQL query."""
        name = _sql_name(self.column)
        if self.but and not self.values:
            return f"{name} IS NOT NULL"
        inside = (
            f"{name} {'NOT IN' if self.but else 'IN'} ({', '.join(map(_literal, self.values))})"
        )
        if not self.or_missing:
            return inside
        return f"({inside} OR {name} IS NULL)" if self.values else f"{name} IS NULL"

    def words(self, name: str) -> str:
        """As people say it."""
        if self.but and not self.values:
            return f"{name} known"
        values = [*map(str, self.values), *(["not known"] if self.or_missing else [])]
        first, last = ", ".join(values[:-1]), values[-1]
        if self.but:
            return f"{name} none of {', '.join(values)}"
        return f"{name} {first} or {last}" if first else f"{name} {last}"


Condition = Within | OneOf


@dataclass(frozen=True)
class Query:
    """Which customers are meant: any of some rules, each of which asks for all its conditions.

    Attributes
    ----------
    rules : tuple of tuple of Within or OneOf
        No rule means nobody; a rule without conditions means everybody.
    names : mapping
        What people call the columns.

    Examples
    --------
    >>> query = Query(((Within("recency_score", 5, 5, True), Within("orders", 4, None)),))
    >>> print(query)
    recency score 5 and orders more than 4
    >>> query.pandas
    'recency_score == 5 and orders > 4'
    >>> query.sql
    'SELECT * FROM customers WHERE "recency_score" = 5 AND "orders" > 4'
    """

    rules: tuple[tuple[Condition, ...], ...] = ()
    names: Mapping[str, str] | None = None

    @property
    def words(self) -> str:
        """As people say it; "nobody" if nothing is chosen."""
        return self._joined(
            [
                " and ".join(part.words(self._name(part.column)) for part in rule)
                for rule in self.rules
            ],
            " and ",
            "; or ",
            "nobody",
            "everybody",
        )

    @property
    def pandas(self) -> str:
        """As an expression for ``customers.query(...)``; empty if nothing is chosen."""
        parts = [" and ".join(part.pandas for part in rule) for rule in self.rules]
        return self._joined(parts, " and ", " or ", "", "index == index", brackets=True)

    @property
    def sql(self) -> str:
        """As a query of a table called ``customers``."""
        parts = [" AND ".join(part.sql for part in rule) for rule in self.rules]
        condition = self._joined(parts, " AND ", " OR ", "FALSE", "TRUE", brackets=True)
        return f"SELECT * FROM customers WHERE {condition}"

    def also(self, *conditions: Condition) -> Query:
        """Ask for more conditions, whatever the rule."""
        return Query(tuple((*rule, *conditions) for rule in self.rules), self.names)

    def __str__(self) -> str:
        return self.words

    def __bool__(self) -> bool:
        return bool(self.rules)

    def _name(self, column: str) -> str:
        return (self.names or {}).get(column, column.replace("_", " "))

    def _joined(
        self,
        parts: Sequence[str],
        within: str,
        between: str,
        nobody: str,
        everybody: str,
        *,
        brackets: bool = False,
    ) -> str:
        if not parts:
            return nobody
        if "" in parts:
            return everybody
        if brackets and len(parts) > 1:
            parts = [f"({part})" if within in part else part for part in parts]
        return between.join(parts)


def _pandas_name(column: str) -> str:
    return column if column.isidentifier() else f"`{column}`"


def _sql_name(column: str) -> str:
    return '"' + column.replace('"', '""') + '"'


def _plain(value: Any) -> Any:
    """Take NumPy's numbers for Python's, whose text is code."""
    return value.item() if hasattr(value, "item") else value


def _literal(value: Any) -> str:
    plain = _plain(value)
    if isinstance(plain, bool):
        return "TRUE" if plain else "FALSE"
    if isinstance(plain, int | float):
        return repr(plain)
    return "'" + str(plain).replace("'", "''") + "'"


def _exact(number: float | None) -> str:
    """Write a number so that reading it gives the same number."""
    value = float(number or 0)
    return str(int(value)) if isfinite(value) and value == int(value) else repr(value)


def _said(number: float | None) -> str:
    return f"{float(number or 0):,.10g}"
