"""What a loyalty programme earns: points, tiers, discounts by tier and experiences."""

from __future__ import annotations

from types import MappingProxyType, SimpleNamespace
from typing import Any, ClassVar, Final

import altair as alt

from clvwidgets.charts.bars import Bar, staircase
from clvwidgets.charts.lever_curves import lever_curve
from clvwidgets.charts.signals import money_text
from clvwidgets.charts.theme import CHURN, COST, MARGIN, NEUTRAL, VALUE
from clvwidgets.formulas.arithmetic import where
from clvwidgets.number_format import NumberFormat
from clvwidgets.strategies import (
    average_lift,
    deferred_points_share,
    loyalty_break_even_lift,
    loyalty_profit,
    reward_cost,
)
from clvwidgets.widgets.calculators import common_fields
from clvwidgets.widgets.calculators.calculator import Calculator
from clvwidgets.widgets.calculators.readouts import Readout, Step
from clvwidgets.widgets.panel.fields import Known, NumberField, choice, money, rate
from clvwidgets.widgets.panel.views import MONEY, Columns
from clvwidgets.widgets.simulators._loyalty_presets import LOYALTY_PRESETS

_PROGRAMMES: Final = MappingProxyType(
    {
        "points": "Points on every purchase",
        "tiers": "Tiers with perks",
        "discounts": "Discounts by tier",
        "experiences": "Experiences",
    }
)
_POINTS: Final = Known(0.198, 0.053, 0.363, "trial of points, half a year")
_NEAR_A_TIER: Final = Known(0.752, 0.351, 1.273, "trial of tiers, those near one, half a year")


def _relative(label: str, default: float, **parts: Any) -> NumberField:
    """Make a field for a relative rise, which may be above 100 percent."""
    kind = NumberFormat("percent")
    return NumberField(label, default, step=0.005, legal=(0, 10), number_format=kind, **parts)


def _ends(known: Known) -> tuple[float, float]:
    return known.low, known.high


class LoyaltySimulator(Calculator):
    """What a programme adds, what it pays for nothing, and the lift at which it pays.

    A reward falls on everything that a member buys. Members also buy more because those who buy
    much join: ``anyway`` is that part of their lead, 0 only where a lot decided who joins. Tiers
    and discounts by tier move those near a tier by ``reach_lift``, the others by ``lift``. An
    experience costs its price a head, whatever its guests buy. Lifts last for the period only;
    nobody stays longer or leaves because of the programme.

    Parameters
    ----------
    programme : {"points", "tiers", "discounts", "experiences"}
    spend : float
        Money per period, what customers outside the programme spend.
    gross_margin : float
        Share of revenue left after the goods, 0 to 1.
    lift : float
        How much more members spend than those outside, relative.
    anyway : float
        Share of that difference which they would have bought without the programme, 0 to 1.
    reach, reach_lift : float
        Share of spend of those near a tier, and how much more they spend.
    reward : float
        Face value per euro of spend, 0 to 1.
    breakage : float
        Share of it that is never used, 0 to 1; a discount is always used.
    cost_ratio : float
        Cost of a euro of face value; of a discount it is 1.
    fixed_cost : float
        Money per member and period.
    enrolment : float
        Share of customers who are members, 0 to 1.
    period : {"week", "month", "quarter", "year"}
    locale, currency : str, optional
        How numbers are written, such as "en-US" and "EUR".

    References
    ----------
    Y. Liu (2007), The Long-Term Impact of Loyalty Programs, Journal of Marketing 71(4); Kivetz,
    Urminsky & Zheng (2006), The Goal-Gradient Hypothesis Resurrected; IFRS 15, Example 52.

    Examples
    --------
    >>> panel = LoyaltySimulator(spend=112.05, lift=0.198, fixed_cost=1.2, breakage=0.3)
    >>> round(panel.break_even_lift, 3), round(panel.share_anyway, 3)
    (0.147, 0.868)
    """

    title = "What does a programme earn beyond what members would have bought anyway?"
    panel_name = "Loyalty"
    native_period = "year"

    programme = choice(
        "Programme", "points", options=_PROGRAMMES, help="What members get for what they buy."
    )
    spend = money(
        "Spend per customer and {period}",
        112.05,
        high=2000,
        per_period="flow",
        help="Of customers who are not members.",
    )
    gross_margin = common_fields.gross_margin(0.345)
    lift = _relative(
        "Members spend more by",
        0.198,
        high=1,
        help="Than other customers; with tiers: those not near one.",
        known=_POINTS,
    )
    anyway = rate(
        "Of that, bought anyway",
        0.0,
        high=1,
        step=0.01,
        help="Those who buy much join. 0% where a lot decided.",
    )
    reach = rate(
        "Share of spend near a tier",
        0.25,
        high=1,
        step=0.01,
        help="Only for tiers and discounts by tier.",
    )
    reach_lift = _relative(
        "Near a tier they spend more by",
        0.30,
        high=2,
        help="Only for tiers and discounts by tier.",
        known=_NEAR_A_TIER,
    )
    reward = rate(
        "Reward, share of spend",
        0.05,
        high=0.3,
        step=0.001,
        help="Face value; for an experience, of usual spend.",
    )
    breakage = rate(
        "Rewards never used", 0.3, high=1, step=0.01, help="Breakage; a discount has none."
    )
    cost_ratio = rate(
        "Cost of the face value",
        1.0,
        high=1,
        step=0.01,
        help="Own goods cost less than 100%; a discount costs 100%.",
    )
    fixed_cost = money(
        "Other cost per member and {period}",
        1.2,
        high=100,
        step=0.1,
        per_period="flow",
        help="Whatever they buy: cards, app, letters.",
    )
    enrolment = rate(
        "Customers who are members", 1.0, high=1, step=0.01, help="Of 100 customers, how many."
    )

    readouts = (
        Readout("net", "Net per customer and {period}", "money", "higher"),
        Readout("break_even_lift", "Pays if members spend more by", "percent", "lower", "never"),
        Readout("share_anyway", "Of its cost, due even without a lift", "percent", "lower"),
        Readout("real_lift", "More spend because of it", "percent", "higher"),
        Readout("member_net", "Net per member and {period}", "money", "higher"),
        Readout("added_margin", "Margin added per member and {period}", "money", "higher"),
        Readout("cost", "Cost per member and {period}", "money", "lower"),
        Readout("reward_rate", "Reward costs, of spend", "percent", "lower"),
        Readout("deferred", "Revenue owed for points, per member and {period}", "money"),
    )
    presets: ClassVar = LOYALTY_PRESETS

    def outputs(
        self,
        programme: Any,
        spend: Any,
        gross_margin: Any,
        lift: Any,
        anyway: Any,
        reach: Any,
        reach_lift: Any,
        reward: Any,
        breakage: Any,
        cost_ratio: Any,
        fixed_cost: Any,
        enrolment: Any,
    ) -> dict[str, Any]:
        """Compute what the programme adds and costs, and the lead at which both are equal."""
        off = where(programme == "discounts", 1.0, 0.0)
        by_tier = where(programme == "tiers", 1.0, off)
        a_head = where(programme == "experiences", 1.0, 0.0)
        used = 1 - breakage * (1 - off)
        costs = reward_cost(reward, used, cost_ratio + off * (1 - cost_ratio))
        on_spend = costs * (1 - a_head)
        a_member = fixed_cost + a_head * costs * spend
        near = reach * by_tier
        lead = average_lift(reach_lift, near, lift)
        money_of = loyalty_profit(spend, gross_margin, on_spend, lead, anyway, a_member)
        return {
            "net": enrolment * money_of["net"],
            "break_even_lift": loyalty_break_even_lift(
                on_spend, gross_margin * (1 - anyway), a_member, spend
            ),
            "share_anyway": money_of["share_anyway"],
            "real_lift": money_of["real_lift"],
            "member_net": money_of["net"],
            "added_margin": money_of["added_margin"],
            "cost": money_of["cost"],
            "reward_rate": costs,
            "deferred": (money_of["baseline"] + money_of["added"])
            * where(programme == "points", deferred_points_share(reward, used), 0.0),
            "reward_added": money_of["reward_added"],
            "reward_anyway": money_of["reward_anyway"],
            "a_member": a_member,
            "near": near,
            "by_tier": by_tier,
        }

    def chart(self, now: SimpleNamespace, pinned: SimpleNamespace) -> Any:  # noqa: ARG002
        """Draw the way from the margin that is added to what is left, per member."""
        steps = [
            Bar("Margin on added spend", now.added_margin, 0, MARGIN),
            Bar("Reward on added spend", -now.reward_added, 0, NEUTRAL),
            Bar("Reward on spend anyway", -now.reward_anyway, 0, COST),
            Bar("Other cost", -now.a_member, 0, CHURN),
            Bar("Net", now.member_net, 0, VALUE),
        ]
        wasted = (
            alt.expr.format(now.share_anyway, ".0%")
            + " of the programme’s cost is due even if nobody buys more; a member "
        )
        title = (
            alt.expr.if_(now.cost > 0, wasted, "The programme costs nothing; a member ")
            + alt.expr.if_(now.member_net < 0, "loses ", "brings ")
            + money_text(alt.expr.abs(now.member_net))
            + f" a {self.period}"
        )
        return staircase(steps, title, f"money per member and {self.period}, {self.currency}")

    def more_charts(self, now: SimpleNamespace, pinned: SimpleNamespace) -> dict[str, Any]:  # noqa: ARG002
        """Draw the net over the lift, with the place where the programme pays."""

        def net(lift: Any) -> Any:
            near = where(now.by_tier > 0, lift, now.reach_lift)
            return self.at(lift=where(now.by_tier > 0, now.lift, lift), reach_lift=near).member_net

        is_tier = now.by_tier > 0
        pays = where(
            is_tier,
            (now.break_even_lift - (1 - now.near) * now.lift) / now.near,
            now.break_even_lift,
        )
        here = where(is_tier, now.reach_lift, now.lift)
        measured = tuple(
            where(
                now.programme == "points",
                points,
                where(now.programme == "tiers", tiers, 0),  # of the others nothing was measured
            )
            for points, tiers in zip(_ends(_POINTS), _ends(_NEAR_A_TIER), strict=True)
        )
        high = alt.expr.max(0.4, 1.5 * here, where(pays < 2, 1.2 * pays, 0))
        title = alt.expr.if_(
            alt.expr.isFinite(now.break_even_lift),
            "The programme pays if members spend more by "
            + alt.expr.format(now.break_even_lift, ".1%")
            + where(is_tier, " on average", "")
            + where(measured[1] > 0, " (shaded: measured in trials)", ""),
            "No lift pays: what is added leaves nothing after the reward",
        )
        curve = lever_curve(
            net,
            {"now": here, "pays": where((pays >= 0) & (pays <= high), pays, alt.expr.NaN)},
            low=0,
            high=high,
            title=title,
            lever_title="members spend more by (tiers: near one)",
            height_title=f"net per member and {self.period}, {self.currency}",
            lever_format=".0%",
            known=measured,
        )
        return {"Lift that pays": curve}

    def steps(self) -> list[Step]:
        """List the formulas with names for the numbers."""
        return [
            Step("Net per member", "{added_margin} − {cost}", "member_net"),
            Step("Net per customer", "{enrolment} × {member_net}", "net"),
        ]

    def table_columns(self) -> Columns:
        """Name the columns behind the chart."""
        return {"label": ("Step", None), "value": (f"Per member and {self.period}", MONEY)}
