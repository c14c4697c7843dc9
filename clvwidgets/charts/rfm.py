"""The score grid of recency and frequency, what its segments bring in, and who moved."""

from __future__ import annotations

from typing import Any

import altair as alt

from clvwidgets.arguments import checked
from clvwidgets.charts._doors import WORDS, in_this_order, some
from clvwidgets.charts.cells import (
    STRONGEST,
    chosen_frames,
    filtered_title,
    shaded_cells,
    with_strength,
    written_measure,
)
from clvwidgets.charts.shares import share_bars
from clvwidgets.charts.theme import TEXT, VALUE

CELLS = "cells"
EDGES = "edges"
MOVEMENT = "movement"
_ROW = 62  # pixels of a row: room for a name and a number
_BLOCK = "datum.segment_span * width / 5 - 9"  # pixels for a segment's name
# A letter takes up to 8 pixels. There is room for three lines above a cell's number.
_IS_NARROW = (
    "isValid(datum.segment_label) && length(datum.segment_label) * 8 > max(9, "
    f"{_BLOCK}) && length(split(datum.segment_label, ' ')) <= 3"
)
_AVERAGE = "datum.customers > 0 ? datum.revenue / datum.customers : 0"


@checked()
def score_grid(title: str) -> Any:
    """Draw the grid of scores: a cell for each pair, shaded by what the reader chooses.

    Parameters
    ----------
    title : str
        One sentence that says what is seen.

    Returns
    -------
    altair.LayerChart
        Reads the data sets "cells" (key, recency_score, frequency_score, segment, segment_label,
        segment_span, customers, revenue) and "edges" (x, y, x2, y2: where one segment ends), and
        the signals shade, selected_keys and cursor_key.

    Examples
    --------
    >>> score_grid("Half the customers bought once").to_dict()["data"]
    {'name': 'cells'}
    """
    scale = alt.Scale(domain=[0.5, 5.5], nice=False, zero=False)
    axis = alt.Axis(
        values=[1, 2, 3, 4, 5], grid=False, domain=False, ticks=False, format=".0f", titlePadding=8
    )
    x = alt.X("left:Q", scale=scale, axis=axis, title="frequency score: how often (5 = most often)")
    y = alt.Y(
        "bottom:Q", scale=scale, axis=axis, title="recency score: how lately (5 = most lately)"
    )
    tooltip = [
        alt.Tooltip("segment:N"),
        alt.Tooltip("customers:Q", format=",.0f"),
        alt.Tooltip("revenue:Q", format="$,.0f"),
        alt.Tooltip("average:Q", title="revenue per customer", format="$,.2f"),
    ]
    edges = (
        alt.Chart(alt.NamedData(name=EDGES))
        .mark_rule(stroke=TEXT, strokeWidth=1.5)
        .encode(x=alt.X("x:Q"), y=alt.Y("y:Q"), x2=alt.X2("x2:Q"), y2=alt.Y2("y2:Q"))
    )
    number = (
        alt.Chart()
        .mark_text(dy=alt.ExprRef("datum.is_narrow ? 22 : 8"), tooltip=None)
        .encode(
            x=alt.X("frequency_score:Q"), y=alt.Y("recency_score:Q"), text=alt.Text("written:N")
        )
    )
    # A segment's name stands in its block's upper left corner and may be as long as the block; in
    # a narrow one its words stand below each other.
    name = (
        alt.Chart()
        .transform_calculate(
            lines="datum.is_narrow ? split(datum.segment_label, ' ') : datum.segment_label"
        )
        .mark_text(
            align="left",
            dx=6,
            dy=alt.ExprRef("datum.is_narrow ? 11 : 15"),
            lineHeight=13,
            fontWeight=600,
            limit=alt.ExprRef(_BLOCK),
            tooltip=None,
        )
        .encode(x=alt.X("left:Q"), y=alt.Y("top:Q"), text=alt.Text("lines:N"))
    )
    layers = (shaded_cells(x, y, tooltip), edges, chosen_frames(x, y), number, name)
    grid = alt.layer(*layers, data=alt.NamedData(name=CELLS)).transform_calculate(
        left=alt.datum.frequency_score - 0.5,
        right=alt.datum.frequency_score + 0.5,
        bottom=alt.datum.recency_score - 0.5,
        top=alt.datum.recency_score + 0.5,
        average=_AVERAGE,
        is_narrow=_IS_NARROW,
    )
    return (
        with_strength(grid, "datum[shade]")
        .transform_calculate(
            written=written_measure(
                "shade === 'customers' ? format(datum.measure, ',.0f') "
                ": shade === 'revenue' ? format(datum.measure, '$.3s') "
                ": format(datum.measure, '$,.0f')"
            )
        )
        .properties(
            width="container",
            height=5 * _ROW,
            title=filtered_title(title),
            description="Grid of recency and frequency scores; the stronger a cell, the more.",
        )
    )


@checked()
def segment_bars(title: str, segments: list[str]) -> Any:
    """Draw each segment's share of the customers beside its share of the revenue.

    Parameters
    ----------
    title : str
        One sentence that says what is seen.
    segments : list of str
        Their names, in order.

    Returns
    -------
    altair.Chart
        Reads the data set "cells" (segment, customers, revenue).

    Examples
    --------
    >>> segment_bars("Who brings what", ["Champions", "Others"]).to_dict()["height"]
    {'step': 17}
    """
    bars = share_bars("segment", segments, {"customers": "of customers", "revenue": "of revenue"})
    return bars.properties(
        data=alt.NamedData(name=CELLS),
        width="container",
        height=alt.Step(17),
        title=filtered_title(title),
        description="Bars: each segment's share of customers and of revenue.",
    )


@checked(before=some(WORDS), now=some(WORDS), dates=in_this_order(WORDS, WORDS))
def movement_grid(title: str, before: list[str], now: list[str], dates: tuple[str, str]) -> Any:
    """Draw how many went from each segment to each other between two dates.

    Parameters
    ----------
    title : str
        One sentence that says what is seen.
    before, now : list of str
        Names of the segments, in order.
    dates : tuple of two str
        The two days, as text.

    Returns
    -------
    altair.LayerChart
        Reads the data set "movement" (before, now, customers, share: of those who were in the
        segment before).

    Examples
    --------
    >>> names = ["Champions", "Others"]
    >>> grid = movement_grid("Who moved", names, names, ("31 Mar 2024", "30 Jun 2024"))
    >>> grid.to_dict()["data"]
    {'name': 'movement'}
    """
    x = alt.X(
        "now:N",
        sort=now,
        title=f"segment on {dates[1]}",
        axis=alt.Axis(labelAngle=-35, labelLimit=110, domain=False, ticks=False),
    )
    y = alt.Y(
        "before:N",
        sort=before,
        title=f"segment on {dates[0]}",
        axis=alt.Axis(labelLimit=130, domain=False, ticks=False),
    )
    cell = (
        alt.Chart()
        .mark_rect()
        .encode(
            x,
            y,
            fill=alt.FillValue(VALUE),
            fillOpacity=alt.Opacity(
                "share:Q", scale=alt.Scale(domain=[0, 1], range=[0.03, STRONGEST]), legend=None
            ),
            stroke=alt.condition("datum.before === datum.now", alt.value(TEXT), alt.value(None)),
            tooltip=[
                alt.Tooltip("before:N"),
                alt.Tooltip("now:N"),
                alt.Tooltip("customers:Q", format=",.0f"),
                alt.Tooltip("share:Q", title="of those before", format=".1%"),
            ],
        )
    )
    number = (
        alt.Chart()
        .transform_filter("datum.customers > 0")
        .mark_text(tooltip=None)
        .encode(
            x,
            y,
            text=alt.Text("customers:Q", format=",.0f"),
            # A number that would run into the next cell is in the tooltip only.
            opacity=alt.OpacityValue(alt.ExprRef(f"width / {len(now)} < 44 ? 0 : 1")),
        )
    )
    return alt.layer(cell, number, data=alt.NamedData(name=MOVEMENT)).properties(
        width="container",
        height=alt.Step(34),
        title=title,
        description="Grid: rows are segments before, columns segments now; numbers of customers.",
    )
