"""Scores: fair to equal customers, empty only when there is nothing to tell apart."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clvwidgets.data import TransactionLog, score, score_cuts

values = st.lists(st.integers(0, 30).map(float), min_size=1, max_size=200)


def one_time_buyers(share, customers=1_000):
    """Orders of customers of whom this share bought once; the others bought 2, 3, ... times."""
    again = round(customers * (1 - share))
    return np.r_[np.ones(customers - again), 2 + np.random.default_rng(2).geometric(0.4, again)]


def test_rfm_equals_a_plain_computation(cdnow_sample):
    rfm = TransactionLog(cdnow_sample).rfm()
    by_customer = cdnow_sample.groupby("customer_id")
    orders = by_customer["date"].nunique()
    expected = pd.DataFrame(
        {
            "days_since_last": (cdnow_sample["date"].max() - by_customer["date"].max()).dt.days,
            "orders": orders,
            "revenue": by_customer["amount"].sum(),
            "average_order": by_customer["amount"].sum() / orders,
        }
    )
    pd.testing.assert_frame_equal(rfm[list(expected)], expected)


def test_orders_are_the_purchases_that_the_models_see(cdnow_sample):
    log = TransactionLog(cdnow_sample)
    assert (log.rfm()["orders"] == log.customers()["frequency"] + 1).all()


def test_days_since_last_is_not_the_recency_of_the_models(cdnow_sample):
    """The two meanings of recency never share a name: together they make T."""
    log = TransactionLog(cdnow_sample)
    rfm, customers = log.rfm(), log.customers("D")
    assert "recency" not in rfm
    assert (rfm["days_since_last"] + customers["recency"] == customers["T"]).all()


def test_scores_rise_with_what_is_good(cdnow_sample):
    rfm = TransactionLog(cdnow_sample).rfm()
    means = {
        "recency_score": "days_since_last",
        "frequency_score": "orders",
        "monetary_score": "revenue",
    }
    for name, measure in means.items():
        extremes = rfm.groupby(name)[measure].agg(["min", "max"])
        if name == "recency_score":
            extremes = -extremes[["max", "min"]].set_axis(["min", "max"], axis=1)
        # All of one score lie beyond all of the score below.
        assert (extremes["min"].iloc[1:].to_numpy() > extremes["max"].iloc[:-1].to_numpy()).all()
        assert set(rfm[name]) == {1, 2, 3, 4, 5}


@pytest.mark.parametrize("share", [0.5, 0.75, 0.9, 0.95])
def test_no_score_is_empty_when_most_customers_buy_once(share):
    orders = one_time_buyers(share)
    counts = np.bincount(score(orders, score_cuts(orders)), minlength=6)[1:]
    assert (counts > 0).all()
    assert counts[0] == (orders == 1).sum()


def test_scores_of_values_without_ties_are_fifths():
    scores = score(np.arange(1_000.0), score_cuts(np.arange(1_000.0)))
    assert np.bincount(scores).tolist() == [0, 200, 200, 200, 200, 200]


def test_a_crowd_of_equal_values_goes_where_the_shares_stay_nearest_to_equal():
    """Ten low, eighty equal, ten high: the ten alone are nearer to a fifth than ninety."""
    crowd = np.r_[np.arange(10), np.full(80, 50), np.arange(100, 110)]
    counts = np.bincount(score(crowd, score_cuts(crowd)))
    assert counts.tolist() == [0, 10, 80, 3, 4, 3]


@pytest.mark.parametrize(
    ("distinct", "scores"), [(1, [3]), (2, [1, 5]), (3, [1, 3, 5]), (4, [1, 2, 4, 5])]
)
def test_few_distinct_values_spread_over_the_scores(distinct, scores):
    few = np.repeat(np.arange(distinct), [7, 1, 3, 2][:distinct])
    found = score(few, score_cuts(few))
    assert [int(found[few == value][0]) for value in range(distinct)] == scores


@settings(deadline=None, derandomize=True)
@given(values)
def test_equal_values_score_equal_and_no_score_is_empty_without_need(numbers):
    scores = score(numbers, score_cuts(numbers))
    found = pd.Series(scores).groupby(numbers).agg(["min", "max"])
    assert (found["min"] == found["max"]).all()
    assert found["min"].is_monotonic_increasing
    assert len(set(scores)) == min(5, len(found))
    assert scores.min() >= 1
    assert scores.max() <= 5


@settings(deadline=None, derandomize=True)
@given(values)
def test_turned_round_scores_mirror_the_others(numbers):
    cuts = score_cuts(numbers)
    assert (score(numbers, cuts, low_is_good=True) == 6 - score(numbers, cuts)).all()


def test_own_cut_points_are_used_as_given(cdnow_sample):
    cuts = {"recency": [30, 90, 180, 365], "frequency": [1, 2, 4, 9], "monetary": [0, 25, 50, 100]}
    rfm = TransactionLog(cdnow_sample).rfm(cuts=cuts)
    edges = [-np.inf, *cuts["frequency"], np.inf]
    expected = pd.cut(rfm["orders"], edges, labels=[1, 2, 3, 4, 5]).astype("int64")
    assert (rfm["frequency_score"] == expected).all()
    assert (rfm.loc[rfm["days_since_last"] <= 30, "recency_score"] == 5).all()
    assert (rfm.loc[rfm["days_since_last"] == 31, "recency_score"] == 4).all()
    assert (rfm.loc[rfm["revenue"] > 100, "monetary_score"] == 5).all()


def test_cut_points_that_were_computed_give_the_same_scores_when_given(cdnow_sample):
    log = TransactionLog(cdnow_sample)
    rfm = log.rfm()
    cuts = {
        "recency": score_cuts(rfm["days_since_last"]),
        "frequency": score_cuts(rfm["orders"]),
        "monetary": score_cuts(rfm["revenue"]),
    }
    pd.testing.assert_frame_equal(log.rfm(cuts=cuts), rfm)


def test_money_can_be_scored_by_the_average_order(cdnow_sample):
    rfm = TransactionLog(cdnow_sample).rfm(monetary="average_order")
    cuts = score_cuts(rfm["average_order"])
    assert (rfm["monetary_score"] == score(rfm["average_order"], cuts)).all()


@pytest.mark.parametrize("cuts", [[1, 2, 3], [4, 3, 2, 1], [1, 2, 3, float("nan")], 5, "abcd"])
def test_cuts_that_are_not_four_rising_numbers_are_refused(messy, cuts):
    with pytest.raises(ValueError, match="cuts must be 4 numbers in rising order, got"):
        TransactionLog(messy).rfm(cuts={"frequency": cuts})


def test_an_unknown_name_among_the_cuts_is_refused(messy):
    with pytest.raises(ValueError, match="'recency', 'frequency' and 'monetary', got 'orders'"):
        TransactionLog(messy).rfm(cuts={"orders": [1, 2, 3, 4]})


def test_an_unknown_monetary_measure_is_refused(messy):
    with pytest.raises(ValueError, match="'revenue' or 'average_order', got 'profit'"):
        TransactionLog(messy).rfm(monetary="profit")


@pytest.mark.parametrize("numbers", [[], [1.0, float("nan")], [float("inf")]])
def test_cuts_of_nothing_or_of_values_that_are_not_finite_are_refused(numbers):
    with pytest.raises(ValueError, match="at least one value and finite values only"):
        score_cuts(numbers)


def test_what_is_missing_has_no_score():
    with pytest.raises(ValueError, match=r"1 of 2 values are missing"):
        score([1.0, None], [1, 2, 4, 8])


def test_a_single_customer_gets_the_middle_scores():
    log = TransactionLog(pd.DataFrame({"id": [1], "date": ["2024-01-01"], "amount": [5]}), "id")
    assert log.rfm()[
        ["recency_score", "frequency_score", "monetary_score"]
    ].to_numpy().tolist() == [[3, 3, 3]]
