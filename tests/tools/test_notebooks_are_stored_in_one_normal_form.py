"""`tools/notebooks.py` on made-up notebooks: what it runs, takes out, keeps and refuses."""

import base64
import json
from copy import deepcopy

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

import notebooks
from clvwidgets.display.panel_json import PANEL_MIME

# Each of these starts kernels.
pytestmark = pytest.mark.integration

# What a panel puts into an output, without the package: view, JSON, picture and text.
PANEL_CELL = """
from IPython.display import display
bundle = {"text/plain": "Panel: churn 0.05, CLV 733.33"}
bundle["image/png"] = "cGljdHVyZQ=="
bundle["application/vnd.clvwidgets.panel+json"] = {"values": {"churn": 0.05}}
bundle["application/vnd.jupyter.widget-view+json"] = {"model_id": "4711"}
display(bundle, raw=True)
"""


# Two messages to a front end, one output in a file.
PRINTING_CELL = """
print("a", flush=True)
print("b", flush=True)
1 + 1
"""


def made_up(*sources):
    return new_notebook(
        cells=[new_markdown_cell("# Made up"), *(new_code_cell(source) for source in sources)]
    )


def stored(path, notebook):
    nbformat.write(notebook, path)
    return path


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Hold one notebook that `run` has executed."""
    folder = tmp_path_factory.mktemp("course")
    (folder / "rows.txt").write_text("three")
    notebook = made_up("open('rows.txt').read()", PRINTING_CELL, PANEL_CELL)
    notebook.metadata["widgets"] = {"state": {}}
    notebook.metadata["clvwidgets"] = {"teaches": ["M1"]}
    notebook.metadata["language_info"] = {"name": "python", "version": "3.0.0"}
    notebook.cells[1].metadata["execution"] = {"iopub.status.busy": "2020-01-01"}
    notebook.cells[1].metadata["tags"] = ["recall"]
    stored(folder / "05_made up.ipynb", notebook)
    assert notebooks.main(["run", str(folder)]) == 0
    return folder


@pytest.fixture
def executed(folder):
    return nbformat.read(folder / "05_made up.ipynb", as_version=4)


def outputs(notebook):
    return [output for cell in notebook.cells for output in cell.get("outputs", [])]


def test_cells_run_in_the_folder_of_their_notebook_and_count_from_one(executed):
    first, second, third = (cell for cell in executed.cells if cell.cell_type == "code")
    assert first.outputs[0].data["text/plain"] == "'three'"
    assert second.outputs[0].text == "a\nb\n"
    assert second.outputs[1].execution_count == 2
    assert [cell.execution_count for cell in (first, second, third)] == [1, 2, 3]


def test_widget_views_and_state_go_and_the_panel_stays(executed):
    assert set(outputs(executed)[-1].data) == {PANEL_MIME, "image/png", "text/plain"}
    assert "widgets" not in executed.metadata


def test_nothing_stored_tells_the_time_or_the_version(executed):
    assert executed.metadata["language_info"] == notebooks.LANGUAGE_INFO
    assert executed.metadata["kernelspec"] == notebooks.KERNELSPEC
    assert all("execution" not in cell.metadata for cell in executed.cells)


def test_metadata_of_the_course_stays(executed):
    assert executed.metadata["clvwidgets"] == {"teaches": ["M1"]}
    assert executed.cells[1].metadata["tags"] == ["recall"]


def test_a_second_run_changes_no_byte(folder, capsys):
    path = folder / "05_made up.ipynb"
    before = path.read_bytes()
    assert notebooks.main(["run", str(path)]) == 0
    assert path.read_bytes() == before
    assert "unchanged" in capsys.readouterr().out


def test_an_executed_notebook_passes_the_check(folder, capsys):
    assert notebooks.main(["check", str(folder)]) == 0
    assert "1 of 1 notebooks" in capsys.readouterr().out


def test_the_check_names_cells_that_were_not_run(tmp_path, capsys):
    path = stored(tmp_path / "a.ipynb", made_up("1 + 1"))
    assert notebooks.main(["check", str(path)]) == 1
    assert "1 code cells were not run" in capsys.readouterr().err


def test_the_check_sees_litter(tmp_path, executed, capsys):
    executed.metadata["widgets"] = {"state": {}}
    path = stored(tmp_path / "a.ipynb", executed)
    assert notebooks.main(["check", str(path)]) == 1
    assert "not in the normal form" in capsys.readouterr().err


def test_a_failing_cell_leaves_the_file_as_it_was(tmp_path, capsys):
    path = stored(tmp_path / "a.ipynb", made_up("1 / 0"))
    before = path.read_bytes()
    assert notebooks.main(["run", str(path)]) == 1
    assert path.read_bytes() == before
    assert "ZeroDivisionError" in capsys.readouterr().err


def test_a_notebook_that_computes_too_long_is_named(tmp_path, capsys, monkeypatch):
    monkeypatch.setattr(notebooks, "MOST_SECONDS", 0.01)
    path = tmp_path / "a.ipynb"
    path.write_text(notebooks.as_text(new_notebook(cells=[new_code_cell("1 + 1", id="one")])))
    assert notebooks.run([path]) == 1
    assert "a.ipynb: computes" in capsys.readouterr().err


def test_a_path_that_is_no_notebook_is_named(tmp_path, capsys):
    with pytest.raises(SystemExit):
        notebooks.main(["run", str(tmp_path / "gone.ipynb")])
    assert "gone.ipynb is neither a notebook" in capsys.readouterr().err


def raw_notebook(path, ids):
    cells = [
        {"cell_type": "markdown", "metadata": {}, "source": ["text"], **({"id": i} if i else {})}
        for i in ids
    ]
    path.write_text(
        json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 4})
    )
    return path


def test_ids_are_kept_or_made_of_name_and_place_the_same_each_time(tmp_path):
    path = raw_notebook(tmp_path / "03 Churn_rate.ipynb", ["kept", None, "kept", None])
    ids = [cell.id for cell in notebooks.read(path).cells]
    assert ids == ["kept", "03-churn-rate-01", "03-churn-rate-02", "03-churn-rate-03"]


def test_a_made_id_avoids_one_that_is_taken(tmp_path):
    path = raw_notebook(tmp_path / "a.ipynb", ["a-01", None])
    assert [cell.id for cell in notebooks.read(path).cells] == ["a-01", "a-01-2"]


def with_picture(notebook, picture):
    changed = deepcopy(notebook)
    outputs(changed)[-1].data["image/png"] = base64.b64encode(picture).decode()
    return changed


def test_another_machines_picture_of_the_same_panel_is_not_stored(executed):
    kept = notebooks.keep_pictures(with_picture(executed, b"noise"), executed)
    assert notebooks.as_text(kept) == notebooks.as_text(executed)


def test_a_changed_panel_gets_its_new_picture(executed):
    new = with_picture(executed, b"new")
    outputs(new)[-1].data[PANEL_MIME] = {"values": {"churn": 0.06}}
    assert notebooks.keep_pictures(new, executed) == new


def test_fresh_pictures_are_stored_on_demand(tmp_path, executed):
    path = stored(tmp_path / "a.ipynb", with_picture(executed, b"old"))
    (tmp_path / "rows.txt").write_text("three")
    assert notebooks.main(["run", "--fresh-pictures", str(path)]) == 0
    assert notebooks.as_text(notebooks.read(path)) == notebooks.as_text(executed)


def test_checkpoints_are_no_notebooks_of_the_course(tmp_path):
    (tmp_path / ".ipynb_checkpoints").mkdir()
    for name in ("b.ipynb", "a.ipynb", ".ipynb_checkpoints/a-checkpoint.ipynb"):
        (tmp_path / name).touch()
    found = notebooks.notebook_paths([tmp_path, tmp_path / "a.ipynb"])
    assert [path.name for path in found] == ["a.ipynb", "b.ipynb"]
