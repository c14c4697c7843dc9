"""The simulator of the levers of customer value: which moves it most, by which yardstick."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, ClassVar

from clvwidgets.charts.levers import Lever, lever_bars
from clvwidgets.formulas import convert_rate
from clvwidgets.formulas.arithmetic import maximum, times, where
from clvwidgets.strategies import (
    gain_per_euro,
    lever_moves,
    margin_worth,
    project_returns,
    spend_cap,
    value_gained,
)
from clvwidgets.widgets.calculators import common_fields, common_results
from clvwidgets.widgets.calculators.calculator import Calculator
from clvwidgets.widgets.calculators.readouts import Readout, Step
from clvwidgets.widgets.panel.fields import ChoiceField, money, quantity, rate
from clvwidgets.widgets.simulators._lever_presets import lever_presets
from clvwidgets.widgets.simulators._lever_sentences import LABELS, moves_in_words, sentence


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

    readouts = (
        Readout("strongest", "Strongest lever adds", "money", better="higher"),
        Readout("together", "All together add", "money", better="higher"),
        Readout("value", "Value of a customer", "money", better="higher"),
        Readout("one_by_one", "One by one, added up", "money"),
        Readout("project_gain", "Retention project gains in all", "money", better="higher"),
        Readout("project_cap", "It may cost, per customer and {period}", "money"),
        Readout("contribution", "Margin per {period}", "money"),
        Readout("worth", "One euro of it is worth", "money"),
        Readout("worth_project", "One euro of it with the project", "money"),
        *(Readout(f"{name}_adds", f"{label} adds", "money") for name, label in LABELS.items()),
        common_results.DISCOUNT_RATE,
    )
    presets: ClassVar = lever_presets()

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
        to = lever_moves(
            order_value,
            frequency,
            gross_margin,
            churn,
            cac,
            discount,
            churn_with,
            yardstick=yardstick,
            keeping=keeping,
        )
        rate = convert_rate(discount, "year", self.period)
        lower_rate = convert_rate(to["discount"], "year", self.period)
        worth = margin_worth(churn, rate, whose=whose)
        worth_kept = margin_worth(to["churn"], rate, whose=whose)
        worth_sooner = margin_worth(churn, lower_rate, whose=whose)
        worth_project = margin_worth(churn_with, rate, whose=whose)
        sales, margin = order_value * frequency, order_value * frequency * gross_margin
        higher_sales = to["order_value"] * to["frequency"]
        cost = where(whose == "running", 0.0, cac)
        lower_cost = where(whose == "running", 0.0, to["cac"])
        value = times(margin, worth) - cost
        dearer = times(to["order_value"] * frequency * gross_margin, worth) - cost
        oftener = times(order_value * to["frequency"] * gross_margin, worth) - cost
        richer = times(sales * to["gross_margin"], worth) - cost
        longer = times(margin, worth_kept) - cost
        cheaper = times(margin, worth) - lower_cost
        sooner = times(margin, worth_sooner) - cost
        together = times(higher_sales * to["gross_margin"], worth_kept) - lower_cost
        with_project = times(margin, worth_project) - cost
        gains = [value_gained(value, one) for one in (dearer, oftener, richer, longer, cheaper)]
        cap = spend_cap(margin, worth, worth_project)
        by_euro, brings = yardstick == "euro", project_returns(margin, gross_margin, cost)
        order_value_adds = where(by_euro, brings["order_value"], gains[0])
        frequency_adds = where(by_euro, brings["frequency"], gains[1])
        gross_margin_adds = where(by_euro, brings["gross_margin"], gains[2])
        churn_adds = where(by_euro, gain_per_euro(cap, project_cost), gains[3])
        cac_adds = where(by_euro, brings["cac"], gains[4])
        discount_adds = where(by_euro, 0.0, value_gained(value, sooner))
        of_margin = maximum(maximum(order_value_adds, frequency_adds), gross_margin_adds)
        of_rates = maximum(maximum(churn_adds, cac_adds), discount_adds)
        return {
            "strongest": maximum(of_margin, of_rates),
            "together": value_gained(value, together),
            "value": value,
            "one_by_one": gains[0] + gains[1] + gains[2] + gains[3] + gains[4],
            "project_gain": times(customers, value_gained(value, with_project)),
            "project_cap": cap,
            "contribution": margin,
            "worth": worth,
            "worth_project": worth_project,
            "order_value_adds": order_value_adds,
            "frequency_adds": frequency_adds,
            "gross_margin_adds": gross_margin_adds,
            "churn_adds": churn_adds,
            "cac_adds": cac_adds,
            "discount_adds": discount_adds,
            "discount_per_period": rate,
            **{f"{name}_to": moved for name, moved in to.items()},
        }

    def chart(self, now: SimpleNamespace, pinned: SimpleNamespace) -> Any:
        """Draw what each lever adds, the strongest on top."""
        moves = moves_in_words(now)
        levers = [
            Lever(label, moves[name], getattr(now, f"{name}_adds"), getattr(pinned, f"{name}_adds"))
            for name, label in LABELS.items()
        ]
        return lever_bars(
            levers,
            sentence(now),
            f"gain per customer, {self.currency}",
        )

    def steps(self) -> list[Step]:
        """List the formulas with names for the numbers."""
        return [
            common_results.discount_rate_step(self.period),
            Step("Margin", "{order_value} × {frequency} × {gross_margin}", "contribution"),
            Step(
                "Retention project gains in all",
                "{customers} × {contribution} × ({worth_project} − {worth})",
                "project_gain",
            ),
        ]
