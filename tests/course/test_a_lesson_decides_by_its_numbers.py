"""The question of the header is answered by a number, and another number would answer otherwise."""

from __future__ import annotations

import re

import pytest

from clvwidgets.course.exercises import lesson_names, load_plan
from clvwidgets.course.plan import filled, values_of

PLANS = [pytest.param(load_plan(name), id=name[:2]) for name in lesson_names()]
each_plan = pytest.mark.parametrize("plan", PLANS)


@pytest.mark.integration
@each_plan
def test_the_decision_follows_and_would_flip(plan):
    decision = plan.decision
    assert decision.follows()
    assert decision.flips, "nothing would change it"
    assert not any(decision.follows(**{name: value}) for name, value in decision.flips.items())
    assert set(decision.flips) <= set(values_of(decision.numbers))


@pytest.mark.integration
@each_plan
def test_the_first_sentences_of_the_decision_have_its_number(plan):
    numbers = values_of(plan.decision.numbers)
    said = filled(plan.decision.says, numbers)
    assert re.search(r"\{\w+", plan.decision.says), "its numbers are written by hand"
    assert re.search(r"\d", said)
    assert plan.decision.otherwise, "it does not say what would be decided otherwise"


@each_plan
def test_there_is_an_open_question_with_a_model_answer_and_a_task_with_own_numbers(plan):
    assert plan.open_question is not None
    assert plan.open_question.prompt.rstrip().endswith(("?", "."))
    assert len(plan.open_question.model.split()) >= 15
    assert plan.own is not None


@each_plan
def test_a_recall_says_what_it_asks_about_and_that_came_before(plan):
    for question in plan.recall:
        assert question.about, question.key
        assert max(question.about) < plan.name[:2], question.key
        assert all(number in question.prompt for number in question.about), question.key
