"""What a result becomes as one lever moves, with the places on the way that matter."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

import altair as alt

from clvwidgets.arguments import checked
from clvwidgets.charts._doors import CURVE, EXPRESSION, NUMBER_FORMAT, by_name, in_this_order
from clvwidgets.charts.shared_terms import shared_terms
from clvwidgets.charts.signals import amount_axis
from clvwidgets.charts.theme import MUTED, NEUTRAL, VALUE
from clvwidgets.doors import NOTHING

_POINTS: Final = 120  # of the curve


@checked(
    height_at=CURVE,
    marks=by_name(EXPRESSION),
    low=EXPRESSION,
    high=EXPRESSION,
    title=EXPRESSION,
    lever_format=NUMBER_FORMAT,
    height_format=NUMBER_FORMAT,
    known=in_this_order(EXPRESSION, EXPRESSION) | NOTHING,
)
def lever_curve(
    height_at: Callable[[Any], Any],
    marks: Mapping[str, Any],
    *,
    low: Any,
    high: Any,
    title: Any,
    lever_title: str,
    height_title: str,
    lever_format: str = "",
    height_format: str = "",
    known: tuple[Any, Any] | None = None,
) -> Any:
    """Draw a result over a lever, with marks where the lever stands and where it would be best.

    Parameters
    ----------
    height_at : callable
        Gives the result's expression for an expression of the lever.
    marks : mapping of str to expression
        Short name, written beside the point, to where on the lever it is; at most four. One that
        is not a number is left out.
    low, high : any
        Ends of the lever: numbers or expressions.
    title : any
        Expression for one sentence that says what is seen.
    lever_title, height_title : str
        Axis titles with units.
    lever_format, height_format : str
        d3-format, such as ".0%"; "" for money.
    known : tuple of two expressions, optional
        Ends of what an experiment measured of the lever, shaded.

    Returns
    -------
    altair.LayerChart

    Examples
    --------
    >>> axes = {"lever_title": "spend, EUR", "height_title": "profit, EUR"}
    >>> marks = {"now": 4, "best": 5}
    >>> def profit(price):
    ...     return price * (10 - price)
    >>> chart = lever_curve(profit, marks, low=0, high=10, title="'Profit'", **axes)
    >>> chart.to_dict()["description"]
    'Line of profit, EUR over spend, EUR, with marks at now, best.'
    """
    x = alt.X(
        "lever:Q",
        title=lever_title,
        scale=alt.Scale(nice=False, zero=False),
        axis=alt.Axis(format=lever_format) if lever_format else amount_axis(),
    )
    height_axis = alt.Axis(format=height_format) if height_format else amount_axis()
    y = alt.Y("height:Q", title=height_title, axis=height_axis)
    tooltip = [
        alt.Tooltip("lever:Q", title=lever_title, format=lever_format or "$,.2f"),
        alt.Tooltip("height:Q", title=height_title, format=height_format or "$,.2f"),
    ]
    line = (
        alt.Chart()
        .transform_filter(f"datum.step <= {_POINTS}")
        .mark_line(color=VALUE)
        .encode(x=x, y=y, tooltip=tooltip)
    )
    steps = alt.sequence(0, _POINTS + 1 + len(marks), as_="step")
    curve = alt.layer(line, *_marked(marks, tooltip), data=steps)
    curve = curve.transform_calculate(lever=_lever(marks, low, high))
    curve = _with_heights(curve.transform_filter("isFinite(datum.lever)"), height_at)
    return alt.layer(*_shaded(known, low, high), _zero(), curve).properties(
        width="container",
        height=260,
        title=alt.Title(alt.ExprRef(str(title))),
        description=(
            f"Line of {height_title} over {lever_title}, with marks at {', '.join(marks)}."
        ),
    )


def _lever(marks: Mapping[str, Any], low: Any, high: Any) -> str:
    """Place each step on the lever; the marks come after the curve's own."""
    text = f"({low}) + datum.step * (({high}) - ({low})) / {_POINTS}"
    for at, where in enumerate(marks.values(), start=_POINTS + 1):
        text = f"datum.step === {at} ? ({where}) : ({text})"
    return text


def _with_heights(chart: Any, height_at: Callable[[Any], Any]) -> Any:
    terms, written = shared_terms({"height": height_at(alt.datum.lever)}, "part", "datum.")
    for name, text in {**terms, **written}.items():
        chart = chart.transform_calculate(**{name: text})
    return chart.transform_filter("isFinite(datum.height)")


def _marked(marks: Mapping[str, Any], tooltip: list[Any]) -> list[Any]:
    """Draw a point for each mark, with its name above or below: neighbours stay apart."""
    place, first = {"x": alt.X("lever:Q"), "y": alt.Y("height:Q")}, _POINTS + 1
    dots = (
        alt.Chart()
        .transform_filter(f"datum.step >= {first}")
        .mark_point(size=90, filled=True, opacity=1)
        .encode(
            **place,
            color=alt.condition(f"datum.step === {first}", alt.value(VALUE), alt.value(NEUTRAL)),
            tooltip=tooltip,
        )
    )
    words = [
        alt.Chart()
        .transform_filter(f"datum.step === {first + at}")
        .mark_text(text=name, dy=18 if at % 2 else -14, fontWeight="bold")
        .encode(**place)
        for at, name in enumerate(marks)
    ]
    return [dots, *words]


def _zero() -> Any:
    return alt.Chart().mark_rule(strokeDash=[4, 3], color=MUTED).encode(y=alt.YDatum(0))


def _shaded(known: tuple[Any, Any] | None, low: Any, high: Any) -> list[Any]:
    if known is None:
        return []
    ends = {"from": f"max({known[0]}, {low})", "to": f"min({known[1]}, {high})"}
    return [
        alt.Chart(alt.InlineData(values=[{}]))
        .transform_calculate(**ends)
        .transform_filter("datum.from < datum.to")
        .mark_rect(color=MUTED, opacity=0.15)
        .encode(x=alt.X("from:Q"), x2=alt.X2("to:Q"))
    ]
