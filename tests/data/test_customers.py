"""Customers as models of latent attrition need them, against published counts and lifetimes."""

import time

import numpy as np
import pandas as pd
import pytest

from clvwidgets.data import TransactionLog

CALIBRATION_END = "1997-09-30"


@pytest.fixture(scope="module")
def calibration(cdnow_sample):
    return TransactionLog(cdnow_sample).customers(period="W", end=CALIBRATION_END)


def test_published_counts_of_the_cdnow_calibration_period(calibration):
    """Fader, Hardie & Lee (2005), Marketing Science 24(2) and JMR 42(4): weeks 1 to 39."""
    assert len(calibration) == 2_357
    assert (calibration["frequency"] > 0).sum() == 946
    assert calibration["frequency"].sum() == 2_457
    assert calibration["T"].min() == 27.0
    assert calibration["T"].max() == pytest.approx(38.857142857)


def test_published_count_of_days_with_a_purchase_and_of_the_holdout(cdnow_sample, calibration):
    """6,696 rows after merging days; 1,882 of them lie in weeks 40 to 78."""
    whole = TransactionLog(cdnow_sample).customers()
    orders = whole["frequency"].sum() + len(whole)
    assert orders == 6_696
    assert orders - calibration["frequency"].sum() - len(calibration) == 1_882


def test_published_statistics_of_repeat_spend(calibration):
    """Fader, Hardie & Lee (2005), JMR 42(4), Table 1, printed in whole dollars."""
    spend = calibration.loc[calibration["frequency"] > 0, "monetary_value"]
    found = [*spend.quantile([0, 0.25, 0.5, 0.75, 1]), spend.mean(), spend.std()]
    assert found == pytest.approx([3, 16, 27, 42, 300, 35, 30], abs=0.55)


@pytest.mark.parametrize(("period", "days"), [("D", 1), ("W", 7), ("M", 30.4375), ("Y", 365.25)])
@pytest.mark.parametrize(("end", "first"), [(None, False), (CALIBRATION_END, False), (None, True)])
def test_customers_equal_those_of_lifetimes(cdnow, period, days, end, first):
    utils = pytest.importorskip("lifetimes.utils", reason="pip install lifetimes")
    theirs = utils.summary_data_from_transaction_data(
        cdnow[["customer_id", "date", "amount"]],
        *("customer_id", "date", "amount"),
        observation_period_end=end,
        freq="D",
        freq_multiplier=days,
        include_first_transaction=first,
    )
    ours = TransactionLog(cdnow).customers(period=period, end=end, include_first=first)
    exact = ["frequency", "recency", "T"]
    pd.testing.assert_frame_equal(ours[exact], theirs[exact], check_dtype=False, check_exact=True)
    # They add up to a mean in another order: the last of 16 digits may differ.
    money = ours["monetary_value"], theirs["monetary_value"]
    pd.testing.assert_series_equal(*money, rtol=5e-16, atol=0)


def test_purchases_of_a_day_can_be_counted_one_by_one(cdnow_sample):
    """Without merging, orders and revenue are those of the rows."""
    log = TransactionLog(cdnow_sample)
    rows = cdnow_sample.groupby("customer_id")["amount"].agg(["size", "sum", "mean"])
    whole = log.customers(include_first=True, merge_days=False)
    assert (whole["frequency"] == rows["size"]).all()
    assert np.allclose(whole["monetary_value"], rows["mean"])
    later = log.customers(merge_days=False)
    assert (later["frequency"] == rows["size"] - 1).all()
    # Of the rows of the first day, one is the first purchase: on average, their mean.
    first_days = cdnow_sample.merge(
        cdnow_sample.groupby("customer_id")["date"].min().reset_index(), on=["customer_id", "date"]
    )
    money = rows["sum"] - first_days.groupby("customer_id")["amount"].mean()
    assert np.allclose(later["monetary_value"] * later["frequency"], money.clip(lower=0))
    same = ["recency", "T"]
    pd.testing.assert_frame_equal(later[same], log.customers()[same])


def test_customers_equal_a_plain_computation(cdnow_sample):
    """The definitions written out, customer by customer."""
    end = pd.Timestamp("1997-06-30")
    few = cdnow_sample[cdnow_sample["customer_id"] < 3_000]
    rows = few[few["date"] <= end]
    expected = {}
    for customer, bought in rows.groupby("customer_id"):
        days = bought.groupby("date")["amount"].sum()
        repeats = days.iloc[1:]
        expected[customer] = {
            "frequency": len(repeats),
            "recency": (days.index[-1] - days.index[0]).days / 7,
            "T": (end - days.index[0]).days / 7,
            "monetary_value": repeats.mean() if len(repeats) else 0.0,
        }
    ours = TransactionLog(few).customers(end=end)
    pd.testing.assert_frame_equal(
        ours, pd.DataFrame(expected).T, check_dtype=False, check_names=False
    )
    assert ours["frequency"].dtype == "int64"


def test_customers_who_come_after_the_end_are_left_out(cdnow_sample):
    log = TransactionLog(cdnow_sample)
    first = cdnow_sample.groupby("customer_id")["date"].min()
    assert len(log.customers(end="1997-01-31")) == (first <= "1997-01-31").sum()


def test_a_later_end_lengthens_the_observation_and_nothing_else(cdnow_sample):
    log = TransactionLog(cdnow_sample)
    now, later = log.customers("D"), log.customers("D", end=log.end + pd.Timedelta(days=10))
    assert (later["T"] - now["T"] == 10).all()
    pd.testing.assert_frame_equal(later.drop(columns="T"), now.drop(columns="T"))


def test_the_last_day_counts_as_a_whole(messy):
    log = TransactionLog(messy)
    late_in_the_day = pd.Timestamp("2024-02-01 23:00", tz="Europe/Berlin")
    pd.testing.assert_frame_equal(
        log.customers(end="2024-02-01"), log.customers(end=late_in_the_day)
    )


def test_a_return_never_makes_the_monetary_value_negative(messy):
    assert TransactionLog(messy).customers()["monetary_value"].min() >= 0


def test_an_unknown_period_is_refused(messy):
    with pytest.raises(ValueError, match=r"period must be one of 'D' .* got 'week'"):
        TransactionLog(messy).customers(period="week")


@pytest.mark.parametrize("end", ["soon", float("nan"), [1, 2]])
def test_an_end_that_is_no_date_is_refused(messy, end):
    with pytest.raises(ValueError, match="end must be a date such as '2024-01-31', got"):
        TransactionLog(messy).customers(end=end)


def test_an_end_before_the_first_purchase_is_refused(messy):
    with pytest.raises(ValueError, match="first purchase on 2024-01-01, got 2023-12-31"):
        TransactionLog(messy).rfm(end="2023-12-31")


def test_a_million_rows_are_summarised_in_less_than_a_second():
    random = np.random.default_rng(1)
    days = pd.date_range("2020-01-01", periods=730).to_numpy()
    table = pd.DataFrame(
        {
            "customer": random.integers(0, 200_000, 1_000_000),
            "date": random.choice(days, 1_000_000),
            "amount": random.gamma(2, 20, 1_000_000),
        }
    )
    start = time.process_time()
    TransactionLog(table).customers()
    # About 0.4 s; the limit leaves room for slower machines.
    assert time.process_time() - start < 1.0
