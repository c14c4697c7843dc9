"""A programme for each stage of life, beyond those who would have stayed anyway."""

from __future__ import annotations

import pytest

from clvwidgets import LifecycleCLV, StageStrategy
from clvwidgets.segments import LIFE_STAGES

STAGES = ("introduction", "growth", "maturity", "decline")


def nets(calc):
    return {stage: calc.results[f"{stage}_net"] for stage in STAGES}


def test_without_programmes_it_is_the_life_in_stages():
    calc = StageStrategy(moves_on=1, margin=30, churn=0.04, life=20)
    margins = {f"{s.name}_margin": 30 * s.margin for s in LIFE_STAGES}
    lengths = {"introduction": 2, "growth": 5, "maturity": 9, "decline": 4}
    life = LifecycleCLV(
        churn=0.04,
        discount=0.10,
        **margins,
        **{f"{stage}_cost": 0 for stage in STAGES},
        **{f"{stage}_length": length for stage, length in lengths.items()},
    )
    assert calc.without == pytest.approx(life.clv)


def test_a_programme_is_paid_for_every_head_in_its_stage():
    """Without effect all of it goes to those who would have stayed anyway."""
    calc = StageStrategy(introduction_kept=0, growth_lift=0, maturity_kept=0, decline_kept=0)
    for stage, net in nets(calc).items():
        spent = calc.results[f"{stage}_spent"]
        assert net == pytest.approx(-spent), stage
        assert spent == pytest.approx(0.5 * calc.results[f"{stage}_periods"])


def test_its_value_is_a_difference():
    calc = StageStrategy()
    with_it = StageStrategy(moves_on=calc.results["on"])
    assert calc.results["introduction_gain"] == pytest.approx(with_it.without - calc.without)
    assert calc.anyway == pytest.approx(0.5 / 0.55)


@pytest.mark.parametrize("stage", STAGES)
def test_at_its_cost_cap_a_programme_earns_nothing(stage):
    calc = StageStrategy(churn=0.08)
    calc.set(**{f"{stage}_cost": calc.results[f"{stage}_cost_cap"]})
    assert nets(calc)[stage] == pytest.approx(0, abs=1e-9)


def test_a_stage_that_few_reach_is_not_worth_lifting():
    """The same programme in decline: where half go on, and where one in fifty does."""
    many, few = StageStrategy(moves_on=0.5), StageStrategy(moves_on=0.02)
    assert few.results["decline_gain"] == pytest.approx(many.results["decline_gain"] / 25)
    nobody = StageStrategy(moves_on=0, introduction_kept=0)
    assert [nobody.results[f"{stage}_cost_cap"] for stage in STAGES] == [0, 0, 0, 0]


def test_programmes_together_are_more_than_one_by_one():
    """Whom the welcome brings to growth is there to be kept later; all are cheap here."""
    costs = {f"{stage}_cost": 0 for stage in STAGES}
    calc = StageStrategy(**costs)
    assert calc.together > calc.one_by_one > calc.best == max(nets(calc).values())


def test_every_stage_lasts_whole_periods_and_one_at_least():
    for life, lengths in ((1, [1, 1, 1, 1]), (20, [2, 5, 9, 4]), (33.3, [3, 8, 15, 7])):
        calc = StageStrategy(life=life)
        assert [calc.results[f"{stage}_length"] for stage in STAGES] == lengths
