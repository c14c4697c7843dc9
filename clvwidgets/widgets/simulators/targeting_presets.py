"""What the targeting simulator starts from: the shop's trial of an offer, and kinds of business."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from clvwidgets.segments import BUSINESS_MODELS

_OFFER: Final[Mapping[str, Any]] = {
    "rank_by": "score",
    "share": 0.18,
    "customers": 10_000,
    "value": 0.349,
    "discount": 0.08,
    "contact": 0.40,
    "trial": 28_517,
    "between": 0,
}

TARGETING_PRESETS: Final[Mapping[str, Mapping[str, Any]]] = MappingProxyType(
    {
        "Shop: offer to buyers of organic goods": _OFFER,
        "Shop: offer to everybody": {**_OFFER, "share": 1},
        "Shop: offer to who orders most": {**_OFFER, "rank_by": "response"},
        **{
            model.name: {**_OFFER, "value": model.gross_margin, "customers": 5_000}
            for model in BUSINESS_MODELS
        },
    }
)
"""A set of all fields by name; a kind of business gives the offer at its own margin."""
