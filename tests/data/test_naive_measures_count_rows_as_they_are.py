"""Measures without a look at the rows: right on clean orders, and wrong as the faults make them."""

import pandas as pd
import pytest

from clvwidgets.data import TransactionLog, load_dataset, naive_measures

PER_PERIOD = ["average_order_value", "purchase_frequency", "repeat_purchase_rate", "customers"]


def test_on_clean_orders_they_are_the_measures_of_the_log():
    shop = load_dataset("shop_orders")
    kpis = TransactionLog(shop, "customer_id", "date", "amount").kpis("M").iloc[-1]
    december = shop[shop["date"] >= "2024-12-01"].rename(columns={"customer_id": "customer"})
    measured = naive_measures({"december": december}).loc["december"]
    assert measured.tolist() == pytest.approx([float(kpis[name]) for name in PER_PERIOD])


@pytest.mark.parametrize(
    ("fault", "measure", "change"),
    [
        (["Ada", "Ada", "Bo", "TEST"], "customers", 3),
        (["Ada", "Ada", "Bo", "Bo"], "bought twice", 1.0),
        (["Ada", "c-Ada", "Bo", None], "orders per customer", 4 / 3),
    ],
)
def test_a_fault_goes_into_the_measure(fault, measure, change):
    rows = pd.DataFrame({"customer": fault, "amount": [10, 10, 40, 0.01]})
    assert naive_measures({"rows": rows}).loc["rows", measure] == pytest.approx(change)


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        ({"customer": ["Ada"]}, "has no column 'amount'"),
        ({"customer": ["Ada"], "amount": ["much"]}, "has no amount that can be read"),
        ({"customer": [None], "amount": [1.0]}, "has no customer that can be read"),
    ],
)
def test_rows_without_measures_are_refused_by_name(rows, says):
    with pytest.raises(ValueError, match=f"'till' {says}"):
        naive_measures({"till": pd.DataFrame(rows)})
