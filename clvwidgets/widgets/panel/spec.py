"""What calculators and explorers send to Vega, made as short as it can be."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from clvwidgets.charts.settled import settled


def plain_spec(chart: Any) -> dict[str, Any]:
    """Write an Altair chart as a specification without what the panel gives anyway."""
    spec = settled(chart.to_dict(validate=False))  # the tests validate
    return {key: part for key, part in spec.items() if key not in ("$schema", "config")}


def by_name(expressions: Mapping[str, str]) -> dict[str, str]:
    """Write earlier results by their names where later ones contain them.

    Each expression is a call or stands in parentheses, so its text means the same everywhere. A
    shorter one can stand in a longer one, never the other way round.

    Parameters
    ----------
    expressions : mapping of str to str

    Returns
    -------
    dict of str to str

    Examples
    --------
    >>> by_name({"double": "(x * 2)", "clv": "((x * 2) + 1)"})
    {'double': '(x * 2)', 'clv': '(double + 1)'}
    """
    shortest_first = sorted(expressions, key=lambda name: len(expressions[name]))
    short = dict(expressions)
    for i, inner in enumerate(shortest_first):
        if expressions[inner].endswith(")"):
            for outer in shortest_first[i + 1 :]:
                short[outer] = short[outer].replace(short[inner], inner)
    return short
