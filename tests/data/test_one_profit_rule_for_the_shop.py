"""Profit of an order after returns: by hand, line by line, and what the shop earns by it."""

import numpy as np
import pandas as pd
import pytest

from clvwidgets.data import (
    load_dataset,
    margin_after_returns,
    margins_by_customer,
    order_profit,
)
from clvwidgets.data.simulate.shop import PICKING, RETURN_HANDLING

ORDERS = pd.DataFrame(
    {
        "order_id": [7, 8, 9],
        "customer_id": ["Ann", "Ann", "Bo"],
        "amount": [100.0, 50.0, 40.0],
        "discount": [0.0, 0.0, 10.0],
        "cost": [62.0, 32.0, 32.0],
    },
    index=["x", "y", "z"],
)
RETURNS = pd.DataFrame(
    {"order_id": [7, 7, 9], "product_id": ["tea", "cup", "cup"], "refund": [20.0, 30.0, 40.0]}
)
PRODUCTS = pd.DataFrame({"product_id": ["tea", "cup"], "margin_rate": [0.5, 0.4]})


@pytest.fixture(scope="module")
def shop():
    orders, returns = load_dataset("shop_orders"), load_dataset("shop_returns")
    products = load_dataset("shop_products")
    return orders.join(order_profit(orders, returns, products)), returns, products


@pytest.fixture(scope="module")
def customers(shop):
    return shop[0].groupby("customer_id")[["amount", "margin", "profit"]].sum()


def test_the_sum_by_hand():
    found = order_profit(ORDERS, RETURNS, PRODUCTS)
    assert list(found.index) == ["x", "y", "z"]
    # Tea of 20 cost 10, a cup of 30 cost 18; the other cup was worth 50 before discount: 30.
    assert found["margin"].tolist() == [38, 18, 8]
    assert found["goods_back"].to_numpy() == pytest.approx([28, 0, 30])
    assert found["profit"].to_numpy() == pytest.approx([38 - 50 + 28 - 8, 18, 8 - 40 + 30 - 4])
    free = order_profit(ORDERS, RETURNS, PRODUCTS, handling=0)
    assert (free["profit"] - found["profit"]).tolist() == [8, 0, 4]


def test_without_products_goods_cost_what_the_order_did():
    found = order_profit(ORDERS, RETURNS)
    assert found["goods_back"].to_numpy() == pytest.approx([50 * 0.6, 0, 30])


@pytest.mark.parametrize("products", [None, PRODUCTS])
def test_the_shares_are_those_of_the_same_rule(products):
    profit = order_profit(ORDERS, RETURNS, products)["profit"]
    assert margin_after_returns(ORDERS, RETURNS, products=products) == pytest.approx(
        profit.sum() / 190
    )
    own = margins_by_customer(ORDERS, RETURNS, weight=0, products=products)
    spent = ORDERS.groupby("customer_id")["amount"].agg(["sum", "size"])
    told = own["margin"] * spent["sum"] - own["returns"] * spent["size"]
    assert told.to_numpy() == pytest.approx(profit.groupby(ORDERS["customer_id"]).sum().to_numpy())


def test_an_order_that_comes_back_as_a_whole_costs_picking_and_handling(shop):
    """The goods of all its lines cost what the order did, to the cents that were rounded."""
    orders, _, products = shop
    lines = load_dataset("shop_order_lines").rename(columns={"amount": "refund"})
    found = order_profit(orders[["order_id", "amount", "discount", "cost"]], lines, products)
    number = lines.groupby("order_id").size().to_numpy()
    lost = -PICKING - RETURN_HANDLING * number
    assert np.abs(found["profit"].to_numpy() - lost).max() < 0.01


def test_the_shop_earns_what_its_lines_say_one_by_one(shop, customers):
    orders, returns, products = shop
    rate = dict(zip(products["product_id"], products["margin_rate"], strict=True))
    sold = orders.set_index("order_id")[["amount", "discount"]]
    lost = 0.0
    for row in returns.join(sold, on="order_id").itertuples():
        before_discount = row.refund * (row.amount + row.discount) / row.amount
        lost += row.refund - before_discount * (1 - rate[row.product_id]) + 4
    kept = (orders["amount"] - orders["cost"]).sum()
    assert customers["profit"].sum() == pytest.approx(kept - lost, abs=0.005)
    assert round(customers["profit"].sum()) == 1_135_346


def test_by_profit_the_best_hold_a_little_more_and_none_of_the_largest_loses(customers):
    shares = {
        name: 100 * customers[name].nlargest(2000).sum() / customers[name].sum()
        for name in ("profit", "margin")
    }
    assert shares == pytest.approx({"profit": 46.0, "margin": 45.5}, abs=0.05)
    largest, best = customers.nlargest(200, "amount"), customers.nlargest(200, "profit")
    assert (largest["profit"] < 0).sum() == 0
    assert largest.index.isin(best.index).sum() == 165


@pytest.mark.parametrize(
    ("orders", "returns", "products", "sentence"),
    [
        ({}, {"product_id": "milk"}, {}, "product_id milk was returned, but is not among products"),
        ({}, {}, {"product_id": "cup"}, "product_id cup stands twice in products"),
        ({}, {}, {"margin_rate": [40, 0.5]}, "product_id tea has no margin_rate of at most 1"),
        ({}, {}, {"margin_rate": [0.4, None]}, "product_id cup has no margin_rate of at most 1"),
        ({}, {}, {"margin_rate": "half"}, "Column 'margin_rate' of products must hold numbers"),
        ({"discount": None}, {}, {}, "order_id 7 has no discount of 0 or more in orders"),
        ({}, {"order_id": [7, 7, 5]}, {}, "order_id 5 was returned, but is not among orders"),
    ],
)
def test_tables_that_cannot_be_are_refused(orders, returns, products, sentence):
    with pytest.raises(ValueError, match=sentence):
        order_profit(
            ORDERS.assign(**orders), RETURNS.assign(**returns), PRODUCTS.assign(**products)
        )


def test_columns_that_only_products_need_are_asked_for_by_name():
    with pytest.raises(ValueError, match="orders must have the column 'discount'"):
        order_profit(ORDERS.drop(columns="discount"), RETURNS, PRODUCTS)
    with pytest.raises(ValueError, match="returns must have the column 'product_id'"):
        order_profit(ORDERS, RETURNS.drop(columns="product_id"), PRODUCTS)
    with pytest.raises(ValueError, match="products must be a pandas table with the columns"):
        order_profit(ORDERS, RETURNS, PRODUCTS.drop(columns="margin_rate"))
