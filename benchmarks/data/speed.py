"""Time from a table of transactions to customers, side by side with lifetimes.

Run: python benchmarks/data/speed.py [rows]
"""

import sys
import time
from collections.abc import Callable

import lifetimes.utils
import numpy as np
import pandas as pd

from clvwidgets.data import TransactionLog

ROUNDS = 5


def transactions(rows: int) -> pd.DataFrame:
    random = np.random.default_rng(1)
    days = pd.date_range("2020-01-01", periods=730).to_numpy()
    return pd.DataFrame(
        {
            "customer": random.integers(0, max(rows // 5, 1), rows),
            "date": random.choice(days, rows),
            "amount": random.gamma(2, 20, rows),
        }
    )


def seconds(run: Callable[[], object]) -> float:
    start = time.perf_counter()
    run()
    return time.perf_counter() - start


def main(rows: int) -> None:
    table = transactions(rows)

    def ours() -> pd.DataFrame:
        return TransactionLog(table, "customer", "date", "amount").customers("D")

    def theirs() -> pd.DataFrame:
        return lifetimes.utils.summary_data_from_transaction_data(
            table, "customer", "date", "amount"
        )

    pd.testing.assert_frame_equal(ours(), theirs(), check_dtype=False)
    # In turns, so that whatever else the machine does hits both.
    times = [(seconds(ours), seconds(theirs)) for _ in range(ROUNDS)]
    mine, other = (min(column) for column in zip(*times, strict=True))
    print(f"{rows:,} rows: clvwidgets {mine:.3f} s, lifetimes {other:.3f} s, {other / mine:.1f}x")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
