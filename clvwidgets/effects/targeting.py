"""What both arms of an experiment did, among the best so many percent by a score."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from clvwidgets.arguments import checked
from clvwidgets.doors import ANYTHING, VECTOR, list_of
from clvwidgets.effects._areas import sums_above
from clvwidgets.effects._rows import Floats, Ranked, ranked
from clvwidgets.effects.uplift import ENOUGH
from clvwidgets.significant import significant

_MOST_PLACES: Final = 1001


@checked(outcome=VECTOR, score=VECTOR, treated=VECTOR)
def arms_by_share(
    outcome: npt.ArrayLike, score: npt.ArrayLike, treated: npt.ArrayLike, *, places: int = 51
) -> pd.DataFrame:
    """Summarise both arms among the best 0, 2, 4 ... 100 percent of the customers.

    It is all that a picture of targeting needs, and tells of nobody: what treating these customers
    brings follows for any margin, discount and cost. Customers of equal score stay together; a
    share that parts them takes a random part. Where an arm has fewer than ten customers, the
    numbers are those of the first share where both have as many.

    Parameters
    ----------
    outcome : array_like of shape (n,)
        What each customer did: 1 or 0, orders, or money.
    score : array_like of shape (n,)
        Known before the treatment; the highest come first.
    treated : array_like of shape (n,)
        True or 1 for who was treated, by lot.
    places : int
        How many shares, from 0 to 1 in equal steps; 2 to 1,001.

    Returns
    -------
    pandas.DataFrame
        Columns share; treated_mean, others_mean (of the outcome), treated_error, others_error
        (their standard errors); treated_any, others_any (share with an outcome above 0).

    Raises
    ------
    ValueError
        If an arm has fewer than ten customers, something is missing, or the columns do not belong
        together.

    References
    ----------
    Radcliffe (2007), Using Control Groups to Target on Predicted Lift, Direct Marketing Analytics
    Journal.

    Examples
    --------
    >>> arms = arms_by_share([1, 0] * 30, [2] * 30 + [1] * 30, [1, 0] * 30, places=3)
    >>> arms[["share", "treated_mean", "others_mean"]].to_numpy().tolist()
    [[0.0, 1.0, 0.0], [0.5, 1.0, 0.0], [1.0, 1.0, 0.0]]
    """
    if not 2 <= places <= _MOST_PLACES:
        raise ValueError(f"places must lie between 2 and {_MOST_PLACES:,}, got {places}.")
    rows = ranked(outcome, score, treated)
    arms = int(rows.treated.sum()), int((~rows.treated).sum())
    if min(arms) < ENOUGH:
        raise ValueError(
            f"{arms[0]:,} customers were treated and {arms[1]:,} were not; to see whom a treatment "
            f"changes, each arm needs {ENOUGH} at the very least."
        )
    shares = np.linspace(0, 1, int(places))
    counts = _at(shares, rows, np.ones(len(rows.outcome)))
    first = int(np.argmax(np.minimum(*counts) >= ENOUGH))
    asked = np.maximum(shares, shares[first])
    return pd.DataFrame({"share": shares, **_means(asked, rows)})


@checked(scores=list_of(ANYTHING))
def arms_by_rankings(
    table: pd.DataFrame, *, outcome: Any, treated: Any, scores: Sequence[Any], places: int = 51
) -> dict[str, list[float]]:
    """Sum up an experiment for several scores, as lists of few digits, one score after another.

    Parameters
    ----------
    table : pandas.DataFrame
        One row a customer.
    outcome, treated : label
        Columns, as for `arms_by_share`.
    scores : sequence of label
        Columns of the scores.
    places : int
        How many shares, for each score.

    Returns
    -------
    dict of str to list of float
        ``treated`` and ``others``: outcome of the best so many, over all customers; ``error`` and
        ``other_error``: standard error of their mean, times the root of the number of customers;
        ``any`` and ``other_any``: share with an outcome above 0.

    Raises
    ------
    ValueError
        As `arms_by_share`, or if the table has no such column.

    Examples
    --------
    >>> table = pd.DataFrame({"y": [1, 0] * 30, "w": [1, 0] * 30, "score": range(60)})
    >>> arms_by_rankings(table, outcome="y", treated="w", scores=["score"], places=3)["treated"]
    [0.0, 0.5, 1.0]
    """
    roles = [("outcome", outcome), ("treated", treated), *(("scores", one) for one in scores)]
    for role, name in roles:
        if not isinstance(name, Hashable) or name not in list(table.columns):
            known = ", ".join(map(repr, table.columns)) or "none"
            raise ValueError(f"{role}: the table has no column {name!r}. It has: {known}.")
    lists: dict[str, list[float]] = {}
    root = len(table) ** 0.5
    for score in scores:
        arms = arms_by_share(table[outcome], table[score], table[treated], places=places)
        columns = {
            "treated": (arms["share"] * arms["treated_mean"], 5),
            "others": (arms["share"] * arms["others_mean"], 5),
            "error": (arms["treated_error"] * root, 3),
            "other_error": (arms["others_error"] * root, 3),
            "any": (arms["treated_any"], 3),
            "other_any": (arms["others_any"], 3),
        }
        for name, (column, digits) in columns.items():
            lists.setdefault(name, []).extend(significant(float(one), digits) for one in column)
    return lists


def _means(shares: Floats, rows: Ranked) -> dict[str, Floats]:
    """Means, their errors and the share above 0, of both arms among the best."""
    outcome, middle = rows.outcome, float(rows.outcome.mean())
    counts = _at(shares, rows, np.ones(len(outcome)))
    around = _at(shares, rows, outcome - middle)
    squares = _at(shares, rows, (outcome - middle) ** 2)
    some = _at(shares, rows, (outcome > 0).astype(float))
    found: dict[str, Floats] = {}
    for which, name in enumerate(("treated", "others")):
        count, mean = counts[which], around[which] / counts[which]
        spread = np.maximum(squares[which] - count * mean**2, 0)
        found[f"{name}_mean"] = mean + middle
        found[f"{name}_error"] = np.sqrt(spread / (count * np.maximum(count - 1, 1)))
        found[f"{name}_any"] = some[which] / count
    return found


def _at(shares: Floats, rows: Ranked, weights: Floats) -> tuple[Floats, Floats]:
    """Sum weights of both arms among the best so many; a random part of who is tied."""
    above = [
        np.concatenate([[0.0], one]) for one in sums_above(rows, rows.group, np.ones(len(weights)))
    ]
    reached = (above[0] + above[1]) / len(weights)
    treated, others = sums_above(rows, rows.group, weights)
    return (
        np.interp(shares, reached, np.concatenate([[0.0], treated])),
        np.interp(shares, reached, np.concatenate([[0.0], others])),
    )
