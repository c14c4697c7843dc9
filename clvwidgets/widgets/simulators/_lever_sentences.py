"""What the explorer of levers says: how far each lever moves, and which is strongest."""

from __future__ import annotations

from types import MappingProxyType, SimpleNamespace
from typing import Any, Final

import altair as alt

from clvwidgets.charts.signals import money_text, signal
from clvwidgets.strategies import LEVER_PROJECTS

LABELS: Final = MappingProxyType(
    {
        "order_value": "Order value",
        "frequency": "Order frequency",
        "gross_margin": "Gross margin",
        "churn": "Retention",
        "cac": "Cost to acquire",
        "discount": "Discount rate",
    }
)


def _percent(share: Any) -> Any:
    return signal(f"format({share}, '.2~%')")


def _number(count: Any) -> Any:
    return signal(f"format({count}, '.3~f')")


def _money(amount: Any) -> Any:
    """Write an amount, cents below 100: from and to in one form."""
    return signal(f"format({amount}, abs({amount}) < 99.995 ? '$,.2f' : '$,.0f')")


def moves_in_words(now: SimpleNamespace) -> dict[str, Any]:
    """Say under each lever from where to where it is moved or, by the euro, what that costs."""
    per = " per {period}"
    by_range = (now.yardstick == "range") | (now.yardstick == "euro")
    from_to = {
        "order_value": _money(now.order_value) + " → " + _money(now.order_value_to),
        "frequency": _number(now.frequency) + " → " + _number(now.frequency_to) + per,
        "gross_margin": _percent(now.gross_margin) + " → " + _percent(now.gross_margin_to),
        "churn": alt.expr.if_(
            by_range | (now.keeping == "churn"),
            "churn " + _percent(now.churn) + " → " + _percent(now.churn_to),
            _percent(1 - now.churn) + " → " + _percent(1 - now.churn_to),
        ),
        "cac": alt.expr.if_(
            now.whose == "running",
            "paid already",
            _money(now.cac) + " → " + _money(now.cac_to),
        ),
        "discount": _percent(now.discount) + " → " + _percent(now.discount_to) + " a year",
    }
    costs = {
        **{
            name: "costs " + _money(LEVER_PROJECTS[name][1] * now.contribution) + per
            for name in ("order_value", "frequency", "gross_margin")
        },
        "churn": "costs " + _money(now.project_cost) + per,
        "cac": alt.expr.if_(
            now.whose == "running",
            "paid already",
            "costs " + _money(LEVER_PROJECTS["cac"][1] * now.cac) + " once",
        ),
        "discount": "not for sale",
    }
    return {
        name: alt.expr.if_(now.yardstick == "euro", costs[name], words)
        for name, words in from_to.items()
    }


def sentence(now: SimpleNamespace) -> Any:
    """Say which lever is the strongest by the yardstick, and where a rate is cut short."""
    adds = ",".join(str(getattr(now, f"{name}_adds")) for name in LABELS)
    names = [label.lower() for label in LABELS.values()]
    strongest = signal(f"{names!r}[indexof([{adds}], {now.strongest})]")
    by = alt.expr.if_(
        now.yardstick == "euro",
        "By the euro",
        alt.expr.if_(
            now.yardstick == "range",
            "Each by its own range",
            alt.expr.if_(now.yardstick == "tenth", "By a tenth of each", "By 1% of each"),
        ),
    )
    of_whom = alt.expr.if_(
        now.whose == "running", " of a customer of today", " of a new customer, net"
    )
    most = (
        by
        + ", "
        + strongest
        + " is strongest: it "
        + alt.expr.if_(now.yardstick == "euro", "brings ", "adds ")
        + money_text(now.strongest)
        + alt.expr.if_(
            now.yardstick == "euro",
            " for each euro spent on it",
            " to " + money_text(now.value) + of_whom,
        )
    )
    by_share = (now.yardstick == "percent") | (now.yardstick == "tenth")
    cut_short = alt.expr.if_(
        by_share & (now.churn > 0) & (now.churn_to <= 0), "; retention is cut short at 100%", ""
    ) + alt.expr.if_(now.gross_margin_to >= 1, "; gross margin is cut short at 100%", "")
    return (
        alt.expr.if_(
            alt.expr.isFinite(now.value),
            alt.expr.if_(now.strongest > 0, most, "No lever adds anything here"),
            "Nobody leaves and waiting costs nothing: the value has no limit",
        )
        + cut_short
    )
