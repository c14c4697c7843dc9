"""What may come of a guess: a pile of draws, what matters of it, and scenarios side by side."""

from __future__ import annotations

from typing import Any, Final

import altair as alt

from clvwidgets.arguments import checked
from clvwidgets.charts.signals import amount_axis, money_text, signal
from clvwidgets.charts.theme import COST, MARGIN, MUTED, NEUTRAL, TEXT, VALUE

BINS: Final = "risk_bins"
MARKS: Final = "risk_marks"
INPUTS: Final = "risk_inputs"
SCENARIOS: Final = "risk_scenarios"

_ORDER: Final = ("5% floor", "mean", "best guess")
_ROW: Final = 44  # pixels of a row
_MARKED: Final = {"5% floor": COST, "mean": TEXT, "best guess": MARGIN}


@checked()
def risk_pile(currency: str) -> Any:
    """Draw how likely each result is, with floor, mean and best guess.

    Parameters
    ----------
    currency : str
        Unit of the axis, such as "EUR".

    Returns
    -------
    altair.LayerChart
        Reads the data sets "risk_bins" (low, high, share) and "risk_marks" (name, value, loses;
        floor, mean and best guess, in this order).

    Examples
    --------
    >>> risk_pile("EUR").to_dict()["layer"][0]["data"]
    {'name': 'risk_bins'}
    """
    bars = (
        alt.Chart(alt.NamedData(name=BINS))
        .mark_bar(stroke=None)
        .encode(
            x=alt.X(
                "low:Q",
                bin="binned",
                title=f"value less CAC, {currency} per customer",
                axis=amount_axis(),
                scale=alt.Scale(zero=False, nice=False),
            ),
            x2=alt.X2("high:Q"),
            y=alt.Y("share:Q", title="share of draws", axis=alt.Axis(format=".0%")),
            color=alt.condition("datum.high <= 0", alt.value(COST), alt.value(VALUE)),
            opacity=alt.OpacityValue(0.75),
            tooltip=[
                alt.Tooltip("low:Q", title="from", format="$,.0f"),
                alt.Tooltip("high:Q", title="to", format="$,.0f"),
                alt.Tooltip("share:Q", title="share of draws", format=".1%"),
            ],
        )
    )
    # Nothing is drawn here: it only makes room for the names above the highest bar.
    room = (
        alt.Chart(alt.NamedData(name=BINS))
        .transform_aggregate(top="max(share)")
        .transform_calculate(room="1.3 * datum.top")
        .mark_point(opacity=0, tooltip=None)
        .encode(y=alt.Y("room:Q"))
    )
    marks = (_mark(name, at) for at, name in enumerate(_ORDER))
    return alt.layer(bars, room, *marks).properties(
        width="container",
        height=260,
        title=alt.Title(alt.ExprRef(_title())),
        description="Pile of possible results, those below zero in another colour, with lines at "
        "the floor, the mean and the best guess.",
    )


@checked()
def risk_inputs() -> Any:
    """Draw what share of the variance each input makes, alone and with the others.

    Returns
    -------
    altair.LayerChart
        Reads the data set "risk_inputs" (input, first, total), the largest total first.

    Examples
    --------
    >>> risk_inputs().to_dict()["data"]
    {'name': 'risk_inputs'}
    """
    y = alt.Y("input:N", title=None, sort=alt.SortField("total", order="descending"))
    scale = alt.Scale(domain=[0, 1])
    axis = alt.Axis(format=".0%")
    tooltip = [
        alt.Tooltip("input:N", title="input"),
        alt.Tooltip("first:Q", title="alone", format=".0%"),
        alt.Tooltip("total:Q", title="with the others", format=".0%"),
    ]
    whole = (
        alt.Chart()
        .mark_bar(color=VALUE, opacity=0.35, height={"band": 0.6})
        .encode(
            x=alt.X("total:Q", title="share of the variance of the value", scale=scale, axis=axis),
            y=y,
            tooltip=tooltip,
        )
    )
    alone = (
        alt.Chart()
        .mark_bar(color=VALUE, height={"band": 0.34})
        .encode(x=alt.X("first:Q"), y=y, tooltip=tooltip)
    )
    words = (
        alt.Chart()
        .mark_text(align="left", dx=6)
        .encode(x=alt.X("total:Q"), y=y, text=alt.Text("total:Q", format=".0%"))
    )
    first = f"data('{INPUTS}')[0]"
    title = (
        f"length(data('{INPUTS}')) < 1 ? '' : {first}.total <= 0 ? 'Nothing here is uncertain' : "
        f"'Measure first: ' + {first}.input + ', the cause of ' + format({first}.total, '.0%') "
        "+ ' of the uncertainty'"
    )
    return alt.layer(whole, alone, words, data=alt.NamedData(name=INPUTS)).properties(
        width="container",
        height=alt.Step(_ROW),
        title=alt.Title(
            alt.ExprRef(title),
            subtitle="Dark: alone; light: with the others (Sobol indices of independent inputs)",
        ),
        description="Bars: share of the variance that each uncertain input makes.",
    )


@checked()
def risk_tornado(currency: str) -> Any:
    """Draw what the best guess becomes when one input is low or high, the others as guessed.

    Parameters
    ----------
    currency : str
        Unit of the axis, such as "EUR".

    Returns
    -------
    altair.LayerChart
        Reads the data set "risk_inputs" (input, at_low, at_high, best_guess).

    Examples
    --------
    >>> risk_tornado("EUR").to_dict()["data"]
    {'name': 'risk_inputs'}
    """
    y = alt.Y("input:N", title=None, sort=alt.SortField("span", order="descending"))
    x_title = f"value less CAC, {currency} per customer"
    bars = [
        alt.Chart()
        .mark_bar(color=colour, height={"band": thick})
        .encode(
            x=alt.X(f"{name}:Q", title=x_title, axis=amount_axis(), scale=alt.Scale(zero=False)),
            x2=alt.X2("best_guess:Q"),
            y=y,
            tooltip=[
                alt.Tooltip("input:N", title="input"),
                alt.Tooltip("at_low:Q", title="if it is low", format="$,.0f"),
                alt.Tooltip("at_high:Q", title="if it is high", format="$,.0f"),
            ],
        )
        for name, colour, thick in (("at_low", COST, 0.3), ("at_high", VALUE, 0.55))
    ]
    middle = alt.Chart().mark_rule(color=MUTED).encode(x=alt.X("best_guess:Q"))
    zero = alt.Chart().mark_rule(color=NEUTRAL, strokeDash=[4, 3]).encode(x=alt.XDatum(0))
    return alt.layer(*bars, middle, zero, data=alt.NamedData(name=INPUTS)).properties(
        width="container",
        height=alt.Step(_ROW),
        title=alt.Title(
            "The best guess when one input is low (thin, orange) or high (thick, blue)",
            subtitle="Low and high: one draw in twenty is beyond; the others at their likeliest",
        ),
        description="Bars: the best guess when each input in turn is low or high.",
    )


@checked()
def risk_scenarios(currency: str) -> Any:
    """Draw mean, floor and best guess of what is kept beside what is now.

    Parameters
    ----------
    currency : str
        Unit of the axis, such as "EUR".

    Returns
    -------
    altair.LayerChart
        Reads the data set "risk_scenarios" (scenario, best_guess, mean, floor, loses).

    Examples
    --------
    >>> risk_scenarios("EUR").to_dict()["data"]
    {'name': 'risk_scenarios'}
    """
    y = alt.Y("scenario:N", title=None, sort=None, axis=alt.Axis(labelLimit=180))
    tooltip = [
        alt.Tooltip("scenario:N", title="scenario"),
        *(
            alt.Tooltip(f"{name}:Q", title=title, format="$,.0f")
            for name, title in (
                ("best_guess", "best guess"),
                ("mean", "mean"),
                ("floor", "5% floor"),
            )
        ),
        alt.Tooltip("loses:Q", title="lose money", format=".0%"),
    ]
    x = alt.X("floor:Q", title=f"value less CAC, {currency} per customer", axis=amount_axis())
    span = (
        alt.Chart()
        .mark_rule(color=MUTED, strokeWidth=3)
        .encode(x=x, x2=alt.X2("best_guess:Q"), y=y)
    )
    dots = [
        alt.Chart()
        .mark_point(filled=True, opacity=1, size=110, color=colour, shape=shape)
        .encode(x=alt.X(f"{name}:Q"), y=y, tooltip=tooltip)
        for name, colour, shape in (
            ("floor", COST, "triangle-left"),
            ("mean", TEXT, "circle"),
            ("best_guess", MARGIN, "diamond"),
        )
    ]
    words = (
        alt.Chart()
        .transform_calculate(
            words="format(datum.loses, '.0%') + ' lose money'",
            place="max(datum.best_guess, datum.mean)",
        )
        .mark_text(align="left", dx=12)
        .encode(x=alt.X("place:Q"), y=y, text=alt.Text("words:N"))
    )
    zero = alt.Chart().mark_rule(color=NEUTRAL, strokeDash=[4, 3]).encode(x=alt.XDatum(0))
    return alt.layer(zero, span, *dots, words, data=alt.NamedData(name=SCENARIOS)).properties(
        width="container",
        height=alt.Step(_ROW),
        title=alt.Title(
            "Pinned scenarios beside the present one",
            subtitle="Triangle: 5% floor (one in twenty below); circle: mean; diamond: best guess",
        ),
        description="For each scenario its floor, its mean and its best guess.",
    )


def _mark(name: str, at: int) -> Any:
    base = alt.Chart(alt.NamedData(name=MARKS)).transform_filter(f"datum.name === {name!r}")
    colour, height = _MARKED[name], 8 + 18 * at
    rule = base.mark_rule(color=colour, strokeWidth=2).encode(x=alt.X("value:Q"))
    words = base.mark_text(
        align="left", dx=5, color=colour, fontWeight="bold", baseline="middle"
    ).encode(x=alt.X("value:Q"), y=alt.YValue(height), text=alt.Text("name:N"))
    return alt.layer(rule, words)


def _title() -> str:
    floor, mean, guess = (f"data('{MARKS}')[{at}]" for at in range(3))
    low, middle, best = (money_text(signal(f"{one}.value")) for one in (floor, mean, guess))
    lost = money_text(signal(f"(-{floor}.value)"))
    return (
        f"length(data('{MARKS}')) < 3 ? '' : 'Best guess ' + {best} + ' a customer, mean ' + "
        f"{middle} + '; ' + format({mean}.loses, '.0%') + ' lose money' + ({floor}.value < 0 ? "
        f"', and one in twenty more than ' + {lost} : ', and one in twenty bring less than ' + "
        f"{low})"
    )
