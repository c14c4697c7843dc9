"""Groups of an attribute side by side, and which attributes tell leavers from stayers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

import altair as alt

from clvwidgets.arguments import checked
from clvwidgets.charts._doors import WORDS, by_name, in_this_order, some
from clvwidgets.charts.cells import CELLS
from clvwidgets.charts.chosen import chosen_bars
from clvwidgets.charts.signals import formatted, lookup, lookup_twice, unless_filtered
from clvwidgets.charts.theme import CHURN, MUTED, NEUTRAL, SURFACE, TEXT, VALUE
from clvwidgets.doors import choice

SEPARATORS = "separators"

_AXIS_FORMATS = {"percent": "~%", "money": "$~s", "number": "~s"}
_TEXT_FORMATS = {"percent": ".1%", "money": "$,.2f", "number": ",.2f"}
_TICKS = alt.ExprRef("ceil(width / 100)")
_COLOURS = {"percent": CHURN, "money": VALUE, "number": NEUTRAL}

_MEASURE: Final = in_this_order(WORDS, WORDS, choice(*_COLOURS))


@checked(titles=by_name(some(WORDS)), measures=some(_MEASURE))
def group_means(
    titles: Mapping[str, Sequence[str]], measures: Sequence[tuple[str, str, str]]
) -> Any:
    """Draw the mean of a measure in each group of an attribute, with its interval.

    Parameters
    ----------
    titles : mapping of str to sequence of str
        Attribute to one sentence for each measure, which says what is seen.
    measures : sequence of tuple of three str
        Column, label and kind ("percent", "money" or "number") of each measure.

    Returns
    -------
    altair.LayerChart
        Reads the data set "cells" (attribute, key, label, order, customers, and for each measure
        <column>, <column>_low, <column>_high and <column>_all), the signals attribute, measure,
        selected_keys and cursor_key.

    Examples
    --------
    >>> chart = group_means({"country": ["Churn by country"]}, [("left", "Left", "percent")])
    >>> chart.to_dict()["title"]["subtitle"]
    'thin line: 95 % interval; dashed: all customers'
    """
    names = [column for column, _, _ in measures]
    kinds = [kind for _, _, kind in measures]
    on_axis, as_text = ([by[kind] for kind in kinds] for by in (_AXIS_FORMATS, _TEXT_FORMATS))
    title = unless_filtered(lookup_twice(titles, "attribute", "measure", names))
    y = alt.Y(
        "row:N",
        title=None,
        # With a way to join them, or the order of two layers is given up for the alphabet's.
        sort=alt.EncodingSortField("order", op="min"),
        axis=alt.Axis(domain=False, ticks=False),
    )
    x = alt.X(
        "mean:Q",
        title=None,  # the chart's title says what is measured, as an axis has a fixed title
        axis=alt.Axis(labelExpr=formatted("datum.value", on_axis, "measure", names), tickCount=6),
    )
    colour = alt.ExprRef(lookup([_COLOURS[kind] for kind in kinds], "measure", names))
    mean, low, high = (
        formatted(f"datum.{name}", as_text, "measure", names) for name in ("mean", "low", "high")
    )
    return (
        alt.layer(*_means(x, y, colour), data=alt.NamedData(name=CELLS))
        .transform_filter("datum.attribute === attribute && datum.customers > 0")
        .transform_calculate(
            row="datum.label",
            mean="datum[measure]",
            low="datum[measure + '_low']",
            high="datum[measure + '_high']",
            overall="datum[measure + '_all']",
        )
        .transform_calculate(
            end="max(0, datum.mean, isValid(datum.high) ? datum.high : datum.mean)",
            written=mean,
            between=f"isValid(datum.low) ? {low} + ' to ' + {high} : 'not known from one customer'",
        )
        .properties(
            width="container",
            height=alt.Step(34),
            title=alt.Title(
                alt.ExprRef(title),
                subtitle="thin line: 95 % interval; dashed: all customers",
            ),
            description="Bars: the mean of a measure in each group; dashed line: all customers.",
        )
    )


def _means(x: alt.X, y: alt.Y, colour: alt.ExprRef) -> list[Any]:
    """Draw the means as bars with their numbers and intervals, and the mean of all customers."""
    bars = (
        alt.Chart()
        .mark_bar(height={"band": 0.62}, fill=colour)
        .encode(
            x=x,
            y=y,
            **chosen_bars(),
            tooltip=[
                alt.Tooltip("row:N", title="group"),
                alt.Tooltip("customers:Q", format=",.0f"),
                alt.Tooltip("written:N", title="mean"),
                alt.Tooltip("between:N", title="95 % interval"),
            ],
        )
    )
    interval = (
        alt.Chart()
        .transform_filter("isValid(datum.low)")
        .mark_rule(color=TEXT, strokeWidth=1.5, tooltip=None)
        .encode(x=alt.X("low:Q"), x2=alt.X2("high:Q"), y=y)
    )
    written = alt.Chart().encode(x=alt.X("end:Q"), y=y, text=alt.Text("written:N"))
    number = written.mark_text(align="left", dx=7, tooltip=None)
    # Behind the number, so that the line of all customers does not cross it.
    ground = written.mark_text(align="left", dx=7, tooltip=None, stroke=SURFACE, strokeWidth=4)
    overall = (
        alt.Chart()
        .transform_aggregate(overall="max(overall)")
        .mark_rule(color=MUTED, strokeDash=[4, 3], strokeWidth=1.5, tooltip=None)
        .encode(x=alt.X("overall:Q"))
    )
    return [bars, overall, interval, ground, number]


@checked()
def separators(title: str) -> Any:
    """Draw how well each attribute tells leavers from stayers, with the interval.

    Parameters
    ----------
    title : str
        One sentence that says what is seen.

    Returns
    -------
    altair.LayerChart
        Reads the data set "separators" (name, share, low, high, words).

    Examples
    --------
    >>> separators("Contract tells most").to_dict()["data"]
    {'name': 'separators'}
    """
    # The name stands above its bar, where it has the whole width.
    lines = ["words", "bar"]
    y = alt.Y("name:N", title=None, sort=None, axis=None)
    offset = alt.YOffset("line:N", scale=alt.Scale(domain=lines))
    tooltip = [
        alt.Tooltip("name:N", title="attribute"),
        alt.Tooltip("share:Q", title="lies between its groups", format=".2%"),
        alt.Tooltip("low:Q", title="at least", format=".2%"),
        alt.Tooltip("high:Q", title="at most", format=".2%"),
        alt.Tooltip("words:N", title="its groups"),
    ]
    base = alt.Chart().transform_calculate(line="'bar'")
    bars = base.mark_bar(height=11, fill=CHURN, fillOpacity=0.6).encode(
        x=alt.X(
            "share:Q",
            title="share of the differences in leaving",
            axis=alt.Axis(format="~%", tickCount=_TICKS),
            scale=alt.Scale(domainMin=0),
        ),
        y=y,
        yOffset=offset,
        tooltip=tooltip,
    )
    interval = base.mark_rule(color=TEXT, strokeWidth=1.5, tooltip=None).encode(
        x=alt.X("low:Q"), x2=alt.X2("high:Q"), y=y, yOffset=offset
    )
    words = (
        alt.Chart()
        # On a narrow page the gap is said, without the groups and then without its limits.
        .transform_calculate(gap="peek(split(datum.words, ': '))")
        .transform_calculate(
            line="'words'",
            said="datum.name + ': ' + (width > 520 ? datum.words : width > 360 ? datum.gap "
            ": split(datum.gap, ' (')[0])",
        )
        .mark_text(
            align="left",
            baseline="middle",
            limit=alt.ExprRef("width"),
            tooltip=None,
        )
        .encode(x=alt.XValue(0), y=y, yOffset=offset, text=alt.Text("said:N"))
    )
    return alt.layer(bars, interval, words, data=alt.NamedData(name=SEPARATORS)).properties(
        width="container",
        height=alt.Step(20),
        title=title,
        description="Bars: how well each attribute tells leavers from stayers, the best first.",
    )
