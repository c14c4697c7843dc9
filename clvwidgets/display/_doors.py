"""The doors through which stored panels and charts come."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from clvwidgets.doors import NOTHING, REAL, TEXT, Door, mapping_to

_KINDS: Final = frozenset(
    ("mark", "layer", "hconcat", "vconcat", "concat", "facet", "repeat", "spec")
)


def _with_keys(words: str, *keys: str) -> Door:
    return Door(
        f"{words}, with {', '.join(keys)}",
        lambda value: isinstance(value, Mapping) and set(keys) <= set(value),
    )


DECLARED: Final = _with_keys(
    "a panel's description, made by declaration(...)", "views", "fields", "outputs", "number_format"
)
STORED: Final = Door(
    "a stored panel, made by panel_json(...)",
    lambda value: (
        _with_keys("", "declaration", "values", "results", "pinned").lets_in(value)
        and (DECLARED | TEXT).lets_in(value["declaration"])  # notebooks hold it as a text
    ),
)
PART: Final = Door(
    "a part of a chart: a dict or a list", lambda value: isinstance(value, dict | list)
)
SPEC: Final = Door(
    "a Vega-Lite specification, a dict with a mark or with several charts",
    lambda value: isinstance(value, Mapping) and not _KINDS.isdisjoint(value),
)
RESULTS: Final = mapping_to(REAL | TEXT)
RESULTS_OR_NONE: Final = RESULTS | NOTHING
