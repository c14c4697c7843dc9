"""Vega itself, run without a browser: the judge of every expression that a panel sends."""

from __future__ import annotations

import re
from typing import Any

import vl_convert


def evaluate(signals: list[dict[str, Any]], names: list[str]) -> dict[str, float]:
    """Compute signals in real Vega and read them back at full precision."""
    digits = ", ".join(f"format({name}, '.17e')" for name in names)
    # One point, described by all the numbers: a text mark would be measured letter by letter.
    spec = {
        "params": signals,
        "data": {"values": [{}]},
        "transform": [{"calculate": f"join([{digits}], ' ')", "as": "text"}],
        "mark": "point",
        "encoding": {"description": {"field": "text"}},
    }
    svg = vl_convert.vegalite_to_svg(spec, vl_version="6.4")
    (text,) = re.findall(r'aria-label="([^"]*)"', svg)
    found = [float(word.replace("\N{MINUS SIGN}", "-")) for word in text.split()]
    return dict(zip(names, found, strict=True))
