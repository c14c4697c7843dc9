"""A page that `clvwidgets export` or `to_html` made of something hostile, opened in a browser.

Whoever gets a page by mail opens it from their disk, where no server's headers protect them;
whoever finds it on a site shares an address with all that the site has. The page must protect
itself.
"""

from __future__ import annotations

import functools
import threading
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook, new_output

from clvwidgets.course import export_notebook
from clvwidgets.display.page import page_with
from clvwidgets.display.panel_json import PANEL_MIME

from . import cases
from .charts import SECRET
from .harm import answers, leads, look_around, state, wait_until_readable

# `clvwidgets export` refuses this one in a sentence: see tests/course.
EXPORTED = [name for name in cases.ALL if name != "is_nested_without_end"]
PANELS = [name for name in cases.ALL if PANEL_MIME in cases.bundle(name, "")]


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_words: object) -> None:
        """Stay silent."""


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """Serve a folder, as a site does; the folder and its address."""
    folder = tmp_path_factory.mktemp("site")
    (folder / "secret.txt").write_text(SECRET)
    handler = functools.partial(_Quiet, directory=str(folder))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield folder, f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()


@pytest.fixture
def opened(page, foreign_host):
    """Open a page; nothing has happened to anybody, and there is something to read."""

    def open_(address):
        foreign_host.heard.clear()
        asked = []
        page.on("request", lambda request: asked.append(request.url))
        page.goto(address, wait_until="commit")
        assert answers(page), "the tab is frozen"
        readable = wait_until_readable(page, "main")
        look_around(page, "main img, main svg, main")
        assert answers(page), "the tab is frozen"
        assert foreign_host.heard == []
        own = (address, "data:", "blob:", "about:", address.rsplit("/", 1)[0] + "/favicon.ico")
        assert [url for url in asked if not url.startswith(own)] == []
        assert page.url == address
        now = state(page)
        assert (now["canary"], now["polluted"], now["bindings"]) == (None, None, 0)
        assert now["display"] != "none"
        assert "hers" not in page.title()
        assert leads(page, foreign_host.url) == []
        assert readable, "nothing to read"

    return open_


@pytest.mark.parametrize("case", EXPORTED)
def test_an_exported_notebook_does_nothing(opened, foreign_host, tmp_path, case):
    output = new_output("display_data", cases.bundle(case, foreign_host.url))
    nbformat.write(new_notebook(cells=[new_code_cell("x", outputs=[output])]), tmp_path / "x.ipynb")
    opened(export_notebook(tmp_path / "x.ipynb").as_uri())


@pytest.mark.parametrize("case", PANELS)
def test_a_page_of_a_panel_does_nothing(opened, foreign_host, site, case):
    folder, address = site
    stored = cases.bundle(case, foreign_host.url)[PANEL_MIME]
    (folder / f"{case}.html").write_text(page_with(stored, title="Page", lang="en"))
    opened(f"{address}/{case}.html")
