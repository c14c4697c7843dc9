"""By keyboard, by ear, in the dark, on a phone and on paper: explorers and the course's cards.

All are looked at on exported pages. On an answered card stands the panel that was locked, with the
learner's guess: card and panel are judged together.
"""

from __future__ import annotations

import io

import pytest
from PIL import Image
from playwright.sync_api import expect

import clvwidgets
from clvwidgets import SubscriptionCLV, TransactionLog, load_dataset
from clvwidgets.course import Lesson
from clvwidgets.display.page import json_in_page, page_around
from clvwidgets.display.panel_json import PANEL_MIME

from .panels import rested, settled, watched_page
from .test_every_calculator_is_for_everybody import (
    AXE,
    CUT_OFF,
    SERIOUS,
    VIEW,
    each_tab,
    resize,
)

EXPLORERS = tuple(
    name
    for name in clvwidgets.__all__
    if isinstance(public := getattr(clvwidgets, name), type)
    and issubclass(public, clvwidgets.Explorer)
    and public is not clvwidgets.Explorer
)
PANELS = (*EXPLORERS, "cards")
PHONE = (380, 700, 2)  # a phone, and a page of 1520 pixels enlarged four times
CARD = '<div></div><script type="application/json" data-clvwidgets>{}</script>'
SPOKEN = ".clv-selection [role=status]"


def write_explorer(name, log, path):
    """Write an explorer's page; profiles are those of a table with attributes."""
    if name == "ProfileExplorer":
        clvwidgets.ProfileExplorer(load_dataset("telco"), churned="churned").to_html(path)
    else:
        getattr(clvwidgets, name)(log, currency="USD").to_html(path)


def write_cards(path):
    """Write a page with cards as a notebook stores them, each also as it is when answered."""
    lesson = Lesson("00_start_here")
    questions = lesson.pretest()
    first = {question["key"]: [0] for question in questions.declaration["card"]["questions"]}
    guess = lesson.predict("payback", SubscriptionCLV(margin=20, churn=0.05, cac=150))
    body = ""
    for card, answers in ((questions, first), (guess, {"payback": 12})):
        stored = card._repr_mimebundle_()[0][PANEL_MIME]
        for given in ({}, answers):
            stored["values"]["answers"] = given
            body += CARD.format(json_in_page(stored))
    page = page_around(f"<main>{body}</main>", title="Cards", lang="en")
    path.write_text(page, encoding="utf-8")


@pytest.fixture(scope="module")
def log():
    """Read the customers of all explorers but one."""
    table = load_dataset("cdnow")
    return TransactionLog(table[table["in_sample"]])


@pytest.fixture(scope="module")
def opened(profile, name, log, tmp_path_factory):
    """Open the page of a panel from disk, for all tests of that panel."""
    path = tmp_path_factory.mktemp("pages") / f"{name}.html"
    if name in EXPLORERS:
        write_explorer(name, log, path)
    else:
        write_cards(path)
    with watched_page(profile) as page:
        page.goto(path.as_uri())
        page.locator(".clv-panel").first.wait_for()
        yield page


@pytest.fixture
def page(opened):
    """Lend the page as if just opened; at the end it has raised nothing and asked nobody."""
    resize(opened, 1280, 900, 1)
    opened.emulate_media(media="screen", color_scheme="light", forced_colors="none")
    opened.evaluate("() => document.querySelector('[role=tab]')?.click()")
    yield opened
    assert opened.console_errors == []
    assert opened.foreign_requests == []


@pytest.fixture
def panel(page):
    """Find the panel on the page, drawn; among the cards it is the one that is not locked."""
    return settled(page.locator(".clv-panel").last)


@pytest.fixture(scope="module")
def axe():
    if not AXE.exists():
        pytest.skip("axe-core is not installed: run `jlpm install` in frontend/.")
    return AXE.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", PANELS, scope="module")
def test_axe_finds_nothing_serious_and_nothing_is_cut_off_on_a_phone(page, panel, axe, name):
    """A table of eight columns and a guess with its panel must be read on a phone, in the dark."""
    resize(page, *PHONE)
    page.emulate_media(color_scheme="dark")
    expect(panel).to_have_attribute("data-theme", "dark")
    page.evaluate(axe)
    first = panel.get_by_role("tab").first.inner_text() if name in EXPLORERS else name
    for tab in each_tab(panel) if name in EXPLORERS else [name]:
        rested(page)
        cut = page.evaluate(CUT_OFF)
        # A question may end in dots: what follows is asked.
        assert [fault for fault in cut if name in EXPLORERS or "shortened" not in fault] == [], tab
        assert page.evaluate(TOO_SMALL) == [], tab
        page.evaluate(SHORTEN)
        where = "body" if tab == first else VIEW
        assert page.evaluate(SERIOUS, [where, None]) == [], tab
    page.emulate_media(color_scheme="light")
    expect(panel).to_have_attribute("data-theme", "light")
    assert page.evaluate(SERIOUS, ["body", "color-contrast"]) == []


@pytest.mark.parametrize("name", ["RFMExplorer"], scope="module")
def test_a_choice_is_spoken_once_it_rests(page, panel):
    """Who cannot see the grid hears the cell, then what is chosen in all, and no step between."""
    spoken = panel.locator(SPOKEN)
    expect(spoken).to_be_empty()
    panel.locator(".clv-control").focus()
    page.keyboard.press("ArrowDown")
    expect(spoken).to_contain_text("not chosen")
    page.keyboard.press("Enter")
    expect(spoken).to_contain_text("1 cell:")
    panel.get_by_role("checkbox", name="Asleep").check()
    expect(spoken).to_contain_text("5 cells:")
    page.keyboard.press("Escape")
    panel.locator(".clv-control").focus()
    page.keyboard.press("Escape")
    expect(spoken).to_contain_text("Nothing chosen")


@pytest.mark.parametrize("name", ["CohortExplorer"], scope="module")
def test_a_row_that_is_too_wide_for_the_page_is_written_as_a_list(page, panel):
    """Words were broken letter by letter, and the last columns out of sight."""
    panel.get_by_role("tab", name="Table").click()
    table = panel.get_by_role("table")
    expect(table.get_by_role("cell").first).to_be_visible()
    expect(table).not_to_have_class("clv-table clv-stacked")
    resize(page, *PHONE)
    expect(table).to_have_class("clv-table clv-stacked")
    assert (
        table.get_by_role("columnheader").count()
        == table.get_by_role("row").nth(1).get_by_role("cell").count()
    )


@pytest.mark.parametrize("name", ["RFMExplorer", "cards"], scope="module")
def test_paper_shows_the_results_in_dark_ink_and_nothing_to_press(page, panel):
    """A dark page would print pale letters on white, or a black sheet."""
    page.emulate_media(color_scheme="dark")
    expect(panel).to_have_attribute("data-theme", "dark")
    page.emulate_media(media="print", color_scheme="dark")
    with Image.open(io.BytesIO(page.screenshot())) as sheet:
        assert sheet.convert("RGB").getpixel((4, 4)) == (255, 255, 255)
    assert page.locator("button:visible").count() == 0
    assert panel.locator(".clv-picture svg").first.is_visible()
    assert panel.evaluate("panel => getComputedStyle(panel).color") == "rgb(29, 29, 31)"
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("name", ["RFMExplorer"], scope="module")
def test_colours_that_the_system_chooses_still_tell_which_tab_is_open(page, panel):
    """Windows' high contrast takes shadows and shades away."""
    page.emulate_media(forced_colors="active")
    edges = panel.get_by_role("tab").evaluate_all(
        "tabs => tabs.map(tab => getComputedStyle(tab).borderTopColor)"
    )
    assert edges[0] not in edges[1:]
    number = panel.locator(".clv-picture text", has_text="Champions").first
    canvas = "panel => getComputedStyle(panel).backgroundColor"
    assert number.evaluate("text => getComputedStyle(text).fill") != panel.evaluate(canvas)


# What axe-core says of hundreds of rows in seconds it says of eight at once.
SHORTEN = """() => {
    for (const row of document.querySelectorAll('tbody tr:nth-child(n + 9)')) row.remove();
}"""

# Letters below 13 pixels and targets below 24.
TOO_SMALL = """() => {
    const found = [];
    for (const element of document.querySelectorAll('.clv-panel *')) {
        if (!element.checkVisibility() || element.closest('.clv-aside, option')) continue;
        const words = [...element.childNodes].some(node => node.nodeType === 3 && node.data.trim());
        if (words && parseFloat(getComputedStyle(element).fontSize) < 13)
            found.push(`small: ${element.textContent}`);
        if (!element.matches('button, input, select, a[href]')) continue;
        const frame = element.closest('label, .clv-box') ?? element;
        const { width, height } = frame.getBoundingClientRect();
        if (width < 24 || height < 24) found.push(`target: ${element.outerHTML.slice(0, 80)}`);
    }
    return found;
}"""
