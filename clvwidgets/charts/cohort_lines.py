"""A line for each cohort along its age: whether later ones lie above earlier ones."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd

from clvwidgets.arguments import checked
from clvwidgets.charts.compared import rows_of
from clvwidgets.data import Cohorts

_MOST = 5  # years that colours and strokes tell apart
_STROKES = ([1, 0], [6, 3], [2, 3], [8, 3, 2, 3], [1, 2])
_UNITS = {"W": "weeks", "M": "months", "Q": "quarters", "Y": "years"}
_PER_CUSTOMER = {"revenue": "revenue", "orders": "orders"}


@checked()
def cohort_lines(cohorts: Cohorts, *, title: str) -> Any:
    """Draw a line for each cohort along its age; those of a year look alike.

    Ages that were seen in part are left out, and age 0 of customers, at which everybody bought.

    Parameters
    ----------
    cohorts : Cohorts
        As ``TransactionLog.cohorts(by, measure)`` gives them, of one to five years.
    title : str
        One sentence that says what is seen.

    Returns
    -------
    altair.Chart

    Raises
    ------
    ValueError
        If they are of more than five years, or none was followed.

    Examples
    --------
    >>> from clvwidgets import TransactionLog, load_dataset
    >>> cohorts = TransactionLog(load_dataset("cdnow")).cohorts("M")
    >>> cohort_lines(cohorts, title="Three cohorts").to_dict()["encoding"]["x"]["title"]
    'age in months'
    """
    counts = cohorts.measure == "customers"
    table = cohorts.per_customer().mask(cohorts.partial) * (100 if counts else 1)
    table = table.drop(columns=0) if counts else table
    index = pd.PeriodIndex(table.index)
    unit = _UNITS[str(index.freqstr)[0]]
    years = [str(year) for year in sorted(set(index.year))]
    if len(years) > _MOST:
        raise ValueError(
            f"cohorts must be of one to five years to be told apart, got {len(years)} years. "
            'Choose a part of the log with TransactionLog(…, start=…), or draw the years: "Y".'
        )
    y = "bought, of 100 won" if counts else f"{_PER_CUSTOMER[cohorts.measure]} per customer won"
    wide = table.assign(cohort=index.astype(str), year=[str(year) for year in index.year])
    long = wide.melt(["cohort", "year"], var_name="age", value_name="height").dropna()
    if long.empty:
        raise ValueError("No cohort was followed for a whole period. Choose shorter ones: by='W'.")
    legend = alt.Legend(orient="top", title="won in")
    strokes = [list(one) for one in _STROKES[: len(years)]]
    chart = alt.Chart(alt.InlineData(values=rows_of(long.astype({"age": float}))))
    return (
        chart.mark_line(strokeWidth=1.8, point=alt.OverlayMarkDef(size=18))
        .encode(
            x=alt.X("age:Q", title=f"age in {unit}", axis=alt.Axis(tickMinStep=1, format=".0f")),
            y=alt.Y("height:Q", title=y),
            detail=alt.Detail("cohort:N"),
            color=alt.Color("year:N", scale=alt.Scale(domain=years), legend=legend),
            strokeDash=alt.StrokeDash(
                "year:N", scale=alt.Scale(domain=years, range=strokes), legend=legend
            ),
            tooltip=[
                alt.Tooltip("cohort:N"),
                alt.Tooltip("age:Q", title=f"age in {unit}", format=".0f"),
                alt.Tooltip("height:Q", title=y, format=",.4~r"),
            ],
        )
        .properties(
            title=title,
            width="container",
            height=260,
            description=f"{title}. A line for each of {len(index)} cohorts by age in {unit}; {y}.",
        )
    )
