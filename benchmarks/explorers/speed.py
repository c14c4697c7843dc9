"""A million customers under the hand: python benchmarks/explorers/speed.py.

Makes 10 million transactions of 1 million customers, and measures each explorer: the time from
the log that was read to the panel that can be shown, the bytes that travel, the time of
``selected``, and, in Chromium, the time from the move of a brush to the paint. Beside it the same
customers as points of one Altair chart, and as the table of the quak widget (if it is installed:
``pip install quak``). The report goes to the screen and to results.md beside this file. With names,
as in ``speed.py KPIDashboard``, only these are measured, and their lines go to the screen.
"""

from __future__ import annotations

import json
import os
import platform
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from importlib.metadata import version
from pathlib import Path
from typing import Any

import altair as alt
import numpy as np
import pandas as pd
from playwright.sync_api import Browser, sync_playwright

from clvwidgets import (
    CohortExplorer,
    CustomerCard,
    KPIDashboard,
    LifecycleExplorer,
    NextPurchaseExplorer,
    ProfileExplorer,
    RFMExplorer,
    TransactionLog,
    ValueExplorer,
)
from clvwidgets.models import MBGNBD, CustomerValue, GammaGamma

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parents[1] / "tests"))

from browser.conftest import FLAGS, NAMES  # noqa: E402 (the tests' own settings)

CUSTOMERS, ROWS = 1_000_000, 10_000_000
BRUSH = {"steps": 60, "stepMs": 1000 / 30}
LIMITS = {"first": 3.0, "selected": 0.5, "bytes": 1e6, "brush": 33.0}
CHANNELS = np.array(["web", "shop", "app", "phone", "fair"], dtype=object)
PLAIN = (RFMExplorer, ValueExplorer, CohortExplorer, LifecycleExplorer)
WITH_ATTRIBUTES = (ProfileExplorer, NextPurchaseExplorer, KPIDashboard, CustomerCard)
NOT_BRUSHED = (CustomerCard,)


def transactions(customers: int, rows: int, seed: int = 1) -> pd.DataFrame:
    """Draw purchases of customers who come in the first year and buy with rates of their own."""
    rng = np.random.default_rng(seed)
    weight = rng.gamma(0.6, size=customers)
    buyer = np.r_[
        np.arange(customers),
        rng.choice(customers, rows - customers, p=weight / weight.sum()),
    ]
    first = rng.integers(0, 365, customers)
    last = first + (rng.beta(0.8, 1.2, customers) * (730 - first)).astype(int)
    day = first[buyer] + (rng.random(rows) * (last - first + 1)[buyer]).astype(int)
    day[:customers] = first
    return pd.DataFrame(
        {
            "customer": buyer,
            "date": np.datetime64("2024-01-01") + day.astype("timedelta64[D]"),
            "amount": rng.gamma(2.0, 20.0, rows).round(2),
        }
    )


def with_attributes(table: pd.DataFrame, seed: int = 2) -> pd.DataFrame:
    """Give each customer a channel and an age."""
    rng = np.random.default_rng(seed)
    count = table["customer"].max() + 1
    channel, age = CHANNELS[rng.integers(0, len(CHANNELS), count)], rng.integers(18, 80, count)
    return table.assign(channel=channel[table["customer"]], age=age[table["customer"]])


def timed(function: Callable[[], Any]) -> tuple[Any, float]:
    start = time.perf_counter()
    result = function()
    return result, time.perf_counter() - start


def measure(browser: Browser, kind: Any, log: TransactionLog, **options: Any) -> dict[str, Any]:
    """Make one explorer, choose in it, and brush over it."""
    explorer, made = timed(lambda: kind(log, **options))
    bundle, shown = timed(lambda: explorer._repr_mimebundle_()[0])
    state = json.dumps(explorer.get_state(drop_defaults=True), default=str)
    # The code travels once for a kernel, with the first panel.
    message = len(state) - len(explorer._esm)
    keys = list(explorer.groups.keys)
    explorer.selection = {"keys": keys[: max(len(keys) // 2, 1)]}
    chosen, waited = timed(lambda: explorer.selected)
    print(f"{kind.__name__}: made in {made:.2f} s, {len(chosen):,} selected in {waited:.2f} s")
    waits = [] if kind in NOT_BRUSHED else brush(browser, explorer)
    return {
        "name": kind.__name__,
        "first": made + shown,
        "bytes": message,
        "stored": len(json.dumps({k: v for k, v in bundle.items() if k != "image/png"})),
        "selected": waited,
        "waits": waits,
    }


def brush(browser: Browser, explorer: Any) -> list[float]:
    """Brush over an exported page: the same code as in the notebook, without a kernel."""
    explorer.selection = {"keys": []}
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "explorer.html"
        explorer.to_html(file)
        page = browser.new_page(viewport={"width": 1100, "height": 800})
        page.goto(file.as_uri())
        page.locator(".clv-picture svg").first.wait_for()
        page.wait_for_timeout(500)
        page.evaluate(f"() => {{ {(HERE / 'brush.js').read_text(encoding='utf-8')} }}")
        page.evaluate("how => brushOver(how)", BRUSH)  # the browser learns the code
        waits: list[float] = page.evaluate("how => brushOver(how)", BRUSH)
        page.close()
    return waits


def altair_points(browser: Browser, customers: pd.DataFrame) -> dict[str, Any]:
    """Show each customer as a point, as one would without an explorer."""
    alt.data_transformers.disable_max_rows()
    points = customers[["days_since_last", "orders", "revenue"]]
    hand = alt.selection_interval()
    chart = (
        alt.Chart(points)
        .mark_point()
        .encode(
            x="days_since_last", y="orders", color=alt.condition(hand, "revenue", alt.value("grey"))
        )
        .add_params(hand)
    )
    text, made = timed(lambda: chart.to_json(indent=None))
    drawn = None
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "points.html"
        file.write_text(chart.to_html(inline=True), encoding="utf-8")
        page = browser.new_page()
        start = time.perf_counter()
        try:
            page.goto(file.as_uri(), timeout=120_000)
            page.locator("#vis canvas, #vis svg").first.wait_for(timeout=120_000)
            drawn = time.perf_counter() - start
        except Exception as problem:
            print(f"Altair: {str(problem).splitlines()[0]}")
        page.close()
    return {"made": made, "bytes": len(text), "drawn": drawn}


def quak_table(customers: pd.DataFrame) -> dict[str, Any] | None:
    """Make quak's widget over the same customers; what it asks for comes later, over the wire."""
    try:
        import quak
    except ImportError:
        return None
    widget, made = timed(lambda: quak.Widget(customers.reset_index()))
    state = widget.get_state()
    size = sum(len(v) if isinstance(v, str | bytes) else len(str(v)) for v in state.values())
    chosen, waited = timed(lambda: widget.data().df())
    return {"made": made, "bytes": size, "selected": waited, "rows": len(chosen)}


def fitted_model(log: TransactionLog) -> CustomerValue:
    """Fit what the lifecycle explorer shows."""
    return CustomerValue(MBGNBD(), GammaGamma()).fit(log.customers("W"))


def line(found: dict[str, Any]) -> str:
    """Write one explorer's line of the table."""
    brushed = "not brushed"
    if waits := found["waits"]:
        p50, p95 = np.percentile(waits, [50, 95])
        brushed = f"{p50:.0f} / {p95:.0f} ms ({len(waits)} moves)"
    return (
        f"| {found['name']} | {found['first']:.2f} s | {found['bytes'] / 1e3:,.0f} kB | "
        f"{found['stored'] / 1e3:,.0f} kB | {found['selected']:.2f} s | {brushed} |"
    )


def written(
    results: list[dict[str, Any]], points: dict[str, Any], quak: Any, before: tuple[float, float]
) -> str:
    """Write the report."""
    lines = [
        "# A million customers, ten million transactions",
        "",
        f"{date.today()}, {platform.processor() or platform.machine()}, {os.cpu_count()} cores, "
        f"load {os.getloadavg()[0]:.1f} at the end; pandas {version('pandas')}, "
        f"Altair {alt.__version__}. Written by `python benchmarks/explorers/speed.py`.",
        "",
        f"Reading and summing up the table (`TransactionLog`, first `rfm()`): {before[0]:.1f} s; "
        f"fitting the model of the lifecycle explorer: {before[1]:.1f} s. After that:",
        "",
        "| explorer | first picture | message | stored | `selected` | brush to paint p50 / p95 |",
        "|---|---|---|---|---|---|",
        "| to reach | ≤ 3 s | ≤ 1 MB | | ≤ 0.5 s | p95 ≤ 33 ms |",
    ]
    lines += map(line, results)
    drawn = f"{points['drawn']:.0f} s" if points["drawn"] else "nothing within 120 s"
    lines += [
        "",
        "The brush is moved sixty times, thirty times a second; counted are the moves that touch "
        "other cells, up to the frame in which the chart and the words above it have changed.",
        "",
        "The profiles, the next purchases, the KPIs and the card are made from a log that also "
        "keeps a channel and an age for each customer; the next purchases without a model.",
        "",
        f"* Altair, one point a customer: {points['made']:.1f} s to write the chart, "
        f"{points['bytes'] / 1e6:,.0f} MB to send, in the browser {drawn}.",
    ]
    if quak:
        lines.append(
            f"* quak over the same customers: widget in {quak['made']:.2f} s, "
            f"{quak['bytes'] / 1e3:,.0f} kB of which nearly all is code, its `data()` as a table "
            f"{quak['selected']:.2f} s for {quak['rows']:,} rows. Each brush asks DuckDB in the "
            "kernel; without one it shows nothing."
        )
    return "\n".join([*lines, ""])


def explored(browser: Browser, table: pd.DataFrame, names: list[str]) -> dict[str, Any]:
    """Measure the explorers of these names; tell how long reading and fitting took, too."""
    plain = [kind for kind in PLAIN if kind.__name__ in names]
    others = [kind for kind in WITH_ATTRIBUTES if kind.__name__ in names]
    told: dict[str, Any] = {"results": [], "fit": 0.0}
    if plain:
        (log, told["customers"]), told["read"] = timed(
            lambda: (log := TransactionLog(table), log.rfm())
        )
        for kind in plain:
            options = {}
            if kind is LifecycleExplorer:
                options["model"], told["fit"] = timed(lambda: fitted_model(log))
            told["results"].append(measure(browser, kind, log, **options))
    if others:
        log = TransactionLog(with_attributes(table), attributes=["channel", "age"])
        log.rfm()
        for kind in others:
            options = {"gross_margin": 0.4} if kind is KPIDashboard else {}
            told["results"].append(measure(browser, kind, log, **options))
    return told


def main(names: list[str]) -> int:
    """Measure and write; returns the exit status."""
    table = transactions(CUSTOMERS, ROWS)
    every = [kind.__name__ for kind in (*PLAIN, *WITH_ATTRIBUTES)]
    program = next(filter(None, map(shutil.which, NAMES)))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=program, chromium_sandbox=False, args=list(FLAGS)
        )
        told = explored(browser, table, names or every)
        if names:
            print(*map(line, told["results"]), f"load {os.getloadavg()[0]:.1f}", sep="\n")
            return 0
        points = altair_points(browser, told["customers"])
        browser.close()
    times = (told["read"], told["fit"])
    report = written(told["results"], points, quak_table(told["customers"]), times)
    (HERE / "results.md").write_text(report, encoding="utf-8")
    print(report)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
