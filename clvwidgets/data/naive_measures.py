"""Measures of rows as a spreadsheet counts them: to see what faults in the rows do to them."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from clvwidgets.arguments import checked
from clvwidgets.doors import a, mapping_to, shown

_NEEDED = ("customer", "amount")


@checked(tables=mapping_to(a("DataFrame")))
def naive_measures(tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Compute measures of tables of orders as they are, without a look at any row.

    Each row counts as an order, each spelling of a customer as a customer, and an amount that is
    no number is passed over. :class:`TransactionLog` is the one that accounts for its rows.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        Names to tables with the columns ``customer`` and ``amount`` (money of an order).

    Returns
    -------
    pandas.DataFrame
        One row a table: ``order value`` (mean amount), ``orders per customer`` (rows over
        customers), ``bought twice`` (share of customers with more than one row), ``customers``.

    Raises
    ------
    ValueError
        If a table lacks a column, or has no customer or no amount at all.

    Examples
    --------
    An order that was written down twice makes two purchases of one.

    >>> orders = {"customer": ["Ada", "Ada", "Bo"], "amount": ["10", "10", "40 EUR"]}
    >>> naive_measures({"as it is": pd.DataFrame(orders)}).round(2).loc["as it is"].tolist()
    [10.0, 1.5, 0.5, 2.0]
    """
    return pd.DataFrame({name: _measured(name, rows) for name, rows in tables.items()}).T


def _measured(name: str, rows: pd.DataFrame) -> pd.Series[float]:
    missing = [column for column in _NEEDED if column not in rows]
    if missing:
        raise ValueError(
            f"Table {shown(name)} has no column {missing[0]!r}. Rename yours: "
            "table.rename(columns={...})."
        )
    amounts = pd.to_numeric(rows["amount"], errors="coerce").dropna()
    orders = rows.groupby("customer").size()
    if amounts.empty or orders.empty:
        nothing = "amount" if amounts.empty else "customer"
        raise ValueError(f"Table {shown(name)} has no {nothing} that can be read, so no measures.")
    return pd.Series(
        {
            "order value": amounts.mean(),
            "orders per customer": len(rows) / len(orders),
            "bought twice": (orders > 1).mean(),
            "customers": len(orders),
        }
    )
