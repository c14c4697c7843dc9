"""A full disk or a damaged record costs one notebook at most, never the course."""

from __future__ import annotations

import json
import os
import shutil

import pytest

from clvwidgets import cli
from clvwidgets.course.copying import START, copy_course, reset_notebook

RECORD = ".clvwidgets-course.json"


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


DAMAGE = [
    b"{",
    b"[]",
    b'"x"',
    b'{"a": 3}',
    b"",
    b"[" * 99_999,
    bytes(range(256)),
    b"{}" + b" " * 2_000_000,
]


@pytest.mark.parametrize("damage", DAMAGE, ids=range(len(DAMAGE)))
def test_a_damaged_record_keeps_what_may_be_the_learners(tmp_path, damage, shipped_copy):
    shutil.copytree(shipped_copy, tmp_path, dirs_exist_ok=True)
    (tmp_path / RECORD).write_bytes(damage)
    (tmp_path / START).write_text("{}")
    assert copy_course(tmp_path).kept == (START,)
    assert copy_course(tmp_path).new == ()


@pytest.mark.parametrize("damage", DAMAGE, ids=range(len(DAMAGE)))
def test_a_notebook_is_reset_though_the_record_is_damaged(tmp_path, damage, shipped_copy):
    shutil.copytree(shipped_copy, tmp_path, dirs_exist_ok=True)
    shipped = (tmp_path / START).read_bytes()
    (tmp_path / RECORD).write_bytes(damage)
    (tmp_path / START).write_text("mine")
    _, kept = reset_notebook(tmp_path, "00")
    assert kept.read_text() == "mine"
    assert (tmp_path / START).read_bytes() == shipped
    assert copy_course(tmp_path).kept == ()


def test_a_folder_in_the_place_of_the_record_is_a_sentence(tmp_path, shipped_copy, capsys):
    shutil.copytree(shipped_copy, tmp_path, dirs_exist_ok=True)
    (tmp_path / RECORD).unlink()
    (tmp_path / RECORD).mkdir()
    for words in ([], ["--reset", "00"]):
        assert cli.main(["course", str(tmp_path), *words]) == 1
        (complaint,) = capsys.readouterr().err.splitlines()
        assert f"{RECORD} is a folder" in complaint
        assert complaint.endswith("Move it away.")


def test_a_folder_named_as_a_notebook_is_the_learners(tmp_path, shipped_copy):
    shutil.copytree(shipped_copy, tmp_path, dirs_exist_ok=True)
    (tmp_path / START).unlink()
    (tmp_path / START / "inside").mkdir(parents=True)
    assert copy_course(tmp_path).kept == (START,)
    notebook, kept = reset_notebook(tmp_path, "00")
    assert notebook.is_file()
    assert (kept / "inside").is_dir()
