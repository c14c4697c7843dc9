"""A world of dependent spend: its margins, its correlation, and what it does to Gamma-Gamma."""

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from clvwidgets.data.simulate import spend_world
from clvwidgets.models import BGNBD, GammaGamma


@pytest.mark.parametrize("correlation", [-0.8, 0.0, 0.4, 1.0])
def test_rank_correlation_of_rate_and_spend_is_that_of_the_copula(correlation):
    table = spend_world(correlation, customers=5000, seed=1)
    found = stats.spearmanr(table["orders_per_week"], table["mean_order"]).statistic
    theory = 6 / np.pi * np.arcsin(correlation / 2)
    assert found == pytest.approx(theory, abs=4 * max(1 - theory**2, 1e-9) / np.sqrt(5000))
    for other in ("orders_per_week", "mean_order"):
        assert abs(stats.spearmanr(table["leaving_chance"], table[other]).statistic) < 0.06


@pytest.mark.parametrize("correlation", [-0.8, 0.8])
def test_margins_are_the_shops_whatever_the_correlation(correlation):
    """By Kolmogorov and Smirnov, against the distributions that truth_parameters names."""
    table = spend_world(correlation, customers=5000, seed=2)
    margins = {
        "orders_per_week": stats.gamma(0.7, scale=8 / 52 / 0.7),
        "leaving_chance": stats.beta(1.2, 6.8),
        "mean_order": stats.invgamma(5, scale=6 * 20),
    }
    for name, distribution in margins.items():
        assert stats.kstest(table[name], distribution.cdf).pvalue > 0.001, name


def test_what_is_seen_follows_from_the_habits():
    table = spend_world(0.4, customers=20_000, weeks=80, seed=3, ahead=30)
    stays = table[table["leaving_chance"] < 0.02]
    for column, weeks in (("frequency", 80), ("holdout_orders", 30)):
        counted = stays.loc[stays["alive"], column]
        pace = (stays.loc[stays["alive"], "orders_per_week"] * weeks).sum()
        assert counted.sum() == pytest.approx(pace, rel=0.08)
    assert not table.loc[~table["alive"], "holdout_orders"].any()
    assert table.loc[table["frequency"] == 0, "alive"].all()
    own = table["monetary_value"] / table["mean_order"]
    once, often = own[table["frequency"] == 1], own[table["frequency"] == 9]
    assert once.std() == pytest.approx(1 / np.sqrt(6), rel=0.05)
    assert often.std() == pytest.approx(1 / np.sqrt(54), rel=0.1)
    came = table[table["holdout_orders"] > 0]
    paid = came["holdout_revenue"].sum() / (came["holdout_orders"] * came["mean_order"]).sum()
    assert paid == pytest.approx(1, rel=0.02)
    assert (table["recency"] <= 80).all()
    pd.testing.assert_frame_equal(table, spend_world(0.4, 20_000, 80, 3, ahead=30))


def test_parameters_are_found_again_where_spend_is_independent():
    table = spend_world(0.0, customers=8000, seed=4)
    for model, truth in (
        (BGNBD(), {"r": 0.7, "alpha": 4.55, "a": 1.2, "b": 6.8}),
        (GammaGamma(), {"p": 6, "q": 5, "v": 20}),
    ):
        model.fit(table)
        for name, value in truth.items():
            away = (model.params_[name] - value) / model.standard_errors_[name]
            assert abs(away) < 4, name
    assert GammaGamma().independence(table).ok


def error_of_one_time_buyers(correlation, seed):
    table = spend_world(correlation, customers=8000, seed=seed)
    value = BGNBD().fit(table).expected_purchases(table, 52) * GammaGamma().fit(
        table
    ).expected_spend(table)
    once = table["frequency"] == 0
    return (
        value.sum() / table["holdout_revenue"].sum() - 1,
        value[once].sum() / table["holdout_revenue"][once].sum() - 1,
    )


@pytest.mark.integration
def test_dependence_spoils_one_time_buyers_and_hardly_the_total():
    mean = {
        rho: np.mean([error_of_one_time_buyers(rho, seed) for seed in range(6)], axis=0)
        for rho in (-0.8, 0.0, 0.8)
    }
    assert all(abs(total) < 0.06 for total, _ in mean.values())
    assert mean[-0.8][1] < -0.25
    assert abs(mean[0.0][1]) < 0.12
    assert mean[0.8][1] > 0.35


@pytest.mark.parametrize(
    ("setting", "sentence"),
    [
        ({"correlation": 1.2}, "correlation must lie between -1 and 1, got 1.2"),
        ({"customers": 0}, "customers must lie between 1 and 1,000,000"),
        ({"weeks": 0.0}, "weeks must lie between 1 and 10,000"),
        ({"ahead": -1.0}, "ahead must lie between"),
        ({"seed": -1}, "seed must be a whole number"),
    ],
)
def test_a_setting_out_of_range_is_refused_in_a_sentence(setting, sentence):
    with pytest.raises(ValueError, match=sentence):
        spend_world(**setting)
