"""A rule finds its customers whatever columns and values are called, or says that it cannot."""

from __future__ import annotations

from decimal import Decimal

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from clvwidgets.segments import Groups
from clvwidgets.segments.axes import Categories, Ranges
from clvwidgets.segments.profile import attribute_scale

from ..rules import KINDS, NAMES, engine_with, found_by

RANDOM = settings(deadline=None, max_examples=25, suppress_health_check=list(HealthCheck))


def agrees(table, axis):
    groups, engine = Groups(table, [axis]), engine_with(table)
    wholes = [list(groups.keys), list(groups.keys[:-1]), list(groups.keys[1:])]
    for keys in [*wholes, *([key] for key in groups.keys), []]:
        query, wanted = groups.query(keys), np.flatnonzero(groups.mask(keys)).tolist()
        assert query.words
        for language, got in found_by(query, table, engine):
            assert got == wanted, (language, axis, keys, query)


def numbered(values, name, other=None):
    table = pd.DataFrame({"nr": np.arange(len(values))})
    if other is not None and other not in (name, "nr"):
        table[other] = 0
    table[name] = values
    return table


numbers = st.one_of(
    st.none(), st.floats(allow_nan=False), st.integers(-5, 5).map(float), st.just(float("inf"))
)


@RANDOM
@given(st.lists(numbers, min_size=9, max_size=20), NAMES, NAMES)
@example([None, *map(float, range(12))], "due", "x")
@example([0.1 + 0.2, 1 / 3, *map(float, range(12))], "µ", "μ")
def test_ranges_of_drawn_numbers_and_names(values, name, other):
    if name == "nr":
        return
    known = sorted({value for value in values if value is not None})
    table = numbered(pd.Series(values, dtype=float), name, other)
    missing = bool(table[name].isna().any())
    agrees(table, Ranges(name, tuple(known[1:-1:2]), "v", missing))


lists = st.one_of([st.lists(st.none() | kind, min_size=3, max_size=12) for kind in KINDS])


@RANDOM
@given(lists, NAMES, NAMES, st.booleans())
@example(["ﬁ", "fi", None], "ﬁ", "fi", False)
@example([True, None, False], "age", "Age", False)
@example([None, None, ""], "index", "class", False)
@example([None, "O'Hara", "\\"], 'a"b', "class", False)
@example([float("inf"), 1.0, None], "inf", "nan", False)
def test_categories_of_drawn_values_and_names(values, name, other, as_they_come):
    if name == "nr" or all(value is None for value in values):
        return
    series = pd.Series(values, dtype=object) if as_they_come else pd.Series(values)
    agrees(numbered(series, name, other), Categories.of(numbered(series, name), name, most=3))


@pytest.mark.parametrize("dtype", ["float32", "Int64", "Float64", "UInt8", "int64", "uint64"])
def test_kinds_of_numbers_are_divided_as_they_compare(dtype):
    values = pd.Series([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]).astype(dtype)
    if dtype == "float32":
        values = values / np.float32(10)
    table = numbered(values, "x")
    agrees(table, attribute_scale(table, "x"))
    agrees(table, Ranges("x", (0.35, 0.7, 3.3)))


def test_whole_numbers_beyond_floats_and_decimals():
    table = numbered(pd.Series(2**53 + np.arange(12)), "x")
    agrees(table, attribute_scale(table, "x"))
    table = numbered([None, *(Decimal(n) / 10 for n in range(12))], "x")
    agrees(table, attribute_scale(table, "x"))
    agrees(table, Ranges("x", (0.3, 0.7), has_missing=True))


def test_ranges_cut_by_pandas_and_periods():
    ages = pd.Series([3, 15, 40, None, 77])
    for values in (pd.cut(ages, [0, 10, 20, 99]), pd.cut(ages, [0, 10, 20, 99]).astype(object)):
        table = numbered(values, "age group")
        agrees(table, attribute_scale(table, "age group"))
    table = numbered(pd.Series(pd.to_timedelta([1, 1, 2, None], unit="h")), "wait")
    agrees(table, attribute_scale(table, "wait"))


def test_all_groups_but_the_unknown_are_those_with_a_number():
    table = numbered([None, *map(float, range(12))], "due_in_days")
    groups = Groups(table, [Ranges("due_in_days", (0.0, 5.0), "v", has_missing=True)])
    query = groups.query(groups.keys[:-1])
    assert (query.words, query.pandas) == ("due in days known", "due_in_days.notna()")


def test_what_sql_cannot_say_is_said():
    groups = Groups(numbered(["a", "b"], "age", "Age"), [Categories("age", ("a", "b"))])
    with pytest.raises(ValueError, match=r"SQL cannot say .*'age'.*Take the rule for pandas"):
        _ = groups.query([groups.keys[0]]).sql
