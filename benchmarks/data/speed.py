"""From a table of transactions to customers, beside lifetimes and pymc-marketing.

Run: python benchmarks/data/speed.py [rows]

First how long CDNOW takes to load, checked and typed, beside plain pandas; then its purchases,
whose summaries must be equal; then a large table, in turns, so that whatever else the
machine does hits all. The peers live in an environment of their own (peers.py).
"""

import subprocess
import sys
import tempfile
import time
import timeit
from pathlib import Path

import numpy as np
import pandas as pd

from clvwidgets.data import TransactionLog, catalog, load_dataset

sys.path.insert(0, str(Path(__file__).parents[1]))
from peers import peers_python

PEERS = ("lifetimes", "pymc-marketing")
NAMES = ["frequency", "recency", "T", "monetary_value"]
TURNS = 3


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


def ours(table: pd.DataFrame, rounds: int) -> tuple[float, pd.DataFrame]:
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        found = TransactionLog(table, "customer", "date", "amount").customers("D")
        times.append(time.perf_counter() - start)
    return min(times), found


def theirs(peer: str, given: Path, rounds: int) -> tuple[float, pd.DataFrame]:
    found = given.with_name("found.npz")
    half = Path(__file__).with_name("peers_summary.py")
    command = [peers_python(), half, peer, given, str(rounds), found]
    told = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    with np.load(found) as arrays:
        table = pd.DataFrame({name: arrays[name] for name in NAMES}, index=arrays["customer"])
    return float(told.split()[-1]), table


def compare(peer: str, mine: pd.DataFrame, other: pd.DataFrame) -> str:
    other = other.sort_index()
    exact = all((mine[name].to_numpy() == other[name].to_numpy()).all() for name in NAMES[:3])
    money = np.abs(mine["monetary_value"].to_numpy() / other["monetary_value"].to_numpy() - 1)
    worst = float(np.nanmax(money, initial=0.0))
    equal = "equal" if exact else "DIFFERENT"
    return f"{peer}: counts and times {equal}, means differ by {worst:.1e} of their value at most"


def loading() -> None:
    resource = Path(__file__).parents[2] / "datasets" / "cdnow.csv.gz"
    names = {"load": load_dataset, "forget": catalog._read.cache_clear}
    plain = timeit.repeat(lambda: pd.read_csv(resource, parse_dates=["date"]), number=1, repeat=5)
    first = timeit.repeat("load('cdnow')", "forget()", number=1, repeat=5, globals=names)
    again = timeit.repeat("load('cdnow')", number=1, repeat=5, globals=names)
    print(
        f"loading CDNOW: {min(first):.3f} s, {min(first) / min(plain):.1f} times pandas.read_csv;"
    )
    print(f"  asked for again: {min(again):.4f} s", flush=True)


def main(rows: int) -> None:
    loading()
    cdnow = load_dataset("cdnow").rename(columns={"customer_id": "customer"})
    with tempfile.TemporaryDirectory() as folder:
        given = Path(folder) / "given.npz"
        for title, table, turns in [
            ("CDNOW", cdnow, 1),
            (f"{rows:,} rows", transactions(rows), TURNS),
        ]:
            columns = {name: table[name].to_numpy() for name in ("customer", "date", "amount")}
            np.savez(given, **columns)
            best = dict.fromkeys(("clvwidgets", *PEERS), np.inf)
            for _ in range(turns):
                taken, mine = ours(table, 3)
                best["clvwidgets"] = min(best["clvwidgets"], taken)
                found = {peer: theirs(peer, given, 1) for peer in PEERS}
                best |= {peer: min(best[peer], found[peer][0]) for peer in PEERS}
            print(title)
            for peer in PEERS:
                print(" ", compare(peer, mine, found[peer][1]))
            for name, taken in best.items():
                print(f"  {name}: {taken:.3f} s, {taken / best['clvwidgets']:.1f}x", flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
