"""Kaplan-Meier and Cox on tables of contracts: statsmodels' numbers, our words."""

import sys

import numpy as np
import pandas as pd
import pytest

from clvwidgets import load_dataset
from clvwidgets.models import cox_regression, hazard_ratios, kaplan_meier

CONTRACTS = pd.DataFrame(
    {
        # Freireich et al. (1963), the drug group of the textbooks' leukaemia trial.
        "tenure": [6, 6, 6, 6, 7, 9, 10, 10, 11, 13, 16, 17, 19, 20, 22, 23, 25, 32, 32, 34, 35],
        "churned": [1, 1, 1, 0, 1, 0, 1, 0, 0, 1, 1, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0],
    }
)
CURVE_BY_LIFELINES = [[0.84319955, 0.83416869, 0.85178332], [0.66440391, 0.65022679, 0.67815678]]
RATIOS_BY_LIFELINES = {
    "payment_method[T.mailed check]": 0.506388,
    "payment_method[T.bank transfer]": 0.243026,
    "payment_method[T.credit card]": 0.222998,
    "monthly_charge": 1.00252,
}
PLACEBO = [1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23]


@pytest.fixture(scope="module")
def trial():
    other = pd.DataFrame({"tenure": PLACEBO, "churned": 1, "plan": "placebo"})
    return pd.concat([CONTRACTS.assign(plan="drug"), other], ignore_index=True)


def test_survival_is_that_of_the_textbook():
    table = kaplan_meier(CONTRACTS).set_index("tenure")
    published = {6: 0.857, 7: 0.807, 10: 0.753, 13: 0.690, 16: 0.627, 22: 0.538, 23: 0.448}
    for tenure, share in published.items():
        assert table.loc[tenure, "survival"] == pytest.approx(share, abs=6e-4)
    assert table.loc[10, "at_risk"] == 15
    assert (table["lower"] <= table["survival"]).all()
    assert (table["survival"] <= table["upper"]).all()


def test_cox_finds_the_published_hazard_ratio(trial):
    trial["placebo"] = (trial["plan"] == "placebo").astype(int)
    ratios = hazard_ratios(cox_regression(trial, ["placebo"]))
    # exp(1.572) with Efron's treatment of ties (Therneau and Grambsch 2000).
    assert ratios.loc["placebo", "hazard_ratio"] == pytest.approx(np.exp(1.572), rel=1e-3)
    assert ratios.loc["placebo", "lower"] < 4.82 < ratios.loc["placebo", "upper"]


def test_lifelines_finds_the_same_of_seven_thousand_contracts():
    """Figures of lifelines 0.30.3, which holds pandas back and so is not installed here."""
    telco = load_dataset("telco")
    curve = kaplan_meier(telco).set_index("tenure").loc[[12, 60], ["survival", "lower", "upper"]]
    assert curve.to_numpy() == pytest.approx(np.array(CURVE_BY_LIFELINES), abs=1e-6)
    found = hazard_ratios(cox_regression(telco, ["payment_method", "monthly_charge"]))
    assert found["hazard_ratio"].to_dict() == pytest.approx(RATIOS_BY_LIFELINES, rel=1e-5)


def test_each_group_has_its_curve_and_the_callers_table_stays(trial):
    before = trial.copy()
    table = kaplan_meier(trial, by="plan")
    assert sorted(table["group"].unique()) == ["drug", "placebo"]
    drug = table[table["group"] == "drug"]["survival"].to_numpy()
    assert drug == pytest.approx(kaplan_meier(CONTRACTS)["survival"].to_numpy())
    pd.testing.assert_frame_equal(trial, before)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"tenure": -1}, "tenure must be 0 or more; it is not for 21 of 21"),
        ({"tenure": None}, "tenure must be 0 or more"),
        ({"churned": "Yes"}, r"write contracts\['churned'\] == 'Yes'"),
        ({"churned": False}, "Nobody left"),
    ],
)
def test_wrong_contracts_say_the_way_out(change, message):
    with pytest.raises(ValueError, match=message):
        kaplan_meier(CONTRACTS.assign(**change))


def test_wrong_covariates_say_the_way_out():
    with pytest.raises(ValueError, match="lacks the column 'plan'"):
        cox_regression(CONTRACTS, ["plan"])
    with pytest.raises(ValueError, match="'plan' is the same for everybody"):
        cox_regression(CONTRACTS.assign(plan=1), ["plan"])
    with pytest.raises(ValueError, match="'plan' is missing for 1 of 21"):
        cox_regression(CONTRACTS.assign(plan=[None, *range(20)]), ["plan"])
    with pytest.raises(ValueError, match="covariates is empty"):
        cox_regression(CONTRACTS, [])


def test_without_statsmodels_the_message_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "statsmodels.duration.survfunc", None)
    with pytest.raises(ImportError, match=r'pip install "clvwidgets\[survival\]"'):
        kaplan_meier(CONTRACTS)
