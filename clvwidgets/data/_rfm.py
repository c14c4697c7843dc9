"""Scores of a table of customers on recency, frequency and money."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from clvwidgets.data.scores import score, score_cuts
from clvwidgets.doors import ANYTHING, mapping_to

_MEASURES = {"recency": "days_since_last", "frequency": "orders", "monetary": "revenue"}


def check_rfm_arguments(monetary: str, cuts: Mapping[str, Sequence[float]] | None) -> None:
    """Refuse what `TransactionLog.rfm` does not describe."""
    if not isinstance(monetary, str) or monetary not in ("revenue", "average_order"):
        raise ValueError(f"monetary must be 'revenue' or 'average_order', got {monetary!r}.")
    if cuts is not None:
        mapping_to(ANYTHING).check("cuts", cuts)
    unknown = set(cuts or ()) - set(_MEASURES)
    if unknown:
        raise ValueError(
            "cuts may name 'recency', 'frequency' and 'monetary', "
            f"got {sorted(unknown, key=str)[0]!r}."
        )


def add_scores(
    table: pd.DataFrame, monetary: str, cuts: Mapping[str, Sequence[float]] | None
) -> None:
    """Add the three scores to a table, by the cuts that were given or by the rule."""
    for name, measure in (_MEASURES | {"monetary": monetary}).items():
        own = (cuts or {}).get(name)
        limits = score_cuts(table[measure]) if own is None else own
        table[f"{name}_score"] = score(table[measure], limits, low_is_good=name == "recency")
