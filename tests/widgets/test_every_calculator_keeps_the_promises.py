"""What is promised of one calculator is promised of all."""

from __future__ import annotations

import json
import math
import re

import altair as alt
import numpy as np
import pytest

from clvwidgets import CompareMethods, MarkovCLV, NetCLV, UnitEconomics
from clvwidgets.display.panel_json import signals_of
from clvwidgets.formulas import PERIODS_PER_YEAR, markov_clv
from clvwidgets.segments import BUSINESS_MODELS

from .calculators import CALCULATORS, most_letters
from .test_one_definition_serves_python_and_browser import compute
from .vega import evaluate

# Each of these asks Vega itself, many times.
pytestmark = pytest.mark.integration

every_calculator = pytest.mark.parametrize("name", CALCULATORS)


def in_vega(panel):
    return evaluate(signals_of(panel._stored()), list(panel.results))


def numbers_of(panel):
    return [field for field in panel.declaration["fields"] if field["kind"] == "number"]


def ends_of(field):
    """Ends of a slider, all options of a choice, on and off."""
    if field["kind"] == "choice":
        return [option["value"] for option in field["options"]]
    return [False, True] if field["kind"] == "switch" else [field["low"], field["high"]]


def anywhere(field, random):
    ends = ends_of(field)
    if field["kind"] != "number":
        return ends[random.integers(len(ends))]
    drawn = random.uniform(*ends)
    return round(drawn) if field.get("whole") else drawn


def agrees(panel):
    assert in_vega(panel) == pytest.approx(panel.results, rel=1e-9, abs=1e-9)
    assert not any(math.isnan(value) for value in panel.results.values())


@every_calculator
def test_python_and_vega_agree_on_every_preset(name):
    panel = CALCULATORS[name]()
    agrees(panel)
    assert len(panel.presets) >= 3
    if any(f["format"]["kind"] == "money" for f in numbers_of(panel)):
        assert set(panel.presets) >= {model.name for model in BUSINESS_MODELS}
    for values in panel.presets.values():
        assert set(values) == set(panel.values)
        panel.set(**values)
        agrees(panel)


@every_calculator
def test_the_table_of_presets_has_what_the_panel_says_of_each(name):
    panel = CALCULATORS[name]()
    table = panel.compare_presets()
    assert list(table.index) == list(panel.presets)
    for preset in table.index:
        panel.use(preset)
        said = {**panel.values, **panel.results}
        assert {key: table.loc[preset, key] for key in said} == pytest.approx(said)


@every_calculator
def test_python_and_vega_agree_at_the_ends_of_every_slider(name):
    """Churn 0, discount 0, cost 0, horizon 0: a limit or "no limit", never a blank."""
    panel = CALCULATORS[name]()
    start = panel.values
    for field in panel.declaration["fields"]:
        for end in ends_of(field):
            panel.set(**{**start, field["name"]: end})
            agrees(panel)
    panel.set(**{field["name"]: ends_of(field)[0] for field in panel.declaration["fields"]})
    agrees(panel)


@every_calculator
def test_no_corner_of_the_sliders_gives_nan(name):
    """One input at its end has a limit; several at once are where infinities meet."""
    random = np.random.default_rng(3)
    panel = CALCULATORS[name]()
    fields = panel.declaration["fields"]
    ends = {field["name"]: [*ends_of(field), panel.values[field["name"]]] for field in fields}
    for _corner in range(300):
        corner = {name: some[random.integers(len(some))] for name, some in ends.items()}
        results = panel.outputs(**corner)
        assert not any(math.isnan(value) for value in results.values()), corner


@every_calculator
def test_python_and_vega_agree_anywhere(name):
    random = np.random.default_rng(7)
    panel = CALCULATORS[name]()
    fields = panel.declaration["fields"]
    for _draw in range(6):
        panel.set(**{field["name"]: anywhere(field, random) for field in fields})
        agrees(panel)


@every_calculator
def test_the_explanation_computes_what_it_explains(name):
    panel = CALCULATORS[name]()
    per_year = PERIODS_PER_YEAR[panel.period]
    numbers = {**panel.values, **panel.results, "periods_per_year": per_year}
    assert panel.steps()
    for step in panel.steps():
        written = step.formula.format(**{key: f"({value!r})" for key, value in numbers.items()})
        assert compute(written) == pytest.approx(numbers[step.result], rel=1e-9), step.label


@every_calculator
def test_code_written_by_the_panel_gives_its_numbers(name):
    panel = CALCULATORS[name]()
    space: dict[str, object] = {}
    exec(panel.to_python(), space)
    assert space["results"] == panel.results


@every_calculator
def test_every_chart_is_valid_and_what_is_stored_is_small(name):
    panel = CALCULATORS[name]()
    for view in panel.declaration["views"]:
        if "spec" in view:
            alt.Chart.from_dict(view["spec"]).to_dict(validate=True)
    data, _metadata = panel._repr_mimebundle_()
    stored = json.dumps(data["application/vnd.clvwidgets.panel+json"])
    assert len(stored) < most_letters(name)
    assert len(data["image/png"]) < 20_000


@every_calculator
def test_every_period_describes_the_same_customer(name):
    for period in ("week", "month", "quarter", "year"):
        panel = CALCULATORS[name](period=period)
        agrees(panel)
        assert "{" not in str(panel)


def test_markov_values_equal_the_chain_solved_with_matrices():
    """Two ways to the same numbers: back substitution by hand, and NumPy's solver."""
    calc = MarkovCLV()
    chances = [calc.chance_1, calc.chance_2, calc.chance_3, calc.chance_4]
    chain = np.zeros((5, 5))
    for state, chance in enumerate(chances):
        chain[state, 0] = chance
        chain[state, state + 1] += 1 - chance
    chain[4, 4] = 1
    rewards = [calc.margin - calc.contact_cost, *[-calc.contact_cost] * 3, 0]
    solved = markov_clv(chain, rewards, calc.discount)
    found = [calc.active, calc.silent_1, calc.silent_2, calc.silent_3]
    assert found == pytest.approx(solved[:4].tolist())


def test_the_staircase_ends_where_the_net_value_is():
    for panel in (NetCLV(), UnitEconomics()):
        taken_off = [panel.results["goods"], panel.results["service"], panel.cac]
        waiting = panel.results.get("waiting", 0)
        assert panel.results["revenue"] - sum(taken_off) - waiting == pytest.approx(panel.net)


def test_methods_differ_by_what_they_leave_out():
    calc = CompareMethods()
    rate = calc.discount_per_period
    assert calc.margin / calc.revenue == pytest.approx(calc.gross_margin)
    assert calc.now / calc.end_of_period == pytest.approx(1 + rate)
    assert calc.after_renewal / calc.end_of_period == pytest.approx(1 - calc.churn)
    assert calc.after_renewal - calc.net == pytest.approx(calc.cac)


@pytest.mark.parametrize("name", CALCULATORS)
@pytest.mark.parametrize(("currency", "cents"), [("JPY", 0), ("KWD", 3), ("EUR", 2)])
def test_money_in_charts_has_the_decimals_of_its_currency(name, currency, cents):
    views = json.dumps(CALCULATORS[name](currency=currency).declaration["views"])
    decimals = set(re.findall(r"[$],?[.](\d)f", views)) - {"0"}
    assert decimals <= {str(cents)}
