"""Channels of acquisition: the customers that money wins, with today's spend and the best."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

import altair as alt

from clvwidgets.arguments import checked, checked_methods
from clvwidgets.charts._doors import EXPRESSION, some
from clvwidgets.charts.signals import amount_axis
from clvwidgets.charts.theme import MUTED, SURFACE
from clvwidgets.doors import a
from clvwidgets.strategies import average_cac, marginal_cac, saturating_customers

_POINTS: Final = 120  # of a curve
_PARTS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "ceiling": "ceiling",
        "scale": "scale",
        "value": "value",
        "tried": "tried",
        "this_split": "spend",
        "best_split": "best",
    }
)


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
    lines = (
        alt.Chart()
        .transform_filter("datum.role < 2")
        .mark_line(strokeWidth=2.5)
        .encode(
            strokeDash=alt.StrokeDash(
                "role:N", scale=alt.Scale(domain=[0, 1], range=[[3, 3], [1, 0]]), legend=None
            )
        )
    )
    rows = alt.sequence(0, len(channels) * (2 * _POINTS + 3), as_="row")
    return (
        alt.layer(lines, _named(), _marked(spend_title, customers_title), data=rows)
        .encode(
            x=alt.X(
                "spend:Q",
                title=spend_title,
                scale=alt.Scale(nice=False, zero=True),
                axis=alt.Axis(titleAnchor="end", tickCount=6),
            ),
            y=alt.Y("customers:Q", title=customers_title, axis=amount_axis(tickCount=5)),
            color=alt.Color(
                "label:N",
                scale=alt.Scale(domain=names, range=[channel.colour for channel in channels]),
                legend=None,
            ),
        )
        .transform_calculate(**_channel_of_row(channels))
        .transform_calculate(spend=_spend(channels))
        .transform_calculate(customers=_won("spend"))
        .properties(
            width="container",
            height=270,
            title=alt.Title(
                alt.ExprRef(str(title)), subtitle="Dotted: more than was ever spent, so a guess"
            ),
            description="Customers over spend, with the present and the best spend: "
            + ", ".join(names)
            + ".",
        )
    )


def _channel_of_row(channels: Sequence[ChannelCurve]) -> dict[str, str]:
    """Write what a row is, and its channel.

    A point of a curve (role 0), of its part that was tried (1), the curve's name (2), this split
    (3) or the best one (4). The channels take turns; the points come first.
    """
    count = len(channels)
    parts = {
        name: ", ".join(str(getattr(channel, part)) for channel in channels)
        for name, part in _PARTS.items()
    }
    parts["label"] = ", ".join(repr(channel.label) for channel in channels)
    return {
        "point": f"floor(datum.row / {count}) % {_POINTS}",
        "role": f"floor(datum.row / {count * _POINTS})"
        f" + max(0, floor(datum.row / {count}) - {2 * _POINTS})",
        **{name: f"[{listed}][datum.row % {count}]" for name, listed in parts.items()},
    }


def _spend(channels: Sequence[ChannelCurve]) -> str:
    """Write a row's spend: curves end where all that is spent or was tried does."""
    ends = [end for one in channels for end in (one.spend, one.best, one.tried)]
    end = f"max({', '.join(map(str, ends))})"
    along = f"datum.point / {_POINTS - 1} * (datum.role < 1 ? {end} : datum.tried)"
    at = f"[{end}, datum.this_split, datum.best_split][datum.role - 2]"
    return f"datum.role < 2 ? {along} : {at}"


def _won(spend: str) -> str:
    datum = alt.datum
    return str(saturating_customers(alt.datum[spend], datum.ceiling, datum.scale))


def _named() -> Any:
    """Write each name over the end of its curve; these rows tell all that is known of a channel."""
    datum = alt.datum
    now = datum.this_split, datum.ceiling, datum.scale
    return (
        alt.Chart()
        .transform_filter("datum.role === 2")
        .transform_calculate(average=str(average_cac(*now)), next_customer=str(marginal_cac(*now)))
        .transform_calculate(next_euro="datum.value / datum.next_customer")
        .mark_text(align="right", baseline="bottom", dy=-4, fontSize=13)
        .encode(text=alt.Text("label:N"))
    )


def _marked(spend_title: str, customers_title: str) -> Any:
    """Mark the present split with dots and the best one with diamonds."""
    splits = ["this split", "best split"]
    shape = alt.Shape(
        "split:N",
        title=None,
        scale=alt.Scale(domain=splits, range=["circle", "diamond"]),
        legend=alt.Legend(orient="top", symbolFillColor=MUTED, symbolStrokeColor=MUTED),
    )
    return (
        alt.Chart()
        .transform_filter("datum.role > 2")
        .transform_calculate(split=f"{splits!r}[datum.role - 3]")
        .mark_point(filled=True, size=130, opacity=1, stroke=SURFACE, strokeWidth=1.5)
        .encode(
            shape=shape,
            tooltip=[
                alt.Tooltip("label:N", title="channel"),
                alt.Tooltip("split:N"),
                alt.Tooltip("spend:Q", title=spend_title, format=",.0f"),
                alt.Tooltip("customers:Q", title=customers_title, format=",.1f"),
            ],
        )
    )
