"""Opening what the caller gave: a table in memory, a lazy table, or the path of a file."""

from __future__ import annotations

import os
import reprlib
import tempfile
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import narwhals as nw
from narwhals.exceptions import DuplicateError

from clvwidgets._extras import require
from clvwidgets.data._encoding import copy_as_utf8
from clvwidgets.data._fetch import Fetch
from clvwidgets.data._one_file import OneFile, as_named
from clvwidgets.data._progress import progress

if TYPE_CHECKING:
    import duckdb

_READABLE = (".csv", ".tsv", ".csv.gz", ".parquet")
# How files begin that bear the name of a kind they are not.
_OTHER_KINDS = {
    b"\x1f\x8b": ("gzip", "Name it with .csv.gz at the end."),
    b"PAR1": ("Parquet", "Name it with .parquet at the end."),
    b"PK\x03\x04": ("zip or Excel", "Read it with pandas first, for example pd.read_excel."),
}
# What pandas has no type for: long ids would lose their last digits, times their zone.
_KEPT_AS_TEXT = ("HUGEINT", "UHUGEINT", "BIGNUM", "TIMESTAMP WITH TIME ZONE", "TIME WITH TIME ZONE")


@dataclass(frozen=True)
class Source:
    """A table that was opened.

    Attributes
    ----------
    frame : narwhals.DataFrame or narwhals.LazyFrame
    note : str
        What is worth knowing about the file; empty where there is nothing.
    folder : tempfile.TemporaryDirectory or None
        Holds a copy of the file for as long as the source lives.
    fetch : Fetch
        Runs the plans of a lazy frame.
    """

    frame: nw.DataFrame[Any] | nw.LazyFrame[Any]
    note: str = ""
    folder: tempfile.TemporaryDirectory[str] | None = None
    fetch: Fetch = field(default_factory=Fetch)


def open_table(table: Any) -> Source:
    """Wrap the table, and detach it from later changes that the caller makes to it."""
    if isinstance(table, str | os.PathLike):
        if "://" in str(table):
            raise ValueError(
                f"TransactionLog reads files of this machine, got the address {table!r}. Download "
                "it first, or read it yourself: TransactionLog(pd.read_csv(...))."
            )
        return _open_file(Path(table))
    try:
        frame: nw.DataFrame[Any] | nw.LazyFrame[Any] = nw.from_native(table)
        # Selecting everything makes a table of its own, and finds doubled names.
        return Source(frame.select(nw.all()))
    except DuplicateError as error:
        raise ValueError(
            f"Two columns of the table have the same name. Rename one of them. ({error})"
        ) from None
    except TypeError:
        raise TypeError(
            "TransactionLog needs a table (pandas, Polars, PyArrow, DuckDB, Dask, PySpark) or the "
            "path of a CSV or Parquet file, got "
            f"{type(table).__module__}.{type(table).__qualname__}."
        ) from None
    except Exception as error:  # of an engine, each of which has its own
        raise Fetch().explained(error) from None


def _open_file(path: Path) -> Source:
    """Open a file with DuckDB, which reads it in pieces when the numbers are wanted."""
    _check_file(path)
    duckdb = require(
        "duckdb", "engines", "Reading a file, where you do not do so yourself with pd.read_csv,"
    )
    connection = _connect()
    file = OneFile.at(path)
    fetch = Fetch(path.name, connection, file, path)
    try:
        with progress(f"Opening {path.name}", connection.query_progress):
            if path.suffix.lower() == ".parquet":
                # A folder called "year=2024" would add a column.
                table = connection.read_parquet(as_named(path), hive_partitioning=False)
                return Source(nw.from_native(table), fetch=fetch)
            try:
                return Source(nw.from_native(_open_csv(connection, path)), fetch=fetch)
            except duckdb.Error as error:
                if "utf-8" not in str(error).lower():
                    raise
            folder = tempfile.TemporaryDirectory(prefix="clvwidgets-")
            copy, encoding = copy_as_utf8(path, Path(folder.name))
            fetch = Fetch(path.name, connection, None, path, copy)  # the copy is nobody's but ours
            copied = nw.from_native(_open_csv(connection, copy))
            file.check()
            return Source(copied, _encoding_note(path, encoding), folder, fetch)
    except duckdb.Error as error:
        raise fetch.explained(error) from None


def _check_file(path: Path) -> None:
    """Refuse what is no file, or not of the kind that its name says."""
    # Unlike Path.is_dir it only says no to a text that is too long for a name.
    if os.path.isdir(path):  # noqa: PTH112
        raise ValueError(
            f"{path} is a folder. Give one file; put several together first: "
            "TransactionLog(pd.concat(map(pd.read_csv, files)))."
        )
    if not path.name.lower().endswith(_READABLE):
        raise ValueError(
            f"TransactionLog reads files that end in {', '.join(_READABLE)}, got "
            f"{reprlib.repr(path.name)}. Read another kind with pandas first, for example "
            "pd.read_excel."
        )
    if not path.is_file():
        raise FileNotFoundError(f"There is no file {path}. The current folder is {Path.cwd()}.")
    if not path.stat().st_size:
        raise ValueError(f"{path.name} is empty. Check the export that made it.")
    if path.suffix.lower() not in (".csv", ".tsv"):
        return
    with path.open("rb") as file:
        begin = file.read(4)
    for mark, (kind, way_out) in _OTHER_KINDS.items():
        if begin.startswith(mark):
            raise ValueError(f"{path.name} is no text but a {kind} file. {way_out}")


def _connect() -> duckdb.DuckDBPyConnection:
    import duckdb

    connection = duckdb.connect(config={"temp_directory": tempfile.gettempdir()})
    # The bar is ours; DuckDB only says how much is done.
    connection.execute("set enable_progress_bar = true; set enable_progress_bar_print = false")
    # Else the day of a moment with a zone would depend on where the machine stands.
    connection.execute("set TimeZone = 'UTC'")
    # DuckDB would take four fifths of the memory, where results of its size need room, too.
    most = connection.sql("select current_setting('memory_limit')").fetchall()[0][0]
    size, unit = most.split()
    connection.execute(f"set memory_limit = '{float(size) / 2:.1f}{unit}'")
    return connection


def _open_csv(connection: duckdb.DuckDBPyConnection, path: Path) -> duckdb.DuckDBPyRelation:
    # DuckDB would skip lines at the top that do not fit the rest, and say nothing.
    # A folder called "year=2024" would add a column.
    read_file = partial(connection.read_csv, as_named(path), skiprows=0, hive_partitioning=False)
    lines = read_file(header=False, all_varchar=True)
    head = [name for row in lines.limit(1).fetchall() for name in row]
    names = [name for name in head if name]
    doubled = sorted({name for name in names if names.count(name) > 1})
    if doubled:
        raise ValueError(
            f"Two columns of {path.name} have the same name: {doubled[0]!r}. Rename one of them."
        )
    # DuckDB would guess whether the day or the month is first: it gets plain dates only, what is
    # written otherwise stays text. The whole file decides on types, so that no id loses its zeros.
    read = partial(
        read_file,
        header=True,
        date_format="%Y-%m-%d",
        timestamp_format="%Y-%m-%d %H:%M:%S",
        sample_size=-1,
    )
    table = read()
    text = [n for n, t in zip(table.columns, table.types, strict=True) if str(t) in _KEPT_AS_TEXT]
    if text:
        table = read(dtype=dict.fromkeys(text, "VARCHAR"))
    one_column = len(names) == 1 and any(mark in names[0] for mark in ",;|\t")
    if one_column or (head and head[-1] is None and _holds_values(table)):
        raise ValueError(
            f"{path.name} does not fall into columns: some lines have more or fewer fields than "
            f"the first, {','.join(names)!r}. Put text with a separator in quotes, or find the "
            f"lines with pd.read_csv({path.name!r}, on_bad_lines='warn')."
        )
    return table


def _holds_values(table: duckdb.DuckDBPyRelation) -> bool:
    """Whether the last column, which has no name, holds any value."""
    last = nw.from_native(table).collect_schema().names()[-1]
    return len(nw.from_native(table).filter(~nw.col(last).is_null()).head(1).collect("pandas")) > 0


def _encoding_note(path: Path, encoding: str) -> str:
    return (
        f"{path.name} is not written in UTF-8 and was read as {encoding}. Where letters look "
        f"wrong, say how it is: TransactionLog(pd.read_csv({path.name!r}, encoding=...))."
    )
