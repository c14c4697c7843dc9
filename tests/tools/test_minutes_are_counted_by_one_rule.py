"""The minutes in a notebook's header are those that the tool counts."""

from __future__ import annotations

import runpy
from pathlib import Path

import nbformat
import pytest

from clvwidgets.course.exercises import lesson_names, load_plan

TOOL = runpy.run_path(str(Path(__file__).parents[2] / "tools" / "minutes.py"))


@pytest.fixture(scope="module")
def counted():
    return TOOL["of_the_course"]()


@pytest.mark.integration
@pytest.mark.parametrize("name", lesson_names())
def test_the_plan_says_what_is_counted(counted, name):
    assert load_plan(name).minutes == counted[name].minutes, "run: make minutes"


@pytest.mark.integration
@pytest.mark.parametrize("name", lesson_names())
def test_a_notebook_takes_at_most_forty_minutes(counted, name):
    assert 20 <= counted[name].minutes <= 40


def test_words_cells_exercises_and_tasks_take_their_time():
    count = TOOL["Counted"](words=2_000, cells=5, exercises=2, tasks=4)
    assert count.minutes == 30  # 10 + 5 + 3 + 12


def test_what_asks_is_no_cell_of_code():
    plan = load_plan("03_churn_and_lifespan")
    sources = ["lesson.recall()", 'value = ...\nlesson.check("value", value)', "x = 1\nx"]
    cells = [nbformat.v4.new_code_cell(source) for source in sources]
    assert TOOL["counted"](nbformat.v4.new_notebook(cells=cells), plan).cells == 1
