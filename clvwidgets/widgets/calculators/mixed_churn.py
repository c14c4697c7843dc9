"""The calculator of two kinds of customers: what an average churn rate hides."""

from __future__ import annotations

from types import MappingProxyType, SimpleNamespace
from typing import Any, ClassVar, Final

import altair as alt

from clvwidgets.charts.curves import Curve, curves
from clvwidgets.charts.theme import NEUTRAL, VALUE
from clvwidgets.formulas import base_share, lifespan_from_churn, mixed_lifespan, newcomer_share
from clvwidgets.formulas.arithmetic import where
from clvwidgets.segments import BUSINESS_MODELS
from clvwidgets.widgets.calculators.calculator import Calculator
from clvwidgets.widgets.calculators.readouts import Readout, Step
from clvwidgets.widgets.panel.fields import choice, rate
from clvwidgets.widgets.panel.views import COUNT, NUMBER, Columns

_HORIZON = 60  # periods in the chart
_GROUPS: Final = MappingProxyType({"newcomers": "Newcomers", "base": "Today's base"})


def _preset(
    loyal: float, loyal_churn: float, fickle_churn: float, shares_of: str = "newcomers"
) -> dict[str, Any]:
    return {
        "loyal": loyal,
        "shares_of": shares_of,
        "loyal_churn": loyal_churn,
        "fickle_churn": fickle_churn,
    }


class MixedChurn(Calculator):
    """How long customers stay if they are of two kinds, beside one divided by their average churn.

    A share of newcomers is not a share of those who are there today: the loyal pile up. The base
    is taken to stand still, newcomers replacing those who leave, so that each share gives the
    other and both averages are always there. Stays count the current period.

    Parameters
    ----------
    loyal : float
        Share of customers who are of the loyal kind, 0 to 1.
    shares_of : {"newcomers", "base"}
        Of whom: of those who start together, or of those who are there today.
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
    Ignoring Heterogeneity, Marketing Science 29(1); J. Little (1961), A Proof for the Queuing
    Formula L = λW, Operations Research 9(3).

    Examples
    --------
    Of newcomers half are loyal: they stay for 55.6 months, and the base loses 1.8 % a month.

    >>> calc = MixedChurn(loyal=0.5, loyal_churn=0.01, fickle_churn=0.09)
    >>> round(calc.stay, 1), round(calc.by_average, 1), round(calc.base_churn, 3)
    (55.6, 20.0, 0.018)

    Of today's base half are loyal: one over its churn is then a newcomer's stay, and those who
    are there have more ahead of them.

    >>> calc.shares_of = "base"
    >>> round(calc.stay, 1), round(calc.by_average, 1), round(calc.ahead, 1)
    (20.0, 20.0, 55.6)
    """

    title = "How long do two kinds of customers stay?"
    panel_name = "Mixed churn"

    loyal = rate(
        "Share of loyal customers",
        0.5,
        high=1,
        step=0.01,
        help="Of 100 customers, how many are of the kind that stays.",
    )
    shares_of = choice(
        "The share is of",
        "newcomers",
        options=_GROUPS,
        help="Newcomers start together; today's base is everybody who is there, its size steady.",
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
        Readout("stay", "Average stay of a newcomer", "duration", "higher", "for ever"),
        Readout("ahead", "Still ahead for today's base", "duration", "higher", "for ever"),
        Readout("by_average", "1 ÷ churn of the picked group", "duration", infinite="for ever"),
        Readout("newcomer_churn", "Churn in newcomers' first {period}", "percent", "lower"),
        Readout("base_churn", "Churn of today's base", "percent", "lower"),
        Readout("newcomers_loyal", "Loyal among newcomers", "percent"),
        Readout("base_loyal", "Loyal in today's base", "percent"),
        Readout("loyal_stay", "Stay of the loyal", "duration", infinite="for ever"),
        Readout("fickle_stay", "Stay of the others", "duration", infinite="for ever"),
    )
    # The average churn of each kind of business, with half of its newcomers far below it.
    presets: ClassVar = {
        **{
            model.name: _preset(
                0.5,
                round(0.3 * model.churn_per("month"), 4),
                round(1.7 * model.churn_per("month"), 4),
            )
            for model in BUSINESS_MODELS
        },
        "Half of newcomers": _preset(0.5, 0.01, 0.09),
        "Half of today's base": _preset(0.5, 0.01, 0.09, "base"),
        "A few who stay": _preset(0.2, 0.01, 0.08),
        "All alike": _preset(0.5, 0.05, 0.05),
    }

    def outputs(
        self, loyal: Any, shares_of: Any, loyal_churn: Any, fickle_churn: Any
    ) -> dict[str, Any]:
        """Compute both averages, and what one over the picked group's churn would be."""
        is_base = shares_of == "base"
        entering = where(is_base, newcomer_share(loyal, loyal_churn, fickle_churn), loyal)
        there = where(is_base, loyal, base_share(loyal, loyal_churn, fickle_churn))
        average = loyal * loyal_churn + (1 - loyal) * fickle_churn
        return {
            "stay": mixed_lifespan(entering, loyal_churn, fickle_churn),
            "ahead": mixed_lifespan(there, loyal_churn, fickle_churn),
            "by_average": lifespan_from_churn(average),
            "newcomer_churn": entering * loyal_churn + (1 - entering) * fickle_churn,
            "base_churn": there * loyal_churn + (1 - there) * fickle_churn,
            "newcomers_loyal": entering,
            "base_loyal": there,
            "loyal_stay": lifespan_from_churn(loyal_churn),
            "fickle_stay": lifespan_from_churn(fickle_churn),
            "average_churn": average,
        }

    def chart(self, now: SimpleNamespace, pinned: SimpleNamespace) -> Any:  # noqa: ARG002
        """Draw how many of 100 of the picked group are left; the title has both groups' churn."""
        whom = alt.expr.if_(now.shares_of == "base", "customers of today", "newcomers")
        title = (
            "Of 100 "
            + whom
            + ", "
            + alt.expr.format(_left(now, _HORIZON), ".0f")
            + f" are left after {_HORIZON} {self.period}s; "
            + alt.expr.format(_left_of_average(now, _HORIZON), ".0f")
            + " if all were average. "
            + alt.expr.format(now.newcomer_churn, ".1~%")
            + f" of newcomers leave in their first {self.period}, "
            + alt.expr.format(now.base_churn, ".1~%")
            + f" of today's base in any {self.period}."
        )
        cases = [
            Curve("two kinds", _left(now, alt.datum.time), VALUE),
            Curve("all average", _left_of_average(now, alt.datum.time), NEUTRAL),
        ]
        return curves(
            cases,
            horizon=_HORIZON,
            title=title,
            time_title=f"{self.period}s from the start",
            height_title="of 100, still there",
            height_format=".0f",
        )

    def steps(self) -> list[Step]:
        """List the formulas: who comes, who is there, and the stays and the churn of both."""
        return [
            Step("Stay of the loyal", "1 ÷ {loyal_churn}", "loyal_stay"),
            Step("Stay of the others", "1 ÷ {fickle_churn}", "fickle_stay"),
            Step(
                "Average stay of a newcomer",
                "{newcomers_loyal} × {loyal_stay} + (1 − {newcomers_loyal}) × {fickle_stay}",
                "stay",
            ),
            Step(
                "Loyal in today's base",
                "{newcomers_loyal} × {loyal_stay} ÷ {stay}",
                "base_loyal",
            ),
            Step(
                "Still ahead for today's base",
                "{base_loyal} × {loyal_stay} + (1 − {base_loyal}) × {fickle_stay}",
                "ahead",
            ),
            Step(
                "Churn in newcomers' first {period}",
                "{newcomers_loyal} × {loyal_churn} + (1 − {newcomers_loyal}) × {fickle_churn}",
                "newcomer_churn",
            ),
            Step(
                "Churn of today's base",
                "{base_loyal} × {loyal_churn} + (1 − {base_loyal}) × {fickle_churn}",
                "base_churn",
            ),
            Step(
                "Loyal among newcomers",
                "{base_loyal} × {loyal_churn} ÷ {base_churn}",
                "newcomers_loyal",
            ),
            Step(
                "1 ÷ churn of the picked group",
                "1 ÷ ({loyal} × {loyal_churn} + (1 − {loyal}) × {fickle_churn})",
                "by_average",
            ),
        ]

    def table_columns(self) -> Columns:
        """Name the columns behind the chart."""
        return {
            "time": ("{Period}s from the start", COUNT),
            "case": ("Case", None),
            "height": ("Of 100, still there", NUMBER),
        }


def _left(now: SimpleNamespace, time: Any) -> Any:
    """Of 100 of the picked group, how many are left."""
    others = (1 - now.loyal) * (1 - now.fickle_churn) ** time
    return 100 * (now.loyal * (1 - now.loyal_churn) ** time + others)


def _left_of_average(now: SimpleNamespace, time: Any) -> Any:
    return 100 * (1 - now.average_churn) ** time
