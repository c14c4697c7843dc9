"""How many orders a message caused: the funnel's answer beside that of a hold-out."""

from __future__ import annotations

import math
from types import SimpleNamespace
from typing import Any, ClassVar, Final

import altair as alt

from clvwidgets.charts.bars import named_bars, result_bars
from clvwidgets.charts.lever_curves import lever_curve
from clvwidgets.charts.theme import COST, MARGIN, NEUTRAL
from clvwidgets.segments import BUSINESS_MODELS, BusinessModel
from clvwidgets.strategies import cost_per_further_customer, email_funnel, hold_out_effect
from clvwidgets.widgets.calculators.calculator import Calculator
from clvwidgets.widgets.calculators.readouts import Readout, Step
from clvwidgets.widgets.panel.fields import Known, NumberField, money, rate
from clvwidgets.widgets.panel.views import COUNT

_NEWSLETTER: Final = {
    "written_to": 15306,
    "ordered": 0.03672,
    "held_out": 3786,
    "ordered_held_out": 0.03487,
    "opened": 0.2785,
    "ordered_opened": 0.04622,
    "margin": 11.69,
    "offer": 0.0,
    "contact_cost": 0.0,
}


def _cart_mail(written_to: int, ordered: float, margin: float, offer: float) -> dict[str, float]:
    """Write a reminder of carts that were given up; nobody counted who opened it."""
    return {
        "written_to": written_to,
        "ordered": ordered,
        "held_out": 2007,
        "ordered_held_out": 0.53114,
        "opened": 1.0,
        "ordered_opened": ordered,
        "margin": margin,
        "offer": offer,
        "contact_cost": 0.05,
    }


def _preset(model: BusinessModel) -> dict[str, float]:
    """Write a kind of business: ten thousand mails, a tenth held out."""
    return {
        "written_to": 9000,
        "ordered": 0.032,
        "held_out": 1000,
        "ordered_held_out": 0.03,
        "opened": 0.28,
        "ordered_opened": 0.045,
        "margin": round(model.order_value * model.gross_margin, 2),
        "offer": 0.0,
        "contact_cost": 0.02,
    }


class HoldOutSimulator(Calculator):
    """How many orders a message caused, that would not have come anyway, and how sure that is.

    Who opens orders more often than others, with and without the message. So orders after an
    opening are credited, not caused; what was caused is the difference to those who by lot got
    nothing, with its interval of 95 percent.

    Parameters
    ----------
    written_to, held_out : float
        Messages sent, and customers who by lot got none.
    ordered, ordered_held_out : float
        Share of each that ordered within the same days.
    opened : float
        Share of messages opened. Mail programs open by themselves.
    ordered_opened : float
        Share that ordered, of those who opened.
    margin : float
        Money of an order, its margin before the offer.
    offer : float
        Money taken off each order of those written to.
    contact_cost : float
        Money for a message.
    period : {"week", "month", "quarter", "year"}
        Without effect: nothing here is per period.
    locale, currency : str, optional
        How numbers are written, such as "en-US" and "EUR".

    References
    ----------
    Gordon, Zettelmeyer, Bhargava & Chapsky (2019), A Comparison of Approaches to Advertising
    Measurement, Marketing Science 38(2).

    Examples
    --------
    Six newsletters: 197 orders came after an opening.

    >>> panel = HoldOutSimulator()
    >>> round(panel.credited), round(panel.caused), round(panel.low), round(panel.high)
    (197, 28, -72, 129)
    """

    title = "How many orders did the message cause, that would not have come anyway?"
    panel_name = "Hold-out"
    converts = False  # the days in which orders are counted are those of the trial

    written_to = NumberField(
        "Messages sent",
        15306,
        low=10,
        high=50_000,
        step=10,
        legal=(1, math.inf),
        number_format=COUNT,
        help="To people drawn by lot.",
    )
    ordered = rate(
        "Ordered, of those written to", 0.03672, high=1, step=0.001, help="Whether opened or not."
    )
    held_out = NumberField(
        "Held out",
        3786,
        low=10,
        high=50_000,
        step=10,
        legal=(1, math.inf),
        number_format=COUNT,
        help="Who by lot got nothing.",
    )
    ordered_held_out = rate(
        "Ordered, of those held out",
        0.03487,
        high=1,
        step=0.001,
        help="They would have ordered anyway.",
        known=Known(0.0349, 0.029, 0.0407, "newsletters of 2025, within a week"),
    )
    opened = rate(
        "Opened, of those sent", 0.2785, high=1, step=0.005, help="Mail programs open, too."
    )
    ordered_opened = rate(
        "Ordered, of those who opened",
        0.04622,
        high=1,
        step=0.001,
        help="Credited to the message.",
    )
    margin = money("Margin of an order", 11.69, high=500, help="Before the offer.")
    offer = money(
        "Offer, off each order", 0, high=100, step=0.1, help="Also for those who order anyway."
    )
    contact_cost = money("Cost of a message", 0.05, high=5, step=0.01, help="For each one sent.")

    readouts = (
        Readout("caused", "Orders caused", "count", "higher"),
        Readout("credited", "Orders credited to openers", "count"),
        Readout("net", "Net of the message", "money", "higher"),
        Readout("low", "Orders caused, at least", "count"),
        Readout("high", "Orders caused, at most", "count"),
        Readout("net_low", "Net, at least", "money"),
        Readout("net_high", "Net, at most", "money"),
        Readout("each", "A further order costs", "money", "lower", infinite="no limit"),
        Readout("each_low", "A further order costs, at least", "money", infinite="no limit"),
        Readout("each_high", "A further order costs, at most", "money", infinite="no limit"),
        Readout("credited_net", "Net, if openers’ orders counted", "money"),
    )
    presets: ClassVar = {
        "Shop: newsletters of 2025": _NEWSLETTER,
        "Shop: cart mail after an hour": _cart_mail(1994, 0.5652, 11.69, 0.0),
        "Shop: cart mail after a day": _cart_mail(1952, 0.58402, 11.69, 0.0),
        "Shop: cart mail and 10 % off": _cart_mail(2047, 0.62042, 11.69, 2.99),
        **{model.name: _preset(model) for model in BUSINESS_MODELS},
    }

    def outputs(
        self,
        written_to: Any,
        ordered: Any,
        held_out: Any,
        ordered_held_out: Any,
        opened: Any,
        ordered_opened: Any,
        margin: Any,
        offer: Any,
        contact_cost: Any,
    ) -> dict[str, Any]:
        """Compute what was caused beside what is credited, and what it brings."""
        found = hold_out_effect(
            written_to, written_to * ordered, held_out, held_out * ordered_held_out
        )
        funnel = email_funnel(written_to, 1, opened, 1, ordered_opened)
        cost = contact_cost + ordered * offer
        spent = written_to * cost
        each = cost_per_further_customer(cost, found["effect"], found["effect_error"])
        return {
            "caused": found["caused"],
            "credited": funnel["ordered"],
            "net": found["caused"] * margin - spent,
            "low": found["caused_low"],
            "high": found["caused_high"],
            "net_low": found["caused_low"] * margin - spent,
            "net_high": found["caused_high"] * margin - spent,
            "each": each["each"],
            "each_low": each["low"],
            "each_high": each["high"],
            "credited_net": funnel["ordered"] * margin - spent,
        }

    def chart(self, now: SimpleNamespace, pinned: SimpleNamespace) -> Any:
        """Draw what openers are credited with beside what the hold-out supports."""
        named = {
            "credited_net": ("Credited to openers", NEUTRAL),
            "net_low": ("By the hold-out, at least", COST),
            "net": ("By the hold-out", MARGIN),
            "net_high": ("By the hold-out, at most", MARGIN),
        }
        verdict = alt.expr.if_(
            now.net_low > 0,
            "; it is shown to pay",
            alt.expr.if_(
                now.net_high < 0, "; it is shown to lose", "; whether it pays is not shown"
            ),
        )
        title = (
            alt.expr.format(now.credited, ",.0f")
            + " orders are credited to openers, the hold-out supports "
            + alt.expr.format(now.caused, ",.0f")
            + " ("
            + alt.expr.format(now.low, ",.0f")
            + " to "
            + alt.expr.format(now.high, ",.0f")
            + ")"
            + verdict
        )
        bars = named_bars(now, pinned, named)
        return result_bars(bars, title, f"margin less cost, {self.currency}")

    def more_charts(self, now: SimpleNamespace, pinned: SimpleNamespace) -> dict[str, Any]:  # noqa: ARG002
        """Draw how sure the answer gets with more people held out."""

        def wide(people: Any) -> Any:
            here = self.at(held_out=people)
            return here.high - here.caused

        title = (
            "With "
            + alt.expr.format(now.held_out, ",.0f")
            + " held out the orders caused are sure to ± "
            + alt.expr.format(now.high - now.caused, ",.0f")
        )
        curve = lever_curve(
            wide,
            {"now": now.held_out},
            low=100,
            high=alt.expr.max(1000, 2 * now.held_out, now.written_to),
            title=title,
            lever_title="people held out",
            height_title="± orders caused, 95 %",
            lever_format="~s",
            height_format=",.0f",
        )
        return {"People held out": curve}

    def steps(self) -> list[Step]:
        """List the formulas."""
        return [
            Step("Credited", "{written_to} × {opened} × {ordered_opened}", "credited"),
            Step("Caused", "({ordered} − {ordered_held_out}) × {written_to}", "caused"),
            Step(
                "Net",
                "{caused} × {margin} − {written_to} × ({contact_cost} + {ordered} × {offer})",
                "net",
            ),
        ]
