"""Cross-selling: the shop's trial of suggestions, and what reports credit to them."""

from __future__ import annotations

import pandas as pd
import pytest

from clvwidgets import CrossSellSimulator, load_dataset

TRIED = {
    "Shop: trial of the descaler": ("House espresso", "Descaler", "took_descaler"),
    "Shop: trial of the cup": ("House espresso", "Espresso cup", "took_cup"),
    "Shop: trial of paper filters": ("Morning filter", "Paper filters", "took_filters"),
    "Shop: trial of the dearer coffee": ("Morning filter", "Kenya filter", "took_kenya"),
}
LISTS = [["phone", "case"]] * 30 + [["phone"]] * 30 + [["case"]] * 20 + [["cable"]] * 20


def difference(trial, base, shown, column):
    """Shown less not shown, and half of its 95 % interval."""
    arm = trial.loc[trial["shown"] == shown, column].astype(float)
    alone = trial.loc[(trial["base"] == base) & (trial["shown"] == "nothing"), column].astype(float)
    return arm.mean() - alone.mean(), 1.96 * (arm.sem() ** 2 + alone.sem() ** 2) ** 0.5


@pytest.mark.parametrize("name", TRIED)
def test_set_to_a_suggestion_it_lies_within_the_trial_s_intervals(name):
    base, shown, column = TRIED[name]
    trial = load_dataset("experiments_recommend")
    panel = CrossSellSimulator(**CrossSellSimulator.presets[name])
    added, half = difference(trial, base, shown, column)
    assert panel.added == pytest.approx(added, abs=6e-4)
    assert abs(panel.attach - panel.anyway - added) < half
    margin, half = difference(trial, base, shown, "added_margin")
    assert abs(panel.net / 100 - margin) < half
    assert panel._pairs["pair"][panel.pair - 1] == f"{base} + {shown}"


@pytest.mark.parametrize("name", TRIED)
def test_what_was_planted_is_near(name):
    base, shown, column = TRIED[name]
    truth = load_dataset("truth_recommend").set_index("suggestion").loc[shown]
    panel = CrossSellSimulator(**CrossSellSimulator.presets[name])
    assert panel.anyway == pytest.approx(truth["chance"], abs=0.001)
    _, half = difference(load_dataset("experiments_recommend"), base, shown, column)
    assert abs(panel.added - truth["added"]) < half


def test_what_was_measured_stands_beside_the_slider():
    found, half = difference(
        load_dataset("experiments_recommend"), "House espresso", "Descaler", "took_descaler"
    )
    known = CrossSellSimulator.fields()["added"].known
    assert (known.value, known.low, known.high) == pytest.approx(
        (found, found - half, found + half), abs=6e-5
    )


def test_margins_are_those_of_the_products():
    """Price times margin rate; an order's as in the records."""
    products = load_dataset("shop_products").set_index("name")
    margin = products["price"] * products["margin_rate"]
    for name, (_base, shown, _column) in TRIED.items():
        preset = CrossSellSimulator.presets[name]
        assert preset["add_on_margin"] == pytest.approx(margin[shown], abs=0.006)
    assert preset["base_margin"] == pytest.approx(margin["Morning filter"], abs=0.006)
    orders = load_dataset("shop_orders")
    assert preset["order_margin"] == pytest.approx(
        (orders["amount"] - orders["cost"]).mean(), abs=0.006
    )


def test_a_lift_below_one_may_pay_and_one_of_four_may_not():
    panel = CrossSellSimulator()
    assert panel.lift < 1 < panel.net
    panel.set(pair=5, added=0)
    assert panel.lift == pytest.approx(4.2164, abs=5e-4)
    assert panel.net == 0
    assert panel.credited > 0


def test_a_report_credits_what_would_have_come_anyway():
    """Paper filters: of 100 baskets 19 hold them when nobody shows anything."""
    panel = CrossSellSimulator(**CrossSellSimulator.presets["Shop: trial of paper filters"])
    assert panel.anyway == pytest.approx(0.19, abs=0.005)
    assert panel.credited > 5 * panel.net


def test_at_the_limit_of_nagging_it_brings_nothing():
    panel = CrossSellSimulator()
    assert 1 / panel.limit == pytest.approx(42, abs=0.5)
    panel.nagging = panel.limit
    assert panel.net == pytest.approx(0, abs=1e-12)


def test_an_upgrade_is_worth_161_and_not_the_235_of_the_fees():
    """Taster to home: 10 more a month, 3.49 % leave; some go up anyway, some come down again."""
    panel = CrossSellSimulator(**CrossSellSimulator.presets["Contracts: a dearer plan"])
    assert round(panel.upgrade_worth) == 161
    panel.set(moves_up=0, moves_down=0)
    assert round(panel.upgrade_worth) == 235


def test_order_value_a_fifth_higher_is_worth_what_the_add_ons_earn():
    """+20 % spend: +18 % of value at add-ons of 35.3 % margin, +23.4 % at 45.9."""
    order = (11.69 + 2) / 0.459
    baskets = [["coffee", "cup"]] + [["coffee"]] * 9
    for margin, gain in ((0.353, 0.18), (0.459, 0.234)):
        panel = CrossSellSimulator(baskets, added=0.2, add_on_margin=margin * order)
        assert panel.relative == pytest.approx(gain, abs=0.001)


def test_baskets_of_ones_own_are_read_in_any_form():
    panel = CrossSellSimulator(LISTS)
    assert panel.lift == pytest.approx(30 * 100 / (60 * 50), abs=1e-4)
    assert panel.anyway == pytest.approx(0.5)
    lines = pd.DataFrame([(i, one) for i, basket in enumerate(LISTS) for one in basket])
    other = CrossSellSimulator(
        lines.set_axis(["order", "what"], axis=1), pairs=[("case", "phone")], added=0.1
    )
    assert other.anyway == pytest.approx(0.6)


@pytest.mark.parametrize(
    ("baskets", "more", "words"),
    [
        ([["a"], ["b"]], {}, "No two products lie together"),
        (LISTS, {"pairs": [("phone", "cable")]}, r"\('phone', 'cable'\) do not"),
        (LISTS, {"pairs": []}, "got 0"),
        (None, {"basket": "order"}, "give baskets"),
        ([["a", None]], {}, "without a product"),
    ],
)
def test_baskets_that_say_nothing_are_refused_with_the_reason(baskets, more, words):
    with pytest.raises(ValueError, match=words):
        CrossSellSimulator(baskets, **more)


def test_aggregates_go_to_the_browser_and_no_baskets():
    panel = CrossSellSimulator()
    assert all(len(one) == 16 for one in panel.data.values())
    assert len(str(panel._stored())) < 30_000
