"""Channels of acquisition: the customers that money wins, with today's spend and the best."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import altair as alt

from clvwidgets.arguments import checked, checked_methods
from clvwidgets.charts._doors import EXPRESSION, some
from clvwidgets.charts.signals import amount_axis
from clvwidgets.charts.theme import MUTED, SURFACE, TEXT
from clvwidgets.doors import a
from clvwidgets.strategies import average_cac, marginal_cac, saturating_customers

_POINTS = 120  # of a curve


@checked_methods(
    ceiling=EXPRESSION,
    scale=EXPRESSION,
    value=EXPRESSION,
    spend=EXPRESSION,
    best=EXPRESSION,
    tried=EXPRESSION,
)
@dataclass(frozen=True)
class ChannelCurve:
    """A channel: what its money wins, and how much it gets.

    Parameters
    ----------
    label : str
        Short name, written at the curve.
    ceiling, scale : any
        Expressions of customers in a period that no spend would exceed, and of the money that
        wins 63 percent of them.
    value : any
        Expression of what one of its customers is worth.
    spend, best : any
        Expressions of the money that it gets, and of what it gets at the best split.
    tried : any
        Expression of the most that was ever spent; beyond it the curve is a guess.
    colour : str
        One of the theme's colours.

    Examples
    --------
    >>> ChannelCurve("Paid ads", 65, 883, 82, 1600, 939, 3200, "green").label
    'Paid ads'
    """

    label: str
    ceiling: Any
    scale: Any
    value: Any
    spend: Any
    best: Any
    tried: Any
    colour: str


@checked(channels=some(a("ChannelCurve")), title=EXPRESSION)
def channel_curves(
    channels: Sequence[ChannelCurve], *, title: Any, spend_title: str, customers_title: str
) -> Any:
    """Draw customers over spend for each channel, solid where tried, with two splits marked.

    Parameters
    ----------
    channels : sequence of ChannelCurve
        At most five.
    title : any
        Expression for one sentence that says what is seen.
    spend_title, customers_title : str
        Axis titles with units and period.

    Returns
    -------
    altair.LayerChart

    Examples
    --------
    >>> ads = ChannelCurve("Paid ads", 65, 883, 82, 1600, 939, 3200, "green")
    >>> axes = {"spend_title": "euros a week", "customers_title": "customers a week"}
    >>> channel_curves([ads], title="'Less for ads'", **axes).to_dict()["description"]
    'Customers over spend, with the present and the best spend: Paid ads.'
    """
    names = [channel.label for channel in channels]
    axis = alt.Axis(titleAnchor="end", tickCount=6)
    x = alt.X("spend:Q", title=spend_title, scale=alt.Scale(nice=False, zero=True), axis=axis)
    y = alt.Y("customers:Q", title=customers_title, axis=amount_axis(tickCount=5))
    domain = alt.Scale(domain=names, range=[channel.colour for channel in channels])
    shown = {"x": x, "y": y, "color": alt.Color("label:N", scale=domain, legend=None)}
    points = alt.sequence(0, len(channels) * (_POINTS + 1), as_="point")
    parts = _by_place(channels, f"floor(datum.point / {_POINTS + 1})")
    whole = _curves(points, parts, _most(channels)).mark_line(strokeDash=[3, 3], strokeWidth=1.5)
    tried = _curves(points, parts, "datum.tried").mark_line(strokeWidth=2.5)
    return alt.layer(
        whole.encode(**shown),
        tried.encode(**shown),
        _labels(channels).encode(**shown, text=alt.Text("label:N")),
        _marks(channels, shown),
    ).properties(
        width="container",
        height=270,
        title=alt.Title(
            alt.ExprRef(str(title)), subtitle="Dotted: more than was ever spent, so a guess"
        ),
        description="Customers over spend, with the present and the best spend: "
        + ", ".join(names)
        + ".",
    )


def _most(channels: Sequence[ChannelCurve]) -> str:
    """Write the right end of the axis: all that is spent, would be best, or was tried."""
    ends = [end for one in channels for end in (one.spend, one.best, one.tried)]
    return f"max({', '.join(map(str, ends))})"


def _by_place(channels: Sequence[ChannelCurve], place: str) -> dict[str, str]:
    """Write what belongs to the channel of a row."""
    parts = {
        part: ", ".join(str(getattr(channel, part)) for channel in channels)
        for part in ("ceiling", "scale", "value", "tried", "spend", "best")
    }
    names = ", ".join(repr(channel.label) for channel in channels)
    return {name: f"[{listed}][{place}]" for name, listed in {**parts, "label": names}.items()}


def _won(spend: str) -> str:
    datum = alt.datum
    return str(saturating_customers(alt.datum[spend], datum.ceiling, datum.scale))


def _curves(points: Any, parts: dict[str, str], end: str) -> Any:
    kept = {name: parts[name] for name in ("ceiling", "scale", "tried", "label")}
    return (
        alt.Chart(points)
        .transform_calculate(**kept)
        .transform_calculate(spend=f"{end} * (datum.point % {_POINTS + 1}) / {_POINTS}")
        .transform_calculate(customers=_won("spend"))
    )


def _labels(channels: Sequence[ChannelCurve]) -> Any:
    """Write each name over the end of its curve; these rows tell all that is known of a channel."""
    datum = alt.datum
    now = datum.this_split, datum.ceiling, datum.scale
    parts = _by_place(channels, "datum.place")
    kept = {name: parts[name] for name in ("ceiling", "scale", "value", "label")}
    return (
        alt.Chart(alt.sequence(0, len(channels), as_="place"))
        .transform_calculate(**kept, this_split=parts["spend"], best_split=parts["best"])
        .transform_calculate(
            average=str(average_cac(*now)),
            next_customer=str(marginal_cac(*now)),
            spend=_most(channels),
        )
        .transform_calculate(
            next_euro="datum.value / datum.next_customer",
            customers=_won("spend"),
        )
        .mark_text(align="right", baseline="bottom", dy=-4, fontSize=13)
    )


def _marks(channels: Sequence[ChannelCurve], shown: dict[str, Any]) -> Any:
    """Mark the present split with dots and the best one with rings."""
    count = len(channels)
    parts = _by_place(channels, f"datum.place % {count}")
    splits = ["this split", "best split"]
    shape = alt.Shape(
        "split:N",
        title=None,
        scale=alt.Scale(domain=splits, range=["circle", "diamond"]),
        legend=alt.Legend(orient="top", symbolFillColor=MUTED, symbolStrokeColor=TEXT),
    )
    return (
        alt.Chart(alt.sequence(0, 2 * count, as_="place"))
        .transform_calculate(**parts, split=f"{splits!r}[floor(datum.place / {count})]")
        .transform_calculate(spend=f"datum.place < {count} ? datum.spend : datum.best")
        .transform_calculate(customers=_won("spend"))
        .mark_point(filled=True, size=130, opacity=1, stroke=SURFACE, strokeWidth=1.5)
        .encode(
            **shown,
            shape=shape,
            tooltip=[
                alt.Tooltip("label:N", title="channel"),
                alt.Tooltip("split:N"),
                alt.Tooltip("spend:Q", title="spend", format="$,.0f"),
                alt.Tooltip("customers:Q", format=",.1f"),
            ],
        )
    )
