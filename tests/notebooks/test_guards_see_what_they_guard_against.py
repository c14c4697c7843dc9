"""Each guard passes a sound little notebook and names the fault in one that breaks its rule."""

import base64
import json

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from . import guards


def panel_output(**changes):
    data = {
        guards.PANEL_MIME: {"values": {"churn": 0.05}},
        "image/png": base64.b64encode(b"picture").decode(),
        "text/plain": "Subscription CLV: churn 5 %, CLV 733.33 EUR",
    }
    return new_output("display_data", data=data | changes)


@pytest.fixture
def sound():
    """Keep every rule."""
    data = {"text/plain": "0.35848", "text/html": "<a href='https://example.org'>0.35848</a>"}
    result = new_output("execute_result", data=data, execution_count=1)
    return new_notebook(
        metadata={"clvwidgets": {"teaches": ["M2", "S23"], "given": {"1,000": "the story"}}},
        cells=[
            new_markdown_cell(
                "In 2012 a shop had 1,000 people; `x = 12345` is code. After twenty months "
                "35.8 % are left, and each is worth 733 EUR."
            ),
            new_code_cell("0.95**20", execution_count=1, outputs=[result]),
            new_code_cell("calc", execution_count=2, outputs=[panel_output()]),
        ],
    )


@pytest.mark.parametrize("guard", guards.GUARDS, ids=lambda guard: guard.__name__)
def test_a_sound_notebook_has_no_fault(sound, guard):
    assert guard(sound) == []


def test_a_cell_that_was_not_run_is_seen(sound):
    sound.cells[1].execution_count = None
    assert "their counts are [None, 2]" in guards.every_code_cell_was_run(sound)[0]


def test_cells_run_out_of_order_are_seen(sound):
    sound.cells[1].execution_count = 7
    assert "their counts are [7, 2]" in guards.every_code_cell_was_run(sound)[0]


def test_an_empty_code_cell_is_seen(sound):
    sound.cells.append(new_code_cell(" ", id="blank"))
    assert guards.every_code_cell_was_run(sound) == ["cell blank is empty"]


def test_a_stored_widget_view_is_seen(sound):
    sound.cells[2].outputs[0].data[guards.WIDGET_VIEW] = {"model_id": "4711"}
    assert "stores a widget view" in guards.no_widget_view_is_stored(sound)[0]


def test_stored_widget_state_is_seen(sound):
    sound.metadata["widgets"] = {"state": {}}
    assert guards.no_widget_view_is_stored(sound) == ["the notebook stores the state of widgets"]


@pytest.mark.parametrize("written", ["0.30000000000000004", "138119.1400000011"])
def test_digits_of_the_processor_are_seen(sound, written):
    declaration = json.dumps({"expr": f"12 * {written}"})
    panel = panel_output(**{guards.PANEL_MIME: {"declaration": declaration}})
    for output in (panel, new_output("stream", text=f"share {written}")):
        sound.cells[2].outputs = [output]
        assert f"stores {written}" in guards.no_output_hangs_on_the_processor(sound)[0]


@pytest.mark.parametrize("mime", ["text/plain", "image/png"])
def test_a_panel_without_text_or_picture_is_seen(sound, mime):
    del sound.cells[2].outputs[0].data[mime]
    assert f"has no {mime}" in guards.every_panel_is_complete_and_small(sound)[0]


def test_a_card_needs_words_and_no_picture(sound):
    card = panel_output(**{guards.PANEL_MIME: {"declaration": '{"version":1,"card":{}}'}})
    del card.data["image/png"]
    sound.cells[2].outputs = [card]
    assert "has no text/html" in guards.every_panel_is_complete_and_small(sound)[0]
    card.data["text/html"] = "<p>What is churn?</p>"
    assert guards.every_panel_is_complete_and_small(sound) == []


def test_a_heavy_panel_is_seen(sound):
    sound.cells[2].outputs = [panel_output(**{guards.PANEL_MIME: {"rows": "x" * 80_000}})]
    assert "bytes, over 80000" in guards.every_panel_is_complete_and_small(sound)[0]


def test_a_heavy_picture_is_seen(sound):
    picture = base64.b64encode(b"x" * 20_001).decode()
    sound.cells[2].outputs = [panel_output(**{"image/png": picture})]
    assert "20001 bytes, over 20000" in guards.every_panel_is_complete_and_small(sound)[0]


@pytest.mark.parametrize(
    "html",
    [
        '<script src="https://cdn.example/npm/vega@6"></script>',
        "<script>load('https://cdn.example/npm/vega-lite@6.4.1?noext')</script>",
        "<img src=//example.org/a.png>",
    ],
)
def test_an_output_that_loads_from_the_network_is_seen(sound, html):
    sound.cells[2].outputs = [new_output("display_data", data={"text/html": html})]
    assert "loads from the network" in guards.no_output_loads_from_the_network(sound)[0]


def test_a_long_cell_is_seen(sound):
    sound.cells[1].source = "\n".join("abcdefghi")
    assert "has 9 lines of code, over 8" in guards.it_is_short(sound)[0]


def test_too_many_code_cells_are_seen(sound):
    sound.cells += [new_code_cell("1") for _ in range(15)]
    assert guards.it_is_short(sound) == ["it has 17 code cells, over 16"]


def test_a_wide_line_is_seen(sound):
    sound.cells.append(new_code_cell(f"name = {'1' * 82}", id="wide"))
    (said,) = guards.its_lines_are_narrow(sound)
    assert said.startswith("cell wide has a line of 89 characters, over 88")


def test_a_fifth_line_to_read_is_seen_and_imports_and_the_lessons_own_lines_are_none(sound):
    ask = 'lesson.predict(\n    "key",\n    chart,\n)'
    four = f"import pandas as pd\n\n# a remark\na = 1\nb = 2\nc = 3\nd = 4\n{ask}"
    sound.cells.append(new_code_cell(four, id="four"))
    assert guards.its_cells_are_quickly_read(sound) == []
    sound.cells.append(new_code_cell(f"e = 5\n{four}", id="five"))
    assert guards.its_cells_are_quickly_read(sound) == ["cell five has 5 lines to read, over 4"]


@pytest.mark.parametrize(
    ("source", "says"),
    [
        ("f = lambda x: x", "has a lambda"),
        ("f(**options)", "unpacks a mapping with **"),
        ("import altair as alt", "imports altair"),
    ],
)
def test_tricks_and_plumbing_are_seen(sound, source, says):
    sound.cells.append(new_code_cell(source, id="trick"))
    (said,) = guards.it_is_plain_python(sound)
    assert says in said


def test_too_many_words_are_seen(sound):
    sound.cells.append(new_markdown_cell("word " * 1_200))
    assert "words, over 1200" in guards.it_is_short(sound)[0]


@pytest.mark.parametrize("tag", ["M0", "M20", "m1", "S24", "C3", "X1", "M1 K2", 5])
def test_a_tag_that_the_syllabus_does_not_have_is_seen(sound, tag):
    sound.metadata["clvwidgets"]["teaches"] = [tag]
    assert f"it teaches {tag!r}" in guards.its_tags_are_of_the_syllabus(sound)[0]


def test_a_tag_named_twice_is_seen(sound):
    sound.metadata["clvwidgets"]["teaches"] = ["M1", "M1"]
    assert "names a tag twice" in guards.its_tags_are_of_the_syllabus(sound)[0]


def test_missing_tags_are_seen(sound):
    del sound.metadata["clvwidgets"]
    assert "has no list" in guards.its_tags_are_of_the_syllabus(sound)[0]


@pytest.mark.parametrize(
    "sentence",
    ["734 EUR", "35.9 % are left", "36.9 %", "35.8 days", "1,358 people", "$7.5$", "2112 people"],
)
def test_a_number_in_prose_that_code_does_not_show_is_seen(sound, sentence):
    sound.cells.append(new_markdown_cell(sentence, id="prose"))
    assert "cell prose says" in guards.numbers_in_prose_come_from_code(sound)[0]


@pytest.mark.parametrize(
    "sentence", ["**0.36** of them", "0.4", "35.848 % stay", "733.33 EUR", "in 1997", "18 %"]
)
def test_a_number_in_prose_may_be_rounded_from_what_code_shows(sound, sentence):
    sound.cells.append(new_markdown_cell(sentence))
    assert guards.numbers_in_prose_come_from_code(sound) == []


def test_a_number_of_the_story_is_seen_unless_it_is_listed(sound):
    sound.metadata["clvwidgets"]["given"] = {}
    assert "says 1,000" in guards.numbers_in_prose_come_from_code(sound)[0]


@pytest.mark.parametrize("tag", ["nbval-ignore-output", "nbval-skip"])
def test_an_ignored_cell_without_a_reason_is_seen(sound, tag):
    sound.cells[1].metadata["tags"] = [tag]
    assert "is not compared" in guards.ignored_cells_say_why(sound)[0]
    sound.cells[1].metadata["clvwidgets"] = {"reason": "times itself"}
    assert guards.ignored_cells_say_why(sound) == []


def test_a_comment_that_steers_nbval_is_seen(sound):
    sound.cells[1].source = "# NBVAL_SKIP\n1 + 1"
    assert "by a comment" in guards.ignored_cells_say_why(sound)[0]


def test_one_ignored_cell_in_fifty_is_allowed_and_one_in_forty_nine_is_seen():
    cells = [new_code_cell("1") for _ in range(50)]
    cells[0].metadata["tags"] = ["nbval-skip"]
    assert guards.few_cells_are_ignored([new_notebook(cells=cells)]) == []
    faults = guards.few_cells_are_ignored([new_notebook(cells=cells[:49])])
    assert faults == ["1 of 49 cells are not compared, over 2%"]
