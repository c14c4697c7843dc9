"""What happened beside what was expected: the same colours and strokes in every such chart."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

import altair as alt
import pandas as pd

from clvwidgets.arguments import checked
from clvwidgets.charts._doors import CHART, TOOLTIPS, WORDS, X_CHANNEL, Y_CHANNEL, by_name
from clvwidgets.charts._spelling import Spelling
from clvwidgets.charts._tables import check_column, check_finite, check_table
from clvwidgets.charts.theme import CHURN, TEXT, VALUE
from clvwidgets.doors import choice

ACTUAL: Final = "actual"
EXPECTED: Final = "expected"
CONSTANT: Final = "constant churn"

_COLOURS: Final[Mapping[str, str]] = MappingProxyType(
    {ACTUAL: TEXT, EXPECTED: VALUE, CONSTANT: CHURN}
)
_STROKES: Final[Mapping[str, tuple[int, ...]]] = MappingProxyType(
    {ACTUAL: (1, 0), EXPECTED: (7, 3), CONSTANT: (2, 3)}
)


_SERIES: Final = choice(ACTUAL, EXPECTED, CONSTANT)


@checked(names=by_name(WORDS))
def long_form(table: pd.DataFrame, by: str, names: Mapping[str, str]) -> list[dict[str, Any]]:
    """Rows of a chart: one for each point of each series; missing points are left out.

    Parameters
    ----------
    table : pandas.DataFrame
        One row a point of ``by``.
    by : str
        Column for the horizontal axis.
    names : mapping of str to str
        Column to the name of its series.

    Returns
    -------
    list of dict

    Examples
    --------
    >>> long_form(pd.DataFrame({"week": [1], "a": [2.0]}), "week", {"a": "actual"})
    [{'week': 1, 'series': 'actual', 'height': 2.0}]
    """
    for column in (by, *names):
        check_column("table, by or names", table, column)
    check_finite("table", table[[by]])
    check_table("table", table, (), gaps=tuple(names))
    kept = table[[by, *names]].rename(columns=dict(names))
    return rows_of(kept.melt(id_vars=by, var_name="series", value_name="height").dropna())


@checked()
def rows_of(table: pd.DataFrame) -> list[dict[str, Any]]:
    """Rows of a table as a chart takes them, without digits that nobody sees.

    Parameters
    ----------
    table : pandas.DataFrame
        One row a point; numbers are rounded to six decimals.

    Returns
    -------
    list of dict

    Examples
    --------
    >>> rows_of(pd.DataFrame({"share": [1 / 3]}))
    [{'share': 0.333333}]
    """
    check_finite("table", table)
    return [
        {str(key): value for key, value in row.items()} for row in table.round(6).to_dict("records")
    ]


@checked(names=_SERIES)
def colour_of(*names: str) -> alt.Color:
    """Colour by series, with a legend on top.

    Parameters
    ----------
    *names : str
        `ACTUAL`, `EXPECTED` or `CONSTANT`.

    Returns
    -------
    altair.Color

    Examples
    --------
    >>> colour_of(ACTUAL, EXPECTED).to_dict()["scale"]["domain"]
    ['actual', 'expected']
    """
    scale = alt.Scale(domain=list(names), range=[_COLOURS[name] for name in names])
    return alt.Color("series:N", title=None, scale=scale, legend=alt.Legend(orient="top"))


@checked(names=_SERIES)
def stroke_of(*names: str) -> alt.StrokeDash:
    """Stroke by series, so that colour is not all that tells them apart.

    Parameters
    ----------
    *names : str
        `ACTUAL`, `EXPECTED` or `CONSTANT`.

    Returns
    -------
    altair.StrokeDash

    Examples
    --------
    >>> stroke_of(ACTUAL).to_dict()["scale"]["range"]
    [[1, 0]]
    """
    scale = alt.Scale(domain=list(names), range=[list(_STROKES[name]) for name in names])
    return alt.StrokeDash("series:N", title=None, scale=scale)


@checked(chart=CHART, x=X_CHANNEL, y=Y_CHANNEL, names=_SERIES, tooltip=TOOLTIPS)
def series_lines(chart: Any, x: alt.X, y: alt.Y, *names: str, tooltip: list[alt.Tooltip]) -> Any:
    """Draw a line for each series, told apart by colour and by stroke.

    Parameters
    ----------
    chart : altair.Chart
        Over rows of `long_form`.
    x : altair.X
    y : altair.Y
        Where a point lies.
    *names : str
        Names of the series.
    tooltip : list of altair.Tooltip
        What is said of a point besides its series.

    Returns
    -------
    altair.Chart

    Examples
    --------
    >>> chart = series_lines(alt.Chart(), alt.X("week:Q"), alt.Y("height:Q"), ACTUAL, tooltip=[])
    >>> chart.to_dict()["encoding"]["strokeDash"]["scale"]["domain"]
    ['actual']
    """
    return chart.mark_line().encode(
        x=x,
        y=y,
        color=colour_of(*names),
        strokeDash=stroke_of(*names),
        tooltip=[alt.Tooltip("series:N"), *tooltip],
    )


@checked()
def change_text(expected: float, actual: float, *, locale: str = "en-US") -> str:
    """Say how far an expectation was off.

    Parameters
    ----------
    expected, actual : float
        Two numbers of the same thing; actual above 0.
    locale : str
        BCP 47 tag such as "de-DE".

    Returns
    -------
    str

    Raises
    ------
    ValueError
        If ``actual`` is not above 0.

    Examples
    --------
    >>> change_text(90, 100), change_text(101.2, 100), change_text(100.1, 100)
    ('10% too few', '1.2% too many', 'right to 1%')
    """
    if actual <= 0:
        raise ValueError(f"actual must be above 0 to compare with it, got {actual}.")
    written = Spelling(locale).percent
    off = expected / actual - 1.0
    if abs(off) < 0.005:
        return f"right to {written(0.01)}"
    return f"{written(abs(off))} too {'many' if off > 0 else 'few'}"
