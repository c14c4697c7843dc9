"""What a complaint's cure may cost, and how sure a score is."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, ClassVar, Final

import altair as alt

from clvwidgets.charts.bars import named_bars, result_bars
from clvwidgets.charts.lever_curves import lever_curve
from clvwidgets.charts.signals import money_text
from clvwidgets.charts.theme import CHURN, COST, MARGIN
from clvwidgets.formulas import net_promoter_score
from clvwidgets.formulas.arithmetic import maximum, minimum
from clvwidgets.segments import BUSINESS_MODELS, BusinessModel
from clvwidgets.strategies import (
    complaint_economics,
    nps_standard_error,
    recovery_spend_cap,
)
from clvwidgets.widgets.calculators.calculator import Calculator
from clvwidgets.widgets.calculators.readouts import Readout, Step
from clvwidgets.widgets.panel.fields import Known, money, quantity, rate

_LATE_BOXES: Final = {
    "troubled": 1000,
    "complaining": 1.0,
    "solved": 1.0,
    "value": 636,
    "stay_solved": 0.806,
    "stay_unsolved": 0.803,
    "stay_silent": 0.803,
    "cost_per_case": 5,
    "promoters": 0.3546,
    "detractors": 0.3294,
    "answers": 3576,
}


def _preset(model: BusinessModel) -> dict[str, float]:
    """Write a kind of business: one in ten troubled speaks, six of ten cases are solved."""
    value = round(model.net_margin_per_year / model.churn_per_year)
    return {
        "troubled": 100,
        "complaining": 0.1,
        "solved": 0.6,
        "value": value,
        "stay_solved": 0.85,
        "stay_unsolved": 0.55,
        "stay_silent": 0.65,
        "cost_per_case": round(0.05 * value, 2),
        "promoters": 0.4,
        "detractors": 0.3,
        "answers": 400,
    }


class FeedbackSimulator(Calculator):
    """What solving complaints keeps and may cost, and how far a score moves by chance alone.

    Whoever was recovered should not stay better than who had no trouble: the "recovery paradox" was
    found in what people say, not in what they buy. Turning a detractor into a promoter earns
    nothing by itself; they differ in what made the score.

    Parameters
    ----------
    troubled : float
        Customers with a problem per period.
    complaining : float
        Share of them that tells you.
    solved : float
        Share of complaints that is solved.
    value : float
        Money that a customer who stays will still bring, discounted to today.
    stay_solved, stay_unsolved, stay_silent : float
        Share that stays: case solved, case not solved, and nothing said.
    cost_per_case : float
        Money for each complaint.
    promoters, detractors : float
        Shares of answers of 9 and 10, and of 0 to 6.
    answers : float
        Answers to the survey.
    period : {"week", "month", "quarter", "year"}
    locale, currency : str, optional
        How numbers are written, such as "en-US" and "EUR".

    References
    ----------
    Fornell & Wernerfelt (1987); Knox & van Oest (2014); Rocks (2016); de Matos, Henrique & Rossi
    (2007), Service Recovery Paradox, Journal of Service Research 10(1).

    Examples
    --------
    >>> panel = FeedbackSimulator(promoters=0.5, detractors=0.2, answers=400)
    >>> round(panel.score), round(panel.margin_of_error, 1)
    (30, 7.7)
    >>> round(panel.cap)
    75
    """

    title = "What may it cost to solve a complaint, and how sure is the score?"
    panel_name = "Complaints and scores"

    troubled = quantity(
        "Troubled customers per {period}",
        100,
        high=5000,
        per_period="flow",
        help="Who had a problem, whether they said so or not.",
    )
    complaining = rate(
        "Of them tell you", 0.2, high=1, step=0.01, help="The others keep silent, or tell others."
    )
    solved = rate("Complaints solved", 0.6, high=1, step=0.01, help="Of those that reach you.")
    value = money(
        "Value of one who stays",
        250,
        high=5000,
        help="What they will still bring, in today’s money.",
    )
    stay_solved = rate(
        "Stay if solved",
        0.85,
        high=1,
        step=0.005,
        help="Of 100. Not above those who had no trouble.",
        known=Known(0.806, 0.782, 0.831, "late box, words and 5 euros, half a year"),
    )
    stay_unsolved = rate(
        "Would stay anyway",
        0.55,
        high=1,
        step=0.005,
        help="Of 100 who complain and whose case is not solved.",
        known=Known(0.803, 0.779, 0.828, "late box, nothing done, half a year"),
    )
    stay_silent = rate(
        "Stay if they say nothing", 0.65, high=1, step=0.005, help="Of 100 troubled and silent."
    )
    cost_per_case = money(
        "Cost of a complaint", 12, high=500, help="Voucher and work, for each that reaches you."
    )
    promoters = rate("Promoters (9 and 10)", 0.4, high=1, step=0.005, help="Share of the answers.")
    detractors = rate("Detractors (0 to 6)", 0.3, high=1, step=0.005, help="Share of the answers.")
    answers = quantity(
        "Answers", 400, low=20, high=5000, step=10, help="Who answered; the silent may differ."
    )

    readouts = (
        Readout("cap", "Solving one may cost", "money", "higher"),
        Readout("net_of_solving", "Solving brings, net, per {period}", "money", "higher"),
        Readout("margin_of_error", "NPS is sure to ± points", "ratio", "lower"),
        Readout("score", "NPS, points", "ratio", "higher"),
        Readout("complaints", "Complaints per {period}", "count"),
        Readout("kept", "Kept by solving per {period}", "ratio", "higher"),
        Readout("brings", "Solving keeps, value per {period}", "money", "higher"),
        Readout("spent", "Cost of all cases per {period}", "money", "lower"),
        Readout("lost_in_silence", "Lost in silence per {period}", "money", "lower"),
        Readout("change", "Two surveys differ by chance, ± points", "ratio", "lower"),
        Readout("needed", "Answers for ± 3 points", "count"),
    )
    presets: ClassVar = {
        "Subscription: voucher for a late box": _LATE_BOXES,
        **{model.name: _preset(model) for model in BUSINESS_MODELS},
    }

    def outputs(
        self,
        troubled: Any,
        complaining: Any,
        solved: Any,
        value: Any,
        stay_solved: Any,
        stay_unsolved: Any,
        stay_silent: Any,
        cost_per_case: Any,
        promoters: Any,
        detractors: Any,
        answers: Any,
    ) -> dict[str, Any]:
        """Compute what solving keeps, and how far a score moves by chance."""
        cases = complaint_economics(
            troubled,
            complaining,
            solved,
            value,
            stay_solved,
            stay_unsolved,
            stay_silent,
            cost_per_case,
        )
        count = maximum(answers, 1)
        against = minimum(detractors, 1 - promoters)
        passive = maximum(1 - promoters - against, 0)
        counts = [count * promoters, count * passive, count * against]
        wide = 1.96 * maximum(
            nps_standard_error(counts[0], counts[1], counts[2]),
            # Three answers more, spread over all kinds: where all agree, the next may yet differ.
            nps_standard_error(counts[0] + 0.75, counts[1] + 1.5, counts[2] + 0.75),
        )
        spent = cases["complaints"] * cost_per_case
        return {
            "cap": recovery_spend_cap(value, stay_solved, stay_unsolved),
            "net_of_solving": cases["net_of_solving"],
            "margin_of_error": wide,
            "score": net_promoter_score(counts[0], counts[1], counts[2]),
            "complaints": cases["complaints"],
            "kept": cases["kept_by_solving"],
            "brings": cases["kept_by_solving"] * value,
            "spent": spent,
            "lost_in_silence": cases["lost_in_silence"],
            "change": wide * 2**0.5,
            "needed": count * wide * wide / 9,
        }

    def chart(self, now: SimpleNamespace, pinned: SimpleNamespace) -> Any:
        """Draw what solving keeps, what it costs, and what leaves in silence."""
        named = {
            "brings": ("Solving keeps", MARGIN),
            "spent": ("All cases cost", COST),
            "lost_in_silence": ("Lost in silence", CHURN),
        }
        title = alt.expr.if_(
            now.cap > 0,
            "Solving a complaint may cost "
            + money_text(now.cap)
            + alt.expr.if_(
                now.net_of_solving < 0,
                "; as it is, the cases cost more than they keep",
                alt.expr.if_(
                    now.lost_in_silence > now.brings,
                    "; more is lost in silence than solving keeps",
                    "; it keeps more than is lost in silence",
                ),
            ),
            "Solving a complaint keeps nobody who would not stay anyway: it may cost nothing",
        )
        bars = named_bars(now, pinned, named)
        return result_bars(bars, title, f"money per {self.period}, {self.currency}")

    def more_charts(self, now: SimpleNamespace, pinned: SimpleNamespace) -> dict[str, Any]:  # noqa: ARG002
        """Draw how far the score moves by chance over the number of answers."""
        capped = alt.expr.if_(
            now.detractors > 1 - now.promoters + 1e-9,
            "Detractors and promoters are more than all; detractors are cut to the rest. ",
            "",
        )
        title = (
            capped
            + "NPS of "
            + alt.expr.format(now.score, ",.1f")
            + " ± "
            + alt.expr.format(now.margin_of_error, ",.1f")
            + "; from one such survey to the next ± "
            + alt.expr.format(now.change, ",.1f")
            + " is chance"
        )
        curve = lever_curve(
            lambda answers: self.at(answers=answers).margin_of_error,
            {"now": now.answers},
            low=20,
            high=alt.expr.max(1000, 1.2 * now.answers, 1.2 * now.needed),
            title=title,
            lever_title="answers",
            height_title="± points of NPS, 95 %",
            lever_format="~s",
            height_format=".0f",
        )
        return {"Score": curve}

    def steps(self) -> list[Step]:
        """List the formulas."""
        return [
            Step("Complaints", "{troubled} × {complaining}", "complaints"),
            Step(
                "Solving keeps",
                "{complaints} × {solved} × ({stay_solved} − {stay_unsolved}) × {value}",
                "brings",
            ),
            Step(
                "Solving brings, net", "{brings} − {complaints} × {cost_per_case}", "net_of_solving"
            ),
        ]
