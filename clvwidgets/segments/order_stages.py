"""The stage of life to which each order of a shop without contracts belongs."""

from __future__ import annotations

import numpy as np
import pandas as pd

from clvwidgets.arguments import checked
from clvwidgets.doors import table_with
from clvwidgets.segments.lifecycle import STAGES

_ORDERS = table_with("customer_id", "date")


@checked(orders=_ORDERS)
def order_stages(
    orders: pd.DataFrame, growth_orders: int = 3, silent_days: int = 180
) -> pd.DataFrame:
    """Tell for each order the stage of life in which the customer gave it.

    * introduction: the first order
    * decline: an order after a long silence
    * growth: the next orders after the first, if none of these
    * maturity: all later ones

    Parameters
    ----------
    orders : pandas.DataFrame
        One row an order: ``customer_id`` and ``date``, all orders of each customer since the first.
    growth_orders : int
        How many orders after the first one belong to growth.
    silent_days : int
        Days without an order that are a long silence.

    Returns
    -------
    pandas.DataFrame
        The orders by date, with the column ``stage``: a category with the names of `STAGES`, in
        the order of a life.

    Raises
    ------
    ValueError
        If a customer or a date is missing, or a length is below 0.

    Examples
    --------
    >>> days = ["2024-01-01", "2024-01-20", "2024-09-01"]
    >>> orders = pd.DataFrame({"customer_id": "Ann", "date": pd.to_datetime(days)})
    >>> order_stages(orders)["stage"].tolist()
    ['introduction', 'growth', 'decline']
    """
    if growth_orders < 0 or silent_days < 1:
        raise ValueError(
            "growth_orders must be 0 or more and silent_days 1 or more, got "
            f"{growth_orders} and {silent_days}."
        )
    if orders[["customer_id", "date"]].isna().any(axis=None):
        raise ValueError("An order without customer or date belongs to no stage. Leave it out.")
    if not pd.api.types.is_datetime64_any_dtype(orders["date"]):
        raise ValueError("The column 'date' must hold dates: pandas.to_datetime makes them.")
    found = orders.sort_values("date", kind="stable")
    of_one = found.groupby("customer_id", observed=True, sort=False)
    number, silence = of_one.cumcount(), of_one["date"].diff().dt.days
    codes = np.select(
        [number == 0, silence >= silent_days, number <= growth_orders], [0, 3, 1], default=2
    )
    stage = pd.Categorical.from_codes(codes, pd.Index(list(STAGES)), ordered=True)
    return found.assign(stage=stage)
