"""The risk simulator shows the draws it says, keeps scenarios apart, and never has no number."""

from __future__ import annotations

import math

import numpy as np
import pytest
import vl_convert

from clvwidgets import RiskSimulator
from clvwidgets.display import panel_json


@pytest.fixture
def risk():
    return RiskSimulator()


def test_the_lesson_s_channel_has_its_numbers(risk):
    """Computed independently with NumPy: triangles, 100,000 draws, first payment now, 10 %."""
    told = risk.results
    assert told["best_guess"] == pytest.approx(98, abs=0.5)
    assert told["at_means"] == pytest.approx(16, abs=0.5)
    assert told["mean"] == pytest.approx(43, abs=1)
    assert told["loses"] == pytest.approx(0.387, abs=0.004)
    assert told["floor"] == pytest.approx(-119, abs=2)
    shares = [100 * told[f"{name}_matters"] for name in ("margin", "churn", "cac")]
    assert shares == pytest.approx([3, 76, 21], abs=0.7)
    risk.tied = 0.8
    assert risk.results["mean"] == pytest.approx(43, abs=1)
    assert risk.results["floor"] == pytest.approx(-164, abs=2)


def test_the_pile_has_the_draws_of_numpy():
    risk = RiskSimulator(shape="natural")
    values = risk.risk().values
    bins = risk.datasets["risk_bins"]
    for one in bins:
        share = ((values >= one["low"]) & (values < one["high"])).mean()
        assert one["share"] == pytest.approx(share, abs=2e-5)
    assert sum(one["share"] for one in bins) > 0.985
    assert any(one["low"] == 0 for one in bins)


def test_a_scenario_that_was_pinned_keeps_its_numbers_beside_what_is_now(risk):
    free = risk.results
    risk.pin("free")
    risk.tied = 0.8
    rows = {row["scenario"]: row for row in risk.datasets["risk_scenarios"]}
    assert rows["free"]["floor"] == free["floor"]
    assert rows["now"]["floor"] == risk.results["floor"] < free["floor"]
    frame = risk.to_frame().set_index(["scenario", "name"])["value"]
    assert frame["free", "mean"] == free["mean"]
    assert frame["now", "tied"] == 0.8
    risk.unpin()
    assert [row["scenario"] for row in risk.datasets["risk_scenarios"]] == ["now"]


def test_undo_brings_the_draws_back(risk):
    before = risk.results, risk.datasets
    risk.set(churn_high=0.3, cac_high=900)
    assert risk.results != before[0]
    risk.undo()
    assert (risk.results, risk.datasets) == before


def test_a_move_in_the_browser_is_drawn_in_one_go(risk, monkeypatch):
    drawn = []
    draw = RiskSimulator._draw
    monkeypatch.setattr(RiskSimulator, "_draw", lambda self: (drawn.append(1), draw(self)))
    risk.set_state({name: value * 1.1 for name, value in risk.values.items() if name != "shape"})
    assert len(drawn) == 1
    assert risk.datasets["risk_marks"][1]["value"] == risk.results["mean"]


def test_the_code_it_writes_draws_the_same():
    for shape in ("triangular", "pert", "natural"):
        risk = RiskSimulator(shape=shape, tied=-0.4)
        space: dict = {}
        exec(risk.to_python().replace("print", "str"), space)
        assert space["found"].mean == pytest.approx(risk.results["mean"], rel=1e-5)


def test_an_end_beyond_the_likeliest_counts_as_it():
    crossed = RiskSimulator(cac_low=300, cac=250, cac_high=200)
    assert crossed.results["cac_matters"] == 0
    assert crossed.results["best_guess"] == pytest.approx(97.7, abs=0.1)


def test_no_corner_of_the_sliders_is_without_a_number():
    rng = np.random.default_rng(4)
    fields = RiskSimulator.fields()
    risk = RiskSimulator()
    for _ in range(40):
        corner = {
            name: rng.choice([field.low, field.default_value, field.high])
            if name != "shape"
            else str(rng.choice(["triangular", "pert", "natural"]))
            for name, field in fields.items()
        }
        risk.set(**{n: v if isinstance(v, str) else float(v) for n, v in corner.items()})
        assert all(math.isfinite(value) for value in risk.results.values()), corner
        numbers = [v for rows in risk.datasets.values() for row in rows for v in row.values()]
        assert None not in numbers, corner


@pytest.mark.parametrize("name", RiskSimulator.presets)
def test_every_preset_sets_a_whole_scenario(name):
    risk = RiskSimulator(**RiskSimulator.presets[name])
    assert RiskSimulator.presets[name].keys() in ({}.keys(), risk.values.keys())
    assert risk.results["mean"] < risk.results["best_guess"]
    svg = vl_convert.vegalite_to_svg(panel_json.first_chart(risk._stored()))
    more = "more" if risk.results["floor"] < 0 else "bring less"
    assert f"lose money, and one in twenty {more} than" in svg
    assert "NaN" not in svg


def test_the_text_says_what_matters_and_with_which_seed(risk):
    assert "Measure first: Churn (76.2% of the variance)" in str(risk)
    assert "100,000 with seed 18" in str(risk)


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"churn": 5}, "churn must be a number .* got 5"),
        ({"shape": "normal"}, "shape must be one of"),
        ({"seed": -1}, "seed must be a whole number, 0 or more, got -1"),
    ],
)
def test_bad_input_says_the_way_out(given, message):
    with pytest.raises(ValueError, match=message):
        RiskSimulator(**given)
