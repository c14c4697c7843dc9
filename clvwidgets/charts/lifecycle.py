"""P(alive) against expected value: a grid to choose in, and the stages of life."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import altair as alt

from clvwidgets.arguments import checked
from clvwidgets.charts.cells import (
    CELLS,
    chosen_frames,
    filtered_title,
    plain_axis,
    shaded_cells,
    with_strength,
    written_measure,
)
from clvwidgets.charts.shares import share_bars
from clvwidgets.doors import NUMBER, list_of

_ROW = 44  # pixels of a row
_SUMS: dict[str, Any] = {name: f"sum({name})" for name in ("customers", "value", "at_stake")}


@checked(edges=list_of(NUMBER))
def alive_grid(edges: Sequence[float], title: str, subtitle: str = "") -> Any:
    """Draw customers by the probability that they are alive and by what they are expected to bring.

    Parameters
    ----------
    edges : sequence of float
        Where one range of expected value ends and the next begins.
    title : str
        One sentence that says what is seen.
    subtitle : str
        What the model takes for granted.

    Returns
    -------
    altair.LayerChart
        Reads the data set "cells" (key, first: tenth of probability, second: range of value, stage,
        customers, value, at_stake) and the signals stage, shade, selected_keys and cursor_key.

    Examples
    --------
    >>> alive_grid([10, 100], "Who is alive").to_dict()["height"]
    132
    """
    rows = len(edges) + 1
    x = alt.X(
        "left:Q",
        title="probability that they are still customers",
        scale=alt.Scale(domain=[0, 10], nice=False),
        axis=plain_axis(values=list(range(0, 11, 2)), labelExpr="format(datum.value / 10, '.0%')"),
    )
    limits = [0.0, *edges]
    y = alt.Y(
        "bottom:Q",
        title="expected value",
        scale=alt.Scale(domain=[0, rows], nice=False),
        axis=plain_axis(
            values=list(range(rows)), labelExpr=f"format({limits}[datum.value], '$.3~s')"
        ),
    )
    tooltip = [
        alt.Tooltip("customers:Q", format=",.0f"),
        alt.Tooltip("value:Q", title="expected value", format="$,.0f"),
        alt.Tooltip("at_stake:Q", title="at stake if they are gone", format="$,.0f"),
    ]
    number = (
        alt.Chart()
        .mark_text(tooltip=None)
        .encode(
            x=alt.X("x:Q"),
            y=alt.Y("y:Q"),
            text=alt.Text("written:N"),
            # A number that would run into the next cell is in the tooltip only.
            opacity=alt.OpacityValue(alt.ExprRef("width < 330 ? 0 : 1")),
        )
    )
    grid = (
        alt.layer(
            shaded_cells(x, y, tooltip), chosen_frames(x, y), number, data=alt.NamedData(name=CELLS)
        )
        .transform_filter("stage === 'all' || datum.stage === stage")
        .transform_aggregate(**_SUMS, groupby=["key", "first", "second", "tenths", "range"])
        .transform_calculate(
            x="datum.first + 0.5",
            y="datum.second + 0.5",
            left="datum.first",
            right="datum.first + 1",
            bottom="datum.second",
            top="datum.second + 1",
        )
    )
    return (
        with_strength(grid, "datum[shade]", power=0.5)
        .transform_calculate(
            written=written_measure(
                "shade === 'customers' ? format(datum.measure, datum.measure < 1e4 ? ',.0f' : "
                "'.3~s') : format(datum.measure, '$.2~s')"
            )
        )
        .properties(
            width="container",
            height=rows * _ROW,
            title=filtered_title(title, subtitle),
            description="Grid: probability of being alive across, expected value upwards.",
        )
    )


@checked()
def stage_bars(stages: Sequence[str], title: str) -> Any:
    """Draw each stage's share of the customers, of the expected value and of what is at stake.

    Parameters
    ----------
    stages : sequence of str
        Their names, in the order of a life.
    title : str
        One sentence that says what is seen.

    Returns
    -------
    altair.Chart
        Reads the data set "cells".

    Examples
    --------
    >>> stage_bars(["growth", "decline"], "Stages").to_dict()["height"]
    {'step': 30}
    """
    bars = share_bars(
        "stage",
        stages,
        {"customers": "of customers", "value": "of expected value"},
        tooltip=[
            alt.Tooltip("customers:Q", format=",.0f"),
            alt.Tooltip("value:Q", title="expected value", format="$,.0f"),
            alt.Tooltip("at_stake:Q", title="at stake", format="$,.0f"),
        ],
        sums=["at_stake"],
    )
    return bars.properties(
        data=alt.NamedData(name=CELLS),
        width="container",
        height=alt.Step(30),
        title=filtered_title(title),
        description="Bars: each stage's share of customers and of expected value.",
    )
