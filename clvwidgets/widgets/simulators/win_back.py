"""Whom to write to, and when: timing of a message, and the second life of those who come back."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, ClassVar, Final

import altair as alt

from clvwidgets.charts.curves import Curve, curves
from clvwidgets.charts.lever_curves import lever_curve
from clvwidgets.charts.signals import money_text
from clvwidgets.charts.theme import CHURN, VALUE
from clvwidgets.formulas.arithmetic import maximum
from clvwidgets.segments import BUSINESS_MODELS, BusinessModel
from clvwidgets.strategies import (
    cost_per_further_customer,
    message_after_order,
    win_back_value,
)
from clvwidgets.widgets.calculators.calculator import Calculator
from clvwidgets.widgets.calculators.readouts import Readout, Step
from clvwidgets.widgets.panel.fields import Known, money, quantity, rate
from clvwidgets.widgets.panel.views import COUNT, MONEY, Columns

_DAYS: Final = ("day", "days")
_VOUCHER: Final = {
    "day": 180,
    "mean_gap": 475,
    "left": 0.5728,
    "won_if_gone": 0.1023,
    "fading": 1000,
    "added_if_there": 0.0061,
    "good_for": 182,
    "margin": 15.3,
    "second_value": 44.8,
    "offer": 9.02,
    "contact_cost": 0.5,
}


def _preset(model: BusinessModel) -> dict[str, float]:
    """Write a kind of business: leaving is spread over the orders, a second life is half a life."""
    orders = model.orders_per_year
    margin = model.order_value * model.gross_margin
    return {
        "day": round(1.5 * 365 / orders),
        "mean_gap": round(365 / orders, 1),
        "left": round(min(0.6, model.churn_per_year / max(orders, 1)), 4),
        "won_if_gone": 0.08,
        "fading": 365,
        "added_if_there": 0.01,
        "good_for": 30,
        "margin": round(margin, 2),
        "second_value": round(margin + 0.5 * model.margin_per_year / model.churn_per_year, 2),
        "offer": round(0.1 * model.order_value, 2),
        "contact_cost": 0.5,
    }


class WinBackSimulator(Calculator):
    """What a message brings by the day on which it is sent, beyond orders that come anyway.

    Of those who ordered some have left, the others come back at random times. Sent early, the offer
    goes to those who were coming; sent late, fewer of the gone can be won. It counts what would
    not have come without it.

    Parameters
    ----------
    day : float
        Day of sending, after the last order.
    mean_gap : float
        Days between two orders of somebody who has not left.
    left : float
        Share of customers who leave after an order.
    won_if_gone : float
        Share of the gone who come back for a message sent at once.
    fading : float
        Days in which that share halves.
    added_if_there : float
        Share of those not gone who order because of it.
    good_for : float
        Days in which the offer is good and orders are counted.
    margin : float
        Money of an order, before the offer.
    second_value : float
        Money that one won back brings in their second life, in today's money, before the offer.
    offer : float
        Money taken off each order while it is good.
    contact_cost : float
        Money for a message.
    period : {"week", "month", "quarter", "year"}
        Without effect: nothing here is per period.
    locale, currency : str, optional
        How numbers are written, such as "en-US" and "EUR".

    See Also
    --------
    HoldOutSimulator : How many orders a message caused.
    CartSimulator : Carts that are given up, by cause.

    References
    ----------
    Schmittlein, Morrison & Colombo (1987); Stauss & Friege (1999), Regaining Service Customers.

    Examples
    --------
    >>> panel = WinBackSimulator()
    >>> round(panel.best_day), round(panel.best_net) > round(panel.net)
    (155, True)
    >>> panel.won_if_gone = 0
    >>> panel.best_day
    inf
    """

    title = "When should a message go out to win back those who would not come anyway?"
    panel_name = "Win-back"
    converts = False  # its times are days

    day = quantity("Day of sending", 30, high=365, unit=_DAYS, help="After the last order.")
    mean_gap = quantity(
        "Mean gap between orders",
        60,
        low=2,
        high=730,
        unit=_DAYS,
        help="Of those who have not left. Some are quicker: more of them are back early.",
    )
    left = rate(
        "Leave after an order",
        0.15,
        high=1,
        step=0.005,
        help="Of 100 who ordered, how many for good.",
    )
    won_if_gone = rate(
        "Won back, if sent at once",
        0.12,
        high=0.5,
        step=0.005,
        help="Of 100 gone, how many come back for it.",
        known=Known(0.086, 0.071, 0.101, "voucher, chance to be alive below 10%"),
    )
    fading = quantity(
        "Chance to win back halves in",
        180,
        low=7,
        high=1000,
        unit=_DAYS,
        help="Those who have found another shop forget yours.",
    )
    added_if_there = rate(
        "Further orders of those not gone",
        0.01,
        high=0.5,
        step=0.005,
        help="Of 100 not gone, how many order because of it.",
        known=Known(0.011, -0.024, 0.047, "voucher, chance to be alive 50% and more"),
    )
    good_for = quantity(
        "Offer is good for", 30, high=365, unit=_DAYS, help="Orders are counted in these days."
    )
    margin = money("Margin of an order", 9, high=500, help="Before the offer.")
    second_value = money(
        "Value of a second life",
        25,
        high=5000,
        help="What one won back brings in all, in today’s money, before the offer.",
    )
    offer = money(
        "Offer, off each order", 2, high=200, step=0.5, help="Also for those who come anyway."
    )
    contact_cost = money("Cost of a message", 0.1, high=5, step=0.05, help="For each one sent.")

    readouts = (
        Readout("net", "Net per 1,000 who ordered", "money", "higher"),
        Readout("best_day", "Best day to send", "count", infinite="never"),
        Readout("break_even", "Must win back to break even", "percent", "lower", "no share"),
        Readout("further", "Further orders, of those written to", "percent", "higher"),
        Readout("anyway", "Would order anyway, of those written to", "percent"),
        Readout("best_net", "Net per 1,000 on the best day", "money", "higher"),
        Readout("reached", "Not back yet: written to", "percent"),
        Readout("still_there", "Not gone, of those written to", "percent"),
        Readout("each", "A further customer costs", "money", "lower", infinite="no limit"),
        Readout("second", "Net per message to the gone", "money", "higher"),
    )
    presets: ClassVar = {
        "Shop: trial of the voucher": _VOUCHER,
        **{model.name: _preset(model) for model in BUSINESS_MODELS},
    }

    def outputs(
        self,
        day: Any,
        mean_gap: Any,
        left: Any,
        won_if_gone: Any,
        fading: Any,
        added_if_there: Any,
        good_for: Any,
        margin: Any,
        second_value: Any,
        offer: Any,
        contact_cost: Any,
    ) -> dict[str, Any]:
        """Compute what a message brings on its day, and the day that would be best."""
        sent = message_after_order(
            day,
            maximum(mean_gap, 0.1),
            left,
            won_if_gone,
            maximum(fading, 0.1),
            added_if_there,
            good_for,
            margin,
            second_value,
            offer,
            contact_cost,
        )
        even = win_back_value(0, second_value, offer, contact_cost, sent["anyway"])
        cost = contact_cost + offer * (sent["anyway"] + sent["further"])
        return {
            "net": 1000 * sent["net"],
            "best_day": sent["best_day"],
            "break_even": even["break_even_won"],
            "further": sent["further"],
            "anyway": sent["anyway"],
            "best_net": 1000 * sent["best_net"],
            "reached": sent["reached"],
            "still_there": sent["still_there"],
            "each": cost_per_further_customer(cost, sent["further"], 0)["each"],
            "second": win_back_value(won_if_gone, second_value, offer, contact_cost)["net"],
        }

    def chart(self, now: SimpleNamespace, pinned: SimpleNamespace) -> Any:  # noqa: ARG002
        """Draw the net gain over the day of sending."""
        pays = (
            "Sent on day "
            + alt.expr.format(now.day, ",.0f")
            + alt.expr.if_(now.net < 0, " the message loses ", " the message brings ")
            + money_text(alt.expr.abs(now.net))
            + " per 1,000 who ordered; best is day "
            + alt.expr.format(now.best_day, ",.0f")
            + " with "
            + money_text(now.best_net)
        )
        never = "On no day does it pay: the offer goes to those who come anyway, and wins too few"
        return lever_curve(
            lambda day: self.at(day=day).net,
            {"now": now.day, "best": now.best_day},
            low=0,
            high=alt.expr.max(
                365, now.day, alt.expr.if_(alt.expr.isFinite(now.best_day), 1.2 * now.best_day, 0)
            ),
            title=alt.expr.if_(alt.expr.isFinite(now.best_day), pays, never),
            lever_title="day of sending, after the last order",
            height_title=f"net per 1,000 who ordered, {self.currency}",
            lever_format=".0f",
        )

    def more_charts(self, now: SimpleNamespace, pinned: SimpleNamespace) -> dict[str, Any]:  # noqa: ARG002
        """Draw who has not come back, and how many of them are gone."""
        here = self.at(day=alt.datum.time)
        title = (
            "On day "
            + alt.expr.format(now.day, ",.0f")
            + " of 100 who ordered "
            + alt.expr.format(100 * now.reached, ",.0f")
            + " are not back; "
            + alt.expr.format(100 * now.left, ",.0f")
            + " are gone"
        )
        shares = curves(
            [
                Curve("not back yet", 100 * here.reached, VALUE),
                Curve("gone", 100 * now.left, CHURN),
            ],
            horizon=alt.expr.max(365, now.day),
            title=title,
            time_title="days after the last order",
            height_title="of 100 who ordered",
            height_format=".0f",
        )
        return {"Who is not back": shares}

    def table_columns(self) -> Columns:
        """Name the columns behind the chart."""
        return {
            "lever": ("Day of sending", COUNT),
            "height": ("Net per 1,000 who ordered", MONEY),
        }

    def steps(self) -> list[Step]:
        """List the formulas."""
        return [
            Step(
                "A further customer costs",
                "({contact_cost} + {offer} × ({anyway} + {further})) ÷ {further}",
                "each",
            ),
            Step(
                "Net per message to the gone",
                "{won_if_gone} × ({second_value} − {offer}) − {contact_cost}",
                "second",
            ),
        ]
