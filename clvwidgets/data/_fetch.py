"""Running the plan of a lazy table, with a bar if it takes long."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import wraps
from pathlib import Path
from threading import RLock
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, TypeVar, cast

import narwhals as nw
import pandas as pd

from clvwidgets.data._one_file import OneFile, as_named
from clvwidgets.data._progress import progress

if TYPE_CHECKING:
    import duckdb

_Found = TypeVar("_Found")
_Asked = ParamSpec("_Asked")
_Asker = TypeVar("_Asker")
_KEPT = "clv_kept"
# Whose errors tell of the table that was given, not of ours.
_ENGINES = ("duckdb", "polars", "narwhals", "pyarrow", "dask", "ibis", "pyspark", "py4j")


@dataclass(frozen=True)
class Fetch:
    """Runs plans and brings their results, which are small, into memory.

    Attributes
    ----------
    source : str
        What is read, as the bar says it.
    connection : duckdb.DuckDBPyConnection or None
        Where the plans run, if that is ours: then the bar tells how much is done, and a result
        can be kept there.
    file : OneFile or None
        What the plans read, which must be the same each time.
    path, copy : pathlib.Path or None
        The file that the caller named, and the copy of it that is read instead.
    lock : threading.RLock
        Held by who asks: a connection answers one question at a time.
    """

    source: str = "the table"
    connection: duckdb.DuckDBPyConnection | None = None
    file: OneFile | None = None
    path: Path | None = None
    copy: Path | None = None
    lock: Any = field(default_factory=RLock, compare=False, repr=False)

    def __call__(self, frame: nw.LazyFrame[Any]) -> pd.DataFrame:
        """Run a plan."""
        if self.connection is not None:
            table = self._interruptible(self.connection, lambda: _collect(frame))
        else:
            with self.asked(), progress(f"Reading {self.source}"):
                table = _collect(frame)
        table.index = pd.RangeIndex(len(table))
        return table

    @contextmanager
    def asked(self) -> Iterator[None]:
        """Have the engine to oneself; plans fail with a sentence already while they are made."""
        with self.lock:
            try:
                yield
            except Exception as error:
                raise self.explained(error) from None

    def explained(self, error: Exception) -> Exception:
        """Turn what an engine says, which looks late and fails late, into a sentence."""
        engine = type(error).__module__.split(".")[0].lstrip("_")
        is_ours = self.file is not None and isinstance(error, FileNotFoundError)
        if is_ours or not (engine in _ENGINES or isinstance(error, OSError)):
            return error
        reason = next(
            (line for line in str(error).splitlines() if line.strip()), type(error).__name__
        )
        if self.path is not None:
            for read in (self.path, *([self.copy] if self.copy else [])):
                reason = reason.replace(as_named(read), str(self.path))
            return ValueError(
                f"{self.path.name} cannot be read: {reason}. Open it and look at that place."
            )
        return ValueError(
            f"The table cannot be read: {reason}. A lazy table is read when numbers are wanted: "
            "keep open and unchanged what it reads from, or fetch its rows first."
        )

    def by_customer(self, frame: nw.LazyFrame[Any]) -> pd.DataFrame:
        """Run a plan that has a row for each customer, and nothing missing.

        There may be many: on its way to a table of pandas, a result of DuckDB is copied twice.
        """
        if self.connection is None:
            return self(frame)
        columns = self._interruptible(self.connection, lambda: frame.to_native().fetchnumpy())
        return pd.DataFrame(columns, copy=False)

    def keep(self, frame: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
        """Run a plan once and keep its result; once only, in a connection of our own.

        DuckDB moves the table to its folder for temporary files as soon as memory gets short.
        """
        connection = self.connection
        if connection is None:
            raise ValueError("Only a connection of our own keeps results.")

        def create() -> None:
            # The order of the plan is kept anyway; that of the file would cost memory and time.
            connection.execute("set preserve_insertion_order = false")
            try:
                frame.to_native().create(_KEPT)
            finally:
                connection.execute("reset preserve_insertion_order")

        self._interruptible(connection, create)
        return nw.from_native(connection.table(_KEPT))

    def _interruptible(
        self, connection: duckdb.DuckDBPyConnection, run: Callable[[], _Found]
    ) -> _Found:
        if self.file is not None:
            self.file.check()
        # DuckDB in the main thread may hear of an interrupt many seconds late.
        pool = ThreadPoolExecutor(1)
        try:
            with progress(f"Reading {self.source}", connection.query_progress):
                found = _in_a_thread(pool, run)
        except KeyboardInterrupt:
            connection.interrupt()
            raise
        except Exception as error:
            if self.file is not None:
                self.file.require()
            raise self.explained(error) from None
        finally:
            pool.shutdown(wait=False)
        if self.file is not None:
            self.file.check()  # it may have been replaced meanwhile
        return found


def one_at_a_time(
    ask: Callable[Concatenate[_Asker, _Asked], _Found],
) -> Callable[Concatenate[_Asker, _Asked], _Found]:
    """Let the threads that ask an object wait for each other; its ``fetch`` has the lock."""

    @wraps(ask)
    def waiting(self: _Asker, *asked: _Asked.args, **more: _Asked.kwargs) -> _Found:
        fetch: Fetch = self.fetch  # type: ignore[attr-defined]
        with fetch.asked():
            return ask(self, *asked, **more)

    return cast("Callable[Concatenate[_Asker, _Asked], _Found]", waiting)


def _in_a_thread(pool: ThreadPoolExecutor, run: Callable[[], _Found]) -> _Found:
    try:
        waiting = pool.submit(run)
    except RuntimeError:  # there are no threads here, and so nobody to wait
        return run()
    return waiting.result()


def _collect(frame: nw.LazyFrame[Any]) -> pd.DataFrame:
    # Spark's own way to pandas counts nanoseconds, in which there is no year 2999.
    through_arrow = frame.implementation.is_spark_like()
    return frame.collect(backend="pyarrow" if through_arrow else "pandas").to_pandas()
