"""What the caller decides: returns, the window of time, columns kept for each customer."""

import datetime as dt

import pandas as pd
import pytest

from clvwidgets.data import TransactionLog


def table(**more):
    rows = [
        ("Ada", "2024-01-01", 20.0),
        ("Ada", "2024-01-15", 30.0),
        ("Ada", "2024-02-01", -10.0),
        ("Ada", "2024-03-01", 40.0),
        ("Bo", "2024-01-08", 15.0),
        ("Bo", "2024-01-08", -15.0),
        ("Cy", "2024-01-01", -5.0),
        ("Cy", "2024-01-09", 8.0),
        ("Di", "2024-01-09", -9.0),
    ]
    return pd.DataFrame(rows, columns=["customer", "date", "amount"]).assign(**more)


def reasons(log):
    frame = log.audit.to_frame()
    assert frame["rows"].sum() == log.audit.rows_read
    return {row.reason: row.rows for row in frame.itertuples() if row.rows}


# Returns


def test_returns_are_taken_off_the_last_order_before_them():
    log = TransactionLog(table(), returns="net")
    rfm = log.rfm()
    assert rfm["revenue"].to_dict() == {"Ada": 80.0, "Bo": 0.0, "Cy": 8.0}
    assert rfm["orders"].to_dict() == {"Ada": 3, "Bo": 1, "Cy": 1}
    assert log.customers().loc["Ada", "monetary_value"] == (20 + 40) / 2
    assert reasons(log) == {
        "purchase": 5,
        "return, taken off revenue": 2,
        "return without an earlier purchase": 2,
    }


def test_the_money_of_used_rows_is_the_revenue():
    log = TransactionLog(table(), returns="net")
    used = sum(line.money for line in log.audit.lines if line.used)
    assert log.rfm()["revenue"].sum() == used == 88.0


def test_a_return_is_not_known_before_its_day():
    log = TransactionLog(table(), returns="net")
    assert log.rfm(end="2024-01-31").loc["Ada", "revenue"] == 50.0
    assert log.rfm(end="2024-02-01").loc["Ada", "revenue"] == 40.0
    parts = log.split("2024-01-31").loc["Ada"]
    assert (parts["monetary_value"], parts["holdout_revenue"]) == (30.0, 30.0)


def test_netting_changes_nothing_but_money():
    net, aside = TransactionLog(table(), returns="net"), TransactionLog(table())
    same = ["frequency", "recency", "T"]
    pd.testing.assert_frame_equal(net.customers()[same], aside.customers()[same])


@pytest.mark.parametrize("mark", [lambda r: r, lambda r: r.astype(float), lambda r: r.map(int)])
def test_marked_rows_are_returns_whatever_their_sign(mark):
    is_return = table()["amount"] < 0
    unsigned = table(amount=table()["amount"].abs(), returned=mark(is_return))
    marked = TransactionLog(unsigned, return_mark="returned")
    assert reasons(marked) == {"purchase": 5, "return (marked)": 4}
    net = TransactionLog(unsigned, return_mark="returned", returns="net")
    pd.testing.assert_frame_equal(net.rfm(), TransactionLog(table(), returns="net").rfm())
    assert sum(line.money for line in net.audit.lines if line.used) == 88.0


def test_marks_that_are_not_true_or_false_are_refused_with_the_way_out():
    with pytest.raises(ValueError, match=r"must hold true and false, or 1 and 0, got 'refund'"):
        TransactionLog(table(kind="refund"), return_mark="kind")


def test_a_wrong_word_for_returns_is_refused():
    with pytest.raises(ValueError, match=r"returns must be 'set aside' or 'net'.*got 'gross'"):
        TransactionLog(table(), returns="gross")


# Window


def test_dates_outside_the_window_are_set_aside_and_counted():
    log = TransactionLog(table(), start="2024-01-08", end="2024-02-15")
    assert reasons(log) == {
        "purchase": 3,
        "return (negative amount)": 3,
        "date before the window": 2,
        "date after the window": 1,
    }
    assert (log.start, log.end) == (pd.Timestamp("2024-01-08"), pd.Timestamp("2024-02-15"))
    assert log.customers("D").loc["Bo", "T"] == 38


def test_a_date_in_the_future_is_set_aside_unless_the_window_reaches_it():
    later = (dt.date.today() + dt.timedelta(days=9)).isoformat()
    ahead = table()
    ahead.loc[3, "date"] = later
    assert reasons(TransactionLog(ahead))["date in the future"] == 1
    assert "date in the future" not in reasons(TransactionLog(ahead, end=later))
    today = table()
    today.loc[3, "date"] = dt.date.today().isoformat()
    assert TransactionLog(today).end == pd.Timestamp(dt.date.today())


def test_a_window_that_ends_before_it_starts_is_refused():
    with pytest.raises(ValueError, match="2024-01-01 < 2024-02-01"):
        TransactionLog(table(), start="2024-02-01", end="2024-01-01")
    with pytest.raises(ValueError, match="start must be a date such as"):
        TransactionLog(table(), start="soon")


def test_a_window_without_rows_is_refused_with_the_way_out():
    with pytest.raises(ValueError, match=r"9 date before the window.*start=..., end="):
        TransactionLog(table(), start="2025-01-01")


# Attributes


def test_the_last_known_value_of_a_column_is_kept():
    country = ["AT", "DE", None, None, "CH", "US", None, None, "FR"]
    log = TransactionLog(table(country=country), attributes=["country"])
    for summary in (log.customers(), log.rfm()):
        assert summary["country"].dropna().to_dict() == {"Ada": "DE", "Bo": "CH"}
        assert summary["country"].isna().to_dict() == {"Ada": False, "Bo": False, "Cy": True}
    assert log.customers(end="2024-01-10").loc["Ada", "country"] == "AT"


def test_an_attribute_that_is_missing_or_named_like_a_measure_is_refused():
    with pytest.raises(ValueError, match=r"no column 'land', given as attribute"):
        TransactionLog(table(), attributes=["land"])
    with pytest.raises(ValueError, match=r"must be a list of columns: attributes=\['country'\]"):
        TransactionLog(table(country="AT"), attributes="country")
    with pytest.raises(ValueError, match="has the name of a measure"):
        TransactionLog(table(frequency=1), attributes=["frequency"]).customers()
