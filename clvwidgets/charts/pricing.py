"""What a price earns and what it must sell, over all prices near today's."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

import altair as alt

from clvwidgets.arguments import checked
from clvwidgets.charts._doors import CURVE, EXPRESSION, by_name, in_this_order
from clvwidgets.charts.lever_curves import lever_curve
from clvwidgets.charts.shared_terms import shared_terms
from clvwidgets.charts.signals import amount_axis
from clvwidgets.charts.theme import COST, MUTED, VALUE

_POINTS: Final = 120  # of each line
_MOST: Final = 3  # times as many sales more: beyond it a line only squeezes the others


@checked(
    value_at=CURVE,
    marks=by_name(EXPRESSION),
    ends=in_this_order(EXPRESSION, EXPRESSION),
    tried=in_this_order(EXPRESSION, EXPRESSION),
    today=EXPRESSION,
    title=EXPRESSION,
)
def price_curve(
    value_at: Callable[[Any], Any],
    marks: Mapping[str, Any],
    *,
    ends: tuple[Any, Any],
    tried: tuple[Any, Any],
    today: Any,
    title: Any,
    currency: str,
) -> Any:
    """Draw what each price brings, with the prices that were tried shaded and a line at today's.

    Parameters
    ----------
    value_at : callable
        Gives the expression of what a price brings, for an expression of the price.
    marks : mapping of str to expression
        Short name to a price that is marked.
    ends, tried : tuple of two expressions
        Lowest and highest price shown; those between which prices were tried.
    today : any
        Expression of what today's price brings: above this line another one pays.
    title : any
        Expression for one sentence that says what is seen.
    currency : str
        ISO 4217 code.

    Returns
    -------
    altair.LayerChart

    Examples
    --------
    >>> def value(price):
    ...     return (price - 4) * (10 - price)
    >>> chart = price_curve(value, {"today": 6}, ends=(4, 10), tried=(5, 7), today=8,
    ...     title="'Prices'", currency="EUR")
    >>> chart.to_dict()["description"][:33]
    'Line of value per 1,000 visitors,'
    """
    curve = lever_curve(
        value_at,
        marks,
        low=ends[0],
        high=ends[1],
        title=title,
        lever_title=f"price, {currency} (shaded: tried)",
        height_title=f"value per 1,000 visitors, {currency}",
        known=tried,
    )
    rule = (
        alt.Chart(alt.InlineData(values=[{}]))
        .transform_calculate(today=str(today))
        .mark_rule(color=MUTED)
        .encode(y=alt.Y("today:Q"))
    )
    curve.layer.insert(0, rule)
    return curve


@checked(
    sold_at=CURVE,
    needed_at=CURVE,
    ends=in_this_order(EXPRESSION, EXPRESSION),
    new=EXPRESSION,
    title=EXPRESSION,
)
def sales_needed_chart(
    sold_at: Callable[[Any], Any],
    needed_at: Callable[[Any], Any],
    *,
    ends: tuple[Any, Any],
    new: Any,
    title: Any,
    currency: str,
) -> Any:
    """Draw what buyers would take at each price, and what the price must sell to bring as much.

    Parameters
    ----------
    sold_at, needed_at : callable
        Give the expression of the change of sales, relative, for an expression of the price: what
        demand says, and what breaks even.
    ends : tuple of two expressions
        Lowest and highest price shown.
    new : any
        Expression of a price, which gets a line.
    title : any
        Expression for one sentence that says what is seen.
    currency : str
        ISO 4217 code.

    Returns
    -------
    altair.LayerChart

    Examples
    --------
    >>> chart = sales_needed_chart(lambda p: 1 - p / 6, lambda p: 2 / (p - 4) - 1, ends=(5, 7),
    ...     new=5.5, title="'Sales'", currency="EUR")
    >>> chart.to_dict()["description"][:22]
    'Two lines over prices:'
    """
    names = ["what buyers take", "what breaks even"]
    low, high = ends
    heights = {"sold": sold_at(alt.datum.lever), "needed": needed_at(alt.datum.lever)}
    terms, written = shared_terms(heights, "part", "datum.")
    x = alt.X(
        "lever:Q",
        title=f"price, {currency}",
        scale=alt.Scale(nice=False, zero=False),
        axis=amount_axis(),
    )
    y = alt.Y(
        "change:Q",
        title="change of sales against today",
        axis=alt.Axis(format="+.0%", labelExpr="datum.value === 0 ? '0%' : datum.label"),
    )
    chart = alt.Chart(alt.sequence(0, _POINTS + 1, as_="step")).transform_calculate(
        lever=f"({low}) + datum.step * (({high}) - ({low})) / {_POINTS}"
    )
    for name, text in {**terms, **written}.items():
        chart = chart.transform_calculate(**{name: text})
    lines = (
        chart.transform_fold(["sold", "needed"], as_=["which", "change"])
        .transform_calculate(
            line=f"datum.which === 'sold' ? {names[0]!r} : {names[1]!r}",
        )
        .transform_filter(f"isFinite(datum.change) && datum.change <= {_MOST}")
        .mark_line()
        .encode(
            x=x,
            y=y,
            color=alt.Color(
                "line:N",
                title=None,
                sort=names,
                scale=alt.Scale(domain=names, range=[VALUE, COST]),
                legend=alt.Legend(orient="top", columns=1),
            ),
            strokeDash=alt.StrokeDash(
                "line:N", scale=alt.Scale(domain=names, range=[[1, 0], [6, 4]]), legend=None
            ),
        )
    )
    return alt.layer(*_upright("new price", new), lines).properties(
        width="container",
        height=260,
        title=alt.Title(alt.ExprRef(str(title))),
        description=f"Two lines over prices: {names[0]}, and {names[1]}; where the first is above "
        "the second the price pays.",
    )


def _upright(name: str, price: Any) -> list[Any]:
    """Draw an upright line at a price with its name at the top."""
    one = alt.Chart(alt.InlineData(values=[{}])).transform_calculate(lever=str(price))
    at = alt.X("lever:Q")
    return [
        one.mark_rule(color=MUTED, strokeDash=[2, 3]).encode(x=at),
        one.mark_text(text=name, color=MUTED, align="left", dx=4).encode(x=at, y=alt.YValue(6)),
    ]
