"""A dearer customer is worth more and leaves sooner: the sums equal those of the planted world."""

import numpy as np
import pytest

from clvwidgets.data.simulate.studies import prices as planted
from clvwidgets.formulas import convert_rate
from clvwidgets.strategies import (
    best_lifetime_price,
    best_lifetime_price_elastic,
    best_lifetime_price_linear,
    best_price_constant_elasticity,
    best_price_linear,
    churn_at_price,
    demand_constant_elasticity,
    demand_linear,
    demand_logit,
    linear_choke_price,
    sale_value,
)

MONTHLY = convert_rate(0.10, "year", "month")
FURTHER = planted.CHURN_PER_EURO * planted.USUAL_FEE / 10


def lifetime_value(fee):
    churn = churn_at_price(fee, planted.USUAL_FEE, planted.CHURN, FURTHER)
    return sale_value(fee, planted.COST, churn, MONTHLY)


@pytest.mark.parametrize("fee", planted.FEES)
def test_churn_at_a_price_is_that_of_the_world(fee):
    found = churn_at_price(fee, planted.USUAL_FEE, planted.CHURN, FURTHER)
    assert found == pytest.approx(float(planted.leaving(fee)))


@pytest.mark.parametrize("price", [0, 1e6])
def test_churn_stays_a_share_at_any_price(price):
    assert churn_at_price(price, 48, 0.04, 0.02) in (0, 1)


def test_the_dearest_fee_earns_most_at_once_and_least_in_a_lifetime():
    """From the world's design: 3.25 to 3.75 euros a visitor at once, 86 to 65 in a lifetime."""
    signed = [
        planted.SIGN_UP * demand_constant_elasticity(fee, planted.USUAL_FEE, planted.ELASTICITY)
        for fee in planted.FEES
    ]
    at_once = [s * (fee - planted.COST) for s, fee in zip(signed, planted.FEES, strict=True)]
    lifetime = [s * lifetime_value(fee) for s, fee in zip(signed, planted.FEES, strict=True)]
    assert (at_once[0], at_once[-1]) == pytest.approx((3.25, 3.75), abs=0.01)
    assert (lifetime[0], lifetime[-1]) == pytest.approx((86, 65), abs=0.5)
    assert np.argmax(at_once) == 4
    assert np.argmin(lifetime) == 4


def test_a_sale_equals_the_sum_of_what_follows():
    months = np.arange(5000)
    by_hand = 30 * (0.95 / (1 + MONTHLY)) ** months
    assert sale_value(48, 18, 0.05, MONTHLY, 4) == pytest.approx(by_hand.sum() + 4)


def test_a_single_purchase_is_worth_its_margin():
    assert sale_value(12, 7, 1, 0.1) == pytest.approx(5)


def drawn_cases(count=400):
    """Economics of all sizes, in which churn stays a share within the prices that are tried."""
    random = np.random.default_rng(1)
    for _ in range(count):
        tried = random.choice([0.05, 0.2, 0.5])
        churn = random.choice([0.01, 0.04, 0.3, 1.0])
        room = min(churn - 0.005, 1 - churn) * 0.1 / tried
        yield {
            "tried": tried,
            "cost": random.uniform(0, 130),
            "elasticity": random.choice([0.05, 0.5, 1.0, 1.5, 2.5, 8.0]),
            "churn": churn,
            "further": random.choice([0.0, random.uniform(0, 1), 1.0]) * room,
            "discount": random.choice([0.002, 0.008, 0.1]),
            "future_value": random.choice([0.0, 5.0, 40.0, 200.0]),
        }


@pytest.mark.parametrize("share", [0.002, 0.1, 0.8])
def test_no_other_price_that_was_tried_is_worth_more_to_buyers_with_a_choice(share):
    """Newton stops within a thousandth of the best worth, at the worst corners."""
    for case in drawn_cases():
        tried, elasticity, cost = (case.pop(name) for name in ("tried", "elasticity", "cost"))
        best = best_lifetime_price(100, cost, elasticity, share, **case, form="logit")
        prices = np.linspace(100 * (1 - tried), 100 * (1 + tried), 2001)
        own = np.array([prices[0], prices[-1], np.clip(best, prices[0], prices[-1])])

        def worth(at, case=case, cost=cost, elasticity=elasticity):
            churn = churn_at_price(at, 100, case["churn"], case["further"])
            one = sale_value(at, cost, churn, case["discount"], case["future_value"])
            return demand_logit(at, 100, elasticity, share) * one

        lost = worth(prices).max() - worth(own).max()
        assert lost <= 1e-3 * abs(worth(prices)).max(), case


@pytest.mark.parametrize("form", ["constant elasticity", "linear"])
def test_no_other_price_that_was_tried_is_worth_more(form):
    """Against 2,001 prices each: an end of what was tried, or the closed form within it."""
    for case in drawn_cases():
        tried, elasticity, cost = (case.pop(name) for name in ("tried", "elasticity", "cost"))
        if form == "linear":
            best = best_lifetime_price_linear(
                100, cost, linear_choke_price(100, elasticity), **case
            )
            demand = demand_linear
        else:
            best = best_lifetime_price_elastic(100, cost, elasticity, **case)
            demand = demand_constant_elasticity
        prices = np.linspace(100 * (1 - tried), 100 * (1 + tried), 2001)
        own = np.array([prices[0], prices[-1], np.clip(best, prices[0], prices[-1])])

        def worth(at, case=case, cost=cost, elasticity=elasticity, demand=demand):
            churn = churn_at_price(at, 100, case["churn"], case["further"])
            one = sale_value(at, cost, churn, case["discount"], case["future_value"])
            return demand(at, 100, elasticity) * one

        assert worth(own).max() >= worth(prices).max() - 1e-9 * abs(worth(prices)).max()


def test_without_leavers_by_price_both_are_the_usual_best_prices():
    for churn, discount in ((1, 0.1), (0.04, 0.008), (0, 0)):
        rates = (churn, 0, discount)
        assert best_lifetime_price_elastic(15, 10, 2.5, *rates) == pytest.approx(
            best_price_constant_elasticity(10, 2.5)
        )
        assert best_lifetime_price_linear(15, 10, 30, *rates) == pytest.approx(
            best_price_linear(10, 30)
        )
    assert best_lifetime_price_elastic(15, 10, 2.5, 1, 0, 0.1, 3) == pytest.approx(
        best_price_constant_elasticity(10, 2.5, 3)
    )


def test_below_an_elasticity_of_one_only_leavers_end_the_climb():
    assert best_lifetime_price_elastic(48, 18, 0.8, 0.04, 0, 0.008) == np.inf
    assert best_lifetime_price_elastic(48, 18, 0.8, 0.04, 0.0048, 0.008) < 100
