"""What the shop's studies planted is found again, in several worlds and in the packaged one."""

import numpy as np
import pandas as pd
import pytest

from clvwidgets.data import load_dataset
from clvwidgets.data.simulate import World
from clvwidgets.data.simulate.studies import lost_orders, refills, snapshots

SEEDS = range(3)


@pytest.fixture(scope="module")
def worlds():
    return [World(seed=seed, scale=0.1) for seed in SEEDS]


def regularity(orders):
    """Median over customers of spread over mean of the gaps: 1 by chance, 0 by the clock."""
    gap = orders.sort_values(["customer_id", "date"]).groupby("customer_id")["date"].diff()
    each = gap.dt.days.groupby(orders["customer_id"]).agg(["count", "mean", "std"])
    each = each[each["count"] >= 6]
    return (each["std"] / each["mean"]).median()


def test_orders_of_2025_are_those_that_the_truth_counts(worlds):
    for world in worlds:
        counted = world.table("truth_shop").set_index("customer_id")["orders_2025"]
        orders = world.table("truth_orders_2025")
        got = orders.groupby("customer_id").size().reindex(counted.index, fill_value=0)
        assert (got == counted).all()
        mean = world.table("truth_shop").set_index("customer_id")["mean_order"]
        paid = orders["amount"] / orders["customer_id"].map(mean)
        # One order spreads around the customer's own mean by one over the root of six.
        assert paid.mean() == pytest.approx(1.0, abs=4 * paid.std() / len(paid) ** 0.5)
        assert paid.std() == pytest.approx(6**-0.5, rel=0.1)


def test_refills_come_by_the_clock_and_orders_by_chance(worlds):
    clock = refills.REGULARITY**-0.5
    for world in worlds:
        # Seven gaps or so show a little less spread than there is.
        assert regularity(world.table("shop_refills")) == pytest.approx(clock, abs=0.04)
        assert regularity(world.table("shop_orders")) > 0.75
    assert regularity(load_dataset("shop_refills")) == pytest.approx(clock, abs=0.02)


def test_buyers_of_refills_have_the_gaps_and_leave_as_often_as_the_truth_says(worlds):
    for table, truth in [
        (load_dataset("shop_refills"), load_dataset("truth_refills")),
        *((w.table("shop_refills"), w.table("truth_refills")) for w in worlds),
    ]:
        made, left = table.groupby("customer_id")["date"], truth.set_index("customer_id")
        gone = left["left_on"].notna()
        assert (made.max()[gone] == left["left_on"][gone]).all()
        chance, n = gone.sum() / len(table), len(table)
        wide = 4 * (refills.LEAVING * (1 - refills.LEAVING) / n) ** 0.5
        assert chance == pytest.approx(refills.LEAVING, abs=wide)
        assert left["mean_gap"].mean() == pytest.approx(refills.MEAN_GAP, rel=0.06)
        assert np.log(left["mean_gap"]).std() == pytest.approx(refills.SPREAD, rel=0.15)


def test_without_churn_nobody_stops_buying_refills():
    truth = World(seed=1, scale=0.02, churn=0.0, heterogeneity=0.0).table("truth_refills")
    assert truth["left_on"].isna().all()
    assert truth["mean_gap"].eq(refills.MEAN_GAP).all()


def test_a_snapshot_knows_nothing_of_later_days(worlds):
    for world in worlds:
        seen = world.table("shop_snapshots")
        assert (seen["last_seen"] <= seen["as_of"]).all()
        orders = world.table("shop_orders")
        for day in map(pd.Timestamp, snapshots.AS_OF[:2]):
            last = orders[orders["date"] <= day].groupby("customer_id")["date"].max()
            column = seen[seen["as_of"] == day].set_index("customer_id")["last_seen"]
            assert set(column.index) == set(last.index)
            assert (column >= last.reindex(column.index)).all()
    # The last one is the column of the customers' table, which is the trap.
    people = load_dataset("shop_customers").set_index("customer_id")["last_seen"]
    stood = load_dataset("shop_snapshots")
    stood = stood[stood["as_of"] == pd.Timestamp(snapshots.AS_OF[2])]
    assert (stood.set_index("customer_id")["last_seen"] == people).all()


def test_the_fault_loses_three_in_twenty_repeat_orders(worlds):
    for orders, lost in [
        (load_dataset("shop_orders"), load_dataset("truth_lost_orders")),
        *((w.table("shop_orders"), w.table("truth_lost_orders")) for w in worlds),
    ]:
        again = orders[orders["customer_id"].duplicated()]
        again = again[again["date"] >= lost_orders.BEGINS]
        assert lost["order_id"].isin(again["order_id"]).all()
        share = lost_orders.SHARE_LOST
        wide = 4 * (share * (1 - share) / len(again)) ** 0.5
        assert len(lost) / len(again) == pytest.approx(share, abs=wide)
