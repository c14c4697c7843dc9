"""The part of an explorer that another explorer's choice filters."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from clvwidgets.widgets.panel.state import Fielded

if TYPE_CHECKING:
    import pandas as pd

    from clvwidgets.segments.groups import Groups, Mask
    from clvwidgets.widgets.explorers.links import Link

CROSSED = "crossed"


class Linked(Fielded):
    """The part of an explorer that another one filters."""

    #: whether the chosen keys alone say who is chosen, without any field
    is_chosen_by_keys: bool = True

    customers: pd.DataFrame
    groups: Groups
    min_group: int

    _link: Link | None = None

    @property
    def is_made_of_cells(self) -> bool:
        """Whether every picture of the explorer is made from the sums of its groups."""
        return False

    def _among(self) -> Mask | None:
        """Which customers the linked explorer leaves, shape (n,); None for all."""
        return None if self._link is None else self._link.mask_for(self)

    def _partner_keys(self) -> list[str]:
        """Keys that are chosen in the linked explorer."""
        if self._link is None:
            return []
        keys: list[str] = self._link.partner(self).selection.get("keys", [])
        return keys

    def _sent_among(self) -> Mask | None:
        """Which customers the browser gets the sums of; where it filters by itself, of all."""
        return None if CROSSED in self.datasets else self._among()

    def _filtering(self) -> dict[str, Any]:
        """Describe to the browser how it can filter this panel by itself."""
        if not self.is_made_of_cells:
            return {}
        fields = ["customers", *self.sums()]
        return {"filtering": {"rows": "cells", "crossed": CROSSED, "key": "key", "fields": fields}}

    def sums(self) -> dict[str, Any]:
        """Name what is added up in each group."""
        raise NotImplementedError
