"""What is bought together, as lifts with their intervals."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import altair as alt
import pandas as pd

from clvwidgets.arguments import checked
from clvwidgets.charts._doors import EXPRESSION, with_results
from clvwidgets.charts._tables import check_table
from clvwidgets.charts.bars import Bar
from clvwidgets.charts.compared import rows_of
from clvwidgets.charts.theme import CHURN, COST, MARGIN, NEUTRAL, TEXT, VALUE

_ROW = 24  # pixels of a row
SUGGESTION: Final = (
    *("credited", "net", "anyway", "attach", "add_on_margin"),
    *("cannibalised", "base_margin", "nagging", "order_margin"),
)
"""Fields and results that a staircase of a suggestion needs."""

_SCENARIO: Final = with_results(*SUGGESTION)
_NEEDED = ("pair", "lift", "lift_low", "lift_high")


@checked(chosen=EXPRESSION, title=EXPRESSION)
def affinities_chart(
    pairs: pd.DataFrame, *, chosen: Any, title: Any, unrelated: float = 1.0
) -> Any:
    """Draw how many times as often as by chance products are bought together.

    Parameters
    ----------
    pairs : pandas.DataFrame
        Columns pair (text), lift, lift_low and lift_high; one row a pair, in the order drawn.
    chosen : any
        Expression of the place of the pair that is chosen, from 0.
    title : any
        Expression for one sentence that says what is seen.
    unrelated : float
        Lift of goods that have nothing to do with each other; below 1 in short baskets.

    Returns
    -------
    altair.LayerChart

    Raises
    ------
    ValueError
        If the table lacks a column or has gaps.

    Examples
    --------
    >>> pairs = pd.DataFrame(
    ...     {"pair": ["coffee + filters"], "lift": [1.8], "lift_low": [1.7], "lift_high": [1.9]})
    >>> affinities_chart(pairs, chosen=0, title="'Together'").to_dict()["description"]
    'Lifts of 1 pair of products with their 95% intervals.'
    """
    check_table("pairs", pairs, _NEEDED[1:], also=_NEEDED[:1])
    table = pairs[list(_NEEDED)].reset_index(drop=True)
    rows = [{"place": place, **row} for place, row in enumerate(rows_of(table))]
    names = table["pair"].tolist()
    lowest, highest = float(table["lift_low"].min()), float(table["lift_high"].max())
    domain = [min(lowest, 0.5) * 0.95, max(highest, 2.0) * 1.05]
    x = alt.X(
        "lift:Q",
        title="lift (1: as often as by chance)",
        scale=alt.Scale(type="log", domain=[max(domain[0], 0.02), domain[1]], nice=False),
        axis=alt.Axis(
            values=[0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50], format="~g", titleAnchor="end"
        ),
    )
    y = alt.Y("pair:N", title=None, sort=names, axis=alt.Axis(labelLimit=240, labelFontSize=12))
    is_chosen = f"datum.place === {chosen}"
    colour = alt.condition(is_chosen, alt.value(COST), alt.value(VALUE))
    tooltip = [
        alt.Tooltip("pair:N"),
        alt.Tooltip("lift:Q", format=".2f"),
        alt.Tooltip("lift_low:Q", title="at least", format=".2f"),
        alt.Tooltip("lift_high:Q", title="at most", format=".2f"),
    ]
    many = f"{len(rows)} pairs" if len(rows) != 1 else "1 pair"
    return alt.layer(
        _line_at(1, TEXT, [1, 0]),
        _line_at(unrelated, NEUTRAL, [4, 3]),
        alt.Chart()
        .mark_rule(strokeWidth=3)
        .encode(x=alt.X("lift_low:Q"), x2=alt.X2("lift_high:Q"), y=y, color=colour),
        alt.Chart()
        .mark_point(filled=True, opacity=1)
        .encode(
            x=x,
            y=y,
            color=colour,
            size=alt.condition(is_chosen, alt.value(150), alt.value(60)),
            tooltip=tooltip,
        ),
        data=alt.InlineData(values=rows),
    ).properties(
        width="container",
        height=alt.Step(_ROW),
        title=alt.Title(alt.ExprRef(str(title))),
        description=f"Lifts of {many} of products with their 95% intervals.",
    )


@checked(now=_SCENARIO, pinned=_SCENARIO)
def suggestion_bars(now: Any, pinned: Any) -> list[Bar]:
    """List what comes off what a report credits to a suggestion, down to what showing it brings.

    Parameters
    ----------
    now, pinned : any
        The live and the pinned scenario, with fields and results of the simulator as attributes.

    Returns
    -------
    list of Bar
        For `clvwidgets.charts.bars.staircase`.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> from clvwidgets.charts.signals import signal
    >>> case = SimpleNamespace(**{name: signal(name) for name in SUGGESTION})
    >>> [bar.label for bar in suggestion_bars(case, case)][:2]
    ['Credited', 'would have come anyway']
    """
    heights = [
        (
            of.credited,
            -100 * of.anyway * of.add_on_margin,
            -100 * (of.attach - of.anyway) * of.cannibalised * of.base_margin,
            -100 * of.nagging * of.order_margin,
            of.net,
        )
        for of in (now, pinned)
    ]
    labels = {
        "Credited": VALUE,
        "would have come anyway": NEUTRAL,
        "replaces something": CHURN,
        "orders lost": COST,
        "Brings": MARGIN,
    }
    return [
        Bar(label, live, kept, colour)
        for (label, colour), live, kept in zip(labels.items(), *heights, strict=True)
    ]


def _line_at(lift: float, colour: str, dash: Sequence[int]) -> Any:
    """Draw the lift of chance, or of what has nothing to do with each other."""
    return (
        alt.Chart(alt.InlineData(values=[{"at": lift}]))
        .mark_rule(color=colour, strokeDash=list(dash), strokeWidth=1)
        .encode(x=alt.X("at:Q"))
    )
