"""A customer is typed into the card in a real JupyterLab, and Python answers."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from .test_explorers_in_jupyterlab import opened

CARD = """
from clvwidgets import CustomerCard, load_dataset
card = CustomerCard(load_dataset("cdnow"), currency="USD")
card
"""


@pytest.mark.integration
def test_a_typed_customer_is_shown_and_an_unknown_one_refused(page, lab, tmp_path):
    """Only a real kernel finds customers, and only a real channel carries its refusal."""
    panel = opened(page, lab, tmp_path, CARD).first
    box = panel.get_by_role("combobox", name="Customer")
    box.fill("4")
    box.press("Enter")
    expect(panel).to_contain_text("Customer 4 bought on 4 days from 1997-01-01 to 1997-12-12")
    box.fill("Nobody")
    box.press("Enter")
    expect(panel.get_by_role("alert").filter(has_text="no customer 'Nobody'")).to_be_visible()
    expect(panel).to_contain_text("Customer 4 bought on")
