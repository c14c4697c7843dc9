"""What is refused, and in which words."""

import math
import re
from decimal import Decimal
from inspect import signature

import altair as alt
import numpy as np
import pandas as pd
import pytest

from clvwidgets import formulas as f

NUMBER = "Give a number, an array, a Series or an Altair parameter."
REFUSED = [
    (
        lambda: f.lifespan_from_churn(5.0),
        "churn must lie between 0 and 1 per period, got 5.0. If you meant 5 percent, write 0.05.",
    ),
    (
        lambda: f.retention_clv(100, 80, 0.1),
        "retention must lie between 0 and 1 per period, got 80. "
        "If you meant 80 percent, write 0.8.",
    ),
    (
        lambda: f.retention_clv(15, 0.96, 1.51817),
        "discount must lie between 0 and 1 per period, got 1.51817.",
    ),
    (
        lambda: f.simple_clv(50, 4, 3, gross_margin=40),
        "gross_margin must lie between 0 and 1, got 40. If you meant 40 percent, write 0.4.",
    ),
    (
        lambda: f.growing_clv(100, 0.8, 0.1, -2),
        "growth must lie between -1 and 1 per period, got -2. "
        "If you meant -2 percent, write -0.02.",
    ),
    (
        lambda: f.retention_clv(100, -0.1, 0.1),
        "retention must lie between 0 and 1 per period, got -0.1.",
    ),
    (
        lambda: f.finite_clv(100, 0.8, 0.1, 2.5),
        "periods must be a whole number, 0 or more, got 2.5.",
    ),
    (lambda: f.finite_clv(100, 0.8, 0.1, -1), "periods must be a whole number, 0 or more, got -1."),
    (lambda: f.ltv_cac_ratio(100, -5), "cac must be 0 or more, got -5."),
    (lambda: f.break_even_cac(100, 0), "ratio must be greater than 0, got 0."),
    (lambda: f.retention_clv(math.inf, 0.8, 0.1), "margin must be a finite amount, got inf."),
    (lambda: f.retention_clv(10**400, 0.8, 0.1), "margin must be a finite amount, got inf."),
    (
        lambda: f.retention_clv(math.nan, 0.8, 0.1),
        "margin is missing (NaN). Fill it in or leave this case out.",
    ),
    (
        lambda: f.retention_clv("100", 0.8, 0.1),
        f"margin must be a number, got '100' (str). {NUMBER}",
    ),
    (
        lambda: f.retention_clv(None, 0.8, 0.1),
        f"margin must be a number, got None (NoneType). {NUMBER}",
    ),
    (lambda: f.retention_clv(1j, 0.8, 0.1), f"margin must be a number, got 1j (complex). {NUMBER}"),
    (
        lambda: f.retention_clv([1, 2], 0.8, 0.1),
        "margin must be a number, a NumPy array or a pandas Series, got a list. "
        "Take one column of a table; make an array of it: numpy.asarray(margin).",
    ),
    (
        lambda: f.retention_clv(np.ma.array([40.0, 50.0], mask=[False, True]), 0.8, 0.1),
        "margin is missing (NaN) in 1 of 2 values, the first at position 1. "
        "Fill them in or leave those rows out.",
    ),
    (
        lambda: f.retention_clv(Decimal("sNaN"), 0.8, 0.1),
        "margin is missing (NaN). Fill it in or leave this case out.",
    ),
    (
        lambda: f.stage_clv(10, [5], [2]),
        "margins must be a list of numbers, got 10 (int).",
    ),
    (
        lambda: f.recency_chain_values(40, 4, np.float64(0.3), 0.2),
        "purchase_chances must be a list of numbers, got np.float64(0.3) (numpy.float64).",
    ),
    (
        lambda: f.retention_clv(100, np.array([0.5, 90, 80]), 0.1),
        "retention must lie between 0 and 1 per period; 2 of 3 values break this, "
        "the first is 90 at position 1. If you meant 90 percent, write 0.9.",
    ),
    (
        lambda: f.retention_clv(100, np.array([[0.5, 0.6], [0.7, -1]]), 0.1),
        "retention must lie between 0 and 1 per period; 1 of 4 values break this, "
        "the first is -1 at position (1, 1).",
    ),
    (
        lambda: f.retention_clv(pd.Series([1, math.nan], index=["ann", "bob"]), 0.8, 0.1),
        "margin is missing (NaN) in 1 of 2 values, the first at index 'bob'. "
        "Fill them in or leave those rows out.",
    ),
    (
        lambda: f.retention_clv(
            pd.Series([1, None], index=np.array([7, 8]), dtype="Int64"), 0.8, 0.1
        ),
        "margin is missing (NaN) in 1 of 2 values, the first at index 8. "
        "Fill them in or leave those rows out.",
    ),
    (
        lambda: f.retention_clv(np.array(["1", "2"]), 0.8, 0.1),
        "margin must hold numbers only, got values of type <U1. "
        "Turn text into numbers first, and fill in or leave out what is missing.",
    ),
    (
        lambda: f.retention_clv(np.ones(3), np.ones(2), 0.1),
        "The arguments do not have matching shapes: margin (3,), retention (2,). "
        "Give one number for all, or arrays of one length.",
    ),
    (
        lambda: f.retention_clv(pd.Series([1, 2]), pd.Series([1, 1], index=[1, 2]), 0.1),
        "margin and retention are Series with different indexes. Align them first, for example "
        "as columns of one table.",
    ),
    (
        lambda: f.retention_clv(pd.Series([1, 2]), np.ones((3, 2)), 0.1),
        "A Series goes with single numbers, or with arrays of its own length.",
    ),
    (
        lambda: f.retention_clv(alt.datum.margin, np.ones(2), 0.1),
        "margin is an Altair expression and retention an array. Vega cannot see the array: put "
        "it into the chart's data and use alt.datum.",
    ),
    (
        lambda: f.retention_clv(100, 0.8, 0.1, first_payment="later"),
        'first_payment must be one of "now", "after_renewal", "end_of_period", got \'later\'.',
    ),
    (
        lambda: f.irr_of_customer(100, 0.8, 10, first_payment=None),
        'first_payment must be one of "now", "after_renewal", "end_of_period", got None.',
    ),
    (
        lambda: f.convert_rate(0.1, "year", "fortnight"),
        'to_period must be one of "year", "quarter", "month", "week", "day", got \'fortnight\'.',
    ),
    (
        lambda: f.convert_rate(0.1, "year", 0),
        "to_period must be greater than 0, got 0.",
    ),
    (
        lambda: f.convert_rate(0.1, "year", "month", kind="interest"),
        'kind must be one of "discount", "churn", "retention", got \'interest\'.',
    ),
    (
        lambda: f.repeat_purchase_rate(30, 20),
        "repeat_customers is larger than customers (30 and 20), but it counts a part of them. "
        "Check that both come from the same period.",
    ),
    (
        lambda: f.churn_rate(np.array([10, 20]), np.array([5, 21])),
        "customers_lost is larger than customers_at_start in 1 of 2 rows, but it counts a part "
        "of them. Check that both come from the same period.",
    ),
    (lambda: f.average_order_value(100, 0), "orders must be greater than 0, got 0."),
    (
        lambda: f.net_promoter_score(0, 0, 0),
        "A net promoter score needs at least one answer: promoters, passives and detractors "
        "are all 0.",
    ),
    (
        lambda: f.stage_clv([10, 20], [1, 1], [2, 2.5]),
        "Stage 2: length must be a whole number, 0 or more, got 2.5.",
    ),
    (
        lambda: f.stage_clv([10, 20], [1], [2, 3]),
        "Every stage needs one margin, one cost, one length and one retention, got 2, 1, 2 and 2.",
    ),
    (
        lambda: f.stage_clv([], [], []),
        "Every stage needs one margin, one cost, one length and one retention, got 0, 0, 0 and 0.",
    ),
]


@pytest.mark.parametrize(("attempt", "sentence"), REFUSED)
def test_bad_input_is_refused_with_the_way_out(attempt, sentence):
    with pytest.raises(ValueError, match=f"^{re.escape(sentence)}$"):
        attempt()


def test_traced_numbers_are_not_checked_but_constants_beside_them_are():
    margin = alt.param(name="margin", value=40)
    assert "margin" in str(f.retention_clv(margin, 0.8, 0.1))
    with pytest.raises(ValueError, match="retention must lie between"):
        f.retention_clv(margin, 80, 0.1)


@pytest.mark.parametrize(
    ("args", "kwargs"),
    [
        ((), {"margin": 40}),
        ((40, 0.9, 0.1, 3), {}),
        ((40, 0.9, 0.1), {"margin": 40}),
        ((40, 0.9), {"discuont": 0.1}),
    ],
    ids=["too few", "too many", "one twice", "one unknown"],
)
def test_arguments_are_told_apart_as_by_any_function(args, kwargs):
    with pytest.raises(TypeError) as refused:
        f.retention_clv(*args, **kwargs)
    with pytest.raises(TypeError) as of_python:
        signature(f.retention_clv).bind(*args, **kwargs)
    assert str(refused.value) == str(of_python.value)


@pytest.mark.parametrize("discount", [0.25, 0.5])
def test_an_argument_is_the_same_by_its_place_and_by_its_name(discount):
    by_name = f.retention_clv(discount=discount, retention=0.5, margin=40)
    assert by_name == f.retention_clv(40, 0.5, discount)
    assert by_name == pytest.approx(40 / (1 - 0.5 / (1 + discount)))
