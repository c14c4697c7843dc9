"""Bars, weeks and lines under the hand, and a box for a text that Python judges."""

from __future__ import annotations

import json

import pandas as pd
import pytest
from playwright.sync_api import expect

from clvwidgets import (
    CustomerCard,
    KPIDashboard,
    NextPurchaseExplorer,
    ProfileExplorer,
    TransactionLog,
    load_dataset,
)
from clvwidgets.models import BGNBD

from .driver import NARROW, changed, field, move

PAPER = BGNBD.from_params(r=0.243, alpha=4.414, a=0.793, b=2.426, period="W")
MAKERS = {
    "profile": lambda log: ProfileExplorer(log, gone_after=120),
    "next": NextPurchaseExplorer,
    "modelled": lambda log: NextPurchaseExplorer(log, model=PAPER),
    "kpi": lambda log: KPIDashboard(log, gross_margin=0.4, targets={"churn": 0.6}),
    "card": CustomerCard,
}


@pytest.fixture(scope="module")
def stored():
    """Say how each panel is stored; a panel is made once."""
    table = load_dataset("cdnow")
    table = table[table["in_sample"]]
    ids = pd.factorize(table["customer_id"])[0]
    table = table.assign(channel=pd.Series(["web", "shop", "<b>app</b>"])[ids % 3].to_numpy())
    log = TransactionLog(table, attributes=["channel"])
    return {name: json.loads(json.dumps(make(log)._stored())) for name, make in MAKERS.items()}


def keys(stub):
    return stub.get("selection")["keys"]


def test_a_bar_is_clicked_and_brushed_anywhere_along_its_length(stub, stored):
    """Short bars can hardly be met, and long ones only at one end."""
    panel = stub.mount(stored["profile"])
    bars = panel.locator(".mark-rect path[aria-roledescription], .mark-rect path")
    bars.nth(1).click(force=True)
    assert len(keys(stub)) == 1
    expect(panel).to_contain_text("1 group: ")
    box = panel.locator(".clv-picture svg").bounding_box()
    mouse = stub.page.mouse
    mouse.move(box["x"] + box["width"] - 12, box["y"] + 8)
    mouse.down()
    mouse.move(box["x"] + box["width"] - 30, box["y"] + 100, steps=4)
    mouse.up()
    assert len(keys(stub)) == 3


def test_another_split_forgets_the_choice(stub, stored):
    """Groups that are no longer in the picture cannot be chosen."""
    panel = stub.mount(changed(stored["kpi"], values={"measure": "churn", "split": "channel"}))
    stub.set("selection", {"keys": ["0:1"]})
    expect(panel).to_contain_text("1 group: ")
    panel.get_by_role("radio", name="All customers").check()
    assert keys(stub) == []
    expect(panel).to_contain_text("2,357 customers")


def test_dates_as_of_today_are_drawn_without_python(stub, stored):
    panel = stub.mount(stored["modelled"])
    title = panel.locator(".clv-chart-title").first
    expect(title).to_contain_text("are due this week")
    expect(panel).to_contain_text("customers buy by chance, and a date is no appointment")
    expect(panel).to_contain_text("2,357 customers")
    panel.get_by_role("checkbox", name="Overdue", exact=True).check()
    expect(panel).to_contain_text("13 weeks: 766 customers (32.5%)")
    panel.get_by_role("radio", name="Today").check()
    expect(title).to_contain_text("are to be expected this week")
    expect(panel).to_contain_text("13 weeks: 0 customers")


def test_a_slider_moves_the_offers_without_python(stub, stored):
    """An offer that goes out too late is worth nothing: how many are due is seen at once."""
    panel = stub.mount(stored["next"])
    title = panel.locator(".clv-chart-title").first
    before = title.inner_text()
    move(field(panel, "slider", "Offers go out ahead"), 8)
    expect(title).not_to_have_text(before)
    panel.get_by_role("checkbox", name="Due this week").check()
    assert keys(stub) == ["w15"]


def test_a_text_is_asked_of_python_and_a_refusal_says_why(stub, stored):
    """A name that is silently not found looks like a customer without purchases."""
    panel = stub.mount(stored["card"])
    box = panel.get_by_role("combobox", name="Customer")
    box.fill("Nobody")
    box.press("Enter")
    expect(panel.get_by_role("alert").filter(has_text="taken")).to_be_visible()
    expect(box).to_have_value("Nobody")
    box.press("Escape")
    expect(box).to_have_value(stored["card"]["values"]["who"])
    asked = stub.page.evaluate("stub.panels[0].asked")
    assert asked == [{"kind": "text", "field": "who", "text": "Nobody"}]


@pytest.mark.parametrize("name", MAKERS)
def test_every_tab_is_drawn_and_nothing_scrolls_sideways(stub, stored, name):
    """A phone opens the exported page."""
    stub.resize(NARROW, "dark")
    panel = stub.mount(stored[name])
    for tab in panel.get_by_role("tab").all():
        tab.click()
        expect(panel.locator(".clv-problem:visible")).to_have_count(0)
        wide = panel.evaluate("panel => panel.scrollWidth - panel.clientWidth")
        assert wide <= 1
    assert stub.console_errors == []
    assert len(json.dumps(stored[name])) < 60_000
