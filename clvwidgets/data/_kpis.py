"""Measures of each period of the calendar, from the orders of a log."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias

import numpy as np
import pandas as pd

from clvwidgets.data._calendar import all_periods, iso_days, seen_in_part
from clvwidgets.doors import ANYTHING, Door, mapping_to, written
from clvwidgets.formulas import (
    average_order_value,
    churn_rate,
    historic_clv,
    lifespan_from_churn,
    ltv_cac_ratio,
    purchase_frequency,
    repeat_purchase_rate,
    retention_rate,
    simple_clv,
)

Spend: TypeAlias = "pd.DataFrame | pd.Series[Any] | Mapping[Any, float]"

_SPEND = Door(
    "a dict or a pandas Series with money by date, or a DataFrame with the columns date and spend",
    mapping_to(ANYTHING).lets_in,
)


def make_kpis(
    totals: pd.DataFrame,
    window: tuple[pd.Timestamp, pd.Timestamp],
    by: str,
    spend: Spend | None,
    gross_margin: float | None,
) -> pd.DataFrame:
    """Compute what `TransactionLog.kpis` describes, from what `totals_by_period` gives."""
    periods = all_periods(*window, by)
    table = _counts(totals, periods)
    _add_rates(table)
    if gross_margin is not None:
        table["margin"] = historic_clv(table["revenue"], gross_margin)
    if spend is not None:
        _add_acquisition(table, read_spend(spend, periods), gross_margin)
    table["partial"] = seen_in_part(periods, *window)
    return table


def _counts(totals: pd.DataFrame, periods: pd.PeriodIndex) -> pd.DataFrame:
    """Count customers, orders and revenue of each period, empty ones included."""
    customers, stayed = totals["customers"], totals["stayed"]
    new = totals["period"] == totals["cohort"]
    marks = totals.assign(
        new_customers=customers * new,
        retained_customers=customers * stayed,
        reactivated_customers=customers * (~new & ~stayed),
        repeat_customers=customers * totals["repeated"],
    )
    names = ["customers", "new_customers", "retained_customers", "reactivated_customers"]
    table = marks.groupby("period")[[*names, "repeat_customers", "orders", "revenue"]].sum()
    table = table.reindex(periods.asi8, fill_value=0).astype(
        {name: "int64" for name in table if name != "revenue"}
    )
    return table.set_axis(periods)


def _add_rates(table: pd.DataFrame) -> None:
    """Add the rates, where there is anything to divide by."""
    bought = table[table["customers"] > 0]
    table["average_order_value"] = average_order_value(bought["revenue"], bought["orders"])
    table["purchase_frequency"] = purchase_frequency(bought["orders"], bought["customers"])
    table["repeat_purchase_rate"] = repeat_purchase_rate(
        bought["repeat_customers"], bought["customers"]
    )
    earlier = table["customers"].shift()
    followed = table[earlier > 0].assign(earlier=earlier[earlier > 0])
    stayed, new = followed["retained_customers"], followed["new_customers"]
    table["retention"] = retention_rate(followed["earlier"], stayed + new, new)
    table["churn"] = churn_rate(followed["earlier"], followed["earlier"] - stayed)


def _add_acquisition(
    table: pd.DataFrame, spend: pd.Series[Any], gross_margin: float | None
) -> None:
    """Add the cost of a new customer and, on the basis of margin, what they return of it."""
    table["spend"] = spend
    new = table["new_customers"].to_numpy(dtype=float)
    with np.errstate(divide="ignore", invalid="ignore"):
        table["cac"] = spend.to_numpy() / new
    if gross_margin is None:
        return
    # An order value below 0 is possible where returns are net; no lifetime value follows from it.
    sound = table["churn"].notna() & (table["average_order_value"] >= 0)
    known = table[sound]
    table["ltv"] = simple_clv(
        known["average_order_value"],
        known["purchase_frequency"],
        lifespan_from_churn(known["churn"]),
        gross_margin=gross_margin,
    )
    paid = table[table["ltv"].notna() & np.isfinite(table["cac"])]
    table["ltv_cac"] = ltv_cac_ratio(paid["ltv"], paid["cac"])


def read_spend(spend: Spend, periods: pd.PeriodIndex) -> pd.Series[Any]:
    """Add up what was spent in each period; missing where nothing was written down."""
    if isinstance(spend, pd.DataFrame):
        if not {"date", "spend"} <= set(spend):
            names = ", ".join(map(str, spend)) or "none"
            raise ValueError(f"A spend table needs the columns date and spend, it has: {names}.")
        spend = spend.set_index("date")["spend"]
    if not isinstance(spend, pd.Series):
        _SPEND.check("spend", spend)
    given = pd.Series(spend)
    money = pd.to_numeric(given, errors="coerce").astype("float64")
    wrong = ~money.between(0, np.inf, inclusive="left").to_numpy()
    if wrong.any():
        raise ValueError(f"spend must be 0 or more, got {written(given[wrong].iloc[0])}.")
    when = _spend_periods(given.index, periods)
    outside = (when < periods[0]) | (when > periods[-1])
    if outside.any():
        raise ValueError(
            f"spend in {when[outside][0]} lies outside the log, which lasts from {periods[0]} to "
            f"{periods[-1]}. Leave it out, or widen the window: TransactionLog(..., start=, end=)."
        )
    return money.groupby(when.rename("period")).sum().reindex(periods)


def _spend_periods(index: pd.Index, periods: pd.PeriodIndex) -> pd.PeriodIndex:
    if isinstance(index, pd.PeriodIndex):
        index = index.to_timestamp()
    dates = pd.DatetimeIndex(iso_days(index))
    if dates.isna().any():
        raise ValueError(
            f"spend needs dates such as '2024-01-31', got {written(index[dates.isna()][0])}."
        )
    return pd.PeriodIndex(dates, freq=periods.freq)
