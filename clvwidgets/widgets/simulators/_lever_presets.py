"""Where the explorer of levers starts: kinds of business, and projects of the world."""

from __future__ import annotations

from types import MappingProxyType
from typing import Any, Final

from clvwidgets.widgets.calculators.common_presets import by_business

# Nordlicht's contracts that run at the end of 2024: of the months of that year with and without a
# fault, the share at whose end one could leave and did; how many have the fault.
_PROJECTS: Final = MappingProxyType(
    {
        "Subscription: cards that work": (0.0428, 0.0292, 2376),
        "Subscription: boxes on time": (0.0539, 0.0300, 1123),
        "Subscription: fast support team": (0.0493, 0.0298, 1493),
        "Subscription: guide, readers against others": (0.0468, 0.0272, 2223),
    }
)


def lever_presets() -> dict[str, dict[str, Any]]:
    """Kinds of business with a project that keeps a tenth of the leavers; projects of the world."""
    choices = {"yardstick": "percent", "keeping": "retention", "whose": "new"}
    shops = by_business(
        "month", "order_value", "frequency", "gross_margin", "churn", "cac", "discount"
    )
    kinds = {
        name: {
            **values,
            "churn_with": round(0.9 * values["churn"], 4),
            "project_cost": round(
                0.02 * values["order_value"] * values["frequency"] * values["gross_margin"], 2
            ),
            "customers": 1000,
            **choices,
        }
        for name, values in shops.items()
    }
    contract = {"order_value": 45.6, "frequency": 1, "gross_margin": 0.62, "cac": 120}
    projects = {
        name: {
            **contract,
            "churn": churn,
            "discount": 0.10,
            "churn_with": churn_with,
            "project_cost": 2,
            "customers": customers,
            "yardstick": "range",
            "keeping": "churn",
            "whose": "running",
        }
        for name, (churn, churn_with, customers) in _PROJECTS.items()
    }
    return {**kinds, **projects}
