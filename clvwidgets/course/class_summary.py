"""What the learners of a class have done: notebook by notebook, and where they are stuck."""

from __future__ import annotations

import time
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from clvwidgets.course._progress_file import FILE, TESTS, progress_file, read_answers
from clvwidgets.course._tallies import COLUMNS, tallies
from clvwidgets.course.exercises import lesson_names, load_plan

CLASS_COLUMNS: Final = ("learner", *COLUMNS, "minutes_idle")
STUCK_COLUMNS: Final = ("learner", "notebook", "exercise", "tries", "minutes_idle")
STUCK_AFTER: Final = 4
"""Tries at an exercise, none of them right, after which somebody may want help."""


@dataclass(frozen=True)
class Learner:
    """What one file of a class says.

    Parameters
    ----------
    name : str
        Of the folder of their course, with as many folders around it as tell the learners apart.
    minutes_idle : int
        Full minutes since the file last changed.
    lessons : mapping
        For each notebook's name, for each question's key: ``{"kind", "right", "tries"}``, and of
        tests ``"first"`` and ``"belief"``.
    """

    name: str
    minutes_idle: int
    lessons: Mapping[str, Mapping[str, Mapping[str, Any]]]


def read_class(folders: Iterable[str | Path]) -> tuple[list[Learner], list[str]]:
    """Read the files of a class; one that cannot be read does not hide the others.

    Parameters
    ----------
    folders : iterable of path
        Copies of the course, or progress files.

    Returns
    -------
    (list of Learner, list of str)
        Whom there is something to say of, and a sentence for each file that is missing, cannot be
        read, or holds more than this version of the course knows.

    Examples
    --------
    >>> read_class(["nowhere"])
    ([], ["There is no folder or file 'nowhere'."])
    """
    files: dict[Path, None] = {}  # each once, in the order given
    learners, problems = [], []
    for folder in map(Path, folders):
        try:
            files[_file_of(folder)] = None
        except OSError as error:
            problems.append(_said(error, folder))
    names = _told_apart(
        [file.parent if file.name == FILE else file.with_suffix("") for file in files]
    )
    for file, name in zip(files, names, strict=True):
        try:
            learner = Learner(name, _minutes_idle(file), read_answers(file))
        except (OSError, ValueError) as error:
            problems.append(_said(error, file))
        else:
            learners.append(learner)
            problems += _not_counted(learner)
    return learners, problems


def class_rows(learners: Iterable[Learner]) -> list[dict[str, Any]]:
    """One row for each learner and notebook begun, and one for each who has begun nothing.

    Parameters
    ----------
    learners : iterable of Learner

    Returns
    -------
    list of dict
        With the keys of `CLASS_COLUMNS`.

    Examples
    --------
    >>> (row,) = class_rows([Learner("ada", 12, {})])
    >>> row["learner"], row["notebook"], row["tries"], row["minutes_idle"]
    ('ada', '', 0, 12)
    """
    nothing = {column: "" if column == "notebook" else 0 for column in COLUMNS}
    return [
        {"learner": one.name, **row, "minutes_idle": one.minutes_idle}
        for one in learners
        for row in tallies(one.lessons) or [nothing]
    ]


def stuck_rows(learners: Iterable[Learner]) -> list[dict[str, Any]]:
    """One row for each learner and exercise with `STUCK_AFTER` tries or more, none of them right.

    Parameters
    ----------
    learners : iterable of Learner

    Returns
    -------
    list of dict
        With the keys of `STUCK_COLUMNS`.

    Examples
    --------
    >>> value = {"kind": "exercise", "right": False, "tries": 5}
    >>> (row,) = stuck_rows([Learner("ada", 2, {"03_churn_and_lifespan": {"value": value}})])
    >>> row["exercise"], row["tries"]
    ('value', 5)
    """
    return [
        {
            "learner": one.name,
            "notebook": name,
            "exercise": key,
            "tries": answers[key]["tries"],
            "minutes_idle": one.minutes_idle,
        }
        for one in learners
        for name in lesson_names()
        if (answers := one.lessons.get(name))
        for key in (exercise.key for exercise in load_plan(name).exercises)
        if _is_stuck(answers.get(key))
    ]


def _is_stuck(answer: Mapping[str, Any] | None) -> bool:
    return answer is not None and not answer["right"] and answer["tries"] >= STUCK_AFTER


def _file_of(folder: Path) -> Path:
    if not folder.exists():
        raise FileNotFoundError(f"There is no folder or file {str(folder)!r}.")
    file = progress_file(folder) if folder.is_dir() else folder.resolve()
    if not file.exists():
        raise FileNotFoundError(
            f"{folder} has no {FILE}. The learner starts one with progress(keep=True)."
        )
    return file


def _told_apart(places: Sequence[Path]) -> list[str]:
    """Name each place by its last folder, and by as many above it as no other place shares."""
    parts = [place.parts for place in places]
    return [_shortest(own, parts) for own in parts]


def _shortest(own: tuple[str, ...], among: Collection[tuple[str, ...]]) -> str:
    lengths = range(1, len(own) + 1)
    alone = (n for n in lengths if sum(other[-n:] == own[-n:] for other in among) == 1)
    return "/".join(own[-next(alone, len(own)) :])


def _minutes_idle(file: Path) -> int:
    seconds = time.time() - file.stat().st_mtime
    return max(0, int(seconds // 60))  # the clocks of two machines may differ


def _not_counted(learner: Learner) -> list[str]:
    """Name the notebooks in a learner's file that this version of the course has not."""
    known = set(lesson_names())
    unknown = [
        name
        for name, answers in learner.lessons.items()
        if name not in known and any(one["kind"] not in TESTS for one in answers.values())
    ]
    if not unknown:
        return []
    more = f" and {len(unknown) - 3} more" if len(unknown) > 3 else ""
    return [
        f"{learner.name}: this version of the course has no notebook {', '.join(unknown[:3])}{more}"
        "; the answers there are not counted."
    ]


def _said(error: Exception, place: Path) -> str:
    """Say what went wrong; the system's own words are a number and a name."""
    if isinstance(error, OSError) and error.errno is not None:
        return f"{place} cannot be read: {error.strerror}."
    return str(error)
