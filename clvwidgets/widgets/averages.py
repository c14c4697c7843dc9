"""Calculators on averages: order value, frequency and lifespan, gross and net."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, ClassVar

import altair as alt

from clvwidgets.charts.bars import Bar, result_bars, staircase
from clvwidgets.charts.signals import money_text
from clvwidgets.charts.theme import COST, MARGIN, NEUTRAL, VALUE
from clvwidgets.formulas import ltv_cac_ratio, net_clv, simple_clv
from clvwidgets.segments import BUSINESS_MODELS
from clvwidgets.widgets import common_fields
from clvwidgets.widgets.calculator import Calculator
from clvwidgets.widgets.readouts import Readout, Step

_LIFESPAN_HELP = "From the first order to the last, on average."


class SimpleCLV(Calculator):
    """Order value times frequency times lifespan, as revenue and as margin.

    Not discounted, and before the costs of serving and acquiring.

    Parameters
    ----------
    order_value : money, revenue per order (AOV)
    frequency : orders per period
    lifespan : periods that a customer stays
    gross_margin : share of revenue left after the cost of goods, 0 to 1
    period : {"week", "month", "quarter", "year"}
    locale, currency : how numbers are written

    Examples
    --------
    >>> calc = SimpleCLV(order_value=50, frequency=4, lifespan=3, gross_margin=0.4)
    >>> calc.revenue, calc.clv
    (600.0, 240.0)
    """

    title = "What does a customer bring?"
    panel_name = "Simple CLV"
    native_period = "year"

    order_value = common_fields.order_value(50, high=500)
    frequency = common_fields.frequency(4)
    lifespan = common_fields.lifespan(3)
    gross_margin = common_fields.gross_margin(0.4)

    readouts = (
        Readout("clv", "Lifetime margin", "money", better="higher"),
        Readout("revenue", "Lifetime revenue", "money", better="higher"),
        Readout("per_period", "Margin per {period}", "money", better="higher"),
    )
    presets: ClassVar = {
        model.name: {
            "order_value": model.order_value,
            "frequency": model.orders_per_year,
            "lifespan": round(1 / model.churn_per_year, 1),
            "gross_margin": model.gross_margin,
        }
        for model in BUSINESS_MODELS
    }

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
            "A customer pays "
            + money_text(now.revenue)
            + " in her life; "
            + money_text(now.clv)
            + " of it is margin"
        )
        bars = [
            Bar("Revenue", now.revenue, pinned.revenue, NEUTRAL),
            Bar("Margin", now.clv, pinned.clv, MARGIN),
        ]
        return result_bars(bars, title, f"money in a lifetime, {self.currency}")

    def steps(self) -> list[Step]:
        """List the formulas."""
        return [
            Step("Lifetime revenue", "{order_value} × {frequency} × {lifespan}", "revenue"),
            Step("Lifetime margin", "{revenue} × {gross_margin}", "clv"),
            Step(
                f"Margin per {self.period}",
                "{order_value} × {frequency} × {gross_margin}",
                "per_period",
            ),
        ]


class NetCLV(Calculator):
    """From what a customer pays to what is left after goods, service and winning her.

    Not discounted.

    Parameters
    ----------
    order_value : money, revenue per order (AOV)
    frequency : orders per period
    lifespan : periods that a customer stays
    gross_margin : share of revenue left after the cost of goods, 0 to 1
    service_cost : money per period spent on serving the customer
    cac : money, cost to acquire the customer
    period : {"week", "month", "quarter", "year"}
    locale, currency : how numbers are written

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
    native_period = "year"

    order_value = common_fields.order_value(50, high=500)
    frequency = common_fields.frequency(4)
    lifespan = common_fields.lifespan(3)
    gross_margin = common_fields.gross_margin(0.4)
    service_cost = common_fields.service_cost(8)
    cac = common_fields.cac(60, high=1000)

    readouts = (
        Readout("net", "Net value", "money", better="higher"),
        Readout("clv", "Value before winning her", "money", better="higher"),
        Readout("ltv_cac", "Value to cost", "ratio", better="higher"),
        Readout("revenue", "Lifetime revenue", "money", better="higher"),
        Readout("goods", "Cost of goods", "money", better="lower"),
        Readout("service", "Cost of service", "money", better="lower"),
    )
    presets: ClassVar = {
        model.name: {
            "order_value": model.order_value,
            "frequency": model.orders_per_year,
            "lifespan": round(1 / model.churn_per_year, 1),
            "gross_margin": model.gross_margin,
            "service_cost": model.service_cost,
            "cac": model.cac,
        }
        for model in BUSINESS_MODELS
    }

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
        title = alt.expr.if_(
            now.net >= 0,
            "Of " + money_text(now.revenue) + " that she pays, " + money_text(now.net) + " is left",
            "She pays " + money_text(now.revenue) + " and costs " + money_text(-now.net) + " more",
        )
        bars = [
            Bar("Revenue", now.revenue, pinned.revenue, NEUTRAL),
            Bar("Goods", -now.goods, -pinned.goods, COST),
            Bar("Service", -now.service, -pinned.service, COST),
            Bar("Winning her", -now.cac, -pinned.cac, COST),
            Bar("Net value", now.net, pinned.net, VALUE),
        ]
        return staircase(bars, title, f"money in a lifetime, {self.currency}")

    def steps(self) -> list[Step]:
        """List the five steps."""
        return [
            Step("Lifetime revenue", "{order_value} × {frequency} × {lifespan}", "revenue"),
            Step("Cost of goods", "{revenue} × (1 − {gross_margin})", "goods"),
            Step("Cost of service", "{service_cost} × {lifespan}", "service"),
            Step("Value before winning her", "{revenue} − {goods} − {service}", "clv"),
            Step("Net value", "{clv} − {cac}", "net"),
        ]
