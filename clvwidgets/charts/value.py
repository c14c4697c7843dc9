"""How few customers hold how much: the concentration curve, tenths and classes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import altair as alt

from clvwidgets.arguments import checked
from clvwidgets.charts._doors import FROM_ONE, WORDS, by_name
from clvwidgets.charts.cells import CELLS, is_chosen
from clvwidgets.charts.shares import share_bars
from clvwidgets.charts.signals import short_axis, signal
from clvwidgets.charts.theme import CHURN, COST, MARGIN, MUTED, NEUTRAL, VALUE

SOME_BELOW = "some customers are below 0"
_AMONG = "'Among the customers who are chosen in the linked panel, t'"


@checked(parts=FROM_ONE, measures=by_name(WORDS))
def concentration_curve(parts: int, measures: Mapping[str, str]) -> Any:
    """Draw which share of the value the best customers hold together, the best one first.

    It bends above the diagonal; `clvwidgets.charts.lorenz` counts from the other end.

    Parameters
    ----------
    parts : int
        How many equal parts of the customers there are.
    measures : mapping of str to str
        Value of the field "measure" to its name for people.

    Returns
    -------
    altair.LayerChart
        Reads the data set "cells" (measure, key, place, upto, customers, amount, cumulative), the
        signals measure, top, selected_keys and cursor_key.

    Examples
    --------
    >>> concentration_curve(100, {"revenue": "revenue"}).to_dict()["data"]
    {'name': 'cells'}
    """
    ticks = sorted({round(parts * share / 10) for share in range(0, 11, 2)})
    x = alt.X(
        "place:Q",
        title="share of customers, the most valuable first",
        scale=alt.Scale(domain=[0, parts], nice=False),
        axis=alt.Axis(values=ticks, grid=False, labelExpr=f"format(datum.value / {parts}, '.0%')"),
    )
    # Who costs more than they bring pulls the curve down again from above 100 %.
    y = alt.Y(
        "cumulative:Q",
        title="share of the value that they hold",
        scale=alt.Scale(domainMin=0),
        axis=alt.Axis(format=".0%"),
    )
    line = alt.Chart().mark_line(tooltip=None).encode(x=alt.X("right:Q"), y=y)
    even = (
        alt.Chart(alt.InlineData(values=[{"x": 0, "y": 0}, {"x": parts, "y": 1}]))
        .mark_line(stroke=MUTED, strokeWidth=1, strokeDash=[4, 4], tooltip=None)
        .encode(x=alt.X("x:Q"), y=alt.Y("y:Q"))
    )
    # The curve begins at nobody, who holds nothing.
    begin = (
        alt.Chart()
        .transform_filter("datum.place === 0 && isValid(datum.cumulative)")
        .mark_rule(stroke=VALUE, strokeWidth=2.5)
        .encode(
            x=alt.X("nothing:Q"),
            x2=alt.X2("right:Q"),
            y=alt.Y("nothing:Q"),
            y2=alt.Y2("cumulative:Q"),
        )
    )
    return (
        alt.layer(even, _parts(x), begin, line, *_threshold(), data=alt.NamedData(name=CELLS))
        .transform_filter("datum.measure === measure")
        .transform_calculate(
            nothing="0",
            level="0.5",  # each part is a band over the whole height
            right="datum.place + 1",
            middle="datum.place + 0.5",
            next="datum.upto + 1 / datum.parts",
        )
        .properties(
            width="container",
            height=300,
            title=alt.Title(alt.ExprRef(_title_of_curve(parts, measures))),
            description="Curve: the share of all value that the best customers hold together.",
        )
    )


def _parts(x: alt.X) -> Any:
    """Make each part of the customers a band over the whole height, to choose and to point at."""
    tooltip = [
        alt.Tooltip("upto:Q", title="the best customers, up to", format=".0%"),
        alt.Tooltip("cumulative:Q", title="hold together", format=".1%"),
        alt.Tooltip("amount:Q", title="this part brings", format="$,.0f"),
        alt.Tooltip("customers:Q", title="customers in it", format=",.0f"),
    ]
    return (
        alt.Chart()
        .mark_rect()
        .encode(
            x=x,
            x2=alt.X2("right:Q"),
            y=alt.YValue(0),
            y2=alt.Y2Value("height"),
            fill=alt.when(signal("cursor_key") == alt.datum.key)
            .then(alt.value(CHURN))
            .otherwise(alt.value(VALUE)),
            fillOpacity=alt.when(is_chosen())
            .then(alt.value(0.22))
            .when(signal("cursor_key") == alt.datum.key)
            .then(alt.value(0.5))
            .otherwise(alt.value(0)),
            tooltip=tooltip,
        )
    )


def _threshold() -> list[Any]:
    """Mark how far the slider goes, and the curve's height there."""
    at_top = "datum.upto <= top + 1e-9 && datum.next > top + 1e-9"
    line = (
        alt.Chart()
        .transform_filter(at_top)
        .mark_rule(stroke=COST, strokeWidth=2)
        .encode(x=alt.X("right:Q"))
    )
    point = (
        alt.Chart()
        .transform_filter(at_top)
        .mark_point(fill=COST, stroke=None, size=70, tooltip=None)
        .encode(x=alt.X("right:Q"), y=alt.Y("cumulative:Q"))
    )
    return [line, point]


def _title_of_curve(parts: int, measures: Mapping[str, str]) -> str:
    """Say what the best customers hold, from the row at which the threshold stands."""
    # The last part that ends within the threshold; before the first one nobody is in it.
    at = f"max(0, floor(top * {parts} + 1e-6) - 1)"
    row = f"data('{CELLS}')[indexof({list(measures)!r}, measure) * {parts} + {at}]"
    word = _word(measures)
    none = f"top * {parts} + 1e-6 < 1"
    begin = f"(is_filtered ? {_AMONG} : 'T') + 'he top ' + "
    # Of few customers a part is more than a percent: those who are chosen may be fewer than asked.
    share = (
        f"(format({row}.upto, '.0%') === format(top, '.0%') ? format(top, '.0%') "
        f": format({row}.upto, '.1~%'))"
    )
    below = f"({row}.cumulative > 1 + 1e-9 ? ', as {SOME_BELOW}' : '')"
    return (
        f"!isValid({row}) ? '' : {none} "
        f"? {begin}format(top, '.0%') + ' of customers are fewer than one' "
        f": !isValid({row}.amount) || ({row}.amount > 0 && !isValid({row}.cumulative)) "
        "? 'Hidden: too few of the chosen customers in a part' "
        f": !isValid({row}.cumulative) ? 'All customers together bring no ' + {word} "
        f": {begin}{share} + ' of customers hold ' + format({row}.cumulative, '.1%') "
        f"+ ' of the ' + {word} + {below}"
    )


def _word(measures: Mapping[str, str]) -> str:
    """Name the measure that is shown."""
    return f"{list(measures.values())!r}[indexof({list(measures)!r}, measure)]"


@checked(measures=by_name(WORDS))
def decile_bars(measures: Mapping[str, str]) -> Any:
    """Draw what each tenth of the customers brings, in revenue and in profit.

    Parameters
    ----------
    measures : mapping of str to str
        As in `concentration_curve`.

    Returns
    -------
    altair.Chart
        Reads the data set "cells" (measure, decile, revenue, profit).

    Examples
    --------
    >>> decile_bars({"revenue": "revenue"}).to_dict()["description"]
    'Bars: revenue and profit of each tenth of the customers.'
    """
    shown = {"revenue": "revenue", "profit": "profit"}
    return (
        alt.Chart(alt.NamedData(name=CELLS))
        .transform_filter("datum.measure === measure")
        .transform_aggregate(
            revenue="sum(revenue)",
            profit="sum(profit)",
            customers="sum(customers)",
            groupby=["decile"],
        )
        .transform_fold(list(shown), as_=["what", "money"])
        .mark_bar()
        .encode(
            x=alt.X(
                "decile:O",
                title="tenth of customers, 1 = best",
                axis=alt.Axis(labelAngle=0),
            ),
            xOffset=alt.XOffset("what:N", sort=list(shown.values())),
            y=alt.Y("money:Q", title="money", axis=short_axis("$~s")),
            color=alt.Color(
                "what:N",
                title=None,
                scale=alt.Scale(domain=list(shown.values()), range=[NEUTRAL, MARGIN]),
                legend=alt.Legend(orient="top"),
            ),
            tooltip=[
                alt.Tooltip("decile:O", title="tenth"),
                alt.Tooltip("customers:Q", format=",.0f"),
                alt.Tooltip("what:N", title="measure"),
                alt.Tooltip("money:Q", title="brings", format="$,.0f"),
            ],
        )
        .properties(
            width="container",
            height=300,
            title=alt.Title(
                alt.ExprRef(f"'Revenue and profit of each tenth, sorted by ' + {_word(measures)}")
            ),
            description="Bars: revenue and profit of each tenth of the customers.",
        )
    )


@checked()
def class_bars(classes: list[str]) -> Any:
    """Draw each class's share of the customers beside its share of the value, and what to do.

    Parameters
    ----------
    classes : list of str
        Names in order.

    Returns
    -------
    altair.LayerChart
        Reads the data set "cells" (measure, class, action, customers, amount).

    Examples
    --------
    >>> class_bars(["Core", "Small"]).to_dict()["title"]
    'Whom to do what for'
    """
    bars = share_bars(
        "class",
        classes,
        {"customers": "of customers", "amount": "of value"},
        tooltip=[
            alt.Tooltip("customers:Q", format=",.0f"),
            alt.Tooltip("action:N", title="what to do"),
        ],
        also=["action"],
    )
    # The measure is chosen before anything is added up.
    bars.transform = [alt.FilterTransform("datum.measure === measure"), *bars.transform]
    return bars.properties(
        data=alt.NamedData(name=CELLS),
        width="container",
        height=alt.Step(36),
        title="Whom to do what for",
        description="Bars: each class's share of customers and of value.",
    )
