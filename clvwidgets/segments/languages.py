"""One door through which names and values of any kind enter code: pandas' and SQL's.

What cannot be said in a language gives None here; the rules then say so in a sentence.
"""

from __future__ import annotations

import datetime as dt
import math
import numbers
import re
from collections.abc import Hashable, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import Any
from uuid import UUID

import pandas as pd

_EXACT = 2**53
"""Up to here a float tells each whole number from the next."""

_LONGEST = 2**127
"""Whole numbers of SQL engines end here."""

_DIGITS_OF_A_DECIMAL = 15
"""So many digits after which SQL's decimal literals no longer give the same float."""


# Names


def query_name(column: Hashable, columns: Sequence[Hashable] = ()) -> str | None:
    """Write a column's name for ``DataFrame.query``; None if it would not find this very column.

    pandas is asked itself, on a table of one row with these columns: keywords, letters that Python
    takes for others, and names that become the same behind backticks all show there.

    Parameters
    ----------
    column : str
    columns : sequence, optional
        All columns of the table, if known.

    Returns
    -------
    str or None

    Examples
    --------
    >>> query_name("orders"), query_name("place of birth"), query_name("µ")
    ('orders', '`place of birth`', None)
    """
    if not isinstance(column, str) or "`" in column:
        return None
    return _name_that_pandas_finds(column, tuple(columns))


@lru_cache(maxsize=64)  # a rule names its columns anew for each condition and each language
def _name_that_pandas_finds(column: str, columns: tuple[Hashable, ...]) -> str | None:
    name = column if column.isidentifier() else f"`{column}`"
    known = list(columns) if column in columns else [*columns, column]
    probe = pd.DataFrame([range(len(known))], columns=pd.Index(known, dtype=object))
    try:
        found = probe.query(f"{name}.notna() and {name} in [{known.index(column)}]")
    except Exception:
        return None
    return name if len(found) == 1 else None


def code_name(column: Hashable, columns: Sequence[Hashable] = (), index: Hashable = None) -> str:
    """Write a column of ``table`` as Python; the name of its index is a column too.

    Parameters
    ----------
    column : label
    columns : sequence of label
        All columns of the table, if known.
    index : label
        Name of the table's index.

    Returns
    -------
    str

    Examples
    --------
    >>> code_name("class")
    "table['class']"
    """
    if column == index and column not in columns:
        return "table.index.to_series()"
    return f"table[{column!r}]"


def sql_name(column: Hashable, columns: Sequence[Hashable] = ()) -> str | None:
    """Write a column's name for SQL, where names that differ by case only are the same.

    Parameters
    ----------
    column : label
    columns : sequence of label
        All columns of the table, if known.

    Returns
    -------
    str or None
        None if it cannot be written.

    Examples
    --------
    >>> sql_name("place of birth"), sql_name("age", ["age", "Age"])
    ('"place of birth"', None)
    """
    name = str(column)
    same = [other for other in columns if str(other).lower() == name.lower() and other != column]
    if not name or "\0" in name or not _is_unicode(name) or same:
        return None
    return '"' + name.replace('"', '""') + '"'


# Values


def query_value(value: Any) -> str | None:
    """Write a value for ``DataFrame.query``, which knows texts and plain numbers.

    Parameters
    ----------
    value : any

    Returns
    -------
    str or None
        None if it cannot be written.

    Examples
    --------
    >>> query_value("Rome"), query_value(float("inf"))
    ("'Rome'", None)
    """
    plain = _plain(value)
    if type(plain) is str:
        # pandas looks for names in backticks on its own, and takes an escaped backslash before a
        # quote for an escaped quote.
        written = repr(plain)
        return None if re.search(r"[`\\]", written) or not _is_unicode(plain) else written
    if type(plain) in (bool, int, float) and math.isfinite(plain):
        return _number(plain)
    return None


def code_value(value: Any) -> str | None:
    """Write a value as Python that needs pandas, called ``pd``, and nothing else.

    Parameters
    ----------
    value : any

    Returns
    -------
    str or None
        None if it cannot be written.

    Examples
    --------
    >>> code_value(float("inf")), code_value(pd.Interval(0, 1))
    ("float('inf')", "pd.Interval(0, 1, closed='right')")
    """
    plain = _plain(value)
    if type(plain) in (bool, int, float):
        return _number(plain) if math.isfinite(plain) else f"float('{plain}')"
    if type(plain) in (str, bytes):
        return repr(plain)
    if isinstance(plain, Decimal):
        return f"__import__('decimal').Decimal('{plain}')"
    if isinstance(plain, UUID):
        return f"__import__('uuid').UUID('{plain}')"
    if isinstance(plain, pd.Interval):
        ends = [code_value(plain.left), code_value(plain.right)]
        return (
            None if None in ends else f"pd.Interval({ends[0]}, {ends[1]}, closed={plain.closed!r})"
        )
    if isinstance(plain, pd.Period):
        return f"pd.Period({str(plain)!r}, freq={plain.freqstr!r})"
    if isinstance(plain, dt.timedelta):
        delta = pd.Timedelta(plain)
        return f"pd.Timedelta({delta.isoformat()!r})"
    if isinstance(plain, dt.datetime):
        return _code_moment(pd.Timestamp(plain))
    if isinstance(plain, dt.date):
        return f"pd.Timestamp({plain.isoformat()!r}).date()"
    if isinstance(plain, dt.time) and plain.tzinfo is None:
        return f"pd.Timestamp('2000-01-01T{plain.isoformat()}').time()"
    return None


def sql_value(value: Any) -> str | None:
    """Write a value as a literal of SQL, in the dialect that DuckDB and PostgreSQL share.

    Parameters
    ----------
    value : any

    Returns
    -------
    str or None
        None if it cannot be written.

    Examples
    --------
    >>> sql_value("O'Hara"), sql_value(float("inf")), sql_value(pd.Interval(0, 1))
    ("'O''Hara'", "CAST('Infinity' AS DOUBLE)", None)
    """
    plain = _plain(value)
    if isinstance(plain, bool):
        return "TRUE" if plain else "FALSE"
    if isinstance(plain, int):
        return str(plain) if abs(plain) < _LONGEST else None
    if isinstance(plain, float):
        return _sql_float(plain)
    if isinstance(plain, Decimal):
        written = f"{plain:f}"
        return written if plain.is_finite() and len(written) <= 38 else None
    if isinstance(plain, str):
        return _sql_text(plain) if _is_unicode(plain) else None
    if isinstance(plain, UUID):
        return f"CAST('{plain}' AS UUID)"
    if isinstance(plain, dt.timedelta):
        delta = pd.Timedelta(plain)
        micro, rest = divmod(delta.value, 1000)
        return None if rest else f"INTERVAL '{micro} microseconds'"
    if isinstance(plain, dt.datetime):
        return _sql_moment(pd.Timestamp(plain))
    if isinstance(plain, dt.date):
        return f"DATE '{plain.isoformat()}'"
    if isinstance(plain, dt.time) and plain.tzinfo is None:
        return f"TIME '{plain.isoformat()}'"
    return None


def sql_kind(value: Any) -> str:
    """Name the kind of a value in SQL, where a column holds one kind only.

    Parameters
    ----------
    value : any

    Returns
    -------
    str

    Examples
    --------
    >>> sql_kind(1), sql_kind(1.5), sql_kind("1")
    ('number', 'number', 'str')
    """
    plain = _plain(value)
    if isinstance(plain, numbers.Number) and not isinstance(plain, bool):
        return "number"
    return type(plain).__name__


def is_exact(dtype: Any, edges: Sequence[float]) -> bool:
    """Whether a column compares with these numbers as its floats do.

    Objects, such as decimals, fail beside missing values; narrow floats narrow the number too; and
    whole numbers beyond 2**53 lie between floats.
    """
    name = str(dtype).lower()
    if name == "float64":
        return True
    return name.startswith(("int", "uint")) and all(abs(edge) < _EXACT for edge in edges)


def _plain(value: Any) -> Any:
    """Take NumPy's values for Python's or pandas', whose text is code."""
    import numpy as np

    if isinstance(value, np.datetime64):
        return pd.Timestamp(value)
    if isinstance(value, np.timedelta64):
        return pd.Timedelta(value)
    if isinstance(value, np.generic):
        return value.item()
    return str(value) if isinstance(value, str) else value


def _number(plain: float) -> str:
    """Write a number so that reading it gives the same number."""
    if isinstance(plain, float) and plain == int(plain) and abs(plain) < _EXACT:
        return str(int(plain))
    return repr(plain)


def _is_unicode(text: str) -> bool:
    """Whether engines can take it: half a pair of surrogates is no letter."""
    return not any("\ud800" <= letter <= "\udfff" for letter in text)


def _code_moment(moment: pd.Timestamp) -> str:
    if moment.tzinfo is None:
        return f"pd.Timestamp({moment.isoformat()!r})"
    return f"pd.Timestamp({moment.tz_convert('UTC').isoformat()!r})"


def _sql_text(text: str) -> str:
    """Quote a text; the letter that ends texts in C is put in by its number."""
    parts = ["'" + part.replace("'", "''") + "'" for part in text.split("\0")]
    return parts[0] if len(parts) == 1 else "(" + " || chr(0) || ".join(parts) + ")"


def _sql_float(number: float) -> str | None:
    if math.isnan(number):
        return None
    if math.isinf(number):
        return f"CAST('{'-' if number < 0 else ''}Infinity' AS DOUBLE)"
    written = _number(number)
    digits = sum(letter.isdigit() for letter in written)
    # A literal with an exponent is a float, one without a decimal, of which too long ones are
    # turned into a neighbour of the float that is meant.
    return written if "e" in written or digits <= _DIGITS_OF_A_DECIMAL else f"{written}e0"


def _sql_moment(moment: pd.Timestamp) -> str:
    if moment.tzinfo is not None:
        return f"TIMESTAMPTZ '{moment.tz_convert('UTC').isoformat(sep=' ')}'"
    kind = "TIMESTAMP_NS" if moment.nanosecond else "TIMESTAMP"
    return f"{kind} '{moment.isoformat(sep=' ')}'"
