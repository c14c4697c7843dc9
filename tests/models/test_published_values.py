"""The models give the numbers that are in print."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import clvwidgets.models as models

PUBLISHED = json.loads((Path(__file__).parents[1] / "reference" / "models.json").read_text())


def from_params(name, values):
    cls = getattr(models, name)
    return cls.from_params(**dict(zip(cls._names, values, strict=True)))


def customer(history):
    return pd.DataFrame([history], columns=["frequency", "recency", "T"])


def name(case):
    return f"{case['model']}-{case.get('data', case.get('history', case.get('horizon')))}"


@pytest.mark.parametrize("case", PUBLISHED["fits"], ids=name)
def test_published_estimates(case, datasets):
    model = getattr(models, case["model"])().fit(datasets[case["data"]])
    assert list(model.params_.values()) == pytest.approx(case["params"], abs=case["tolerance"])
    assert model.log_likelihood_ == pytest.approx(
        case["log_likelihood"], abs=case["log_likelihood_tolerance"]
    )
    assert model.diagnosis_.ok, str(model.diagnosis_)


@pytest.mark.parametrize("case", PUBLISHED["expected_purchases"], ids=name)
def test_published_expectations(case):
    model = from_params(case["model"], case["params"])
    got = model.expected_purchases(customer(case["history"]), case["horizon"])
    assert got[0] == pytest.approx(case["expected"], abs=case["tolerance"])


@pytest.mark.parametrize("case", PUBLISHED["expected_purchases_new"], ids=name)
def test_published_expectations_of_new_customers(case):
    got = from_params(case["model"], case["params"]).expected_purchases_new(case["horizon"])
    assert got == pytest.approx(case["expected"], abs=case["tolerance"])


@pytest.mark.parametrize("case", PUBLISHED["probability_alive"], ids=name)
def test_published_probabilities_to_be_alive(case):
    got = from_params(case["model"], case["params"]).probability_alive(customer(case["history"]))
    assert got[0] == pytest.approx(case["expected"], abs=case["tolerance"])


def test_published_residual_purchases():
    case = PUBLISHED["residual_purchases"]
    table = pd.DataFrame(case["histories"], columns=["frequency", "recency", "T"])
    model = from_params("ParetoNBD", case["params"])
    got = model.residual_purchases(table, discount=np.expm1(case["log_discount"]))
    assert got.tolist() == pytest.approx(case["expected"], abs=case["tolerance"])


def test_published_expected_spend():
    case = PUBLISHED["expected_spend"]
    table = pd.DataFrame({key: case[key] for key in ("frequency", "monetary_value")})
    model = from_params("GammaGamma", case["params"])
    assert model.expected_spend(table).tolist() == pytest.approx(
        case["expected"], abs=case["tolerance"]
    )
    assert model.mean_spend_ == pytest.approx(case["expected"][-1], abs=case["tolerance"])


def test_published_retention_and_residual_lifetime():
    case = PUBLISHED["retention"]
    got = from_params("ShiftedBetaGeometric", case["params"]).retention(case["renewals"])
    assert got == pytest.approx(case["expected"], abs=case["tolerance"])
    case = PUBLISHED["residual_lifetime"]
    for model in (
        from_params("ShiftedBetaGeometric", case["params"]),
        from_params("BetaDiscreteWeibull", [*case["params"], 1.0]),
    ):
        got = model.residual_lifetime(case["renewals"], case["discount"])
        assert got == pytest.approx(case["expected"], abs=case["tolerance"])
        assert got @ case["active"] == pytest.approx(case["value_of_the_base"], abs=1)


def test_the_data_are_those_of_the_papers(cdnow):
    again = cdnow.loc[cdnow["frequency"] > 0, "monetary_value"]
    assert (len(cdnow), len(again), cdnow["frequency"].sum()) == (2357, 946, 2457)
    case = PUBLISHED["repeat_spend"]
    assert again.mean() == pytest.approx(case["mean"], abs=case["tolerance"])
    assert again.std() == pytest.approx(case["sd"], abs=case["tolerance"])
