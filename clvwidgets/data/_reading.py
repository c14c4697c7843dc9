"""From the columns of the caller's table to typed values: customer, day, amount and marks."""

from __future__ import annotations

import datetime as dt
from contextlib import suppress
from typing import Any

import narwhals as nw
import numpy as np
import pandas as pd

from clvwidgets.data._columns import Columns
from clvwidgets.data._fates import (
    AMOUNT,
    CUSTOMER,
    DATE,
    MARKED,
    NO_AMOUNT,
    NO_CUSTOMER,
    NO_DATE,
)
from clvwidgets.data._parsing import (
    AmbiguousDatesError,
    AmbiguousNumbersError,
    read_days,
    read_numbers,
)
from clvwidgets.doors import written

_TOO_MUCH = 1e100


def read_values(
    table: nw.DataFrame[Any], columns: Columns, return_mark: str | None = None
) -> nw.DataFrame[Any]:
    """Find customer, day, amount and marks of each row of the table, in its order.

    Dates are days without time of day. The amount is null where there is no number below 1e100.
    """
    customer, date, amount = (
        tidy(table[name]) for name in (columns.customer, columns.date, columns.amount)
    )
    values = table.select(
        customer.alias(CUSTOMER),
        read_dates(date).alias(DATE),
        _numbers(amount).alias(AMOUNT),
        is_missing(customer, customer.dtype).alias(NO_CUSTOMER),
        is_missing(date, date.dtype).alias(NO_DATE),
        is_missing(amount, amount.dtype).alias(NO_AMOUNT),
        *([] if return_mark is None else [_marks(table[return_mark]).alias(MARKED)]),
    )
    return values.with_columns(_money(nw.col(AMOUNT)))


def can_stay_lazy(schema: nw.Schema, columns: Columns) -> bool:
    """Whether the engine can read the values: a column of dates and one of numbers."""
    return schema[columns.date] in (nw.Date, nw.Datetime) and schema[columns.amount].is_numeric()


def lazy_values(table: nw.LazyFrame[Any], schema: nw.Schema, columns: Columns) -> nw.LazyFrame[Any]:
    """Add to a table what :func:`read_values` finds in it, without running anything."""
    customer, date, amount = (
        nw.col(name) for name in (columns.customer, columns.date, columns.amount)
    )
    if schema[columns.customer] in (nw.Categorical, nw.Enum):
        customer = customer.cast(nw.String)
    in_spark = table.implementation.is_spark_like()
    day = date
    if schema[columns.date] == nw.Date and not in_spark:
        # DuckDB has infinite dates, which are no moments.
        day = nw.when((date >= dt.date.min) & (date <= dt.date.max)).then(date)
    return table.with_columns(
        customer.alias(CUSTOMER),
        _whole_days(day, schema[columns.date], in_spark).alias(DATE),
        _money(amount.cast(nw.Float64)).alias(AMOUNT),
        is_missing(customer, schema[columns.customer]).alias(NO_CUSTOMER),
        date.is_null().alias(NO_DATE),
        is_missing(amount, schema[columns.amount]).alias(NO_AMOUNT),
    )


def _money(number: nw.Expr) -> nw.Expr:
    """Leave out what is no amount: not-a-number, and what no sum could hold."""
    return nw.when(number.abs() < _TOO_MUCH).then(number)


def tidy(column: nw.Series[Any]) -> nw.Series[Any]:
    """Give a column one type: mixed kinds (1 and "A7") become text, categories their values."""
    if column.dtype == nw.Unknown and isinstance(column.to_pandas().dtype, pd.SparseDtype):
        dense: pd.Series[Any] = pd.Series(np.asarray(column.to_pandas()), name=column.name)
        return nw.from_native(dense, series_only=True)
    if column.dtype not in (nw.Object, nw.Categorical, nw.Enum):
        return column
    if not column.implementation.is_pandas_like():
        return column.cast(nw.String)
    values = column.to_pandas().astype("object")
    with suppress(OverflowError):  # whole numbers of more than 19 digits stay what they are
        values = values.convert_dtypes()
    if values.dtype == "object":
        values = values.map(_text, na_action="ignore").astype("string")
    return nw.from_native(values, series_only=True)


def _text(value: Any) -> str:
    # A spreadsheet turns the id 7 into 7.0 when another id in the column is missing.
    whole = isinstance(value, float) and value.is_integer()
    return str(int(value)) if whole else str(value)


def is_missing(column: Any, dtype: nw.dtypes.DType) -> Any:
    """Null, not-a-number, or text without a visible character; of a Series or an expression."""
    missing = column.is_null()
    if dtype.is_float():
        return missing | column.is_nan()
    if dtype == nw.String:
        return missing | (column.str.strip_chars() == "")
    return missing


def read_dates(column: nw.Series[Any]) -> nw.Series[Any]:
    """Read the days in a column of dates, or of text or numbers that are dates; null where none."""
    if column.dtype in (nw.Datetime, nw.Date):
        days: nw.Series[Any] = _whole_days(column, column.dtype)
        return days
    try:
        read = read_days(column.to_pandas())
    except AmbiguousDatesError as error:
        name = column.name
        raise ValueError(
            f"Dates such as {error} in column {name!r} can be read with the day or with the month "
            f"first, and no row decides it. Say which: table[{name!r}] = "
            f"pd.to_datetime(table[{name!r}], dayfirst=True), or dayfirst=False."
        ) from None
    return _like(column, read.to_numpy(), nw.Datetime("us"))


def _whole_days(column: Any, dtype: nw.dtypes.DType, in_spark: bool = False) -> Any:
    """Cut off the time of day of a Series or an expression."""
    if dtype == nw.Date:
        return column if in_spark else column.cast(nw.Datetime("us"))
    if dtype.time_zone is not None:  # type: ignore[attr-defined]
        column = column.dt.replace_time_zone(None)
    # A midnight in Spark lies in the zone of its session, where a day may begin at one o'clock.
    return column.cast(nw.Date) if in_spark else column.dt.truncate("1d")


def _numbers(column: nw.Series[Any]) -> nw.Series[Any]:
    if column.dtype.is_numeric():
        return column.cast(nw.Float64)
    if column.dtype == nw.String:
        try:
            numbers = read_numbers(column.to_pandas())
        except AmbiguousNumbersError as error:
            raise ValueError(
                f"Amounts such as {error} in column {column.name!r} can be read with the comma as "
                "decimal or as thousands separator, and no row decides it. Say which: "
                "pd.read_csv(..., decimal=',') or pd.read_csv(..., thousands=',')."
            ) from None
        return _like(column, numbers.to_numpy(), nw.Float64())
    return _like(column, [None] * len(column), nw.Float64())


def _marks(column: nw.Series[Any]) -> nw.Series[Any]:
    """Read a column that marks rows: true and false, or 1 and 0; nothing is no mark."""
    marks = tidy(column)
    values = set(marks.drop_nulls().unique().to_list())
    if not values <= {0, 1}:
        strange = written(next(value for value in values if value not in {0, 1}))
        raise ValueError(
            f"return_mark={column.name!r} must hold true and false, or 1 and 0, got {strange}. "
            f"Make such a column: table['returned'] = table[{column.name!r}] == {strange}."
        )
    if marks.dtype.is_numeric() or marks.dtype == nw.Boolean:
        return (marks == 1).fill_null(False)
    return _like(column, [False] * len(column), nw.Boolean())


def _like(column: nw.Series[Any], values: Any, dtype: nw.dtypes.DType) -> nw.Series[Any]:
    """Put values into a column of the library that ``column`` comes from."""
    return nw.new_series(column.name, values, dtype, backend=column.implementation)
