"""Time and memory from a Parquet file to customers, read by DuckDB.

Run: python benchmarks/data/parquet.py [rows ...]

Each size runs in a process of its own; a customer has ten rows on average.
"""

import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import duckdb

from clvwidgets.data import TransactionLog

CHECK = "--one"


def write(path: Path, rows: int) -> None:
    duckdb.sql(
        f"copy (select (hash(i) % {max(rows // 10, 1)})::bigint as customer, "
        "date '2020-01-01' + (hash(i + 1) % 730)::integer as date, "
        f"(hash(i + 2) % 10000)::double / 100 as amount from range({rows}) as r(i)) "
        f"to '{path}' (format parquet)"
    )


def run(path: Path) -> None:
    start = time.perf_counter()
    log = TransactionLog(path, "customer", "date", "amount")
    customers = log.customers("D")
    seconds = time.perf_counter() - start
    gigabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2
    rows = sum(line.rows for line in log.audit.lines) if len(customers) < 10**6 else None
    told = "" if rows is None else f"{rows:,} rows, "
    print(f"{told}{len(customers):,} customers: {seconds:.2f} s, {gigabytes:.2f} GB at most")


def main(sizes: list[int]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        for rows in sizes:
            path = Path(folder) / "orders.parquet"
            write(path, rows)
            subprocess.run([sys.executable, __file__, CHECK, str(path)], check=True)


if __name__ == "__main__":
    if sys.argv[1:2] == [CHECK]:
        run(Path(sys.argv[2]))
    else:
        main([int(size) for size in sys.argv[1:]] or [1_000_000, 10_000_000])
