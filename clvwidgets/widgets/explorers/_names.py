"""Names of groups, as people give them."""

from __future__ import annotations

from collections.abc import Sequence


def one_by_one(groups: Sequence[str | Sequence[str]]) -> list[str]:
    """List names that were given one by one, or several in a list.

    Parameters
    ----------
    groups : sequence of str or sequence of str

    Returns
    -------
    list of str

    Examples
    --------
    >>> one_by_one(("New", ["Loyal", "Asleep"]))
    ['New', 'Loyal', 'Asleep']
    """
    return [name for given in groups for name in ([given] if isinstance(given, str) else given)]
