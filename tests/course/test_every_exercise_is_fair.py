"""Every exercise of every lesson: right answers pass, known mistakes are known, nothing leaks."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from string import Formatter

import pytest

from clvwidgets.course import Lesson
from clvwidgets.course._grading import grade
from clvwidgets.course.exercises import lesson_names, load_plan
from clvwidgets.course.plan import computed, filled, values_of

EXERCISES = [
    pytest.param(name, exercise.key, id=f"{name[:2]}-{exercise.key}")
    for name in lesson_names()
    for exercise in load_plan(name).exercises
]
each_exercise = pytest.mark.parametrize(("name", "key"), EXERCISES)
NUMBER = re.compile(r"(\d+(?:[.,\u00a0 ]\d{3})*(?:[.,]\d+)?)(\s?%| percent)?")
CHAOS = (None, float("nan"), float("inf"), "text", True, [1, 2], 3j, object(), lambda: 1 / 0)


@cache
def loaded(name, key):
    """Find an exercise and load its data once."""
    exercise = next(one for one in load_plan(name).exercises if one.key == key)
    return replace(exercise, given=values_of(exercise.given))


def numbers_in(text):
    """Each number that a text may mean: 1.234,5 and 1,234.5 alike; 4 % as 4 and as 0.04."""
    for written, percent in NUMBER.findall(text):
        bare = re.sub(r"[\u00a0 ]", "", written)
        readings = {bare.replace(",", ""), bare.replace(".", "").replace(",", ".")}
        for reading in readings:
            if re.fullmatch(r"\d+(\.\d+)?", reading):
                yield float(reading)
                if percent:
                    yield float(reading) / 100


def tells(exercise, text):
    """Whether a text says something that the check would take for the answer."""
    answer = computed(exercise.answer, exercise.given)
    if isinstance(answer, str):
        return bool(re.search(rf"\b{re.escape(answer)}\b", text, re.IGNORECASE))
    if isinstance(answer, frozenset):
        return all(str(label) in text for label in answer)
    return any(grade(exercise, number).state == "right" for number in numbers_in(text))


@each_exercise
def test_the_right_answer_passes_and_says_why(name, key):
    exercise = loaded(name, key)
    verdict = grade(exercise, computed(exercise.answer, exercise.given))
    assert verdict.state == "right"
    assert len(verdict.message) > 20


@each_exercise
def test_what_rounds_to_the_shown_answer_passes(name, key):
    """The check must not refuse what it prints itself as right, nor what the page prints."""
    exercise = loaded(name, key)
    answer = computed(exercise.answer, exercise.given)
    if isinstance(answer, str | frozenset):
        return
    shown = [form for _, field, form, _ in Formatter().parse(exercise.right) if field == "answer"]
    assert shown, "the right answer is not shown"
    if not shown[0]:  # a whole number, as it is
        return
    text = f"{answer:{shown[0]}}".replace(",", "")
    unit = 10 ** -len(text.rstrip("%").partition(".")[2]) / (100 if "%" in text else 1)
    value = float(text.rstrip("%")) / (100 if "%" in text else 1)
    assert {grade(exercise, value + part * unit).state for part in (-0.49, 0, 0.49)} == {"right"}


@each_exercise
def test_each_known_mistake_hears_its_own_message(name, key):
    exercise = loaded(name, key)
    wrong = [computed(mistake.answer, exercise.given) for mistake in exercise.mistakes]
    verdicts = [grade(exercise, answer) for answer in wrong]
    assert [(v.state, v.mistake) for v in verdicts] == [("wrong", i) for i in range(len(wrong))]
    messages = {verdict.message for verdict in verdicts}
    assert len(messages) == len(wrong)


@each_exercise
def test_nothing_that_is_said_before_the_answer_tells_it(name, key):
    exercise = loaded(name, key)
    answer = computed(exercise.answer, exercise.given)
    off = (answer * 1.37, answer / 3, -answer) if isinstance(answer, float | int) else ()
    texts = [filled(exercise.prompt, exercise.given)]
    if isinstance(answer, str):
        texts = []  # the prompt names the words to choose from
    texts += [filled(hint, exercise.given) if "{" in hint else hint for hint in exercise.hints]
    texts += [filled(mistake.says, exercise.given) for mistake in exercise.mistakes]
    texts += [grade(exercise, wrong).message for wrong in (..., *off, *CHAOS)]
    assert [text for text in texts if tells(exercise, text)] == []


@pytest.mark.integration
@pytest.mark.parametrize("name", lesson_names())
def test_all_that_a_lesson_shows_can_be_shown(name):
    lesson = Lesson(name)
    plan = lesson.plan
    shown = [lesson.header(), lesson.takeaway()]
    shown += [lesson.check(exercise.key) for exercise in plan.exercises]
    for exercise in plan.exercises:
        shown += [lesson.hint(exercise.key) for _ in exercise.hints]
    shown += [lesson.recall()] if plan.recall else []
    shown += [lesson.quiz()] if plan.quiz else []
    shown += [lesson.pretest()] if plan.pretest else []
    shown += [lesson.predict(prediction.key) for prediction in plan.predictions]
    for one in shown:
        text = str(one)
        assert "{" not in text, "a placeholder was not filled"
        assert text == str(one), "the text differs from call to call"


@pytest.mark.parametrize("name", lesson_names())
def test_each_wrong_option_names_a_mistake_and_has_its_own_feedback(name):
    plan = load_plan(name)
    for question in (*plan.recall, *plan.quiz, *plan.pretest):
        said = [option.feedback for option in question.options]
        assert len(set(said)) == len(said), question.key
        assert all(len(text) > 15 for text in said), question.key
    places = [[o.right for o in q.options].index(True) for q in (*plan.recall, *plan.quiz)]
    assert len(places) < 3 or len(set(places)) > 1, "the right answer is always the same one"


@pytest.mark.integration
@pytest.mark.parametrize("name", lesson_names())
def test_each_prediction_can_be_guessed_rightly(name):
    for prediction in load_plan(name).predictions:
        answer = prediction.answer()
        if prediction.options:
            assert answer in prediction.options
        else:
            assert prediction.low < answer < prediction.high
