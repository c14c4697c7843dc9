"""Which products go with which: a few pairs, strong, frequent, or asked for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from clvwidgets.arguments import checked
from clvwidgets.doors import NOTHING, WHOLE
from clvwidgets.effects._basket_forms import BASKETS, COLUMN_NAME
from clvwidgets.effects.baskets import association_rules

_KEPT = ["base", "add_on", "together", "first", "second", "baskets", "confidence", "lift"]


@checked(
    baskets=BASKETS,
    basket=COLUMN_NAME | NOTHING,
    product=COLUMN_NAME | NOTHING,
    most=WHOLE,
)
def affinities(
    baskets: Any,
    *,
    pairs: Sequence[tuple[Any, Any]] | None = None,
    basket: Any = None,
    product: Any = None,
    most: int = 16,
) -> pd.DataFrame:
    """Measure how much more often than by chance pairs of products are bought together.

    Parameters
    ----------
    baskets : table or list
        As for `association_rules`.
    pairs : sequence of tuple of two labels, optional
        A product, and what would be suggested beside it. If left out, the strongest pairs and the
        most frequent ones, half of each, beside the more frequent product.
    basket, product : label, optional
        As for `association_rules`.
    most : int
        At most so many pairs.

    Returns
    -------
    pandas.DataFrame
        Columns base, add_on, together, first, second, baskets, confidence (share of the baskets
        with the base that have the add-on), lift, lift_low, lift_high, and unrelated: the median
        lift of all pairs, below 1 where baskets are short.

    Raises
    ------
    ValueError
        If no two products lie together in a basket, or a pair that is asked for does not.

    References
    ----------
    As `association_rules`.

    Examples
    --------
    >>> table = affinities([["beans", "filter"], ["beans", "filter"], ["beans"], ["cup"]])
    >>> table[["base", "add_on", "together"]].to_numpy().tolist()
    [['beans', 'filter', 2]]
    """
    columns = {"basket": basket, "product": product}
    rules = association_rules(baskets, min_support=1e-9, min_confidence=0, max_items=2, **columns)
    if not len(rules):
        raise ValueError(
            "No two products lie together in any basket, so nothing goes with anything."
        )
    rules = rules.assign(
        base=[left[0] for left in rules["antecedent"]], unrelated=rules["lift"].median()
    ).rename(columns={"consequent": "add_on"})
    found = _strong_and_frequent(rules, most) if pairs is None else _asked(rules, pairs, most)
    return found[[*_KEPT, "lift_low", "lift_high", "unrelated"]].reset_index(drop=True)


def _strong_and_frequent(rules: pd.DataFrame, most: int) -> pd.DataFrame:
    """Take each pair once, from its more frequent product; the highest lift first."""
    once = rules[rules["first"] >= rules["second"]]
    pair = pd.Series([frozenset(two) for two in zip(once["base"], once["add_on"], strict=True)])
    once = once[~pair.duplicated().to_numpy()]
    often = once.sort_values("together", ascending=False, kind="stable")
    chosen = once.loc[[*once.index[: most // 2], *often.index[: most // 2]]]
    return chosen[~chosen.index.duplicated()].sort_values("lift", ascending=False)


def _asked(rules: pd.DataFrame, pairs: Sequence[tuple[Any, Any]], most: int) -> pd.DataFrame:
    """Take the pairs that are asked for, in their order."""
    found = rules.set_index(["base", "add_on"], drop=False)
    missing = [pair for pair in pairs if tuple(pair) not in found.index]
    if missing or not 0 < len(pairs) <= most:
        raise ValueError(
            f"pairs must be 1 to {most} pairs of products that lie together in a basket; "
            + (f"{missing[0]!r} do not." if missing else f"got {len(pairs)}.")
        )
    return found.loc[[tuple(pair) for pair in pairs]]
