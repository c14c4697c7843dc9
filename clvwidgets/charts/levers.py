"""Bars of levers: what each adds, the strongest on top whatever the sliders say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import altair as alt

from clvwidgets.arguments import checked, checked_methods
from clvwidgets.charts._doors import EXPRESSION, some
from clvwidgets.charts.signals import amount_axis, limited_money_text, signal
from clvwidgets.charts.theme import COST, MUTED, VALUE
from clvwidgets.doors import a

_ROW: Final = 44  # pixels of a row: two lines of text


@checked_methods(move=EXPRESSION, now=EXPRESSION, pinned=EXPRESSION)
@dataclass(frozen=True)
class Lever:
    """A lever with what it adds.

    Parameters
    ----------
    label : str
        What it is.
    move : any
        Expression of the text under its name: from where to where it is moved.
    now, pinned : any
        Expressions of what it adds, live and in the pinned scenario, in money.

    Examples
    --------
    >>> Lever("Margin", "'up by a tenth'", signal("gain"), signal("pinned_gain")).label
    'Margin'
    """

    label: str
    move: Any
    now: Any
    pinned: Any


@checked(levers=some(a("Lever")), title=EXPRESSION)
def lever_bars(levers: Sequence[Lever], title: Any, axis_title: str) -> Any:
    """Draw what each lever adds as a bar, the strongest on top; one that takes away is orange.

    Parameters
    ----------
    levers : sequence of Lever
        At most ten. One that adds without limit has no bar and says so.
    title : any
        Text, or an expression for one.
    axis_title : str
        What the length of a bar is, with its unit.

    Returns
    -------
    altair.LayerChart

    Examples
    --------
    >>> levers = [Lever("Margin", "'up by a tenth'", signal("gain"), signal("pinned_gain"))]
    >>> lever_bars(levers, "What adds most", "money, EUR").to_dict()["description"]
    'Bars, the strongest lever first: Margin.'
    """
    rows = [{"order": order, "lever": lever.label} for order, lever in enumerate(levers)]
    y = alt.Y(
        "label:N",
        title=None,
        sort=alt.EncodingSortField("rank", op="min", order="ascending"),
        axis=alt.Axis(labelExpr="split(datum.label, '\\n')", labelLimit=230),
    )
    length = alt.X("length:Q", title=axis_title, axis=amount_axis(titleAnchor="end", tickCount=4))
    bar = (
        alt.Chart()
        .mark_bar(height={"band": 0.6})
        .encode(
            x=length,
            y=y,
            color=alt.condition("datum.length < 0", alt.value(COST), alt.value(VALUE)),
            tooltip=[
                alt.Tooltip("lever:N", title="lever"),
                alt.Tooltip("move:N", title="moved"),
                alt.Tooltip("written:N", title="adds"),
            ],
        )
    )
    before = (
        alt.Chart()
        .transform_filter(str(signal("has_pinned")))
        .mark_tick(color=MUTED, thickness=3, height={"band": 0.8})
        .encode(x=alt.X("before:Q"), y=y)
    )
    written = (
        alt.Chart()
        .mark_text(align="left", dx=6)
        .encode(x=alt.X("right:Q"), y=y, text=alt.Text("written:N"))
    )
    values = [str(lever.now) for lever in levers]
    return (
        alt.layer(bar, before, written, data=alt.InlineData(values=rows))
        .transform_calculate(
            value=f"[{','.join(values)}][datum.order]",
            kept=f"[{','.join(str(lever.pinned) for lever in levers)}][datum.order]",
            move=f"[{','.join(str(lever.move) for lever in levers)}][datum.order]",
        )
        .transform_calculate(
            label="datum.lever + '\\n' + datum.move",
            key="round(datum.value * 1e6)",  # the last digits are noise
            length="isFinite(datum.value) ? datum.value : 0",
            right="isFinite(datum.value) ? max(datum.value, 0) : 0",
            before="isFinite(datum.kept) ? datum.kept : null",
            written=limited_money_text(alt.datum.value),
        )
        # Equals stay in the order in which they were given.
        .transform_window(
            rank="row_number()",
            sort=[alt.SortField("key", order="descending"), alt.SortField("order")],
        )
        .properties(
            width="container",
            height=alt.Step(_ROW),
            title=alt.Title(title if isinstance(title, str) else alt.ExprRef(str(title))),
            description="Bars, the strongest lever first: "
            + ", ".join(lever.label for lever in levers)
            + ".",
        )
    )
