"""What a choice by forecast earns, beside sums by hand and draws by lot."""

import numpy as np
import pandas as pd
import pytest

from clvwidgets.models import chosen, earned

RNG = np.random.default_rng(1)
WORTH = RNG.gamma(0.5, 20, 400)
FORECAST = np.round(WORTH * RNG.lognormal(0, 1, 400))


def test_with_a_fee_the_chosen_are_those_whose_forecast_is_above_it():
    by_hand = sum(v - 12 for said, v in zip(FORECAST, WORTH, strict=True) if said > 12)
    assert earned(FORECAST, WORTH, fee=12) == pytest.approx(by_hand)


def test_nobody_can_earn_more_than_the_truth_earns():
    for how in ({"fee": 12}, {"places": 40}, {"fee": 12, "places": 40}):
        assert earned(WORTH, WORTH, **how) > earned(FORECAST, WORTH, **how)
    assert earned(0 * WORTH, WORTH, fee=12) == 0
    assert earned(WORTH, WORTH, places=40) == pytest.approx(np.sort(WORTH)[-40:].sum())


def test_ties_for_the_last_places_earn_what_lots_earn_on_average():
    drawn = []
    for seed in range(400):
        order = np.lexsort((np.random.default_rng(seed).random(400), -FORECAST))
        drawn.append(WORTH[order[:150]].sum())
    error = np.std(drawn) / 20
    assert earned(FORECAST, WORTH, places=150) == pytest.approx(np.mean(drawn), abs=4 * error)
    assert chosen(FORECAST, places=150).sum() == pytest.approx(150)
    assert earned(0 * WORTH, WORTH, places=100) == pytest.approx(WORTH.sum() / 4)
    assert chosen(FORECAST, fee=12, places=400).tolist() == (FORECAST > 12).tolist()


def test_a_choice_by_chance_is_a_choice_by_expected_worth():
    """A hit brings 1.50, a miss costs 0.50: above a quarter, or expecting more than 0.50 of 2."""
    chance = RNG.random(400)
    hit = RNG.random(400) < chance
    by_chance = earned(chance, np.where(hit, 1.5, -0.5), above=0.25)
    assert by_chance == pytest.approx(earned(2 * chance, 2.0 * hit, fee=0.5))
    for other in (0.15, 0.4):  # the break-even chance earns the most, where chances are true
        assert by_chance > earned(chance, np.where(hit, 1.5, -0.5), above=other)


def test_what_cannot_be_decided_is_refused_in_a_sentence():
    with pytest.raises(ValueError, match="Say how forecast decides: fee=12"):
        earned([1.0], [1.0])
    with pytest.raises(ValueError, match="forecast has 1 entries, but worth 2"):
        earned([1.0], [1.0, 2.0], fee=0)
    with pytest.raises(ValueError, match="worth is missing or infinite for 1 of 1"):
        earned([1.0], [np.nan], fee=0)
    with pytest.raises(ValueError, match="stand on different customers"):
        earned(pd.Series([1.0], index=[1]), pd.Series([1.0], index=[2]), fee=0)
    with pytest.raises(ValueError, match="places must be a whole number"):
        chosen([1.0], places=-1)
