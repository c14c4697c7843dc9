"""The tab with the table has rows: its columns are fields that the chart's data have."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from .calculators import CALCULATORS


def fields_of(part: Any) -> Iterator[str]:
    """Names that transforms compute, and keys of rows that are written into the chart."""
    if isinstance(part, list):
        for one in part:
            yield from fields_of(one)
        return
    if not isinstance(part, dict):
        return
    for key, value in part.items():
        if key == "as":
            yield from [value] if isinstance(value, str) else value
        elif key in ("values", "datasets"):
            for rows in value.values() if isinstance(value, dict) else [value]:
                yield from (name for row in rows if isinstance(row, dict) for name in row)
        yield from fields_of(value)


@pytest.mark.parametrize("name", CALCULATORS)
def test_the_columns_of_the_table_are_fields_of_the_chart(name):
    views = {view["id"]: view for view in CALCULATORS[name]().declaration["views"]}
    table = views["table"]
    known = set(fields_of(views[table["of"]]["spec"]))
    assert {column["field"] for column in table["columns"]} <= known
