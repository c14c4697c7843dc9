"""What channels win, what the next customer costs, what a referral brings: published values."""

from __future__ import annotations

import numpy as np
import pytest

from clvwidgets import load_dataset
from clvwidgets.strategies import (
    average_cac,
    cost_per_further_referral,
    hill_customers,
    marginal_cac,
    michaelis_menten_customers,
    referral_roi,
    referral_value,
    saturating_customers,
)

PAID_FOR = ["content", "social", "paid", "partners"]


@pytest.fixture(scope="module")
def truth():
    table = load_dataset("truth_channels").query("line == 'shop'").set_index("channel")
    return table.loc[PAID_FOR]


def test_average_and_next_customer_cost_what_the_worlds_truth_says(truth):
    at_usual = truth["usual_spend"], truth["most_per_week"], truth["reach"]
    assert average_cac(*at_usual).to_numpy() == pytest.approx(
        [15.628, 16.579, 29.144, 23.621], abs=0.001
    )
    assert marginal_cac(*at_usual).to_numpy() == pytest.approx(
        [20.276, 26.888, 80.601, 37.763], abs=0.001
    )
    assert saturating_customers(*at_usual).sum() == pytest.approx(112.857032, abs=1e-5)


def test_the_next_customer_costs_the_inverse_slope_and_never_less_than_the_average():
    spend, step = np.linspace(0, 4000, 81), 1e-3
    won = saturating_customers(spend + step, 66, 900.0) - saturating_customers(spend, 66, 900.0)
    following = marginal_cac(spend, 66, 900.0)
    assert following == pytest.approx(step / won, rel=1e-5)
    assert (following >= average_cac(spend, 66, 900.0)).all()


def test_the_average_starts_at_the_cost_of_the_first_customer():
    first = marginal_cac(0, 66, 900)
    assert average_cac(0, 66, 900) == first
    assert average_cac(1e-6, 66, 900) == pytest.approx(first, rel=1e-6)


def test_a_channel_that_wins_nobody_has_customers_without_price():
    assert average_cac(100, 0, 900) == marginal_cac(100, 0, 900) == float("inf")
    assert average_cac(0, 0, 900) == float("inf")


def test_other_curves_are_those_of_pymc_marketing_and_robyn():
    assert michaelis_menten_customers(np.array([10, 20]), 100, 5) == pytest.approx(
        [66.67, 80.0], abs=0.01
    )
    spend = np.array([5, 6, 7, 8, 9, 10])
    assert michaelis_menten_customers(spend, 5, 0.5) == pytest.approx(
        [4.545455, 4.615385, 4.666667, 4.705882, 4.736842, 4.761905], abs=1e-6
    )
    spend = np.array([100, 150, 170, 190, 200])
    assert hill_customers(spend, 1, 100, 3) == pytest.approx(
        [0.5, 0.771429, 0.830881, 0.872757, 0.888889], abs=1e-6
    )


def test_half_the_ceiling_comes_at_half_and_an_s_rises_steepest_within():
    assert hill_customers(80, 100, 80, 4) == 50
    spend = np.linspace(0, 200, 401)
    steepest = spend[np.gradient(hill_customers(spend, 100, 80, 4), spend).argmax()]
    assert steepest == pytest.approx(80 * (3 / 5) ** 0.25, abs=0.5)  # half * ((s-1)/(s+1))^(1/s)


def test_the_banks_reward_returned_sixty_percent():
    assert referral_roi(40, 25) == pytest.approx(0.6, abs=0.001)


def test_those_who_would_have_come_anyway_bring_nothing_and_are_paid():
    assert referral_value(100, 1, 5) == -5
    assert referral_value(100, 0, 5) == 95
    # One comes because of the reward, three would have come: 4 rewards for one customer.
    assert cost_per_further_referral(5, 0.75) == 20
    assert referral_value(20, 0.75, 5) == pytest.approx(0)


def test_the_trial_of_rewards_tells_what_a_further_customer_costs():
    trial = load_dataset("experiments_referral")
    came = trial.groupby("reward")["came"].mean()
    # For 1,000 customers who are asked: rewards paid over customers beyond those without reward.
    for reward in (5, 10, 20):
        further = came[reward] - came[0]
        paid = reward * came[reward]
        assert cost_per_further_referral(reward, came[0] / came[reward]) == pytest.approx(
            paid / further
        )


def test_saving_counts_also_for_those_who_would_have_come_anyway():
    """Kumar, Petersen & Leone (2007): type two brings the saved cost of acquiring alone."""
    assert referral_value(100, 1, 5, 30) == 25
    assert referral_value(100, 0.4, 5, 30) == pytest.approx(60 + 30 - 5)
