"""What a price earns, today's, a new one and the best."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, ClassVar

from clvwidgets.charts.pricing import price_curve, sales_needed_chart
from clvwidgets.formulas import convert_rate
from clvwidgets.formulas.arithmetic import divide, maximum, minimum, where
from clvwidgets.strategies import (
    best_lifetime_price,
    break_even_sales_change,
    churn_at_price,
    demand_at_price,
    sale_value,
)
from clvwidgets.widgets.calculators import common_fields
from clvwidgets.widgets.calculators.calculator import Calculator
from clvwidgets.widgets.calculators.readouts import Readout, Step
from clvwidgets.widgets.panel.fields import ChoiceField, Known, money, quantity, rate
from clvwidgets.widgets.panel.views import MONEY, Columns
from clvwidgets.widgets.simulators._pricing_sentences import (
    LEAST_CHURN,
    best_in_words,
    needed_in_words,
    new_in_words,
)
from clvwidgets.widgets.simulators.pricing_presets import PRESETS


class PricingSimulator(Calculator):
    """What a new price brings against today's, and which of the prices tried would bring most.

    A sale is worth its margin now, what it brings later, and, where customers pay every period,
    the margins of the periods they stay, the first payment now. Demand takes one of three forms,
    which agree at today's price. The best price is sought within the prices that were tried, and
    not above what the product is worth to the buyer. All values are per 1,000 visitors who see the
    price.

    Parameters
    ----------
    price, new_price : float
        Money per unit, or per period where customers pay in each.
    cost : float
        Money per unit or period.
    price_elasticity : float
        Percent fewer sales at 1 % more than today's price, as a positive number.
    form : {"constant_elasticity", "linear", "logit"}
        How demand goes on from today's price.
    buyers : float
        Share of visitors who buy at today's price, 0 to 1.
    tried : float
        How far up and down from today's price prices were tried, relative.
    worth : float
        Money, value-based price: the price of the buyer's next best choice plus what the difference
        is worth to them.
    later : float
        Money, margin that a sale brings later by other ways, in today's money.
    churn : float
        Share of customers that leaves in a period at today's price; 1 for single purchases.
    churn_further : float
        Share that leaves besides in a period if the price is a tenth higher: 0.01 is a point.
    earlier : float
        Share of the further sales at a lower price that only come earlier, at the full price's
        cost: a promotion fills cupboards.
    discount : float
        Rate per year.
    period : {"week", "month", "quarter", "year"}
        Of payments and churn; the numbers to start with are per month.
    locale, currency : str, optional
        How numbers are written, such as "en-US" and "EUR".

    References
    ----------
    Nagle & Müller, The Strategy and Tactics of Pricing; Phillips (2005), Pricing and Revenue
    Optimization; Tellis (1988) and Bijmolt, van Heerde & Pieters (2005) for usual elasticities.

    Examples
    --------
    >>> panel = PricingSimulator()  # a tenth off House espresso
    >>> round(panel.break_even, 3), round(panel.sales_change, 3)
    (0.263, 0.163)
    """

    title = "What does a new price bring, and what would it have to sell?"
    panel_name = "Pricing"
    native_period = "month"
    converts = False  # an elasticity of single purchases belongs to no period

    price = money("Price today", 11.9, high=100, low=0.5, step=0.1, help="Per unit or {period}.")
    new_price = money(
        "New price",
        10.71,
        high=100,
        low=0.5,
        step=0.01,
        help="Per unit or {period}, for everybody.",
    )
    cost = money("Cost of a unit", 6.19, high=100, step=0.01, help="What one more costs you.")
    price_elasticity = quantity(
        "Elasticity of demand",
        1.43,
        high=6,
        step=0.01,
        help="Means over many studies: 1.76 and 2.62.",
        known=Known(1.43, 1.18, 1.68, "House espresso, trial of prices, a year"),
    )
    form = ChoiceField(
        "Demand beyond today’s price",
        "constant_elasticity",
        options={
            "constant_elasticity": "constant elasticity",
            "linear": "straight line",
            "logit": "logit, against buying nothing",
        },
        help="Within the prices tried the forms hardly differ.",
    )
    buyers = rate("Buy at today’s price", 0.0573, high=1, help="Of 100 who see it.")
    tried = rate(
        "Prices tried, up and down",
        0.2,
        high=0.5,
        step=0.01,
        help="Relative to today’s price. The best price is sought within.",
    )
    worth = money(
        "Worth to the buyer",
        17.85,
        high=150,
        step=0.05,
        help="The price of their next best choice, plus what your difference is worth to them.",
    )
    later = money(
        "Margin a sale brings later", 0, high=50, step=0.1, help="Per sale, in today’s money."
    )
    churn = rate(
        "Churn per {period}, price today",
        1,
        low=LEAST_CHURN,
        high=1,
        help="100% for single purchases; 0.5% at least.",
    )
    churn_further = rate(
        "Churn rises if a tenth dearer",
        0,
        high=0.05,
        step=0.0001,
        help="Points per {period}; falls by as much if a tenth cheaper.",
        known=Known(0.0034, 0.0009, 0.0059, "subscription, trial of fees"),
    )
    earlier = rate(
        "Added sales, brought forward",
        0,
        high=1,
        step=0.01,
        help="At a lower new price: would have come later, at the full one.",
    )
    discount = common_fields.discount(0.10)

    readouts = (
        Readout("gain", "New price against today, per 1,000 visitors", "money", "higher"),
        Readout("best_price", "Best price within those tried", "money"),
        Readout(
            "break_even", "Change of sales needed", "percent", infinite="no number of sales will do"
        ),
        Readout("sales_change", "Change of sales expected", "percent"),
        Readout("value_today", "Price today, per 1,000 visitors", "money", "higher"),
        Readout("value_new", "New price, per 1,000 visitors", "money", "higher"),
        Readout("best_gain", "Best price against today, per 1,000 visitors", "money", "higher"),
        Readout(
            "formula_price",
            "Best price by the formula alone",
            "money",
            infinite="none: each dearer price brings more",
        ),
        Readout("incremental", "Incremental, of sales at the new price", "percent", "higher"),
    )
    presets: ClassVar = PRESETS

    def outputs(
        self,
        price: Any,
        new_price: Any,
        cost: Any,
        price_elasticity: Any,
        form: Any,
        buyers: Any,
        tried: Any,
        worth: Any,
        later: Any,
        churn: Any,
        churn_further: Any,
        earlier: Any,
        discount: Any,
    ) -> dict[str, Any]:
        """Compute what today's, the new and the best price bring, and what breaks even."""
        per_period = convert_rate(discount, "year", self.period)
        today, new = maximum(price, 0.01), maximum(new_price, 0.01)
        answer = maximum(price_elasticity, 0.001)
        share = minimum(maximum(buyers, 0.0001), 0.999)
        leave = maximum(churn, 0.005)
        # Within the prices tried, churn stays between half a percent and all.
        room = minimum(leave - 0.005, 1 - leave) / maximum(10 * tried, 0.01)
        further = minimum(churn_further, maximum(room, 0.0))
        sale_today = sale_value(today, cost, leave, per_period, later)
        earned = maximum(sale_today, 0.0)  # by a sale at the full price; a loss counts as nothing
        lost = earlier * earned

        def churn_at(at: Any) -> Any:
            return maximum(churn_at_price(at, today, leave, further), 0.005)

        def brings(at: Any) -> Any:
            sale = sale_value(at, cost, churn_at(at), per_period, later)
            return 1000 * share * demand_at_price(at, today, answer, share, form=form) * sale

        sold = demand_at_price(new, today, answer, share, form=form)
        sale_new = sale_value(new, cost, churn_at(new), per_period, later)
        more = where(new < today, maximum(sold - 1, 0.0), 0.0)
        value_today, lasting = 1000 * share * sale_today, brings(new)
        value_new = lasting - 1000 * share * more * lost

        # The best price, for good: the top of the curve, or an end of what was tried
        lowest, dearest = today * (1 - tried), today * (1 + tried)
        highest = maximum(lowest, minimum(dearest, worth))
        top = best_lifetime_price(
            today, cost, answer, share, leave, further, per_period, later, form=form
        )
        within = minimum(maximum(top, lowest), highest)
        value_within, value_lowest = brings(within), brings(lowest)
        return {
            "gain": value_new - value_today,
            "best_price": where(value_within >= value_lowest, within, lowest),
            "break_even": break_even_sales_change(
                sale_new - earned, where(new < today, earned - lost, earned)
            ),
            "sales_change": sold - 1,
            "value_today": value_today,
            "value_new": value_new,
            "best_gain": maximum(value_within, value_lowest) - value_today,
            "formula_price": top,
            "incremental": divide(more * (1 - earlier), sold),
            "per_period": per_period,
            "today": today,
            "answer": answer,
            "share": share,
            "scale": 1000 * share,
            "leave": leave,
            "further": further,
            "earned": earned,
            "lost": lost,
            "lowest": lowest,
            "highest": highest,
            "dearest": dearest,
            "first": 0.95 * minimum(lowest, new),
            "last": 1.05 * maximum(dearest, new),
        }

    def chart(self, now: SimpleNamespace, pinned: SimpleNamespace) -> Any:  # noqa: ARG002
        """Draw what each price brings, with today's, the new and the best one."""
        return price_curve(
            lambda at: now.scale * _sold(now, at) * _sale(now, at),
            {"today": now.price, "new": now.new_price, "best": now.best_price},
            ends=(now.first, now.last),
            tried=(now.lowest, now.dearest),
            today=now.value_today,
            title=new_in_words(now) + best_in_words(now),
            currency=self.currency,
        )

    def more_charts(self, now: SimpleNamespace, pinned: SimpleNamespace) -> dict[str, Any]:  # noqa: ARG002
        """Draw what each price must sell to bring what today's does, and what buyers take."""

        def needed(at: Any) -> Any:
            kept = now.earned - where(at < now.today, now.lost, 0)
            return break_even_sales_change(_sale(now, at) - now.earned, kept)

        chart = sales_needed_chart(
            lambda at: _sold(now, at) - 1,
            needed,
            ends=(now.first, now.last),
            new=now.new_price,
            title=needed_in_words(now),
            currency=self.currency,
        )
        return {"Sales needed": chart}

    def table_columns(self) -> Columns:
        """Name the columns behind the chart."""
        return {"lever": ("Price", MONEY), "height": ("Value per 1,000 visitors", MONEY)}

    def steps(self) -> list[Step]:
        """List the formulas with names for the numbers."""
        return [
            Step("New price against today", "{value_new} − {value_today}", "gain"),
        ]


def _sold(now: SimpleNamespace, at: Any) -> Any:
    """Sales at a price as a multiple of today's, as `PricingSimulator.outputs` counts them."""
    return demand_at_price(at, now.today, now.answer, now.share, form=now.form)


def _sale(now: SimpleNamespace, at: Any) -> Any:
    """Value of a sale at a price, as `PricingSimulator.outputs` counts it."""
    churn = maximum(churn_at_price(at, now.today, now.leave, now.further), LEAST_CHURN)
    return sale_value(at, now.cost, churn, now.per_period, now.later)
