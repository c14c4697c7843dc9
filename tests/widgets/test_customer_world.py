"""The customer world shows the truth it was made from, and what methods make of it."""

import pytest
import vl_convert

from clvwidgets import CustomerWorld
from clvwidgets.display import panel_json


@pytest.fixture(scope="module")
def world():
    return CustomerWorld(seasonality=0, heterogeneity=0)


def test_the_truth_is_what_the_fields_say(world):
    # Nobody leaves: the first order and eight a year for five years.
    stay = CustomerWorld(leaving=0, heterogeneity=0, margin=10)
    assert stay.results["truth"] == pytest.approx(10 * (1 + 8 * 5))
    # All alike, each order the last with chance p: (1 - exp(-p * rate * time)) / p repeat orders.
    assert world.results["truth"] == pytest.approx(
        10 * (1 + (1 - 2.718281828 ** (-0.15 * 40)) / 0.15)
    )


@pytest.mark.integration
def test_methods_are_right_where_their_assumptions_hold_and_not_elsewhere(world):
    assert abs(world.off["BG/NBD"]) < 0.05
    differ = CustomerWorld(seasonality=0, heterogeneity=2)
    assert abs(differ.off["BG/NBD"]) < 0.08
    assert differ.off["1 ÷ churn"] < world.off["1 ÷ churn"] - 0.2
    # The records end in December: who has never seen a spring takes the season for growth.
    short = CustomerWorld(seasonality=0.6, months=12)
    assert short.off["BG/NBD"] > 0.3
    assert world.to_frame()["method"].tolist() == list(world.results)


@pytest.mark.integration
def test_a_field_moved_in_the_browser_brings_new_bars_into_the_same_chart():
    world = CustomerWorld()
    declared, before = dict(world.declaration), world.results
    world.set_state({"heterogeneity": 3.0, "months": 12})
    assert world.results["truth"] > before["truth"]
    assert world.datasets["methods"][0]["orders"] == pytest.approx(
        world.results["truth"] / world.margin, abs=1e-4
    )
    assert world.declaration == declared
    assert world.status == {"state": "ready", "message": ""}
    world.set_state({"heterogeneity": 1.0, "months": 24})
    assert world.results == before
    sent = world.datasets
    world.margin = 20
    assert world.datasets is sent  # the browser multiplies
    assert world.results["truth"] == pytest.approx(2 * before["truth"])


def test_the_chart_says_the_truth_and_which_method_comes_nearest(world):
    svg = vl_convert.vegalite_to_svg(panel_json.first_chart(world._stored()))
    nearest = min(world.off, key=lambda name: abs(world.off[name]))
    assert f"in five years; {nearest} comes nearest" in svg
    assert f"{nearest}: €" in str(world)


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"leaving": 15}, r"leaving must be a number .*0.6, got 15. If you .* write 0.15"),
        ({"seed": -1}, r"seed must be a whole number, 0 or more, got -1"),
        ({"months": 18.5}, r"months must be a whole number, got 18.5"),
    ],
)
def test_bad_input_says_the_way_out(given, message):
    with pytest.raises(ValueError, match=message):
        CustomerWorld(**given)
