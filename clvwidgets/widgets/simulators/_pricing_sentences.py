"""What the charts of the pricing simulator say above themselves."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, Final

import altair as alt

from clvwidgets.charts.signals import money_text

LEAST_CHURN: Final = 0.005  # a month; with none at all a value would have no end


def new_in_words(now: SimpleNamespace) -> Any:
    """Say what the new price brings against today's; nothing where it is today's."""
    brings = (
        "The new "
        + _price(now.new_price)
        + " brings "
        + money_text(alt.expr.abs(now.gain))
        + alt.expr.if_(now.gain < 0, " less", " more")
        + " than today’s price. "
    )
    return alt.expr.if_(now.new_price == now.price, "", brings)


def best_in_words(now: SimpleNamespace) -> Any:
    """Say which price brings most, and why it is not the formula's where it is not."""
    best, top, text = now.best_price, now.formula_price, alt.expr.if_
    is_ours = alt.expr.abs(best - top) < 0.005 * best
    endless = (
        "At an elasticity of "
        + alt.expr.format(now.price_elasticity, ".2~f")
        + " each dearer price brings more: "
    )
    untried = "The formula’s " + _price(top) + " was not tried: "
    held = (now.highest < now.dearest) & (best >= now.highest) & (top > best)
    reason = text(
        is_ours,
        "",
        text(
            held,
            "No buyer has reason to pay more: ",
            text(alt.expr.isFinite(top), untried, endless),
        ),
    )
    capped = text(
        (now.further < now.churn_further) | (now.churn < LEAST_CHURN),
        "Churn is kept from 0.5% to 100%. ",
        "",
    )
    better = " brings " + money_text(now.best_gain) + " more than today’s price"
    is_best = now.best_gain > 0.001 * alt.expr.abs(now.value_today)
    return capped + reason + _price(best) + text(is_best, better, " is about the best")


def needed_in_words(now: SimpleNamespace) -> Any:
    """Say how sales must change, and how they will."""
    text, needed, will = alt.expr.if_, now.break_even, now.sales_change
    must = text(
        needed < 0,
        " sales may fall by " + _share(needed),
        " sales must rise by " + _share(needed) + " to bring as much",
    )
    must = text(
        alt.expr.isFinite(needed), must, " no number of sales brings as much as today’s price"
    )
    change = text(will < 0, "; they will fall by ", "; they will rise by ") + _share(will)
    return "At " + _price(now.new_price) + must + change


def _price(amount: Any) -> Any:
    """Write a price, with cents."""
    return alt.expr.format(amount, "$,.2f")


def _share(change: Any) -> Any:
    """Write how large a change is, whichever way it goes."""
    return alt.expr.format(alt.expr.abs(change), ".1%")
