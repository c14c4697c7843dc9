"""What a sheet says of its tables a reader finds in them: also which effects cannot be seen."""

import re

import pandas as pd
import pytest

from clvwidgets._resources import resource_path
from clvwidgets.data import load_dataset


def sheet(name):
    page = (resource_path("datasets") / f"{name}.md").read_text(encoding="utf-8")
    return re.sub(r"\s+", " ", page)


def half_width(table, column, by, arms):
    """Half of the 95 % interval of a difference of means."""
    groups = table[table[by].isin(arms)].astype({column: float}).groupby(by, observed=True)[column]
    return 1.96 * (groups.var() / groups.size()).sum() ** 0.5


@pytest.fixture(scope="module")
def too_small():
    """Half widths of the four estimates that the sheet calls too small to be seen."""
    apology = load_dataset("experiments_apology")
    guide = load_dataset("experiments_guide")
    read = guide.groupby("reminded")["read"].mean().diff().iloc[-1]
    region = load_dataset("shop_customers").set_index("customer_id")["region"]
    priority = load_dataset("experiments_priority")
    country = priority[priority["customer_id"].map(region) == "country"]
    usual = country.loc[~country["treated"], "orders"].mean()
    usage = load_dataset("subscription_usage").sort_values(["contract_id", "month"])
    visits = usage.groupby("contract_id")["app_visits"].last()
    calls = load_dataset("experiments_calls")
    still = calls[calls["contract_id"].map(visits) == 0]
    return {
        "voucher": 100 * half_width(apology, "left", "arm", ["nothing", "voucher"]),
        "guide": 100 * half_width(guide, "left_within_6", "reminded", [True, False]) / read,
        "country": 100 * half_width(country, "orders", "treated", [True, False]) / usual,
        "calls": 100 * half_width(still, "left_within_6", "arm", ["call", "none"]),
    }


def test_the_sheet_says_which_effects_are_too_small_to_be_seen(too_small):
    said = re.search(
        r"interval is ([\d.]+) points .*?, ([\d.]+) points for the effect of reading .*?, "
        r"([\d.]+) percent for priority .*?, and ([\d.]+) points for calls",
        sheet("experiments"),
    )
    assert [float(number) for number in said.groups()] == [
        round(too_small["voucher"], 1),
        *(round(too_small[name]) for name in ("guide", "country", "calls")),
    ]


def test_gaps_between_refills_that_are_seen_are_shorter_than_the_mean_customers():
    refills = load_dataset("shop_refills").sort_values(["customer_id", "date"])
    seen = refills.groupby("customer_id")["date"].diff().dt.days.mean()
    assert f"are shorter, {seen:.0f} days in the mean" in sheet("shop")
    assert seen < 0.95 * load_dataset("truth_refills")["mean_gap"].mean()


def test_equal_visits_are_ranked_by_lot_and_not_by_the_age_of_the_contract():
    """Of contracts with the same visits those on either side of a decile's edge are as old."""
    usage = load_dataset("subscription_usage").sort_values(["contract_id", "month"])
    visits = usage.groupby("contract_id")["app_visits"].apply(lambda v: v.tail(2).sum())
    calls = load_dataset("experiments_calls").assign(visits=lambda t: t["contract_id"].map(visits))
    within = calls.groupby("visits")[["contract_id", "risk_decile"]].rank(pct=True)
    both = within.join(calls["visits"]).groupby("visits").filter(lambda g: len(g) > 50)
    assert abs(both["contract_id"].corr(both["risk_decile"])) < 0.1


def test_points_are_redeemed_without_an_order_as_the_sheet_says():
    ledger = load_dataset("points_ledger").query("redeemed > 0")
    orders = load_dataset("shop_orders")[["customer_id", "date"]]
    with_order = ledger.merge(orders, on=["customer_id", "date"])
    assert len(with_order) < 0.05 * len(ledger)
    left = ledger["customer_id"].map(load_dataset("truth_shop").set_index("customer_id")["left_on"])
    assert (ledger["date"] > left).mean() > 0.3
    assert "no order is needed, and who has stopped ordering redeems as well" in sheet("shop")


@pytest.mark.parametrize(
    ("sheet_of", "until"),
    [("shop_sessions", "truth_sessions"), ("subscription_nps", "truth_nps")],
)
def test_a_truth_tells_the_span_of_its_records(sheet_of, until, entries):
    days = load_dataset(sheet_of)["date"]
    assert entries[until].endswith(f"to {days.max():%Y-%m-%d}")


@pytest.fixture(scope="module")
def entries():
    from clvwidgets.data import list_datasets

    return list_datasets().set_index("name")["span"]


def test_only_the_products_that_may_be_shown_are_followed():
    table = load_dataset("experiments_recommend")
    espresso = table["base"] == "House espresso"
    assert not table.loc[espresso, ["took_filters", "took_kenya"]].any(axis=None)
    assert not table.loc[~espresso, ["took_cup", "took_descaler"]].any(axis=None)
    assert pd.Series(table["customer_id"]).duplicated().any()
