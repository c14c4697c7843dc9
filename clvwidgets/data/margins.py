"""What orders leave when what comes back is taken off: of all orders, and by customer."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from clvwidgets._places import places
from clvwidgets.arguments import checked
from clvwidgets.doors import table_with

# A cent more paid back than was paid is a matter of rounding.
_CENT = 0.01

ORDERS = table_with("order_id", "amount", "cost")
ORDERS_OF_CUSTOMERS = table_with("order_id", "customer_id", "amount", "cost")
RETURNS = table_with("order_id", "refund")


@checked(orders=ORDERS, returns=RETURNS)
def margin_after_returns(
    orders: pd.DataFrame, returns: pd.DataFrame, handling: float = 4.0, *, picking: float = 2.0
) -> float:
    """Share of sales that is left as margin when what came back is taken off.

    A line that comes back loses its refund; its goods come back too and save their cost, which is
    taken as the order's cost without picking, in proportion to the refund. Handling is lost.

    Parameters
    ----------
    orders : pandas.DataFrame
        One row an order: ``order_id``, ``amount`` (paid), ``cost`` (of goods and picking).
    returns : pandas.DataFrame
        One row a line that came back: ``order_id``, ``refund``. It may have no rows.
    handling : float, 0 or more
        Cost of each line that comes back.
    picking : float, 0 or more
        Part of each order's cost that does not come back with the goods.

    Returns
    -------
    float
        Margin over sales before returns, all orders together; below 0 if returns eat it up.
        Times expected sales it gives expected margin.

    Raises
    ------
    ValueError
        If numbers are missing, an order stands there twice or costs less than its picking, or
        something was returned that was not ordered, or for more than was paid.

    Examples
    --------
    Of an order of 100, goods 58 and picking 2, half comes back: 40 - (50 - 29) - 4.

    >>> orders = pd.DataFrame({"order_id": [1], "amount": [100.0], "cost": [60.0]})
    >>> returns = pd.DataFrame({"order_id": [1], "refund": [50.0]})
    >>> round(margin_after_returns(orders, returns), 2)
    0.15
    """
    table = _with_losses(orders, returns, handling=handling, picking=picking)
    left = table["amount"] - table["cost"] - table["lost"]
    return float(left.sum() / table["amount"].sum())


@checked(orders=ORDERS_OF_CUSTOMERS, returns=RETURNS)
def margins_by_customer(
    orders: pd.DataFrame,
    returns: pd.DataFrame,
    handling: float = 4.0,
    *,
    picking: float = 2.0,
    weight: float = 10.0,
) -> pd.DataFrame:
    r"""Margin before returns, and what returns cost per order, for each customer.

    A few orders say little of one customer, so both are pulled to the mean of all, as if each
    customer had ``weight`` more orders of the usual kind:

    .. math:: \frac{\text{own sum} + w \, \text{mean}}{\text{own orders} + w}

    Parameters
    ----------
    orders : pandas.DataFrame
        As in :func:`margin_after_returns`, with ``customer_id``.
    returns : pandas.DataFrame
    handling, picking : float, 0 or more
    weight : float, 0 or more
        Orders of the usual kind that are added to each customer's own; 0 takes each customer's
        own numbers as they are.

    Returns
    -------
    pandas.DataFrame
        By ``customer_id``: ``margin``, share of sales before returns; ``returns``, money lost per
        order to what comes back. :meth:`clvwidgets.models.CustomerValue.predict` takes both.

    Raises
    ------
    ValueError
        As :func:`margin_after_returns`.

    Examples
    --------
    >>> orders = pd.DataFrame(
    ...     {"order_id": [1, 2], "customer_id": ["Ann", "Bo"], "amount": 100.0, "cost": 60.0}
    ... )
    >>> returns = pd.DataFrame({"order_id": [1], "refund": [50.0]})
    >>> margins_by_customer(orders, returns, weight=1).loc["Ann"].round(2).tolist()
    [0.4, 18.75]
    """
    table = _with_losses(orders, returns, handling=handling, picking=picking)
    _refuse_negative(weight=weight)
    table = table.assign(customer_id=orders["customer_id"], kept=table["amount"] - table["cost"])
    if table["customer_id"].isna().any():
        raise ValueError("Column 'customer_id' of orders is empty for some orders. Leave them out.")
    by = table.groupby("customer_id")
    own, number = by[["amount", "kept", "lost"]].sum(), by.size()
    usual = own.sum() / len(table)
    pulled = own + weight * usual
    if (pulled["amount"] <= 0).any():
        raise ValueError(
            f"Customer {own.index[int((pulled['amount'] <= 0).argmax())]} paid nothing for their "
            "orders, so their margin is no share of anything. Give weight above 0."
        )
    return pd.DataFrame(
        {
            "margin": pulled["kept"] / pulled["amount"],
            "returns": pulled["lost"] / (number + weight),
        }
    )


def _with_losses(
    orders: pd.DataFrame, returns: pd.DataFrame, *, handling: float, picking: float
) -> pd.DataFrame:
    """Amount and cost of each order, and ``lost``: what its returns cost."""
    _refuse_negative(handling=handling, picking=picking)
    if not orders["order_id"].is_unique:
        twice = orders["order_id"][orders["order_id"].duplicated()].iloc[0]
        raise ValueError(f"order_id {twice} stands twice in orders. Keep one row for each order.")
    amount, cost = _numbers(orders, "orders", "amount"), _numbers(orders, "orders", "cost")
    refund = _numbers(returns, "returns", "refund")
    table = pd.DataFrame({"amount": amount, "cost": cost}, index=orders.index)
    if amount.sum() <= 0:
        raise ValueError("orders must have sales; all amounts together are 0 or less.")
    _refuse(orders["order_id"], cost < picking, f"costs less than its picking of {picking:g}")
    place = pd.Index(orders["order_id"]).get_indexer(returns["order_id"])
    _refuse(returns["order_id"], place < 0, "was returned, but is not among orders")
    back = np.bincount(places(place), refund, len(orders))
    lines = np.bincount(places(place), minlength=len(orders))
    _refuse(orders["order_id"], back > amount + _CENT, "was paid back more than was paid")
    goods = np.divide(cost - picking, amount, out=np.zeros(len(amount)), where=amount > 0)
    table["lost"] = back * (1.0 - goods) + handling * lines
    return table


def _refuse_negative(**given: float) -> None:
    for name, value in given.items():
        if value < 0:
            raise ValueError(f"{name} must be 0 or more, got {value:g}.")


def _numbers(table: pd.DataFrame, name: str, column: str) -> Any:
    try:
        values = table[column].to_numpy(dtype=float, na_value=np.nan)
    except (TypeError, ValueError):
        raise ValueError(f"Column '{column}' of {name} must hold numbers.") from None
    wrong = ~np.isfinite(values) | (values < 0)
    _refuse(table["order_id"], wrong, f"has no {column} of 0 or more in {name}")
    return values


def _refuse(orders: pd.Series[Any], wrong: Any, what: str) -> None:
    if wrong.any():
        raise ValueError(
            f"order_id {orders.iloc[int(wrong.argmax())]} {what} ({int(wrong.sum())} such rows)."
        )
