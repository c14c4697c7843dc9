"""Whom a rule chooses, group by group."""

from __future__ import annotations

from typing import Any, Final

import altair as alt

from clvwidgets.arguments import checked
from clvwidgets.charts.theme import COST, MARGIN, MUTED, TEXT, VALUE

GROUPS: Final = "fairness_groups"

_ROW: Final = 46  # pixels of a row
_SHOWN: Final = (
    "datum.attribute === attribute && datum.rule === rule && datum.share === 5 * round(share * 20)"
)
_LEAST: Final = "four fifths of the highest"


@checked()
def chosen_shares() -> Any:
    """Draw the share of each group that is chosen, with its interval, and the four-fifths line.

    Returns
    -------
    altair.LayerChart
        Reads the data set "fairness_groups" (attribute, rule, share, group, rate, low, high,
        customers) and the signals attribute, rule, share, ratio, cost, exchanged, low_rate,
        high_rate and passes.

    Examples
    --------
    >>> chosen_shares().to_dict()["data"]
    {'name': 'fairness_groups'}
    """
    y = alt.Y("group:N", title=None, axis=alt.Axis(labelLimit=160))
    axis = alt.Axis(format=".0%", tickCount=5)
    x = alt.X("rate:Q", title="share of the group that is chosen", axis=axis)
    tooltip = [
        alt.Tooltip("group:N", title="group"),
        alt.Tooltip("rate:Q", title="chosen", format=".1%"),
        alt.Tooltip("low:Q", title="95% interval from", format=".1%"),
        alt.Tooltip("high:Q", title="to", format=".1%"),
        alt.Tooltip("customers:Q", title="customers in the group", format=","),
    ]
    bars = (
        alt.Chart()
        .mark_bar(height={"band": 0.55})
        .encode(
            x=x,
            y=y,
            color=alt.condition(
                "datum.rate < 0.8 * high_rate - 1e-9", alt.value(COST), alt.value(VALUE)
            ),
            tooltip=tooltip,
        )
    )
    spans = (
        alt.Chart()
        .mark_rule(color=TEXT, strokeWidth=2)
        .encode(x=alt.X("low:Q"), x2=alt.X2("high:Q"), y=y, tooltip=tooltip)
    )
    words = (
        alt.Chart()
        .mark_text(align="left", dx=6)
        .encode(x=alt.X("high:Q"), y=y, text=alt.Text("rate:Q", format=".1%"))
    )
    base = alt.Chart(alt.InlineData(values=[{}])).transform_calculate(at="0.8 * high_rate")
    line = base.mark_rule(color=MUTED, strokeDash=[4, 3]).encode(x=alt.X("at:Q"))
    named = base.mark_text(align="right", dx=-5, color=MUTED, baseline="bottom").encode(
        x=alt.X("at:Q"), y=alt.YValue(-1), text=alt.TextValue(_LEAST)
    )
    # The table has the rows that are shown: those with a share that is written.
    layers = [
        part.transform_filter(_SHOWN).transform_calculate(written="datum.rate")
        for part in (bars, spans, words)
    ]
    return alt.layer(*layers, line, named, data=alt.NamedData(name=GROUPS)).properties(
        width="container",
        height=alt.Step(_ROW),
        title=alt.Title(
            alt.ExprRef(_title()), subtitle="Lines: 95% interval. Small groups are not shown"
        ),
        description="Bars: the share of each group that is chosen, with its interval.",
    )


@checked()
def found_and_right() -> Any:
    """Draw of each group whom the list finds of the truly best, and how many chosen are that.

    Returns
    -------
    altair.Chart
        Reads the data set "fairness_groups" (also found and right) and the signals attribute,
        rule and share.

    Examples
    --------
    >>> found_and_right().to_dict()["data"]
    {'name': 'fairness_groups'}
    """
    names = {"found": "of the truly best, chosen", "right": "of the chosen, truly best"}
    return (
        alt.Chart(alt.NamedData(name=GROUPS))
        .transform_filter(_SHOWN)
        .transform_fold(list(names), as_=["kind", "part"])
        .transform_filter("isValid(datum.part)")
        .transform_calculate(
            kind=f"datum.kind === 'found' ? {names['found']!r} : {names['right']!r}"
        )
        .mark_bar()
        .encode(
            x=alt.X("part:Q", title="share", axis=alt.Axis(format=".0%", tickCount=5)),
            y=alt.Y("group:N", title=None, axis=alt.Axis(labelLimit=160)),
            yOffset=alt.YOffset("kind:N", sort=list(names.values())),
            color=alt.Color(
                "kind:N",
                title=None,
                scale=alt.Scale(domain=list(names.values()), range=[VALUE, MARGIN]),
                legend=alt.Legend(orient="top", columns=1, labelLimit=260),
            ),
            tooltip=[
                alt.Tooltip("group:N", title="group"),
                alt.Tooltip("kind:N", title="measure"),
                alt.Tooltip("part:Q", title="share", format=".1%"),
            ],
        )
        .properties(
            width="container",
            height=alt.Step(22),
            title=alt.Title(
                "Three kinds of fairness cannot all hold where groups differ",
                subtitle="The same share chosen, the same share found, the same share right",
            ),
            description="Bars: shares of each group found and right.",
        )
    )


def _title() -> str:
    verdict = "passes > 0 ? ', four fifths or more' : ', below four fifths'"
    price = (
        "rule === 'best' ? '' : exchanged > 0 ? '; ' + format(exchanged, ',') + "
        "' customers change places, for ' + format(cost, '.1%') + ' of the value' : "
        "'; nobody changes places'"
    )
    return (
        "'Chosen: ' + format(low_rate, '.1%') + ' to ' + format(high_rate, '.1%') + "
        f"' of a group, ratio ' + format(ratio, '.2f') + ({verdict}) + ({price})"
    )
