"""The loyalty simulator beside the trials of points and of tiers, and the traps it names."""

from __future__ import annotations

import math

import numpy as np
import pytest

from clvwidgets import LoyaltySimulator, load_dataset

NEAR = ((75, 119.999), (200, 299.999))  # steps at 120 and 300 euros of spend a year


def trial(name):
    """Give an experiment with what was spent in the 365 days before it."""
    table = load_dataset(f"experiments_{name}").set_index("customer_id")
    orders = load_dataset("shop_orders")
    year = orders[orders["date"] > "2024-01-01"].groupby("customer_id")["amount"].sum()
    spent = year.reindex(table.index).fillna(0)
    near = spent.between(*NEAR[0]) | spent.between(*NEAR[1])
    return table.assign(net=table["margin"] - table["cost"], near=near)


def interval(table):
    """Net effect per customer in half a year, with its interval of 95 percent."""
    treated, others = (table.loc[table["treated"] == arm, "net"] for arm in (True, False))
    half = 1.96 * (treated.var() / len(treated) + others.var() / len(others)) ** 0.5
    effect = treated.mean() - others.mean()
    return effect - half, effect, effect + half


def relative(table):
    """Relative change of revenue, with its interval (delta method on the logarithm)."""
    treated, others = (table.loc[table["treated"] == arm, "revenue"] for arm in (True, False))
    ratio = treated.mean() / others.mean()
    error = sum(arm.var() / len(arm) / arm.mean() ** 2 for arm in (treated, others)) ** 0.5
    return [round(ratio * np.exp(side * 1.96 * error) - 1, 3) for side in (0, -1, 1)]


def groups():
    points, tiers = trial("points"), trial("tiers")
    before = points["orders_before"]
    return {
        "Shop: trial of points": points,
        "Shop: points, 1 or 2 orders before": points[before <= 2],
        "Shop: points, 3 to 11 orders before": points[before.between(3, 11)],
        "Shop: points, 12 orders or more": points[before >= 12],
        "Shop: trial of tiers": tiers,
        "Shop: tiers, only for those near one": tiers[tiers["near"]],
    }


@pytest.fixture(scope="module")
def trials():
    return groups()


def at(preset):
    panel = LoyaltySimulator()
    panel.set(**panel.presets[preset])
    return panel


@pytest.mark.parametrize("preset", [name for name in LoyaltySimulator.presets if "Shop" in name])
def test_the_net_at_the_trials_lies_within_what_they_measured(preset, trials):
    """A year is twice the trials' half; the difference of means is that of the customers in it."""
    low, _, high = interval(trials[preset])
    assert low < at(preset).member_net / 2 < high


def test_the_trials_are_the_published_ones(trials):
    """Net per customer and half-year: points 1.38 (-1.38 to 4.15), tiers 2.79 (-1.06 to 6.63)."""
    assert interval(trials["Shop: trial of points"]) == pytest.approx(
        (-1.38, 1.38, 4.15), abs=0.005
    )
    assert interval(trials["Shop: trial of tiers"]) == pytest.approx((-1.06, 2.79, 6.63), abs=0.005)
    near = interval(trials["Shop: tiers, only for those near one"])
    assert near == pytest.approx((3.47, 12.45, 21.44), abs=0.005)


def test_numbers_of_the_presets_are_those_of_the_trials(trials):
    for preset, table in trials.items():
        values = LoyaltySimulator.presets[preset]
        others = table[~table["treated"]]
        assert values["spend"] == round(2 * others["revenue"].mean(), 2)
        margin = others["margin"].sum() / others["revenue"].sum()
        assert values["gross_margin"] == pytest.approx(margin, abs=0.0006)
        if "points" in preset:
            assert values["lift"] == pytest.approx(relative(table)[0], abs=0.0006)
    tiers = trials["Shop: trial of tiers"]
    untreated = tiers[~tiers["treated"]]
    share = untreated.loc[untreated["near"], "revenue"].sum() / untreated["revenue"].sum()
    assert LoyaltySimulator.presets["Shop: trial of tiers"]["reach"] == round(share, 3)
    only = LoyaltySimulator.presets["Shop: tiers, only for those near one"]
    assert only["enrolment"] == round(tiers["near"].mean(), 3)
    assert only["reach_lift"] == relative(tiers[tiers["near"]])[0]


def test_what_stands_beside_the_sliders_is_what_the_trials_measured(trials):
    for field, preset in (
        (LoyaltySimulator.lift, "Shop: trial of points"),
        (LoyaltySimulator.reach_lift, "Shop: tiers, only for those near one"),
    ):
        known = field.known
        assert [known.value, known.low, known.high] == relative(trials[preset])
    assert "5.3% to 36.3%" in str(LoyaltySimulator())


def test_published_figures_of_the_trial_of_points():
    """Break-even lift 14.7 %; of each euro of cost 87 cents reward what would have come anyway."""
    panel = at("Shop: trial of points")
    assert panel.break_even_lift == pytest.approx(0.147, abs=0.0005)
    assert panel.share_anyway == pytest.approx(0.868, abs=0.0005)
    assert panel.cost / 2 == pytest.approx(2.95, abs=0.005)
    assert at("Shop: tiers, only for those near one").share_anyway == pytest.approx(0.62, abs=0.005)


def test_tiers_tiered_discounts_and_experiences_break_even_where_the_arithmetic_says():
    """Margin 34.5 %: tiers 7.7 %, a tenth off 40.8 %, a twentieth 16.9 % more."""
    assert at("Shop: trial of tiers").break_even_lift == pytest.approx(0.077, abs=0.0005)
    off = {"programme": "discounts", "fixed_cost": 0, "gross_margin": 0.345}
    assert LoyaltySimulator(**off, reward=0.1).break_even_lift == pytest.approx(0.1 / 0.245)
    assert LoyaltySimulator(**off, reward=0.05).break_even_lift == pytest.approx(0.05 / 0.295)
    # An experience costs the same whatever its guests buy, so only its price has to come in.
    guest = LoyaltySimulator(
        programme="experiences", spend=400, gross_margin=0.5, reward=0, fixed_cost=40
    )
    assert guest.break_even_lift == pytest.approx(40 / 200)


def test_breakage_and_cost_of_a_euro_do_not_touch_a_discount():
    cheap = {"breakage": 0.9, "cost_ratio": 0.1}
    discount = LoyaltySimulator(programme="discounts", reward=0.1)
    assert discount.reward_rate == pytest.approx(0.1)
    discount.set(**cheap)
    assert discount.reward_rate == pytest.approx(0.1)
    assert LoyaltySimulator(programme="points", reward=0.1, **cheap).reward_rate < 0.0011


def test_breakage_from_30_to_50_percent_saves_67_cents_a_member_and_half_year():
    panel = at("Shop: trial of points")
    before = panel.cost
    panel.breakage = 0.5
    assert (before - panel.cost) / 2 == pytest.approx(0.67, abs=0.005)


def test_who_joins_because_they_buy_much_makes_a_programme_look_good():
    """Members spend 2.8 times as much anyway: the gap is no lift, and the programme only costs."""
    panel = at("Shop: trial of points")
    panel.set(lift=1.8, anyway=0)
    assert panel.net > 0
    panel.anyway = 1.0
    assert panel.real_lift == 0
    assert panel.net < 0
    assert panel.share_anyway == 1
    assert panel.break_even_lift == math.inf
    assert "never" in str(panel)


def test_the_lead_at_which_it_pays_makes_the_net_nil_whoever_would_have_bought():
    for programme in ("points", "tiers", "discounts", "experiences"):
        for anyway in (0.0, 0.4):
            panel = LoyaltySimulator(programme=programme, anyway=anyway, gross_margin=0.5, reach=0)
            panel.lift = panel.break_even_lift
            assert panel.member_net == pytest.approx(0, abs=1e-9)


def test_points_owed_are_what_the_standard_defers():
    """IFRS 15, Example 52: 8,676 of 100,000 with points of a tenth, 95 of 100 redeemed."""
    panel = LoyaltySimulator(spend=100_000, lift=0, reward=0.1, breakage=0.05)
    assert panel.deferred == pytest.approx(8_676, abs=0.6)
    panel.programme = "tiers"
    assert panel.deferred == 0


def test_tiers_lift_those_near_one_only():
    panel = LoyaltySimulator(programme="tiers", lift=0, reach=0.25, reach_lift=0.4)
    assert panel.real_lift == pytest.approx(0.1)
    panel.programme = "points"
    assert panel.real_lift == 0
