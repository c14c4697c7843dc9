"""The tools of this room do what the other tests rely on, in a JupyterLab without our widgets."""

import json

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from . import labdriver

SOURCES = ("runs = globals().get('runs', 0) + 1", "print('run', runs)")


@pytest.fixture(scope="module")
def name(lab, tmp_path_factory):
    """Put a notebook into the Lab that counts its own runs in a variable."""
    path = tmp_path_factory.mktemp("made_up") / "made_up.ipynb"
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3"}}
    cells = [new_code_cell(source) for source in SOURCES]
    nbformat.write(new_notebook(cells=cells, metadata=kernel), path)
    return lab.add(path)


def test_a_notebook_just_opened_is_quiet(page, lab, name):
    """No dialog of news, no error in the console, no request to another machine."""
    labdriver.open_notebook(page, lab, name)
    assert page.locator(".jp-Dialog, .Toastify__toast").count() == 0
    assert page.console_errors == []
    assert page.foreign_requests == []


def test_run_all_waits_for_the_last_output_and_save_stores_it(lab_page, lab, name):
    traffic = labdriver.count_traffic(lab_page)
    labdriver.open_notebook(lab_page, lab, name)
    labdriver.run_all(lab_page)
    labdriver.save(lab_page)
    stored = json.loads((lab.folder / name).read_text(encoding="utf-8"))
    assert stored["cells"][1]["outputs"][0]["text"] == ["run 1\n"]

    before = traffic.received
    labdriver.run_code(lab_page, "print('x' * 100_000)")
    assert traffic.received - before > 100_000
    assert 100_000 < traffic.largest[-1] < 110_000


def test_a_kernel_can_be_asked_restarted_and_shut_down(page, lab, name):
    labdriver.open_notebook(page, lab, name)
    labdriver.run_code(page, "kept = 1")
    labdriver.reload(page)
    assert labdriver.run_code(page, "print('kept' in globals())") == "True\n"
    with pytest.raises(RuntimeError, match="division by zero"):
        labdriver.run_code(page, "1 / 0")

    labdriver.restart_kernel(page)
    assert labdriver.run_code(page, "print('kept' in globals())") == "False\n"

    labdriver.shut_kernel_down(page)
    assert lab.ask("api/kernels") == []
    assert page.get_by_text("print('run', runs)").is_visible()


def test_a_cell_that_raises_is_told(lab_page, lab, tmp_path):
    path = tmp_path / "raises.ipynb"
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3"}}
    nbformat.write(new_notebook(cells=[new_code_cell("1 / 0")], metadata=kernel), path)
    labdriver.open_notebook(lab_page, lab, lab.add(path))
    with pytest.raises(RuntimeError, match="ZeroDivisionError: division by zero"):
        labdriver.run_all(lab_page)


def test_errors_and_requests_to_other_machines_are_noted(page):
    page.set_content("<img src='http://example.invalid/a.png'><script>undefined.x</script>")
    assert page.foreign_requests == ["http://example.invalid/a.png"]
    assert any("undefined" in text for text in page.console_errors)
