"""From the caller's table to rows whose fate is known: used, or set aside and why.

Everything but the reading of text is done by Narwhals, so that tables of other libraries take the
same way.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import narwhals as nw

from clvwidgets.data._columns import Columns
from clvwidgets.data._parsing import AmbiguousDatesError, read_days, read_numbers

CUSTOMER, DATE, AMOUNT, FATE = "customer", "date", "amount", "fate"


@dataclass(frozen=True)
class Fate:
    """What becomes of a row, and why.

    ``role`` is the column to look at, ``advice`` what to do when every row of a table has this
    fate; it may name the column as ``{column}``.
    """

    reason: str
    used: bool
    role: str = AMOUNT
    advice: str = ""


# A row carries the number of its fate. Where several fit, the last counts: a row without customer
# is "no customer", whatever else is wrong with it.
FATES = (
    Fate("purchase", used=True),
    Fate("zero amount", used=True),
    Fate(
        "return (negative amount)",
        used=False,
        advice="If purchases are booked with a minus sign, turn it: "
        "table[{column}] = -table[{column}].",
    ),
    Fate(
        "amount is not a number",
        used=False,
        advice="Write amounts like 12.50, without currency sign or thousands separator, or name "
        "another column: TransactionLog(table, amount=...).",
    ),
    Fate("no amount", used=False, advice="Name another column: TransactionLog(table, amount=...)."),
    Fate(
        "date cannot be read",
        used=False,
        role=DATE,
        advice="Write dates like 2024-01-31, or convert the column first: "
        "table[{column}] = pd.to_datetime(table[{column}], format=...), with unit='s' for seconds "
        "since 1970.",
    ),
    Fate(
        "no date",
        used=False,
        role=DATE,
        advice="Name another column: TransactionLog(table, date=...).",
    ),
    Fate(
        "no customer",
        used=False,
        role=CUSTOMER,
        advice="Name another column: TransactionLog(table, customer=...).",
    ),
)


USED = tuple(number for number, fate in enumerate(FATES) if fate.used)


def read_rows(table: nw.DataFrame[Any], columns: Columns) -> nw.DataFrame[Any]:
    """Find customer, day, amount and fate of each row of the table, in its order.

    Dates are days without time of day. The amount is null where there is no finite number.
    """
    customer, date, amount = (
        tidy(table[name]) for name in (columns.customer, columns.date, columns.amount)
    )
    rows = table.select(
        customer.alias(CUSTOMER),
        _days(date).alias(DATE),
        _numbers(amount).alias(AMOUNT),
        _is_missing(customer).alias("no customer"),
        _is_missing(date).alias("no date"),
        _is_missing(amount).alias("no amount"),
    ).with_columns(nw.when(nw.col(AMOUNT).is_finite()).then(nw.col(AMOUNT)))
    conditions = (
        nw.col(AMOUNT) == 0,
        nw.col(AMOUNT) < 0,
        nw.col(AMOUNT).is_null(),
        nw.col("no amount"),
        nw.col(DATE).is_null(),
        nw.col("no date"),
        nw.col("no customer"),
    )
    fate: nw.Expr = nw.lit(0, dtype=nw.Int8)
    for number, condition in enumerate(conditions, start=1):
        fate = nw.when(condition).then(nw.lit(number, dtype=nw.Int8)).otherwise(fate)
    return rows.select(CUSTOMER, DATE, AMOUNT, fate.alias(FATE))


def tidy(column: nw.Series[Any]) -> nw.Series[Any]:
    """Give a column one type: mixed kinds (1 and "A7") become text, categories their values."""
    if column.dtype not in (nw.Object, nw.Categorical, nw.Enum):
        return column
    if not column.implementation.is_pandas_like():
        return column.cast(nw.String)
    values = column.to_pandas().astype("object").convert_dtypes()
    if values.dtype == "object":
        values = values.map(_text, na_action="ignore").astype("string")
    return nw.from_native(values, series_only=True)


def _text(value: Any) -> str:
    # A spreadsheet turns the id 7 into 7.0 when another id in the column is missing.
    whole = isinstance(value, float) and value.is_integer()
    return str(int(value)) if whole else str(value)


def _is_missing(column: nw.Series[Any]) -> nw.Series[Any]:
    """Null, not-a-number, or text without a visible character."""
    missing = column.is_null()
    if column.dtype.is_float():
        return missing | column.is_nan()
    if column.dtype == nw.String:
        return missing | (column.str.strip_chars() == "")
    return missing


def _days(column: nw.Series[Any]) -> nw.Series[Any]:
    if column.dtype == nw.Datetime:
        return column.dt.replace_time_zone(None).dt.truncate("1d")
    if column.dtype == nw.Date:
        return column.cast(nw.Datetime("us"))
    try:
        days = read_days(column.to_pandas())
    except AmbiguousDatesError as error:
        name = column.name
        raise ValueError(
            f"Dates such as {error} in column {name!r} can be read with the day or with the month "
            f"first, and no row decides it. Say which: table[{name!r}] = "
            f"pd.to_datetime(table[{name!r}], dayfirst=True), or dayfirst=False."
        ) from None
    return _like(column, days.to_numpy(), nw.Datetime("us"))


def _numbers(column: nw.Series[Any]) -> nw.Series[Any]:
    if column.dtype.is_numeric():
        return column.cast(nw.Float64)
    if column.dtype == nw.String:
        return _like(column, read_numbers(column.to_pandas()).to_numpy(), nw.Float64())
    return _like(column, [None] * len(column), nw.Float64())


def _like(column: nw.Series[Any], values: Any, dtype: nw.dtypes.DType) -> nw.Series[Any]:
    """Put values into a column of the library that ``column`` comes from."""
    return nw.new_series(column.name, values, dtype, backend=column.implementation)
