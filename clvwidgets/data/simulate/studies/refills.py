"""Refills of water filters: customers who buy by the clock, not by chance."""

from __future__ import annotations

from types import MappingProxyType
from typing import Any

import numpy as np
import pandas as pd

from clvwidgets.data.simulate._random import Floats, numbers_from_one, tries_until
from clvwidgets.data.simulate._settings import DAYS, dates

CUSTOMERS = 2_000
AMOUNT = 30.0
MEAN_GAP, SPREAD = 90.0, 0.3
"""Days between refills: log-normal over customers, with this mean and spread of the logarithm."""

REGULARITY = 16.0
"""Shape of one customer's gaps, a gamma distribution: 1 would be chance, endless a clock."""

LEAVING = 0.04
"""Chance of leaving after each refill, the first included, at the standard churn."""

_FIRST_YEAR = 365
_MOST = 200
"""More refills than anybody makes within the records."""


def _customers(world: Any) -> tuple[Floats, Floats, Floats]:
    """Mean gap of each customer, the days of all refills (a row each), and how many they make."""
    rng, n = world.rng("shop_refills"), world.size(CUSTOMERS)
    spread = SPREAD * np.sqrt(world.heterogeneity)
    gap = MEAN_GAP * np.exp(rng.normal(-(spread**2) / 2.0, spread, n))
    first = rng.uniform(0.0, _FIRST_YEAR, n)
    gaps = np.maximum(rng.gamma(REGULARITY, gap[:, None] / REGULARITY, (n, _MOST)), 1.0)
    day = np.floor(np.column_stack([first, first[:, None] + np.cumsum(gaps, axis=1)]))
    return gap, day, tries_until(rng, np.full(n, LEAVING * world.ease_of_leaving))


def refills(world: Any) -> pd.DataFrame:
    """List the refills within the records: customer_id, date and amount in euros."""
    _, day, refills_made = _customers(world)
    made = (day < DAYS) & (np.arange(day.shape[1]) < refills_made[:, None])
    customer, number = np.nonzero(made)
    when = day[customer, number]
    order = np.lexsort((customer, when))
    return pd.DataFrame(
        {"customer_id": customer[order] + 1, "date": dates(when[order]), "amount": AMOUNT}
    )


def refill_truth(world: Any) -> pd.DataFrame:
    """Tell each customer's mean gap in days, and after which refill they left, if in sight."""
    gap, day, refills_made = _customers(world)
    last = np.minimum(refills_made, day.shape[1]).astype(np.int64) - 1
    left = day[np.arange(len(gap)), last]
    seen = (left < DAYS) & np.isfinite(refills_made)
    return pd.DataFrame(
        {
            "customer_id": numbers_from_one(len(gap)),
            "mean_gap": np.round(gap, 1),
            "left_on": dates(np.where(seen, left, 0)).where(seen),
        }
    )


TABLES = MappingProxyType({"shop_refills": refills, "truth_refills": refill_truth})
