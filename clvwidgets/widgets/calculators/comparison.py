"""The same customer by every method: why the numbers differ."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, ClassVar

from clvwidgets.charts.bars import named_bars, result_bars
from clvwidgets.charts.signals import limited_money_text
from clvwidgets.charts.theme import COST, MARGIN, NEUTRAL, VALUE
from clvwidgets.formulas import (
    convert_rate,
    finite_clv,
    lifespan_from_churn,
    retention_clv,
    simple_clv,
)
from clvwidgets.widgets.calculators import common_fields, common_results
from clvwidgets.widgets.calculators.calculator import Calculator
from clvwidgets.widgets.calculators.common_presets import by_business
from clvwidgets.widgets.calculators.readouts import Readout, Step
from clvwidgets.widgets.panel.fields import quantity


class CompareMethods(Calculator):
    """One customer, seven numbers: revenue, margin, horizon, discount and timing differ.

    All are before the cost of acquiring; each label says its basis.

    Parameters
    ----------
    order_value : float
        Money, revenue per order (AOV).
    frequency : float
        Orders per period.
    gross_margin : float
        Share of revenue left after the cost of goods, 0 to 1.
    churn : float
        Share of customers that leaves in a period, 0 to 1.
    discount : float
        Rate per year, whatever the period.
    horizon : int
        Payments that the method with a horizon counts.
    cac : float
        Money, cost to acquire the customer.
    period : {"week", "month", "quarter", "year"}
    locale, currency : str, optional
        How numbers are written, such as "en-US" and "EUR".

    Examples
    --------
    >>> calc = CompareMethods()
    >>> calc.revenue > calc.margin > calc.now > calc.end_of_period > calc.after_renewal > calc.net
    True
    """

    title = "How can one customer be worth seven amounts?"
    panel_name = "Compare methods"
    native_period = "year"

    order_value = common_fields.order_value(60)
    frequency = common_fields.frequency(4)
    gross_margin = common_fields.gross_margin(0.4)
    churn = common_fields.churn(0.3, high=0.9, step=0.005)
    discount = common_fields.discount(0.10)
    horizon = quantity(
        "Payments within the horizon",
        3,
        high=60,
        whole=True,
        per_period="time",
        help="How far ahead the method with a horizon looks.",
    )
    cac = common_fields.cac(40)

    readouts = (
        Readout("now", "Discounted margin", "money", better="higher"),
        Readout("revenue", "Revenue, not discounted", "money", better="higher"),
        Readout("net", "After a renewal, net of CAC", "money", better="higher"),
        Readout("margin", "Margin, not discounted", "money", better="higher"),
        Readout("within_horizon", "Discounted, within the horizon", "money", better="higher"),
        Readout("end_of_period", "Discounted, paid at the end", "money", better="higher"),
        Readout("after_renewal", "Discounted, after a renewal", "money", better="higher"),
        Readout("per_period", "Margin per {period}", "money", better="higher"),
        common_results.STAY,
        common_results.DISCOUNT_RATE,
    )
    presets: ClassVar = by_business(
        "year", "order_value", "frequency", "gross_margin", "churn", "discount", "horizon", "cac"
    )

    def outputs(
        self,
        order_value: Any,
        frequency: Any,
        gross_margin: Any,
        churn: Any,
        discount: Any,
        horizon: Any,
        cac: Any,
    ) -> dict[str, Any]:
        """Compute the same customer by each method."""
        discount_per_period = convert_rate(discount, "year", self.period)
        lifespan = lifespan_from_churn(churn)
        per_period = order_value * frequency * gross_margin
        given = (per_period, 1 - churn, discount_per_period)
        after_renewal = retention_clv(*given, first_payment="after_renewal")
        return {
            "now": retention_clv(*given),
            "revenue": simple_clv(order_value, frequency, lifespan),
            "margin": simple_clv(order_value, frequency, lifespan, gross_margin=gross_margin),
            "within_horizon": finite_clv(*given, horizon),
            "end_of_period": retention_clv(*given, first_payment="end_of_period"),
            "after_renewal": after_renewal,
            "net": after_renewal - cac,
            "per_period": per_period,
            "lifespan": lifespan,
            "discount_per_period": discount_per_period,
        }

    def chart(self, now: SimpleNamespace, pinned: SimpleNamespace) -> Any:
        """Draw a bar for each method, in the order in which something is taken off."""
        title = (
            "The same customer: "
            + limited_money_text(now.revenue)
            + " by revenue, "
            + limited_money_text(now.now)
            + " by discounted margin"
        )
        named = {
            "revenue": ("Revenue × stay", NEUTRAL),
            "margin": ("Margin × stay", MARGIN),
            "now": ("Discounted, paid now", VALUE),
            "end_of_period": ("Discounted, paid at the end", VALUE),
            "after_renewal": ("Discounted, after a renewal", VALUE),
            "within_horizon": ("Discounted, with a horizon", VALUE),
            "net": ("After a renewal, net of CAC", COST),
        }
        bars = named_bars(now, pinned, named)
        return result_bars(bars, title, f"value of one customer, {self.currency}")

    def steps(self) -> list[Step]:
        """List each method's formula."""
        rate = "{discount_per_period}"
        return [
            common_results.STAY_STEP,
            Step("Revenue, not discounted", "{order_value} × {frequency} × {lifespan}", "revenue"),
            Step("Margin, not discounted", "{revenue} × {gross_margin}", "margin"),
            common_results.discount_rate_step(self.period),
            Step(
                f"Margin per {self.period}",
                "{order_value} × {frequency} × {gross_margin}",
                "per_period",
            ),
            Step(
                "Discounted, first payment now",
                f"{{per_period}} × (1 + {rate}) ÷ ({rate} + {{churn}})",
                "now",
            ),
            Step("Discounted, paid at the end", f"{{now}} ÷ (1 + {rate})", "end_of_period"),
            Step("Discounted, after a renewal", "{end_of_period} × (1 − {churn})", "after_renewal"),
            Step("Net of the cost to acquire", "{after_renewal} − {cac}", "net"),
        ]
