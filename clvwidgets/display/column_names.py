"""Columns whose names Vega-Lite would not take for names."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

# A dot or a bracket leads into a value, a quote begins a name, a backslash hides what follows.
_STANDINS = str.maketrans(
    {
        "'": "\u2019",
        '"': "\u201d",
        "\\": "\uff3c",
        "\n": " ",
        "\r": " ",
        ".": "\u2024",
        "[": "\uff3b",
        "]": "\uff3d",
    }
)
_SPECIAL = re.compile(r"""(['"\\.\[\]])""")
_UNSEEN = "\u200b"
_VALUES = frozenset(["equal", "oneOf", "value", "datum", "text", "title", "subtitle"])


def with_plain_columns(spec: dict[str, Any]) -> dict[str, Any]:
    r"""Give each column that a quote, a backslash, a dot or a line break is in a name to draw by.

    The name looks the same, or nearly. A chart that writes the name as Vega-Lite asks, with a
    backslash before each such character, gets the same column.

    Parameters
    ----------
    spec : dict
        Vega-Lite specification with its rows inside.

    Returns
    -------
    dict

    Examples
    --------
    >>> rows = [{"customer's age": 40}]
    >>> spec = {"data": {"values": rows}, "encoding": {"x": {"field": "customer's age"}}}
    >>> with_plain_columns(spec)["encoding"]["x"]["field"]
    'customer’s age'
    """
    columns = dict.fromkeys(_columns(spec))
    taken = set(columns)
    plain: dict[str, str] = {}
    for name in columns:
        standin = name.translate(_STANDINS)
        if standin == name:
            continue
        while standin in taken:
            standin += _UNSEEN
        taken.add(standin)
        plain[name] = standin
    return _renamed(spec, plain, _references(plain)) if plain else spec


def _columns(part: Any) -> Iterator[str]:
    for rows in _tables(part):
        for row in rows:
            if isinstance(row, dict):
                yield from map(str, row)


def _tables(part: Any) -> Iterator[list[Any]]:
    if isinstance(part, list):
        for one in part:
            yield from _tables(one)
    elif isinstance(part, dict):
        for key, inner in part.items():
            if key == "datasets" and isinstance(inner, dict):
                yield from (rows for rows in inner.values() if isinstance(rows, list))
            elif key == "values" and isinstance(inner, list):
                yield inner
            else:
                yield from _tables(inner)


def _references(plain: dict[str, str]) -> dict[str, str]:
    """Know each name as it is, as Vega-Lite asks for it, and as an expression has it."""
    known: dict[str, str] = {}
    for name, standin in plain.items():
        written = name.replace("\\", "\\\\").replace("\n", "\\n")
        single = written.replace("'", "\\'")
        known[f"datum[{json.dumps(name, ensure_ascii=False)}]"] = f"datum['{standin}']"
        known[f"datum['{single}']"] = f"datum['{standin}']"
        known[_SPECIAL.sub(r"\\\1", name)] = standin
    return known | plain


def _renamed(part: Any, plain: dict[str, str], known: dict[str, str], key: str = "") -> Any:
    if isinstance(part, list):
        if key == "values":
            return [_row(one, plain) for one in part]
        return [_renamed(one, plain, known, key) for one in part]
    if isinstance(part, dict):
        if key == "datasets":
            return {name: _renamed(rows, plain, known, "values") for name, rows in part.items()}
        return {name: _renamed(inner, plain, known, name) for name, inner in part.items()}
    if not isinstance(part, str) or key in _VALUES:
        return part
    if part in known:
        return known[part]
    for written in (one for one in known if one.startswith("datum[")):
        part = part.replace(written, known[written])
    return part


def _row(row: Any, plain: dict[str, str]) -> Any:
    if not isinstance(row, dict):
        return row
    return {plain.get(name, name): value for name, value in row.items()}
