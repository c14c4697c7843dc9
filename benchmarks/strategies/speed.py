"""Time the strategies' arithmetic beside SciPy's optimiser: python benchmarks/strategies/speed.py.

The split of a budget over channels, in closed form, beside SLSQP of scipy.optimize on the same
channels in the same run: how long each takes, and how much of the best worth SLSQP misses. Then
every strategy that also runs in the browser: one call on numbers, as a slider's move asks for, and
one on columns of a million rows. Times are of the fastest of three rounds: on the wall, and of the
processor, which a busy machine changes less.
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


def each(task: Callable[[], object]) -> tuple[float, float]:
    """Wall and processor seconds of one call, over so many that a round can be timed."""
    calls = max(1, int(0.05 / max(seconds(task)[0], 1e-7)))
    wall, processor = seconds(lambda: [task() for _ in range(calls)])
    return wall / calls, processor / calls


def timed(task: Callable[[], object], unit: str, times: float, of: str = "") -> dict[str, float]:
    """Columns of a table: a task's time on the wall and of the processor, in a unit."""
    wall, processor = each(task)
    return {f"{of}wall, {unit}": times * wall, f"{of}processor, {unit}": times * processor}


def splits() -> pd.DataFrame:
    rows = []
    for count in (4, 20, 100):
        given = channels(count)
        budget = 0.4 * given["at_most"].sum()
        best = strategies.best_budget_split(budget, **given)
        missed = max(0.0, 1 - worth(slsqp(budget, given), given) / worth(best, given))
        rows.append(
            {
                "channels": f"{count:,}",
                **timed(
                    lambda b=budget, g=given: strategies.best_budget_split(b, **g),
                    "ms",
                    1e3,
                    "ours, ",
                ),
                **timed(lambda b=budget, g=given: slsqp(b, g), "ms", 1e3, "SLSQP, "),
                "SLSQP misses": f"{missed:.1e}",
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
        "best_budget_split, 1,000 channels": lambda: strategies.best_budget_split(
            5e4, **channels(1000)
        ),
        "search_budget_split, 4 channels": lambda: strategies.search_budget_split(1000, curves),
    }
    return pd.DataFrame([{"task": name, **timed(task, "ms", 1e3)} for name, task in tasks.items()])


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
                **timed(lambda f=function, g=one: f(**g), "µs", 1e6, "one call, "),
                **timed(lambda f=function, g=given: f(**g), "ms", 1e3, "a million rows, "),
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
