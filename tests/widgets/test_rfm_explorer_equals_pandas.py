"""The explorer's numbers against a plain computation with pandas."""

from __future__ import annotations

import pandas as pd
import pytest

from clvwidgets import RFMExplorer


def test_cells_add_up_to_all_customers_and_all_revenue(explorer, cdnow):
    cells = pd.DataFrame(explorer.datasets["cells"])
    assert len(cells) == 25
    assert cells["customers"].sum() == cdnow["customer_id"].nunique()
    assert cells["revenue"].sum() == pytest.approx(cdnow["amount"].sum())


def test_chosen_cells_are_customers(explorer, cdnow):
    explorer.set_state({"selection": {"keys": ["r5f5", "r5f4"]}})  # as the browser does
    chosen = explorer.selected
    shown = pd.DataFrame(explorer.datasets["cells"]).set_index("key").loc[["r5f5", "r5f4"]]
    assert len(chosen) == shown["customers"].sum() > 0
    spent = cdnow.groupby("customer_id")["amount"].sum()
    pd.testing.assert_series_equal(chosen["revenue"], spent.loc[chosen.index], check_names=False)


@pytest.mark.parametrize(
    "keys", [["r5f5"], ["r5f4", "r5f5"], ["r1f1", "r3f2", "r5f5"], ["r4f1", "r5f1", "r1f5"]]
)
def test_the_query_names_the_chosen_customers(explorer, keys):
    explorer.selection = {"keys": keys}
    found = explorer.customers.query(explorer.query.pandas)
    assert set(found.index) == set(explorer.selected.index)


def test_every_segment_can_be_chosen_by_name(explorer):
    for rule in explorer.rules:
        explorer.select(rule.name)
        assert set(explorer.selected["segment"]) <= {rule.name}
        assert len(explorer.selected) == (explorer.customers["segment"] == rule.name).sum()
    explorer.select()
    assert explorer.selected.empty
    assert not explorer.query


def test_an_unknown_segment_lists_those_there_are(explorer):
    with pytest.raises(ValueError, match=r"no group 'Champion'.*Champions, Loyal"):
        explorer.select("Champion")


def test_only_aggregates_leave_for_the_browser(explorer):
    # The cells, and the borders between segments.
    assert sum(len(rows) for rows in explorer.datasets.values()) <= 25 + 60
    assert "customer_id" not in str(explorer._stored())


def test_wrong_columns_are_a_sentence(cdnow):
    with pytest.raises(ValueError, match="custmer_id"):
        RFMExplorer(cdnow, customer="custmer_id")


def test_the_callers_table_stays_as_it_was(cdnow):
    before = cdnow.copy()
    RFMExplorer(cdnow)
    pd.testing.assert_frame_equal(cdnow, before)
