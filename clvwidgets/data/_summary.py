"""Histories of customers in the units of the models."""

from __future__ import annotations

from typing import Any

import pandas as pd

from clvwidgets.data._days import as_number
from clvwidgets.data.periods import days_per_period


def make_customers(
    found: pd.DataFrame,
    last_day: pd.Timestamp,
    period: str,
    include_first: bool,
    merge_days: bool,
) -> pd.DataFrame:
    """Turn a ``repeat_summary`` into what `TransactionLog.customers` describes."""
    frequency, money = _count_orders(found, include_first, merge_days)
    table = _times(frequency, found, last_day, period)
    return table.assign(monetary_value=money / frequency.clip(lower=1))


def make_triples(found: pd.DataFrame, last_day: pd.Timestamp, period: str) -> pd.DataFrame:
    """Turn ``histories`` into what `TransactionLog.triples` describes."""
    table = _times(found["days"] - 1, found, last_day, period).assign(count=found["count"])
    return table.sort_values(["frequency", "recency", "T"], ignore_index=True)


def _times(
    frequency: pd.Series[Any], found: pd.DataFrame, last_day: pd.Timestamp, period: str
) -> pd.DataFrame:
    unit = days_per_period(period)
    table = pd.DataFrame(
        {
            "frequency": frequency,
            "recency": (found["last"] - found["first"]) / unit,
            "T": (as_number(last_day) - found["first"]) / unit,
        }
    )
    table.attrs["period"] = period
    return table


def _count_orders(
    found: pd.DataFrame, include_first: bool, merge_days: bool
) -> tuple[pd.Series[Any], pd.Series[Any]]:
    """Find number and money of the purchases of each customer."""
    orders = found["days"] if merge_days else found["rows"]
    if include_first:
        return orders, found["first_amount"] + found["later_amount"]
    if merge_days:
        return orders - 1, found["later_amount"]
    same_day = found["first_amount"] * (1 - 1 / found["first_rows"])
    return orders - 1, found["later_amount"] + same_day
