"""What a step of a slider costs in each simulator; run it as a script, it takes two minutes.

Exported pages without a kernel, all in one Chromium, beside the calculator whose speed is known.
They take turns in small blocks, so that whatever else runs on the machine meets all alike; the
ratio is the median over the rounds. The report goes to the screen and to steps_of_simulators.md
beside this file.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
from playwright.sync_api import Page, sync_playwright
from speed_of_the_hand import FLAGS, HERE, NAMES, machine, new_page

import clvwidgets
from clvwidgets import SubscriptionCLV

ROUNDS, BLOCK, WARM = 12, 16, 3
STEP = (
    (HERE / "step.js")
    .read_text(encoding="utf-8")
    .replace(".clv-picture .mark-line path", ".clv-picture svg path, .clv-picture svg text")
    .replace("path.getAttribute('d')", "(path.getAttribute('d') ?? path.textContent)")
    .replace("throw new Error(`the step to ${value} was not drawn in its frame`)", "still += 1")
    .replace("const waits = [];", "const waits = []; let still = 0;")
    .replace("return waits;", "return [waits, still];")
)


def panels() -> dict[str, Any]:
    """Find the simulators that move without Python, and the calculator beside them."""
    public = {name: getattr(clvwidgets, name) for name in clvwidgets.__all__}
    kinds = {
        name: kind
        for name, kind in sorted(public.items())
        if isinstance(kind, type) and ".simulators." in kind.__module__
    }
    moving = {name: kind() for name, kind in kinds.items()}
    alone = {
        name: panel
        for name, panel in moving.items()
        if not any(field.needs_kernel for field in panel.fields().values())
    }
    return {"SubscriptionCLV": SubscriptionCLV(), **alone}


def first_slider(panel: Any) -> tuple[int, list[float]]:
    """Say which slider is moved, the first that is no whole number, and through which values."""
    numbers = [one for one in panel.declaration["fields"] if one["kind"] == "number"]
    at = next(place for place, one in enumerate(numbers) if not one.get("whole"))
    low, high, step = (numbers[at][part] for part in ("low", "high", "step"))
    places = np.linspace(low + 0.15 * (high - low), low + 0.6 * (high - low), BLOCK)
    return at, [float(round(place / step) * step) for place in places]


def block(page: Page, at: int, values: list[float]) -> tuple[np.ndarray, int]:
    """Move through the values, and measure each step."""
    page.bring_to_front()
    slider = page.locator("input[type=range]").nth(at).element_handle()
    waits, still = page.evaluate(STEP, [slider, values])
    return np.array(waits)[WARM:], still


def main() -> None:
    """Measure all and write the report."""
    program = next(filter(None, map(shutil.which, NAMES)), None)
    if program is None:
        sys.exit("No Chromium or Chrome on this machine; this benchmark needs one.")
    made, before = panels(), os.getloadavg()
    moves = {name: first_slider(panel) for name, panel in made.items()}
    found: dict[str, list[np.ndarray]] = {name: [] for name in made}
    stills = dict.fromkeys(made, 0)
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        browser = playwright.chromium.launch(
            executable_path=program, chromium_sandbox=os.geteuid() != 0, args=list(FLAGS)
        )
        pages = {}
        for name, panel in made.items():
            path = Path(folder) / f"{name}.html"
            panel.to_html(path)
            pages[name] = new_page(browser)
            pages[name].goto(path.as_uri())
            pages[name].locator(".clv-picture svg").first.wait_for()
        for turn in range(ROUNDS + 1):
            for name, page in pages.items():
                at, values = moves[name]
                waits, still = block(page, at, values if turn % 2 else values[::-1])
                if turn:
                    found[name].append(waits)
                    stills[name] += still
        about = machine(browser, before, os.getloadavg())
        browser.close()
    lines = [
        "# What a step of a slider costs in each simulator",
        "",
        f"One run, figures as seen; made by `steps_of_simulators.py`. {ROUNDS} blocks of {BLOCK} "
        f"steps of each by turns; the first {WARM} of a block do not count. From the first script "
        "of a step to the frame with the new chart. The last columns hold on a busy machine too.",
        "",
        *about,
        "",
        "| panel | p50, ms | p95, ms | times SubscriptionCLV | steps that drew the same |",
        "|---|---:|---:|---:|---:|",
    ]
    for name, blocks in found.items():
        whole = np.concatenate(blocks)[:, 1]
        beside = zip(blocks, found["SubscriptionCLV"], strict=True)
        ratio = np.median([np.median(a[:, 1]) / np.median(b[:, 1]) for a, b in beside])
        p50, p95 = np.percentile(whole, [50, 95])
        lines.append(f"| {name} | {p50:.1f} | {p95:.1f} | {ratio:.2f} | {stills[name]} |")
    text = "\n".join(lines) + "\n"
    (HERE / "steps_of_simulators.md").write_text(text, encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
