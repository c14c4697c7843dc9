"""The numbers behind the field's plots: against published totals, sums and identities."""

import numpy as np
import pandas as pd
import pytest

from clvwidgets.models import (
    BGBB,
    BGNBD,
    ParetoNBD,
    ShiftedBetaGeometric,
    alive_grid,
    conditional_expectations,
    frequency_table,
    gini_coefficient,
    iso_values,
    lorenz_curve,
    retention_table,
    tracking_table,
)

BG = BGNBD.from_params(r=0.243, alpha=4.414, a=0.793, b=2.426, period="W")
PARETO = ParetoNBD.from_params(r=0.553, alpha=10.58, s=0.606, beta=11.67, period="W")
HIGH_END = [1000, 869, 743, 653, 593, 551, 517, 491]


@pytest.fixture(scope="module")
def tracked(cdnow_log):
    return tracking_table(PARETO, cdnow_log, "1997-09-30")


def test_tracking_counts_every_repeat_purchase_of_the_papers(tracked):
    assert tracked.loc[[39, 78], "actual_total"].tolist() == [2457, 2457 + 1882]
    assert tracked["seen"].sum() == 39
    assert tracked["actual"].sum() == tracked["actual_total"].iloc[-1]


def test_tracking_expects_what_the_model_expects_of_each_customer(tracked, cdnow):
    end = PARETO.expected_purchases_new(cdnow["T"] + 39).sum()
    assert tracked.loc[78, "expected_total"] == pytest.approx(end)


def test_tracking_needs_a_period_and_a_holdout(cdnow_log):
    with pytest.raises(ValueError, match="No whole week is left"):
        tracking_table(PARETO, cdnow_log, "1998-06-30")
    unknown = BGNBD.from_params(r=0.243, alpha=4.414, a=0.793, b=2.426)
    with pytest.raises(ValueError, match="does not know its period"):
        tracking_table(unknown, cdnow_log, "1997-09-30")


def test_frequencies_add_up_to_the_customers_and_their_purchases(cdnow):
    table = frequency_table(BG, cdnow, most=40)
    assert table["actual"].sum() == table["expected"].sum() == pytest.approx(2357)
    mean = BG.expected_purchases_new(cdnow["T"]).sum()
    assert table.index @ table["expected"] == pytest.approx(mean, rel=1e-3)
    # Of the 2,357 customers 1,411 did not buy again (Fader, Hardie & Lee 2005).
    assert table.loc[0, "actual"] == 1411


def test_conditional_expectations_weigh_to_the_totals(cdnow_log):
    split = cdnow_log.split("1997-09-30")
    table = conditional_expectations(BG, split)
    assert table["customers"].sum() == 2357
    assert table["customers"] @ table["actual"] == pytest.approx(1882)
    expected = BG.expected_purchases(split, 39).sum()
    assert table["customers"] @ table["expected"] == pytest.approx(expected)
    with pytest.raises(ValueError, match="holdout_T must be the same"):
        conditional_expectations(BG, split.assign(holdout_T=np.arange(2357)))


def test_survivors_stand_beside_both_models_of_churn():
    model = ShiftedBetaGeometric(period="Y").fit(HIGH_END)
    table = retention_table(model, HIGH_END)
    assert table.index[-1] == 14
    assert table["survival_actual"].dropna().tolist() == [count / 1000 for count in HIGH_END]
    assert table["survival_expected"].to_numpy() == pytest.approx(model.survival(np.arange(15)))
    assert table["retention_constant"].dropna().nunique() <= 14
    constant = 1 - (1000 - 491) / sum(HIGH_END[:-1])
    assert table["retention_constant"].dropna().to_numpy() == pytest.approx(np.full(14, constant))
    with pytest.raises(ValueError, match="must be one cohort"):
        retention_table(model, pd.DataFrame({"a": HIGH_END, "b": HIGH_END}))


def test_a_map_of_the_living_is_the_models_answer_at_the_middle_of_each_cell():
    grid = alive_grid(BG, 39, most=3, steps=4)
    cell = grid.iloc[-1]
    middle = (cell["recency_from"] + cell["recency_to"]) / 2
    one = pd.DataFrame({"frequency": [3], "recency": [middle], "T": [39.0]})
    assert cell["probability_alive"] == pytest.approx(BG.probability_alive(one)[0])
    assert len(grid) == 1 + 3 * 4


def test_customers_on_one_curve_are_worth_the_same():
    curves = iso_values(PARETO, 78, 0.0026, levels=3, per_purchase=20)
    histories = curves[["frequency", "recency"]].assign(T=78.0)
    worth = 20 * PARETO.residual_purchases(histories, 0.0026)
    assert worth.to_numpy() == pytest.approx(curves["value"].to_numpy(), rel=2e-3)
    assert curves["value"].nunique() == 3


def test_value_is_concentrated_as_its_curve_says():
    values = np.random.default_rng(1).lognormal(1.0, 1.0, 3000)
    curve = lorenz_curve(values, points=3001)
    area = np.trapezoid(curve["value"], curve["customers"])
    assert gini_coefficient(values) == pytest.approx(1 - 2 * area, abs=1e-9)
    # A lognormal's Gini is erf(sigma / 2).
    assert gini_coefficient(values) == pytest.approx(0.5205, abs=0.02)
    assert len(lorenz_curve(values)) == 200
    for wrong, message in (([], "0 or more"), ([1, -1], "a loss"), ([0, 0], "all 0")):
        with pytest.raises(ValueError, match=message):
            lorenz_curve(wrong)


def test_expectations_for_new_customers_take_many_times_at_once():
    for model in (BG, PARETO):
        many = model.expected_purchases_new([0.0, 1.0, 39.0])
        assert many[0] == 0
        assert many[2] == pytest.approx(model.expected_purchases_new(39.0), rel=1e-13)
    donors = BGBB.from_params(alpha=1.2, beta=0.75, gamma=0.66, delta=2.8)
    assert donors.expected_purchases_new([0, 6])[1] == donors.expected_purchases_new(6)
    with pytest.raises(ValueError, match="whole"):
        donors.expected_purchases_new([0.5, 6])
