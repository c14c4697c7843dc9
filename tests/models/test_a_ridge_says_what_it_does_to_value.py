"""The diagnosis tells what vague parameters and a short watch do to a value, and the way out."""

import pytest

from clvwidgets.data import TransactionLog, load_dataset
from clvwidgets.models import BGNBD, CustomerValue, GammaGamma, ParetoNBD


@pytest.fixture(scope="module")
def owners():
    machines = load_dataset("luxury_purchases")
    return TransactionLog(machines, "customer_id", "date", "amount").customers()


def test_a_ridge_tells_of_the_far_years_and_of_the_way_out(owners):
    fitted = CustomerValue(BGNBD(), GammaGamma()).fit(owners)
    for told in (str(fitted.purchases.diagnosis_), str(fitted.diagnosis_)):
        assert "Ridge: the data hardly tell b" in told
        for words in ("near future", "without horizon", "in total", "interval", "backtest()"):
            assert words in told


@pytest.mark.integration
def test_two_models_with_a_ridge_agree_on_a_year_and_part_on_the_far_years(owners):
    fits = [CustomerValue(model(), GammaGamma()).fit(owners) for model in (BGNBD, ParetoNBD)]
    assert all("Ridge" in str(fitted.purchases.diagnosis_) for fitted in fits)

    def apart(horizon):
        one, other = (m.predict(owners, horizon, margin=0.38)["value"].sum() for m in fits)
        return one / other - 1

    assert abs(apart("1 year")) < 0.04
    assert apart(None) > 0.2


def test_a_ridge_in_spend_says_nothing_of_horizons():
    few = GammaGamma.from_params(p=2.25, q=8.74, v=15.44).simulate([1, 2] * 60, seed=1)
    told = str(GammaGamma().fit(few).diagnosis_)
    assert "Ridge" in told
    assert "horizon" not in told
    assert "Intervals of the value" in told


def test_a_value_beyond_the_watch_is_told_though_no_parameter_is_vague():
    orders, people = load_dataset("shop_orders"), load_dataset("shop_customers")
    referred = people.loc[people["channel"] == "referral", "customer_id"]
    orders = orders[orders["customer_id"].isin(referred)]
    base = TransactionLog(orders, "customer_id", "date", "amount").customers()
    value = CustomerValue(BGNBD(), GammaGamma()).fit(base)
    assert value.purchases.diagnosis_.ok
    assert value.diagnosis_.ok
    watched = float(base["T"].mean())
    soon = value.predict(base, watched, margin=0.35)["value"].sum()
    assert value.diagnosis_.ok
    ever = value.predict(base, margin=0.35)["value"].sum()
    (told,) = value.diagnosis_.findings
    assert f"Far years: {1 - soon / ever:.0%} of the value" in told
    assert f"later than {watched:.0f} weeks" in told
    assert "backtest()" in told
    # What it warns of: the truth lies below the interval of the parameters (149 to 199 here).
    truth = load_dataset("truth_shop").set_index("customer_id").loc[base.index, "residual_value"]
    assert truth.sum() < 0.8 * ever


def test_a_model_that_was_not_fitted_has_no_diagnosis(cdnow):
    purchases = BGNBD.from_params(r=0.243, alpha=4.414, a=0.793, b=2.426, period="W")
    value = CustomerValue(purchases, GammaGamma.from_params(p=6.25, q=3.74, v=15.44))
    value.predict(cdnow, margin=0.3)
    with pytest.raises(AttributeError, match=r"no diagnosis_ yet\. Call fit"):
        _ = value.diagnosis_
