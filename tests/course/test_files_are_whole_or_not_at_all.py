"""A full disk or a damaged file costs one notebook or one learner, never the course or a class."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import pytest

from clvwidgets import cli
from clvwidgets.course.copying import START, copy_course
from clvwidgets.course.progress import FILE, progress


def full_disk(monkeypatch, after):
    """Let the disk be full once so many files were written."""
    opened, written = os.fdopen, []

    class Full:
        def __init__(self, handle):
            self.file = opened(handle, "wb")

        def __enter__(self):
            return self

        def __exit__(self, *_):
            self.file.close()

        def write(self, content):
            written.append(content)
            if len(written) > after:
                self.file.write(content[: len(content) // 2])
                raise OSError(28, "No space left on device")
            self.file.write(content)

    monkeypatch.setattr(os, "fdopen", lambda handle, _mode: Full(handle))


def test_a_full_disk_leaves_no_cut_notebook(tmp_path, monkeypatch, capsys):
    with monkeypatch.context() as full:
        full_disk(full, after=2)
        assert cli.main(["course", str(tmp_path)]) == 1
    assert "No space left" in capsys.readouterr().err
    for notebook in tmp_path.rglob("*.ipynb"):
        json.loads(notebook.read_text(encoding="utf-8"))
    assert not list(tmp_path.rglob(".*.ipynb.*"))
    again = copy_course(tmp_path)
    assert again.kept == ()
    assert (tmp_path / START).is_file()


@pytest.mark.parametrize("damage", ["{", "[]", '"x"', '{"a": 3}', ""])
def test_a_damaged_record_keeps_what_may_be_the_learners(tmp_path, damage, shipped_copy):
    shutil.copytree(shipped_copy, tmp_path, dirs_exist_ok=True)
    (tmp_path / ".clvwidgets-course.json").write_text(damage)
    (tmp_path / START).write_text("{}")
    assert copy_course(tmp_path).kept == (START,)
    assert copy_course(tmp_path).new == ()


@pytest.mark.parametrize(
    "damage",
    [
        "[]",
        "{",
        '{"03_churn_and_lifespan": []}',
        '{"03_churn_and_lifespan": {"value": {}}}',
        "[" * 9999,
    ],
)
def test_a_damaged_file_of_one_learner_does_not_stop_the_class(
    tmp_path, damage, capsys, shipped_copy
):
    for learner in ("ada", "bo"):
        shutil.copytree(shipped_copy, tmp_path / learner)
        progress(keep=True, folder=tmp_path / learner)
    tries = {"value": {"kind": "exercise", "right": True, "tries": 1}}
    (tmp_path / "ada" / FILE).write_text(json.dumps({"03_churn_and_lifespan": tries}))
    (tmp_path / "bo" / FILE).write_text(damage)
    folders = [str(tmp_path / learner) for learner in ("bo", "ada")]
    assert cli.main(["progress", *folders]) == 1
    said = capsys.readouterr()
    assert "ada" in said.out
    assert str(Path("bo") / FILE) in said.err
    assert "cannot be read" in said.err
