"""Nothing is written down unless the learner asks; what is, is one plain file beside the course."""

from __future__ import annotations

import json
import re
import shutil

import pytest

from clvwidgets import cli
from clvwidgets.course import Lesson, copy_course, progress, reset_notebook
from clvwidgets.course._progress_file import FILE


@pytest.fixture
def course(tmp_path, monkeypatch, shipped_copy):
    """Copy the course and work in the folder of a notebook, as a kernel does."""
    folder = shutil.copytree(shipped_copy, tmp_path / "ada")
    monkeypatch.chdir(folder / "1_worth")
    return folder


@pytest.fixture
def lesson():
    return Lesson("03_churn_and_lifespan")


def test_without_a_word_from_the_learner_nothing_is_kept(course, lesson):
    lesson.check("value", 500)
    lesson.quiz().answers = {"count": [0]}
    assert not (course / FILE).exists()
    assert "Nothing is kept" in str(progress())


def test_tries_up_to_the_right_one_are_counted(course, lesson):
    progress(keep=True)
    for answer in (..., 5, 500, 500):
        lesson.check("value", answer)
    card = lesson.quiz()
    card.answers = {"count": [1]}
    card.answers = {"count": [1, 0]}
    lesson.predict("still_there").answers = {"still_there": 100}
    kept = json.loads((course / FILE).read_text())["03_churn_and_lifespan"]
    assert kept == {
        "value": {"kind": "exercise", "right": True, "tries": 2},
        "count": {"kind": "question", "right": True, "tries": 2},
        "still_there": {"kind": "prediction", "right": False, "tries": 1},
    }
    (row,), plan = progress().rows(), lesson.plan
    assert row == {
        "notebook": "03_churn_and_lifespan",
        **{"questions_right": 1, "questions": len(plan.recall) + len(plan.quiz)},
        **{"exercises_right": 1, "exercises": len(plan.exercises), "tries": 2},
        **{"predictions_made": 1, "predictions": len(plan.predictions)},
    }
    assert progress().to_frame().index.tolist() == ["03_churn_and_lifespan"]
    progress(keep=False)
    assert not (course / FILE).exists()


@pytest.mark.parametrize("content", ["{ cut off", "", "[]", '{"03_churn_and_lifespan": 3}'])
def test_a_check_says_that_a_damaged_file_kept_nothing_and_goes_on(course, lesson, content):
    (course / FILE).write_text(content)
    for _ in range(2):  # each time, not once in a session
        said = " ".join(str(lesson.check("value", 500)).split())
        assert said.startswith("✓")
        assert re.search(f"Your progress was not kept: .*{FILE} cannot be read", said)
    with pytest.warns(UserWarning, match=f"{FILE} cannot be read"):
        lesson.quiz().answers = {"count": [0]}
    assert (course / FILE).read_text() == content
    with pytest.raises(ValueError, match=r"progress\(keep=True\) then begins a new one"):
        progress()
    assert not progress(keep=False).kept


def test_a_folder_in_the_place_of_the_file_is_said(course, lesson):
    (course / FILE).mkdir()
    said = " ".join(str(lesson.check("value", 500)).split())
    assert said.startswith("✓")
    assert "cannot be read: it is a folder" in said
    for keep in (True, None):
        with pytest.raises(ValueError, match="it is a folder"):
            progress(keep=keep)
    with pytest.raises(OSError, match=FILE) as refused:
        progress(keep=False)
    assert "Errno" not in str(refused.value)


@pytest.mark.usefixtures("course")
def test_a_place_that_cannot_be_written_is_said(lesson, monkeypatch):
    progress(keep=True)

    def refuse(**_):
        raise PermissionError(13, "Permission denied", "some other name")

    monkeypatch.setattr("tempfile.mkstemp", refuse)
    said = " ".join(str(lesson.check("value", 500)).split())
    assert f"{FILE} cannot be written: Permission denied." in said
    assert progress().rows() == []


def test_a_reset_restores_one_notebook_and_keeps_the_learners(course):
    notebook = course / "1_worth" / "01_clv_in_ten_minutes.ipynb"
    shipped = notebook.read_text()
    for turn, name in enumerate(["mine", "mine2"]):
        notebook.write_text(f"my work {turn}")
        assert reset_notebook(course, "01")[1].name == f"01_clv_in_ten_minutes.{name}.ipynb"
        assert notebook.read_text() == shipped
    assert notebook.with_suffix(".mine.ipynb").read_text() == "my work 0"
    assert reset_notebook(course, "01") == (notebook, None)
    assert copy_course(course).kept == ()


def test_a_reset_by_command_says_what_it_did(course, capsys):
    (course / "0_start" / "00_start_here.ipynb").write_text("mine")
    assert cli.main(["course", str(course), "--reset", "00"]) == 0
    assert "Yours is now 00_start_here.mine.ipynb" in capsys.readouterr().out
    assert cli.main(["course", str(course / "0_start"), "--reset", "00"]) == 1
    assert "holds no copy of the course" in capsys.readouterr().err


def test_the_pretest_of_a_lesson_keeps_the_first_answer_and_its_belief_apart(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    progress(keep=True)
    lesson = Lesson("00_start_here")
    card = lesson.pretest()
    question = lesson.plan.pretest[0]
    places = range(len(question.options))
    wrong = next(place for place in places if not question.options[place].right)
    right = next(place for place in places if question.options[place].right)
    card.answers = {question.key: [wrong]}
    card.answers = {question.key: [wrong, right]}
    (kept,) = json.loads((tmp_path / FILE).read_text())["00_start_here"].items()
    assert kept[0] == f"pre:{question.key.removeprefix('pre_')}"
    assert kept[1]["first"] is False
    assert kept[1]["belief"] == question.options[wrong].misconception
