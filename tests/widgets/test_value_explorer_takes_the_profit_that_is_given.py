"""Profit comes from a column where there is one: then no rate has a say in it."""

import pandas as pd
import pytest

from clvwidgets import TransactionLog, ValueExplorer, load_dataset
from clvwidgets.data import order_profit


@pytest.fixture(scope="module")
def orders():
    table = load_dataset("shop_orders")
    profit = order_profit(table, load_dataset("shop_returns"), load_dataset("shop_products"))
    return table.join(profit)


@pytest.fixture(scope="module")
def log(orders):
    return TransactionLog(orders, "customer_id", "date", "amount")


@pytest.fixture(scope="module")
def customers(orders):
    return orders.groupby("customer_id")[["amount", "margin", "profit"]].sum()


@pytest.fixture(scope="module")
def best(log, customers):
    return ValueExplorer(log, profit=customers, measure="profit", top=0.1)


def test_the_explorer_and_the_table_agree_to_the_cent(best, customers):
    pd.testing.assert_series_equal(best.customers["profit"], customers["profit"])
    cells = pd.DataFrame(best.datasets["cells"]).query("measure == 'profit'")
    assert cells["profit"].sum() == pytest.approx(1_135_346.20, abs=0.005)
    assert cells["profit"].sum() == pytest.approx(customers["profit"].sum(), abs=0.005)
    top = customers["profit"].nlargest(2000)
    assert set(best.selected.index) == set(top.index)
    assert best.selected["profit"].sum() == pytest.approx(top.sum(), abs=0.005)


def test_the_best_tenth_hold_what_pandas_says(best, log, customers):
    held = customers["profit"].nlargest(2000).sum() / customers["profit"].sum()
    cells = pd.DataFrame(best.datasets["cells"]).query("measure == 'profit'")
    assert cells["cumulative"].iloc[9] == pytest.approx(held)
    assert round(100 * held, 1) == 46.0
    assert "They hold: 46%\n" in str(best)
    by_margin = ValueExplorer(log, profit=customers["margin"], measure="profit", top=0.1)
    assert "They hold: 45.5%\n" in str(by_margin)


def test_no_rate_has_a_say_beside_a_column(log, best, customers):
    shown = [field["name"] for field in best.declaration["fields"]]
    assert shown == ["top", "measure"]
    assert "Gross margin" not in str(best)
    refused = "has no say where profit= gives the profit of each customer"
    with pytest.raises(ValueError, match=f"margin {refused}"):
        ValueExplorer(log, profit=customers, margin=0.35)
    with pytest.raises(ValueError, match=f"cost_per_order {refused}"):
        best.cost_per_order = 2
    assert best.values["cost_per_order"] == 0
    best.top = 0.3
    best.undo()
    assert best.top == 0.1


def test_a_customer_without_a_profit_is_named(log, customers):
    with pytest.raises(ValueError, match=r"profit= says nothing of 1 of 20000 .* the first is 1\."):
        ValueExplorer(log, profit=customers["profit"].iloc[1:])
    with pytest.raises(ValueError, match=r"profit= names customer 1 twice"):
        ValueExplorer(log, profit=pd.concat([customers.iloc[:1], customers]))
    with pytest.raises(ValueError, match='a table with the column "profit"'):
        ValueExplorer(log, profit=customers.drop(columns="profit"))
