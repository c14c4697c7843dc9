"""How many customers are left: by renewal, and with the uncertainty of what was counted."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd

from clvwidgets.arguments import checked
from clvwidgets.charts._spelling import Spelling
from clvwidgets.charts._tables import check_table, from_index
from clvwidgets.charts.compared import (
    ACTUAL,
    CONSTANT,
    EXPECTED,
    long_form,
    rows_of,
    series_lines,
)
from clvwidgets.charts.theme import MUTED, TEXT
from clvwidgets.doors import choice


@checked(measure=choice("survival", "retention"))
def retention_chart(
    table: pd.DataFrame,
    *,
    unit: str,
    measure: str = "survival",
    locale: str = "en-US",
    currency: str = "EUR",
) -> Any:
    """Draw a cohort's survival or retention: counted, by a model, and under constant churn.

    Parameters
    ----------
    table : pandas.DataFrame
        What `clvwidgets.models.retention_table` gives.
    unit : str
        Time from one renewal to the next in the plural, such as "years".
    measure : {"survival", "retention"}
    locale, currency : str
        BCP 47 tag and ISO 4217 code, for all numbers.

    Returns
    -------
    altair.LayerChart
        A line for each of the three, and a point for each count.

    Raises
    ------
    ValueError
        If ``measure`` is neither, or the table lacks a column or has what is no number in one.

    Examples
    --------
    >>> shares = {"actual": [1.0, 0.8, None], "expected": [1, 0.8, 0.7], "constant": [1, 0.8, 0.64]}
    >>> table = pd.DataFrame({f"survival_{name}": share for name, share in shares.items()})
    >>> retention_chart(table.rename_axis("renewal"), unit="years").to_dict()["title"]["text"]
    'After 2 years the model keeps 70% of the cohort, constant churn 64%'
    """
    names = {
        f"{measure}_actual": ACTUAL,
        f"{measure}_expected": EXPECTED,
        f"{measure}_constant": CONSTANT,
    }
    rows = from_index("table", table, "renewal")
    # Nothing is counted beyond the data, and nobody is up for renewal at the start.
    check_table("table", rows, ("renewal",), gaps=tuple(names))
    check_table("table", rows.iloc[[-1]], [name for name in names if names[name] != ACTUAL])
    spelling = Spelling(locale, currency)
    title, last = _last_renewal(rows.iloc[-1], unit, measure, spelling)
    height = "of the cohort left" if measure == "survival" else "of those up for renewal who renew"
    x = alt.X("renewal:Q", title=f"{unit} since the start", axis=alt.Axis(tickMinStep=1))
    y = alt.Y(
        "height:Q",
        title=f"share {height}",
        axis=alt.Axis(format="%"),
        scale=alt.Scale(zero=measure == "survival"),
    )
    base = alt.Chart(alt.InlineData(values=long_form(rows, "renewal", names)))
    tooltip = [
        alt.Tooltip("renewal:Q", title=unit),
        alt.Tooltip("height:Q", title="share", format=".1%"),
    ]
    lines = series_lines(base, x, y, ACTUAL, EXPECTED, CONSTANT, tooltip=tooltip)
    counted = (
        base.transform_filter(alt.datum.series == ACTUAL)
        .mark_point(filled=True, size=50, opacity=1, fill=TEXT)
        .encode(x=x, y=y)
    )
    chart = alt.layer(lines, counted).properties(
        width="container",
        height=260,
        title=alt.Title(title),
        description=f"Lines over {last} {unit}: share {height}; counted, by the model, and "
        f"under constant churn. {title}.",
    )
    return spelling.of(chart)


def _last_renewal(
    end: pd.Series[Any], unit: str, measure: str, spelling: Spelling
) -> tuple[str, str]:
    """Say how the model and constant churn differ at the last renewal, and which one that is."""
    last = spelling.count(end["renewal"])
    model, constant = (
        spelling.percent(end[f"{measure}_{name}"]) for name in ("expected", "constant")
    )
    if measure == "survival":
        said = f"After {last} {unit} the model keeps {model} of the cohort"
    else:
        said = f"At renewal {last} the model sees {model} renew"
    return f"{said}, constant churn {constant}", last


@checked()
def survival_chart(
    table: pd.DataFrame, *, unit: str, locale: str = "en-US", currency: str = "EUR"
) -> Any:
    """Draw Kaplan-Meier curves with their confidence bands.

    Parameters
    ----------
    table : pandas.DataFrame
        What `clvwidgets.models.kaplan_meier` gives, for five groups at most.
    unit : str
        The unit of tenure in the plural, such as "months".
    locale, currency : str
        BCP 47 tag and ISO 4217 code, for all numbers.

    Returns
    -------
    altair.LayerChart
        A step curve and a band for each group.

    Raises
    ------
    ValueError
        If there are more than five groups, or the table lacks a column or has what is no finite
        number in one.

    Examples
    --------
    >>> table = pd.DataFrame(
    ...     {
    ...         "group": "all",
    ...         "tenure": [0.0, 12.0],
    ...         "survival": [1.0, 0.8],
    ...         "lower": [1.0, 0.7],
    ...         "upper": [1.0, 0.9],
    ...     }
    ... )
    >>> survival_chart(table, unit="months").to_dict()["title"]["text"]
    'More than half are left after 12 months'
    """
    check_table("table", table, ("tenure", "survival", "lower", "upper"), also=("group",))
    groups = table["group"].drop_duplicates().astype(str).tolist()
    if len(groups) > 5:
        raise ValueError(
            f"table must have five groups at most, got {len(groups)}. Join groups, or draw some."
        )
    spelling = Spelling(locale, currency)
    title = _half_left(table, unit, spelling)
    columns = table[["group", "tenure", "survival", "lower", "upper"]]
    base = alt.Chart(alt.InlineData(values=rows_of(columns))).encode(
        x=alt.X("tenure:Q", title=f"tenure in {unit}", scale=alt.Scale(nice=False)),
        color=alt.Color(
            "group:N",
            title=None,
            sort=groups,
            legend=alt.Legend(orient="top", symbolType="stroke", symbolOpacity=1)
            if len(groups) > 1
            else None,
        ),
    )
    share = alt.Y("survival:Q", title="share still under contract", axis=alt.Axis(format="%"))
    lines = base.mark_line(interpolate="step-after").encode(
        y=share,
        strokeDash=alt.StrokeDash("group:N", sort=groups, legend=None),
        tooltip=[
            alt.Tooltip("group:N"),
            alt.Tooltip("tenure:Q", title=unit),
            alt.Tooltip("survival:Q", title="share left", format=".1%"),
            alt.Tooltip("lower:Q", title="at least", format=".1%"),
            alt.Tooltip("upper:Q", title="at most", format=".1%"),
        ],
    )
    bands = base.mark_area(interpolate="step-after", opacity=0.18, tooltip=None).encode(
        y=alt.Y("lower:Q"), y2=alt.Y2("upper:Q")
    )
    chart = alt.layer(bands, lines).properties(
        width="container",
        height=260,
        title=alt.Title(
            title,
            subtitle="Bands: where the curve lies with 95 % confidence.",
            subtitleColor=MUTED,
        ),
        description=f"Survival curves with bands over {spelling.number(table['tenure'].max())} "
        f"{unit}. {title}.",
    )
    return spelling.of(chart)


def _half_left(table: pd.DataFrame, unit: str, spelling: Spelling) -> str:
    """Say when each group has lost half of its customers."""
    told = []
    for name, curve in table.groupby("group", sort=False):
        half = curve.loc[curve["survival"] <= 0.5, "tenure"]
        whose = "" if name == "all" else f" ({name})"
        told.append(
            f"Half have left after {spelling.number(half.iloc[0])} {unit}{whose}"
            if len(half)
            else f"More than half are left after {spelling.number(curve['tenure'].max())} "
            f"{unit}{whose}"
        )
    return "; ".join([told[0], *(text[0].lower() + text[1:] for text in told[1:])])
