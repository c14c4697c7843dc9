"""Two explorers on the same customers: what is chosen in one filters the other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from clvwidgets.arguments import checked
from clvwidgets.widgets.explorers._linked import CROSSED, Linked
from clvwidgets.widgets.panel.panel import MOST_ROWS

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

    from clvwidgets.segments.groups import Mask
    from clvwidgets.widgets.explorers.explorer import Explorer


class Link:
    """A link between two explorers; see `link_explorers`."""

    def __init__(self, one: Explorer, other: Explorer) -> None:
        for explorer in (one, other):
            if explorer._link is not None:
                raise ValueError(
                    f"This {explorer.panel_name} is linked already. Take that link off first: "
                    "link = link_explorers(a, b); link.unlink()."
                )
        self._pair = (one, other)
        self._places = {id(one): _places(one, other), id(other): _places(other, one)}
        self._stops: list[Any] = []
        one._link = other._link = self
        for explorer in self._pair:
            self._connect(explorer)

    def partner(self, explorer: Linked) -> Explorer:
        """Find the other explorer of the two."""
        one, other = self._pair
        return other if explorer is one else one

    def mask_for(self, explorer: Linked) -> Mask | None:
        """Which customers of an explorer its partner's choice leaves; None for all."""
        partner = self.partner(explorer)
        mask = partner._own_mask()
        if not mask.any() and not partner.selection.get("keys"):
            return None
        places = self._places[id(explorer)]
        found: Mask = (places >= 0) & mask[places]
        return found

    def unlink(self) -> None:
        """Take the link off; both explorers show all customers again."""
        for stop in self._stops:
            stop()
        for explorer in self._pair:
            explorer._link = None
            explorer.datasets = {
                name: rows for name, rows in explorer.datasets.items() if name != CROSSED
            }
            explorer.filter = {"keys": []}
            explorer._send_sums(None)

    def _connect(self, explorer: Explorer) -> None:
        """Let the partner's choice filter an explorer: in the browser where its sums allow."""
        partner = self.partner(explorer)
        can_filter = explorer.is_made_of_cells and partner.is_chosen_by_keys
        if can_filter and not _hides(explorer, partner):
            from clvwidgets.segments.groups import crossed

            table = crossed(
                explorer.groups, partner.groups, explorer.sums(), self._places[id(explorer)]
            )
            if len(table) + sum(map(len, explorer.datasets.values())) <= MOST_ROWS:
                self._connect_in_browser(explorer, partner, table)
                return

        def follow(_change: Any) -> None:
            with explorer.hold_sync():
                # The browser has no pairs to filter by: it only says that some are missing.
                explorer.filter = {"keys": explorer._partner_keys()}
                explorer._send_sums(explorer._among())

        names = ["selection", *([] if partner.is_chosen_by_keys else partner.fields())]
        partner.observe(follow, names)
        self._stops.append(lambda: partner.unobserve(follow, names))
        follow(None)

    def _connect_in_browser(
        self, explorer: Explorer, partner: Explorer, table: pd.DataFrame
    ) -> None:
        from ipywidgets import jsdlink

        explorer.update_data(CROSSED, table)
        link = jsdlink((partner, "selection"), (explorer, "filter"))
        self._stops.append(link.unlink)


@checked()
def link_explorers(one: Explorer, other: Explorer) -> Link:
    """Let a choice in one explorer filter the other, and the other way round.

    Where the sums of the two explorers' groups allow it, the browser filters by itself, at the
    speed of the hand; else Python adds up the chosen customers anew. ``selected`` of either are
    the customers that are chosen in both.

    Parameters
    ----------
    one, other : Explorer
        Over the same customers, or some of the same: they are matched by their name.

    Returns
    -------
    Link
        ``link.unlink()`` takes it off again.

    Raises
    ------
    ValueError
        If one of them is linked already, or they have no customer in common.

    Examples
    --------
    >>> from clvwidgets import RFMExplorer, CohortExplorer, TransactionLog, load_dataset
    >>> log = TransactionLog(load_dataset("cdnow"))
    >>> segments, cohorts = RFMExplorer(log), CohortExplorer(log)
    >>> link = link_explorers(segments, cohorts)
    >>> cohorts.selection = {"keys": ["1997-01"]}
    >>> segments.select("Champions")
    >>> set(segments.selected.index) <= set(cohorts.customers.query("cohort == '1997-01'").index)
    True
    >>> link.unlink()
    """
    return Link(one, other)


def _places(explorer: Explorer, partner: Explorer) -> np.ndarray[Any, np.dtype[np.int64]]:
    """Position of each customer of an explorer in its partner; -1 for who is not there."""
    import numpy as np

    own, others = explorer.customers.index, partner.customers.index
    places = np.arange(len(own)) if own.equals(others) else others.get_indexer(own)
    if (places < 0).all():
        raise ValueError(
            f"{explorer.panel_name} and {partner.panel_name} have no customer in common. "
            "Make both from the same table."
        )
    return np.asarray(places, dtype=np.int64)


def _hides(*explorers: Explorer) -> bool:
    """Whether small groups are hidden: then pairs of groups, which are smaller, must not show."""
    return any(explorer.min_group > 1 for explorer in explorers)
