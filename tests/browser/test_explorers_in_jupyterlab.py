"""What explorers are for, in a real JupyterLab: from a table to a list of customers, by hand."""

from __future__ import annotations

import csv

import pytest
from playwright.sync_api import expect

from . import labdriver
from .panels import settled

WIN_BACK = """
from clvwidgets import LifecycleExplorer, load_dataset
explorer = LifecycleExplorer(load_dataset("cdnow"), currency="USD")
explorer
"""
CARD = """
from clvwidgets import CustomerCard, load_dataset
card = CustomerCard(load_dataset("cdnow"), currency="USD")
card
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


def shown(page, source):
    """Run a cell; the panels of its output."""
    labdriver.run_cells(page, [source.strip()])
    panels = page.locator(".jp-OutputArea .clv-panel")
    settled(panels.first)
    return panels


@pytest.mark.integration
def test_the_two_hundred_to_win_back_are_found_without_code_and_are_a_file(desk, tmp_path):
    """After the first cell, ticking a box and pressing a button must be all."""
    panel = shown(desk, WIN_BACK).first
    panel.get_by_role("checkbox", name="Win back").check()
    expect(panel.locator(".clv-chosen")).to_contain_text("at stake")
    with desk.expect_download() as download:
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
    listed = labdriver.run_code(desk, "print(explorer.query)")
    assert "probability alive more than 0.1" in listed
    assert desk.console_errors == []


@pytest.mark.integration
def test_a_typed_customer_is_shown_and_an_unknown_one_refused(desk):
    """Only a real kernel finds customers, and only a real channel carries its refusal."""
    panel = shown(desk, CARD).first
    box = panel.get_by_role("combobox", name="Customer")
    box.fill("4")
    box.press("Enter")
    expect(panel).to_contain_text("Customer 4 bought on 4 days from 1997-01-01 to 1997-12-12")
    box.fill("Nobody")
    box.press("Enter")
    expect(panel.get_by_role("alert").filter(has_text="no customer 'Nobody'")).to_be_visible()
    expect(panel).to_contain_text("Customer 4 bought on")


@pytest.mark.integration
def test_linked_explorers_filter_each_other_even_without_a_kernel(desk):
    """The browser has the sums of both: it need not ask."""
    panels = shown(desk, LINKED)
    expect(panels).to_have_count(2)
    segments, cohorts = panels.all()
    settled(cohorts)
    segments.get_by_role("checkbox", name="Champions").check()
    # The cohorts' triangle is made of orders, not of cells: Python adds it up anew.
    expect(cohorts).not_to_contain_text("All 3 cohorts: 2,357 customers")
    labdriver.shut_kernel_down(desk)
    cohorts.locator(".mark-rect path").first.click(force=True)
    expect(segments).to_contain_text("Only the customers who are chosen in the linked panel")
    expect(segments.locator(".clv-chosen")).not_to_contain_text("100%")
