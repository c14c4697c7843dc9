"""The search for a split finds what formulas and other software find, and hills beside hills."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from clvwidgets.strategies import (
    best_budget_split,
    hill_customers,
    saturating_customers,
    search_budget_split,
)

MOST, REACH = [40.6561, 45.7381, 66.0662, 25.4101], [500, 500, 900, 400]
CURVES = [
    lambda x, m=m, t=t: saturating_customers(x, m, t) for m, t in zip(MOST, REACH, strict=True)
]


@pytest.mark.parametrize("limit", [None, [500, 900, 3200, 700], [0, 1, 2, 3], 50])
def test_where_a_formula_is_known_the_search_finds_it(limit):
    found = search_budget_split(2650, CURVES, limit)
    assert found == pytest.approx(best_budget_split(2650, MOST, REACH, at_most=limit), abs=0.01)


def test_pymc_marketings_optimum_of_30_weeks_with_carry_over_is_found():
    """Its test of the budget optimiser: 54.7836 and 45.2164, response 48.8 within a hundredth."""
    steepness = np.array([[0.1, 0.2], [0.3, 0.4], [0.5, 0.6], [0.7, 0.8]])

    def response(channel, most, carried):
        weights = carried ** np.arange(4)

        def of(spend):
            weeks = np.convolve(np.ones(30), weights / weights.sum()) * spend[:, None]
            decay = np.exp(-steepness[:, channel, None, None] * weeks)
            return most * ((1 - decay) / (1 + decay)).mean(axis=0).sum(axis=1)

        return of

    curves = [response(0, 0.5, 0.5), response(1, 1.0, 0.7)]
    split = search_budget_split(100, curves)
    assert split == pytest.approx([54.7836, 45.2164], abs=0.002)
    brought = sum(curve(split[[place]])[0] for place, curve in enumerate(curves))
    assert brought == pytest.approx(48.8, rel=0.01)


def test_no_grid_beats_it_where_curves_are_s_shaped():
    random = np.random.default_rng(2)
    for _ in range(5):
        parts = random.uniform((20, 30, 1.5), (100, 120, 6), (3, 3))
        curves = [lambda x, p=part: hill_customers(x, *p) for part in parts]
        split = search_budget_split(150, curves)
        brought = sum(float(curve(x)) for curve, x in zip(curves, split, strict=True))
        grid = np.array([(a, b, 150 - a - b) for a, b in itertools.product(range(151), repeat=2)])
        grid = grid[(grid >= 0).all(axis=1)].astype(float)
        others = sum(curve(grid[:, place]) for place, curve in enumerate(curves))
        assert brought >= others.max() - 1e-9
        assert split.sum() <= 150 + 1e-9


def test_more_than_is_good_is_not_spent():
    split = search_budget_split(100, [lambda x: x - x**2 / 60, lambda x: 0 * x])
    assert split[0] == pytest.approx(30, abs=0.01)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((1, []), "There is no channel"),
        ((1, [np.sum]), r"responses\[0\] must give one finite number for each spend"),
        ((1, [lambda x: x / 0]), r"responses\[0\] must give one finite number"),
        ((1, CURVES, [1, 2]), "one number for each channel, got responses 4, at_most 2"),
        ((1, CURVES, None, 5), "steps must be a whole number from 10 to 1,000"),
    ],
)
@pytest.mark.filterwarnings("ignore:divide by zero", "ignore:invalid value")
def test_a_wrong_response_is_refused_in_a_sentence(arguments, words):
    with pytest.raises(ValueError, match=words):
        search_budget_split(*arguments)
