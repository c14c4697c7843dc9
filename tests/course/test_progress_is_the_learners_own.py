"""Nothing is written down unless the learner asks; what is, is one plain file beside the course."""

from __future__ import annotations

import json
import shutil

import pytest

from clvwidgets import cli
from clvwidgets.course import Lesson, copy_course, progress, reset_notebook
from clvwidgets.course.progress import FILE


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
    (row,) = progress().rows()
    assert (row["exercises"], row["questions"], row["predictions"]) == ("1/1", "1/1", "0/1")
    assert progress().to_frame().index.tolist() == ["03_churn_and_lifespan"]
    progress(keep=False)
    assert not (course / FILE).exists()


def test_a_file_that_cannot_be_read_does_not_stop_a_check(course, lesson):
    (course / FILE).write_text("{ cut off")
    with pytest.warns(UserWarning, match="Your progress was not kept"):
        assert str(lesson.check("value", 500)).startswith("✓")
    with pytest.raises(ValueError, match=r"Delete it, or call progress\(keep=False\)"):
        progress()
    assert not progress(keep=False).kept


def test_a_class_is_summed_up_as_a_table(course, lesson, capsys):
    progress(keep=True)
    lesson.check("value", 500)
    assert cli.main(["progress", str(course)]) == 0
    heads, row = capsys.readouterr().out.splitlines()
    assert heads.split()[:2] == ["learner", "notebook"]
    assert row.split()[:4] == ["ada", "03_churn_and_lifespan", "0/0", "1/1"]
    assert cli.main(["progress", str(course / FILE), "--csv"]) == 0
    assert '"ada","03_churn_and_lifespan","0/0","1/1",1,"0/0"' in capsys.readouterr().out


def test_a_learner_without_a_file_is_a_sentence(course, capsys):
    assert cli.main(["progress", str(course)]) == 1
    assert "has no clvwidgets-progress.json" in capsys.readouterr().err


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
    assert cli.main(["course", str(course), "--reset", "77"]) == 1
    assert "no notebook '77'" in capsys.readouterr().err
    assert cli.main(["course", str(course / "0_start"), "--reset", "00"]) == 1
    assert "holds no copy of the course" in capsys.readouterr().err
