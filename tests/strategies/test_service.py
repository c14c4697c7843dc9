"""Queues, scores and complaints against published values, exact sums and simulations."""

import heapq
import math
from fractions import Fraction

import numpy as np
import pytest

from clvwidgets.strategies import (
    chat_queue,
    complaint_economics,
    email_backlog,
    erlang_c,
    net_promoter_score,
    nps_standard_error,
    recovery_spend_cap,
    satisfaction_retention,
    self_service_saving,
)


def test_the_queue_of_a_published_library_is_found_again():
    """pyworkforce (MIT), README: 100 calls in 30 minutes of 3 minutes each, 14 people."""
    queue = erlang_c(200, 3, 14, 20)
    assert queue["load"] == 10
    assert queue["wait_probability"] == pytest.approx(0.1741319335950498, abs=1e-12)
    assert queue["service_level"] == pytest.approx(0.8883500191794669, abs=1e-12)
    assert queue["occupancy"] == pytest.approx(0.7142857142857143, abs=1e-12)
    assert queue["mean_wait_seconds"] == pytest.approx(7.835937, abs=1e-5)


@pytest.mark.parametrize("agents", [1, 2, 7, 33, 60])
@pytest.mark.parametrize("busy", [0.05, 0.5, 0.97])
def test_nested_terms_give_erlangs_sum_exactly(agents, busy):
    load = Fraction(busy) * agents
    terms = [load**k / math.factorial(k) for k in range(agents + 1)]
    last = terms[-1] * agents / (agents - load)
    expected = float(last / (sum(terms[:-1]) + last))
    found = erlang_c(float(load) * 20, 3, agents, 20)["wait_probability"]
    assert found == pytest.approx(expected, rel=1e-10)


def simulated(calls_per_hour, minutes, agents, target, calls=120_000, seed=1):
    """Waits of callers who come one by one, first come first served."""
    random = np.random.default_rng(seed)
    arrivals = np.cumsum(random.exponential(3600 / calls_per_hour, calls))
    lengths = random.exponential(60 * minutes, calls)
    free, waits = [0.0] * agents, np.empty(calls)
    for i, (arrival, length) in enumerate(zip(arrivals, lengths, strict=True)):
        begins = max(arrival, heapq.heappop(free))
        heapq.heappush(free, begins + length)
        waits[i] = begins - arrival
    waits = waits[2_000:]
    return (waits > 0).mean(), (waits <= target).mean(), waits.mean()


@pytest.mark.parametrize(("calls", "minutes", "agents"), [(20, 6, 3), (200, 3, 14), (28, 6, 4)])
def test_callers_wait_as_long_as_in_a_simulated_queue(calls, minutes, agents):
    waits, in_time, mean = simulated(calls, minutes, agents, 20)
    queue = erlang_c(calls, minutes, agents, 20)
    assert queue["wait_probability"] == pytest.approx(waits, rel=0.04)
    assert queue["service_level"] == pytest.approx(in_time, abs=0.012)
    assert queue["mean_wait_seconds"] == pytest.approx(mean, rel=0.08)


def test_two_fifths_more_calls_make_the_wait_ten_times_as_long():
    minutes = [
        erlang_c(calls, 6, people, 20)["mean_wait_seconds"] / 60
        for calls, people in ((20, 3), (28, 3), (28, 4), (28, 5))
    ]
    assert minutes == pytest.approx([2.667, 26.3, 2.14, 0.517], rel=2e-3)


@pytest.mark.parametrize("calls", [20, 21, 1e6])
def test_a_queue_that_is_full_grows_without_end(calls):
    queue = erlang_c(calls, 3, 1, 20)
    assert queue["occupancy"] >= 1
    assert (queue["mean_wait_seconds"], queue["service_level"]) == (math.inf, 0)
    assert queue["wait_probability"] == 1


@pytest.mark.parametrize("agents", [0, 61, 2.5])
def test_a_number_of_people_that_cannot_be_is_refused(agents):
    with pytest.raises(ValueError, match="agents must be a whole number from 1 to 60"):
        erlang_c(20, 3, agents, 20)


def test_one_chat_at_a_time_is_a_telephone_and_more_answer_more():
    assert chat_queue(40, 6, 5, 1, 0.3, 20) == erlang_c(40, 6, 5, 20)
    # Two at once, each half as long again, are 4/3 as many: 5 people bear up to 66.7 an hour.
    assert chat_queue(66, 6, 5, 2, 0.5)["occupancy"] == pytest.approx(66 * 9 / 60 / 10)
    assert chat_queue(67, 6, 5, 2, 0.5)["mean_wait_seconds"] == math.inf
    # Where each further one takes as long as itself, nothing is won.
    assert chat_queue(51, 6, 5, 2, 1)["mean_wait_seconds"] == math.inf


def test_the_pile_is_what_day_by_day_counting_leaves():
    for people in (2, 3, 4):
        pile, cleared = 50.0, None
        for day in range(1, 201):
            pile = max(0.0, pile + 100 - 30 * people)
            cleared = day if pile == 0 and cleared is None else cleared
        found = email_backlog(100, 30, people, backlog=50, days=200)
        assert found["backlog"] == pytest.approx(pile)
        assert found["wait_days"] == pytest.approx(pile / (30 * people))  # Little (1961)
        assert math.ceil(found["days_to_clear"]) == cleared if cleared else True
        assert math.isinf(found["days_to_clear"]) == (cleared is None)


def test_calls_that_come_back_take_a_third_of_the_saving():
    """885 calls of a year at 7 euros saved each, one in three comes back at 7.50."""
    all_stay = self_service_saving(885, 1, 7.5, 0.5, 7.5)
    third_returns = self_service_saving(885, 2 / 3, 7.5, 0.5, 7.5)
    assert (all_stay["saving"], third_returns["saving"]) == pytest.approx((6195, 3982.5))
    even = self_service_saving(885, third_returns["break_even_contained"], 7.5, 0.5, 7.5)
    assert even["saving"] == pytest.approx(0, abs=1e-9)
    assert self_service_saving(885, 1, 0.4, 0.5, 7.5)["break_even_contained"] == math.inf


def test_the_error_of_a_score_is_the_published_one():
    """Rocks (2016): 50 and 20 of 100, 400 answers; 40 and 30 of 100 answers."""
    assert net_promoter_score(200, 120, 80) == 30
    assert nps_standard_error(200, 120, 80) == pytest.approx(3.905125, abs=1e-5)
    assert nps_standard_error(40, 30, 30) == pytest.approx(8.3066, abs=1e-4)
    assert 1.96 * nps_standard_error(0.5 * 2604, 0.3 * 2604, 0.2 * 2604) == pytest.approx(
        3, abs=1e-3
    )


def test_scores_drawn_anew_vary_as_much_as_the_error_says():
    draws = np.random.default_rng(3).multinomial(1016, [0.379, 0.312, 0.309], 20_000)
    spread = (100 * (draws[:, 0] - draws[:, 2]) / 1016).std()
    assert nps_standard_error(385, 317, 314) == pytest.approx(spread, rel=0.02)


def test_nobody_answered_is_no_score_and_no_certainty():
    assert nps_standard_error(0, 0, 0) == math.inf
    assert net_promoter_score(0, 0, 0) == 0
    assert nps_standard_error(10, 0, 0) == 0


def test_a_recovery_may_cost_what_it_keeps():
    """Knox & van Oest (2014), rule; figures of the package customer-value-analytics."""
    assert recovery_spend_cap(250, 0.85, 0.55) == pytest.approx(75)
    assert recovery_spend_cap(636, 0.65, 0.55) == pytest.approx(63.6)
    assert recovery_spend_cap(250, 0.55, 0.85) == 0


def test_at_the_cap_solving_brings_neither_more_nor_less():
    cap = recovery_spend_cap(250, 0.85, 0.55)
    case = complaint_economics(1000, 0.2, 1, 250, 0.85, 0.55, 0.6, cap)
    assert case["net_of_solving"] == pytest.approx(0, abs=1e-9)


def test_more_complaints_can_be_good_news():
    few, many = (
        complaint_economics(1000, share, 0.6, 250, 0.85, 0.55, 0.6, 20) for share in (0.05, 0.5)
    )
    assert many["net"] > few["net"]
    assert many["lost_in_silence"] < few["lost_in_silence"]
    everybody = few["stay"] + few["lost_in_silence"] / 250 + 50 * (0.6 * 0.15 + 0.4 * 0.45)
    assert everybody == pytest.approx(1000)


def test_the_s_curve_starts_at_today_with_the_slope_that_was_asked_for():
    at = lambda change: satisfaction_retention(change, 0.8, 0.02, ceiling=0.95)  # noqa: E731
    assert at(0) == pytest.approx(0.8)
    assert (at(1e-5) - 0.8) / 1e-5 == pytest.approx(0.02, rel=1e-3)
    assert (0.8 - at(-1e-5)) / 1e-5 == pytest.approx(0.04, rel=1e-3)
    assert at(1e6) == pytest.approx(0.95)
    assert at(-1e6) == pytest.approx(0)
    # A logistic curve: its log-odds rise evenly.
    odds = [math.log(at(x) / (0.95 - at(x))) for x in (0, 1, 2, 3)]
    assert np.diff(odds, 2) == pytest.approx([0, 0], abs=1e-9)


def test_who_all_stay_or_all_leave_do_not_move():
    assert satisfaction_retention(5, 1, 0.02) == 1
    assert satisfaction_retention(-5, 0, 0.02) == 0
    with pytest.raises(ValueError, match="retention is larger than ceiling"):
        satisfaction_retention(1, 0.9, 0.02, ceiling=0.8)


def test_fewer_terms_give_the_same_queue():
    assert erlang_c(28, 6, 5, 20, most_agents=5) == erlang_c(28, 6, 5, 20)
    with pytest.raises(ValueError, match="more people than the 4"):
        erlang_c(28, 6, 5, 20, most_agents=4)
