"""By keyboard, by ear, in the dark, on a phone and on paper: explorers and the course's cards.

All are looked at on exported pages. On an answered card stands the panel that was locked, with the
learner's guess: card and panel are judged together.
"""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

import clvwidgets
from clvwidgets import SubscriptionCLV, TransactionLog, load_dataset
from clvwidgets.charts.panel_json import PANEL_MIME
from clvwidgets.course import Lesson
from clvwidgets.widgets._page import page_with

from .panels import settled
from .test_every_calculator_is_for_everybody import (
    AXE,
    CUT_OFF,
    SERIOUS,
    VIEW,
    each_tab,
    resize,
    rested,
)

EXPLORERS = (
    "RFMExplorer",
    "CohortExplorer",
    "KPIDashboard",
    "LifecycleExplorer",
    "NextPurchaseExplorer",
    "ProfileExplorer",
    "ValueExplorer",
    "CustomerCard",
)
CARDS = ("questions", "questions answered", "guess", "guess committed")
PHONE = (380, 700, 2)  # a phone, and a page of 1520 pixels enlarged four times
SPOKEN = ".clv-selection [role=status]"


def explorer_page(name, log, path):
    """Write an explorer's page; profiles are those of a table with attributes."""
    if name == "ProfileExplorer":
        clvwidgets.ProfileExplorer(load_dataset("telco"), churned="churned").to_html(path)
    else:
        getattr(clvwidgets, name)(log, currency="USD").to_html(path)


def card_page(name, path):
    """Write the page of a card, as a notebook stores it."""
    lesson = Lesson("00_start_here")
    kind, _, state = name.partition(" ")
    if kind == "questions":
        card = lesson.pretest()
        answers = {question["key"]: [0] for question in card.declaration["card"]["questions"]}
    else:
        card = lesson.predict("payback", SubscriptionCLV(margin=20, churn=0.05, cac=150))
        answers = {"payback": 12}
    stored = card._repr_mimebundle_()[0][PANEL_MIME]
    if state:
        stored["values"]["answers"] = answers
    path.write_text(page_with(stored, title=name, lang="en"), encoding="utf-8")


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    """Write the pages, one each."""
    folder = tmp_path_factory.mktemp("pages")
    table = load_dataset("cdnow")
    log = TransactionLog(table[table["in_sample"]])
    for name in EXPLORERS:
        explorer_page(name, log, folder / f"{name}.html")
    for name in CARDS:
        card_page(name, folder / f"{name}.html")
    return folder


@pytest.fixture
def shown(page, pages):
    """Open a page from disk; at the end it has raised nothing and asked nobody."""

    def show(name):
        page.goto((pages / f"{name}.html").as_uri())
        panel = page.locator(".clv-panel").first
        panel.wait_for()
        return panel if name in {"questions", "questions answered", "guess"} else settled(panel)

    yield show
    assert page.console_errors == []
    assert page.foreign_requests == []


@pytest.fixture(scope="module")
def axe():
    if not AXE.exists():
        pytest.skip("axe-core is not installed: run `jlpm install` in frontend/.")
    return AXE.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", [*EXPLORERS, *CARDS])
def test_axe_finds_nothing_serious_and_nothing_is_cut_off_on_a_phone(page, shown, axe, name):
    """A table of eight columns and a guess with its panel must be read on a phone, in the dark."""
    resize(page, *PHONE)
    page.emulate_media(color_scheme="dark")
    panel = shown(name)
    expect(panel).to_have_attribute("data-theme", "dark")
    page.evaluate(axe)
    first = panel.get_by_role("tab").first.inner_text() if name in EXPLORERS else name
    for tab in each_tab(panel) if name in EXPLORERS else [name]:
        rested(page)
        where = "body" if tab == first else VIEW
        assert page.evaluate(SERIOUS, [where, None]) == [], tab
        cut = page.evaluate(CUT_OFF)
        # A question may end in dots: what follows is asked.
        assert [fault for fault in cut if name in EXPLORERS or "shortened" not in fault] == [], tab
        assert page.evaluate(TOO_SMALL) == [], tab
    page.emulate_media(color_scheme="light")
    expect(panel).to_have_attribute("data-theme", "light")
    assert page.evaluate(SERIOUS, ["body", "color-contrast"]) == []


def test_a_choice_is_spoken_once_it_rests(page, shown):
    """Who cannot see the grid hears the cell, then what is chosen in all, and no step between."""
    panel = shown("RFMExplorer")
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


def test_a_row_that_is_too_wide_for_the_page_is_written_as_a_list(page, shown):
    """Words were broken letter by letter, and the last columns out of sight."""
    panel = shown("CohortExplorer")
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


@pytest.mark.parametrize("name", ["RFMExplorer", "guess committed"])
def test_paper_shows_the_results_in_dark_ink_and_nothing_to_press(page, shown, name):
    """A dark page would print pale letters on white."""
    page.emulate_media(color_scheme="dark")
    panel = shown(name)
    page.emulate_media(media="print", color_scheme="dark")
    assert panel.locator("button:visible").count() == 0
    assert panel.locator(".clv-picture svg").first.is_visible()
    assert panel.evaluate("panel => getComputedStyle(panel).color") == "rgb(29, 29, 31)"
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_colours_that_the_system_chooses_still_tell_which_tab_is_open(page, shown):
    """Windows' high contrast takes shadows and shades away."""
    page.emulate_media(forced_colors="active")
    panel = shown("RFMExplorer")
    edges = panel.get_by_role("tab").evaluate_all(
        "tabs => tabs.map(tab => getComputedStyle(tab).borderTopColor)"
    )
    assert edges[0] not in edges[1:]
    number = panel.locator(".clv-picture text", has_text="Champions").first
    canvas = "panel => getComputedStyle(panel).backgroundColor"
    assert number.evaluate("text => getComputedStyle(text).fill") != panel.evaluate(canvas)


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
