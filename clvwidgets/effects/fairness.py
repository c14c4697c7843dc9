"""A rule that chooses customers, looked at group by group: aggregates for an audit."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

from clvwidgets.arguments import checked
from clvwidgets.data.any_table import read_columns, read_numbers, read_whole
from clvwidgets.doors import ANYTHING, TEXT, list_of
from clvwidgets.effects.equal_lists import (
    best_share,
    same_chance,
    same_share,
)
from clvwidgets.effects.parity import Mask, error_rates, ratio_of_rates, selection_rates

if TYPE_CHECKING:
    import pandas as pd

SHARES: Final = tuple(five / 100 for five in range(5, 55, 5))
"""Shares of customers that an audit looks at."""

RULES: Final = ("best", "same_share", "same_chance")
_MOST_GROUPS: Final = 12


@checked(table=ANYTHING)
def fairness_tables(
    table: Any,
    value: str,
    groups: Sequence[str],
    came: str | None = None,
    min_group: int = 10,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Count whom each rule chooses, for each column of groups and each share of customers.

    Nothing of a single customer is in the answer, and nothing of a small group.

    Parameters
    ----------
    table : table
        One row a customer.
    value : str
        Column that customers are ranked by, such as expected value.
    groups : sequence of str
        Columns that say to which group a customer belongs.
    came : str, optional
        Column of what each was worth, as came out later. Without it nothing is known of who was
        found, and a list with the same chance for the truly best cannot be made.
    min_group : int
        Customers that a group must have to be shown.

    Returns
    -------
    tuple of two pandas.DataFrame
        A row for each column of groups, rule and share, with ``ratio, ratio_low, ratio_high,
        passes`` (four fifths), ``lowest, highest`` (names), ``low_rate, high_rate, cost`` (share
        of the value reached), ``exchanged`` (customers) and ``hidden`` (groups); and one for each
        group too, with ``rate, low, high, customers`` and, if it is known, ``found, right``.

    Raises
    ------
    ValueError
        If a column is missing or has gaps, or a column has no two groups that can be shown.

    Examples
    --------
    >>> import pandas as pd
    >>> people = pd.DataFrame({"worth": range(100), "town": ["Ulm", "Bonn"] * 50})
    >>> told, of_groups = fairness_tables(people, "worth", ["town"])
    >>> told.query("rule == 'same_share'")["ratio"].round(2).unique().tolist()
    [1.0]
    """
    import pandas as pd

    list_of(TEXT).check("groups", groups)
    if not len(groups):
        raise ValueError("groups is empty: name the columns that say who belongs together.")
    whole = read_whole(table)
    ranked = read_numbers(read_columns(whole, value=value)[value], "value")
    later = None if came is None else read_numbers(read_columns(whole, came=came)[came], "came")
    bests = {share: best_share(ranked, share) for share in SHARES}
    oughts = {} if later is None else {share: best_share(later, share) for share in SHARES}
    worth = ranked if later is None else later
    summed, parts = [], []
    for name in dict.fromkeys(groups):
        group = read_columns(whole, groups=name)[name]
        if group.nunique() > _MOST_GROUPS:
            raise ValueError(
                f"Column {name!r}, given in groups, has {group.nunique():,} different values, more "
                f"than {_MOST_GROUPS}. Put them into a few groups first."
            )
        group = group if group.isna().any() else group.astype(str).astype("category")
        for rule in RULES if later is not None else RULES[:2]:
            for share in SHARES:
                best = bests[share]
                chosen = best if rule == "best" else _chosen(rule, ranked, group, later, share)
                row, rows = _counted(chosen, group, oughts.get(share), min_group)
                row["exchanged"] = int((best & ~chosen).sum())
                reached = float(worth[best].sum())
                row["cost"] = 1 - float(worth[chosen].sum()) / reached if reached > 0 else 0.0
                key = {"attribute": name, "rule": rule, "share": round(100 * share)}
                summed.append({**key, **row})
                parts.append(rows.assign(**key))
    return pd.DataFrame(summed), pd.concat(parts, ignore_index=True)


def _chosen(rule: str, ranked: Any, group: Any, later: Any, share: float) -> Mask:
    if rule == "same_share":
        return same_share(ranked, group, share)
    return same_chance(ranked, group, later, share)


def _counted(
    chosen: Mask, group: Any, ought: Mask | None, min_group: int
) -> tuple[dict[str, Any], pd.DataFrame]:
    rates = selection_rates(chosen, group, min_group)
    ratio = ratio_of_rates(rates)
    told = {
        "ratio": ratio.value,
        "ratio_low": ratio.low,
        "ratio_high": ratio.high,
        "passes": bool(rates["four_fifths"].all()),
        "lowest": str(ratio.lowest),
        "highest": str(ratio.highest),
        "low_rate": float(rates["rate"].min()),
        "high_rate": float(rates["rate"].max()),
        "hidden": int(rates.attrs["hidden"]),
    }
    rows = rates[["rate", "low", "high", "customers"]].copy()
    if ought is not None:
        errors = error_rates(chosen, group, ought, min_group)
        rows = rows.join(errors[["found", "right"]])
    return told, rows.rename_axis("group").reset_index()
