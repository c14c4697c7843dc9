"""Measures over time: one by groups of customers, and all of them below each other."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

import altair as alt

from clvwidgets.arguments import checked
from clvwidgets.charts._doors import WORDS, by_name, some
from clvwidgets.charts.cells import CELLS, is_chosen
from clvwidgets.charts.signals import ONLY_CHOSEN, formatted, lookup, lookup_twice, signal
from clvwidgets.charts.theme import COST, LINE, MARGIN, MUTED, SURFACE, TEXT, VALUE
from clvwidgets.doors import choice

STORY = "story"

_AXIS_FORMATS = {"percent": "~%", "money": "$~s", "ratio": "~s"}
_TEXT_FORMATS = {"percent": ".1%", "money": "$,.2f", "ratio": ".1f"}
_BAND = 62  # pixels of a measure: a line of text and a line of numbers


@checked(periods=some(WORDS), kinds=by_name(choice(*_AXIS_FORMATS)), titles=by_name(some(WORDS)))
def measure_lines(
    periods: Sequence[str],
    kinds: Mapping[str, str],
    titles: Mapping[str, Sequence[str]],
    targets: Mapping[str, float],
) -> Any:
    """Draw one measure over time, a line for each group of customers.

    Parameters
    ----------
    periods : sequence of str
        Labels of the periods in the order of time.
    kinds : mapping of str to str
        Measure to "percent", "money" or "ratio".
    titles : mapping of str to sequence of str
        Split of the customers to one sentence for each measure.
    targets : mapping of str to float
        Measure to its target.

    Returns
    -------
    altair.LayerChart
        Reads the data set "cells" (split, key, group, order, partial, and a column for each
        measure), the signals measure, split, selected_keys and cursor_key.

    Examples
    --------
    >>> chart = measure_lines(["2024-01"], {"churn": "percent"}, {"all": ["Churn"]}, {"churn": 0.6})
    >>> chart.to_dict()["data"]
    {'name': 'cells'}
    """
    names = list(kinds)
    on_axis = [_AXIS_FORMATS[kind] for kind in kinds.values()]
    as_text = [_TEXT_FORMATS[kind] for kind in kinds.values()]
    y = alt.Y(
        "amount:Q",
        title=None,  # the chart's title says what is measured, as an axis has a fixed title
        scale=alt.Scale(zero=False),
        axis=alt.Axis(labelExpr=formatted("datum.value", on_axis, "measure", names), tickCount=6),
    )
    x = _time(periods)
    at = lookup([targets.get(name) for name in names], "measure", names)
    title = lookup_twice(titles, "split", "measure", names)
    begins = f"{json.dumps(list(periods))}[datum.order]"
    written = formatted("datum.amount", as_text, "measure", names)
    return (
        alt.layer(_target(at), *_groups(x, y), _nothing_known(), data=alt.NamedData(name=CELLS))
        .transform_filter("datum.split === split")
        # A line breaks where a measure is not known or without limit.
        .transform_calculate(
            amount="isFinite(datum[measure]) ? datum[measure] : null", begins=begins
        )
        .transform_calculate(written=f"{written} + (datum.partial ? ', period not whole' : '')")
        .properties(
            width="container",
            height=260,
            title=alt.Title(
                alt.ExprRef(f"is_filtered ? {json.dumps(ONLY_CHOSEN)} : {title}"),
                subtitle="dashed: target; hollow: the log begins or ends within the period",
            ),
            description="Lines over time: one measure for each group of customers.",
        )
    )


def _groups(x: alt.X, y: alt.Y) -> list[Any]:
    """Draw a line for each group, hollow where a period is not whole; the chosen one is ringed."""
    colour = alt.Color(
        "group:N", title=None, legend=alt.Legend(orient="top", labelLimit=180, columns=3)
    )
    marked = is_chosen() | (signal("cursor_key") == alt.datum.key)
    line = (
        alt.Chart()
        .transform_filter("!datum.partial")
        .mark_line(tooltip=None)
        .encode(x=x, y=y, color=colour)
    )
    tooltip = [
        alt.Tooltip("group:N", title="customers"),
        alt.Tooltip("begins:N", title="period"),
        alt.Tooltip("written:N", title="is"),
        alt.Tooltip("customers:Q", title="who bought", format=",.0f"),
    ]
    whole = (
        alt.Chart()
        .transform_filter("!datum.partial")
        .mark_point(filled=True, size=50, opacity=1)
        .encode(x=x, y=y, color=colour, tooltip=tooltip)
    )
    part = (
        alt.Chart()
        .transform_filter("datum.partial")
        .mark_point(filled=False, fill=SURFACE, size=50, strokeWidth=2, opacity=1)
        .encode(x=x, y=y, color=colour, tooltip=tooltip)
    )
    ring = (
        alt.Chart()
        .transform_filter(marked)
        .mark_point(
            size=110, fill="transparent", stroke=TEXT, strokeWidth=2, opacity=1, tooltip=None
        )
        .encode(x=x, y=y)
    )
    # A colour for each group, also where none has a value: the legend would be endless without.
    named = alt.Chart().mark_point(opacity=0, tooltip=None).encode(color=colour)
    return [named, line, whole, part, ring]


def _nothing_known() -> Any:
    """Say so where the measure has no value in any period."""
    return (
        alt.Chart()
        .transform_aggregate(known="valid(amount)")
        .transform_filter("datum.known === 0")
        .mark_text(
            text=["No value in any of these periods:", "the log is too short, or too thin."],
            x=alt.ExprRef("width / 2"),
            y=alt.ExprRef("height / 2"),
            color=TEXT,
            tooltip=None,
        )
    )


def _target(at: str) -> Any:
    """Draw the target of the measure, where it has one."""
    return (
        alt.Chart()
        .transform_aggregate(count="count()")
        .transform_calculate(target=at)
        .transform_filter("isValid(datum.target)")
        .mark_rule(color=MARGIN, strokeDash=[6, 4], strokeWidth=2, tooltip=None)
        .encode(y=alt.Y("target:Q"))
    )


@checked(periods=some(WORDS), names=some(WORDS))
def all_measures(
    periods: Sequence[str], names: Sequence[str], targets: Mapping[str, float], title: str
) -> Any:
    """Draw all measures over time below each other, each on a scale of its own.

    Parameters
    ----------
    periods : sequence of str
        Labels of the periods in the order of time.
    names : sequence of str
        The measures, from above.
    targets : mapping of str to float
        Measure to its target.
    title : str
        One sentence that says what is seen.

    Returns
    -------
    altair.LayerChart
        Reads the data sets "cells" (as `measure_lines`, split "all") and "story" (row, words,
        tone).

    Examples
    --------
    >>> all_measures(["2024-01"], ["churn", "clv"], {}, "All is well").to_dict()["height"]
    124
    """
    x = _time(periods)
    y = alt.Y("height:Q", title=None, axis=None, scale=alt.Scale(domain=[0, len(names)]))
    goals = json.dumps([targets.get(name) for name in names])
    line = (
        alt.Chart()
        .transform_filter("!datum.partial")
        .mark_line(strokeWidth=2, stroke=VALUE, tooltip=None)
        .encode(x=x, y=y, detail=alt.Detail("name:N"))
    )
    point = (
        alt.Chart()
        .transform_filter("datum.partial")
        .mark_point(stroke=VALUE, fill=SURFACE, strokeWidth=2, size=40, tooltip=None)
        .encode(x=x, y=y)
    )
    goal = (
        alt.Chart()
        .transform_filter("isValid(datum.goal)")
        .mark_rule(color=MARGIN, strokeDash=[6, 4], strokeWidth=1.5, tooltip=None)
        .encode(y=alt.Y("min(at):Q", axis=None), detail=alt.Detail("name:N"))
    )
    numbers = (
        alt.layer(goal, line, point, data=alt.NamedData(name=CELLS))
        .transform_filter("datum.split === 'all'")
        .transform_fold(list(names), as_=["name", "amount"])
        .transform_filter("isValid(datum.amount) && isFinite(datum.amount)")
        .transform_joinaggregate(least="min(amount)", most="max(amount)", groupby=["name"])
        .transform_calculate(row=f"indexof({json.dumps(list(names))}, datum.name)")
        .transform_calculate(goal=f"{goals}[datum.row]")
        .transform_calculate(
            low="isValid(datum.goal) ? min(datum.least, datum.goal) : datum.least",
            high="isValid(datum.goal) ? max(datum.most, datum.goal) : datum.most",
        )
        .transform_calculate(
            height=_in_band("datum.amount", len(names)), at=_in_band("datum.goal", len(names))
        )
    )
    edge, words = _story(len(names))
    return alt.layer(edge, numbers, words).properties(
        width="container",
        height=_BAND * len(names),
        title=alt.Title(
            alt.ExprRef(f"is_filtered ? {json.dumps(ONLY_CHOSEN)} : {json.dumps(title)}"),
            subtitle="each on a scale of its own; dashed: target",
        ),
        description="Lines over time: all measures below each other.",
    )


def _story(rows: int) -> tuple[Any, Any]:
    """Draw the upper edge of each measure's band, and its words below it."""
    story = alt.Chart(alt.NamedData(name=STORY)).transform_calculate(
        height=f"{rows} - datum.row",
        word=f"{rows} - datum.row - 0.17",
        # The year before is left to the other tab where there is no room.
        words="width < 360 ? split(datum.words, ', a year ago')[0] : datum.words",
    )
    edge = story.mark_rule(color=LINE, tooltip=None).encode(y=alt.Y("height:Q", axis=None))
    words = story.mark_text(
        align="left", baseline="middle", limit=alt.ExprRef("width"), tooltip=None
    ).encode(
        x=alt.XValue(0),
        y=alt.Y("word:Q", axis=None),
        text=alt.Text("words:N"),
        color=alt.when(alt.datum.tone == "missed").then(alt.value(COST)).otherwise(alt.value(TEXT)),
    )
    return edge, words


def _time(periods: Sequence[str]) -> alt.X:
    # A label takes about 70 pixels.
    return alt.X(
        "order:Q",
        title=None,
        scale=alt.Scale(domain=[-0.5, len(periods) - 0.5], nice=False, zero=False),
        axis=alt.Axis(
            labelExpr=f"{json.dumps(list(periods))}[datum.value]",
            values=list(range(0, len(periods), max(1, len(periods) // 12))),
            labelOverlap=True,
            labelSeparation=8,
            labelFlush=True,
            domain=False,
            grid=False,
            titleColor=MUTED,
        ),
    )


def _in_band(amount: str, rows: int) -> str:
    """Place an amount in the lower part of its measure's band, above which its words stand."""
    share = f"(datum.high > datum.low ? ({amount} - datum.low) / (datum.high - datum.low) : 0.5)"
    return f"{rows} - datum.row - 0.92 + 0.52 * {share}"
