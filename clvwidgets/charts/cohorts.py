"""Cohorts by age: a heat map to choose in, and curves to compare."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import altair as alt

from clvwidgets.arguments import checked
from clvwidgets.charts._doors import FROM_ONE, WORDS, some
from clvwidgets.charts.cells import (
    CELLS,
    chosen_frames,
    filtered_title,
    is_chosen,
    plain_axis,
    shaded_cells,
)
from clvwidgets.charts.signals import short_axis
from clvwidgets.charts.theme import CHURN, COST, MARGIN, MUTED, NEUTRAL, TEXT, VALUE

OUTLOOK = "outlook"
NO_OUTLOOK = "returns left too little of a cohort to tell how it grows"

# What the field "measure" may be: how it reads, and how its numbers are written.
MEASURES = {
    "retention": ("share of the cohort that bought", ".0%"),
    "revenue": ("revenue per customer in the period", "$,.2f"),
    "value": ("revenue per customer so far", "$,.2f"),
    "orders": ("orders per customer so far", ".2f"),
}
_MEASURE = (
    "datum.size > 0 ? (measure === 'retention' ? datum.active / datum.size "
    ": measure === 'revenue' ? datum.revenue / datum.size "
    ": measure === 'value' ? datum.revenue_so_far / datum.size "
    ": datum.orders_so_far / datum.size) : null"
)
_WORD = f"{[word for word, _ in MEASURES.values()]!r}[indexof({list(MEASURES)!r}, measure)]"
_FORMAT = f"{[form for _, form in MEASURES.values()]!r}[indexof({list(MEASURES)!r}, measure)]"


@checked(labels=some(WORDS), ages=FROM_ONE)
def cohort_heat(labels: Sequence[str], ages: int, unit: str, title: str) -> Any:
    """Draw a row a cohort, a column an age; a click chooses the whole row.

    Parameters
    ----------
    labels : sequence of str
        Names of the cohorts, from above.
    ages : int
        How many ages there are.
    unit : str
        What an age counts, such as "months".
    title : str
        One sentence that says what is seen.

    Returns
    -------
    altair.LayerChart
        Reads the data set "cells" (key, first: row, age, size, active, revenue, orders, partial)
        and the signals measure, selected_keys and cursor_key.

    Examples
    --------
    >>> cohort_heat(["1997-01", "1997-02"], 3, "months", "Cohorts").to_dict()["height"]
    150
    """
    rows = len(labels)
    height = min(max(rows * 26, 150), 520)
    x = alt.X(
        "left:Q",
        title=f"{unit} since the first purchase",
        scale=alt.Scale(domain=[-0.5, ages - 0.5], nice=False, zero=False),
        axis=plain_axis(tickMinStep=1, format=".0f"),
    )
    names = list(labels)
    y = alt.Y(
        "bottom:Q",
        title="first purchase in",
        scale=alt.Scale(domain=[rows - 0.5, -0.5], nice=False, zero=False),
        axis=plain_axis(
            values=list(range(rows)), labelExpr=f"{names!r}[datum.value]", labelOverlap=True
        ),
    )
    tooltip = [
        alt.Tooltip("key:N", title="cohort"),
        alt.Tooltip("size:Q", title="customers", format=",.0f"),
        alt.Tooltip("age:Q", title=f"{unit} since then"),
        alt.Tooltip("written:N", title="measure"),
        alt.Tooltip("seen:N", title="period"),
    ]
    # Many narrow cells would be all gap.
    cells = shaded_cells(x, y, tooltip, gap=f"width / {ages} < 14 ? 0.2 : 2")
    rows_chosen = chosen_frames(x, y).transform_aggregate(
        left="min(left)",
        right="max(right)",
        bottom="min(bottom)",
        top="max(top)",
        groupby=["key"],
    )
    heat = alt.layer(cells, rows_chosen, _numbers(ages, rows), data=alt.NamedData(name=CELLS))
    return (
        _with_measure(heat)
        .transform_calculate(
            # Everybody buys at age 0: that says nothing, and would outshine all else.
            counted="datum.age > 0 || measure === 'value' || measure === 'orders' "
            "? datum.measure : null",
            left="datum.age - 0.5",
            right="datum.age + 0.5",
            bottom="datum.first + 0.5",
            top="datum.first - 0.5",
        )
        .transform_joinaggregate(most="max(counted)")
        .transform_calculate(
            strength="datum.most > 0 ? clamp(datum.measure / datum.most, 0, 1) : 0",
            written=f"isValid(datum.measure) ? format(datum.measure, {_FORMAT}) : 'hidden'",
            share="datum.size > 0 ? datum.active / datum.size : null",
            short="isValid(datum.measure) ? format(datum.measure, measure === 'retention' "
            "? '.0%' : '.3~s') + (datum.partial ? '*' : '') : ''",
            seen="datum.partial ? 'seen in part only *' : 'seen whole'",
        )
        .properties(
            width="container",
            height=height,
            title=filtered_title(title),
            description="Grid: rows are cohorts, columns their age; the stronger, the more.",
        )
    )


def _numbers(ages: int, rows: int) -> Any:
    """Write each cell's number into it, where there is room."""
    return (
        alt.Chart()
        .mark_text(tooltip=None)
        .encode(
            x=alt.X("age:Q"),
            y=alt.Y("first:Q"),
            text=alt.Text("short:N"),
            # Numbers that would run into each other are in the tooltip only.
            opacity=alt.OpacityValue(
                alt.ExprRef(f"width / {ages} < 36 || height / {rows} < 15 ? 0 : 1")
            ),
            fill=alt.when("datum.partial").then(alt.value(MUTED)).otherwise(alt.value(TEXT)),
        )
    )


@checked()
def cohort_curves(unit: str) -> Any:
    """Draw a line a cohort; the chosen ones stand out, with what to expect of them.

    Parameters
    ----------
    unit : str
        What an age counts, such as "months".

    Returns
    -------
    altair.LayerChart
        Reads the data sets "cells" and "outlook" (key, age, what: "value" or "orders", expected,
        low, high; or refused: a measure without an outlook) and the signals measure and
        selected_keys.

    Examples
    --------
    >>> cohort_curves("months").to_dict()["description"]
    'Lines: one a cohort, by age.'
    """
    x = alt.X(
        "age:Q",
        title=f"{unit} since the first purchase",
        axis=alt.Axis(tickMinStep=1, format=".0f"),
    )
    y = alt.Y(
        "measure:Q",
        title=None,
        scale=alt.Scale(zero=True),
        axis=short_axis("~s", shares="measure === 'retention'"),
    )
    colour = alt.Color(
        "key:N",
        title=None,
        # A legend without an entry would be endlessly high.
        scale=alt.Scale(
            domain=alt.ExprRef("length(selected_keys) ? selected_keys : ['no cohort chosen']"),
            range=[VALUE, COST, MARGIN, CHURN, TEXT],
        ),
        legend=alt.Legend(orient="top", columns=4, symbolType="stroke"),
    )
    tooltip = [
        alt.Tooltip("key:N", title="cohort"),
        alt.Tooltip("age:Q", title=f"{unit} since then"),
        alt.Tooltip("written:N", title="measure"),
    ]
    seen = _with_measure(alt.Chart(alt.NamedData(name=CELLS))).transform_filter(
        # Age 0 is 100 % of everybody; a part of a period would look like a fall.
        "isValid(datum.measure) && !datum.partial && !(measure === 'retention' && datum.age === 0)"
    )
    seen = seen.transform_calculate(written=f"format(datum.measure, {_FORMAT})")
    pale = seen.mark_line(strokeWidth=1.2, opacity=0.55, stroke=NEUTRAL).encode(
        x, y, detail=alt.Detail("key:N"), tooltip=tooltip
    )
    bold = (
        seen.transform_filter(is_chosen())
        .mark_line(strokeWidth=3, point=alt.OverlayMarkDef(size=28))
        .encode(x, y, color=colour, tooltip=tooltip)
    )
    band, ahead = _expected(x, y, colour, tooltip[:2])
    what = (
        "(length(selected_keys) === 0 ? '. Choose cohorts in the heat map to compare them' "
        ": measure === 'value' || measure === 'orders' "
        f"? length(data('{OUTLOOK}')) > 0 && data('{OUTLOOK}')[0].refused === measure "
        f"? '. No outlook: {NO_OUTLOOK}' "
        ": '. Dashed: expected from the growth of the earlier cohorts, with an 80% interval' : '')"
    )
    word = f"upper(slice({_WORD}, 0, 1)) + slice({_WORD}, 1)"
    return (
        alt.layer(pale, band, bold, ahead)
        .resolve_scale(color="shared")
        .properties(
            width="container",
            height=320,
            title=alt.Title(alt.ExprRef(f"{word} + {what}")),
            description="Lines: one a cohort, by age.",
        )
    )


def _expected(x: alt.X, y: alt.Y, colour: alt.Color, tooltip: list[alt.Tooltip]) -> list[Any]:
    """Draw what to expect of the chosen cohorts: the interval, and a dashed line in it."""
    outlook = (
        alt.Chart(alt.NamedData(name=OUTLOOK))
        .transform_filter("datum.what === measure")
        .transform_filter(is_chosen())
        .transform_calculate(
            measure="datum.expected",
            written=f"format(datum.expected, {_FORMAT}) + (isValid(datum.low) ? ' (' + "
            f"format(datum.low, {_FORMAT}) + ' to ' + format(datum.high, {_FORMAT}) + ')' : '')",
        )
    )
    band = (
        outlook.transform_filter("isValid(datum.low)")
        .mark_area(opacity=0.18, tooltip=None)
        .encode(x, y=alt.Y("low:Q"), y2=alt.Y2("high:Q"), fill=alt.Fill("key:N", legend=None))
    )
    ahead = outlook.mark_line(strokeWidth=2, strokeDash=[5, 4]).encode(
        x, y, color=colour, tooltip=[*tooltip, alt.Tooltip("written:N", title="expected")]
    )
    return [band, ahead]


def _with_measure(chart: Any) -> Any:
    """Give each row its measure, cumulated where it is asked for so far."""
    return chart.transform_window(
        revenue_so_far="sum(revenue)",
        orders_so_far="sum(orders)",
        groupby=["key"],
        sort=[{"field": "age"}],
        frame=[None, 0],
    ).transform_calculate(measure=_MEASURE)
