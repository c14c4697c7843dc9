"""One Lab and one browser for the whole corpus; the foreign host listens beside them.

Cases share a tab, one after the other, until one does harm to it: the next gets another tab.
"""

from __future__ import annotations

from collections.abc import Iterator
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, Page

from ..labdriver import Lab
from .charts import SECRET
from .listener import Listener, listening

# Waits as a person does who looks at what they opened, but without a hand on the machine's speed.
OPEN = """async ([path, kernel]) => {
    const { jupyterapp: app } = window;
    await app.restored;
    const widget = await app.commands.execute('docmanager:open', { path, kernel: { id: kernel } });
    await widget.context.ready;
    await widget.revealed;
}"""
CLOSE = "() => window.jupyterapp.shell.currentWidget.dispose()"


@pytest.fixture(scope="session")
def foreign_host() -> Iterator[Listener]:
    """Listen on another port of this machine, as the host of somebody who means harm.

    Each case asks under its own name. What is heard after its test was over fails the next one, or
    this: the name tells whose it was.
    """
    with listening() as listener:
        yield listener
        assert listener.heard == [], "somebody asked when their test was over"


class Tab:
    """A tab of a browser that knows nothing of any other."""

    def __init__(self, chromium: Browser) -> None:
        self.chromium = chromium
        self.opened: Page | None = None

    @property
    def page(self) -> Page:
        """What the tab shows; the tab is made where there is none."""
        if self.opened is None:
            context = self.chromium.new_context(viewport={"width": 1280, "height": 900})
            self.opened = context.new_page()
        return self.opened

    def close(self) -> None:
        """Close it; the next one is another."""
        if self.opened:
            self.opened.context.close()
            self.opened = None


@pytest.fixture(scope="module")
def tab(chromium: Browser) -> Iterator[Tab]:
    """Have one tab for a module, as long as nobody harms it."""
    tab = Tab(chromium)
    yield tab
    tab.close()


class Reader:
    """Somebody who opens notebooks in one Lab, one after the other, and runs none.

    All share one kernel, which runs nothing: Lab would start one for each. The page is made anew
    after a notebook did harm to it.
    """

    def __init__(self, chromium: Browser, lab: Lab) -> None:
        self.chromium = chromium
        self.lab = lab
        self.kernel = lab.ask("api/kernels", "POST", {"name": "python3"})["id"]
        self.page: Page | None = None

    def open(self, name: str) -> Page:
        """Open a notebook; the page."""
        if self.page is None:
            self.page = self.chromium.new_context(
                viewport={"width": 1280, "height": 900}
            ).new_page()
            self.page.goto(f"{self.lab.url}/lab/workspaces/{uuid4().hex}")
            self.page.wait_for_function("() => window.jupyterapp", timeout=60_000)
        self.page.wait_for_function(
            f"([path, id]) => ({OPEN})([path, id]).then(() => true)",
            arg=[name, self.kernel],
            timeout=60_000,
        )
        return self.page

    def close(self, *, unharmed: bool) -> None:
        """Close the notebook, or the page if harm was done to it."""
        if self.page and unharmed:
            self.page.evaluate(CLOSE)
        elif self.page:
            self.page.context.close()
            self.page = None

    def leave(self) -> None:
        """Close the page and end the kernel."""
        self.close(unharmed=False)
        self.lab.ask(f"api/kernels/{self.kernel}", "DELETE")


@pytest.fixture(scope="module")
def reader(chromium: Browser, lab_server: Lab) -> Iterator[Reader]:
    """Have one reader for a module; what they opened goes at its end."""
    (lab_server.folder / "secret.txt").write_text(SECRET)
    reader = Reader(chromium, lab_server)
    yield reader
    reader.leave()
    lab_server.clear()
