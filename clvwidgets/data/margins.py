"""What orders earn when what comes back is taken off: each of them, all of them, by customer."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from clvwidgets._places import places
from clvwidgets.arguments import checked
from clvwidgets.doors import NOTHING, table_with

# A cent more paid back than was paid is a matter of rounding.
_CENT = 0.01

ORDERS = table_with("order_id", "amount", "cost")
ORDERS_OF_CUSTOMERS = table_with("order_id", "customer_id", "amount", "cost")
RETURNS = table_with("order_id", "refund")
PRODUCTS = table_with("product_id", "margin_rate") | NOTHING


@checked(orders=ORDERS, returns=RETURNS, products=PRODUCTS)
def order_profit(
    orders: pd.DataFrame,
    returns: pd.DataFrame,
    products: pd.DataFrame | None = None,
    *,
    handling: float = 4.0,
    picking: float = 2.0,
) -> pd.DataFrame:
    r"""Compute the profit of each order, after what came back from it.

    .. math:: \text{profit} = \text{margin} - \text{refund} + \text{goods that come back, at cost}
              - \text{handling} \cdot \text{lines that come back}

    Goods that come back are sold again, so their cost is not lost; handling and the picking of the
    order are.

    Parameters
    ----------
    orders : pandas.DataFrame
        One row an order: ``order_id``, ``amount`` (paid), ``cost`` (of goods and picking); with
        ``products`` also ``discount`` (taken off, 0 without one).
    returns : pandas.DataFrame
        One row a line that came back: ``order_id``, ``refund``; with ``products`` also
        ``product_id``. It may have no rows.
    products : pandas.DataFrame, optional
        One row a product: ``product_id``, ``margin_rate`` (a share of the amount before discount),
        which give the cost of the very goods that came back. Without it that is the order's cost
        without picking, in proportion to the refund.
    handling : float, 0 or more
        Cost of each line that comes back.
    picking : float, 0 or more
        Part of each order's cost that does not come back with the goods.

    Returns
    -------
    pandas.DataFrame
        One row an order, with the index of ``orders``, in money: ``margin`` (amount less cost),
        ``refund``, ``goods_back`` (cost of the goods that came back), ``handling`` and ``profit``.

    Raises
    ------
    ValueError
        As :func:`margin_after_returns`.

    Examples
    --------
    An order of 100 for which goods and picking cost 60; a line of 50 whose goods cost 29 comes
    back: 40 - 50 + 29 - 4.

    >>> orders = pd.DataFrame({"order_id": [1], "amount": 100.0, "discount": 0.0, "cost": 60.0})
    >>> returns = pd.DataFrame({"order_id": [1], "product_id": [7], "refund": [50.0]})
    >>> products = pd.DataFrame({"product_id": [7], "margin_rate": [0.42]})
    >>> order_profit(orders, returns, products).round(2).iloc[0].tolist()
    [40.0, 50.0, 29.0, 4.0, 15.0]
    """
    table = _after_returns(orders, returns, products, handling=handling, picking=picking)
    return table[["margin", "refund", "goods_back", "handling", "profit"]]


@checked(orders=ORDERS, returns=RETURNS, products=PRODUCTS)
def margin_after_returns(
    orders: pd.DataFrame,
    returns: pd.DataFrame,
    handling: float = 4.0,
    *,
    picking: float = 2.0,
    products: pd.DataFrame | None = None,
) -> float:
    """Share of sales that is left as margin when what came back is taken off.

    It is the profit of :func:`order_profit`, of all orders together.

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
    products : pandas.DataFrame, optional
        As in :func:`order_profit`.

    Returns
    -------
    float
        Margin over sales before returns, all orders together; below 0 if returns eat it up.
        Times expected sales it gives expected margin.

    Raises
    ------
    ValueError
        If numbers are missing, an order stands there twice or costs less than its picking, or
        something was returned that was not ordered, is not among the products, or for more than
        was paid.

    Examples
    --------
    Of an order of 100, goods 58 and picking 2, half comes back: 40 - (50 - 29) - 4.

    >>> orders = pd.DataFrame({"order_id": [1], "amount": [100.0], "cost": [60.0]})
    >>> returns = pd.DataFrame({"order_id": [1], "refund": [50.0]})
    >>> round(margin_after_returns(orders, returns), 2)
    0.15
    """
    table = _after_returns(orders, returns, products, handling=handling, picking=picking)
    return float(table["profit"].sum() / table["amount"].sum())


@checked(orders=ORDERS_OF_CUSTOMERS, returns=RETURNS, products=PRODUCTS)
def margins_by_customer(
    orders: pd.DataFrame,
    returns: pd.DataFrame,
    handling: float = 4.0,
    *,
    picking: float = 2.0,
    weight: float = 10.0,
    products: pd.DataFrame | None = None,
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
    products : pandas.DataFrame, optional
        As in :func:`order_profit`.

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
    table = _after_returns(orders, returns, products, handling=handling, picking=picking)
    _refuse_negative(weight=weight)
    table["customer_id"], table["lost"] = orders["customer_id"], table["margin"] - table["profit"]
    if table["customer_id"].isna().any():
        raise ValueError("Column 'customer_id' of orders is empty for some orders. Leave them out.")
    by = table.groupby("customer_id")
    own, number = by[["amount", "margin", "lost"]].sum(), by.size()
    usual = own.sum() / len(table)
    pulled = own + weight * usual
    if (pulled["amount"] <= 0).any():
        raise ValueError(
            f"Customer {own.index[int((pulled['amount'] <= 0).argmax())]} paid nothing for their "
            "orders, so their margin is no share of anything. Give weight above 0."
        )
    return pd.DataFrame(
        {
            "margin": pulled["margin"] / pulled["amount"],
            "returns": pulled["lost"] / (number + weight),
        }
    )


def _after_returns(
    orders: pd.DataFrame,
    returns: pd.DataFrame,
    products: pd.DataFrame | None,
    *,
    handling: float,
    picking: float,
) -> pd.DataFrame:
    """Amount of each order, its margin, what came back from it, and its profit."""
    _refuse_negative(handling=handling, picking=picking)
    if not orders["order_id"].is_unique:
        twice = orders["order_id"][orders["order_id"].duplicated()].iloc[0]
        raise ValueError(f"order_id {twice} stands twice in orders. Keep one row for each order.")
    amount, cost = _numbers(orders, "orders", "amount"), _numbers(orders, "orders", "cost")
    refund = _numbers(returns, "returns", "refund")
    if amount.sum() <= 0:
        raise ValueError("orders must have sales; all amounts together are 0 or less.")
    _refuse(orders["order_id"], cost < picking, f"costs less than its picking of {picking:g}")
    place = pd.Index(orders["order_id"]).get_indexer(returns["order_id"])
    _refuse(returns["order_id"], place < 0, "was returned, but is not among orders")
    back = np.bincount(places(place), refund, len(orders))
    _refuse(orders["order_id"], back > amount + _CENT, "was paid back more than was paid")
    if products is None:
        rates = _over(cost - picking, amount)[place]
    else:
        rates = _cost_rates(orders, returns, products, place)
    table = pd.DataFrame({"amount": amount, "margin": amount - cost}, index=orders.index)
    table["refund"] = back
    table["goods_back"] = np.bincount(places(place), refund * rates, len(orders))
    table["handling"] = handling * np.bincount(places(place), minlength=len(orders))
    table["profit"] = table["margin"] - back + table["goods_back"] - table["handling"]
    return table


def _cost_rates(
    orders: pd.DataFrame, returns: pd.DataFrame, products: pd.DataFrame, place: Any
) -> Any:
    """Cost of each returned line's goods, as a share of what was paid for it."""
    for name, table, column in (
        ("orders", orders, "discount"),
        ("returns", returns, "product_id"),
    ):
        if column not in table:
            raise ValueError(
                f"With products, {name} must have the column '{column}'. Add it, or leave products "
                "out: then goods cost what the order's did."
            )
    if not products["product_id"].is_unique:
        twice = products["product_id"][products["product_id"].duplicated()].iloc[0]
        raise ValueError(f"product_id {twice} stands twice in products. Keep one row for each.")
    sold = pd.Index(products["product_id"]).get_indexer(returns["product_id"])
    _refuse(returns["product_id"], sold < 0, "was returned, but is not among products")
    kept = _plain_numbers(products, "products", "margin_rate")
    wrong = ~(kept <= 1)  # below 0 a product is sold at a loss; what is missing is wrong too
    _refuse(products["product_id"], wrong, "has no margin_rate of at most 1 in products")
    discount, amount = _numbers(orders, "orders", "discount"), orders["amount"].to_numpy(float)
    return (1.0 - kept[sold]) * (1.0 + _over(discount, amount)[place])


def _over(part: Any, whole: Any) -> Any:
    """Divide; 0 where an order was free, as then nothing is paid back either."""
    return np.divide(part, whole, out=np.zeros(len(whole)), where=whole > 0)


def _refuse_negative(**given: float) -> None:
    for name, value in given.items():
        if value < 0:
            raise ValueError(f"{name} must be 0 or more, got {value:g}.")


def _plain_numbers(table: pd.DataFrame, name: str, column: str) -> Any:
    try:
        return table[column].to_numpy(dtype=float, na_value=np.nan)
    except (TypeError, ValueError):
        raise ValueError(f"Column '{column}' of {name} must hold numbers.") from None


def _numbers(table: pd.DataFrame, name: str, column: str) -> Any:
    values = _plain_numbers(table, name, column)
    wrong = ~np.isfinite(values) | (values < 0)
    _refuse(table["order_id"], wrong, f"has no {column} of 0 or more in {name}")
    return values


def _refuse(ids: pd.Series[Any], wrong: Any, what: str) -> None:
    if wrong.any():
        raise ValueError(
            f"{ids.name} {ids.iloc[int(wrong.argmax())]} {what} ({int(wrong.sum())} such rows)."
        )
