"""Customers with rates of their own, beside the densities that a model takes them to have."""

from __future__ import annotations

from typing import Any

import altair as alt
import numpy as np
import pandas as pd

from clvwidgets.arguments import checked
from clvwidgets.charts._spelling import Spelling
from clvwidgets.charts._tables import check_table
from clvwidgets.charts.compared import rows_of
from clvwidgets.charts.theme import COST, MUTED, VALUE
from clvwidgets.significant import significant

_BINS = 30
_FEW = 30  # so few customers are drawn each by itself


@checked()
def drawn_rates_chart(
    drawn: pd.DataFrame,
    densities: pd.DataFrame,
    *,
    what: str = "rate",
    locale: str = "en-US",
    currency: str = "EUR",
) -> Any:
    """Draw customers' rates, or their chances of leaving, below the model's density.

    Parameters
    ----------
    drawn : pandas.DataFrame
        What `clvwidgets.models.drawn_rates` gives, or the true ones of a simulated world in the
        same columns.
    densities : pandas.DataFrame
        What `clvwidgets.models.rate_densities` gives.
    what : {"rate", "leaving"}
    locale, currency : str
        BCP 47 tag and ISO 4217 code, for all numbers.

    Returns
    -------
    altair.LayerChart
        Bars of equal width whose areas add up to 1, or a tick for each of a few customers, and the
        density as a line; the highest values are not drawn.

    Raises
    ------
    ValueError
        If ``what`` is neither, or a table lacks a column or has what is no finite number.

    Examples
    --------
    >>> densities = pd.DataFrame(
    ...     {"what": "rate", "meaning": "purchases per week", "value": [1.0, 2.0], "density": 0.5}
    ... )
    >>> drawn = pd.DataFrame({"rate": [0.5, 1.5]})
    >>> drawn_rates_chart(drawn, densities).to_dict()["title"]["text"]
    '2 customers, purchases per week: 1 on average, half below 1'
    """
    if what not in ("rate", "leaving"):
        raise ValueError(f"what must be 'rate' or 'leaving', got {what!r}.")
    check_table("drawn", drawn, (what,))
    check_table("densities", densities, ("value", "density"), also=("what", "meaning"))
    curve = densities[densities["what"] == what]
    if curve.empty:
        raise ValueError(f"densities must have rows whose 'what' is {what!r}, got none.")
    spelling = Spelling(locale, currency)
    meaning, end = curve["meaning"].iloc[0], float(curve["value"].max())
    values = drawn[what].to_numpy(dtype=float)
    bars = _bars(values, end)
    top = 1.15 * max(float(curve["density"].quantile(0.97)), float(bars["height"].max()))
    x = alt.X("value:Q", title=meaning, scale=alt.Scale(domain=[0, end], nice=False))
    line = (
        alt.Chart(alt.InlineData(values=rows_of(curve[["value", "density"]])))
        .mark_line(color=COST, clip=True)
        .encode(x=x, y=_height("density:Q", top), tooltip=[alt.Tooltip("value:Q", title=meaning)])
    )
    shown = (
        _as_ticks(values[values <= end], x)
        if len(values) < _FEW
        else _as_bars(bars, x, _height("height:Q", top))
    )
    mean, middle = (spelling.number(significant(v, 2)) for v in (values.mean(), np.median(values)))
    several = "" if len(values) == 1 else f" on average, half below {middle}"
    noun = "customer" if len(values) == 1 else "customers"
    title = f"{spelling.count(len(values))} {noun}, {meaning}: {mean}{several}"
    chart = alt.layer(shown, line).properties(
        width="container",
        height=230,
        title=alt.Title(
            title, subtitle="Line: how the model takes customers to differ.", subtitleColor=MUTED
        ),
        description=f"Bars or ticks: customers by {meaning}; line: the model's density. {title}.",
    )
    return spelling.of(chart)


def _height(field: str, top: float) -> alt.Y:
    return alt.Y(
        field,
        title="customers (density)",
        scale=alt.Scale(domain=[0, top]),
        axis=alt.Axis(labels=False, ticks=False, grid=False),
    )


def _bars(values: Any, end: float) -> pd.DataFrame:
    """Count the customers in bins of equal width, as densities."""
    if len(values) < _FEW:
        return pd.DataFrame({"height": [0.0]})
    counts, edges = np.histogram(values, bins=_BINS, range=(0.0, end))
    height = counts / (len(values) * (edges[1] - edges[0]))
    return pd.DataFrame(
        {"value": edges[:-1], "upto": edges[1:], "height": height, "customers": counts}
    )


def _as_bars(bars: pd.DataFrame, x: alt.X, y: alt.Y) -> Any:
    return (
        alt.Chart(alt.InlineData(values=rows_of(bars)))
        .mark_rect(fill=VALUE, fillOpacity=0.5)
        .encode(
            x=x,
            x2=alt.X2("upto:Q"),
            y=y,
            y2=alt.datum(0),
            tooltip=[
                alt.Tooltip("value:Q", title="from", format=".3~f"),
                alt.Tooltip("upto:Q", title="to", format=".3~f"),
                alt.Tooltip("customers:Q", format=",.0f"),
            ],
        )
    )


def _as_ticks(values: Any, x: alt.X) -> Any:
    return (
        alt.Chart(alt.InlineData(values=rows_of(pd.DataFrame({"value": values}))))
        .mark_tick(color=VALUE, thickness=2, size=24)
        .encode(x=x, y=alt.YValue(218), tooltip=[alt.Tooltip("value:Q", format=".3~f")])
    )
