"""Python and real Vega, from one definition: parity to 1e-9, edges included."""

import itertools
import math
from functools import partial

import altair as alt
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from clvwidgets import formulas as f

MONEY = (0.0, 0.01, 40.0, 1e6)
SIGNED = (-5.0, *MONEY)
RATE = (0.0, 1e-9, 0.05, 0.8, 0.999999, 1.0)
EDGES = {
    **dict.fromkeys(("margin", "clv", "gain", "revenue", "residual_clv", "new_clv"), SIGNED),
    **dict.fromkeys(("cac", "cost", "service_cost", "average_order_value"), MONEY),
    **dict.fromkeys(
        ("retention", "discount", "churn", "rate", "gross_margin", "share", "other_churn"), RATE
    ),
    **dict.fromkeys(("promoters", "detractors"), (0.0, 1.0, 50.0)),
    **dict.fromkeys(("purchase_frequency", "lifespan"), (0.0, 0.5, 12.0)),
    **dict.fromkeys(("orders", "customers", "ratio"), (1.0, 3.0, 1e5)),
    "growth": (-1.0, -0.2, 0.0, 1e-9, 0.05, 1.0),
    "periods": (0.0, 1.0, 36.0, 2000.0),
    "new_customers": (0.0, 10.0),
    "passives": (1.0, 7.0),
    **dict.fromkeys(("p", "v"), (1e-9, 6.25, 500.0)),
    "q": (1.001, 3.74, 100.0),
    "x": (0.0, 1.0, 30.0),
    "m": MONEY,
    "repeats": (0.0, 1.0, 7.0, 200.0),
    "weeks": (0.5, 40.0, 500.0),
    **dict.fromkeys(("r", "alpha", "a", "b"), (0.2, 1.0, 30.0)),
}
WHOLE = {
    "repeats",
    "periods",
    "promoters",
    "passives",
    "detractors",
    "orders",
    "customers",
    "new_customers",
    "x",
}


def between(name):
    """Any number within the edges, and the edges themselves more often than not."""
    low, high = min(EDGES[name]), max(EDGES[name])
    anywhere = (
        st.integers(int(low), min(int(high), 400)).map(float)
        if name in WHOLE
        else st.floats(low, high, allow_subnormal=False)
    )
    return anywhere | st.sampled_from(EDGES[name])


def repeat_purchase_rate(orders, customers):
    """With a part that is never larger than the whole."""
    return f.repeat_purchase_rate(customers / (1 + orders), customers)


def retention_rate(customers, new_customers):
    return f.retention_rate(customers, customers / 2 + new_customers, new_customers)


def churn_rate(customers):
    return f.churn_rate(customers, customers / 4)


def two_stages(margin, retention, discount, periods):
    return f.stage_clv([margin, 30], [5, 10], [4, periods], [0.9, retention], discount=discount)


def silent_customer(margin, cost, retention, churn, discount):
    return f.recency_chain_values(margin, cost, [retention, churn, 0.1], discount)[1]


def alive(repeats, share, weeks, r, alpha, a, b):
    """With a last purchase between the first one and today."""
    recency = weeks * (share + 1) / 2 * (repeats > 0)
    return f.bgnbd_alive(repeats, recency, weeks, r, alpha, a, b)


def alive_after_any(repeats, share, weeks, r, alpha, a, b):
    recency = weeks * (share + 1) / 2 * (repeats > 0)
    return f.bgnbd_alive(repeats, recency, weeks, r, alpha, a, b, leaves_after="any purchase")


def simple_clv(average_order_value, purchase_frequency, lifespan, gross_margin):
    return f.simple_clv(
        average_order_value, purchase_frequency, lifespan, gross_margin=gross_margin
    )


def endless_equity(customers, residual_clv, new_customers, new_clv, discount):
    return f.customer_equity(customers, residual_clv, new_customers, new_clv, discount, math.inf)


def immortal_customers(average_order_value, purchase_frequency, churn):
    return f.simple_clv(average_order_value, purchase_frequency, f.lifespan_from_churn(churn))


def monthly_subscription(margin, churn, discount, periods):
    """The formulas of a calculator, one inside the other."""
    monthly = f.convert_rate(discount, "year", "month")
    return f.finite_clv(margin, f.churn_from_retention(churn), monthly, periods)


IN_THREE_TIMINGS = {
    f.retention_clv: "margin retention discount",
    f.finite_clv: "margin retention discount periods",
    f.growing_clv: "margin retention discount growth periods",
    f.margin_multiple: "retention discount growth",
    f.break_even_retention: "margin discount cac",
    f.payback_periods: "margin retention discount cac",
    f.irr_of_customer: "margin retention cac",
}
CONVERSIONS = [
    ("year", "month"),
    ("month", "year"),
    ("year", "day"),
    ("day", "week"),
    ("quarter", "year"),
]
OTHERS = {
    f.lifespan_from_churn: "churn",
    f.mixed_lifespan: "share churn other_churn",
    f.base_share: "share churn other_churn",
    f.newcomer_share: "share churn other_churn",
    f.shrunk_spend: "p q v x m",
    f.churn_from_retention: "retention",
    f.historic_clv: "revenue gross_margin service_cost",
    simple_clv: "average_order_value purchase_frequency lifespan gross_margin",
    alive: "repeats share weeks r alpha a b",
    alive_after_any: "repeats share weeks r alpha a b",
    f.net_clv: "average_order_value purchase_frequency lifespan cac service_cost",
    f.ltv_cac_ratio: "clv cac",
    f.break_even_cac: "clv ratio",
    f.roi: "gain cost",
    f.average_order_value: "revenue orders",
    f.purchase_frequency: "orders customers",
    f.net_promoter_score: "promoters passives detractors",
    f.customer_equity: "customers residual_clv new_customers new_clv discount periods",
    repeat_purchase_rate: "orders customers",
    retention_rate: "customers new_customers",
    churn_rate: "customers",
    silent_customer: "margin cost retention churn discount",
    two_stages: "margin retention discount periods",
    endless_equity: "customers residual_clv new_customers new_clv discount",
    immortal_customers: "average_order_value purchase_frequency churn",
    monthly_subscription: "margin churn discount periods",
}
CASES = [
    *(
        pytest.param(partial(g, first_payment=timing), names, id=f"{g.__name__}-{timing}")
        for g, names in IN_THREE_TIMINGS.items()
        for timing in ("now", "after_renewal", "end_of_period")
    ),
    pytest.param(f.growing_clv, "margin retention discount growth", id="growing_clv-endless"),
    *(
        pytest.param(
            partial(f.convert_rate, from_period=a, to_period=b, kind=kind),
            "rate",
            id=f"convert_rate-{kind}-{a}-{b}",
        )
        for a, b in CONVERSIONS
        for kind in ("discount", "churn", "retention")
    ),
    *(pytest.param(g, names, id=g.__name__) for g, names in OTHERS.items()),
]


def called(formula, names, values):
    """The formula with positional arguments, whatever its own names for them are."""
    return formula(*(values[name] for name in names.split()))


def traced(formula, names):
    return called(formula, names, {name: alt.datum[name] for name in names.split()})


def assert_parity(vega, formula, names, rows):
    in_python = [called(formula, names, row) for row in rows]
    in_vega = vega(traced(formula, names), rows)
    for row, here, there in zip(rows, in_python, in_vega, strict=True):
        assert not math.isnan(here), row
        assert math.isclose(there, here, rel_tol=1e-9, abs_tol=1e-200), (row, here, there)


@pytest.mark.parametrize(("formula", "names"), CASES)
def test_vega_and_python_agree_on_every_edge(vega, formula, names):
    keys = names.split()
    rows = [
        dict(zip(keys, values, strict=True))
        for values in itertools.product(*(EDGES[key] for key in keys))
    ]
    assert_parity(vega, formula, names, rows[:: max(1, len(rows) // 400)])


@pytest.mark.parametrize(("formula", "names"), CASES)
@settings(  # The message names the row: nothing need be shrunk, one call of Vega at a time.
    max_examples=2, phases=[Phase.generate], suppress_health_check=[HealthCheck.too_slow]
)
@given(data=st.data())
def test_vega_and_python_agree_on_any_input(vega, formula, names, data):
    row = st.fixed_dictionaries({name: between(name) for name in names.split()})
    fewest = 200 // max(4, len(names.split()))
    rows = data.draw(st.lists(row, min_size=fewest, max_size=2 * fewest))
    assert_parity(vega, formula, names, rows)


def test_parameters_of_a_chart_give_the_same_expression_value(vega):
    margin, churn, discount = (
        alt.param(name=name, value=value)
        for name, value in (("margin", 40), ("churn", 0.05), ("discount", 0.1))
    )
    monthly = f.convert_rate(discount, "year", "month")
    expression = f.retention_clv(margin, 1 - churn, monthly)
    params = [(p.name, p.param.value) for p in (margin, churn, discount)]
    (value,) = vega(expression, [{}], params)
    here = f.retention_clv(40, 0.95, f.convert_rate(0.1, "year", "month"))
    assert value == pytest.approx(here, rel=1e-9)


def test_a_cumulative_curve_is_one_expression_over_the_rows(vega):
    margin = alt.param(name="margin", value=40)
    curve = vega(
        f.finite_clv(margin, 0.95, 0.01, alt.datum.t),
        [{"t": t} for t in range(25)],
        [("margin", 40)],
    )
    assert curve == pytest.approx([f.finite_clv(40, 0.95, 0.01, t) for t in range(25)])


def test_an_infinite_constant_has_a_form_that_vega_understands(vega):
    order = alt.datum.order
    values = vega(f.simple_clv(order, 2, math.inf), [{"order": 0}, {"order": 10}])
    assert values == [0, math.inf]


@pytest.mark.parametrize(
    ("formula", "names"),
    [
        (f.retention_clv, "margin retention discount"),
        (f.finite_clv, "margin retention discount periods"),
        (f.payback_periods, "margin retention discount cac"),
        (monthly_subscription, "margin churn discount periods"),
    ],
)
def test_expressions_stay_short_enough_to_travel(formula, names):
    assert len(str(traced(formula, names))) < 4_000
