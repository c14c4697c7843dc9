"""Margin after returns: by hand, by the truth of simulated worlds, and customer by customer."""

import numpy as np
import pandas as pd
import pytest

from clvwidgets.data import margin_after_returns, margins_by_customer
from clvwidgets.data.simulate import World
from clvwidgets.data.simulate.shop import PICKING, RETURN_HANDLING

ORDERS = pd.DataFrame(
    {
        "order_id": [7, 8, 9],
        "customer_id": ["Ann", "Ann", "Bo"],
        "amount": [100.0, 50.0, 50.0],
        "cost": [62.0, 32.0, 22.0],
    }
)
RETURNS = pd.DataFrame({"order_id": [7, 7, 9], "refund": [20.0, 30.0, 50.0]})


@pytest.fixture(scope="module")
def worlds():
    return [World(seed=seed, scale=0.1) for seed in range(4)]


def test_the_sum_by_hand():
    # 84 of 200 before; 50 less goods of 30 and twice 4; 50 less goods of 20 and once 4.
    assert margin_after_returns(ORDERS, RETURNS) == pytest.approx((84 - 28 - 34) / 200)
    free = margin_after_returns(ORDERS, RETURNS, handling=0, picking=0)
    assert free == pytest.approx((84 - 50 * (1 - 0.62) - 50 * (1 - 0.44)) / 200)
    assert margin_after_returns(ORDERS, RETURNS[:0]) == pytest.approx(84 / 200)


def test_the_share_is_the_planted_one(worlds):
    off = []
    for world in worlds:
        orders, returns = world.table("shop_orders"), world.table("shop_returns")
        truth = world.table("truth_shop").set_index("customer_id").loc[orders["customer_id"]]
        planted = truth["margin_per_order"].sum() / truth["mean_order"].sum()
        off.append(margin_after_returns(orders, returns) - planted)
    assert np.mean(off) == pytest.approx(0.0, abs=0.006)
    assert (PICKING, RETURN_HANDLING) == (2.0, 4.0)  # the defaults are the shop's terms


def test_customers_own_numbers_add_up_to_the_share_of_all():
    own = margins_by_customer(ORDERS, RETURNS, weight=0)
    by = ORDERS.groupby("customer_id")["amount"]
    total = (own["margin"] * by.sum() - own["returns"] * by.size()).sum()
    assert total / ORDERS["amount"].sum() == pytest.approx(margin_after_returns(ORDERS, RETURNS))
    far = margins_by_customer(ORDERS, RETURNS, weight=1e9)
    assert far["margin"].to_numpy() == pytest.approx([0.42, 0.42])
    assert far["returns"].to_numpy() == pytest.approx([62 / 3, 62 / 3])


def test_numbers_pulled_to_the_mean_are_nearer_to_the_truth(worlds):
    world = worlds[0]
    orders, returns = world.table("shop_orders"), world.table("shop_returns")
    truth = world.table("truth_shop").set_index("customer_id")
    share = truth["margin_per_order"] / truth["mean_order"]

    def distance(weight):
        found = margins_by_customer(orders, returns, weight=weight)
        told = found["margin"] - found["returns"] / truth["mean_order"]
        return np.abs(told - share).mean()

    assert distance(10) < 0.8 * min(distance(0), distance(1e9))


@pytest.mark.parametrize(
    ("orders", "returns", "more", "sentence"),
    [
        ({}, {"order_id": [7, 7, 5]}, {}, "order_id 5 was returned, but is not among orders"),
        ({}, {"refund": [20, 90, 50.0]}, {}, "order_id 7 was paid back more than was paid"),
        ({}, {"refund": [20, None, 50]}, {}, "order_id 7 has no refund of 0 or more in returns"),
        ({"order_id": 7}, {}, {}, "order_id 7 stands twice in orders"),
        ({"amount": None}, {}, {}, "order_id 7 has no amount of 0 or more in orders"),
        ({"amount": 0}, {}, {}, "all amounts together are 0 or less"),
        ({"cost": 1.0}, {}, {}, "order_id 7 costs less than its picking of 2"),
        ({"cost": "much"}, {}, {}, "Column 'cost' of orders must hold numbers"),
        ({}, {}, {"handling": -1}, "handling must be 0 or more, got -1"),
    ],
)
def test_tables_that_cannot_be_are_refused(orders, returns, more, sentence):
    with pytest.raises(ValueError, match=sentence):
        margins_by_customer(ORDERS.assign(**orders), RETURNS.assign(**returns), **more)
    with pytest.raises(ValueError, match=sentence):
        margin_after_returns(ORDERS.assign(**orders), RETURNS.assign(**returns), **more)


def test_customers_who_paid_nothing_and_missing_names_say_the_way_out():
    free = ORDERS.assign(amount=[100, 50, 0])
    with pytest.raises(ValueError, match=r"Customer Bo paid nothing .* Give weight above 0"):
        margins_by_customer(free, RETURNS[:2], weight=0)
    with pytest.raises(ValueError, match="'customer_id' of orders is empty"):
        margins_by_customer(ORDERS.assign(customer_id=None), RETURNS)
    with pytest.raises(ValueError, match="orders must be a pandas table with the columns"):
        margin_after_returns(ORDERS.drop(columns="cost"), RETURNS)
