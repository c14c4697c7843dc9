"""Measures of each period, against plain sets and sums."""

import numpy as np
import pandas as pd
import pytest

from clvwidgets.data import TransactionLog


@pytest.fixture(scope="module")
def log(cdnow):
    return TransactionLog(cdnow, "customer_id", "date", "amount")


@pytest.mark.parametrize("by", ["M", "W", "Q"])
def test_counts_and_rates_equal_a_plain_computation(cdnow, log, by):
    """Who bought in each period, as plain sets."""
    days = cdnow.groupby(["customer_id", "date"], as_index=False)["amount"].sum()
    kpis = log.kpis(by)
    known, before = set(), None
    for period, rows in days.groupby(days["date"].dt.to_period(by)):
        found = kpis.loc[period]
        orders = rows["customer_id"].value_counts()
        now = set(orders.index)
        assert found["customers"] == len(now)
        assert found["new_customers"] == len(now - known)
        assert found["repeat_customers"] == (orders > 1).sum()
        assert found["orders"] == len(rows)
        assert found["revenue"] == pytest.approx(rows["amount"].sum())
        assert found["average_order_value"] == pytest.approx(rows["amount"].mean())
        assert found["purchase_frequency"] == pytest.approx(orders.mean())
        assert found["repeat_purchase_rate"] == pytest.approx((orders > 1).mean())
        if before is None:
            assert np.isnan(found["retention"])
        else:
            assert found["retained_customers"] == len(now & before)
            assert found["retention"] == pytest.approx(len(now & before) / len(before))
            assert found["churn"] == pytest.approx(len(before - now) / len(before))
        known, before = known | now, now
    assert len(kpis) == days["date"].dt.to_period(by).nunique()


def test_the_periods_add_up_to_the_log(log):
    kpis, rfm = log.kpis(), log.rfm()
    assert kpis["new_customers"].sum() == len(rfm)
    assert kpis["orders"].sum() == rfm["orders"].sum()
    assert kpis["revenue"].sum() == pytest.approx(rfm["revenue"].sum())
    parts = kpis[["new_customers", "retained_customers", "reactivated_customers"]]
    assert (parts.sum(axis=1) == kpis["customers"]).all()


def test_money_of_a_period_is_worked_out_by_hand(log):
    spend = {"1997-01-10": 20_000, "1997-01-20": 30_000, "1997-02": 10_000}
    kpis = log.kpis(spend=spend, gross_margin=0.4)
    january, february = kpis.loc["1997-01"], kpis.loc["1997-02"]
    assert january["spend"] == 50_000
    assert january["cac"] == 50_000 / 7_846
    assert february["margin"] == pytest.approx(0.4 * february["revenue"])
    ltv = 0.4 * february["revenue"] / february["customers"] / february["churn"]
    assert february["ltv"] == pytest.approx(ltv)
    assert february["ltv_cac"] == pytest.approx(ltv / (10_000 / 8_476))
    assert np.isnan(kpis.loc["1997-03", "cac"])  # nobody wrote down what March cost


def test_spend_can_be_a_table_a_series_or_a_mapping(log):
    table = pd.DataFrame({"date": ["1997-01-10", "1997-02-01"], "spend": [5.0, 7.0]})
    series = pd.Series([5.0, 7.0], index=pd.period_range("1997-01", periods=2, freq="M"))
    expected = log.kpis(spend={"1997-01-31": 5, "1997-02-28": 7})
    for spend in (table, series):
        pd.testing.assert_frame_equal(log.kpis(spend=spend), expected)
    assert "ltv" not in expected


def test_a_period_without_new_customers_has_an_endless_cac(log):
    cac = log.kpis(spend={"1997-06-01": 100.0}, gross_margin=0.5)["cac"]
    assert cac["1997-06"] == np.inf


def test_empty_periods_are_rows_of_zeros_without_rates():
    orders = pd.DataFrame(
        {"customer": ["Ada", "Ada"], "date": ["2024-01-01", "2024-03-31"], "amount": [20.0, 0.0]}
    )
    kpis = TransactionLog(orders).kpis(gross_margin=0.5, spend={"2024-02": 0})
    assert kpis["customers"].tolist() == [1, 0, 1]
    assert kpis["average_order_value"].tolist()[0::2] == [20.0, 0.0]
    assert kpis.loc["2024-02", ["average_order_value", "purchase_frequency"]].isna().all()
    assert kpis.loc["2024-02", "churn"] == 1.0
    assert np.isnan(kpis.loc["2024-03", "retention"])
    assert kpis["reactivated_customers"].tolist() == [0, 0, 1]


def test_months_that_were_seen_in_part_are_marked(cdnow):
    log = TransactionLog(
        cdnow, "customer_id", "date", "amount", start="1997-01-02", end="1997-03-30"
    )
    assert log.kpis()["partial"].tolist() == [True, False, True]
    assert log.kpis("Q")["partial"].tolist() == [True]
    whole = TransactionLog(cdnow, "customer_id", "date", "amount", end="1997-03-31")
    assert not whole.kpis()["partial"].any()


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ({"spend": {"1997-01": -1}}, "spend must be 0 or more, got -1"),
        ({"spend": {"1997-01": "much"}}, "spend must be 0 or more, got 'much'"),
        ({"spend": {"soon": 1}}, "spend needs dates such as '2024-01-31', got 'soon'"),
        ({"spend": {"1996-12": 1}}, r"spend in 1996-12 lies outside.*1997-01 to 1998-06"),
        ({"spend": pd.DataFrame({"day": [1]})}, "needs the columns date and spend, it has: day"),
        ({"gross_margin": 40.0}, r"gross_margin must lie between 0 and 1.*write 0\.4"),
        ({"by": "D"}, "by must be one of 'W'"),
    ],
)
def test_bad_arguments_are_refused_with_the_way_out(log, arguments, sentence):
    with pytest.raises(ValueError, match=sentence):
        log.kpis(**arguments)
