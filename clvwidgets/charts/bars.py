"""Bars for results: side by side, and as a staircase from what is paid to what is left."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import altair as alt

from clvwidgets.arguments import checked, checked_methods
from clvwidgets.charts._doors import EXPRESSION, WORDS, by_name, in_this_order, some, with_results
from clvwidgets.charts.signals import amount_axis, limited_money_text, signal
from clvwidgets.charts.theme import MUTED, VALUE
from clvwidgets.doors import Door, a

_ROW = 46  # pixels of a row

_STEPS: Final = Door(
    "a list of two bars at least", lambda x: some(a("Bar")).lets_in(x) and len(x) > 1
)


@checked_methods(now=EXPRESSION, pinned=EXPRESSION)
@dataclass(frozen=True)
class Bar:
    """A result with its name.

    Parameters
    ----------
    label : str
        What it is.
    now, pinned : any
        Expressions of the live and of the pinned scenario.
    colour : str
        One of the theme's colours.

    Examples
    --------
    >>> Bar("Revenue", signal("revenue"), signal("pinned_revenue")).colour
    'var(--clv-value)'
    """

    label: str
    now: Any
    pinned: Any
    colour: str = VALUE


@checked(named=by_name(in_this_order(WORDS, WORDS)))
def named_bars(now: Any, pinned: Any, named: Mapping[str, tuple[str, str]]) -> list[Bar]:
    """Make a bar of each of some results.

    Parameters
    ----------
    now, pinned : any
        The live and the pinned scenario, with the results as attributes.
    named : mapping of str to tuple of two str
        Result to its bar's label and colour, in order.

    Returns
    -------
    list of Bar

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> now, pinned = SimpleNamespace(net=80), SimpleNamespace(net=60)
    >>> named_bars(now, pinned, {"net": ("Net value", "green")})
    [Bar(label='Net value', now=80, pinned=60, colour='green')]
    """
    for name, case in (("now", now), ("pinned", pinned)):
        with_results(*named).check(name, case)
    return [
        Bar(label, getattr(now, name), getattr(pinned, name), colour)
        for name, (label, colour) in named.items()
    ]


@checked(bars=some(a("Bar")), title=EXPRESSION)
def result_bars(bars: Sequence[Bar], title: Any, axis_title: str) -> Any:
    """Draw results as bars in the given order, the pinned scenario as a stroke across each.

    Parameters
    ----------
    bars : sequence of Bar
        Results in money; one without limit has no bar and says so.
    title : any
        Text, or an expression for one.
    axis_title : str
        What the length of a bar is, with its unit.

    Returns
    -------
    altair.LayerChart

    Examples
    --------
    >>> bars = [Bar("Net value", signal("net"), signal("pinned_net"))]
    >>> result_bars(bars, "What is left", "money, EUR").to_dict()["description"]
    'Bars: Net value.'
    """
    live = _by_order([bar.now for bar in bars])
    kept = _by_order([bar.pinned for bar in bars])
    rows = [{"order": order, "label": bar.label} for order, bar in enumerate(bars)]
    y = _named_rows(bars)
    money = alt.X("length:Q", title=axis_title, axis=_axis())
    bar = (
        alt.Chart()
        .mark_bar(height={"band": 0.6})
        .encode(
            x=money,
            y=y,
            color=_colours(bars),
            tooltip=[alt.Tooltip("label:N"), alt.Tooltip("written:N")],
        )
    )
    before = (
        alt.Chart()
        .transform_filter(str(signal("has_pinned")))
        .mark_tick(color=MUTED, thickness=3, height={"band": 0.8})
        .encode(x=alt.X("before:Q"), y=y)
    )
    return (
        alt.layer(bar, before, _written(y), data=alt.InlineData(values=rows))
        .transform_calculate(value=live, kept=kept)
        .transform_calculate(
            length="isFinite(datum.value) ? datum.value : 0",
            right="isFinite(datum.value) ? max(datum.value, 0) : 0",
            before="isFinite(datum.kept) ? datum.kept : null",
            written=limited_money_text(alt.datum.value),
        )
        .properties(**_layout("Bars", bars, title))
    )


@checked(bars=_STEPS, title=EXPRESSION)
def staircase(bars: Sequence[Bar], title: Any, axis_title: str) -> Any:
    """Draw amounts that follow from each other: the first, what comes off or on, and the rest.

    Parameters
    ----------
    bars : sequence of Bar
        The first amount, the changes (negative for what comes off), and the last amount.
    title : any
        Text, or an expression for one.
    axis_title : str
        What the axis measures, with its unit.

    Returns
    -------
    altair.LayerChart

    Examples
    --------
    >>> names = ("revenue", "costs", "net")
    >>> steps = [Bar(name, signal(name), signal(f"pinned_{name}")) for name in names]
    >>> staircase(steps, "What is left", "money, EUR").to_dict()["description"]
    'Steps: revenue, costs, net.'
    """
    starts, ends, reached = [], [], bars[0].now
    for change in bars[1:-1]:
        starts.append(reached)
        reached = reached + change.now
        ends.append(reached)
    rows = [{"order": order, "label": bar.label} for order, bar in enumerate(bars)]
    y = _named_rows(bars)
    x = alt.X("start:Q", title=axis_title, axis=_axis())
    bar = (
        alt.Chart()
        .mark_bar(height={"band": 0.6})
        .encode(
            x=x,
            x2=alt.X2("end:Q"),
            y=y,
            color=_colours(bars),
            tooltip=[alt.Tooltip("label:N"), alt.Tooltip("written:N")],
        )
    )
    zero = alt.Chart().mark_rule(color=MUTED).encode(x=alt.datum(0, type="quantitative"))
    return (
        alt.layer(bar, zero, _written(y), data=alt.InlineData(values=rows))
        .transform_calculate(
            value=_by_order([bar.now for bar in bars]),
            top=_by_order([0, *starts, 0]),
            foot=_by_order([bars[0].now, *ends, bars[-1].now]),
        )
        .transform_calculate(ends="isFinite(datum.top) && isFinite(datum.foot)")
        # A step without limit has no bar; its row says so.
        .transform_calculate(start="datum.ends ? datum.top : 0", end="datum.ends ? datum.foot : 0")
        .transform_calculate(
            right="max(datum.start, datum.end)",
            written=limited_money_text(alt.datum.value),
        )
        .properties(**_layout("Steps", bars, title))
    )


def _by_order(expressions: Sequence[Any]) -> str:
    """Pick an expression by the row's place: order 0 takes the first."""
    *earlier, last = [str(expression) for expression in expressions]
    text = last
    for order, expression in reversed(list(enumerate(earlier))):
        text = f"datum.order === {order} ? ({expression}) : ({text})"
    return text


def _named_rows(bars: Sequence[Bar]) -> alt.Y:
    names = [bar.label for bar in bars]
    return alt.Y("label:N", title=None, sort=names, axis=alt.Axis(labelLimit=200))


def _colours(bars: Sequence[Bar]) -> alt.Color:
    scale = alt.Scale(domain=[bar.label for bar in bars], range=[bar.colour for bar in bars])
    return alt.Color("label:N", scale=scale, legend=None)


def _axis() -> alt.Axis:
    # Long names leave the bars little room on a phone: the title may reach below the names.
    return amount_axis(titleAnchor="end", tickCount=4)


def _written(y: alt.Y) -> Any:
    """Write each amount at the end of its bar."""
    return (
        alt.Chart()
        .mark_text(align="left", dx=6)
        .encode(x=alt.X("right:Q"), y=y, text=alt.Text("written:N"))
    )


def _layout(what: str, bars: Sequence[Bar], title: Any) -> dict[str, Any]:
    return {
        "width": "container",
        "height": alt.Step(_ROW),
        "title": alt.Title(title if isinstance(title, str) else alt.ExprRef(str(title))),
        "description": f"{what}: {', '.join(bar.label for bar in bars)}.",
    }
