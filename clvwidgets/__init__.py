"""Customer lifetime value in JupyterLab: calculators, segment explorers, and a checked course.

The names below load when they are first used, so that importing the package costs next to nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from clvwidgets.data import TransactionLog, list_datasets, load_dataset
    from clvwidgets.widgets.acquisition import CACPayback, UnitEconomics
    from clvwidgets.widgets.averages import NetCLV, SimpleCLV
    from clvwidgets.widgets.comparison import CompareMethods
    from clvwidgets.widgets.discounted import DiscountedCLV
    from clvwidgets.widgets.lifecycle import LifecycleCLV
    from clvwidgets.widgets.markov import MarkovCLV
    from clvwidgets.widgets.panel import Panel
    from clvwidgets.widgets.rfm_explorer import RFMExplorer
    from clvwidgets.widgets.subscription import SubscriptionCLV

__all__ = [
    "CACPayback",
    "CompareMethods",
    "DiscountedCLV",
    "LifecycleCLV",
    "MarkovCLV",
    "NetCLV",
    "Panel",
    "RFMExplorer",
    "SimpleCLV",
    "SubscriptionCLV",
    "TransactionLog",
    "UnitEconomics",
    "__version__",
    "list_datasets",
    "load_dataset",
]

_HOMES = {
    "UnitEconomics": "clvwidgets.widgets.acquisition",
    "SimpleCLV": "clvwidgets.widgets.averages",
    "NetCLV": "clvwidgets.widgets.averages",
    "MarkovCLV": "clvwidgets.widgets.markov",
    "LifecycleCLV": "clvwidgets.widgets.lifecycle",
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
