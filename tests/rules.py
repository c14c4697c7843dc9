"""Names and values that no rule expects, and who is found by a rule in each of its languages."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from functools import cache

import duckdb
import numpy as np
import pandas as pd
from hypothesis import strategies as st

from clvwidgets.segments.rules import Query

_ODD = [
    "class",
    "and",
    "None",
    "inf",
    "True",
    "index",
    "list",
    "sin",
    "µ",
    "ﬁ",
    "a`b",
    'a"b',
    "a'b",
]
_ODD += ["a\\b", "a\tb", "a#b", "a\u200bb", "a b", "a_b", "Age", "age", "@x", "1st", "שלום"]
_ODD += ["🛒", "größe", "", "customers", "__class__", "nan", "a\nb", "a;b", "--", "table", "pd"]
NAMES = st.one_of(st.sampled_from([*_ODD, "e", "\u017f"]), st.text(max_size=6))

_moments = st.datetimes(dt.datetime(1900, 1, 1), dt.datetime(2200, 1, 1))
TEXTS = st.text(st.characters(blacklist_categories=["Cs"]), max_size=6)
KINDS = [
    TEXTS,
    st.sampled_from(["a`b", "a\0b", "O'Hara", '"', "\\", "not known", "other", "NULL", "@x", "{}"]),
    st.booleans(),
    st.integers(-(2**62), 2**62),
    st.floats(allow_nan=False),
    st.decimals(
        allow_nan=False, allow_infinity=False, places=3, min_value=-(10**9), max_value=10**9
    ),
    _moments,
    _moments.map(lambda moment: moment.replace(tzinfo=dt.UTC)),
    st.dates(dt.date(1900, 1, 1), dt.date(2200, 1, 1)),
    st.timedeltas(dt.timedelta(-999), dt.timedelta(999)),
    st.integers(-5, 5).map(lambda low: pd.Interval(low, low + 1)),
    st.uuids(),
    st.binary(max_size=4),
]
"""One strategy for each kind of value."""

_PLACE = "place of a customer in the table"


def engine_with(customers: pd.DataFrame) -> duckdb.DuckDBPyConnection:
    """Give DuckDB the table; of columns that it cannot hold it learns what is missing in them.

    Parameters
    ----------
    customers : one row a customer; the name of its index, if it has one, is a column too
    """
    connection, table = _connection(), _placed(customers)
    table = table if table.index.name is None else table.reset_index()
    try:
        return connection.register("customers", table)
    except (duckdb.Error, TypeError):
        unknown = [name for name in table if not _is_known(connection, table[[name]])]
    blank = {name: table[name].notna().map({True: "known", False: None}) for name in unknown}
    return connection.register("customers", table.assign(**blank))


@cache
def _connection() -> duckdb.DuckDBPyConnection:
    """Open one connection for all tables: the last one that it was given is its customers."""
    return duckdb.connect()


def found_by(
    query: Query, customers: pd.DataFrame, engine: duckdb.DuckDBPyConnection
) -> Iterator[tuple[str, list[int]]]:
    """Run a rule in every language that can say it: language, and places of who is found.

    Parameters
    ----------
    query : the rule
    customers : as for `engine_with`
    engine : what it gave
    """
    table = _placed(customers)
    names = {"table": table, "pd": pd}
    yield "code", eval(query.pandas_code, names)[_PLACE].tolist()
    if query.pandas_code.startswith("table["):
        yield "mask", table[eval(query.pandas, names)][_PLACE].tolist()
    elif query:
        yield "query", table.query(query.pandas)[_PLACE].tolist()
    text = _in_sql(query)
    if text is not None:
        rows = engine.sql(f'SELECT "{_PLACE}" FROM ({text})').fetchall()
        yield "SQL", sorted(row[0] for row in rows)


def _placed(customers: pd.DataFrame) -> pd.DataFrame:
    return customers.assign(**{_PLACE: np.arange(len(customers))})


def _in_sql(query: Query) -> str | None:
    """Say the rule in SQL; None where SQL cannot say it, and says so."""
    try:
        return query.sql
    except ValueError as refusal:
        said = str(refusal)
    assert said.startswith("SQL cannot say")
    return None


def _is_known(connection: duckdb.DuckDBPyConnection, column: pd.DataFrame) -> bool:
    try:
        connection.register("one_column", column)
    except (duckdb.Error, TypeError):
        return False
    return True
