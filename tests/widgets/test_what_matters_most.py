"""How a result answers to its inputs: checked against what calculus says, and at the edges."""

from __future__ import annotations

import pytest

from clvwidgets import CACPayback, DiscountedCLV, LifecycleCLV, NetCLV, SubscriptionCLV


def test_elasticity_is_what_calculus_says(calc):
    """The value is m (1 + d) / (d + c): for margin that gives 1, for churn -c / (d + c)."""
    found = calc.elasticity().set_index("field")["elasticity"]
    rate = calc.discount_per_period
    assert found["margin"] == pytest.approx(1)
    assert found["churn"] == pytest.approx(-calc.churn / (rate + calc.churn), rel=1e-3)
    assert found["cac"] == 0
    sizes = found.abs().tolist()
    assert sizes == sorted(sizes, reverse=True)


def test_below_zero_a_plus_is_more():
    calc = NetCLV(cac=1000)
    assert calc.net < 0
    found = calc.elasticity().set_index("field")["elasticity"]
    assert found["order_value"] > 0 > found["cac"]


@pytest.mark.parametrize(
    ("values", "field", "reason"),
    [
        ({"cac": 0}, "cac", "the input is 0"),
        ({"margin": 0}, "churn", "the result is 0"),
        ({"churn": 0, "discount": 0}, "margin", "the result has no limit"),
        ({"churn": 1}, "churn", ""),  # at its end an input moves to the other side
        ({"margin": 500}, "margin", ""),
    ],
)
def test_where_one_percent_says_nothing_there_is_a_reason(values, field, reason):
    table = SubscriptionCLV(**values).elasticity().set_index("field")
    assert table.loc[field, "reason"] == reason
    assert (table["elasticity"].isna() == (table["reason"] != "")).all()
    assert not any(value != value for value in table["elasticity"].dropna())


def test_what_counts_whole_periods_has_no_elasticity():
    calc = CACPayback()
    table = calc.elasticity("payback")
    assert table["elasticity"].isna().all()
    assert set(table["reason"]) == {"Paid back after moves in whole months"}
    assert "Value to cost" in str(calc)
    assert not calc.elasticity()["elasticity"].isna().any()


def test_whole_inputs_move_by_one_at_least():
    """A tenth of two periods is no number of periods."""
    calc = LifecycleCLV(introduction_length=2)
    moved = calc.sensitivity().set_index("field").loc["introduction_length"]
    shorter, longer = (LifecycleCLV(introduction_length=n).clv for n in (1, 3))
    assert (moved["low"], moved["high"]) == (shorter, longer)
    assert DiscountedCLV(horizon=15).sensitivity()["span"].min() >= 0


def test_without_limit_nothing_is_missing_from_the_table():
    table = SubscriptionCLV(churn=0, discount=0).sensitivity()
    assert not table.isna().to_numpy().any()


def test_the_text_names_what_matters_most(calc):
    last = str(calc).splitlines()[-1]
    assert last == "  Matters most to Lifetime value: Margin per month (1% more gives 1% more)"
    calc.lock("Guess first.")
    assert "Matters most" not in str(calc)


def test_an_unknown_result_is_refused_with_those_there_are(calc):
    with pytest.raises(ValueError, match=r'of must be one of "clv", "ltv_cac".*got \'value\''):
        calc.elasticity("value")
    with pytest.raises(ValueError, match=r"shift must lie above 0 and be at most 1, got 10"):
        calc.sensitivity(shift=10)
