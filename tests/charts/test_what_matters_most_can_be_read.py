"""The chart of what matters most: ticks that differ, and two bars that differ without colour."""

from __future__ import annotations

import pytest

from clvwidgets.charts.sensitivity import sensitivity_chart

from ..widgets.vega import evaluate


@pytest.mark.parametrize("ticks", [(0.8, 1.2, 1.6, 2), (0.05, 0.1, 0.15), (10, 10.4, 10.8)])
def test_no_two_ticks_of_money_read_alike(ticks):
    axis = sensitivity_chart("net", "Net", 0.1).to_dict()["layer"][0]["encoding"]["x"]["axis"]
    said = []
    for tick in ticks:
        written = axis["labelExpr"].replace("datum.value", "tick")
        signals = [{"name": "tick", "value": tick}]
        signals.append({"name": "said", "expr": f"toNumber(replace({written}, '$', ''))"})
        said.append(evaluate(signals, ["said"])["said"])
    assert said == pytest.approx(ticks)


def test_lower_and_higher_differ_in_thickness_and_the_title_says_so():
    chart = sensitivity_chart("net", "Net", 0.1).to_dict()
    lower, higher = (layer["mark"]["height"]["band"] for layer in chart["layer"][:2])
    assert lower < higher
    assert "lower (thin, orange) or higher (thick, blue)" in chart["title"]["text"]
