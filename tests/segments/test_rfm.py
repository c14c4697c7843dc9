"""Segments: each customer in exactly one, and the cells equal a plain computation."""

from dataclasses import replace
from itertools import product

import pandas as pd
import pytest

from clvwidgets.data import TransactionLog, load_dataset
from clvwidgets.segments import RFM_SEGMENTS, Segment, name_segments, rfm_cells, segment_totals


@pytest.fixture(scope="module")
def rfm():
    return TransactionLog(load_dataset("cdnow")).rfm()


def test_the_default_segments_cover_each_cell_exactly_once():
    for recency, frequency in product(range(1, 6), repeat=2):
        assert sum(rule.covers(recency, frequency) for rule in RFM_SEGMENTS) == 1
    assert len(RFM_SEGMENTS) <= 10
    assert all(rule.name and rule.action for rule in RFM_SEGMENTS)


def test_each_customer_is_in_the_segment_of_the_rule_that_covers_her(rfm):
    names = name_segments(rfm)
    assert names.index.equals(rfm.index)
    for rule in RFM_SEGMENTS:
        inside = rfm["recency_score"].between(*rule.recency)
        inside &= rfm["frequency_score"].between(*rule.frequency)
        assert (names[inside] == rule.name).all()
        assert (names == rule.name).sum() == inside.sum()


def test_segments_without_customers_are_still_categories(rfm):
    counts = name_segments(rfm).value_counts(sort=False)
    assert counts.index.tolist() == [rule.name for rule in RFM_SEGMENTS]


def test_cells_equal_a_plain_computation(rfm):
    cells = rfm_cells(rfm)
    assert len(cells) <= 25
    for cell in cells.itertuples():
        inside = rfm[
            (rfm["recency_score"] == cell.recency_score)
            & (rfm["frequency_score"] == cell.frequency_score)
        ]
        assert cell.customers == len(inside)
        assert cell.revenue == pytest.approx(inside["revenue"].sum())
        assert cell.orders == inside["orders"].sum()
        assert cell.mean_days_since_last == pytest.approx(inside["days_since_last"].mean())
        assert cell.segment == name_segments(inside).unique()[0]


def test_cells_lose_no_customer_and_no_money(rfm):
    cells = rfm_cells(rfm)
    assert cells["customers"].sum() == len(rfm) == 23_570
    assert cells["orders"].sum() == 67_591
    assert cells["revenue"].sum() == pytest.approx(2_500_315.63)
    assert not cells.isna().any(axis=None)


def test_totals_add_up_and_show_empty_segments_as_zero(rfm):
    totals = segment_totals(rfm_cells(rfm)).set_index("segment")
    assert totals.index.tolist() == [rule.name for rule in RFM_SEGMENTS]
    assert totals["customers"].sum() == len(rfm)
    assert totals[["share_of_customers", "share_of_revenue"]].sum().tolist() == pytest.approx(
        [1, 1]
    )
    # Everybody on CDNOW joined in the same quarter, so at the end nobody is new.
    assert totals.loc["New", "customers"] == 0
    assert not totals.isna().any(axis=None)


def test_totals_without_any_revenue_are_zero_and_not_nan(rfm):
    totals = segment_totals(rfm_cells(rfm.assign(revenue=0.0)))
    assert (totals["share_of_revenue"] == 0).all()


def test_own_rules_are_used():
    halves = [
        Segment("Late", (1, 2), (1, 5), "Write"),
        Segment("Recent <b>", (3, 5), (1, 5), "Wait"),
    ]
    scores = pd.DataFrame({"recency_score": [1, 3], "frequency_score": [5, 1]})
    assert name_segments(scores, halves).tolist() == ["Late", "Recent <b>"]


def test_rules_that_leave_a_cell_out_are_refused():
    rules = [rule for rule in RFM_SEGMENTS if rule.name != "New"]
    with pytest.raises(ValueError, match="recency score 4 with frequency score 1 has none"):
        name_segments(pd.DataFrame({"recency_score": [1], "frequency_score": [1]}), rules)


def test_rules_that_cover_a_cell_twice_are_refused():
    rules = [*RFM_SEGMENTS, Segment("Stars", (5, 5), (5, 5), "Thank them")]
    with pytest.raises(ValueError, match="score 5 with frequency score 5 has Champions and Stars"):
        name_segments(pd.DataFrame({"recency_score": [1], "frequency_score": [1]}), rules)


def test_rules_of_the_same_name_are_refused():
    rules = [replace(rule, name="Same") for rule in RFM_SEGMENTS]
    with pytest.raises(ValueError, match="Each segment needs a name of its own"):
        name_segments(pd.DataFrame({"recency_score": [1], "frequency_score": [1]}), rules)


@pytest.mark.parametrize("strange", [0, 6, 2.5, None, "5"])
def test_scores_that_are_not_one_to_five_are_refused(strange):
    scores = pd.DataFrame({"recency_score": [1, strange], "frequency_score": [1, 1]})
    with pytest.raises(ValueError, match="recency_score must be a whole number from 1 to 5"):
        name_segments(scores)


def test_a_table_without_scores_is_refused(rfm):
    with pytest.raises(ValueError, match=r"no column 'frequency_score'.*TransactionLog\.rfm"):
        name_segments(rfm.drop(columns="frequency_score"))
    with pytest.raises(ValueError, match="no column 'revenue'"):
        rfm_cells(rfm.drop(columns="revenue"))
