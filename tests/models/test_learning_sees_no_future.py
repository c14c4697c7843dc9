"""Machine learning on the log: no leakage, calibrated, as good as the models of attrition."""

import numpy as np
import pandas as pd
import pytest

from clvwidgets.data import TransactionLog, load_dataset
from clvwidgets.models import (
    BGNBD,
    BuyTillYouDie,
    PastRate,
    TwoStage,
    calibration_table,
    examples,
    features,
    validate,
)

CUT = "1997-12-31"


@pytest.fixture(scope="module")
def log():
    """A sixth of all customers of CDNOW."""
    table = load_dataset("cdnow")
    return TransactionLog(table[table["customer_id"] % 6 == 0], "customer_id", "date", "amount")


@pytest.fixture(scope="module")
def learned(log):
    return TwoStage().learn(log, CUT, horizon=26)


@pytest.fixture(scope="module")
def past():
    """The same customers, seen on the day of the cut."""
    table = load_dataset("cdnow")
    table = table[(table["customer_id"] % 6 == 0) & (table["date"] <= CUT)]
    return TransactionLog(table, "customer_id", "date", "amount")


def test_the_future_does_not_change_features(log, past):
    pd.testing.assert_frame_equal(features(log, CUT), features(past, CUT))


@pytest.mark.integration
def test_the_future_does_not_change_predictions(log, past, learned):
    again = TwoStage().learn(past, CUT, horizon=26)
    pd.testing.assert_frame_equal(again.predict(past, CUT), learned.predict(log, CUT))


def test_features_are_what_they_are_called(log):
    table = features(log, CUT, window=4)
    assert table.notna().all().all()
    rows = load_dataset("cdnow")
    one = rows[(rows["customer_id"] == 24) & (rows["date"] <= CUT)]
    days = one["date"].drop_duplicates()
    end = pd.Timestamp(CUT)
    got = table.loc[24]
    assert got["since_last"] == pytest.approx((end - days.max()).days / 7)
    assert got["revenue"] == pytest.approx(one["amount"].sum())
    assert got["recent"] == (days > end - pd.Timedelta(weeks=4)).sum()
    assert (table["recent"] <= table["frequency"] + 1).all()


@pytest.mark.integration
def test_probabilities_are_calibrated(log, learned):
    predicted = learned.predict(log, CUT)
    later = log.customers(end="1998-06-30")["frequency"].reindex(predicted.index)
    bought = later > log.customers(end=CUT)["frequency"]
    table = calibration_table(predicted["probability"], bought, groups=3)
    assert (table["predicted"] - table["happened"]).abs().max() < 0.12
    assert table["happened"].is_monotonic_increasing
    assert table["customers"].sum() == len(predicted)


def shop_log(number_of):
    """A quarter of the shop's customers, with other numbers."""
    orders = load_dataset("shop_orders").query("customer_id % 4 == 0")
    orders = orders.assign(customer_id=number_of[orders["customer_id"]])
    return TransactionLog(orders, "customer_id", "date", "amount", end="2024-12-31")


def area_under_the_curve(happened, said):
    """Share of pairs, one to whom it happened and one not, that are ranked rightly."""
    ranks, n = said.rank(), happened.sum()
    return (ranks[happened].sum() - n * (n + 1) / 2) / (n * (~happened).sum())


@pytest.mark.integration
def test_ranks_are_right_and_hang_not_on_the_order_of_customers():
    """Numbered by their first order, as shops number them, and by lot."""
    by_lot = np.random.default_rng(1).permutation(20_001)
    said, areas = [], []
    for number_of in (np.arange(20_001), by_lot):
        log = shop_log(number_of)
        chance = TwoStage(seed=1).learn(log, "2024-10-01", 13).predict(log, "2024-10-01")
        known, bought = examples(log, "2024-10-01", 13)
        areas.append(area_under_the_curve(bought > 0, chance["probability"].loc[known.index]))
        said.append(chance["expected_purchases"])
    assert min(areas) > 0.8
    assert areas[0] == pytest.approx(areas[1], abs=1e-9)
    same = said[1].reindex(by_lot[said[0].index])
    assert said[0].to_numpy() == pytest.approx(same.to_numpy(), rel=1e-9)


@pytest.mark.integration
def test_learning_stands_on_the_same_table_as_the_models(log):
    table = validate([TwoStage(), BGNBD(), PastRate()], log, CUT)
    assert table.loc["TwoStage", "mae"] < table.loc["PastRate", "mae"]
    assert table.loc["TwoStage", "rank_correlation"] > 0.3
    assert np.isnan(table.loc["TwoStage", "interval_coverage"])


@pytest.mark.integration
def test_the_baseline_has_the_manners_of_the_learners(log):
    baseline = BuyTillYouDie().learn(log, CUT, horizon=26)
    table = baseline.predict(log, CUT)
    product = table["probability"] * table["purchases_if_any"]
    assert product.to_numpy() == pytest.approx(table["expected_purchases"].to_numpy())
    assert (table["purchases_if_any"] >= 1).all()
    scores = validate([BuyTillYouDie(), BGNBD()], log, CUT).drop(
        columns=["seconds", "interval_coverage"]
    )
    assert scores.loc["BuyTillYouDie"].tolist() == scores.loc["BGNBD"].tolist()
    later = log.customers(end="1998-06-30")["frequency"].reindex(table.index)
    bought = later > log.customers(end=CUT)["frequency"]
    told = calibration_table(table["probability"], bought, groups=3)
    assert (told["predicted"] - told["happened"]).abs().max() < 0.12
    with pytest.raises(AttributeError, match="learned nothing yet"):
        BuyTillYouDie().predict(log, CUT)


def test_too_little_to_learn_from(log):
    small = TransactionLog(load_dataset("cdnow").iloc[:120], "customer_id", "date", "amount")
    with pytest.raises(ValueError, match="customers can be learned from"):
        TwoStage().learn(small, "1998-03-01", horizon=10)
    with pytest.raises(AttributeError, match="learned nothing yet"):
        TwoStage().predict(log, CUT)
    with pytest.raises(ValueError, match="horizon must be greater than 0 weeks"):
        TwoStage().learn(log, CUT, horizon=0)
    with pytest.raises(ValueError, match="between 0 and 1"):
        calibration_table([1.2], [True])
