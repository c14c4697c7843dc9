"""A notebook, its plan and the table of contents say the same."""

from __future__ import annotations

import ast
import re
import runpy
from pathlib import Path

import nbformat
import pytest

from clvwidgets.course import Lesson
from clvwidgets.course.contents import CHAPTERS
from clvwidgets.course.exercises import lesson_names, load_plan

COURSE = Path(__file__).parents[2] / "notebooks"
WRITTEN = [chapter for chapter in CHAPTERS if (COURSE / chapter.path).is_file()]
WITH_PLAN = [chapter for chapter in WRITTEN if chapter.name in lesson_names()]
each_written = pytest.mark.parametrize("chapter", WRITTEN, ids=lambda one: one.number)
each_with_plan = pytest.mark.parametrize("chapter", WITH_PLAN, ids=lambda one: one.number)


def read(chapter):
    return nbformat.read(COURSE / chapter.path, as_version=4)


def calls(notebook):
    """Each call of a method of `lesson`: its name and its first argument, None without one."""
    for cell in notebook.cells:
        if cell.cell_type != "code":
            continue
        for node in ast.walk(ast.parse(cell.source)):
            match node:
                case ast.Call(func=ast.Attribute(value=ast.Name(id="lesson"), attr=method)):
                    first = node.args[0] if node.args else None
                    yield method, first.value if isinstance(first, ast.Constant) else None


def test_every_notebook_is_in_the_table_of_contents():
    lying = {path.relative_to(COURSE).as_posix() for path in COURSE.glob("*/*.ipynb")}
    assert lying == {chapter.path for chapter in WRITTEN}


def test_every_plan_has_its_notebook():
    assert set(lesson_names()) <= {chapter.name for chapter in WRITTEN}


@each_written
def test_the_metadata_repeats_the_tags(chapter):
    assert read(chapter).metadata["clvwidgets"]["teaches"] == list(chapter.teaches)


@each_written
def test_the_heading_is_that_of_the_table_of_contents(chapter):
    first = read(chapter).cells[0].source.splitlines()[0]
    assert first == f"# {chapter.number} · {chapter.title}"


@each_with_plan
def test_the_notebook_asks_all_that_its_plan_has(chapter):
    plan, asked = load_plan(chapter.name), list(calls(read(chapter)))
    expected = {("header", None), ("takeaway", None)}
    for method, among in (("recall", plan.recall), ("quiz", plan.quiz), ("pretest", plan.pretest)):
        expected |= {(method, None)} if among else set()
    expected |= {("routes", None)} if plan.pretest else set()
    expected |= {("on_your_own", None)} if plan.open_question or plan.own else set()
    expected |= {("predict", one.key) for one in plan.predictions}
    expected |= {("check", one.key) for one in plan.exercises}
    assert set(asked) == expected
    assert len(asked) == len(set(asked)), "something is asked twice"


@each_with_plan
def test_the_first_and_the_last_cell_are_the_lessons(chapter):
    code = [cell.source for cell in read(chapter).cells if cell.cell_type == "code"]
    assert f'lesson = Lesson("{chapter.name}")' in code[0]
    assert code[-1] == "lesson.takeaway()"


@each_with_plan
def test_every_link_between_notebooks_leads_to_one(chapter):
    lesson = Lesson(chapter.name)
    texts = [cell.source for cell in read(chapter).cells if cell.cell_type == "markdown"]
    texts += [shown._repr_html_() for shown in (lesson.header(), lesson.takeaway())]
    targets = re.findall(r"[(\"](\.\./[^)\"]+\.ipynb)[)\"]", "\n".join(texts))
    folder = (COURSE / chapter.path).parent
    assert [target for target in targets if not (folder / target).is_file()] == []


def test_no_word_is_explained_twice():
    words = [term.word for name in lesson_names() for term in load_plan(name).terms]
    assert sorted({word for word in words if words.count(word) > 1}) == []


def test_the_glossary_is_made_from_the_plans():
    tool = runpy.run_path(str(COURSE.parent / "tools" / "glossary.py"))
    page = (COURSE.parent / "docs" / "glossary.md").read_text(encoding="utf-8")
    assert page == tool["page"](), "run: make glossary"
