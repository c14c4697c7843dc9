"""Complaints and scores: published values, the trial of apologies, and a score's chance."""

from __future__ import annotations

import numpy as np
import pytest

from clvwidgets import FeedbackSimulator, load_dataset

from .measured import Z, difference, share, stands_beside

LATE = FeedbackSimulator.presets["Subscription: voucher for a late box"]


def test_a_complaint_may_cost_what_its_cure_keeps():
    panel = FeedbackSimulator(value=250, stay_solved=0.85, stay_unsolved=0.55)
    assert panel.cap == pytest.approx(75)
    panel.set(complaining=1.0, solved=1.0, cost_per_case=75)
    assert panel.net_of_solving == pytest.approx(0, abs=1e-9)


def test_the_score_of_2024_is_sure_to_three_points():
    """Subscription, 2024: NPS 2.5 ± 2.7 with 3,576 answers."""
    scores = load_dataset("subscription_nps").query("date >= '2024'")["score"]
    panel = FeedbackSimulator(**LATE)
    assert panel.answers == len(scores)
    assert panel.promoters == pytest.approx((scores >= 9).mean(), abs=5e-5)
    assert panel.detractors == pytest.approx((scores <= 6).mean(), abs=5e-5)
    assert (panel.score, panel.margin_of_error) == pytest.approx((2.5, 2.7), abs=0.05)
    marks = 100 * ((scores >= 9).astype(float) - (scores <= 6))
    assert panel.margin_of_error == pytest.approx(Z * marks.std() / len(marks) ** 0.5, rel=1e-3)


def test_from_one_quarter_of_a_thousand_answers_to_the_next_seven_points_are_chance():
    panel = FeedbackSimulator(promoters=0.379, detractors=0.309, answers=1016)
    assert panel.margin_of_error == pytest.approx(5.08, abs=0.01)
    assert panel.change == pytest.approx(7.2, abs=0.03)
    for_three = FeedbackSimulator(promoters=0.5, detractors=0.2, answers=400)
    assert for_three.needed == pytest.approx(2604, abs=1)


def test_set_to_the_trial_of_vouchers_it_lies_within_the_trial_s_interval():
    trial = load_dataset("experiments_apology")
    arms = {arm: 1.0 - trial.loc[trial["arm"] == arm, "left"] for arm in ("voucher", "nothing")}
    panel = FeedbackSimulator(**LATE)
    for name, arm in (("stay_solved", "voucher"), ("stay_unsolved", "nothing")):
        stayed, reach = share(arms[arm])
        assert getattr(panel, name) == pytest.approx(stayed, abs=5e-4)
        stands_beside(panel, name, stayed, stayed - reach, stayed + reach)
    kept, reach = difference(arms["voucher"], arms["nothing"])
    assert abs(panel.kept / panel.complaints - kept) < reach
    cost = trial.loc[trial["arm"] == "voucher", "cost"].mean()
    assert panel.cost_per_case == cost > panel.cap


def test_promoters_and_detractors_are_never_more_than_all():
    panel = FeedbackSimulator(promoters=0.8, detractors=0.9)
    assert panel.score == pytest.approx(60)
    title = panel.declaration["views"][1]["spec"]["title"]["text"]["expr"]
    assert "detractors are cut to the rest" in title


def test_silence_may_cost_more_than_all_complaints():
    panel = FeedbackSimulator(complaining=0.05)
    assert panel.lost_in_silence > 10 * panel.brings
    louder = FeedbackSimulator(complaining=0.5)
    assert louder.lost_in_silence < panel.lost_in_silence
    assert louder.net_of_solving > panel.net_of_solving


def test_a_score_of_few_who_all_agree_is_not_said_to_be_sure():
    """Of 20 answers, all promoters: the plain error is 0, though the next may well differ."""
    panel = FeedbackSimulator(promoters=1.0, detractors=0.0, answers=20)
    assert panel.margin_of_error > 5


def test_the_margin_of_a_lopsided_score_holds_the_truth_as_often_as_it_says():
    rng = np.random.default_rng(3)
    drawn, times = np.unique(
        rng.multinomial(30, (0.9, 0.09, 0.01), 400), axis=0, return_counts=True
    )
    panels = [
        FeedbackSimulator(promoters=a / 30, detractors=c / 30, answers=30) for a, _, c in drawn
    ]
    held = [abs(panel.score - 89) <= panel.margin_of_error for panel in panels]
    assert np.average(held, weights=times) > 0.93
