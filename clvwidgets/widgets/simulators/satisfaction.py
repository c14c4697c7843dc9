"""What better service may cost: satisfaction keeps customers as far as it is a cause."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, ClassVar, Final

import altair as alt

from clvwidgets.charts.bars import named_bars, result_bars
from clvwidgets.charts.lever_curves import lever_curve
from clvwidgets.charts.signals import money_text
from clvwidgets.charts.theme import MARGIN, NEUTRAL
from clvwidgets.formulas import convert_rate, retention_clv
from clvwidgets.formulas.arithmetic import divide, maximum
from clvwidgets.number_format import NumberFormat
from clvwidgets.segments import BUSINESS_MODELS, BusinessModel
from clvwidgets.strategies import satisfaction_retention
from clvwidgets.widgets.calculators import common_fields
from clvwidgets.widgets.calculators.calculator import Calculator
from clvwidgets.widgets.calculators.readouts import Readout, Step
from clvwidgets.widgets.panel.fields import Known, NumberField, money, quantity, rate

_SLOW_TEAM: Final = {
    "customers": 1493,
    "margin": 28.27,
    "churn": 0.0493,
    "discount": 0.10,
    "score_change": 1.15,
    "keeps": 0.43,
    "cause": 1.0,
    "saves": 516,
}


def _preset(model: BusinessModel) -> dict[str, float]:
    """Write a kind of business: a thousand customers, half a point, half of the link is cause."""
    return {
        "customers": 1000,
        "margin": round(model.net_margin_per_year / 12, 2),
        "churn": model.churn_per("month"),
        "discount": 0.10,
        "score_change": 0.5,
        "keeps": 0.2,
        "cause": 0.5,
        "saves": 500,
    }


class SatisfactionSimulator(Calculator):
    """What better service may cost, and what worse service loses, by what it does to leaving.

    Retention answers to the score in an S-curve, twice as steep for a fall. Only a cause counts: an
    apology lifts a score and keeps nobody. Customers are there already, so their first payment
    comes after a renewal; what it may cost is the payment per customer and period at which both
    values agree.

    Parameters
    ----------
    customers : float
        Customers who are there.
    margin : float
        Money per customer and period.
    churn : float
        Share of customers that leaves in a period, 0 to 1.
    discount : float
        Rate per year, whatever the period.
    score_change : float
        Points by which satisfaction rises, on a scale of 0 to 10.
    keeps : float
        Part of the leavers, relative, that stays with the first point more.
    cause : float
        Part of that link which is cause, 0 to 1.
    saves : float
        Money per period that could be saved instead.
    period : {"week", "month", "quarter", "year"}
        Set when the panel is made; it does not convert.
    locale, currency : str, optional
        How numbers are written, such as "en-US" and "EUR".

    References
    ----------
    Anderson & Mittal (2000), Strengthening the Satisfaction-Profit Chain, Journal of Service
    Research 3(2).

    Examples
    --------
    >>> panel = SatisfactionSimulator()
    >>> round(panel.cap, 1), round(panel.churn_then, 4)
    (9.9, 0.0299)
    >>> panel.cause = 0
    >>> panel.may_cost
    0.0
    """

    title = "Save on service, or spend on it, if many would have stayed anyway?"
    panel_name = "Satisfaction"
    converts = False  # how many stay for a month does not say how a year answers to a score

    customers = quantity("Customers", 1493, high=20_000, step=10, help="Who are there already.")
    margin = common_fields.margin(28.27)
    churn = common_fields.churn(0.0493)
    discount = common_fields.discount(0.10)
    score_change = NumberField(
        "Satisfaction rises by, points",
        1.15,
        low=-5,
        high=5,
        step=0.05,
        legal=(-10, 10),
        number_format=NumberFormat("number"),
        help="On a scale of 0 to 10. Below 0 it falls, and a fall counts twice.",
    )
    keeps = rate(
        "Leavers kept by a point more",
        0.43,
        high=1,
        step=0.01,
        help="Of 100 who leave in a {period}, how many stay with the first point more.",
        known=Known(0.432, 0.331, 0.547, "quick team beside slow, subscription"),
    )
    cause = rate(
        "How much of that is cause",
        1.0,
        high=1,
        step=0.05,
        help="All others would have stayed anyway. Kind words: 0%. A quicker team: 100%.",
    )
    saves = money(
        "Could be saved per {period}",
        516,
        high=20_000,
        step=10,
        per_period="flow",
        help="Moving all calls to a portal saves 516 a month.",
    )

    readouts = (
        Readout("may_cost", "Better service may cost per {period}", "money", "higher"),
        Readout("cap", "May cost per customer", "money", "higher"),
        Readout("churn_then", "Churn per {period} afterwards", "percent", "lower"),
        Readout("gain", "Value gained, all customers", "money", "higher"),
        Readout("each", "Value of a customer then", "money", "higher"),
        Readout("before", "Value of a customer now", "money"),
        Readout("larger", "Larger of these two values", "money"),
    )
    presets: ClassVar = {
        "Subscription: slow team made quick": _SLOW_TEAM,
        "Subscription: kind words alone": {**_SLOW_TEAM, "score_change": 1.03, "cause": 0},
        **{model.name: _preset(model) for model in BUSINESS_MODELS},
    }

    def outputs(
        self,
        customers: Any,
        margin: Any,
        churn: Any,
        discount: Any,
        score_change: Any,
        keeps: Any,
        cause: Any,
        saves: Any,  # noqa: ARG002
    ) -> dict[str, Any]:
        """Compute the retention then, and the payment at which both values agree."""
        waiting, stays = convert_rate(discount, "year", self.period), 1 - churn
        then = satisfaction_retention(score_change * cause, stays, keeps * churn)
        # Values of one euro of margin: finite also where nobody leaves and waiting is free.
        before = stays / maximum(waiting + 1 - stays, 1e-6)
        after = then / maximum(waiting + 1 - then, 1e-6)
        cap = margin * divide(after - before, maximum(before, after))
        return {
            "may_cost": customers * cap,
            "cap": cap,
            "churn_then": 1 - then,
            "gain": customers * margin * (after - before),
            "each": retention_clv(margin, then, waiting, first_payment="after_renewal"),
            "before": retention_clv(margin, stays, waiting, first_payment="after_renewal"),
            "larger": margin * maximum(before, after),
        }

    def chart(self, now: SimpleNamespace, pinned: SimpleNamespace) -> Any:
        """Draw what better service may cost beside what could be saved instead."""
        named = {
            "may_cost": ("Better service may cost", MARGIN),
            "saves": ("Could be saved", NEUTRAL),
        }
        spend = (
            "Spend: better service may cost up to "
            + money_text(now.may_cost)
            + f" per {self.period}, more than the "
            + money_text(now.saves)
            + " that could be saved"
        )
        save = (
            "Save: better service may cost only "
            + money_text(now.may_cost)
            + f" per {self.period}, no more than the "
            + money_text(now.saves)
            + " that could be saved"
        )
        nothing = "A better score keeps nobody who would not stay anyway: it may cost nothing"
        worse = "Worse service loses " + money_text(-now.may_cost) + f" per {self.period}"
        better = alt.expr.if_(now.may_cost > now.saves, spend, save)
        title = alt.expr.if_(
            now.may_cost < 0, worse, alt.expr.if_(now.may_cost == 0, nothing, better)
        )
        bars = named_bars(now, pinned, named)
        return result_bars(bars, title, f"money per {self.period}, {self.currency}")

    def more_charts(self, now: SimpleNamespace, pinned: SimpleNamespace) -> dict[str, Any]:  # noqa: ARG002
        """Draw churn over the score: a fall costs more than a rise brings."""
        title = (
            "Churn per "
            + self.period
            + " "
            + alt.expr.format(now.churn, ".2%")
            + ", afterwards "
            + alt.expr.format(now.churn_then, ".2%")
            + alt.expr.if_(
                now.cause * now.keeps > 0,
                ": a fall is twice as steep as a rise",
                ": the score is no cause, so nothing changes",
            )
        )
        curve = lever_curve(
            lambda change: (
                1 - satisfaction_retention(change * now.cause, 1 - now.churn, now.keeps * now.churn)
            ),
            {"afterwards": now.score_change},
            low=-5,
            high=5,
            title=title,
            lever_title="points that the score rises by",
            height_title=f"share that leaves per {self.period}",
            lever_format=".1~f",
            height_format=".0%",
        )
        return {"Score and leaving": curve}

    def steps(self) -> list[Step]:
        """List the formulas."""
        return [
            Step("May cost per customer", "{margin} × ({each} − {before}) ÷ {larger}", "cap"),
            Step("Better service may cost", "{customers} × {cap}", "may_cost"),
        ]
