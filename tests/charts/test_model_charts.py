"""Charts of models say what is seen, in words and numbers, and hold no more than they show."""

import json

import pandas as pd
import pytest

from clvwidgets.charts.attrition import alive_map, alive_path_chart, iso_value_chart
from clvwidgets.charts.lorenz import lorenz_chart
from clvwidgets.charts.rate_draws import drawn_rates_chart
from clvwidgets.charts.survival import retention_chart, survival_chart
from clvwidgets.charts.theme import resolve_colours
from clvwidgets.charts.tracking import conditional_chart, frequency_chart, tracking_chart
from clvwidgets.display.picture import draw
from clvwidgets.models import (
    BGNBD,
    ParetoNBD,
    ShiftedBetaGeometric,
    alive_grid,
    alive_path,
    drawn_rates,
    gini_coefficient,
    iso_values,
    lorenz_curve,
    rate_densities,
    retention_table,
)

BG = BGNBD.from_params(r=0.243, alpha=4.414, a=0.793, b=2.426, period="W")
PARETO = ParetoNBD.from_params(r=0.553, alpha=10.58, s=0.606, beta=11.67, period="W")
COHORT = [1000, 869, 743, 653, 593, 551, 517, 491]
TRACKED = pd.DataFrame(
    {
        "seen": [True, True, False, False],
        "actual": [5.0, 9.0, 6.0, 4.0],
        "expected": [6.0, 8.0, 6.0, 5.0],
        "actual_total": [5.0, 14.0, 20.0, 24.0],
        "expected_total": [6.0, 14.0, 20.0, 25.0],
    },
    index=pd.RangeIndex(1, 5, name="period"),
)
GROUPS = pd.DataFrame(
    {"customers": [60, 30, 10], "actual": [60.0, 30, 10], "expected": [55.0, 34, 11]},
    index=pd.RangeIndex(3, name="purchases"),
)
# Of CDNOW's customer number 3.
BOUGHT = ["1997-01-02", "1997-03-30", "1997-04-02", "1997-11-15", "1997-11-25", "1998-05-28"]
CURVES = pd.DataFrame(
    {
        "tenure": [0.0, 5, 9],
        "survival": [1, 0.6, 0.4],
        "lower": [1, 0.5, 0.3],
        "upper": [1, 0.7, 0.5],
    }
)


@pytest.fixture(scope="module")
def charts():
    values = [1, 1, 2, 3, 13]
    retained = retention_table(ShiftedBetaGeometric(period="Y").fit(COHORT), COHORT, 12)
    return {
        "each": tracking_chart(TRACKED, unit="weeks"),
        "total": tracking_chart(TRACKED, unit="weeks", total=True),
        "frequency": frequency_chart(GROUPS),
        "conditional": conditional_chart(GROUPS, horizon="39 weeks"),
        "alive": alive_map(alive_grid(BG, 39, most=15, steps=13), unit="weeks"),
        "iso": iso_value_chart(iso_values(PARETO, 78, 0.0018, most=15), age=78, unit="weeks"),
        "survival": retention_chart(retained, unit="years"),
        "retention": retention_chart(retained, unit="years", measure="retention"),
        "kaplan_meier": survival_chart(
            pd.concat([CURVES.assign(group="monthly"), CURVES.assign(group="yearly")]),
            unit="months",
        ),
        "path": alive_path_chart(alive_path(BG, BOUGHT, "1998-06-30")),
        "rates": drawn_rates_chart(drawn_rates(BG, 1000, seed=1), rate_densities(BG)),
        "leaving": drawn_rates_chart(
            drawn_rates(BG, 1000, seed=1), rate_densities(BG), what="leaving"
        ),
        "few": drawn_rates_chart(drawn_rates(PARETO, 1, seed=1), rate_densities(PARETO)),
        "lorenz": lorenz_chart(lorenz_curve(values), gini=gini_coefficient(values)),
    }


def parts(spec):
    """Every dictionary inside a specification."""
    if isinstance(spec, dict):
        yield spec
        spec = list(spec.values())
    if isinstance(spec, list):
        for part in spec:
            yield from parts(part)


def test_each_chart_has_a_sentence_an_alt_text_and_named_axes(charts):
    for name, chart in charts.items():
        spec = chart.to_dict()
        assert any(figure.isdigit() for figure in spec["title"]["text"]), name
        assert len(spec["description"]) > 40, name
        assert len(spec["title"]["text"]) < 90, name
        for axis in ("x", "y"):
            titles = [p[axis].get("title") for p in parts(spec) if isinstance(p.get(axis), dict)]
            assert any(titles), (name, axis)


def test_colours_follow_the_page_and_are_five_at_most(charts):
    for name, chart in charts.items():
        text = json.dumps(chart.to_dict())
        assert "var(--clv-" in text, name
        assert "#" not in text, name
        assert "var(" not in json.dumps(resolve_colours(json.loads(text))), name
        assert len(text) < 60_000, name


def test_titles_tell_the_numbers_of_the_table(charts):
    titles = {name: chart.to_dict()["title"]["text"] for name, chart in charts.items()}
    assert titles["each"] == (
        "After the cut came 10 repeat purchases; 11 were expected, 10% too many"
    )
    assert titles["frequency"] == "The model puts 5 of 100 customers in the wrong group"
    assert titles["survival"].startswith("After 12 years the model keeps 37.8% of the cohort")
    assert titles["kaplan_meier"].startswith("Half have left after 9 months (monthly); half")
    assert titles["path"] == (
        "P(alive) was lowest on 14 Nov 1997, at 28.9%; on 30 Jun 1998 it was 85.6%"
    )
    mean = drawn_rates(BG, 1000, seed=1)["rate"].mean()
    assert titles["rates"].startswith(f"1,000 customers, purchases per week: {mean:.2g} on average")
    assert titles["few"].startswith("1 customer, purchases per week: 0.")
    assert titles["lorenz"] == "The best fifth of customers has 65% of the value (Gini 0.52)"


@pytest.mark.integration
def test_every_chart_can_be_drawn(charts):
    for chart in charts.values():
        assert draw(chart.to_dict())[1:4] == b"PNG"


def test_more_than_five_groups_or_an_unknown_measure_are_refused():
    many = pd.concat([CURVES.assign(group=str(number)) for number in range(6)])
    with pytest.raises(ValueError, match="five groups at most, got 6"):
        survival_chart(many, unit="months")
    with pytest.raises(ValueError, match="measure must be one of 'survival', 'retention'"):
        retention_chart(pd.DataFrame(), unit="years", measure="churn")
    with pytest.raises(ValueError, match="what must be 'rate' or 'leaving'"):
        drawn_rates_chart(pd.DataFrame(), pd.DataFrame(), what="churn")


def test_bars_of_drawn_customers_have_the_areas_of_the_density(charts):
    for name in ("rates", "leaving"):
        spec = charts[name].to_dict()
        bars, line = (spec["datasets"][layer["data"]["name"]] for layer in spec["layer"])
        area = sum((bar["upto"] - bar["value"]) * bar["height"] for bar in bars)
        assert area == pytest.approx(0.995, abs=0.01)
        step = line[1]["value"] - line[0]["value"]
        # Below the middle of the first step the density of the rates has no end.
        inside = [point for point in line if point["value"] > bars[2]["value"]]
        counted = sum(bar["customers"] for bar in bars[2:]) / 1000
        assert sum(point["density"] * step for point in inside) == pytest.approx(counted, abs=0.05)
