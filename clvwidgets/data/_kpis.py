"""Measures of each period of the calendar, from the orders of a log."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt
import pandas as pd

from clvwidgets._places import places
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
    counts = _counts(totals, periods)
    table = pd.concat([counts, _rates(counts)], axis=1)
    if gross_margin is not None:
        table["margin"] = historic_clv(table["revenue"], gross_margin)
    if spend is not None:
        _add_acquisition(table, read_spend(spend, periods), gross_margin)
    table["partial"] = seen_in_part(periods, *window)
    return table


def _counts(totals: pd.DataFrame, periods: pd.PeriodIndex) -> pd.DataFrame:
    """Count customers, orders and revenue of each period, empty ones included."""
    of = {name: column.to_numpy() for name, column in totals.items()}
    customers, stayed, new = of["customers"], of["stayed"], of["period"] == of["cohort"]
    marks = {
        "customers": customers,
        "new_customers": customers * new,
        "retained_customers": customers * stayed,
        "reactivated_customers": customers * (~new & ~stayed),
        "repeat_customers": customers * of["repeated"],
        "orders": of["orders"],
    }
    place = of["period"] - periods.asi8[0]
    sums = {name: np.bincount(places(place), mark, len(periods)) for name, mark in marks.items()}
    table = pd.DataFrame(sums, index=periods).astype("int64")
    return table.assign(revenue=np.bincount(places(place), of["revenue"], len(periods)))


def _rates(counts: pd.DataFrame) -> pd.DataFrame:
    """Compute the rates, where there is anything to divide by."""
    of = {name: column.to_numpy() for name, column in counts.items()}
    customers, stayed, new = of["customers"], of["retained_customers"], of["new_customers"]
    earlier = np.append(0, customers[:-1])
    rates = {
        "average_order_value": _where(customers, average_order_value, of["revenue"], of["orders"]),
        "purchase_frequency": _where(customers, purchase_frequency, of["orders"], customers),
        "repeat_purchase_rate": _where(
            customers, repeat_purchase_rate, of["repeat_customers"], customers
        ),
        "retention": _where(earlier, retention_rate, earlier, stayed + new, new),
        "churn": _where(earlier, churn_rate, earlier, earlier - stayed),
    }
    return pd.DataFrame(rates, index=counts.index)


def _where(
    whom: npt.NDArray[Any], formula: Callable[..., Any], *columns: npt.NDArray[Any]
) -> npt.NDArray[np.float64]:
    """Apply a formula in the periods that have somebody; in the others nothing is known."""
    found, some = np.full(len(whom), np.nan), whom > 0
    found[some] = formula(*(column[some] for column in columns))
    return found


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
