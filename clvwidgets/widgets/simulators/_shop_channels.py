"""What the channel simulator starts from: fields, the shop's numbers, kinds of business."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from clvwidgets.formulas import convert_rate, retention_clv
from clvwidgets.segments import BUSINESS_MODELS, BusinessModel
from clvwidgets.widgets.calculators.readouts import Readout
from clvwidgets.widgets.panel.fields import Known, NumberField, money

CHANNELS: Final = MappingProxyType(
    {
        "content": "Content",
        "social": "Social media",
        "paid": "Paid ads",
        "partners": "Partners",
    }
)
_SHOP: Final[Mapping[str, Any]] = {
    "budget": 2650,
    "best_by": "tried",
    "content": 250,
    "social": 450,
    "partners": 350,
    "value_content": 169,
    "value_social": 91,
    "value_paid": 82,
    "value_partners": 136,
    "usual_cac": 23.46,
    "reward": 5,
    "came_anyway": 0.72,
}


def _preset(model: BusinessModel) -> dict[str, Any]:
    """Write a kind of business: the shop's curves at its cost and value of a customer."""
    discount = convert_rate(0.10, "year", "month")
    margin, churn = model.net_margin_per_year / 12, model.churn_per("month")
    worth = float(f"{retention_clv(margin, 1 - churn, discount):.4g}")
    values = {f"value_{channel}": worth for channel in CHANNELS}
    return {**_SHOP, **values, "usual_cac": model.cac, "reward": round(0.2 * model.cac, 2)}


def spend_field(channel: str, default: float) -> NumberField:
    """Make the field of a channel's money per week."""
    return money(
        f"{channel}, spend per week",
        default,
        high=2000,
        step=10,
        help="Paid ads get what the three leave.",
    )


def value_field(channel: str, worth: float, low: float, high: float) -> NumberField:
    """Make the field of a customer's lifetime value, as measured on the shop's orders."""
    return money(
        f"{channel}: customer worth",
        worth,
        high=400,
        help="Lifetime value, first order now.",
        known=Known(worth, low, high, "orders of the shop"),
    )


def cost_readouts() -> tuple[Readout, ...]:
    """Tell what a customer costs in each channel but paid ads, on average and the next one."""
    return tuple(
        Readout(f"{which}_{channel}", f"{name}: {words}", "money", "lower")
        for channel, name in CHANNELS.items()
        if channel != "paid"
        for which, words in (("average", "a customer costs"), ("next", "the next one costs"))
    )


PRESETS: Final[Mapping[str, Mapping[str, Any]]] = MappingProxyType(
    {
        "Shop: usual week": _SHOP,
        "Shop: reward of 20": {**_SHOP, "reward": 20, "came_anyway": 0.58},
        **{model.name: _preset(model) for model in BUSINESS_MODELS},
    }
)
