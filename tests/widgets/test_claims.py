"""The claim tester: its two verdicts on the eight claims, and how they turn."""

from __future__ import annotations

import html
import math
import re

import pytest
import vl_convert

from clvwidgets import ClaimTester
from clvwidgets.display.panel_json import signals_of
from clvwidgets.strategies import CLAIMS


def at(name, **others):
    panel = ClaimTester()
    panel.set(**{**panel.presets[CLAIMS[name].words], **others})
    return panel


def title(panel):
    """The sentence over the chart, as Vega writes it."""
    chart = panel.declaration["views"][0]["spec"]
    spec = {
        "params": signals_of(panel._stored()),
        "data": {"values": [{}]},
        "transform": [{"calculate": chart["title"]["text"]["expr"], "as": "said"}],
        "mark": "point",
        "encoding": {"description": {"field": "said"}},
    }
    svg = vl_convert.vegalite_to_svg(spec, vl_version="6.4")
    (said,) = re.findall(r'aria-label="([^"]*)"', svg)
    return html.unescape(said).replace("\N{MINUS SIGN}", "-")


@pytest.mark.parametrize(
    ("name", "needed"),
    [
        ("crm", 0.769),
        ("satisfaction", 0.75),
        ("education", 0.281),
        ("email", 0.625),
        ("cross_selling", 0.9),
        ("points", 0.024),
        ("stages", 0.393),
        ("losses", 0.875),
        ("analytics", 0.625),
    ],
)
def test_starting_values_of_the_eight_claims(name, needed):
    assert at(name).needed == pytest.approx(needed, abs=0.0005)


def test_four_of_the_eight_are_ruled_out_by_what_was_measured_and_one_follows():
    """Email, points, stages and analytics cannot hold here; cross-selling follows."""
    for name in ("email", "points", "stages", "losses", "analytics"):
        assert at(name).outside > 0
        assert "Not believable" in title(at(name))
    assert at("cross_selling").outside == 0
    assert "Believable: measured 113% (88% to 138%)" in title(at("cross_selling"))


def test_the_title_says_both_verdicts():
    assert title(at("stages")) == (
        "True only if retention is 39.3%; at yours follows 35.9%. "
        "Not believable: measured 51.5% (49.9% to 53%)."
    )
    assert title(at("stages", first_payment="after_renewal")).startswith(
        "Cannot be: at no retention"
    )
    assert "is at most 76.9%" in title(at("crm"))
    assert title(at("own")).endswith("Nobody measured it here.")


def test_after_a_renewal_retention_plus_30_never_gives_20():
    panel = at("stages", first_payment="after_renewal")
    assert panel.needed == math.inf
    assert "none: it cannot be" in str(panel)
    assert at("losses", first_payment="after_renewal").needed < 1


def test_at_70_percent_retention_a_rise_of_30_doubles_value():
    assert at("stages", start=0.7).follows == pytest.approx(1.105, abs=0.0005)
    assert at("stages").limit == pytest.approx(0.769, abs=0.0005)


def test_value_after_acquiring_makes_the_same_claim_easier():
    before = at("email").needed
    after = at("email", basis="after", acquisition=0.6)
    assert after.needed == pytest.approx(before * 0.4)
    assert after.outside < at("email").outside


def test_two_claims_of_satisfaction_do_not_fit_in_one_firm():
    """One needs nearly three times what the other does, at the same retention."""
    ratio = at("satisfaction").needed / at("education").needed
    assert ratio == pytest.approx(2 / 0.75)


def test_a_preset_starts_from_what_was_measured():
    for name, claim in CLAIMS.items():
        panel = at(name)
        assert (panel.cause, panel.effect) == (claim.cause, claim.effect)
        if claim.measured:
            measured = (panel.measured, panel.measured_low, panel.measured_high)
            assert measured == (claim.measured.value, claim.measured.low, claim.measured.high)
            assert panel.start == claim.measured.value
