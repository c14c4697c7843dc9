"""A table that a chart cannot show is refused in a sentence: never a NaN, a blank, a raw error."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

from .chart_examples import Call, examples

# Columns with gaps: nothing is counted beyond the data.
GAPS = {"retention_chart": ("survival_actual",), "long_form": ("a",), "line_chart": ("people",)}
# Charts of whatever columns there are.
ANY_COLUMNS = {"line_chart"}
TABLES = [
    (call, name)
    for call in examples("pd.DataFrame")
    for name, value in call.arguments.items()
    if isinstance(value, pd.DataFrame)
]
CHARTS = [(call, name) for call, name in TABLES if call.takes("locale")]


def of_each(tables: list[tuple[Call, str]]) -> Any:
    return pytest.mark.parametrize(
        ("call", "name"), tables, ids=lambda one: getattr(one, "name", one)
    )


def refusal(call: Call, name: str, table: pd.DataFrame) -> str | None:
    """The sentence that refuses a table; a raw error fails the test."""
    try:
        call.function(**call.arguments | {name: table})
    except ValueError as error:
        return str(error)
    return None


def with_value(table: pd.DataFrame, column: str, value: Any) -> pd.DataFrame:
    """The table with another value in the last row of a column."""
    kind = float if isinstance(value, float) else object
    return table.assign(**{column: [*table[column].astype(kind)[:-1], value]})


@of_each(TABLES)
def test_a_column_that_is_missing_or_holds_no_finite_numbers_is_named(call, name):
    table = call.arguments[name]
    needed = {column: refusal(call, name, table.drop(columns=column)) for column in table}
    wrong = [np.nan, np.inf, -np.inf, *(["many"] if call.takes("locale") else [])]
    for column, said in needed.items():
        if said is None and call in [one for one, _ in CHARTS]:
            continue  # not drawn
        if call.name in ANY_COLUMNS:
            assert said == f"{name} must have one to five columns to draw, got 0."
            said = None
        assert said is None or (name in said and repr(column) in said)
        for value in wrong if table[column].dtype.kind in "if" else ():
            if value is np.nan and column in GAPS.get(call.name, ()):
                continue
            said = refusal(call, name, with_value(table, column, value)) or "nothing"
            assert name in said
            assert repr(column) in said
            assert str(value) in said


@of_each(CHARTS)
def test_a_table_without_columns_or_rows_is_refused(call, name):
    table = call.arguments[name]
    assert "one column" in (refusal(call, name, table.iloc[:, :0]) or "")
    assert f"{name} must have a row" in (refusal(call, name, table.iloc[:0]) or "")


@of_each([(call, name) for call, name in CHARTS if call.arguments[name].index.name])
def test_an_index_that_is_needed_is_asked_for(call, name):
    table = call.arguments[name]
    said = refusal(call, name, table.reset_index(drop=True)) or ""
    assert repr(table.index.name) in said
    assert "rename_axis" in said


def test_every_chart_of_a_table_was_tried():
    assert len(CHARTS) > 7
