"""Buyers of a period are either new or returning, and every one of them is counted once."""

import pandas as pd
import pytest

from clvwidgets.data import TransactionLog, load_dataset, new_and_returning


@pytest.mark.parametrize("by", ["M", "Q", "W"])
def test_they_are_the_buyers_that_plain_pandas_counts(by):
    orders = load_dataset("shop_orders")
    table = new_and_returning(TransactionLog(orders, "customer_id", "date", "amount").cohorts(by))
    frequency = "W-SUN" if by == "W" else by
    period = orders["date"].dt.to_period(frequency)
    buyers = orders.groupby(period)["customer_id"].nunique()
    won = orders.groupby("customer_id")["date"].min().dt.to_period(frequency).value_counts()
    assert (table["new"] + table["returning"]).tolist() == buyers[table.index].tolist()
    assert table["new"].tolist() == won[table.index].tolist()


def test_a_period_in_which_nobody_was_won_has_no_row():
    rows = {"customer": [1, 1, 2], "date": ["2024-01-05", "2024-02-05", "2024-03-05"]}
    log = TransactionLog(pd.DataFrame(rows | {"amount": [5.0, 5.0, 5.0]}))
    table = new_and_returning(log.cohorts("M"))
    assert table.index.astype(str).tolist() == ["2024-01", "2024-03"]
    assert table["share"].tolist() == [0.0, 0.0]


def test_money_has_no_new_and_returning():
    log = TransactionLog(load_dataset("cdnow"))
    with pytest.raises(ValueError, match="must count customers"):
        new_and_returning(log.cohorts("M", "revenue"))
