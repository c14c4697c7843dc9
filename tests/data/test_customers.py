"""Customers as models of latent attrition need them, against published counts and lifetimes."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from clvwidgets.data import TransactionLog

PUBLISHED = json.loads((Path(__file__).parents[1] / "reference" / "data.json").read_text())
CALIBRATION_END = PUBLISHED["cdnow_sample"]["calibration_end"]


@pytest.fixture(scope="module")
def calibration(cdnow_sample):
    return TransactionLog(cdnow_sample).customers(period="W", end=CALIBRATION_END)


def test_published_counts_of_the_cdnow_sample(cdnow_sample, calibration):
    whole = TransactionLog(cdnow_sample).customers()
    days = whole["frequency"].sum() + len(whole)
    found = {
        "customers": len(calibration),
        "rows": len(cdnow_sample),
        "days_with_purchase": days,
        "repeat_buyers": (calibration["frequency"] > 0).sum(),
        "repeat_purchases": calibration["frequency"].sum(),
        "holdout_purchases": days - calibration["frequency"].sum() - len(calibration),
        "shortest_T": calibration["T"].min(),
        "longest_T": calibration["T"].max(),
    }
    expected = {name: PUBLISHED["cdnow_sample"][name] for name in found}
    assert found == pytest.approx(expected, rel=1e-10)


def test_published_statistics_of_repeat_spend(calibration):
    case = PUBLISHED["repeat_spend"]
    spend = calibration.loc[calibration["frequency"] > 0, "monetary_value"]
    found = [*spend.quantile([0, 0.25, 0.5, 0.75, 1]), spend.mean(), spend.std()]
    expected = case["min_p25_median_p75_max_mean_sd"]
    assert found == pytest.approx(expected, abs=case["tolerance"])


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
