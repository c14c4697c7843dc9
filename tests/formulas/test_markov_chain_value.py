"""Chains over customer states: sums, limits and refusals."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from clvwidgets.formulas import markov_clv, recency_chain_values

PAUSE = [[0.7, 0.2, 0.1], [0.25, 0.5, 0.25], [0, 0, 1]]
TIMINGS = ("now", "after_renewal", "end_of_period")


@given(
    st.lists(st.lists(st.floats(0.01, 1), min_size=3, max_size=3), min_size=3, max_size=3),
    st.lists(st.floats(-100, 100), min_size=3, max_size=3),
    st.floats(0, 1),
    st.integers(0, 40),
)
def test_value_is_the_sum_over_all_periods(weights, rewards, discount, periods):
    chain = np.array(weights) / np.sum(weights, axis=1, keepdims=True)
    total, expected = np.zeros(3), np.array(rewards)
    later = np.zeros(3)
    for t in range(periods):
        total += expected / (1 + discount) ** t
        expected = chain @ expected
        later += expected / (1 + discount) ** (t + 1)
    loops = (total, later, total / (1 + discount))
    for timing, loop in zip(TIMINGS, loops, strict=True):
        value = markov_clv(chain, rewards, discount, periods, first_payment=timing)
        np.testing.assert_allclose(value, loop, rtol=1e-9, atol=1e-9)


def test_value_is_what_simulated_customers_bring():
    rng = np.random.default_rng(7)
    customers, brought = np.zeros(20_000, dtype=int), np.zeros(20_000)
    steps = np.cumsum(PAUSE, axis=1)
    for t in range(60):
        brought += np.array([100, -2, 0])[customers] / 1.05**t
        customers = (rng.random(len(customers))[:, None] > steps[customers]).sum(axis=1)
    error = brought.std() / math.sqrt(len(brought))
    assert abs(brought.mean() - markov_clv(PAUSE, [100, -2, 0], 0.05, 60)[0]) < 4 * error


@pytest.mark.parametrize("timing", TIMINGS)
@pytest.mark.parametrize("discount", [0.0, 0.1])
def test_a_long_horizon_comes_to_the_endless_value(discount, timing):
    finite = markov_clv(PAUSE, [100, 5, 0], discount, 2_000, first_payment=timing)
    endless = markov_clv(PAUSE, [100, 5, 0], discount, first_payment=timing)
    np.testing.assert_allclose(finite, endless, rtol=1e-9)


def test_undiscounted_states_that_earn_or_lose_for_ever_are_infinite():
    # 0 may fall for ever into 1, which earns; 2 pays upkeep for ever; 3 ends with nothing
    chain = [[0.5, 0.5, 0, 0], [0, 1, 0, 0], [0, 0, 1, 0], [0, 0, 0, 1]]
    for timing in TIMINGS:
        value = markov_clv(chain, [3, 1, -1, 0], 0, first_payment=timing)
        assert value.tolist() == [math.inf, math.inf, -math.inf, 0]
    assert np.isfinite(markov_clv(chain, [3, 1, -1, 0], 0.1)).all()


def test_undiscounted_gains_and_losses_without_end_have_no_value():
    with pytest.raises(ValueError, match="has no value: some states earn for ever and others"):
        markov_clv([[0, 1], [1, 0]], [1, -1], 0)


def recency_chain(chances):
    """The chain of customers who are given up after so many periods of silence."""
    states = len(chances)
    chain = np.zeros((states + 1, states + 1))
    for i, chance in enumerate(chances):
        chain[i, 0] = chance
        chain[i, i + 1] = 1 - chance
    chain[states, states] = 1
    return chain


@given(
    st.floats(-50, 200),
    st.floats(0, 20),
    st.lists(st.floats(0, 1) | st.sampled_from([0, 1]), min_size=1, max_size=6),
    st.floats(0.001, 1),
)
def test_the_closed_form_of_the_recency_chain_is_its_solution(margin, cost, chances, discount):
    rewards = np.full(len(chances) + 1, -cost)
    rewards[0] += margin
    rewards[-1] = 0
    closed = recency_chain_values(margin, cost, chances, discount)
    solved = markov_clv(recency_chain(chances), rewards, discount)
    np.testing.assert_allclose(closed, solved[:-1], rtol=1e-8, atol=1e-8)


def test_a_recency_chain_that_is_never_left_is_infinite_without_discount():
    for chances in ([1, 0], [1, 0.5], [0.5, 1]):
        closed = recency_chain_values(40, 0, chances, 0)
        assert closed == tuple(markov_clv(recency_chain(chances), [40, 0, 0], 0)[:-1])


def test_no_horizon_at_all_is_worth_nothing():
    assert markov_clv(PAUSE, [100, 0, 0], 0.1, 0).tolist() == [0, 0, 0]


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (([[0.5, 0.4], [0, 1]], [1, 0], 0.1), "row 0 adds up to 0.9"),
        (([[1.5, -0.5], [0, 1]], [1, 0], 0.1), "probabilities between 0 and 1, got 1.5"),
        (([[math.nan, 1], [0, 1]], [1, 0], 0.1), "probabilities between 0 and 1, got nan"),
        (([[0.5, 0.5]], [1, 0], 0.1), r"square table .* got shape \(1, 2\)"),
        ((PAUSE, [1, 0], 0.1), r"one amount for each of the 3 states, got shape \(2,\)"),
        ((PAUSE, [1, math.nan, 0], 0.1), "rewards must be finite amounts"),
        ((PAUSE, ["a", 0, 0], 0.1), "must hold numbers only"),
        (([[0.5, 0.5], [1]], [1, 0], 0.1), "must hold numbers only, in full rows"),
        ((PAUSE, [1, 0, 0], 10), "If you meant 10 percent, write 0.1"),
        ((PAUSE, [1, 0, 0], np.array([0.1])), "discount must be one number"),
        ((PAUSE, [1, 0, 0], 0.1, 1.5), "periods must be a whole number"),
    ],
)
def test_what_is_no_chain_is_refused(arguments, sentence):
    with pytest.raises(ValueError, match=sentence):
        markov_clv(*arguments)
