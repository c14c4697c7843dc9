"""A fault of the shop's data: from a Monday in September 2024 some repeat orders go missing."""

from __future__ import annotations

from types import MappingProxyType
from typing import Any

import pandas as pd

BEGINS = pd.Timestamp("2024-09-02")
SHARE_LOST = 0.15


def lost_orders(world: Any) -> pd.DataFrame:
    """Name the orders that the fault loses: three in twenty of the repeat orders from then on."""
    orders = world.table("shop_orders")
    drawn = world.rng("truth_lost_orders").random(len(orders))
    repeat = orders["customer_id"].duplicated()
    lost = repeat & (orders["date"] >= BEGINS) & (drawn < SHARE_LOST)
    named: pd.DataFrame = orders.loc[lost, ["order_id", "date"]]
    return named.reset_index(drop=True)


TABLES = MappingProxyType({"truth_lost_orders": lost_orders})
