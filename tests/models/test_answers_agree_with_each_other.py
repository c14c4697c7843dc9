"""Identities between the methods of a model, and between models."""

import numpy as np
import pandas as pd
import pytest

from clvwidgets.formulas import shrunk_spend
from clvwidgets.models import BGBB, BGNBD, MBGNBD, BetaDiscreteWeibull, GammaGamma, ParetoNBD
from clvwidgets.models._histories import read_histories

MODELS = [
    BGNBD.from_params(r=0.5, alpha=5.0, a=0.8, b=2.5),
    MBGNBD.from_params(r=0.5, alpha=5.0, a=0.8, b=2.5),
    ParetoNBD.from_params(r=0.5, alpha=5.0, s=0.6, beta=12.0),
    BGBB.from_params(alpha=1.2, beta=0.75, gamma=0.66, delta=2.8),
]
HISTORIES = pd.DataFrame(
    {"frequency": [0, 1, 5, 12], "recency": [0, 3, 9, 30], "T": [30, 35, 38, 31]},
    index=list("abcd"),
)
every_model = pytest.mark.parametrize("model", MODELS, ids=lambda model: type(model).__name__)


@every_model
def test_probabilities_of_counts_add_up_to_one_and_to_the_expectation(model):
    horizon = 30
    numbers = np.arange(0, 31 if isinstance(model, BGBB) else 1500)
    pmf = model.pmf(numbers, horizon)
    assert pmf.sum() == pytest.approx(1.0, abs=1e-9)
    assert pmf @ numbers == pytest.approx(model.expected_purchases_new(horizon), rel=1e-7)


@every_model
def test_gradient_is_the_slope_of_the_likelihood(model):
    histories = read_histories(HISTORIES)
    params = model._values()
    gradient = model._evaluate(params, histories)[1]
    for i, value in enumerate(params):
        step = np.zeros(4)
        step[i] = 1e-5 * value
        higher, lower = (model._evaluate(params + k * step, histories)[0] for k in (1, -1))
        assert gradient[:, i] == pytest.approx(
            (higher - lower) / (2e-5 * value), rel=1e-6, abs=1e-8
        )


@every_model
def test_discounted_purchases_approach_plain_ones_without_discount(model):
    tiny = model.residual_purchases(HISTORIES, 1e-10, horizon=40)
    assert tiny.tolist() == pytest.approx(
        model.expected_purchases(HISTORIES, 40).tolist(), rel=1e-7
    )


@every_model
def test_in_no_time_nothing_comes(model):
    assert model.residual_purchases(HISTORIES, 0.05, horizon=0).tolist() == [0] * len(HISTORIES)


@every_model
def test_a_long_horizon_approaches_the_endless_one(model):
    endless = model.residual_purchases(HISTORIES, 0.05)
    long = model.residual_purchases(HISTORIES, 0.05, horizon=900)
    assert long.tolist() == pytest.approx(endless.tolist(), rel=1e-8)
    assert (model.residual_purchases(HISTORIES, 0.05, horizon=10) < endless).all()


@every_model
def test_discounted_purchases_are_the_sum_over_short_times(model):
    edges = np.linspace(0, 20, 21 if isinstance(model, BGBB) else 41)
    made = np.diff([model.expected_purchases(HISTORIES, float(t)) for t in edges], axis=0)
    when = edges[1:] if isinstance(model, BGBB) else (edges[1:] + edges[:-1]) / 2
    want = (1.01**-when) @ made
    got = model.residual_purchases(HISTORIES, 0.01, horizon=20)
    assert got.tolist() == pytest.approx(want.tolist(), rel=1e-5)


@pytest.mark.parametrize("model", MODELS[2:], ids=lambda model: type(model).__name__)
def test_purchases_fade_with_the_probability_to_be_alive(model):
    # Where buying and leaving are independent, the rate falls as the probability does.
    step = 1 if isinstance(model, BGBB) else 1e-3
    grown = [
        model.expected_purchases(HISTORIES, 20 + step) - model.expected_purchases(HISTORIES, 20),
        model.expected_purchases(HISTORIES, step),
    ]
    last, first = (20 + step, step) if isinstance(model, BGBB) else (20, 0)
    want = model.probability_alive(HISTORIES, last) / model.probability_alive(HISTORIES, first)
    assert (grown[0] / grown[1]).tolist() == pytest.approx(want.tolist(), rel=1e-4)


@every_model
def test_next_purchase_comes_in_half_of_the_cases_before_the_median(model):
    table = model.next_purchase(HISTORIES)
    assert list(table.columns) == ["probability", "lower", "median", "upper"]
    assert table.index.tolist() == list("abcd")
    assert (table["lower"] <= table["median"]).all()
    assert (table["median"] <= table["upper"]).all()
    assert (table["probability"] <= model.probability_alive(HISTORIES) + 1e-12).all()


@every_model
def test_the_next_purchase_comes_within_its_quantiles(model):
    told = model.next_purchase(HISTORIES, interval=0.8)
    for _, row in told.iterrows():
        one = HISTORIES.loc[[row.name]]
        share = model.probability_to_buy(one, row["upper"]).iloc[0] / row["probability"]
        # The BG/BB model knows whole opportunities only.
        assert share == pytest.approx(0.9) or (isinstance(model, BGBB) and share > 0.9)
        assert model.probability_to_buy(one, 0).iloc[0] == 0


def test_next_purchase_names_days_where_the_end_is_known():
    model = BGNBD.from_params(r=0.5, alpha=5.0, a=0.8, b=2.5, period="W")
    periods = model.next_purchase(HISTORIES)
    days = model.next_purchase(HISTORIES, end="2024-02-28")
    wait = (days["median"] - pd.Timestamp("2024-02-28")).dt.days
    assert wait.tolist() == np.ceil(periods["median"] * 7).tolist()
    assert days["probability"].equals(periods["probability"])
    rare = model.next_purchase(HISTORIES, interval=0.9999999, end="2024-02-28")
    assert rare["upper"].isna().any()
    with pytest.raises(ValueError, match=r"end must be a date such as 2024-12-31, got 'soon'"):
        model.next_purchase(HISTORIES, end="soon")
    unknown = BGNBD.from_params(**model.params_)
    with pytest.raises(ValueError, match="does not know its period, so it cannot name dates"):
        unknown.next_purchase(HISTORIES, end="2024-02-28")


@every_model
def test_a_count_is_worth_as_many_rows(model):
    few = model.simulate(30, 30, seed=2)[list(HISTORIES)].assign(count=[4, 3, 2] * 10)
    many = few.loc[few.index.repeat(few["count"]), list(HISTORIES)]
    one, two = type(model)().fit(many), type(model)().fit(few)
    assert one.params_ == pytest.approx(two.params_)
    assert one.log_likelihood_ == pytest.approx(two.log_likelihood_)


@every_model
def test_answers_keep_the_index_and_leave_the_table_alone(model):
    before = HISTORIES.copy(deep=True)
    for answer in (
        model.probability_alive(HISTORIES),
        model.expected_purchases(HISTORIES, 10),
        model.residual_purchases(HISTORIES, 0.01),
        model.log_likelihood(HISTORIES),
    ):
        assert answer.index.equals(HISTORIES.index)
    pd.testing.assert_frame_equal(HISTORIES, before)


@pytest.mark.parametrize("model", MODELS[:3], ids=lambda model: type(model).__name__)
def test_a_change_of_period_changes_no_answer(model):
    scale = {"r": 1, "a": 1, "b": 1, "s": 1, "alpha": 7, "beta": 7}
    daily = type(model).from_params(
        **{name: value * scale[name] for name, value in model.params_.items()}
    )
    days = HISTORIES.assign(recency=7 * HISTORIES["recency"], T=7 * HISTORIES["T"])
    weekly, per_day = model.probability_alive(HISTORIES), daily.probability_alive(days)
    assert per_day.tolist() == pytest.approx(weekly.tolist())
    weekly, per_day = model.expected_purchases(HISTORIES, 10), daily.expected_purchases(days, 70)
    assert per_day.tolist() == pytest.approx(weekly.tolist())


def test_polars_gives_the_same_as_pandas():
    polars = pytest.importorskip("polars")
    table = polars.DataFrame(HISTORIES.reset_index(drop=True).to_dict("list"))
    got = MODELS[0].probability_alive(table)
    assert got.tolist() == MODELS[0].probability_alive(HISTORIES).tolist()


def test_retention_rises_with_tenure_and_weibull_can_turn_it():
    rising = BetaDiscreteWeibull.from_params(alpha=0.7, beta=3.8, c=1.0).retention(range(1, 9))
    assert (np.diff(rising) > 0).all()
    falling = BetaDiscreteWeibull.from_params(alpha=5.0, beta=50.0, c=2.0).retention(range(1, 5))
    assert (np.diff(falling) < 0).all()


def test_spend_to_expect_is_ones_own_and_everybodys_by_the_weight():
    """And the formula that the browser has says the same."""
    p, q, v = 6.25, 3.74, 15.44
    model = GammaGamma.from_params(p=p, q=q, v=v)
    table = pd.DataFrame(
        {"frequency": [0, 1, 2, 30], "monetary_value": [0.0, 11.77, 200.0, 35.0]},
        index=list("abcd"),
    )
    weight, own = model.weight(table), table["monetary_value"]
    assert weight.index.equals(table.index)
    assert weight.iloc[0] == 0
    assert weight.is_monotonic_increasing
    mixed = weight * own + (1 - weight) * model.mean_spend_
    pd.testing.assert_series_equal(mixed, model.expected_spend(table), check_names=False)
    by_formula = shrunk_spend(p, q, v, table["frequency"], own)
    pd.testing.assert_series_equal(by_formula, mixed, check_names=False)
    with pytest.raises(ValueError, match="The mean spend is infinite"):
        GammaGamma.from_params(p=p, q=0.9, v=v).weight(table)
    with pytest.raises(ValueError, match="frequency is not a whole number"):
        model.weight(table.assign(frequency=0.5))
