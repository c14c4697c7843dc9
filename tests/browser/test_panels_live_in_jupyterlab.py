"""Panels in a real JupyterLab: before a run, while the kernel lives, and after its end."""

from __future__ import annotations

import json

import altair as alt
import nbformat
import pandas as pd
import pytest
from nbformat.v4 import new_code_cell, new_notebook, new_output
from playwright.sync_api import expect

from clvwidgets import SubscriptionCLV
from clvwidgets.display.renderer import chart_bundle

from . import labdriver
from .labdriver import KERNEL
from .panels import STEPS, drag, headline, settled, used_heap

VIEW = "application/vnd.jupyter.widget-view+json"
ONE = ["from clvwidgets import SubscriptionCLV", "calc = SubscriptionCLV()\ncalc"]
EIGHT = ["from clvwidgets import SubscriptionCLV", *["SubscriptionCLV()"] * 8]


def stored(sources, output, path):
    """Store a notebook as the course stores its own: executed, without widget views."""
    cells = [new_code_cell(source) for source in sources]
    data = {mime: content for mime, content in output.items() if mime != VIEW}
    cells[-1].outputs = [new_output("execute_result", data, execution_count=len(cells))]
    nbformat.write(new_notebook(cells=cells, metadata=KERNEL), path)
    return path


@pytest.fixture(scope="module")
def one(lab, tmp_path_factory):
    bundle, _metadata = SubscriptionCLV()._repr_mimebundle_()
    return lab.add(stored(ONE, bundle, tmp_path_factory.mktemp("one") / "one.ipynb"))


@pytest.fixture(scope="module")
def eight(lab, tmp_path_factory):
    path = tmp_path_factory.mktemp("eight") / "eight.ipynb"
    nbformat.write(new_notebook(cells=[new_code_cell(s) for s in EIGHT], metadata=KERNEL), path)
    return lab.add(path)


def the_panel(page):
    return settled(page.locator(".clv-panel").first)


def nothing_went_wrong(page):
    # Lab's debugger, which nobody uses here, complains when a kernel restarts.
    ours = [text for text in page.console_errors if "debugger state" not in text]
    assert ours == []
    assert page.foreign_requests == []
    assert page.get_by_text("model not found", exact=False).count() == 0


def becomes_live(page):
    """Wait until the widget has taken over from the stored panel."""
    expect(page.locator(".clv-panel").get_by_text("saved", exact=True)).to_have_count(0)


def drawn_in_time(panel, label, start, end):
    """Drag up to three times: another process may take the machine for a moment."""
    for _try in range(3):
        done = drag(panel, label, start, end)
        if done.drawn == STEPS:
            break
        start, end = end, start
    return done.drawn


def test_a_notebook_just_opened_is_alive_before_any_run(lab_page, lab, one):
    """Widgets elsewhere read "model not found" until the cell is run again."""
    labdriver.open_notebook(lab_page, lab, one)
    panel = the_panel(lab_page)
    assert headline(panel, "Lifetime value") == "€695"
    panel.get_by_role("slider", name="Churn per month").press("ArrowRight")
    assert headline(panel, "Lifetime value") == "€684"
    assert panel.get_by_text("saved", exact=True).is_visible()
    nothing_went_wrong(lab_page)


def test_a_moved_slider_redraws_in_the_page_and_python_follows(desk):
    """Through the kernel half of the steps were lost; `interact` drew one in five."""
    labdriver.run_cells(desk, ONE)
    panel = the_panel(desk)
    assert drawn_in_time(panel, "Churn per month", 0.05, 0.35) == STEPS
    slider = panel.get_by_role("slider", name="Churn per month")
    labdriver.wait_until_idle(desk)
    assert float(labdriver.run_code(desk, "print(calc.churn)")) == float(slider.input_value())
    assert labdriver.run_code(desk, "calc.churn = 0.04; print(f'{calc.clv:.0f}')") == "840\n"
    desk.wait_for_function("() => document.querySelector('.clv-panel').textContent.includes('840')")
    nothing_went_wrong(desk)


def test_a_busy_kernel_holds_nothing_up(desk):
    labdriver.run_cells(desk, ONE)
    panel = the_panel(desk)
    desk.evaluate(
        "() => { window.jupyterapp.shell.currentWidget.sessionContext.session.kernel"
        ".requestExecute({ code: 'import time; time.sleep(6)' }); }"
    )
    assert drawn_in_time(panel, "Margin per month", 40, 200) == STEPS
    labdriver.wait_until_idle(desk)
    nothing_went_wrong(desk)


def test_with_the_kernel_shut_down_the_slider_still_moves(lab_page, lab, one):
    """Each step used to leave "Could not send widget sync message" in the console."""
    labdriver.open_notebook(lab_page, lab, one)
    labdriver.run_all(lab_page)
    panel = the_panel(lab_page)
    labdriver.shut_kernel_down(lab_page)
    expect(lab_page.locator(".clv-panel").get_by_text("offline", exact=True)).to_be_visible()
    panel = the_panel(lab_page)
    assert drawn_in_time(panel, "Churn per month", 0.05, 0.35) == STEPS
    nothing_went_wrong(lab_page)


def test_reload_and_restart_leave_no_blank(page, lab, one):
    """Run, save, reload with the kernel alive, restart it, reload, run: alive each time."""
    labdriver.open_notebook(page, lab, one)
    labdriver.run_all(page)
    the_panel(page)
    labdriver.save(page)
    labdriver.reload(page)
    panel = the_panel(page)
    becomes_live(page)
    panel = the_panel(page)
    before = headline(panel, "Lifetime value")
    panel.get_by_role("slider", name="Churn per month").press("ArrowRight")
    assert headline(panel, "Lifetime value") != before
    nothing_went_wrong(page)

    labdriver.restart_kernel(page)
    labdriver.reload(page)
    panel = the_panel(page)
    assert panel.get_by_text("saved", exact=True).is_visible()
    panel.get_by_role("slider", name="Churn per month").press("ArrowRight")
    nothing_went_wrong(page)

    labdriver.run_all(page)
    becomes_live(page)
    assert headline(the_panel(page), "Lifetime value") == "€695"
    nothing_went_wrong(page)


def test_eight_panels_stay_light(page, lab, eight):
    """Eight charts that each bring Vega along cost 7.5 MB; a notebook once grew to 112 MB."""
    traffic = labdriver.count_traffic(page)
    labdriver.open_notebook(page, lab, eight)
    before = traffic.received + traffic.sent
    labdriver.run_all(page)
    for index in range(len(EIGHT)):
        labdriver.scroll_to_cell(page, index)
    page.wait_for_function("() => document.querySelectorAll('.clv-panel').length === 8")
    assert traffic.received + traffic.sent - before <= 1_200_000
    labdriver.save(page)
    stored = (lab.folder / eight).read_text(encoding="utf-8")
    assert len(stored) <= 300_000
    assert sum(len(cell["outputs"]) for cell in json.loads(stored)["cells"]) == 8
    nothing_went_wrong(page)


def test_three_hundred_moves_leave_no_garbage(desk):
    labdriver.run_cells(desk, ONE)
    panel = the_panel(desk)
    drag(panel, "Margin per month", 0, 300, steps=30)
    before = used_heap(desk)
    drag(panel, "Margin per month", 0, 300, steps=300)
    labdriver.wait_until_idle(desk)
    assert used_heap(desk) - before < 10
    nothing_went_wrong(desk)


def test_the_grid_hands_customers_to_python(desk):
    source = (
        "from clvwidgets import RFMExplorer, load_dataset\n"
        "explorer = RFMExplorer(load_dataset('cdnow'), currency='USD')\nexplorer"
    )
    labdriver.run_cells(desk, [source])
    panel = the_panel(desk)
    panel.get_by_role("checkbox", name="Champions").check()
    assert panel.get_by_text("3,431 customers").is_visible()
    labdriver.wait_until_idle(desk)
    assert labdriver.run_code(desk, "print(len(explorer.selected))") == "3431\n"
    labdriver.run_code(desk, "explorer.select('Loyal')")
    panel.get_by_role("checkbox", name="Loyal", checked=True).wait_for()
    assert not panel.get_by_role("checkbox", name="Champions").is_checked()
    nothing_went_wrong(desk)


def test_a_plain_altair_chart_shows_offline(lab_page, lab, tmp_path):
    """Altair's default renderer asks a CDN for Vega and shows a red box without one."""
    sources = [
        "import altair as alt, pandas as pd\n_ = alt.renderers.enable('clvwidgets')",
        "alt.Chart(pd.DataFrame({'x': [1, 2, 3]}), title='Three points')"
        ".mark_point().encode(x='x:Q')",
    ]
    chart = alt.Chart(pd.DataFrame({"x": [1, 2, 3]}), title="Three points")
    bundle = chart_bundle(chart.mark_point().encode(x="x:Q").to_dict())
    path = stored(sources, bundle, tmp_path / "plain.ipynb")
    labdriver.open_notebook(lab_page, lab, lab.add(path))
    settled(lab_page.locator(".clv-panel").first)
    labdriver.run_all(lab_page)
    panel = settled(lab_page.locator(".clv-panel").first)
    assert panel.get_by_text("Three points").count() >= 1
    nothing_went_wrong(lab_page)
