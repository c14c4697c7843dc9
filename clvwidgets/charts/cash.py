"""The cash curve of one customer: what they cost, what they have paid back, and when."""

from __future__ import annotations

from typing import Any, Final

import altair as alt

from clvwidgets.arguments import checked
from clvwidgets.charts._doors import EXPRESSION, with_results
from clvwidgets.charts.signals import amount_axis, counted_text, money_text, signal
from clvwidgets.charts.theme import COST, MUTED, PINNED, SURFACE, TEXT, VALUE
from clvwidgets.formulas import finite_clv

# How far people look ahead, and the distance of the axis' ticks, from how many periods there are
# in a year on: two years of weeks, three of months, four of quarters, ten years.
_HORIZON = {50: (104, 13), 11: (36, 6), 3: (16, 4), 0: (10, 1)}

_MOST = max(periods for periods, _step in _HORIZON.values())

_NEEDED: Final = ("margin", "churn", "discount_per_period", "cac")
_SCENARIO: Final = with_results(*_NEEDED, "payback")


@checked(case=with_results(*_NEEDED))
def money_so_far(case: Any) -> Any:
    """Write the money that a customer has brought in ``datum.time`` periods after being won.

    The payment at time 0 is the first, so t periods after it there are t + 1.

    Parameters
    ----------
    case : any
        Has margin and churn per period, discount_per_period, and cac, as expressions.

    Returns
    -------
    any
        Expression of ``datum.time``.
    """
    paid = finite_clv(case.margin, 1 - case.churn, case.discount_per_period, alt.datum.time + 1)
    return paid - case.cac


@checked(now=_SCENARIO, pinned=_SCENARIO)
def cumulative_cash_chart(now: Any, pinned: Any, *, period: str, currency: str) -> Any:
    """Draw the money that a customer has brought in so far, less what they cost to win.

    Parameters
    ----------
    now, pinned : any
        The live and the pinned scenario, with what `money_so_far` needs, and payback (periods until
        the curve first reaches zero; infinite if never), as expressions.
    period : str
        The period's name, or ``{period}`` in a panel that puts it in; how many of them a year has
        is the signal ``periods_per_year``.
    currency : str
        ISO 4217 code, for the axis.

    Returns
    -------
    altair.LayerChart

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> names = ("margin", "churn", "discount_per_period", "cac", "payback")
    >>> case = SimpleNamespace(**{name: signal(name) for name in names})
    >>> chart = cumulative_cash_chart(case, case, period="month", currency="EUR")
    >>> chart.to_dict()["data"]
    {'sequence': {'start': 0, 'stop': 105, 'as': 'time'}}
    """
    horizon, step = signal("cash_periods"), signal("cash_step")
    time = alt.X(
        "time:Q",
        title=f"{period}s since the customer was won",
        scale=alt.Scale(nice=False, domainMin=0, domainMax=alt.ExprRef(str(horizon))),
        axis=alt.Axis(values=alt.ExprRef(f"sequence(0, {horizon} + 1, {step})")),
    )
    money = alt.Y("cash:Q", title=f"money so far, {currency}", axis=amount_axis())
    live = alt.Chart().encode(x=time, y=money)
    before = (
        alt.Chart()
        .transform_filter(str(signal("has_pinned")))
        .encode(time, y=alt.Y("pinned_cash:Q"))
    )
    paid = live.transform_filter(alt.datum.time == now.payback)
    end = alt.datum.time == horizon
    late = f"{now.payback} > {horizon} / 2"
    layers = [
        alt.Chart().mark_rule(strokeDash=[4, 3], color=MUTED).encode(y=alt.YDatum(0)),
        before.mark_line(color=PINNED),
        live.mark_line(color=VALUE).encode(
            tooltip=[
                alt.Tooltip("time:Q", title=period),
                alt.Tooltip("cash:Q", title="money so far", format="$,.2f"),
            ],
        ),
        paid.mark_circle(size=110, color=COST, opacity=1),
        before.transform_filter(end).mark_text(
            text="pinned", color=MUTED, **_beside_end("datum.pinned_cash > datum.cash")
        ),
        live.transform_filter(end).mark_text(
            text="now", color=VALUE, **_beside_end("datum.cash >= datum.pinned_cash")
        ),
        *_written(
            paid,
            alt.ExprRef(f"'paid back in {period} ' + format({now.payback}, '.0f')"),
            TEXT,
            # Beside a late point there is room on its left, above the line.
            align=alt.ExprRef(f"{late} ? 'right' : 'left'"),
            dx=alt.ExprRef(f"{late} ? -6 : 6"),
            dy=alt.ExprRef(f"{late} ? -14 : 20"),
        ),
    ]
    return (
        alt.layer(*layers, data=alt.sequence(0, _MOST + 1, as_="time"))
        .add_params(
            alt.param(name=str(horizon), expr=_by_length(0)),
            alt.param(name=str(step), expr=_by_length(1)),
        )
        .transform_filter(f"datum.time <= {horizon}")
        .transform_calculate(cash=str(money_so_far(now)), pinned_cash=str(money_so_far(pinned)))
        .properties(
            width="container",
            height=250,
            title=alt.Title(alt.ExprRef(payback_sentence(now.payback, now.cac, period))),
            description="Line: money a customer has brought in so far, less the cost to win them.",
        )
    )


def _written(at: Any, text: Any, colour: str, **place: Any) -> list[Any]:
    """Write words that stay legible where a line runs behind them."""
    ground = {"color": SURFACE, "stroke": SURFACE, "strokeWidth": 4, "aria": False}
    return [at.mark_text(text=text, **{**look, **place}) for look in (ground, {"color": colour})]


def _beside_end(is_upper: str) -> dict[str, Any]:
    """Place a line's name at its end, on the side where the other line is not."""
    return {"align": "right", "fontWeight": 500, "dy": alt.ExprRef(f"{is_upper} ? -9 : 16")}


def _by_length(which: int) -> str:
    """Pick from `_HORIZON` by how many periods a year has."""
    *longer, (_least, last) = _HORIZON.items()
    text = str(last[which])
    for least, choices in reversed(longer):
        text = f"periods_per_year > {least} ? {choices[which]} : {text}"
    return text


@checked(payback=EXPRESSION, cac=EXPRESSION)
def payback_sentence(payback: Any, cac: Any, period: str) -> str:
    """Write the expression for the chart's title: whether and when a customer pays back.

    Parameters
    ----------
    payback, cac : any
        Expressions of the periods until the cost is back, and of the cost.
    period : str
        Name of the period, in the singular.

    Returns
    -------
    str

    Examples
    --------
    >>> payback_sentence(signal("payback"), signal("cac"), "month")[:22]
    'if((!isFinite(payback)'
    """
    cost = money_text(cac)
    never = "The average customer never pays back the " + cost + " it cost to win them"
    at_once = "The average customer has paid back at once"
    after = "After " + counted_text(payback, period, f"{period}s")
    paid = after + " the average customer has paid back the " + cost + " it cost to win them"
    return str(
        alt.expr.if_(~alt.expr.isFinite(payback), never, alt.expr.if_(payback == 0, at_once, paid))
    )
