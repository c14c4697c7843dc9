"""Tables and numbers that cannot be: an error or a finding, never NaN or silence."""

import numpy as np
import pandas as pd
import pytest

from clvwidgets.models import (
    BGBB,
    BGNBD,
    BetaDiscreteWeibull,
    CustomerValue,
    GammaGamma,
    ParetoNBD,
    ShiftedBetaGeometric,
)

MODEL = BGNBD.from_params(r=0.243, alpha=4.414, a=0.793, b=2.426, period="W")
GOOD = {"frequency": 2, "recency": 10.0, "T": 30.0, "monetary_value": 20.0}


def table(**changes):
    return pd.DataFrame([GOOD, GOOD | changes], index=["Ann", "Ben"])


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"recency": 31.0}, "recency is greater than T for 1 of 2 customers, first for 'Ben'"),
        ({"recency": 0.0}, "recency is 0 in spite of repeat purchases"),
        ({"frequency": 0}, "not the time since the last purchase that RFM uses"),
        ({"frequency": -1}, "frequency is not a whole number"),
        ({"frequency": 1.5}, "frequency is not a whole number"),
        ({"recency": -1.0}, "recency is negative"),
        ({"T": np.nan}, "T is missing or infinite"),
        ({"T": np.inf}, "T is missing or infinite"),
    ],
)
@pytest.mark.parametrize("use", [BGNBD().fit, ParetoNBD().fit, MODEL.probability_alive])
def test_histories_that_cannot_be(use, changes, words):
    with pytest.raises(ValueError, match=words):
        use(table(**changes))


def test_a_numbered_customer_is_named_as_the_table_has_them():
    with pytest.raises(ValueError, match=r"first for 10244 \(got -1\)"):
        MODEL.probability_alive(table(recency=-1.0).set_axis([7, 10244]))


def test_a_missing_column_is_named():
    with pytest.raises(ValueError, match="lacks the column 'T'; it has frequency, recency"):
        MODEL.probability_alive(table().drop(columns="T"))
    with pytest.raises(ValueError, match="no rows"):
        MODEL.probability_alive(table().iloc[:0])
    with pytest.raises(TypeError, match="must be a table"):
        MODEL.probability_alive([1, 2, 3])


@pytest.mark.parametrize("cls", [BGNBD, ParetoNBD, BGBB])
def test_nobody_came_back_or_all_are_alike(cls):
    once = pd.DataFrame({"frequency": 0, "recency": 0, "T": range(10, 90)})
    with pytest.raises(ValueError, match="None of the 80 customers bought again"):
        cls().fit(once)
    alike = pd.DataFrame({"frequency": [3] * 60, "recency": 5, "T": 9})
    with pytest.raises(ValueError, match="All 60 rows are the same history"):
        cls().fit(alike)


@pytest.mark.parametrize("cls", [BGNBD, ParetoNBD])
def test_few_customers_or_repeat_buyers_only_are_diagnosed(cls, cdnow):
    few = cls().fit(cdnow.iloc[:40])
    assert not few.diagnosis_.ok
    assert "Too few customers: 40" in str(few.diagnosis_)
    again = cls().fit(cdnow[cdnow["frequency"] > 0])
    assert "Every customer bought again" in str(again.diagnosis_)
    assert np.isfinite(again.expected_purchases(cdnow, 39)).all()


def test_a_boundary_is_named():
    alike = BGNBD.from_params(r=1e5, alpha=1e6, a=0.8, b=2.4).simulate(400, 30.0, seed=1)
    model = BGNBD().fit(alike)
    assert not model.diagnosis_.ok
    assert "r and alpha" in str(model.diagnosis_)


@pytest.mark.parametrize(
    ("call", "error", "words"),
    [
        (lambda: MODEL.expected_purchases(table(), -3), ValueError, "0 or more weeks .* got -3"),
        (
            lambda: MODEL.expected_purchases(table(), "soon"),
            ValueError,
            "such as '1 year' .* 'soon'",
        ),
        (
            lambda: MODEL.expected_purchases(table(), "12 moons"),
            ValueError,
            "'26 weeks', got '12 mo",
        ),
        (lambda: MODEL.expected_purchases(table(), [1, 2]), TypeError, "a number"),
        (lambda: MODEL.residual_purchases(table(), 0.1), ValueError, "100 percent a .* 0.001828,"),
        (lambda: MODEL.expected_purchases(table(), np.nan), ValueError, "finite, got nan"),
        (lambda: MODEL.residual_purchases(table(), 10), ValueError, "If you meant 10 percent"),
        (lambda: MODEL.residual_purchases(table(), 0), ValueError, "greater than 0 per week"),
        (lambda: MODEL.pmf(1.5, 10), ValueError, "n must be a whole number"),
        (lambda: MODEL.probability_alive(table(), ahead=-1), ValueError, "ahead must be 0 or more"),
        (lambda: BGNBD.from_params(r=-1, alpha=1, a=1, b=1), ValueError, "r must be greater"),
        (lambda: BGNBD.from_params(r=1, alpha=1, a=1), TypeError, "parameters are r, alpha, a, b"),
        (lambda: BGNBD(period="week"), ValueError, "period must be one of"),
        (lambda: BGNBD().probability_alive(table()), AttributeError, "Call fit"),
        (lambda: MODEL.log_likelihood_, AttributeError, "Call fit"),
        (lambda: MODEL.next_purchase(table(), 80), ValueError, "If you meant 80 percent"),
    ],
)
def test_arguments_out_of_range(call, error, words):
    with pytest.raises(error, match=words):
        call()


def test_periods_must_agree():
    days = table()
    days.attrs["period"] = "D"
    with pytest.raises(ValueError, match="table counts time in days but the model in weeks"):
        MODEL.probability_alive(days)
    with pytest.raises(ValueError, match="table counts time in days but the model in weeks"):
        BGNBD(period="W").fit(days)
    value = CustomerValue(MODEL, GammaGamma.from_params(p=6.25, q=3.74, v=15.44))
    with pytest.raises(ValueError, match="period is 'M' but the model counts time in weeks"):
        value.predict(table(), horizon=12, margin=0.3, period="M")


def test_spend_that_cannot_be():
    with pytest.raises(ValueError, match="All 2 repeat buyers have a mean spend of 0 or less"):
        GammaGamma().fit(table().assign(monetary_value=[0.0, -5.0]))
    with pytest.raises(ValueError, match="All 2 repeat buyers spend 20 per purchase"):
        GammaGamma().fit(table())
    with pytest.raises(ValueError, match="No customer has a repeat purchase"):
        GammaGamma().fit(table().assign(frequency=0))
    with pytest.raises(ValueError, match=r"mean spend is infinite because q is 0\.9"):
        GammaGamma.from_params(p=6.0, q=0.9, v=15.0).expected_spend(table())


@pytest.mark.parametrize("cls", [ShiftedBetaGeometric, BetaDiscreteWeibull])
def test_survivors_that_cannot_be(cls):
    with pytest.raises(ValueError, match=r"got 900 after 800\. New customers belong in a cohort"):
        cls().fit([1000, 800, 900])
    with pytest.raises(ValueError, match="Give counts of customers, not shares"):
        cls().fit([1.0, 0.8, 0.7])
    with pytest.raises(ValueError, match="No customer of any cohort left"):
        cls().fit([100, 100, 100])
    with pytest.raises(ValueError, match="needs the count at the start"):
        cls().fit([100])
    with pytest.raises(ValueError, match="has a gap"):
        cls().fit([100, np.nan, 80])
    assert "Only 2 renewals" in str(cls().fit([1000, 800, 700]).diagnosis_)


def test_fractions_of_opportunities_are_refused():
    with pytest.raises(ValueError, match="not a whole number of opportunities"):
        BGBB().fit(table(recency=10.5))
    with pytest.raises(ValueError, match="frequency exceeds recency"):
        BGBB().fit(table(frequency=12))
    donors = BGBB.from_params(alpha=1.2, beta=0.75, gamma=0.66, delta=2.8)
    with pytest.raises(ValueError, match="horizon must be a whole number"):
        donors.expected_purchases(table(), 2.5)


@pytest.mark.parametrize("model", [BGNBD, ParetoNBD])
def test_rfm_recency_in_the_models_column_is_recognised(model, cdnow):
    since_last = (cdnow["T"] - cdnow["recency"]).where(cdnow["frequency"] > 0, 0.0)
    mixed = cdnow.assign(recency=since_last)
    mixed = mixed[(mixed["recency"] > 0) | (mixed["frequency"] == 0)]
    with pytest.raises(ValueError, match=r"time since the last purchase, as RFM .* T minus that"):
        model(period="W").fit(mixed)
    with pytest.raises(ValueError, match="time since the last purchase, as RFM"):
        MODEL.expected_purchases(mixed, "1 year")


def test_recency_as_the_models_mean_it_is_never_taken_for_rfms():
    # Rates and lifetimes that differ much, customers who leave at once, customers alike.
    for r, alpha, a, b in [(0.2, 4, 3, 1), (5, 10, 0.1, 9), (0.3, 1, 9, 0.5), (50, 100, 0.5, 2)]:
        model = BGNBD.from_params(r=r, alpha=alpha, a=a, b=b, period="W")
        for seed, time in enumerate((8.0, 52.0, 520.0)):
            made = model.simulate(400, T=time, seed=seed)
            assert (model.probability_alive(made) >= 0).all()
