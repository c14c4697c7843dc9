"""Explorers whose customers can be sorted by one thing or another, as a field says."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar

from clvwidgets.widgets.explorers.explorer import Explorer
from clvwidgets.widgets.panel.fields import choice

if TYPE_CHECKING:
    from clvwidgets.segments.groups import Groups


class Split(Explorer):
    """An explorer that shows the groups of one split of the customers at a time."""

    split_by: ClassVar[str]
    """Name of the field that says which split is shown."""

    _splits: dict[str, Groups]

    def _offer(self, **offers: tuple[str, Mapping[str, str]]) -> None:
        """Offer in fields what these customers have: the value at the start, and all by label."""
        fields = type(self).fields()
        self.add_traits(
            **{
                name: choice(fields[name].label, start, options=options, help=fields[name].help)
                for name, (start, options) in offers.items()
            }
        )

    def _compared_attributes(self, attributes: tuple[str, ...]) -> list[str]:
        """List the attributes that are more than a note of who may be written to."""
        return [name for name in attributes if name != self.consent]

    def grouped(self) -> Groups:
        """Sort the customers into groups."""
        return self._splits[getattr(self, self.split_by)]

    def _split_anew(self) -> None:
        """Show another split; a choice among groups that are gone is forgotten, not undone."""
        if not self.declaration:
            return
        self.groups = self.grouped()
        if not set(self.groups.keys).issuperset(self.selection.get("keys", [])):
            with self._without_recording():
                self.selection = {"keys": []}

    def _selection_rule(self) -> dict[str, Any]:
        # What is drawn are the groups already.
        return {**super()._selection_rule(), "within": self.split_by, "groups": []}
