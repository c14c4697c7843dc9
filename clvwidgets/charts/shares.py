"""Groups of customers: their share of the heads beside their share of the money."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import altair as alt

from clvwidgets.arguments import checked
from clvwidgets.charts._doors import TOOLTIPS, WORDS, by_name
from clvwidgets.charts.theme import NEUTRAL, VALUE

TO_DO = "to do"
_SHORT = 26  # letters of a legend that stands in one line on a phone


@checked(measures=by_name(WORDS), tooltip=TOOLTIPS)
def share_bars(
    by: str,
    groups: Sequence[str],
    measures: Mapping[str, str],
    *,
    tooltip: Sequence[alt.Tooltip] = (),
    sums: Sequence[str] = (),
    also: Sequence[str] = (),
) -> Any:
    """Draw each group's share of the customers beside its share of a second measure.

    Parameters
    ----------
    by : str
        Field that names the group.
    groups : sequence of str
        Their names, in order.
    measures : mapping of str to str
        The two fields that are added up, "customers" first, to what they are a share of, such as
        "of revenue".
    tooltip : sequence of altair.Tooltip
        What else is said of a group.
    sums : sequence of str
        Other fields to add up, for the tooltip.
    also : sequence of str
        Other fields that a group has; "action" is written under its bars.

    Returns
    -------
    altair.Chart or altair.LayerChart
        With the rows of the cells, not yet added up, as its data.

    Examples
    --------
    >>> measures = {"customers": "of customers", "revenue": "of revenue"}
    >>> chart = share_bars("segment", ["Champions", "Others"], measures)
    >>> chart.to_dict()["transform"][0]["groupby"]
    ['segment']
    """
    labels = " : ".join(f"datum.of === 'share_{key}' ? '{text}'" for key, text in measures.items())
    lines = [*measures.values(), *([TO_DO] if "action" in also else [])]
    # Beside each other long names would reach beyond a narrow page.
    columns = 1 if sum(map(len, measures.values())) > _SHORT else 2
    y = alt.Y(f"{by}:N", title=None, sort=list(groups), axis=alt.Axis(labelLimit=170))
    offset = alt.YOffset("what:N", scale=alt.Scale(domain=lines))
    bars = (
        alt.Chart()
        .transform_fold([f"share_{field}" for field in measures], as_=["of", "share"])
        .transform_calculate(what=f"{labels} : ''")
        .mark_bar()
        .encode(
            y=y,
            yOffset=offset,
            x=alt.X("share:Q", title="share of all", axis=alt.Axis(format=".0%")),
            color=alt.Color(
                "what:N",
                title=None,
                scale=alt.Scale(domain=list(measures.values()), range=[NEUTRAL, VALUE]),
                legend=alt.Legend(orient="top", columns=columns),
            ),
            tooltip=[
                alt.Tooltip(f"{by}:N"),
                *tooltip,
                alt.Tooltip("what:N", title="share"),
                alt.Tooltip("share:Q", title="is", format=".1%"),
            ],
        )
    )
    layers = [bars, _to_do(y, offset)] if "action" in also else [bars]
    return _added_up(alt.layer(*layers), by, measures, sums, also)


def _to_do(y: alt.Y, offset: alt.YOffset) -> Any:
    """Write what to do under the bars of a group."""
    return (
        alt.Chart()
        .transform_calculate(what=f"'{TO_DO}'")
        .mark_text(align="left", dx=4, limit=alt.ExprRef("width"), lineBreak="; ", tooltip=None)
        .encode(y=y, yOffset=offset, x=alt.XValue(0), text=alt.Text("action:N"))
    )


def _added_up(
    chart: Any,
    by: str,
    measures: Mapping[str, str],
    sums: Sequence[str],
    also: Sequence[str],
) -> Any:
    """Add the cells up to groups, and find their shares of the whole."""
    wholes = {f"all_{field}": f"sum({field})" for field in measures}
    shares = {
        f"share_{field}": f"datum.all_{field} > 0 ? datum.{field} / datum.all_{field} : 0"
        for field in measures
    }
    fields = {field: f"sum({field})" for field in [*measures, *sums]}
    return (
        chart.transform_aggregate(**fields, groupby=[by, *also])
        .transform_joinaggregate(**wholes)
        .transform_calculate(**shares)
    )
