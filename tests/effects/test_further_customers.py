"""What a step of the budget buys: as by hand, as by simulation, and as the simulator planted."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from clvwidgets.data import load_dataset
from clvwidgets.effects import further_customers
from clvwidgets.strategies import saturating_customers


def weeks(draws, seed=0):
    """Weeks of a channel whose customers follow a known curve; the budget is drawn by lot."""
    rng = np.random.default_rng(seed)
    spend = rng.choice([800.0, 1600.0, 3200.0], draws)
    won = rng.poisson(saturating_customers(spend, 66.0, 900.0))
    return pd.DataFrame({"spend": spend, "new_customers": won})


def test_by_hand():
    table = pd.DataFrame({"spend": [100, 100, 300, 300], "new_customers": [4, 6, 9, 11]})
    found = further_customers(table, {"more": (100, 300)}, worth=60).loc["more"]
    assert (found["money"], found["customers"], found["cost"]) == (200, 5, 40)
    assert found["back"] == pytest.approx(60 / 40)
    reach = 4.302653 * np.sqrt(2)  # Student's t with two degrees of freedom
    assert found["customers_low"] == pytest.approx(5 - reach, rel=1e-6)
    assert found["cost_low"] == pytest.approx(200 / (5 + reach), rel=1e-6)


def test_the_cost_is_the_money_over_the_customers_at_both_ends():
    found = further_customers(weeks(200), {"half": (800, 1600), "double": (1600, 3200)})
    assert found["cost_high"].to_numpy() == pytest.approx(found["money"] / found["customers_low"])
    assert found["cost_low"].to_numpy() == pytest.approx(found["money"] / found["customers_high"])


def test_intervals_hold_the_truth_as_often_as_they_say():
    more = saturating_customers(3200.0, 66.0, 900.0) - saturating_customers(1600.0, 66.0, 900.0)
    hits = 0
    for seed in range(400):
        found = further_customers(weeks(120, seed), {"double": (1600, 3200)}).loc["double"]
        hits += found["cost_low"] <= 1600 / more <= found["cost_high"]
    assert hits / 400 == pytest.approx(0.95, abs=0.03)


def test_the_packaged_weeks_agree_with_a_bootstrap():
    """Resampled weeks gave 119 with 89 to 182, and 72 with 50 to 126, eight thousand times each."""
    ads = load_dataset("marketing_weekly").query("line == 'shop' and channel == 'paid'")
    found = further_customers(ads, {"double": (1600, 3200), "half": (800, 1600)})
    assert found.loc["double", ["cost", "cost_low", "cost_high"]].tolist() == pytest.approx(
        [119, 89, 182], rel=0.03
    )
    assert found.loc["half", ["cost", "cost_low", "cost_high"]].tolist() == pytest.approx(
        [72, 50, 126], rel=0.03
    )


def test_each_channel_is_measured_in_its_own_rows():
    shop = load_dataset("marketing_weekly").query("line == 'shop'")
    steps = {"paid": (1600, 3200), "content": (250, 500)}
    together = further_customers(shop, steps, by="channel", worth=pd.Series({"paid": 81.0} | {
        "content": 165.0
    }))  # fmt: skip
    for name, step in steps.items():
        alone = further_customers(shop[shop["channel"] == name], {name: step})
        assert together.loc[name, alone.columns].tolist() == alone.loc[name].tolist()


def test_a_step_that_may_win_nobody_has_a_cost_without_limit():
    table = pd.DataFrame({"spend": [1, 1, 1, 2, 2, 2], "new_customers": [5, 9, 1, 6, 2, 9]})
    found = further_customers(table, {"more": (1, 2)}).loc["more"]
    assert found["customers_low"] < 0
    assert found["cost_high"] == np.inf
    fewer = further_customers(table.assign(new_customers=[9, 8, 9, 1, 2, 1]), {"more": (1, 2)})
    assert fewer.loc["more", ["cost", "cost_low", "cost_high"]].tolist() == [np.inf] * 3


def test_weeks_that_do_not_vary_have_an_interval_without_width():
    table = pd.DataFrame({"spend": [1, 1, 2, 2], "new_customers": [5, 5, 7, 7]})
    found = further_customers(table, {"more": (1, 2)}).loc["more"]
    assert found["cost_low"] == found["cost"] == found["cost_high"] == 0.5


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"steps": {}}, "steps is empty"),
        ({"steps": {"a": (3200, 1600)}}, "the smaller one first"),
        ({"steps": {"a": 1600}}, "two budgets"),
        ({"steps": {"a": (1600, 9000)}}, "9,000 was spent in 0 rows"),
        ({"spend": "money"}, "lacks the column spend='money'"),
        ({"worth": pd.Series({"b": 1.0})}, "worth says nothing of 'a'"),
    ],
)
def test_what_cannot_be_measured_is_refused_in_a_sentence(given, says):
    with pytest.raises(ValueError, match=says):
        further_customers(weeks(60), **{"steps": {"a": (800, 1600)}, **given})
