"""Sliders side by side in one real JupyterLab: python benchmarks/widgets/speed_of_the_hand.py.

The same calculator is made with clvwidgets, with Altair's JupyterChart and with `interact`, and
its slider is dragged thirty steps a second in Chromium. Measured are the steps that were drawn and
the time from input to paint; then the bytes of eight calculators, the saved notebook, and the heap
after 300 moves. The report goes to the screen and to results.md beside this file. It takes about
five minutes; whatever else runs on the machine makes the figures worse, so its load is reported.
"""

from __future__ import annotations

import os
import platform
import shutil
import sys
import tempfile
from dataclasses import dataclass, replace
from datetime import date
from importlib.metadata import version
from pathlib import Path

import nbformat
import numpy as np
from contestants import ALL, OURS, Contestant
from nbformat.v4 import new_code_cell, new_notebook
from playwright.sync_api import Browser, Page, sync_playwright

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
sys.path.insert(0, str(ROOT / "tests"))

from browser import labdriver  # noqa: E402 (the tests' own driver, which is no installed package)
from browser.conftest import FLAGS, NAMES  # noqa: E402
from browser.panels import STEP_MS, STEPS, used_heap  # noqa: E402

HAND = (HERE / "hand.js").read_text(encoding="utf-8")
KERNEL = {"kernelspec": {"name": "python3", "display_name": "Python 3"}}
DRAG = {"from": 0.05, "to": 0.35, "steps": STEPS, "stepMs": STEP_MS}
MOVES = 300
COPIES = 8
BUSY = (
    "() => { window.jupyterapp.shell.currentWidget.sessionContext.session.kernel"
    ".requestExecute({ code: 'import time; time.sleep(12)' }); }"
)
# Else the small files of the others look like a merit.
WHAT_IS_SAVED = (
    "The first saves the panel itself: its values, charts and a picture. The others save a "
    "reference to a model in the kernel; JupyterLab keeps no widget state unless told to."
)


@dataclass(frozen=True)
class Speed:
    """What came of a drag: milliseconds from input to paint of each step that was drawn."""

    name: str
    waits: list[float]
    heap: float | None = None

    @property
    def drawn(self) -> int:
        return len(self.waits)

    def percentile(self, share: float) -> float:
        return float(np.percentile(self.waits, share)) if self.waits else float("inf")


@dataclass(frozen=True)
class Weight:
    """What eight calculators weigh: bytes over the websocket, bytes of the saved notebook."""

    name: str
    wire: int
    saved: int


def write_notebook(lab: labdriver.Lab, sources: list[str], name: str) -> str:
    notebook = new_notebook(cells=[new_code_cell(s.strip()) for s in sources], metadata=KERNEL)
    nbformat.write(notebook, lab.folder / name)
    return name


def new_page(browser: Browser) -> Page:
    return browser.new_context(viewport={"width": 1280, "height": 900}).new_page()


def measure_speed(browser: Browser, lab: labdriver.Lab, which: Contestant) -> list[Speed]:
    """Drag one contestant's slider; ours also while the kernel is busy and when it is gone."""
    page = new_page(browser)
    labdriver.open_notebook(page, lab, write_notebook(lab, [which.source], "one.ipynb"))
    labdriver.run_all(page)
    page.locator(f".jp-OutputArea {which.slider}").first.wait_for()
    page.locator(".jp-OutputArea svg .mark-line path").first.wait_for(state="attached")
    page.evaluate(HAND)
    how = DRAG | {"hand": which.hand, "slider": which.slider}
    page.evaluate("how => hand.learn(how)", how)
    first = Speed(which.name, page.evaluate("how => hand.drag(how)", how))
    before = used_heap(page)
    page.evaluate("([how, moves]) => hand.wander(how, moves)", [how, MOVES])
    speeds = [replace(first, heap=used_heap(page) - before)]
    if which is OURS:
        page.evaluate(BUSY)
        busy = page.evaluate("how => hand.drag(how)", how)
        labdriver.wait_until_idle(page)
        labdriver.shut_kernel_down(page)
        page.wait_for_timeout(1000)
        gone = page.evaluate("how => hand.drag(how)", how)
        speeds += [Speed(f"{which.name}, kernel busy", busy)]
        speeds += [Speed(f"{which.name}, kernel shut down", gone)]
    page.context.close()
    lab.clear()
    return speeds


def measure_weight(browser: Browser, lab: labdriver.Lab, which: Contestant) -> Weight:
    """Show eight of a contestant in one notebook and save it."""
    page = new_page(browser)
    traffic = labdriver.count_traffic(page)
    name = write_notebook(lab, [which.source] * COPIES, "eight.ipynb")
    labdriver.open_notebook(page, lab, name)
    before = traffic.received + traffic.sent
    labdriver.run_all(page)
    for index in range(COPIES):
        labdriver.scroll_to_cell(page, index)
        page.wait_for_timeout(500)
    wire = traffic.received + traffic.sent - before
    labdriver.save(page)
    page.wait_for_timeout(500)
    saved = (lab.folder / name).stat().st_size
    page.context.close()
    lab.clear()
    return Weight(which.name, wire, saved)


def speed_table(speeds: list[Speed]) -> list[str]:
    lines = [
        f"| calculator | steps drawn of {STEPS} | p50, ms | p95, ms | heap after {MOVES} moves |",
        "|---|---:|---:|---:|---:|",
    ]
    for speed in speeds:
        heap = "" if speed.heap is None else f"{speed.heap:+.1f} MB"
        times = f"{speed.percentile(50):.1f} | {speed.percentile(95):.1f}"
        lines.append(f"| {speed.name} | {speed.drawn} | {times} | {heap} |")
    return lines


def weight_table(weights: list[Weight]) -> list[str]:
    lines = [
        f"| {COPIES} calculators | over the websocket, kB | saved notebook, kB |",
        "|---|---:|---:|",
    ]
    lines += [f"| {w.name} | {w.wire / 1e3:,.0f} | {w.saved / 1e3:,.0f} |" for w in weights]
    return lines


def ratios(speeds: list[Speed], weights: list[Weight]) -> list[str]:
    """Say how many times slower or heavier the others are than ours."""
    ours, light = speeds[0], weights[0]
    lines = [
        "| how many times ours | p50 | p95 | websocket | saved notebook |",
        "|---|" + "---:|" * 4,
    ]
    for other in weights[1:]:
        speed = next(s for s in speeds if s.name == other.name)
        shares = (
            speed.percentile(50) / ours.percentile(50),
            speed.percentile(95) / ours.percentile(95),
            other.wire / light.wire,
            other.saved / light.saved,
        )
        lines.append(f"| {other.name} | " + " | ".join(f"{s:.2g}" for s in shares) + " |")
    return lines


def verdicts(speeds: list[Speed], weights: list[Weight]) -> list[str]:
    """Compare ours with what was asked of it."""
    ours = [speed for speed in speeds if speed.name.startswith(OURS.name)]
    asked = [
        (f"{s.name}: p95 at most 20 ms", f"{s.percentile(95):.1f} ms", s.percentile(95) <= 20)
        for s in ours
    ]
    asked += [(f"{s.name}: all {STEPS} steps", str(s.drawn), s.drawn == STEPS) for s in ours]
    wire, saved, heap = weights[0].wire / 1e3, weights[0].saved / 1e3, ours[0].heap or 0.0
    asked += [
        (f"{COPIES} calculators: at most 1,200 kB on the wire", f"{wire:,.0f} kB", wire <= 1200),
        (f"{COPIES} calculators: at most 300 kB saved", f"{saved:,.0f} kB", saved <= 300),
        (f"{MOVES} moves: at most 10 MB of heap", f"{heap:+.1f} MB", heap <= 10),
    ]
    lines = ["| asked of clvwidgets | seen | |", "|---|---:|---|"]
    lines += [f"| {what} | {seen} | {'met' if ok else '**missed**'} |" for what, seen, ok in asked]
    return lines


def machine(browser: Browser, before: tuple[float, ...], after: tuple[float, ...]) -> list[str]:
    cpu = Path("/proc/cpuinfo")
    names = cpu.read_text(encoding="utf-8").splitlines() if cpu.exists() else []
    model = next((n.split(":")[1].strip() for n in names if n.startswith("model name")), "")
    packages = ("clvwidgets", "jupyterlab", "ipywidgets", "anywidget", "altair")
    versions = [f"{name} {version(name)}" for name in packages]
    versions += [f"Python {platform.python_version()}", f"Chromium {browser.version}"]
    load = " / ".join(f"{one:.2f}" for one in before), " / ".join(f"{one:.2f}" for one in after)
    return [
        f"* {date.today()}, {platform.system()}, {os.cpu_count()} cores, {model}",
        f"* {', '.join(versions)}",
        f"* load of the machine over 1, 5 and 15 minutes: {load[0]} before, {load[1]} after",
    ]


def report(about: list[str], speeds: list[Speed], weights: list[Weight]) -> str:
    parts = [
        ["# Speed of the hand", "", "One run, figures as seen; made by `speed_of_the_hand.py`."],
        about,
        ["## A slider dragged for two seconds, thirty steps a second", "", *speed_table(speeds)],
        ["## Weight", "", *weight_table(weights), "", WHAT_IS_SAVED],
        ["## Others compared with clvwidgets", "", *ratios(speeds, weights)],
        ["## What was asked", "", *verdicts(speeds, weights)],
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
        with labdriver.start_server(Path(folder)) as lab:
            speeds = [speed for which in ALL for speed in measure_speed(browser, lab, which)]
            weights = [measure_weight(browser, lab, which) for which in ALL]
        text = report(machine(browser, before, os.getloadavg()), speeds, weights)
        browser.close()
    (HERE / "results.md").write_text(text, encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
