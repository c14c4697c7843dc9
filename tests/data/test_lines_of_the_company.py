"""Customers of the five lines: counted and added up once more, another way, from the tables."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from clvwidgets.data import customers_of_lines, load_dataset, newcomer_worth
from clvwidgets.data.margins import order_profit
from clvwidgets.data.simulate import true_newcomer_values
from clvwidgets.data.simulate.subscription import COSTS, FEES, PLAN_MOVES, PLANS
from clvwidgets.formulas import retention_clv


@pytest.fixture(scope="module")
def customers():
    return customers_of_lines()


def of(customers, line):
    return customers[customers["line"] == line].set_index("customer")


def test_everybody_who_came_in_the_three_years_is_there_once(customers):
    counts = customers.groupby("line", sort=False).size().to_dict()
    assert counts == {
        "shop": len(load_dataset("shop_customers")),
        "wholesale": len(load_dataset("wholesale_accounts")),
        "machines": 1042,
        "subscription": len(load_dataset("subscription_contracts")),
        "films": len(load_dataset("streaming_members")),
    }
    assert not customers.duplicated(["line", "customer"]).any()
    assert customers["came"].between("2022-01-01", "2024-12-31").all()
    assert not customers.isna().any(axis=None)


def test_the_shop_brings_its_profit_after_returns(customers):
    tables = [load_dataset(f"shop_{name}") for name in ("orders", "returns", "products")]
    profit = order_profit(*tables)["profit"].sum()
    assert of(customers, "shop")["margin"].sum() == pytest.approx(profit, abs=100)


def test_machines_leave_out_who_came_before(customers):
    bought = load_dataset("luxury_purchases")
    machines = of(customers, "machines")
    first = bought.groupby("customer_id")["date"].min()
    assert set(machines.index) == set(first[first >= "2022-01-01"].index)
    own = bought[bought["customer_id"].isin(machines.index)]
    assert machines["margin"].sum() == pytest.approx(0.38 * own["amount"].sum(), abs=10)
    assert machines["payments"].sum() == len(own)


def test_each_month_of_a_contract_earns_the_plan_it_had_then(customers):
    """Day by day: for each month paid, the plan after the last change up to its day."""
    earns = dict(zip(PLANS, np.subtract(FEES, COSTS), strict=True))
    changes = load_dataset("subscription_changes").sort_values("date")
    contracts = load_dataset("subscription_contracts").set_index("contract_id")
    found = of(customers, "subscription")["margin"]
    changed = changes["contract_id"].drop_duplicates().head(150)
    for number in changed:
        one = contracts.loc[number]
        own = changes[changes["contract_id"] == number]
        total = 0.0
        for month in range(one["months_paid"]):
            day = one["start"] + pd.DateOffset(months=month)
            before = own.loc[own["date"] <= day, "plan_after"]
            total += earns[before.iloc[-1] if len(before) else one["first_plan"]]
        assert found[number] == pytest.approx(total), number


def test_a_month_on_pause_earns_nothing(customers):
    months = load_dataset("streaming_months")
    films = of(customers, "films")
    assert films["payments"].sum() == (months["state"] == "active").sum()
    assert films["margin"].max() <= 36 * 9


def test_worth_of_a_newcomer_of_the_shop_is_that_of_the_simulator():
    people = load_dataset("shop_customers").set_index("customer_id")
    truth = true_newcomer_values(load_dataset("truth_shop").set_index("customer_id"))
    content = truth[people["channel"] == "content"].mean()
    assert newcomer_worth()["shop, content"] == pytest.approx(content)


def test_worth_of_a_contract_is_the_mean_of_simulated_ones():
    contracts = load_dataset("subscription_contracts").set_index("contract_id")
    truth = load_dataset("truth_subscription").set_index("contract_id")["leaving_chance"]
    partners = contracts[contracts["channel"] == "partners"]
    rng, earns = np.random.default_rng(3), np.subtract(FEES, COSTS)
    plan = np.tile([PLANS.index(name) for name in partners["first_plan"]], 20)
    leaving = np.tile(truth[partners.index].to_numpy(), 20)
    there, total = np.ones(len(plan), dtype=bool), np.zeros(len(plan))
    for month in range(1200):
        total += there * earns[plan] / 1.1 ** (month / 12)
        there &= rng.random(len(plan)) >= leaving
        below = PLAN_MOVES.cumsum(axis=1)[plan] < rng.random((len(plan), 1))
        plan = np.minimum(below.sum(axis=1), 2)
    error = total.std() / np.sqrt(len(total))
    assert newcomer_worth()["subscription, partners"] == pytest.approx(total.mean(), abs=4 * error)


def test_a_contract_is_worth_no_more_than_the_dearest_plan_and_no_less_than_the_cheapest():
    leaving = load_dataset("truth_subscription").set_index("contract_id")["leaving_chance"]
    channel = load_dataset("subscription_contracts").set_index("contract_id")["channel"]
    month = 1.1 ** (1 / 12) - 1
    low, high = (
        retention_clv(margin, 1 - leaving, month).groupby(channel, observed=True).mean()
        for margin in (20.0, 40.0)
    )
    worth = newcomer_worth()
    for name in low.index:
        assert low[name] < worth[f"subscription, {name}"] < high[name]
