"""What one step of a slider costs the browser: python benchmarks/widgets/cost_of_a_step.py.

The same exported page, without a kernel, is opened three times in one Chromium: with expressions
compiled into scripts (as before 1 December 2026; never shipped again, since that lets a chart run
scripts), with Vega's own interpreter, and with the closures that the package ships. They take turns
in small blocks, so that whatever else runs on the machine meets all three alike; the ratios are
medians over the rounds, each of blocks that were run one after the other. The report goes to the
screen and to cost_of_a_step.md beside this file. It takes about two minutes and needs Node.js and
the installed front end.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from playwright.sync_api import Browser, Page, sync_playwright
from speed_of_the_hand import FLAGS, HERE, NAMES, OURS, machine, new_page

from clvwidgets import SubscriptionCLV
from clvwidgets.display.static_files import static_text

STEP = (HERE / "step.js").read_text(encoding="utf-8")
POLICY = re.compile(r'<meta http-equiv="Content-Security-Policy"[^>]*>')
VARIANTS = {
    "compiled": "compiled into scripts",
    "vega": "interpreted by Vega",
    "ours": "closures, as shipped",
}
ROUNDS = 60
BLOCK = 20
# What the browser learns and fetches anew after a change of tabs.
WARM_ROUNDS, WARM_STEPS = 3, 3
VALUES = [round(0.05 + 0.3 * step / 60, 4) for step in range(1, 61)]

Blocks = dict[str, list[NDArray[np.float64]]]


def write_pages(folder: Path) -> dict[str, Path]:
    """Write the page with each of the scripts, and without the policy that forbids compiling."""
    subprocess.run(["node", str(HERE / "variants.mjs"), str(folder)], check=True)
    shipped = folder / "shipped.html"
    SubscriptionCLV().to_html(shipped)
    page = POLICY.sub("", shipped.read_text(encoding="utf-8"))
    pages = {}
    for name in VARIANTS:
        script = (folder / f"{name}.js").read_text(encoding="utf-8")
        pages[name] = folder / f"{name}.html"
        pages[name].write_text(page.replace(static_text("page.js"), script), encoding="utf-8")
    return pages


def open_page(browser: Browser, path: Path) -> Page:
    page = new_page(browser)
    page.goto(path.as_uri())
    page.locator(".clv-picture svg").first.wait_for()
    return page


def take_turns(pages: dict[str, Page]) -> Blocks:
    """Make the same steps in each page by turns, another page first in each round."""
    names = list(pages)
    blocks: Blocks = {name: [] for name in names}
    for turn in range(ROUNDS):
        at = turn * BLOCK % len(VALUES)
        first = turn % len(names)
        for name in names[first:] + names[:first]:
            page = pages[name]
            page.bring_to_front()
            slider = page.locator(OURS.slider).element_handle()
            waits = page.evaluate(STEP, [slider, VALUES[at : at + BLOCK]])
            blocks[name].append(np.array(waits)[WARM_STEPS:])
    return {name: each[WARM_ROUNDS:] for name, each in blocks.items()}


def times_compiled(blocks: Blocks, name: str, column: int) -> float:
    rounds = zip(blocks[name], blocks["compiled"], strict=True)
    return float(np.median([np.median(a[:, column]) / np.median(b[:, column]) for a, b in rounds]))


def table(blocks: Blocks, column: int) -> list[str]:
    lines = ["| expressions | p50, ms | p95, ms | times compiled |", "|---|---:|---:|---:|"]
    for name, label in VARIANTS.items():
        waits = np.concatenate(blocks[name])[:, column]
        p50, p95 = np.percentile(waits, [50, 95])
        ratio = times_compiled(blocks, name, column)
        lines.append(f"| {label} | {p50:.1f} | {p95:.1f} | {ratio:.2f} |")
    return lines


def report(about: list[str], blocks: Blocks) -> str:
    steps = sum(len(block) for block in blocks["ours"])
    how = (
        f"One run, figures as seen; made by `cost_of_a_step.py`. {steps} steps of each, in blocks "
        f"of {BLOCK} by turns; the first {WARM_STEPS} of a block do not count. The last column is "
        "the median over the rounds: it holds on a busy machine too, the percentiles do not."
    )
    parts = [
        ["# What a step of a slider costs", "", how],
        about,
        ["## Scripts of a step: outputs, texts, chart", "", *table(blocks, 0)],
        ["## The whole step: scripts, layout and paint of its frame", "", *table(blocks, 1)],
    ]
    return "\n\n".join("\n".join(part) for part in parts) + "\n"


def main() -> None:
    program = next(filter(None, map(shutil.which, NAMES)), None)
    if program is None:
        sys.exit("No Chromium or Chrome on this machine; this benchmark needs one.")
    before = os.getloadavg()
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        browser = playwright.chromium.launch(
            executable_path=program, chromium_sandbox=os.geteuid() != 0, args=list(FLAGS)
        )
        written = write_pages(Path(folder))
        blocks = take_turns({name: open_page(browser, path) for name, path in written.items()})
        text = report(machine(browser, before, os.getloadavg()), blocks)
        browser.close()
    (HERE / "cost_of_a_step.md").write_text(text, encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
