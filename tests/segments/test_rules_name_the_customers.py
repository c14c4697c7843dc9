"""A rule in words is worth nothing unless pandas and SQL find the same customers by it."""

from __future__ import annotations

import duckdb
import numpy as np
import pandas as pd
import pytest

from clvwidgets.segments import Groups
from clvwidgets.segments.axes import Categories, Ranges, Scores


@pytest.fixture(scope="module")
def people():
    rng = np.random.default_rng(4)
    n = 400
    places = np.array(["Rome", "O'Hara", 'a "b"', "שלום", "🛒", "<b>x</b>", "other", None], object)
    value = np.where(rng.random(n) < 0.1, np.nan, rng.exponential(50, n).round(2))
    value[:4] = 5.0, 20.0, 20.5, 100.0  # at the very edges
    return pd.DataFrame(
        {
            "score": rng.integers(1, 6, n),
            "value": value,
            "place of birth": places[
                rng.choice(8, n, p=[0.3, 0.2, 0.1, 0.1, 0.1, 0.1, 0.05, 0.05])
            ],
        },
        index=pd.RangeIndex(n, name="customer"),
    )


def grids(people):
    score = Scores("score", prefix="s")
    value = Ranges("value", (5.0, 20.0, 20.5, 100.0), prefix="v", has_missing=True)
    place = Categories.of(people, "place of birth", most=4, prefix="p")
    return {"score": [score], "value": [value], "place": [place], "two": [place, value]}


@pytest.mark.parametrize("which", ["score", "value", "place", "two"])
def test_words_pandas_and_sql_mean_the_same_customers(people, which):
    groups = Groups(people, grids(people)[which])
    rng = np.random.default_rng(1)
    for share in (0.15, 0.4, 0.8, 1.0):
        keys = [key for key in groups.keys if rng.random() < share]
        if not keys:
            continue
        query, wanted = groups.query(keys), people[groups.mask(keys)]
        assert query.words
        assert people.query(query.pandas).index.tolist() == wanted.index.tolist()
        customers = people.reset_index()  # noqa: F841 - DuckDB reads it by its name
        found = duckdb.sql(query.sql).df()["customer"].sort_values().tolist()
        assert found == wanted.index.tolist()


def test_every_customer_is_in_one_cell_and_the_rest_is_other(people):
    groups = Groups(people, grids(people)["two"])
    cells = groups.sums({"value": people["value"].fillna(0)})
    assert cells["customers"].sum() == len(people)
    assert cells["value"].sum() == pytest.approx(people["value"].sum())
    # A place that is called "other" is one of the rest, and the rest does not take its name.
    assert Categories.of(people, "place of birth", most=4).labels[-2:] == ("other", "not known")
    assert "all others" in Categories("x", ("other",), has_other=True).labels


def test_ten_thousand_categories_are_the_largest_and_the_rest():
    crowd = pd.DataFrame({"code": np.r_[np.arange(10_000), [7] * 50]})
    axis = Categories.of(crowd, "code", most=20)
    assert len(axis.labels) == 21
    assert axis.values[0] == 7
    groups = Groups(crowd, [axis])
    rest = crowd.query(groups.query([groups.keys[-1]]).pandas)
    assert len(rest) == 10_050 - 51 - 19


def test_nobody_and_everybody_are_rules_too(people):
    groups = Groups(people, grids(people)["place"])
    assert not groups.query([])
    assert groups.query([]).words == "nobody"
    assert len(people.query(groups.query(groups.keys).pandas)) == len(people)
