"""A real Chromium and a real JupyterLab for the tests of this room.

The machine's own Chromium or Chrome is used: downloading one is nothing a test should do. The
JupyterLab server has folders of its own, so that nobody's settings change it or are changed.
"""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, Playwright, sync_playwright

from .labdriver import Lab, start_server

HOW_TO_GET_ONE = (
    "no Chromium or Chrome on this machine. Get one with: apt-get install chromium "
    "(Debian), snap install chromium (Ubuntu), brew install --cask chromium (macOS)"
)
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
# What Chromium would do by itself has no place in a test.
FLAGS = (
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
HERE = {"localhost", "127.0.0.1"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what stands in this folder, so that `-m "not browser"` leaves it out."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker("browser")


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="session")
def chromium(request: pytest.FixtureRequest) -> Iterator[Browser]:
    """Start the machine's Chromium or Chrome; skip, or fail if one is required, without."""
    program = next(filter(None, map(shutil.which, NAMES)), None)
    if program is None:
        if os.environ.get("CLVWIDGETS_REQUIRE_BROWSER") == "1":
            pytest.fail(HOW_TO_GET_ONE, pytrace=False)
        pytest.skip(HOW_TO_GET_ONE)
    # Chromium refuses to run its sandbox as root.
    is_root = hasattr(os, "geteuid") and os.geteuid() == 0
    playwright = request.getfixturevalue("playwright")
    browser = playwright.chromium.launch(
        executable_path=program, chromium_sandbox=not is_root, args=list(FLAGS)
    )
    yield browser
    browser.close()


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    """Open an empty page that remembers its errors and what it asked of other machines.

    ``page.console_errors`` holds the texts of console errors and of exceptions nobody caught,
    ``page.foreign_requests`` the addresses outside this machine.
    """
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.console_errors = []
    page.foreign_requests = []

    def note_request(url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme in {"http", "https", "ws", "wss"} and parts.hostname not in HERE:
            page.foreign_requests.append(url)

    page.on("console", lambda m: m.type == "error" and page.console_errors.append(m.text))
    page.on("pageerror", lambda error: page.console_errors.append(str(error)))
    page.on("request", lambda request: note_request(request.url))
    page.on("websocket", lambda socket: note_request(socket.url))
    yield page
    context.close()


@pytest.fixture(scope="session")
def lab_server(chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:  # noqa: ARG001 (no server without a browser)
    """Run one JupyterLab for all tests, in a temporary folder."""
    with start_server(tmp_path_factory.mktemp("lab")) as lab:
        yield lab


@pytest.fixture(scope="module")
def lab(lab_server: Lab) -> Iterator[Lab]:
    """Lend the JupyterLab to a module; its notebooks and kernels go when the module is done."""
    yield lab_server
    lab_server.clear()


@pytest.fixture(autouse=True)
def fresh_kernels(request: pytest.FixtureRequest) -> Iterator[None]:
    """Shut all kernels down after each test, so that the next begins without old widgets.

    Lab rebuilds the widgets of a kernel that lives when a notebook is opened. A cell that runs in
    that very moment closes them half built, and anywidget then writes a harmless line to the
    console: the outcome of a test would depend on the machine's speed.
    """
    yield
    if "lab" in request.fixturenames:
        request.getfixturevalue("lab_server").shut_kernels_down()
