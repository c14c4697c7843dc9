"""Writing a table as CSV that a spreadsheet will not run."""

from __future__ import annotations

import csv
import datetime as dt
import os
from enum import Enum
from numbers import Number
from typing import Any, BinaryIO

import pandas as pd

from clvwidgets._files import at_place
from clvwidgets.arguments import checked
from clvwidgets.data._csv_guard import harmless
from clvwidgets.significant import significant_table

# As many as an amount with cents may need.
_DIGITS = 12


@checked()
def write_csv(table: pd.DataFrame, path: str | os.PathLike[str] | BinaryIO) -> None:
    r"""Write a table and its index as CSV; text that looks like a formula is made harmless.

    A customer may be called ``=cmd()``: a spreadsheet that opens the file would run it. Such text
    gets an apostrophe in front, in cells, index and column names. All text stands in quotes, so
    that it stays whole whatever separates cells where it is read. Numbers stay numbers. Null bytes,
    at which some programs stop reading, are left out. Fractions are written with twelve digits:
    the others hang on the processor.

    Parameters
    ----------
    table : pandas.DataFrame
        It is not changed.
    path : str, path or binary file
        File to write, in UTF-8.

    Examples
    --------
    >>> import tempfile
    >>> from pathlib import Path
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder) / "customers.csv"
    ...     write_csv(pd.DataFrame({"revenue": [-5.0]}, index=["=cmd()"]), path)
    ...     print(path.read_text().split())
    ['"","revenue"', '"\'=cmd()",-5.0']
    """
    table = significant_table(table, _DIGITS)
    # Cell by cell: text stands in several types (object, string, category), and pandas' own would
    # not hold every text.
    safe = table.astype(object)
    for place, name in enumerate(table.index.names):
        cells = pd.Series(
            list(table.index.get_level_values(place)), index=table.index, dtype=object
        )
        safe.insert(place, "" if name is None else name, cells, allow_duplicates=True)
    safe = safe.reset_index(drop=True).map(_harmless)
    safe.columns = pd.Index([_harmless(name) for name in safe.columns])
    with at_place(path):
        safe.to_csv(path, index=False, encoding="utf-8", quoting=csv.QUOTE_NONNUMERIC)


def _harmless(value: Any) -> Any:
    """Leave numbers, days and what is missing; all else is text in the end."""
    if isinstance(value, Number | dt.date) and not isinstance(value, Enum):
        return value
    if pd.api.types.is_scalar(value) and pd.isna(value):
        return value
    return harmless(str(value))
