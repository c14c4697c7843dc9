"""Claims: the starting values printed for them, an inverse that inverts, and what was measured."""

from __future__ import annotations

import math

import altair as alt
import numpy as np
import pandas as pd
import pytest

from clvwidgets.formulas import retention_clv
from clvwidgets.strategies import (
    CLAIMS,
    claim_effect,
    claim_evidence,
    claim_limit,
    claim_starting_value,
)

TIMINGS = ("now", "after_renewal", "end_of_period")


@pytest.mark.parametrize(
    ("name", "case", "expected"),
    [
        ("crm", {}, 1 / 1.3),
        ("satisfaction", {}, 0.75),
        ("satisfaction", {"first_payment": "after_renewal"}, 0.545),
        ("education", {}, 0.28125),
        ("education", {"first_payment": "after_renewal"}, 0.2045),
        ("email", {}, 0.625),
        ("cross_selling", {}, 0.9),
        ("points", {}, 0.024),
        ("stages", {}, 0.39286),
        ("stages", {"first_payment": "after_renewal"}, math.inf),
        ("losses", {}, 0.875),
        ("analytics", {}, 0.625),
    ],
)
def test_starting_values_of_the_eight_claims(name, case, expected):
    found = claim_starting_value(name, **case)
    assert found == pytest.approx(expected, abs=0.0005)


def test_elasticity_of_retention_that_the_claims_of_satisfaction_need():
    """By small steps 2 (1 + d - r) / (1 + d); over a whole step of 20 percent it takes less."""
    rates = np.array([0.6, 0.7, 0.8, 0.9])
    later = {"retention": rates, "first_payment": "after_renewal"}
    small = claim_starting_value("satisfaction", **later)
    assert small == pytest.approx([0.909, 0.727, 0.545, 0.364], abs=0.0005)
    whole = claim_starting_value("education", **later, step="whole")
    assert whole == pytest.approx([0.315, 0.249, 0.184, 0.122], abs=0.001)


def test_a_small_elasticity_scaled_up_gives_more_than_its_multiple():
    """Retention .80 at .75 a percent: 20 percent make .92, and value rises by 67, not by 40."""
    assert claim_effect("satisfaction", 0.75, cause=0.2, step="whole") == pytest.approx(
        0.6667, abs=1e-4
    )


@pytest.mark.parametrize("timing", TIMINGS)
@pytest.mark.parametrize("name", CLAIMS)
def test_the_effect_at_the_starting_value_is_the_claimed_one(name, timing):
    found = 0
    for cause in (0.01, 0.15, 0.3, 0.6, 1.0):
        for effect in (0.02, 0.15, 0.2, 0.4, 0.9, 3.0):
            for discount in (0.0, 0.02, 0.1, 0.5):
                for acquisition in (0.0, 0.3):
                    for step in ("small", "whole"):
                        case = {
                            "cause": cause,
                            "discount": discount,
                            "acquisition": acquisition,
                            "first_payment": timing,
                            "step": step,
                        }
                        start = claim_starting_value(name, effect=effect, **case)
                        assert start >= 0
                        if math.isfinite(start):
                            found += 1
                            got = claim_effect(name, start, **case)
                            assert got == pytest.approx(effect, rel=1e-6), (case, effect, start)
    assert found > 50


@pytest.mark.parametrize("timing", TIMINGS)
@pytest.mark.parametrize("name", ["stages", "losses", "email", "points", "analytics"])
def test_where_no_start_is_found_none_exists(name, timing):
    """Every start from 0 to 1 in steps of a thousandth stays on one side of the claimed effect."""
    starts = np.linspace(0.0005, 0.9995, 1000)
    none = 0
    for cause in (0.05, 0.3, 0.9):
        # Where the rate would pass 1, the claim cannot be made at all.
        possible = starts[starts * (1 + cause) <= 1] if name == "stages" else starts
        for effect in (0.02, 0.2, 0.5, 2.0):
            case = {"cause": cause, "first_payment": timing, "discount": 0.1}
            if math.isfinite(claim_starting_value(name, effect=effect, **case)):
                continue
            none += 1
            reached = claim_effect(name, possible, **case)
            assert (reached < effect).all() or (reached > effect).all(), (cause, effect)
    assert none or (name, timing) in (("losses", "after_renewal"), ("analytics", timing))


@pytest.mark.parametrize("timing", TIMINGS)
def test_effects_through_retention_are_those_of_lifetime_value(timing):
    def worth(retention):
        return retention_clv(1, retention, 0.1, first_payment=timing)

    for start in (0.2, 0.5, 0.7):
        rise = claim_effect("stages", start, first_payment=timing)
        assert rise == pytest.approx(worth(1.3 * start) / worth(start) - 1)
        fewer = claim_effect("losses", start, first_payment=timing)
        assert fewer == pytest.approx(worth(1 - 0.7 * (1 - start)) / worth(start) - 1)
    tiny = claim_effect("satisfaction", 0.5, cause=1e-6, retention=0.8, first_payment=timing)
    assert tiny == pytest.approx(worth(0.8 * (1 + 0.5e-6)) / worth(0.8) - 1, rel=1e-4)


def test_a_base_after_the_cost_of_acquiring_makes_any_effect_larger():
    before = claim_effect("email", 0.2)
    assert claim_effect("email", 0.2, acquisition=0.6) == pytest.approx(before / 0.4)
    assert claim_starting_value("email", acquisition=0.6) == pytest.approx(0.25)


def test_effects_at_the_ends_are_no_blanks():
    ends = (0.0, 1e-9, 0.5, 1.0)
    for name in CLAIMS:
        for timing in TIMINGS:
            for step in ("small", "whole"):
                for cause in ends:
                    for rate in ends:
                        for discount in (0.0, 1.0):
                            for acquisition in (0.0, 1.0):
                                case = {
                                    "cause": cause,
                                    "retention": rate,
                                    "discount": discount,
                                    "acquisition": acquisition,
                                    "first_payment": timing,
                                    "step": step,
                                }
                                for end in (*ends, 2.0):
                                    assert not math.isnan(claim_effect(name, end, **case))
                                    assert not math.isnan(
                                        claim_starting_value(name, effect=end, **case)
                                    )


@pytest.mark.parametrize("timing", TIMINGS)
@pytest.mark.parametrize("name", CLAIMS)
def test_python_and_vega_agree_on_every_claim(name, timing, vega):
    random = np.random.default_rng(11)
    columns = {
        key: random.choice([0.0, 0.01, 0.3, 0.8, 1.0, *random.uniform(0, 1, 5)], 60)
        for key in ("start", "cause", "effect", "retention", "discount", "acquisition")
    }
    rows = pd.DataFrame(columns).to_dict("records")
    for function, left_out in ((claim_effect, "effect"), (claim_starting_value, "start")):
        for step in ("small", "whole"):
            fixed = {"name": name, "first_payment": timing, "step": step}
            used = [key for key in columns if key != left_out]
            expected = [function(**{key: row[key] for key in used}, **fixed) for row in rows]
            traced = function(**{key: alt.datum[key] for key in used}, **fixed)
            assert vega(traced, rows) == pytest.approx(expected, rel=1e-9, abs=1e-9)


def test_the_browser_may_choose_the_claim_and_the_timing(vega):
    """One expression for all: the claim and the timing are signals, as in the panel."""
    rows = [{"claim": name, "timing": timing} for name in CLAIMS for timing in TIMINGS]
    choices = {"name": alt.datum.claim, "first_payment": alt.datum.timing}
    figures = {"cause": 0.2, "retention": 0.7, "discount": 0.1, "acquisition": 0.1}
    expressions = {
        claim_starting_value: claim_starting_value(**choices, **figures, effect=0.15),
        claim_effect: claim_effect(**choices, **figures, start=0.5),
    }
    for function, expression in expressions.items():
        given = {"effect": 0.15} if function is claim_starting_value else {"start": 0.5}
        expected = [
            function(row["claim"], first_payment=row["timing"], **figures, **given) for row in rows
        ]
        assert vega(expression, rows) == pytest.approx(expected)
    limit = claim_limit(alt.datum.claim, cause=0.2, effect=0.15, retention=0.7)
    expected = [claim_limit(row["claim"], cause=0.2, effect=0.15, retention=0.7) for row in rows]
    assert vega(limit, rows) == pytest.approx(expected)
    for needed in (0.1, 0.9, math.inf):
        found = claim_evidence(alt.datum.claim, needed)
        for part, expression in found.items():
            expected = [claim_evidence(row["claim"], needed)[part] for row in rows]
            assert vega(expression, rows) == pytest.approx(expected)


@pytest.mark.parametrize("name", CLAIMS)
def test_a_rate_just_reaches_one_at_the_limit(name):
    limit = claim_limit(name)
    claim = CLAIMS[name]
    start = claim_starting_value(name)
    assert start == math.inf or start <= limit + 1e-12
    if name == "stages":
        assert limit * (1 + claim.cause) == pytest.approx(1)
    if name in ("satisfaction", "education"):
        assert 0.8 * (1 + limit * claim.cause) == pytest.approx(1)


@pytest.mark.parametrize(
    ("name", "inside"),
    [
        ("crm", True),
        ("satisfaction", False),
        ("education", False),
        ("email", False),
        ("cross_selling", True),
        ("points", False),
        ("stages", False),
        ("losses", False),
        ("analytics", False),
    ],
)
def test_two_claims_of_eight_lie_beside_what_was_measured(name, inside):
    found = claim_evidence(name, claim_starting_value(name))
    assert (found["outside"] == 0) == inside
    assert found["low"] < found["value"] < found["high"]


def test_after_a_renewal_better_help_is_believable_and_satisfaction_is_not():
    later = {"first_payment": "after_renewal"}
    education, satisfaction = (
        claim_evidence(name, claim_starting_value(name, **later))["outside"]
        for name in ("education", "satisfaction")
    )
    assert education == 0
    assert satisfaction > 0.2


def test_nobody_measured_what_is_ones_own():
    assert set(claim_evidence("own", 0.5).values()) == {math.inf}
    assert claim_evidence("email", math.inf)["outside"] == math.inf


def test_an_unknown_claim_is_refused_with_the_names_that_are_known():
    with pytest.raises(ValueError, match="email"):
        claim_starting_value("loyalty")
    with pytest.raises(ValueError, match="after_renewal"):
        claim_effect("email", 0.5, first_payment="later")
    with pytest.raises(ValueError, match="whole"):
        claim_effect("email", 0.5, step="large")
