"""The calculator of relationships that pause and resume."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, ClassVar

import altair as alt

from clvwidgets.charts.bars import named_bars, result_bars
from clvwidgets.charts.signals import limited_money_text
from clvwidgets.charts.theme import MARGIN, NEUTRAL, VALUE
from clvwidgets.formulas import convert_rate, recency_chain_values
from clvwidgets.segments import BUSINESS_MODELS
from clvwidgets.widgets.calculators import common_fields, common_results
from clvwidgets.widgets.calculators.calculator import Calculator
from clvwidgets.widgets.calculators.readouts import Readout, Step
from clvwidgets.widgets.panel.fields import NumberField, money, rate


def _chance(silent: str, default: float) -> NumberField:
    return rate(
        f"Buys again, {silent}",
        default,
        high=1,
        step=0.005,
        help="Chance of a purchase in the next {period}.",
    )


class MarkovCLV(Calculator):
    """What a customer is worth by how long they have been silent, and when to give them up.

    Every {period} they are contacted; they buy or fall silent for longer. After four silent
    periods they are given up. Value is margin less contacts, from now on.

    Parameters
    ----------
    margin : float
        Money, margin of the purchases in a period that has any.
    contact_cost : float
        Money per period spent on each customer.
    chance_1, chance_2, chance_3, chance_4 : float
        Chances of a purchase in the next period for one who bought just now, and for one who has
        been silent for one, two and three periods.
    discount : float
        Rate per year, whatever the period.
    period : {"week", "month", "quarter", "year"}
    locale, currency : str, optional
        How numbers are written, such as "en-US" and "EUR".

    Notes
    -----
    The period is fixed when a calculator is made: its states are periods of silence, and the
    chance of a purchase in a month does not follow from the chance in a year. Another `period`
    is refused, with the way out; the presets are offered in years only.

    References
    ----------
    Pfeifer & Carraway (2000), Modeling Customer Relationships as Markov Chains.

    Examples
    --------
    >>> calc = MarkovCLV(margin=40, contact_cost=4, discount=0.2, period="year")
    >>> round(calc.active, 2), round(calc.silent_2, 2)
    (52.32, 1.25)
    """

    title = "What is a silent customer worth?"
    panel_name = "Markov CLV"
    native_period = "year"
    converts = False  # the chance of a purchase in a month does not follow from that in a year

    margin = money(
        "Margin of a purchase",
        40,
        high=500,
        help="What the purchases of a {period} leave, if there are any.",
    )
    contact_cost = money(
        "Contact cost per {period}",
        4,
        high=100,
        step=0.5,
        help="Mailings and offers to one customer in a {period}.",
    )
    chance_1 = _chance("just bought", 0.3)
    chance_2 = _chance("silent for 1", 0.2)
    chance_3 = _chance("silent for 2", 0.15)
    chance_4 = _chance("silent for 3", 0.05)
    discount = common_fields.discount(0.20)

    readouts = (
        Readout("active", "Just bought", "money", better="higher"),
        Readout("silent_1", "Silent for 1 {period}", "money", better="higher"),
        Readout("silent_2", "Silent for 2 {period}s", "money", better="higher"),
        Readout("silent_3", "Silent for 3 {period}s", "money", better="higher"),
        common_results.DISCOUNT_RATE,
    )
    presets: ClassVar = {
        "Catalogue": {
            "margin": 40,
            "contact_cost": 4,
            "chance_1": 0.3,
            "chance_2": 0.2,
            "chance_3": 0.15,
            "chance_4": 0.05,
            "discount": 0.2,
        },
        **{
            model.name: {
                "margin": model.margin_per_year,
                "contact_cost": model.service_cost,
                **{f"chance_{at}": chance for at, chance in enumerate(model.chances, start=1)},
                "discount": 0.10,
            }
            for model in BUSINESS_MODELS
        },
    }

    def outputs(
        self,
        margin: Any,
        contact_cost: Any,
        chance_1: Any,
        chance_2: Any,
        chance_3: Any,
        chance_4: Any,
        discount: Any,
    ) -> dict[str, Any]:
        """Compute the value in each state of silence."""
        discount_per_period = convert_rate(discount, "year", self.period)
        active, silent_1, silent_2, silent_3 = recency_chain_values(
            margin, contact_cost, [chance_1, chance_2, chance_3, chance_4], discount_per_period
        )
        return {
            "active": active,
            "silent_1": silent_1,
            "silent_2": silent_2,
            "silent_3": silent_3,
            "discount_per_period": discount_per_period,
        }

    def chart(self, now: SimpleNamespace, pinned: SimpleNamespace) -> Any:
        """Draw the value by silence: below zero a contact costs more than it brings."""
        title = alt.expr.if_(
            now.silent_3 >= 0,
            "Even after three silent periods they are worth " + limited_money_text(now.silent_3),
            alt.expr.if_(
                now.silent_2 >= 0,
                "After three silent periods another contact costs more than it brings",
                alt.expr.if_(
                    now.silent_1 >= 0,
                    "After two silent periods another contact costs more than it brings",
                    "After one silent period another contact costs more than it brings",
                ),
            ),
        )
        named = {
            "active": ("just bought", VALUE),
            "silent_1": (f"silent for 1 {self.period}", MARGIN),
            "silent_2": (f"silent for 2 {self.period}s", NEUTRAL),
            "silent_3": (f"silent for 3 {self.period}s", NEUTRAL),
        }
        bars = named_bars(now, pinned, named)
        return result_bars(bars, title, f"value from now on, {self.currency}")

    def steps(self) -> list[Step]:
        """List the equations that the values solve."""
        back = "{active}"
        rate = "(1 + {discount_per_period})"
        cost = "{contact_cost}"
        return [
            Step(
                "Just bought",
                f"{{margin}} − {cost} + ({{chance_1}} × {back} + (1 − {{chance_1}}) × {{silent_1}})"
                f" ÷ {rate}",
                "active",
            ),
            Step(
                f"Silent for 1 {self.period}",
                f"({{chance_2}} × {back} + (1 − {{chance_2}}) × {{silent_2}}) ÷ {rate} − {cost}",
                "silent_1",
            ),
            Step(
                f"Silent for 2 {self.period}s",
                f"({{chance_3}} × {back} + (1 − {{chance_3}}) × {{silent_3}}) ÷ {rate} − {cost}",
                "silent_2",
            ),
            Step(
                f"Silent for 3 {self.period}s",
                f"{{chance_4}} × {back} ÷ {rate} − {cost}",
                "silent_3",
            ),
        ]
