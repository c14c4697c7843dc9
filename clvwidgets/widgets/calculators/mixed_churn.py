"""The calculator of two kinds of customers: what an average churn rate hides."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, ClassVar

import altair as alt

from clvwidgets.charts.curves import Curve, curves
from clvwidgets.charts.theme import NEUTRAL, VALUE
from clvwidgets.formulas import lifespan_from_churn, mixed_lifespan
from clvwidgets.segments import BUSINESS_MODELS
from clvwidgets.widgets.calculators.calculator import Calculator
from clvwidgets.widgets.calculators.readouts import Readout, Step
from clvwidgets.widgets.panel.fields import rate
from clvwidgets.widgets.panel.views import COUNT, NUMBER, Columns

_HORIZON = 60  # periods in the chart


class MixedChurn(Calculator):
    """How long customers stay if they are of two kinds, beside one divided by their average churn.

    Parameters
    ----------
    loyal : float
        Share of the new customers who are of the loyal kind, 0 to 1.
    loyal_churn : float
        Churn of the loyal per period, 0 to 1.
    fickle_churn : float
        Churn of the others per period, 0 to 1.
    period : {"week", "month", "quarter", "year"}
    locale, currency : str, optional
        How numbers are written, such as "en-US" and "EUR".

    References
    ----------
    P. Fader, B. Hardie (2010), Customer-Base Valuation in a Contractual Setting: The Perils of
    Ignoring Heterogeneity, Marketing Science 29(1).

    Examples
    --------
    >>> calc = MixedChurn(loyal=0.5, loyal_churn=0.01, fickle_churn=0.09)
    >>> round(calc.stay, 1), round(calc.by_average, 1)
    (55.6, 20.0)
    """

    title = "How long do two kinds of customers stay?"
    panel_name = "Mixed churn"

    loyal = rate(
        "Share of loyal customers",
        0.5,
        high=1,
        step=0.01,
        help="Of 100 new customers, how many are of the kind that stays.",
    )
    loyal_churn = rate(
        "Churn of the loyal per {period}",
        0.01,
        high=0.3,
        per_period="churn",
        help="Of 100 loyal customers, how many leave in a {period}.",
    )
    fickle_churn = rate(
        "Churn of the others per {period}",
        0.09,
        high=0.6,
        per_period="churn",
        help="Of 100 other customers, how many leave in a {period}.",
    )

    readouts = (
        Readout("stay", "Average stay", "duration", better="higher", infinite="for ever"),
        Readout("by_average", "1 ÷ average churn", "duration", infinite="for ever"),
        Readout("average_churn", "Average churn", "percent", better="lower"),
        Readout("loyal_stay", "Stay of the loyal", "duration", infinite="for ever"),
        Readout("fickle_stay", "Stay of the others", "duration", infinite="for ever"),
    )
    # The average churn of each kind of business, with half of its customers far below it.
    presets: ClassVar = {
        **{
            model.name: {
                "loyal": 0.5,
                "loyal_churn": round(0.3 * model.churn_per("month"), 4),
                "fickle_churn": round(1.7 * model.churn_per("month"), 4),
            }
            for model in BUSINESS_MODELS
        },
        "Half and half": {"loyal": 0.5, "loyal_churn": 0.01, "fickle_churn": 0.09},
        "A few who stay": {"loyal": 0.2, "loyal_churn": 0.01, "fickle_churn": 0.08},
        "All alike": {"loyal": 0.5, "loyal_churn": 0.05, "fickle_churn": 0.05},
    }

    def outputs(self, loyal: Any, loyal_churn: Any, fickle_churn: Any) -> dict[str, Any]:
        """Compute the mean of both stays, and what the average churn would make of it."""
        average = loyal * loyal_churn + (1 - loyal) * fickle_churn
        return {
            "stay": mixed_lifespan(loyal, loyal_churn, fickle_churn),
            "by_average": lifespan_from_churn(average),
            "average_churn": average,
            "loyal_stay": lifespan_from_churn(loyal_churn),
            "fickle_stay": lifespan_from_churn(fickle_churn),
        }

    def chart(self, now: SimpleNamespace, pinned: SimpleNamespace) -> Any:  # noqa: ARG002
        """Draw how many of 100 new customers are left, and how many if all were average."""
        title = (
            "Of 100 new customers, "
            + alt.expr.format(_left(now, _HORIZON), ".0f")
            + f" are left after {_HORIZON} {self.period}s; "
            + alt.expr.format(_left_of_average(now, _HORIZON), ".0f")
            + " if all were average"
        )
        cases = [
            Curve("two kinds", _left(now, alt.datum.time), VALUE),
            Curve("all average", _left_of_average(now, alt.datum.time), NEUTRAL),
        ]
        return curves(
            cases,
            horizon=_HORIZON,
            title=title,
            time_title=f"{self.period}s since the start",
            height_title="of 100, still there",
            height_format=".0f",
        )

    def steps(self) -> list[Step]:
        """List the formulas: the mean of the stays, and the stay of the mean churn."""
        return [
            Step("Stay of the loyal", "1 ÷ {loyal_churn}", "loyal_stay"),
            Step("Stay of the others", "1 ÷ {fickle_churn}", "fickle_stay"),
            Step(
                "Average stay",
                "{loyal} × {loyal_stay} + (1 − {loyal}) × {fickle_stay}",
                "stay",
            ),
            Step(
                "Average churn",
                "{loyal} × {loyal_churn} + (1 − {loyal}) × {fickle_churn}",
                "average_churn",
            ),
            Step("One divided by it", "1 ÷ {average_churn}", "by_average"),
        ]

    def table_columns(self) -> Columns:
        """Name the columns behind the chart."""
        return {
            "time": ("{Period}s since the start", COUNT),
            "case": ("Case", None),
            "height": ("Of 100, still there", NUMBER),
        }


def _left(now: SimpleNamespace, time: Any) -> Any:
    """Of 100 new customers, how many are left."""
    others = (1 - now.loyal) * (1 - now.fickle_churn) ** time
    return 100 * (now.loyal * (1 - now.loyal_churn) ** time + others)


def _left_of_average(now: SimpleNamespace, time: Any) -> Any:
    return 100 * (1 - now.average_churn) ** time
