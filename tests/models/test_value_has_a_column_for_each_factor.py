"""CustomerValue: the table multiplies out, the explanation tells the same numbers."""

import numpy as np
import pandas as pd
import pytest

from clvwidgets.data import (
    TransactionLog,
    load_dataset,
    margin_after_returns,
    margins_by_customer,
)
from clvwidgets.data.simulate import World
from clvwidgets.formulas import convert_rate
from clvwidgets.models import (
    BGNBD,
    CustomerValue,
    GammaGamma,
    ParetoNBD,
    base_value,
    newcomer_value,
)
from clvwidgets.segments.customer_card import predicted_factors


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


def test_margins_and_returns_belong_to_customers_not_to_rows(value, cdnow):
    share = pd.Series(np.linspace(0.1, 0.6, len(cdnow)), cdnow.index)
    lost = pd.Series(np.linspace(2.0, 0.0, len(cdnow)), cdnow.index)
    stranger = pd.Series([0.9], index=[-1])
    shuffled = pd.concat([stranger, share.sample(frac=1.0, random_state=1)])
    table = value.predict(cdnow, horizon=52, margin=shuffled, returns=lost[::-1])
    whole = value.predict(cdnow, horizon=52, margin=1.0)
    want = whole["value"] * share - whole["discounted_purchases"] * lost
    assert table["value"].to_numpy() == pytest.approx(want.to_numpy())
    product = table["discounted_purchases"] * table["expected_spend"] * table["margin"]
    assert product.to_numpy() == pytest.approx(want.to_numpy())


def test_returns_in_proportion_to_the_spend_are_a_lower_margin(value, cdnow):
    a_tenth = 0.1 * value.spend.expected_spend(cdnow)
    with_returns = value.predict(cdnow, margin=0.4, returns=a_tenth)
    lower = value.predict(cdnow, margin=0.3)
    assert with_returns["value"].to_numpy() == pytest.approx(lower["value"].to_numpy())
    assert with_returns["margin"].to_numpy() == pytest.approx(0.3)


def test_the_explanation_takes_returns_off_and_comes_to_the_value(value, cdnow):
    customer = cdnow["frequency"].idxmax()
    row = value.predict(cdnow, horizon=52, margin=0.3, returns=1.5).loc[customer]
    text = value.explain(customer)
    steps = {line[:1]: float(line[2:10]) for line in text.splitlines()[4:]}
    bought = row["discounted_purchases"]
    assert "0.30   margin before returns" in text
    assert "returns, 1.50 for each of these purchases" in text
    assert steps["-"] == pytest.approx(1.5 * bought, abs=0.006)
    want = bought * row["expected_spend"] * 0.3 - 1.5 * bought
    assert steps["="] == pytest.approx(want, abs=0.006)
    value.predict(cdnow, horizon=52, margin=0.3)
    assert "returns" not in value.explain(customer)


def test_factors_beside_the_average_multiply_with_returns_too(value, cdnow):
    table = value.predict(cdnow, horizon=52, margin=0.3, returns=0.5)
    factors = predicted_factors(table, cdnow.index[0]).set_index("factor")
    parts = factors.drop(index="value")
    assert parts["amount"].prod() == pytest.approx(factors.loc["value", "amount"])
    assert parts["average"].prod() == pytest.approx(factors.loc["value", "average"])


@pytest.mark.parametrize("name", ["margin", "returns"])
def test_a_customer_without_margin_or_returns_is_named(value, cdnow, name):
    given = {"margin": pd.Series(0.3, cdnow.index), "returns": pd.Series(1.0, cdnow.index)}
    who = cdnow.index[3]

    def predict(series):
        value.predict(cdnow, **{**given, name: series})

    with pytest.raises(ValueError, match=f"{name} has no entry for 1 of .* first for {who}[. ]"):
        predict(given[name].drop(who))
    with pytest.raises(ValueError, match=f"{name} is missing or infinite for 1 of .* for {who} "):
        predict(given[name].where(given[name].index != who))
    with pytest.raises(ValueError, match=f"{name} .* for 1 of .* for {who} .got -2"):
        predict(given[name].where(given[name].index != who, -2))
    with pytest.raises(ValueError, match=f"{name} has two entries for customer"):
        predict(pd.concat([given[name], given[name][:1]]))
    with pytest.raises(ValueError, match=f"{name} must"):
        predict(-2.0)


def test_a_new_fit_explains_nothing_that_the_old_one_predicted(cdnow):
    value = CustomerValue(BGNBD(), GammaGamma()).fit(cdnow[:900])
    value.predict(cdnow, 52, margin=0.3)
    value.fit(cdnow[900:])
    with pytest.raises(AttributeError, match="has predicted nothing yet"):
        value.explain(cdnow.index[0])


def test_the_value_of_the_base_is_a_sum_and_the_stored_predictions_stay(value, cdnow):
    stored = value.predict(cdnow, margin=0.3)
    assert base_value(value, cdnow, margin=0.3) == pytest.approx(stored["value"].sum())
    few, count = cdnow[:50], np.arange(50) % 4
    counted = base_value(value, few.assign(count=count), "1 year", margin=0.3, returns=1.0)
    many = few.loc[few.index.repeat(count)]
    assert counted == pytest.approx(base_value(value, many, "1 year", margin=0.3, returns=1.0))
    pd.testing.assert_frame_equal(value.predictions_, stored)


def test_a_newcomer_is_worth_the_first_purchase_and_those_to_come(value):
    almost = newcomer_value(value, 52, 1e-9, margin=0.3, returns=1.0)
    bought = 1.0 + value.purchases.expected_purchases_new(52)
    assert almost == pytest.approx(bought * (value.spend.mean_spend_ * 0.3 - 1.0))
    made = value.purchases.simulate(20_000, 52.0, seed=1)["frequency"]
    assert bought == pytest.approx(1.0 + made.mean(), abs=4 * made.std() / np.sqrt(len(made)))
    assert newcomer_value(value, margin=0.3) > newcomer_value(value, 52, margin=0.3)


@pytest.mark.integration
def test_the_shops_base_is_worth_the_truth_once_returns_are_known():
    after, before = [], []
    for seed in range(6):
        world = World(seed=seed, scale=0.2)
        orders, returns = world.table("shop_orders"), world.table("shop_returns")
        base = TransactionLog(orders, "customer_id", "date", "amount").customers()
        value = CustomerValue(BGNBD(), GammaGamma()).fit(base)
        truth = world.table("truth_shop")["residual_value"].sum()
        own = margins_by_customer(orders, returns)
        kept = margin_after_returns(orders, returns[:0])
        after.append(base_value(value, base, margin=own["margin"], returns=own["returns"]) / truth)
        before.append(base_value(value, base, margin=kept) / truth)
    error = np.std(after) / np.sqrt(len(after) - 1)
    assert np.mean(after) == pytest.approx(1.0, abs=max(3 * error, 0.05))
    assert np.mean(before) - np.mean(after) > 0.08
