"""Acquire or retain: the lesson's story, the world's trial of care, and guards in sight."""

from __future__ import annotations

import pytest

from clvwidgets import AcquireOrRetain, load_dataset
from clvwidgets.charts.shared_terms import longest, shared_terms
from clvwidgets.charts.signals import signal
from clvwidgets.strategies import response_rate, response_steepness


def test_the_lesson_s_story_has_its_numbers():
    """A newcomer costs five times as much on average, and yet the next euro wins one."""
    panel = AcquireOrRetain(
        margin=330,
        acquisition_spend=10,
        acquisition_rate=0.08,
        acquisition_ceiling=0.2,
        retention_spend=15,
        retention_rate=0.6,
        retention_ceiling=0.62,
    )
    assert panel.ratio == pytest.approx(5)
    assert (round(panel.next_newcomer), round(panel.next_kept), round(panel.clv)) == (163, 218, 696)
    assert panel.best_value == pytest.approx(82.8, abs=0.05)
    panel.retention_ceiling = 0.8
    assert round(panel.next_kept) == 54
    assert panel.best_retention == pytest.approx(46.8, abs=0.05)


def test_set_to_the_trial_of_care_it_lies_within_the_trial_s_intervals():
    """Four arms by lot: 0, 10, 20 and 40 euros a year."""
    trial = load_dataset("experiments_care")
    preset = AcquireOrRetain.presets["Subscription: trial of care"]
    floor, ceiling = preset["stays_anyway"], preset["retention_ceiling"]
    steepness = response_steepness(
        preset["retention_spend"], preset["retention_rate"], ceiling, floor
    )
    for care, arm in trial.groupby("care"):
        stayed, n = 1 - arm["left_within_12"].mean(), len(arm)
        reach = 1.96 * (stayed * (1 - stayed) / n) ** 0.5
        assert abs(response_rate(float(care), ceiling, steepness, floor) - stayed) < reach, care
    assert preset["margin"] == round(trial.query("care == 0")["margin"].mean())


def test_what_was_measured_stands_beside_the_slider():
    trial = load_dataset("experiments_care")
    fields = AcquireOrRetain.fields()
    for name, care in (("retention_rate", 20), ("stays_anyway", 0)):
        arm = trial[trial["care"] == care]["left_within_12"]
        stayed, n = 1 - arm.mean(), len(arm)
        reach = 1.96 * (stayed * (1 - stayed) / n) ** 0.5
        known = fields[name].known
        assert known.value == pytest.approx(stayed, abs=5e-4)
        # Wilson's interval, which leans a little towards one half.
        assert (known.low, known.high) == pytest.approx((stayed - reach, stayed + reach), abs=2e-3)
    assert "measured 66.7% (63.7% to 69.4%)" in str(AcquireOrRetain())


def test_a_rate_above_its_ceiling_is_capped_in_sight():
    panel = AcquireOrRetain(retention_rate=0.9, retention_ceiling=0.62)
    assert panel.results["next_kept"] > 1000
    assert (
        "cannot exceed its ceiling"
        in panel.declaration["views"][0]["spec"]["title"]["text"]["expr"]
    )


def test_terms_that_repeat_are_written_once():
    root = signal("margin") + 1
    for _ in range(12):
        root = root * root
    assert longest({"x": root}) > 50_000
    terms, written = shared_terms({"x": root})
    assert sum(map(len, terms.values())) < 1000
    assert written["x"].startswith("(term_")
