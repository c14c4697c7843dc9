"""Time and memory from a Parquet file to customers, read by DuckDB within a memory limit.

Run: python benchmarks/data/parquet.py [rows ...]

Each size runs in a process of its own, under a limit on its memory that the kernel keeps
(RLIMIT_DATA, 8 GB); DuckDB gets its part of it. A customer has ten rows on average. Beside the time
that passed stands that of the processors, which says more where they are shared with other work.
"""

import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb

from clvwidgets.data import TransactionLog

GIGABYTE = 1024**3
LIMIT = 8 * GIGABYTE
CHECK = "--one"


def write(path: Path, rows: int) -> None:
    """Write a file in pieces, so that this needs little memory, too."""
    duckdb.sql("set preserve_insertion_order = false; set memory_limit = '4GB'")
    duckdb.sql(
        f"copy (select (hash(i) % {max(rows // 10, 1)})::bigint as customer, "
        "date '2020-01-01' + (hash(i + 1) % 730)::integer as date, "
        f"(hash(i + 2) % 10000)::double / 100 as amount from range({rows}) as r(i)) "
        f"to '{path}' (format parquet)"
    )


def run(path: Path) -> None:
    resource.setrlimit(resource.RLIMIT_DATA, (LIMIT, LIMIT))

    def timed(name: str, task: Callable[[], Any]) -> Any:
        start, busy = time.perf_counter(), time.process_time()
        found = task()
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / GIGABYTE
        passed, busy = time.perf_counter() - start, time.process_time() - busy
        print(f"  {name}: {passed:.1f} s, processors {busy:.1f} s, {memory:.1f} GB", flush=True)
        return found

    log = timed("log", lambda: TransactionLog(path, "customer", "date", "amount"))
    # What a log takes by itself on a machine of that size.
    log._source.fetch.connection.execute("set memory_limit = '3.2GB'")
    customers = timed("customers", lambda: len(log.customers("D")))
    triples = timed("triples", lambda: len(log.triples("D")))
    timed("kpis", log.kpis)
    timed("cohorts", log.cohorts)
    print(f"  {customers:,} customers, {triples:,} distinct histories")


def main(sizes: list[int]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        for rows in sizes:
            path = Path(folder) / "orders.parquet"
            write(path, rows)
            print(f"{rows:,} rows, {path.stat().st_size / GIGABYTE:.2f} GB on disk", flush=True)
            subprocess.run([sys.executable, __file__, CHECK, str(path)], check=True)


if __name__ == "__main__":
    if sys.argv[1:2] == [CHECK]:
        run(Path(sys.argv[2]))
    else:
        main([int(size) for size in sys.argv[1:]] or [1_000_000, 10_000_000, 100_000_000])
