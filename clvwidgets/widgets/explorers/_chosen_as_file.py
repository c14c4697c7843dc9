"""The chosen customers leave: as a table of the reader's library, as a file."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from clvwidgets.data import write_csv
from clvwidgets.data.yes_no import agrees
from clvwidgets.number_format import NumberFormat, format_number

if TYPE_CHECKING:
    import pandas as pd


def as_csv(listed: pd.DataFrame) -> bytes:
    """Write customers as a CSV file's bytes.

    Parameters
    ----------
    listed : pandas.DataFrame
        One row a customer.

    Returns
    -------
    bytes

    Raises
    ------
    ValueError
        If there is none.
    """
    if listed.empty:
        raise ValueError(
            "Nobody is chosen, so there is nothing to write. Choose groups in the chart, "
            "or with select(...)."
        )
    buffer = io.BytesIO()
    write_csv(listed, buffer)
    return buffer.getvalue()


def who_agreed(chosen: pd.DataFrame, consent: str | None) -> pd.DataFrame:
    """Leave out who did not say yes, if there is a column that tells."""
    return chosen if consent is None else chosen[agrees(chosen[consent])]


def known_consent(column: str | None, customers: pd.DataFrame) -> str | None:
    """Give the name of a column back if it is there.

    Parameters
    ----------
    column : str or None
        Column of yes and no, if there is one.
    customers : pandas.DataFrame
        One row a customer.

    Returns
    -------
    str or None

    Raises
    ------
    ValueError
        If it is not.
    """
    if column is None or column in customers:
        return column
    raise ValueError(
        f"There is no column {column!r} that says who may be written to. Keep it for each "
        f"customer: TransactionLog(table, attributes=[{column!r}])."
    )


def in_library(table: pd.DataFrame, library: str) -> Any:
    """Give a table of customers in a library: pandas, Polars or PyArrow."""
    if library == "polars":
        import polars

        return polars.from_pandas(table.reset_index())
    if library == "pyarrow":
        import pyarrow  # type: ignore[import-untyped]

        rows = table.reset_index()
        rows.attrs = {}  # notes of ours, which Arrow would write as JSON
        return pyarrow.Table.from_pandas(rows, preserve_index=False)
    return table


def told(count: int, of: int, least: int, locale: str) -> str:
    """Say how many of the chosen customers are in a file, unless they are too few to tell.

    Parameters
    ----------
    count, of : int
        Customers in the file, and chosen.
    least : int
        Smaller numbers are not told.
    locale : str
        How numbers are written.

    Returns
    -------
    str

    Examples
    --------
    >>> told(3, 4, 0, "en-US"), told(3, 3, 10, "en-US")
    ('3 of the 4 chosen customers', 'the chosen customers')
    """
    if any(0 < number < least for number in (count, of - count)):
        return "the chosen customers" if count == of else "those of the chosen who agreed"
    kind = NumberFormat("count")
    written = format_number(count, kind, locale=locale)
    chosen = format_number(of, kind, locale=locale)
    share = f"{written} of the {chosen}" if count < of else f"all {chosen}"
    return f"{share} chosen customers"
