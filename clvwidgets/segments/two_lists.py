"""Two lists of the best customers, by two measures: whom they share, and who goes for whom."""

from __future__ import annotations

import pandas as pd

from clvwidgets.arguments import checked


@checked()
def two_lists(customers: pd.DataFrame, size: int, by: str, instead: str) -> pd.DataFrame:
    """Compare the customers who are best by one measure with those who are best by another.

    Parameters
    ----------
    customers : pandas.DataFrame
        One row a customer; columns of numbers.
    size : int
        How many customers each list has. Of equal ones those that come first in the table.
    by, instead : str
        Columns by which the first list and the second are drawn up.

    Returns
    -------
    pandas.DataFrame
        Rows "on both", "only by …" for each measure: the number of ``customers`` and the mean of
        each column of numbers; missing where a row has no customer.

    Raises
    ------
    ValueError
        If a column is missing, both are the same, or there are fewer customers than the lists have.

    Examples
    --------
    >>> table = pd.DataFrame({"revenue": [90.0, 80.0, 70.0], "profit": [5.0, 30.0, 20.0]})
    >>> two_lists(table, 2, "revenue", instead="profit")["profit"].to_dict()
    {'on both': 30.0, 'only by revenue': 5.0, 'only by profit': 20.0}
    """
    for argument, column in (("by", by), ("instead", instead)):
        if column not in customers:
            has = ", ".join(map(str, customers.columns))
            raise ValueError(
                f"customers has no column {argument}={column!r}. Its columns are: {has}."
            )
    if by == instead:
        raise ValueError(f"by and instead must be two measures, got {by!r} twice.")
    if not 1 <= size <= len(customers):
        raise ValueError(f"size must lie between 1 and {len(customers):,}, got {size}.")
    first, second = (customers.nlargest(size, column).index for column in (by, instead))
    groups = {
        "on both": first.intersection(second),
        f"only by {by}": first.difference(second),
        f"only by {instead}": second.difference(first),
    }
    means = {name: customers.loc[who].mean(numeric_only=True) for name, who in groups.items()}
    counts = pd.Series({name: len(who) for name, who in groups.items()}, name="customers")
    return pd.concat([counts, pd.DataFrame(means).T], axis=1)
