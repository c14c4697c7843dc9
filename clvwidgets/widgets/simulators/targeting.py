"""Whom to treat: an experiment read for any terms of the offer."""

from __future__ import annotations

import math
from functools import lru_cache
from types import SimpleNamespace
from typing import Any, ClassVar, Final

from clvwidgets.charts.targeting import experiment_chart, kinds_chart
from clvwidgets.data import load_dataset
from clvwidgets.data.any_table import read_whole
from clvwidgets.effects import arms_by_rankings
from clvwidgets.formulas.arithmetic import ceil, divide, maximum, pick, power, where
from clvwidgets.strategies import four_groups, treatment_net
from clvwidgets.widgets.calculators.calculator import Calculator
from clvwidgets.widgets.calculators.readouts import Readout, Step
from clvwidgets.widgets.panel.fields import ChoiceField, NumberField, money, quantity, rate
from clvwidgets.widgets.panel.views import COUNT, MONEY, PERCENT, Columns, keep_options
from clvwidgets.widgets.simulators.targeting_presets import TARGETING_PRESETS

PLACES: Final = 51
"""Shares at which an experiment is summed up: 0, 2, 4 ... 100 %."""

_COLUMNS: Final = ("outcome", "treated", "score")


def _of_table(table: Any, outcome: Any, treated: Any, scores: list[Any]) -> dict[str, list[float]]:
    """Sum up somebody's own experiment, whose columns must be told."""
    table = read_whole(table).to_pandas()
    for word, name in zip((*_COLUMNS, "response"), (outcome, treated, *scores), strict=False):
        if name is None or name not in table.columns:
            what = "is missing" if name is None else f"{name!r} is no column of the table"
            listed = ", ".join(map(repr, list(table.columns)[:12]))
            raise ValueError(f"{word}= {what}. Name its column of the table; there are {listed}.")
    return arms_by_rankings(table, outcome=outcome, treated=treated, scores=scores)


@lru_cache(maxsize=1)
def _offer() -> dict[str, list[float]]:
    """Sum up the trial of the offer in the large shop; the same for every panel."""
    table = load_dataset("experiments_offer_large")
    return arms_by_rankings(
        table, outcome="revenue", treated="treated", scores=["organic", "orders_before"]
    )


class TargetingSimulator(Calculator):
    """Whom an offer changes by more than it costs, read from an experiment.

    Customers are ranked by a score that was known before; both arms of the experiment tell what
    treating the best so many percent changes. The same experiment answers for any margin, discount
    and cost. Four kinds of customers are behind the two rates, but nobody can be told to be one:
    the experiment bounds their shares, no more. Intervals take margin, discount and cost as known.

    Without a table it is the shop's trial of an offer of organic coffee, in a shop ten times as
    large: revenue of 26 weeks, ranked by whether the favourite product is organic, or by orders in
    the year before.

    Parameters
    ----------
    table : table, optional
        One row a customer of the experiment, in any library that Narwhals takes.
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
    >>> offer.total < 0 < offer.best()["total"]
    True
    """

    title = "Whom does an offer change by more than it costs?"
    panel_name = "Targeting simulator"
    native_period = "year"
    converts = False  # an experiment lasts as long as it lasted

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
        step=0.01,
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
    trial = NumberField(
        "Customers in the experiment",
        28_517,
        low=200,
        high=100_000,
        step=100,
        whole=True,
        legal=(20, math.inf),
        number_format=COUNT,
        help="Both arms. Fewer make the interval wider: what would a smaller one have seen?",
    )
    between = rate(
        "Persuadable: fewest to most",
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
        Readout("anyway", "Spent on what comes anyway", "money", better="lower"),
        Readout("rise", "Outcome rises by (relative)", "percent", better="higher"),
        Readout("needed", "Rise at which it pays (relative)", "percent", "lower", infinite="never"),
        Readout("spent", "Outcome per customer, with it", "number"),
        Readout("alone", "Outcome per customer, without it", "number"),
        Readout("some", "With any outcome, if treated", "percent"),
        Readout("some_alone", "With any outcome, if not", "percent"),
        Readout("persuadable_low", "Persuadable, at least", "percent"),
        Readout("persuadable_high", "Persuadable, at most", "percent"),
    )
    presets: ClassVar = TARGETING_PRESETS

    def __init__(
        self,
        table: Any = None,
        *,
        outcome: str | None = None,
        treated: str | None = None,
        score: str | None = None,
        response: str | None = None,
        locale: str = "en-US",
        currency: str = "EUR",
        **values: Any,
    ) -> None:
        self._is_the_offer = table is None
        self._has_response = table is None or response is not None
        if table is None:
            if any(name is not None for name in (outcome, treated, score, response)):
                raise ValueError("outcome, treated, score and response name columns: give a table.")
            self.data = _offer()
        else:
            scores = [score] if response is None else [score, response]
            self.data = _of_table(table, outcome, treated, scores)
            values = {"value": 1, "discount": 0, "contact": 0, "trial": len(table), **values}
        super().__init__(locale=locale, currency=currency, **values)

    def outputs(
        self,
        rank_by: Any,
        share: Any,
        customers: Any,
        value: Any,
        discount: Any,
        contact: Any,
        trial: Any,
        between: Any,  # noqa: ARG002 - of the picture of the four kinds alone
    ) -> dict[str, Any]:
        """Compute what the cut brings, and what the experiment knows of it."""
        start = where(rank_by == "response", 51, 0)
        below = start + maximum(ceil(50 * share) - 1, 0)
        part = 50 * share - (below - start)
        before, after = (
            pick(self.data["treated"], below),
            pick(self.data["treated"], below + 1),
        )
        before_alone, after_alone = (
            pick(self.data["others"], below),
            pick(self.data["others"], below + 1),
        )
        spent = before + part * (after - before)
        alone = before_alone + part * (after_alone - before_alone)
        kept = (value - discount) * pick(self.data["error"], below + 1)
        given = value * pick(self.data["other_error"], below + 1)
        half = 1.959964 * customers * share * power((kept * kept + given * given) / trial, 0.5)
        total = customers * treatment_net(spent, alone, value, discount, contact * share)
        cost = discount * alone + contact * share
        some = 1 * pick(self.data["any"], below + 1)
        some_alone = 1 * pick(self.data["other_any"], below + 1)
        groups = four_groups(some, some_alone)
        return {
            "total": total,
            "low": total - half,
            "high": total + half,
            "last": treatment_net(
                50 * (after - before), 50 * (after_alone - before_alone), value, discount, contact
            ),
            "everybody": customers
            * treatment_net(
                pick(self.data["treated"], 50),
                pick(self.data["others"], 50),
                value,
                discount,
                contact,
            ),
            "anyway": customers * cost,
            "rise": divide(spent - alone, alone),
            "needed": where(
                value > discount, divide(cost, maximum(value - discount, 0) * alone), float("inf")
            ),
            "spent": spent,
            "alone": alone,
            "some": some,
            "some_alone": some_alone,
            "persuadable_low": groups["persuadable_low"],
            "persuadable_high": groups["persuadable_high"],
        }

    def chart(self, now: SimpleNamespace, pinned: SimpleNamespace) -> Any:  # noqa: ARG002
        """Draw what treating the best so many brings, by each ranking, and at random."""
        return experiment_chart(
            now, self.data, places=PLACES, compared=self._has_response, currency=self.currency
        )

    def more_charts(self, now: SimpleNamespace, pinned: SimpleNamespace) -> dict[str, Any]:  # noqa: ARG002
        """Draw the bounds of the four kinds of customers among the treated."""
        groups = four_groups(now.some, now.some_alone)
        return {"Four kinds": kinds_chart(groups, now.between)}

    def table_columns(self) -> Columns:
        """Name the columns behind the chart."""
        return {
            "share": ("Treated", PERCENT),
            "middle": ("Brings", MONEY),
            "low": ("At least", MONEY),
            "height": ("At most", MONEY),
        }

    def steps(self) -> list[Step]:
        """List the formulas."""
        return [
            Step(
                "Brings beyond doing nothing",
                "{customers} × ({spent} × ({value} − {discount}) − {alone} × {value} "
                "− {share} × {contact})",
                "total",
            ),
            Step(
                "Spent on what comes anyway",
                "{customers} × ({alone} × {discount} + {share} × {contact})",
                "anyway",
            ),
            Step("Outcome rises by", "({spent} − {alone}) ÷ {alone}", "rise"),
            Step(
                "Rise at which it pays",
                "({alone} × {discount} + {share} × {contact}) ÷ (({value} − {discount}) × {alone})",
                "needed",
            ),
        ]

    def best(self) -> dict[str, float]:
        """Find the share at which the chosen ranking brings most, as the experiment sees it.

        The highest point of a curve that was drawn from the same customers flatters: test the rule
        on others.

        Returns
        -------
        dict of str to float
            ``share``, ``total``, ``low`` and ``high``; nobody, if treating never pays.
        """
        shares = [place / (PLACES - 1) for place in range(PLACES)]
        found = [self.outputs(**{**self.values, "share": share}) for share in shares]
        at = max(range(PLACES), key=lambda place: found[place]["total"])
        value, low, high = (found[at][name] for name in ("total", "low", "high"))
        return {"share": shares[at], "total": value, "low": low, "high": high}

    def _described_fields(self) -> list[dict[str, Any]]:
        fields = super()._described_fields()
        return fields if self._has_response else keep_options(fields, "rank_by", ["score"])

    def _described_presets(self) -> list[dict[str, Any]]:
        """Offer the terms of the offer with its own experiment only."""
        return super()._described_presets() if self._is_the_offer else []

    def _must_answer(self) -> None:
        if self.rank_by == "response" and not self._has_response:
            raise ValueError(
                'rank_by="response" needs a column to rank by: make the panel with response=.'
            )
        super()._must_answer()
