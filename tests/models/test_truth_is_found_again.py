"""Simulated customers: the models find the parameters and predict what comes."""

import numpy as np
import pytest

from clvwidgets.models import (
    BGBB,
    BGNBD,
    MBGNBD,
    BetaDiscreteWeibull,
    GammaGamma,
    ParetoNBD,
    ShiftedBetaGeometric,
)

pytestmark = pytest.mark.integration

TRUTH = [
    (BGNBD.from_params(r=0.6, alpha=5.0, a=0.8, b=2.5, period="W"), 52.0),
    (MBGNBD.from_params(r=0.6, alpha=5.0, a=0.8, b=2.5), 52.0),
    (ParetoNBD.from_params(r=0.6, alpha=5.0, s=0.7, beta=12.0), 52.0),
    (BGBB.from_params(alpha=1.2, beta=0.75, gamma=0.66, delta=2.8), 12),
]
every_truth = pytest.mark.parametrize(
    ("truth", "end"), TRUTH, ids=lambda value: type(value).__name__
)


def z_scores(model, truth):
    return [
        (np.log(model.params_[name]) - np.log(truth.params_[name]))
        / (model.standard_errors_[name] / model.params_[name])
        for name in truth.params_
    ]


@every_truth
def test_parameters_lie_within_their_standard_errors(truth, end):
    scores = []
    for seed in range(4):
        model = type(truth)().fit(truth.simulate(2500, end, seed))
        assert model.diagnosis_.ok, str(model.diagnosis_)
        scores += z_scores(model, truth)
    # Sixteen standard normal numbers, of which four at a time hang together.
    assert np.max(np.abs(scores)) < 3.5
    assert 0.4 < np.sqrt(np.mean(np.square(scores))) < 1.7


@every_truth
def test_predictions_are_calibrated(truth, end):
    table = truth.simulate(40_000, end, seed=3, horizon=12)
    alive = truth.probability_alive(table)
    expected = truth.expected_purchases(table, 12)
    for chosen in (alive < 0.5, alive >= 0.5, table["frequency"] == 0, table["frequency"] > 3):
        size = np.sqrt(chosen.sum())
        assert table["alive"][chosen].mean() == pytest.approx(alive[chosen].mean(), abs=2 / size)
        future = table["future_purchases"][chosen]
        margin = 4 * future.std() / size
        assert future.mean() == pytest.approx(expected[chosen].mean(), abs=margin)


@every_truth
def test_new_customers_buy_as_often_as_expected(truth, end):
    made = truth.simulate(40_000, end, seed=4)["frequency"]
    margin = 4 * made.std() / 200
    assert made.mean() == pytest.approx(truth.expected_purchases_new(end), abs=margin)
    for number in (0, 1, 5):
        assert (made == number).mean() == pytest.approx(truth.pmf(number, end), abs=0.01)


def test_very_many_histories_take_a_short_cut_to_the_same_peak():
    truth = TRUTH[0][0]
    ends = np.random.default_rng(1).uniform(20, 50, 18_000)
    table = truth.simulate(18_000, ends, seed=1)
    model = BGNBD().fit(table)
    assert np.max(np.abs(z_scores(model, truth))) < 3.5
    # Nowhere near is better.
    for name, value in model.params_.items():
        for factor in (0.999, 1.001):
            other = BGNBD.from_params(**model.params_ | {name: value * factor})
            assert other.log_likelihood(table).sum() < model.log_likelihood_


def test_the_same_seed_gives_the_same_customers():
    one, two = (TRUTH[0][0].simulate(50, 30.0, seed=9) for _ in range(2))
    assert one.equals(two)
    assert one.attrs == {"period": "W"}
    assert not one.equals(TRUTH[0][0].simulate(50, 30.0, seed=10))


def test_spend_is_found_again():
    truth = GammaGamma.from_params(p=6.25, q=3.74, v=15.44)
    table = truth.simulate(np.arange(6000) % 6, seed=2)
    model = GammaGamma().fit(table)
    assert np.max(np.abs(z_scores(model, truth))) < 3.5
    for number in range(6):
        some = table[table["frequency"] == number]
        got = model.expected_spend(some).mean()
        assert got == pytest.approx(some["mean_spend"].mean(), rel=0.1)


@pytest.mark.parametrize(
    "truth",
    [
        ShiftedBetaGeometric.from_params(alpha=0.7, beta=3.8),
        BetaDiscreteWeibull.from_params(alpha=0.7, beta=3.8, c=1.3),
    ],
    ids=lambda model: type(model).__name__,
)
def test_contracts_are_found_again(truth):
    model = type(truth)().fit(truth.simulate(20_000, 9, seed=1))
    assert np.max(np.abs(z_scores(model, truth))) < 3.5
    assert model.survival(12) == pytest.approx(truth.survival(12), abs=0.02)
