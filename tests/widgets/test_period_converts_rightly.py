"""The same customer, counted in weeks, months, quarters and years."""

from __future__ import annotations

import itertools
import json

import pytest

from clvwidgets import (
    DiscountedCLV,
    LifecycleCLV,
    MarkovCLV,
    NetCLV,
    SimpleCLV,
    SubscriptionCLV,
)
from clvwidgets.display.panel_json import signals_of
from clvwidgets.formulas import PERIODS_PER_YEAR

from .calculators import CALCULATORS, most_letters
from .vega import evaluate

PERIODS = ("week", "month", "quarter", "year")
CONVERTED = sorted(name for name, kind in CALCULATORS.items() if kind.converts)


@pytest.mark.parametrize("name", CONVERTED)
def test_python_and_vega_agree_after_a_switch(name):
    calc = CALCULATORS[name]()
    for period in PERIODS:
        calc.period = period
        in_vega = evaluate(signals_of(calc._stored()), list(calc.results))
        assert in_vega == pytest.approx(calc.results, rel=1e-9, abs=1e-9), period


@pytest.mark.parametrize("period", ["week", "quarter", "year"])
def test_vega_converts_the_fields_as_python_does(period):
    """The browser switches without a kernel, by the expressions that the panel sends."""
    for calc in (DiscountedCLV(growth=0.02), LifecycleCLV()):
        sent = calc.declaration["period"]["conversions"]
        fields = [field for field in calc.declaration["fields"] if "converts" in field]
        old, new = PERIODS_PER_YEAR[calc.period], PERIODS_PER_YEAR[period]
        given = {"from_per_year": old, "to_per_year": new}
        signals = [{"name": key, "value": number} for key, number in given.items()]
        for field in fields:
            written = sent[field["converts"]].replace("value", f"({calc.values[field['name']]!r})")
            signals.append({"name": field["name"], "expr": written})
        calc.period = period
        names = [field["name"] for field in fields]
        expected = {name: calc.values[name] for name in names}
        assert evaluate(signals, names) == pytest.approx(expected, rel=1e-12, abs=1e-15)


@pytest.mark.parametrize("name", sorted(set(CONVERTED) - {"LifecycleCLV"}))
def test_there_and_back_again_gives_the_numbers_that_were_typed(name):
    calc = CALCULATORS[name]()
    before, native = calc.values, calc.period
    for period in PERIODS:
        calc.period = period
        calc.period = native
        for name, value in calc.values.items():
            same = (
                before[name] if isinstance(value, str) else pytest.approx(before[name], rel=1e-11)
            )
            assert value == same, name


@pytest.mark.parametrize("period", PERIODS)
def test_rates_compound_and_money_adds_up(period):
    calc = SubscriptionCLV(margin=40, churn=0.05)
    calc.period = period
    months = 12 / PERIODS_PER_YEAR[period]
    assert 1 - calc.churn == pytest.approx(0.95**months, rel=1e-12)
    assert calc.margin == pytest.approx(40 * months)
    assert (calc.discount, calc.cac) == (0.10, 120)
    assert (1 + calc.discount_per_period) ** PERIODS_PER_YEAR[period] == pytest.approx(1.1)


def test_growth_and_retention_compound():
    calc = DiscountedCLV(retention=0.8, growth=0.05, horizon=10)
    calc.period = "quarter"
    assert (1 + calc.growth) ** 4 == pytest.approx(1.05)
    assert calc.retention**4 == pytest.approx(0.8)
    assert calc.horizon == 40


@pytest.mark.parametrize(("kind", "result"), [(SimpleCLV, "clv"), (NetCLV, "net")])
def test_an_undiscounted_average_is_worth_the_same_in_every_period(kind, result):
    calc = kind()
    worth = calc.results[result]
    for period in PERIODS:
        calc.period = period
        assert calc.results[result] == pytest.approx(worth)


def test_shorter_periods_differ_by_no_more_than_the_first_payment():
    """The first payment comes at once and in full: a period's margin is all that can differ."""
    calc = SubscriptionCLV()
    clv, margin = {}, {}
    for period in PERIODS:
        calc.period = period
        clv[period], margin[period] = calc.clv, calc.margin
    for short, long in itertools.pairwise(PERIODS):
        assert 0 < clv[long] - clv[short] < margin[long]
    assert clv["week"] == pytest.approx(clv["month"], rel=0.03)


def test_whole_numbers_stay_whole_and_what_lasts_keeps_a_period():
    calc = LifecycleCLV(introduction_length=1, growth_length=6, decline_length=0)
    calc.period = "year"
    lengths = (calc.introduction_length, calc.growth_length, calc.decline_length)
    assert lengths == (1, 2, 0)


def test_a_switch_is_one_step_of_undo(calc):
    before = calc.values
    calc.period = "year"
    yearly = calc.values
    calc.undo()
    assert (calc.period, calc.values) == ("month", before)
    calc.redo()
    assert (calc.period, calc.values) == ("year", yearly)
    calc.reset()
    assert (calc.period, calc.values) == ("month", before)


def test_what_the_browser_switches_is_taken_as_it_is(calc):
    """The browser has converted the fields already; Python must not do it twice."""
    state = {"period": "year", "margin": 480.0, "churn": 0.46}
    calc.set_state(state)
    assert {name: getattr(calc, name) for name in state} == state


def test_a_period_that_comes_alone_from_the_browser_converts(calc, monkeypatch):
    """`jslink` sets the period without the fields: a month's margin must not read as a year's."""
    sent: list[str] = []
    monkeypatch.setattr(calc, "send_state", lambda key=None: sent.extend(key or calc.keys))
    calc.set_state({"period": "year"})
    assert (calc.period, calc.margin) == ("year", 480)
    assert {"margin", "churn"} <= set(sent)
    calc.undo()
    assert (calc.period, calc.margin) == ("month", 40)


def test_what_the_browser_may_not_set_is_taken_back_there(calc, monkeypatch):
    markov = MarkovCLV()
    for panel, state in ((markov, {"period": "month"}), (calc, {"churn": 5})):
        sent: list[str] = []
        back = lambda key, sent=sent: sent.extend([key] if isinstance(key, str) else key)  # noqa: E731
        monkeypatch.setattr(panel, "send_state", back)
        with pytest.raises(ValueError, match=r"cannot be converted|between 0 and 1, got 5"):
            panel.set_state(state)
        assert sent == list(state)
    assert (markov.period, calc.churn) == ("year", 0.05)


def test_fields_arrive_with_the_period(calc, monkeypatch):
    sent: list[set[str]] = []
    monkeypatch.setattr(
        calc,
        "send_state",
        lambda key=None: sent.append({key} if isinstance(key, str) else set(key)),
    )
    calc.period = "year"
    assert {"period", "margin", "churn"} <= sent[0]


def test_all_that_is_written_names_the_new_period(calc):
    calc.cac = 200
    calc.period = "quarter"
    assert "Margin per quarter: €120" in str(calc)
    assert "Paid back after: 1 quarter" in str(calc)
    shown = json.dumps(calc._shown())
    assert "{period" not in shown.lower()
    assert "per month" not in shown.replace('"label": "per month"', "")
    assert set(calc.to_frame()["label"]) >= {"Churn per quarter", "Discount rate per quarter"}


def test_pinned_scenarios_are_compared_in_the_live_period(calc):
    calc.pin("monthly")
    calc.period = "year"
    yearly = SubscriptionCLV(period="year", **calc.values)
    table = calc.to_frame().pivot_table(index="name", columns="scenario", values="value")
    assert table["monthly"].to_dict() == pytest.approx(table["now"].to_dict())
    assert calc.pinned[0]["values"]["period"] == "month"
    assert calc._stored()["pinned"][0]["results"]["clv"] == pytest.approx(yearly.clv, rel=1e-5)
    names = ["pinned_margin", "pinned_churn"]
    drawn = evaluate(signals_of(calc._drawn(calc._stored())), names)
    assert drawn == pytest.approx({"pinned_margin": 480, "pinned_churn": 1 - 0.95**12})


def test_presets_say_the_period_they_are_written_in():
    calc = SimpleCLV(period="month")
    presets = calc.declaration["presets"]
    assert {preset["values"]["period"] for preset in presets} == {"year"}


@pytest.mark.parametrize("name", CONVERTED)
def test_sliders_hold_the_value_in_every_period(name):
    calc = CALCULATORS[name]()
    for period in PERIODS:
        calc.period = period
        numbers = (field for field in calc._shown()["fields"] if field["kind"] == "number")
        for field in numbers:
            assert field["low"] <= calc.values[field["name"]] <= field["high"], field
            assert 0 < field["step"] <= field["high"] - field["low"], field


@pytest.mark.parametrize("name", [*CONVERTED, "MarkovCLV"])
def test_a_stored_calculator_is_small_and_always_the_same(name):
    first, second = (json.dumps(CALCULATORS[name]()._stored()) for _ in range(2))
    assert first == second
    assert len(first) < most_letters(name)


def test_code_names_the_period_it_was_switched_to(calc):
    calc.period = "year"
    assert "convert_rate(discount, 'year', 'year')" in calc.to_python()
    space: dict[str, object] = {}
    exec(calc.to_python(), space)
    assert space["results"] == calc.results


def test_an_unknown_period_is_refused_with_those_there_are(calc):
    with pytest.raises(ValueError, match=r'period must be one of "week", .*got \'day\''):
        calc.period = "day"
    assert (calc.period, calc.margin) == ("month", 40)


def test_growth_beyond_all_bounds_is_refused_before_anything_changes():
    calc = DiscountedCLV(growth=0.2, period="month")
    with pytest.raises(ValueError, match=r"growth of 0\.2 per month would be 7\.9\d+ per year"):
        calc.period = "year"
    assert (calc.period, calc.growth) == ("month", 0.2)


def test_chances_that_belong_to_a_period_are_not_converted():
    calc = MarkovCLV()
    with pytest.raises(ValueError, match=r"cannot be converted.*MarkovCLV\(period='month'"):
        calc.period = "month"
    assert calc.period == "year"
    assert MarkovCLV(period="month").declaration["presets"] == []


def test_a_subclass_may_build_on_the_formulas_of_its_parent():
    """`self.period` stands for all periods while the panel is described, also through super()."""

    class Doubled(SubscriptionCLV):
        def outputs(self, margin, churn, discount, cac):
            return super().outputs(2 * margin, churn, discount, cac)

    calc = Doubled()
    calc.period = "year"
    in_vega = evaluate(signals_of(calc._stored()), ["clv"])
    assert in_vega["clv"] == pytest.approx(calc.clv, rel=1e-9)
