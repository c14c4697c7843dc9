"""Leaving by price is found again as it was planted, and equals other software's line."""

import numpy as np
import pytest
import statsmodels.api as sm

from clvwidgets import load_dataset
from clvwidgets.data.simulate import World
from clvwidgets.data.simulate.studies import prices as planted
from clvwidgets.effects import churn_response

TODAY = planted.USUAL_FEE
TRUE = {"churn": planted.CHURN, "further": planted.CHURN_PER_EURO * TODAY / 10}


@pytest.fixture(scope="module")
def trial():
    return load_dataset("subscription_price_trial")


def test_the_planted_leaving_lies_within_the_intervals(trial):
    found = churn_response(trial, price_today=TODAY).set_index("measure")
    for name, true in TRUE.items():
        assert found.loc[name, "low"] < true < found.loc[name, "high"]
        assert found.loc[name, "low"] > 0


@pytest.mark.integration
def test_over_many_worlds_the_intervals_hold_what_was_planted():
    inside = []
    for seed in range(40):
        world = World(seed=seed, scale=0.3)
        found = churn_response(world.table("subscription_price_trial"), price_today=TODAY)
        true = found["measure"].map(TRUE)
        inside += [*((found["low"] <= true) & (true <= found["high"]))]
    assert 0.88 <= np.mean(inside) <= 0.99


def test_the_line_is_that_of_statsmodels(trial):
    paid = trial[trial["months_paid"] > 0]
    paid = paid.assign(months_paid=paid["months_paid"] - ~paid["ended"])
    each = paid.groupby("fee")[["months_paid", "ended"]].sum()
    x = sm.add_constant((each.index.to_numpy() / TODAY - 1) * 10)
    fit = sm.WLS(each["ended"] / each["months_paid"], x, weights=each["months_paid"]).fit()
    found = churn_response(trial, price_today=TODAY)
    assert found["value"].to_list() == pytest.approx([*fit.params])
    share = each["ended"].sum() / each["months_paid"].sum()
    scale = (share * (1 - share) / fit.scale) ** 0.5  # binomial noise in place of that of the line
    assert found["standard_error"].to_list() == pytest.approx([*(fit.bse * scale)])


def test_the_line_may_be_described_at_any_price(trial):
    """The same line: at 57.60 the churn is that of 48 with two tenths more."""
    at_48 = churn_response(trial, price_today=48).set_index("measure")["value"]
    at_58 = churn_response(trial, price_today=57.6).set_index("measure")["value"]
    assert at_58["churn"] == pytest.approx(at_48["churn"] + 2 * at_48["further"])
    assert at_58["further"] == pytest.approx(1.2 * at_48["further"])


def test_what_cannot_be_measured_is_refused(trial):
    with pytest.raises(ValueError, match="There are 1 prices"):
        churn_response(trial.query("fee == 48"), price_today=48)
    with pytest.raises(ValueError, match=r"0 of .* periods ended a stay"):
        churn_response(trial.assign(ended=False), price_today=48)
    with pytest.raises(ValueError, match="lacks the column price='fee'"):
        churn_response(trial.drop(columns="fee"), price_today=48)
    with pytest.raises(
        ValueError, match="periods='months_paid' must hold numbers of 0 or more; 12000"
    ):
        churn_response(trial.assign(months_paid=-1), price_today=48)
    with pytest.raises(ValueError, match="Nobody paid a period"):
        churn_response(trial.query("not signed"), price_today=48)
