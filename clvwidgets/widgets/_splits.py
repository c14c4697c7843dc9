"""What explorers have in common whose customers can be sorted by one thing or another."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from clvwidgets.widgets.explorer import Explorer


def forget_stale_choice(explorer: Explorer) -> None:
    """Choose nobody if what was chosen is not among the groups any more; it is no step to undo."""
    if not set(explorer.groups.keys).issuperset(explorer.selection.get("keys", [])):
        with explorer._without_recording():
            explorer.selection = {"keys": []}
