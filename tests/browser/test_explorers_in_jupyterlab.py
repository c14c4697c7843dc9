"""What explorers are for, in a real JupyterLab: from a table to a list of customers, by hand."""

from __future__ import annotations

import csv

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook
from playwright.sync_api import expect

from . import labdriver
from .panels import settled

KERNEL = {"kernelspec": {"name": "python3", "display_name": "Python 3"}}
WIN_BACK = """
from clvwidgets import LifecycleExplorer, load_dataset
explorer = LifecycleExplorer(load_dataset("cdnow"), currency="USD")
explorer
"""
LINKED = """
from ipywidgets import VBox
from clvwidgets import CohortExplorer, RFMExplorer, TransactionLog, link_explorers, load_dataset
table = load_dataset("cdnow")
log = TransactionLog(table[table["in_sample"]])
segments, cohorts = RFMExplorer(log), CohortExplorer(log)
link = link_explorers(segments, cohorts)
VBox([segments, cohorts])
"""


def opened(page, lab, folder, source):
    """Open a notebook with one cell and run it; the panels of its output."""
    path = folder / "notebook.ipynb"
    nbformat.write(new_notebook(cells=[new_code_cell(source.strip())], metadata=KERNEL), path)
    labdriver.open_notebook(page, lab, lab.add(path))
    labdriver.run_all(page)
    panels = page.locator(".jp-OutputArea .clv-panel")
    settled(panels.first)
    return panels


@pytest.mark.integration
def test_the_two_hundred_to_win_back_are_found_without_code_and_are_a_file(page, lab, tmp_path):
    """After the first cell, ticking a box and pressing a button must be all."""
    panel = opened(page, lab, tmp_path, WIN_BACK).first
    panel.get_by_role("checkbox", name="Win back").check()
    expect(panel.locator(".clv-chosen")).to_contain_text("at stake")
    with page.expect_download() as download:
        panel.get_by_role("button", name="Save the list (CSV)").click()
    file = tmp_path / "list.csv"
    download.value.save_as(file)
    with file.open(encoding="utf-8", newline="") as text:
        rows = list(csv.DictReader(text))
    assert len(rows) == 200
    stakes = [float(row["at_stake"]) for row in rows]
    assert stakes == sorted(stakes, reverse=True)
    assert all(0.1 < float(row["probability_alive"]) <= 0.6 for row in rows)
    expect(panel).to_contain_text("Saved 200 of the")
    listed = labdriver.run_code(page, "print(explorer.query)")
    assert "probability alive more than 0.1" in listed
    assert page.console_errors == []


@pytest.mark.integration
def test_linked_explorers_filter_each_other_even_without_a_kernel(page, lab, tmp_path):
    """The browser has the sums of both: it need not ask."""
    panels = opened(page, lab, tmp_path, LINKED)
    expect(panels).to_have_count(2)
    segments, cohorts = panels.all()
    settled(cohorts)
    segments.get_by_role("checkbox", name="Champions").check()
    # The cohorts' triangle is made of orders, not of cells: Python adds it up anew.
    expect(cohorts).not_to_contain_text("All 3 cohorts: 2,357 customers")
    labdriver.shut_kernel_down(page)
    cohorts.locator(".mark-rect path").first.click(force=True)
    expect(segments).to_contain_text("Only the customers who are chosen in the linked panel")
    expect(segments.locator(".clv-chosen")).not_to_contain_text("100%")
