"""The formulas run in Python; traced, they run in the browser. Both must say the same."""

from __future__ import annotations

import ast
import math
import operator

import altair as alt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clvwidgets import SubscriptionCLV
from clvwidgets.display.panel_json import signals_of
from clvwidgets.formulas import PERIODS_PER_YEAR, finite_clv

from .vega import evaluate

inputs = st.fixed_dictionaries(
    {
        "margin": st.floats(0, 500),
        "churn": st.one_of(st.just(0.0), st.floats(1e-4, 1)),
        "discount": st.one_of(st.just(0.0), st.floats(1e-4, 0.5)),
        "cac": st.one_of(st.just(0.0), st.floats(1, 2000)),
    }
)


@given(values=inputs)
@settings(max_examples=25, deadline=None)
def test_python_and_vega_compute_the_same_results(values):
    calc = SubscriptionCLV(**values)
    in_vega = evaluate(signals_of(calc._stored()), list(calc.results))
    for name, expected in calc.results.items():
        assert in_vega[name] == pytest.approx(expected, rel=1e-9, abs=1e-12), name


@pytest.mark.parametrize("period", ["week", "month", "quarter", "year"])
def test_every_period_is_traced_rightly(period):
    calc = SubscriptionCLV(period=period)
    in_vega = evaluate(signals_of(calc._stored()), list(calc.results))
    assert in_vega == pytest.approx(calc.results, rel=1e-9)


def test_the_pinned_scenario_reaches_the_chart_as_numbers(calc):
    calc.pin("today")
    before = calc.results
    calc.churn = 0.5
    names = [f"pinned_{name}" for name in before]
    in_vega = evaluate(signals_of(calc._stored()), names)
    assert in_vega == pytest.approx({f"pinned_{k}": v for k, v in before.items()}, rel=1e-5)


def test_the_curve_crosses_zero_in_the_month_of_the_payback(calc):
    def money_so_far(month: float) -> float:
        rate = calc.results["discount_per_period"]
        return finite_clv(calc.margin, 1 - calc.churn, rate, month + 1) - calc.cac

    assert money_so_far(calc.payback) >= 0 > money_so_far(calc.payback - 1)


def test_every_chart_is_valid_vega_lite(calc, explorer):
    for panel in (calc, explorer):
        for view in panel.declaration["views"]:
            if "spec" in view:
                alt.Chart.from_dict(view["spec"]).to_dict(validate=True)


def test_code_written_by_the_panel_gives_the_numbers_on_screen(calc):
    space: dict[str, object] = {}
    exec(calc.to_python(), space)
    assert space["results"] == calc.results


SIGNS = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.Pow: operator.pow,
}


def compute(text: str) -> float:
    """Compute plain arithmetic as people write it."""

    def walk(node: ast.expr) -> float:
        if isinstance(node, ast.BinOp):
            return SIGNS[type(node.op)](walk(node.left), walk(node.right))
        if isinstance(node, ast.UnaryOp):
            return -walk(node.operand)
        assert isinstance(node, ast.Constant), ast.dump(node)
        return node.value

    for sign, python in {"×": "*", "÷": "/", "−": "-", "^": "**"}.items():
        text = text.replace(sign, python)
    return walk(ast.parse(text, mode="eval").body)


@pytest.mark.parametrize("period", ["week", "month", "quarter", "year"])
def test_the_explanation_computes_what_it_explains(period):
    calc = SubscriptionCLV(period=period)
    numbers = {**calc.values, **calc.results, "periods_per_year": PERIODS_PER_YEAR[period]}
    assert len(calc.steps()) >= 3
    for step in calc.steps():
        written = step.formula.format(**{k: repr(v) for k, v in numbers.items()})
        assert compute(written) == pytest.approx(numbers[step.result], rel=1e-9), step.label


def test_sensitivity_agrees_with_results_at_shifted_inputs(calc):
    table = calc.sensitivity().set_index("field")
    higher = SubscriptionCLV(**{**calc.values, "churn": 0.055})
    assert table.loc["churn", "high"] == pytest.approx(higher.clv)
    assert table.index[0] == "margin"
    assert table.loc["cac", "span"] == 0


def test_a_year_is_twelve_months_of_the_same_customer():
    yearly = SubscriptionCLV(period="year")
    assert yearly.margin == pytest.approx(480)
    assert yearly.churn == pytest.approx(1 - 0.95**12, rel=1e-3)
    assert yearly.discount == 0.10


@pytest.mark.parametrize(
    ("values", "name", "expected"),
    [
        ({"churn": 0, "discount": 0}, "clv", math.inf),
        ({"churn": 0, "discount": 0}, "lifespan", math.inf),
        ({"cac": 0}, "ltv_cac", math.inf),
        ({"cac": 0}, "payback", 0),
        ({"churn": 1}, "clv", 40),
        ({"margin": 0}, "payback", math.inf),
    ],
)
def test_edges_give_their_limit(values, name, expected):
    assert SubscriptionCLV(**values).results[name] == expected
