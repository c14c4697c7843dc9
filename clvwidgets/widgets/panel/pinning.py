"""Keeping scenarios for comparison."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import count
from typing import TYPE_CHECKING, Any

from clvwidgets.widgets.panel.state import Fielded

if TYPE_CHECKING:
    import pandas as pd


class Pinning(Fielded):
    """The part of a panel that keeps what it shows beside what it will show."""

    def pin(self, name: str = "") -> None:
        """Keep the present scenario for comparison.

        Parameters
        ----------
        name : str, optional
            What to call it; the first of "Scenario 1" and so on that is free if left out.
        """
        taken = {pin["name"] for pin in self.pinned}
        free = (f"Scenario {number}" for number in count(1))
        name = name or next(one for one in free if one not in taken)
        self.pinned = [*self.pinned, {"name": name, "values": self._state()}]

    def unpin(self) -> None:
        """Forget all pinned scenarios."""
        self.pinned = []


def scenario_rows(
    now: Mapping[str, Any],
    pinned: Sequence[Mapping[str, Any]],
    labels: Mapping[str, str],
    answer: Callable[[Mapping[str, Any]], Mapping[str, float]],
) -> pd.DataFrame:
    """List fields and results of what is now and what is pinned.

    Parameters
    ----------
    now : mapping
        The fields' values.
    pinned : sequence of mapping
        Scenarios with name and values.
    labels : mapping
        Name of a field or result to its label; what has none is left out.
    answer : callable
        Gives the results for values.

    Returns
    -------
    pandas.DataFrame
        Columns scenario, kind ("input" or "result"), name, label, value.
    """
    import pandas as pd

    scenarios = [("now", now), *((pin["name"], pin["values"]) for pin in pinned)]
    rows = [
        {"scenario": name, "kind": kind, "name": key, "label": labels[key], "value": value}
        for name, values in scenarios
        for kind, told in (("input", values), ("result", answer(values)))
        for key, value in told.items()
        if key in labels
    ]
    return pd.DataFrame(rows)
