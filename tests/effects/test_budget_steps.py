"""Steps up that were tried, among the packaged weeks and in weeks made by hand."""

from __future__ import annotations

import pandas as pd
import pytest

from clvwidgets.data import load_dataset
from clvwidgets.effects import budget_steps

LEVELS = [0.0, 100.0, 200.0, 300.0, 400.0]


def weeks(levels, times=10, name="ads"):
    return pd.DataFrame({"channel": name, "spend": levels * times})


def test_the_step_is_the_furthest_that_the_money_allows():
    found = {most: budget_steps(weeks(LEVELS), "channel", most=most) for most in (99, 100, 250)}
    assert found == {99: {}, 100: {"ads": (200, 300)}, 250: {"ads": (200, 400)}}


def test_a_budget_that_was_hardly_tried_is_no_step():
    rare = pd.concat([weeks(LEVELS), weeks([250.0], times=9)])
    assert budget_steps(rare, "channel", most=60) == {}
    often = pd.concat([weeks(LEVELS), weeks([250.0], times=10)])
    assert budget_steps(often, "channel", most=60) == {"ads": (250, 300)}


def test_a_budget_that_never_moved_has_no_step():
    both = pd.concat([weeks(LEVELS), weeks([0.0], name="direct")])
    assert list(budget_steps(both, "channel", most=100)) == ["ads"]
    assert budget_steps(both[:0], "channel", most=100) == {}


def test_the_usual_budgets_of_the_packaged_weeks_are_those_of_the_simulator():
    weekly = load_dataset("marketing_weekly").query("channel not in ['direct', 'referral']")
    usual = load_dataset("truth_channels").set_index(["line", "channel"])["usual_spend"]
    for line, own in weekly.groupby("line", observed=True):
        for name, (budget, _more) in budget_steps(own, "channel", most=1e9).items():
            assert budget == usual[line, name]


@pytest.mark.parametrize(
    ("given", "says"), [({"by": "line"}, "by='line' is no column"), ({"most": -1}, "most")]
)
def test_what_makes_no_sense_is_refused_in_a_sentence(given, says):
    with pytest.raises(ValueError, match=says):
        budget_steps(weeks(LEVELS), **{"by": "channel", "most": 100, **given})
