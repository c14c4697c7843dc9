"""Each explorer's numbers against a plain computation with pandas."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd
import pytest
import vl_convert

from clvwidgets import (
    CohortExplorer,
    LifecycleExplorer,
    RFMExplorer,
    TransactionLog,
    ValueExplorer,
    load_dataset,
)
from clvwidgets.display.panel_json import first_chart
from clvwidgets.models import BGNBD, CustomerValue, GammaGamma
from clvwidgets.segments.value import VALUE_CLASSES


@pytest.fixture(scope="module")
def sample(cdnow):
    return cdnow[cdnow["in_sample"]]


@pytest.fixture(scope="module")
def log(sample):
    return TransactionLog(sample)


@pytest.fixture(scope="module")
def value_of_sample(log):
    return ValueExplorer(log, margin=0.4, cost_per_order=9)


@pytest.fixture(scope="module")
def life_of_sample(log):
    return LifecycleExplorer(log, margin=0.5)


def test_the_top_fifth_holds_what_pandas_says(sample, value_of_sample):
    spent = sample.groupby("customer_id")["amount"].sum()
    n = len(spent) * 20 // 100
    share = spent.nlargest(n).sum() / spent.sum()
    cells = pd.DataFrame(value_of_sample.datasets["cells"]).query("measure == 'revenue'")
    assert cells["cumulative"].iloc[19] == pytest.approx(share)
    assert cells["customers"].sum() == len(spent)
    value_of_sample.top = 0.2
    assert value_of_sample.selected["revenue"].sum() == pytest.approx(spent.nlargest(n).sum())


def test_profit_takes_the_cost_of_each_order_off_the_margin(sample, value_of_sample):
    orders = sample.groupby(["customer_id", "date"])["amount"].sum().groupby("customer_id")
    profit = orders.sum() * 0.4 - orders.size() * 9
    cells = pd.DataFrame(value_of_sample.datasets["cells"]).query("measure == 'profit'")
    ranked = np.sort(profit.to_numpy())[::-1].cumsum()
    ends = np.arange(1, 101) * len(profit) // 100
    assert cells["cumulative"].to_numpy() == pytest.approx(ranked[ends - 1] / profit.sum())
    assert cells["cumulative"].max() > 1  # some cost more than they bring
    classes = cells.groupby("class")["profit"].sum()
    assert set(classes.index) <= {found.name for found in VALUE_CLASSES}
    assert classes["At a loss"] < 0


@pytest.mark.integration
def test_returns_are_taken_out_of_a_table(sample):
    back = sample.head(1).assign(amount=-5.0, date="1998-06-30")
    table = pd.concat([sample.assign(date=sample["date"].astype(str)), back])
    gross = ValueExplorer(table, returns="set aside").customers["revenue"].sum()
    assert ValueExplorer(table).customers["revenue"].sum() == pytest.approx(gross - 5)


@pytest.mark.integration
def test_expected_value_can_sort_the_customers(log, life_of_sample):
    values = life_of_sample.customers["value"]
    explorer = ValueExplorer(log, value=life_of_sample.customers, measure="value", top=0.1)
    top = values.nlargest(len(values) // 10)
    assert explorer.selected["value"].sum() == pytest.approx(top.sum())
    with pytest.raises(ValueError, match="says nothing of 1 of"):
        ValueExplorer(log, value=values.iloc[1:])
    with pytest.raises(ValueError, match="needs the expected value"):
        ValueExplorer(log, measure="value")


def test_the_heat_map_holds_the_triangle(sample, log):
    explorer = CohortExplorer(log)
    cells = pd.DataFrame(explorer.datasets["cells"])
    months = pd.to_datetime(sample["date"]).dt.to_period("M")
    first = months.groupby(sample["customer_id"]).transform("min")
    plain = sample.assign(key=first.astype(str), age=months.astype(int) - first.astype(int))
    revenue = plain.groupby(["key", "age"])["amount"].sum()
    active = plain.groupby(["key", "age"])["customer_id"].nunique()
    shown = cells.set_index(["key", "age"])
    assert shown["revenue"].sum() == pytest.approx(sample["amount"].sum())
    pd.testing.assert_series_equal(
        shown["revenue"].loc[revenue.index], revenue, check_names=False, check_dtype=False
    )
    assert (shown["active"].loc[active.index] == active).all()
    sizes = plain[plain["age"] == 0].groupby("key")["customer_id"].nunique()
    assert (shown["size"].groupby("key").first() == sizes).all()


def test_the_grid_of_life_adds_up_the_predictions(life_of_sample):
    table = life_of_sample.customers
    cells = pd.DataFrame(life_of_sample.datasets["cells"])
    assert cells["customers"].sum() == len(table)
    assert cells["value"].sum() == pytest.approx(table["value"].sum())
    tenth = np.ceil(table["probability_alive"].clip(lower=1e-12) * 10) - 1
    counts = table.groupby([tenth, "stage"], observed=False).size()
    shown = cells.groupby(["first", "stage"])["customers"].sum()
    assert all(shown[place] == count for place, count in counts.items())
    at_stake = (table["value"] / table["probability_alive"] - table["value"]).fillna(0)
    assert table["at_stake"].to_numpy() == pytest.approx(at_stake.to_numpy(), abs=1e-9)


def test_the_grid_of_life_says_by_which_model_it_counts(log, life_of_sample):
    once = life_of_sample.customers.query("frequency == 0")["probability_alive"]
    left = f"{round(100 * (1 - once.mean()))}% of those who bought once have left, by BG/NBD nobody"
    assert f"Counted by MBGNBD: {left}" in str(life_of_sample)
    assert left in life_of_sample.declaration["views"][0]["spec"]["title"]["subtitle"]
    paper = BGNBD.from_params(r=0.243, alpha=4.414, a=0.793, b=2.426, period="W")
    strict = LifecycleExplorer(log, model=CustomerValue(paper, GammaGamma()))
    assert "BGNBD, which lets nobody leave before a second purchase" in str(strict)
    few = LifecycleExplorer(TransactionLog(load_dataset("cdnow").head(300)), min_group=200)
    assert "% of those who bought once" not in str(few)


def test_the_two_hundred_to_win_back_are_a_file(life_of_sample, tmp_path):
    life_of_sample.select("Win back")
    chosen = life_of_sample.selected
    life_of_sample.at_most = 20
    assert life_of_sample.to_csv(tmp_path / "list.csv") == min(20, len(chosen))
    listed = pd.read_csv(tmp_path / "list.csv", index_col="customer_id")
    assert listed.index.tolist() == chosen.index[: len(listed)].tolist()
    assert listed["at_stake"].is_monotonic_decreasing
    assert listed["probability_alive"].between(0.1, 0.6).all()


@pytest.mark.integration
def test_movement_since_an_earlier_day(log):
    explorer = RFMExplorer(log, since="1997-12-31")
    moved = explorer.movement
    assert moved.to_numpy().sum() == len(explorer.customers)
    now = explorer.customers["segment"].value_counts()
    assert (moved.sum() == now.reindex(moved.columns)).all()


def headline_of_few(amounts):
    """What the curve of eleven customers says, one purchase each."""
    names = [f"c{place}" for place in range(11)]
    rows = [(name, "2024-01-01", 10.0) for name in names]
    rows += [(name, "2024-02-01", more) for name, more in zip(names, amounts, strict=True)]
    explorer = ValueExplorer(pd.DataFrame(rows, columns=["customer", "date", "amount"]), top=0.2)
    svg = vl_convert.vegalite_to_svg(first_chart(explorer._stored()), vl_version="6.4")
    (told,) = re.findall(r">([^<>]*The top [^<>]*)</text>", svg)
    return explorer, told


def test_the_headline_speaks_of_the_customers_who_are_chosen():
    explorer, told = headline_of_few([45, 35, *[5] * 9])
    assert len(explorer.selected) == 2
    # 100 of 235, from 2 of 11 customers, who are not a fifth of them.
    assert told == "The top 18.2% of customers hold 42.6% of the revenue"
    assert "They hold: 42.6%\n" in str(explorer)


def test_more_than_everything_is_explained_by_who_is_below_nothing():
    explorer, told = headline_of_few([45, 35, *[-40] * 4, *[5] * 5])
    # 100 of 55, which is what is left after 120 below 0.
    held = "181.8%", "as some customers are below 0"
    assert told == f"The top 18.2% of customers hold {held[0]} of the revenue, {held[1]}"
    assert f"They hold: {', '.join(held)}\n" in str(explorer)
