"""A notebook from a mail, opened in JupyterLab and not run.

Lab draws stored outputs as soon as it opens a notebook, trusted or not, and our panels among them.
Such a notebook once wrote a file on the server of whoever opened it, and another sent one away.
Only a browser with a real Lab around it can tell that nothing of the kind happens: the corpus in
`cases.py` is opened case by case, while another server listens.
"""

from __future__ import annotations

from functools import lru_cache

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook, new_output
from playwright.sync_api import expect

from clvwidgets.display import _drawing
from clvwidgets.display.panel_json import PANEL_MIME
from clvwidgets.display.renderer import chart_bundle

from ..labdriver import KERNEL
from . import cases
from .harm import answers, files, leads, look_around, state, wait_until_readable

OUTPUTS = ".jp-NotebookPanel:not(.lm-mod-hidden) .jp-OutputArea-child"
SHOWN = f"{OUTPUTS} .jp-OutputArea-output"
# Python gives up drawing these, and need not be patient here.
TOO_MUCH = ("counts_for_ever", "looks_for_a_slow_pattern")
PANELS = [name for name in cases.ALL if PANEL_MIME in cases.bundle(name, "")]


@pytest.fixture
def opened(reader, foreign_host):
    """Open an output in a notebook of its own; at the end nothing has happened to anybody."""
    asked = []
    unharmed = []

    def note(request):
        asked.append(request.url)

    def open_(name, *data, trusted=False):
        outputs = [new_output("display_data", one) for one in data]
        notebook = new_notebook(cells=[new_code_cell("", outputs=outputs)], metadata=KERNEL)
        nbformat.write(notebook, reader.lab.folder / f"{name}.ipynb")
        if trusted:
            reader.lab.ask(f"api/contents/{name}.ipynb/trust", "POST")
        before = files(reader.lab.folder)
        asked.clear()
        page = reader.open(f"{name}.ipynb")
        page.on("request", note)
        assert answers(page), "the tab is frozen"
        # Without a panel Lab's own renderers are at work, and show a broken picture as one.
        readable = all(
            wait_until_readable(page, f"{OUTPUTS}:nth-child({place})")
            for place, one in enumerate(data, 1)
            if PANEL_MIME in one
        )
        for place in range(len(data)):
            look_around(page, f"{OUTPUTS} >> nth={place}")
        assert answers(page), "the tab is frozen"
        assert foreign_host.heard == []
        assert [url for url in asked if "secret" in url or "pwned" in url] == []
        assert files(reader.lab.folder) == before
        assert state(page) == {
            "canary": None,
            "polluted": None,
            "address": page.url.split("/tree/")[0],
            "display": "block",
            "bindings": 0,
        }
        assert page.url.startswith(reader.lab.url)
        assert "hers" not in page.title()
        assert leads(page, foreign_host.url) == []
        assert readable, "nothing to read"
        page.remove_listener("request", note)
        unharmed.append(name)

    yield open_
    foreign_host.heard.clear()
    reader.close(unharmed=bool(unharmed))


@pytest.mark.parametrize("case", cases.ALL)
def test_a_stored_output_does_nothing(opened, foreign_host, case):
    opened(case, cases.bundle(case, foreign_host.url))


def test_nothing_of_a_trusted_notebook_does_anything(opened, reader, foreign_host):
    """Trust is asked for: who trusts a notebook has read its code, and no chart in its outputs."""
    opened("trusted", *(cases.bundle(case, foreign_host.url) for case in PANELS), trusted=True)
    shown = reader.page.locator(SHOWN)
    assert shown.get_by_role("button", name="Trust this notebook").count() == 0


@pytest.mark.parametrize("case", cases.CHARTS)
def test_a_chart_of_altairs_does_nothing(opened, foreign_host, monkeypatch, case):
    """Through `alt.renderers.enable("clvwidgets")`, which stores what Altair was given."""
    if case.startswith(TOO_MUCH):
        monkeypatch.setattr(_drawing, "_artist_of", lru_cache(lambda _: _drawing._Artist(1)))
    chart = cases.CHARTS[case](f"{foreign_host.url}/{case}")
    made = chart_bundle(chart)
    assert foreign_host.heard == [], "Python itself asked the foreign host"
    opened(f"altair_{case}", made)


def test_a_panel_that_nobody_trusts_is_a_picture_with_a_way_to_bring_it_alive(opened, reader):
    opened("harmless", cases.seen(cases.panel(cases.bars())))
    shown = reader.page.locator(SHOWN)
    expect(shown.locator("img")).to_be_visible()
    expect(shown.get_by_role("button", name="Trust this notebook")).to_be_visible()
    assert shown.locator("svg, iframe").count() == 0
