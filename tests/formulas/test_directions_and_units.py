"""More of a good thing is worth more, and a change of currency changes nothing but the unit."""

import inspect

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clvwidgets import formulas as f

DRAW = {
    "money": st.floats(0.01, 1e5),
    "share": st.floats(0, 1),
    "growth": st.floats(-1, 0.5),
    "shape": st.floats(1.01, 100),
    "count": st.integers(0, 60),
    "length": st.floats(0, 60),
}
KIND = {
    **dict.fromkeys(("margin", "cac", "clv", "gain", "cost", "revenue"), "money"),
    **dict.fromkeys(("average_order_value", "service_cost"), "money"),
    **dict.fromkeys(("new_clv", "residual_clv"), "money"),
    **dict.fromkeys(
        ("retention", "discount", "churn", "gross_margin", "share", "other_churn"), "share"
    ),
    **dict.fromkeys(("periods", "customers", "new_customers"), "count"),
    **dict.fromkeys(("purchase_frequency", "lifespan"), "length"),
    "growth": "growth",
    **dict.fromkeys(("p", "q"), "shape"),
    **dict.fromkeys(("v", "m"), "money"),
    "x": "count",
}
RISES, FALLS = 1, -1
DIRECTIONS = {
    f.retention_clv: {"margin": RISES, "retention": RISES, "discount": FALLS},
    f.finite_clv: {"margin": RISES, "retention": RISES, "discount": FALLS, "periods": RISES},
    f.growing_clv: {
        "margin": RISES,
        "retention": RISES,
        "discount": FALLS,
        "growth": RISES,
        "periods": RISES,
    },
    f.margin_multiple: {"retention": RISES, "discount": FALLS, "growth": RISES},
    f.lifespan_from_churn: {"churn": FALLS},
    f.mixed_lifespan: {"churn": FALLS, "other_churn": FALLS},
    f.base_share: {"share": RISES, "churn": FALLS, "other_churn": RISES},
    f.newcomer_share: {"share": RISES, "churn": RISES, "other_churn": FALLS},
    f.churn_from_retention: {"retention": FALLS},
    f.shrunk_spend: {"m": RISES, "v": RISES, "q": FALLS},
    f.simple_clv: {
        "average_order_value": RISES,
        "purchase_frequency": RISES,
        "lifespan": RISES,
        "gross_margin": RISES,
    },
    f.historic_clv: {"revenue": RISES, "gross_margin": RISES, "service_cost": FALLS},
    f.ltv_cac_ratio: {"clv": RISES, "cac": FALLS},
    f.break_even_cac: {"clv": RISES},
    f.break_even_retention: {"margin": FALLS, "discount": RISES, "cac": RISES},
    f.payback_periods: {"margin": FALLS, "retention": FALLS, "discount": RISES, "cac": RISES},
    f.irr_of_customer: {"margin": RISES, "retention": RISES, "cac": FALLS},
    f.roi: {"gain": RISES, "cost": FALLS},
    f.customer_equity: {
        "customers": RISES,
        "residual_clv": RISES,
        "new_customers": RISES,
        "new_clv": RISES,
        "discount": FALLS,
        "periods": RISES,
    },
}
CASES = [
    pytest.param(formula, name, direction, id=f"{formula.__name__}-{name}")
    for formula, directions in DIRECTIONS.items()
    for name, direction in directions.items()
]
TIMINGS = ["now", "after_renewal", "end_of_period"]


def drawn(data, formula):
    names = inspect.signature(formula).parameters
    values = {name: data.draw(DRAW[KIND[name]], name) for name in names if name in KIND}
    if "first_payment" in names:
        values["first_payment"] = data.draw(st.sampled_from(TIMINGS))
    return values


@settings(max_examples=12)
@pytest.mark.parametrize(("formula", "name", "direction"), CASES)
@given(data=st.data())
def test_each_argument_moves_the_value_the_right_way(formula, name, direction, data):
    values = drawn(data, formula)
    other = data.draw(DRAW[KIND[name]], f"other {name}")
    low, high = sorted((values[name], other))
    at_low, at_high = formula(**{**values, name: low}), formula(**{**values, name: high})
    if direction == FALLS:
        at_low, at_high = at_high, at_low
    slack = 1e-9 * abs(at_high) if abs(at_high) < float("inf") else 0.0
    assert at_low <= at_high + slack


@given(data=st.data())
def test_net_value_moves_the_right_way(data):
    values = {
        "average_order_value": data.draw(DRAW["money"]),
        "purchase_frequency": data.draw(DRAW["length"]),
        "lifespan": data.draw(DRAW["length"]),
        "cac": data.draw(DRAW["money"]),
        "service_cost": data.draw(DRAW["money"]),
    }
    base = f.net_clv(**values)
    for name in ("average_order_value", "purchase_frequency"):
        assert f.net_clv(**{**values, name: values[name] * 1.1}) >= base
    for name in ("cac", "service_cost"):
        assert f.net_clv(**{**values, name: values[name] * 1.1}) <= base
    # A longer stay is worse for a customer who costs more to serve than she brings.
    earns = values["average_order_value"] * values["purchase_frequency"] > values["service_cost"]
    longer = f.net_clv(**{**values, "lifespan": values["lifespan"] * 1.1})
    assert longer >= base if earns else longer <= base


IN_MONEY = (
    f.retention_clv,
    f.finite_clv,
    f.growing_clv,
    f.simple_clv,
    f.net_clv,
    f.historic_clv,
    f.break_even_cac,
    f.customer_equity,
)
WITHOUT_MONEY = (
    f.ltv_cac_ratio,
    f.break_even_retention,
    f.payback_periods,
    f.irr_of_customer,
    f.roi,
)


@settings(max_examples=12)
@pytest.mark.parametrize("formula", IN_MONEY + WITHOUT_MONEY, ids=lambda g: g.__name__)
@given(data=st.data())
def test_another_currency_changes_the_unit_and_nothing_else(formula, data):
    values = drawn(data, formula)
    rate = 2.0 ** data.draw(st.integers(-10, 10), "exchange rate")  # a power of 2 rounds nothing
    converted = {
        name: value * rate if KIND.get(name) == "money" else value for name, value in values.items()
    }
    expected = formula(**values) * (rate if formula in IN_MONEY else 1)
    assert formula(**converted) == pytest.approx(expected, rel=1e-9)
