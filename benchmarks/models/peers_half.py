"""The peers' half of speed.py: runs in their environment, reads a folder of CSV files.

    python benchmarks/models/peers_half.py folder

Prints one JSON object, task to seconds. A task that fails says why on stderr and is left out.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd

sys.path.insert(0, str(Path(__file__).parents[1]))
from stopwatch import seconds

SLOW = 60_000  # customers above which pymc-marketing is not asked: users report over 40 GB


def import_of(package: str) -> tuple[float, float]:
    return seconds(lambda: subprocess.run([sys.executable, "-c", f"import {package}"], check=True))


def lifetimes_tasks(name: str, table: pd.DataFrame) -> dict[str, Callable[[], object]]:
    from lifetimes import BetaGeoFitter, ParetoNBDFitter

    columns = [table[column] for column in ("frequency", "recency", "T")]
    return {
        f"lifetimes: BG/NBD, {name}": lambda: BetaGeoFitter().fit(*columns),
        f"lifetimes: Pareto/NBD, {name}": lambda: ParetoNBDFitter().fit(*columns),
    }


def pymc_tasks(name: str, table: pd.DataFrame) -> dict[str, Callable[[], object]]:
    from pymc_marketing.clv import BetaGeoModel, ParetoNBDModel

    data = table.assign(customer_id=range(len(table)))
    return {
        f"pymc-marketing: BG/NBD, {name}": lambda: BetaGeoModel(data).fit(method="map"),
        f"pymc-marketing: Pareto/NBD, {name}": lambda: ParetoNBDModel(data).fit(method="map"),
    }


def lifetimes_value(table: pd.DataFrame) -> Callable[[], object]:
    from lifetimes import BetaGeoFitter

    model = BetaGeoFitter()
    model.params_ = pd.Series({"r": 0.243, "alpha": 4.414, "a": 0.793, "b": 2.426})
    model.predict = model.conditional_expected_number_of_purchases_up_to_time

    def value() -> object:
        from lifetimes.utils import _customer_lifetime_value

        columns = [table[column] for column in ("frequency", "recency", "T")]
        spend = pd.Series(30.0, index=table.index)
        return _customer_lifetime_value(model, *columns, spend, 12, 0.008, freq="W")

    return value


def main(folder: str) -> None:
    found: dict[str, Any] = {}
    tasks: dict[str, Callable[[], Any]] = {}
    for package in ("lifetimes", "pymc_marketing.clv"):
        found[f"{package}: import"] = import_of(package)
    for path in sorted(Path(folder).glob("*.csv")):
        table = pd.read_csv(path)
        tasks |= lifetimes_tasks(path.stem, table)
        if len(table) < SLOW:
            tasks |= pymc_tasks(path.stem, table)
        else:
            tasks[f"lifetimes: value over 12 months, {path.stem}"] = lifetimes_value(table)
    for name, task in tasks.items():
        try:
            found[name] = seconds(task)
        except Exception as error:
            print(f"{name}: {type(error).__name__}: {error}", file=sys.stderr)
    print(json.dumps(found))


if __name__ == "__main__":
    main(sys.argv[1])
