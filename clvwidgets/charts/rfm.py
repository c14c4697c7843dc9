"""The score grid of recency and frequency, and what its segments bring in."""

from __future__ import annotations

from typing import Any

import altair as alt

from clvwidgets.charts.signals import signal
from clvwidgets.charts.theme import CHURN, COST, NEUTRAL, SURFACE, TEXT, VALUE

CELLS = "cells"
SEGMENTS = "segments"
_ROW = 62  # pixels of a row: room for a name and a number
_STRONGEST = 0.55  # opacity at which text on a cell still has a contrast of 4.5 in both themes


def score_grid(title: str) -> Any:
    """Draw the grid of scores: a cell for each pair, shaded by what the reader chooses.

    Parameters
    ----------
    title : one sentence that says what is seen

    Returns
    -------
    altair.LayerChart : reads the data sets "cells" (key, recency_score, frequency_score, segment,
        segment_label, segment_span, customers, revenue, average) and "segments" (its block's
        edges), and the signals shade, selected_keys and cursor_key

    Examples
    --------
    >>> score_grid("Half the customers bought once").to_dict()["data"]
    {'name': 'cells'}
    """
    shade = signal("shade")
    scale = alt.Scale(domain=[0.5, 5.5], nice=False, zero=False)
    axis = alt.Axis(
        values=[1, 2, 3, 4, 5], grid=False, domain=False, ticks=False, format=".0f", titlePadding=8
    )
    x = alt.X("left:Q", scale=scale, axis=axis, title="frequency score: how often (5 = most often)")
    y = alt.Y(
        "bottom:Q", scale=scale, axis=axis, title="recency score: how lately (5 = most lately)"
    )
    chosen = alt.expr.indexof(signal("selected_keys"), alt.datum.key) >= 0
    under_cursor = signal("cursor_key") == alt.datum.key
    tooltip = [
        alt.Tooltip("segment:N"),
        alt.Tooltip("customers:Q", format=",.0f"),
        alt.Tooltip("revenue:Q", format="$,.0f"),
        alt.Tooltip("average:Q", title="revenue per customer", format="$,.2f"),
    ]
    cells = (
        alt.Chart()
        .mark_rect(stroke=SURFACE, strokeWidth=2)
        .encode(
            x,
            y,
            x2="right:Q",
            y2="top:Q",
            fill=alt.value(VALUE),
            fillOpacity=alt.Opacity(
                "strength:Q", scale=alt.Scale(domain=[0, 1], range=[0.05, _STRONGEST]), legend=None
            ),
            tooltip=tooltip,
        )
    )
    frames = (
        alt.Chart(alt.NamedData(name=SEGMENTS))
        .mark_rect(fill=None, stroke=TEXT, strokeWidth=1.5)
        .encode(x=x, y=y, x2="right:Q", y2="top:Q")
    )
    marked = (
        alt.Chart()
        .transform_filter(chosen | under_cursor)
        .mark_rect(fill=None, strokeWidth=4, strokeOpacity=1)
        .encode(
            x,
            y,
            x2="right:Q",
            y2="top:Q",
            stroke=alt.when(chosen).then(alt.value(COST)).otherwise(alt.value(CHURN)),
        )
    )
    number = (
        alt.Chart()
        .mark_text(dy=8, tooltip=None)
        .encode(x=alt.X("frequency_score:Q"), y=alt.Y("recency_score:Q"), text="written:N")
    )
    # A segment's name stands in its block's upper left corner and may be as long as the block.
    name = (
        alt.Chart()
        .mark_text(
            align="left",
            dx=7,
            dy=15,
            fontWeight=600,
            limit=alt.ExprRef("datum.segment_span * width / 5 - 12"),
            tooltip=None,
        )
        .encode(x=alt.X("left:Q"), y=alt.Y("top:Q"), text="segment_label:N")
    )
    return (
        alt.layer(cells, frames, marked, number, name, data=alt.NamedData(name=CELLS))
        .transform_calculate(
            left=alt.datum.frequency_score - 0.5,
            right=alt.datum.frequency_score + 0.5,
            bottom=alt.datum.recency_score - 0.5,
            top=alt.datum.recency_score + 0.5,
            measure="datum[shade]",
        )
        .transform_joinaggregate(most="max(measure)")
        .transform_calculate(
            strength="datum.most > 0 ? datum.measure / datum.most : 0",
            written=alt.expr.if_(
                alt.datum.customers == 0,
                "–",
                alt.expr.if_(
                    shade == "customers",
                    alt.expr.format(alt.datum.measure, ",.0f"),
                    alt.expr.if_(
                        shade == "revenue",
                        alt.expr.format(alt.datum.measure, "$.3s"),
                        alt.expr.format(alt.datum.measure, "$,.0f"),
                    ),
                ),
            ),
        )
        .properties(
            width="container",
            height=5 * _ROW,
            title=title,
            description="Grid of recency and frequency scores; the stronger a cell, the more.",
        )
    )


def segment_bars(title: str) -> Any:
    """Draw each segment's share of the customers beside its share of the revenue.

    Parameters
    ----------
    title : one sentence that says what is seen

    Returns
    -------
    altair.Chart : reads the data set "segments" (segment, share_of_customers, share_of_revenue)
    """
    shares = {"share_of_customers": "of customers", "share_of_revenue": "of revenue"}
    labels = " : ".join(f"datum.of === '{key}' ? '{text}'" for key, text in shares.items())
    return (
        alt.Chart(alt.NamedData(name=SEGMENTS))
        .transform_fold(list(shares), as_=["of", "share"])
        .transform_calculate(what=f"{labels} : ''")
        .mark_bar()
        .encode(
            y=alt.Y("segment:N", title=None, sort=alt.SortField("order")),
            yOffset=alt.YOffset("what:N", sort=list(shares.values())),
            x=alt.X("share:Q", title="share of all", axis=alt.Axis(format=".0%")),
            color=alt.Color(
                "what:N",
                title=None,
                scale=alt.Scale(domain=list(shares.values()), range=[NEUTRAL, VALUE]),
                legend=alt.Legend(orient="top"),
            ),
            tooltip=[
                alt.Tooltip("segment:N"),
                alt.Tooltip("what:N", title="share"),
                alt.Tooltip("share:Q", title="is", format=".1%"),
            ],
        )
        .properties(
            width="container",
            height=alt.Step(17),
            title=title,
            description="Bars: each segment's share of customers and of revenue.",
        )
    )
