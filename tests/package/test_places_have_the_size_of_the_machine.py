"""NumPy takes numbers of a pointer's size as places; in the browser's Python these have 32 bits.

No test on a machine of 64 bits sees the difference, so the calls themselves are read.
"""

from __future__ import annotations

import ast
from pathlib import Path

import numpy as np

from clvwidgets._places import places

PACKAGE = Path(__file__).parents[2] / "clvwidgets"
# Which argument names places; a plain number or a length is none of an array's.
WHERE = {"bincount": 0, "repeat": 1, "reduceat": 1}


def unguarded(text):
    """List the calls whose places do not come through the door."""
    found = []
    for node in ast.walk(ast.parse(text)):
        is_call = isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
        if not is_call or len(node.args) <= WHERE.get(node.func.attr, 9):
            continue
        given = node.args[WHERE[node.func.attr]]
        called = ast.unparse(given.func) if isinstance(given, ast.Call) else ""
        one_number = isinstance(given, ast.Constant | ast.BinOp) or called == "len"
        how_often = node.func.attr == "repeat" and isinstance(given, ast.Name)
        if called != "places" and not one_number and not how_often:
            found.append(ast.unparse(node))
    return found


def test_every_place_goes_through_the_door():
    modules = sorted(PACKAGE.rglob("*.py"))
    found = {path.name: unguarded(path.read_text(encoding="utf-8")) for path in modules}
    assert {name: calls for name, calls in found.items() if calls} == {}


def test_a_call_without_the_door_is_seen():
    assert unguarded("np.bincount(codes, minlength=3)") == ["np.bincount(codes, minlength=3)"]
    assert unguarded("np.repeat(a, table.counts)") == ["np.repeat(a, table.counts)"]
    assert unguarded("np.add.reduceat(values, starts)") == ["np.add.reduceat(values, starts)"]
    assert unguarded("np.bincount(places(codes)); np.repeat(a, 3)") == []


def test_places_are_of_a_pointers_size_whatever_comes():
    for kind in (np.int64, np.int32, np.uint8):
        assert places(np.array([2, 0], dtype=kind)).dtype == np.intp
