"""`Lesson`: what a notebook says to its learner besides its own text."""

from __future__ import annotations

import difflib
import math
import warnings
from collections.abc import Iterable
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar

from clvwidgets.arguments import checked_methods
from clvwidgets.course._grading import Verdict, grade
from clvwidgets.course._message import Message, Part
from clvwidgets.course._questions import (
    prediction_card,
    prediction_message,
    questions_card,
    questions_message,
)
from clvwidgets.course.contents import ROUTES, chapter, route_text
from clvwidgets.course.exercises import lesson_names, load_plan
from clvwidgets.course.plan import Exercise, Prediction, Question, filled, values_of
from clvwidgets.course.progress import note
from clvwidgets.doors import Door, a

if TYPE_CHECKING:
    import pandas as pd

    from clvwidgets.course._card import LessonCard, Shown

_Asked = TypeVar("_Asked", Question, Prediction, Exercise)
_SHOWN = Door(
    "a panel or an Altair chart",
    lambda value: (
        value is None or any(a(kind).lets_in(value) for kind in ("Panel", "TopLevelMixin"))
    ),
)


@checked_methods(reveals=_SHOWN)
class Lesson:
    """The questions, checks and texts of one notebook.

    Parameters
    ----------
    name : str
        The notebook's, such as "03_churn_and_lifespan".

    Raises
    ------
    ValueError
        If there is no lesson of that name.

    Examples
    --------
    >>> lesson = Lesson("03_churn_and_lifespan")
    >>> print(str(lesson.check("value", 5)).splitlines()[0])
    ✗ You divided by four. Four percent is four hundredths.
    """

    def __init__(self, name: str) -> None:
        self.plan = load_plan(name)
        self._exercises: dict[str, Exercise] = {}
        self._attempted: set[str] = set()
        self._hints: dict[str, int] = {}

    def __repr__(self) -> str:
        return f"Lesson({self.plan.name!r})"

    # What the notebook says

    def header(self) -> Message:
        """Say the question, the minutes, what to know first, and what one can do afterwards."""
        plan = self.plan
        needs = ", ".join(map(_link, plan.needs)) or "nothing"
        return Message(
            [
                Part(f"**The question:** {plan.question}"),
                Part(f"{plan.minutes} minutes. Needs {needs}."),
                Part(heading="After this you can", items=plan.objectives),
            ]
        )

    def takeaway(self) -> Message:
        """Say what one can do now, what is decided differently, the new words, and what is next."""
        plan = self.plan
        numbers = values_of(plan.decision.numbers)
        parts = [
            Part(heading="Now you can", items=plan.objectives),
            Part(filled(plan.decision.says, numbers), heading="The decision"),
        ]
        if plan.decision.otherwise:
            otherwise = filled(plan.decision.otherwise, numbers)
            parts.append(Part(otherwise, heading="It would be another one"))
        if plan.terms:
            words = tuple(f"**{term.word}**: {term.meaning}" for term in plan.terms)
            parts.append(Part(heading="New words", items=words))
        if plan.next:
            bridge = f": {plan.bridge}" if plan.bridge else ""
            parts.append(Part(f"**Next:** {_link(plan.next)}{bridge}."))
        return Message(parts)

    def on_your_own(self) -> Message:
        """Ask the open question, with a model answer to unfold, and give the task with own data.

        Returns
        -------
        Message

        Raises
        ------
        ValueError
            If the notebook has neither.
        """
        asked, own = self.plan.open_question, self.plan.own
        parts = []
        if asked is not None:
            parts += [
                Part(asked.prompt, heading="Think, and write two sentences"),
                Part(asked.model, heading="A model answer", folded=True),
            ]
        if own is not None:
            parts.append(Part(own.prompt, heading="Now with your own numbers", code=own.code))
        if not parts:
            raise ValueError(f"{self!r} has no open question and no task with own numbers.")
        return Message(parts, kind="ask")

    def routes(self) -> Message:
        """List the notebooks of each route through the course, those there and those to come.

        Returns
        -------
        Message

        Examples
        --------
        >>> print(str(Lesson("00_start_here").routes()).splitlines()[0])
        Routes
        """
        written = {name[:2] for name in lesson_names()}
        items = tuple(f"**{one.time}**: {route_text(one, written)}" for one in ROUTES)
        return Message([Part(heading="Routes", items=items)])

    # Questions in the browser

    def recall(self) -> LessonCard:
        """Ask about earlier notebooks."""
        return self._questions("Recall", self.plan.recall)

    def quiz(self) -> LessonCard:
        """Ask about this notebook."""
        return self._questions("Quiz", self.plan.quiz)

    def pretest(self) -> LessonCard:
        """Ask what is known already; the score suggests where to start."""
        return self._questions("Where to start", self.plan.pretest, with_scores=True)

    def predict(
        self, key: str, reveals: Shown | None = None, table: pd.DataFrame | None = None
    ) -> LessonCard:
        """Ask for a guess; the result appears when the learner has committed to it.

        Running the cell again keeps the guess.

        Parameters
        ----------
        key : str
            Of the prediction.
        reveals : Panel or altair.Chart
            Panel or Altair chart that is locked until then; the guess is drawn into it.
        table : DataFrame
            Rows that are locked, too; numbers are shown as they are, so round them.

        Returns
        -------
        LessonCard
            To be shown as the last value of a cell.

        Examples
        --------
        >>> lesson = Lesson("03_churn_and_lifespan")
        >>> print(str(lesson.predict("still_there")).splitlines()[0])
        Predict
        """
        from clvwidgets.course._card import LessonCard, text_of

        asked = self._one(self.plan.predictions, key, "prediction")
        shown = [*([table.to_string()] if table is not None else [])]
        shown += [text_of(reveals)] if reveals is not None else []

        def heard(answers: dict[str, Any]) -> None:
            if key in answers:
                _warn(self._note(key, "prediction", right=_is_close(asked, answers[key])))

        card = prediction_card(asked, table)
        return LessonCard(
            card,
            prediction_message(asked, "\n\n".join(shown)),
            heard=heard,
            reveals=reveals,
            keeps=f"{self.plan.name}/{key}",
        )

    def guess(self, key: str) -> float | str | None:
        """Tell what the learner committed to; None before.

        Parameters
        ----------
        key : str
            Of the prediction.

        Returns
        -------
        float, str or None

        Examples
        --------
        >>> Lesson("03_churn_and_lifespan").guess("still_there") is None
        True
        """
        from clvwidgets.course._card import kept_answers

        self._one(self.plan.predictions, key, "prediction")
        return kept_answers(f"{self.plan.name}/{key}").get(key)

    # Exercises in code

    def check(self, key: str, answer: Any = ...) -> Message:
        """Look at an answer: not attempted, wrong and why, or right and why. Never raises for one.

        Parameters
        ----------
        key : str
            Of the exercise.
        answer : any or callable, optional
            The value, or a function without arguments that gives it; ``...`` for none yet.

        Returns
        -------
        Message
            To be shown as the last value of a cell.
        """
        exercise = self._exercise(key)
        verdict = grade(exercise, answer)
        lost = ""
        if verdict.state != "not attempted":
            self._attempted.add(key)
            lost = self._note(key, "exercise", right=verdict.state == "right")
        return _verdict_message(exercise, verdict, lost)

    def hint(self, key: str) -> Message:
        """Help a little, and more each time it is called.

        Parameters
        ----------
        key : str
            Of the exercise.

        Returns
        -------
        Message

        Examples
        --------
        >>> print(str(Lesson("03_churn_and_lifespan").hint("value")).splitlines()[0])
        Hint 1 of 3
        """
        exercise = self._exercise(key)
        stage = min(self._hints.get(key, 0), len(exercise.hints) - 1)
        self._hints[key] = stage + 1
        heading = f"Hint {stage + 1} of {len(exercise.hints)}"
        return Message([Part(_told(exercise, exercise.hints[stage]), heading=heading)])

    def solution(self, key: str) -> Message:
        """Show the code of an answer, after an attempt.

        Parameters
        ----------
        key : str
            Of the exercise.

        Returns
        -------
        Message

        Examples
        --------
        >>> print(Lesson("03_churn_and_lifespan").solution("value"))
        Try first: the solution is here after your first answer.
        """
        exercise = self._exercise(key)
        if key not in self._attempted:
            return Message([Part("Try first: the solution is here after your first answer.")])
        return Message([Part(heading="One way to do it", code=exercise.solution)])

    # Inside

    def _questions(
        self, heading: str, asked: tuple[Question, ...], *, with_scores: bool = False
    ) -> LessonCard:
        from clvwidgets.course._card import LessonCard

        if not asked:
            raise ValueError(f"Lesson {self.plan.name!r} has no questions for {heading.lower()!r}.")
        noted: set[tuple[str, int]] = set()

        def heard(answers: dict[str, Any]) -> None:
            for question in asked:
                for time, choice in enumerate(answers.get(question.key, ())):
                    if (question.key, time) not in noted:
                        noted.add((question.key, time))
                        option = question.options[choice]
                        kind = "pretest" if with_scores else "question"
                        belief = option.misconception
                        _warn(self._note(question.key, kind, right=option.right, belief=belief))

        scores = self.plan.scores if with_scores else ()
        read = {question.key: _to_read(question) for question in asked} if with_scores else {}
        card = questions_card(heading, asked, scores, read)
        return LessonCard(card, questions_message(heading, asked), heard=heard)

    def _exercise(self, key: str) -> Exercise:
        if key not in self._exercises:
            exercise = self._one(self.plan.exercises, key, "exercise")
            # Its data are loaded at most once, and only if an answer or a text asks for them.
            given = cache(lambda: values_of(exercise.given))
            self._exercises[key] = replace(exercise, given=given)
        return self._exercises[key]

    def _note(self, key: str, kind: str, *, right: bool, belief: str = "") -> str:
        """Write a try down; what went wrong, if it could not be."""
        try:
            note(self.plan.name, key, kind, right=right, belief=belief)
        except (OSError, ValueError) as error:  # a check goes on, whatever became of the file
            return f"Your progress was not kept: {error}"
        return ""

    def _one(self, among: Iterable[_Asked], key: str, kind: str) -> _Asked:
        found = {one.key: one for one in among}
        if key in found:
            return found[key]
        near = difflib.get_close_matches(str(key), list(found), 1)
        hint = f"Did you mean {near[0]!r}?" if near else f"It has: {', '.join(found) or 'none'}."
        raise ValueError(f"{self!r} has no {kind} {key!r}. {hint}")


def _link(number: str) -> str:
    """Link to a notebook, or name it if it is not written yet."""
    to = chapter(number)
    name = f"{to.number} · {to.title}"
    return f"[{name}](../{to.path})" if to.name in lesson_names() else f"{name} (to come)"


def _warn(problem: str) -> None:
    """Say in the notebook's log what a card has no place for."""
    if problem:
        warnings.warn(problem, stacklevel=3)


def _to_read(question: Question) -> list[str]:
    """Name the notebooks that a question is about, those that are written."""
    written = [number for number in question.about if chapter(number).name in lesson_names()]
    return [f"{number} · {chapter(number).title}" for number in written]


def _told(exercise: Exercise, text: str) -> str:
    """Put the exercise's numbers into a text that asks for some."""
    return filled(text, values_of(exercise.given)) if "{" in text else text


def _verdict_message(exercise: Exercise, verdict: Verdict, lost: str) -> Message:
    """Write what became of an answer, and what was lost on the way to the progress file."""
    aside = [Part(lost)] if lost else []
    ask = Part(_told(exercise, exercise.prompt), heading="Exercise")
    if verdict.state == "right":
        return Message([Part(verdict.message), *aside], kind="right")
    many = len(exercise.hints)
    hints = [
        Part(_told(exercise, hint), heading=f"Hint {place} of {many}", folded=True)
        for place, hint in enumerate(exercise.hints, 1)
    ]
    if verdict.state == "not attempted":
        begin = Part(f'{verdict.message} `lesson.hint("{exercise.key}")` helps.')
        return Message([ask, begin, *hints], kind="ask")
    stuck = Part(
        f'Stuck? `lesson.hint("{exercise.key}")` helps; `lesson.solution("{exercise.key}")` shows '
        "the code."
    )
    return Message([Part(verdict.message), ask, stuck, *aside, *hints], kind="wrong")


def _is_close(asked: Prediction, guess: float | str) -> bool:
    """Whether a guess is right: the option, or within a tenth of the slider's range."""
    answer = asked.answer()
    if isinstance(answer, str) or isinstance(guess, str):
        return guess == answer
    return math.isclose(guess, answer, abs_tol=(asked.high - asked.low) / 10)
