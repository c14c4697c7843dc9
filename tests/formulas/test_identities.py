"""What must hold between the formulas, whatever the numbers."""

import math

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from clvwidgets import formulas as f

MONEY = st.floats(0.01, 1e6)
SHARE = st.floats(0, 1)
CHURN = st.floats(1e-6, 1)
DISCOUNT = st.floats(0, 1)
TIMING = st.sampled_from(["now", "after_renewal", "end_of_period"])
PERIOD = st.sampled_from(list(f.PERIODS_PER_YEAR))


@given(MONEY, CHURN)
def test_without_discount_or_horizon_value_is_margin_times_lifespan(margin, churn):
    value = f.retention_clv(margin, 1 - churn, 0)
    lifespan = f.lifespan_from_churn(f.churn_from_retention(1 - churn))
    assert value == pytest.approx(margin * lifespan, rel=1e-12)
    assert value == pytest.approx(f.simple_clv(margin, 1, lifespan), rel=1e-12)


@given(MONEY, SHARE, DISCOUNT)
def test_timing_cases_differ_by_the_factors_they_must(margin, retention, discount):
    assume(retention < 1 or discount > 0)
    now, renewed, end = (
        f.retention_clv(margin, retention, discount, first_payment=timing)
        for timing in ("now", "after_renewal", "end_of_period")
    )
    assert end == pytest.approx(now / (1 + discount), rel=1e-12)
    assert renewed == pytest.approx(retention * end, rel=1e-12)
    assert now - renewed == pytest.approx(margin, rel=1e-9, abs=1e-12 * now)


@given(MONEY, SHARE, DISCOUNT, st.integers(0, 200), TIMING)
def test_finite_value_tends_to_the_endless_one(margin, retention, discount, periods, timing):
    assume(1 + discount - retention > 1e-6)
    endless = f.retention_clv(margin, retention, discount, first_payment=timing)
    finite = f.finite_clv(margin, retention, discount, periods, first_payment=timing)
    missing = (retention / (1 + discount)) ** periods
    assert finite == pytest.approx(endless * (1 - missing), rel=1e-8, abs=1e-9 * endless)
    assert endless == f.finite_clv(margin, retention, discount, math.inf, first_payment=timing)


@given(MONEY, SHARE, DISCOUNT, st.integers(0, 200), TIMING)
def test_growth_of_zero_is_no_growth(margin, retention, discount, periods, timing):
    finite = f.finite_clv(margin, retention, discount, periods, first_payment=timing)
    grown = f.growing_clv(margin, retention, discount, 0, periods, first_payment=timing)
    assert grown == finite
    multiple = f.margin_multiple(retention, discount, first_payment=timing)
    if margin * multiple < math.inf:
        assert f.retention_clv(margin, retention, discount, first_payment=timing) == pytest.approx(
            margin * multiple, rel=1e-12
        )


@given(MONEY, st.floats(0, 20), st.floats(0, 20), MONEY, st.floats(0, 100), SHARE)
def test_net_is_gross_less_cost(order, frequency, lifespan, cac, service, gross_margin):
    gross = f.simple_clv(order, frequency, lifespan, gross_margin=gross_margin)
    cost = cac + service * lifespan
    net = f.net_clv(order, frequency, lifespan, cac, service, gross_margin=gross_margin)
    assert net == pytest.approx(gross - cost, rel=1e-9, abs=1e-12 * (gross + cost))


@given(MONEY, st.floats(0, 20), st.integers(0, 20), SHARE)
def test_a_finished_life_is_worth_what_was_predicted_for_it(order, frequency, periods, margin):
    predicted = f.simple_clv(order, frequency, periods, gross_margin=margin)
    assert f.historic_clv(order * frequency * periods, margin) == pytest.approx(predicted)


@given(MONEY, st.floats(0.1, 10))
def test_ratio_at_break_even_cac_is_the_ratio_asked_for(clv, ratio):
    assert f.ltv_cac_ratio(clv, f.break_even_cac(clv)) == 1
    assert f.ltv_cac_ratio(clv, f.break_even_cac(clv, ratio)) == pytest.approx(ratio, rel=1e-12)


@given(MONEY, DISCOUNT, st.floats(0.01, 1e6), TIMING)
def test_at_break_even_retention_value_equals_cost(margin, discount, cac, timing):
    retention = f.break_even_retention(margin, discount, cac, first_payment=timing)

    def value(at):
        return f.retention_clv(margin, at, discount, first_payment=timing)

    if retention == math.inf:
        assert value(1) < cac * (1 + 1e-9)
    elif retention == 0:
        assert value(0) >= cac * (1 - 1e-9)
    else:
        # Near retention 1 the value runs away, so compare the retention, not the value.
        assert value(min(retention + 1e-9, 1)) >= cac * (1 - 1e-9)
        assert value(max(retention - 1e-9, 0)) <= cac * (1 + 1e-9)


@given(MONEY, st.floats(0.01, 1), st.floats(0.001, 1), TIMING)
def test_internal_rate_of_return_is_the_discount_at_which_value_equals_cost(
    margin, retention, discount, timing
):
    cac = f.retention_clv(margin, retention, discount, first_payment=timing)
    rate = f.irr_of_customer(margin, retention, cac, first_payment=timing)
    assert rate == pytest.approx(discount, rel=1e-9, abs=1e-12)


@given(MONEY, SHARE, st.floats(0, 0.5), st.floats(0.01, 1e4), TIMING)
def test_payback_is_the_first_horizon_that_covers_the_cost(
    margin, retention, discount, cac, timing
):
    wait = f.payback_periods(margin, retention, discount, cac, first_payment=timing)
    if wait == math.inf:
        endless = f.retention_clv(margin, retention, discount, first_payment=timing)
        assert endless <= cac * (1 + 1e-9)
        return
    payments = wait + (1 if timing == "now" else 0)
    reached, before = (
        f.finite_clv(margin, retention, discount, n, first_payment=timing)
        for n in (payments, payments - 1)
    )
    assert reached >= cac * (1 - 1e-9)
    assert before <= cac * (1 + 1e-9)


@given(
    st.floats(0.001, 0.999),
    PERIOD,
    PERIOD,
    PERIOD,
    st.sampled_from(["discount", "churn", "retention"]),
)
def test_converting_in_two_steps_is_converting_in_one(yearly, start, between, end, kind):
    rate = f.convert_rate(yearly, "year", start, kind=kind)
    first = f.convert_rate(rate, start, between, kind=kind)
    in_two = f.convert_rate(first, between, end, kind=kind)
    assert in_two == pytest.approx(f.convert_rate(rate, start, end, kind=kind), rel=1e-9)


@given(SHARE, PERIOD, PERIOD)
def test_churn_and_retention_convert_to_complements(churn, start, end):
    converted = f.convert_rate(churn, start, end, kind="churn")
    stayed = f.convert_rate(f.churn_from_retention(churn), start, end, kind="retention")
    assert converted == pytest.approx(1 - stayed, rel=1e-9, abs=1e-12)


@given(st.floats(0, 0.2))
def test_twelve_months_compound_to_a_year(monthly):
    yearly = f.convert_rate(monthly, "month", "year")
    assert 1 + yearly == pytest.approx(math.prod([1 + monthly] * 12), rel=1e-12)
    kept = f.convert_rate(1 - monthly, "month", "year", kind="retention")
    assert kept == pytest.approx(math.prod([1 - monthly] * 12), rel=1e-12)


@given(MONEY, SHARE, DISCOUNT, st.integers(0, 30), st.integers(0, 30), TIMING)
def test_a_stage_cut_in_two_is_worth_the_same(margin, retention, discount, length, more, timing):
    whole = f.finite_clv(margin, retention, discount, length + more, first_payment=timing)
    parts = f.stage_clv(
        [margin] * 2,
        [0, 0],
        [length, more],
        [retention] * 2,
        discount=discount,
        first_payment=timing,
    )
    assert parts == pytest.approx(whole, rel=1e-9)


@given(st.integers(1, 10**6), st.integers(0, 10**6), st.integers(0, 10**6))
def test_retention_and_churn_of_a_period_add_up_to_one(start, lost, new):
    lost = min(lost, start)
    stayed = f.retention_rate(start, start - lost + new, new)
    assert stayed + f.churn_rate(start, lost) == pytest.approx(1)


@given(st.integers(1, 10**6), st.integers(1, 10**6), MONEY)
def test_order_value_times_frequency_is_revenue_per_customer(customers, orders, revenue):
    product = f.average_order_value(revenue, orders) * f.purchase_frequency(orders, customers)
    assert product == pytest.approx(revenue / customers)


@given(MONEY, SHARE, DISCOUNT, st.integers(0, 50), TIMING)
def test_a_chain_of_stay_or_leave_is_the_retention_formula(
    margin, retention, discount, periods, timing
):
    assume(1 + discount - retention > 1e-6)
    chain = [[retention, 1 - retention], [0, 1]]
    for horizon in (periods, math.inf):
        value = f.markov_clv(chain, [margin, 0], discount, horizon, first_payment=timing)
        closed = f.finite_clv(margin, retention, discount, horizon, first_payment=timing)
        assert value[0] == pytest.approx(closed, rel=1e-8, abs=1e-9 * margin)
        assert value[1] == 0


@given(MONEY, st.floats(0, 10))
def test_return_on_cost_counts_what_is_left_after_it(cost, share):
    assert f.roi(cost, cost) == 0
    assert f.roi(cost + share * cost, cost) == pytest.approx(share, rel=1e-9, abs=1e-12)


@given(st.integers(0, 500), st.integers(0, 500), st.integers(0, 500))
def test_promoter_score_is_the_mean_of_plus_and_minus_hundred(promoters, passives, detractors):
    answers = [100] * promoters + [0] * passives + [-100] * detractors
    assume(answers)
    score = f.net_promoter_score(promoters, passives, detractors)
    assert score == pytest.approx(sum(answers) / len(answers))


@given(st.floats(0.1, 50), st.floats(1.1, 50), MONEY, st.integers(0, 40), MONEY)
def test_spend_to_expect_lies_between_ones_own_and_the_crowds_and_two_steps_make_one(p, q, v, x, m):
    crowd = f.shrunk_spend(p, q, v, 0, m)
    assert crowd == pytest.approx(p * v / (q - 1), rel=1e-9)
    one = f.shrunk_spend(p, q, v, x, m)
    assert min(m, crowd) * (1 - 1e-9) <= one <= max(m, crowd) * (1 + 1e-9)
    # Who has bought x times of mean m is a crowd of their own: shape q + p x, rate v + x m.
    later = f.shrunk_spend(p, q + p * x, v + x * m, 3, 7.0)
    both = f.shrunk_spend(p, q, v, x + 3, (x * m + 3 * 7.0) / (x + 3))
    assert later == pytest.approx(both, rel=1e-9)


@given(SHARE, CHURN, CHURN)
def test_a_newcomers_stay_is_one_over_the_churn_of_the_base_that_stands_still(share, churn, other):
    base = f.base_share(share, churn, other)
    lost = base * churn + (1 - base) * other
    assert f.mixed_lifespan(share, churn, other) == pytest.approx(1 / lost, rel=1e-9)
    assert f.newcomer_share(base, churn, other) == pytest.approx(share, rel=1e-6, abs=1e-9)
    # Of newcomers and of leavers the same share is of each kind: that is to stand still.
    assert base * churn == pytest.approx(share * lost, rel=1e-9, abs=1e-12)


def test_a_base_that_was_filled_month_by_month_has_the_shares_that_are_computed():
    """Count people: 200 newcomers a month, half of them loyal, until the base stands still."""
    rng = np.random.default_rng(3)
    loyal = rng.random(200 * 900) < 0.5
    came = np.arange(len(loyal)) // 200
    stay = rng.geometric(np.where(loyal, 0.01, 0.09))  # the current month counts
    there = (came <= 899) & (came + stay > 899)
    assert loyal[there].mean() == pytest.approx(f.base_share(0.5, 0.01, 0.09), abs=0.01)
    assert f.newcomer_share(loyal[there].mean(), 0.01, 0.09) == pytest.approx(0.5, abs=0.03)
    assert stay.mean() == pytest.approx(f.mixed_lifespan(0.5, 0.01, 0.09), rel=0.01)
    ahead = (came + stay - 899)[there].mean()
    assert ahead == pytest.approx(f.mixed_lifespan(0.9, 0.01, 0.09), rel=0.03)


def test_spend_to_expect_at_its_edges_is_a_number():
    assert f.shrunk_spend(1e-9, 2, 10, 0, 5) == pytest.approx(1e-8)
    assert f.shrunk_spend(1e300, 2, 10, 3, 5) == pytest.approx(5 + 10 / 3)
    assert f.shrunk_spend(6, 5, 20, 1e200, 1e200) == pytest.approx(1e200)
    with pytest.raises(ValueError, match="q must be greater than 1, or the mean spend has no end"):
        f.shrunk_spend(6, 1, 20, 1, 120)


@given(st.integers(1, 200), st.floats(0.01, 1), st.floats(0.5, 500), st.floats(0.1, 20))
def test_whoever_may_leave_at_once_has_come_through_one_more_chance(repeats, share, weeks, b):
    """The first purchase, survived, counts in the beta as any other does."""
    history = (repeats, share * weeks, weeks, 0.7, 4.5, 1.2)
    any_purchase = f.bgnbd_alive(*history, b, leaves_after="any purchase")
    assert any_purchase == pytest.approx(f.bgnbd_alive(*history, b + 1))
    assert any_purchase > f.bgnbd_alive(*history, b) or any_purchase == 0


def test_who_bought_once_is_alive_unless_they_may_leave_at_once():
    weeks = (0.7, 4.5, 1.2, 6.6)
    assert f.bgnbd_alive(0, 0, 500, *weeks) == 1
    assert f.bgnbd_alive(0, 0, 0, *weeks, leaves_after="any purchase") == pytest.approx(6.6 / 7.8)
