"""Whether the next euro wins a customer or keeps one."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, ClassVar, Final

import altair as alt

from clvwidgets.charts.bars import named_bars, result_bars
from clvwidgets.charts.lever_curves import lever_curve
from clvwidgets.charts.signals import limited_money_text
from clvwidgets.charts.theme import COST, MARGIN, NEUTRAL, VALUE
from clvwidgets.formulas.arithmetic import maximum, minimum, quotient, where
from clvwidgets.segments import BUSINESS_MODELS, BusinessModel
from clvwidgets.strategies import (
    best_acquire_or_retain,
    marginal_response_cost,
    prospect_value,
    response_steepness,
)
from clvwidgets.widgets.calculators import common_fields
from clvwidgets.widgets.calculators.calculator import Calculator
from clvwidgets.widgets.calculators.readouts import Readout, Step
from clvwidgets.widgets.panel.fields import Known, money, rate

_NEARLY: Final = 0.999  # a rate at its ceiling would say that any spend reaches it
_WORLD: Final = {
    "margin": 267,
    "discount": 0.10,
    "acquisition_spend": 10,
    "acquisition_rate": 0.08,
    "acquisition_ceiling": 0.2,
    "retention_spend": 20,
    "retention_rate": 0.66,
    "retention_ceiling": 0.70,
    "stays_anyway": 0.61,
}


def _preset(model: BusinessModel) -> dict[str, float]:
    """Write a kind of business: five of a hundred prospects come, a tenth of margin keeps."""
    kept = round(1 - model.churn_per_year, 4)
    return {
        "margin": model.margin_per_year,
        "discount": 0.10,
        "acquisition_spend": round(model.cac * 0.05, 2),
        "acquisition_rate": 0.05,
        "acquisition_ceiling": 0.2,
        "retention_spend": round(max(model.service_cost, 0.05 * model.margin_per_year), 2),
        "retention_rate": kept,
        "retention_ceiling": round(kept + 0.4 * (1 - kept), 4),
        "stays_anyway": round(0.9 * kept, 4),
    }


class AcquireOrRetain(Calculator):
    """What the next customer costs on each side: to win one, and to keep one who would have left.

    Both rates answer to spend, steep at first and flat towards a ceiling that is a guess. A year's
    margin comes now; whoever is a customer is paid the spend on keeping before it is known who
    stays. Values are per year and before taxes; the ratio of average costs decides nothing.

    Parameters
    ----------
    margin : float
        Money per customer and year, before what is spent on keeping.
    discount : float
        Rate per year.
    acquisition_spend : float
        Money per prospect.
    acquisition_rate, acquisition_ceiling : float
        Share of prospects won with it, and the share that no spend would exceed.
    retention_spend : float
        Money per customer at risk and year.
    retention_rate, retention_ceiling : float
        Share of customers kept with it, and the share that no spend would exceed.
    stays_anyway : float
        Share of customers who would stay without that spend.
    locale, currency : str, optional
        How numbers are written, such as "en-US" and "EUR".

    References
    ----------
    Blattberg & Deighton (1996), Manage Marketing by the Customer Equity Test; Pfeifer (2005), The
    Optimal Ratio of Acquisition and Retention Costs.

    Examples
    --------
    >>> panel = AcquireOrRetain(margin=330, acquisition_spend=10, acquisition_rate=0.08)
    >>> round(panel.next_newcomer), panel.next_newcomer > panel.average_newcomer
    (163, True)
    """

    title = "What does the next customer cost, who would not have come or stayed anyway?"
    panel_name = "Acquire or retain"
    native_period = "year"
    converts = False  # how a rate answers to a year's spend does not say how to a month's

    margin = money(
        "Margin per customer and year", 330, high=2000, help="Before what is spent on keeping them."
    )
    discount = common_fields.discount(0.10)
    acquisition_spend = money(
        "Spend per prospect", 10, low=0.5, high=200, step=0.5, help="Also on those who do not come."
    )
    acquisition_rate = rate(
        "Prospects won with it", 0.08, high=1, step=0.005, help="Of 100 prospects, how many come."
    )
    acquisition_ceiling = rate(
        "Most one could ever win",
        0.2,
        high=1,
        step=0.005,
        help="Of 100 prospects, at any spend. A guess: move it and see what turns.",
    )
    retention_spend = money(
        "Spend per customer and year",
        15,
        low=0.5,
        high=200,
        step=0.5,
        help="On keeping customers: also those who stay anyway.",
    )
    retention_rate = rate(
        "Customers kept with it",
        0.6,
        high=1,
        step=0.005,
        help="Of 100 customers, how many stay for another year.",
        known=Known(0.667, 0.637, 0.694, "20 euros of care a year, subscription"),
    )
    retention_ceiling = rate(
        "Most one could ever keep",
        0.62,
        high=1,
        step=0.005,
        help="Of 100 customers, at any spend. A guess: move it and see what turns.",
    )
    stays_anyway = rate(
        "Would stay anyway",
        0.0,
        high=1,
        step=0.005,
        help="Of 100 customers, without any spend on keeping them.",
        known=Known(0.612, 0.581, 0.642, "no care, subscription"),
    )

    readouts = (
        Readout("next_newcomer", "The next newcomer costs", "money", "lower", infinite="no limit"),
        Readout("next_kept", "The next one kept costs", "money", "lower", infinite="no limit"),
        Readout("clv", "A customer is worth", "money", "higher"),
        Readout("value", "A prospect is worth now", "money", "higher"),
        Readout("best_value", "A prospect, at the best spend", "money", "higher"),
        Readout("best_acquisition", "Best spend per prospect", "money"),
        Readout("best_retention", "Best spend per customer", "money"),
        Readout("average_newcomer", "A newcomer costs on average", "money", "lower"),
        Readout("average_kept", "One kept costs on average", "money", "lower"),
        Readout("ratio", "Average costs, new to kept", "ratio"),
    )
    presets: ClassVar = {
        "Subscription: trial of care": _WORLD,
        **{model.name: _preset(model) for model in BUSINESS_MODELS},
    }

    def outputs(
        self,
        margin: Any,
        discount: Any,
        acquisition_spend: Any,
        acquisition_rate: Any,
        acquisition_ceiling: Any,
        retention_spend: Any,
        retention_rate: Any,
        retention_ceiling: Any,
        stays_anyway: Any,
    ) -> dict[str, Any]:
        """Compute what one more costs on each side, and where both would cost the same."""
        spend, keeping = maximum(acquisition_spend, 0.01), maximum(retention_spend, 0.01)
        won = minimum(acquisition_rate, 0.999 * acquisition_ceiling)
        kept = minimum(retention_rate, 0.999 * retention_ceiling)
        anyway = minimum(stays_anyway, 0.999 * kept)
        winning = response_steepness(spend, won, acquisition_ceiling)
        holding = response_steepness(keeping, kept, retention_ceiling, anyway)
        best = best_acquire_or_retain(
            margin,
            discount,
            [spend, won, acquisition_ceiling],
            [keeping, kept, retention_ceiling],
            anyway,
        )
        average_newcomer = quotient(spend, won)
        average_kept = quotient(keeping, kept)
        return {
            "next_newcomer": marginal_response_cost(spend, acquisition_ceiling, winning),
            "next_kept": marginal_response_cost(keeping, retention_ceiling, holding, anyway),
            "clv": (margin * (1 + discount) - keeping) / (1 + discount - kept),
            "value": prospect_value(margin, discount, spend, won, keeping, kept),
            "best_value": best["value"],
            "best_acquisition": best["acquisition_spend"],
            "best_retention": best["retention_spend"],
            "average_newcomer": average_newcomer,
            "average_kept": average_kept,
            "ratio": where(won == 0, quotient(spend, won), quotient(spend * kept, won * keeping)),
        }

    def chart(self, now: SimpleNamespace, pinned: SimpleNamespace) -> Any:
        """Draw what a customer costs on each side, on average and at the margin."""
        capped = (now.acquisition_rate > _NEARLY * now.acquisition_ceiling) | (
            now.retention_rate > _NEARLY * now.retention_ceiling
        )
        per_newcomer, per_kept = now.clv / now.next_newcomer, now.clv / now.next_kept
        sentence = alt.expr.if_(
            per_newcomer >= per_kept,
            "The next euro brings more when it wins a customer ("
            + _each(per_newcomer)
            + ") than when it keeps one ("
            + _each(per_kept)
            + ")",
            "The next euro brings more when it keeps a customer ("
            + _each(per_kept)
            + ") than when it wins one ("
            + _each(per_newcomer)
            + ")",
        )
        nobody = "Neither spend moves anybody: no euro more pays"
        title = alt.expr.if_(
            capped,
            "A rate cannot exceed its ceiling and is counted just below it. " + sentence,
            alt.expr.if_((per_newcomer <= 0) & (per_kept <= 0), nobody, sentence),
        )
        named = {
            "clv": ("A customer is worth", VALUE),
            "next_newcomer": ("The next newcomer costs", COST),
            "average_newcomer": ("A newcomer on average", NEUTRAL),
            "next_kept": ("The next one kept costs", MARGIN),
            "average_kept": ("One kept on average", NEUTRAL),
        }
        bars = named_bars(now, pinned, named)
        return result_bars(bars, title, f"money per customer, {self.currency}")

    def more_charts(self, now: SimpleNamespace, pinned: SimpleNamespace) -> dict[str, Any]:  # noqa: ARG002
        """Draw a prospect's value over the spend on keeping, the rest as it is."""

        def worth(keeping: Any) -> Any:
            kept = now.retention_ceiling - (
                now.retention_ceiling - now.stays_anyway
            ) * alt.expr.exp(-_steepness(now) * keeping)
            return prospect_value(
                now.margin,
                now.discount,
                now.acquisition_spend,
                now.acquisition_rate,
                keeping,
                kept,
            )

        title = (
            "At "
            + limited_money_text(now.retention_spend)
            + " a year for each customer a prospect is worth "
            + limited_money_text(now.value)
            + "; best on this side would be "
            + limited_money_text(now.best_retention)
        )
        curve = lever_curve(
            worth,
            {"now": now.retention_spend, "best": now.best_retention},
            low=0,
            high=alt.expr.max(20, 1.6 * now.retention_spend, 1.6 * now.best_retention),
            title=title,
            lever_title=f"spend per customer and year, {self.currency}",
            height_title=f"value of a prospect, {self.currency}",
        )
        return {"Spend on keeping": curve}

    def steps(self) -> list[Step]:
        """List the formulas."""
        return [
            Step(
                "A newcomer on average",
                "{acquisition_spend} ÷ {acquisition_rate}",
                "average_newcomer",
            ),
            Step("One kept on average", "{retention_spend} ÷ {retention_rate}", "average_kept"),
            Step(
                "A customer is worth",
                "({margin} × (1 + {discount}) − {retention_spend}) ÷ "
                "(1 + {discount} − {retention_rate})",
                "clv",
            ),
            Step(
                "A prospect is worth", "{acquisition_rate} × {clv} − {acquisition_spend}", "value"
            ),
        ]


def _steepness(now: SimpleNamespace) -> Any:
    kept = alt.expr.min(now.retention_rate, _NEARLY * now.retention_ceiling)
    anyway = alt.expr.min(now.stays_anyway, _NEARLY * kept)
    return response_steepness(now.retention_spend, kept, now.retention_ceiling, anyway)


def _each(per_euro: Any) -> Any:
    return alt.expr.format(per_euro, ",.1f") + " of value"
