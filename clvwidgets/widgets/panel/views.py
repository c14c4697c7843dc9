"""How tabs and their numbers are described to the browser (contract/declaration.ts there).

The kinds of numbers that panels show have a name here, so that each is written in one way.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from clvwidgets.number_format import NumberFormat
from clvwidgets.widgets.panel.spec import plain_spec

COUNT = NumberFormat("count")
CUSTOMERS = NumberFormat("count", ("customer", "customers"))
MONEY = NumberFormat("money")
NUMBER = NumberFormat("number")
PERCENT = NumberFormat("percent")
BY_KIND = {number_format.kind: number_format for number_format in (MONEY, NUMBER, PERCENT)}

Columns = Mapping[str, tuple[str, NumberFormat | None]]
"""Field of a row to its label and format; no format for text."""


def chart_view(key: str, label: str, chart: Any) -> dict[str, Any]:
    """Describe a tab with an Altair chart."""
    return {"kind": "chart", "id": key, "label": label, "spec": plain_spec(chart)}


def table_view(
    of: str, columns: Columns, label: str = "Table", key: str = "table"
) -> dict[str, Any]:
    """Describe a tab with the rows behind a chart.

    Parameters
    ----------
    of : str
        Key of the chart's tab.
    columns : mapping of str to tuple of str, NumberFormat or None
        Field to label and format.
    label, key : str
        Of this tab.

    Returns
    -------
    dict
    """
    return {
        "kind": "table",
        "id": key,
        "label": label,
        "of": of,
        "columns": described_columns(columns),
    }


def keep_options(
    fields: Sequence[dict[str, Any]], name: str, kept: Collection[str]
) -> list[dict[str, Any]]:
    """Leave only some options of a choice in the description of a panel's fields.

    Parameters
    ----------
    fields : sequence of dict
        Fields as described to the browser.
    name : str
        Of the choice.
    kept : collection of str
        Its options that stay.

    Returns
    -------
    list of dict

    Examples
    --------
    >>> options = [{"value": "n", "label": "customers"}, {"value": "v", "label": "value"}]
    >>> keep_options([{"name": "shade", "options": options}], "shade", ["n"])
    [{'name': 'shade', 'options': [{'value': 'n', 'label': 'customers'}]}]
    """
    return [
        {**field, "options": [one for one in field["options"] if one["value"] in kept]}
        if field["name"] == name
        else field
        for field in fields
    ]


def described_columns(columns: Columns) -> list[dict[str, Any]]:
    """Describe fields of a row: those of a table, or those that are added up for a choice.

    Parameters
    ----------
    columns : mapping of str to tuple of str, NumberFormat or None
        Field to label and format.

    Returns
    -------
    list of dict

    Examples
    --------
    >>> described_columns({"label": ("Amount", None), "value": ("Money", MONEY)})[1]
    {'field': 'value', 'label': 'Money', 'format': {'kind': 'money'}}
    """
    return [
        {"field": field, "label": label, **({"format": kind.to_json()} if kind else {})}
        for field, (label, kind) in columns.items()
    ]
