"""What the simulator of prices starts from: two trials of the world, and kinds of business."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from clvwidgets.segments import BUSINESS_MODELS, BusinessModel

Preset = dict[str, Any]

_FORM: Final = "constant_elasticity"
_PRODUCTS: Final[Mapping[str, tuple[float, float, float, float]]] = {
    "House espresso": (11.9, 6.19, 1.43, 0.0573),
    "Ethiopia filter": (14.9, 8.64, 2.62, 0.0602),
    "Organic espresso": (13.9, 7.51, 0.64, 0.0611),
    "Paper filters": (4.9, 2.06, 3.14, 0.0588),
}
"""Usual price, unit cost, elasticity and share of buyers: from `shop_price_trial`, log-log line."""

_BUSINESS: Final[Mapping[str, tuple[float, float, float]]] = {
    "E-commerce": (2.6, 0.03, 1.0),
    "Retail shop": (2.6, 0.2, 1.0),
    "B2B": (2.6, 0.05, 1.0),
    "Subscription": (1.4, 0.05, 0.05),
    "Streaming": (2.2, 0.05, 0.05),
    "Luxury": (1.5, 0.01, 1.0),
    "Software": (1.1, 0.02, 0.03),
}
"""Elasticity, share of buyers, and for those who pay each month by which part of churn a tenth of
price moves it (1 for single purchases). Illustrative, about published means: 1.76 over 367
estimates (Tellis 1988), 2.62 over 1,851 (Bijmolt, van Heerde & Pieters 2005)."""


def _shown(name: str) -> tuple[str, Preset]:
    price, cost, elasticity, buyers = _PRODUCTS[name]
    return f"Shop: {name}", {
        "price": price,
        "new_price": round(0.9 * price, 2),
        "cost": cost,
        "price_elasticity": elasticity,
        "form": _FORM,
        "buyers": buyers,
        "tried": 0.2,
        "worth": round(1.5 * price, 2),
        "later": 0,
        "churn": 1,
        "churn_further": 0,
        "earlier": 0,
        "discount": 0.1,
    }


FEES: Final[Preset] = {
    "price": 48,
    "new_price": 58,
    "cost": 18,
    "price_elasticity": 1.13,
    "form": _FORM,
    "buyers": 0.1167,
    "tried": 0.2,
    "worth": 72,
    "later": 0,
    "churn": 0.0381,
    "churn_further": 0.0034,
    "earlier": 0,
    "discount": 0.1,
}
"""From `subscription_price_trial`: elasticity of sign-ups, and churn along the fee."""


def _of_business(model: BusinessModel) -> Preset:
    """Write a kind of business: a tenth off, which for single purchases fills some cupboards."""
    elasticity, buyers, answer = _BUSINESS[model.name]
    price = model.order_value
    is_single = answer == 1.0
    churn = 1 if is_single else model.churn_per("month")
    return {
        "price": price,
        "new_price": round(0.9 * price, 2),
        "cost": round(price * (1 - model.gross_margin), 2),
        "price_elasticity": elasticity,
        "form": _FORM,
        "buyers": buyers,
        "tried": 0.2,
        "worth": round(1.3 * price, 2),
        "later": 0,
        "churn": churn,
        "churn_further": 0 if is_single else round(answer * churn, 4),
        "earlier": 0.2 if is_single else 0,
        "discount": 0.1,
    }


PRESETS: Final[Mapping[str, Preset]] = {
    **dict(_shown(name) for name in _PRODUCTS),
    "Subscription: trial of fees": FEES,
    **{model.name: _of_business(model) for model in BUSINESS_MODELS},
}
