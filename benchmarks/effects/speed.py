"""Time what is measured on tables: python benchmarks/effects/speed.py.

    python benchmarks/effects/speed.py

Curves of targeting on 64,000 customers, each with a score of their own, as many as in the test of
Hillstrom (2008), and rules of association on baskets as a grocer has them (9,835 baskets of 169
products, 4.4 a basket; drawn, as the file of Groceries is not shipped) and on the shop's own.
If scikit-uplift or mlxtend is installed, it is timed in the same run on the same data. Times are
in seconds, the best of three.
"""

from __future__ import annotations

import importlib.util
import os
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd

from clvwidgets.data import load_dataset
from clvwidgets.effects import (
    association_rules,
    profit_curve,
    qini_coefficient,
    qini_curve,
    uplift_curve,
)

sys.path.insert(0, str(Path(__file__).parents[1]))
from stopwatch import seconds

CUSTOMERS = 64_000


def experiment() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    random = np.random.default_rng(1)
    score, treated = random.normal(size=CUSTOMERS), random.random(CUSTOMERS) < 0.5
    return random.random(CUSTOMERS) < 0.1 + 0.05 * treated * (score > 0), score, treated


def grocer() -> pd.DataFrame:
    random = np.random.default_rng(0)
    weights = random.pareto(1.2, 169) + 0.2
    sizes = np.minimum(random.geometric(1 / 4.41, 9835), 60)
    chosen = [random.choice(169, n, replace=False, p=weights / weights.sum()) for n in sizes]
    baskets = np.repeat(np.arange(9835), sizes)
    return pd.DataFrame({"basket": baskets, "product": np.concatenate(chosen)})


def rules(lines: pd.DataFrame, most: int, support: float = 0.001) -> Callable[[], object]:
    lines = lines[lines.columns[:2]]
    return lambda: association_rules(lines, min_support=support, min_confidence=0.5, max_items=most)


def peers(
    outcome: np.ndarray, score: np.ndarray, treated: np.ndarray, lines: pd.DataFrame
) -> dict[str, Callable[[], object]]:
    """Tasks of the peers that are installed."""
    tasks: dict[str, Callable[[], object]] = {}
    if importlib.util.find_spec("sklift"):
        from sklift.metrics import qini_auc_score

        given = outcome.astype(int), score, treated.astype(int)
        tasks["scikit-uplift: Qini coefficient"] = lambda: qini_auc_score(*given)
    if importlib.util.find_spec("mlxtend"):
        from mlxtend.frequent_patterns import apriori
        from mlxtend.frequent_patterns import association_rules as rules_of

        grid = pd.crosstab(lines["basket"], lines["product"]) > 0
        tasks["mlxtend: rules of up to 3 products, grocer"] = lambda: rules_of(
            apriori(grid, min_support=0.001, max_len=3), min_threshold=0.5
        )
    return tasks


def main() -> None:
    trial, lines = experiment(), grocer()
    shop = load_dataset("shop_order_lines")[["order_id", "product_id"]]
    tasks = {
        "uplift curve": lambda: uplift_curve(*trial),
        "Qini curve": lambda: qini_curve(*trial),
        "profit curve": lambda: profit_curve(*trial, value=30, cost=0.5),
        "Qini coefficient with its interval": lambda: qini_coefficient(*trial),
        "rules of 2 products, grocer": rules(lines, 2),
        "rules of up to 3 products, grocer": rules(lines, 3),
        "rules of up to 10 products, grocer": rules(lines, 10),
        "all pairs, shop (108,884 baskets)": rules(shop, 2, 1e-9),
    }
    found = {name: seconds(task) for name, task in {**tasks, **peers(*trial, lines)}.items()}
    table = pd.DataFrame.from_dict(found, orient="index", columns=["wall", "processor"])
    print(table.round(3).to_string())
    print(f"load average at the end {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors")


if __name__ == "__main__":
    main()
