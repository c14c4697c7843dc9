"""Cells of a grid: shaded by how much is in them, framed when they are chosen."""

from __future__ import annotations

from typing import Any

import altair as alt

from clvwidgets.arguments import checked
from clvwidgets.charts._doors import CHART, TOOLTIPS, X_CHANNEL, Y_CHANNEL
from clvwidgets.charts.signals import ONLY_CHOSEN, signal
from clvwidgets.charts.theme import CHURN, COST, SURFACE, VALUE

CELLS = "cells"  # the data set of the groups that an explorer shows
STRONGEST = 0.55  # opacity at which text on a cell still has a contrast of 4.5 in both themes


def plain_axis(**options: Any) -> alt.Axis:
    """Axis of a grid: the cells are lines enough.

    Parameters
    ----------
    **options : any
        As for `altair.Axis`.

    Returns
    -------
    altair.Axis

    Examples
    --------
    >>> plain_axis(labelOverlap=True).to_dict()
    {'domain': False, 'grid': False, 'labelOverlap': True, 'ticks': False}
    """
    return alt.Axis(grid=False, domain=False, ticks=False, **options)


@checked(x=X_CHANNEL, y=Y_CHANNEL, tooltip=TOOLTIPS)
def shaded_cells(
    x: alt.X, y: alt.Y, tooltip: list[alt.Tooltip], *, colour: str = VALUE, gap: str = "2"
) -> Any:
    """Draw each cell the stronger, the larger its ``strength`` from 0 to 1.

    Parameters
    ----------
    x : altair.X
    y : altair.Y
        Where a cell begins; it ends at the fields "right" and "top".
    tooltip : list of altair.Tooltip
        What is said of a cell.
    colour : str
        One of the theme's colours.
    gap : str
        Expression of the pixels between two cells.

    Returns
    -------
    altair.Chart

    Examples
    --------
    >>> shaded_cells(alt.X("left:Q"), alt.Y("bottom:Q"), []).to_dict()["encoding"]["x2"]
    {'field': 'right'}
    """
    scale = alt.Scale(domain=[0, 1], range=[0.04, STRONGEST])
    return (
        alt.Chart()
        .mark_rect(stroke=SURFACE, strokeWidth=alt.ExprRef(gap))
        .encode(
            x,
            y,
            x2=alt.X2("right:Q"),
            y2=alt.Y2("top:Q"),
            fill=alt.FillValue(colour),
            fillOpacity=alt.Opacity("strength:Q", scale=scale, legend=None),
            tooltip=tooltip,
        )
    )


@checked(x=X_CHANNEL, y=Y_CHANNEL)
def chosen_frames(x: alt.X, y: alt.Y) -> Any:
    """Frame the chosen cells and the one under the keyboard's cursor.

    Parameters
    ----------
    x : altair.X
    y : altair.Y
        Where a cell begins; it ends at the fields "right" and "top".

    Returns
    -------
    altair.Chart
        Reads the signals selected_keys and cursor_key.

    Examples
    --------
    >>> chosen_frames(alt.X("left:Q"), alt.Y("bottom:Q")).to_dict()["mark"]["strokeWidth"]
    4
    """
    chosen, under_cursor = is_chosen(), signal("cursor_key") == alt.datum.key
    return (
        alt.Chart()
        .transform_filter(chosen | under_cursor)
        .mark_rect(fill=None, strokeWidth=4, strokeOpacity=1)
        .encode(
            x,
            y,
            x2=alt.X2("right:Q"),
            y2=alt.Y2("top:Q"),
            stroke=alt.when(chosen).then(alt.value(COST)).otherwise(alt.value(CHURN)),
        )
    )


@checked()
def is_chosen(key: str = "key") -> Any:
    """Whether the row with this field as its key is chosen.

    Parameters
    ----------
    key : str
        Field of the row's key.

    Returns
    -------
    any
        Expression of true or false.

    Examples
    --------
    >>> print(is_chosen())
    (indexof(selected_keys,datum['key']) >= 0)
    """
    return alt.expr.indexof(signal("selected_keys"), alt.datum[key]) >= 0


@checked()
def filtered_title(title: str, subtitle: str = "") -> alt.Title:
    """Say the title while all customers are shown, and that some are while a link filters them.

    Parameters
    ----------
    title : str
        One sentence about all customers.
    subtitle : str
        What stands below it, if anything.

    Returns
    -------
    altair.Title

    Examples
    --------
    >>> filtered_title("All").to_dict()["text"]["expr"][:30]
    "if(is_filtered,'Only the custo"
    """
    said = alt.ExprRef(str(alt.expr.if_(signal("is_filtered"), ONLY_CHOSEN, title)))
    return alt.Title(said, subtitle=subtitle) if subtitle else alt.Title(said)


@checked(chart=CHART)
def with_strength(chart: Any, measure: str, *, power: float = 1) -> Any:
    """Give each row of a chart "measure", and its "strength" against the largest one.

    Parameters
    ----------
    chart : altair.Chart
    measure : str
        Expression of the measure; rows that are hidden have none.
    power : float
        Below 1 the small ones stand out more, where one cell holds most of it all.

    Returns
    -------
    altair.Chart
        With more transforms.

    Examples
    --------
    >>> chart = with_strength(alt.Chart().mark_rect(), "datum[shade]")
    >>> [sorted(step)[0] for step in chart.to_dict()["transform"]]
    ['as', 'joinaggregate', 'as']
    """
    return (
        chart.transform_calculate(measure=measure)
        .transform_joinaggregate(most="max(measure)")
        .transform_calculate(
            strength=f"datum.most > 0 ? pow(max(0, datum.measure) / datum.most, {power}) : 0",
        )
    )


@checked()
def written_measure(by_kind: str) -> str:
    """Expression of what is written in a cell: its number, a dash if empty, or that it is hidden.

    Parameters
    ----------
    by_kind : str
        Expression of the number's text.

    Returns
    -------
    str

    Examples
    --------
    >>> written_measure("format(datum.measure, '.0f')")[:40]
    "!isValid(datum.customers) ? 'hidden' : d"
    """
    return f"!isValid(datum.customers) ? 'hidden' : datum.customers === 0 ? '–' : {by_kind}"
