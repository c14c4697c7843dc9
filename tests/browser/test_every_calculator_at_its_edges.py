"""Churn 0, retention 1, discount 0, cost 0, horizon 0: no NaN and no Infinity on any tab.

Python's numbers are tested in their own room. Axes, titles and texts are made by Vega and the
panel: an axis on which all bars are zero once read "NaN", a title "€Infinity".
"""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from clvwidgets.charts.numbers import NumberFormat, format_number

from ..widgets.calculators import CALCULATORS
from .panels import settled

VIEW = ".clv-pane:not([hidden])"
# Besides all fields at once; what a calculator does not have is left out.
CASES = (
    {"churn": 0, "discount": 0},
    {"churn": 1, "cac": 0},
    {"retention": 1, "discount": 0},
    {"margin": 0, "order_value": 0, "horizon": 0},
)

NOT_FOR_PEOPLE = """() => {
    const said = [...document.querySelectorAll('.clv-panel *')].flatMap(element => [
        ...[...element.childNodes].filter(node => node.nodeType === Node.TEXT_NODE)
            .map(node => node.data),
        element.ariaLabel, element.ariaValueText]);
    return said.filter(text => /NaN|Infinity|undefined|null|not defined/.test(text ?? ''));
}"""


@pytest.fixture
def shown(page, tmp_path):
    """Open the page of a panel from disk; at the end it has raised nothing."""

    def show(panel):
        panel.to_html(tmp_path / "panel.html")
        page.goto((tmp_path / "panel.html").as_uri())
        return settled(page.locator(".clv-panel"))

    yield show
    assert page.console_errors == []


def open_tab(panel, tab):
    tab.evaluate("tab => tab.click()")
    panel.locator(f"{VIEW} :is(svg, td, li)").first.wait_for()
    panel.page.evaluate("() => new Promise(requestAnimationFrame)")


@pytest.mark.parametrize("name", CALCULATORS)
def test_nothing_at_the_edges_is_left_to_the_reader(page, shown, name):
    kind = CALCULATORS[name]
    fields = kind.fields()
    cases = [{field: described.legal[0] for field, described in fields.items()}]
    cases += [known for case in CASES if (known := {k: v for k, v in case.items() if k in fields})]
    for values in cases:
        calc = kind(**values)
        calc.pin("edge")
        panel = shown(calc)
        for tab in panel.get_by_role("tab").all():
            open_tab(panel, tab)
            assert page.evaluate(NOT_FOR_PEOPLE) == [], f"{values}, {tab.inner_text()}"


@pytest.mark.parametrize("name", ["DiscountedCLV", "CACPayback", "LifecycleCLV"])
def test_the_page_gives_the_elasticities_that_python_gives(shown, name):
    """Two languages, one table; DiscountedCLV starts without growth, so that a reason is read."""
    calc = CALCULATORS[name]()
    panel = shown(calc)
    open_tab(panel, panel.get_by_role("tab", name="What matters most"))
    rows = panel.locator(".clv-elasticity tbody tr")
    table = calc.elasticity().set_index("label")
    expect(rows).to_have_count(len(table))
    for row in rows.all():
        label, said = row.locator("th").inner_text(), row.locator("td").inner_text()
        value, reason = table.loc[label, "elasticity"], table.loc[label, "reason"]
        if reason:
            assert said == f"– ({reason})"
        else:
            text = format_number(value / 100, NumberFormat("percent"))
            assert said == (f"+{text}" if value > 0 else text), label


def test_a_page_has_a_first_heading(page, shown):
    """A screen reader's list of headings starts with what the page is about."""
    shown(CALCULATORS["SubscriptionCLV"]())
    assert page.locator("h1").all_inner_texts() == ["What is a subscriber worth?"]


def test_a_preset_beyond_the_slider_widens_it(shown):
    """A business customer orders for more than a shop's slider shows."""
    panel = shown(CALCULATORS["SimpleCLV"]())
    slider = panel.get_by_role("slider", name="Order value")
    panel.get_by_label("Preset", exact=True).select_option(label="B2B")
    expect(slider).to_have_value("1500")
    slider.press("ArrowLeft")
    expect(panel.get_by_role("textbox", name="Order value")).to_have_value("1,499")
