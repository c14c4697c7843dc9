"""The customer equity test: published inputs, Pfeifer's theorem, and no better point anywhere."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import wrightomega

from clvwidgets.strategies import (
    best_acquire_or_retain,
    marginal_response_cost,
    prospect_value,
    response_rate,
    response_steepness,
)
from clvwidgets.strategies.lambert import lambert_of_exp

# Winston, Marketing Analytics, on acquisition and retention: spend, rate, ceiling.
WON, KEPT = (1, 0.04, 0.1), (8, 0.6, 0.8)


def test_textbook_steepness():
    assert response_steepness(*WON) == pytest.approx(0.5108256237659905, abs=1e-12)
    assert response_steepness(*KEPT) == pytest.approx(0.17328679513998627, abs=1e-12)


def test_textbook_optimum():
    assert prospect_value(50, 0.1, 1, 0.04, 8, 0.6) == pytest.approx(2.76, abs=1e-12)
    assert best_acquire_or_retain(50, 0.1, WON, KEPT) == pytest.approx(
        {
            "acquisition_spend": 3.4046091637,
            "acquisition_rate": 0.0824332381,
            "retention_spend": 15.7976425704,
            "retention_rate": 0.7482156036,
            "clv": 111.4385908869,
            "value": 5.781634736,
        },
        abs=1e-9,
    )


spends = st.floats(0.5, 60)
cases = st.fixed_dictionaries(
    {
        "margin": st.floats(1, 900),
        "discount": st.floats(0, 0.4),
        "won": st.tuples(spends, st.floats(0.01, 0.95), st.floats(0.05, 1)),
        "kept": st.tuples(spends, st.floats(0.01, 0.95), st.floats(0.05, 0.99)),
        "anyway": st.floats(0, 0.9),
    }
)


def solved(margin, discount, won, kept, anyway):
    """Rates as shares of what is possible."""
    (spend, part, ceiling), (keeping, share, most) = won, kept
    floor = anyway * most
    acquisition = (spend, part * ceiling, ceiling)
    retention = (keeping, floor + share * (most - floor), most)
    best = best_acquire_or_retain(margin, discount, acquisition, retention, floor)
    return acquisition, retention, floor, best


@given(case=cases)
def test_at_the_best_point_both_next_customers_cost_what_one_is_worth(case):
    """Pfeifer (2005), wherever the first euro pays."""
    won, kept, floor, best = solved(**case)
    if best["acquisition_spend"] > 0:
        cost = marginal_response_cost(best["acquisition_spend"], won[2], response_steepness(*won))
        assert cost == pytest.approx(best["clv"], rel=1e-9)
    if best["retention_spend"] > 0:
        cost = marginal_response_cost(
            best["retention_spend"], kept[2], response_steepness(*kept, floor), floor
        )
        assert cost == pytest.approx(best["clv"], rel=1e-8)


@given(case=cases, seed=st.integers(0, 99))
def test_no_other_spend_is_worth_more(case, seed):
    won, kept, floor, best = solved(**case)
    random = np.random.default_rng(seed)
    k_a, k_r = response_steepness(*won), response_steepness(*kept, floor)
    spend = random.uniform(0, 2 * best["acquisition_spend"] + 5, 2000)
    keeping = random.uniform(0, 2 * best["retention_spend"] + 5, 2000)
    values = prospect_value(
        case["margin"],
        case["discount"],
        spend,
        response_rate(spend, won[2], k_a),
        keeping,
        response_rate(keeping, kept[2], k_r, floor),
    )
    assert values.max() <= best["value"] + 1e-9 * abs(best["value"])


def test_the_world_s_story_has_its_numbers():
    """10 euros a prospect win 8 of 100, 15 a customer keep 60: the ceiling turns the answer."""
    k_r = response_steepness(15, 0.6, 0.62)
    assert round(marginal_response_cost(10, 0.2, response_steepness(10, 0.08, 0.2))) == 163
    assert round(marginal_response_cost(15, 0.62, k_r)) == 218
    best = best_acquire_or_retain(330, 0.1, (10, 0.08, 0.2), (15, 0.6, 0.62))
    assert best["acquisition_spend"] == pytest.approx(38.66, abs=0.005)
    assert best["retention_spend"] == pytest.approx(20.12, abs=0.005)
    assert best["value"] == pytest.approx(82.8, abs=0.05)


def test_a_first_euro_that_does_not_pay_is_not_spent():
    best = best_acquire_or_retain(5, 0.1, (100, 0.04, 0.1), (100, 0.1, 0.12))
    assert best["retention_spend"] == 0
    assert best["acquisition_spend"] == 0
    assert best["value"] == 0


def test_a_rate_above_its_ceiling_is_refused_in_a_sentence():
    with pytest.raises(ValueError, match=r"rate is larger than ceiling .0.3 and 0.2."):
        best_acquire_or_retain(50, 0.1, (1, 0.3, 0.2), KEPT)
    with pytest.raises(ValueError, match="three numbers"):
        best_acquire_or_retain(50, 0.1, (1, 0.3), KEPT)


def test_lambert_equals_scipy_s():
    z = np.concatenate([np.linspace(-700, 60, 4000), np.logspace(2, 15, 100)])
    assert lambert_of_exp(z) == pytest.approx(wrightomega(z), rel=1e-14)
