"""What the cross-selling simulator starts from: the shop's trial, and kinds of business."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from clvwidgets.segments import BUSINESS_MODELS, BusinessModel

_DESCALER: Final[Mapping[str, float]] = {
    "pair": 1,
    "added": 0.05,
    "add_on_margin": 5.52,
    "cannibalised": 0.0,
    "base_margin": 5.71,
    "nagging": 0.0,
    "order_margin": 11.69,
    "frequency": 0.3,
    "churn": 0.0561,
    "discount": 0.10,
    "upgrade": 10,
    "moves_up": 0.015,
    "moves_down": 0.0055,
}


def _preset(model: BusinessModel) -> dict[str, float]:
    """Write a kind of business: five more of a hundred take an add-on of a tenth."""
    order = round(model.order_value * model.gross_margin, 2)
    return {
        **_DESCALER,
        "added": 0.05,
        "add_on_margin": round(order / 10, 2),
        "cannibalised": 0.1,
        "base_margin": round(order / 10, 2),
        "nagging": 0.001,
        "order_margin": order,
        "frequency": round(model.orders_per_year / 12, 4),
        "churn": model.churn_per("month"),
        "upgrade": round(model.net_margin_per_year / 12 / 3, 2),
    }


CROSS_SELLING_PRESETS: Final[Mapping[str, Mapping[str, float]]] = MappingProxyType(
    {
        "Shop: trial of the descaler": _DESCALER,
        "Shop: trial of the cup": {
            **_DESCALER,
            "pair": 2,
            "added": 0.032,
            "add_on_margin": 5.44,
            "cannibalised": 0.1,
            "base_margin": 5.44,
        },
        "Shop: trial of paper filters": {
            **_DESCALER,
            "pair": 3,
            "added": 0.021,
            "add_on_margin": 2.84,
            "cannibalised": 0.1,
            "base_margin": 2.84,
        },
        "Shop: trial of the dearer coffee": {
            **_DESCALER,
            "pair": 4,
            "added": 0.069,
            "add_on_margin": 6.93,
            "cannibalised": 1,
            "base_margin": 4.46,
        },
        "Contracts: a dearer plan": {**_DESCALER, "churn": 0.0349},
        **{model.name: _preset(model) for model in BUSINESS_MODELS},
    }
)
"""A set of all fields by name; those of the shop are what its trial by lot measured."""
