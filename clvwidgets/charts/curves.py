"""Curves over time, one for each case, named at their end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import altair as alt

from clvwidgets.arguments import checked, checked_methods
from clvwidgets.charts._doors import EXPRESSION, NUMBER_FORMAT, some
from clvwidgets.charts.signals import amount_axis
from clvwidgets.charts.theme import MUTED
from clvwidgets.doors import a

_POINTS = 240  # of a curve; one for each period, up to twenty years of months


@checked_methods(height=EXPRESSION)
@dataclass(frozen=True)
class Curve:
    """One case.

    Parameters
    ----------
    label : str
        Short name, written at the curve's end.
    height : any
        Expression of ``datum.time``.
    colour : str
        One of the theme's colours.

    Examples
    --------
    >>> Curve("stays", 100 * 0.9**alt.datum.time, "green").label
    'stays'
    """

    label: str
    height: Any
    colour: str


@checked(cases=some(a("Curve")), horizon=EXPRESSION, title=EXPRESSION, height_format=NUMBER_FORMAT)
def curves(
    cases: Sequence[Curve],
    *,
    horizon: Any,
    title: Any,
    time_title: str,
    height_title: str,
    height_format: str = "",
) -> Any:
    """Draw cases over time up to a horizon that a slider may move.

    Parameters
    ----------
    cases : sequence of Curve
        At most five.
    horizon : any
        Expression, number of periods shown.
    title : any
        Expression for one sentence that says what is seen.
    time_title, height_title : str
        Axis titles with units.
    height_format : str
        d3-format of the heights, such as ".0f"; "" for money.

    Returns
    -------
    altair.LayerChart

    Examples
    --------
    >>> cases = [Curve("stays", 100 * 0.9**alt.datum.time, "green")]
    >>> axes = {"time_title": "months", "height_title": "of 100"}
    >>> curves(cases, horizon=12, title="'Who stays'", **axes).to_dict()["description"]
    'Lines over time: stays.'
    """
    names = [case.label for case in cases]
    colour = alt.Color(
        "case:N",
        title=None,
        sort=names,
        scale=alt.Scale(domain=names, range=[case.colour for case in cases]),
        legend=alt.Legend(orient="top", labelLimit=260, columns=1),
    )
    time = alt.X(
        "time:Q",
        title=time_title,
        scale=alt.Scale(nice=False, domainMin=0, domainMax=alt.ExprRef(f"max(1, {horizon})")),
        axis=alt.Axis(tickMinStep=1),
    )
    axis = alt.Axis(format=height_format) if height_format else amount_axis()
    height = alt.Y("height:Q", title=height_title, axis=axis)
    line = (
        alt.Chart()
        .mark_line()
        .encode(
            x=time,
            y=height,
            color=colour,
            tooltip=[
                alt.Tooltip("case:N", title="case"),
                alt.Tooltip("time:Q", title=time_title),
                alt.Tooltip("height:Q", title=height_title, format=height_format or "$,.2f"),
            ],
        )
    )
    zero = alt.Chart().mark_rule(strokeDash=[4, 3], color=MUTED).encode(y=alt.YDatum(0))
    return (
        alt.layer(zero, line, data=alt.sequence(0, _POINTS + 1, as_="point"))
        .transform_calculate(apart=f"max(1, ceil({horizon} / {_POINTS}))")
        .transform_filter(f"(datum.point - 1) * datum.apart < {horizon}")
        .transform_calculate(time=f"min(datum.point * datum.apart, {horizon})")
        .transform_calculate(**{f"case{i}": str(case.height) for i, case in enumerate(cases)})
        .transform_fold([f"case{i}" for i in range(len(cases))], as_=["which", "height"])
        .transform_calculate(case=f"{names!r}[toNumber(slice(datum.which, 4))]")
        .properties(
            width="container",
            height=250,
            title=alt.Title(alt.ExprRef(str(title))),
            description="Lines over time: " + ", ".join(names) + ".",
        )
    )
