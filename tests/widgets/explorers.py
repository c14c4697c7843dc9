"""The explorers that the package offers: what is promised of one is tested of all."""

from __future__ import annotations

import inspect

from clvwidgets import TransactionLog
from clvwidgets.widgets.explorers.explorer import Explorer

from ..panels import EXPLORERS as HIDING
from ..panels import PANELS

EXPLORERS = {name: kind for name, kind in PANELS.items() if issubclass(kind, Explorer)}
"""Cards included, which show one customer and hide no groups."""

LEAST = 10

__all__ = ["EXPLORERS", "HIDING", "LEAST", "made", "reads_customers"]


def reads_customers(kind: type[Explorer]) -> bool:
    """Whether an explorer also takes a table that has one row a customer already."""
    return "churned" in inspect.signature(kind.__init__).parameters


def made(kind: type[Explorer], log: TransactionLog) -> Explorer:
    """Make an explorer that hides groups of fewer than `LEAST` customers."""
    options = {"since": "2023-07-01"} if kind.__name__ == "RFMExplorer" else {}
    return kind(log, min_group=LEAST, **options)
