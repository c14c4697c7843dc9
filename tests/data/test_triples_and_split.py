"""Distinct histories, and a calibration with its holdout."""

import numpy as np
import pandas as pd
import pytest

from clvwidgets.data import TransactionLog

CALIBRATION_END = "1997-09-30"


@pytest.fixture(scope="module")
def log(cdnow_sample):
    return TransactionLog(cdnow_sample, "customer_id", "date", "amount")


def test_the_unit_of_time_travels_with_the_table(log):
    assert log.customers("D").attrs["period"] == "D"
    assert log.triples("M").attrs["period"] == "M"
    assert log.split(CALIBRATION_END, period="Y").attrs["period"] == "Y"


def test_the_triples_are_the_distinct_histories_and_count_every_customer(log):
    triples = log.triples("W", CALIBRATION_END)
    customers = log.customers("W", CALIBRATION_END)
    assert list(triples) == ["frequency", "recency", "T", "count"]
    again = triples.loc[np.repeat(triples.index, triples["count"]), triples.columns[:3]]
    expected = customers[list(triples.columns[:3])].sort_values(["frequency", "recency", "T"])
    pd.testing.assert_frame_equal(
        again.reset_index(drop=True), expected.reset_index(drop=True), check_exact=True
    )
    assert not triples.duplicated(["frequency", "recency", "T"]).any()


def test_the_split_equals_that_of_lifetimes(cdnow_sample, log):
    utils = pytest.importorskip("lifetimes.utils", reason="pip install lifetimes")
    theirs = utils.calibration_and_holdout_data(
        cdnow_sample[["customer_id", "date", "amount"]],
        *("customer_id", "date", CALIBRATION_END),
        monetary_value_col="amount",
        freq="D",
    )
    ours = log.split(CALIBRATION_END, period="D")
    for name in ("frequency", "recency", "T", "monetary_value"):
        assert np.allclose(ours[name], theirs[f"{name}_cal"], rtol=1e-13, atol=0)
    assert (ours["holdout_orders"] == theirs["frequency_holdout"]).all()
    assert (ours["holdout_T"] == theirs["duration_holdout"]).all()


def test_calibration_and_holdout_add_up_to_the_whole(log):
    parts, whole = log.split(CALIBRATION_END), log.rfm()
    orders = parts["frequency"] + 1 + parts["holdout_orders"]
    assert (orders == whole["orders"].reindex(parts.index)).all()
    calibration = log.rfm(end=CALIBRATION_END)["revenue"]
    assert np.allclose(
        parts["holdout_revenue"] + calibration, whole["revenue"].reindex(parts.index)
    )
    assert parts["holdout_T"].iloc[0] == 39.0


def test_the_future_does_not_reach_the_calibration(log, cdnow_sample):
    early = cdnow_sample[cdnow_sample["date"] <= CALIBRATION_END]
    known = TransactionLog(early, "customer_id", "date", "amount").customers(end=CALIBRATION_END)
    pd.testing.assert_frame_equal(log.split(CALIBRATION_END)[known.columns], known)


def test_a_calibration_without_a_holdout_is_refused(log):
    with pytest.raises(ValueError, match="before the end of the holdout on 1998-06-30"):
        log.split("1998-06-30")
    with pytest.raises(ValueError, match="got 1997-09-30: no day is left"):
        log.split(CALIBRATION_END, end="1997-05-01")
