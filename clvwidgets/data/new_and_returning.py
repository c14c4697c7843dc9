"""How many of those who buy in a period are new, and how many were won before."""

from __future__ import annotations

import numpy as np
import pandas as pd

from clvwidgets._places import places
from clvwidgets.arguments import checked
from clvwidgets.data.cohorts import Cohorts


@checked()
def new_and_returning(cohorts: Cohorts) -> pd.DataFrame:
    """Count the buyers of each period: those of its own cohort, and those of earlier ones.

    The share of returning buyers mixes customers of all ages. It rises while a company grows older
    though no customer changes, and falls when many new ones are won.

    Parameters
    ----------
    cohorts : Cohorts
        Of customers, as ``TransactionLog.cohorts(by)`` gives them.

    Returns
    -------
    pandas.DataFrame
        One row a period in which somebody was won: ``new`` and ``returning`` buyers, and the
        ``share`` of the returning ones, a fraction.

    Raises
    ------
    ValueError
        If the cohorts count revenue or orders.

    Examples
    --------
    >>> from clvwidgets.data import TransactionLog, load_dataset
    >>> shop = TransactionLog(load_dataset("shop_orders"), "customer_id", "date", "amount")
    >>> new_and_returning(shop.cohorts("Q")).round(2).tail(1).values.tolist()
    [[2071.0, 4865.0, 0.7]]
    """
    if cohorts.measure != "customers":
        raise ValueError(
            f"cohorts must count customers to tell new ones from returning ones, got those of "
            f"{cohorts.measure}. Take log.cohorts(by) without a measure."
        )
    first = pd.PeriodIndex(cohorts.sizes.index).asi8
    period = (first - first[0])[:, None] + cohorts.table.columns.to_numpy()
    seen = cohorts.table.notna().to_numpy()
    buyers = np.bincount(places(period[seen]), cohorts.table.to_numpy()[seen])[first - first[0]]
    new = cohorts.sizes.to_numpy()
    table = pd.DataFrame({"new": new, "returning": buyers.astype(np.int64) - new})
    table["share"] = table["returning"] / buyers
    return table.set_index(cohorts.sizes.index.rename("period"))
