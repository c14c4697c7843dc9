"""From what a customer pays down to what is left of it: the steps that calculators share."""

from __future__ import annotations

from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any

import altair as alt

from clvwidgets.charts.bars import Bar, staircase
from clvwidgets.charts.signals import money_text
from clvwidgets.charts.theme import COST, NEUTRAL, VALUE


def left_of_revenue(now: SimpleNamespace, otherwise: Any) -> Any:
    """Say how much of the revenue is left, or something else where nothing is."""
    left = "Of " + money_text(now.revenue) + " that they pay, " + money_text(now.net) + " is left"
    return alt.expr.if_(now.net >= 0, left, otherwise)


def staircase_to_net(
    now: SimpleNamespace,
    pinned: SimpleNamespace,
    title: Any,
    currency: str,
    *,
    also: Sequence[Bar] = (),
) -> Any:
    """Draw what comes off the revenue: goods, service, what else there is, and winning them.

    Parameters
    ----------
    now, pinned : SimpleNamespace
        Revenue, goods, service, cac and net, as expressions.
    title : any
        Expression of one sentence that says what is seen.
    currency : str
        ISO 4217 code, for the axis.
    also : sequence of Bar
        What else comes off, before the cost of winning them.

    Returns
    -------
    altair.LayerChart
    """
    bars = [
        Bar("Revenue", now.revenue, pinned.revenue, NEUTRAL),
        Bar("Goods", -now.goods, -pinned.goods, COST),
        Bar("Service", -now.service, -pinned.service, COST),
        *also,
        Bar("Winning them", -now.cac, -pinned.cac, COST),
        Bar("Net value", now.net, pinned.net, VALUE),
    ]
    return staircase(bars, title, f"money in a lifetime, {currency}")
