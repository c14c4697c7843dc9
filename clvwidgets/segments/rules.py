"""Rules that say which customers are meant: in words, for pandas and as SQL.

pandas has two ways to be told: ``DataFrame.query`` reads a short expression, but some names and
values cannot be written in it; a mask made of ``table["..."]`` can name everything.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from clvwidgets.arguments import checked_methods
from clvwidgets.segments.languages import (
    code_name,
    code_value,
    is_exact,
    query_name,
    query_value,
    sql_kind,
    sql_name,
    sql_value,
)

if TYPE_CHECKING:
    import pandas as pd

Language = Literal["query", "code", "sql"]


class _UnsaidError(Exception):
    """What a rule names cannot be written in this language."""


class _Grammar(NamedTuple):
    """How a language writes a condition, as texts to be filled in."""

    known: str
    missing: str
    inside: str
    outside: str
    one: str
    number: str
    both: str
    either: str
    equals: str
    values: str
    nobody: str
    everybody: str


_QUERY = _Grammar(
    known="{name}.notna()",
    missing="{name}.isna()",
    inside="{name} in {values}",
    outside="{name}.notna() and {name} not in {values}",
    one="{name} {sign} {value}",
    number="{name}",
    both=" and ",
    either=" or ",
    equals="==",
    values="[{}]",
    nobody="",
    everybody="index == index",
)
_CODE = _Grammar(
    known="{name}.notna()",
    missing="{name}.isna()",
    inside="{name}.isin({values})",
    outside="({name}.notna() & ~{name}.isin({values}))",
    one="({name} {sign} {value})",
    number="{name}.astype(float)",
    both=" & ",
    either=" | ",
    equals="==",
    values="[{}]",
    nobody="[False] * len(table)",
    everybody="[True] * len(table)",
)
_SQL = _Grammar(
    known="{name} IS NOT NULL",
    missing="{name} IS NULL",
    inside="{name} IN {values}",
    outside="{name} NOT IN {values}",
    one="{name} {sign} {value}",
    number="CAST({name} AS DOUBLE)",
    both=" AND ",
    either=" OR ",
    equals="=",
    values="({})",
    nobody="FALSE",
    everybody="TRUE",
)


class _Scribe:
    """Writes conditions in one language, for a table whose columns may be known."""

    def __init__(self, language: Language, table: pd.DataFrame | None = None) -> None:
        self.grammar = {"query": _QUERY, "code": _CODE, "sql": _SQL}[language]
        self._language = language
        self._columns: list[Hashable] = [] if table is None else list(table.columns)
        self._index: Hashable = None if table is None else table.index.name
        self._dtypes = {} if table is None else dict(zip(table.columns, table.dtypes, strict=True))

    def everybody(self) -> str:
        """Write what is true of everybody, or raise with the reason."""
        if self._language == "query" and "index" in self._columns:
            raise _UnsaidError("everybody where a column is called 'index'")
        return self.grammar.everybody

    def name(self, column: Hashable) -> str:
        """Write a name, or raise with the reason."""
        if self._language == "code":
            return code_name(column, self._columns, self._index)
        columns = self._columns
        if self._index is not None and self._index not in columns:
            columns = [*columns, self._index]
        say = query_name if self._language == "query" else sql_name
        written = say(column, columns)
        if written is None:
            raise _UnsaidError(f"a column called {column!r} beside the table's other columns")
        return written

    def value(self, value: Any) -> str:
        """Write a value, or raise with the reason."""
        say: dict[str, Callable[[Any], str | None]]
        say = {"query": query_value, "code": code_value, "sql": sql_value}
        written = say[self._language](value)
        if written is None:
            raise _UnsaidError(f"the value {value!r}")
        return written

    def values(self, values: Sequence[Any]) -> str:
        """Write a list; all of one kind in SQL, whose columns hold one kind only."""
        if self._language == "sql" and len({sql_kind(value) for value in values}) > 1:
            raise _UnsaidError(
                f"values of several kinds in one column: {', '.join(map(repr, values))}"
            )
        return self.grammar.values.format(", ".join(map(self.value, values)))

    def number(self, column: Hashable, edges: Sequence[float]) -> str:
        """Write a column as floats, which is what ranges are made of."""
        name = self.name(column)
        if column not in self._dtypes or is_exact(self._dtypes[column], edges):
            return name
        if self._language == "query":
            raise _UnsaidError(f"the numbers of {column!r}")
        return self.grammar.number.format(name=name)


@dataclass(frozen=True)
class Within:
    """Condition: a number above ``low`` and up to ``high``; None leaves that end open.

    With both ends open it asks for any number: who has none is not meant.

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
    >>> Within("orders", None, None).pandas
    'orders.notna()'
    """

    column: str
    low: float | None
    high: float | None
    with_low: bool = False

    @property
    def pandas(self) -> str:
        """As an expression for ``DataFrame.query``, or a mask of ``table`` where that fails."""
        return Query(((self,),)).pandas

    @property
    def sql(self) -> str:
        """As a condition of a SQL query."""
        return _said_in_sql(lambda: self.written(_Scribe("sql")))

    def words(self, name: str) -> str:
        """As people say it."""
        if self.low is None and self.high is None:
            return f"{name} known"
        if self.with_low and self.low == self.high:
            return f"{name} {_said(self.low)}"
        low = f"{'at least' if self.with_low else 'more than'} {_said(self.low)}"
        high = f"at most {_said(self.high)}"
        if self.low is None or self.high is None:
            return f"{name} {high if self.low is None else low}"
        return f"{name} {low} and {high}"

    def written(self, scribe: _Scribe) -> str:
        """Write it in a language."""
        grammar = scribe.grammar
        if self.low is None and self.high is None:
            return grammar.known.format(name=scribe.name(self.column))
        edges = [edge for edge in (self.low, self.high) if edge is not None]
        name = scribe.number(self.column, edges)

        def compared(sign: str, edge: float) -> str:
            return grammar.one.format(name=name, sign=sign, value=scribe.value(float(edge)))

        if self.with_low and self.low is not None and self.low == self.high:
            return compared(grammar.equals, self.low)
        parts = []
        if self.low is not None:
            parts.append(compared(">=" if self.with_low else ">", self.low))
        if self.high is not None:
            parts.append(compared("<=", self.high))
        return grammar.both.join(parts)


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
        """As an expression for ``DataFrame.query``, or a mask of ``table`` where that fails."""
        return Query(((self,),)).pandas

    @property
    def sql(self) -> str:
        """As a condition of a SQL query."""
        return _said_in_sql(lambda: self.written(_Scribe("sql")))

    def words(self, name: str) -> str:
        """As people say it."""
        if self.but and not self.values:
            return f"{name} known"
        values = [*map(str, self.values), *(["not known"] if self.or_missing else [])]
        first, last = ", ".join(values[:-1]), values[-1]
        if self.but:
            return f"{name} none of {', '.join(values)}"
        return f"{name} {first} or {last}" if first else f"{name} {last}"

    def written(self, scribe: _Scribe) -> str:
        """Write it in a language."""
        grammar, name = scribe.grammar, scribe.name(self.column)
        missing = grammar.missing.format(name=name)
        if not self.values:
            return grammar.known.format(name=name) if self.but else missing
        values = scribe.values(self.values)
        inside = (grammar.outside if self.but else grammar.inside).format(name=name, values=values)
        return f"({inside}{grammar.either}{missing})" if self.or_missing else inside


Condition = Within | OneOf


@checked_methods()
@dataclass(frozen=True)
class Query:
    """Which customers are meant: any of some rules, each of which asks for all its conditions.

    Attributes
    ----------
    rules : tuple of tuple of Within or OneOf
        No rule means nobody; a rule without conditions means everybody.
    names : mapping
        What people call the columns.
    table : pandas.DataFrame, optional
        The table of customers, or its head: columns that have nearly the same name, and kinds of
        numbers, decide how a rule can be written.

    Examples
    --------
    >>> query = Query(((Within("recency_score", 5, 5, True), Within("orders", 4, None)),))
    >>> print(query)
    recency score 5 and orders more than 4
    >>> query.pandas
    'recency_score == 5 and orders > 4'
    >>> query.pandas_code
    "table.query('recency_score == 5 and orders > 4')"
    >>> query.sql
    'SELECT * FROM customers WHERE "recency_score" = 5 AND "orders" > 4'
    >>> Query(((OneOf("µ", ("Rome",)),),)).pandas
    "table['µ'].isin(['Rome'])"
    """

    rules: tuple[tuple[Condition, ...], ...] = ()
    names: Mapping[str, str] | None = None
    table: pd.DataFrame | None = field(default=None, repr=False, compare=False)

    @property
    def words(self) -> str:
        """As people say it; "nobody" if nothing is chosen."""
        if not self.rules:
            return "nobody"
        parts = [
            " and ".join(part.words(self._name(part.column)) for part in rule)
            for rule in self.rules
        ]
        return "; or ".join(parts) if all(parts) else "everybody"

    @property
    def pandas(self) -> str:
        """As an expression for ``customers.query(...)``; empty if nothing is chosen.

        Where ``DataFrame.query`` cannot say it, a mask of ``table``: see `pandas_code`.
        """
        try:
            return self._written("query")
        except _UnsaidError:
            return self._mask()

    @property
    def pandas_code(self) -> str:
        """As code that runs in any case: the chosen rows of a DataFrame called ``table``."""
        try:
            expression = self._written("query")
        except _UnsaidError:
            return f"table[{self._mask()}]"
        return f"table.query({expression!r})" if expression else "table.head(0)"

    @property
    def sql(self) -> str:
        """As a query of a table called ``customers``.

        Raises
        ------
        ValueError
            If SQL cannot say it, such as a column whose name differs from another's by case only.
        """
        return f"SELECT * FROM customers WHERE {_said_in_sql(lambda: self._written('sql'))}"

    def also(self, *conditions: Condition) -> Query:
        """Ask for more conditions, whatever the rule."""
        return Query(tuple((*rule, *conditions) for rule in self.rules), self.names, self.table)

    def __str__(self) -> str:
        return self.words

    def __bool__(self) -> bool:
        return bool(self.rules)

    def _name(self, column: str) -> str:
        return (self.names or {}).get(column, str(column).replace("_", " "))

    def _mask(self) -> str:
        try:
            return self._written("code")
        except _UnsaidError as reason:
            raise ValueError(
                f"pandas has no code for {reason}. Take explorer.selected instead."
            ) from None

    def _written(self, language: Language) -> str:
        scribe = _Scribe(language, self.table)
        grammar = scribe.grammar
        if not self.rules:
            return grammar.nobody
        if () in self.rules:
            return scribe.everybody()
        parts = [grammar.both.join(part.written(scribe) for part in rule) for rule in self.rules]
        if len(parts) > 1:
            parts = [f"({part})" if grammar.both in part else part for part in parts]
        return grammar.either.join(parts)


def _said_in_sql(write: Callable[[], str]) -> str:
    try:
        return write()
    except _UnsaidError as reason:
        raise ValueError(
            f"SQL cannot say {reason}. Take the rule for pandas, or explorer.selected."
        ) from None


def _said(number: float | None) -> str:
    return f"{float(number or 0):,.10g}"
