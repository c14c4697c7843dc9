"""What a lesson asks and says: plain frozen data, one `LessonPlan` for each notebook.

Texts may use ``*emphasis*``, ``**strong**`` and ```code```; an empty line starts a paragraph.
Numbers in texts are computed: where a class takes ``numbers`` or ``given``, ``{name:.0f}`` in its
texts stands for one of them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from inspect import signature
from typing import Any, Literal

from clvwidgets.course.contents import Chapter, chapter

Answer = float | str | frozenset[Any]
Numbers = Mapping[str, Any]


@dataclass(frozen=True)
class Option:
    """One answer of a multiple-choice question.

    Parameters
    ----------
    text : str
        The answer.
    feedback : str
        What is right, or wrong, about it.
    misconception : str
        Name of the mistake, such as "revenue for margin"; "" for the right answer.
    """

    text: str
    feedback: str
    misconception: str = ""

    @property
    def right(self) -> bool:
        """Whether this is the right answer."""
        return not self.misconception


@dataclass(frozen=True)
class Question:
    """A multiple-choice question with one right answer.

    Parameters
    ----------
    key : str
        Name within the lesson.
    prompt : str
        The question.
    options : tuple of Option
        Two to five answers.
    numbers : mapping or callable
        Names to numbers for ``{name}`` in all texts, or a function that computes them.
    about : tuple of str
        Numbers of the notebooks that it asks about, such as ("01",). For a recall they come
        earlier on every route; for the pre-test they are where to read after a wrong answer.
    """

    key: str
    prompt: str
    options: tuple[Option, ...]
    numbers: Numbers | Callable[[], Numbers] = field(default_factory=dict)
    about: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        _require(
            sum(option.right for option in self.options) == 1,
            f"Question {self.key!r} needs exactly one option without a misconception.",
        )
        _require(2 <= len(self.options) <= 5, f"Question {self.key!r} needs two to five options.")
        for number in self.about:
            chapter(number)


@dataclass(frozen=True)
class Prediction:
    """A guess that the learner commits to before seeing the result.

    Parameters
    ----------
    key : str
        Name within the lesson.
    prompt : str
        The question.
    answer : callable
        Computes the true value; for a choice, returns the right option.
    reveal : str
        What is said after the guess, with ``{answer}`` and the ``numbers``.
    low, high, step : float
        Range of the slider.
    unit : str
        Word or sign behind the number, such as "people" or "€".
    options : tuple of str
        Answers to choose from, instead of a slider.
    mark : {"", "x", "y"}
        Axis of the revealed chart on which the guess is drawn as a line; "" for none.
    numbers : mapping or callable
        Names to numbers for ``{name}`` in the texts, or a function that computes them.
    """

    key: str
    prompt: str
    answer: Callable[[], float | str]
    reveal: str
    low: float = 0
    high: float = 100
    step: float = 1
    unit: str = ""
    options: tuple[str, ...] = ()
    mark: Literal["", "x", "y"] = ""
    numbers: Numbers | Callable[[], Numbers] = field(default_factory=dict)


@dataclass(frozen=True)
class Mistake:
    """A wrong answer that people really give, and what they hear.

    Parameters
    ----------
    answer : callable
        Computes it from those of the exercise's ``given`` that it names as arguments.
    says : str
        What is wrong with it, and where to look; never the answer.
    code : str
        What a learner would write, with the names that the exercise's cell has; its last line
        gives the wrong value. A test runs it in the notebook.
    """

    answer: Callable[..., Answer]
    says: str
    code: str = ""


@dataclass(frozen=True)
class Exercise:
    """A question that is answered by code.

    Parameters
    ----------
    key : str
        Name within the lesson.
    prompt : str
        What to compute, and in what unit.
    answer : callable
        Computes the right answer from those of ``given`` that it names as arguments: a number, a
        text, or a frozenset of labels.
    right : str
        Why it is right, with ``{answer}`` and the names of ``given``. A value that rounds to what
        it shows of the answer is right.
    mistakes : tuple of Mistake
        Known wrong answers.
    hints : tuple of str
        In stages, from a nudge to nearly all of it; never the answer.
    solution : str
        Code that computes the answer, with the names that the exercise's cell has.
    given : mapping or callable
        The exercise's data by name, or a function that loads them.
    tolerance : float
        How far a number may lie from the answer, as a share of the answer.
    """

    key: str
    prompt: str
    answer: Callable[..., Answer]
    right: str
    mistakes: tuple[Mistake, ...]
    hints: tuple[str, ...]
    solution: str
    given: Numbers | Callable[[], Numbers] = field(default_factory=dict)
    tolerance: float = 0.005

    def __post_init__(self) -> None:
        _require(bool(self.mistakes), f"Exercise {self.key!r} needs a known mistake.")
        _require(bool(self.hints), f"Exercise {self.key!r} needs a hint.")


@dataclass(frozen=True)
class Decision:
    """The answer to the question of the header, and the number that it hangs on.

    Parameters
    ----------
    says : str
        What the company does, and why, with ``{name}`` for its numbers.
    numbers : mapping or callable
        Names to numbers, or a function that computes them from the notebook's own data.
    holds : callable
        Whether the decision follows; takes those of ``numbers`` that it names as arguments.
    flips : mapping
        For some of ``numbers`` the values with which it would not follow.
    otherwise : str
        What the company would do then, with ``{name}`` for its numbers.

    Examples
    --------
    >>> price = {"price": 450, "worth": 1_111}
    >>> pays = Decision("Yes: {worth} €.", price, lambda price, worth: worth > price)
    >>> pays.follows(), pays.follows(worth=400)
    (True, False)
    """

    says: str
    numbers: Numbers | Callable[[], Numbers] = field(default_factory=dict)
    holds: Callable[..., bool] | None = None
    flips: Numbers = field(default_factory=dict)
    otherwise: str = ""

    def follows(self, **other: Any) -> bool:
        """Whether it follows from its numbers, or from others in their place.

        Parameters
        ----------
        **other : any
            Values for some of ``numbers``.

        Returns
        -------
        bool

        Raises
        ------
        ValueError
            If it does not say when it holds.
        """
        if self.holds is None:
            raise ValueError("This decision does not say when it holds: give holds=.")
        numbers = {**values_of(self.numbers), **other}
        return bool(
            self.holds(**{name: numbers[name] for name in signature(self.holds).parameters})
        )


@dataclass(frozen=True)
class OpenQuestion:
    """A question without a single right answer.

    Parameters
    ----------
    prompt : str
        The question.
    model : str
        What a good answer says; the learner unfolds it after writing their own.
    """

    prompt: str
    model: str


@dataclass(frozen=True)
class OwnNumbers:
    """A task on the learner's own data or on data that the notebook has not used.

    Parameters
    ----------
    prompt : str
        What to do, and what to look for.
    code : str
        Lines to begin with; a test runs them in the notebook.
    """

    prompt: str
    code: str


@dataclass(frozen=True)
class Score:
    """What is said at the end of a set of questions.

    Parameters
    ----------
    at_least : int
        How many answers were right at the first try, at least.
    says : str
        What that means, such as the route to take.
    """

    at_least: int
    says: str


@dataclass(frozen=True)
class Term:
    """An entry of the glossary; the notebook that explains a word first defines it."""

    word: str
    meaning: str


@dataclass(frozen=True)
class LessonPlan:
    """All that a notebook asks and says besides its own text.

    Parameters
    ----------
    name : str
        The notebook's, as in the table of contents.
    question : str
        The business question, one sentence.
    minutes : int
        A reader's time, as ``tools/minutes.py`` counts it.
    needs : tuple of str
        Numbers of the notebooks to know first, such as ("01", "02").
    objectives : tuple of str
        Three to five, each beginning with a verb: "compute a lifespan from churn".
    decision : Decision
        What a company does now, for the take-away.
    recall : tuple of Question
        Questions about earlier notebooks; none in 00.
    predictions : tuple of Prediction
    exercises : tuple of Exercise
    quiz : tuple of Question
    open_question : OpenQuestion
        For a neighbour, or for a sheet of paper.
    own : OwnNumbers
        What to do with one's own numbers.
    terms : tuple of Term
        New words.
    next : str
        Number of the notebook to go on with "" at the end.
    bridge : str
        One clause on what comes next.
    pretest : tuple of Question
        Questions that find out where to start, with what each ``scores`` entry suggests.
    scores : tuple of Score
        From the highest down.
    """

    name: str
    question: str
    minutes: int
    needs: tuple[str, ...]
    objectives: tuple[str, ...]
    decision: Decision
    recall: tuple[Question, ...] = ()
    predictions: tuple[Prediction, ...] = ()
    exercises: tuple[Exercise, ...] = ()
    quiz: tuple[Question, ...] = ()
    open_question: OpenQuestion | None = None
    own: OwnNumbers | None = None
    terms: tuple[Term, ...] = ()
    next: str = ""
    bridge: str = ""
    pretest: tuple[Question, ...] = ()
    scores: tuple[Score, ...] = ()

    def __post_init__(self) -> None:
        _require(3 <= len(self.objectives) <= 5, f"{self.name} needs three to five objectives.")
        questions = (*self.recall, *self.quiz, *self.pretest)
        keys = [one.key for kind in (questions, self.predictions, self.exercises) for one in kind]
        twice = sorted({key for key in keys if keys.count(key) > 1})
        _require(not twice, f"{self.name} uses a key twice: {', '.join(twice)}.")
        for number in (self.name, *self.needs, *filter(None, [self.next])):
            chapter(number)

    @property
    def chapter(self) -> Chapter:
        """Its line in the table of contents: part, title, tags."""
        return chapter(self.name)


def values_of(numbers: Numbers | Callable[[], Numbers]) -> dict[str, Any]:
    """Numbers by name, computed if need be.

    Parameters
    ----------
    numbers : mapping or callable
        Names to numbers, or a function that computes them.

    Returns
    -------
    dict
        Names to numbers.

    Examples
    --------
    >>> values_of(lambda: {"churn": 0.05})
    {'churn': 0.05}
    """
    return dict(numbers() if callable(numbers) else numbers)


def computed(answer: Callable[..., Answer], given: Numbers) -> Answer:
    """Call ``answer`` with those of the given that it names.

    Parameters
    ----------
    answer : callable
        Computes it from those of ``given`` that it names as arguments.
    given : mapping
        The exercise's data by name.

    Returns
    -------
    float, str or frozenset

    Examples
    --------
    >>> computed(lambda churn: 1 / churn, {"margin": 20, "churn": 0.05})
    20.0
    """
    return answer(**{name: given[name] for name in signature(answer).parameters})


def filled(text: str, numbers: Mapping[str, Any]) -> str:
    """Put numbers into a text; without numbers the text stays as it is, braces and all.

    Parameters
    ----------
    text : str
        May name numbers: ``{name}``.
    numbers : mapping
        Names to numbers.

    Returns
    -------
    str

    Examples
    --------
    >>> filled("worth {clv:,.0f} €", {"clv": 1234.5})
    'worth 1,234 €'
    """
    return text.format(**numbers) if numbers else text


def _require(holds: bool, otherwise: str) -> None:
    if not holds:
        raise ValueError(otherwise)
