"""The subscription calculator."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, ClassVar

from clvwidgets.charts.cash import cumulative_cash_chart
from clvwidgets.charts.numbers import NumberFormat
from clvwidgets.formulas import (
    convert_rate,
    lifespan_from_churn,
    ltv_cac_ratio,
    payback_periods,
    retention_clv,
)
from clvwidgets.segments import BUSINESS_MODELS
from clvwidgets.widgets import common_fields
from clvwidgets.widgets.calculator import Calculator
from clvwidgets.widgets.readouts import Readout, Step


class SubscriptionCLV(Calculator):
    """What a subscriber is worth, from margin, churn and discount rate.

    The first payment is made at once and counts in full; each later one only if the customer has
    stayed. Value is margin, not revenue, and before the cost of acquiring.

    Parameters
    ----------
    margin : money per period, what is left of one fee after serving the customer
    churn : share of customers that leaves in a period, 0 to 1
    discount : rate per year, whatever the period
    cac : money, cost to acquire the customer
    period : {"week", "month", "quarter", "year"}
    locale, currency : how numbers are written

    References
    ----------
    Fader & Hardie (2012), "Reconciling and clarifying CLV formulas", case 1.

    Examples
    --------
    >>> calc = SubscriptionCLV(margin=40, churn=0.05, discount=0.10, cac=120, period="month")
    >>> print(calc)
    Subscription CLV: What is a subscriber worth?
      Margin per month: €40
      Churn per month: 5%
      Discount rate per year: 10%
      Cost to acquire: €120
      Lifetime value: €695
      Value to cost: 5.8
      Paid back after: 3 months
      Matters most to Lifetime value: Margin per month (1% more gives 1% more)
    """

    title = "What is a subscriber worth?"
    panel_name = "Subscription CLV"

    margin = common_fields.margin(40)
    churn = common_fields.churn(0.05)
    discount = common_fields.discount(0.10)
    cac = common_fields.cac(120, high=2000)

    readouts = (
        Readout("clv", "Lifetime value", "money", better="higher"),
        Readout("ltv_cac", "Value to cost", "ratio", better="higher"),
        Readout("payback", "Paid back after", "duration", "lower", infinite="never", whole=True),
        Readout("lifespan", "Expected stay", "duration", better="higher"),
        Readout("discount_per_period", "Discount rate per {period}", "percent"),
    )
    presets: ClassVar = {
        model.name: {
            "margin": round(model.net_margin_per_year / 12, 2),
            "churn": model.churn_per("month"),
            "discount": 0.10,
            "cac": model.cac,
        }
        for model in BUSINESS_MODELS
    }

    def outputs(self, margin: Any, churn: Any, discount: Any, cac: Any) -> dict[str, Any]:
        """Compute lifetime value, its ratio to the cost of acquiring, payback and stay."""
        discount_per_period = convert_rate(discount, "year", self.period)
        clv = retention_clv(margin, 1 - churn, discount_per_period)
        return {
            "clv": clv,
            "ltv_cac": ltv_cac_ratio(clv, cac),
            "payback": payback_periods(margin, 1 - churn, discount_per_period, cac),
            "lifespan": lifespan_from_churn(churn),
            "discount_per_period": discount_per_period,
        }

    def chart(self, now: SimpleNamespace, pinned: SimpleNamespace) -> Any:
        """Draw the money so far over time, with the payback marked."""
        return cumulative_cash_chart(now, pinned, period=self.period, currency=self.currency)

    def steps(self) -> list[Step]:
        """List the formulas with names for the numbers."""
        return [
            Step(
                f"Discount rate per {self.period}",
                "(1 + {discount})^(1 ÷ {periods_per_year}) − 1",
                "discount_per_period",
            ),
            Step(
                "Lifetime value",
                "{margin} × (1 + {discount_per_period}) ÷ ({discount_per_period} + {churn})",
                "clv",
            ),
            Step("Value to cost", "{clv} ÷ {cac}", "ltv_cac"),
            Step("Expected stay", "1 ÷ {churn}", "lifespan"),
        ]

    def table_columns(self) -> dict[str, tuple[str, NumberFormat | None]]:
        """Name the columns behind the chart."""
        return {
            "time": ("{Period}", NumberFormat("count")),
            "cash": ("Money so far", NumberFormat("money")),
        }
