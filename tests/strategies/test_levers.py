"""How strongly a lever pulls, how far it goes, and what the next euro buys."""

from __future__ import annotations

import json
import math
from pathlib import Path

import pytest

from clvwidgets.formulas import convert_rate, finite_clv, retention_clv
from clvwidgets.strategies import (
    churn_elasticity,
    churn_project_cap,
    churn_project_gain,
    discount_elasticity,
    gain_per_euro,
    joint_change,
    net_elasticity,
    rate_by_percent,
    rate_by_points,
    retention_elasticity,
    value_gained,
)

PUBLISHED = json.loads((Path(__file__).parents[1] / "reference" / "levers.json").read_text())
TIMINGS = ("now", "after_renewal", "end_of_period")
MONTH = convert_rate(0.10, "year", "month")


def slope(function, at, step=1e-6):
    """Percent of a value per percent of its argument, from two values nearby."""
    high, low = function(at * (1 + step)), function(at * (1 - step))
    return (high - low) / (2 * step * function(at))


@pytest.mark.parametrize("timing", TIMINGS)
def test_elasticities_in_the_three_timing_cases(timing):
    case = PUBLISHED["timing_cases"]
    given = case["retention"], case["discount"]
    for function, name in (
        (retention_elasticity, "retention_elasticity"),
        (discount_elasticity, "discount_elasticity"),
    ):
        found = function(*given, first_payment=timing)
        assert found == pytest.approx(case[name][timing], abs=case["tolerance"])


def test_retention_elasticities_of_the_literature():
    case = PUBLISHED["retention_elasticity"]
    found = [
        retention_elasticity(r, case["discount"], first_payment="after_renewal")
        for r in case["retention"]
    ]
    assert found == pytest.approx(case["expected"], abs=case["tolerance"])


@pytest.mark.parametrize("timing", TIMINGS)
@pytest.mark.parametrize(("retention", "discount"), [(0.6, 0.1), (0.95, 0.008), (0.2, 0.3)])
def test_an_elasticity_is_the_slope_of_the_value(retention, discount, timing):
    by_retention = slope(lambda r: retention_clv(100, r, discount, first_payment=timing), retention)
    by_churn = slope(
        lambda c: retention_clv(100, 1 - c, discount, first_payment=timing), 1 - retention
    )
    by_discount = slope(lambda d: retention_clv(100, retention, d, first_payment=timing), discount)
    found = (
        retention_elasticity(retention, discount, first_payment=timing),
        churn_elasticity(1 - retention, discount, first_payment=timing),
        discount_elasticity(retention, discount, first_payment=timing),
    )
    assert found == pytest.approx((by_retention, by_churn, by_discount), rel=1e-6)


def test_of_a_net_value_every_elasticity_is_larger():
    net = lambda cac: retention_clv(20, 0.95, MONTH) - cac  # noqa: E731
    value, gross = net(0), retention_elasticity(0.95, MONTH)
    wanted = slope(lambda r: retention_clv(20, r, MONTH) - 120, 0.95)
    assert net_elasticity(gross, value, 120) == pytest.approx(wanted, rel=1e-5)
    assert net_elasticity(1, value, 120) == pytest.approx(value / net(120))


def test_a_percent_of_retention_is_not_a_percent_of_churn():
    value = retention_clv(20, 0.95, MONTH)
    more_retention = retention_clv(20, rate_by_percent(0.95, 0.01), MONTH) / value - 1
    less_churn = retention_clv(20, 1 - rate_by_percent(0.05, -0.01), MONTH) / value - 1
    assert (round(100 * more_retention, 1), round(100 * less_churn, 2)) == (19.6, 0.87)


@pytest.mark.parametrize("timing", ["now", "after_renewal"])
def test_five_points_of_retention(timing):
    case = PUBLISHED["five_points"]
    found = [
        churn_project_gain(
            1,
            1 - rate,
            1 - rate_by_points(rate, case["points"]),
            case["discount"],
            first_payment=timing,
        )
        / retention_clv(1, rate, case["discount"], first_payment=timing)
        for rate in case["retention"]
    ]
    assert found == pytest.approx(case[timing], abs=case["tolerance"])


def test_joint_moves_multiply():
    case = PUBLISHED["joint"]
    assert joint_change(*case["changes"]) == pytest.approx(case["expected"], abs=case["tolerance"])
    assert joint_change(-1, 0.5) == -1


def test_rates_are_cut_short_at_their_ends():
    assert rate_by_percent(0.95, 0.1) == rate_by_points(0.95, 0.1) == 1
    assert rate_by_points(0.02, -0.1) == 0
    assert rate_by_percent(0.8, 0.1) != rate_by_points(0.8, 0.1)


def test_contribution_and_promotion_of_berger_and_nasr():
    case = PUBLISHED["berger_nasr_case_1"]
    rates = case["retention"], case["discount"]
    contribution = finite_clv(case["contribution"], *rates, case["years"] + 1)
    promotion = finite_clv(case["promotion"], *rates, case["years"]) / math.sqrt(1.2)
    assert contribution - promotion == pytest.approx(case["expected"], abs=case["tolerance"])


def test_return_on_marketing():
    case = PUBLISHED["return_on_marketing"]
    found = gain_per_euro(case["gain"], case["investment"]) - 1
    assert found == pytest.approx(case["expected"], abs=case["tolerance"])


def test_the_next_euro_is_not_the_average_one():
    """The first thousand of a budget keeps more than the second."""
    first, second = 5000.0, 1200.0
    assert gain_per_euro(first + second, 2000) > 1 * gain_per_euro(second, 1000) > 1
    assert gain_per_euro(10, 0) == math.inf
    assert gain_per_euro(0, 0) == 0


@pytest.mark.parametrize(
    ("churn", "new", "reach", "gain", "cap"),
    [
        (0.0539, 0.0300, 1123, 326, 11.3),
        (0.0493, 0.0298, 1493, 383, 10.0),
        (0.0428, 0.0292, 2376, 488, 7.9),
        (0.0468, 0.0272, 2223, 644, None),
        (0.0468, 0.0348, 2223, 324, None),
    ],
)
def test_four_projects_of_a_subscription(churn, new, reach, gain, cap):
    """Thousands of euros for running contracts, worked out by hand from r / (1 + d - r)."""
    found = churn_project_gain(28.27, churn, new, MONTH, reach)
    by_hand = 28.27 * ((1 - new) / (MONTH + new) - (1 - churn) / (MONTH + churn)) * reach
    assert found == pytest.approx(by_hand)
    assert found / 1000 == pytest.approx(gain, abs=0.5)
    if cap:
        assert churn_project_cap(28.27, churn, new, MONTH) == pytest.approx(cap, abs=0.05)


@pytest.mark.parametrize("timing", TIMINGS)
def test_at_its_cap_a_project_earns_nothing(timing):
    cap = churn_project_cap(30, 0.05, 0.03, 0.01, first_payment=timing)
    before = retention_clv(30, 0.95, 0.01, first_payment=timing)
    after = retention_clv(30 - cap, 0.97, 0.01, first_payment=timing)
    assert after == pytest.approx(before)


def test_where_nobody_leaves_and_nothing_is_discounted():
    assert retention_elasticity(1, 0) == math.inf
    assert churn_elasticity(0, 0) == discount_elasticity(1, 0) == 0
    assert churn_project_gain(10, 0, 0, 0) == value_gained(math.inf, math.inf) == 0
    assert churn_project_gain(10, 0.1, 0, 0) == math.inf
    assert churn_project_cap(10, 0.1, 0, 0) == 10
    assert churn_project_cap(0, 1, 0, 0) == churn_project_cap(0, 0, 1, 0) == 0


def test_a_timing_that_is_none_is_refused():
    for function in (retention_elasticity, churn_elasticity, discount_elasticity):
        with pytest.raises(ValueError, match="first_payment must be one of"):
            function(0.5, 0.1, first_payment="later")
