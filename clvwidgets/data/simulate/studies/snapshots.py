"""When each of the shop's customers was last seen, as the column stood on three days."""

from __future__ import annotations

from types import MappingProxyType
from typing import Any

import numpy as np
import pandas as pd

from clvwidgets.data.simulate._settings import START, dates
from clvwidgets.data.simulate.shop import last_seen

AS_OF = ("2024-07-02", "2024-10-01", "2025-03-31")
"""A quarter before the cut, the cut, and the day on which ``shop_customers`` was written down."""


def snapshots(world: Any) -> pd.DataFrame:
    """Tell what the shop knew of each customer's last visit on three days.

    Parameters
    ----------
    world : World

    Returns
    -------
    pandas.DataFrame
        customer_id, as_of and last_seen, which is never later than as_of; customers have a row
        from their first order on.
    """
    people, parts = world.shoppers, []
    for day in map(pd.Timestamp, AS_OF):
        number = (day - START).days
        known = np.flatnonzero(people.acquired.day <= number)
        seen = last_seen(world, people, world.purchases, number)[known]
        parts.append(
            pd.DataFrame({"customer_id": known + 1, "as_of": day, "last_seen": dates(seen)})
        )
    return pd.concat(parts, ignore_index=True)


TABLES = MappingProxyType({"shop_snapshots": snapshots})
