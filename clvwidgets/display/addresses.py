"""Where else a chart's data and pictures lie: a chart that is shown asks no other place."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from clvwidgets.arguments import checked
from clvwidgets.display._doors import PART

# What stands in a table is asked for by nobody, but for the pictures of image marks.
_TABLES = ("values", "datasets")


@checked(chart=PART)
def addresses(chart: Any) -> Iterator[str]:
    """List the places outside a chart that it asks for data or pictures.

    Parameters
    ----------
    chart : any
        Vega-Lite specification, or any part of one.

    Yields
    ------
    str

    Examples
    --------
    >>> list(addresses({"layer": [{"data": {"url": "sales.csv"}}]}))
    ['sales.csv']
    """
    return _addresses(chart, _columns_of_pictures(chart))


def _addresses(part: Any, pictures: set[str]) -> Iterator[str]:
    """List the addresses at which something in a chart lies; ``data:`` is the thing itself.

    Parameters
    ----------
    part : any
        A chart, or anything inside one.
    pictures : set of str
        Columns that hold addresses of pictures.

    Yields
    ------
    str
    """
    for key, inner in part.items() if isinstance(part, dict) else enumerate(part):
        if key in _TABLES:
            found: Iterator[str] = _texts(inner, pictures)
        elif key == "url":
            found = _texts({"value": inner}, {"value", "datum"})
        else:
            found = _addresses(inner, pictures) if isinstance(inner, dict | list) else iter(())
        yield from (text for text in found if not text.startswith("data:"))


def _texts(part: Any, keys: set[str]) -> Iterator[str]:
    """List the texts that stand under these keys, however deep."""
    if isinstance(part, list):
        for inner in part:
            yield from _texts(inner, keys)
    elif isinstance(part, dict):
        for key, inner in part.items():
            if isinstance(inner, str) and key in keys:
                yield inner
            yield from _texts(inner, keys)


def _columns_of_pictures(part: Any) -> set[str]:
    """Name the columns from which image marks take their addresses."""
    found: set[str] = set()
    for key, inner in part.items() if isinstance(part, dict) else enumerate(part):
        if key == "url":
            found.update(_texts(inner, {"field"}))
        elif key not in _TABLES and isinstance(inner, dict | list):
            found |= _columns_of_pictures(inner)
    return found
