"""The results that calculators share: one label and one formula in words for each idea."""

from __future__ import annotations

from typing import Final

from clvwidgets.widgets.calculators.readouts import Readout, Step
from clvwidgets.widgets.panel.views import COUNT, MONEY, Columns

LIFETIME_VALUE: Final = Readout("clv", "Lifetime value", "money", better="higher")
NET_VALUE: Final = Readout("net", "Net value", "money", better="higher")
VALUE_TO_COST: Final = Readout("ltv_cac", "Value to cost", "ratio", better="higher")
PAYBACK: Final = Readout(
    "payback", "Paid back after", "duration", "lower", infinite="never", whole=True
)
STAY: Final = Readout("lifespan", "Expected stay", "duration", better="higher")
REVENUE: Final = Readout("revenue", "Lifetime revenue", "money", better="higher")
GOODS: Final = Readout("goods", "Cost of goods", "money", better="lower")
SERVICE: Final = Readout("service", "Cost of service", "money", better="lower")
DISCOUNT_RATE: Final = Readout("discount_per_period", "Discount rate per {period}", "percent")

RETENTION_FORMULA: Final = (
    "{margin} × (1 + {discount_per_period}) ÷ ({discount_per_period} + {churn})"
)
"""What margins are worth while the customer stays, the first one paid now."""

LIFETIME_VALUE_STEP: Final = Step("Lifetime value", RETENTION_FORMULA, "clv")
VALUE_TO_COST_STEP: Final = Step("Value to cost", "{clv} ÷ {cac}", "ltv_cac")
STAY_STEP: Final = Step("Expected stay", "1 ÷ {churn}", "lifespan")
NET_VALUE_STEP: Final = Step("Net value", "{clv} − {cac}", "net")
REVENUE_STEP: Final = Step(
    "Lifetime revenue", "{order_value} × {frequency} × {lifespan}", "revenue"
)

CASH_COLUMNS: Final[Columns] = {"time": ("{Period}", COUNT), "cash": ("Money so far", MONEY)}
"""The columns behind `clvwidgets.charts.cash.cumulative_cash_chart`."""


def discount_rate_step(period: str) -> Step:
    """Say how a rate per year becomes one per period.

    Parameters
    ----------
    period : str
        The calculator's period, or what stands for it.

    Returns
    -------
    Step

    Examples
    --------
    >>> discount_rate_step("month").label
    'Discount rate per month'
    """
    formula = "(1 + {discount})^(1 ÷ {periods_per_year}) − 1"
    return Step(f"Discount rate per {period}", formula, "discount_per_period")
