"""Floats, arrays and Series give the same numbers, in the form in which they came."""

import inspect
import subprocess
import sys
from decimal import Decimal
from fractions import Fraction

import altair as alt
import numpy as np
import pandas as pd
import pytest
from altair.expr.core import Expression

from clvwidgets import formulas as f

VALUES = {
    "margin": [-5.0, 0.0, 40.0, 40.0, 100.0],
    "retention": [1.0, 0.5, 0.95, 0.8, 0.0],
    "discount": [0.0, 0.1, 0.008, 1.0, 0.0],
    "growth": [0.0, -1.0, 0.1, 0.05, 1.0],
    "periods": [0.0, np.inf, 36.0, 1.0, np.inf],
    "cac": [0.0, 120.0, 120.0, 1e6, 100.0],
    "churn": [0.0, 1.0, 0.05, 0.2, 0.5],
    "share": [0.0, 1.0, 0.3, 0.5, 0.0],
    "other_churn": [0.1, 0.0, 0.09, 0.2, 0.5],
    "rate": [0.0, 1.0, 0.05, 0.2, 0.5],
    "clv": [-10.0, 0.0, 200.0, 50.0, 1.0],
    "ratio": [1.0, 3.0, 3.0, 0.5, 2.0],
    "gain": [0.0, 10.0, -10.0, 5.0, 7.0],
    "cost": [0.0, 0.0, 0.0, 5.0, 2.0],
    "revenue": [0.0, -20.0, 600.0, 10.0, 3.0],
    "gross_margin": [0.0, 1.0, 0.4, 0.3, 0.2],
    "service_cost": [0.0, 1.0, 30.0, 2.0, 0.0],
    "average_order_value": [0.0, 10.0, 50.0, 20.0, 0.0],
    "purchase_frequency": [1.0, 0.0, 4.0, 2.0, 1.0],
    "lifespan": [np.inf, np.inf, 3.0, np.inf, 0.0],
    "orders": [1.0, 2.0, 300.0, 7.0, 5.0],
    "customers": [1.0, 2.0, 120.0, 7.0, 5.0],
    "repeat_customers": [0.0, 2.0, 30.0, 1.0, 1.0],
    "customers_at_start": [1.0, 2.0, 200.0, 7.0, 5.0],
    "customers_at_end": [1.0, 1.0, 190.0, 3.0, 9.0],
    "customers_lost": [0.0, 2.0, 40.0, 7.0, 5.0],
    "new_customers": [0.0, 1.0, 30.0, 0.0, 9.0],
    "residual_clv": [250.0, -1.0, 0.0, 3.0, 9.0],
    "new_clv": [80.0, -1.0, 0.0, 3.0, 9.0],
    "promoters": [1.0, 0.0, 50.0, 3.0, 1.0],
    "passives": [1.0, 0.0, 30.0, 3.0, 1.0],
    "detractors": [1.0, 7.0, 20.0, 0.0, 1.0],
    "p": [0.5, 6.0, 6.25, 100.0, 1e-9],
    "q": [1.001, 5.0, 3.74, 100.0, 2.0],
    "v": [0.1, 20.0, 15.44, 495.0, 1.0],
    "x": [0.0, 1.0, 7.0, 30.0, 2.0],
    "m": [0.0, 120.0, 73.74, 30.0, 5.0],
    "frequency": [0.0, 1.0, 2.0, 12.0, 0.0],
    "recency": [0.0, 4.0, 30.0, 78.0, 0.0],
    "T": [0.0, 4.0, 39.0, 104.0, 39.0],
    "r": [0.2, 0.7, 0.2, 0.7, 5.0],
    "alpha": [4.4, 4.5, 4.4, 4.5, 9.0],
    "a": [0.8, 1.2, 0.8, 1.2, 0.1],
    "b": [2.4, 6.6, 2.4, 6.6, 0.5],
}
OTHER_KINDS = {
    "PERIODS_PER_YEAR",
    "Period",
    "markov_clv",
    "recency_chain_values",
    "stage_clv",
    "stage_values",
}
FORMULAS = [getattr(f, name) for name in f.__all__ if name not in OTHER_KINDS]
WORDS = {"from_period": "year", "to_period": "week"}


def names(formula):
    return [name for name in inspect.signature(formula).parameters if name in VALUES]


def call(formula, values):
    words = {n: WORDS[n] for n in inspect.signature(formula).parameters if n in WORDS}
    return formula(**values, **words)


@pytest.mark.parametrize("formula", FORMULAS, ids=lambda g: g.__name__)
def test_arrays_series_and_floats_agree(formula):
    columns = {name: VALUES[name] for name in names(formula)}
    one_by_one = [
        call(formula, {name: column[i] for name, column in columns.items()}) for i in range(5)
    ]
    assert not np.isnan(one_by_one).any()
    assert all(type(value) is float for value in one_by_one)

    array = call(formula, {name: np.array(column) for name, column in columns.items()})
    assert isinstance(array, np.ndarray)
    np.testing.assert_allclose(array, one_by_one, rtol=1e-12)

    table = pd.DataFrame(columns, index=list("vwxyz"))
    series = call(formula, {name: table[name] for name in columns})
    assert list(series.index) == list("vwxyz")
    np.testing.assert_allclose(series.to_numpy(), one_by_one, rtol=1e-12)


@pytest.mark.parametrize("formula", FORMULAS, ids=lambda g: g.__name__)
def test_one_array_is_enough_to_give_an_array(formula):
    for name in names(formula):
        values = {other: VALUES[other][2] for other in names(formula)}
        expected = call(formula, values)
        result = call(formula, {**values, name: np.full((2, 3), values[name])})
        assert result.shape == (2, 3)
        np.testing.assert_allclose(result, np.full((2, 3), expected), rtol=1e-12)


def test_a_column_and_a_row_make_a_table():
    grid = f.retention_clv(40, np.array([[0.5], [0.9]]), np.array([0.0, 0.01, 0.1]))
    assert grid.shape == (2, 3)
    assert grid[1, 2] == pytest.approx(f.retention_clv(40, 0.9, 0.1))


def test_whole_numbers_count_as_numbers():
    for number in (np.int64(100), np.float32(100), Decimal(100), Fraction(100), np.array(100)):
        assert f.retention_clv(number, 0.8, 0.1) == pytest.approx(366.6667, abs=1e-4)
    assert f.retention_clv(100, True, True) == 200
    assert f.retention_clv(100, np.True_, np.True_) == 200
    whole = f.simple_clv(np.array([50, 60]), np.array([4, 5]), pd.Series([3, 2]))
    assert whole.to_list() == [600, 600]


def test_columns_of_exact_or_nullable_numbers_count_as_numbers():
    exact = pd.Series([Decimal("40"), Decimal("50")])
    nullable = pd.Series([40, 50], dtype="Int64")
    expected = f.retention_clv(np.array([40.0, 50.0]), 0.8, 0.1)
    for column in (exact, nullable):
        np.testing.assert_allclose(f.retention_clv(column, 0.8, 0.1), expected)


def test_an_array_of_stages_or_chances_is_as_good_as_a_list():
    chances = [0.3, 0.2, 0.15]
    expected = f.recency_chain_values(40, 4, chances, 0.2)
    assert f.recency_chain_values(40, 4, np.array(chances), 0.2) == pytest.approx(expected)
    stages = [10.0, 30.0], [15.0, 10.0], [2, 4]
    assert f.stage_clv(*map(np.array, stages)) == f.stage_clv(*stages)


def test_arguments_are_left_as_they_were():
    margin = np.array([1, 2, 3])
    column = pd.Series([0.1, 0.2, 0.3], name="retention")
    f.finite_clv(margin, column, 0.1, 12)
    assert margin.tolist() == [1, 2, 3]
    assert margin.dtype.kind == "i"
    assert column.tolist() == [0.1, 0.2, 0.3]


def test_a_formula_of_altair_parameters_is_an_altair_expression():
    margin = alt.param(name="margin", value=40)
    result = f.retention_clv(margin, 0.8, alt.datum.discount)
    assert isinstance(result, Expression)
    assert "margin" in str(result)
    assert "datum.discount" in str(result)
    # Still an expression where the parameters do not matter.
    constant = f.payback_periods(margin, 0.8, 0.1, 0)
    assert isinstance(constant, Expression)
    assert str(constant) == "0.0"


def test_a_rate_that_needs_no_conversion_stays_as_it_is():
    assert str(f.convert_rate(alt.datum.rate, "month", "month")) == "datum.rate"
    assert f.convert_rate(0.3, "week", "week") == 0.3


def test_a_period_can_be_given_by_how_many_a_year_has():
    assert f.convert_rate(0.3, "year", 12) == f.convert_rate(0.3, "year", "month")
    assert f.convert_rate(0.3, 4, "month", kind="churn") == f.convert_rate(
        0.3, "quarter", 12, kind="churn"
    )
    assert f.convert_rate(0.3, np.int64(1), 12) == f.convert_rate(0.3, "year", "month")
    per_year = alt.datum.periods
    assert "datum.periods" in str(f.convert_rate(0.3, "year", per_year, kind="retention"))


def test_an_expression_can_be_used_in_further_arithmetic():
    margin = alt.param(name="margin", value=40)
    yearly = 12 * f.retention_clv(margin + 1, 0.8, 0.1) - 5
    assert "margin + 1" in str(yearly)


@pytest.mark.integration
def test_formulas_load_no_heavy_library():
    code = (
        "import sys; import clvwidgets.formulas as f; f.retention_clv(100, .8, .1);"
        "print([m for m in ('numpy', 'pandas', 'altair') if m in sys.modules])"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"
