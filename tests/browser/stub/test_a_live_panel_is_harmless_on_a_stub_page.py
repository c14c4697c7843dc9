"""A cell that was run shows a live panel: what came into it with somebody's data does no harm.

Whoever runs a cell has run its Python. But a panel is also made of names and values of the data,
and of what another notebook's kernel sends: it passes the same door as a stored one.
"""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from clvwidgets.display.panel_json import PANEL_MIME

from ..hostile import cases
from ..hostile.harm import answers, leads, look_around, state
from ..hostile.listener import listening

# Drawn, and harmless: markup is words in them, and no list is longer than can be drawn.
DRAWN = (
    *("has_markup", "is_a_panel_of_markup", "is_a_card_of_markup", "has_a_picture_in_a_tooltip"),
    *("has_names_of_every_object", "counts_for_ever_in_an_expression"),
)
PANELS = [
    name
    for name in cases.ALL
    if isinstance(cases.bundle(name, "").get(PANEL_MIME), dict) and name != "is_nested_without_end"
]


@pytest.fixture(scope="module")
def foreign_host():
    with listening() as listener:
        yield listener


@pytest.mark.parametrize("case", PANELS)
def test_a_live_panel_does_nothing(stub, foreign_host, case):
    stored = cases.bundle(case, foreign_host.url)[PANEL_MIME]
    foreign_host.heard.clear()
    address, title = stub.page.url, stub.page.title()
    stub.mount(stored, drawn=False)
    shown = stub.page.locator("main > div")
    stub.page.evaluate("loaded")
    if not case.startswith(DRAWN):
        expect(shown).to_contain_text("which no panel of clvwidgets has")
    look_around(stub.page, "main > div")
    assert answers(stub.page), "the tab is frozen"
    assert foreign_host.heard == []
    now = state(stub.page)
    assert (now["canary"], now["polluted"], now["bindings"]) == (None, None, 0)
    assert (stub.page.url, stub.page.title()) == (address, title)
    assert leads(stub.page, foreign_host.url) == []
    assert case.startswith(DRAWN) or shown.locator(".clv-picture svg").count() == 0
