"""The same money over four channels: who comes, what the next one costs, the best split."""

from __future__ import annotations

import math
from collections.abc import Mapping
from types import MappingProxyType, SimpleNamespace
from typing import Any, ClassVar, Final

from clvwidgets.charts.bars import named_bars, result_bars
from clvwidgets.charts.channel_sentences import best_split_sentence, dearest_sentence
from clvwidgets.charts.channels import ChannelCurve, channel_curves
from clvwidgets.charts.theme import CHURN, COST, MARGIN, NEUTRAL, VALUE
from clvwidgets.formulas.arithmetic import maximum, where
from clvwidgets.number_format import NumberFormat
from clvwidgets.strategies import (
    average_cac,
    cost_per_further_referral,
    few_channel_split,
    marginal_cac,
    saturating_customers,
)
from clvwidgets.widgets.calculators.calculator import Calculator
from clvwidgets.widgets.calculators.readouts import Readout, Step
from clvwidgets.widgets.panel.fields import Known, NumberField, choice, money, rate
from clvwidgets.widgets.panel.views import MONEY, Columns
from clvwidgets.widgets.simulators._shop_channels import (
    CHANNELS,
    PRESETS,
    cost_readouts,
    spend_field,
    value_field,
)

_COLOURS: Final = (VALUE, MARGIN, COST, CHURN)


class ChannelSimulator(Calculator):
    """What a split of the same money wins, what the next customer costs, and the best split.

    Each channel wins fewer and fewer customers for each further euro. The curves are those of the
    simulated shop, where spend was varied by lot; another cost of a customer stretches them. Paid
    ads get what the other three channels leave of the budget, so that every move compares the same
    money. Customers of a channel are all taken to be worth its average, and channels not to take
    customers from each other. Weeks stand for themselves: no effect is carried over.

    Parameters
    ----------
    budget : float
        Money per week for the four channels together.
    best_by : {"tried", "value", "customers"}
        What the best split is best for: worth within the spend that was tried, worth without that
        limit, or the number of customers.
    content, social, partners : float
        Money per week in each; paid ads get the rest.
    value_content, value_social, value_paid, value_partners : float
        Money, lifetime value of a channel's customer, first order now, before the cost of winning.
    usual_cac : float
        Money, what a customer costs on average in a usual week of 2,650 in the usual split.
    reward : float
        Money paid to a customer for each who comes on their recommendation.
    came_anyway : float
        Share of those who would have come without the reward, 0 to 1.
    period : {"week"}
        The curves are those of weeks.
    locale, currency : str, optional
        How numbers are written, such as "en-US" and "EUR".

    References
    ----------
    Dorfman & Steiner (1954); Blattberg & Deighton (1996); Kumar, Petersen & Leone (2007) on those
    who would have come anyway.

    Examples
    --------
    >>> panel = ChannelSimulator()
    >>> round(panel.best_paid), round(panel.average_paid), round(panel.next_paid)
    (940, 29, 83)
    """

    title = "Same money: from which channel to which should it move?"
    panel_name = "Channel simulator"
    native_period = "week"
    converts = False  # the curves are those of weeks

    data: Mapping[str, Any] = MappingProxyType(
        {
            "usual": (250.0, 450.0, 1600.0, 350.0),
            "tried": (500.0, 900.0, 3200.0, 700.0),
            "ceiling": (37.3, 44.6, 65.0, 24.4),
            "scale": (440.1, 465.5, 882.8, 376.1),
        }
    )
    """Of the shop, by channel: money of a usual week, the most of any week, the fitted curves."""

    budget = money(
        "Budget per week", 2650, high=8000, step=50, help="For the four channels together."
    )
    best_by = choice(
        "Best split by",
        "tried",
        options={
            "tried": "worth, within what was tried",
            "value": "worth, without limits",
            "customers": "number of customers",
        },
        help="Worth counts each customer with their lifetime value.",
    )
    content = spend_field("Content", 250)
    social = spend_field("Social media", 450)
    partners = spend_field("Partners", 350)
    value_content = value_field("Content", 169, 146, 190)
    value_social = value_field("Social media", 91, 84, 97)
    value_paid = value_field("Paid ads", 82, 76, 86)
    value_partners = value_field("Partners", 136, 119, 157)
    usual_cac = NumberField(
        "A customer costs, usual week",
        23.46,
        low=5,
        high=500,
        step=0.01,
        legal=(0.01, math.inf),
        number_format=NumberFormat("money"),
        help="Average of the four channels at 2,650 a week; more of it lowers all curves.",
    )
    reward = money(
        "Reward for a recommendation",
        5,
        high=50,
        step=0.5,
        help="Paid to a customer for each who comes, also for those who would have come anyway.",
    )
    came_anyway = rate(
        "Would have come anyway",
        0.72,
        high=1,
        step=0.01,
        help="Of those who come, how many would have without the reward.",
        known=Known(0.72, 0.53, 0.98, "reward of 5 euros, shop"),
    )
    readouts = (
        Readout("gain", "More worth per week, best split", "money", "higher"),
        Readout("average_paid", "Paid ads: a customer costs", "money", "lower"),
        Readout("next_paid", "Paid ads: the next one costs", "money", "lower"),
        Readout("worth", "Worth of a week's customers", "money", "higher"),
        Readout("best_worth", "Worth at the best split", "money", "higher"),
        Readout("newcomers", "Customers won per week", "ratio", "higher"),
        Readout("best_newcomers", "Customers at the best split", "ratio", "higher"),
        Readout("best_content", "Best split: content", "money"),
        Readout("best_social", "Best split: social media", "money"),
        Readout("best_paid", "Best split: paid ads", "money"),
        Readout("best_partners", "Best split: partners", "money"),
        *cost_readouts(),
        Readout("paid", "Left for paid ads per week", "money"),
        Readout("won_paid", "Paid ads: customers per week", "ratio"),
        Readout("ceiling_paid", "Paid ads: most customers at any spend", "ratio"),
        Readout("next_referred", "One more by reward costs", "money", "lower"),
    )
    presets: ClassVar = PRESETS

    def outputs(
        self,
        budget: Any,
        best_by: Any,
        content: Any,
        social: Any,
        partners: Any,
        value_content: Any,
        value_social: Any,
        value_paid: Any,
        value_partners: Any,
        usual_cac: Any,
        reward: Any,
        came_anyway: Any,
    ) -> dict[str, Any]:
        """Compute both splits, what they win, and what a customer costs in each channel."""
        usual, most, scale = self.data["usual"], self.data["ceiling"], self.data["scale"]
        usually = sum(map(saturating_customers, usual, most, scale))
        ceiling = [one * (sum(usual) / usually) / usual_cac for one in most]
        paid = maximum(budget - content - social - partners, 0.0)
        spend = [content, social, paid, partners]
        spent = content + social + partners + paid
        value = [value_content, value_social, value_paid, value_partners]
        counted = [where(best_by == "customers", 1.0, one) for one in value]
        limit = [where(best_by == "tried", one, spent) for one in self.data["tried"]]
        split = few_channel_split(spent, most, scale, counted, limit)
        best = [split["spend_1"], split["spend_2"], split["spend_3"], split["spend_4"]]
        won = list(map(saturating_customers, spend, ceiling, scale))
        would_win = list(map(saturating_customers, best, ceiling, scale))
        worth = sum(number * one for number, one in zip(won, value, strict=True))
        best_worth = sum(number * one for number, one in zip(would_win, value, strict=True))
        average = list(map(average_cac, spend, ceiling, scale))
        following = list(map(marginal_cac, spend, ceiling, scale))
        moves = [one - other for one, other in zip(spend, best, strict=True)]
        moved = maximum(maximum(moves[0], moves[1]), maximum(moves[2], moves[3]))
        dearest = maximum(maximum(following[0], following[1]), maximum(following[2], following[3]))
        return {
            "gain": best_worth - worth,
            "average_paid": average[2],
            "next_paid": following[2],
            "worth": worth,
            "best_worth": best_worth,
            "newcomers": sum(won),
            "best_newcomers": sum(would_win),
            "best_content": best[0],
            "best_social": best[1],
            "best_paid": best[2],
            "best_partners": best[3],
            "next_referred": cost_per_further_referral(reward, came_anyway),
            "paid": paid,
            "ceiling_paid": ceiling[2],
            "won_paid": won[2],
            "moved": moved,
            "giver": where(
                moves[2] == moved,
                2.0,
                where(moves[0] == moved, 0.0, where(moves[1] == moved, 1.0, 3.0)),
            ),
            "dearest": where(
                following[2] == dearest,
                2.0,
                where(following[0] == dearest, 0.0, where(following[1] == dearest, 1.0, 3.0)),
            ),
            "unspent": spent - sum(best),
            "ceiling_content": ceiling[0],
            "ceiling_social": ceiling[1],
            "ceiling_partners": ceiling[3],
            "average_content": average[0],
            "average_social": average[1],
            "average_partners": average[3],
            "next_content": following[0],
            "next_social": following[1],
            "next_partners": following[3],
        }

    def chart(self, now: SimpleNamespace, pinned: SimpleNamespace) -> Any:  # noqa: ARG002
        """Draw the customers over the spend of each channel, with this split and the best."""
        curves = [
            ChannelCurve(
                name,
                getattr(now, f"ceiling_{channel}"),
                self.data["scale"][place],
                getattr(now, f"value_{channel}"),
                getattr(now, channel),
                getattr(now, f"best_{channel}"),
                self.data["tried"][place],
                _COLOURS[place],
            )
            for place, (channel, name) in enumerate(CHANNELS.items())
        ]
        return channel_curves(
            curves,
            title=best_split_sentence(now, list(CHANNELS.values())),
            spend_title=f"spend per week, {self.currency}",
            customers_title="customers per week",
        )

    def more_charts(self, now: SimpleNamespace, pinned: SimpleNamespace) -> dict[str, Any]:
        """Draw what a customer costs in each channel, on average and the next one."""
        following = [getattr(now, f"next_{channel}") for channel in CHANNELS]
        averages = [getattr(now, f"average_{channel}") for channel in CHANNELS]
        title = dearest_sentence(now.dearest, list(CHANNELS.values()), averages, following)
        named = {}
        for channel, name in CHANNELS.items():
            named[f"average_{channel}"] = (f"{name}, average", NEUTRAL)
            named[f"next_{channel}"] = (f"{name}, next one", COST)
        named["next_referred"] = ("By reward, one more", VALUE)
        bars = named_bars(now, pinned, named)
        return {
            "Cost of a customer": result_bars(bars, title, f"cost of a customer, {self.currency}")
        }

    def steps(self) -> list[Step]:
        """List the formulas."""
        scale = f"{self.data['scale'][2]:g}"
        return [
            Step("Left for paid ads", "{budget} − {content} − {social} − {partners}", "paid"),
            Step(
                "Paid ads: a customer costs",
                "{paid} ÷ {won_paid}",
                "average_paid",
            ),
            Step(
                "Paid ads: the next one costs",
                f"{scale} ÷ ({{ceiling_paid}} − {{won_paid}})",
                "next_paid",
            ),
            Step("More worth with the best split", "{best_worth} − {worth}", "gain"),
            Step("One more by reward costs", "{reward} ÷ (1 − {came_anyway})", "next_referred"),
        ]

    def table_columns(self) -> Columns:
        """Name the columns behind the chart: a row for each channel."""
        return {
            "label": ("Channel", None),
            "this_split": ("This split, per week", MONEY),
            "best_split": ("Best split, per week", MONEY),
            "average": ("A customer costs", MONEY),
            "next_customer": ("The next one costs", MONEY),
            "next_euro": ("The next euro brings", MONEY),
        }
