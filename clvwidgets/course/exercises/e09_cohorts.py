"""09: cohorts: what changes with the mix of ages, what with the customers, and what is ahead."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from clvwidgets.course.plan import (
    Decision,
    Exercise,
    LessonPlan,
    Mistake,
    Option,
    Prediction,
    Question,
    Term,
)

if TYPE_CHECKING:
    from clvwidgets.data import TransactionLog
    from clvwidgets.data.cohorts import Cohorts


@lru_cache(maxsize=1)
def _shop_log() -> TransactionLog:
    from clvwidgets import TransactionLog, load_dataset

    return TransactionLog(load_dataset("shop_orders"), "customer_id", "date", "amount")


def _revenue() -> Cohorts:
    return _shop_log().cohorts("Q", "revenue")


def _next_quarter() -> Mapping[str, float]:
    """Compute, of 100 buyers of a quarter, how many are old ones; and how many new ones return."""
    from clvwidgets import load_dataset

    cohorts, orders = _shop_log().cohorts("Q"), load_dataset("shop_orders")
    buyers = orders.groupby(orders["date"].dt.to_period("Q"))["customer_id"].nunique()
    old = 100 * (1 - cohorts.sizes / buyers)
    years = cohorts.sizes.index.astype(str).str[:4]
    followed = cohorts.sizes.where(cohorts.table[1].notna())
    back = 100 * cohorts.table[1].groupby(years).sum() / followed.groupby(years).sum()
    return {"first": back["2022"], "last": back["2024"], "was": old["2022Q4"], "now": old["2024Q4"]}


def _doubled() -> Mapping[str, float]:
    """Compute the share of returning buyers, if twice as many are won and nobody changes."""
    cohorts = _shop_log().cohorts("Q")
    usual = cohorts.per_customer().mean()
    ages = range(len(cohorts.sizes), 0, -1)
    coming = cohorts.sizes.to_numpy() @ usual.reindex(ages, method="ffill").to_numpy()
    won = cohorts.sizes.iloc[-1]
    return {
        "won": won,
        "twice": 100 * coming / (coming + 2 * won),
        "same": 100 * coming / (coming + won),
    }


def _ends() -> Mapping[str, Any]:
    """Take the last values of the oldest cohort and of the youngest."""
    value = _revenue().cumulative()
    return {"old": value.loc["2022Q1", 11], "young": value.loc["2024Q4", 0]}


def _at_age() -> Mapping[str, Any]:
    """Gather values so far of the shop, and how unsure the difference of two cohorts is."""
    from clvwidgets import load_dataset

    value = _revenue().cumulative()
    orders = load_dataset("shop_orders")
    quarter = orders["date"].dt.year * 4 + orders["date"].dt.quarter
    first = quarter.groupby(orders["customer_id"]).transform("min")
    young = orders[quarter - first <= 3]
    spent = young["amount"].groupby([first[young.index], young["customer_id"]]).sum()
    squares = (spent.groupby(level=0).sem() ** 2)[[2022 * 4 + 1, 2024 * 4 + 1]]
    return {"value": value, "error": float(squares.sum()) ** 0.5}


def _subscription() -> Mapping[str, Any]:
    """Count months at the end of which a subscriber could leave, and the share that did."""
    from clvwidgets import load_dataset

    contracts = load_dataset("subscription_contracts")
    months = contracts.loc[contracts.index.repeat(contracts["months_paid"])]
    age = months.groupby(level=0).cumcount() + 1
    last = age == months["months_paid"]
    year = (12 * months["start"].dt.year + months["start"].dt.month - 1 + age) // 12
    ended = months["end"].notna()
    seen = ended | ~last
    groups = (ended & last)[seen].groupby([year[seen].rename("year"), age[seen].rename("age")])
    count, churn = groups.size(), groups.mean()
    blend = 100 * (count * churn).groupby("year").sum() / count.groupby("year").sum()
    return {"count": count, "churn": churn, "was": blend[2022], "reported": blend[2024]}


def _weighted(weights: Any, rates: Any) -> float:
    both = weights.index.intersection(rates.index)
    return float(100 * (weights[both] * rates[both]).sum() / weights[both].sum())


def _kept(full: Cohorts, known: Cohorts) -> Mapping[str, int]:
    """Count cells that came to lie above, below and within what was expected of them."""
    import numpy as np

    from clvwidgets.segments.outlook import chain_ladder_outlook

    before = (known.cumulative().mask(known.partial)).dropna(axis="columns", how="all")
    before = before[before[0].notna()]
    sizes = known.sizes[before.index]
    low, high = chain_ladder_outlook(before.mul(sizes, axis=0).to_numpy()).interval()
    seen = full.cumulative().loc[before.index, before.columns].mul(sizes, axis=0).to_numpy()
    ahead = before.isna().to_numpy() & np.isfinite(seen)
    below, above = int((seen < low)[ahead].sum()), int((seen > high)[ahead].sum())
    return {"cells": int(ahead.sum()), "inside": int(ahead.sum()) - below - above}


@lru_cache(maxsize=1)
def _shop_kept() -> Mapping[str, int]:
    from clvwidgets import TransactionLog, load_dataset

    orders = load_dataset("shop_orders")
    known = TransactionLog(orders[orders["date"] < "2024-01-01"], "customer_id", "date", "amount")
    return _kept(_revenue(), known.cohorts("Q", "revenue"))


@lru_cache(maxsize=1)
def _cdnow_kept() -> Mapping[str, float]:
    from clvwidgets import TransactionLog, load_dataset

    rows = load_dataset("cdnow")
    known = TransactionLog(rows[rows["date"] < "1998-04-01"]).cohorts("W", "revenue")
    months = rows["amount"].groupby(rows["date"].dt.strftime("%Y-%m")).sum()
    sales = {"march": months["1998-03"], "april": months["1998-04"]}
    return {**_kept(TransactionLog(rows).cohorts("W", "revenue"), known), **sales}


LESSON = LessonPlan(
    name="09_cohorts",
    question="Is Nordlicht's shop getting better?",
    minutes=35,
    needs=("08",),
    objectives=(
        "compute what a cohort has brought, and compare cohorts at the same age",
        "explain how a blended number moves while no cohort changes",
        "compute a rate as it would be if the customers' ages had stayed as they were",
        "project a cohort, and test what the interval around it promises",
        "decide by cohorts whether customers got better",
    ),
    decision=Decision(
        "Nordlicht pays no bonus for the share of returning buyers, nor for the fall in "
        "churn: both came with age. Whoever looks after customers is measured by new cohorts, each "
        "against older ones *at the same age*. A forecast goes to the founder as a range, with the "
        "record of how often earlier ranges held."
    ),
    recall=(
        Question(
            key="two_kinds",
            prompt="From 03: half of the subscribers leave easily, half do not, and nobody ever "
            "changes. What does the churn of such a group do over the months?",
            options=(
                Option(
                    "It stays, since nobody changes.",
                    "Each person's does. But the group is soon made of other people.",
                    "person for group",
                ),
                Option(
                    "It rises, since the group gets smaller.",
                    "Churn is a share of those who are still there.",
                    "number for share",
                ),
                Option("It falls.", "Yes: those who leave easily leave first."),
            ),
        ),
        Question(
            key="names",
            prompt="From 08: Champions had brought much. What did their name tell of the next "
            "year?",
            options=(
                Option(
                    "Nothing for certain: it was made from the past.",
                    "Yes. What is ahead has to be projected, and the projection tested.",
                ),
                Option("What a mailing would add", "Only a trial tells that.", "value for effect"),
                Option(
                    "What each of them will order",
                    "Within a segment people differ widely.",
                    "segment for customer",
                ),
            ),
        ),
    ),
    predictions=(
        Prediction(
            key="back",
            prompt="Of 100 customers won in 2022, {first:.0f} ordered again in the quarter after "
            "their first. Since then the board's number has risen from {was:.0f} to {now:.0f}. "
            "Of 100 customers won in 2024, how many ordered again in the next quarter?",
            answer=lambda: _next_quarter()["last"],
            reveal="**{answer:.0f}**, as in 2022. Each line is a cohort, from its next quarter on, "
            "and they lie close together, in no order of time. There are only *more old cohorts*.",
            low=30,
            high=90,
            unit="of 100",
            mark="y",
            numbers=_next_quarter,
        ),
        Prediction(
            key="doubled",
            prompt="Suppose that ads bring twice as many new customers in the next quarter as in "
            "the last one, {won:,.0f}. All others do as cohorts of their age always did. Of 100 "
            "buyers, how many are returning ones then?",
            answer=lambda: _doubled()["twice"],
            reveal="Only **{answer:.0f}**. Without the ads it would have been {same:.0f}. The "
            "curve shows it for any number of new customers. The best quarter that the shop "
            "ever had would be the slide's worst for two years. It punishes success.",
            unit="of 100",
            mark="y",
            numbers=_doubled,
        ),
        Prediction(
            key="kept",
            prompt="Each band is meant to hold the truth in 8 of 10 cases. By the end of 2024, "
            "{cells} of the expected values can be compared with what came. How many lay within "
            "their bands?",
            answer=lambda: _shop_kept()["inside"],
            reveal="**{answer:.0f}** of {cells}: about what was promised. The lines are the bands, "
            "the dots what came. Mind their length: the youngest cohort has the longest ones.",
            high=22,
            unit="values",
            numbers=_shop_kept,
        ),
        Prediction(
            key="real",
            prompt="Now CDNOW: weekly cohorts, expected on the last day of March 1998, {cells} "
            "values. The same method, the same 8 in 10. How many held?",
            answer=lambda: _cdnow_kept()["inside"],
            reveal="**{answer:.0f}** of {cells}, the last bar. And of the others *all* came out "
            "below their band. March 1998 was a good month for everybody: {march:,.0f} dollars of "
            "sales, against {april:,.0f} in April. The ladder took the good month for growth that "
            "comes with age, and promised it to all younger cohorts. It is the worst of the "
            "four days, but on none did 8 in 10 hold.",
            high=66,
            unit="values",
            numbers=_cdnow_kept,
        ),
    ),
    exercises=(
        Exercise(
            key="same_age",
            prompt="How many euros more, per customer, had the cohort of 2024Q1 brought than that "
            "of 2022Q1 when it was as old? Fill in the earlier one's value.",
            given=_at_age,
            answer=lambda value: value.loc["2024Q1", 3] - value.loc["2022Q1", 3],
            right="Right: {answer:.1f} € more. The standard error of such a difference is "
            "{error:.1f} €. So nothing tells the two cohorts apart.",
            mistakes=(
                Mistake(
                    lambda value: value.loc["2024Q1", 3] - value.loc["2022Q1", 11],
                    "The older cohort has had eleven quarters by then. Give both the same time.",
                ),
                Mistake(
                    lambda value: value.loc["2024Q1", 3] - value.loc["2022Q1", 4],
                    "One quarter too many for the older cohort: ages begin with 0.",
                ),
                Mistake(
                    lambda value: value.loc["2022Q1", 3] - value.loc["2024Q1", 3],
                    "The other way round: the later cohort less the earlier one.",
                ),
            ),
            hints=(
                "In what column does the row of 2024Q1 end?",
                "Both cohorts from the same column.",
            ),
            solution="from clvwidgets import TransactionLog, load_dataset\n"
            'shop = load_dataset("shop_orders")\n'
            'log = TransactionLog(shop, "customer_id", "date", "amount")\n'
            'value = log.cohorts("Q", "revenue").cumulative()\n'
            'value.loc["2024Q1", 3] - value.loc["2022Q1", 3]',
        ),
        Exercise(
            key="same_ages",
            prompt="What would the churn of 2024 have been, in percent, if the subscribers' ages "
            "had been those of 2022? Use `count[2022]`, the months of each age, and `churn[2024]`, "
            "the churn at each age.",
            given=_subscription,
            answer=lambda count, churn: _weighted(count[2022], churn[2024]),
            right="Right: {answer:.1f} %, against {was:.1f} % in 2022 and {reported:.1f} % as "
            "reported. Nearly all of the fall was age. What is left is within chance.",
            mistakes=(
                Mistake(
                    lambda count, churn: _weighted(count[2024], churn[2024]),
                    "That is the reported churn of 2024, with the ages of 2024.",
                ),
                Mistake(
                    lambda count, churn: _weighted(count[2022], churn[2022]),
                    "That is the reported churn of 2022.",
                ),
                Mistake(
                    lambda count, churn: 100 * churn[2024].loc[count[2022].index].mean(),
                    "All ages count alike in that mean. There are more young subscribers than "
                    "old ones.",
                ),
                Mistake(
                    lambda count, churn: _weighted(count[2024], churn[2022]),
                    "The other way round: behaviour of 2022, ages of 2024.",
                ),
            ),
            hints=(
                "At each age: so many months, times the churn there, is how many would leave.",
                "Add those up, and divide by all the months of 2022. Pandas matches the ages.",
            ),
            solution="from clvwidgets import load_dataset\n"
            'contracts = load_dataset("subscription_contracts")\n'
            'months = contracts.loc[contracts.index.repeat(contracts["months_paid"])]\n'
            'months["age"] = months.groupby(level=0).cumcount() + 1\n'
            'start, ended = months["start"].dt, months["end"].notna()\n'
            'months["year"] = (12 * start.year + start.month - 1 + months["age"]) // 12\n'
            'months["left"] = ended & (months["age"] == months["months_paid"])\n'
            'months = months[ended | (months["age"] < months["months_paid"])]\n'
            'groups = months.groupby(["year", "age"])["left"]\n'
            "count, churn = groups.size(), groups.mean()\n"
            "100 * (count[2022] * churn[2024]).sum() / count[2022].sum()",
        ),
    ),
    quiz=(
        Question(
            key="blended",
            prompt="Churn of all subscribers fell for two years. In each cohort, churn at each age "
            "is what it always was. What happened?",
            options=(
                Option("The base grew older.", "Yes. Old subscribers leave less."),
                Option(
                    "Customer care got better.",
                    "Then new cohorts would leave less than older ones did at their age.",
                    "mix for behaviour",
                ),
                Option(
                    "Subscribers grew more loyal to the brand.",
                    "In the made-up world no contract ever changes its chance of ending.",
                    "survivors for loyalty",
                ),
            ),
        ),
        Question(
            key="younger",
            numbers=_ends,
            prompt='A report says: "The first customers have brought {old:.0f} € each, those of '
            'last quarter {young:.0f} €. Quality is falling." What is wrong?',
            options=(
                Option(
                    "It should count revenue of all, not per customer.",
                    "Then large cohorts would look good. The fault is another one.",
                    "sum for value",
                ),
                Option(
                    "Nothing: value per customer is the right measure.",
                    "The right measure, at very different ages.",
                    "cohorts of different age",
                ),
                Option("The cohorts are of different age.", "Yes. Compare within a column."),
            ),
        ),
        Question(
            key="band",
            prompt="The band of a projected cohort comes from how much *earlier* cohorts differed. "
            "What is not in it?",
            options=(
                Option(
                    "Chance among the customers of a cohort",
                    "That is in it: it makes earlier cohorts differ, too.",
                    "chance left out",
                ),
                Option(
                    "What changes for all cohorts at once",
                    "Yes: a season, a price, a competitor. Earlier cohorts cannot show it.",
                ),
                Option(
                    "Differences between cohorts",
                    "The band is made of just those.",
                    "band without spread",
                ),
            ),
        ),
    ),
    terms=(
        Term("cohort", "Customers who came in the same period, followed together."),
        Term("age of a cohort", "Periods since that of the first purchase, which is age 0."),
        Term("blended rate", "A rate over customers of all ages together."),
        Term(
            "mix effect",
            "A blended number changes because the shares of the groups do, not the groups.",
        ),
        Term(
            "standardised rate",
            "A rate as it would be with the mix of another year: each age's rate, weighted by the "
            "ages of that year.",
        ),
        Term(
            "chain ladder",
            "Completes young cohorts by the growth that older ones had at the same age.",
        ),
    ),
    next="10",
    bridge="cohorts sort by when customers came; segments sort by what they are worth",
)
