"""A fresh copy of the course is trusted by a real JupyterLab, whoever made the copy.

Lab shows the panels of an untrusted notebook as pictures. Signatures are the server's business:
only the server can tell whether it takes ours.
"""

from __future__ import annotations

from uuid import uuid4

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_output

from clvwidgets.course import START, copy_course

from .test_course_tile_opens_a_writable_copy import open_course


def is_trusted(lab, path):
    """Ask the server, which marks the cells of a notebook that it trusts."""
    content = lab.ask(f"api/contents/{path.relative_to(lab.folder).as_posix()}")["content"]
    code = [cell for cell in content["cells"] if cell["cell_type"] == "code"]
    return all(cell["metadata"].get("trusted", False) for cell in code)


def notebooks(folder):
    """List the notebooks of a copy that have outputs: the others need no trust."""
    found = sorted(
        path for path in folder.rglob("*.ipynb") if ".ipynb_checkpoints" not in str(path)
    )
    assert len(found) > 9
    return found


@pytest.fixture
def folder(lab, monkeypatch):
    """Return an empty folder of the server, whose Jupyter is the person's."""
    monkeypatch.setenv("JUPYTER_DATA_DIR", str(lab.folder.parent / "data"))
    folder = lab.folder / uuid4().hex
    folder.mkdir()
    return folder


def test_copies_by_the_command_are_trusted(lab, folder):
    copy_course(folder)
    assert [path.name for path in notebooks(folder) if not is_trusted(lab, path)] == []


def test_copies_by_the_tile_are_trusted(lab_page, lab, folder):
    copy = open_course(lab_page, lab, folder)
    assert [path.name for path in notebooks(copy) if not is_trusted(lab, path)] == []


def test_a_notebook_that_somebody_else_changed_is_not(lab, folder):
    copy = copy_course(folder).folder / START
    changed = nbformat.read(copy, as_version=4)
    output = new_output("display_data", {"text/plain": "theirs"})
    changed.cells.append(new_code_cell("x", outputs=[output]))
    nbformat.write(changed, copy)
    copy_course(folder)
    assert not is_trusted(lab, copy)
