"""Running the plan of a lazy table, with a bar if it takes long."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import narwhals as nw
import pandas as pd

from clvwidgets.data._progress import progress

if TYPE_CHECKING:
    import duckdb


@dataclass(frozen=True)
class Fetch:
    """Runs plans and brings their results, which are small, into memory.

    Attributes
    ----------
    source : str
        What is read, as the bar says it.
    connection : duckdb.DuckDBPyConnection or None
        Where the plans run, if that is known: then the bar tells how much is done.
    """

    source: str = "the table"
    connection: duckdb.DuckDBPyConnection | None = None

    def __call__(self, frame: nw.LazyFrame[Any]) -> pd.DataFrame:
        """Run a plan."""
        percent = None if self.connection is None else self.connection.query_progress
        with progress(f"Reading {self.source}", percent):
            found = _collect(frame) if self.connection is None else self._interruptible(frame)
        return found.to_pandas().reset_index(drop=True)

    def _interruptible(self, frame: nw.LazyFrame[Any]) -> nw.DataFrame[Any]:
        # DuckDB in the main thread may hear of an interrupt many seconds late.
        pool = ThreadPoolExecutor(1)
        try:
            return pool.submit(_collect, frame).result()
        except KeyboardInterrupt:
            if self.connection is not None:
                self.connection.interrupt()
            raise
        finally:
            pool.shutdown(wait=False)


def _collect(frame: nw.LazyFrame[Any]) -> nw.DataFrame[Any]:
    # Spark's own way to pandas counts nanoseconds, in which there is no year 2999.
    through_arrow = frame.implementation.is_spark_like()
    return frame.collect(backend="pyarrow" if through_arrow else "pandas")
