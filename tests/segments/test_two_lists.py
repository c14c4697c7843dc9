"""Two lists share some customers; the others go or come, as many as each other."""

import numpy as np
import pandas as pd
import pytest

from clvwidgets.segments import two_lists


@pytest.fixture
def customers():
    rng = np.random.default_rng(1)
    revenue = rng.gamma(1.0, 100.0, 500)
    return pd.DataFrame({"revenue": revenue, "profit": revenue * rng.uniform(-0.2, 0.6, 500)})


def test_they_are_the_sets_that_plain_sorting_gives(customers):
    table = two_lists(customers, 50, "revenue", "profit")
    first = set(customers["revenue"].sort_values().index[-50:])
    second = set(customers["profit"].sort_values().index[-50:])
    sets = [first & second, first - second, second - first]
    assert table["customers"].tolist() == [len(one) for one in sets]
    for (_, row), who in zip(table.iterrows(), sets, strict=True):
        assert row["profit"] == pytest.approx(customers.loc[sorted(who), "profit"].mean())


def test_lists_of_all_customers_are_the_same(customers):
    assert two_lists(customers, 500, "revenue", "profit")["customers"].tolist() == [500, 0, 0]


@pytest.mark.parametrize(
    ("size", "instead", "says"),
    [
        (0, "profit", "got 0"),
        (501, "profit", "got 501"),
        (5, "margin", "no column instead='margin'"),
        (5, "revenue", "twice"),
    ],
)
def test_what_cannot_be_listed_is_refused(customers, size, instead, says):
    with pytest.raises(ValueError, match=says):
        two_lists(customers, size, "revenue", instead)
