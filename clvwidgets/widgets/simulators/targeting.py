"""Whom to treat: an experiment read for any terms of the offer."""

from __future__ import annotations

from functools import lru_cache
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, ClassVar, Final

import altair as alt

from clvwidgets.arguments import checked
from clvwidgets.charts.curves import Curve
from clvwidgets.charts.signals import money_text
from clvwidgets.charts.targeting import kinds_chart, targeting_chart
from clvwidgets.charts.theme import CHURN, NEUTRAL, VALUE
from clvwidgets.data import load_dataset
from clvwidgets.effects import arms_by_share
from clvwidgets.formulas.arithmetic import ceil, divide, maximum, pick, power, where
from clvwidgets.segments import BUSINESS_MODELS
from clvwidgets.significant import significant
from clvwidgets.strategies import four_groups, treatment_net
from clvwidgets.widgets.calculators.calculator import Calculator
from clvwidgets.widgets.calculators.readouts import Readout, Step
from clvwidgets.widgets.panel.fields import ChoiceField, money, quantity, rate

if TYPE_CHECKING:
    import pandas as pd

PLACES: Final = 51
"""Shares at which an experiment is summed up: 0, 2, 4 ... 100 %."""

_OFFER: Final = {
    "rank_by": "score",
    "share": 0.18,
    "customers": 10_000,
    "value": 0.349,
    "discount": 0.08,
    "contact": 0.40,
    "trial": 28_517,
    "between": 0,
}


def _summed_up(table: Any, outcome: str, treated: str, scores: list[str]) -> dict[str, list[float]]:
    """Sum an experiment up for each ranking, one after the other in the same lists."""
    lists: dict[str, list[float]] = {
        name: [] for name in ("treated", "others", "error", "other_error", "any", "other_any")
    }
    root = len(table) ** 0.5
    for score in scores:
        arms = arms_by_share(table[outcome], table[score], table[treated], places=PLACES)
        columns = {
            "treated": (arms["share"] * arms["treated_mean"], 5),
            "others": (arms["share"] * arms["others_mean"], 5),
            "error": (arms["treated_error"] * root, 3),
            "other_error": (arms["others_error"] * root, 3),
            "any": (arms["treated_any"], 3),
            "other_any": (arms["others_any"], 3),
        }
        for name, (column, digits) in columns.items():
            lists[name] += [significant(float(value), digits) for value in column]
    return lists


@lru_cache(maxsize=1)
def _offer() -> dict[str, list[float]]:
    """Sum up the trial of the offer in the large shop; the same for every panel."""
    table = load_dataset("experiments_offer_large")
    return _summed_up(table, "revenue", "treated", ["organic", "orders_before"])


class TargetingSimulator(Calculator):
    """Whom an offer changes by more than it costs, read from an experiment.

    Customers are ranked by a score that was known before; both arms of the experiment tell what
    treating the best so many percent changes. The same experiment answers for any margin, discount
    and cost. Four kinds of customers are behind the two rates, but nobody can be told to be one:
    the experiment bounds their shares, no more.

    Without a table it is the shop's trial of an offer of organic coffee, in a shop ten times as
    large: revenue of 26 weeks, ranked by whether the favourite product is organic, or by orders in
    the year before.

    Parameters
    ----------
    table : pandas.DataFrame, optional
        One row a customer of the experiment.
    outcome, treated, score : str, optional
        Columns of the table: what each did (1 or 0, orders or money), who was treated by lot, and
        a score known before; the highest are treated first. All three belong to a table.
    response : str, optional
        Column with another score to compare with: usually who is likely to buy.
    rank_by : {"score", "response"}
        Which score ranks.
    share : float
        Share of the customers that is treated, 0 to 1.
    customers : int
        Customers on the list.
    value : float
        Margin per unit of the outcome, money: the margin rate if the outcome is revenue.
    discount : float
        Money given away per unit of the outcome, also on what would have come anyway.
    contact : float
        Money per customer treated.
    trial : int
        Customers in the experiment; another number says what a smaller or larger one would see.
    between : float
        How many customers are persuadable, between the fewest (0) and the most (1) that the
        experiment allows.
    period : {"week", "month", "quarter", "year"}
        Nothing here is per period.
    locale, currency : str, optional
        How numbers are written, such as "en-US" and "EUR".

    Raises
    ------
    ValueError
        If the experiment has one arm only, or columns with gaps.

    References
    ----------
    Radcliffe (2007), Using Control Groups to Target on Predicted Lift; Ascarza (2018), Retention
    Futility, Journal of Marketing Research 55(1).

    Examples
    --------
    >>> offer = TargetingSimulator(share=1)
    >>> offer.total < 0 < offer.best().value
    True
    """

    title = "Whom does an offer change by more than it costs?"
    panel_name = "Targeting simulator"
    native_period = "year"

    rank_by = ChoiceField(
        "Rank customers by",
        "score",
        options={"score": "the uplift score", "response": "who responds most"},
        help="Who is treated first: whom the offer changes, or who buys most anyway.",
    )
    share = rate(
        "Treat the best",
        0.18,
        high=1,
        step=0.02,
        help="Share of the customers on the list that gets the offer, highest score first.",
    )
    customers = quantity(
        "Customers on the list",
        10_000,
        high=100_000,
        step=500,
        whole=True,
        help="Whom you could treat.",
    )
    value = money(
        "Margin per unit of outcome",
        0.349,
        high=1,
        step=0.001,
        help="What is left of one euro of revenue, of one order, of one visit.",
    )
    discount = money(
        "Discount per unit of outcome",
        0.08,
        high=0.5,
        step=0.005,
        help="Given on all that the treated buy, also on what they would have bought anyway.",
    )
    contact = money(
        "Cost per customer treated", 0.40, high=10, step=0.05, help="Writing, printing, the gift."
    )
    trial = quantity(
        "Customers in the experiment",
        28_517,
        low=200,
        high=100_000,
        step=100,
        whole=True,
        help="Both arms together. Fewer make the interval wider: what would a smaller one have seen?",
    )
    between = rate(
        "Persuadable, from fewest to most",
        0,
        high=1,
        step=0.05,
        help="The experiment allows for everything between these bounds. Nobody can be labelled.",
    )

    readouts = (
        Readout("total", "Brings beyond doing nothing", "money", better="higher"),
        Readout("low", "At least (95%)", "money", better="higher"),
        Readout("high", "At most (95%)", "money", better="higher"),
        Readout("last", "The last customers bring, each", "money", better="higher"),
        Readout("everybody", "Treating everybody brings", "money", better="higher"),
        Readout("anyway", "Spent on what would have come anyway", "money", better="lower"),
        Readout("rise", "Outcome rises by (relative)", "percent", better="higher"),
        Readout("needed", "Rise at which it pays (relative)", "percent", "lower", infinite="never"),
        Readout("persuadable", "Persuadable, as assumed", "percent"),
        Readout("persuadable_low", "Persuadable, at least", "percent"),
        Readout("persuadable_high", "Persuadable, at most", "percent"),
    )
