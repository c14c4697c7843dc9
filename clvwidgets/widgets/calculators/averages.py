"""Calculators on averages: order value, frequency and lifespan, gross and net."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, ClassVar

from clvwidgets.charts.bars import named_bars, result_bars
from clvwidgets.charts.signals import money_text
from clvwidgets.charts.theme import MARGIN, NEUTRAL
from clvwidgets.formulas import ltv_cac_ratio, net_clv, simple_clv
from clvwidgets.widgets.calculators import common_fields, common_results
from clvwidgets.widgets.calculators._staircase import left_of_revenue, staircase_to_net
from clvwidgets.widgets.calculators.calculator import Calculator
from clvwidgets.widgets.calculators.common_presets import by_business
from clvwidgets.widgets.calculators.readouts import Readout, Step


class _OnAverages(Calculator):
    """The customer of averages: how much they order, how often, and for how long."""

    native_period = "year"

    order_value = common_fields.order_value(50, high=500)
    frequency = common_fields.frequency(4)
    lifespan = common_fields.lifespan(3)
    gross_margin = common_fields.gross_margin(0.4)


class SimpleCLV(_OnAverages):
    """Order value times frequency times lifespan, as revenue and as margin.

    Not discounted, and before the costs of serving and acquiring.

    Parameters
    ----------
    order_value : float
        Money, revenue per order (AOV).
    frequency : float
        Orders per period.
    lifespan : float
        Periods that a customer stays.
    gross_margin : float
        Share of revenue left after the cost of goods, 0 to 1.
    period : {"week", "month", "quarter", "year"}
    locale, currency : str, optional
        How numbers are written, such as "en-US" and "EUR".

    Examples
    --------
    >>> calc = SimpleCLV(order_value=50, frequency=4, lifespan=3, gross_margin=0.4)
    >>> calc.revenue, calc.clv
    (600.0, 240.0)
    """

    title = "What does a customer bring?"
    panel_name = "Simple CLV"

    readouts = (
        Readout("clv", "Lifetime margin", "money", better="higher"),
        common_results.REVENUE,
        Readout("per_period", "Margin per {period}", "money", better="higher"),
    )
    presets: ClassVar = by_business("year", "order_value", "frequency", "lifespan", "gross_margin")

    def outputs(
        self, order_value: Any, frequency: Any, lifespan: Any, gross_margin: Any
    ) -> dict[str, Any]:
        """Compute the value on the basis of revenue and of margin."""
        return {
            "clv": simple_clv(order_value, frequency, lifespan, gross_margin=gross_margin),
            "revenue": simple_clv(order_value, frequency, lifespan),
            "per_period": simple_clv(order_value, frequency, 1, gross_margin=gross_margin),
        }

    def chart(self, now: SimpleNamespace, pinned: SimpleNamespace) -> Any:
        """Draw revenue beside margin: the commonest mistake is to take one for the other."""
        title = (
            "They pay "
            + money_text(now.revenue)
            + " in a lifetime; "
            + money_text(now.clv)
            + " of it is margin"
        )
        named = {"revenue": ("Revenue", NEUTRAL), "clv": ("Margin", MARGIN)}
        bars = named_bars(now, pinned, named)
        return result_bars(bars, title, f"money in a lifetime, {self.currency}")

    def steps(self) -> list[Step]:
        """List the formulas."""
        return [
            common_results.REVENUE_STEP,
            Step("Lifetime margin", "{revenue} × {gross_margin}", "clv"),
            Step(
                f"Margin per {self.period}",
                "{order_value} × {frequency} × {gross_margin}",
                "per_period",
            ),
        ]


class NetCLV(_OnAverages):
    """From what a customer pays to what is left after goods, service and winning them.

    Not discounted.

    Parameters
    ----------
    order_value : float
        Money, revenue per order (AOV).
    frequency : float
        Orders per period.
    lifespan : float
        Periods that a customer stays.
    gross_margin : float
        Share of revenue left after the cost of goods, 0 to 1.
    service_cost : float
        Money per period spent on serving the customer.
    cac : float
        Money, cost to acquire the customer.
    period : {"week", "month", "quarter", "year"}
    locale, currency : str, optional
        How numbers are written, such as "en-US" and "EUR".

    Examples
    --------
    >>> calc = NetCLV(
    ...     order_value=50, frequency=4, lifespan=3, gross_margin=0.4, service_cost=20, cac=100
    ... )
    >>> calc.net
    80.0
    """

    title = "What is left of what a customer pays?"
    panel_name = "Net CLV"

    service_cost = common_fields.service_cost(8)
    cac = common_fields.cac(60, high=1000)

    readouts = (
        common_results.NET_VALUE,
        Readout("clv", "Value before winning them", "money", better="higher"),
        common_results.VALUE_TO_COST,
        common_results.REVENUE,
        common_results.GOODS,
        common_results.SERVICE,
    )
    presets: ClassVar = by_business(
        "year", "order_value", "frequency", "lifespan", "gross_margin", "service_cost", "cac"
    )

    def outputs(
        self,
        order_value: Any,
        frequency: Any,
        lifespan: Any,
        gross_margin: Any,
        service_cost: Any,
        cac: Any,
    ) -> dict[str, Any]:
        """Compute each step from revenue to net value."""
        clv = net_clv(order_value, frequency, lifespan, 0, service_cost, gross_margin=gross_margin)
        net = net_clv(
            order_value, frequency, lifespan, cac, service_cost, gross_margin=gross_margin
        )
        revenue = simple_clv(order_value, frequency, lifespan)
        return {
            "net": net,
            "clv": clv,
            "ltv_cac": ltv_cac_ratio(clv, cac),
            "revenue": revenue,
            "goods": simple_clv(order_value, frequency, lifespan, gross_margin=1 - gross_margin),
            "service": simple_clv(service_cost, 1, lifespan),
        }

    def chart(self, now: SimpleNamespace, pinned: SimpleNamespace) -> Any:
        """Draw the staircase from revenue down to what is left."""
        loss = "They pay " + money_text(now.revenue) + " and cost " + money_text(-now.net) + " more"
        return staircase_to_net(now, pinned, left_of_revenue(now, loss), self.currency)

    def steps(self) -> list[Step]:
        """List the five steps."""
        return [
            common_results.REVENUE_STEP,
            Step("Cost of goods", "{revenue} × (1 − {gross_margin})", "goods"),
            Step("Cost of service", "{service_cost} × {lifespan}", "service"),
            Step("Value before winning them", "{revenue} − {goods} − {service}", "clv"),
            common_results.NET_VALUE_STEP,
        ]
