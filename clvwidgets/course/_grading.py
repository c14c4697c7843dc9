"""Looks at an answer: not attempted, wrong (and which mistake), or right (and why)."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from numbers import Number
from types import EllipsisType
from typing import Any, Literal

from clvwidgets.course.plan import Answer, Exercise, computed, filled, values_of

State = Literal["not attempted", "wrong", "right"]

# Slips of scale that need no knowledge of the exercise: answer over right answer.
_SCALES = (
    (100, "It is a hundred times too large. A share is a fraction: one percent is 0.01."),
    (0.01, "It is a hundred times too small. Was a percentage divided by a hundred twice?"),
    (12, "It is twelve times too large. Does a year stand where a month belongs?"),
    (1 / 12, "It is twelve times too small. Does a month stand where a year belongs?"),
    (-1, "The size is right, the sign is not. What comes in, and what goes out?"),
)


@dataclass(frozen=True)
class Verdict:
    """What became of an answer.

    Parameters
    ----------
    state : {"not attempted", "wrong", "right"}
    message : str
        One or two sentences for the learner; tells the answer only if ``state`` is "right".
    mistake : int, optional
        Number of the known mistake that it was. From 0; None for any other.
    """

    state: State
    message: str
    mistake: int | None = None


def grade(exercise: Exercise, answer: Any) -> Verdict:
    """Compare an answer with the right one; never raises, whatever the answer is.

    Parameters
    ----------
    exercise : Exercise
        With the right answer and the known wrong ones.
    answer : any
        ``...`` for not attempted; a value, or a function without arguments that gives it.

    Returns
    -------
    Verdict
    """
    try:
        value = answer() if callable(answer) else answer
    except Exception as error:
        if isinstance(error, TypeError) and "ellipsis" in str(error):
            return _not_attempted()
        return Verdict("wrong", f"Your code stopped with {type(error).__name__}: {error}")
    if isinstance(value, EllipsisType):
        return _not_attempted()
    try:
        return _compared(exercise, _scalar(value))
    except Exception as error:
        kind = type(value).__name__
        return Verdict(
            "wrong", f"Your answer, a {kind}, could not be compared: {type(error).__name__}."
        )


def _not_attempted() -> Verdict:
    return Verdict("not attempted", "Not answered yet. Put your answer where the three dots are.")


def _scalar(value: Any) -> Any:
    """Take the number out of an array without dimensions."""
    return value.item() if getattr(value, "ndim", None) == 0 else value


def _compared(exercise: Exercise, value: Any) -> Verdict:
    given = values_of(exercise.given)
    expected = computed(exercise.answer, given)
    if problem := _wrong_kind(value, expected):
        return Verdict("wrong", problem)
    if _same(value, expected, exercise.tolerance):
        text = filled(exercise.right, {**given, "answer": expected})
        return Verdict("right", text)
    for place, mistake in enumerate(exercise.mistakes):
        if _same(value, computed(mistake.answer, given), exercise.tolerance):
            return Verdict("wrong", filled(mistake.says, given), place)
    return Verdict("wrong", _in_general(value, expected, exercise.tolerance))


def _wrong_kind(value: Any, expected: Answer) -> str:
    """Say what kind of thing is asked for, or nothing if the value is of that kind."""
    if value is None:
        return "Your answer is None, that is nothing. Does its last line give a value?"
    if isinstance(expected, str):
        if isinstance(value, str):
            return ""
        return f"The answer is a word in quotation marks; yours is a {type(value).__name__}."
    if isinstance(expected, frozenset):
        if _is_collection(value):
            return ""
        return f"The answer is a list; yours is a {type(value).__name__}."
    return next(_not_a_number(value), "")


def _not_a_number(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield "Your answer is a text. Write the number alone: no quotation marks, no € or % sign."
    elif isinstance(value, bool):
        yield "Your answer is True or False; a number is asked for."
    elif getattr(value, "ndim", 0) or _is_collection(value):
        size = f"holds {len(value)} values" if hasattr(value, "__len__") else "holds many values"
        yield (
            f"Your answer is a {type(value).__name__} and {size}; one number is asked for. "
            "Is a sum, a mean or the choice of one of them missing?"
        )
    elif not isinstance(value, Number) or isinstance(value, complex):
        yield f"Your answer is a {type(value).__name__}; a number is asked for."
    elif math.isnan(float(value)):  # type: ignore[arg-type]
        yield (
            "Your answer is NaN, not a number: nothing was divided by nothing, or the table that "
            "you took it from is empty there."
        )
    elif math.isinf(float(value)):  # type: ignore[arg-type]
        yield "Your answer is without limit. Was something divided by zero?"


def _is_collection(value: Any) -> bool:
    return isinstance(value, Collection) and not isinstance(value, str | bytes)


def _same(value: Any, other: Answer, tolerance: float) -> bool:
    if isinstance(other, str):
        return isinstance(value, str) and _plain(value) == _plain(other)
    if isinstance(other, frozenset):
        return _is_collection(value) and _labels(value) == {str(label) for label in other}
    if isinstance(value, str) or _is_collection(value):
        return False
    return abs(float(value) - other) <= max(tolerance * abs(other), 1e-9)


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())


def _labels(values: Collection[Any]) -> set[str]:
    """Labels as text, so that numpy's 7 is Python's 7; of a table those of its rows."""
    labels = values.index if hasattr(values, "columns") else values  # type: ignore[attr-defined]
    return {str(label) for label in labels}


def _in_general(value: Any, expected: Answer, tolerance: float) -> str:
    if isinstance(expected, frozenset):
        extra = len(_labels(value) - {str(label) for label in expected})
        missing = len({str(label) for label in expected} - _labels(value))
        return f"Not yet: {extra} of your entries do not belong there, and {missing} are missing."
    if isinstance(expected, str):
        return "Not yet. Look at the result above once more."
    for scale, says in _SCALES:
        if expected and _same(value, expected * scale, tolerance):
            return says
    return "Not yet: your number is too {}.".format("large" if value > expected else "small")
