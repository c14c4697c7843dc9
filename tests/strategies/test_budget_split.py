"""The best split of a budget: exact, at its corners too, and never beaten."""

from __future__ import annotations

import itertools
from time import perf_counter

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import minimize

from clvwidgets.strategies import (
    best_budget_split,
    cheapest_split,
    marginal_cac,
    saturating_customers,
)

MOST, REACH = [40.6561, 45.7381, 66.0662, 25.4101], [500, 500, 900, 400]
USUAL = np.array([250, 450, 1600, 350.0])
TRIED = 2 * USUAL
# Fitted to marketing_weekly; value of a newcomer by BG/NBD and margin per order.
FITTED = ([37.3, 44.6, 65.0, 24.4], [440.1, 465.5, 882.8, 376.1], [168.7, 90.9, 81.8, 136.4])


def worth(spend, ceiling, scale, value):
    won = np.asarray(ceiling) * -np.expm1(-np.asarray(spend) / np.asarray(scale))
    return (won * value).sum(axis=-1)


def test_the_shops_best_split_by_heads_is_the_published_one():
    best = best_budget_split(2650, MOST, REACH)
    assert best == pytest.approx([604.76142, 663.6528, 996.5201, 385.06569], abs=1e-4)
    assert worth(best, MOST, REACH, 1) == pytest.approx(122.0756061, abs=1e-6)
    assert marginal_cac(best, np.array(MOST), np.array(REACH)) == pytest.approx(41.2224101, 1e-8)


def test_the_lessons_split_by_value_stays_within_what_was_tried():
    best = best_budget_split(2650, *FITTED, TRIED)
    assert best.round(0).tolist() == [500, 667, 939, 545]
    gain = worth(best, *FITTED) - worth(USUAL, *FITTED)
    assert gain == pytest.approx(1681, abs=3)
    free = best_budget_split(2650, *FITTED)
    assert free == pytest.approx([777, 592, 797, 484], abs=1)
    # Not equal: twice as much for the next content customer as for the next of ads.
    costs = marginal_cac(free, np.array(FITTED[0]), np.array(FITTED[1]))
    assert costs == pytest.approx([69, 37, 33, 56], abs=0.5)


def test_a_channel_whose_first_euro_brings_less_gets_nothing():
    ceiling, scale = [100, 10.0], [1000, 1000.0]
    # Until ln(10) * 1000 the first channel's next euro brings more than the second's first.
    edge = 1000 * np.log(10)
    assert best_budget_split(edge - 1, ceiling, scale) == pytest.approx([edge - 1, 0])
    assert best_budget_split(edge + 1, ceiling, scale) == pytest.approx([edge + 0.5, 0.5])


def test_what_brings_nothing_gets_nothing_and_what_is_full_leaves_the_rest_unspent():
    assert best_budget_split(100, [10, 0, 10], 50, [1, 1, 0]).tolist() == [100, 0, 0]
    assert best_budget_split(100, [0, 0], 50).tolist() == [0, 0]
    assert best_budget_split(100, [10, 5], 50, at_most=[30, 40]).tolist() == [30, 40]
    assert best_budget_split(0, [10, 5], 50).tolist() == [0, 0]


def test_scipys_own_optimum_is_the_same():
    random = np.random.default_rng(4)
    for _ in range(40):
        ceiling, scale, value = random.uniform((5, 50, 10), (90, 900, 200), (4, 3)).T
        limit = random.uniform(100, 1500, 4)
        budget = random.uniform(100, 0.9 * limit.sum())
        found = minimize(
            lambda x, c=ceiling, s=scale, v=value: -worth(x, c, s, v) / 1000,
            np.full(4, budget / 4).clip(0, limit),
            jac=lambda x, c=ceiling, s=scale, v=value: -v * c / s * np.exp(-x / s) / 1000,
            bounds=[(0, high) for high in limit],
            constraints={"type": "eq", "fun": lambda x, b=budget: x.sum() - b},
            method="SLSQP",
            options={"ftol": 1e-12, "maxiter": 500},
        )
        best = best_budget_split(budget, ceiling, scale, value, limit)
        assert best == pytest.approx(found.x, abs=0.2)
        assert worth(best, ceiling, scale, value) >= -1000 * found.fun - 1e-6


def test_no_random_split_and_no_grid_beats_it():
    random = np.random.default_rng(1)
    splits = 2650 * random.dirichlet(np.ones(4), 400_000)
    steps = np.arange(0, 2651, 50)
    grid = np.array(
        [[a, b, c] for a, b, c in itertools.product(steps, repeat=3) if a + b + c <= 2650]
    )
    grid = np.column_stack([grid, 2650 - grid.sum(axis=1)])
    for value in (1, FITTED[2]):
        best = worth(best_budget_split(2650, MOST, REACH, value), MOST, REACH, value)
        within = best_budget_split(2650, MOST, REACH, value, TRIED)
        for other in (splits, grid):
            assert best >= worth(other, MOST, REACH, value).max()
            tried = other[(other <= TRIED).all(axis=1)]
            assert worth(within, MOST, REACH, value) >= worth(tried, MOST, REACH, value).max()
    by_heads = worth(splits, MOST, REACH, 1).max()
    assert by_heads == pytest.approx(122.07, abs=0.01)  # the random ones come near


amounts = st.floats(0.01, 1e4)


@settings(max_examples=300, deadline=None)
@given(
    st.lists(
        st.tuples(amounts | st.just(0.0), amounts, amounts | st.just(0.0), amounts | st.just(0.0)),
        min_size=1,
        max_size=7,
    ),
    amounts | st.just(0.0),
)
def test_next_euros_are_equal_where_anything_can_still_move(channels, budget):
    ceiling, scale, value, limit = np.array(channels).T
    spend = best_budget_split(budget, ceiling, scale, value, limit)
    pays = ceiling * value > 0
    assert (spend >= 0).all()
    assert (spend <= limit).all()
    assert spend[~pays].sum() == 0
    assert spend.sum() == pytest.approx(min(budget, limit[pays].sum()), rel=1e-6)
    with np.errstate(divide="ignore"):
        next_euro = np.log(ceiling * value / scale) - spend / scale
    could_get = next_euro[pays & (spend < limit * (1 - 1e-9))]
    could_give = next_euro[pays & (spend > 1e-6 * budget)]
    if len(could_get) and len(could_give):
        assert could_get.max() <= could_give.min() + 1e-6


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(amounts, amounts), min_size=1, max_size=7), st.floats(0, 0.999))
def test_the_cheapest_split_wins_what_was_asked_and_turns_the_best_one_round(channels, share):
    ceiling, scale = np.array(channels).T
    wanted = share * ceiling.sum()
    spend = cheapest_split(wanted, ceiling, scale)
    assert saturating_customers(spend, ceiling, scale).sum() == pytest.approx(wanted, 1e-6, 1e-9)
    # With that budget no more customers are to be had.
    best = best_budget_split(spend.sum(), ceiling, scale)
    assert worth(best, ceiling, scale, 1) == pytest.approx(wanted, 1e-6, 1e-9)


def test_the_usual_customers_are_to_be_had_for_less():
    usual = worth(USUAL, MOST, REACH, 1)
    spend = cheapest_split(usual, MOST, REACH)
    assert spend.sum() == pytest.approx(2298.3, abs=0.1)
    assert cheapest_split(0, MOST, REACH).tolist() == [0, 0, 0, 0]
    assert cheapest_split(5, [10, 0], 100).tolist() == [pytest.approx(100 * np.log(2)), 0]


def test_customers_beyond_all_ceilings_are_refused():
    with pytest.raises(ValueError, match="No money wins 178 customers: the ceilings"):
        cheapest_split(178, MOST, REACH)
    with pytest.raises(ValueError, match="No money wins 1 customers"):
        cheapest_split(1, [0, 0], 100)


def test_names_of_channels_stay_and_another_order_is_refused():
    curves = pd.DataFrame({"ceiling": MOST, "scale": REACH}, index=list("abcd"))
    split = best_budget_split(2650, curves["ceiling"], curves["scale"])
    assert split.index.tolist() == list("abcd")
    assert cheapest_split(100, curves["ceiling"], curves["scale"]).index.tolist() == list("abcd")
    value = pd.Series([1, 2, 3, 4], index=list("dcba"))
    with pytest.raises(ValueError, match="different orders, or have different names"):
        best_budget_split(2650, curves["ceiling"], curves["scale"], value)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((-1, [1], [1]), "budget must be 0 or more, got -1"),
        ((1, [], []), "There is no channel to split over"),
        ((1, [1, 2], [1, 2, 3]), "one number for each channel, got ceiling 2, scale 3"),
        ((1, [1, 2], [1, 0]), "scale must be greater than 0; 1 of 2 values"),
        ((1, [1, float("nan")], [1, 1]), "ceiling is missing"),
        ((1, [1, 2], [1, 1], [1, -1]), "value must be 0 or more"),
        ((1, [1, 2], [1, 1], 1, [1, -1]), "at_most must be 0 or more"),
    ],
)
def test_a_wrong_channel_is_refused_in_a_sentence(arguments, words):
    with pytest.raises(ValueError, match=words):
        best_budget_split(*arguments)


def test_a_split_takes_no_time():
    start = perf_counter()
    for _ in range(20):
        best_budget_split(2650, *FITTED, TRIED)
    assert (perf_counter() - start) / 20 < 0.02
    random = np.random.default_rng(0)
    many = random.uniform(1, 100, (4, 1000))
    best_budget_split(5000, *many)
