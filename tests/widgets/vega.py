"""Vega itself, run without a browser: the judge of every expression that a panel sends."""

from __future__ import annotations

import re
from typing import Any

import vl_convert


def evaluate(signals: list[dict[str, Any]], names: list[str]) -> dict[str, float]:
    """Compute signals in real Vega and read them back at full precision."""
    marks = [
        {
            "data": {"values": [{}]},
            "mark": {
                "type": "text",
                "text": {"expr": f"'{name}=' + format({name}, '.17e') + ';'"},
            },
        }
        for name in names
    ]
    svg = vl_convert.vegalite_to_svg({"params": signals, "layer": marks}, vl_version="6.4")
    found = dict(re.findall(r">(\w+)=([^;<]+);", svg.replace("−", "-")))
    return {name: float(found[name].replace("Infinity", "inf")) for name in names}
