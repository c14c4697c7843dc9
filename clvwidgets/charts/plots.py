"""Plain charts of a table that somebody has just made: lines, bars with intervals, points.

The index is what the chart runs along; titles say what is seen and in which unit.
"""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd

from clvwidgets.arguments import checked
from clvwidgets.charts._tables import check_table
from clvwidgets.charts.compared import rows_of
from clvwidgets.charts.theme import NEUTRAL, TEXT
from clvwidgets.doors import shown

_MOST = 5  # lines that colours tell apart


@checked()
def line_chart(
    table: pd.DataFrame, *, title: str, x: str, y: str, points: bool = False, zero: bool = True
) -> Any:
    """Draw each column of a table as a line along its index.

    Parameters
    ----------
    table : pandas.DataFrame
        At most five columns of numbers; the index goes along the horizontal axis, and a missing
        number is a gap. Numbers and times run to scale, anything else in its order.
    title : str
        One sentence that says what is seen.
    x, y : str
        What the axes show, with units.
    points : bool
        Whether each value has a point.
    zero : bool
        Whether the vertical axis begins at zero.

    Returns
    -------
    altair.Chart

    Raises
    ------
    ValueError
        If the table is empty, has more than five columns, or a column is none of numbers.

    Examples
    --------
    >>> left = pd.DataFrame({"people": [1000.0, 950.0, 902.5]})
    >>> chart = line_chart(left, title="Of a thousand, still there", x="month", y="people")
    >>> chart.to_dict()["title"]
    'Of a thousand, still there'
    """
    names = [str(column) for column in table.columns]
    if not 1 <= len(names) <= _MOST:
        raise ValueError(f"table must have one to five columns to draw, got {len(names)}.")
    along, kind = _along(table.index)
    rows = table.set_axis(names, axis=1).rename_axis(None).assign(**{"along": along})
    check_table("table", rows, (), gaps=names)
    long = rows.melt("along", names, var_name="line", value_name="height").dropna()
    axis = alt.Axis(labelAngle=0) if kind == "O" else alt.Axis(grid=False)
    encoded = {
        "x": alt.X(f"along:{kind}", title=x, sort=None, axis=axis),
        "y": alt.Y("height:Q", title=y, scale=alt.Scale(zero=zero)),
        "tooltip": [
            alt.Tooltip(f"along:{kind}", title=x),
            *([alt.Tooltip("line:N", title="line")] if len(names) > 1 else []),
            alt.Tooltip("height:Q", title=y, format=",.4~r"),
        ],
    }
    if len(names) > 1:
        legend = alt.Legend(orient="top", title=None)
        encoded["color"] = alt.Color("line:N", sort=names, legend=legend)
    chart = alt.Chart(alt.InlineData(values=rows_of(long))).mark_line(point=points)
    return _titled(chart.encode(**encoded), title, f"Lines along {x}: {', '.join(names)}; {y}.")


@checked()
def bar_chart(
    values: pd.Series,
    *,
    title: str,
    x: str,
    low: pd.Series | None = None,
    high: pd.Series | None = None,
) -> Any:
    """Draw each value as a bar beside its name, in the order given, with its interval if any.

    Parameters
    ----------
    values : pandas.Series
        Numbers; the index names them.
    title : str
        One sentence that says what is seen.
    x : str
        What the bars measure, with its unit.
    low, high : pandas.Series
        Ends of the intervals, by the same names; both or neither.

    Returns
    -------
    altair.Chart or altair.LayerChart

    Raises
    ------
    ValueError
        If there is no value, one is missing or not finite, or only one end is given.

    Examples
    --------
    >>> cost = pd.Series({"1,600 €": 72.0, "2,400 €": 108.0})
    >>> chart = bar_chart(cost, title="The next customer costs more", x="€ for a further customer")
    >>> chart.to_dict()["mark"]["type"]
    'bar'
    """
    if (low is None) != (high is None):
        raise ValueError("An interval has two ends: give both low and high, or neither.")
    names = [str(name) for name in values.index]
    if len(set(names)) < len(names):
        raise ValueError(f"values must name each bar once, got {shown(names)}.")
    rows = pd.DataFrame({"name": names, "value": values.to_numpy()})
    ends = [] if low is None or high is None else ["low", "high"]
    if low is not None and high is not None:
        rows["low"], rows["high"] = (end.reindex(values.index).to_numpy() for end in (low, high))
    check_table("values", rows, ["value", *ends], also=["name"])
    tooltip = [alt.Tooltip("name:N", title="what")]
    tooltip += [
        alt.Tooltip(f"{field}:Q", title=word, format=",.4~r")
        for field, word in (("value", x), ("low", "from"), ("high", "to"))
        if field in rows
    ]
    y = alt.Y("name:N", title=None, sort=None, axis=alt.Axis(labelLimit=220))
    base = alt.Chart(alt.InlineData(values=rows_of(rows)))
    bars = base.mark_bar().encode(x=alt.X("value:Q", title=x), y=y, tooltip=tooltip)
    said = f"Bars of {x}: {', '.join(names)}."
    if not ends:
        return _titled(bars, title, said)
    whisker = base.mark_rule(color=TEXT, strokeWidth=1.5, tooltip=None).encode(
        x=alt.X("low:Q"), x2=alt.X2("high:Q"), y=y
    )
    chart = alt.layer(bars, whisker)
    return _titled(chart, title, f"{said} Thin lines are the intervals.")


@checked()
def point_chart(
    table: pd.DataFrame,
    *,
    title: str,
    across: str,
    up: str,
    x: str,
    y: str,
    zero_line: bool = False,
) -> Any:
    """Draw each row of a table as a point.

    Parameters
    ----------
    table : pandas.DataFrame
        One row for each point, such as a customer.
    title : str
        One sentence that says what is seen.
    across, up : str
        Columns of numbers: where a point lies.
    x, y : str
        What the axes show, with units.
    zero_line : bool
        Whether a line is drawn where the height is zero.

    Returns
    -------
    altair.Chart or altair.LayerChart

    Raises
    ------
    ValueError
        If the table is empty or has no such columns of numbers.

    Examples
    --------
    >>> best = pd.DataFrame({"revenue": [4621.0, 4525.0], "profit": [1877.0, 1818.0]})
    >>> names = {"across": "revenue", "up": "profit", "x": "revenue, €", "y": "profit, €"}
    >>> point_chart(best, title="The VIP list", **names).to_dict()["mark"]["type"]
    'circle'
    """
    for argument, column in (("across", across), ("up", up)):
        if column not in table:
            has = ", ".join(str(one) for one in table.columns[:12]) or "no columns"
            raise ValueError(f"table has no column {argument}={column!r}; it has {has}.")
    check_table("table", table, (across, up))
    rows = pd.DataFrame({"x": table[across].to_numpy(), "y": table[up].to_numpy()})
    tooltip = [
        alt.Tooltip("x:Q", title=x, format=",.4~r"),
        alt.Tooltip("y:Q", title=y, format=",.4~r"),
    ]
    base = alt.Chart(alt.InlineData(values=rows_of(rows)))
    points = base.mark_circle(size=36, opacity=0.6).encode(
        x=alt.X("x:Q", title=x), y=alt.Y("y:Q", title=y), tooltip=tooltip
    )
    said = f"{len(rows)} points: {y} against {x}."
    if not zero_line:
        return _titled(points, title, said)
    zero = alt.Chart(alt.InlineData(values=[{"y": 0}])).mark_rule(color=NEUTRAL)
    return _titled(alt.layer(zero.encode(y=alt.Y("y:Q")), points), title, said)


def _along(index: pd.Index) -> tuple[list[Any], str]:
    """Give the places along the axis, and their kind for Vega-Lite: numbers, times or names."""
    if isinstance(index, pd.DatetimeIndex):
        return [day.isoformat() for day in index], "T"
    if pd.api.types.is_numeric_dtype(index) and not pd.api.types.is_bool_dtype(index):
        return index.tolist(), "Q"
    return [str(name) for name in index], "O"


def _titled(chart: Any, title: str, description: str) -> Any:
    return chart.properties(
        title=title, width="container", height=240, description=f"{title}. {description}"
    )
