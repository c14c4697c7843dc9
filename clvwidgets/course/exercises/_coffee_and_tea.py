"""The numbers of notebook 01: its coffee and tea customers, another shop, and CDNOW."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from clvwidgets.formulas import convert_rate, finite_clv, net_clv, payback_periods, retention_clv


def coffee(frequency: float = 8, cac: float = 120) -> float:
    """Compute the net value of the average coffee customer."""
    return float(net_clv(30, frequency, 2, cac, 6, gross_margin=0.4))


def tea(frequency: float = 6) -> float:
    """Compute the net value of the average tea customer, the example of the formulas."""
    return float(net_clv(25, frequency, 2, cac=60, service_cost=5, gross_margin=0.5))


def months_to_payback(churn: float = 1 / 24) -> float:
    """Count the months until the cost of winning a coffee customer is back."""
    return float(payback_periods(7.5, 1 - churn, 0, 120))


def still_there(month: float) -> float:
    """Compute the share of coffee customers that still pay in a month; in month 0 all do."""
    return float((23 / 24) ** month)


def discounted() -> float:
    """Compute what a coffee customer brings before the cost of winning, at 10 % a year."""
    return float(retention_clv(7.5, 23 / 24, convert_rate(0.10, "year", "month")))


def shop(years: float = 3, kept: float = 0.25, service: float = 10, cac: float = 110) -> float:
    """Compute the net value of a customer of the shop in the exercise."""
    return float(net_clv(60, 4, years, cac, service, gross_margin=kept))


def payments(
    number: int, monthly: float = 7.5, stay: float = 23 / 24, discount: float = 0.0
) -> float:
    """Add up the first payments of a coffee customer."""
    return float(finite_clv(monthly, stay, discount, number))


@cache
def spent() -> Mapping[str, float]:
    """Measure what CDNOW's customers spent: the mean, who is below it, and the middle one."""
    from clvwidgets import load_dataset

    sums = load_dataset("cdnow").groupby("customer_id")["amount"].sum()
    mean = float(sums.mean())
    below = float(100 * (sums < mean).mean())
    middle = float(sums.median())
    return {"mean": mean, "middle": middle, "below": below, "above": 100 - below}
