"""See in a real Chromium that the slim package is alive where there is no JupyterLab.

`tools/wheel_check.py` asks for it: a page that a calculator wrote, and a marimo app. Each must draw
its chart, move at a key, and ask no other machine for anything.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

from playwright.sync_api import Browser, Error, expect, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
START_SECONDS = 60
DRAWN_MS = 60_000
APP = """import marimo

app = marimo.App()


@app.cell
def _():
    from clvwidgets import SubscriptionCLV

    SubscriptionCLV()
    return


if __name__ == "__main__":
    app.run()
"""


class UnseenError(Exception):
    """What a person would not have seen, in a sentence."""


def look(run: Callable[..., str], programs: Path, environment: dict[str, str], folder: Path) -> str:
    """Look at a page and at a marimo app that the slim environment makes; what was seen.

    Parameters
    ----------
    run : callable
        Runs a program of the environment.
    programs : pathlib.Path
        Folder of its programs.
    environment : dict of str to str
        Its variables, by name.
    folder : pathlib.Path
        Where to put what is made.

    Returns
    -------
    str

    Raises
    ------
    UnseenError
        If the calculator is not drawn, does not move or asks elsewhere; also without a Chromium
        where ``CLVWIDGETS_REQUIRE_BROWSER`` is 1.
    """
    program = next(filter(None, map(shutil.which, NAMES)), None)
    if program is None:
        if os.environ.get("CLVWIDGETS_REQUIRE_BROWSER") == "1":
            raise UnseenError("There is no Chromium or Chrome here to look with.")
        return "nobody looked at a calculator: there is no Chromium here"
    page = folder / "page.html"
    write = "import sys, clvwidgets; clvwidgets.SubscriptionCLV().to_html(sys.argv[1])"
    run("python", "-W", "ignore", "-c", write, page)
    # Beside the environment, which stays as slim as it is.
    beside = folder / "marimo"
    run("python", "-m", "pip", "install", "--quiet", "--target", beside, "marimo")
    (folder / "app.py").write_text(APP)
    is_root = hasattr(os, "geteuid") and os.geteuid() == 0
    with (
        _app(programs, environment | {"PYTHONPATH": str(beside)}, folder) as address,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(
            executable_path=program, chromium_sandbox=not is_root, args=["--disable-gpu"]
        )
        for where, opened in (("page", page.as_uri()), ("marimo app", address)):
            _see(browser, where, opened)
        browser.close()
    return "a calculator draws and moves on its page and in a marimo app, and asks nobody"


@contextlib.contextmanager
def _app(programs: Path, environment: dict[str, str], folder: Path) -> Iterator[str]:
    """Run the marimo app on a free port; its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    options = ["--headless", "--no-token", "--host", "127.0.0.1", "--port", str(port)]
    log = folder / "marimo.log"
    with log.open("w") as stream:
        server = subprocess.Popen(
            [programs / "python", "-m", "marimo", "run", "app.py", *options],
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=stream,
            stderr=subprocess.STDOUT,
        )
    address = f"http://127.0.0.1:{port}"
    try:
        deadline = time.monotonic() + START_SECONDS
        while not _answers(address):
            if server.poll() is not None or time.monotonic() > deadline:
                raise UnseenError(f"The marimo app did not start:\n{log.read_text()}")
            time.sleep(0.2)
        yield address
    finally:
        server.terminate()
        server.wait(timeout=20)


def _answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=2):
            return True
    except (urllib.error.URLError, ConnectionError, TimeoutError):
        return False


def _see(browser: Browser, where: str, address: str) -> None:
    """Open an address, press a key on a slider, and see number and chart follow."""
    page = browser.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    try:
        page.goto(address)
        chart = page.locator(".clv-picture svg").first
        chart.wait_for(timeout=DRAWN_MS)
        worth = page.get_by_role("status", name="Lifetime value", exact=True)
        expect(worth).to_contain_text("\u20ac", timeout=DRAWN_MS)
        before, drawn = worth.inner_text(), chart.inner_html()
        page.get_by_role("slider", name="Churn per month").press("ArrowRight")
        expect(worth).not_to_have_text(before)
        page.wait_for_timeout(500)
        if chart.inner_html() == drawn:
            raise UnseenError(f"The chart in the {where} did not follow the slider.")
    except (AssertionError, Error) as problem:
        raise UnseenError(f"The calculator in the {where} is not alive: {problem}") from problem
    own = ("http://127.0.0.1", "ws://127.0.0.1", "file:", "data:", "blob:")
    elsewhere = [url for url in asked if not url.startswith(own)]
    if elsewhere:
        raise UnseenError(f"The calculator in the {where} asked for {elsewhere[0]}.")
    page.close()
