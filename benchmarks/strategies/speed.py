"""Time the strategies' arithmetic beside SciPy's optimiser: python benchmarks/strategies/speed.py.

The split of a budget over channels, in closed form, beside SLSQP of scipy.optimize on the same
channels in the same run: how long each takes, and how much of the best worth SLSQP misses. Then
every strategy that also runs in the browser: one call on numbers, as a slider's move asks for, and
one on columns of a million rows. Times are of the fastest of three rounds.
"""

from __future__ import annotations

import os
import platform
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from scipy.optimize import minimize

from clvwidgets import strategies

sys.path.insert(0, str(Path(__file__).parents[1]))
from stopwatch import seconds

ROWS = 1_000_000


def channels(count: int) -> dict[str, np.ndarray]:
    random = np.random.default_rng(count)
    columns = random.uniform((5, 50, 10, 200), (90, 900, 200, 1500), (count, 4)).T
    return dict(zip(("ceiling", "scale", "value", "at_most"), columns, strict=True))


def worth(spend: np.ndarray, given: dict[str, np.ndarray]) -> float:
    won = strategies.saturating_customers(spend, given["ceiling"], given["scale"])
    return float((won * given["value"]).sum())


def slsqp(budget: float, given: dict[str, np.ndarray]) -> np.ndarray:
    """Split as a user of SciPy would, with gradients, bounds and a constraint."""
    ceiling, scale, value = given["ceiling"], given["scale"], given["value"]
    start = given["at_most"] * budget / given["at_most"].sum()
    found = minimize(
        lambda x: -(value * ceiling * -np.expm1(-x / scale)).sum(),
        start,
        jac=lambda x: -value * ceiling / scale * np.exp(-x / scale),
        bounds=[(0, high) for high in given["at_most"]],
        constraints={"type": "eq", "fun": lambda x: x.sum() - budget, "jac": np.ones_like},
        method="SLSQP",
    )
    return np.asarray(found.x)


def each(task: Callable[[], object]) -> float:
    """Wall seconds of one call, over so many that a round can be timed."""
    once = max(seconds(task)[0], 1e-7)
    calls = max(1, int(0.05 / once))
    return seconds(lambda: [task() for _ in range(calls)])[0] / calls


def splits() -> pd.DataFrame:
    rows = []
    for count in (4, 20, 100, 1000):
        given = channels(count)
        budget = 0.4 * given["at_most"].sum()
        best = strategies.best_budget_split(budget, **given)
        theirs = slsqp(budget, given) if count <= 100 else None
        missed = (
            ""
            if theirs is None
            else f"{max(0.0, 1 - worth(theirs, given) / worth(best, given)):.1e}"
        )
        rows.append(
            {
                "channels": f"{count:,}",
                "best_budget_split, ms": 1e3
                * each(lambda b=budget, g=given: strategies.best_budget_split(b, **g)),
                "SLSQP, ms": None
                if theirs is None
                else 1e3 * each(lambda b=budget, g=given: slsqp(b, g)),
                "SLSQP misses": missed,
            }
        )
    return pd.DataFrame(rows)


def others() -> pd.DataFrame:
    given = channels(4)
    columns = {name: list(map(float, values)) for name, values in given.items()}
    curves = [
        lambda x, m=m, t=t: strategies.saturating_customers(x, m, t)
        for m, t in zip(given["ceiling"], given["scale"], strict=True)
    ]
    half = {name: given[name] for name in ("ceiling", "scale")}
    tasks = {
        "cheapest_split, 4 channels": lambda: strategies.cheapest_split(
            given["ceiling"].sum() / 2, **half
        ),
        "few_channel_split, 4 channels": lambda: strategies.few_channel_split(1000.0, **columns),
        "search_budget_split, 4 channels": lambda: strategies.search_budget_split(1000, curves),
    }
    return pd.DataFrame([{"task": name, "ms": 1e3 * each(task)} for name, task in tasks.items()])


def drawn(allowed: Any, rows: int) -> np.ndarray:
    """Draw values in an argument's range, away from its ends."""
    low, high = max(allowed.low, 0.0), min(allowed.high, 60.0)
    values = np.random.default_rng(0).uniform(low + 0.05 * (high - low), high, rows)
    return np.ceil(values) if allowed.whole else values


def usual(ranges: dict[str, Any], function: Callable[..., Any]) -> dict[str, np.ndarray] | None:
    """Arguments of a million rows that the function takes: parts below their wholes."""
    for shrink in (1.0, 0.3, 0.05):
        columns, factor = {}, 1.0
        for name, allowed in reversed(list(ranges.items())):
            values = drawn(allowed, ROWS) * factor
            columns[name] = np.ceil(values) if allowed.whole else values
            factor *= shrink
        given = {name: columns[name] for name in ranges}
        try:
            function(**{name: float(column[0]) for name, column in given.items()})
            function(**given)
        except ValueError:
            continue
        return given
    return None


def arithmetic() -> pd.DataFrame:
    rows = []
    for name in sorted(strategies.__all__):
        function = getattr(strategies, name)
        if not hasattr(function, "ranges"):
            continue
        given = usual(function.ranges, function)
        if given is None:
            print(f"{name}: no arguments found that go together; not timed")
            continue
        one = {key: float(column[0]) for key, column in given.items()}
        rows.append(
            {
                "strategy": name,
                "one call, µs": 1e6 * each(lambda f=function, g=one: f(**g)),
                "a million rows, ms": 1e3 * each(lambda f=function, g=given: f(**g)),
            }
        )
    return pd.DataFrame(rows)


def written(table: pd.DataFrame) -> str:
    """Write a table in Markdown, numbers to three digits."""
    cells = table.map(
        lambda x: "" if pd.isna(x) else f"{x:.3g}" if isinstance(x, float) else str(x)
    )
    lines = [list(table.columns), ["---"] * len(table.columns), *cells.to_numpy().tolist()]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def main() -> None:
    for table in (splits(), others(), arithmetic()):
        print(written(table), end="\n\n")
    print(f"Python {platform.python_version()}, NumPy {np.__version__}")
    print(f"load average at the end {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors")


if __name__ == "__main__":
    main()
