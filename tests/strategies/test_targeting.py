"""Who would have bought anyway is never counted as won."""

from __future__ import annotations

import math

import pytest

from clvwidgets.data import load_dataset
from clvwidgets.strategies import (
    break_even_probability,
    churn_break_even_lift,
    churn_campaign_profit,
    coupon_net,
    four_groups,
    treatment_net,
)

# Neslin et al. (2006): formula; numbers of a campaign to a tenth of 100,000 customers.
CAMPAIGN = {
    "customers": 100_000,
    "share_contacted": 0.1,
    "base_churn": 0.02,
    "saved": 0.2,
    "value": 500,
    "incentive": 20,
    "contact": 0.5,
}


def test_the_break_even_probability_is_that_of_direct_marketing():
    """30 if they answer, -2 if not: one in sixteen."""
    assert break_even_probability(30, -2) == pytest.approx(0.0625, abs=1e-12)


@pytest.mark.parametrize(
    ("yes", "no", "chance"), [(30, 0, 0), (30, 5, 0), (-1, -2, math.inf), (0, -2, 1)]
)
def test_at_its_ends_writing_always_or_never_pays(yes, no, chance):
    assert break_even_probability(yes, no) == chance


def test_a_campaign_against_churn_loses_on_those_who_would_have_stayed():
    assert churn_campaign_profit(**CAMPAIGN, lift=3) == pytest.approx(-135_400, rel=1e-7)


def test_at_the_break_even_lift_the_campaign_earns_nothing():
    terms = {key: CAMPAIGN[key] for key in ("base_churn", "saved", "value", "incentive", "contact")}
    lift = churn_break_even_lift(**terms)
    assert lift == pytest.approx(8.8362069, rel=1e-7)
    assert churn_campaign_profit(**CAMPAIGN, lift=lift) == pytest.approx(0, abs=1e-6)


def test_more_leavers_than_there_are_cannot_be_told():
    with pytest.raises(ValueError, match="base_churn times lift is larger than 1"):
        churn_campaign_profit(**{**CAMPAIGN, "base_churn": 0.5}, lift=3)
    with pytest.raises(ValueError, match="share_contacted times lift is larger than 1"):
        churn_campaign_profit(**CAMPAIGN, lift=11)


def test_the_offer_pays_from_a_third_more_revenue_on_and_not_from_what_is_given():
    """8 % of all that is paid and 0.40 a customer, margin 34.9 %: 32 %, not the 8 of a guess."""
    trial = load_dataset("experiments_offer")
    alone = trial[~trial["treated"]]
    before, rate = alone["revenue"].mean(), alone["margin"].sum() / alone["revenue"].sum()
    assert (before, rate) == pytest.approx((57.79, 0.349), abs=0.005)
    needed = (0.08 + 0.40 / before) / (rate - 0.08)
    assert needed == pytest.approx(0.32, abs=0.005)
    net = treatment_net(before * (1 + needed), before, rate, 0.08, 0.40)
    assert net == pytest.approx(0, abs=1e-9)
    assert treatment_net(before * 1.08, before, rate, 0.08, 0.40) < -3


def test_a_coupon_that_changes_nobody_costs_what_regulars_redeem():
    assert coupon_net(0.1, 0.1, margin=30, discount=3, contact=0.1) == pytest.approx(-0.4)
    assert coupon_net(0.12, 0.1, margin=30, discount=3, contact=0.1) == pytest.approx(0.14)


def test_the_four_groups_are_bounded_by_the_trial_and_no_better():
    """Offer: 58.9 % of the treated ordered, 56.8 % of the others: persuadable 2.1 to 43.2 %."""
    trial = load_dataset("experiments_offer")
    rates = trial["orders"].gt(0).groupby(trial["treated"]).mean()
    assert rates.tolist() == pytest.approx([0.568, 0.589], abs=5e-4)
    found = four_groups(rates[True], rates[False])
    assert found["persuadable_low"] == pytest.approx(0.021, abs=5e-4)
    assert found["persuadable_high"] == pytest.approx(0.432, abs=5e-4)


@pytest.mark.parametrize("rates", [(0.6, 0.5), (0.1, 0.9), (0.9, 0.8), (0, 0), (1, 0), (0.3, 0.3)])
def test_at_each_end_the_four_groups_make_the_two_rates(rates):
    treated, alone = rates
    found = four_groups(treated, alone)
    for end, other in (("low", "high"), ("high", "low")):
        groups = {
            "persuadable": found[f"persuadable_{end}"],
            "sleeping_dog": found[f"sleeping_dog_{end}"],
            "sure_thing": found[f"sure_thing_{other}"],
            "lost_cause": found[f"lost_cause_{other}"],
        }
        assert min(groups.values()) >= -1e-12
        assert sum(groups.values()) == pytest.approx(1)
        assert groups["persuadable"] + groups["sure_thing"] == pytest.approx(treated)
        assert groups["sleeping_dog"] + groups["sure_thing"] == pytest.approx(alone)
