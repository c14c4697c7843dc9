"""Forecasts held against what came: a band for each value, and where the value lay."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd

from clvwidgets.arguments import checked
from clvwidgets.charts._tables import check_table
from clvwidgets.charts.compared import rows_of
from clvwidgets.charts.theme import CHURN, COST, VALUE

_LIES = {"within": (VALUE, "circle"), "below": (COST, "triangle-down"), "above": (CHURN, "square")}
_NUMBERS = ("age", "expected", "low", "high", "came")


@checked()
def band_chart(record: pd.DataFrame, *, title: str, y: str = "revenue so far, per customer") -> Any:
    """Draw the band of each value that was forecast, and a mark where it came to lie.

    Parameters
    ----------
    record : pandas.DataFrame
        What :func:`clvwidgets.segments.outlook_record` gives.
    title : str
        One sentence that says what is seen.
    y : str
        What was forecast, with its unit.

    Returns
    -------
    altair.LayerChart

    Raises
    ------
    ValueError
        If the table is empty, lacks a column, or a number is missing.

    Examples
    --------
    >>> value = {"cohort": ["2023Q4"], "age": [4], "expected": [155.2], "low": [145.0]}
    >>> record = pd.DataFrame(value | {"high": [165.4], "came": [151.3], "lies": ["within"]})
    >>> band_chart(record, title="One forecast").to_dict()["title"]
    'One forecast'
    """
    check_table("record", record, _NUMBERS, also=("cohort", "lies"))
    rows = record[["cohort", "lies", *_NUMBERS]].astype({"cohort": str, "lies": str})
    base = alt.Chart(alt.InlineData(values=rows_of(rows))).encode(
        x=alt.X(
            "cohort:N", title="cohort", sort=None, axis=alt.Axis(labelAngle=0, labelOverlap=True)
        ),
        xOffset=alt.XOffset("age:O", sort=sorted(rows["age"].unique().tolist())),
        tooltip=[
            alt.Tooltip("cohort:N"),
            alt.Tooltip("age:Q", title="age", format=".0f"),
            alt.Tooltip("low:Q", title="band from", format=",.1f"),
            alt.Tooltip("high:Q", title="to", format=",.1f"),
            alt.Tooltip("came:Q", title="came", format=",.1f"),
            alt.Tooltip("lies:N", title="lay"),
        ],
    )
    names = list(_LIES)
    colours = alt.Scale(domain=names, range=[colour for colour, _ in _LIES.values()])
    shapes = alt.Scale(domain=names, range=[shape for _, shape in _LIES.values()])
    legend = alt.Legend(orient="top", title="what came, against its band")
    bands = base.mark_rule(strokeWidth=5, opacity=0.45).encode(
        y=alt.Y("low:Q", title=y, scale=alt.Scale(zero=False)), y2=alt.Y2("high:Q")
    )
    came = base.mark_point(filled=True, size=42, opacity=1).encode(
        y=alt.Y("came:Q"),
        color=alt.Color("lies:N", scale=colours, legend=legend),
        shape=alt.Shape("lies:N", scale=shapes, legend=legend),
    )
    held = int((rows["lies"] == "within").sum())
    return alt.layer(bands, came).properties(
        title=title,
        width="container",
        height=280,
        description=f"{title}. Of {len(rows)} values {held} lay within their bands.",
    )
