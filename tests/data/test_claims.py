"""The table of claims says of each whether it claims too much or too little, by its own numbers."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from clvwidgets._resources import resource_path
from clvwidgets.data import load_dataset
from clvwidgets.data.simulate import World, experiments

FIVE_TIMES = "A new customer costs five times as much as keeping one"


@pytest.fixture(scope="module")
def claims():
    return load_dataset("truth_claims").set_index("claim")


def for_one_unit_of_cause(row):
    """Effect here as a multiple of what is claimed for as much of the cause."""
    return (row.here_effect / row.here_cause) / (row.claimed_effect / row.claimed_cause)


def test_each_verdict_follows_from_the_rows_own_numbers(claims):
    tables = [
        claims.reset_index(),
        *(World(seed=s, scale=0.02).table("truth_claims") for s in (1, 2)),
    ]
    for row in pd.concat(tables).itertuples():
        times = for_one_unit_of_cause(row)
        word = "below" if times < 0.9 else "above" if times > 1 / 0.9 else "about"
        assert row.verdict == word, (row.claim, times)


def test_a_claim_that_is_far_too_low_is_not_said_to_be_so(claims):
    """Where 2 and 0.75 percent of value are claimed for one of satisfaction, 3.5 and 5.0 come."""
    satisfaction = claims[claims["cause"].str.startswith("satisfaction")]
    a_percent = satisfaction["here_effect"] / satisfaction["here_cause"]
    assert a_percent.round(1).tolist() == [3.5, 5.0]
    assert (satisfaction["verdict"] == "above").all()
    page = (resource_path("datasets") / "world.md").read_text(encoding="utf-8")
    assert "3.5 percent for each percent (boxes on time) and 5.0 (fast help)" in page


def test_where_nothing_can_be_moved_no_verdict_is_given():
    table = World(seed=1, scale=0.01, churn=0.0).table("truth_claims")
    still = table["here_cause"] == 0
    assert still.sum() == 3
    assert (table["verdict"] == "not moved").eq(still).all()


@pytest.mark.parametrize("seed", [5, 10])
def test_a_shop_that_everybody_has_left_has_claims_without_gaps(seed):
    with np.errstate(all="raise"):
        table = World(seed=seed, scale=0.001, churn=0.3).table("truth_claims")
    assert table.notna().all(axis=None)


def cost_of_a_new_customer(world):
    weekly = world.table("marketing_weekly").query("line == 'shop'")
    paid = weekly[~weekly["channel"].isin(["referral", "direct"])]
    return paid["spend"].sum() / paid["new_customers"].sum()


def cost_of_one_more_who_orders(trial):
    """Cost of the voucher for one more customer who orders, and its relative standard error."""
    ordered = (trial["orders"] > 0).groupby(trial["treated"])
    more = ordered.mean()[True] - ordered.mean()[False]
    error = (ordered.var() / ordered.size()).sum() ** 0.5
    return trial.loc[trial["treated"], "cost"].mean() / more, error / more


@pytest.mark.integration
def test_the_five_times_are_what_the_trial_of_the_voucher_shows():
    away = []
    for world in [World(), *(World(seed=seed, scale=0.3) for seed in range(6))]:
        again, error = cost_of_one_more_who_orders(world.table("experiments_winback"))
        found = np.log(cost_of_a_new_customer(world) / again)
        truth = world.table("truth_claims").set_index("claim")["here_effect"][FIVE_TIMES]
        away.append((found - np.log(truth)) / error)
    assert np.abs(away).max() < 3
    assert abs(np.mean(away)) < 3 / len(away) ** 0.5


@pytest.mark.integration
def test_who_knew_which_of_the_silent_have_left_would_pay_less_as_the_page_says():
    world = World()
    who, voucher = world.prospects, experiments.TREATMENTS.index("winback")
    gone = (who.lapsed == 1) & (who.alive == 0)
    back = replace(who, alive=np.zeros(len(gone))).expected_orders(voucher, 1.0)
    cost = experiments.cost(voucher, back * who.spend)[gone].sum() / who.comes_back[gone].sum()
    page = (resource_path("datasets") / "world.md").read_text(encoding="utf-8")
    assert f"find {cost_of_a_new_customer(world) / cost:.1f} in place of 0.9" in page.replace(
        "\n  ", " "
    )
