"""Customer lifetime value in JupyterLab: calculators, segment explorers, and a checked course.

The names below load when they are first used, so that importing the package costs next to nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from clvwidgets.data import TransactionLog, list_datasets, load_dataset
    from clvwidgets.widgets._links import link_explorers
    from clvwidgets.widgets.acquisition import CACPayback, UnitEconomics
    from clvwidgets.widgets.averages import NetCLV, SimpleCLV
    from clvwidgets.widgets.cohort_explorer import CohortExplorer
    from clvwidgets.widgets.comparison import CompareMethods
    from clvwidgets.widgets.customer_card import CustomerCard
    from clvwidgets.widgets.customer_world import CustomerWorld
    from clvwidgets.widgets.discounted import DiscountedCLV
    from clvwidgets.widgets.explorer import Explorer
    from clvwidgets.widgets.kpi_dashboard import KPIDashboard
    from clvwidgets.widgets.lifecycle import LifecycleCLV
    from clvwidgets.widgets.lifecycle_explorer import LifecycleExplorer
    from clvwidgets.widgets.markov import MarkovCLV
    from clvwidgets.widgets.mixed_churn import MixedChurn
    from clvwidgets.widgets.next_purchase_explorer import NextPurchaseExplorer
    from clvwidgets.widgets.panel import Panel
    from clvwidgets.widgets.profile_explorer import ProfileExplorer
    from clvwidgets.widgets.rfm_explorer import RFMExplorer
    from clvwidgets.widgets.subscription import SubscriptionCLV
    from clvwidgets.widgets.value_explorer import ValueExplorer

__all__ = [
    "CACPayback",
    "CohortExplorer",
    "CompareMethods",
    "CustomerCard",
    "CustomerWorld",
    "DiscountedCLV",
    "Explorer",
    "KPIDashboard",
    "LifecycleCLV",
    "LifecycleExplorer",
    "MarkovCLV",
    "MixedChurn",
    "NetCLV",
    "NextPurchaseExplorer",
    "Panel",
    "ProfileExplorer",
    "RFMExplorer",
    "SimpleCLV",
    "SubscriptionCLV",
    "TransactionLog",
    "UnitEconomics",
    "ValueExplorer",
    "__version__",
    "link_explorers",
    "list_datasets",
    "load_dataset",
]

_HOMES = {
    "CustomerCard": "clvwidgets.widgets.customer_card",
    "KPIDashboard": "clvwidgets.widgets.kpi_dashboard",
    "NextPurchaseExplorer": "clvwidgets.widgets.next_purchase_explorer",
    "ProfileExplorer": "clvwidgets.widgets.profile_explorer",
    "Explorer": "clvwidgets.widgets.explorer",
    "link_explorers": "clvwidgets.widgets._links",
    "LifecycleExplorer": "clvwidgets.widgets.lifecycle_explorer",
    "CohortExplorer": "clvwidgets.widgets.cohort_explorer",
    "ValueExplorer": "clvwidgets.widgets.value_explorer",
    "UnitEconomics": "clvwidgets.widgets.acquisition",
    "SimpleCLV": "clvwidgets.widgets.averages",
    "NetCLV": "clvwidgets.widgets.averages",
    "MarkovCLV": "clvwidgets.widgets.markov",
    "MixedChurn": "clvwidgets.widgets.mixed_churn",
    "LifecycleCLV": "clvwidgets.widgets.lifecycle",
    "CustomerWorld": "clvwidgets.widgets.customer_world",
    "DiscountedCLV": "clvwidgets.widgets.discounted",
    "CompareMethods": "clvwidgets.widgets.comparison",
    "CACPayback": "clvwidgets.widgets.acquisition",
    "Panel": "clvwidgets.widgets.panel",
    "RFMExplorer": "clvwidgets.widgets.rfm_explorer",
    "SubscriptionCLV": "clvwidgets.widgets.subscription",
    "TransactionLog": "clvwidgets.data",
    "list_datasets": "clvwidgets.data",
    "load_dataset": "clvwidgets.data",
}


def __getattr__(name: str) -> Any:
    if name == "__version__":
        from importlib.metadata import version

        return version("clvwidgets")
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module 'clvwidgets' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)


def _jupyter_labextension_paths() -> list[dict[str, str]]:
    """Say where the built JupyterLab extension lies (jupyter-builder asks)."""
    return [{"src": "labextension", "dest": "clvwidgets"}]
