"""What a step of the budget buys: the cost of each further customer, and what comes back."""

from __future__ import annotations

from typing import Any, Final

import altair as alt
import pandas as pd

from clvwidgets.arguments import checked
from clvwidgets.charts._spelling import Spelling
from clvwidgets.charts._tables import check_table
from clvwidgets.charts.compared import rows_of
from clvwidgets.charts.theme import COST, SURFACE, TEXT, VALUE
from clvwidgets.doors import NOTHING, NUMBER

_SPELLING: Final = Spelling("en-US", "EUR")


@checked(worth=NUMBER | NOTHING)
def further_cost_chart(
    found: pd.DataFrame,
    *,
    worth: float | None = None,
    title: str = "What each further customer costs",
) -> Any:
    """Draw what each further customer costs, step by step, with intervals.

    Parameters
    ----------
    found : pandas.DataFrame
        As `clvwidgets.effects.further_customers` gives it, with finite costs.
    worth : float, optional
        Euros, what a newcomer is worth; drawn as a line.
    title : str
        One sentence that says what is seen.

    Returns
    -------
    altair.LayerChart

    Raises
    ------
    ValueError
        If the table has no such columns, or a cost has no limit.

    Examples
    --------
    >>> found = pd.DataFrame({"cost": [72.0], "cost_low": [50.0], "cost_high": [128.0]}, ["half"])
    >>> further_cost_chart(found, worth=81).to_dict()["title"]
    'What each further customer costs'
    """
    line = None if worth is None else (worth, f"worth {_SPELLING.count(round(worth))} €")
    return _bars(found, "cost", ",.0f", title, "€ for each further customer", line)


@checked()
def further_return_chart(
    found: pd.DataFrame,
    *,
    title: str = "What comes back of each further euro, over the customers' lives",
) -> Any:
    """Draw what comes back of each euro spent more, step by step, with intervals.

    Parameters
    ----------
    found : pandas.DataFrame
        As `clvwidgets.effects.further_customers` gives it with ``worth``.
    title : str
        One sentence that says what is seen.

    Returns
    -------
    altair.LayerChart
        With a line where a euro just comes back.

    Raises
    ------
    ValueError
        If the table has no such columns.

    Examples
    --------
    >>> found = pd.DataFrame({"back": [5.0], "back_low": [3.5], "back_high": [6.5]}, ["content"])
    >>> further_return_chart(found).to_dict()["title"]
    "What comes back of each further euro, over the customers' lives"
    """
    x = "€ that come back for each further euro"
    return _bars(found, "back", ",.1f", title, x, (1.0, "a euro for a euro"))


def _bars(
    found: pd.DataFrame,
    measure: str,
    form: str,
    title: str,
    x: str,
    line: tuple[float, str] | None,
) -> Any:
    columns = [measure, f"{measure}_low", f"{measure}_high"]
    check_table("found", found, columns)
    rows = found[columns].set_axis(["value", "low", "high"], axis=1)
    rows = rows.assign(name=[str(name) for name in found.index]).reset_index(drop=True)
    y = alt.Y("name:N", title=None, sort=None, axis=alt.Axis(labelLimit=220))
    base = alt.Chart(alt.InlineData(values=rows_of(rows))).encode(y=y)
    tooltip = [alt.Tooltip("name:N", title="step")] + [
        alt.Tooltip(f"{field}:Q", title=word, format=form)
        for field, word in (("value", x), ("low", "from"), ("high", "to"))
    ]
    across = alt.X("value:Q", title=x, scale=alt.Scale(domainMin=0, nice=True))
    layers = [
        base.mark_bar(size=24, color=COST if measure == "cost" else VALUE).encode(
            across, tooltip=tooltip
        ),
        base.mark_rule(color=TEXT, strokeWidth=2, tooltip=None).encode(
            x=alt.X("low:Q"), x2=alt.X2("high:Q")
        ),
    ]
    if line is not None:
        layers += _reference(*line)
    # Words stay legible where the line runs behind them.
    ground: dict[str, Any] = {"stroke": SURFACE, "strokeWidth": 4, "aria": False}
    number = alt.Text("value:Q", format=form)
    for look in (ground, {}):
        words = base.mark_text(align="left", dx=5, color=TEXT, fontWeight=600, **look)
        layers.append(words.encode(x=alt.X("high:Q"), text=number))
    said = f"Bars with intervals, {x}: {', '.join(rows['name'])}."
    said += f" A line at {line[1]}." if line else ""
    return alt.layer(*layers).properties(
        title=title, width="container", height=60 + 52 * len(rows), description=f"{title}. {said}"
    )


def _reference(place: float, says: str) -> list[Any]:
    """Draw a line across all bars, with its words above them."""
    rows = alt.InlineData(values=[{"place": place, "says": says}])
    at = alt.Chart(rows).encode(x=alt.X("place:Q"))
    words = at.mark_text(align="left", baseline="bottom", dx=4, dy=-4, color=TEXT)
    return [
        at.mark_rule(color=TEXT, strokeDash=[4, 3], tooltip=None),
        words.encode(text=alt.Text("says:N"), y=alt.YValue(0)),
    ]
