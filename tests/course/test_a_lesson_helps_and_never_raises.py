"""Whatever a learner hands in, they get a sentence that helps, and the lesson goes on."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from clvwidgets import SubscriptionCLV
from clvwidgets.course import Lesson
from clvwidgets.course._grading import grade
from clvwidgets.course.exercises import lesson_names, load_plan
from clvwidgets.course.plan import Exercise, Mistake
from clvwidgets.display.panel_json import PANEL_MIME
from clvwidgets.widgets.panel.runtime import Runtime


class Hostile:
    """Fails at whatever it is asked."""

    ndim = 0

    def __getattr__(self, name):
        raise RuntimeError(name)

    def __float__(self):
        raise RuntimeError("float")


def exercise(answer, **changes):
    defaults = {
        "key": "share",
        "prompt": "What share is it?",
        "right": "Right: {answer}.",
        "mistakes": (Mistake(lambda: 7.7, "That is seven point seven."),),
        "hints": ("Look again.",),
        "solution": "0.36",
        "given": {"unused": 1},
    }
    return Exercise(answer=lambda: answer, **{**defaults, **changes})


@pytest.fixture
def lesson():
    yield Lesson("03_churn_and_lifespan")
    Runtime.current().kept.clear()


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        ("500", "no quotation marks"),
        (None, "Your answer is None"),
        (float("nan"), "NaN, not a number"),
        (np.float64("nan"), "NaN, not a number"),
        (float("inf"), "divided by zero"),
        (True, "True or False"),
        (3j, "complex"),
        (pd.Series([200, 300]), "a Series and holds 2 values"),
        (pd.DataFrame({"a": [1, 2]}), "a DataFrame and holds 2 values"),
        (np.array([500.0, 1.0]), "a ndarray and holds 2 values"),
        ([500, 1], "a list and holds 2 values"),
        (pd.Timedelta(days=500), "a length of time"),
        (pd.NA, "a number is asked for"),
        (object(), "a number is asked for"),
        (Hostile(), "could not be compared"),
        (lambda: 1 / 0, "ZeroDivisionError"),
        (lambda: undefined, "NameError: name 'undefined' is not defined"),  # noqa: F821
        (50_000, "a hundred times too large"),
        (6_000, "twelve times too large"),
        (-500, "the sign is not"),
        (510, "too large"),
        (490, "too small"),
    ],
    ids=lambda value: value if isinstance(value, str) else type(value).__name__,
)
def test_a_wrong_answer_hears_what_is_wrong(lesson, answer, says):
    text = str(lesson.check("value", answer))
    assert text.startswith("✗ ")
    assert says in " ".join(text.split())


@pytest.mark.parametrize("answer", [500, 500.0, np.int64(501), np.array(499.0), lambda: 20 / 0.04])
def test_a_right_answer_hears_why(lesson, answer):
    assert str(lesson.check("value", answer)).startswith("✓ Right: 20 € for each of 1/0.04 months")


@pytest.mark.parametrize("blank", [..., lambda: 20 * ..., lambda: ...])
def test_a_blank_is_not_attempted_and_says_the_same_each_time(lesson, blank):
    first, second = lesson.check("value", blank), lesson.check("value", blank)
    assert "Not answered yet" in str(first)
    assert (str(first), first._repr_html_()) == (str(second), second._repr_html_())


def test_words_and_sets_of_labels_are_compared_kindly():
    assert grade(exercise("longer"), " Longer ").state == "right"
    assert grade(exercise("longer"), 3).message.startswith("The answer is a word")
    labels = exercise(frozenset({1, 2}))
    assert grade(labels, pd.Index([2, 1])).state == "right"
    assert grade(labels, pd.DataFrame(index=[1, 2])).state == "right"
    assert grade(labels, [1, 3]).message == (
        "Not yet. Do not belong there: 1 of your entries. Missing: 1."
    )


def test_a_series_of_names_is_taken_by_its_index_or_by_its_values_in_any_case():
    names = exercise(frozenset({"At risk", "Asleep"}))
    assert grade(names, pd.Series([0.1, 0.2], index=["at risk", "ASLEEP"])).state == "right"
    assert grade(names, pd.Series(["Asleep", "At risk"])).state == "right"
    assert grade(names, pd.Series(["Asleep", "Loyal"])).message.startswith("Not yet. Do not")


def test_a_table_or_a_list_of_one_is_its_only_value(lesson):
    for one in (pd.Series([500.0]), pd.DataFrame({"value": [500]}), np.array([[500]]), [500]):
        assert str(lesson.check("value", one)).startswith("✓")


def test_what_is_written_with_the_decimals_of_the_answer_is_right():
    shown = {"right": "Right: {answer:.1f}.", "tolerance": 1e-6}
    assert grade(exercise(3.849, **shown), 3.8).state == "right"
    assert grade(exercise(3.849, **shown), 3.7).state == "wrong"
    percent = {"right": "Right: {answer:.1%}.", "tolerance": 1e-6}
    assert grade(exercise(0.25149, **percent), 0.251).state == "right"
    assert grade(exercise(0.25149, **percent), 0.25).state == "wrong"


def test_of_two_known_mistakes_the_nearer_is_told_also_when_it_is_typed_rounded():
    near = exercise(
        76.8,
        right="Right: {answer:.1f}.",
        tolerance=0.005,
        mistakes=(Mistake(lambda: 73.59, "first"), Mistake(lambda: 74.0, "second")),
    )
    assert [grade(near, value).message for value in (73.6, 73.59, 73.9, 74)] == [
        "first",
        "first",
        "second",
        "second",
    ]


def test_a_small_mistake_does_not_take_its_neighbours_for_itself():
    small = exercise(500, right="{answer:.0f}", mistakes=(Mistake(lambda: 0.8, "one month's"),))
    assert grade(small, 0.8).message == "one month's"
    assert grade(small, 1.25).message != "one month's"


def test_names_may_lie_in_a_column_of_a_table():
    names = exercise(frozenset({"At risk", "Asleep"}))
    table = pd.DataFrame({"segment": ["Asleep", "At risk"], "orders": [1.5, 2.0]})
    assert grade(names, table).state == "right"


def test_a_prediction_that_runs_again_keeps_the_guess_also_in_a_new_lesson(lesson):
    first = lesson.predict("still_there")
    first.answers = {"still_there": 420}
    again = Lesson(lesson.plan.name)
    assert again.predict("still_there").answers == {"still_there": 420}
    assert again.guess("still_there") == 420
    assert again.predict("mixed").answers == {}


def test_rows_are_locked_with_the_result_and_written_as_they_were_rounded(lesson):
    rows = pd.DataFrame({"months": [100.0, 11.1], "of": [1, 2_000]}, index=["loyal", "fickle"])
    rows.loc["nobody"] = [np.nan, -5]
    card = lesson.predict("mixed", None, rows.astype({"of": int}))
    assert card.declaration["card"]["table"] == {
        "columns": ["", "months", "of"],
        "rows": [["loyal", "100.0", "1"], ["fickle", "11.1", "2,000"], ["nobody", "–", "−5"]],
        "labels": 1,
    }
    years = pd.DataFrame({"per_customer": [1_000.5]}, index=pd.Index([2022], name="year"))
    assert lesson.predict("mixed", None, years).declaration["card"]["table"] == {
        "columns": ["year", "per customer"],
        "rows": [["2022", "1,000.5"]],
        "labels": 1,
    }
    assert "fickle" not in str(card)
    assert "fickle" in card._message._repr_html_()


def test_the_model_answer_of_an_open_question_is_folded(lesson):
    asked = lesson.on_your_own()
    assert lesson.plan.open_question.prompt.split(".")[0] in str(asked)
    assert lesson.plan.open_question.model[:20] not in str(asked)
    assert "<details><summary><strong>A model answer" in asked._repr_html_()
    assert lesson.plan.own.code.splitlines()[0] in str(asked)


def test_the_pretest_names_notebooks_to_read_and_none_that_is_not_written():
    card = Lesson("00_start_here").pretest().declaration["card"]
    named = [read for question in card["questions"] for read in question["read"]]
    written = {f"{name[:2]} · {load_plan(name).chapter.title}" for name in lesson_names()}
    assert set(named) <= written


def test_the_solution_comes_after_an_attempt_and_hints_come_in_stages(lesson):
    assert "Try first" in str(lesson.solution("value"))
    lesson.check("value", ...)
    assert "Try first" in str(lesson.solution("value"))
    lesson.check("value", 3)
    assert "20 * months" in str(lesson.solution("value"))
    heard = [str(lesson.hint("value")) for _ in range(4)]
    assert len(set(heard)) == 3
    assert heard[-1] == heard[-2]


@pytest.mark.parametrize("ask", ["check", "hint", "solution", "predict", "guess"])
def test_an_unknown_key_names_the_near_one(lesson, ask):
    key = "still_here" if ask in ("predict", "guess") else "valeu"
    near = "still_there" if ask in ("predict", "guess") else "value"
    with pytest.raises(ValueError, match=f"Did you mean '{near}'"):
        getattr(lesson, ask)(key)


def test_an_unknown_lesson_names_the_near_one():
    with pytest.raises(ValueError, match="Did you mean '03_churn_and_lifespan'"):
        Lesson("03_churn_and_lifespans")


def test_the_words_of_a_plan_are_text_and_never_markup():
    shown = Lesson("03_churn_and_lifespan").header()
    assert "<script" not in shown._repr_html_()
    from clvwidgets.course._message import inline_html

    assert inline_html("a < b & <script>") == "a &lt; b &amp; &lt;script&gt;"


@pytest.mark.integration
def test_a_prediction_keeps_its_panel_under_lock(lesson):
    calc = SubscriptionCLV()
    card = lesson.predict("still_there", calc)
    bundle, _ = card._repr_mimebundle_()
    assert "Lifetime value" not in bundle["text/plain"]
    assert "<details>" in bundle["text/html"]
    assert bundle[PANEL_MIME]["values"]["panel"] == calc._repr_mimebundle_()[0][PANEL_MIME]
    assert card.panel_id == calc.model_id
    assert lesson.guess("still_there") is None
    card.answers = {"still_there": 500}
    assert lesson.guess("still_there") == 500
