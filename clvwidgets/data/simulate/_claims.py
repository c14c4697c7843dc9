"""Ten claims from practice, each with the figure that this world gives in their place."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from clvwidgets.data.simulate import _voices, experiments, marketing, shop, streaming, subscription
from clvwidgets.data.simulate._settings import CHANNELS
from clvwidgets.data.simulate.experiments import TREATMENTS
from clvwidgets.data.simulate.truth import lifetime_value

if TYPE_CHECKING:
    from clvwidgets.data.simulate.world import World

ABOUT = 0.9
"""An effect is about the claimed one from this share of it on, up to one over this share."""


def claim_table(world: World) -> pd.DataFrame:
    """Compare what is claimed with what is so here, computed from the truth.

    Parameters
    ----------
    world : World

    Returns
    -------
    pandas.DataFrame
        claim, cause (what is changed here), claimed_cause and here_cause (relative changes of the
        cause), effect, claimed_effect and here_effect, verdict: whether the effect here is below,
        about or above the claimed one, in proportion to the cause ("about" from nine tenths to ten
        ninths of it); "not moved" where the cause cannot be moved here.
    """
    rows = [
        _crm(world),
        *_satisfaction(world),
        _email(world),
        _cross_selling(world),
        _points(world),
        _stages(world),
        _analytics(world),
        _five_times(world),
        _three_times(world),
    ]
    table = pd.DataFrame(
        rows,
        columns=[
            "claim",
            "cause",
            "claimed_cause",
            "here_cause",
            "effect",
            "claimed_effect",
            "here_effect",
        ],
    )
    table = table.round(4)
    moved = table["here_cause"] / table["claimed_cause"]
    claimed, here = moved * table["claimed_effect"], table["here_effect"]
    table["verdict"] = np.select(
        [moved == 0.0, here < ABOUT * claimed, here > claimed / ABOUT],
        ["not moved", "below", "above"],
        "about",
    )
    return table


Row = tuple[str, str, float, float, str, float, float]


def _change(treatment: str, world: World) -> tuple[float, float]:
    """Relative change of orders and of margin after cost, if all active customers are treated."""
    who, number = world.prospects, TREATMENTS.index(treatment)
    chosen = who.lapsed == 0
    orders, net = (
        _rise(compute(number, 0.0)[chosen].sum(), compute(number, 1.0)[chosen].sum())
        for compute in (who.expected_orders, who.expected_net)
    )
    return orders, net


def _rise(before: float, after: float) -> float:
    """Relative change; 0 where there was nothing, as in a tiny shop that all have left."""
    return float(after / before - 1.0) if before > 0.0 else 0.0


def _crm(world: World) -> Row:
    orders, _ = _change("offer", world)
    here = "personal offers from purchase history, to all active customers of the shop"
    return "A CRM upgrade lifts repurchase by 30 %", here, 1.0, 1.0, "orders", 0.30, orders


def _points(world: World) -> Row:
    orders, net = _change("points", world)
    return (
        "Points lift repurchase by 25 % and value by 22 %",
        "more orders through points",
        0.25,
        orders,
        "margin after the programme's cost",
        0.22,
        net,
    )


def _satisfaction(world: World) -> list[Row]:
    """Take away a cause of discontent from all contracts, and see what value becomes."""
    people = world.subscribers
    score = np.clip(7.6 + 1.7 * _voices.satisfaction(people), 0.0, 10.0)
    plan = np.zeros_like(world.plans)
    value = subscription.residual_values(people, plan, people.leaving).sum()

    def without(cause: int, felt: float) -> tuple[float, float]:
        there = people.parts[:, cause] > 0
        better = np.clip(score + 1.7 * felt * there, 0.0, 10.0).mean() / score.mean() - 1.0
        leaving = people.leaving - people.parts[:, cause]
        more = subscription.residual_values(people, plan, leaving).sum() / value - 1.0
        return float(better), float(more)

    late, late_value = without(0, 0.9)
    slow, slow_value = without(1, 0.5)
    return [
        (
            "One percent more satisfaction gives two percent more value",
            "satisfaction, by delivering on time from the eastern depot",
            0.01,
            late,
            "value of a contract",
            0.02,
            late_value,
        ),
        (
            "Better help lifts satisfaction by 20 % and value by 15 %",
            "satisfaction, by fast support for all",
            0.20,
            slow,
            "value of a contract",
            0.15,
            slow_value,
        ),
    ]


def _email(world: World) -> Row:
    """Give all who consent a personal subject, in a quarter with six emails."""
    who, people = world.prospects, world.shoppers
    chance = float(np.mean(marketing.OPEN_BY_HOUR))
    rate = who.alive * who.rate * people.consent
    lift = marketing.LIFT_OF_OPEN
    weekly = (rate.sum() * (1.0 + lift * chance * factor) for factor in (1.0, 1.4))
    plain, personal = (marketing.CAMPAIGNS * orders for orders in weekly)
    silent = 7.0 * rate.sum()
    return (
        "Personal email lifts opens by 40 % and value by 25 %",
        "opens, through a personal subject",
        0.40,
        marketing.PERSONAL_OPENS - 1.0,
        "orders of a quarter (nobody due)",
        0.25,
        _rise(silent + plain, silent + personal),
    )


def _cross_selling(world: World) -> Row:
    people, margin = world.shoppers, world.margin_per_order
    before = lifetime_value(people, margin).sum()
    after = lifetime_value(people, margin + 0.2 * (margin + shop.PICKING)).sum()
    return (
        "Cross-selling lifts average spend by 20 % and value by 18 %",
        "spend per order",
        0.20,
        0.20,
        "value of a customer",
        0.18,
        float(after / before - 1.0),
    )


def _stages(world: World) -> Row:
    """Retention of films cannot rise by 30 percent; the loss of members can fall by 30."""
    kept = []
    for plan in range(len(streaming.PLANS)):
        chances = streaming.transitions(world, plan)
        kept.append(1.0 - chances[0, 2])
    rise = 0.3 * (1.0 - np.mean(kept)) / np.mean(kept)
    margin = np.subtract(streaming.FEES, streaming.SERVING)
    values: list[float] = []
    better: list[float] = []
    for plan in range(len(streaming.PLANS)):
        chances = streaming.transitions(world, plan)
        saved = chances.copy()
        saved[:2, 2] *= 0.7
        saved[:2, 0] += 0.3 * chances[:2, 2]
        for matrix, out in ((chances, values), (saved, better)):
            keep = matrix * 1.1 ** (-1.0 / 12.0)
            out.append(np.linalg.solve(np.eye(3) - keep, [margin[plan], 0.0, 0.0])[0])
    return (
        "A strategy by stages lifts retention by 30 % and value by 20 %",
        "monthly retention of members, by three tenths fewer losses",
        0.30,
        float(rise),
        "value of a member",
        0.20,
        float(np.sum(better) / np.sum(values) - 1.0),
    )


def _analytics(world: World) -> Row:
    """Buy as many customers for less, by spending until the last euro brings the same anywhere."""
    truth = world.table("truth_channels")
    paid = truth[(truth["line"] == "shop") & (truth["reach"] > 0)]
    most, reach = paid["most_per_week"].to_numpy(), paid["reach"].to_numpy()
    spend = paid["usual_spend"].to_numpy()
    wanted = float((-most * np.expm1(-spend / reach)).sum())
    low, high = 0.0, float((most / reach).max())
    for _ in range(60):
        price = (low + high) / 2.0
        best = np.maximum(reach * np.log(most / reach / price), 0.0)
        got = float((-most * np.expm1(-best / reach)).sum())
        low, high = (low, price) if got < wanted else (price, high)
    return (
        "Analytics lower marketing cost by 15 % and lift value by 25 %",
        "marketing cost, by the best split of the budget",
        -0.15,
        float(best.sum() / spend.sum() - 1.0),
        "value of a customer (the same customers come)",
        0.25,
        0.0,
    )


def _five_times(world: World) -> Row:
    """Compare the cost of a new customer with that of one who orders again because of a voucher.

    Who is gone and who is only slow nobody knows: all who fell silent get the voucher, its whole
    cost counts, and of those who order then those are taken off who would have done so anyway.
    """
    weekly = world.table("marketing_weekly")
    shop_rows = weekly[(weekly["line"] == "shop") & (weekly["channel"].isin(CHANNELS[:4]))]
    new = shop_rows["spend"].sum() / shop_rows["new_customers"].sum()
    who, number = world.prospects, TREATMENTS.index("winback")
    silent = who.lapsed == who.lapsed.max()  # all, in a small shop where nobody is
    cost = experiments.cost(number, who.expected_orders(number, 1.0) * who.spend)[silent].sum()
    more = who.chance_of_an_order(number, 1.0) - who.chance_of_an_order(number, 0.0)
    return (
        "A new customer costs five times as much as keeping one",
        "a new customer of the shop, against one more of the silent who orders after a voucher",
        1.0,
        1.0,
        "ratio of costs",
        5.0,
        float(new * more[silent].sum() / cost),
    )


def _three_times(world: World) -> Row:
    orders = world.table("shop_orders")
    year = orders[orders["date"] > orders["date"].max() - pd.Timedelta(days=365)]
    spent = year.groupby("customer_id")["amount"].sum().sort_values(ascending=False)
    high = spent.iloc[: max(1, len(spent) // 5)].mean()
    return (
        "High-value customers spend three times an ordinary one's yearly amount",
        "the top fifth of the year's buyers, against the median buyer",
        1.0,
        1.0,
        "ratio of yearly spend",
        3.0,
        float(high / spent.median()),
    )
