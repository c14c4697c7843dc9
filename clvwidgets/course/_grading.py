"""Looks at an answer: not attempted, wrong (and which mistake), or right (and why)."""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from numbers import Number
from string import Formatter
from types import EllipsisType
from typing import Any, Literal

from clvwidgets.course.plan import Answer, Exercise, computed, filled, values_of

State = Literal["not attempted", "wrong", "right"]

# Slips of scale that need no knowledge of the exercise: answer over right answer.
_SCALES = (
    (100, "It is a hundred times too large. Percent or fraction? One percent is 0.01."),
    (0.01, "It is a hundred times too small. Percent or fraction? One percent is 0.01."),
    (12, "It is twelve times too large. Months or years?"),
    (1 / 12, "It is twelve times too small. Months or years?"),
    (-1, "The size is right, the sign is not. What is taken from what?"),
)


# A known mistake may be typed rounded, as long as that changes it by less than this share.
_ROUGHLY = 0.02


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
        return _compared(exercise, value)
    except Exception as error:
        kind = type(value).__name__
        return Verdict(
            "wrong", f"Your answer, a {kind}, could not be compared: {type(error).__name__}."
        )


def _not_attempted() -> Verdict:
    return Verdict("not attempted", "Not answered yet. Put your answer where the three dots are.")


def _scalar(value: Any) -> Any:
    """Take the only value out of an array, a table or a list."""
    if getattr(value, "size", None) == 1 and hasattr(value, "ndim"):
        return value.item() if hasattr(value, "item") else value.iloc[0, 0]
    if isinstance(value, list | tuple) and len(value) == 1:
        return value[0]
    return value


def _compared(exercise: Exercise, value: Any) -> Verdict:
    given = values_of(exercise.given)
    expected = computed(exercise.answer, given)
    if not isinstance(expected, frozenset):
        value = _scalar(value)
    if problem := _wrong_kind(value, expected):
        return Verdict("wrong", problem)
    places = _places(exercise.right)
    if _same(value, expected, exercise.tolerance, places):
        text = filled(exercise.right, {**given, "answer": expected})
        return Verdict("right", text)
    place = _nearest(value, [computed(one.answer, given) for one in exercise.mistakes], exercise)
    if place is not None:
        return Verdict("wrong", filled(exercise.mistakes[place].says, given), place)
    return Verdict("wrong", _in_general(value, expected, exercise.tolerance))


def _places(text: str) -> int | None:
    """Decimals with which a text shows the answer; None if it does not show it as a number."""
    for _, name, form, _ in Formatter().parse(text):
        if name == "answer" and (match := re.search(r"(?:\.(\d+))?([f%])$", form or "")):
            return int(match[1] or 6) + 2 * (match[2] == "%")
    return None


def _fine_enough(places: int | None, wrong: Answer) -> int | None:
    """Decimals, unless so few of them would take many other numbers for this one, too."""
    if places is None or isinstance(wrong, str | frozenset):
        return None
    return places if 0.5 * 10.0**-places <= _ROUGHLY * abs(wrong) else None


def _nearest(value: Any, wrong: list[Answer], exercise: Exercise) -> int | None:
    """Find the known mistake that a value is: the nearest of those that it may be."""
    places = _places(exercise.right)
    alike = [
        place
        for place, one in enumerate(wrong)
        if _same(value, one, exercise.tolerance, _fine_enough(places, one))
    ]
    if not alike or isinstance(value, str) or _is_collection(value):
        return alike[0] if alike else None
    return min(alike, key=lambda place: abs(float(value) - wrong[place]))  # type: ignore[operator]


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
    elif hasattr(value, "total_seconds"):
        yield "Your answer is a length of time; a number is asked for: its `.days`, for example."
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


def _same(value: Any, other: Answer, tolerance: float, places: int | None = None) -> bool:
    """Whether a value is another one, within the tolerance or written with so many decimals."""
    if isinstance(other, str):
        return isinstance(value, str) and _plain(value) == _plain(other)
    if isinstance(other, frozenset):
        return _is_collection(value) and _labels(value, other) == _plain_set(other)
    if isinstance(value, str) or _is_collection(value):
        return False
    number = float(value)
    if abs(number - other) <= max(tolerance * abs(other), 1e-9):
        return True
    if places is None:
        return False
    # A hair for what binary fractions lose.
    return abs(number - round(other, places)) <= 0.5 * 10.0**-places * (1 + 1e-9)


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())


def _labels(values: Any, expected: frozenset[Any]) -> set[str]:
    """Labels as text; of a table its index or a column, whichever has most that belong."""
    places = [values]
    if hasattr(values, "iloc"):
        columns = (
            [values[name] for name in values.columns] if hasattr(values, "columns") else [values]
        )
        places = [values.index, *columns]
    wanted = _plain_set(expected)
    return max(map(_plain_set, places), key=lambda labels: len(labels & wanted))


def _plain_set(labels: Iterable[Any]) -> set[str]:
    """Labels as text in small letters, so that numpy's 7 is Python's 7."""
    return {_plain(str(label)) for label in labels}


def _in_general(value: Any, expected: Answer, tolerance: float) -> str:
    if isinstance(expected, frozenset):
        labels, wanted = _labels(value, expected), _plain_set(expected)
        extra, missing = len(labels - wanted), len(wanted - labels)
        return f"Not yet. Do not belong there: {extra} of your entries. Missing: {missing}."
    if isinstance(expected, str):
        return "Not yet. Look at the result above once more."
    for scale, says in _SCALES:
        if expected and _same(value, expected * scale, tolerance):
            return says
    return "Not yet: your number is too {}.".format("large" if value > expected else "small")
