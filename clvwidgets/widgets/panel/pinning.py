"""Keeping scenarios for comparison."""

from __future__ import annotations

from itertools import count

from clvwidgets.widgets.panel.state import Fielded


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
