"""Loyalty programmes against the accounting standard, the published arithmetic and the trials."""

from __future__ import annotations

import math

import numpy as np
import pytest

from clvwidgets import load_dataset
from clvwidgets.strategies import (
    average_lift,
    deferred_points_revenue,
    deferred_points_share,
    loyalty_break_even_lift,
    loyalty_profit,
    reward_cost,
)


@pytest.mark.parametrize(
    ("earned", "margin", "lift"), [(0.035, 0.45, 0.0843373), (0.1, 0.4, 0.3333333)]
)
def test_break_even_lift_is_the_break_even_sales_change_of_pricing(earned, margin, lift):
    """A tenth off at a margin of 40 percent needs a third more (Nagle & Mueller, chapter 9)."""
    assert loyalty_break_even_lift(earned, margin) == pytest.approx(lift, abs=1e-7)
    assert loyalty_break_even_lift(0.05, 0.45) == pytest.approx(
        0.125
    )  # their Westside Manufacturing


def test_breakage_and_own_goods_make_a_reward_cheaper():
    assert reward_cost(0.01, 0.70) == pytest.approx(0.007)
    assert loyalty_break_even_lift(0.007, 0.4) == pytest.approx(0.0178117, abs=1e-7)
    assert reward_cost(0.05, 0.7, 0.6) == pytest.approx(0.021)


def test_no_rise_pays_where_the_reward_eats_the_margin():
    assert loyalty_break_even_lift(0.4, 0.4) == math.inf
    assert loyalty_break_even_lift(0.5, 0.4) == math.inf
    assert loyalty_break_even_lift(0, 0) == 0
    assert loyalty_break_even_lift(0, 0.4, 5, 0) == math.inf


def test_profit_is_nil_at_the_break_even_lift():
    for anyway in (0.0, 0.3, 0.8):
        lift = 0.5
        base = 90 * (1 + lift * anyway)
        needed = loyalty_break_even_lift(0.04, 0.35, 2.0, base)
        assert loyalty_profit(base, 0.35, 0.04, needed, 0, 2.0)["net"] == pytest.approx(0)


def test_profit_equals_a_count_of_the_money_member_by_member():
    """Members who differ, with and without the programme: the same sum, euro by euro."""
    random = np.random.default_rng(5)
    without = random.gamma(2.0, 30.0, 4000)  # what members would spend without it
    added = without * random.uniform(0, 0.4, 4000)
    outside = 50.0
    bill = (0.03 * (without + added) + 1.5).mean()
    net = (0.4 * added).mean() - bill
    lead = (without + added).mean() / outside - 1
    anyway = (without.mean() - outside) / ((without + added).mean() - outside)
    found = loyalty_profit(outside, 0.4, 0.03, lead, anyway, 1.5)
    assert found["net"] == pytest.approx(net)
    assert found["cost"] == pytest.approx(bill)
    assert found["real_lift"] == pytest.approx(added.mean() / without.mean())
    assert found["share_anyway"] == pytest.approx((0.03 * without + 1.5).mean() / bill)


def test_members_who_would_have_bought_it_all_anyway_only_cost():
    found = loyalty_profit(100, 0.4, 0.05, 1.8, 1, 0)
    assert found["real_lift"] == 0
    assert found["net"] == pytest.approx(-0.05 * 280)
    assert found["share_anyway"] == 1


def test_tiers_lift_those_within_reach_only():
    assert average_lift(0.5, 0.2) == pytest.approx(0.1)
    assert average_lift(0.5, 0.2, 0.02) == pytest.approx(0.116)
    assert average_lift(0.5, 1) == 0.5


def test_ifrs_15_example_52():
    """IFRS 15, Illustrative Example 52 (IE267 to IE270)."""
    years = deferred_points_revenue(100_000, 1, [9_500, 9_700], [4_500, 8_500])
    assert years["product"] == pytest.approx(91_324, abs=0.6)
    assert years["points"] == pytest.approx(8_676, abs=0.6)
    assert years["revenue"] == pytest.approx([4_110, 3_493], abs=0.6)
    assert years["liability"] == pytest.approx([4_566, 1_073], abs=0.6)
    assert years["share"] == pytest.approx(deferred_points_share(0.1, 0.95))


def test_nothing_of_a_sale_is_lost_or_counted_twice():
    years = deferred_points_revenue(500, 0.5, [100, 80, 60], [10, 40, 60])
    assert years["product"] + years["revenue"].sum() == pytest.approx(500)
    assert years["liability"][-1] == pytest.approx(0)
    nothing = deferred_points_revenue(500, 1, [0], [0])
    assert (nothing["points"], nothing["revenue"].tolist()) == (0, [0])


@pytest.mark.parametrize(
    ("expected", "used", "words"),
    [
        ([9500], [4500, 8500], "1 years and redeemed 2"),
        ([9500, 9700], [4500, 4000], "numpy.cumsum"),
        ([9500], [9600], "redeemed is larger than expected_redeemed"),
        ([-1], [0], "0 or more"),
        ([[1]], [[1]], "one number for each year"),
        ([math.nan], [0], "missing"),
    ],
)
def test_years_that_cannot_be_are_refused_in_a_sentence(expected, used, words):
    with pytest.raises(ValueError, match=words):
        deferred_points_revenue(100, 1, expected, used)


def parts(name):
    table = load_dataset(f"experiments_{name}")
    return table[table["treated"]], table[~table["treated"]]


@pytest.mark.parametrize(("name", "share", "fixed"), [("points", 0.035, 0.6), ("tiers", 0.02, 0.3)])
def test_the_terms_of_the_trials_give_the_cost_that_was_booked(name, share, fixed):
    treated, others = parts(name)
    spend, lift = others["revenue"].mean(), treated["revenue"].mean() / others["revenue"].mean() - 1
    found = loyalty_profit(spend, 0.35, share, lift, 0, fixed)
    assert found["cost"] == pytest.approx(treated["cost"].mean(), abs=0.002)


def test_of_each_euro_that_points_cost_87_cents_pay_for_what_comes_anyway():
    _, others = parts("points")
    spend, margin = others["revenue"].mean(), others["margin"].sum() / others["revenue"].sum()
    assert loyalty_break_even_lift(0.035, margin, 0.6, spend) == pytest.approx(0.147, abs=0.0005)
    found = loyalty_profit(56.02, 0.3454, 0.035, 0.1983, 0, 0.6)
    assert found["share_anyway"] == pytest.approx(0.868, abs=0.0005)
