"""A chart's channels are objects of their class, so that a panel opens quickly.

Of bare text or `alt.value` Altair makes such an object itself, a thousand times slower: for each
channel it hashes its whole grammar anew.
"""

from __future__ import annotations

import ast
from pathlib import Path

import altair as alt

import clvwidgets.charts

CHARTS = Path(clvwidgets.charts.__file__).parent


def is_slow(value: ast.expr) -> bool:
    if isinstance(value, ast.List):
        return any(map(is_slow, value.elts))
    is_text = isinstance(value, ast.JoinedStr | ast.Constant)
    return is_text or (isinstance(value, ast.Call) and ast.unparse(value.func) == "alt.value")


def slow_channels(code: str) -> list[str]:
    return [
        f"{channel.arg}={ast.unparse(channel.value)}"
        for call in ast.walk(ast.parse(code))
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Attribute)
        and call.func.attr == "encode"
        for channel in call.keywords
        if is_slow(channel.value)
    ]


def test_no_channel_is_text():
    modules = sorted(CHARTS.rglob("*.py"))
    found = {path.name: slow_channels(path.read_text(encoding="utf-8")) for path in modules}
    assert {name: channels for name, channels in found.items() if channels} == {}
    assert sum(".encode(" in path.read_text(encoding="utf-8") for path in modules) > 10


def test_the_search_sees_what_it_looks_for():
    code = (
        'c.encode(x="a:Q", y=alt.value(0), color=f"{a}:N", tooltip=["a:N"], size=alt.Size("a:Q"))'
    )
    assert [found.partition("=")[0] for found in slow_channels(code)] == [
        "x",
        "y",
        "color",
        "tooltip",
    ]


def test_a_channel_says_the_same_either_way():
    chart = alt.Chart(alt.NamedData("rows")).mark_bar()
    fast = chart.encode(x=alt.X("a:Q"), y=alt.YValue(0), y2=alt.Y2Datum(0))
    assert fast.to_dict() == chart.encode(x="a:Q", y=alt.value(0), y2=alt.datum(0)).to_dict()
