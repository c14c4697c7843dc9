"""`clvwidgets export`: a notebook as one file, alive from the file system and asking nobody."""

from __future__ import annotations

import contextlib
import io
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from PIL import Image
from playwright.sync_api import expect

from clvwidgets._resources import resource_path
from clvwidgets.course import export_notebook
from clvwidgets.display.renderer import chart_bundle

from .panels import STEPS, drag, headline, rested, settled, watched_page

AXE = Path(__file__).parents[2] / "frontend/node_modules/axe-core/axe.min.js"
HOSTILE = "</script><img src=x onerror=alert(1)>"
NOTEBOOKS = {
    "01": "1_worth/01_clv_in_ten_minutes",
    "03": "1_worth/03_churn_and_lifespan",
    "04": "1_worth/04_time_value",
    "08": "2_history/08_rfm",
}


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    folder = tmp_path_factory.mktemp("pages")
    course = resource_path("notebooks")
    return {
        number: export_notebook(course / f"{name}.ipynb", folder)
        for number, name in NOTEBOOKS.items()
    }


@contextlib.contextmanager
def alone(page):
    """Hear what is asked; at the end the page has raised nothing and asked nobody."""
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    yield
    assert [url for url in asked if not url.startswith(("file:", "data:", "blob:"))] == []
    assert sum(url.startswith("file:") for url in asked) == 1
    assert page.console_errors == []


def open_from_disk(page, path):
    page.goto(path.as_uri())
    page.locator(".clv-panel").first.wait_for()
    page.wait_for_function(DRAWN, timeout=15_000)
    return page


@pytest.fixture
def opened(page, pages):
    """Open the page of a notebook from disk."""
    with alone(page):
        yield lambda number: open_from_disk(page, pages[number])


@pytest.fixture(scope="module")
def lasting(profile, pages, number):
    """Open the page of a notebook from disk, for all who only look at it."""
    with watched_page(profile) as page, alone(page):
        yield open_from_disk(page, pages[number])


@pytest.fixture
def seen(lasting):
    """Lend a page to look at, wide and light."""
    lasting.set_viewport_size({"width": 1280, "height": 900})
    lasting.emulate_media(color_scheme="light")
    expect(lasting.locator(".clv-panel").first).to_have_attribute("data-theme", "light")
    yield lasting
    assert lasting.console_errors == []


def panel_of(page, name):
    return settled(page.locator(".clv-panel", has_text=name))


def test_sliders_are_alive(opened):
    card = opened("01").locator(".clv-card", has_text="Nordlicht wins 100 coffee customers")
    card.get_by_role("spinbutton").fill("16")
    card.get_by_role("button", name="Commit").click()
    panel = settled(card.locator(".clv-panel"))
    assert headline(panel, "Lifetime value") == "€180"
    assert drag(panel, "Churn per month", 0.05, 0.35).drawn >= STEPS - 2
    assert headline(panel, "Lifetime value") != "€180"


def test_cells_of_an_explorer_are_chosen(opened):
    card = opened("08").locator(".clv-card", has_text="1,585 customers were Champions")
    card.get_by_role("spinbutton").fill("50")
    card.get_by_role("button", name="Commit").click()
    panel = settled(card.locator(".clv-panel"))
    expect(panel).to_contain_text("Nothing chosen. All 25 cells: 20,000 customers")
    picture = panel.locator(".clv-picture svg").first.bounding_box()
    at = {"x": picture["width"] / 2, "y": picture["height"] / 2}
    panel.locator(".clv-picture").first.click(position=at)
    expect(panel).to_contain_text("1 cell: ")
    panel.get_by_role("checkbox", name="Champions").check()
    expect(panel).to_contain_text("Champions")


def test_a_prediction_locks_its_result_and_then_reveals_it_alive(opened):
    page = opened("01")
    card = page.locator(".clv-card", has_text="How much is left at the end")
    assert card.locator(".clv-picture").count() == 0
    card.get_by_role("spinbutton").fill("200")
    card.get_by_role("button", name="Commit").click()
    expect(card).to_contain_text("Your guess: 200 €")
    revealed = settled(card.locator(".clv-panel"))
    # There is no cell to run on a page.
    assert "Run the cell" not in card.inner_text()
    before = revealed.locator(".clv-readouts").inner_text()
    drag(revealed, "Order value", 30, 60, steps=5)
    assert revealed.locator(".clv-readouts").inner_text() != before


def test_a_quiz_answers(opened):
    quiz = opened("01").locator(".clv-card", has_text="Quiz")
    quiz.get_by_role("radio", name="48").check()
    quiz.get_by_role("button", name="Check").first.click()
    expect(quiz).to_contain_text("two orders in each of 24 months")


def test_mathematics_is_drawn_without_a_script(opened):
    page = opened("04")
    heights = page.locator("math").evaluate_all(
        "all => all.map(one => one.getBoundingClientRect().height)"
    )
    assert len(heights) > 3
    assert min(heights) > 4
    assert (
        "$" not in page.locator(".jp-MarkdownOutput", has=page.locator("math")).first.inner_text()
    )


@pytest.mark.parametrize("number", NOTEBOOKS, scope="module")
def test_axe_finds_nothing_at_all(seen, number):  # noqa: ARG001 (whose page is seen)
    if not AXE.exists():
        pytest.skip("axe-core is not installed: run `jlpm install` in frontend/.")
    page = seen
    page.evaluate(AXE.read_text(encoding="utf-8"))
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        expect(page.locator(".clv-panel").first).to_have_attribute("data-theme", scheme)
        assert page.evaluate(VIOLATIONS) == [], scheme


@pytest.mark.parametrize("number", NOTEBOOKS, scope="module")
def test_the_dark_page_has_no_white_boxes(seen, number):  # noqa: ARG001 (whose page is seen)
    page = seen
    page.emulate_media(color_scheme="dark")
    expect(page.locator(".clv-panel").first).to_have_attribute("data-theme", "dark")
    with Image.open(io.BytesIO(page.screenshot(full_page=True))) as picture:
        shades = picture.convert("L").histogram()
    assert sum(shades[242:]) < 0.002 * sum(shades)


@pytest.mark.parametrize("number", NOTEBOOKS, scope="module")
def test_a_telephone_shows_it_without_scrolling_sideways(seen, number):  # noqa: ARG001 (as above)
    page = seen
    page.set_viewport_size({"width": 380, "height": 800})
    rested(page)
    assert page.evaluate("document.documentElement.scrollWidth") == 380
    assert (
        page.locator(".clv-picture svg").evaluate_all(
            "all => all.filter(svg => svg.getBoundingClientRect().right > 380).length"
        )
        == 0
    )


def test_without_scripts_the_pictures_stand_there(chromium, pages, tmp_path):
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    cohorts = resource_path("notebooks") / "2_history/09_cohorts.ipynb"
    page.goto(export_notebook(cohorts, tmp_path).as_uri())
    picture = page.get_by_alt_text("Cohort explorer:")
    box = picture.bounding_box()
    assert 400 < box["width"] <= 900
    page.goto(pages["01"].as_uri())
    assert page.get_by_text("How many orders does one place in a lifetime?").first.is_visible()
    context.close()


def test_markup_and_scripts_of_others_do_nothing(page, tmp_path):
    spec = {"mark": "bar", "title": HOSTILE, "data": {"values": [{"x": HOSTILE}]}}
    spec["encoding"] = {"x": {"field": "x", "type": "nominal", "title": HOSTILE}}
    html = {"text/html": "<b>B</b><script>document.title = 'hers'</script>"}
    cells = [
        new_markdown_cell(f"# `{HOSTILE}`\n\n<img src='https://x.org/p.png' alt='far'>"),
        new_code_cell("chart", outputs=[new_output("display_data", chart_bundle(spec))]),
        new_code_cell("html", outputs=[new_output("display_data", html)]),
    ]
    nbformat.write(new_notebook(cells=cells), tmp_path / "x.ipynb")
    page.goto(export_notebook(tmp_path / "x.ipynb").as_uri())
    panel = settled(page.locator(".clv-panel"))
    assert HOSTILE in panel.inner_text()
    assert page.title() == HOSTILE
    assert page.locator("img").count() == 0
    assert page.foreign_requests == []
    # What an export lets through by mistake, the page itself refuses.
    page.evaluate("""() => {
        const button = document.createElement('b');
        button.setAttribute('onclick', "document.title = 'hers'");
        document.body.append(button);
        button.click();
    }""")
    assert page.title() == HOSTILE


# What stands in a tab that is not open is drawn when it is opened.
DRAWN = """() => [...document.querySelectorAll('.clv-picture')]
    .every(picture => !picture.checkVisibility() || picture.querySelector('svg'))"""
VIOLATIONS = """async () => {
    const { violations } = await axe.run('body', { resultTypes: ['violations'] });
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map(n => n.html.slice(0, 200))}`);
}"""
