"""Which lever moves value most depends on the yardstick; the panel says which it uses."""

from __future__ import annotations

import html
import math
import re

import pytest
import vl_convert

from clvwidgets import LeverExplorer, load_dataset
from clvwidgets.display.panel_json import first_chart

LEVERS = ("order_value", "frequency", "gross_margin", "churn", "cac", "discount")


def order(calc):
    """Levers by what they add, as the bars stand."""
    return sorted(LEVERS, key=lambda name: -calc.results[f"{name}_adds"])


def adds(calc):
    return {name: calc.results[f"{name}_adds"] for name in LEVERS}


def picture(calc):
    return html.unescape(vl_convert.vegalite_to_svg(first_chart(calc._stored()), vl_version="6.4"))


def sentence(calc):
    texts = re.findall(r"<text[^>]*>([^<]+)</text>", picture(calc))
    return next(text for text in reversed(texts) if len(text) > 25 and "per euro" not in text)


def bars(calc):
    """Names beside the bars, from top to bottom."""
    found = re.findall(r'translate\([^,]*,([\d.]+)\)"[^>]*><tspan>([^<]+)', picture(calc))
    return [name for _, name in sorted((float(height), name) for height, name in found)]


@pytest.fixture
def calc():
    return LeverExplorer(order_value=50, gross_margin=0.4, churn=0.05, discount=0.1, cac=120)


def test_three_yardsticks_give_three_orders(calc):
    orders = []
    for yardstick in ("percent", "range", "euro"):
        calc.yardstick = yardstick
        orders.append(order(calc))
    assert [found[0] for found in orders] == ["churn", "frequency", "order_value"]
    assert len({tuple(found) for found in orders}) == 3


def test_one_lever_with_two_names_turns_the_order(calc):
    """A percent of a retention of 95 % is a fifth of all leaving, of a churn of 5 % a hundredth."""
    gross = calc.value + calc.cac
    assert order(calc)[0] == "churn"
    assert adds(calc)["churn"] / gross == pytest.approx(0.196, abs=0.0005)
    calc.keeping = "churn"
    assert order(calc)[0] == "order_value"
    assert adds(calc)["churn"] / gross == pytest.approx(0.0087, abs=0.00005)


def test_a_tenth_of_each_lever(calc):
    """Worked out from m (1 + d) / (1 + d - r), less 120."""
    calc.yardstick, calc.keeping = "tenth", "churn"
    found = adds(calc)
    assert calc.value == pytest.approx(227.7, abs=0.05)
    for name, expected in {
        "order_value": 34.8,
        "churn": 32.8,
        "cac": 12.0,
        "discount": 4.4,
    }.items():
        assert found[name] == pytest.approx(expected, abs=0.05), name


def test_joint_moves_multiply(calc):
    """Three factors by a tenth are 33.1 percent, not 30."""
    calc.yardstick, calc.keeping = "tenth", "churn"
    still = calc.churn  # with nobody else kept and nothing saved, only the three factors move
    calc.set(cac=0, churn=0.0, discount=0.1)
    assert calc.together / calc.value == pytest.approx(0.331)
    assert calc.one_by_one / calc.value == pytest.approx(0.3)
    calc.set(churn=still)
    assert calc.together > calc.one_by_one


def test_relative_and_points_are_two_moves(calc):
    calc.churn = 0.3
    relative = adds(calc)["churn"]
    calc.keeping = "points"
    points = adds(calc)["churn"]
    assert calc.outputs(**calc.values)["churn_to"] == pytest.approx(0.29)
    assert points > relative > 0


def test_a_capped_rate_is_said(calc):
    calc.yardstick = "tenth"
    assert calc.outputs(**calc.values)["churn_to"] == 0
    assert "cut short at 100%" in sentence(calc)
    calc.keeping = "churn"
    assert "cut short" not in sentence(calc)
    calc.set(gross_margin=0.95)
    assert "gross margin is cut short at 100%" in sentence(calc)
    calc.set(gross_margin=1.0)
    assert adds(calc)["gross_margin"] == 0


def test_the_bars_stand_in_the_order_of_the_yardstick(calc):
    labels = {
        "order_value": "Order value",
        "frequency": "Order frequency",
        "cac": "Cost to acquire",
    }
    labels |= {"gross_margin": "Gross margin", "churn": "Retention", "discount": "Discount rate"}
    for yardstick in ("percent", "range", "euro"):
        calc.yardstick = yardstick
        found = bars(calc)
        amounts = {labels[name]: round(added, 6) for name, added in adds(calc).items()}
        assert [amounts[label] for label in found] == sorted(amounts.values(), reverse=True)
        assert len(found) == 6


def test_the_sentence_follows_the_controls(calc):
    assert sentence(calc).startswith("By 1% of each, retention is strongest: it adds $68.15")
    calc.yardstick = "euro"
    assert sentence(calc).startswith("By the euro, order value is strongest: it brings $3.33")
    calc.set(order_value=0, cac=0, churn_with=calc.churn)
    assert sentence(calc) == "No lever adds anything here"


def test_what_was_spent_on_winning_customers_of_today_is_spent():
    calc = LeverExplorer(whose="running", cac=500, yardstick="tenth")
    assert adds(calc)["cac"] == 0
    assert calc.value == LeverExplorer(whose="running", cac=0, yardstick="tenth").value


def test_where_nobody_leaves_and_waiting_costs_nothing_there_is_no_limit():
    calc = LeverExplorer(churn=0, churn_with=0, discount=0)
    assert calc.value == math.inf
    assert calc.strongest == calc.cac * 0 == calc.together
    assert "has no limit" in sentence(calc)


@pytest.mark.parametrize(
    ("project", "column", "fault", "gain", "cap"),
    [
        ("cards that work", "pays_by", "card", 488, 7.9),
        ("boxes on time", "depot", "east", 326, 11.3),
        ("fast support team", "support_team", "blue", 383, 10.0),
        ("guide, readers against others", "guide_read", False, 644, None),
    ],
)
def test_the_projects_of_the_subscription_are_what_its_contracts_say(
    project, column, fault, gain, cap
):
    """Rates of 2024 by fault; gains in thousands of euros, worked out beside the simulator."""
    contracts = load_dataset("subscription_contracts").set_index("contract_id")
    months = load_dataset("subscription_usage").join(contracts, on="contract_id")
    months["left"] = months["end"].notna() & (months["month"] == months["months_paid"])
    months = months[(months["month"] < months["months_paid"]) | months["left"]]
    start = months["start"].dt
    months = months[(12 * start.year + start.month + months["month"] - 1) // 12 == 2024]
    has_fault = months[column] == fault
    calc = LeverExplorer()
    calc.set(**calc.presets[f"Subscription: {project}"])
    for preset, left in (
        (calc.churn, months["left"][has_fault]),
        (calc.churn_with, months["left"][~has_fault]),
    ):
        assert preset == pytest.approx(left.mean(), abs=5e-5)
        assert abs(preset - left.mean()) < 1.96 * (left.var() / len(left)) ** 0.5
    running = contracts[contracts["end"].isna()]
    assert calc.customers == (running[column] == fault).sum()
    plans = load_dataset("subscription_plans").set_index("plan")
    fee, cost = (running["plan"].astype(str).map(plans[name]).mean() for name in ("fee", "cost"))
    assert (calc.order_value, calc.contribution) == pytest.approx((fee, fee - cost), abs=0.005)
    assert calc.project_gain / 1000 == pytest.approx(gain, abs=0.5)
    if cap:
        assert calc.project_cap == pytest.approx(cap, abs=0.05)


def test_at_its_cap_a_project_brings_back_what_it_costs(calc):
    calc.set(yardstick="euro")
    calc.set(project_cost=calc.project_cap)
    assert adds(calc)["churn"] == pytest.approx(1)
