"""A chart of Altair's is drawn whatever its columns are called, as one of plainly named columns."""

from __future__ import annotations

import json
import re

import altair as alt
import pandas as pd
import pytest

from clvwidgets.display.panel_json import PANEL_MIME
from clvwidgets.display.picture import draw
from clvwidgets.display.renderer import chart_bundle

NAMES = ["it's", 'say "hi"', "back\\slash", "two\nlines", "a.b", "a[0]", "both \"'\\\n.[x]"]
MARK = re.compile(r'aria-roledescription="bar"[^>]* d="([^"]*)"')


def rows(name):
    return pd.DataFrame({name: ["a", "b", "c"], "n": [1, 2, 3]})


def bars(name, field=None):
    x = alt.X(field=field or name, type="nominal", sort="-y", title="x")
    color = alt.Color(field=field or name, type="nominal", legend=None)
    return alt.Chart(rows(name)).mark_bar().encode(x=x, y="sum(n):Q", color=color).to_dict()


def drawn(chart):
    bundle = chart_bundle(chart)
    assert "image/png" in bundle
    spec = json.loads(bundle[PANEL_MIME]["declaration"])["views"][0]["spec"]
    return MARK.findall(draw({**spec, "width": 200}, "svg").decode())


@pytest.fixture(scope="module")
def plainly():
    return drawn(bars("name"))


@pytest.mark.parametrize("name", NAMES)
def test_a_column_of_any_name_is_drawn(name, plainly):
    assert len(plainly) == 3
    assert drawn(bars(name)) == plainly


@pytest.mark.parametrize("name", ["it's", 'say "hi"', "a.b", "a[0]", "back\\slash"])
def test_a_name_written_as_vega_lite_asks_is_the_same_column(name, plainly):
    escaped = re.sub(r"""(['"\\.\[\]])""", r"\\\1", name)
    assert drawn(bars(name, escaped)) == plainly


@pytest.mark.parametrize("name", ["it's", "a.b", "two\nlines"])
def test_an_expression_finds_it_too(name):
    chart = bars(name)
    chart["transform"] = [{"filter": f"datum[{json.dumps(name)}] != 'b'"}]
    assert len(drawn(chart)) == 2


def test_columns_that_look_the_same_stay_apart():
    table = pd.DataFrame({"it's": ["a", "b"], "it\u2019s": [1, 2]})
    chart = alt.Chart(table).mark_bar()
    chart = chart.encode(x=alt.X(field="it's", type="nominal"), y="it\u2019s:Q")
    assert len(drawn(chart.to_dict())) == 2


def test_values_and_titles_stay_as_they_are():
    chart = bars("it's")
    chart["transform"] = [{"filter": {"field": "it's", "oneOf": ["it's", "a"]}}]
    chart["title"] = "it's"
    stored = json.loads(chart_bundle(chart)[PANEL_MIME]["declaration"])["views"][0]["spec"]
    assert (stored["title"], stored["transform"][0]["filter"]["oneOf"]) == ("it's", ["it's", "a"])
