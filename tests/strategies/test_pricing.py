"""Prices equal what textbooks print, and no price nearby earns more than the best one."""

import json
import math
from pathlib import Path

import numpy as np
import pytest
from scipy.optimize import minimize_scalar
from scipy.special import lambertw

from clvwidgets import load_dataset
from clvwidgets.strategies import (
    best_price_constant_elasticity,
    best_price_linear,
    best_price_logit,
    break_even_elasticity,
    break_even_sales_change,
    demand_constant_elasticity,
    demand_linear,
    demand_logit,
    incremental_share,
    linear_choke_price,
    logit_demand_parameters,
    promotion_profit,
    value_based_price,
)

PUBLISHED = json.loads((Path(__file__).parent.parent / "reference" / "prices.json").read_text())


def test_westside_needs_an_eighth_more_units():
    case, expected = PUBLISHED["nagle_westside"]["inputs"], PUBLISHED["nagle_westside"]["expected"]
    margin = case["price"] - case["variable_cost"]
    change = case["price"] * case["price_change"]
    needed = break_even_sales_change(change, margin)
    assert needed == pytest.approx(expected["break_even_units_change"], abs=1e-12)
    assert needed * case["units"] == pytest.approx(expected["extra_units"])
    revenue = (1 + needed) * (1 + case["price_change"]) - 1
    assert revenue == pytest.approx(expected["break_even_revenue_change"])
    assert needed / -case["price_change"] == pytest.approx(expected["implied_elasticity"])
    for further in (550, 450):
        sold = case["units"] + further
        profit = promotion_profit(sold, incremental_share(sold, case["units"]), margin, -change)
        assert profit == pytest.approx(expected[f"profit_at_+{further}"])


def test_cuts_and_rises_need_what_the_table_says():
    case = PUBLISHED["break_even_cuts"]
    found = [break_even_sales_change(*pair) for pair in case["inputs"]["cases [dP,CM]"]]
    assert found == pytest.approx(case["expected"], abs=1e-7)


def test_shares_and_money_need_the_same_sales():
    assert break_even_sales_change(-1.19, 5.712) == pytest.approx(
        break_even_sales_change(-0.1, 0.48)
    )


def test_a_price_without_margin_never_breaks_even():
    assert break_even_sales_change(-0.5, 0.4) == math.inf
    assert break_even_sales_change(-0.4, 0.4) == math.inf
    assert break_even_sales_change(0, 0) == 0
    assert break_even_elasticity(-0.5, 0.4) == math.inf


@pytest.mark.parametrize(("margin", "elasticity"), [(0.58, 1.80), (0.48, 2.22), (0.42, 2.58)])
def test_a_tenth_off_breaks_even_at_this_elasticity(margin, elasticity):
    assert break_even_elasticity(-0.1, margin) == pytest.approx(elasticity, abs=0.005)


@pytest.mark.parametrize("change", [-0.3, -0.1, -1e-9, 1e-9, 0.1, 0.5])
def test_at_the_break_even_elasticity_both_prices_earn_the_same(change):
    elasticity = break_even_elasticity(change, 0.48)
    sold = demand_constant_elasticity(1 + change, 1, elasticity)
    assert sold - 1 == pytest.approx(break_even_sales_change(change, 0.48), rel=1e-6)


def test_the_break_even_elasticity_of_a_tiny_change_is_one_over_the_margin():
    assert break_even_elasticity(0, 0.4) == pytest.approx(2.5)
    assert break_even_elasticity(1e-12, 0.4) == pytest.approx(2.5, rel=1e-9)


def test_lerners_mark_up():
    case = PUBLISHED["lerner_markup"]
    cost = case["inputs"]["c"]
    found = [best_price_constant_elasticity(cost, e) for e in case["inputs"]["e"]]
    assert found == pytest.approx(case["expected"], abs=1e-7)


def test_the_best_prices_of_the_worlds_products_are_those_that_were_worked_by_hand():
    world = PUBLISHED["world_prices"]
    truth = load_dataset("truth_prices").set_index("product_id")
    cost = load_dataset("shop_price_trial").groupby("product_id")["unit_cost"].mean()
    assert [*truth.index] == world["inputs"]["products"]
    for product, best in zip(truth.index, world["expected"]["best_price"], strict=True):
        elasticity = truth.loc[product, "elasticity"]
        if best is None:
            with pytest.raises(ValueError, match=r"above 1 .*no best one.*got 0\.8"):
                best_price_constant_elasticity(cost[product], elasticity)
            continue
        found = best_price_constant_elasticity(cost[product], elasticity)
        assert found == pytest.approx(best, abs=0.0301)


def test_later_value_lowers_the_price_as_a_lower_cost_does():
    """Ethiopia filter: 2 euros later take the best price from 13.97 to 10.74."""
    assert best_price_constant_elasticity(8.64, 2.62) == pytest.approx(13.97, abs=0.01)
    assert best_price_constant_elasticity(8.64, 2.62, 2) == pytest.approx(10.74, abs=0.01)
    for best, shape in ((best_price_linear, (30,)), (best_price_logit, (4, 0.2))):
        assert best(10, *shape, 3) == pytest.approx(best(7, *shape))
    assert best_price_constant_elasticity(2, 3, 5) == 0


def earns(demand, cost, later):
    return lambda price: -(price - cost + later) * demand(price)


@pytest.mark.parametrize("cost", [0.5, 4.0, 9.0])
@pytest.mark.parametrize("later", [0.0, 2.0])
@pytest.mark.parametrize("elasticity", [1.3, 2.5, 6.0])
@pytest.mark.parametrize("share", [0.01, 0.3, 0.9])
def test_no_other_price_earns_more(cost, later, elasticity, share):
    """Against SciPy's search: three forms of demand that agree at today's price of 10."""
    logit = logit_demand_parameters(10, elasticity, share)
    choke = linear_choke_price(10, elasticity)
    forms = [
        (
            best_price_constant_elasticity(cost, elasticity, later),
            lambda p: demand_constant_elasticity(p, 10, elasticity),
        ),
        (best_price_linear(cost, choke, later), lambda p: demand_linear(p, 10, elasticity)),
        (
            best_price_logit(cost, **logit, future_value=later),
            lambda p: demand_logit(p, 10, elasticity, share),
        ),
    ]
    for best, demand in forms:
        if best <= 0:
            continue
        earned = earns(demand, cost, later)
        found = minimize_scalar(earned, bounds=(best / 5, best * 5), options={"xatol": 1e-9})
        assert earned(best) <= found.fun + 1e-9 * abs(found.fun)


def test_the_logit_price_is_the_closed_form_with_lamberts_w():
    for cost, a, b in ((10, 4, 0.2), (3, -2, 1.5), (100, 9, 0.05)):
        by_scipy = cost + (1 + lambertw(np.exp(a - b * cost - 1)).real) / b
        assert best_price_logit(cost, a, b) == pytest.approx(by_scipy, rel=1e-12)


def test_a_product_liked_beyond_all_measure_still_has_a_price():
    """Where e to the a overflows: what W solves is w + ln w = z."""
    price = best_price_logit(1, 700, 1e-3)
    w = 1e-3 * (price - 1) - 1
    assert w + math.log(w) == pytest.approx(700 - 1e-3 - 1, rel=1e-12)


@pytest.mark.parametrize("share", [0.01, 0.5])
def test_three_forms_agree_at_todays_price_and_slope(share):
    for demand in (
        lambda p: demand_constant_elasticity(p, 10, 1.7),
        lambda p: demand_linear(p, 10, 1.7),
        lambda p: demand_logit(p, 10, 1.7, share),
    ):
        assert demand(10) == pytest.approx(1)
        step = 1e-5
        slope = (demand(10 + step) - demand(10 - step)) / (2 * step) * 10
        assert -slope == pytest.approx(1.7, rel=1e-6)


def test_logit_parameters_give_the_share_of_buyers():
    found = logit_demand_parameters(12, 2.2, 0.07)
    utility = found["a"] - found["b"] * 12
    assert 1 / (1 + math.exp(-utility)) == pytest.approx(0.07)


def test_a_discount_to_all_is_judged_on_what_it_added():
    """A third more units, and yet a loss: most would have been bought at the full price."""
    added = incremental_share(133, 100)
    assert promotion_profit(133, added, margin=5, price_cut=2) < 0
    plain = 133 * (5 - 2) - 100 * 5
    assert promotion_profit(133, added, margin=5, price_cut=2) == pytest.approx(plain)
    with pytest.raises(ValueError, match="anyway is larger than sold"):
        incremental_share(100, 133)
    assert incremental_share(0, 0) == 0


def test_a_buyer_pays_for_the_difference_and_for_no_worse_offer():
    assert value_based_price(12, 2.5) == 14.5
    assert value_based_price(12, -20) == 0
