"""A common recipe for scores, made to be doubted: ranks cut into exact fifths."""

from __future__ import annotations

import numpy as np
import pandas as pd

from clvwidgets.arguments import checked
from clvwidgets.doors import table_with

_FIFTHS = 5
# From what each score is made, and whether a high value is good.
_MADE_OF = {"recency_score": ("days_since_last", False), "frequency_score": ("orders", True)}


@checked(rfm=table_with("days_since_last", "orders"))
def exact_fifths(rfm: pd.DataFrame) -> pd.DataFrame:
    """Score recency and frequency so that each score has a fifth of the customers.

    All customers are ranked, and the ranks are cut into fifths. Equal customers get different
    ranks, in the order of the rows: whoever sorts the table anew may get other scores. Use
    ``TransactionLog.rfm``, which scores equal customers equally; this is here to compare with.

    Parameters
    ----------
    rfm : pandas.DataFrame
        As ``TransactionLog.rfm`` gives it: one row a customer, with ``days_since_last`` (days)
        and ``orders`` (a count).

    Returns
    -------
    pandas.DataFrame
        A copy with ``recency_score`` and ``frequency_score`` (int, 1 to 5) made in this way.

    Raises
    ------
    ValueError
        If there is no customer, or a value is missing or not a number.

    Examples
    --------
    Four customers with one order each get four different scores.

    >>> rfm = pd.DataFrame({"days_since_last": [9, 40, 5, 70, 2], "orders": [1, 1, 1, 1, 7]})
    >>> exact_fifths(rfm)["frequency_score"].tolist()
    [1, 2, 3, 4, 5]
    """
    scored = rfm.copy()
    for score, (measure, high_is_good) in _MADE_OF.items():
        values = pd.to_numeric(rfm[measure], errors="coerce")
        if values.empty or not np.isfinite(values).all():
            raise ValueError(
                f"Column {measure!r} must have a number for each customer, got "
                f"{int(np.isfinite(values).sum()):,} numbers in {len(values):,} rows."
            )
        rank = values.rank(method="first", ascending=high_is_good)
        scored[score] = np.ceil(_FIFTHS * rank / len(values)).astype(np.int64)
    return scored
