"""The peers' half of speed.py, run by the Python of their environment: see ../peers.py."""

import sys
import time
import warnings

import lifetimes.utils
import numpy as np
import pandas as pd

COLUMNS = ("customer", "date", "amount")


def summaries(peer: str, table: pd.DataFrame) -> pd.DataFrame:
    if peer == "lifetimes":
        return lifetimes.utils.summary_data_from_transaction_data(table, *COLUMNS).reset_index()
    from pymc_marketing.clv import rfm_summary

    return rfm_summary(table, *COLUMNS)


def main(peer: str, given: str, rounds: int, found: str) -> None:
    warnings.simplefilter("ignore")
    with np.load(given) as arrays:
        table = pd.DataFrame({name: arrays[name] for name in COLUMNS})
    summaries(peer, table.head(1000))  # what is imported late is not counted
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        summary = summaries(peer, table)
        times.append(time.perf_counter() - start)
    names = ["frequency", "recency", "T", "monetary_value"]
    columns = {"customer": summary.iloc[:, 0]} | {name: summary[name] for name in names}
    np.savez(found, **{name: column.to_numpy() for name, column in columns.items()})
    print(min(times))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]), sys.argv[4])
