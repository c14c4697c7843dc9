"""A panel tied to other ipywidgets, in the browser by `jslink` and in Python by `link`.

`jslink` writes into the model in the page, past Python: only a real JupyterLab shows what the
panel then makes of a value out of range, or of a period that comes without its fields.
"""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from . import labdriver
from .panels import headline, settled

LINKED = """
from ipywidgets import FloatText, Text, VBox, jslink, link
from clvwidgets import SubscriptionCLV

calc = SubscriptionCLV()
churn = FloatText(0.05, description="Churn")
margin = FloatText(40, description="Margin")
period = Text("month", description="Every", continuous_update=False)
jslink((churn, "value"), (calc, "churn"))
link((margin, "value"), (calc, "margin"))
jslink((period, "value"), (calc, "period"))
VBox([churn, margin, period, calc])
"""


@pytest.fixture
def page(desk):
    """Run the linked widgets in a notebook."""
    labdriver.run_cells(desk, [LINKED])
    return desk


@pytest.fixture
def linked(page):
    """Wait for the panel."""
    return settled(page.locator(".clv-panel").first)


def box(page, label):
    return page.locator(".widget-text", has_text=label).locator("input")


def put(page, label, value):
    box(page, label).fill(str(value))
    box(page, label).press("Enter")


def slider(panel, label):
    return panel.get_by_role("slider", name=label)


def python_has(page, **expected):
    labdriver.wait_until_idle(page)
    written = labdriver.run_code(page, "print(calc.period, calc.margin, calc.churn, margin.value)")
    period, *numbers = written.split()
    found = dict(zip(("margin", "churn", "linked"), map(float, numbers), strict=True))
    found["period"] = period
    assert {name: found[name] for name in expected} == expected


def test_a_value_goes_both_ways_and_one_out_of_range_comes_back(page, linked):
    """By `jslink` in the page, by `link` through Python; Python has the last word."""
    put(page, "Churn", 0.04)
    expect(slider(linked, "Churn per month")).to_have_value("0.04")
    assert headline(linked, "Lifetime value") == "€840"
    python_has(page, churn=0.04)
    slider(linked, "Churn per month").press("ArrowRight")
    expect(box(page, "Churn")).to_have_value("0.041")

    put(page, "Margin", 80)
    expect(slider(linked, "Margin per month")).to_have_value("80")
    slider(linked, "Margin per month").press("ArrowRight")
    expect(box(page, "Margin")).to_have_value("81")
    python_has(page, margin=81, linked=81)

    put(page, "Churn", 5)
    expect(box(page, "Churn")).to_have_value("0.041")
    expect(slider(linked, "Churn per month")).to_have_value("0.041")
    python_has(page, churn=0.041)


def test_a_linked_period_takes_the_fields_with_it_or_is_refused(page, linked):
    """Relabelled only, a month's margin would read as a year's."""
    put(page, "Every", "year")
    expect(slider(linked, "Margin per year")).to_have_value("480")
    expect(linked.get_by_role("textbox", name="Churn per year")).to_have_value("45.964")
    python_has(page, period="year", margin=480, linked=480)
    linked.get_by_role("button", name="Undo", exact=True).click()
    expect(box(page, "Every")).to_have_value("month")
    expect(slider(linked, "Margin per month")).to_have_value("40")
    python_has(page, period="month", margin=40, churn=0.05)

    put(page, "Every", "decade")
    expect(page.get_by_text("The period stays month and does not become decade")).to_be_visible()
    expect(box(page, "Every")).to_have_value("month")
    python_has(page, period="month", margin=40)
