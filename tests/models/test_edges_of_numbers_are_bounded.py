"""No parameter, horizon or history makes a model answer nonsense, or fill the memory."""

from __future__ import annotations

import itertools

import numpy as np
import pandas as pd
import pytest

from clvwidgets.models import BGBB, BGNBD, MBGNBD, GammaGamma, ParetoNBD, ShiftedBetaGeometric

DONORS = pd.DataFrame({"frequency": [4], "recency": [5], "T": [6]})


@pytest.mark.parametrize("cls", [BGBB, BGNBD, MBGNBD, GammaGamma, ParetoNBD, ShiftedBetaGeometric])
@pytest.mark.parametrize("extreme", [1e-100, 1e100, 1e-300, 1e300])
def test_parameters_that_no_fit_can_give_are_refused(cls, extreme):
    names = cls._names
    for name in names:
        params = dict.fromkeys(names, 1.5) | {name: extreme}
        with pytest.raises(ValueError, match=rf"^{name} must lie between 1e-\d\d and 1e.\d\d, got"):
            cls.from_params(**params)


@pytest.mark.parametrize("question", ["expected_purchases", "probability_to_buy"])
@pytest.mark.parametrize("horizon", [10**9, 10**400, 1e12])
def test_a_horizon_that_would_fill_the_memory_is_refused_at_once(question, horizon):
    model = BGBB.from_params(alpha=1.2, beta=0.75, gamma=0.66, delta=2.8)
    with pytest.raises((ValueError, TypeError), match="horizon must be"):
        getattr(model, question)(DONORS, horizon)


def test_a_history_of_a_million_opportunities_is_refused_at_once():
    model = BGBB.from_params(alpha=1.2, beta=0.75, gamma=0.66, delta=2.8)
    with pytest.raises(ValueError, match=r"T is more than 10,000 opportunities for 1 of 1"):
        model.probability_alive(DONORS.assign(T=1_000_000))


@pytest.mark.parametrize("cls", [BGBB, BGNBD, MBGNBD, ParetoNBD])
@pytest.mark.filterwarnings("error")
def test_probabilities_stay_between_0_and_1_for_all_parameters_that_are_let_in(cls):
    customers = pd.DataFrame({"frequency": [0, 4, 4], "recency": [0.0, 5, 5], "T": [6.0, 6, 40]})
    for values in itertools.product((1e-10, 1.5, 1e10), repeat=4):
        model = cls.from_params(**dict(zip(cls._names, values, strict=True)))
        for said in (
            model.probability_alive(customers),
            model.probability_to_buy(customers, 10),
            model.pmf([0, 1, 2], 10),
        ):
            assert ((np.asarray(said) >= 0) & (np.asarray(said) <= 1 + 1e-9)).all(), values
        assert np.isfinite(model.expected_purchases(customers, 10)).all()


def test_purchases_without_number_are_not_drawn():
    model = BGNBD.from_params(r=1e10, alpha=1e-10, a=1e-10, b=1e-10)
    with pytest.raises(ValueError, match=r"r and alpha mean 1e.20 purchases a period"):
        model.simulate(5, 10.0, seed=1)


def test_a_model_of_money_in_millions_is_kept():
    assert GammaGamma.from_params(p=1.5, q=3.0, v=1e12).params_["v"] == 1e12
