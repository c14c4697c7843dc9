"""The test before the course measures what was known: first answers, never mixed with practice."""

from __future__ import annotations

import csv
import io
import json
import shutil

import pytest

from clvwidgets import cli
from clvwidgets.course import Lesson, progress
from clvwidgets.course._progress_file import FILE, item_key, read_answers
from clvwidgets.course.exercises import load_plan
from clvwidgets.course.progress import note

START = "00_start_here"
PRETEST = load_plan(START).pretest


@pytest.fixture
def course(tmp_path, shipped_copy):
    folder = shutil.copytree(shipped_copy, tmp_path / "ada")
    progress(keep=True, folder=folder)
    return folder


def firsts(folder):
    return json.loads((folder / FILE).read_text())[START]


def test_the_first_answer_and_its_belief_stay(course):
    note(START, "pre_cac", "pretest", right=False, belief="average CAC", folder=course)
    note(START, "pre_cac", "pretest", right=True, folder=course)
    assert firsts(course) == {
        "pre:cac": {
            "kind": "pretest",
            "right": True,
            "tries": 2,
            "first": False,
            "belief": "average CAC",
        }
    }
    note(START, "pre_margin", "pretest", right=True, belief="never of a right one", folder=course)
    note(START, "pre_margin", "pretest", right=False, belief="margin for net", folder=course)
    assert firsts(course)["pre:margin"] == {
        "kind": "pretest",
        "right": True,
        "tries": 1,
        "first": True,
        "belief": "",
    }


def test_the_pretest_is_no_question_of_the_first_notebook(course):
    for question in PRETEST:
        note(START, question.key, "pretest", right=True, folder=course)
    (row,) = progress(folder=course).rows()
    quiz = load_plan(START).quiz
    assert (row["questions_right"], row["questions"]) == (0, len(quiz))
    note(START, quiz[0].key, "question", right=True, folder=course)
    assert progress(folder=course).rows()[0]["questions_right"] == 1


def test_a_file_of_an_older_version_is_read(course):
    """There the pre-test was counted with the questions, and beliefs were not kept."""
    old = {
        "pre_cac": {"kind": "question", "right": True, "tries": 2},
        "pre_rate": {"kind": "question", "right": True, "tries": 1},
        "pre_rfm": {"kind": "question", "right": False, "tries": 1},
        "offline": {"kind": "question", "right": True, "tries": 1},
    }
    (course / FILE).write_text(json.dumps({START: old}))
    now = read_answers(course / FILE)[START]
    first = {key: one["first"] for key, one in now.items() if one["kind"] == "pretest"}
    assert first == {"pre:cac": False, "pre:rate": True, "pre:rfm": False}
    assert progress(folder=course).rows()[0]["questions_right"] == 1
    note(START, "pre_rfm", "pretest", right=True, belief="", folder=course)
    assert firsts(course)["pre:rfm"]["first"] is False
    assert "pre_rfm" not in firsts(course)


def test_a_card_that_is_answered_again_keeps_the_first_answer(course, monkeypatch):
    monkeypatch.chdir(course / "0_start")
    first, second = PRETEST[:2]
    wrong = [place for place, option in enumerate(first.options) if not option.right]
    (right,) = (place for place, option in enumerate(second.options) if option.right)
    for _run in range(2):  # of the cell
        card = Lesson(START).pretest()
        card.answers = {first.key: wrong[:1]}
        card.answers = {first.key: wrong, second.key: [right]}
        answers = read_answers(course / FILE)[START]
        assert {key: one["first"] for key, one in answers.items()} == {
            item_key("pretest", first.key): False,
            item_key("pretest", second.key): True,
        }
    assert progress().rows()[0]["questions_right"] == 0


def taken(right, beliefs=(), kind="pretest"):
    prefix = {"pretest": "pre", "posttest": "post"}[kind]
    answers = dict.fromkeys(right, (True, "")) | {item: (False, b) for item, b in beliefs}
    return {
        f"{prefix}:{item}": {
            "kind": kind,
            "right": is_right,
            "tries": 1,
            "first": is_right,
            "belief": belief,
        }
        for item, (is_right, belief) in answers.items()
    }


@pytest.fixture
def files(tmp_path):
    def write(**learners):
        for name, content in learners.items():
            (tmp_path / f"{name}.json").write_text(json.dumps(content))
        return [str(tmp_path / f"{name}.json") for name in learners]

    return write


def before(files):
    return files(
        ada={START: taken(["margin", "rate"], [("cac", "average CAC")])},
        bo={START: taken([], [("cac", "average CAC"), ("margin", "margin for net")])},
        cy={},
    )


def tables(text):
    """Read tables of text in which no cell but the last holds spaces."""
    for block in text.split("\n\n"):
        heads, *lines = block.strip().splitlines()
        names = heads.split()
        yield [dict(zip(names, line.split(None, len(names) - 1), strict=False)) for line in lines]


def test_what_was_known_before_is_shown_by_learner_and_by_item(files, capsys):
    assert cli.main(["progress", *before(files), "--tests"]) == 0
    learners, items = tables(capsys.readouterr().out)
    counts = [(r["learner"], r["before_right"], r["before_answered"], r["items"]) for r in learners]
    many = str(len(PRETEST))
    assert counts == [("ada", "2", "3", many), ("bo", "0", "2", many), ("cy", "0", "0", many)]
    assert [row["item"] for row in items] == [
        item_key("pretest", one.key).removeprefix("pre:") for one in PRETEST
    ]
    by_item = {row["item"]: row for row in items}
    assert by_item["cac"]["before_beliefs"] == "average CAC (2)"
    assert (by_item["margin"]["before_answered"], by_item["margin"]["before_right"]) == ("2", "1")
    assert not any(name.startswith("after") for row in (*learners, *items) for name in row)


def test_gain_compares_the_items_answered_both_times(files, capsys):
    ada = {
        START: taken(["margin", "rate"], [("cac", "average CAC"), ("rfm", "score for loyalty")]),
        "36_post_test": taken(["margin", "cac"], [("rate", "wrong conversion")], "posttest")
        | taken(["alive"], kind="posttest"),
    }
    assert cli.main(["progress", *files(ada=ada, cy={}), "--tests"]) == 0
    said = capsys.readouterr().out
    (one, other), _ = tables(said)
    assert (one["after_answered"], one["after_right"]) == ("4", "3")
    # Both times: margin stays right, cac becomes right, rate becomes wrong.
    assert (one["answered_twice"], one["gain"]) == ("3", "0")
    assert (other["answered_twice"], other.get("gain", "")) == ("0", "")
    heads = said.split("\n\n")[1].splitlines()[0].split()
    assert {"before_right", "after_answered", "after_right", "after_beliefs"} <= set(heads)


def test_as_csv_the_tests_are_a_row_for_each_learner_and_item(files, capsys):
    assert cli.main(["progress", *before(files), "--tests", "--csv"]) == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert len(rows) == 3 * len(PRETEST)
    found = {(row["learner"], row["item"]): row for row in rows}
    assert found["ada", "cac"]["before_right"] == "0"
    assert found["ada", "cac"]["before_belief"] == "average CAC"
    assert found["ada", "margin"]["before_right"] == "1"
    assert found["cy", "margin"]["before_right"] == ""
