"""What the shop's customers ordered in the year behind the records, order by order."""

from __future__ import annotations

from types import MappingProxyType
from typing import Any

import numpy as np
import pandas as pd

from clvwidgets.data.simulate._settings import DAYS, dates
from clvwidgets.data.simulate.shop import SPEND


def orders_2025(world: Any) -> pd.DataFrame:
    """List the orders of the year behind the records, without any programme or trial.

    Parameters
    ----------
    world : World

    Returns
    -------
    pandas.DataFrame
        customer_id, date and amount in euros, by date; as many a customer as ``orders_2025`` in
        ``truth_shop`` counts.
    """
    rng, bought = world.rng("truth_orders_2025"), world.purchases
    later = np.flatnonzero(bought.day >= DAYS)
    later = later[np.lexsort((bought.customer[later], bought.day[later]))]
    customer, p = bought.customer[later], SPEND[0]
    paid = world.shoppers.spend[customer] * rng.gamma(p, 1.0 / p, len(later))
    return pd.DataFrame(
        {
            "customer_id": customer + 1,
            "date": dates(bought.day[later]),
            "amount": np.maximum(np.round(paid, 2), 0.5),
        }
    )


TABLES = MappingProxyType({"truth_orders_2025": orders_2025})
