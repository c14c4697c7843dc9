"""Time the models on CDNOW and on simulated customers: python benchmarks/models/speed.py.

    python benchmarks/models/speed.py [--customers 200000] [--big] [--peers]

``--big`` adds ten million customers on weekly data and the value of a million customers;
``--peers`` sets lifetimes and pymc-marketing beside, on the same data, in their own environment
(see benchmarks/peers.md). Times are in seconds, the best of three for what is fast: on the
wall, and of the processor, which a busy machine changes less.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
import pandas as pd

from clvwidgets.data import TransactionLog, load_dataset
from clvwidgets.models import BGNBD, CustomerValue, GammaGamma, ParetoNBD

sys.path.insert(0, str(Path(__file__).parents[1]))
from peers import peers_python
from stopwatch import seconds

BG = BGNBD.from_params(r=0.243, alpha=4.414, a=0.793, b=2.426, period="W")
PARETO = ParetoNBD.from_params(r=0.553, alpha=10.58, s=0.606, beta=11.67, period="W")


def on_grid(table: pd.DataFrame, step: float) -> pd.DataFrame:
    """Round times up to whole days (1 / 7) or weeks (1), as real logs have them."""
    end = np.maximum(np.ceil(table["T"] / step), 1.0) * step
    recency = np.minimum(np.ceil(table["recency"] / step) * step, end)
    return table.assign(recency=recency, T=end)


def simulated(model: BGNBD | ParetoNBD, customers: int, step: float) -> pd.DataFrame:
    ends = np.random.default_rng(1).uniform(26, 52, customers)
    return on_grid(model.simulate(customers, ends, seed=1), step)


def import_time() -> tuple[float, float]:
    code = "from clvwidgets.models import BGNBD, ParetoNBD, CustomerValue"
    return seconds(lambda: subprocess.run([sys.executable, "-c", code], check=True))


def cdnow() -> pd.DataFrame:
    table = load_dataset("cdnow")
    log = TransactionLog(table[table["in_sample"]], "customer_id", "date", "amount")
    return log.customers(period="W", end="1997-09-30")


def against_peers(tables: dict[str, pd.DataFrame]) -> dict[str, tuple[float, float]]:
    with tempfile.TemporaryDirectory() as folder:
        for name, table in tables.items():
            columns = ["frequency", "recency", "T"]
            table[columns].to_csv(Path(folder) / f"{name}.csv", index=False)
        half = Path(__file__).with_name("peers_half.py")
        run = subprocess.run(
            [peers_python(), half, folder], check=True, stdout=subprocess.PIPE, text=True
        )
    return dict(json.loads(run.stdout.splitlines()[-1]))


def big() -> dict[str, tuple[float, float]]:
    weekly = simulated(BG, 10_000_000, 1.0)
    triples = weekly.groupby(["frequency", "recency", "T"]).size().rename("count").reset_index()
    daily = simulated(BG, 1_000_000, 1 / 7)
    daily["monetary_value"] = np.where(daily["frequency"] > 0, 30.0, 0.0)
    value = CustomerValue(BG, GammaGamma.from_params(p=6.25, q=3.74, v=15.44))
    return {
        "BG/NBD, 10 M weekly customers, triples": seconds(lambda: BGNBD().fit(triples)),
        "Pareto/NBD, 10 M weekly customers, triples": seconds(lambda: ParetoNBD().fit(triples)),
        "BG/NBD, 10 M weekly customers, one row each": seconds(lambda: BGNBD().fit(weekly)),
        "value over 12 months, 1 M customers": seconds(
            lambda: value.predict(daily, horizon=52, margin=0.3)
        ),
        "value for ever, 1 M customers": seconds(lambda: value.predict(daily, margin=0.3)),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--customers", type=int, default=200_000)
    parser.add_argument("--big", action="store_true")
    parser.add_argument("--peers", action="store_true")
    asked = parser.parse_args()
    table, many = cdnow(), f"{asked.customers:,} customers"
    bg, pareto = (simulated(model, asked.customers, 1 / 7) for model in (BG, PARETO))
    results = {
        "import": import_time(),
        "BG/NBD, CDNOW": seconds(lambda: BGNBD().fit(table)),
        "Pareto/NBD, CDNOW": seconds(lambda: ParetoNBD().fit(table)),
        f"BG/NBD, {many}": seconds(lambda: BGNBD().fit(bg)),
        f"Pareto/NBD, {many}": seconds(lambda: ParetoNBD().fit(pareto)),
        f"value for ever, {many}": seconds(lambda: BG.residual_purchases(bg, 0.002)),
    }
    if asked.peers:
        results |= against_peers({"CDNOW": table, many: pareto})
    if asked.big:
        results |= big()
    table = pd.DataFrame.from_dict(results, orient="index", columns=["wall", "processor"])
    print(table.round(3).to_string())
    print(f"load average at the end {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    print(f"peak memory {peak:.1f} GiB")


if __name__ == "__main__":
    main()
