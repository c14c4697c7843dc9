"""One customer: purchases on a line of time, and how the value comes about."""

from __future__ import annotations

from typing import Any

import altair as alt

from clvwidgets.charts.signals import short_axis
from clvwidgets.charts.theme import COST, MARGIN, MUTED, VALUE

PURCHASES = "purchases"
CARD = "card"
FACTORS = "factors"


def purchase_timeline() -> Any:
    """Draw the days on which a customer bought, the end of the data and the day that is due next.

    Returns
    -------
    altair.LayerChart
        Reads the data sets "purchases" (date, amount) and "card" (one row: title, today and, if
        there is one, due).

    Examples
    --------
    >>> purchase_timeline().to_dict()["title"]["text"]
    {'expr': "data('card')[0].title"}
    """
    x = alt.X("date:T", title=None, axis=alt.Axis(grid=False, labelOverlap=True))
    y = alt.Y("amount:Q", title="spent on the day", axis=short_axis("$~s", tickCount=5))
    tooltip = [
        alt.Tooltip("date:T", title="day", format="%-d %b %Y"),
        alt.Tooltip("amount:Q", title="spent", format="$,.2f"),
    ]
    purchases = alt.Chart(alt.NamedData(name=PURCHASES)).encode(x=x, tooltip=tooltip)
    stems = purchases.mark_rule(color=VALUE, strokeWidth=2).encode(y=y, y2=alt.Y2Datum(0))
    heads = purchases.mark_point(filled=True, fill=VALUE, size=55, opacity=1).encode(y=y)
    card = alt.Chart(alt.NamedData(name=CARD))
    today = card.mark_rule(color=MUTED, strokeDash=[4, 3], tooltip=None).encode(x=alt.X("today:T"))
    ended = card.mark_text(align="right", dx=-5, baseline="top", color=MUTED, tooltip=None).encode(
        x=alt.X("today:T"), y=alt.YValue(0), text=alt.TextValue("end of the data")
    )
    due = card.transform_filter("isValid(datum.due)")
    line = due.mark_rule(color=MARGIN, strokeDash=[6, 4], strokeWidth=2, tooltip=None).encode(
        x=alt.X("due:T")
    )
    # The word stands on the side where there is room.
    name = due.mark_text(
        align=alt.ExprRef("toDate(datum.due) < toDate(datum.today) ? 'right' : 'left'"),
        dx=alt.ExprRef("toDate(datum.due) < toDate(datum.today) ? -5 : 5"),
        baseline="top",
        fill=MARGIN,
        tooltip=None,
    ).encode(x=alt.X("due:T"), y=alt.YValue(18), text=alt.TextValue("next due"))
    return alt.layer(
        card.mark_point(opacity=0).encode(x=alt.X("today:T")),
        stems,
        heads,
        today,
        ended,
        line,
        name,
    ).properties(
        width="container",
        height=230,
        title=_title("title"),
        description="Stems: what the customer spent on each day with a purchase.",
    )


def factor_bars() -> Any:
    """Draw the factors of a customer's value against those of the average customer.

    Returns
    -------
    altair.LayerChart
        Reads the data sets "factors" (label, words, ratio) and "card" (why).

    Examples
    --------
    >>> factor_bars().to_dict()["title"]["text"]
    {'expr': "data('card')[0].why"}
    """
    lines = ["words", "bar"]
    y = alt.Y("label:N", title=None, sort=None, axis=None)
    offset = alt.YOffset("line:N", scale=alt.Scale(domain=lines))
    x = alt.X(
        "ratio:Q",
        title="times the average customer's",
        scale=alt.Scale(type="log"),
        axis=alt.Axis(format="~r", tickCount=alt.ExprRef("ceil(width / 120)")),
    )
    rows = alt.Chart(alt.NamedData(name=FACTORS))
    bars = (
        rows.transform_filter("datum.ratio > 0")
        .transform_calculate(line="'bar'", one="1")
        .mark_bar(height=11, fillOpacity=0.75)
        .encode(
            x=x,
            x2=alt.X2("one:Q"),
            y=y,
            yOffset=offset,
            fill=alt.when(alt.datum.ratio >= 1).then(alt.value(MARGIN)).otherwise(alt.value(COST)),
            tooltip=[
                alt.Tooltip("label:N", title="factor"),
                alt.Tooltip("ratio:Q", title="times the average", format=".2f"),
            ],
        )
    )
    words = (
        rows.transform_calculate(
            line="'words'",
            said="width < 330 ? replace(datum.words, 'on average', 'mean') : datum.words",
        )
        .mark_text(align="left", limit=alt.ExprRef("width"), tooltip=None)
        .encode(x=alt.XValue(0), y=y, yOffset=offset, text=alt.Text("said:N"))
    )
    middle = (
        alt.Chart(alt.NamedData(name=CARD))
        .mark_rule(color=MUTED, opacity=0.5, tooltip=None)
        .encode(x=alt.datum(1, type="quantitative"))
    )
    return alt.layer(middle, bars, words).properties(
        width="container",
        height=alt.Step(20),
        title=_title("why"),
        description="Bars: each factor of the value against the average customer's.",
    )


def _title(field: str) -> alt.Title:
    """Take the title from the one row about the customer."""
    return alt.Title(alt.ExprRef(f"data('{CARD}')[0].{field}"))
