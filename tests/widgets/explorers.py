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
