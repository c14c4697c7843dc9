"""Exact fifths: as many customers in each, and equal ones parted by the order of the file."""

import pandas as pd
import pytest

from clvwidgets.data import TransactionLog, load_dataset
from clvwidgets.segments import exact_fifths, name_segments

SCORES = ["recency_score", "frequency_score"]


@pytest.fixture(scope="module")
def rfm():
    return TransactionLog(load_dataset("cdnow")).rfm()


def test_each_score_has_a_fifth_of_the_customers(rfm):
    scored = exact_fifths(rfm)
    for score in SCORES:
        assert (scored[score].value_counts() == len(rfm) / 5).all()


def test_the_scores_are_those_of_pandas_quantiles_of_the_ranks(rfm):
    scored = exact_fifths(rfm)
    for score, rank in (
        ("recency_score", (-rfm["days_since_last"]).rank(method="first")),
        ("frequency_score", rfm["orders"].rank(method="first")),
    ):
        by_pandas = pd.qcut(rank, 5, labels=False) + 1
        pd.testing.assert_series_equal(scored[score], by_pandas, check_names=False)


def test_another_order_of_the_rows_moves_customers_who_did_nothing(rfm):
    down, up = (name_segments(exact_fifths(table)).astype(str) for table in (rfm, rfm[::-1]))
    assert (down != up.reindex(down.index)).sum() == 5933


def test_without_equals_the_order_of_the_rows_does_not_matter():
    rfm = pd.DataFrame({"days_since_last": range(50), "orders": range(50, 0, -1)})
    pd.testing.assert_frame_equal(exact_fifths(rfm), exact_fifths(rfm[::-1]).sort_index())


@pytest.mark.parametrize("orders", [[], [1.0, None], ["a", "b"], [1.0, float("inf")]])
def test_a_customer_without_a_number_is_refused_in_a_sentence(orders):
    rfm = pd.DataFrame({"days_since_last": [1.0] * len(orders), "orders": orders})
    with pytest.raises(ValueError, match="must have a number for each customer"):
        exact_fifths(rfm)
