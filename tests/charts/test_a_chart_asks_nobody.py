"""Through `alt.renderers.enable("clvwidgets")` no chart fetches anything, in Python or after."""

from __future__ import annotations

import altair as alt
import pandas as pd
import pytest

from clvwidgets.display import renderer
from clvwidgets.display.renderer import chart_bundle

AWAY = "https://example.org/cars.csv"
TABLE = pd.DataFrame({"x": [1], "url": [AWAY]})
BARS = alt.Chart(TABLE, title="Cars").mark_bar().encode(x="x:Q")
FETCHING = {
    "data": alt.Chart(AWAY, title="Cars").mark_bar().encode(x="x:Q"),
    "layer": alt.layer(BARS, alt.Chart(AWAY).mark_bar(), title="Cars"),
    "lookup": BARS.transform_lookup("x", from_=alt.LookupData(alt.UrlData(AWAY), "x", ["y"])),
    "picture": BARS.mark_image(url=AWAY),
    "picture by value": BARS.mark_image().encode(url=alt.value(AWAY)),
    "pictures in a column": BARS.mark_image().encode(url="url:N"),
    "a server's own file": alt.Chart("/api/contents/secret.txt", title="Cars").mark_bar(),
}


@pytest.fixture(autouse=True)
def drawn(monkeypatch):
    """Draw nothing: what is drawn at all is what counts here."""
    seen = []
    monkeypatch.setattr(renderer, "bundle", lambda stored, *_more: seen.append(stored) or {})
    return seen


@pytest.mark.parametrize("name", FETCHING)
def test_a_chart_with_a_part_elsewhere_says_so(name, drawn):
    made = chart_bundle(FETCHING[name].to_dict(validate=False))
    assert (list(made), drawn) == (["text/plain"], [])
    address = "/api/contents/secret.txt" if "server" in name else AWAY
    assert f"Chart: Cars. It is not drawn, because a part of it lies at {address}," in str(made)
    assert "pandas.read_csv(address)" in made["text/plain"]


def test_a_chart_that_shows_addresses_as_words_is_drawn(drawn):
    chart_bundle(BARS.mark_text().encode(text="url:N").to_dict())
    picture = {"url": ["data:image/png;base64,iVBORw0KGgo="]}
    chart_bundle(alt.Chart(pd.DataFrame(picture)).mark_image().encode(url="url:N").to_dict())
    assert len(drawn) == 2


def test_what_a_chart_asks_of_an_embedder_is_not_stored(drawn):
    chart_bundle({"mark": "bar", "usermeta": {"embedOptions": {"patch": AWAY}}})
    assert AWAY not in str(drawn)
