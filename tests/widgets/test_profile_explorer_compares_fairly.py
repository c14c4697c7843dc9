"""Groups of an attribute: their means, what tells leavers apart, and tables that nobody expects."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd
import pytest
from scipy.stats import chi2_contingency

from clvwidgets import ProfileExplorer, RFMExplorer, TransactionLog, link_explorers, load_dataset
from clvwidgets.display import panel_json
from clvwidgets.display.picture import draw
from clvwidgets.segments.profile import rank_attributes

from .shop import CHANNELS, small_shop


@pytest.fixture(scope="module")
def telco():
    return load_dataset("telco")


@pytest.fixture(scope="module")
def contracts(telco):
    return ProfileExplorer(telco, churned="churned", value="monthly_charge", attribute="contract")


@pytest.fixture(scope="module")
def made():
    log = TransactionLog(small_shop(), attributes=["channel", "age"])
    return ProfileExplorer(log, gone_after=90)


@pytest.fixture
def shop(made):
    made.set(attribute="channel")
    made.selection = {"keys": []}
    return made


def test_means_of_groups_equal_pandas(contracts, telco):
    shown = contracts.profile.set_index("label")
    plain = telco.groupby("contract", observed=True)
    for name, column in (("left", "churned"), ("value", "monthly_charge")):
        assert shown[name].to_dict() == pytest.approx(plain[column].mean().to_dict())
    spread = 1.959964 * plain["monthly_charge"].sem()[shown.index]
    assert np.allclose(shown["value_high"] - shown["value"], spread)
    assert shown["customers"].sum() == len(telco)


def test_purchases_are_measured_as_pandas_does(shop):
    table = small_shop()
    last = table.groupby("customer")["date"].max()
    left = (table["date"].max() - last).dt.days > 90
    channel = table.groupby("customer")["channel"].first()
    plain = left.groupby(channel).mean()
    shown = shop.profile.set_index("label")["left"]
    pd.testing.assert_series_equal(
        shown.drop("not known").sort_index(), plain.sort_index(), check_names=False
    )
    assert shown["not known"] == left[channel.isna()].mean()


def test_what_tells_leavers_apart_is_the_share_of_variance(contracts, telco):
    """Phi squared is chi squared over n; Bergsma takes (k - 1) / (n - 1) off."""
    found = contracts.separators.set_index("attribute").loc["contract"]
    chi2 = chi2_contingency(pd.crosstab(telco["contract"], telco["churned"]), correction=False)[0]
    assert found["share"] == pytest.approx(chi2 / len(telco) - 2 / (len(telco) - 1))
    assert found["low"] < found["share"] < found["high"]


def test_the_difference_has_newcombes_published_interval():
    """R. Newcombe (1998), table II, first example: 56 of 70 against 48 of 80, method 10."""
    table = pd.DataFrame({"label": ["a", "b"], "customers": [70, 80], "left": [56 / 70, 48 / 80]})
    row = rank_attributes({"x": table}, "left").iloc[0]
    assert (round(row["difference_low"], 4), round(row["difference_high"], 4)) == (0.0524, 0.3339)


def test_the_interval_holds_the_truth_in_nineteen_of_twenty_samples():
    rng = np.random.default_rng(8)
    count, chances = np.array([300, 500, 200]), np.array([0.2, 0.3, 0.45])
    whole = count @ chances / count.sum()
    truth = count @ (chances - whole) ** 2 / count.sum() / (whole * (1 - whole))
    tables = {
        str(number): pd.DataFrame({"label": list("abc"), "customers": count, "left": left / count})
        for number, left in enumerate(rng.binomial(count, chances, (300, 3)))
    }
    found = rank_attributes(tables, "left")
    held = ((found["low"] <= truth) & (truth <= found["high"])).mean()
    assert 0.92 <= held <= 0.98


def test_an_attribute_of_pure_chance_explains_nothing():
    rng = np.random.default_rng(1)
    table = pd.DataFrame(
        {"left": rng.random(3000) < 0.3, "noise": rng.choice(list("abcdefgh"), 3000)}
    )
    row = ProfileExplorer(table, churned="left").separators.iloc[0]
    assert row["share"] < 0.003
    assert row["low"] == 0
    assert row["difference_low"] < 0


@pytest.mark.parametrize("attribute", ["channel", "age"])
def test_a_chosen_group_and_its_rule_are_the_same_customers(shop, attribute):
    shop.attribute = attribute
    for label, count in shop.profile.set_index("label")["customers"].items():
        shop.select(label)
        chosen = shop.selected
        assert len(chosen) == count
        assert set(shop.customers.query(shop.query.pandas).index) == set(chosen.index)


def test_another_attribute_forgets_the_choice_and_undo_brings_it_back(shop):
    shop.select("web")
    before = len(shop.selected)
    shop.attribute = "age"
    assert shop.selection == {"keys": []}
    shop.undo()
    assert (shop.attribute, len(shop.selected)) == ("channel", before)


def test_small_groups_are_hidden_and_counted():
    table = small_shop()
    log = TransactionLog(table, attributes=["channel"])
    sizes = table.groupby("customer")["channel"].first().value_counts(dropna=False)
    explorer = ProfileExplorer(log, gone_after=90, min_group=int(sizes.min()) + 1)
    hidden = explorer.hidden.loc["channel"]
    # One small group alone could be had by taking the others off the whole.
    assert hidden["groups"] >= 2
    shown = pd.DataFrame(explorer.datasets["cells"])["customers"]
    assert shown.sum() + hidden["customers"] == len(explorer.customers)
    assert "hidden" in str(explorer)


def test_strange_names_stay_as_they_are(shop):
    assert set(CHANNELS) <= set(shop.profile["label"])
    page = shop.to_html()
    assert "<b>app" not in page
    shop.select("<b>app</b>")
    assert "'<b>app</b>'" in shop.query.sql


@pytest.mark.integration
def test_ten_thousand_categories_become_the_largest_and_the_rest():
    names = [f"place {n}" for n in range(10_000)]
    table = pd.DataFrame(
        {"left": [n % 3 == 0 for n in range(12_000)], "place": names + ["Rome"] * 2_000}
    )
    explorer = ProfileExplorer(table, churned="left", attributes=["place"])
    labels = explorer.profile["label"].tolist()
    assert labels[0] == "Rome"
    assert labels[-1] == "other"
    assert len(labels) == 13
    explorer.select("other")
    assert len(explorer.selected) == 10_000 - 11


@pytest.mark.parametrize(
    "table",
    [
        pd.DataFrame({"left": [True], "place": ["Rome"]}),
        pd.DataFrame({"left": [False] * 30, "place": ["Rome"] * 30}),
        pd.DataFrame({"left": [True, False] * 15, "place": [None] * 30}),
    ],
    ids=["one customer", "all the same", "nothing known"],
)
def test_tables_without_differences_show_one_group(table):
    explorer = ProfileExplorer(table, churned="left", attributes=["place"])
    assert len(explorer.profile) == 1
    assert explorer.datasets["separators"] == []
    assert "NaN" not in explorer.to_html()[:2000]


def test_what_cannot_be_compared_is_left_out_and_named(telco):
    table = telco.assign(
        since=pd.Timestamp("2020-01-01"), mail=telco["customer_id"].map("m{}".format)
    )
    explorer = ProfileExplorer(table, churned="churned")
    assert explorer.left_out == {"since": "dates", "mail": "nearly a value for each customer"}
    assert "Left out: since (dates)" in str(explorer)
    with pytest.raises(ValueError, match=r"'since' holds dates.*dt\.year"):
        ProfileExplorer(table, churned="churned", attributes=["since"])


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"churned": "gone"}, "no column 'gone'"),
        ({"churned": "tenure"}, "must say of each customer whether they left"),
        ({"value": "contract"}, "'contract' must hold numbers"),
        ({"value": "total_charge"}, "missing for 11 of 7,043 customers"),
        ({"customer": "contract"}, "one row for each"),
    ],
)
def test_bad_columns_are_refused_with_the_way_out(telco, change, sentence):
    with pytest.raises(ValueError, match=sentence):
        ProfileExplorer(telco, **{"churned": "churned", **change})


def test_a_log_without_attributes_says_how_to_keep_some(cdnow):
    with pytest.raises(ValueError, match=r"attributes=\['country'\]"):
        ProfileExplorer(TransactionLog(cdnow))


@pytest.mark.integration
def test_the_answer_is_in_the_library_of_the_table(telco):
    polars = pytest.importorskip("polars")
    explorer = ProfileExplorer(
        polars.from_pandas(telco), churned="churned", attributes=["contract"]
    )
    explorer.select("one year")
    assert isinstance(explorer.selected, polars.DataFrame)
    assert explorer.selected["contract"].unique().to_list() == ["one year"]


@pytest.mark.integration
def test_a_linked_explorer_filters_the_means(shop):
    segments = RFMExplorer(shop.transactions)
    link = link_explorers(shop, segments)
    segments.select("Champions")
    chosen = segments.selected.index
    assert shop.profile["customers"].sum() == len(chosen)
    plain = shop.customers.loc[chosen, "left"].mean()
    assert shop.profile["left_all"].iloc[0] == pytest.approx(plain)
    link.unlink()
    assert shop.profile["customers"].sum() == len(shop.customers)


@pytest.mark.integration
def test_the_charts_can_be_drawn(shop):
    assert shop.to_png().startswith(b"\x89PNG")


@pytest.mark.integration
def test_bars_stand_in_the_order_of_their_groups_not_of_the_alphabet(telco):
    explorer = ProfileExplorer(telco, churned="churned", attribute="tenure")
    spec = panel_json.first_chart(explorer._drawn(explorer._stored()))
    svg = draw(spec, number_format=explorer.declaration["number_format"], file_format="svg")
    labels = re.findall(r">((?:up to|more than)? ?\d+(?: to \d+)?)<", svg.decode())
    assert labels == explorer.profile["label"].tolist()
