"""A trainer sees who has done what, who is stuck and who sits idle, whatever is in one file."""

from __future__ import annotations

import csv
import io
import json
import os
import time
import unicodedata
from pathlib import Path

import pytest

from clvwidgets import cli
from clvwidgets.course._progress_file import FILE
from clvwidgets.course.exercises import lesson_names, load_plan

NAME = "03_churn_and_lifespan"
PLAN = load_plan(NAME)


def answer(kind, *, right=True, tries=1):
    return {"kind": kind, "right": right, "tries": tries}


def done():
    """Everything that the notebook asks, right at the first try."""
    kinds = {
        "question": (*PLAN.recall, *PLAN.quiz),
        "exercise": PLAN.exercises,
        "prediction": PLAN.predictions,
    }
    return {NAME: {one.key: answer(kind) for kind, asked in kinds.items() for one in asked}}


def begun():
    return {NAME: {"value": answer("exercise", right=False, tries=4), "count": answer("question")}}


@pytest.fixture
def learner(tmp_path):
    """Give a learner a copy of the course with this file in it, last changed so long ago."""

    def add(name, content, *, minutes=0.5):
        file = tmp_path / name / FILE
        file.parent.mkdir(parents=True)
        (file.parent / "0_start").mkdir()
        (file.parent / "0_start" / "00_start_here.ipynb").touch()
        if isinstance(content, bytes):
            file.write_bytes(content)
        else:
            file.write_text(content if isinstance(content, str) else json.dumps(content))
        changed = time.time() - 60 * minutes
        os.utime(file, (changed, changed))
        return str(file.parent)

    return add


@pytest.fixture
def four(learner):
    return [
        learner("ada", done(), minutes=1.5),
        learner("bo", begun(), minutes=25.5),
        learner("cy", {}, minutes=90.5),
        learner("di", '{"03_churn_and_lifespan": {"val'),
    ]


@pytest.fixture
def summed_up(capsys):
    """Run the command with --csv; give status, rows and complaints."""

    def run(*words):
        status = cli.main(["progress", *words, "--csv"])
        said = capsys.readouterr()
        return status, list(csv.DictReader(io.StringIO(said.out))), said.err

    return run


def test_a_class_of_four_is_summed_up_though_one_file_is_damaged(four, summed_up):
    status, rows, complaints = summed_up(*four)
    assert status == 1
    (complaint,) = complaints.splitlines()
    assert str(Path("di") / FILE) in complaint
    assert "is cut off" in complaint
    ada, bo, cy = rows
    asked = {
        "questions": len(PLAN.recall) + len(PLAN.quiz),
        "exercises": len(PLAN.exercises),
        "predictions": len(PLAN.predictions),
    }
    assert [ada["learner"], bo["learner"], cy["learner"]] == ["ada", "bo", "cy"]
    for row, right in ((ada, list(asked.values())), (bo, [1, 0, 0])):
        assert row["notebook"] == NAME
        assert {kind: int(row[kind]) for kind in asked} == asked
        counted = ("questions_right", "exercises_right", "predictions_made")
        assert [int(row[name]) for name in counted] == right
    assert (ada["tries"], bo["tries"]) == (str(len(PLAN.exercises)), "4")
    assert [row["minutes_idle"] for row in rows] == ["1", "25", "90"]


def test_who_has_answered_nothing_is_listed_with_zeros(learner, summed_up):
    status, (row,), _ = summed_up(learner("cy", {NAME: {}}))
    assert status == 0
    assert (row["learner"], row["notebook"]) == ("cy", "")
    numbers = set(row) - {"learner", "notebook"}
    assert {row[name] for name in numbers} == {"0"}


def test_table_and_csv_show_the_same_numbers(four, summed_up, capsys):
    _, rows, _ = summed_up(*four[:2])
    assert cli.main(["progress", *four[:2]]) == 0
    heads, *lines = (line.split() for line in capsys.readouterr().out.splitlines())
    assert [dict(zip(heads, line, strict=True)) for line in lines] == rows


def test_no_count_is_a_date_to_a_spreadsheet(four, summed_up):
    for row in summed_up(*four)[1]:
        counts = set(row) - {"learner", "notebook"}
        assert all(row[name].isdigit() for name in counts)


def test_a_missing_file_and_a_missing_folder_are_named(learner, summed_up, tmp_path):
    (tmp_path / "empty").mkdir()
    words = str(tmp_path / "empty"), str(tmp_path / "gone"), learner("ada", done())
    status, rows, complaints = summed_up(*words)
    assert status == 1
    assert [row["learner"] for row in rows] == ["ada"]
    no_file, no_folder = complaints.splitlines()
    assert f"empty has no {FILE}" in no_file
    assert "There is no folder or file" in no_folder
    assert "gone" in no_folder


def test_learners_whose_folders_share_a_name_are_told_apart(learner, summed_up):
    folders = [learner(f"{name}/clv-course", done()) for name in ("ada", "bo")]
    other = learner("cy", done())
    _, rows, _ = summed_up(*folders, other, other)
    assert [row["learner"] for row in rows] == ["ada/clv-course", "bo/clv-course", "cy"]


def test_collected_files_are_named_by_their_names(learner, summed_up, tmp_path, monkeypatch):
    learner("ada", done())
    (tmp_path / "ada" / FILE).rename(tmp_path / "ada.json")
    assert summed_up(str(tmp_path / "ada.json"))[1][0]["learner"] == "ada"
    learner("bo", done())
    monkeypatch.chdir(tmp_path / "bo")
    assert summed_up(FILE)[1][0]["learner"] == "bo"
    assert summed_up(".")[1][0]["learner"] == "bo"


def test_a_notebook_of_another_version_is_said_not_to_be_counted(learner, summed_up):
    file = {**done(), "77_of_next_year": {"x": answer("exercise")}}
    status, rows, complaints = summed_up(learner("ada", file))
    assert status == 1
    assert [row["notebook"] for row in rows] == [NAME]
    assert "ada: this version of the course has no notebook 77_of_next_year" in complaints


def test_stuck_lists_four_tries_or_more_and_none_right(learner, summed_up):
    first, second, *_ = (one.key for one in PLAN.exercises)
    stuck = learner(
        "ada",
        {
            "00_start_here": {"worth": answer("exercise", right=False, tries=7)},
            NAME: {
                first: answer("exercise", right=False, tries=4),
                second: answer("exercise", right=False, tries=3),
                "count": answer("question", right=False, tries=9),
            },
        },
        minutes=12.5,
    )
    through = learner("bo", {NAME: {first: answer("exercise", right=True, tries=9)}})
    status, rows, _ = summed_up(stuck, through, "--stuck")
    assert status == 0
    assert [tuple(row.values()) for row in rows] == [
        ("ada", "00_start_here", "worth", "7", "12"),
        ("ada", NAME, first, "4", "12"),
    ]


def test_nobody_stuck_is_a_sentence(learner, capsys):
    assert cli.main(["progress", learner("ada", done()), "--stuck"]) == 0
    assert capsys.readouterr().out.startswith("Nobody has tried an exercise 4 times or more")


SHAPE = "it does not say of each notebook's questions kind, right and tries"
LONG_BELIEF = {"pre:cac": {**answer("pretest"), "belief": "x" * 999}}
STRANGE = {
    "empty": (b"", "it is empty"),
    "blank": (b" \n", "it is empty"),
    "cut off": (json.dumps(done()).encode()[:-20], "it is cut off"),
    "a list": (b"[]", SHAPE),
    "a word": (b'"x"', SHAPE),
    "nothing": (b"null", SHAPE),
    "lists in it": (b'{"03_churn_and_lifespan": []}', SHAPE),
    "no tries": (b'{"03_churn_and_lifespan": {"value": {}}}', SHAPE),
    "tries in words": ({NAME: {"value": answer("exercise", tries="4")}}, SHAPE),
    "tries below zero": ({NAME: {"value": answer("exercise", tries=-4)}}, SHAPE),
    "a long belief": ({"00_start_here": LONG_BELIEF}, SHAPE),
    "no number": (b'{"a": {"b": {"kind": "exercise", "right": true, "tries": NaN}}}', SHAPE),
    "a long number": (b'{"a": ' + b"9" * 5000 + b"}", "it holds a number that is too long"),
    "nested": (b"[" * 200_000, "it is nested too deeply"),
    "binary": (bytes(range(128, 256)), "it is no text"),
    "Latin-1": ('{"ä": {}}'.encode("latin-1"), "it is no text"),
    "huge": (b"{}" + b" " * 2_000_000, "it has 2,000,002 bytes"),
}


@pytest.mark.parametrize(("content", "clause"), STRANGE.values(), ids=STRANGE)
def test_a_strange_file_is_named_in_one_sentence(content, clause, learner, summed_up):
    status, rows, complaints = summed_up(learner("bo", content), learner("ada", done()))
    assert (status, [row["learner"] for row in rows]) == (1, ["ada"])
    (complaint,) = complaints.splitlines()
    assert f"{Path('bo') / FILE} cannot be read: {clause}" in complaint
    assert complaint.endswith("begins a new one.")


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
def test_a_file_saved_again_in_another_encoding_is_read(encoding, learner, summed_up):
    status, rows, _ = summed_up(learner("ada", json.dumps(done()).encode(encoding)))
    assert (status, rows[0]["notebook"]) == (0, NAME)


def test_what_is_no_file_is_named_and_nothing_waits_for_it(learner, summed_up):
    folder, pipe, last = (learner(name, done()) for name in ("bo", "cy", "ada"))
    Path(folder, FILE).unlink()
    Path(folder, FILE).mkdir()
    Path(pipe, FILE).unlink()
    os.mkfifo(Path(pipe, FILE))
    status, rows, complaints = summed_up(folder, pipe, last)
    assert (status, [row["learner"] for row in rows]) == (1, ["ada"])
    is_folder, is_pipe = complaints.splitlines()
    assert "it is a folder" in is_folder
    assert "it is no file" in is_pipe


def test_a_file_that_may_not_be_read_is_named(learner, summed_up, monkeypatch):
    def refuse(file):
        if file.parent.name == "bo":
            raise PermissionError(13, "Permission denied", str(file))
        return read(file)

    read = Path.read_bytes
    monkeypatch.setattr(Path, "read_bytes", refuse)
    status, rows, complaints = summed_up(learner("bo", done()), learner("ada", done()))
    assert (status, [row["learner"] for row in rows]) == (1, ["ada"])
    assert f"{Path('bo') / FILE} cannot be read: Permission denied." in complaints


@pytest.mark.parametrize("name", ["=cmd()", "\x1b[2Jgone", "\u202etxt", "a\nb", "@sum"])
@pytest.mark.parametrize("options", [[], ["--csv"], ["--stuck"], ["--tests"], ["--tests", "--csv"]])
def test_no_name_steers_the_terminal_or_is_a_formula(name, options, learner, capsys):
    strange = {
        **begun(),
        "00_start_here": {
            "pre:cac": {**answer("pretest", right=False), "first": False, "belief": "=x\x1b[2J"}
        },
        f"\x1b{name}": {"x": answer("question")},
    }
    damaged = learner(f"x/{name}", "{")
    cli.main(["progress", learner(name, strange), damaged, *options])
    said = capsys.readouterr()
    for text in (said.out, said.err):
        assert text
        assert not any(unicodedata.category(c) in ("Cc", "Cf") for c in text if c != "\n")
    assert len(said.err.splitlines()) == 2
    if "--csv" in options:
        cells = [cell for row in csv.reader(io.StringIO(said.out)) for cell in row]
        assert not any(cell.startswith(("=", "@", "+", "-")) for cell in cells)


def test_a_terminal_that_cannot_show_a_name_shows_the_rest(learner, monkeypatch):
    screen = io.TextIOWrapper(io.BytesIO(), encoding="ascii")
    monkeypatch.setattr("sys.stdout", screen)
    assert cli.main(["progress", learner("Zoë", done())]) == 0
    screen.flush()
    assert b"Zo?" in screen.buffer.getvalue()


def test_every_notebook_can_be_counted(learner, summed_up):
    file = {name: {"anything": answer("question")} for name in lesson_names()}
    _, rows, _ = summed_up(learner("ada", file))
    assert [row["notebook"] for row in rows] == lesson_names()
    assert all(int(row["exercises"]) > 0 and int(row["questions"]) > 0 for row in rows)
