"""The cash curve of one customer: what she cost, what she has paid back, and when."""

from __future__ import annotations

from typing import Any

import altair as alt

from clvwidgets.charts.signals import counted_text, money_text, signal
from clvwidgets.charts.theme import COST, MUTED, PINNED, TEXT, VALUE

# How far people look ahead in each period, and the distance of the axis' ticks.
_HORIZON = {"week": (104, 13), "month": (36, 6), "quarter": (16, 4), "year": (10, 1)}


def cumulative_cash_chart(
    now: Any, pinned: Any, *, payback: Any, cac: Any, period: str, currency: str
) -> Any:
    """Draw the money that a customer has brought in so far, less what she cost to win.

    Parameters
    ----------
    now, pinned : expressions of ``datum.time`` (periods since the customer was won): the
        cumulated money of the live and of the pinned scenario
    payback : expression, periods until the curve first reaches zero; infinite if never
    cac : expression, cost to acquire
    period : {"week", "month", "quarter", "year"}
    currency : ISO 4217 code, for the axis

    Returns
    -------
    altair.LayerChart

    Examples
    --------
    >>> cash = alt.datum.time * 40 - signal("cac")
    >>> chart = cumulative_cash_chart(
    ...     cash, cash, payback=signal("payback"), cac=signal("cac"), period="month", currency="EUR"
    ... )
    >>> chart.to_dict()["data"]
    {'sequence': {'start': 0, 'stop': 37, 'as': 'time'}}
    """
    horizon, step = _HORIZON[period]
    time = alt.X(
        "time:Q",
        title=f"{period}s since the customer was won",
        scale=alt.Scale(domain=[0, horizon], nice=False),
        axis=alt.Axis(values=list(range(0, horizon + 1, step))),
    )
    money = alt.Y("cash:Q", title=f"money so far, {currency}", axis=alt.Axis(format="~s"))
    live = alt.Chart().encode(x=time, y=money)
    before = alt.Chart().transform_filter(str(signal("has_pinned"))).encode(time, y="pinned_cash:Q")
    paid = live.transform_filter(alt.datum.time == payback)
    end = alt.datum.time == horizon
    name: dict[str, Any] = {"align": "right", "dy": -9, "fontWeight": 500}
    layers = [
        alt.Chart().mark_rule(strokeDash=[4, 3], color=MUTED).encode(y=alt.datum(0)),
        before.mark_line(color=PINNED),
        before.transform_filter(end).mark_text(text="pinned", color=MUTED, **name),
        live.mark_line(color=VALUE).encode(
            tooltip=[
                alt.Tooltip("time:Q", title=period),
                alt.Tooltip("cash:Q", title="money so far", format="$,.2f"),
            ],
        ),
        live.transform_filter(end).mark_text(text="now", color=VALUE, **name),
        paid.mark_circle(size=110, color=COST, opacity=1),
        paid.mark_text(
            text=alt.ExprRef(f"'paid back in {period} ' + format({payback}, '.0f')"),
            align="left",
            dx=6,
            dy=20,
            color=TEXT,
        ),
    ]
    return (
        alt.layer(*layers, data=alt.sequence(0, horizon + 1, as_="time"))
        .transform_calculate(cash=str(now), pinned_cash=str(pinned))
        .properties(
            width="container",
            height=250,
            title=alt.Title(alt.ExprRef(payback_sentence(payback, cac, period))),
            description="Line: money a customer has brought in so far, less the cost to win her.",
        )
    )


def payback_sentence(payback: Any, cac: Any, period: str) -> str:
    """Write the expression for the chart's title: whether and when a customer pays back.

    Examples
    --------
    >>> payback_sentence(signal("payback"), signal("cac"), "month")[:22]
    'if((!isFinite(payback)'
    """
    cost = money_text(cac)
    never = "This customer never pays back the " + cost + " it cost to win"
    at_once = "This customer has paid back at once"
    after = "After " + counted_text(payback, period, f"{period}s")
    paid = after + " this customer has paid back the " + cost + " it cost to win"
    return str(
        alt.expr.if_(~alt.expr.isFinite(payback), never, alt.expr.if_(payback == 0, at_once, paid))
    )
