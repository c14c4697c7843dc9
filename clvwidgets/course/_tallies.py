"""What a learner has answered, counted against what each notebook asks."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, Final

from clvwidgets.course.exercises import lesson_names, load_plan
from clvwidgets.course.plan import Exercise, Question

COLUMNS: Final = (
    "notebook",
    "questions_right",
    "questions",
    "exercises_right",
    "exercises",
    "tries",
    "predictions_made",
    "predictions",
)
"""Counts of answers, each beside the number that the notebook asks for."""


def tallies(lessons: Mapping[str, Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Count each notebook that was begun, in the order of the course.

    Parameters
    ----------
    lessons : mapping
        For each notebook's name, for each question's key: ``{"kind", "right", "tries"}``.

    Returns
    -------
    list of dict
        With the keys of `COLUMNS`; "tries" are those at exercises, up to the right one.

    Examples
    --------
    >>> value = {"kind": "exercise", "right": True, "tries": 2}
    >>> (row,) = tallies({"03_churn_and_lifespan": {"value": value}})
    >>> row["exercises_right"], row["exercises"], row["tries"]
    (1, 2, 2)
    """
    return [_tally(name, lessons[name]) for name in lesson_names() if lessons.get(name)]


def _tally(name: str, answers: Mapping[str, Any]) -> dict[str, Any]:
    plan = load_plan(name)
    questions = (*plan.recall, *plan.quiz)  # the pre-test is no part of what the notebook teaches
    return {
        "notebook": name,
        "questions_right": _right(questions, answers),
        "questions": len(questions),
        "exercises_right": _right(plan.exercises, answers),
        "exercises": len(plan.exercises),
        "tries": sum(answers[one.key]["tries"] for one in plan.exercises if one.key in answers),
        "predictions_made": sum(one.key in answers for one in plan.predictions),
        "predictions": len(plan.predictions),
    }


def _right(asked: Collection[Question | Exercise], answers: Mapping[str, Any]) -> int:
    return sum(answers[one.key]["right"] for one in asked if one.key in answers)
