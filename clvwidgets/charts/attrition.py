"""Who is still a customer: on maps of recency and frequency, and one customer through time."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd

from clvwidgets.arguments import checked
from clvwidgets.charts._spelling import Spelling
from clvwidgets.charts._tables import check_flags, check_table, from_index
from clvwidgets.charts.compared import rows_of
from clvwidgets.charts.theme import COST, MUTED, SURFACE, VALUE


@checked()
def alive_map(
    grid: pd.DataFrame, *, unit: str, locale: str = "en-US", currency: str = "EUR"
) -> Any:
    """Draw the probability to be alive as a map of recency and frequency.

    Parameters
    ----------
    grid : pandas.DataFrame
        What `clvwidgets.models.alive_grid` gives.
    unit : str
        The period in the plural, such as "weeks".
    locale, currency : str
        BCP 47 tag and ISO 4217 code, for all numbers.

    Returns
    -------
    altair.Chart

    Raises
    ------
    ValueError
        If the grid lacks a column, or has what is no finite number.

    Examples
    --------
    >>> grid = pd.DataFrame(
    ...     {
    ...         "frequency": [0, 9],
    ...         "recency_from": [0.0, 2.0],
    ...         "recency_to": [39.0, 4.0],
    ...         "probability_alive": [1.0, 0.1],
    ...     }
    ... )
    >>> alive_map(grid, unit="weeks").to_dict()["title"]["text"]
    'Least likely alive: 9 repeat purchases, the last 35 to 37 weeks ago'
    """
    check_table("grid", grid, ("frequency", "recency_from", "recency_to", "probability_alive"))
    age = float(grid["recency_to"].max())
    cells = grid.assign(
        below=grid["frequency"] - 0.5,
        above=grid["frequency"] + 0.5,
    )
    strength = alt.Opacity(
        "probability_alive:Q",
        title="P(alive)",
        scale=alt.Scale(domain=[0, 1], range=[0.03, 1]),
        legend=alt.Legend(
            orient="top",
            values=[0, 0.25, 0.5, 0.75, 1],
            format=".0%",
            symbolType="square",
            symbolFillColor=VALUE,
            symbolSize=220,
            symbolStrokeWidth=0,
            direction="horizontal",
        ),
    )
    spelling = Spelling(locale, currency)
    chart = (
        alt.Chart(alt.InlineData(values=rows_of(cells)))
        .mark_rect(fill=VALUE, stroke=SURFACE, strokeWidth=0.5)
        .encode(
            x=_recency(age, unit, "recency_from"),
            x2=alt.X2("recency_to:Q"),
            y=_frequency(float(cells["below"].min()), float(cells["above"].max()), "below"),
            y2=alt.Y2("above:Q"),
            opacity=strength,
            tooltip=[
                alt.Tooltip("frequency:Q", title="repeat purchases"),
                alt.Tooltip("recency_from:Q", title=f"last one, from {unit}", format=".1f"),
                alt.Tooltip("recency_to:Q", title=f"to {unit}", format=".1f"),
                alt.Tooltip("probability_alive:Q", title="P(alive)", format=".1%"),
            ],
        )
        .properties(width="container", height=300, **_alive_words(grid, unit, spelling))
    )
    return spelling.of(chart)


def _alive_words(grid: pd.DataFrame, unit: str, spelling: Spelling) -> dict[str, Any]:
    """Say who is least likely alive."""
    alive, count = grid["probability_alive"], spelling.count
    age, least = float(grid["recency_to"].max()), grid.iloc[int(alive.to_numpy().argmin())]
    first, last = count(age - least["recency_to"]), count(age - least["recency_from"])
    return {
        "title": alt.Title(
            f"Least likely alive: {count(least['frequency'])} repeat purchases, the last "
            f"{first} to {last} {unit} ago",
            subtitle=f"First purchase {spelling.number(age)} {unit} ago. The stronger the colour, "
            "the likelier alive.",
            subtitleColor=MUTED,
        ),
        "description": (
            "Map of the time of the last purchase and the number of repeat purchases; the darker, "
            f"the likelier alive, from {spelling.percent(alive.min())} to "
            f"{spelling.percent(alive.max())}."
        ),
    }


@checked()
def iso_value_chart(
    curves: pd.DataFrame,
    *,
    age: float,
    unit: str,
    money: bool = False,
    locale: str = "en-US",
    currency: str = "EUR",
) -> Any:
    """Draw curves of equal residual value on the map of recency and frequency.

    Parameters
    ----------
    curves : pandas.DataFrame
        What `clvwidgets.models.iso_values` gives.
    age : float
        Time since the first purchase for which they hold.
    unit : str
        The period in the plural, such as "weeks".
    money : bool
        The values are money; else discounted purchases.
    locale, currency : str
        BCP 47 tag and ISO 4217 code, for all numbers.

    Returns
    -------
    altair.LayerChart

    Raises
    ------
    ValueError
        If a column is missing, or has what is no finite number.

    Examples
    --------
    >>> curves = pd.DataFrame({"value": 2.0, "frequency": [3, 9], "recency": [20.0, 30.0]})
    >>> iso_value_chart(curves, age=39, unit="weeks").to_dict()["title"]["text"]
    'Worth the same: 3 purchases, the last in week 20, and 9, the last in week 30'
    """
    check_table("curves", curves, ("value", "frequency", "recency"))
    what = "residual value" if money else "discounted purchases to come"
    x = _recency(age, unit, "recency")
    y = _frequency(0.0, float(curves["frequency"].max()) + 1.0, "frequency")
    base = alt.Chart(alt.InlineData(values=rows_of(curves)))
    lines = base.mark_line(color=VALUE).encode(
        x=x,
        y=y,
        detail=alt.Detail("value:N"),
        order=alt.Order("frequency:Q"),
        tooltip=[
            alt.Tooltip("value:Q", title=what, format="$,.2f" if money else ",.2f"),
            alt.Tooltip("frequency:Q", title="repeat purchases"),
            alt.Tooltip("recency:Q", title=f"last one after {unit}", format=".1f"),
        ],
    )
    ends = curves.sort_values("frequency").drop_duplicates("value").sort_values("value")
    names = (
        alt.Chart(alt.InlineData(values=rows_of(ends)))
        .mark_text(align="left", dx=6, fontWeight=600)
        .encode(x=x, y=y, text=alt.Text("value:Q", format="$,.3~s" if money else ",.3~r"))
    )
    spelling = Spelling(locale, currency)
    written = spelling.money if money else spelling.number
    low, high = written(curves["value"].min()), written(curves["value"].max())
    chart = alt.layer(lines, names).properties(
        width="container",
        height=300,
        title=alt.Title(
            f"Worth the same: {_same_worth(curves, unit.removesuffix('s'), spelling)}",
            subtitle=f"Each curve joins customers of equal {what}; its number is that value.",
            subtitleColor=MUTED,
        ),
        description=(
            f"{curves['value'].nunique()} curves of equal {what}, from {low} to {high}, by time of "
            "the last purchase and number of purchases."
        ),
    )
    return spelling.of(chart)


def _same_worth(curves: pd.DataFrame, one: str, spelling: Spelling) -> str:
    """Say which two customers are worth the same at the lowest level."""
    # At a level some frequency needs the earliest last purchase; more purchases need a later one.
    curve = curves[curves["value"] == curves["value"].min()].sort_values("frequency")
    easy, last = curve.iloc[int(curve["recency"].to_numpy().argmin())], curve.iloc[-1]
    first, second = spelling.count(easy["frequency"]), spelling.count(last["frequency"])
    return (
        f"{first} purchases, the last in {one} {spelling.count(easy['recency'])}, and {second}, "
        f"the last in {one} {spelling.count(last['recency'])}"
    )


@checked()
def alive_path_chart(path: pd.DataFrame, *, locale: str = "en-US", currency: str = "EUR") -> Any:
    """Draw one customer's probability to be alive through time, and their purchases.

    Parameters
    ----------
    path : pandas.DataFrame
        What `clvwidgets.models.alive_path` gives.
    locale, currency : str
        BCP 47 tag and ISO 4217 code, for all numbers.

    Returns
    -------
    altair.LayerChart

    Raises
    ------
    ValueError
        If the path lacks a column or its days, or has what is no finite number.

    Examples
    --------
    >>> path = pd.DataFrame(
    ...     {"bought": [True, False], "probability_alive": [1.0, 0.25]},
    ...     index=pd.DatetimeIndex(["2024-01-01", "2024-12-31"], name="day"),
    ... )
    >>> alive_path_chart(path).to_dict()["title"]["text"]
    'P(alive) was lowest on 31 Dec 2024, at 25%; on 31 Dec 2024 it was 25%'
    """
    table = from_index("path", path, "day")
    check_table("path", table, ("probability_alive",), also=("bought",))
    check_flags("path", table["bought"])
    spelling, alive = Spelling(locale, currency), path["probability_alive"]
    title = (
        f"P(alive) was lowest on {_written(alive.idxmin())}, at {spelling.percent(alive.min())}; "
        f"on {_written(path.index[-1])} it was {spelling.percent(alive.iloc[-1])}"
    )
    days = (
        path[["bought", "probability_alive"]]
        .round(4)
        .assign(
            day=pd.DatetimeIndex(path.index).strftime(
                "%Y-%m-%dT00:00:00"
            )  # of the wall, in any time zone
        )
    )
    x = alt.X("day:T", title="day", axis=alt.Axis(grid=False, labelOverlap=True))
    y = alt.Y(
        "probability_alive:Q",
        title="P(alive) as told on the day",
        scale=alt.Scale(domain=[0, 1]),
        axis=alt.Axis(format="%", tickCount=5),
    )
    tooltip = [
        alt.Tooltip("day:T", format="%-d %b %Y"),
        alt.Tooltip("probability_alive:Q", title="P(alive)", format=".1%"),
    ]
    line = (
        alt.Chart(alt.InlineData(values=rows_of(days.drop(columns="bought"))))
        .mark_line(color=VALUE, clip=True)
        .encode(x=x, y=y, tooltip=tooltip)
    )
    purchases = (
        alt.Chart(alt.InlineData(values=rows_of(days[days["bought"]].drop(columns="bought"))))
        .mark_point(filled=True, fill=COST, size=55, opacity=1, clip=True)
        .encode(x=x, y=y, tooltip=tooltip)
    )
    bought = int(path["bought"].sum())
    chart = alt.layer(line, purchases).properties(
        width="container",
        height=230,
        title=alt.Title(
            title,
            subtitle=f"Points: {spelling.count(bought)} "
            f"{'purchase' if bought == 1 else 'purchases'}. Silence takes it down, a purchase "
            "lifts it.",
            subtitleColor=MUTED,
        ),
        description=f"Line: the probability that one customer is alive, day by day. {title}.",
    )
    return spelling.of(chart)


def _recency(age: float, unit: str, field: str) -> alt.X:
    return alt.X(
        f"{field}:Q",
        title=f"{unit} from the first purchase to the last",
        scale=alt.Scale(domain=[0, age], nice=False),
    )


def _frequency(low: float, high: float, field: str) -> alt.Y:
    return alt.Y(
        f"{field}:Q",
        title="repeat purchases",
        scale=alt.Scale(domain=[low, high], nice=False, zero=False),
        axis=alt.Axis(tickMinStep=1, grid=False),
    )


def _written(day: Any) -> str:
    return f"{day.day} {day.strftime('%b %Y')}"
