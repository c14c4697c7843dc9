"""What a profile compares between groups: leaving, value and frequency."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from clvwidgets.data.customer_table import keep_free
from clvwidgets.data.rhythm import orders_of_each, usual_silence
from clvwidgets.segments.expected_value import value_of_each
from clvwidgets.segments.profile import Measure

if TYPE_CHECKING:
    import pandas as pd

    from clvwidgets.data import TransactionLog


def table_measures(churned: str, value: str | None, frequency: str | None) -> tuple[Measure, ...]:
    """Name the measures of a table of customers by its columns."""
    measures = [Measure("left", churned, "Share that left", "percent")]
    if value:
        measures.append(Measure("value", value, spaced(value).capitalize(), "money"))
    if frequency:
        measures.append(Measure("frequency", frequency, spaced(frequency).capitalize(), "number"))
    return tuple(measures)


def measured_purchases(
    log: TransactionLog, given: Any, gone_after: float | None
) -> tuple[pd.DataFrame, tuple[Measure, ...]]:
    """Measure the customers of a log, and say what can be compared.

    Parameters
    ----------
    log : TransactionLog
    given : pandas.Series, pandas.DataFrame or None
        Value of each customer: a Series, or a table with the column "value", by customer; None
        for the revenue so far.
    gone_after : float or None
        Days of silence that count as having left; None for what is usual.

    Returns
    -------
    tuple of pandas.DataFrame, tuple of Measure
    """
    customers = orders_of_each(log)
    silence = _silence(log, gone_after)
    columns: dict[str, Any] = {"left": customers["days_since_last"] > silence}
    value = Measure("value", "revenue", "Revenue so far", "money")
    if given is not None:
        columns["value"] = value_of_each(given, customers.index)
        value = Measure("value", "value", "Value", "money")
    keep_free(log, columns)
    left = Measure("left", "left", f"Share silent for more than {silence:,.0f} days", "percent")
    orders = Measure("frequency", "orders", "Orders", "number")
    return customers.assign(**columns), (left, value, orders)


def spaced(name: str) -> str:
    """Write a column's name for people."""
    return name.replace("_", " ")


def _silence(log: TransactionLog, gone_after: float | None) -> float:
    if gone_after is not None:
        if not gone_after > 0:
            raise ValueError(f"gone_after must be a number of days above 0, got {gone_after!r}.")
        return float(gone_after)
    silence = usual_silence(log)
    if silence is None:
        raise ValueError(
            "Nobody bought twice, so nobody can tell how long a silence is usual. Say it: "
            "gone_after=365 (days)."
        )
    return silence
