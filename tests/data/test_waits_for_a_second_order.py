"""How long customers wait for a second order, and who has had the time for one."""

import numpy as np
import pandas as pd
import pytest

from clvwidgets.data import TransactionLog, days_to_second, load_dataset


def share_within(waits, days):
    had_time = waits[waits["watched"] >= days]
    return 100 * (had_time["days"] <= days).mean()


def test_the_waits_are_those_that_pandas_finds():
    table = load_dataset("cdnow")
    days = table[["customer_id", "date"]].drop_duplicates().sort_values(["customer_id", "date"])
    by = days.groupby("customer_id")["date"]
    first = by.nth(0).set_axis(days.loc[by.nth(0).index, "customer_id"])
    second = by.nth(1).set_axis(days.loc[by.nth(1).index, "customer_id"])
    waits = days_to_second(TransactionLog(table))
    assert (waits["first"] == first).all()
    expected = (second - first).dt.days
    np.testing.assert_array_equal(waits["days"], expected.reindex(waits.index))
    assert (waits["watched"] == (table["date"].max() - first).dt.days).all()


def test_rows_of_one_day_are_one_order():
    """Of CDNOW's customers 25.2 % ordered again within 60 days; counting rows it would be 26.0."""
    table = load_dataset("cdnow")
    waits = days_to_second(TransactionLog(table))
    assert round(share_within(waits, 60), 1) == 25.2
    assert round(share_within(waits, 90), 1) == 29.2
    rows = table.sort_values(["customer_id", "date"], kind="stable")
    nth = rows.groupby("customer_id").cumcount()
    days = [rows[nth == n].set_index("customer_id")["date"] for n in (0, 1)]
    assert round(100 * ((days[1] - days[0]).dt.days <= 60).sum() / len(days[0]), 1) == 26.0
    assert waits["days"].min() >= 1


def test_who_has_not_had_the_time_is_told_from_who_did_not_order():
    bought = {"Ann": ["2024-01-01", "2024-02-10"], "Bo": ["2024-01-01"], "Cy": ["2024-03-20"]}
    rows = [(who, day, 9.0) for who, days in bought.items() for day in days]
    log = TransactionLog(pd.DataFrame(rows, columns=["customer", "date", "amount"]))
    waits = days_to_second(log, end="2024-03-31")
    assert waits["watched"].to_dict() == {"Ann": 90, "Bo": 90, "Cy": 11}
    assert waits["days"].isna().to_dict() == {"Ann": False, "Bo": True, "Cy": True}
    assert share_within(waits, 60) == 50  # of all three it would be a third
    early = days_to_second(log, end="2024-02-09")
    assert early["days"].isna().all()
    assert list(early.index) == ["Ann", "Bo"]


def test_a_day_before_the_first_purchase_is_refused():
    log = TransactionLog(load_dataset("cdnow"))
    with pytest.raises(ValueError, match="1996-01-01"):
        days_to_second(log, end="1996-01-01")
    with pytest.raises(ValueError, match="log must be a TransactionLog"):
        days_to_second(load_dataset("cdnow"))
