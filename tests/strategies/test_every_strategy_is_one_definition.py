"""What is promised of one strategy is promised of all: one definition, for Python and browser."""

from __future__ import annotations

import inspect
import math

import altair as alt
import numpy as np
import pandas as pd
import pytest

from clvwidgets import strategies

TRACED = {
    name: function
    for name in strategies.__all__
    if hasattr(function := getattr(strategies, name), "ranges")
}
every_strategy = pytest.mark.parametrize("name", TRACED)
USUAL = np.array([0.01, 0.4, 1.0, 1.7, 12.0, 40.0, 350.0])
EDGES = (0.0, 1e-9, 1.0)


def drawn(allowed, random, rows):
    """Values of an argument: usual ones and the ends of its range, in all sizes."""
    if allowed.high <= 1:
        values = random.choice([*EDGES, *random.uniform(max(allowed.low, -1), 1, 12)], rows)
        values = np.maximum(values, allowed.low)
    else:
        values = random.choice([0.0, *USUAL, *random.uniform(0, 60, 12)], rows)
        values = np.minimum(values, allowed.high)
        if allowed.low < 0:
            values = values * random.choice([1.0, -1.0], rows)
        values = np.maximum(values, allowed.low)
    values = np.ceil(values) if allowed.whole else values
    return np.where(allowed.allows(values), values, np.where(allowed.allows(2.0), 2.0, 0.5))


def cases(name, count=60):
    """Arguments that the function takes, drawn at random, with what it answers."""
    function = TRACED[name]
    random = np.random.default_rng(len(name))
    found = []
    columns = {key: drawn(allowed, random, 2000) for key, allowed in function.ranges.items()}
    for row in pd.DataFrame(columns).to_dict("records"):
        try:
            answer = function(**row)
        except ValueError:
            continue
        found.append((row, answer if isinstance(answer, dict) else {"": answer}))
        if len(found) == count:
            break
    assert len(found) >= min(count, 20), f"{name} refused nearly all that was drawn"
    return found


@every_strategy
def test_no_answer_is_missing(name):
    for row, answers in cases(name, 300):
        assert not any(math.isnan(value) for value in answers.values()), (row, answers)


@every_strategy
def test_python_and_vega_agree(name, vega):
    found = cases(name)
    function = TRACED[name]
    traced = function(**{key: alt.datum[key] for key in function.ranges})
    expressions = traced if isinstance(traced, dict) else {"": traced}
    rows = [row for row, _ in found]
    for key, expression in expressions.items():
        expected = [answers[key] for _, answers in found]
        assert vega(expression, rows) == pytest.approx(expected, rel=1e-9, abs=1e-9), key


@every_strategy
def test_arrays_and_series_give_what_single_numbers_give(name):
    found = cases(name)
    table = pd.DataFrame([row for row, _ in found], index=[f"c{i}" for i in range(len(found))])
    function = TRACED[name]
    of_series = function(**{key: table[key] for key in table})
    of_arrays = function(**{key: table[key].to_numpy() for key in table})
    for key in found[0][1]:
        expected = [answers[key] for _, answers in found]
        series = of_series[key] if isinstance(of_series, dict) else of_series
        array = of_arrays[key] if isinstance(of_arrays, dict) else of_arrays
        assert list(series.index) == list(table.index)
        assert series.tolist() == pytest.approx(expected, rel=1e-12, abs=1e-12)
        assert array.tolist() == pytest.approx(expected, rel=1e-12, abs=1e-12)


@every_strategy
def test_the_docstring_names_its_source(name):
    assert "References" in (inspect.getdoc(TRACED[name]) or "")
