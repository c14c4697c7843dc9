"""CustomerValue: the table multiplies out, the explanation tells the same numbers."""

import numpy as np
import pytest

from clvwidgets.data import TransactionLog, load_dataset
from clvwidgets.formulas import convert_rate
from clvwidgets.models import BGNBD, CustomerValue, GammaGamma, ParetoNBD


@pytest.fixture(scope="module")
def value(cdnow):
    return CustomerValue(BGNBD(period="W"), GammaGamma()).fit(cdnow)


def test_factors_multiply_to_the_value(value, cdnow):
    table = value.predict(cdnow, horizon=52, discount=0.15, margin=0.3)
    assert table.index.equals(cdnow.index)
    assert table.notna().all().all()
    product = table["probability_alive"] * table["purchases_if_alive"]
    assert product.to_numpy() == pytest.approx(table["discounted_purchases"].to_numpy())
    product = product * table["expected_spend"] * table["margin"]
    assert product.to_numpy() == pytest.approx(table["value"].to_numpy())


def test_endless_value_is_residual_purchases_times_spend(value, cdnow):
    rate = convert_rate(0.1, "year", "week")
    purchases = value.purchases.residual_purchases(cdnow, rate)
    want = purchases * value.spend.expected_spend(cdnow) * 0.3
    got = value.predict(cdnow, margin=0.3)["value"]
    assert got.to_numpy() == pytest.approx(want.to_numpy())
    short = value.predict(cdnow, horizon=52, margin=0.3)["value"]
    assert (short < got).all()


def test_explanation_names_every_number(value, cdnow):
    customer = cdnow["frequency"].idxmax()
    row = value.predict(cdnow, horizon=52, margin=0.3).loc[customer]
    text = value.explain(customer)
    for number in (f"{row['value']:,.2f}", f"{row['probability_alive']:.3f}", "52 weeks", "10.0%"):
        assert number in text
    with pytest.raises(KeyError, match="not in the table"):
        value.explain("nobody")
    with pytest.raises(AttributeError, match="Call predict"):
        CustomerValue(value.purchases, value.spend).explain(customer)


def test_the_table_of_the_caller_and_the_stored_one_are_apart(value, cdnow):
    columns = list(cdnow.columns)
    table = value.predict(cdnow, margin=0.3)
    table["value"] = 0.0
    assert (value.predictions_["value"] > 0).all()
    assert list(cdnow.columns) == columns


def test_rates_out_of_range(value, cdnow):
    with pytest.raises(ValueError, match=r"margin must lie between 0 and 1, got 30\. If you meant"):
        value.predict(cdnow, margin=30)
    with pytest.raises(ValueError, match=r"discount .* per year, got 10\. If you meant 10 percent"):
        value.predict(cdnow, discount=10, margin=0.3)
    with pytest.raises(ValueError, match="horizon must be 0 or more weeks"):
        value.predict(cdnow, horizon=-1, margin=0.3)


def test_independence_of_spend_is_judged(cdnow):
    verdict = GammaGamma().independence(cdnow)
    assert verdict.customers == 946
    assert verdict.pearson == pytest.approx(0.11, abs=0.01)
    assert not verdict.ok
    assert "Frequent buyers spend more" in str(verdict)


def test_models_agree_on_the_value_of_the_base(cdnow, value):
    other = CustomerValue(ParetoNBD(period="W"), value.spend)
    other.purchases.fit(cdnow)
    one = value.predict(cdnow, horizon=39, margin=1.0)["value"]
    two = other.predict(cdnow, horizon=39, margin=1.0)["value"]
    assert one.sum() == pytest.approx(two.sum(), rel=0.05)
    assert np.corrcoef(one, two)[0, 1] > 0.98


def test_the_obvious_two_lines_name_the_customer_who_never_paid():
    with pytest.warns(UserWarning, match=r"Left out: 1 repeat buyer .* 10244 \(0\)\. Gifts"):
        value = CustomerValue(BGNBD(), GammaGamma()).fit(
            TransactionLog(load_dataset("cdnow")).customers("W")
        )
    assert any("10244 (0)" in finding for finding in value.spend.diagnosis_.findings)
    assert value.spend.mean_spend_ == pytest.approx(36.1, abs=0.1)


def test_who_never_paid_is_left_out_and_told_as_the_limit_of_a_small_spend(cdnow):
    who = cdnow.index[cdnow["frequency"] > 0][:3]
    free = cdnow.assign(monetary_value=cdnow["monetary_value"].mask(cdnow.index.isin(who), 0.0))
    with pytest.warns(UserWarning, match="Left out: 3 repeat buyers"):
        left = GammaGamma().fit(free)
    assert left.params_ == pytest.approx(GammaGamma().fit(cdnow.drop(who)).params_)
    tiny = free.assign(monetary_value=free["monetary_value"].clip(lower=1e-9))
    assert left.expected_spend(free).to_numpy() == pytest.approx(
        left.expected_spend(tiny).to_numpy()
    )
    below = free.assign(monetary_value=free["monetary_value"].mask(free.index.isin(who), -5.0))
    assert left.expected_spend(below).equals(left.expected_spend(free))
    assert (left.log_likelihood(below)[who] == 0).all()


def test_a_horizon_in_words_is_the_same_in_every_period(value, cdnow):
    a_year = value.predict(cdnow, horizon="1 year", margin=0.3)["value"]
    assert "in the next 1 year" in value.explain(cdnow.index[0])
    assert a_year.equals(value.predict(cdnow, horizon=365.25 / 7, margin=0.3)["value"])
    assert a_year.sum() == pytest.approx(
        value.predict(cdnow, horizon="12 months", margin=0.3)["value"].sum()
    )
    # What a reader of months takes for a year is 12 weeks, three tenths of its worth.
    assert value.predict(cdnow, horizon=12, margin=0.3)["value"].sum() < 0.4 * a_year.sum()
    with pytest.raises(ValueError, match="does not know its period"):
        BGNBD.from_params(r=0.243, alpha=4.414, a=0.793, b=2.426).pmf(1, "1 year")
