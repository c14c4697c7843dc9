"""How unevenly value is spread over customers."""

from __future__ import annotations

from typing import Any

import altair as alt
import numpy as np
import pandas as pd

from clvwidgets.arguments import checked
from clvwidgets.charts._spelling import Spelling
from clvwidgets.charts._tables import check_table
from clvwidgets.charts.compared import rows_of
from clvwidgets.charts.theme import MUTED, NEUTRAL, VALUE


@checked()
def lorenz_chart(
    curve: pd.DataFrame,
    *,
    gini: float,
    what: str = "value",
    locale: str = "en-US",
    currency: str = "EUR",
) -> Any:
    """Draw the share of value that comes from the customers of lowest value: below the diagonal.

    The curve from the best customer on is `clvwidgets.charts.value.concentration_curve`.

    Parameters
    ----------
    curve : pandas.DataFrame
        What `clvwidgets.models.lorenz_curve` gives.
    gini : float
        What `clvwidgets.models.gini_coefficient` gives.
    what : str
        What is spread, such as "expected value".
    locale, currency : str
        BCP 47 tag and ISO 4217 code, for all numbers.

    Returns
    -------
    altair.LayerChart

    Raises
    ------
    ValueError
        If the curve has no such columns, or what is no finite number in them.

    Examples
    --------
    >>> curve = pd.DataFrame({"customers": [0.0, 0.8, 1.0], "value": [0.0, 0.4, 1.0]})
    >>> lorenz_chart(curve, gini=0.4).to_dict()["title"]["text"]
    'The best fifth of customers has 60% of the value (Gini 0.4)'
    """
    check_table("curve", curve, ("customers", "value"))
    spelling = Spelling(locale, currency)
    top = 1.0 - float(np.interp(0.8, curve["customers"], curve["value"]))
    share = alt.Axis(format="%", values=[0, 0.2, 0.4, 0.6, 0.8, 1])
    x = alt.X("customers:Q", title="share of customers, lowest value first", axis=share)
    y = alt.Y("value:Q", title=f"their share of the {what}", axis=share)
    base = alt.Chart(alt.InlineData(values=rows_of(curve)))
    tooltip = [
        alt.Tooltip("customers:Q", title="share of customers", format=".0%"),
        alt.Tooltip("value:Q", title=f"share of the {what}", format=".1%"),
    ]
    line = base.mark_line(color=VALUE).encode(x=x, y=y, tooltip=tooltip)
    area = base.mark_area(fill=VALUE, opacity=0.12, tooltip=None).encode(
        x=x, y=y, y2=alt.Y2("customers:Q")
    )
    even = base.mark_line(color=NEUTRAL, strokeDash=[4, 3], strokeWidth=1.5).encode(
        x=x, y=alt.Y("customers:Q")
    )
    name = (
        alt.Chart(alt.InlineData(values=[{"at": 0.5}]))
        .mark_text(align="right", dx=-8, dy=-6, color=MUTED)
        .encode(x=alt.X("at:Q"), y=alt.Y("at:Q"), text=alt.TextValue("all customers alike"))
    )
    share_of_top, coefficient = spelling.percent(top), spelling.number(gini)
    chart = alt.layer(area, even, line, name).properties(
        width="container",
        height=300,
        title=alt.Title(
            f"The best fifth of customers has {share_of_top} of the {what} (Gini {coefficient})"
        ),
        description=(
            f"Lorenz curve below the diagonal of equal shares; the best fifth of customers has "
            f"{share_of_top} of the {what}, and the Gini coefficient is {coefficient}."
        ),
    )
    return spelling.of(chart)
