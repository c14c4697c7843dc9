"""The calculators that the package offers: what is promised of one is tested of all."""

from __future__ import annotations

import clvwidgets
from clvwidgets.widgets.calculators.calculator import Calculator

CALCULATORS: dict[str, type[Calculator]] = {
    name: public
    for name in clvwidgets.__all__
    if isinstance(public := getattr(clvwidgets, name), type) and issubclass(public, Calculator)
}
