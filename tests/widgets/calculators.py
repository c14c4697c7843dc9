"""The calculators that the package offers: what is promised of one is tested of all."""

from __future__ import annotations

import clvwidgets
from clvwidgets.widgets.calculators.calculator import Calculator

CALCULATORS: dict[str, type[Calculator]] = {
    name: public
    for name in clvwidgets.__all__
    if isinstance(public := getattr(clvwidgets, name), type) and issubclass(public, Calculator)
}


def most_letters(name: str) -> int:
    """How much of a panel may be stored: a simulator brings charts and presets of its own."""
    return 40_000 if "simulators" in CALCULATORS[name].__module__ else 20_000
