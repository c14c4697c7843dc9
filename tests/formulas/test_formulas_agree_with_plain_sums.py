"""Each closed form against the loop that it replaces."""

import math
from itertools import islice

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from clvwidgets import formulas as f

MONEY = st.floats(0.01, 1e6)
RATE = st.floats(0, 1, allow_subnormal=False) | st.sampled_from([0, 1e-12, 1e-6, 0.5, 1])
PERIODS = st.integers(0, 60)
TIMING = st.sampled_from(["now", "after_renewal", "end_of_period"])


def payments(margin, retention, discount, first_payment, growth=0.0):
    """Present values of the expected payments, one after the other, for ever."""
    stays = retention if first_payment == "after_renewal" else 1.0
    waits = 1.0 if first_payment == "now" else 1 + discount
    value = margin * stays / waits
    while True:
        yield value
        value = value * retention * (1 + growth) / (1 + discount)


@given(MONEY, RATE, RATE, PERIODS, TIMING)
def test_finite_clv_is_the_sum_of_its_payments(margin, retention, discount, periods, timing):
    loop = math.fsum(islice(payments(margin, retention, discount, timing), periods))
    value = f.finite_clv(margin, retention, discount, periods, first_payment=timing)
    assert value == pytest.approx(loop, rel=1e-10, abs=1e-300)


@given(MONEY, RATE, RATE, st.floats(-1, 1), PERIODS, TIMING)
def test_growing_clv_is_the_sum_of_its_payments(
    margin, retention, discount, growth, periods, timing
):
    loop = math.fsum(islice(payments(margin, retention, discount, timing, growth), periods))
    value = f.growing_clv(margin, retention, discount, growth, periods, first_payment=timing)
    assert value == pytest.approx(loop, rel=1e-10, abs=1e-300)


@given(MONEY, st.floats(0, 0.95), st.floats(0, 0.5), st.floats(-0.5, 0.03), TIMING)
def test_endless_values_are_the_sum_of_very_many_payments(
    margin, retention, discount, growth, timing
):
    loop = math.fsum(islice(payments(margin, retention, discount, timing, growth), 2500))
    endless = f.growing_clv(margin, retention, discount, growth, first_payment=timing)
    assert endless == pytest.approx(loop, rel=1e-9)


@given(
    st.integers(1, 200),
    RATE,
    st.floats(0, 0.2, allow_subnormal=False),
    st.integers(1, 2000),
    TIMING,
)
def test_payback_is_when_the_running_sum_reaches_the_cost(margin, retention, discount, cac, timing):
    limit = 3000
    total = 0.0
    reached = math.inf
    for k, amount in enumerate(islice(payments(margin, retention, discount, timing), limit)):
        total += amount
        # A sum within rounding of the cost could fall on either side.
        assume(not 1e-13 < abs(total / cac - 1) < 1e-8)
        if total >= cac * (1 - 1e-12):
            reached = k if timing == "now" else k + 1
            break
    value = f.payback_periods(margin, retention, discount, cac, first_payment=timing)
    if reached == math.inf:
        assert value >= limit - 1
    else:
        assert value == reached


@pytest.mark.parametrize(
    ("retention", "payments_made"),
    [(0.5, 1), (0.5, 2), (0.5, 20), (0.95, 3), (0.95, 300), (0.999, 7), (1.0, 1), (1.0, 400)],
)
def test_payback_is_exact_when_a_payment_just_covers_the_cost(retention, payments_made):
    cac = f.finite_clv(40, retention, 0, payments_made)
    assert f.payback_periods(40, retention, 0, cac) == payments_made - 1


@given(MONEY, MONEY, st.integers(0, 1000), st.floats(0, 1), st.integers(0, 40))
def test_customer_equity_adds_one_cohort_per_period(
    residual, new_value, customers, discount, periods
):
    loop = customers * residual + math.fsum(
        25 * new_value / (1 + discount) ** t for t in range(1, periods + 1)
    )
    equity = f.customer_equity(customers, residual, 25, new_value, discount, periods)
    assert equity == pytest.approx(loop, rel=1e-10)


STAGE = st.tuples(st.floats(-50, 500), st.floats(0, 100), st.integers(0, 8), st.floats(0, 1))


@given(st.lists(STAGE, min_size=1, max_size=5), st.floats(0, 0.5), TIMING)
def test_stages_follow_each_other_period_by_period(stages, discount, timing):
    worth = []
    alive = 1.0  # share of customers who begin this period, discounted to today
    for margin, cost, length, retention in stages:
        total = 0.0
        for _ in range(length):
            delay = {"now": 1, "after_renewal": retention / (1 + discount)}.get(
                timing, 1 / (1 + discount)
            )
            total += alive * delay * (margin - cost)
            alive *= retention / (1 + discount)
        worth.append(total)
    margins, costs, lengths, retentions = zip(*stages, strict=True)
    values = f.stage_values(
        margins, costs, lengths, retentions, discount=discount, first_payment=timing
    )
    assert values == pytest.approx(worth, rel=1e-9, abs=1e-9)
    assert f.stage_clv(
        margins, costs, lengths, retentions, discount=discount, first_payment=timing
    ) == pytest.approx(math.fsum(worth), rel=1e-9, abs=1e-9)
