"""A copy of the course belongs to the learner; an update never overwrites her work."""

from __future__ import annotations

import json

import pytest

from clvwidgets import cli
from clvwidgets.course import START, copy_course, copying, reset_notebook
from clvwidgets.course.contents import CHAPTERS


@pytest.fixture
def shipped(tmp_path, monkeypatch):
    """Stand in for the package's notebooks, so that a new release can be played."""
    source = tmp_path / "shipped"
    (source / "0_start").mkdir(parents=True)
    (source / START).write_text("first")
    (source / "LICENSE").write_text("CC BY")
    (source / ".ipynb_checkpoints").mkdir()
    (source / ".ipynb_checkpoints" / "x.ipynb").write_text("left over")
    monkeypatch.setattr(copying, "resource_path", lambda _name: source)
    return source


@pytest.mark.usefixtures("shipped")
def test_a_first_copy_holds_the_whole_course(tmp_path):
    copied = copy_course(tmp_path / "mine")
    assert copied.new == (START, "LICENSE")
    assert (tmp_path / "mine" / START).read_text() == "first"


def test_a_release_updates_what_the_learner_left_alone(shipped, tmp_path):
    copy_course(tmp_path / "mine")
    (shipped / START).write_text("second")
    copied = copy_course(tmp_path / "mine")
    assert (copied.new, copied.updated, copied.kept) == ((), (START,), ())
    assert (tmp_path / "mine" / START).read_text() == "second"


def test_a_release_never_overwrites_the_learners_work(shipped, tmp_path):
    copy_course(tmp_path / "mine")
    (tmp_path / "mine" / START).write_text("my notes")
    (shipped / START).write_text("second")
    for _again in range(2):
        copied = copy_course(tmp_path / "mine")
        assert copied.kept == (START,)
        assert (tmp_path / "mine" / START).read_text() == "my notes"


def test_other_line_endings_are_no_change_of_the_learners(shipped, tmp_path):
    """Jupyter writes files with the line endings of Windows there."""
    (shipped / START).write_bytes(b"first\n")
    copy_course(tmp_path / "mine")
    (tmp_path / "mine" / START).write_bytes(b"first\r\n")
    assert START not in copy_course(tmp_path / "mine").kept
    (shipped / START).write_bytes(b"second\n")
    assert copy_course(tmp_path / "mine").updated == (START,)


@pytest.mark.usefixtures("shipped")
def test_a_file_of_that_name_is_refused(tmp_path):
    (tmp_path / "mine").write_text("not a folder")
    with pytest.raises(NotADirectoryError, match=r"is a file\. Name a folder"):
        copy_course(tmp_path / "mine")


@pytest.mark.usefixtures("shipped")
def test_the_record_names_what_was_shipped(tmp_path):
    copy_course(tmp_path / "mine")
    record = json.loads((tmp_path / "mine" / ".clvwidgets-course.json").read_text())
    assert sorted(record) == [START, "LICENSE"]


def test_what_was_left_as_it_was_is_named(shipped, tmp_path, capsys):
    folder = tmp_path / "mine"
    copy_course(folder)
    for name in (START, "LICENSE"):
        (folder / name).write_text("my notes")
    (shipped / "README.md").write_text("added")
    assert cli.main(["course", str(folder)]) == 0
    said = f"1 new file, 2 left as you changed them: {START}, LICENSE."
    assert capsys.readouterr().out.endswith(f": {said}\n")


def release(source, *numbers):
    """Ship these notebooks and no others."""
    for one in CHAPTERS:
        (source / one.path).unlink(missing_ok=True)
        if one.number in numbers:
            (source / one.path).parent.mkdir(exist_ok=True)
            (source / one.path).write_text("shipped")


@pytest.mark.parametrize(
    ("numbers", "said"),
    [(("00", "01", "02"), "00 to 02"), (("00", "01", "36"), "00, 01, 36"), (("00",), "00")],
)
def test_a_reset_offers_the_notebooks_that_are_shipped(numbers, said, shipped, tmp_path, capsys):
    release(shipped, *numbers)
    copy_course(tmp_path / "mine")
    for wrong in ("12", "77", "", "0"):
        with pytest.raises(ValueError, match=f"has no notebook '{wrong}'. It has {said}\\."):
            reset_notebook(tmp_path / "mine", wrong)
    with pytest.raises(SystemExit, match="0"):
        cli.main(["course", "--help"])
    assert f"NN: {said}\n" in capsys.readouterr().out


def test_the_help_is_there_without_the_notebooks(monkeypatch, capsys):
    def missing(_name):
        raise FileNotFoundError("Install the package again.")

    monkeypatch.setattr(copying, "resource_path", missing)
    with pytest.raises(SystemExit, match="0"):
        cli.main(["course", "--help"])
    assert "--reset NN" in capsys.readouterr().out
