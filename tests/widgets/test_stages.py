"""A programme for each stage of life, beyond those who would have stayed anyway."""

from __future__ import annotations

import pytest

from clvwidgets import LifecycleCLV, StageStrategy, load_dataset
from clvwidgets.formulas import stage_clv
from clvwidgets.segments import LIFE_STAGES

STAGES = ("introduction", "growth", "maturity", "decline")
FREE = {f"{stage}_cost": 0 for stage in STAGES}


def nets(calc):
    return {stage: calc.results[f"{stage}_net"] for stage in STAGES}


def test_without_programmes_it_is_the_life_in_stages():
    """Where all go on; nobody leaves before the end of the introduction."""
    calc = StageStrategy(moves_on=1, margin=30, churn=0.04, life=20)
    margins = [30 * stage.margin for stage in LIFE_STAGES]
    rates = [1, 0.96, 0.96, 0.96]
    quarter = 1.1**0.25 - 1
    life = stage_clv(margins, [0] * 4, [2, 5, 9, 4], rates, discount=quarter)
    assert calc.without == pytest.approx(life)
    calc.churn = 0
    fields = {f"{stage.name}_margin": 30 * stage.margin for stage in LIFE_STAGES}
    fields |= {f"{stage}_cost": 0 for stage in STAGES}
    fields |= {"introduction_length": 2, "growth_length": 5}
    fields |= {"maturity_length": 9, "decline_length": 4}
    assert calc.without == pytest.approx(LifecycleCLV(churn=0, discount=0.1, **fields).clv)


def test_the_trial_of_care_is_what_its_table_says():
    """Newcomers by lot, nothing against care of 20 euros a year: within the trial's interval."""
    trial = load_dataset("experiments_care")
    without = trial["left_within_12"][trial["care"] == 0]
    with_care = trial["left_within_12"][trial["care"] == 20]
    effect = without.mean() - with_care.mean()
    half = 1.96 * (without.var() / len(without) + with_care.var() / len(with_care)) ** 0.5
    calc = StageStrategy()
    calc.set(**calc.presets["Subscription: trial of care"])
    more = calc.introduction_kept * (1 - calc.moves_on)
    assert abs(more - effect) < 0.001 < half
    assert calc.moves_on == pytest.approx(1 - without.mean(), abs=0.0005)
    known = StageStrategy.introduction_kept.known
    limits = [(effect + sign * half) / without.mean() for sign in (0, -1, 1)]
    assert [known.value, known.low, known.high] == pytest.approx(limits, abs=0.0005)
    spent = trial["cost"][trial["care"] == 20].mean()  # over a year, those who left paid no more
    assert calc.introduction_cost * 4 == pytest.approx(20)
    assert spent < 20


def test_a_programme_is_paid_for_every_head_in_its_stage():
    """Without effect all of it goes to those who would have stayed anyway."""
    none = {"introduction_kept": 0, "growth_lift": 0, "maturity_kept": 0, "decline_kept": 0}
    calc = StageStrategy(**none, discount=0, churn=0, moves_on=0.5, life=20)
    heads = {"introduction": 2, "growth": 0.5 * 5, "maturity": 0.5 * 9, "decline": 0.5 * 4}
    assert nets(calc) == pytest.approx({stage: -0.5 * n for stage, n in heads.items()})
    assert calc.together == pytest.approx(-0.5 * sum(heads.values()))


def test_its_value_is_a_difference():
    calc = StageStrategy(**FREE)
    with_it = StageStrategy(moves_on=0.55)
    assert calc.introduction_net == pytest.approx(with_it.without - calc.without)
    assert calc.anyway == pytest.approx(0.5 / 0.55)


@pytest.mark.parametrize("stage", STAGES)
def test_at_its_cost_cap_a_programme_earns_nothing(stage):
    calc = StageStrategy(churn=0.08)
    calc.set(**{f"{stage}_cost": calc.results[f"{stage}_cap"]})
    assert nets(calc)[stage] == pytest.approx(0, abs=1e-9)


def test_a_stage_that_few_reach_is_not_worth_lifting():
    """The same programme in decline: where half go on, and where one in fifty does."""
    many, few = StageStrategy(moves_on=0.5, **FREE), StageStrategy(moves_on=0.02, **FREE)
    assert few.decline_net == pytest.approx(many.decline_net / 25)
    nobody = StageStrategy(moves_on=0, introduction_kept=0)
    assert [nobody.results[f"{stage}_cap"] for stage in STAGES] == [0, 0, 0, 0]


def test_programmes_together_are_more_than_one_by_one():
    """Whom the welcome brings to growth is there to be kept later; all are cheap here."""
    calc = StageStrategy(**FREE)
    assert calc.together > calc.one_by_one > calc.best == max(nets(calc).values())


@pytest.mark.parametrize(
    ("life", "lengths"), [(1, [1, 1, 1, 1]), (20, [2, 5, 9, 4]), (33.3, [3, 8, 15, 7])]
)
def test_every_stage_lasts_whole_periods_and_one_at_least(life, lengths):
    calc = StageStrategy(life=life, churn=0, discount=0, moves_on=1, margin=10)
    worth = sum(10 * s.margin * n for s, n in zip(LIFE_STAGES, lengths, strict=True))
    assert calc.without == pytest.approx(worth)
