"""What a customer looks like in each line of business: how large, how often, how alike."""

from __future__ import annotations

import pandas as pd

from clvwidgets.arguments import checked
from clvwidgets.doors import table_with
from clvwidgets.segments.value import concentration

_CUSTOMERS = table_with("line", "payments", "margin")


@checked(customers=_CUSTOMERS)
def compare_lines(customers: pd.DataFrame) -> pd.DataFrame:
    """Compare lines of business by the shape of their customers.

    Parameters
    ----------
    customers : pandas.DataFrame
        One row a customer: ``line``, ``payments`` and ``margin``, as from
        `clvwidgets.data.customers_of_lines`.

    Returns
    -------
    pandas.DataFrame
        One row a line, in the order of the table: ``customers``; ``mean`` and ``middle`` (median)
        margin, money; ``once`` (percent of the customers who paid once); ``top_tenth`` (percent of
        all margin that the best tenth brought).

    Raises
    ------
    ValueError
        If a line has fewer than ten customers: then it has no tenth.

    Examples
    --------
    >>> customers = pd.DataFrame({"line": "tea", "payments": 1, "margin": [100.0] + [10.0] * 9})
    >>> compare_lines(customers).round(1).loc["tea"].tolist()
    [10.0, 19.0, 10.0, 100.0, 52.6]
    """
    by = customers.groupby("line", sort=False, observed=True)
    counts = by.size()
    if (counts < 10).any():
        few = counts.idxmin()
        raise ValueError(
            f"customers has {counts.min()} of the line {few!r}: a tenth needs ten or more."
        )
    return pd.DataFrame(
        {
            "customers": counts,
            "mean": by["margin"].mean(),
            "middle": by["margin"].median(),
            "once": 100.0 * by["payments"].agg(lambda paid: (paid == 1).mean()),
            "top_tenth": 100.0 * by["margin"].agg(_top_tenth),
        }
    )


def _top_tenth(margin: pd.Series) -> float:
    best_first = margin.sort_values(ascending=False).to_numpy()
    return float(concentration(best_first)[len(best_first) // 10 - 1])
