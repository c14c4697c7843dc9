"""The subscription calculator."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, ClassVar

from clvwidgets.charts.cash import cumulative_cash_chart
from clvwidgets.formulas import (
    convert_rate,
    lifespan_from_churn,
    ltv_cac_ratio,
    payback_periods,
    retention_clv,
)
from clvwidgets.widgets.calculators import common_fields, common_results
from clvwidgets.widgets.calculators.calculator import Calculator
from clvwidgets.widgets.calculators.common_presets import by_business
from clvwidgets.widgets.calculators.readouts import Step
from clvwidgets.widgets.panel.views import Columns


class SubscriptionCLV(Calculator):
    """What a subscriber is worth, from margin, churn and discount rate.

    The first payment is made at once and counts in full; each later one only if the customer has
    stayed. Value is margin, not revenue, and before the cost of acquiring.

    Parameters
    ----------
    margin : float
        Money per period, what is left of one fee after serving the customer.
    churn : float
        Share of customers that leaves in a period, 0 to 1.
    discount : float
        Rate per year, whatever the period.
    cac : float
        Money, cost to acquire the customer.
    period : {"week", "month", "quarter", "year"}
    locale, currency : str, optional
        How numbers are written, such as "en-US" and "EUR".

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
        common_results.LIFETIME_VALUE,
        common_results.VALUE_TO_COST,
        common_results.PAYBACK,
        common_results.STAY,
        common_results.DISCOUNT_RATE,
    )
    presets: ClassVar = by_business("month", "margin", "churn", "discount", "cac")

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
            common_results.discount_rate_step(self.period),
            common_results.LIFETIME_VALUE_STEP,
            common_results.VALUE_TO_COST_STEP,
            common_results.STAY_STEP,
        ]

    def table_columns(self) -> Columns:
        """Name the columns behind the chart."""
        return common_results.CASH_COLUMNS
