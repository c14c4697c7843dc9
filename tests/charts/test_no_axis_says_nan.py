"""An axis whose numbers are all 0 has a 0 on it.

The browser's Vega writes NaN where an axis in the format "s" ends where it starts; the Vega that
draws in Python does not, so that no picture made here can show it.
"""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import clvwidgets.charts
from clvwidgets.charts.signals import short_axis

from ..widgets.vega import evaluate

CHARTS = Path(clvwidgets.charts.__file__).parent


def unguarded(code: str) -> list[str]:
    """Axes in the format "s"; where the format is a name, it may be any text of the module."""
    tree = ast.parse(code)
    texts = [node.value for node in ast.walk(tree) if isinstance(node, ast.Constant)]
    short = [text for text in texts if isinstance(text, str) and text.endswith("~s")]
    return [
        ast.unparse(option.value)
        for call in ast.walk(tree)
        if isinstance(call, ast.Call) and ast.unparse(call.func) in ("alt.Axis", "plain_axis")
        for option in call.keywords
        if option.arg == "format" and short
        if not isinstance(option.value, ast.Constant) or option.value.value in short
    ]


def test_formats_that_need_a_range_come_from_one_place():
    modules = [path for path in sorted(CHARTS.rglob("*.py")) if path.name != "signals.py"]
    found = {path.name: unguarded(path.read_text(encoding="utf-8")) for path in modules}
    assert {name: forms for name, forms in found.items() if forms} == {}


def test_the_search_sees_what_it_looks_for():
    code = 'alt.Axis(format="$~s"); plain_axis(format=given); alt.Axis(format=".0%")'
    assert unguarded(code) == ["'$~s'", "given"]


@pytest.mark.parametrize(("label", "value", "told"), [("NaN", 0, 0), ("12", 1, 12)])
def test_a_label_that_vega_could_not_write_is_written_from_its_value(label, value, told):
    expression = short_axis("~s").to_dict()["labelExpr"].replace("datum.", "tick.")
    tick = {"name": "tick", "value": {"label": label, "value": value}}
    said = {"name": "said", "expr": f"toNumber({expression})"}
    assert evaluate([tick, said], ["said"]) == {"said": told}
