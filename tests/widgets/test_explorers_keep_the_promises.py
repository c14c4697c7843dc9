"""What every explorer promises, whatever it shows."""

from __future__ import annotations

import json
import re

import numpy as np
import pandas as pd
import polars as pl
import pytest

from clvwidgets import (
    CohortExplorer,
    RFMExplorer,
    TransactionLog,
    ValueExplorer,
    link_explorers,
)
from clvwidgets.widgets.explorers.explorer import Explorer
from tests.panels import EXPLORERS
from tests.sentences import leak

every_explorer = pytest.mark.parametrize("kind", EXPLORERS.values(), ids=EXPLORERS)


def some(explorer):
    """Keys of some groups that have customers, but not of all."""
    sizes = np.bincount(explorer.groups.codes, minlength=len(explorer.groups.keys))
    keys = [key for key, size in zip(explorer.groups.keys, sizes, strict=True) if size]
    return keys[: max(1, len(keys) // 2)]


def split(explorer):
    """Let an explorer that shows one split of the customers at a time show that by club."""
    if hasattr(explorer, "split_by"):
        setattr(explorer, explorer.split_by, "club")


@pytest.fixture(scope="module")
def log(cdnow):
    table = cdnow[cdnow["customer_id"] % 40 == 0]
    table = table.assign(mail=table["customer_id"] % 80 == 0)
    table = table.assign(club=np.where(table["customer_id"] % 7 < 3, "gold", "silver"))
    return TransactionLog(table, attributes=["mail", "club"])


@pytest.fixture(scope="module", params=EXPLORERS.values(), ids=EXPLORERS)
def explored(request, log):
    return request.param(log, consent="mail")


@pytest.fixture
def explorer_of_any_kind(explored):
    split(explored)
    explored.selection = {"keys": some(explored)}
    yield explored
    explored.reset()


def test_the_chosen_are_listed_in_order_and_told(explorer_of_any_kind):
    explorer = explorer_of_any_kind
    chosen = explorer.selected
    assert 0 < len(chosen) < len(explorer.customers)
    if type(explorer)._in_order is Explorer._in_order:
        assert chosen[explorer.order].is_monotonic_decreasing
    assert explorer.query.words in str(explorer)


def test_undo_brings_the_choice_back(explorer_of_any_kind):
    explorer = explorer_of_any_kind
    before = explorer.selection
    explorer.selection = {"keys": []}
    assert explorer.selected.empty
    explorer.undo()
    assert explorer.selection == before
    explorer.redo()
    assert explorer.selection == {"keys": []}


def test_only_sums_leave_for_the_browser(explorer_of_any_kind):
    stored = explorer_of_any_kind._stored()
    assert sum(len(rows) for rows in stored["datasets"].values()) <= 5000
    text = json.dumps(stored)
    assert "customer_id" not in text
    assert len(text) < 200_000
    assert stored["selection"] == explorer_of_any_kind.selection


def test_who_did_not_agree_is_in_no_file(explorer_of_any_kind, tmp_path):
    explorer = explorer_of_any_kind
    count = explorer.to_csv(tmp_path / "list.csv")
    listed = pd.read_csv(tmp_path / "list.csv")
    assert len(listed) == count > 0
    assert (listed["customer_id"] % 80 == 0).all()
    assert len(explorer.selected) > count
    with pytest.raises(ValueError, match="Keep it for each customer"):
        explorer.to_csv(tmp_path / "other.csv", consent="newsletter")
    explorer.selection = {"keys": []}
    with pytest.raises(ValueError, match="Nobody is chosen"):
        explorer.to_csv(tmp_path / "nobody.csv")


def test_the_browser_gets_a_file_or_a_reason(explorer_of_any_kind):
    explorer, sent = explorer_of_any_kind, []
    explorer.send = lambda content, buffers=None: sent.append((content, buffers))
    explorer._answer(explorer, {"kind": "file", "id": "q1"}, [])
    explorer.selection = {"keys": []}
    explorer._answer(explorer, {"kind": "file", "id": "q2"}, [])
    del explorer.send
    (reply, [content]), (refusal, _) = sent
    assert reply["id"] == "q1"
    assert reply["file"]["name"].endswith(".csv")
    assert content.decode().startswith('"customer_id",')
    assert "Nobody is chosen" in refusal["refused"]


def test_the_own_library_comes_back(cdnow):
    table = pl.from_pandas(cdnow[cdnow["customer_id"] % 100 == 0])
    explorer, arrow = RFMExplorer(table), RFMExplorer(table.to_arrow())
    explorer.selection = arrow.selection = {"keys": some(explorer)}
    assert isinstance(explorer.selected, pl.DataFrame)
    assert explorer.selected.columns[0] == "customer_id"
    assert arrow.selected.num_rows == len(explorer.selected) > 0


HOSTILE = ["=cmd()", "<script>alert(1)</script>", "שלום", "🛒 Ann", 'a,b\n"c"']


@every_explorer
@pytest.mark.parametrize("names", [["Ann"], HOSTILE])
def test_one_customer_equal_ones_and_hostile_names(kind, names, tmp_path):
    table = pd.DataFrame({"customer": names, "date": "2024-01-05", "amount": 10.0})
    try:
        explorer = kind(table)
    except ValueError as refusal:  # such as a model that has nothing to learn from
        fault = refusal
    else:
        fault = None
    if fault is not None:
        assert leak(fault) == ""
        return
    explorer.selection = {"keys": list(explorer.groups.keys)}
    assert len(explorer.selected) == len(names)
    page = explorer.to_html()
    assert "<script>alert" not in page
    explorer.to_csv(tmp_path / "all.csv")
    listed = pd.read_csv(tmp_path / "all.csv")["customer"].tolist()
    assert set(listed) == {"'=cmd()" if name == "=cmd()" else name for name in names}
    assert "nan" not in str(explorer).lower()


def test_small_groups_are_hidden_from_the_picture_only(log):
    explorer = RFMExplorer(log, min_group=30)
    cells = pd.DataFrame(explorer.datasets["cells"])
    assert not cells["customers"].between(1, 29).any()
    assert cells["customers"].isna().any()
    assert len(explorer.customers) == log.customers().shape[0]


def test_the_value_curve_has_no_part_smaller_than_min_group(log):
    explorer = ValueExplorer(log, min_group=30)
    parts = pd.DataFrame(explorer.datasets["cells"]).query("measure == 'revenue'")
    assert parts["customers"].min() >= 30
    assert parts["customers"].sum() == len(explorer.customers)
    explorer._send_sums(np.arange(len(explorer.customers)) < 40)  # as a linked choice does
    few = pd.DataFrame(explorer.datasets["cells"])
    assert not few["customers"].between(1, 29).any()
    assert few.loc[few["customers"].isna(), ["amount", "revenue", "profit"]].isna().all(axis=None)
    assert few["cumulative"].isna().all()


def test_consent_that_is_neither_yes_nor_no_is_refused(cdnow, tmp_path):
    table = cdnow.head(50).assign(mail="perhaps")
    explorer = RFMExplorer(table, consent="mail")
    explorer.selection = {"keys": list(explorer.groups.keys)}
    with pytest.raises(ValueError, match=r"must say yes or no.*'perhaps'"):
        explorer.to_csv(tmp_path / "x.csv")


def test_cells_become_a_segment(log):
    explorer = RFMExplorer(log)
    explorer.selection = {"keys": ["r5f5", "r4f5"]}
    explorer.assign("Best")
    assert set(explorer.selected["segment"]) == {"Best"}
    explorer.select("Best")
    assert set(explorer.selection["keys"]) == {"r5f5", "r4f5"}
    groups = explorer.declaration["selection"]["groups"]
    assert [group["label"] for group in groups][-1] == "Best"


def test_undo_takes_segments_back_here_and_in_the_browser(log):
    explorer = RFMExplorer(log)
    before, chosen = explorer.rules, {"keys": ["r5f5"]}
    explorer.selection = chosen
    explorer.assign("Best")
    after = explorer.rules
    explorer.shade = "revenue"
    explorer.undo()
    assert explorer.rules == after
    explorer.undo()
    assert (explorer.rules, explorer.selection) == (before, chosen)
    assert "Best" not in set(explorer.customers["segment"])
    assert "Best" not in str(explorer.declaration)
    history = explorer.history
    explorer.set_state({"history": {**history, "at": history["at"] + 1}})  # as the browser does
    assert explorer.rules == after
    assert set(explorer.selected["segment"]) == {"Best"}


def test_a_log_has_read_its_columns_already(log):
    with pytest.raises(ValueError, match="customer= is for a table"):
        RFMExplorer(log, customer="customer_id")
    with pytest.raises(ValueError, match=r"attributes=\['phone'\]"):
        RFMExplorer(log, consent="phone")


# Linked


@pytest.fixture
def linked():
    made = []

    def make(one, other):
        link = link_explorers(one, other)
        made.append(link)
        return link

    yield make
    for link in made:
        link.unlink()


@pytest.mark.integration
def test_a_choice_in_one_filters_the_other_and_both_choose(log, linked):
    segments, values = RFMExplorer(log), ValueExplorer(log)
    values.selection = {"keys": []}
    linked(segments, values)
    segments.select("Champions")
    champions = set(segments.selected.index)
    shown = pd.DataFrame(values.datasets["cells"]).query("measure == 'revenue'")
    assert shown["customers"].sum() == len(champions)
    values.top = 0.1
    assert values._stored()["filter"] == segments.selection  # the page says that some are missing
    both = set(values.selected.index)
    assert both == set(segments.selected.index)
    assert both < champions


@pytest.mark.integration
def test_the_browser_gets_what_it_filters_by(log, linked):
    segments, cohorts = RFMExplorer(log), CohortExplorer(log)
    linked(segments, cohorts)
    crossed = pd.DataFrame(segments.datasets["crossed"])
    cohorts.selection = {"keys": ["1997-02"]}
    inside = crossed[crossed["other"] == "1997-02"]
    plain = segments.customers[cohorts.customers["cohort"] == "1997-02"]
    assert inside["customers"].sum() == len(plain)
    assert inside["revenue"].sum() == pytest.approx(plain["revenue"].sum())
    assert segments._stored()["filter"] == {"keys": ["1997-02"]}
    # The cohorts' own picture is filtered in Python: its cells are not sums of the segments'.
    segments.select("Champions")
    sizes = pd.DataFrame(cohorts.datasets["cells"]).query("age == 0")["size"]
    assert sizes.sum() == (segments.customers["segment"] == "Champions").sum()


@pytest.mark.integration
def test_links_are_for_two_and_for_the_same_customers(log, linked):
    one, other = RFMExplorer(log), CohortExplorer(log)
    linked(one, other)
    with pytest.raises(ValueError, match="linked already"):
        link_explorers(one, RFMExplorer(log))
    stranger = pd.DataFrame({"customer": ["x"], "date": "2024-01-01", "amount": 1.0})
    with pytest.raises(ValueError, match="no customer in common"):
        link_explorers(RFMExplorer(log), RFMExplorer(stranger))


@pytest.mark.integration
def test_after_unlinking_all_customers_are_back(log):
    segments, cohorts = RFMExplorer(log), CohortExplorer(log)
    link = link_explorers(segments, cohorts)
    segments.select("Champions")
    link.unlink()
    cells = pd.DataFrame(cohorts.datasets["cells"])
    assert cells["customers"].sum() == len(cohorts.customers)
    assert "crossed" not in segments.datasets
    assert np.isfinite(cells["revenue"]).all()


@every_explorer
def test_money_in_charts_has_the_decimals_of_its_currency(kind, log):
    declared = kind(log, currency="JPY").declaration
    assert set(re.findall(r"[$],?[.](\d)f", json.dumps(declared["views"]))) <= {"0"}


def test_every_number_in_words_follows_the_locale(log):
    words = ValueExplorer(log, locale="de-DE")._results_in_words()
    assert re.fullmatch(r"0,\d+", words["Gini coefficient"])
