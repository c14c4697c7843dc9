"""The simulator of the levers of customer value: which moves it most, by which yardstick."""

from __future__ import annotations

from collections.abc import Mapping
from functools import reduce
from operator import add
from types import MappingProxyType, SimpleNamespace
from typing import Any, ClassVar, Final

import altair as alt

from clvwidgets.charts.levers import Lever, lever_bars
from clvwidgets.charts.signals import money_text, signal
from clvwidgets.formulas import convert_rate, retention_clv
from clvwidgets.formulas.arithmetic import maximum, quotient, times, where
from clvwidgets.strategies import (
    churn_elasticity,
    gain_per_euro,
    rate_by_percent,
    rate_by_points,
    retention_elasticity,
    spend_cap,
    value_gained,
)
from clvwidgets.widgets.calculators import common_fields, common_results
from clvwidgets.widgets.calculators.calculator import Calculator
from clvwidgets.widgets.calculators.common_presets import by_business
from clvwidgets.widgets.calculators.readouts import Readout, Step
from clvwidgets.widgets.panel.fields import ChoiceField, money, quantity, rate

_LABELS: Final = MappingProxyType(
    {
        "order_value": "Order value",
        "frequency": "Order frequency",
        "gross_margin": "Gross margin",
        "churn": "Retention",
        "cac": "Cost to acquire",
        "discount": "Discount rate",
    }
)
# How far a good project moves a lever, and what it costs: a share of the margin (of the cost to
# acquire for "cac"). Illustrative, like the business models.
_REACH: Final = MappingProxyType(
    {"order_value": 0.05, "frequency": 0.10, "gross_margin": 0.02, "cac": 0.15, "discount": 0.02}
)
_COSTS: Final = MappingProxyType(
    {"order_value": 0.015, "frequency": 0.06, "gross_margin": 0.02, "cac": 0.05}
)


# Nordlicht's contracts that run at the end of 2024: of the months of that year with and without a
# fault, the share at whose end one could leave and did; how many have the fault.
_PROJECTS: Final = MappingProxyType(
    {
        "Subscription: cards that work": (0.0428, 0.0292, 2376),
        "Subscription: boxes on time": (0.0539, 0.0300, 1123),
        "Subscription: fast support team": (0.0493, 0.0298, 1493),
        "Subscription: guide, readers against others": (0.0468, 0.0272, 2223),
    }
)


def _presets() -> dict[str, dict[str, Any]]:
    """Kinds of business with a project that keeps a tenth of the leavers; projects of the world."""
    choices = {"yardstick": "percent", "keeping": "retention", "whose": "new"}
    shops = by_business(
        "month", "order_value", "frequency", "gross_margin", "churn", "cac", "discount"
    )
    kinds = {
        name: {
            **values,
            "churn_with": round(0.9 * values["churn"], 4),
            "project_cost": round(
                0.02 * values["order_value"] * values["frequency"] * values["gross_margin"], 2
            ),
            "customers": 1000,
            **choices,
        }
        for name, values in shops.items()
    }
    contract = {"order_value": 45.6, "frequency": 1, "gross_margin": 0.62, "cac": 120}
    projects = {
        name: {
            **contract,
            "churn": churn,
            "discount": 0.10,
            "churn_with": churn_with,
            "project_cost": 2,
            "customers": customers,
            "yardstick": "range",
            "keeping": "churn",
            "whose": "running",
        }
        for name, (churn, churn_with, customers) in _PROJECTS.items()
    }
    return {**kinds, **projects}


class LeverExplorer(Calculator):
    """Six levers of a customer's value by three yardsticks, which put them in three orders.

    By one percent (or a tenth) of each the elasticities decide; by its own range, how far a project
    could move each; by one euro, what that project costs besides. Value is margin, for a new
    customer net of the cost of acquiring.

    Parameters
    ----------
    order_value : float
        Money, revenue per order.
    frequency : float
        Orders per period.
    gross_margin : float
        Share of revenue left after the cost of goods, 0 to 1.
    churn : float
        Share of customers that leaves in a period, 0 to 1.
    cac : float
        Money, cost to acquire the customer.
    discount : float
        Rate per year, whatever the period.
    churn_with : float
        Share that leaves in a period with a project to keep them, 0 to 1: of customers alike, so
        that who would have stayed anyway is in both.
    project_cost : float
        Money per period for each customer that the project reaches, also for those who would have
        stayed anyway.
    customers : float
        How many the project reaches.
    yardstick : {"percent", "tenth", "range", "euro"}
        By how much each lever is moved: 1 % of itself, a tenth of itself, its own range, or as far
        as one euro goes, measured over its own range.
    keeping : {"retention", "points", "churn"}
        Of what a percent or a tenth is one: retention (relative), points of retention, or churn
        (relative). One lever, three names, three lengths of its bar.
    whose : {"new", "running"}
        A new customer, who pays at once and has to be acquired, or one who is there already and
        pays next if they renew; their cost of acquiring is spent.
    period : {"week", "month", "quarter", "year"}
    locale, currency : str, optional
        How numbers are written, such as "en-US" and "EUR".

    References
    ----------
    Gupta, Lehmann & Stuart (2004), Valuing Customers: one percent of each lever side by side.

    Examples
    --------
    >>> calc = LeverExplorer(order_value=50, gross_margin=0.4, cac=120, yardstick="tenth")
    >>> round(calc.value, 1), round(calc.results["order_value_adds"], 1)
    (227.7, 34.8)
    """

    title = "Which lever moves a customer’s value most, and by which yardstick?"
    panel_name = "Lever explorer"

    order_value = common_fields.order_value(50)
    frequency = common_fields.frequency(1, high=12, step=0.1)
    gross_margin = common_fields.gross_margin(0.4)
    churn = common_fields.churn(0.05)
    cac = common_fields.cac(120)
    discount = common_fields.discount(0.10)
    churn_with = rate(
        "Churn per {period} with a project to keep them",
        0.045,
        high=0.6,
        per_period="churn",
        help="Measured by lot: who would have stayed anyway is in both rates.",
    )
    project_cost = money(
        "Cost of that project per customer and {period}",
        1,
        high=50,
        step=0.1,
        per_period="flow",
        help="For each who is reached, also for those who would have stayed anyway.",
    )
    customers = quantity(
        "Customers that it reaches", 1000, high=10_000, step=100, help="All whom it is paid for."
    )
    yardstick = ChoiceField(
        "Move each lever by",
        "percent",
        options={
            "percent": "1% of itself",
            "tenth": "a tenth of itself",
            "range": "its own range",
            "euro": "one euro",
        },
        help="Three questions: what a percent is worth, what a project can move, what it costs.",
    )
    keeping = ChoiceField(
        "A percent of keeping is one of",
        "retention",
        options={
            "retention": "retention (relative)",
            "points": "retention (points)",
            "churn": "churn (relative)",
        },
        help="One lever with three names; own range and euro take the project’s churn.",
    )
    whose = ChoiceField(
        "Whose value",
        "new",
        options={
            "new": "new customer, pays now",
            "running": "customer of today, pays after renewal",
        },
        help="Whoever is there already costs nothing to acquire.",
    )

    readouts = (
        Readout("strongest", "Strongest lever adds", "money", better="higher"),
        Readout("together", "All together add", "money", better="higher"),
        Readout("value", "Value of a customer", "money", better="higher"),
        Readout("one_by_one", "One by one, added up", "money"),
        Readout("project_gain", "Project to keep them gains in all", "money", better="higher"),
        Readout("project_cap", "It may cost, per customer and {period}", "money"),
        Readout("contribution", "Margin per {period}", "money"),
        Readout("of_retention", "Elasticity to retention", "number"),
        Readout("of_churn", "Elasticity to churn", "number"),
        common_results.DISCOUNT_RATE,
    )
    presets: ClassVar = _presets()

    def outputs(
        self,
        order_value: Any,
        frequency: Any,
        gross_margin: Any,
        churn: Any,
        cac: Any,
        discount: Any,
        churn_with: Any,
        project_cost: Any,
        customers: Any,
        yardstick: Any,
        keeping: Any,
        whose: Any,
    ) -> dict[str, Any]:
        """Compute today's value, and what each lever adds by the chosen yardstick."""
        now = {
            "order_value": order_value,
            "frequency": frequency,
            "gross_margin": gross_margin,
            "churn": churn,
            "cac": cac,
            "discount": discount,
        }
        to = _moved(now, churn_with, yardstick, keeping)

        rate_here = convert_rate(discount, "year", self.period)
        rate_to = convert_rate(to["discount"], "year", self.period)
        worth = _of_one_euro(whose, churn, rate_here)
        worth_kept = _of_one_euro(whose, to["churn"], rate_here)
        worth_cheap = _of_one_euro(whose, churn, rate_to)
        worth_project = _of_one_euro(whose, churn_with, rate_here)
        contribution = order_value * frequency * gross_margin
        cost = where(whose == "running", 0.0, cac)
        cost_to = where(whose == "running", 0.0, to["cac"])
        value = times(contribution, worth) - cost
        values = {
            "order_value": times(to["order_value"] * frequency * gross_margin, worth) - cost,
            "frequency": times(order_value * to["frequency"] * gross_margin, worth) - cost,
            "gross_margin": times(order_value * frequency * to["gross_margin"], worth) - cost,
            "churn": times(contribution, worth_kept) - cost,
            "cac": times(contribution, worth) - cost_to,
            "discount": times(contribution, worth_cheap) - cost,
        }
        all_of_margin = to["order_value"] * to["frequency"] * to["gross_margin"]
        gains = {name: value_gained(value, moved) for name, moved in values.items()}
        cap = spend_cap(contribution, worth, worth_project)
        per_euro = _per_euro(contribution, gross_margin, cost)
        per_euro["churn"] = gain_per_euro(cap, project_cost)
        adds = {name: where(yardstick == "euro", per_euro[name], gains[name]) for name in now}
        in_all = times(customers, value_gained(value, times(contribution, worth_project) - cost))
        return {
            "strongest": reduce(maximum, adds.values()),
            "together": value_gained(value, times(all_of_margin, worth_kept) - cost_to),
            "value": value,
            "one_by_one": reduce(add, (gains[name] for name in now if name != "discount")),
            "project_gain": in_all,
            "project_cap": cap,
            "contribution": contribution,
            **_slopes(whose, churn, rate_here),
            "discount_per_period": rate_here,
            # Named, so that what is computed from them is written once.
            "rate_to": rate_to,
            "worth": worth,
            "worth_kept": worth_kept,
            "worth_cheap": worth_cheap,
            "worth_project": worth_project,
            "cost": cost,
            **{f"{name}_to": moved for name, moved in to.items()},
            **{f"{name}_value": moved for name, moved in values.items()},
            **{f"{name}_gain": gain for name, gain in gains.items()},
            **{f"{name}_adds": added for name, added in adds.items()},
        }

    def chart(self, now: SimpleNamespace, pinned: SimpleNamespace) -> Any:
        """Draw what each lever adds, the strongest on top."""
        moves = _moves_in_words(now)
        levers = [
            Lever(label, moves[name], getattr(now, f"{name}_adds"), getattr(pinned, f"{name}_adds"))
            for name, label in _LABELS.items()
        ]
        return lever_bars(
            levers,
            _sentence(now),
            f"gain per customer; by the euro, per euro spent, {self.currency}",
        )

    def steps(self) -> list[Step]:
        """List the formulas with names for the numbers."""
        return [
            common_results.discount_rate_step(self.period),
            Step("Margin", "{order_value} × {frequency} × {gross_margin}", "contribution"),
        ]


def _of_one_euro(whose: Any, churn: Any, discount: Any) -> Any:
    """Say what one euro of margin per period is worth."""
    today = retention_clv(1.0, 1 - churn, discount, first_payment="after_renewal")
    return where(whose == "running", today, retention_clv(1.0, 1 - churn, discount))


def _slopes(whose: Any, churn: Any, discount: Any) -> dict[str, Any]:
    """Give the elasticities to the lever's two names, before the cost of acquiring."""
    today: Final = "after_renewal"
    return {
        "of_retention": where(
            whose == "running",
            retention_elasticity(1 - churn, discount, first_payment=today),
            retention_elasticity(1 - churn, discount),
        ),
        "of_churn": where(
            whose == "running",
            churn_elasticity(churn, discount, first_payment=today),
            churn_elasticity(churn, discount),
        ),
    }


def _moved(now: Mapping[str, Any], churn_with: Any, yardstick: Any, keeping: Any) -> dict[str, Any]:
    """Move each lever by the yardstick, in the direction that is wanted."""
    share = where(yardstick == "tenth", 0.1, 0.01)
    by_share = {
        "order_value": now["order_value"] * (1 + share),
        "frequency": now["frequency"] * (1 + share),
        "gross_margin": rate_by_percent(now["gross_margin"], share),
        "churn": where(
            keeping == "points",
            rate_by_points(now["churn"], -share),
            where(
                keeping == "churn",
                rate_by_percent(now["churn"], -share),
                1 - rate_by_percent(1 - now["churn"], share),
            ),
        ),
        "cac": now["cac"] * (1 - share),
        "discount": rate_by_percent(now["discount"], -share),
    }
    by_project = {
        "order_value": now["order_value"] * (1 + _REACH["order_value"]),
        "frequency": now["frequency"] * (1 + _REACH["frequency"]),
        "gross_margin": rate_by_points(now["gross_margin"], _REACH["gross_margin"]),
        "churn": churn_with,
        "cac": now["cac"] * (1 - _REACH["cac"]),
        "discount": rate_by_points(now["discount"], -_REACH["discount"]),
    }
    by_range = (yardstick == "range") | (yardstick == "euro")
    return {name: where(by_range, by_project[name], by_share[name]) for name in now}


def _per_euro(contribution: Any, gross_margin: Any, cac: Any) -> dict[str, Any]:
    """Say what a project brings for each euro; its gain lasts as long as its cost.

    The discount rate is not for sale.
    """
    higher = rate_by_points(gross_margin, _REACH["gross_margin"]) - gross_margin
    of_margin = {
        "order_value": _REACH["order_value"],
        "frequency": _REACH["frequency"],
        "gross_margin": quotient(higher, maximum(gross_margin, 1e-300)),
    }
    brought = {
        name: where(contribution == 0, 0.0, gain_per_euro(gain, _COSTS[name]))
        for name, gain in of_margin.items()
    }
    cheaper = where(cac == 0, 0.0, gain_per_euro(_REACH["cac"], _COSTS["cac"]))
    return {**brought, "cac": cheaper, "discount": 0.0}


def _percent(share: Any) -> Any:
    return signal(f"format({share}, '.2~%')")


def _number(count: Any) -> Any:
    return signal(f"format({count}, '.3~f')")


def _money(amount: Any) -> Any:
    """Write an amount without the noise in its last digits: 55.00000000000001 is 55."""
    return money_text(signal(f"(round({amount} * 1e6) / 1e6)"))


def _moves_in_words(now: SimpleNamespace) -> dict[str, Any]:
    """Say under each lever from where to where it is moved or, by the euro, what that costs."""
    per = " per {period}"
    by_range = (now.yardstick == "range") | (now.yardstick == "euro")
    from_to = {
        "order_value": _money(now.order_value) + " → " + _money(now.order_value_to),
        "frequency": _number(now.frequency) + " → " + _number(now.frequency_to) + per,
        "gross_margin": _percent(now.gross_margin) + " → " + _percent(now.gross_margin_to),
        "churn": alt.expr.if_(
            by_range | (now.keeping == "churn"),
            "churn " + _percent(now.churn) + " → " + _percent(now.churn_to),
            _percent(1 - now.churn) + " → " + _percent(1 - now.churn_to),
        ),
        "cac": alt.expr.if_(
            now.whose == "running",
            "paid already",
            _money(now.cac) + " → " + _money(now.cac_to),
        ),
        "discount": _percent(now.discount) + " → " + _percent(now.discount_to) + " a year",
    }
    costs = {
        **{
            name: "costs " + _money(_COSTS[name] * now.contribution) + per
            for name in ("order_value", "frequency", "gross_margin")
        },
        "churn": "costs " + _money(now.project_cost) + per,
        "cac": alt.expr.if_(
            now.whose == "running",
            "paid already",
            "costs " + _money(_COSTS["cac"] * now.cac) + " once",
        ),
        "discount": "not for sale",
    }
    return {
        name: alt.expr.if_(now.yardstick == "euro", costs[name], words)
        for name, words in from_to.items()
    }


def _sentence(now: SimpleNamespace) -> Any:
    """Say which lever is the strongest by the yardstick, and where a rate is cut short."""
    adds = ",".join(str(getattr(now, f"{name}_adds")) for name in _LABELS)
    names = [label.lower() for label in _LABELS.values()]
    strongest = signal(f"{names!r}[indexof([{adds}], {now.strongest})]")
    by = signal(
        "{'percent': 'By 1% of each', 'tenth': 'By a tenth of each', 'range': 'Each by its own "
        f"range', 'euro': 'By the euro'}}[{now.yardstick}]"
    )
    most = by + ", " + strongest + " is strongest: it "
    of_whom = alt.expr.if_(
        now.whose == "running", " of a customer of today", " of a new customer, net"
    )
    by_value = most + "adds " + money_text(now.strongest) + " to " + money_text(now.value) + of_whom
    by_euro = most + "brings " + money_text(now.strongest) + " for each euro spent on it"
    cut_short = alt.expr.if_(
        (now.churn > 0) & (now.churn_to <= 0) & (now.yardstick != "range"),
        "; retention is cut short at 100%",
        "",
    )
    return (
        alt.expr.if_(
            alt.expr.isFinite(now.value),
            alt.expr.if_(
                now.strongest > 0,
                alt.expr.if_(now.yardstick == "euro", by_euro, by_value),
                "No lever adds anything here",
            ),
            "Nobody leaves and waiting costs nothing: the value has no limit",
        )
        + cut_short
    )
