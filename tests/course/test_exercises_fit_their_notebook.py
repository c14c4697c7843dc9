"""What an exercise says and shows can be done in its cell: names, hints, solution, mistakes."""

from __future__ import annotations

import ast
import inspect
import re
from dataclasses import replace

import pandas as pd
import pytest

from clvwidgets.course._grading import grade
from clvwidgets.course.exercises import load_plan
from clvwidgets.course.plan import filled, values_of

from .notebook_names import WITH_PLAN, after_each_cell, calls_of, value_of

CODE = re.compile(r"`([^`]+)`")
METHODS = (pd.Series, pd.DataFrame, pd.core.groupby.GroupBy, pd.core.indexes.accessors.Properties)

pytestmark = pytest.mark.integration


@pytest.fixture(scope="module", params=WITH_PLAN, ids=lambda one: one.number)
def cells(request):
    """The plan, and for each key of an exercise the names in its cell."""
    plan = load_plan(request.param.name)
    found = {}
    for source, names in after_each_cell(request.param):
        for method, key in calls_of(source):
            if method == "check":
                found[key] = dict(names)
            if method == "on_your_own":
                found[method] = dict(names)
    return plan, found


def exercises(cells):
    plan, found = cells
    for exercise in plan.exercises:
        yield replace(exercise, given=values_of(exercise.given)), found[exercise.key]


def fault_of(snippet, names):
    """What is wrong with a piece of code in a text, in the cell where it is read."""
    if snippet.startswith("."):
        method = re.match(r"\.(\w+)", snippet)[1]
        return "" if any(hasattr(kind, method) for kind in METHODS) else "no such method"
    if snippet.endswith("="):
        takes = [value for value in names.values() if callable(value)]
        return "" if any(takes_argument(one, snippet[:-1]) for one in takes) else "no such argument"
    try:
        ast.parse(snippet)
    except SyntaxError:
        return "no Python"
    try:
        exec(snippet, dict(names))
    except Exception as error:
        return "" if is_a_column(snippet, names) else f"{type(error).__name__}: {error}"
    return ""


def takes_argument(function, name):
    try:
        return name in inspect.signature(function).parameters
    except (TypeError, ValueError):
        return False


def is_a_column(snippet, names):
    tables = [value for value in names.values() if isinstance(value, pd.DataFrame | pd.Series)]
    labels = {
        str(label)
        for table in tables
        for label in (*getattr(table, "columns", ()), *index_names(table))
    }
    return snippet.strip("\"'") in labels


def index_names(table):
    return [name for name in table.index.names if name]


def test_code_in_prompts_and_hints_runs_in_the_exercises_cell(cells):
    wrong = {
        (exercise.key, snippet): fault
        for exercise, names in exercises(cells)
        for text in (exercise.prompt, *exercise.hints)
        for snippet in CODE.findall(filled(text, exercise.given) if "{" in text else text)
        if (fault := fault_of(snippet, names))
    }
    assert wrong == {}


def test_the_solution_runs_in_the_exercises_cell_and_is_right(cells):
    states = {
        exercise.key: grade(exercise, value_of(exercise.solution, names)).state
        for exercise, names in exercises(cells)
    }
    assert set(states.values()) <= {"right"}, states


def test_each_mistake_is_code_that_hears_its_own_message(cells):
    heard = {}
    for exercise, names in exercises(cells):
        for place, mistake in enumerate(exercise.mistakes):
            verdict = grade(exercise, value_of(mistake.code, names))
            if (verdict.state, verdict.mistake) != ("wrong", place):
                heard[exercise.key, mistake.code] = verdict
    assert heard == {}


def test_the_task_with_own_numbers_runs(cells):
    plan, found = cells
    exec(plan.own.code, dict(found["on_your_own"]))
