"""How well a model of purchases tells what comes: over time and by number of purchases."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd

from clvwidgets.arguments import checked
from clvwidgets.charts._spelling import Spelling
from clvwidgets.charts._tables import check_flags, check_table, from_index
from clvwidgets.charts.compared import (
    ACTUAL,
    EXPECTED,
    change_text,
    colour_of,
    long_form,
    series_lines,
)
from clvwidgets.charts.signals import short_axis
from clvwidgets.charts.theme import MUTED

_SERIES = (ACTUAL, EXPECTED)


@checked()
def tracking_chart(
    table: pd.DataFrame,
    *,
    unit: str,
    total: bool = False,
    locale: str = "en-US",
    currency: str = "EUR",
) -> Any:
    """Draw repeat purchases over time, as they came and as expected.

    Parameters
    ----------
    table : pandas.DataFrame
        What `clvwidgets.models.tracking_table` gives.
    unit : str
        The period in the plural, such as "weeks".
    total : bool
        Draw the sums since the start in place of each period's purchases.
    locale, currency : str
        BCP 47 tag and ISO 4217 code, for all numbers.

    Returns
    -------
    altair.LayerChart

    Raises
    ------
    ValueError
        If the table lacks a column, or has what is no finite number in one.

    Examples
    --------
    >>> table = pd.DataFrame(
    ...     {
    ...         "seen": [True, False],
    ...         "actual": [10, 8],
    ...         "expected": [9.0, 9.0],
    ...         "actual_total": [10, 18],
    ...         "expected_total": [9.0, 18.0],
    ...     },
    ...     index=pd.RangeIndex(1, 3, name="period"),
    ... )
    >>> tracking_chart(table, unit="weeks").to_dict()["title"]["text"]
    'After the cut came 8 repeat purchases; 9 were expected, 12.5% too many'
    """
    ending = "_total" if total else ""
    names = {f"actual{ending}": ACTUAL, f"expected{ending}": EXPECTED}
    periods = from_index("table", table, "period")
    check_table("table", periods, ("period", "actual", "expected", *names), also=("seen",))
    check_flags("table", periods["seen"])
    rows = long_form(periods, "period", names)
    height = f"repeat purchases {'since the start' if total else 'per ' + unit.removesuffix('s')}"
    x = alt.X("period:Q", title=f"{unit} since the start", scale=alt.Scale(nice=False))
    y = alt.Y("height:Q", title=height, axis=short_axis("~s"))
    tooltip = [
        alt.Tooltip("period:Q", title=unit),
        alt.Tooltip("height:Q", title="purchases", format=",.0f"),
    ]
    base = alt.Chart(alt.InlineData(values=rows))
    lines = series_lines(base, x, y, *_SERIES, tooltip=tooltip)
    spelling = Spelling(locale, currency)
    chart = alt.layer(lines, *_cut(int(table["seen"].sum()))).properties(
        width="container", height=260, **_after_the_cut(table, unit, spelling)
    )
    return spelling.of(chart)


def _after_the_cut(table: pd.DataFrame, unit: str, spelling: Spelling) -> dict[str, Any]:
    """Say what came after the cut and what was expected."""
    new = table[~table["seen"]]
    came, said = float(new["actual"].sum()), float(new["expected"].sum())
    judged = f", {change_text(said, came, locale=spelling.locale)}" if came > 0 else ""
    actual, expected = spelling.count(came), spelling.count(said)
    return {
        "title": alt.Title(
            f"After the cut came {actual} repeat purchases; {expected} were expected{judged}"
        ),
        "description": (
            f"Two lines over {spelling.count(len(table))} {unit}, actual and expected repeat "
            f"purchases; the model saw the first {spelling.count(table['seen'].sum())}. After that "
            f"{actual} came and {expected} were expected."
        ),
    }


@checked()
def frequency_chart(table: pd.DataFrame, *, locale: str = "en-US", currency: str = "EUR") -> Any:
    """Draw how many customers bought again 0, 1, 2, ... times beside what the model expects.

    Parameters
    ----------
    table : pandas.DataFrame
        What `clvwidgets.models.frequency_table` gives.
    locale, currency : str
        BCP 47 tag and ISO 4217 code, for all numbers.

    Returns
    -------
    altair.Chart

    Raises
    ------
    ValueError
        If the table lacks a column, or has what is no finite number in one.

    Examples
    --------
    >>> table = pd.DataFrame({"actual": [60, 40], "expected": [58.0, 42.0]})
    >>> frequency_chart(table.rename_axis("purchases")).to_dict()["title"]["text"]
    'The model puts 2 of 100 customers in the wrong group'
    """
    groups = from_index("table", table, "purchases")
    check_table("table", groups, ("actual", "expected"), also=("purchases",))
    spelling = Spelling(locale, currency)
    everyone = spelling.count(table["actual"].sum())
    moved = spelling.count((table["actual"] - table["expected"]).clip(lower=0).sum())
    chart = _bars(
        groups,
        height_title="customers",
        height_format="~s",
        title=f"The model puts {moved} of {everyone} customers in the wrong group",
        description=(
            f"Pairs of bars for each number of repeat purchases: customers actual and expected. "
            f"Nobody knows it of single customers; in sum the model misplaces {moved}."
        ),
    )
    return spelling.of(chart)


@checked()
def conditional_chart(
    table: pd.DataFrame, *, horizon: str, locale: str = "en-US", currency: str = "EUR"
) -> Any:
    """Draw the mean purchases in the holdout by the number of purchases before it.

    Parameters
    ----------
    table : pandas.DataFrame
        What `clvwidgets.models.conditional_expectations` gives.
    horizon : str
        Length of the holdout, such as "39 weeks".
    locale, currency : str
        BCP 47 tag and ISO 4217 code, for all numbers.

    Returns
    -------
    altair.Chart

    Raises
    ------
    ValueError
        If the table lacks a column, has what is no finite number in one, or holds no customer.

    Examples
    --------
    >>> table = pd.DataFrame({"customers": [9, 1], "actual": [0.2, 1.5], "expected": [0.3, 1.4]})
    >>> table.index.name = "purchases"
    >>> conditional_chart(table, horizon="39 weeks").to_dict()["title"]["text"]
    'Expected purchases miss the actual mean of a group by 0.1 on average'
    """
    groups = from_index("table", table, "purchases")
    check_table("table", groups, ("customers", "actual", "expected"), also=("purchases",))
    everyone = float(table["customers"].sum())
    if everyone <= 0:
        raise ValueError(f"table must hold a customer at least, got {everyone} customers.")
    spelling = Spelling(locale, currency)
    weight = table["customers"] / everyone
    missed = float((weight * (table["actual"] - table["expected"]).abs()).sum())
    chart = _bars(
        groups,
        height_title=f"mean purchases in the {horizon} after",
        height_format="~f",
        title=f"Expected purchases miss the actual mean of a group by "
        f"{spelling.number(missed)} on average",
        description=(
            f"Pairs of bars for each number of repeat purchases before the cut: mean purchases in "
            f"the {horizon} after it, actual and expected."
        ),
    )
    return spelling.of(chart)


def _bars(
    table: pd.DataFrame, *, height_title: str, height_format: str, title: str, description: str
) -> Any:
    """Draw a pair of bars for each number of repeat purchases; the last number is open above."""
    named = table.copy()
    names = [str(number) for number in named["purchases"]]
    names[-1] += " or more"
    named["group"] = names
    rows = long_form(named, "group", {"actual": ACTUAL, "expected": EXPECTED})
    return (
        alt.Chart(alt.InlineData(values=rows))
        .mark_bar()
        .encode(
            x=alt.X(
                "group:N",
                title="repeat purchases before the cut",
                sort=names,
                axis=alt.Axis(labelAngle=0),
            ),
            xOffset=alt.XOffset("series:N", sort=list(_SERIES)),
            y=alt.Y("height:Q", title=height_title, axis=short_axis(height_format)),
            color=colour_of(*_SERIES),
            tooltip=[
                alt.Tooltip("group:N", title="repeat purchases"),
                alt.Tooltip("series:N"),
                alt.Tooltip("height:Q", title=height_title, format=",.2f"),
            ],
        )
        .properties(width="container", height=260, title=alt.Title(title), description=description)
    )


def _cut(seen: int) -> list[Any]:
    """Draw the line up to which the model saw the data, with its name."""
    at = alt.Chart(alt.InlineData(values=[{"period": seen + 0.5, "name": "the model saw this"}]))
    line = at.mark_rule(strokeDash=[4, 3], color=MUTED).encode(x=alt.X("period:Q"))
    name = at.mark_text(align="right", dx=-6, dy=8, color=MUTED).encode(
        x=alt.X("period:Q"), y=alt.YValue(0), text=alt.Text("name:N")
    )
    return [line, name]
