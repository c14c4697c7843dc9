"""What notebook 02 says of other worlds: who ordered lately is still a customer more often."""

from __future__ import annotations

import pytest

from clvwidgets.course.exercises import load_plan
from clvwidgets.course.plan import filled, values_of
from clvwidgets.data import order_profit
from clvwidgets.data.simulate import World

SEEDS, SEATS = (1, 2, 3, 4, 5), 50


def still_customers(seed):
    """Of the fifty best after returns, and of the fifty best of those who ordered lately."""
    world = World(seed=seed)
    orders = world.table("shop_orders")
    kept = order_profit(orders, world.table("shop_returns"), world.table("shop_products"))
    profit = kept["profit"].groupby(orders["customer_id"]).sum()
    last = orders.groupby("customer_id")["date"].max()
    alive = world.table("truth_shop").set_index("customer_id")["alive"]
    best, lately = profit.nlargest(SEATS), profit[last >= "2024-10-01"].nlargest(SEATS)
    return int(alive[best.index].sum()), int(alive[lately.index].sum())


@pytest.mark.integration
def test_five_other_worlds_say_the_same():
    counts = [still_customers(seed) for seed in SEEDS]
    assert all(lately > best for best, lately in counts)
    first, second = zip(*counts, strict=True)
    plan = load_plan("02_revenue_margin_and_cost")
    asked = next(one for one in plan.predictions if one.key == "lately")
    said = filled(asked.reveal, {**values_of(asked.numbers), "answer": asked.answer()})
    for numbers in (first, second):
        assert f"{min(numbers)} to {max(numbers)}" in " ".join(said.split())
