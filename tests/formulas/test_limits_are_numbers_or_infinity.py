"""Zero churn, zero discount, zero cost, zero horizon: the right limit, never a crash or NaN."""

import itertools
import math

import pytest

from clvwidgets import formulas as f

INF = math.inf
LIMITS = [
    # nobody leaves and nothing is discounted
    (f.retention_clv(40, 1, 0), INF),
    (f.retention_clv(-40, 1, 0), -INF),
    (f.retention_clv(0, 1, 0), 0),
    (f.finite_clv(40, 1, 0, INF), INF),
    (f.finite_clv(40, 1, 0, 12), 480),
    (f.finite_clv(40, 1, 0, 12, first_payment="after_renewal"), 480),
    (f.lifespan_from_churn(0), INF),
    (f.margin_multiple(1, 0), INF),
    # a kind that never leaves fills the base and needs no newcomers; without leavers nothing moves
    (f.base_share(0.5, 0, 0.09), 1),
    (f.newcomer_share(0.5, 0, 0.09), 0),
    (f.base_share(0.3, 0, 0), 0.3),
    (f.newcomer_share(0.3, 0, 0), 0.3),
    (f.base_share(0, 0, 0.09), 0),
    (f.newcomer_share(1, 0, 0.09), 1),
    # everybody leaves after one payment
    (f.retention_clv(40, 0, 0.1), 40),
    (f.retention_clv(40, 0, 0.1, first_payment="after_renewal"), 0),
    (f.finite_clv(40, 0, 0, 12), 40),
    (f.lifespan_from_churn(1), 1),
    # no horizon at all
    (f.finite_clv(40, 0.8, 0.1, 0), 0),
    (f.growing_clv(40, 0.8, 0.1, 0.5, 0), 0),
    (f.stage_clv([40], [0], [0]), 0),
    # growth that outruns churn and discount, just keeps up, or stops after one payment
    (f.growing_clv(40, 0.9, 0.1, 0.5), INF),
    (f.growing_clv(40, 0.5, 0, 1), INF),
    (f.growing_clv(-40, 0.9, 0.1, 0.5), -INF),
    (f.growing_clv(40, 0.5, 0, 1, 7), 280),
    (f.growing_clv(40, 0.9, 0.1, -1), 40),
    (f.growing_clv(40, 1, 0, 1, 5000), INF),
    (f.growing_clv(0, 1, 0, 1, 5000), 0),
    # acquisition for nothing
    (f.ltv_cac_ratio(200, 0), INF),
    (f.ltv_cac_ratio(-200, 0), -INF),
    (f.ltv_cac_ratio(0, 0), 0),
    (f.ltv_cac_ratio(f.retention_clv(40, 1, 0), 120), INF),
    (f.break_even_cac(f.retention_clv(40, 1, 0), 3), INF),
    (f.payback_periods(40, 0.9, 0.1, 0), 0),
    (f.payback_periods(0, 0.9, 0.1, 0), 0),
    (f.break_even_retention(40, 0.1, 0), 0),
    (f.irr_of_customer(40, 0.9, 0), INF),
    (f.irr_of_customer(0, 0.9, 0), INF),
    (f.roi(10, 0), INF),
    (f.roi(-10, 0), -INF),
    (f.roi(0, 0), 0),
    # nothing ever comes back
    (f.payback_periods(0, 0.9, 0.1, 120), INF),
    (f.payback_periods(-40, 1, 0, 120), INF),
    (f.payback_periods(40, 0, 0, 120), INF),
    (f.payback_periods(40, 0, 0, 40), 0),
    (f.payback_periods(40, 0, 0, 40, first_payment="end_of_period"), 1),
    (f.payback_periods(40, 1, 0, 120), 2),
    (f.payback_periods(40, 1, 0, 121), 3),
    (f.payback_periods(40, 0, 0.1, 1, first_payment="after_renewal"), INF),
    (f.break_even_retention(0, 0.1, 120), INF),
    (f.break_even_retention(0, 0, 120), INF),
    (f.break_even_retention(-40, 0, 120, first_payment="after_renewal"), INF),
    (f.break_even_retention(1, 0.5, 120), INF),
    (f.break_even_retention(120, 0.5, 120), 0),
    (f.irr_of_customer(0, 0.9, 100), -1),
    (f.irr_of_customer(-5, 0.9, 100, first_payment="end_of_period"), -1),
    (f.irr_of_customer(100, 0.9, 100), INF),
    # an endless lifespan
    (f.simple_clv(50, 4, INF), INF),
    (f.simple_clv(0, 4, INF), 0),
    (f.net_clv(50, 4, INF, 100, 20), INF),
    (f.net_clv(50, 1, INF, 100, 60), -INF),
    (f.net_clv(50, 1, INF, 100, 50), -100),
    # rates at their ends
    (f.convert_rate(0, "year", "month"), 0),
    (f.convert_rate(1, "year", "month", kind="churn"), 1),
    (f.convert_rate(0, "day", "year", kind="retention"), 0),
    (f.convert_rate(1, "day", "year", kind="retention"), 1),
    (f.convert_rate(1, "day", "year"), 2**365.25 - 1),
    (f.customer_equity(0, 250), 0),
    (f.customer_equity(10, 250, 5, 80, 0, INF), INF),
    (f.customer_equity(10, 250, 5, 80, 0.1, INF), 2500 + 4000),
]


@pytest.mark.parametrize(("value", "limit"), LIMITS)
def test_limit(value, limit):
    assert value == pytest.approx(limit, rel=1e-12)


def test_no_zero_carries_a_minus_sign():
    for zero in (
        f.convert_rate(0, "year", "month", kind="churn"),
        f.finite_clv(40, 1, 0, 0),
        f.payback_periods(40, 0, 0, 10),
        f.roi(0, 0),
    ):
        assert math.copysign(1, zero) == 1


def test_a_tiny_rate_keeps_its_digits():
    assert f.convert_rate(1e-13, "year", "month") == pytest.approx(1e-13 / 12, rel=1e-9)
    assert f.retention_clv(1, 1 - 2**-50, 0) == 2**50
    for rate in (1e-4, 1e-6, 1.9e-7, 1e-8, 1e-12):
        loop = math.fsum((1 + rate) ** -t for t in range(50))
        assert f.finite_clv(1, 1, rate, 50) == pytest.approx(loop, rel=1e-10)
    # Growth makes up for discounting, and a tiny churn is all that is left.
    stay = 1 - 1e-12
    assert f.growing_clv(1, stay, 1, 1) == pytest.approx(1 / (1 - stay), rel=1e-12)


def test_no_corner_gives_nan():
    corners = itertools.product(
        (-1e300, 0.0, 1e-300, 40.0, 1e300), (0.0, 1e-300, 1.0), (0.0, 1e-300, 1.0), (0.0, 1e300)
    )
    for margin, retention, discount, cac in corners:
        for timing in ("now", "after_renewal", "end_of_period"):
            results = (
                f.retention_clv(margin, retention, discount, first_payment=timing),
                f.growing_clv(margin, retention, discount, 1, 99, first_payment=timing),
                f.payback_periods(margin, retention, discount, cac, first_payment=timing),
                f.break_even_retention(margin, discount, cac, first_payment=timing),
                f.irr_of_customer(margin, retention, cac, first_payment=timing),
            )
            assert not any(math.isnan(result) for result in results)
