"""Fields, history, pins and locks, as Python sees them."""

from __future__ import annotations

import ipywidgets
import pytest

from clvwidgets import RFMExplorer, SubscriptionCLV
from clvwidgets.widgets.panel.fields import money


def test_undo_and_redo_walk_the_changes(calc):
    calc.churn = 0.04
    calc.set(margin=50, cac=200)
    calc.undo()
    assert (calc.margin, calc.cac, calc.churn) == (40, 120, 0.04)
    calc.undo()
    assert calc.churn == 0.05
    calc.undo()  # nothing left to undo
    assert calc.churn == 0.05
    calc.redo()
    calc.redo()
    calc.redo()
    assert calc.values == {"margin": 50, "churn": 0.04, "discount": 0.10, "cac": 200}


def test_a_new_change_after_undo_drops_the_undone_one(calc):
    calc.churn = 0.04
    calc.undo()
    calc.churn = 0.06
    calc.redo()
    assert calc.churn == 0.06
    calc.undo()
    assert calc.churn == 0.05


def test_what_the_browser_says_is_not_recorded_twice(calc):
    """The browser writes the history with its change; Python must not add a step of its own."""
    entries = [calc.values, {**calc.values, "churn": 0.03}]
    calc.set_state({"churn": 0.03, "history": {"entries": entries, "at": 1}})
    assert calc.churn == 0.03
    assert calc.history == {"entries": entries, "at": 1}
    calc.undo()
    assert calc.churn == 0.05


def test_reset_goes_back_to_the_start_and_can_be_undone(calc):
    calc.churn = 0.2
    calc.reset()
    assert calc.churn == 0.05
    calc.undo()
    assert calc.churn == 0.2


def test_fields_are_ordinary_traits(calc):
    seen = []
    calc.observe(lambda change: seen.append(change["new"]), "churn")
    slider = ipywidgets.FloatSlider(value=0.05, min=0, max=1, step=0.01)
    ipywidgets.link((slider, "value"), (calc, "churn"))
    slider.value = 0.07
    assert calc.churn == 0.07
    assert seen == [0.07]


def test_pins_keep_their_results_for_comparison(calc):
    calc.pin("today")
    calc.churn = 0.04
    table = calc.to_frame().pivot_table(index="name", columns="scenario", values="value")
    assert table.loc["clv", "today"] == pytest.approx(695.46, abs=0.01)
    assert table.loc["clv", "now"] > table.loc["clv", "today"]
    calc.unpin()
    assert calc.pinned == []


def test_a_locked_panel_gives_no_result_away(calc):
    calc.lock("Guess first: what is this customer worth?")
    stored = calc._repr_mimebundle_()[0]
    assert "image/png" not in stored
    assert stored["application/vnd.clvwidgets.panel+json"]["results"] == {}
    assert "695" not in stored["text/plain"]
    assert "Guess first" in stored["text/plain"]
    calc.unlock()
    assert "€695" in calc._repr_mimebundle_()[0]["text/plain"]


def test_work_that_fails_shows_its_sentence(calc):
    def count_customers():
        with calc.busy("Counting customers"):
            assert calc.status == {"state": "busy", "message": "Counting customers"}
            raise RuntimeError("The table has no rows.")

    with pytest.raises(RuntimeError, match="no rows"):
        count_customers()
    assert calc.status == {"state": "error", "message": "The table has no rows."}


def test_new_data_replaces_old_in_place(cdnow_log):
    explorer = RFMExplorer(cdnow_log)
    rows, names = explorer.datasets["cells"], set(explorer.datasets)
    explorer.update_data("cells", rows[:3])
    assert explorer.datasets["cells"] == rows[:3]
    assert set(explorer.datasets) == names > {"cells"}
    with pytest.raises(ValueError, match=r"'cells' has 5,001 rows, more than the 5,000"):
        explorer.update_data("cells", [{"x": 1}] * 5001)


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        (5, r"churn must be a number between 0 and 1, got 5\. If you meant 5 percent, write 0.05"),
        (-0.1, r"churn must be a number between 0 and 1, got -0\.1"),
        ("5%", r"got the text '5%'\. Write a number, without quotes"),
        (None, r"got None\. Write a number"),
        (True, r"got True\. Write a number"),
        ([0.05], r"got \[0\.05\]\. Write a number"),
        (10**400, r"got 10+\.\.\.0+\. Write a number"),
        (float("nan"), r"got nan\. For example churn=0\.05"),
    ],
)
def test_a_value_out_of_range_is_refused_with_the_way_out(calc, value, sentence):
    with pytest.raises(ValueError, match=sentence):
        calc.churn = value
    assert calc.churn == 0.05
    with pytest.raises(ValueError, match=sentence):
        SubscriptionCLV(churn=value)


def test_setting_several_fields_is_all_or_nothing(calc):
    with pytest.raises(ValueError, match="churn"):
        calc.set(margin=80, churn=7)
    assert calc.margin == 40


def test_an_unknown_field_names_the_near_one():
    with pytest.raises(TypeError, match=r"no field 'chrun'\. Did you mean churn\?"):
        SubscriptionCLV(chrun=0.05)


def test_a_misspelt_field_does_not_vanish_in_an_attribute(calc):
    with pytest.raises(AttributeError, match=r"no field 'churnn'\. Did you mean churn\?"):
        calc.churnn = 0.04
    calc.note = "for Monday"
    assert calc.note == "for Monday"


def test_unknown_period_locale_and_currency_are_refused():
    with pytest.raises(ValueError, match="fortnight"):
        SubscriptionCLV(period="fortnight")
    with pytest.raises(ValueError, match="language tag such as 'en-US'"):
        SubscriptionCLV(locale="klingonese")
    with pytest.raises(ValueError, match="three-letter code"):
        SubscriptionCLV(currency="euros")


def test_a_value_beyond_the_slider_widens_it():
    field = SubscriptionCLV(margin=5000).declaration["fields"][0]
    assert field["name"] == "margin"
    assert field["high"] == 5000


def test_what_instances_share_does_not_leak_between_classes_and_currencies():
    """The traced formulas and charts are kept by class and currency."""

    class Dearer(SubscriptionCLV):
        def outputs(self, margin, churn, discount, cac):
            results = super().outputs(margin, churn, discount, cac)
            return {**results, "clv": results["clv"] * 2}

    plain, dearer = SubscriptionCLV(), Dearer()
    by_name = {output["name"]: output["expr"] for output in dearer.declaration["outputs"]}
    ours = {output["name"]: output["expr"] for output in plain.declaration["outputs"]}
    assert by_name["clv"] != ours["clv"]
    assert dearer.clv == 2 * plain.clv
    dollars = SubscriptionCLV(currency="USD").declaration["views"]
    assert "USD" in str(dollars)
    assert "USD" not in str(SubscriptionCLV().declaration["views"])


def test_a_class_lists_its_own_fields_whichever_is_asked_first():
    before = dict(SubscriptionCLV.fields())

    class Longer(SubscriptionCLV):
        tax = money("Tax", 5, high=10, help="Of the state.")

    assert list(Longer.fields()) == [*before, "tax"]
    SubscriptionCLV.fields().clear()
    assert SubscriptionCLV.fields() == before


def test_what_moved_without_a_step_is_a_step_once_something_else_is_done(calc):
    """As in the browser: a slider on its way, or a `jslink`, is not lost by the next step back."""
    calc.churn = 0.04
    calc.set_state({"margin": 70})
    calc.reset()
    calc.undo()
    assert (calc.margin, calc.churn) == (70, 0.04)
    calc.undo()
    assert (calc.margin, calc.churn) == (40, 0.04)


def test_where_nothing_moves_there_is_no_step(calc):
    calc.churn = 0.04
    calc.set(churn=0.04)
    calc.set()
    calc.undo()
    assert calc.churn == 0.05


def test_scenarios_without_a_name_get_different_ones(calc):
    calc.pin()
    calc.pin()
    calc.pinned = calc.pinned[1:]
    calc.pin()
    assert [pin["name"] for pin in calc.pinned] == ["Scenario 2", "Scenario 1"]
