"""Whoever copies the course sees its panels alive: Jupyter trusts the copies, and nothing else."""

from __future__ import annotations

import sys

import nbformat
import pytest
from nbformat.sign import NotebookNotary
from nbformat.v4 import new_code_cell, new_notebook, new_output

from clvwidgets.course import START, copy_course, copying, reset_notebook


@pytest.fixture(autouse=True)
def shipped(tmp_path, monkeypatch):
    """Stand in for the package's notebooks and for the person's Jupyter."""
    monkeypatch.setenv("JUPYTER_DATA_DIR", str(tmp_path / "jupyter"))
    monkeypatch.setenv("JUPYTER_CONFIG_DIR", str(tmp_path / "config"))
    source = tmp_path / "shipped"
    write(source / START, "a panel")
    (source / "LICENSE").write_text("CC BY")
    monkeypatch.setattr(copying, "resource_path", lambda _name: source)
    return source


def write(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    output = new_output("display_data", {"text/plain": text})
    nbformat.write(new_notebook(cells=[new_code_cell("x", id="a", outputs=[output])]), path)


def is_trusted(path):
    with NotebookNotary() as notary:
        return notary.check_signature(nbformat.read(path, as_version=4))


def test_a_fresh_copy_is_trusted(tmp_path):
    assert is_trusted(copy_course(tmp_path / "mine").folder / START)


def test_what_the_learner_put_there_is_not_signed(tmp_path):
    copy = copy_course(tmp_path / "mine").folder / START
    write(copy, "somebody else's panel")
    copy_course(tmp_path / "mine")
    assert not is_trusted(copy)


def test_an_update_and_a_notebook_put_back_are_trusted(tmp_path, shipped):
    folder = copy_course(tmp_path / "mine").folder
    write(shipped / START, "a newer panel")
    copy_course(folder)
    assert is_trusted(folder / START)
    write(folder / START, "changed")
    write(shipped / START, "the newest panel")
    notebook, kept = reset_notebook(folder, "00")
    assert (is_trusted(notebook), is_trusted(kept)) == (True, False)


def test_an_old_copy_is_trusted_once_it_is_brought_up_to_date(tmp_path, shipped):
    folder = tmp_path / "mine"
    (folder / START).parent.mkdir(parents=True)
    (folder / START).write_bytes((shipped / START).read_bytes())
    assert not is_trusted(folder / START)
    copy_course(folder)
    assert is_trusted(folder / START)


def test_the_course_is_copied_where_jupyter_is_not_installed(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "nbformat", None)
    monkeypatch.setitem(sys.modules, "nbformat.sign", None)
    assert START in copy_course(tmp_path / "mine").new


def test_the_course_is_copied_where_jupyters_folder_cannot_be_written_to(tmp_path, monkeypatch):
    (tmp_path / "a file").write_text("")
    monkeypatch.setenv("JUPYTER_DATA_DIR", str(tmp_path / "a file" / "jupyter"))
    assert START in copy_course(tmp_path / "mine").new


def test_a_damaged_notebook_is_copied_as_it_is(tmp_path, shipped):
    (shipped / START).write_text("{}")
    assert START in copy_course(tmp_path / "mine").new
