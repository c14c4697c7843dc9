"""Curves of stated prices cross where theory and other software say; nobody is lost silently."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from clvwidgets import load_dataset
from clvwidgets.data.simulate.studies import prices as planted
from clvwidgets.effects import newton_miller_smith, van_westendorp

PUBLISHED = json.loads((Path(__file__).parent.parent / "reference" / "prices.json").read_text())
NORMALS = PUBLISHED["psm_analytic"]["inputs"]
COLUMNS = ["too_cheap", "cheap", "dear", "too_dear"]


def drawn(people, seed):
    """Four independent normal prices of each person, as in the example of R's package."""
    random = np.random.default_rng(seed)
    named = zip(COLUMNS, NORMALS.values(), strict=True)
    return pd.DataFrame({name: random.normal(*normal, people) for name, normal in named})


def test_curves_of_normals_cross_where_theory_says():
    """Quantiles of the four distributions stand for very many people."""
    at = (np.arange(4000) + 0.5) / 4000
    named = zip(COLUMNS, NORMALS.values(), strict=True)
    people = pd.DataFrame({name: stats.norm.ppf(at, *normal) for name, normal in named})
    found = van_westendorp(people).points.set_index("point")["price"]
    expected = PUBLISHED["psm_analytic"]["expected"]
    assert found["optimal"] == pytest.approx(expected["opp"], abs=2e-3)
    assert found["indifference"] == pytest.approx(expected["idp"], abs=2e-3)
    assert found["lower"] == pytest.approx(expected["lower"], abs=2e-3)
    assert found["upper"] == pytest.approx(expected["upper"], abs=2e-3)


def test_a_crossing_is_where_the_curves_of_the_result_cross():
    found = van_westendorp(load_dataset("shop_price_survey"))
    at = found.points.set_index("point")["price"]
    curves = found.curves.set_index("price")
    for point, one, other in [
        ("optimal", curves["too_cheap"], curves["too_dear"]),
        ("indifference", curves["cheap"], curves["dear"]),
        ("lower", curves["too_cheap"], 1 - curves["cheap"]),
        ("upper", 1 - curves["dear"], curves["too_dear"]),
    ]:
        before, after = one.index < at[point], one.index > at[point]
        assert (one[before] >= other[before]).all()
        assert (one[after] <= other[after]).all()


def test_people_say_a_quarter_more_than_they_pay():
    """Planted: the cheap and the dear price are .8 and 1.1 of a stated worth of 1.25 x 12.90."""
    found = van_westendorp(load_dataset("shop_price_survey"), level=0.99).points
    point = found.set_index("point").loc["indifference"]
    true = planted.OVERSTATED * planted.WORTH * (0.8 * 1.1) ** 0.5
    assert point["low"] < true < point["high"]


@pytest.mark.integration
def test_intervals_hold_the_true_crossing_as_often_as_they_say():
    expected = PUBLISHED["psm_analytic"]["expected"]
    names = {"optimal": "opp", "indifference": "idp", "lower": "lower", "upper": "upper"}
    hits = []
    for seed in range(300):
        points = van_westendorp(drawn(150, seed), intransitive="keep").points.set_index("point")
        for point, name in names.items():
            hits.append(points.loc[point, "low"] <= expected[name] <= points.loc[point, "high"])
    assert 0.93 <= np.mean(hits) <= 0.98


def test_as_many_are_left_out_as_in_the_example_of_the_other_package():
    """250 people drawn as in the README of pricesensitivitymeter left 143: 43 % are lost."""
    found = van_westendorp(drawn(20_000, 1), intransitive="leave out")
    assert found.left_out / 20_000 == pytest.approx(1 - 143 / 250, abs=0.06)
    assert found.people + found.left_out == 20_000
    assert f"the answers of {found.left_out:,} (" in str(found)


def test_leaving_people_out_moves_the_answer_so_it_is_told():
    """In the example it pushes the range outwards: those who stay spread their answers wider."""
    people = drawn(20_000, 2)
    kept = van_westendorp(people, intransitive="keep").points.set_index("point")["price"]
    rest = van_westendorp(people, intransitive="leave out").points.set_index("point")["price"]
    assert (rest - kept).abs().max() > 0.1


@pytest.mark.parametrize("measure", [van_westendorp, newton_miller_smith])
def test_prices_that_do_not_rise_stop_the_count_until_somebody_says(measure):
    people = drawn(200, 3).assign(intent_cheap=4, intent_dear=2).abs()
    wrong = int((np.diff(people[COLUMNS].to_numpy(), axis=1) <= 0).any(axis=1).sum())
    with pytest.raises(ValueError, match=f"The prices of {wrong} of 200 people do not rise"):
        measure(people)
    assert measure(people, intransitive="leave out").left_out == wrong


def test_one_respondent_buys_as_newton_miller_and_smith_say():
    case = PUBLISHED["nms_one_respondent"]
    given = {key: value for key, value in case["inputs"].items() if key != "price"}
    person = pd.DataFrame([given])
    columns = ["too_cheap", "cheap", "expensive", "too_expensive"]
    curve = newton_miller_smith(
        person,
        prices=[case["inputs"]["price"]],
        columns=columns,
        intents=["intent_cheap", "intent_expensive"],
    ).curve
    assert curve["trial"].item() == pytest.approx(case["expected"]["trial"], abs=1e-12)
    assert curve["revenue"].item() == pytest.approx(case["expected"]["revenue"], abs=1e-12)


def test_demand_of_many_is_the_mean_of_each_by_itself():
    random = np.random.default_rng(4)
    people = pd.DataFrame(np.sort(random.uniform(5, 15, (80, 4)), axis=1), columns=COLUMNS)
    people["intent_cheap"], people["intent_dear"] = random.integers(1, 6, (2, 80))
    at = np.linspace(4, 16, 200)
    chance = {5: 0.7, 4: 0.5, 3: 0.3, 2: 0.1, 1: 0.0}
    each = [
        np.interp(at, row[:4], [0, chance[row[4]], chance[row[5]], 0], left=0, right=0)
        for row in people.to_numpy()
    ]
    found = newton_miller_smith(people, prices=at)
    assert found.curve["trial"].to_numpy() == pytest.approx(np.mean(each, axis=0), abs=1e-9)


def test_no_finer_grid_finds_a_better_price():
    random = np.random.default_rng(5)
    people = pd.DataFrame(np.sort(random.uniform(5, 15, (30, 4)), axis=1), columns=COLUMNS)
    people["intent_cheap"], people["intent_dear"] = random.integers(1, 6, (2, 30))
    at = np.linspace(5, 15, 20_001)
    found = newton_miller_smith(people, prices=[*at])
    own = newton_miller_smith(people, prices=[found.best_trial, found.best_revenue]).curve
    assert own["trial"].iloc[0] >= found.curve["trial"].max() - 1e-12
    assert own["revenue"].iloc[1] >= found.curve["revenue"].max() - 1e-12


def test_an_unknown_intent_is_named():
    person = pd.DataFrame(
        [[5.0, 8.0, 12.0, 15.0, 6, 2]], columns=[*COLUMNS, "intent_cheap", "intent_dear"]
    )
    with pytest.raises(ValueError, match="intents='intent_cheap' holds 6 in 1 of 1 rows"):
        newton_miller_smith(person)


def test_a_missing_price_is_told_and_not_dropped():
    person = pd.DataFrame([[5.0, 8.0, np.nan, 15.0]], columns=COLUMNS)
    with pytest.raises(
        ValueError, match=r"columns='dear' must hold numbers of 0 or more; 1 of 1 rows"
    ):
        van_westendorp(person)
