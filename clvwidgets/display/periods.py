"""Texts and ranges that depend on a panel's period, put in for one period.

A calculator describes itself once for all periods: ``{period}`` stands for the period's name and
``{periods_per_year}`` for how many of them a year has. The browser does the same in
frontend/src/panel/session/period.ts.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from clvwidgets.arguments import checked
from clvwidgets.doors import Door

_WITH_PERIOD: Final = Door(
    "the description of a panel that has a period",
    lambda value: isinstance(value, Mapping) and "period" in value,
)


@checked()
def filled(declared: dict[str, Any], values: Mapping[str, Any]) -> dict[str, Any]:
    """Put a panel's period into its description; one without a period stays as it is.

    Parameters
    ----------
    declared : dict
        What `clvwidgets.display.panel_json.declaration` made.
    values : mapping
        The fields' values and, in a panel with a period, "period".

    Returns
    -------
    dict

    Raises
    ------
    ValueError
        If ``values`` has no period, or one that is no option.

    Examples
    --------
    >>> week = {"value": "week", "label": "per week", "per_year": 52.25}
    >>> declared = {"period": {"options": [week]}, "fields": [], "title": "Money per {period}"}
    >>> filled(declared, {"period": "week"})["title"]
    'Money per week'
    """
    if "period" not in declared:
        return declared
    if "period" not in values:
        raise ValueError(f"values must have a period, got {', '.join(values) or 'none'}.")
    period = values["period"]
    words = {
        "{period}": period,
        "{Period}": period.capitalize(),
        "{periods_per_year}": f"{periods_per_year(declared, period):.10g}",
    }
    complete: dict[str, Any] = _written(declared, words)
    complete["fields"] = [
        _ranged(field, values[field["name"]], period) for field in complete["fields"]
    ]
    return complete


@checked(declared=_WITH_PERIOD)
def periods_per_year(declared: Mapping[str, Any], period: str) -> float:
    """How many periods of that name a year has, as the panel's description says.

    Parameters
    ----------
    declared : mapping
        What `clvwidgets.display.panel_json.declaration` made.
    period : str
        One of the options of its period.

    Returns
    -------
    float

    Raises
    ------
    ValueError
        If the period is no option.

    Examples
    --------
    >>> week = {"value": "week", "label": "per week", "per_year": 52.25}
    >>> periods_per_year({"period": {"options": [week]}}, "week")
    52.25
    """
    options = {option["value"]: option["per_year"] for option in declared["period"]["options"]}
    if period not in options:
        raise ValueError(f"period must be one of {', '.join(options)}, got {period!r}.")
    return float(options[period])


def _written(part: Any, words: Mapping[str, str]) -> Any:
    if isinstance(part, str):
        for template, word in words.items():
            part = part.replace(template, word)
        return part
    if isinstance(part, dict):
        return {key: _written(value, words) for key, value in part.items()}
    if isinstance(part, list):
        return [_written(value, words) for value in part]
    return part


def _ranged(field: dict[str, Any], value: Any, period: str) -> dict[str, Any]:
    """Give a slider its range in that period; it grows to hold the value."""
    if period not in field.get("ranges", {}):
        return field
    low, high, step = field["ranges"][period]
    return {**field, "low": min(low, value), "high": max(high, value), "step": step}
