"""A picture of whatever a table or a person gives costs the picture at most, never the kernel."""

from __future__ import annotations

import http.server
import json
import subprocess
import sys
import threading
import time
from functools import lru_cache

import altair as alt
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clvwidgets import SubscriptionCLV
from clvwidgets.display import _artist, _drawing, picture
from clvwidgets.display.drawable import drawable, drawable_text
from clvwidgets.display.page import json_in_page
from clvwidgets.display.picture import draw
from clvwidgets.display.renderer import chart_bundle

CONTROLS = [chr(code) for code in (*range(32), 0xFFFE, 0xFFFF, 0xD800, 0xDFFF, 0x2028, 0x2029)]
TAKEN = ["constructor", "toString", "__proto__", "hasOwnProperty", "valueOf"]


def bars(names, *, field="name", **parts):
    rows = [{field: name, "amount": 1 + place} for place, name in enumerate(names)]
    return {
        "data": {"values": rows},
        "mark": "bar",
        "encoding": {
            "x": {"field": field, "type": "nominal"},
            "y": {"field": "amount", "type": "quantitative", "aggregate": "sum"},
            "color": {"field": field, "type": "nominal"},
        },
        **parts,
    }


@pytest.fixture
def listener():
    """A server of this machine that notes who asks."""
    asked = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.path)
            self.send_response(404)
            self.end_headers()

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/x.png", asked
    server.shutdown()


@pytest.mark.parametrize("place", ["value", "field", "title", "param", "expression", "escape"])
def test_control_characters_are_drawn_wherever_they_stand(place):
    text = "a" + "b".join(CONTROLS)
    spec = {
        "value": bars([text, "b"]),
        "field": bars(["a", "b"], field="name" + text.replace("\n", "")),
        "title": bars(["a"], title={"text": text, "subtitle": [text]}),
        "param": bars(["a"], params=[{"name": "p", "value": text}], title={"text": {"expr": "p"}}),
        "expression": bars(["a"], title={"text": {"expr": f"'{text[:11]}\x1b\x0c'"}}),
        "escape": bars(["a"], title={"text": {"expr": r"'a\u0001\x02\b\uffff\ud800\0'"}}),
    }[place]
    assert draw(spec, "svg").startswith(b"<svg")
    assert draw(spec).startswith(b"\x89PNG")


@pytest.mark.integration
def test_a_control_character_does_not_end_the_kernel():
    """Seen before: the whole process aborts, and the kernel with it."""
    code = (
        "from clvwidgets.display.renderer import chart_bundle\n"
        "spec = {'mark': 'bar', 'data': {'values': [{'x': 'a\\x01'}]}, "
        "'encoding': {'x': {'field': 'x', 'type': 'nominal'}}}\n"
        "print('image/png' in chart_bundle(spec))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
    assert done.stdout.strip() == "True", done.stderr[-500:]


@pytest.mark.integration
@settings(max_examples=15, deadline=None)
@given(st.lists(st.text(st.characters(exclude_categories=())), min_size=1, max_size=4))
def test_any_text_is_drawn(names):
    assert draw(bars(names, title=names[0])).startswith(b"\x89PNG")


def test_a_title_may_be_a_word_of_vegas():
    assert draw(bars(["if"], title="if")).startswith(b"\x89PNG")


@pytest.mark.parametrize("before", range(15, 32))
def test_a_long_word_is_cut_anywhere_even_in_an_emoji(before):
    assert draw(bars(["x" * before + "\U0001f6d2" * 9])).startswith(b"\x89PNG")


@given(st.lists(st.sampled_from([*(f"a{mark}" for mark in CONTROLS[:32]), "a", *TAKEN])))
def test_different_texts_stay_different(texts):
    assert len({drawable_text(text) for text in texts}) == len(set(texts))


@pytest.mark.parametrize("name", TAKEN)
def test_names_that_javascript_has_taken_are_drawn(name):
    as_value, as_field = (draw(spec, "svg") for spec in (bars([name, "b"]), bars("ab", field=name)))
    assert as_value.count(name.encode()) > 1
    assert as_field.count(name.encode()) > 1
    chart = alt.Chart(pd.DataFrame({name: ["a", "b"], "n": [1, 2]})).mark_bar()
    chart = chart.encode(x=f"{name}:N", y="sum(n):Q").transform_filter(f"datum.{name} != 'b'")
    assert b"PNG" in draw(chart.to_dict())[:4]
    assert "image/png" in chart_bundle(chart.to_dict())


def test_ordinary_charts_are_left_as_they_are():
    spec = bars(["Ünal", "a\tb", "C:\\bob", "constructors"], title=r"\u0001 as text")
    assert drawable(spec) == spec


@pytest.mark.parametrize(
    "spec",
    [
        bars(["a"], width=1e9),
        bars(["a"], height=1e9),
        bars(["a"], width={"step": 1e6}),
        bars([str(n) for n in range(40)], width={"step": 5000}),
        {"hconcat": [bars(["a"], width=1e5), bars(["b"], height=1e5)]},
    ],
    ids=["width", "height", "step", "many steps", "concat"],
)
def test_a_huge_chart_is_refused_with_a_sentence(spec):
    with pytest.raises(ValueError, match=r"at most [24]0,000(,000)? pixels"):
        draw(spec)
    assert "image/png" not in chart_bundle(spec)


def test_too_large_a_scale_is_refused_at_once_and_names_one_that_fits():
    calc = SubscriptionCLV()
    calc.to_png()
    begin = time.monotonic()
    with pytest.raises(ValueError, match=r"scale=99 makes [\d,]+ .* Take scale=\d+ or less"):
        calc.to_png(scale=99)
    assert time.monotonic() - begin < 5


@pytest.mark.parametrize("scale", [0, -1, float("nan"), float("inf"), True, "2", None])
def test_a_scale_that_is_none_is_refused(scale):
    with pytest.raises(ValueError, match=r"scale must be a (finite )?number( above 0)?, got"):
        SubscriptionCLV().to_png(scale=scale)


def test_a_chart_with_an_address_is_refused_and_asks_nobody(listener):
    address, asked = listener
    for spec in (
        bars([]) | {"data": {"url": address}},
        {"layer": [bars(["a"]), bars(["a"]) | {"data": {"url": "file:///etc/passwd"}}]},
        bars(["a"])
        | {
            "transform": [
                {"lookup": "name", "from": {"data": {"url": address}, "key": "x", "fields": ["y"]}}
            ]
        },
    ):
        with pytest.raises(ValueError, match=r"asks nobody for data, and this chart reads '"):
            draw(spec)
        assert "image/png" not in chart_bundle(spec)
    assert not asked


@pytest.mark.parametrize("hidden", ["field", "value", "expression"])
def test_pictures_from_elsewhere_are_not_asked_for(hidden, listener):
    address, asked = listener
    url = {
        "field": {"field": "url"},
        "value": {"value": address},
        "expression": {"value": {"expr": f"'{address}'"}},
    }[hidden]
    spec = {
        "data": {"values": [{"url": address, "x": 1}]},
        "mark": {"type": "image", "width": 20, "height": 20},
        "encoding": {"x": {"field": "x"}, "url": url},
    }
    if hidden == "expression":  # nobody can read where it leads; the drawing has no way out
        assert draw(spec).startswith(b"\x89PNG")
    else:
        with pytest.raises(ValueError, match="asks nobody for data, and this chart reads"):
            draw(spec)
    assert not asked


@pytest.mark.integration
def test_a_chart_that_never_ends_is_given_up(monkeypatch):
    """The limit is the drawing process's own; a short one is put in by hand here."""
    impatient = lru_cache(lambda _process_id: _drawing._Artist(seconds=2))
    monkeypatch.setattr(_drawing, "_artist_of", impatient)
    endless = bars(["a"]) | {"data": {"sequence": {"start": 0, "stop": 1e10}}}
    begin = time.monotonic()
    with pytest.raises(RuntimeError, match="took more than 20 seconds"):
        draw(endless)
    assert time.monotonic() - begin < 15


@pytest.mark.integration
def test_pictures_are_drawn_again_after_one_broke_the_drawing():
    assert draw(bars(["a"]))
    _drawing._artist_of(_drawing.os.getpid())._process.kill()
    time.sleep(0.2)
    assert draw(bars(["a"]))


@pytest.mark.parametrize("failure", [RuntimeError("broken"), ValueError("too large"), OSError()])
def test_a_failed_picture_costs_nothing_else(failure, monkeypatch):
    def fail(*_args, **_options):
        raise failure

    monkeypatch.setattr(picture, "have_drawn", fail)
    calc = SubscriptionCLV()
    data, _metadata = calc._repr_mimebundle_()
    assert set(data) == {
        "application/vnd.jupyter.widget-view+json",
        "application/vnd.clvwidgets.panel+json",
        "text/plain",
    }
    with pytest.raises(type(failure)):
        calc.to_png()


def test_a_broken_chart_is_a_sentence_to_who_asks_for_its_picture():
    with pytest.raises(RuntimeError, match="This chart cannot be drawn: Vega-Lite to SVG"):
        draw({"mark": "nonsense", "data": {"values": []}})
    with pytest.raises(ValueError, match="numbers, text and dates as text only"):
        draw(bars([object()]))


def test_limits_leave_room_for_what_pillow_opens():
    from PIL import Image

    assert Image.MAX_IMAGE_PIXELS > _artist.MOST_PIXELS


def test_no_end_of_a_line_stands_in_the_middle_of_a_pages_text():
    text = "Ann\u2028Bo\u2029"
    written = json_in_page({"name": text})
    assert not {"\u2028", "\u2029"} & set(written)
    assert json.loads(written) == {"name": text}
