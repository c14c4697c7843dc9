"""A small shop: quick to measure, with gaps and names that nobody expects."""

from __future__ import annotations

import numpy as np
import pandas as pd

CHANNELS = ["web", "shop", "<b>app</b>", "مرحبا", "🙂 friends"]


def small_shop(customers: int = 120, seed: int = 4) -> pd.DataFrame:
    """Purchases of a year: customer, date, amount, and the customer's channel and age."""
    rng = np.random.default_rng(seed)
    orders = rng.integers(1, 9, customers)
    who = np.repeat(np.arange(customers), orders)
    day = rng.integers(0, 365, len(who))
    channel = np.array(CHANNELS, dtype=object)[rng.integers(0, len(CHANNELS), customers)]
    channel[::11] = None
    return pd.DataFrame(
        {
            "customer": np.char.add("c", who.astype(str)),
            "date": pd.Timestamp("2023-01-01") + pd.to_timedelta(day, unit="D"),
            "amount": rng.gamma(2.0, 20.0, len(who)).round(2),
            "channel": channel[who],
            "age": rng.integers(18, 80, customers)[who],
        }
    )
