"""Churn 0, retention 1, discount 0, cost 0, horizon 0: no NaN and no Infinity on any tab.

Python's numbers are tested in their own room. Axes, titles and texts are made by Vega and the
panel: an axis on which all bars are zero once read "NaN", a title "€Infinity".
"""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from clvwidgets import FairnessAudit
from clvwidgets.number_format import NumberFormat, format_number
from clvwidgets.widgets.panel.fields import NumberField

from ..widgets.calculators import CALCULATORS
from .panels import settled

# What a page holds of a panel; a page may hold several.
STORED = re.compile(r'<script type="application/json" data-clvwidgets>.*?</script>', re.DOTALL)
VIEW = ".clv-pane:not([hidden])"
# Besides all fields at once; what a calculator does not have is left out.
CASES = (
    {"churn": 0, "discount": 0},
    {"churn": 1, "cac": 0},
    {"retention": 1, "discount": 0},
    {"margin": 0, "order_value": 0, "horizon": 0},
)

NOT_FOR_PEOPLE = """panel => {
    const said = [...panel.querySelectorAll('*')].flatMap(element => [
        ...[...element.childNodes].filter(node => node.nodeType === Node.TEXT_NODE)
            .map(node => node.data),
        element.ariaLabel, element.ariaValueText]);
    return said.filter(text => /NaN|Infinity|undefined|null|not defined/.test(text ?? ''));
}"""


@pytest.fixture
def opened(page, tmp_path):
    """Open the pages of panels from disk as one page; at the end it has raised nothing."""

    def open_(*panels):
        first, *others = (panel.to_html() for panel in panels)
        stored = "".join(found[0] for other in others if (found := STORED.search(other)))
        path = tmp_path / "panels.html"
        together = STORED.sub(lambda found: found[0] + stored, first, count=1)
        path.write_text(together, encoding="utf-8")
        page.goto(path.as_uri())
        shown = page.locator(".clv-panel")
        expect(shown).to_have_count(len(panels))
        return [settled(panel) for panel in shown.all()]

    yield open_
    assert page.console_errors == []


@pytest.fixture
def shown(opened):
    """Open the page of one panel."""
    return lambda panel: opened(panel)[0]


def open_tab(panel, tab):
    tab.evaluate("tab => tab.click()")
    panel.locator(f"{VIEW} :is(svg, td, li)").first.wait_for()
    panel.page.evaluate("() => new Promise(requestAnimationFrame)")


@pytest.mark.parametrize("name", CALCULATORS)
def test_nothing_at_the_edges_is_left_to_the_reader(opened, name):
    kind = CALCULATORS[name]
    fields = kind.fields()
    numbers = {name: field for name, field in fields.items() if isinstance(field, NumberField)}
    cases = [{name: field.legal[0] for name, field in numbers.items()}]
    cases += [known for case in CASES if (known := {k: v for k, v in case.items() if k in fields})]
    calculators = [kind(**values) for values in cases]
    for calc in calculators:
        calc.pin("edge")
    for values, panel in zip(cases, opened(*calculators), strict=True):
        for tab in panel.get_by_role("tab").all():
            open_tab(panel, tab)
            assert panel.evaluate(NOT_FOR_PEOPLE) == [], f"{values}, {tab.inner_text()}"


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


def test_the_table_of_an_audit_has_a_row_for_each_group_that_is_shown(shown):
    panel = shown(FairnessAudit())
    open_tab(panel, panel.get_by_role("tab", name="Table"))
    expect(panel.locator(f"{VIEW} tbody tr")).to_have_count(3)
