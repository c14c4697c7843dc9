"""The explorers that the package offers: what is promised of one is tested of all."""

from __future__ import annotations

import inspect

import clvwidgets
from clvwidgets.widgets.explorers.explorer import Explorer

EXPLORERS: dict[str, type[Explorer]] = {
    name: public
    for name in clvwidgets.__all__
    if isinstance(public := getattr(clvwidgets, name), type)
    and issubclass(public, Explorer)
    and public is not Explorer  # which shows nothing by itself
}


def reads_customers(kind: type[Explorer]) -> bool:
    """Whether an explorer also takes a table that has one row a customer already."""
    return "churned" in inspect.signature(kind.__init__).parameters


HIDING = {name: kind for name, kind in EXPLORERS.items() if kind is not clvwidgets.CustomerCard}
"""Those that hide small groups; a card shows one customer, whoever asks for it."""

LEAST = 10


def made(kind: type[Explorer], log: clvwidgets.TransactionLog) -> Explorer:
    """Make an explorer that hides groups of fewer than `LEAST` customers."""
    options = {"since": "2023-07-01"} if kind.__name__ == "RFMExplorer" else {}
    return kind(log, min_group=LEAST, **options)
