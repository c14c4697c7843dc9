"""Explorers under the hand: what the browser does by itself, without asking Python."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from clvwidgets import (
    CohortExplorer,
    LifecycleExplorer,
    RFMExplorer,
    TransactionLog,
    ValueExplorer,
    link_explorers,
    load_dataset,
)

from ..panels import rested
from .driver import MIDDLE, NARROW, WIDE, button, changed, field, move


@pytest.fixture(scope="module")
def log():
    table = load_dataset("cdnow")
    return TransactionLog(table[table["in_sample"]])


@pytest.fixture(scope="module")
def rfm(log):
    return RFMExplorer(log)


@pytest.fixture(scope="module")
def value(log):
    return ValueExplorer(log)


def stored(explorer, **change):
    panel = explorer._stored()
    return changed(panel, **change)


def drag(stub, panel, start, end, *, let_go=True):
    """Drag over the chart, in shares of its plot's width and height."""
    frame = panel.locator(".clv-picture svg .background").first.bounding_box()
    mouse = stub.page.mouse
    at = [
        (frame["x"] + frame["width"] * x, frame["y"] + frame["height"] * y) for x, y in (start, end)
    ]
    mouse.move(*at[0])
    mouse.down()
    mouse.move(*at[1], steps=6)
    stub.page.wait_for_timeout(50)
    if let_go:
        mouse.up()


def keys(stub, number=0):
    return stub.get("selection", number)["keys"]


def test_a_brush_chooses_the_cells_it_touches_and_is_one_step_back(stub, rfm):
    """A drag that made a step of each move would bury what came before it."""
    panel = stub.mount(stored(rfm, selection={"keys": []}))
    drag(stub, panel, (0.65, 0.05), (0.95, 0.25))
    assert sorted(keys(stub)) == ["r4f4", "r4f5", "r5f4", "r5f5"]
    expect(panel).to_contain_text("4 cells: ")
    button(panel, "Undo").click()
    assert keys(stub) == []
    button(panel, "Redo").click()
    assert len(keys(stub)) == 4
    assert stub.console_errors == []


def test_while_the_brush_moves_the_words_above_follow(stub, rfm):
    """Only what is seen while the hand moves can be steered by."""
    panel = stub.mount(stored(rfm, selection={"keys": []}))
    drag(stub, panel, (0.05, 0.05), (0.1, 0.1), let_go=False)
    expect(panel).to_contain_text("1 cell: ")
    expect(panel.locator(".clv-brush")).to_be_visible()
    stub.page.mouse.up()
    expect(panel.locator(".clv-brush")).to_be_hidden()


def test_a_brush_with_shift_adds(stub, rfm):
    """Two corners of the grid are one choice."""
    panel = stub.mount(stored(rfm, selection={"keys": ["r1f1"]}))
    stub.page.keyboard.down("Shift")
    drag(stub, panel, (0.85, 0.05), (0.95, 0.1))
    stub.page.keyboard.up("Shift")
    assert sorted(keys(stub)) == ["r1f1", "r5f5"]


def test_the_slider_chooses_the_best_customers_as_python_does(stub, value):
    """The title, the words and Python must mean the same customers."""
    panel = stub.mount(stored(value))
    slider = field(panel, "slider", "Best customers, up to")
    move(slider, 0.3)
    value.top = 0.3
    assert keys(stub) == value.selection["keys"]
    count = f"{len(value.selected):,}"
    expect(panel.locator(".clv-chosen")).to_contain_text(count)
    share = value.selected["revenue"].sum() / value.customers["revenue"].sum()
    expect(panel).to_contain_text(
        f"The top 30% of customers hold {share * 100:.1f}% of the revenue"
    )
    button(panel, "Undo").click()
    assert len(keys(stub)) == 20
    expect(slider).to_have_value("0.2")


def test_a_given_profit_has_a_slider_and_a_measure_but_no_rates(stub, log):
    """A rate beside a column would be a second rule for one word."""
    spent = log.customers(include_first=True)
    earned = spent["monetary_value"] * spent["frequency"] * 0.4 - 9 * spent["frequency"]
    explorer = ValueExplorer(log, profit=earned, measure="profit")
    panel = stub.mount(stored(explorer))
    expect(panel.get_by_role("slider")).to_have_count(1)
    move(field(panel, "slider", "Best customers, up to"), 0.3)
    explorer.top = 0.3
    assert keys(stub) == explorer.selection["keys"]
    share = explorer.selected["profit"].sum() / explorer.customers["profit"].sum()
    expect(panel).to_contain_text(f"The top 30% of customers hold {share * 100:.1f}% of the profit")
    money = f"€{explorer.selected['profit'].sum():,.0f} profit ({share * 100:.1f}%)"
    expect(panel.locator(".clv-chosen")).to_contain_text(money)
    button(panel, "Undo").click()
    assert len(keys(stub)) == 20
    assert stub.console_errors == []


def test_a_brush_over_the_curve_chooses_the_parts_under_it(stub, value):
    """The curve is thin: what counts is where the hand is from left to right."""
    panel = stub.mount(stored(value, selection={"keys": []}))
    drag(stub, panel, (0.505, 0.8), (0.595, 0.85))
    assert keys(stub) == [f"p{part}" for part in range(51, 61)]


def test_a_linked_choice_filters_in_the_browser(stub, log):
    """With the kernel busy or gone the two still belong together."""
    segments, cohorts = RFMExplorer(log), CohortExplorer(log)
    link_explorers(segments, cohorts)
    panel = stub.mount(segments._stored())
    everybody = f"{len(segments.customers):,} customers"
    expect(panel).to_contain_text(everybody)
    stub.set("filter", {"keys": ["1997-02"]})
    some = int((cohorts.customers["cohort"] == "1997-02").sum())
    expect(panel).to_contain_text(f"All 25 cells: {some:,} customers")
    expect(panel).to_contain_text("Only the customers who are chosen in the linked panel")
    panel.get_by_role("tab", name="Segments").click()
    stub.set("filter", {"keys": []})
    panel.get_by_role("tab", name="Grid").click()
    expect(panel).to_contain_text(everybody)


def test_only_a_live_panel_offers_files_and_names(stub, rfm):
    """A button that can do nothing is a lie."""
    chosen = stored(rfm, selection={"keys": ["r5f5"]})
    live, page = stub.mount(chosen), stub.mount(chosen, kind="page")
    expect(button(live, "Save the list (CSV)")).to_be_visible()
    expect(button(page, "Save the list (CSV)")).to_have_count(0)
    with stub.page.expect_download() as download:
        button(live, "Save the list (CSV)").click()
    assert download.value.suggested_filename == "list.csv"
    expect(live).to_contain_text("Saved 1")
    live.get_by_role("textbox", name="Name of a segment").fill("Best")
    button(live, "Make a segment").click()
    expect(live).to_contain_text("Named")
    live.get_by_role("textbox", name="Name of a segment").fill("Nobody")
    stub.page.keyboard.press("Enter")
    expect(live).to_contain_text("That name is taken.")
    asked = stub.page.evaluate("stub.panels[0].asked")
    assert [question.get("name") for question in asked] == [None, "Best", "Nobody"]
    button(live, "Clear").click()
    expect(button(live, "Save the list (CSV)")).to_be_hidden()


def test_every_explorer_is_drawn_wide_and_narrow(stub, log, rfm, value):
    """No sideways scrolling, no error, every tab."""
    panels = [rfm, value, CohortExplorer(log), LifecycleExplorer(log)]
    for width in (WIDE, MIDDLE, NARROW):
        stub.resize(width)
        for explorer in panels:
            panel = stub.mount(explorer._stored())
            for tab in panel.get_by_role("tab").all():
                tab.click()
                rested(stub.page)
            assert panel.locator(".clv-problem:not(:empty)").count() == 0
            assert panel.evaluate("el => el.scrollWidth <= el.clientWidth + 1")
            assert stub.console_errors == []
            stub.clear()
