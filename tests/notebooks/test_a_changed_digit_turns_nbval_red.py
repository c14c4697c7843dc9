"""The course's check is only worth something if it sees one wrong digit.

nbval once looked green over whole notebooks that it did not compare (no counts in their cells).
So one digit is changed in a copy of a stored notebook, first in a panel's JSON, then in a text,
and nbval runs on both copies and on an unchanged one.
"""

import json
import re
import shutil
import subprocess
import sys
from copy import deepcopy
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from .guards import COURSE_NOTEBOOKS, PANEL_MIME, bundles, code_cells

TOOL = Path(__file__).parents[2] / "tools" / "notebooks.py"
MADE_UP = """
from IPython.display import display
bundle = {"text/plain": "CLV 733.33", "image/png": "cGljdHVyZQ=="}
bundle["application/vnd.clvwidgets.panel+json"] = {"results": {"clv": 733.33}}
display(bundle, raw=True)
"""


@pytest.fixture
def made_up(tmp_path):
    """Write a notebook with a panel and have `make notebooks` execute it."""
    path = tmp_path / "made_up.ipynb"
    nbformat.write(new_notebook(cells=[new_code_cell("6 * 7"), new_code_cell(MADE_UP)]), path)
    subprocess.run([sys.executable, TOOL, "run", path], check=True, capture_output=True)
    return path


@pytest.fixture
def of_the_course():
    """Find the shortest notebook of the course that shows a panel."""

    def has_panel(notebook):
        return any(PANEL_MIME in data for _, data in bundles(notebook))

    read = {path: nbformat.read(path, as_version=4) for path in COURSE_NOTEBOOKS}
    with_panel = [path for path, notebook in read.items() if has_panel(notebook)]
    return min(with_panel, key=lambda path: len(code_cells(read[path])))


@pytest.mark.parametrize("origin", ["made_up", "of_the_course"])
def test_a_changed_digit_turns_nbval_red(origin, request, tmp_path):
    original = request.getfixturevalue(origin)
    copies = tmp_path / "copies"
    copies.mkdir()
    notebook = nbformat.read(original, as_version=4)
    shutil.copy(original, copies / "unchanged.ipynb")
    nbformat.write(with_a_digit_changed(notebook, PANEL_MIME), copies / "json.ipynb")
    nbformat.write(with_a_digit_changed(notebook, "text/plain"), copies / "text.ipynb")

    failed, report = nbval(copies)

    assert failed == {"json.ipynb", "text.ipynb"}, report


def with_a_digit_changed(notebook, mime):
    """Change the last digit of the last stored output of a MIME type that has a number."""
    changed = deepcopy(notebook)
    number = re.compile(r"(?<=[ \[])\d+(?:\.\d+)?\b" if mime == PANEL_MIME else r"\d+")
    for _, data in reversed(list(bundles(changed))):
        text = json.dumps(data.get(mime, ""))
        if matches := list(number.finditer(text)):
            last = matches[-1].end() - 1
            digit = (int(text[last]) + 1) % 10
            data[mime] = json.loads(f"{text[:last]}{digit}{text[last + 1 :]}")
            return changed
    raise AssertionError(f"no {mime} with a number is stored")


def nbval(folder):
    """Run nbval as `make test-notebooks` does; the names of the files that failed, and the log."""
    options = ["--nbval", "--nbval-current-env", "--nbval-cell-timeout=120", "-q", "-rf"]
    command = [sys.executable, "-m", "pytest", *options, "-p", "no:cacheprovider", "--color=no"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    failed = re.findall(r"^FAILED (\w+\.ipynb)::", done.stdout, re.MULTILINE)
    assert re.search(r"\d+ failed, \d+ passed", done.stdout), done.stdout + done.stderr
    return set(failed), done.stdout
