"""Sizes and powers are those of R; what they promise is kept in simulated trials."""

from __future__ import annotations

import math

import numpy as np
import pytest

from clvwidgets.effects import (
    power_of_means,
    power_of_rates,
    sample_size,
    sample_size_of_means,
    smallest_effect,
    smallest_effect_of_means,
)


def test_the_size_for_two_shares_is_that_of_r():
    """power.prop.test(p1 = .50, p2 = .75, power = .90) in R's manual: n = 76.7."""
    assert sample_size(0.5, 0.75, power=0.9) == pytest.approx(76.70692, abs=1e-4)


def test_the_power_by_arcsine_is_that_of_r():
    """pwr.2p.test(h = 0.3, n = 80) in R's package pwr: 0.4751."""
    rate = math.sin(math.asin(math.sqrt(0.5)) + 0.15) ** 2
    found = power_of_rates(80, 0.5, rate, method="arcsine")
    assert found == pytest.approx(0.475100870572638, abs=1e-9)


@pytest.mark.parametrize(
    ("effect", "n", "power"), [(0.1, 20, 0.06095912465), (1, 30, 0.9677082582)]
)
def test_the_power_for_two_means_is_that_of_r(effect, n, power):
    """pwr.t.test(d, n) in R's package pwr."""
    assert power_of_means(n, effect, 1) == pytest.approx(power, abs=1e-9)
    assert power_of_means(n, -3 * effect, 3) == pytest.approx(power, abs=1e-9)


def test_the_size_for_two_means_is_that_of_r():
    """pwr.t.test(d = .5, power = .8) in R's package pwr: n = 63.76561."""
    assert sample_size_of_means(0.5, 1) == pytest.approx(63.7656102, abs=1e-6)


def test_the_size_for_many_is_nearly_that_of_the_formula_with_normal_quantiles():
    """2 ((1.96 + 0.84) sd / delta)^2: the points of the shop, 37.32 euros, 0.79 and 2 euros."""
    assert sample_size_of_means(0.79, 37.3152) == pytest.approx(35_030, abs=10)
    assert sample_size_of_means(2, 37.32) == pytest.approx(5467, abs=2)


@pytest.mark.parametrize("n", [5, 40, 1400, 200_000])
@pytest.mark.parametrize("power", [0.1, 0.5, 0.8, 0.99])
def test_size_power_and_smallest_effect_turn_each_other_round(n, power):
    effect = smallest_effect_of_means(n, 37.3, power)
    assert power_of_means(n, effect, 37.3) == pytest.approx(power, abs=1e-9)
    assert sample_size_of_means(effect, 37.3, power) == pytest.approx(n, rel=1e-6)
    if n > 5:
        rise = smallest_effect(n, 0.1, power)
        assert sample_size(0.1, 0.1 + rise, power) == pytest.approx(n, rel=1e-6)


def test_as_many_of_a_thousand_trials_find_it_as_the_power_says():
    rng, n = np.random.default_rng(3), 300
    bought = rng.binomial(n, [0.1, 0.17], (40_000, 2)) / n
    pooled = bought.mean(axis=1)
    z = (bought[:, 1] - bought[:, 0]) / np.sqrt(2 * pooled * (1 - pooled) / n)
    assert (np.abs(z) > 1.959964).mean() == pytest.approx(power_of_rates(n, 0.1, 0.17), abs=0.015)


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (lambda: sample_size(0.1, 0.1), "difference of nothing"),
        (lambda: sample_size(10, 12), "If you meant 10 percent, write 0.1"),
        (lambda: sample_size(0.1, 0.2, power=0.04), "power must be above alpha"),
        (lambda: sample_size(0.1, 0.2, power=1), "got 1"),
        (lambda: sample_size_of_means(0, 3), "difference is 0"),
        (lambda: sample_size_of_means(1, 0), "sd must be greater than 0"),
        (lambda: sample_size_of_means(1e-9, 1e3), "more customers than there are people"),
        (lambda: smallest_effect(2, 0.9), "Take more customers"),
        (lambda: power_of_means(1, 1, 1), "n must lie between 2 and"),
    ],
)
def test_questions_without_an_answer_are_refused_in_a_sentence(call, sentence):
    with pytest.raises(ValueError, match=sentence):
        call()
