"""The simulator of a programme for each stage of a customer's life."""

from __future__ import annotations

from types import MappingProxyType, SimpleNamespace
from typing import Any, ClassVar, Final

import altair as alt

from clvwidgets.charts.levers import Lever, lever_bars
from clvwidgets.charts.signals import money_text, signal
from clvwidgets.formulas import convert_rate
from clvwidgets.formulas.arithmetic import ceil, maximum, quotient, where
from clvwidgets.segments import BUSINESS_MODELS, LIFE_STAGES, BusinessModel
from clvwidgets.strategies import rate_with_kept, stage_programmes
from clvwidgets.widgets.calculators import common_fields, common_results
from clvwidgets.widgets.calculators.calculator import Calculator
from clvwidgets.widgets.calculators.readouts import Readout, Step
from clvwidgets.widgets.panel.fields import Known, NumberField, money, quantity, rate
from clvwidgets.widgets.panel.views import MONEY, Columns

_STAGES: Final = tuple(stage.name for stage in LIFE_STAGES)


def _effect(stage: str, what: str, default: float, help: str) -> NumberField:  # noqa: A002
    return rate(f"{stage}: {what}", default, high=1, step=0.01, help=help)


def _kept(stage: str) -> NumberField:
    return _effect(stage, "leavers kept", 0.1, "Relative: of 100 who would leave in a {period}.")


def _cost(stage: str, default: float = 0.5) -> NumberField:
    return money(
        f"{stage}: cost a {{period}}",
        default,
        high=30,
        step=0.05,
        per_period="flow",
        help="Per head: for everybody in the stage, also for those who would have stayed anyway.",
    )


def _preset(model: BusinessModel) -> dict[str, float]:
    """Write a kind of business in quarters; effects and costs are illustrative."""
    margin = round(model.net_margin_per_year / 4, 2)
    return {
        "margin": margin,
        "churn": model.churn_per("quarter"),
        "moves_on": model.chances[0],
        "life": round(6 / model.churn_per_year, 1),
        "discount": 0.10,
        "introduction_kept": 0.10,
        "growth_lift": 0.05,
        "maturity_kept": 0.10,
        "decline_kept": 0.10,
        **{f"{stage}_cost": round(0.02 * margin, 2) for stage in _STAGES},
    }


# Nordlicht's newcomers by lot: 38.8 of 100 left within a year, with care of 20 euros 33.3. Margin
# and churn are those of its contracts in 2024.
_CARE: Final = MappingProxyType(
    {
        "margin": 84.8,
        "churn": 0.101,
        "moves_on": 0.612,
        "life": 40,
        "discount": 0.10,
        "introduction_kept": 0.141,
        "introduction_cost": 5,
        "growth_lift": 0,
        "growth_cost": 0,
        "maturity_kept": 0,
        "maturity_cost": 0,
        "decline_kept": 0,
        "decline_cost": 0,
    }
)


class StageStrategy(Calculator):
    """A programme for each stage of life, with its cost per head: what it adds, and what it costs.

    A welcome in the introduction brings more newcomers to growth; cross-selling in growth raises
    the margin; loyalty in maturity and a last offer in decline keep some of those who would leave.
    Value is by difference: the same life with and without the programme, the first payment now,
    before the cost of acquiring.

    Parameters
    ----------
    margin : float
        Money per period, mean over the stages of life; 0.4 times as much in the introduction, 0.9
        in growth, 1.3 in maturity and 0.6 in decline.
    churn : float
        Share of customers that leaves in a period, 0 to 1, from growth on.
    moves_on : float
        Share of newcomers who go on from their introduction to growth, 0 to 1; the others are gone
        at its end.
    life : float
        Periods that the four stages last in all; a tenth, a quarter, 45 and 20 percent of it, each
        in whole periods.
    discount : float
        Rate per year, whatever the period.
    introduction_kept : float
        Of those who would not go on to growth, the share that does because of the welcome.
    growth_lift : float
        Relative rise of the margin in growth.
    maturity_kept, decline_kept : float
        Of those who would leave in a period, the share that stays because of the programme.
    introduction_cost, growth_cost, maturity_cost, decline_cost : float
        Money per head in the stage and period.
    period : {"week", "month", "quarter", "year"}
    locale, currency : str, optional
        How numbers are written, such as "en-US" and "EUR".

    Notes
    -----
    Effects are those of an experiment: customers alike, with and without the programme.

    Examples
    --------
    >>> calc = StageStrategy(introduction_kept=0)
    >>> calc.results["introduction_net"] < 0 < calc.best
    True
    """

    title = "Which stage of life repays a programme, beyond those who stay anyway?"
    panel_name = "Stage strategy"
    native_period = "quarter"

    margin = common_fields.margin(24)
    churn = rate(
        "Later churn per {period}",
        0.05,
        high=0.6,
        per_period="churn",
        help="Of 100 in growth, maturity or decline, how many leave in a {period}.",
    )
    moves_on = rate(
        "Newcomers who go on to growth",
        0.5,
        high=1,
        step=0.01,
        help="Share of newcomers; the others are gone when their introduction ends.",
    )
    life = quantity(
        "Stages last, {period}s in all",
        20,
        low=1,
        high=80,
        per_period="time",
        help="Introduction, growth, maturity and decline of somebody who stays.",
    )
    discount = common_fields.discount(0.10)
    introduction_kept = rate(
        "Introduction: leavers kept",
        0.1,
        high=1,
        step=0.01,
        help="Relative: of 100 who would have gone, how many become regular customers.",
        known=Known(0.141, 0.034, 0.249, "20 euros of care a year, subscription"),
    )
    introduction_cost = _cost("Introduction")
    growth_lift = _effect("Growth", "margin up by", 0.05, "Relative, beyond what they buy anyway.")
    growth_cost = _cost("Growth")
    maturity_kept = _kept("Maturity")
    maturity_cost = _cost("Maturity")
    decline_kept = _kept("Decline")
    decline_cost = _cost("Decline")

    readouts = (
        Readout("best", "Best programme alone, net", "money", better="higher"),
        Readout("together", "All four together, net", "money", better="higher"),
        Readout("without", "Value without a programme", "money", better="higher"),
        Readout("one_by_one", "Alone, added up", "money"),
        Readout("anyway", "Would go on to growth anyway", "percent"),
        Readout("introduction_cap", "Introduction may cost per head and {period}", "money"),
        Readout("growth_cap", "Growth may cost", "money"),
        Readout("maturity_cap", "Maturity may cost", "money"),
        Readout("decline_cap", "Decline may cost", "money"),
        *(Readout(f"{stage}_net", f"{stage.capitalize()} adds, net", "money") for stage in _STAGES),
        common_results.DISCOUNT_RATE,
    )
    data = MappingProxyType(
        {
            "margins": [stage.margin for stage in LIFE_STAGES],
            "lengths": [stage.length for stage in LIFE_STAGES],
        }
    )
    presets: ClassVar = {
        **{model.name: _preset(model) for model in BUSINESS_MODELS},
        "Subscription: trial of care": _CARE,
    }

    def outputs(
        self,
        margin: Any,
        churn: Any,
        moves_on: Any,
        life: Any,
        discount: Any,
        introduction_kept: Any,
        introduction_cost: Any,
        growth_lift: Any,
        growth_cost: Any,
        maturity_kept: Any,
        maturity_cost: Any,
        decline_kept: Any,
        decline_cost: Any,
    ) -> dict[str, Any]:
        """Compute the value without programmes, and what each adds and costs."""
        rate = convert_rate(discount, "year", self.period)
        margins = [part * margin for part in self.data["margins"]]
        stay, on = 1 - churn, rate_with_kept(moves_on, introduction_kept)
        longer, last = rate_with_kept(stay, maturity_kept), rate_with_kept(stay, decline_kept)
        found = stage_programmes(
            margins,
            [maximum(1.0, ceil(part * life - 0.5)) for part in self.data["lengths"]],
            [1.0, stay, stay, stay],
            [moves_on, 1.0, 1.0],
            new_margins=[margins[0], margins[1] * (1 + growth_lift), margins[2], margins[3]],
            new_retentions=[1.0, stay, longer, last],
            new_moves=[on, 1.0, 1.0],
            costs=[introduction_cost, growth_cost, maturity_cost, decline_cost],
            discount=rate,
        )
        net, cost_cap = found["net"], found["cost_cap"]
        return {
            "best": maximum(maximum(net[0], net[1]), maximum(net[2], net[3])),
            "together": found["together"],
            "without": found["without"],
            "one_by_one": net[0] + net[1] + net[2] + net[3],
            "anyway": where(on == 0, 1.0, quotient(moves_on, maximum(on, 1e-300))),
            "introduction_net": net[0],
            "growth_net": net[1],
            "maturity_net": net[2],
            "decline_net": net[3],
            "introduction_cap": cost_cap[0],
            "growth_cap": cost_cap[1],
            "maturity_cap": cost_cap[2],
            "decline_cap": cost_cap[3],
            "discount_per_period": rate,
        }

    def chart(self, now: SimpleNamespace, pinned: SimpleNamespace) -> Any:
        """Draw what each programme leaves after its cost, the best on top."""
        bars = [
            Lever(
                stage.capitalize(),
                "costs "
                + money_text(getattr(now, f"{stage}_cost"))
                + ", may cost "
                + money_text(getattr(now, f"{stage}_cap")),
                getattr(now, f"{stage}_net"),
                getattr(pinned, f"{stage}_net"),
            )
            for stage in _STAGES
        ]
        return lever_bars(bars, _sentence(now), f"net of its cost, {self.currency} a newcomer")

    def table_columns(self) -> Columns:
        """Name the columns behind the chart."""
        return {
            "lever": ("Stage", None),
            "move": ("Cost per head", None),
            "value": ("Net per newcomer", MONEY),
        }

    def steps(self) -> list[Step]:
        """List the sums with names for the numbers."""
        nets = " + ".join(f"{{{stage}_net}}" for stage in _STAGES)
        on = "({moves_on} + {introduction_kept} × (1 − {moves_on}))"
        return [
            common_results.discount_rate_step(self.period),
            Step("Alone, added up", nets, "one_by_one"),
            Step("Would go on to growth anyway", f"{{moves_on}} ÷ {on}", "anyway"),
        ]


def _sentence(now: SimpleNamespace) -> Any:
    """Say which programme leaves most, or that none pays."""
    nets = ",".join(str(getattr(now, f"{stage}_net")) for stage in _STAGES)
    best = signal(f"{list(_STAGES)!r}[indexof([{nets}], {now.best})]")
    pays = (
        "A programme in the "
        + best
        + " stage leaves most: "
        + money_text(now.best)
        + " a newcomer; all four "
        + money_text(now.together)
    )
    return alt.expr.if_(now.best > 0, pays, "No stage repays its programme at these costs")
