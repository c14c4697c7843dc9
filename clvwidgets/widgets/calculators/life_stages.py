"""The calculator of a customer's life in four stages."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, ClassVar

import altair as alt

from clvwidgets.charts.bars import named_bars, result_bars
from clvwidgets.charts.signals import money_text
from clvwidgets.charts.theme import CHURN, COST, MARGIN, NEUTRAL, VALUE
from clvwidgets.formulas import convert_rate, stage_values
from clvwidgets.segments import BUSINESS_MODELS, LIFE_STAGES, BusinessModel
from clvwidgets.widgets.calculators import common_fields, common_results
from clvwidgets.widgets.calculators.calculator import Calculator
from clvwidgets.widgets.calculators.readouts import Readout, Step
from clvwidgets.widgets.panel.fields import NumberField, money, quantity


def _margin(stage: str, default: float) -> NumberField:
    return money(
        f"{stage}: margin per {{period}}",
        default,
        high=300,
        per_period="flow",
        help="What is left of them in a {period}.",
    )


def _cost(stage: str, default: float) -> NumberField:
    return money(
        f"{stage}: cost per {{period}}",
        default,
        high=150,
        per_period="flow",
        help="What is spent on them in a {period}.",
    )


def _length(stage: str, default: float) -> NumberField:
    return quantity(
        f"{stage}: {{period}}s",
        default,
        high=60,
        per_period="time",
        whole=True,
        help="How long the stage lasts.",
    )


def _preset(model: BusinessModel) -> dict[str, float]:
    """Write a kind of business in quarters, stage by stage."""
    per_stage = [
        {
            f"{stage.name}_margin": round(stage.margin * model.margin_per_year / 4, 1),
            f"{stage.name}_cost": round(stage.cost * model.service_cost / 4, 1),
            f"{stage.name}_length": stage.quarters(model),
        }
        for stage in LIFE_STAGES
    ]
    stages = {name: value for stage in per_stage for name, value in stage.items()}
    return {**stages, "churn": model.churn_per("quarter"), "discount": 0.10}


class LifecycleCLV(Calculator):
    """Introduction, growth, maturity and decline: each with its margin, cost and length.

    A stage counts only as far as customers reach it. Value is margin less the stage's cost,
    before the cost of acquiring; the first payment comes now.

    Parameters
    ----------
    introduction_margin, growth_margin, maturity_margin, decline_margin : float
        Money per period.
    introduction_cost, growth_cost, maturity_cost, decline_cost : float
        Money per period.
    introduction_length, growth_length, maturity_length, decline_length : int
        Whole periods.
    churn : float
        Share of customers that leaves in a period, 0 to 1, in every stage.
    discount : float
        Rate per year, whatever the period.
    period : {"week", "month", "quarter", "year"}
    locale, currency : str, optional
        How numbers are written, such as "en-US" and "EUR".

    Examples
    --------
    >>> calc = LifecycleCLV(churn=0, discount=0)
    >>> stages = (calc.introduction, calc.growth, calc.maturity, calc.decline)
    >>> stages, calc.clv == sum(stages)
    ((-10.0, 80.0, 280.0, 30.0), True)
    """

    title = "Which stage of a customer’s life brings the value?"
    panel_name = "Lifecycle CLV"
    native_period = "quarter"

    introduction_margin = _margin("Introduction", 10)
    introduction_cost = _cost("Introduction", 15)
    introduction_length = _length("Introduction", 2)
    growth_margin = _margin("Growth", 30)
    growth_cost = _cost("Growth", 10)
    growth_length = _length("Growth", 4)
    maturity_margin = _margin("Maturity", 40)
    maturity_cost = _cost("Maturity", 5)
    maturity_length = _length("Maturity", 8)
    decline_margin = _margin("Decline", 15)
    decline_cost = _cost("Decline", 5)
    decline_length = _length("Decline", 3)
    churn = common_fields.churn(0.05)
    discount = common_fields.discount(0.10)

    readouts = (
        common_results.LIFETIME_VALUE,
        Readout("maturity", "Maturity adds", "money", better="higher"),
        Readout("decline", "Decline adds", "money", better="higher"),
        Readout("introduction", "Introduction adds", "money", better="higher"),
        Readout("growth", "Growth adds", "money", better="higher"),
        common_results.DISCOUNT_RATE,
    )
    presets: ClassVar = {model.name: _preset(model) for model in BUSINESS_MODELS}

    def outputs(
        self,
        introduction_margin: Any,
        introduction_cost: Any,
        introduction_length: Any,
        growth_margin: Any,
        growth_cost: Any,
        growth_length: Any,
        maturity_margin: Any,
        maturity_cost: Any,
        maturity_length: Any,
        decline_margin: Any,
        decline_cost: Any,
        decline_length: Any,
        churn: Any,
        discount: Any,
    ) -> dict[str, Any]:
        """Compute what each stage adds, and their sum."""
        discount_per_period = convert_rate(discount, "year", self.period)
        introduction, growth, maturity, decline = stage_values(
            [introduction_margin, growth_margin, maturity_margin, decline_margin],
            [introduction_cost, growth_cost, maturity_cost, decline_cost],
            [introduction_length, growth_length, maturity_length, decline_length],
            [1 - churn, 1 - churn, 1 - churn, 1 - churn],
            discount=discount_per_period,
        )
        return {
            "clv": introduction + growth + maturity + decline,
            "maturity": maturity,
            "decline": decline,
            "introduction": introduction,
            "growth": growth,
            "discount_per_period": discount_per_period,
        }

    def chart(self, now: SimpleNamespace, pinned: SimpleNamespace) -> Any:
        """Draw what each stage adds, and the sum."""
        title = alt.expr.if_(
            now.decline < 0,
            "They are worth " + money_text(now.clv) + "; in decline they cost more than they bring",
            "They are worth "
            + money_text(now.clv)
            + "; "
            + money_text(now.maturity)
            + " of it comes"
            " from maturity",
        )
        named = {
            "introduction": ("Introduction", COST),
            "growth": ("Growth", MARGIN),
            "maturity": ("Maturity", VALUE),
            "decline": ("Decline", CHURN),
            "clv": ("Lifetime value", NEUTRAL),
        }
        bars = named_bars(now, pinned, named)
        return result_bars(bars, title, f"value today, {self.currency}")

    def steps(self) -> list[Step]:
        """List the sum."""
        return [Step("Lifetime value", "{introduction} + {growth} + {maturity} + {decline}", "clv")]
