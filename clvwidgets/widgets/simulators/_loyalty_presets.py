"""What the loyalty simulator starts from: trials of the coffee shop, and kinds of business."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from clvwidgets.segments import BUSINESS_MODELS, BusinessModel

_PLAIN: Final[dict[str, Any]] = {
    "lift": 0.10,
    "anyway": 0.0,
    "reach": 0.25,
    "reach_lift": 0.30,
    "breakage": 0.25,
    "cost_ratio": 0.8,
    "enrolment": 0.4,
}
_TRIAL: Final[dict[str, Any]] = {**_PLAIN, "cost_ratio": 1.0, "enrolment": 1.0}
_OF_POINTS: Final[dict[str, Any]] = {
    **_TRIAL,
    "programme": "points",
    "reward": 0.05,
    "breakage": 0.30,
    "fixed_cost": 1.20,
    "gross_margin": 0.345,
}
_OF_TIERS: Final[dict[str, Any]] = {
    **_TRIAL,
    "programme": "tiers",
    "lift": 0.0,
    "reach_lift": 0.752,
    "reward": 0.02,
    "breakage": 0.0,
    "fixed_cost": 0.60,
}
_KINDS: Final = MappingProxyType(
    {"B2B": "discounts", "Subscription": "tiers", "Luxury": "experiences", "Software": "tiers"}
)


def _preset(model: BusinessModel) -> dict[str, Any]:
    """Write a kind of business: three percent back, half of the members' lead came anyway."""
    spend = round(model.order_value * model.orders_per_year, 2)
    return {
        **_PLAIN,
        "programme": _KINDS.get(model.name, "points"),
        "spend": spend,
        "gross_margin": model.gross_margin,
        "lift": 0.20,
        "anyway": 0.5,
        "reward": 0.03,
        "fixed_cost": round(0.005 * spend, 2),
    }


LOYALTY_PRESETS: Final[Mapping[str, Mapping[str, Any]]] = MappingProxyType(
    {
        "Shop: trial of points": {**_OF_POINTS, "spend": 112.05, "lift": 0.198},
        "Shop: points, 1 or 2 orders before": {
            **_OF_POINTS,
            "spend": 66.66,
            "lift": 0.176,
            "gross_margin": 0.327,
        },
        "Shop: points, 3 to 11 orders before": {
            **_OF_POINTS,
            "spend": 123.0,
            "lift": 0.26,
            "gross_margin": 0.352,
        },
        "Shop: points, 12 orders or more": {
            **_OF_POINTS,
            "spend": 309.43,
            "lift": 0.031,
            "gross_margin": 0.353,
        },
        "Shop: trial of tiers": {
            **_OF_TIERS,
            "spend": 116.14,
            "reach": 0.294,
            "gross_margin": 0.348,
        },
        "Shop: tiers, only for those near one": {
            **_OF_TIERS,
            "spend": 122.11,
            "reach": 1.0,
            "gross_margin": 0.35,
            "enrolment": 0.258,
        },
        **{model.name: _preset(model) for model in BUSINESS_MODELS},
    }
)
"""Values per year, so twice the half-year of a trial; the kinds of business are illustrative."""
