"""A copy of the course belongs to the learner; an update never overwrites her work."""

from __future__ import annotations

import json

import pytest

from clvwidgets.course import START, copy_course, copying


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
