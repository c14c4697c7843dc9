"""The simulated world under the hand: each move asks Python, and the chart follows."""

from __future__ import annotations

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook
from playwright.sync_api import expect

from . import labdriver
from .panels import drag, settled

KERNEL = {"kernelspec": {"name": "python3", "display_name": "Python 3"}}


@pytest.mark.integration
def test_a_moved_slider_brings_another_world_and_a_dead_kernel_promises_none(
    lab_page, lab, tmp_path
):
    """Python simulates and fits anew; thirty moves a second must not pile up behind it."""
    path = tmp_path / "notebook.ipynb"
    source = "from clvwidgets import CustomerWorld\nworld = CustomerWorld()\nworld"
    nbformat.write(new_notebook(cells=[new_code_cell(source)], metadata=KERNEL), path)
    labdriver.open_notebook(lab_page, lab, lab.add(path))
    labdriver.run_all(lab_page)
    panel = lab_page.locator(".jp-OutputArea .clv-panel").first
    settled(panel)
    picture = panel.locator(".clv-picture").first
    before = picture.inner_text()
    drag(panel, "How much customers differ", 1.0, 3.0, steps=30)
    expect(picture).not_to_have_text(before)
    asked = "print(world.heterogeneity, round(world.off['1 ÷ churn'], 2))"
    # The slider's value is there before the fit that follows it.
    for _tenth_of_a_second in range(100):
        differ, off = labdriver.run_code(lab_page, asked).split()
        if float(differ) == 3.0 and f"{-float(off):.0%}" in picture.inner_text():
            break
        lab_page.wait_for_timeout(100)
    assert float(differ) == 3.0
    expect(picture).to_contain_text(f"{-float(off):.0%}")
    panel.get_by_label("Preset").select_option(label="All customers alike")
    expect(panel).to_contain_text("1 ÷ churn comes nearest")
    labdriver.shut_kernel_down(lab_page)
    expect(panel.get_by_label("Preset")).to_be_disabled()
    assert lab_page.console_errors == []
