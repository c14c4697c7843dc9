"""The chart is the control: what is clicked, brushed or walked to is what Python hears of."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from .driver import button, changed, example

ALL = "Nothing chosen. All 25 cells: 31,907 customers, $3,630,272 revenue"


@pytest.fixture
def grid(stub):
    panel = stub.mount(example("grid"))
    expect(panel).to_contain_text(ALL)
    return panel


def cell(panel, number):
    """One of the 25 squares; the name written on it lies above and is clicked as well."""
    return panel.locator(".mark-rect path").nth(number)


def click(panel, number, **how):
    cell(panel, number).click(force=True, **how)


def keys(stub):
    return stub.get("selection")["keys"]


def test_a_click_chooses_and_shift_adds_and_takes_away(stub, grid):
    """Without words for what is chosen, nobody knows how many customers a dark square holds."""
    click(grid, 0)
    assert keys(stub) == ["R1 F1"]
    expect(grid).to_contain_text("1 cell: 4,000 customers (12.5%), $124,000 revenue (3.4%)")
    click(grid, 1, modifiers=["Shift"])
    click(grid, 2, modifiers=["Control"])
    assert keys(stub) == ["R1 F1", "R1 F2", "R1 F3"]
    click(grid, 1, modifiers=["Shift"])
    assert keys(stub) == ["R1 F1", "R1 F3"]
    click(grid, 4)
    assert keys(stub) == ["R1 F5"]


def test_escape_and_a_click_beside_the_cells_clear(stub, grid):
    """A choice one cannot get rid of makes people run the cell again."""
    click(grid, 0)
    stub.page.keyboard.press("Escape")
    expect(grid).to_contain_text(ALL)
    click(grid, 0)
    grid.locator(".clv-picture svg").click(position={"x": 5, "y": 5})
    assert keys(stub) == []
    grid.get_by_role("checkbox", name="Champions").check()
    stub.page.keyboard.press("Escape")  # the focus is still on the checkbox
    assert keys(stub) == []
    click(grid, 0)
    button(grid, "Clear").click()
    assert keys(stub) == []
    expect(grid.get_by_role("group", name="Grid")).to_be_focused()


def test_the_keyboard_walks_the_cells_and_hears_where_it_is(stub, grid):
    """Charts that answer to the mouse alone shut people out."""
    grid.get_by_role("group", name="Grid").focus()
    for key in ("ArrowRight", "ArrowDown", "ArrowRight"):
        stub.page.keyboard.press(key)
    spoken = grid.locator(".clv-selection").get_by_role("status")
    expect(spoken).to_contain_text("R2 F4: 650 customers (2%), $127,400 revenue (3.5%)")
    expect(spoken).to_contain_text("not chosen")
    cursor = grid.locator(".mark-rect path[stroke='var(--clv-cost)']")
    expect(cursor).to_have_count(1)
    stub.page.keyboard.press(" ")
    assert keys(stub) == ["R2 F4"]
    stub.page.keyboard.press("ArrowDown")
    stub.page.keyboard.press("Enter")
    assert keys(stub) == ["R2 F4", "R2 F3"]
    stub.page.keyboard.press("Enter")
    assert keys(stub) == ["R2 F4"]
    stub.page.keyboard.press("Tab")
    expect(cursor).to_have_count(0)


def test_a_group_is_chosen_at_once(stub, grid):
    """Choosing a segment cell by cell is work for a machine."""
    champions = grid.get_by_role("checkbox", name="Champions")
    champions.check()
    assert keys(stub) == ["R4 F4", "R4 F5", "R5 F4", "R5 F5"]
    click(grid, 24, modifiers=["Shift"])  # R5 F5 leaves: the group is chosen in part
    expect(champions).to_have_js_property("indeterminate", True)
    champions.check()
    grid.get_by_role("checkbox", name="New").check()
    champions.uncheck()
    assert keys(stub) == ["R4 F1", "R4 F2", "R5 F1", "R5 F2"]


def test_what_python_chooses_is_shown(stub, grid):
    """`explorer.select(...)` must not leave the chart saying something else."""
    stub.set("selection", {"keys": ["R5 F5", "R1 F1"]})
    expect(grid).to_contain_text("2 cells: ")
    expect(grid.locator(".mark-rect path[stroke='var(--clv-text)']")).to_have_count(2)


def test_the_choice_outlives_new_rows(stub, grid):
    """A filter that empties the choice makes comparing impossible."""
    click(grid, 0)
    rows = [{**row, "customers": 1} for row in example("grid")["datasets"]["cells"]]
    stub.set("datasets", {"cells": rows})
    expect(grid).to_contain_text("1 cell: 1 customer (4%)")
    expect(grid.locator(".mark-rect path[stroke='var(--clv-text)']")).to_have_count(1)


@pytest.fixture
def brushed(stub):
    panel = changed(example("bare"), selection={"kind": "interval", "param": "brush"})
    panel["declaration"]["selection"] = panel.pop("selection")
    panel["selection"] = {"interval": {}}
    encoding = panel["declaration"]["views"][0]["spec"]["encoding"]
    encoding["x"] = {"field": "n", "type": "quantitative", "scale": {"domain": [0, 20]}}
    return stub.mount(panel)


def test_a_brush_is_heard_and_escape_clears_it(stub, brushed):
    """A brush that only colours the chart tells Python nothing."""
    frame = brushed.locator(".clv-picture svg").bounding_box()
    mouse = stub.page.mouse
    mouse.move(frame["x"] + frame["width"] / 2, frame["y"] + 100)
    mouse.down()
    mouse.move(frame["x"] + frame["width"] * 0.75, frame["y"] + 120, steps=5)
    mouse.up()
    stub.page.wait_for_function("'n' in stub.panels[0].model.get('selection').interval")
    low, high = stub.get("selection")["interval"]["n"]
    assert 8 < low < 11 < 14 < high < 17
    stub.page.keyboard.press("Escape")
    expect(brushed.locator(".mark-rect path[fill='var(--clv-neutral)']")).to_have_count(0)
    assert stub.get("selection") == {"interval": {}}


def test_an_interval_that_python_sets_is_drawn(stub, brushed):
    """Only a picture of the choice shows that it was understood."""
    stub.set("selection", {"interval": {"n": [5, 10]}})
    grey = brushed.locator(".mark-rect path[fill='var(--clv-neutral)']")
    expect(grey).to_have_count(6)
