"""A few columns of anybody's table, as pandas holds them: whole, or refused in a sentence."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING, Any

from clvwidgets.data.yes_no import agrees
from clvwidgets.doors import TEXT, shown, written

if TYPE_CHECKING:
    import narwhals as nw
    import numpy as np
    import numpy.typing as npt
    import pandas as pd

_TOO_MUCH = 1e100  # no sum of squares could hold it


def read_whole(table: Any) -> nw.DataFrame[Any]:
    """Take a table into memory, detached from what the caller does to it later.

    Columns that are read one after the other from it belong together row by row, which those of
    a lazy table need not.

    Parameters
    ----------
    table : table
        pandas, Polars, PyArrow or lazy: whatever Narwhals takes.

    Returns
    -------
    narwhals.DataFrame

    Raises
    ------
    ValueError
        If the table has no rows, or two columns of one name.
    TypeError
        If it is no table.

    Examples
    --------
    >>> import pandas as pd
    >>> read_whole(pd.DataFrame({"margin": [9.0, 7.0]})).shape
    (2, 1)
    """
    import narwhals as nw

    from clvwidgets.data._sources import open_table

    if not hasattr(type(table), "columns"):
        raise TypeError(
            f"table must be a table (pandas, Polars, PyArrow or lazy), got {shown(table)}."
        )
    source = open_table(table)
    frame = source.frame
    if isinstance(frame, nw.LazyFrame):
        frame = nw.from_native(source.fetch(frame), eager_only=True)
    if not len(frame):
        raise ValueError("The table has no rows. Check the file or the filter it comes from.")
    return frame


def read_columns(table: Any, **named: str | None) -> pd.DataFrame:
    """Read the columns that an analysis needs, and no others.

    Parameters
    ----------
    table : table
        pandas, Polars, PyArrow or lazy: whatever Narwhals takes.
    **named : str or None
        What each column is for, and its name; those that are None are passed over.

    Returns
    -------
    pandas.DataFrame
        In the order of the rows; a column that is used twice stands there once.

    Raises
    ------
    ValueError
        If the table has no rows, lacks a column or has one twice.
    TypeError
        If it is no table.

    Examples
    --------
    >>> import pandas as pd
    >>> trial = pd.DataFrame({"got_it": [True, False], "margin": [9.0, 7.0], "town": "Ulm"})
    >>> read_columns(trial, treated="got_it", outcome="margin", unit=None).columns.tolist()
    ['got_it', 'margin']
    """
    frame = read_whole(table)
    wanted = {role: name for role, name in named.items() if name is not None}
    for role, name in wanted.items():
        TEXT.check(role, name)
        _require(role, name, frame.columns)
    chosen = frame.select(*dict.fromkeys(wanted.values())).to_pandas()
    return chosen.reset_index(drop=True)


def read_numbers(column: pd.Series[Any], role: str) -> npt.NDArray[np.float64]:
    """Read a column of numbers, or of yes and no as 1 and 0, in which nothing is missing.

    Parameters
    ----------
    column : pandas.Series
    role : str
        What the column is for, in messages.

    Returns
    -------
    numpy.ndarray

    Raises
    ------
    ValueError
        If a value is missing, infinite or no number.

    Examples
    --------
    >>> import pandas as pd
    >>> read_numbers(pd.Series([True, False], name="bought"), "outcome").tolist()
    [1.0, 0.0]
    """
    import numpy as np

    refuse_gaps(column, role)
    if column.dtype.kind in "mM":
        raise ValueError(
            f"Column {column.name!r}, given as {role}, must hold numbers; it has days or times "
            f"such as {written(column.iloc[0])}. Count the days since one of them."
        )
    try:
        numbers = column.to_numpy(dtype=float)
    except (TypeError, ValueError):
        strange = next((value for value in column if isinstance(value, str)), column.iloc[0])
        raise ValueError(
            f"Column {column.name!r}, given as {role}, must hold numbers; it has values such as "
            f"{written(strange)}."
        ) from None
    beyond = ~(np.abs(numbers) < _TOO_MUCH)
    if beyond.any():
        raise ValueError(
            f"Column {column.name!r}, given as {role}, has {int(beyond.sum()):,} values that are "
            f"infinite or beyond 1e100, such as {numbers[beyond][0]:g}. Check what made it."
        )
    return numbers


def read_yes_no(column: pd.Series[Any], role: str) -> npt.NDArray[np.bool_]:
    """Read a column that says yes or no of each row, however it is written.

    Parameters
    ----------
    column : pandas.Series
    role : str
        What the column is for, in messages.

    Returns
    -------
    numpy.ndarray of bool

    Raises
    ------
    ValueError
        If it says neither for some.

    Examples
    --------
    >>> import pandas as pd
    >>> read_yes_no(pd.Series(["yes", "no"], name="got_it"), "treated").tolist()
    [True, False]
    """
    if column.dtype == bool:  # the usual case, and many times as fast
        return column.to_numpy()
    refuse_gaps(column, role)
    try:
        flags: npt.NDArray[np.bool_] = agrees(column).to_numpy(dtype=bool)
    except ValueError:
        values = list(dict.fromkeys(column))
        name, example = column.name, written(values[-1])
        raise ValueError(
            f"Column {name!r}, given as {role}, must say yes or no (true or false, 1 or 0); it has "
            f"{len(values):,} values such as {example}. Make such a column: "
            f"table['{role}'] = table[{name!r}] == {example}; of more than two groups keep two."
        ) from None
    return flags


def refuse_gaps(column: pd.Series[Any], role: str) -> None:
    """Refuse a column in which values are missing: name it, count them, say the way out.

    Parameters
    ----------
    column : pandas.Series
    role : str
        What the column is for.

    Raises
    ------
    ValueError
        If a value is missing.

    Examples
    --------
    >>> import pandas as pd
    >>> refuse_gaps(pd.Series([1, 2], name="customer_id"), "unit")
    """
    missing, name = int(column.isna().sum()), column.name
    if missing:
        raise ValueError(
            f"Column {name!r}, given as {role}, is missing for {missing:,} of {len(column):,} "
            f"rows. A gap is no zero: fill it with what it means (table[{name!r}].fillna(...)), or "
            f"leave those rows out: table.dropna(subset=[{name!r}])."
        )


def _require(role: str, name: str, known: list[str]) -> None:
    if name in known:
        return
    near = difflib.get_close_matches(name, known, 1, 0.6)
    hint = f" Did you mean {near[0]!r}?" if near else ""
    raise ValueError(
        f"The table has no column {name!r}, given as {role}.{hint} Its columns are: "
        f"{', '.join(known) or 'none'}."
    )
