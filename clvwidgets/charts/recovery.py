"""What methods recover of a value that is known: bars and curves beside the truth."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import altair as alt

from clvwidgets.arguments import checked
from clvwidgets.charts._doors import FROM_ONE, WORDS
from clvwidgets.charts.signals import amount_axis, money_text, signal
from clvwidgets.charts.theme import CHURN, MARGIN, MUTED, NEUTRAL, TEXT, VALUE
from clvwidgets.doors import Door, list_of

METHODS = "methods"
CURVES = "curves"

_COLOURS = (TEXT, VALUE, MARGIN, CHURN, NEUTRAL)
_ROW = 46  # pixels of a row
_UNIT = "five-year margin of a new customer"

_METHODS: Final = Door(
    f"a list of two to {len(_COLOURS)} names",
    lambda x: list_of(WORDS).lets_in(x) and 1 < len(x) <= len(_COLOURS),
)


@checked(methods=_METHODS)
def recovered_bars(methods: Sequence[str]) -> Any:
    """Draw the value that each method finds, with how far it is off; the truth is the first.

    Parameters
    ----------
    methods : sequence of str
        Names in their order, at most five.

    Returns
    -------
    altair.LayerChart
        Reads the data set "methods" (order, method, orders, off) and the signal "margin".

    Examples
    --------
    >>> recovered_bars(["truth", "guess"]).to_dict()["data"]
    {'name': 'methods'}
    """
    y = alt.Y("method:N", title=None, sort=list(methods), axis=alt.Axis(labelLimit=160))
    number = (
        alt.Chart()
        .mark_text(align="left", dx=6)
        .encode(x=alt.X("value:Q"), y=y, text=alt.Text("written:N"))
    )
    truth = (
        alt.Chart()
        .transform_filter(f"datum.method === {methods[0]!r}")
        .mark_rule(color=MUTED, strokeDash=[4, 3])
        .encode(x=alt.X("value:Q"))
    )
    off = "(datum.order === 0 ? '' : '  (' + format(datum.off, '+.0%') + ')')"
    return (
        alt.layer(_bars(methods, y), truth, number, data=alt.NamedData(name=METHODS))
        .transform_calculate(value=alt.datum.orders * signal("margin"))
        .transform_calculate(written=f"{money_text(alt.datum.value)} + {off}")
        .properties(
            width="container",
            height=alt.Step(_ROW),
            title=alt.Title(alt.ExprRef(_title(methods, METHODS, 1, 0))),
            description="Bars: " + ", ".join(methods) + ".",
        )
    )


@checked(methods=_METHODS, points=FROM_ONE)
def recovered_curves(methods: Sequence[str], points: int, record: str) -> Any:
    """Draw the margin of a new customer over time as each method sees it.

    Parameters
    ----------
    methods : sequence of str
        Names in the order of the data, at most five.
    points : int
        Rows of each method in the data, the last one at the end of the five years.
    record : str
        Expression of the month at which the records end.

    Returns
    -------
    altair.LayerChart
        Reads the data set "curves" (month, method, orders) and the signal "margin".

    Examples
    --------
    >>> recovered_curves(["truth", "guess"], 21, "months").to_dict()["data"]
    {'name': 'curves'}
    """
    drawn = list(methods)
    at_end = alt.Chart().transform_filter(f"datum.method === {methods[0]!r} && datum.month === 0")
    end = at_end.transform_calculate(ends=record)
    rule = end.mark_rule(color=MUTED, strokeDash=[4, 3]).encode(x=alt.X("ends:Q"))
    name = end.mark_text(align="left", dx=5, color=MUTED, baseline="bottom").encode(
        x=alt.X("ends:Q"), y=alt.YValue("height"), text=alt.TextValue("records end")
    )
    return (
        alt.layer(rule, name, _lines(drawn), data=alt.NamedData(name=CURVES))
        .transform_calculate(height=alt.datum.orders * signal("margin"))
        .properties(
            width="container",
            height=280,
            title=alt.Title(alt.ExprRef(_title(drawn, CURVES, points, points - 1))),
            description="Lines over time: " + ", ".join(drawn) + ".",
        )
    )


def _bars(methods: Sequence[str], y: alt.Y) -> Any:
    return (
        alt.Chart()
        .mark_bar(height={"band": 0.6})
        .encode(
            x=alt.X("value:Q", title=_UNIT, axis=amount_axis(tickCount=4)),
            y=y,
            color=alt.Color("method:N", scale=_scale(methods), legend=None),
            tooltip=[
                alt.Tooltip("method:N", title="method"),
                alt.Tooltip("value:Q", title=_UNIT, format="$,.2f"),
                alt.Tooltip("off:Q", title="off the truth", format="+.1%"),
            ],
        )
    )


def _lines(methods: Sequence[str]) -> Any:
    month = alt.X("month:Q", title="months since the first order", scale=alt.Scale(nice=False))
    height = alt.Y("height:Q", title="margin so far", axis=amount_axis())
    return (
        alt.Chart()
        .mark_line()
        .encode(
            x=month,
            y=height,
            color=alt.Color(
                "method:N",
                title=None,
                sort=list(methods),
                scale=_scale(methods),
                legend=alt.Legend(orient="top", columns=2),
            ),
            tooltip=[
                alt.Tooltip("method:N", title="method"),
                alt.Tooltip("month:Q", title="months"),
                alt.Tooltip("height:Q", title="margin so far", format="$,.2f"),
            ],
        )
    )


def _title(methods: Sequence[str], data: str, step: int, first: int) -> str:
    """Say the truth and which method comes nearest, from the rows that are there."""
    places = [first + step * number for number in range(len(methods))]
    truth, *found = [f"data('{data}')[{place}].orders" for place in places]
    offs = [f"abs({orders} / {truth} - 1)" for orders in found]
    least = f"min({', '.join(offs)})"
    nearest = f"{list(methods[1:])!r}[indexof([{', '.join(offs)}], {least})]"
    written = money_text(signal(f"({truth} * margin)"))
    return (
        f"length(data('{data}')) < {places[-1] + 1} ? '' "
        f": 'A new customer brings ' + {written} + ' in five years; ' + {nearest} "
        f"+ ' comes nearest, ' + format({least}, '.0%') + ' off'"
    )


def _scale(methods: Sequence[str]) -> alt.Scale:
    return alt.Scale(domain=list(methods), range=list(_COLOURS[: len(methods)]))
