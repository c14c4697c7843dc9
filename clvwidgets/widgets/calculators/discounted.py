"""The calculator of time: horizon, growth, discounting, and when the first payment comes."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, ClassVar

import altair as alt

from clvwidgets.charts.curves import Curve, curves
from clvwidgets.charts.signals import money_text
from clvwidgets.charts.theme import COST, MARGIN, VALUE
from clvwidgets.formulas import convert_rate, growing_clv
from clvwidgets.segments import BUSINESS_MODELS
from clvwidgets.widgets.calculators import common_fields, common_results
from clvwidgets.widgets.calculators.calculator import Calculator
from clvwidgets.widgets.calculators.readouts import Readout, Step
from clvwidgets.widgets.panel.fields import quantity, rate
from clvwidgets.widgets.panel.views import COUNT, MONEY, Columns


class DiscountedCLV(Calculator):
    """Value up to a horizon, with a margin that grows, in the three timing cases side by side.

    Value is margin, before the cost of acquiring.

    Parameters
    ----------
    margin : float
        Money per period.
    retention : float
        Share of customers that stays from one period to the next, 0 to 1.
    discount : float
        Rate per year, whatever the period.
    growth : float
        Growth of the margin per period, as a fraction.
    horizon : int
        Payments that count.
    period : {"week", "month", "quarter", "year"}
    locale, currency : str, optional
        How numbers are written, such as "en-US" and "EUR".

    References
    ----------
    Fader & Hardie (2012), "Reconciling and clarifying CLV formulas", cases 1 to 3.

    Examples
    --------
    Nearly without a horizon the three cases are 366.7, 333.3 and 266.7:

    >>> calc = DiscountedCLV(margin=100, retention=0.8, discount=0.1, growth=0, horizon=240)
    >>> [round(value, 1) for value in (calc.now, calc.end_of_period, calc.after_renewal)]
    [366.7, 333.3, 266.7]
    """

    title = "When does the money come?"
    panel_name = "Discounted CLV"
    native_period = "year"

    margin = common_fields.margin(100, high=1000)
    retention = rate(
        "Retention per {period}",
        0.8,
        high=1,
        step=0.005,
        per_period="retention",
        help="Of 100 customers, how many stay for another {period}.",
    )
    discount = common_fields.discount(0.10)
    growth = rate(
        "Growth of margin per {period}",
        0.0,
        high=0.2,
        per_period="growth",
        help="By how much the margin grows each {period} while the customer stays.",
    )
    horizon = quantity(
        "Payments that count",
        10,
        low=0,
        high=240,
        whole=True,
        per_period="time",
        help="How far ahead you are willing to look.",
    )

    readouts = (
        Readout("now", "First payment now", "money", better="higher"),
        Readout("end_of_period", "… at the end of the {period}", "money", better="higher"),
        Readout("after_renewal", "… after a renewal", "money", better="higher"),
        common_results.DISCOUNT_RATE,
        Readout("factor", "Weight of the next payment", "number"),
    )
    presets: ClassVar = {
        model.name: {
            "margin": model.net_margin_per_year,
            "retention": 1 - model.churn_per_year,
            "discount": 0.10,
            "growth": 0.0,
            "horizon": 10,
        }
        for model in BUSINESS_MODELS
    }

    def outputs(
        self, margin: Any, retention: Any, discount: Any, growth: Any, horizon: Any
    ) -> dict[str, Any]:
        """Compute the three timing cases."""
        discount_per_period = convert_rate(discount, "year", self.period)
        given = (margin, retention, discount_per_period, growth, horizon)
        return {
            "now": growing_clv(*given, first_payment="now"),
            "end_of_period": growing_clv(*given, first_payment="end_of_period"),
            "after_renewal": growing_clv(*given, first_payment="after_renewal"),
            "discount_per_period": discount_per_period,
            "factor": retention * (1 + growth) / (1 + discount_per_period),
        }

    def chart(self, now: SimpleNamespace, pinned: SimpleNamespace) -> Any:  # noqa: ARG002
        """Draw what has come in after each payment, for the three cases."""

        def so_far(first_payment: Any) -> Any:
            rate = now.discount_per_period
            return growing_clv(
                now.margin,
                now.retention,
                rate,
                now.growth,
                alt.datum.time,
                first_payment=first_payment,
            )

        title = (
            "The same customer is worth "
            + money_text(now.now)
            + " or "
            + money_text(now.after_renewal)
            + ", by when the first payment comes"
        )
        cases = [
            Curve("first payment now", so_far("now"), VALUE),
            Curve(f"at the end of the {self.period}", so_far("end_of_period"), MARGIN),
            Curve("after a renewal", so_far("after_renewal"), COST),
        ]
        return curves(
            cases,
            horizon=now.horizon,
            title=title,
            time_title="payments counted",
            height_title=f"value so far, {self.currency}",
        )

    def steps(self) -> list[Step]:
        """List the formulas of the geometric sum."""
        return [
            common_results.discount_rate_step(self.period),
            Step(
                "Weight of the next payment",
                "{retention} × (1 + {growth}) ÷ (1 + {discount_per_period})",
                "factor",
            ),
            Step(
                "First payment now",
                "{margin} × (1 − {factor}^{horizon}) ÷ (1 − {factor})",
                "now",
            ),
            Step(
                f"First payment at the end of the {self.period}",
                "{now} ÷ (1 + {discount_per_period})",
                "end_of_period",
            ),
            Step(
                "First payment after a renewal",
                "{end_of_period} × {retention}",
                "after_renewal",
            ),
        ]

    def table_columns(self) -> Columns:
        """Name the columns behind the chart."""
        return {
            "time": ("Payments", COUNT),
            "case": ("Case", None),
            "height": ("Value so far", MONEY),
        }
