"""Tables as charts need them, or a sentence that says which column will not do."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from clvwidgets.doors import TABLE, shown, written


def check_table(
    name: str,
    table: Any,
    numbers: Sequence[str],
    *,
    gaps: Sequence[str] = (),
    also: Sequence[str] = (),
) -> None:
    """Refuse a table that cannot be drawn.

    Parameters
    ----------
    name : str
        What the argument is called.
    table : any
        What was given.
    numbers : sequence of str
        Columns of finite numbers.
    gaps : sequence of str
        Columns of numbers that may be missing.
    also : sequence of str
        Columns of any kind.

    Raises
    ------
    ValueError
        If it has no row, lacks a column, or a number is missing or not finite.
    """
    TABLE.check(name, table)
    for column in (*numbers, *gaps, *also):
        check_column(name, table, column)
    if len(table) == 0:
        raise ValueError(f"{name} must have a row at least, got an empty table.")
    for column in (*numbers, *gaps):
        _check_numbers(name, table[column], may_miss=column in gaps)


def check_column(name: str, table: pd.DataFrame, column: str) -> None:
    """Refuse a table that has no such column, or several."""
    count = list(table.columns).count(column)
    if count != 1:
        has = ", ".join(str(one) for one in table.columns[:12]) or "no columns"
        raise ValueError(
            f"{name} must have one column {column!r}, got {'none' if count == 0 else count}; "
            f"it has {has}."
        )


def check_finite(name: str, table: pd.DataFrame) -> None:
    """Refuse a table with a number that no chart can show: one missing, or without limit."""
    for place in range(table.shape[1]):
        column = table.iloc[:, place]
        if _is_numeric(column):
            _check_numbers(name, column, may_miss=False)


def check_flags(name: str, column: pd.Series[Any]) -> None:
    """Refuse a column that is not of true and false."""
    if column.dtype != bool:
        raise ValueError(
            f"{name} must have True or False in the column {column.name!r}, got "
            f"{shown(column.iloc[0])}."
        )


def from_index(name: str, table: Any, index: str) -> pd.DataFrame:
    """Give a table with its index as a column; refuse one that has another index.

    Parameters
    ----------
    name : str
        What the argument is called.
    table : any
        What was given.
    index : str
        Name that its index must have.

    Returns
    -------
    pandas.DataFrame

    Raises
    ------
    ValueError
        If its index has another name, or a column has that name too.

    Examples
    --------
    >>> list(from_index("table", pd.DataFrame({"a": [1]}).rename_axis("week"), "week"))
    ['week', 'a']
    """
    TABLE.check(name, table)
    if list(table.index.names) != [index] or index in table.columns:
        raise ValueError(
            f"{name} must have the index {index!r}, got {list(table.index.names)}. Name it with "
            f"{name}.rename_axis({index!r}), or set_index({index!r}) if it is a column."
        )
    plain: pd.DataFrame = table.reset_index()
    return plain


def _check_numbers(name: str, column: pd.Series[Any], *, may_miss: bool) -> None:
    if not _is_numeric(column):
        texts = [value for value in column if isinstance(value, str)]
        got = shown((texts or list(column))[0])
        raise ValueError(
            f"{name} must have numbers in the column {column.name!r}, got {got}. "
            "pandas.to_numeric makes numbers of text."
        )
    values = column.to_numpy(dtype=float, na_value=np.nan)
    wrong = np.isinf(values) if may_miss else ~np.isfinite(values)
    if wrong.any():
        row = int(wrong.argmax())
        raise ValueError(
            f"{name} must have finite numbers in the column {column.name!r}, got {values[row]} at "
            f"{written(column.index[row])}. Leave such rows out first."
        )


def _is_numeric(column: pd.Series[Any]) -> bool:
    is_number: bool = pd.api.types.is_numeric_dtype(column.dtype)
    return is_number and not pd.api.types.is_complex_dtype(column.dtype)
