"""A table that has one row a customer or contract already."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from clvwidgets.data.yes_no import agrees
from clvwidgets.doors import written

if TYPE_CHECKING:
    import pandas as pd

_USUAL_NAMES = ("customer_id", "customer", "client_id", "client", "contract_id", "id")
_FEW = 20  # in so small a table a value of one's own says nothing
_NEARLY_ALL = 0.9  # a column with so many different values, such as names, makes no groups


@dataclass(frozen=True)
class CustomerTable:
    """What an explorer knows of the table that it was given.

    Attributes
    ----------
    rows : pandas.DataFrame
        Indexed by customer.
    library : str
        Of the table that was given.
    attributes : tuple of str
        Columns that can be compared.
    left_out : dict of str to str
        Columns that cannot be compared, and why.
    """

    rows: pd.DataFrame
    library: str
    attributes: tuple[str, ...]
    left_out: dict[str, str]


def keep_free(log: Any, measures: Iterable[str]) -> None:
    """Refuse a log whose own columns have the names of measures: one of the two would be lost.

    Parameters
    ----------
    log : TransactionLog
    measures : iterable of str
        Names of columns that are computed for each customer.

    Raises
    ------
    ValueError
        If the column of the customers, or an attribute, is called like a measure.

    Examples
    --------
    >>> import pandas as pd
    >>> from clvwidgets.data import TransactionLog
    >>> table = pd.DataFrame({"who": ["Ann"], "date": "2024-01-01", "amount": 9})
    >>> keep_free(TransactionLog(table, "who"), ["who"])
    Traceback (most recent call last):
    ValueError: customer='who' has the name of a measure. Rename the column first.
    """
    for name in measures:
        if name == log.columns.customer or name in log.attributes:
            role = "customer" if name == log.columns.customer else "attributes"
            raise ValueError(f"{role}={name!r} has the name of a measure. Rename the column first.")


def read_customers(
    table: Any,
    customer: str | None,
    attributes: Sequence[str],
    others: Sequence[str],
) -> CustomerTable:
    """Read a table of customers.

    Parameters
    ----------
    table : table
        pandas, Polars, PyArrow or lazy.
    customer : str or None
        Column that names the customers; if left out a column of a usual name, else the index of a
        pandas table.
    attributes : sequence of str
        Columns to compare; all that can be, if none is named.
    others : sequence of str
        Columns that are not attributes, such as the one that says who left.

    Returns
    -------
    CustomerTable

    Raises
    ------
    ValueError
        If the table is empty, a column is missing, or customers occur twice.
    """
    import narwhals as nw

    from clvwidgets.data._sources import open_table

    source = open_table(table)
    frame = source.frame
    rows = source.fetch(frame) if isinstance(frame, nw.LazyFrame) else frame.to_pandas()
    if not len(rows):
        raise ValueError("The table has no rows. Check the file or the filter it comes from.")
    for name in [*([customer] if customer else []), *others, *attributes]:
        if name not in rows:
            known = ", ".join(map(str, rows.columns))
            raise ValueError(f"The table has no column {name!r}. Its columns are: {known}.")
    rows = _indexed(rows, customer)
    found = list(attributes) or [str(name) for name in rows if name not in others]
    left_out = {} if attributes else _not_comparable(rows[found])
    kept = tuple(name for name in found if name not in left_out)
    return CustomerTable(rows, frame.implementation.value, kept, left_out)


def as_flags(answers: pd.Series[Any]) -> pd.Series[bool]:
    """Read a column that says of each customer whether they left.

    Parameters
    ----------
    answers : pandas.Series

    Returns
    -------
    pandas.Series of bool

    Raises
    ------
    ValueError
        If it is missing for some, or says neither yes nor no.

    Examples
    --------
    >>> import pandas as pd
    >>> as_flags(pd.Series(["Yes", "no"], name="gone")).tolist()
    [True, False]
    """
    name, missing = answers.name, int(answers.isna().sum())
    if missing:
        raise ValueError(
            f"The column {name!r} does not say of {missing:,} of {len(answers):,} customers "
            f"whether they left. Leave them out: table.dropna(subset=[{name!r}])."
        )
    try:
        return agrees(answers)
    except ValueError:
        example = answers.iloc[0]
        raise ValueError(
            f"The column {name!r} must say of each customer whether they left: true or false, 1 or "
            f"0, yes or no. It has values such as {written(example)}."
        ) from None


def require_numbers(values: pd.Series[Any]) -> None:
    """Refuse a measure that is no number, or is missing for some."""
    import pandas as pd

    if not pd.api.types.is_numeric_dtype(values) or pd.api.types.is_bool_dtype(values):
        raise ValueError(
            f"The column {values.name!r} must hold numbers, it has values such as "
            f"{written(values.iloc[0])}."
        )
    missing = int(values.isna().sum())
    if missing:
        raise ValueError(
            f"The column {values.name!r} is missing for {missing:,} of {len(values):,} customers. "
            f"Fill it or leave them out: table.dropna(subset=[{values.name!r}])."
        )


def _indexed(rows: pd.DataFrame, customer: str | None) -> pd.DataFrame:
    column = customer or next((name for name in _USUAL_NAMES if name in rows), None)
    indexed = rows if column is None else rows.set_index(column)
    twice = indexed.index.duplicated()
    if twice.any():
        first = written(indexed.index[twice][0])
        raise ValueError(
            f"{twice.sum():,} of {len(rows):,} rows name a customer that occurs before, such as "
            f"{first}. A table of customers has one row for each; for a table "
            "of purchases leave churned= out."
        )
    if column is None:
        return indexed.rename_axis(str(rows.index.name or "customer"))
    return indexed


def _not_comparable(columns: pd.DataFrame) -> dict[str, str]:
    """Find the columns that make no groups, and say why."""
    import pandas as pd

    reasons = {}
    for name, values in columns.items():
        if pd.api.types.is_datetime64_any_dtype(values):
            reasons[str(name)] = "dates"
        elif not pd.api.types.is_numeric_dtype(values) and len(values) > _FEW:
            try:
                distinct = values.nunique()
            except TypeError:
                reasons[str(name)] = "values that cannot be compared"
                continue
            if distinct > _NEARLY_ALL * len(values):
                reasons[str(name)] = "nearly a value for each customer"
    return reasons
