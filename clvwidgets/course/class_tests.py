"""What a class knew before the course, and what it knows after: first answers only."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from clvwidgets.course._progress_file import TESTS, item_key
from clvwidgets.course.class_summary import Learner
from clvwidgets.course.exercises import lesson_names, load_plan

_WORDS: Final[Mapping[str, str]] = {"pretest": "before", "posttest": "after"}
Firsts = dict[str, dict[str, Mapping[str, Any]]]
"""For each kind of test, for each item: ``{"first", "belief"}``."""


def score_rows(learners: Sequence[Learner]) -> list[dict[str, Any]]:
    """One row for each learner: how many of the items their first answer had right.

    Parameters
    ----------
    learners : sequence of Learner

    Returns
    -------
    list of dict
        "learner", "items" (in the test), "before_answered", "before_right"; once anybody has
        answered after the course "after_answered", "after_right", "answered_twice" and "gain":
        items more that are right after, among those answered both times ("" if none was).

    Examples
    --------
    >>> answers = {"pre:margin": {"kind": "pretest", "first": True, "belief": ""}}
    >>> score_rows([Learner("ada", 0, {"00_start_here": answers})])
    [{'learner': 'ada', 'items': 8, 'before_answered': 1, 'before_right': 1}]
    """
    kinds = _kinds(learners)
    return [_score_row(one, kinds) for one in learners]


def item_rows(learners: Sequence[Learner]) -> list[dict[str, Any]]:
    """One row for each item: how many had it right, and what the others believed.

    Parameters
    ----------
    learners : sequence of Learner

    Returns
    -------
    list of dict
        "item", "before_answered", "before_right", "before_beliefs", such as "average CAC (3)"; once
        anybody has answered after the course the same with "after".

    Examples
    --------
    >>> answer = {"kind": "pretest", "first": False, "belief": "average CAC"}
    >>> rows = item_rows([Learner("ada", 0, {"00_start_here": {"pre:cac": answer}})])
    >>> rows[3]["item"], rows[3]["before_right"], rows[3]["before_beliefs"]
    ('cac', 0, 'average CAC (1)')
    """
    kinds = _kinds(learners)
    of_all = [_firsts(one) for one in learners]
    return [
        {"item": item}
        | {
            f"{_WORDS[kind]}_{what}": count
            for kind in kinds
            for what, count in _item(
                [firsts[kind][item] for firsts in of_all if item in firsts[kind]]
            ).items()
        }
        for item in _items()
    ]


def answer_rows(learners: Sequence[Learner]) -> list[dict[str, Any]]:
    """One row for each learner and item, to be counted elsewhere.

    Parameters
    ----------
    learners : sequence of Learner

    Returns
    -------
    list of dict
        "learner", "item", "before_right" (1, 0, or "" without an answer), "before_belief"; once
        anybody has answered after the course the same with "after".

    Examples
    --------
    >>> answer = {"kind": "pretest", "first": False, "belief": "average CAC"}
    >>> rows = answer_rows([Learner("ada", 0, {"00_start_here": {"pre:cac": answer}})])
    >>> len(rows), rows[3]["before_right"], rows[0]["before_right"]
    (8, 0, '')
    """
    kinds = _kinds(learners)
    return [
        {"learner": one.name, "item": item}
        | {
            f"{_WORDS[kind]}_{what}": value
            for kind in kinds
            for what, value in _answer(firsts[kind].get(item)).items()
        }
        for one in learners
        for firsts in [_firsts(one)]
        for item in _items()
    ]


def _score_row(learner: Learner, kinds: Iterable[str]) -> dict[str, Any]:
    firsts, items = _firsts(learner), _items()
    row: dict[str, Any] = {"learner": learner.name, "items": len(items)}
    for kind in kinds:
        answers = [firsts[kind][item] for item in items if item in firsts[kind]]
        row[f"{_WORDS[kind]}_answered"] = len(answers)
        row[f"{_WORDS[kind]}_right"] = sum(one["first"] for one in answers)
    if "posttest" in kinds:
        before, after = firsts["pretest"], firsts["posttest"]
        twice = [item for item in items if item in before and item in after]
        gains = [int(after[item]["first"]) - int(before[item]["first"]) for item in twice]
        row |= {"answered_twice": len(twice), "gain": sum(gains) if twice else ""}
    return row


def _item(answers: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    beliefs = Counter(one["belief"] for one in answers if one["belief"])
    return {
        "answered": len(answers),
        "right": sum(one["first"] for one in answers),
        "beliefs": ", ".join(f"{belief} ({count})" for belief, count in beliefs.most_common()),
    }


def _answer(answer: Mapping[str, Any] | None) -> dict[str, Any]:
    if answer is None:
        return {"right": "", "belief": ""}
    return {"right": int(answer["first"]), "belief": answer["belief"]}


def _kinds(learners: Iterable[Learner]) -> list[str]:
    """Name the tests to tell of: the one before always, the one after once somebody took it."""
    taken = any(_firsts(one)["posttest"] for one in learners)
    return ["pretest", "posttest"] if taken else ["pretest"]


def _firsts(learner: Learner) -> Firsts:
    return {
        kind: {
            key.removeprefix(f"{prefix}:"): answer
            for answers in learner.lessons.values()
            for key, answer in answers.items()
            if answer["kind"] == kind
        }
        for kind, prefix in TESTS.items()
    }


def _items() -> list[str]:
    """Name what the test of this version of the course asks."""
    plans = map(load_plan, lesson_names())
    keys = [item_key("pretest", asked.key) for plan in plans for asked in plan.pretest]
    return list(dict.fromkeys(key.partition(":")[2] for key in keys))
