"""Groups of an attribute side by side, and which attributes tell leavers from stayers."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

import altair as alt

from clvwidgets.charts.chosen import chosen_bars
from clvwidgets.charts.theme import CHURN, MUTED, NEUTRAL, TEXT, VALUE

CELLS = "cells"
SEPARATORS = "separators"

_AXIS_FORMATS = {"percent": "~%", "money": "$~s", "number": "~s"}
_TEXT_FORMATS = {"percent": ".1%", "money": "$,.2f", "number": ",.2f"}
_TICKS = alt.ExprRef("ceil(width / 100)")
_COLOURS = {"percent": CHURN, "money": VALUE, "number": NEUTRAL}


def group_means(
    titles: Mapping[str, Sequence[str]], measures: Sequence[tuple[str, str, str]]
) -> Any:
    """Draw the mean of a measure in each group of an attribute, with its interval.

    Parameters
    ----------
    titles : attribute to one sentence for each measure, which says what is seen
    measures : column, label and kind ("percent", "money" or "number") of each measure

    Returns
    -------
    altair.LayerChart : reads the data set "cells" (attribute, key, label, order, customers, and
        for each measure <column>, <column>_low, <column>_high and <column>_all), the signals
        attribute, measure, selected_keys and cursor_key
    """
    names = [column for column, _, _ in measures]
    kinds = [kind for _, _, kind in measures]
    y = alt.Y(
        "row:N",
        title=None,
        sort=alt.SortField("order"),
        axis=alt.Axis(domain=False, ticks=False),
    )
    x = alt.X(
        "mean:Q",
        title=None,  # the chart's title says what is measured, as an axis has a fixed title
        axis=alt.Axis(
            labelExpr=_formatted("datum.value", names, kinds, _AXIS_FORMATS), tickCount=6
        ),
    )
    colour = alt.ExprRef(lookup([_COLOURS[kind] for kind in kinds], "measure", names))
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
        .encode(x="low:Q", x2="high:Q", y=y)
    )
    number = (
        alt.Chart()
        .mark_text(align="left", dx=7, tooltip=None)
        .encode(x="end:Q", y=y, text="written:N")
    )
    overall = (
        alt.Chart()
        .transform_aggregate(overall="max(overall)")
        .mark_rule(color=MUTED, strokeDash=[4, 3], strokeWidth=1.5, tooltip=None)
        .encode(x="overall:Q")
    )
    written = _formatted("datum.mean", names, kinds, _TEXT_FORMATS)
    return (
        alt.layer(bars, overall, interval, number, data=alt.NamedData(name=CELLS))
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
            written=written,
            between="isValid(datum.low) ? "
            + _formatted("datum.low", names, kinds, _TEXT_FORMATS)
            + " + ' to ' + "
            + _formatted("datum.high", names, kinds, _TEXT_FORMATS)
            + " : 'not known from one customer'",
        )
        .properties(
            width="container",
            height=alt.Step(34),
            title=alt.Title(
                alt.ExprRef(_title(titles, names)),
                subtitle="thin line: 95 % interval; dashed: all customers",
            ),
            description="Bars: the mean of a measure in each group; dashed line: all customers.",
        )
    )


def separators(title: str) -> Any:
    """Draw how well each attribute tells leavers from stayers, with the interval.

    Parameters
    ----------
    title : one sentence that says what is seen

    Returns
    -------
    altair.LayerChart : reads the data set "separators" (name, share, low, high, words)
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
        x="low:Q", x2="high:Q", y=y, yOffset=offset
    )
    words = (
        alt.Chart()
        .transform_calculate(line="'words'", said="datum.name + ': ' + datum.words")
        .mark_text(
            align="left",
            baseline="middle",
            limit=alt.ExprRef("width"),
            tooltip=None,
        )
        .encode(x=alt.value(0), y=y, yOffset=offset, text="said:N")
    )
    return alt.layer(bars, interval, words, data=alt.NamedData(name=SEPARATORS)).properties(
        width="container",
        height=alt.Step(20),
        title=title,
        description="Bars: how well each attribute tells leavers from stayers, the best first.",
    )


def lookup(values: Sequence[str], of: str, names: Sequence[str]) -> str:
    """Write an expression that finds the text that belongs to a signal's value.

    Examples
    --------
    >>> lookup(["Euro", "Dollar"], "currency", ["EUR", "USD"])
    '["Euro", "Dollar"][indexof(["EUR", "USD"], currency)]'
    """
    return f"{_as_text(values)}[indexof({_as_text(names)}, {of})]"


def _title(titles: Mapping[str, Sequence[str]], measures: Sequence[str]) -> str:
    flat = [text for texts in titles.values() for text in texts]
    place = f"indexof({_as_text(list(titles))}, attribute) * {len(measures)}"
    title = f"{_as_text(flat)}[{place} + indexof({_as_text(measures)}, measure)]"
    return f"is_filtered ? 'Only the customers who are chosen in the linked panel' : {title}"


def _formatted(
    value: str, names: Sequence[str], kinds: Sequence[str], by: Mapping[str, str]
) -> str:
    """Write a number as its measure asks."""
    return f"format({value}, {lookup([by[kind] for kind in kinds], 'measure', names)})"


def _as_text(values: Sequence[str]) -> str:
    return json.dumps(list(values), ensure_ascii=False)
