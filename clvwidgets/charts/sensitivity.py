"""The chart of what matters most: a bar for each input, as long as it moves the result."""

from __future__ import annotations

from typing import Any, Final

import altair as alt

from clvwidgets.arguments import checked
from clvwidgets.charts.signals import signal
from clvwidgets.charts.theme import COST, MUTED, VALUE
from clvwidgets.doors import choice
from clvwidgets.number_format import Kind, NumberFormat, format_number

_SENSITIVITY = "sensitivity"

# In d3-format's terms, as the axis of the result is written.
_FORMATS: Final[dict[Kind, str]] = {
    "money": "$,.2f",
    "percent": ".1~%",
    "ratio": ",.3~f",
    "count": ",.0f",
    "duration": ",.1~f",
    "number": ",.3~f",
}
# Steps of the axis below which two of its labels would read alike.
_LEAST_STEPS: Final[dict[Kind, float]] = {
    "money": 0.01,
    "percent": 0.001,
    "ratio": 0.001,
    "count": 1,
    "duration": 1,
    "number": 0.001,
}
_CENTS_WHERE_NEEDED: Final = (
    "format(datum.value, datum.value === round(datum.value) ? '$,.0f' : '$,.2f')"
)


@checked(kind=choice(*_FORMATS))
def sensitivity_chart(
    of: str,
    label: str,
    shift: float,
    kind: Kind = "money",
    *,
    unit: str = "",
    steps: bool = False,
    locale: str = "en-US",
) -> Any:
    """Draw how far the result moves when one input moves by a tenth, the longest bar first.

    Parameters
    ----------
    of : str
        Name of the result's signal.
    label : str
        The result's name for people.
    shift : float
        Relative shift of each input, 0.1 for a tenth.
    kind : {"money", "percent", "ratio", "count", "duration", "number"}
        What the result measures.
    unit : str
        Word behind the result's name on its axis, such as "months".
    steps : bool
        Whether an input is a whole number, which cannot move by less than one.
    locale : str
        BCP 47 tag, for the shift in the title.

    Returns
    -------
    altair.LayerChart
        Reads rows (label, low, high, span) from the data set "sensitivity", which the panel
        computes with the same formula.

    Examples
    --------
    >>> sensitivity_chart("clv", "Lifetime value", 0.1).to_dict()["data"]
    {'name': 'sensitivity'}
    """
    base = alt.Chart().encode(
        y=alt.Y(
            "label:N",
            title=None,
            sort=alt.SortField("span", order="descending"),
            axis=alt.Axis(labelExpr="split(datum.label, '\\n')", labelLimit=215),
        ),
    )
    now = alt.datum(alt.expr(str(signal(of))), type="quantitative")
    at_now = alt.X2Datum(alt.expr(str(signal(of))))
    # At the end of the axis: beside long names it is shorter than its title.
    axis = alt.Axis(
        format=_FORMATS[kind],
        labelExpr=_CENTS_WHERE_NEEDED if kind == "money" else alt.Undefined,
        tickMinStep=_LEAST_STEPS[kind],
        titleAnchor="end",
    )
    x_axis = alt.X("low:Q", title=f"{label}, {unit}" if unit else label, axis=axis, scale=_SCALE)
    lower = base.mark_bar(color=COST, height={"band": 0.3}).encode(x=x_axis, x2=at_now)
    higher = base.mark_bar(color=VALUE, height={"band": 0.55}).encode(
        x=alt.X("high:Q", scale=_SCALE), x2=at_now
    )
    percent = format_number(shift, NumberFormat("percent"), locale=locale)
    middle = alt.Chart().mark_rule(color=MUTED).encode(x=now)
    return (
        alt.layer(lower, higher, middle, data=alt.NamedData(name=_SENSITIVITY))
        .properties(
            width="container",
            height=alt.Step(44),
            title=alt.Title(
                f"{label} when one input is {percent} lower (thin, orange) or higher (thick, blue)",
                subtitle="The longest bar is the input that matters most"
                + ("; whole numbers move by one at least" if steps else ""),
            ),
            description=f"Bars: {label} when each input in turn is {percent} lower or higher.",
        )
        .resolve_scale(x="shared")
    )


_SCALE = alt.Scale(zero=False, nice=True)
