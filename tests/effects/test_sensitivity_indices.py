"""What uncertain inputs make of a result is what analysis and other programs say."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from clvwidgets.effects import Uncertain, draws, sensitivity_indices
from clvwidgets.formulas import convert_rate
from clvwidgets.models.risk import value_at_risk


def test_the_function_of_ishigami_and_homma_has_the_indices_of_analysis():
    """Ishigami & Homma (1990), a = 7, b = 0.1."""
    inputs = {name: Uncertain.uniform(-np.pi, np.pi) for name in "xyz"}

    def ishigami(x, y, z):
        return np.sin(x) + 7 * np.sin(y) ** 2 + 0.1 * z**4 * np.sin(x)

    found = sensitivity_indices(ishigami, inputs, 4096, seed=1)
    assert found["first"].tolist() == pytest.approx([0.3139052, 0.4424111, 0], abs=0.01)
    assert found["total"].tolist() == pytest.approx([0.5575889, 0.4424111, 0.2436837], abs=0.01)
    made = draws(inputs, 200_000, seed=1)
    assert np.var(ishigami(**made)) == pytest.approx(13.8445879, rel=0.01)


CLV = {
    "margin": Uncertain.normal(100, 10),
    "retention": Uncertain.beta(80, 20),
    "discount": Uncertain.uniform(0.08, 0.12),
    "cac": Uncertain.gamma(25, 4),
}


def net(margin, retention, discount, cac):
    return margin * retention / (1 + discount - retention) - cac


def test_retention_makes_two_thirds_of_what_is_uncertain_of_a_lifetime_value():
    """Simulated independently with 98,304 runs; money within 0.8."""
    found = sensitivity_indices(net, CLV, 2**14, seed=1)
    assert found["first"].tolist() == pytest.approx([0.195, 0.659, 0.032, 0.104], abs=0.01)
    assert found["total"].tolist() == pytest.approx([0.202, 0.669, 0.035, 0.104], abs=0.01)
    worth = net(**draws(CLV, 200_000, seed=3))
    told = [worth.mean(), worth.median(), worth.quantile(0.05)]
    assert told == pytest.approx([173.6, 168.6, 81.4], abs=0.8)


def test_the_value_of_the_average_is_not_the_average_value():
    """E[r / (1.1 - r)] for retention of Beta(80, 20) is 2.7320173, at its mean 2.6666667."""
    kept = draws({"r": Uncertain.beta(80, 20)}, 1_000_000, seed=2)["r"]
    assert (kept / (1.1 - kept)).mean() == pytest.approx(2.7320173, abs=0.002)
    assert pytest.approx(2.6666667) == 0.8 / 0.3


@pytest.mark.parametrize(
    ("level", "at_risk", "shortfall"), [(0.95, 1.6448536, 2.0627128), (0.99, 2.3263479, 2.6652142)]
)
def test_value_at_risk_of_a_normal_is_that_of_the_tables(level, at_risk, shortfall):
    made = draws({"x": Uncertain.normal(0, 1)}, 1_000_000, seed=1)["x"]
    found = value_at_risk(made, level)
    assert found.at_risk == pytest.approx(at_risk, abs=0.01)
    assert found.expected - found.shortfall == pytest.approx(shortfall, abs=0.015)


@pytest.mark.parametrize(
    ("one", "exact"),
    [
        (Uncertain.triangular(2, 5, 12), stats.triang(0.3, 2, 10)),
        (Uncertain.pert(2, 5, 12), stats.beta(2.2, 3.8, 2, 10)),
        (Uncertain.normal(8, 2, low=0, high=10), stats.truncnorm(-4, 1, 8, 2)),
        (Uncertain.beta(3, 7), stats.beta(3, 7)),
        (Uncertain.gamma(25, 4), stats.gamma(25, scale=4)),
        (Uncertain.lognormal(100, 0.5), stats.lognorm(0.5, scale=100)),
    ],
)
def test_draws_have_the_distribution_they_are_named_after(one, exact):
    made = draws({"x": one}, 100_000, seed=5)["x"]
    # Of 100,000 fair draws one set in a thousand is farther off than this.
    assert stats.kstest(made, exact.cdf).statistic < 1.95 / np.sqrt(100_000)
    assert (one.mean, one.sd) == pytest.approx((exact.mean(), exact.std()))


def test_a_copula_ties_the_scores_and_leaves_each_distribution_as_it_is():
    inputs = {"a": Uncertain.gamma(2, 1), "b": Uncertain.triangular(0, 1, 5)}
    made = draws(inputs, 100_000, seed=1, correlation={("a", "b"): 0.8})
    rank = stats.spearmanr(made["a"], made["b"]).statistic
    # Of a Gaussian copula: 6 / pi * asin(r / 2).
    assert rank == pytest.approx(6 / np.pi * np.arcsin(0.4), abs=0.01)
    assert made["b"].mean() == pytest.approx(2, abs=0.02)
    together = draws(inputs, 1000, seed=1, correlation={("a", "b"): 1})
    assert stats.spearmanr(together["a"], together["b"]).statistic == pytest.approx(1)


MONTH = float(convert_rate(0.10, "year", "month"))
CHANNEL = {
    "margin": Uncertain.triangular(17, 20, 23),
    "churn": Uncertain.triangular(0.02, 0.05, 0.12),
    "cac": Uncertain.triangular(150, 250, 400),
}


def gain(margin, churn, cac):
    return margin * (1 + MONTH) / (MONTH + churn) - cac


def test_a_new_channel_gains_less_than_its_best_guess_and_loses_more_if_things_go_together():
    """Computed independently with NumPy: 100,000 draws, first payment now, 10 % a year."""
    free = gain(**draws(CHANNEL, seed=1))
    tied = gain(**draws(CHANNEL, seed=1, correlation={("churn", "cac"): 0.8}))
    assert gain(20, 0.05, 250) == pytest.approx(98, abs=0.5)
    assert (free.mean(), tied.mean()) == pytest.approx((43, 43), abs=1.5)
    assert (free < 0).mean() == pytest.approx(0.387, abs=0.005)
    assert (free.quantile(0.05), tied.quantile(0.05)) == pytest.approx((-119, -164), abs=2)
    shares = 100 * sensitivity_indices(gain, CHANNEL)["total"]
    assert shares.tolist() == pytest.approx([3, 76, 21], abs=0.7)


def test_what_is_certain_matters_nothing():
    inputs = {"a": Uncertain.certain(3), "b": Uncertain.triangular(5, 5, 5)}
    found = sensitivity_indices(lambda a, b: a * b, inputs)
    assert found.to_numpy().tolist() == [[0, 0], [0, 0]]
    more = sensitivity_indices(lambda a, b: a * b, inputs | {"b": Uncertain.uniform(0, 1)})
    assert more["first"].tolist() == pytest.approx([0, 1], abs=0.01)


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (lambda: draws({}), "inputs is empty"),
        (lambda: draws(CHANNEL, 0), "n must lie between 1 and"),
        (lambda: draws(CHANNEL, 10, correlation={("churn", "x"): 0.5}), "two different inputs"),
        (lambda: draws(CHANNEL, 10, correlation={("churn", "cac"): 2}), "between -1 and 1, got 2"),
        (
            lambda: draws(
                CHANNEL,
                10,
                correlation={
                    ("churn", "cac"): 0.9,
                    ("churn", "margin"): 0.9,
                    ("cac", "margin"): -0.9,
                },
            ),
            "contradict each other",
        ),
        (lambda: sensitivity_indices(gain, CHANNEL, 1000), "power of two"),
        (lambda: sensitivity_indices(lambda **_: np.nan, CHANNEL), "a finite number for each"),
        (lambda: Uncertain.triangular(3, 2, 5), "must not fall"),
        (lambda: Uncertain.normal(2, 1, low=0, high=1), "mean must lie between low and high"),
        (lambda: Uncertain.uniform(2, 1), "low must not be above high"),
        (lambda: Uncertain.gamma(0, 1), "shape must be greater than 0"),
    ],
)
def test_what_cannot_be_drawn_is_refused_in_a_sentence(call, sentence):
    with pytest.raises(ValueError, match=sentence):
        call()
