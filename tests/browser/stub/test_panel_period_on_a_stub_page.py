"""The period is switched in the browser: texts, ranges and values follow, without a kernel."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, expect

from clvwidgets import DiscountedCLV, LifecycleCLV, MarkovCLV, SimpleCLV, SubscriptionCLV

from .driver import StubPage, button, field, move, readout


def switch(panel: Locator, period: str) -> None:
    """Choose a period."""
    panel.get_by_label("Period", exact=True).select_option(period)


@pytest.fixture
def subscription(stub: StubPage) -> Locator:
    return stub.mount(SubscriptionCLV(churn=0.05)._stored(), away=True)


def test_a_switch_relabels_converts_and_keeps_the_chart_alive(stub, subscription):
    switch(subscription, "year")
    expect(field(subscription, "textbox", "Margin per year")).to_have_value("480")
    expect(field(subscription, "textbox", "Churn per year")).to_have_value("45.964")
    yearly = SubscriptionCLV()
    yearly.period = "year"
    for name, value in yearly.values.items():
        assert stub.get(name) == pytest.approx(value, rel=1e-12), name
    expect(readout(subscription, "Lifetime value")).to_have_text(f"€{yearly.clv:,.0f}")
    picture = subscription.locator(".clv-picture svg").first
    expect(picture).to_contain_text("years since the customer was won")
    before = picture.inner_html()
    move(field(subscription, "slider", "Churn per year"), 0.9)
    expect(readout(subscription, "Lifetime value")).not_to_have_text(f"€{yearly.clv:,.0f}")
    assert picture.inner_html() != before
    assert stub.console_errors == []


@pytest.mark.parametrize("period", ["week", "quarter", "year"])
def test_the_numbers_are_those_of_python(stub, period):
    calc = SimpleCLV(frequency=6)
    shown = stub.mount(calc._stored())
    calc.period = period
    switch(shown, period)
    for name, value in calc.values.items():
        assert stub.get(name) == pytest.approx(value, rel=1e-12), name
    expect(readout(shown, f"Margin per {period}")).not_to_have_text("…")
    slider = field(shown, "slider", f"Orders per {period}")
    described = calc._shown()["fields"][1]
    assert float(slider.get_attribute("max") or 0) == pytest.approx(described["high"])


def test_undo_and_reset_bring_the_period_back(stub, subscription):
    switch(subscription, "week")
    expect(field(subscription, "slider", "Churn per week")).to_be_visible()
    button(subscription, "Undo").click()
    expect(field(subscription, "textbox", "Churn per month")).to_have_value("5")
    assert (stub.get("period"), stub.get("margin")) == ("month", 40)
    button(subscription, "Redo").click()
    expect(field(subscription, "slider", "Churn per week")).to_be_visible()
    button(subscription, "Reset").click()
    expect(field(subscription, "textbox", "Churn per month")).to_have_value("5")


def test_there_and_back_again_is_where_it_was(stub, subscription):
    for period in ("year", "week", "quarter", "month"):
        switch(subscription, period)
        expect(field(subscription, "slider", f"Churn per {period}")).to_be_visible()
    assert stub.get("churn") == pytest.approx(0.05, rel=1e-11)
    assert stub.get("margin") == pytest.approx(40, rel=1e-11)


def test_the_keyboard_stays_on_the_switch_and_the_tab_stays_open(subscription):
    subscription.get_by_role("tab", name="How it is computed").click()
    subscription.get_by_label("Period", exact=True).focus()
    switch(subscription, "year")
    expect(subscription.get_by_label("Period", exact=True)).to_have_value("year")
    expect(subscription.get_by_label("Period", exact=True)).to_be_focused()
    explained = subscription.get_by_role("tabpanel", name="How it is computed")
    expect(explained).to_contain_text("Discount rate per year")
    expect(explained).to_contain_text("^(1 ÷ 1)")


def test_a_pinned_scenario_is_compared_in_the_live_period(subscription):
    button(subscription, "Pin").click()
    switch(subscription, "quarter")
    expect(field(subscription, "slider", "Churn per quarter")).to_be_visible()
    change = subscription.locator(".clv-change").first
    expect(change).to_have_text("as pinned")
    subscription.get_by_role("tab", name="Scenarios").click()
    row = subscription.get_by_role("row", name="Margin per quarter")
    expect(row).to_contain_text("€120€120")
    button(subscription, "Scenario 1").click()
    expect(field(subscription, "textbox", "Margin per month")).to_have_value("40")


def test_a_preset_is_converted_and_known_again(stub):
    shown = stub.mount(SimpleCLV()._stored())
    switch(shown, "quarter")
    presets = shown.get_by_label("Preset", exact=True)
    expect(field(shown, "slider", "Orders per quarter")).to_be_visible()
    presets.select_option(label="E-commerce")
    expect(field(shown, "textbox", "Orders per quarter")).to_have_value("1")
    assert stub.get("period") == "quarter"
    expect(presets.locator("option:checked")).to_have_text("E-commerce")


def test_what_python_switches_is_shown(stub, subscription):
    stub.page.evaluate(
        """() => { const { model } = stub.panels[0];
            model.set('period', 'year'); model.set('margin', 480); model.set('churn', 0.46); }"""
    )
    expect(field(subscription, "textbox", "Churn per year")).to_have_value("46")
    expect(subscription).to_have_count(1)


def test_the_code_that_is_taken_away_names_the_period(stub, subscription):
    stub.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    switch(subscription, "year")
    expect(field(subscription, "slider", "Churn per year")).to_be_visible()
    button(subscription, "More").click()
    button(subscription, "Copy as Python").click()
    expect(subscription).to_contain_text("Copied")
    code = stub.page.evaluate("navigator.clipboard.readText()")
    space: dict[str, object] = {}
    exec(code.replace("\n\nSubscriptionCLV(", "\n\ncalc = SubscriptionCLV("), space)
    calc = space["calc"]
    assert isinstance(calc, SubscriptionCLV)
    assert (calc.period, calc.margin) == ("year", 480)


def test_whole_numbers_convert_whole_and_fractions_are_refused(stub):
    shown = stub.mount(LifecycleCLV()._stored())
    switch(shown, "year")
    length = field(shown, "textbox", "Growth: years")
    expect(length).to_have_value("1")
    length.fill("1.5")
    length.press("Enter")
    expect(shown.get_by_text("Growth: years must be a whole number, such as 2.")).to_be_visible()
    assert stub.get("growth_length") == 1


def test_a_period_that_cannot_be_changed_is_not_offered(stub):
    shown = stub.mount(MarkovCLV()._stored())
    expect(shown.get_by_label("Period", exact=True)).to_have_count(0)
    expect(shown.locator(".clv-picture svg").first).to_contain_text("silent for 2 years")


def test_growth_beyond_all_bounds_is_refused_with_the_way_out(stub):
    shown = stub.mount(DiscountedCLV(growth=0.2, period="month")._stored())
    switch(shown, "year")
    sentence = "20% would become 791.6%, more than 100%. Make it smaller first."
    expect(shown.get_by_text(f"Growth of margin per month: {sentence}")).to_be_visible()
    expect(shown.get_by_label("Period", exact=True)).to_have_value("month")
    assert (stub.get("period"), stub.get("growth")) == ("month", 0.2)


def test_before_the_charts_are_there_nothing_is_converted(stub):
    shown = stub.mount(SubscriptionCLV()._stored(), drawn=False, fail="no such file")
    switch(shown, "year")
    sentence = "Nothing can be converted before the charts are loaded."
    expect(shown.get_by_text(sentence)).to_be_visible()
    assert (stub.get("period"), stub.get("margin")) == ("month", 40)
