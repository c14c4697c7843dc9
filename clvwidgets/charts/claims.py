"""The effect that follows from a claim's cause over starting values, beside the claimed one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import altair as alt

from clvwidgets.arguments import checked
from clvwidgets.charts._doors import CURVE, EXPRESSION, TRACED, in_this_order
from clvwidgets.charts.shared_terms import shared_terms
from clvwidgets.charts.theme import COST, NEUTRAL, TEXT, VALUE

_POINTS: Final = 160  # of the curve


@checked(
    effect_at=CURVE,
    claimed=TRACED,
    start=EXPRESSION,
    here=TRACED,
    limit=EXPRESSION,
    high=EXPRESSION,
    measured=in_this_order(EXPRESSION, EXPRESSION),
    title=EXPRESSION,
)
def claim_effect_chart(
    effect_at: Callable[[Any], Any],
    *,
    claimed: Any,
    start: Any,
    here: Any,
    limit: Any,
    high: Any,
    measured: tuple[Any, Any],
    title: Any,
) -> Any:
    """Draw the effect over the starting value; where the curve meets the line the claim is true.

    Parameters
    ----------
    effect_at : callable
        Gives the effect's expression for an expression of the starting value.
    claimed : any
        Expression of the claimed effect, a line across.
    start, here : any
        Expressions of the starting value that is looked at, and of the effect there.
    limit : any
        Expression of the highest starting value that can be; what is beyond it is shaded.
    high : any
        Expression of the end of the axis.
    measured : tuple of two expressions
        Ends of what was measured of the starting value, a band below the curve.
    title : any
        Expression for one sentence that says what is seen.

    Returns
    -------
    altair.LayerChart

    Examples
    --------
    >>> chart = claim_effect_chart(
    ...     lambda start: 0.4 * start,
    ...     claimed=0.25,
    ...     start=0.05,
    ...     here=0.02,
    ...     limit=1,
    ...     high=1,
    ...     measured=(0, 0.23),
    ...     title="'Never'",
    ... )
    >>> chart.to_dict()["title"]
    {'text': {'expr': "'Never'"}}
    """
    top = alt.expr.max(3 * claimed, alt.expr.if_(alt.expr.isFinite(here), 1.2 * here, 0), 0.01)
    x = alt.X(
        "start:Q",
        title="starting value",
        axis=alt.Axis(format="%"),
        scale=alt.Scale(nice=False, domainMin=0, domainMax=alt.ExprRef(str(high))),
    )
    y = alt.Y(
        "effect:Q",
        title="effect that follows",
        axis=alt.Axis(format="%"),
        scale=alt.Scale(nice=False, domainMin=0, domainMax=alt.ExprRef(str(top))),
    )
    layers = [
        *_shade("measured", *measured, high, VALUE, 10),
        *_shade("cannot be", limit, high, high, NEUTRAL, 26),
        _curve(effect_at, limit, high, x, y),
        *_claimed(claimed),
        *_yours(start, here),
    ]
    return alt.layer(*layers).properties(
        width="container",
        height=280,
        title=alt.Title(alt.ExprRef(str(title))),
        description=(
            "Line of the effect that follows over the starting value, with the claimed effect as a "
            "line across, your starting value as a rule, what was measured of it and what cannot "
            "be as shades."
        ),
    )


def _one_row() -> Any:
    return alt.Chart(alt.InlineData(values=[{}]))


def _curve(effect_at: Callable[[Any], Any], limit: Any, high: Any, x: Any, y: Any) -> Any:
    """Draw the effect up to the highest starting value that can be."""
    line = alt.Chart(alt.sequence(0, _POINTS + 1, as_="step")).transform_calculate(
        start=f"datum.step * min({high}, {limit}) / {_POINTS}"
    )
    terms, written = shared_terms({"effect": effect_at(alt.datum.start)}, "part", "datum.")
    for name, text in {**terms, **written}.items():
        line = line.transform_calculate(**{name: text})
    tooltip = [
        alt.Tooltip("start:Q", title="starting value", format=".1%"),
        alt.Tooltip("effect:Q", title="effect that follows", format=".1%"),
    ]
    return (
        line.transform_filter("isFinite(datum.effect)")
        .mark_line(color=VALUE, clip=True)
        .encode(x=x, y=y, tooltip=tooltip)
    )


def _shade(words: str, low: Any, high: Any, end: Any, colour: str, top: int) -> list[Any]:
    """Shade starting values from one to another, with a word at the top."""
    shaded = (
        _one_row()
        .transform_calculate(low=f"max({low}, 0)", high=f"min({high}, {end})")
        .transform_filter("datum.low < datum.high")
    )
    band = shaded.mark_rect(color=colour, opacity=0.2, stroke=colour).encode(
        x=alt.X("low:Q"), x2=alt.X2("high:Q")
    )
    word = (
        shaded.transform_calculate(middle="(datum.low + datum.high) / 2")
        .mark_text(text=words, color=TEXT)
        .encode(x=alt.X("middle:Q"), y=alt.YValue(top))
    )
    return [band, word]


def _claimed(claimed: Any) -> list[Any]:
    row = _one_row().transform_calculate(effect=str(claimed))
    across = row.mark_rule(color=COST, strokeWidth=2).encode(y=alt.Y("effect:Q"))
    word = row.mark_text(text="claimed", align="right", dx=-4, dy=-9, color=COST).encode(
        x=alt.XValue("width"), y=alt.Y("effect:Q")
    )
    return [across, word]


def _yours(start: Any, here: Any) -> list[Any]:
    # Another name than the curve's: the table takes the rows that have both of its columns.
    row = _one_row().transform_calculate(start=str(start), follows=str(here))
    rule = row.mark_rule(strokeDash=[5, 4], color=TEXT).encode(x=alt.X("start:Q"))
    dot = (
        row.transform_filter("isFinite(datum.follows)")
        .mark_point(filled=True, size=90, opacity=1, color=VALUE, clip=True)
        .encode(x=alt.X("start:Q"), y=alt.Y("follows:Q", title="effect that follows"))
    )
    return [rule, dot]
