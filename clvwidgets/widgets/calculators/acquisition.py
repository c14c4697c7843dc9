"""Calculators of what a customer may cost: payback, and the economics of one customer."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, ClassVar

import altair as alt

from clvwidgets.charts.bars import Bar
from clvwidgets.charts.cash import cumulative_cash_chart
from clvwidgets.charts.signals import limited_money_text, money_text
from clvwidgets.charts.theme import COST
from clvwidgets.formulas import (
    break_even_cac,
    break_even_retention,
    convert_rate,
    lifespan_from_churn,
    ltv_cac_ratio,
    payback_periods,
    retention_clv,
    simple_clv,
)
from clvwidgets.segments import BUSINESS_MODELS, FURTHER_BUSINESS_MODELS
from clvwidgets.widgets.calculators import common_fields, common_results
from clvwidgets.widgets.calculators._staircase import left_of_revenue, staircase_to_net
from clvwidgets.widgets.calculators.calculator import Calculator
from clvwidgets.widgets.calculators.common_presets import by_business
from clvwidgets.widgets.calculators.readouts import Readout, Step
from clvwidgets.widgets.panel.views import Columns


class CACPayback(Calculator):
    """When a customer has paid back what they cost, and what they may cost at most.

    The first payment is made at once; margins count only while the customer stays.

    Parameters
    ----------
    cac : float
        Money, cost to acquire the customer.
    margin : float
        Money per period.
    churn : float
        Share of customers that leaves in a period, 0 to 1.
    discount : float
        Rate per year, whatever the period.
    period : {"week", "month", "quarter", "year"}
    locale, currency : str, optional
        How numbers are written, such as "en-US" and "EUR".

    Examples
    --------
    >>> calc = CACPayback(cac=150, margin=20, churn=0.05, discount=0.10)
    >>> calc.payback, calc.payback_undiscounted, round(calc.break_even)
    (9.0, 9.0, 348)
    """

    title = "When is a customer paid back?"
    panel_name = "CAC payback"

    cac = common_fields.cac(150)
    margin = common_fields.margin(20)
    churn = common_fields.churn(0.05)
    discount = common_fields.discount(0.10)

    readouts = (
        common_results.PAYBACK,
        common_results.VALUE_TO_COST,
        Readout("break_even", "They may cost at most", "money", better="higher"),
        Readout(
            "payback_undiscounted",
            "Paid back, waiting free",
            "duration",
            "lower",
            infinite="never",
            whole=True,
        ),
        Readout("break_even_churn", "Churn may rise to", "percent", infinite="never"),
        common_results.DISCOUNT_RATE,
    )
    presets: ClassVar = by_business("month", "cac", "margin", "churn", "discount")

    def outputs(self, cac: Any, margin: Any, churn: Any, discount: Any) -> dict[str, Any]:
        """Compute payback with and without discount, and the break-even points."""
        discount_per_period = convert_rate(discount, "year", self.period)
        clv = retention_clv(margin, 1 - churn, discount_per_period)
        return {
            "payback": payback_periods(margin, 1 - churn, discount_per_period, cac),
            "break_even": break_even_cac(clv),
            "ltv_cac": ltv_cac_ratio(clv, cac),
            "payback_undiscounted": payback_periods(margin, 1 - churn, 0, cac),
            "break_even_churn": 1 - break_even_retention(margin, discount_per_period, cac),
            "discount_per_period": discount_per_period,
        }

    def chart(self, now: SimpleNamespace, pinned: SimpleNamespace) -> Any:
        """Draw the money so far, with the payback marked."""
        return cumulative_cash_chart(now, pinned, period=self.period, currency=self.currency)

    def steps(self) -> list[Step]:
        """List the formulas of the break-even points."""
        return [
            Step(
                "They may cost what they are worth", common_results.RETENTION_FORMULA, "break_even"
            ),
            Step("Value to cost", "{break_even} ÷ {cac}", "ltv_cac"),
        ]

    def table_columns(self) -> Columns:
        """Name the columns behind the chart."""
        return common_results.CASH_COLUMNS


class UnitEconomics(Calculator):
    """One customer on one page: from what they pay to what is left, with payback and ratio.

    Parameters
    ----------
    order_value : float
        Money, revenue per order (AOV).
    frequency : float
        Orders per period.
    gross_margin : float
        Share of revenue left after the cost of goods, 0 to 1.
    service_cost : float
        Money per period spent on serving the customer.
    churn : float
        Share of customers that leaves in a period, 0 to 1.
    discount : float
        Rate per year, whatever the period.
    cac : float
        Money, cost to acquire the customer.
    period : {"week", "month", "quarter", "year"}
    locale, currency : str, optional
        How numbers are written, such as "en-US" and "EUR".

    Examples
    --------
    >>> calc = UnitEconomics()
    >>> round(calc.clv - calc.net, 6) == calc.cac
    True
    """

    title = "Does one customer pay?"
    panel_name = "Unit economics"

    order_value = common_fields.order_value(60)
    frequency = common_fields.frequency(0.5, high=10, step=0.05)
    gross_margin = common_fields.gross_margin(0.4)
    service_cost = common_fields.service_cost(1, high=100, step=0.5)
    churn = common_fields.churn(0.05)
    discount = common_fields.discount(0.10)
    cac = common_fields.cac(80)

    readouts = (
        common_results.NET_VALUE,
        common_results.VALUE_TO_COST,
        common_results.PAYBACK,
        common_results.LIFETIME_VALUE,
        Readout("margin", "Margin per {period}", "money", better="higher"),
        common_results.STAY,
        common_results.REVENUE,
        common_results.GOODS,
        common_results.SERVICE,
        Readout("waiting", "Cost of waiting", "money", better="lower"),
        common_results.DISCOUNT_RATE,
    )
    presets: ClassVar = by_business(
        "month",
        "order_value",
        "frequency",
        "gross_margin",
        "service_cost",
        "churn",
        "discount",
        "cac",
        models=(*BUSINESS_MODELS, *FURTHER_BUSINESS_MODELS),
    )

    def outputs(
        self,
        order_value: Any,
        frequency: Any,
        gross_margin: Any,
        service_cost: Any,
        churn: Any,
        discount: Any,
        cac: Any,
    ) -> dict[str, Any]:
        """Compute every step from revenue to net value."""
        discount_per_period = convert_rate(discount, "year", self.period)
        lifespan = lifespan_from_churn(churn)
        margin = order_value * frequency * gross_margin - service_cost
        clv = retention_clv(margin, 1 - churn, discount_per_period)
        # Undiscounted less discounted value, without a difference of two infinities.
        interest = retention_clv(
            discount_per_period, 1 - churn, discount_per_period, first_payment="end_of_period"
        )
        return {
            "net": clv - cac,
            "ltv_cac": ltv_cac_ratio(clv, cac),
            "payback": payback_periods(margin, 1 - churn, discount_per_period, cac),
            "clv": clv,
            "margin": margin,
            "lifespan": lifespan,
            "revenue": simple_clv(order_value, frequency, lifespan),
            "goods": simple_clv(order_value, frequency, lifespan, gross_margin=1 - gross_margin),
            "service": simple_clv(service_cost, 1, lifespan),
            "waiting": retention_clv(margin * (1 - churn) * interest, 1 - churn, 0),
            "discount_per_period": discount_per_period,
        }

    def chart(self, now: SimpleNamespace, pinned: SimpleNamespace) -> Any:
        """Draw the staircase from revenue down to what is left."""
        loss = "They pay " + money_text(now.revenue) + " and lose us " + money_text(-now.net)
        title = alt.expr.if_(
            ~alt.expr.isFinite(now.revenue),
            "They stay for ever; in today’s money " + limited_money_text(now.net) + " is left",
            left_of_revenue(now, loss),
        )
        waiting = Bar("Waiting", -now.waiting, -pinned.waiting, COST)
        return staircase_to_net(now, pinned, title, self.currency, also=[waiting])

    def steps(self) -> list[Step]:
        """List the formulas."""
        return [
            Step(
                f"Margin per {self.period}",
                "{order_value} × {frequency} × {gross_margin} − {service_cost}",
                "margin",
            ),
            common_results.LIFETIME_VALUE_STEP,
            common_results.NET_VALUE_STEP,
            common_results.VALUE_TO_COST_STEP,
            common_results.STAY_STEP,
        ]
