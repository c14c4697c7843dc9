"""All explorers that hide small groups, found and not listed."""

from __future__ import annotations

import clvwidgets
from clvwidgets.widgets.explorers.explorer import Explorer

LEAST = 10
# A card shows one customer, whoever asks for it; Explorer is what the others stand on.
EXPLORERS = {
    name: public
    for name in clvwidgets.__all__
    if isinstance(public := getattr(clvwidgets, name), type)
    and issubclass(public, Explorer)
    and name not in ("CustomerCard", "Explorer")
}


def made(kind, log):
    options = {"since": "2023-07-01"} if kind.__name__ == "RFMExplorer" else {}
    return kind(log, min_group=LEAST, **options)
