"""Thousands of columns: what is done for each of them is done once, or refused before it is."""

import warnings

import numpy as np
import pandas as pd
import pytest

from clvwidgets import ProfileExplorer, TransactionLog
from clvwidgets.segments.groups import Groups
from clvwidgets.widgets.explorers import profile
from clvwidgets.widgets.panel.panel import MOST_ROWS

GONE = pd.Series(data=True, index=list("abcdefghijkl"), name="gone")


def wide(columns):
    rng = np.random.default_rng(1)
    names = [f"x{number}" for number in range(columns)]
    table = pd.DataFrame(rng.integers(0, 3, (12, columns)), columns=names)
    table.index = pd.Index(list("abcdefghijkl"), name="customer")
    return table


def test_attributes_are_added_all_at_once(monkeypatch):
    table = wide(150).reset_index()
    table = table.join(pd.DataFrame({"date": "2024-01-05", "amount": 2.0}, index=table.index))
    log = TransactionLog(table, "customer", "date", "amount", attributes=list(table)[1:151])
    looked_up = []
    usual = pd.Index.get_indexer

    def counted(index, *given, **more):
        looked_up.append(index is log._rows.days.ids)
        return usual(index, *given, **more)

    monkeypatch.setattr(pd.Index, "get_indexer", counted)
    with warnings.catch_warnings():
        warnings.simplefilter("error", pd.errors.PerformanceWarning)  # which tells of one by one
        found = log.rfm()
    assert found["x149"].tolist() == table["x149"].tolist()
    assert sum(looked_up) <= 1


@pytest.fixture
def sorted_by(monkeypatch):
    """List the scales by which a profile sorts its customers; comparing them fails."""
    scales = []

    def sort(customers, axes):
        scales.extend(axes)
        return Groups(customers, axes)

    monkeypatch.setattr(profile, "Groups", sort)
    monkeypatch.setattr(Groups, "sums", lambda *_, **__: pytest.fail("compared"))
    return scales


def test_a_profile_of_too_many_columns_is_refused_before_they_are_sorted(sorted_by):
    table = wide(MOST_ROWS + 1)
    with pytest.raises(ValueError, match=r"5,001 rows or more .* Name fewer columns: attributes="):
        ProfileExplorer(pd.concat([table, GONE], axis=1), churned="gone")
    assert sorted_by == []


def test_a_profile_of_too_many_groups_is_refused_before_they_are_compared(sorted_by, monkeypatch):
    monkeypatch.setattr(profile, "MOST_ROWS", 20)
    with pytest.raises(ValueError, match=r"rows or more .* Name fewer columns: attributes="):
        ProfileExplorer(pd.concat([wide(10), GONE], axis=1), churned="gone")
    assert len(sorted_by) == 10
