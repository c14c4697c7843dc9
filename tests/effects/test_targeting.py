"""Arms by share tell the curves once more, for any margin and cost."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from clvwidgets.data import load_dataset
from clvwidgets.effects import arms_by_share, profit_curve, uplift_curve


def test_the_shares_make_the_profit_curve_of_any_terms():
    trial = load_dataset("experiments_offer_large")
    given = trial["revenue"], trial["orders_before"], trial["treated"]
    arms = arms_by_share(*given, places=21)
    rate, discount, contact = 0.349, 0.08, 0.40
    cost = (discount * trial["revenue"] + contact) * trial["treated"]
    curve = profit_curve(*given, rate, cost)
    net = (rate - discount) * arms["treated_mean"] - rate * arms["others_mean"] - contact
    error = ((rate - discount) * arms["treated_error"]) ** 2 + (rate * arms["others_error"]) ** 2
    for share in (0.25, 0.5, 1):
        at, cut = round(share * 20), curve.at(share)
        # Between cuts the curve is straight, where means of a random part are nearly so.
        assert net[at] * cut.customers == pytest.approx(cut.value, rel=0.01)
        assert error[at] ** 0.5 * cut.customers == pytest.approx(
            (cut.high - cut.low) / 2 / 1.959964, rel=0.01
        )


def test_all_customers_have_the_means_of_the_trial():
    trial = load_dataset("experiments_offer_large")
    last = arms_by_share(trial["orders"], trial["spent"], trial["treated"]).iloc[-1]
    arms = trial.groupby("treated")["orders"].agg(["mean", "sem", lambda x: (x > 0).mean()])
    treated, others = arms.loc[True].tolist(), arms.loc[False].tolist()
    found = last[["treated_mean", "treated_error", "treated_any"]].tolist()
    assert found == pytest.approx(treated)
    assert last[["others_mean", "others_error", "others_any"]].tolist() == pytest.approx(others)


def test_one_score_for_all_gives_the_same_means_everywhere():
    random = np.random.default_rng(1)
    outcome, treated = random.random(500), random.random(500) < 0.5
    arms = arms_by_share(outcome, np.zeros(500), treated, places=5)
    assert arms["treated_mean"].nunique() == 1 or np.ptp(arms["treated_mean"]) < 1e-12
    end = uplift_curve(outcome, np.zeros(500), treated).at(1)
    assert 500 * (arms["treated_mean"] - arms["others_mean"]).iloc[2] == pytest.approx(end.value)


def test_nothing_is_missing_where_few_are():
    arms = arms_by_share([1, 0] * 30, range(60), [1, 0, 0, 1] * 15, places=101)
    assert not arms.isna().to_numpy().any()
    assert (arms["treated_error"] > 0).all()
    with pytest.raises(ValueError, match="9 customers were treated and 51 were not"):
        arms_by_share([1, 0] * 30, range(60), [1] * 9 + [0] * 51)
    with pytest.raises(ValueError, match="places must lie between"):
        arms_by_share([1, 0] * 30, range(60), [1, 0] * 30, places=1)


def test_the_order_of_rows_never_matters():
    trial = load_dataset("experiments_offer")
    mixed = trial.sample(frac=1, random_state=2)
    tables = [
        arms_by_share(one["revenue"], one["orders_before"], one["treated"])
        for one in (trial, mixed)
    ]
    pd.testing.assert_frame_equal(*tables, check_exact=True)
