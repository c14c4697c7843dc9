"""Measures over time: by groups, against targets, and in words."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from clvwidgets import KPIDashboard, RFMExplorer, TransactionLog, link_explorers
from clvwidgets.data.kpi_groups import GroupKpis, programme_roi
from clvwidgets.segments.kpis import what_changed

from .shop import small_shop

PROGRAMME = {"date": ["2023-02-01", "2023-05-01"], "gain": [50.0, 450.0], "cost": [100.0, 100.0]}


@pytest.fixture(scope="module")
def log():
    return TransactionLog(small_shop(), attributes=["channel"], end="2023-12-20")


@pytest.fixture(scope="module")
def board(log):
    return KPIDashboard(
        log,
        spend={"2023-01": 500.0},
        gross_margin=0.5,
        programme=PROGRAMME,
        targets={"churn": 0.2, "average_order": 10},
    )


def test_a_groups_measures_are_those_of_a_log_of_its_own(log):
    table = small_shop()
    table = table[table["date"] <= "2023-12-20"]
    tables = GroupKpis(log, gross_margin=0.5).tables(log.rfm()["channel"])
    assert len(tables) == 5
    for channel, found in tables.items():
        own = TransactionLog(
            table[table["channel"] == channel], start=log.start, end="2023-12-20"
        ).kpis(gross_margin=0.5)
        pd.testing.assert_frame_equal(found, own)


def test_the_lines_are_the_measures(board, log):
    cells = pd.DataFrame(board.datasets["cells"])
    whole = cells[cells["split"] == "all"]
    kpis = log.kpis(spend={"2023-01": 500.0}, gross_margin=0.5)
    for name, column in (
        ("clv", "ltv"),
        ("churn", "churn"),
        ("average_order", "average_order_value"),
    ):
        assert np.allclose(whole[name].astype(float), kpis[column], equal_nan=True)
    assert whole["partial"].tolist() == kpis["partial"].tolist()


@pytest.mark.integration
def test_a_log_of_one_month_has_a_picture():
    orders = pd.DataFrame({"customer": ["Ann", "Bo"], "date": "2024-01-05", "amount": 5.0})
    assert KPIDashboard(orders).to_png().startswith(b"\x89PNG")


def test_too_many_periods_are_refused_with_longer_ones():
    days = pd.to_datetime(["1700-01-01", "2020-01-01"])
    orders = pd.DataFrame({"customer": "Ann", "date": days, "amount": 5.0})
    with pytest.raises(ValueError, match='Choose longer periods, for example by="Y"'):
        KPIDashboard(orders, by="W")


def test_the_programmes_return_is_counted_from_its_start(board):
    periods = pd.PeriodIndex(board.kpis.index)
    roi = programme_roi(PROGRAMME, periods)["programme_roi"]
    assert np.isnan(roi["2023-01"])
    assert roi["2023-04"] == (50 - 100) / 100
    assert roi["2023-12"] == (500 - 200) / 200


def test_a_period_seen_in_part_is_left_out_and_said(board):
    assert board.changes.attrs["period"] == "2023-11"
    assert board.summary[0] == "2023-11 against 2023-10:"
    assert board.summary[-1] == "2023-12: seen in part, left out."


def test_the_words_are_computed_from_the_numbers(board):
    kpis, story = board.kpis, board.changes
    now, before = (kpis.loc[month, "churn"] for month in ("2023-11", "2023-10"))
    assert story.loc["churn", ["now", "before"]].tolist() == [now, before]
    (said,) = (line for line in board.summary if line.startswith("Churn"))
    assert ("rose" if now > before else "fell") in said
    assert f"to {100 * now:.1f}".rstrip("0").rstrip(".") in said
    assert ("meets" if now <= 0.2 else "misses") + " the target of 20%" in said


@pytest.mark.integration
def test_targets_can_be_set_and_are_checked(board):
    before = board.targets
    board.targets = {"churn": 0.99}
    assert board.changes.loc["churn", "met"]
    assert "0.99" in str(board.declaration["views"])
    for targets, sentence in (
        ({"chrun": 0.2}, "no measure 'chrun'.*churn"),
        ({"churn": 20}, "between 0 and 1, got 20. If you meant 20 percent, write 0.2"),
        ({"clv": "much"}, "must be a number, got 'much'"),
    ):
        with pytest.raises(ValueError, match=sentence):
            board.targets = targets
    board.targets = before


def test_a_chosen_group_and_its_rule_are_the_same_customers(board):
    board.split = "channel"
    for name in ("web", "other", "not known"):
        if name in board.groups.axes[0].labels:
            board.select(name)
            chosen = board.selected
            assert len(chosen) > 0
            rule = board.query.pandas
            assert set(board.customers.query(rule).index) == set(chosen.index)
    members = pd.DataFrame(board.datasets["cells"]).query("split == 'channel'")["members"].sum()
    assert members == len(board.customers)
    board.split = "all"
    assert board.selected.empty


@pytest.mark.integration
def test_a_linked_choice_measures_its_customers_only(board, log):
    segments = RFMExplorer(log)
    link = link_explorers(board, segments)
    segments.select("Champions")
    chosen = small_shop()[small_shop()["customer"].isin(segments.selected.index)]
    own = TransactionLog(chosen, start=log.start, end="2023-12-20").kpis(gross_margin=0.5)
    cells = pd.DataFrame(board.datasets["cells"]).query("split == 'all'")
    assert np.allclose(cells["churn"].astype(float), own["churn"], equal_nan=True)
    assert board.datasets["story"][1]["words"].startswith("Churn")
    assert board.datasets["story"][5]["words"] == "CAC: not known in the last whole period"
    link.unlink()


@pytest.mark.integration
def test_what_is_missing_is_named_and_the_charts_can_be_drawn(log):
    board = KPIDashboard(log)
    assert "clv (needs gross_margin=)" in str(board)
    assert "roi (needs programme=)" in str(board)
    assert board.to_png().startswith(b"\x89PNG")


@pytest.mark.integration
def test_one_purchase_is_a_period_without_comparison():
    orders = pd.DataFrame({"customer": ["Ada"], "date": ["2024-01-15"], "amount": [5.0]})
    board = KPIDashboard(orders)
    assert board.summary[0].startswith("No period was seen whole")
    assert len(board.customers) == 1


@pytest.mark.parametrize(
    ("programme", "sentence"),
    [
        ({"date": ["2023-02-01"], "cost": [1.0]}, "'gain' is missing"),
        (
            {"date": ["soon"], "gain": [1.0], "cost": [1.0]},
            "dates such as '2024-01-31', got 'soon'",
        ),
        ({"date": ["2023-02-01"], "gain": [1.0], "cost": [-1.0]}, "0 or more, got -1.0"),
        ({"date": ["2022-02-01"], "gain": [1.0], "cost": [1.0]}, "2022-02 lies outside the log"),
    ],
)
def test_a_programme_that_cannot_be_read_is_refused(programme, sentence):
    periods = pd.period_range("2023-01", "2023-12", freq="M")
    with pytest.raises(ValueError, match=sentence):
        programme_roi(programme, periods)


def test_a_change_is_compared_with_a_year_before():
    kpis = pd.DataFrame(
        {"churn": np.linspace(0.1, 0.3, 15), "partial": False},
        index=pd.period_range("2023-01", periods=15, freq="M"),
    )
    assert what_changed(kpis).loc["churn", "year_ago"] == kpis.loc["2023-03", "churn"]


@pytest.mark.parametrize("periods", [8, 24])
def test_where_nobody_changed_one_comparison_in_twenty_is_called_unusual(periods):
    rng = np.random.default_rng(3)
    months = pd.period_range("2020-01", periods=periods, freq="M")
    called = []
    for _ in range(400):
        drawn = {"churn": rng.binomial(2_000, 0.1, periods) / 2_000, "partial": False}
        story = what_changed(pd.DataFrame(drawn, index=months))
        called.append(abs(story.loc["churn", "change"]) > story.loc["churn", "usual"])
    assert np.mean(called) == pytest.approx(0.05, abs=0.03)


def test_it_is_said_how_often_chance_is_called_unusual(board):
    assert board.summary[-2].startswith("By chance alone 1 comparison in 20 is called more than")
    judged = int((board.changes["usual"] > 0).sum())
    assert f"of these {judged} on average" in board.summary[-2]
