"""A real Chromium and a real JupyterLab for the tests of this room.

The machine's own Chromium or Chrome is used: downloading one is nothing a test should do. The
JupyterLab server has folders of its own, so that nobody's settings change it or are changed.
"""

import contextlib
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import nbformat
import pytest
from nbformat.v4 import new_notebook
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, sync_playwright

from . import labdriver
from .labdriver import KERNEL, Lab, start_server
from .panels import watched_page

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


@pytest.fixture(scope="session")
def profile(chromium: Browser) -> Iterator[BrowserContext]:
    """Browse as one person does: what a page has loaded is there for the next."""
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    yield context
    context.close()


@pytest.fixture
def page(profile: BrowserContext) -> Iterator[Page]:
    """Open a page for one test."""
    with watched_page(profile) as page:
        yield page


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


class Room:
    """A page of Lab that stays, and in which nothing stays open from test to test.

    It is for what does not depend on how Lab was loaded: that is most of the time it takes to open
    a notebook.
    """

    def __init__(self, profile: BrowserContext, lab: Lab) -> None:
        self.profile = profile
        self.lab = lab
        self.page: Page | None = None
        self.open = contextlib.ExitStack()

    def take(self) -> Page:
        """Return the page, with its errors forgotten."""
        if self.page is None:
            self.page = self.open.enter_context(watched_page(self.profile))
            labdriver.open_lab(self.page, self.lab)
        self.page.console_errors.clear()
        self.page.foreign_requests.clear()
        return self.page

    def give_back(self) -> None:
        """Close what is open, or the page if a test has left a dialog in it."""
        labdriver.close_all(self.page)
        if self.page.locator(".jp-Dialog").count() > 0:
            self.close()

    def close(self) -> None:
        """Close the page."""
        self.open.close()
        self.page = None


@pytest.fixture(scope="module")
def room(profile: BrowserContext, lab: Lab) -> Iterator[Room]:
    """Have one page of Lab for the tests of a module that ask for `lab_page`."""
    room = Room(profile, lab)
    yield room
    room.close()


@pytest.fixture
def lab_page(room: Room) -> Iterator[Page]:
    """Lend a page of Lab in which nothing is open, for `labdriver.open_notebook`."""
    yield room.take()
    room.give_back()


class Desk:
    """An empty notebook in Lab that stays open, with its kernel, from test to test.

    It is for what happens after a cell ran: nobody opens it while its kernel lives (see
    `fresh_kernels`), and whatever a test leaves in it goes when the next one runs its own cells.
    """

    def __init__(self, profile: BrowserContext, lab: Lab) -> None:
        self.profile = profile
        self.lab = lab
        self.page: Page | None = None
        self.open = contextlib.ExitStack()

    def take(self) -> Page:
        """Return the page, with its errors forgotten."""
        if self.page is None:
            self.page = self.open.enter_context(watched_page(self.profile))
            name = f"{uuid4().hex}.ipynb"
            nbformat.write(new_notebook(metadata=KERNEL), self.lab.folder / name)
            self.lab.kept.add(name)
            labdriver.open_notebook(self.page, self.lab, name)
        self.page.console_errors.clear()
        self.page.foreign_requests.clear()
        return self.page

    def give_back(self) -> None:
        """Close the page if the test has ended its kernel."""
        if not labdriver.has_kernel(self.page):
            self.close()

    def close(self) -> None:
        """Close the page."""
        self.open.close()
        self.page = None


@pytest.fixture(scope="module")
def lasting_desk(profile: BrowserContext, lab: Lab) -> Iterator[Desk]:
    """Have one notebook for the tests of a module that ask for `desk`."""
    desk = Desk(profile, lab)
    yield desk
    desk.close()


@pytest.fixture
def desk(lasting_desk: Desk) -> Iterator[Page]:
    """Lend a page of Lab with a notebook for `labdriver.run_cells`; its kernel may be ended."""
    yield lasting_desk.take()
    lasting_desk.give_back()
