"""How unlike two arms were before, and who is the only one of their kind."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from clvwidgets.data import load_dataset
from clvwidgets.effects import alike, standardised_difference


def test_with_arms_of_one_size_it_is_students_t_over_the_root_of_half_the_size():
    rng = np.random.default_rng(2)
    table = pd.DataFrame({"x": rng.normal(size=400), "t": np.arange(400) % 2 == 0})
    table["x"] += 0.3 * table["t"]
    t = stats.ttest_ind(table["x"][table["t"]], table["x"][~table["t"]]).statistic
    found = standardised_difference(table, "t").loc["x", "difference"]
    assert found == pytest.approx(t / np.sqrt(100))


def test_a_coin_leaves_the_arms_alike_and_a_choice_does_not():
    drawn = standardised_difference(load_dataset("experiments_winback"), "treated")
    assert abs(drawn.loc["orders_before", "difference"]) < 0.1
    people = load_dataset("shop_customers").merge(load_dataset("truth_shop"), on="customer_id")
    found = standardised_difference(people, "email_consent", ["channel", "residual_value"])
    assert {"channel: paid", "residual_value"} <= set(found.index)
    assert found["difference"].abs().is_monotonic_decreasing


def test_arms_that_differ_and_do_not_vary_are_infinitely_unlike():
    table = pd.DataFrame({"t": [1, 1, 0, 0], "x": [2, 2, 5, 5], "same": 1})
    found = standardised_difference(table, "t")["difference"]
    assert found.to_dict() == {"x": -np.inf, "same": 0}


def test_those_who_are_alone_in_the_shop_are_as_many_as_pandas_counts():
    """Of 20,000 customers 1,759 are alone by region, age, household, channel and month."""
    people = load_dataset("shop_customers")
    people["month"] = people["first_order"].dt.strftime("%Y-%m")
    found = alike(people, ["region", "age_group", "household", "channel", "month"])
    assert ((found == 1).sum(), (found < 5).sum()) == (1759, 9796)


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (lambda: standardised_difference(pd.DataFrame({"t": [1, 1]}), "t"), "got 2 and 0"),
        (lambda: alike(pd.DataFrame({"t": [1, 1]}), []), "columns is empty"),
        (lambda: alike(pd.DataFrame({"t": [1, 1]}), ["u"]), "no column 'u'"),
    ],
)
def test_what_cannot_be_compared_is_refused_in_a_sentence(call, sentence):
    with pytest.raises(ValueError, match=sentence):
        call()
