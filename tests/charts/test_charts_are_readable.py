"""Colours, contrast, pictures, and plain Altair charts as panels."""

from __future__ import annotations

import io
import json
import re

import altair as alt
import pandas as pd
import pytest
from PIL import Image

from clvwidgets.charts import theme
from clvwidgets.display.panel_json import PANEL_MIME
from clvwidgets.display.picture import draw, small
from clvwidgets.display.renderer import chart_bundle


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2 defines it."""
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Contrast ratio as WCAG 2 defines it."""
    dark, light = sorted([luminance(one), luminance(other)])
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("name", ["VALUE", "MARGIN", "COST", "CHURN", "NEUTRAL", "TEXT", "MUTED"])
def test_colours_stand_out_from_paper_enough_for_text(name):
    colour = theme.resolve_colours(getattr(theme, name))
    assert contrast(colour, "#ffffff") >= 4.5


def test_no_css_variable_is_left_in_a_picture():
    names = re.findall(r"var\(--clv-[a-z]+\)", json.dumps(theme.chart_config()))
    assert names
    assert "var(" not in json.dumps(theme.resolve_colours(theme.chart_config()))


@pytest.fixture
def chart():
    rows = pd.DataFrame({"segment": ["A", "B"], "revenue": [30, 12]})
    return (
        alt.Chart(rows, title="A brings in most")
        .mark_bar(color=theme.COST)
        .encode(x="revenue:Q", y="segment:N")
    )


def test_a_pressed_picture_keeps_its_colours(chart):
    png = draw(chart.to_dict())
    with Image.open(io.BytesIO(small(png))) as picture:
        colours = {colour for _count, colour in picture.convert("RGB").getcolors(9999)}
    assert (0xC0, 0x4F, 0x00) in colours
    assert len(small(png)) < len(png) / 2


def test_an_altair_chart_shows_as_a_panel_when_switched_on(chart):
    with alt.renderers.enable("clvwidgets"):
        data = chart._repr_mimebundle_()
    assert set(data) == {PANEL_MIME, "image/png", "text/plain"}
    assert data["text/plain"] == "Chart: A brings in most"
    declared = json.loads(data[PANEL_MIME]["declaration"])
    (view,) = declared["views"]
    assert view["spec"]["width"] == "container"
    assert declared["fields"] == []


def test_importing_the_package_does_not_switch_the_renderer():
    import clvwidgets.display.renderer

    assert clvwidgets.display.renderer.chart_bundle
    assert alt.renderers.active != "clvwidgets"


def test_a_charts_own_configuration_stays(chart):
    spec = chart.configure_axis(labelFontSize=20).to_dict()
    view = json.loads(chart_bundle(spec)[PANEL_MIME]["declaration"])["views"][0]
    assert view["spec"]["config"]["axis"] == {"labelFontSize": 20}


def test_charts_side_by_side_keep_their_widths(chart):
    spec = (chart | chart).to_dict()
    view = json.loads(chart_bundle(spec)[PANEL_MIME]["declaration"])["views"][0]
    assert "width" not in view["spec"]


@pytest.mark.parametrize(
    ("spec", "text"),
    [
        ({"mark": "bar", "title": ["Two", "lines"]}, "Chart: Two lines"),
        ({"mark": "bar", "title": {"text": "Titled"}}, "Chart: Titled"),
        ({"mark": {"type": "bar"}, "description": "Described"}, "Chart: Described"),
        ({"mark": {"type": "bar"}}, "Chart: without a title, bar"),
    ],
)
def test_a_chart_says_what_it_shows(spec, text):
    spec = {**spec, "data": {"values": [{"x": 1}]}, "encoding": {"x": {"field": "x"}}}
    assert chart_bundle(spec)["text/plain"] == text
