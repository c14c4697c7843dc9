"""The file of a learner's answers: where it is, what may be in it, how it is read and written."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from clvwidgets.course._small_json import read_small_json
from clvwidgets.course._whole_files import write_whole
from clvwidgets.course.copying import START

FILE: Final = "clvwidgets-progress.json"
TESTS: Final[Mapping[str, str]] = {"pretest": "pre", "posttest": "post"}
"""For each kind of test, what the keys of its questions begin with."""

Answer = dict[str, Any]
Answers = dict[str, dict[str, Answer]]
"""For each notebook's name, for each question's key: ``{"kind", "right", "tries"}``."""

_PREFIX = re.compile("^(pre|post)[_:]")
_WAY_OUT = "Move it away; progress(keep=True) then begins a new one."
_LONGEST_BELIEF = 200


def progress_file(folder: str | Path = ".") -> Path:
    """Where the file of the course around ``folder`` is; in ``folder`` itself if there is none."""
    here = Path(folder).resolve()
    course = next((up for up in (here, *here.parents[:2]) if (up / START).is_file()), here)
    return course / FILE


def item_key(kind: str, key: str) -> str:
    """Name an item of a test, the same before and after the course.

    Parameters
    ----------
    kind : {"pretest", "posttest"}
    key : str
        Of the question: "pre_margin" in the plan, or "margin".

    Returns
    -------
    str

    Examples
    --------
    >>> item_key("pretest", "pre_margin"), item_key("posttest", "margin")
    ('pre:margin', 'post:margin')
    """
    return f"{TESTS[kind]}:{_PREFIX.sub('', key)}"


def read_answers(file: Path) -> Answers:
    """Read a learner's answers; none if there is no file.

    Parameters
    ----------
    file : pathlib.Path

    Returns
    -------
    dict
        For each notebook's name, for each question's key: ``{"kind", "right", "tries"}``, and of a
        test ``"first"``, whether the first answer was right, and ``"belief"``, the mistake in it.

    Raises
    ------
    OSError
        If it may not be read.
    ValueError
        If it is none of ours.
    """
    try:
        found = read_small_json(file)
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise type(error)(f"{file} cannot be read: {error.strerror or error}. {_WAY_OUT}") from None
    except ValueError as error:
        raise ValueError(f"{file} cannot be read: {error}. {_WAY_OUT}") from None
    if not _is_ours(found):
        raise ValueError(
            f"{file} cannot be read: it does not say of each notebook's questions kind, right and "
            f"tries. {_WAY_OUT}"
        )
    return {name: _as_written_today(answers) for name, answers in found.items()}


def write_answers(file: Path, answers: Answers) -> None:
    """Write a learner's answers.

    Parameters
    ----------
    file : pathlib.Path
    answers : dict
        As `read_answers` gives them.

    Raises
    ------
    OSError
        If it cannot be written; what was there before is still there.
    """
    text = json.dumps(answers, indent=1, sort_keys=True) + "\n"
    try:
        write_whole(file, text.encode())
    except OSError as error:
        said = error.strerror or error
        raise type(error)(
            f"{file} cannot be written: {said}. Allow writing there, or free some of the disk."
        ) from None


def _is_ours(found: Any) -> bool:
    if not isinstance(found, dict):
        return False
    if not all(isinstance(answers, dict) for answers in found.values()):
        return False
    return all(_is_answer(one) for answers in found.values() for one in answers.values())


def _is_answer(one: Any) -> bool:
    if not isinstance(one, dict) or not {"kind", "right", "tries"} <= set(one):
        return False
    kind, belief = one["kind"], one.get("belief", "")
    return (
        isinstance(kind, str)
        and type(one["right"]) is bool
        and type(one["tries"]) is int
        and 0 <= one["tries"] < 10**6
        and type(one.get("first", False)) is bool
        and isinstance(belief, str)
        and len(belief) <= _LONGEST_BELIEF
    )


def _as_written_today(answers: Mapping[str, Answer]) -> dict[str, Answer]:
    """Take the pre-test for what it is, where an older version counted it among the questions."""
    old = {key for key, one in answers.items() if one["kind"] == "question" and key[:4] == "pre_"}
    tests = {item_key("pretest", key): {**answers[key], "kind": "pretest"} for key in old}
    # What is there under its own key came first.
    now = {**tests, **{key: one for key, one in answers.items() if key not in old}}
    return {key: _with_first(one) if one["kind"] in TESTS else one for key, one in now.items()}


def _with_first(answer: Answer) -> Answer:
    """Tell of a test whether its first answer was right, where the file does not say."""
    return {"first": answer["right"] and answer["tries"] <= 1, "belief": "", **answer}
