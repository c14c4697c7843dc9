"""The simulated world hangs together: keys join, amounts add up, the truth fits the records."""

import json
import tomllib

import numpy as np
import pandas as pd
import pytest

from clvwidgets._resources import resource_path
from clvwidgets.data import simulate
from clvwidgets.data.simulate import World

LAST_DAY = pd.Timestamp("2024-12-31")


def told():
    """What is said of each table of the world, with the sheet that says it."""
    return {
        name: table | {"sheet": path.stem}
        for path in sorted((resource_path("datasets") / "world").glob("*.toml"))
        for name, table in tomllib.loads(path.read_text(encoding="utf-8"))["tables"].items()
    }


@pytest.fixture(scope="module")
def world():
    return World(seed=5, scale=0.01)


@pytest.fixture(scope="module")
def described():
    package = (resource_path("datasets") / "datapackage.json").read_text(encoding="utf-8")
    return {entry["name"]: entry["schema"] for entry in json.loads(package)["resources"]}


def test_every_table_is_described_and_every_key_finds_its_row(world, described):
    assert set(world.names) <= set(described)
    for name in world.names:
        table, schema = world.table(name), described[name]
        assert list(table.columns) == [field["name"] for field in schema["fields"]]
        assert len(table) > 0, name
        assert not table.duplicated(schema["primaryKey"]).any(), name
        for key in schema.get("foreignKeys", []):
            (column,), (target,) = key["fields"], key["reference"]["fields"]
            found = world.table(key["reference"]["resource"])[target]
            assert table[column].dropna().isin(found).all(), (name, column)


def test_only_columns_that_may_be_empty_are_and_no_day_lies_outside_the_records(world, described):
    until = {
        name: pd.Timestamp(table["until"]) for name, table in told().items() if "until" in table
    }
    for name in world.names:
        table = world.table(name)
        for field in described[name]["fields"]:
            column = table[field["name"]]
            if field.get("constraints", {}).get("required"):
                assert column.notna().all(), (name, field["name"])
            if field["type"] == "date":
                assert column.max() <= until.get(name, LAST_DAY), (name, field["name"])


def test_amounts_and_counts_add_up_from_table_to_table(world):
    orders, lines = world.table("shop_orders"), world.table("shop_order_lines")
    whole = lines.groupby("order_id")["amount"].sum().round(2)
    np.testing.assert_array_equal(whole, orders["amount"])
    assert not orders.duplicated(["customer_id", "date"]).any()
    back = world.table("shop_returns").merge(lines, on=["order_id", "product_id"])
    assert (back["refund"] == back["amount"]).all()
    carts = world.table("shop_carts")
    paid = carts[carts["reached"] == "ordered"]
    assert len(paid) == (orders["date"] >= "2024-01-01").sum()
    assert len(carts) - len(paid) == len(world.table("truth_carts"))
    usage, contracts = world.table("subscription_usage"), world.table("subscription_contracts")
    assert (usage.groupby("contract_id").size().to_numpy() == contracts["months_paid"]).all()
    for line, table, day in (
        ("shop", world.table("shop_customers"), "first_order"),
        ("subscription", contracts, "start"),
    ):
        weekly = world.table("marketing_weekly").set_index("line").loc[line]
        week = (table[day] - weekly["week"].min()).dt.days // 7
        came = table.groupby([week, "channel"]).size()
        told = weekly.assign(week=(weekly["week"] - weekly["week"].min()).dt.days // 7)
        told = told.set_index(["week", "channel"])["new_customers"]
        assert (told[told > 0].sort_index().to_numpy() == came.sort_index().to_numpy()).all()


def test_the_truth_fits_the_records(world):
    truth = world.table("truth_shop").set_index("customer_id")
    last = world.table("shop_orders").groupby("customer_id")["date"].max()
    gone = ~truth["alive"]
    assert (truth.loc[gone, "left_on"] == last[gone]).all()
    assert (truth.loc[gone, ["orders_2025", "residual_value"]] == 0).all(axis=None)
    assert (truth["cause_of_leaving"] == "").eq(truth["alive"]).all()
    contracts = world.table("subscription_contracts").set_index("contract_id")
    ended = world.table("truth_subscription").set_index("contract_id")
    assert contracts["end"].isna().eq(ended["alive"]).all()
    assert (ended.filter(like="gain_without") >= 0).all(axis=None)
    bought = world.table("luxury_purchases").groupby("customer_id")["date"].max()
    left = world.table("truth_luxury").set_index("customer_id")["left_on"].dropna()
    assert (bought[left.index] <= left + pd.Timedelta(days=1)).all()
    export, faults = world.table("shop_export"), world.table("truth_export").set_index("row")
    repeated = faults.index[faults["fault"] == "repeated"]
    assert set(export["row"][export["order"].duplicated()]) == set(repeated)
    assert (export["date"] == "").sum() == (faults["fault"] == "no_date").sum()


def test_the_same_seed_gives_the_same_tables_whatever_is_asked_first(world):
    other = World(seed=5, scale=0.01)
    for name in ("truth_claims", "experiments_offer", "shop_orders", "subscription_nps"):
        pd.testing.assert_frame_equal(other.table(name), world.table(name))
    taken = world.table("shop_orders")
    taken["amount"] = 0.0
    assert world.table("shop_orders")["amount"].min() > 0
    assert not World(seed=6, scale=0.01).table("shop_orders").equals(other.table("shop_orders"))


def test_settings_do_what_they_say():
    stay = World(seed=1, scale=0.01, churn=0.0)
    assert stay.table("truth_shop")["alive"].all()
    assert stay.table("subscription_contracts")["end"].isna().all()
    alike = World(seed=1, scale=0.01, heterogeneity=0.0).table("truth_shop")
    assert alike[["orders_per_week", "leaving_chance", "mean_order"]].nunique().eq(1).all()
    swing = World(seed=1, scale=0.03, seasonality=0.9, churn=0.0).table("shop_orders")
    by_month = swing["date"].dt.month.value_counts()
    assert by_month[12] > 3 * by_month[6]


@pytest.mark.parametrize("seed", [0, 1, 5])
def test_the_smallest_shops_that_nearly_everybody_has_left_have_their_tables(seed, described):
    world = World(seed=seed, scale=0.001, churn=0.3)
    drawn_from_those_there = [
        *("experiments_apology", "experiments_recommend", "experiments_referral"),
        *("experiments_reminder", "shop_export", "shop_sessions", "truth_referral"),
    ]
    with np.errstate(all="raise"):
        for name in drawn_from_those_there:
            table = world.table(name)
            assert list(table.columns) == [field["name"] for field in described[name]["fields"]]


def test_a_shop_that_everybody_has_left_still_has_visitors():
    world = World(seed=1, scale=0.001)
    world.purchases.left_on[:] = 0
    for name in ("experiments_recommend", "experiments_reminder", "shop_sessions"):
        assert len(world.table(name)) > 0


def test_purchases_come_as_often_as_the_formulas_say():
    rng, n = np.random.default_rng(1), 20_000
    start, rate, leaving = np.zeros(n, dtype=int), np.full(n, 0.3), np.full(n, 0.2)
    made = simulate.simulate_purchases(rng, start, rate, leaving, until=7 * 40)
    per_customer = np.bincount(made.customer, minlength=n)
    expected = float(simulate.expected_purchases(rate, leaving, 40.0)[0])
    assert per_customer.mean() == pytest.approx(expected, abs=4 * per_customer.std() / np.sqrt(n))
    # Discounting week by week, what comes in week t is the difference of two expectations.
    weeks = np.arange(1, 400)
    come = np.diff([0, *simulate.expected_purchases(np.full(399, 0.3), np.full(399, 0.2), weeks)])
    discounted = simulate.discounted_purchases(rate[:1], leaving[:1], 0.002)[0]
    assert discounted == pytest.approx((come / 1.002 ** (weeks - 0.5)).sum(), rel=1e-4)


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"churn": 5}, r"churn must lie between 0 and 0.3 per month, got 5. If you .* write 0.05"),
        ({"scale": 0}, r"scale must lie between 0.001 and 20, got 0. 1 is the standard size"),
        ({"seasonality": float("nan")}, r"seasonality must lie between 0 and 0.9, got nan"),
        ({"heterogeneity": "high"}, r"heterogeneity must be a number between 0 and 4, got 'high'"),
        ({"seed": 1.5}, r"seed must be a whole number, 0 or more, got 1.5"),
    ],
)
def test_a_setting_out_of_range_is_refused_with_the_way_out(settings, message):
    with pytest.raises(ValueError, match=message):
        World(**settings)


def test_an_unknown_table_is_answered_with_near_names():
    with pytest.raises(ValueError, match=r"no table 'shop_order'. Did you mean 'shop_orders'"):
        World().table("shop_order")


def test_every_table_is_described_on_one_datasheet_and_no_description_is_left_over():
    tables = told()
    assert sorted(tables) == sorted(World().names)
    package = (resource_path("datasets") / "datapackage.json").read_text(encoding="utf-8")
    entries = {entry["name"]: entry for entry in json.loads(package)["resources"]}
    sheets = {name: entry["datasheet"] for name, entry in entries.items()}
    assert {
        name: f"{table['sheet']}.md" for name, table in tables.items()
    }.items() <= sheets.items()
    spans = {name: table["span"] for name, table in tables.items() if "span" in table}
    assert spans == {name: entries[name]["span"] for name in spans}, "a told span is not taken over"
