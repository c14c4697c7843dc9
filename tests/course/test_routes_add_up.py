"""One list of routes: what README and the first notebook print, and what recalls may ask about."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import pytest

from clvwidgets.course import Lesson
from clvwidgets.course.contents import CHAPTERS, ROUTES, Route, chapter, route_text
from clvwidgets.course.exercises import lesson_names, load_plan

from .notebook_names import calls_of, read

ROOT = Path(__file__).parents[2]
ALL = [one.number for one in CHAPTERS]
WRITTEN = {name[:2] for name in lesson_names()}
START = chapter("00")
each_route = pytest.mark.parametrize("route", ROUTES, ids=lambda one: one.time)


def numbers_in(text):
    """Numbers of notebooks that a text lists: "00 to 03, 05" are five."""
    listed = []
    for first, last in re.findall(r"\b(\d\d)\b(?: to (\d\d)\b)?", text):
        listed += ALL[ALL.index(first) : ALL.index(last or first) + 1]
    return listed


def cell_of_routes():
    for cell in read(START).cells:
        if cell.cell_type == "code" and ("routes", None) in calls_of(cell.source):
            return cell.outputs[0]["data"]["text/plain"]
    raise AssertionError("the first notebook shows no routes")


@each_route
def test_a_route_begins_at_the_start_and_runs_in_order(route):
    assert route.numbers[0] == START.number
    assert list(route.numbers) == sorted(set(route.numbers))
    assert set(route.numbers) <= set(ALL)


def test_each_route_contains_the_shorter_one_and_the_last_has_all():
    sets = [set(route.numbers) for route in ROUTES]
    assert all(short < long for short, long in pairwise(sets))
    assert list(ROUTES[-1].numbers) == ALL


@each_route
def test_readme_and_the_first_notebook_list_what_is_written_and_what_is_to_come(route):
    here = [number for number in route.numbers if number in WRITTEN]
    to_come = [number for number in route.numbers if number not in WRITTEN]
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    rows = dict(re.findall(r"^\| ([a-z][a-z ]+) \| (\d\d.*) \|$", readme, re.MULTILINE))
    one_line = " ".join(cell_of_routes().split())
    (item,) = re.findall(rf"\* {route.time}: ([^*]*)", one_line)
    for said in (rows[route.time], item):
        first, _, rest = said.partition("to come:")
        assert (numbers_in(first), numbers_in(rest)) == (here, to_come)


def test_readme_and_the_first_notebook_list_no_other_routes():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    times = re.findall(r"^\| ([a-z][a-z ]+) \| \d\d.* \|$", readme, re.MULTILINE)
    assert times == [route.time for route in ROUTES]
    assert cell_of_routes() == str(Lesson(START.name).routes())


@each_route
def test_a_recall_asks_only_about_what_came_earlier_on_the_route(route):
    unknown = {
        (name, question.key): number
        for name in lesson_names()
        if name[:2] in route.numbers
        for question in load_plan(name).recall
        for number in question.about
        if number not in route.numbers[: route.numbers.index(name[:2])]
    }
    assert unknown == {}


def test_no_score_of_the_pretest_names_a_notebook_that_is_not_there():
    for score in load_plan(START.name).scores:
        assert set(re.findall(r"\b\d\d\b", score.says)) <= WRITTEN
        assert not re.search(r"\bpart \d", score.says, re.IGNORECASE)


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("00 01 02 05", "00 to 02, 05; to come: 06, 08"),
        ("00 01 02 05 06 08", "00 to 02, 05, 06, 08"),
        ("", "to come: 00 to 02, 05, 06, 08"),
    ],
)
def test_runs_of_three_are_drawn_together(written, said):
    route = Route("an hour", ("00", "01", "02", "05", "06", "08"))
    assert route_text(route, set(written.split())) == said
