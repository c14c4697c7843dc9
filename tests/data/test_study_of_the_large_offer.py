"""The large trial of the offer is the small one in another shop, and shows what that cannot."""

import re

import numpy as np
import pandas as pd
import pytest

from clvwidgets._resources import resource_path
from clvwidgets.data import load_dataset
from clvwidgets.data.simulate import World
from clvwidgets.data.simulate.studies import offer_large

NET = "net"


@pytest.fixture(scope="module")
def pair():
    trial = load_dataset("experiments_offer_large").set_index("customer_id")
    truth = load_dataset("truth_offer_large").set_index("customer_id")
    return trial.assign(net=trial["margin"] - trial["cost"]), truth


def effect(trial, column=NET):
    """Difference of means between treated and others, and its standard error."""
    groups = trial.groupby("treated")[column]
    error = (groups.var() / groups.size()).sum() ** 0.5
    return groups.mean()[True] - groups.mean()[False], error


def test_what_was_known_before_is_what_the_other_shops_records_say():
    """Made again with pandas from the tables of that shop, as anybody would who had them."""
    world = World(seed=7, scale=0.01)
    other = World(seed=8, scale=0.1)
    trial = world.table("experiments_offer_large").set_index("customer_id")
    orders = other.table("shop_orders")
    lines = other.table("shop_order_lines").merge(orders[["order_id", "customer_id"]])
    lines = lines[lines["customer_id"].isin(trial.index)].merge(other.table("shop_products"))
    organic = lines["category"].eq("organic")
    counted = lines.groupby(["customer_id", "product_id", organic]).size().reset_index(name="n")
    counted = counted.sort_values(["customer_id", "n", "product_id"], ascending=[True, False, True])
    favourite = counted.drop_duplicates("customer_id").set_index("customer_id")["category"]
    year = orders[orders["date"] > "2024-01-01"].groupby("customer_id")
    for column, expected in {
        "organic": favourite,
        "organic_share": organic.groupby(lines["customer_id"]).mean().round(3),
        "lines": lines.groupby("customer_id").size(),
        "spent": year["amount"].sum().round(2).reindex(trial.index, fill_value=0.0),
        "orders_before": year.size().reindex(trial.index, fill_value=0),
    }.items():
        pd.testing.assert_series_equal(
            trial[column], expected.reindex(trial.index), check_names=False, check_dtype=False
        )
    customers = other.table("shop_customers").set_index("customer_id").loc[trial.index]
    told = ["app", "age_group", "household"]
    pd.testing.assert_frame_equal(trial[told], customers[told])


def test_its_columns_are_those_of_the_small_trial_and_more(pair):
    small = load_dataset("experiments_offer")
    assert set(small.columns) <= set(load_dataset("experiments_offer_large").columns)
    trial, truth = pair
    assert trial.index.equals(truth.index)
    untreated, treated = trial[~trial["treated"]], trial[trial["treated"]]
    assert (untreated["cost"] == 0).all()
    np.testing.assert_allclose(treated["cost"], 0.40 + 0.08 * treated["revenue"], atol=0.0051)


@pytest.mark.parametrize(
    "rule",
    ["organic", "not organic", "orders_before > 5", "age_group == '60+' and not app", "lines > 0"],
)
def test_a_rule_fixed_before_finds_the_true_gain_within_its_interval(pair, rule):
    trial, truth = pair
    chosen = trial.query(rule)
    found, error = effect(chosen)
    assert abs(found - truth.loc[chosen.index, "offer_net"].mean()) < 1.96 * error
    assert abs(found) > 1.96 * error, "a large trial that shows nothing teaches nothing"


def test_the_small_trial_cannot_show_that_organic_buyers_gain(pair):
    """Its error is as large as the gain: the large trial needs no luck to be the better one."""
    trial, truth = pair
    organic = trial[trial["organic"]]
    gain = truth.loc[organic.index, "offer_net"].mean()
    _, error = effect(organic)
    small = error * (len(trial) / len(load_dataset("experiments_offer"))) ** 0.5
    assert gain > 1.8 * error
    assert gain < 1.0 * small


def test_of_those_who_look_organic_so_many_respond_as_the_sheet_says(pair):
    trial, truth = pair
    assert sorted(truth["rate_change"].unique()) == [-0.25, 0.04, 0.8]
    responds = (truth["rate_change"] == 0.8).groupby(trial["organic"]).mean()
    sheet = (resource_path("datasets") / "experiments.md").read_text(encoding="utf-8")
    said = re.search(r"drawn: (\d+) of 100 who\s+look .* so have (\d+) of 100 of the", sheet)
    assert [float(said[1]), float(said[2])] == (
        100 * responds.reindex([True, False])
    ).round().tolist()


@pytest.mark.integration
def test_in_other_worlds_the_estimates_lie_around_the_truth_as_well():
    away = []
    for seed in range(8):
        world = World(seed=seed, scale=0.05)
        trial = world.table("experiments_offer_large").set_index("customer_id")
        trial[NET] = trial["margin"] - trial["cost"]
        truth = world.table("truth_offer_large").set_index("customer_id")["offer_net"]
        for looks in (True, False):
            chosen = trial[trial["organic"] == looks]
            found, error = effect(chosen)
            away.append((found - truth[chosen.index].mean()) / error)
    assert np.abs(away).max() < 3.5
    assert abs(np.mean(away)) < 3 / len(away) ** 0.5


@pytest.mark.parametrize(("scale", "larger"), [(0.01, 0.1), (3.0, 20.0)])
def test_the_other_shop_is_ten_times_as_large_as_far_as_a_scale_may_go(scale, larger, monkeypatch):
    asked = []

    def made(world, name):
        asked.append((world.seed, world.scale, world.churn, name))
        raise StopIteration

    monkeypatch.setattr(World, "table", made)
    with pytest.raises(StopIteration):
        offer_large.trial_and_truth(World(seed=3, scale=scale, churn=0.02))
    assert asked == [(4, larger, 0.02, "experiments_offer")]
