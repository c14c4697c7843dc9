"""The panels that the package offers: what is promised of one is tested of all."""

from __future__ import annotations

from typing import Any

import clvwidgets
from clvwidgets import Panel, TransactionLog
from clvwidgets.widgets.explorers.explorer import Explorer

_PUBLIC = {
    name: public
    for name in clvwidgets.__all__
    if isinstance(public := getattr(clvwidgets, name), type) and issubclass(public, Panel)
}

# What others stand on shows nothing by itself.
PANELS: dict[str, type[Panel]] = {
    name: kind
    for name, kind in _PUBLIC.items()
    if not any(other is not kind and issubclass(other, kind) for other in _PUBLIC.values())
}
# A card shows one customer, whoever asks for it.
EXPLORERS: dict[str, type[Explorer]] = {
    name: kind
    for name, kind in PANELS.items()
    if issubclass(kind, Explorer) and not name.endswith("Card")
}


def made(kind: type[Panel], log: TransactionLog, **options: Any) -> Panel:
    """Make a panel of a kind; the log keeps attributes, as profiles of customers need."""
    return kind(log, **options) if issubclass(kind, Explorer) else kind(**options)
