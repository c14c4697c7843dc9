"""08: recency, frequency and money: what the scores say of the past, and not of the future."""

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
    import pandas as pd

_CUT = "1997-09-30"


@lru_cache(maxsize=1)
def _segments() -> pd.Series[str]:
    """Find the segment of each customer of the shop at the end of 2024."""
    from clvwidgets import TransactionLog, load_dataset
    from clvwidgets.segments import name_segments

    log = TransactionLog(load_dataset("shop_orders"), "customer_id", "date", "amount")
    return name_segments(log.rfm())


@lru_cache(maxsize=1)
def _year_after() -> Mapping[str, float]:
    """Compute what segments had brought, and how many of 100 ordered in 2025."""
    from clvwidgets import load_dataset

    segment, orders = _segments(), load_dataset("shop_orders")
    left = (orders["amount"] - orders["cost"]).groupby(orders["customer_id"]).sum()
    truth = load_dataset("truth_shop").set_index("customer_id")["orders_2025"]
    lost, new = segment == "Must not lose", segment == "New"
    return {
        "many": lost.sum(),
        "each": orders["customer_id"].value_counts()[segment.index[lost]].mean(),
        "margin": left[segment.index[lost]].mean(),
        "lost": 100 * (truth[segment.index[lost]] > 0).mean(),
        "new": 100 * (truth[segment.index[new]] > 0).mean(),
    }


@lru_cache(maxsize=1)
def _moved_by_sorting() -> Mapping[str, float]:
    """Count customers whose segment depends on the order of rows, if scores are exact fifths."""
    import pandas as pd

    from clvwidgets import TransactionLog, load_dataset
    from clvwidgets.segments import name_segments

    def fifths(table: pd.DataFrame) -> pd.Series[str]:
        ranks = {
            "recency_score": (-table["days_since_last"]).rank(method="first"),
            "frequency_score": table["orders"].rank(method="first"),
        }
        scores = {name: pd.qcut(rank, 5, labels=False) + 1 for name, rank in ranks.items()}
        return name_segments(pd.DataFrame(scores)).astype(str)

    rfm = TransactionLog(load_dataset("cdnow")).rfm()
    moved = fifths(rfm) != fifths(rfm[::-1]).reindex(rfm.index)
    return {
        "moved": moved.sum(),
        "share": 100 * moved.mean(),
        "customers": len(rfm),
        "once": 100 * (rfm["orders"] == 1).mean(),
    }


@lru_cache(maxsize=1)
def _voucher() -> Mapping[str, float]:
    """Compute what the win-back voucher added per customer of each segment, its cost taken off."""
    from clvwidgets import load_dataset

    trial = load_dataset("experiments_winback")
    groups = [trial["customer_id"].map(_segments()).astype(str), trial["treated"]]
    left = (trial["margin"] - trial["cost"]).groupby(groups).mean().unstack()
    return dict(left[True] - left[False])


def _customer() -> Mapping[str, Any]:
    """Gather the purchases of customer 3 of CDNOW."""
    from clvwidgets import load_dataset

    rows = load_dataset("cdnow")
    return {"dates": rows.loc[rows["customer_id"] == 3, "date"], "end": rows["date"].max()}


def _nine_months() -> dict[str, pd.DataFrame]:
    """Score CDNOW's customers after three quarters, and add their orders in the next three."""
    from clvwidgets import TransactionLog, load_dataset
    from clvwidgets.segments import name_segments

    log = TransactionLog(load_dataset("cdnow"))
    scored = log.rfm(end=_CUT)
    scored["segment"] = name_segments(scored)
    scored["later"] = log.split(_CUT)["holdout_orders"]
    return {"scored": scored}


def _above(limit: float, measures: pd.Series[float]) -> frozenset[str]:
    return frozenset(measures.index[measures > limit])


def _later(scored: pd.DataFrame) -> Any:
    return scored.groupby("segment", observed=True)["later"]


LESSON = LessonPlan(
    name="08_rfm",
    question="Who gets Nordlicht's catalogue?",
    minutes=35,
    needs=("07",),
    objectives=(
        "compute recency, frequency and money of a customer, and the scores made of them",
        "tell the two meanings of recency apart",
        "give equal customers equal scores",
        "explain what RFM says of the past, and what it leaves open of the future",
        "decide who gets a mailing by what a trial added, not by a segment's name",
    ),
    decision=Decision(
        "Nordlicht sends the catalogue with the voucher to *Must not lose* and *At risk*, but "
        "to nine in ten of them, drawn by lot: so it will know what was added. Champions get none. "
        "They order anyway, and would only pay less."
    ),
    recall=(
        Question(
            key="waiting",
            prompt="From 07: customers who joined lately have ordered again more rarely than older "
            "ones. What do you look at first?",
            options=(
                Option(
                    "The quality of new customers",
                    "Perhaps later. First see what they could have done.",
                    "time for quality",
                ),
                Option("Whether they had the same time to do so", "Yes, before all else."),
                Option(
                    "Rows that stand there twice",
                    "That would have to happen to older customers only.",
                    "fault for time",
                ),
            ),
        ),
        Question(
            key="margin",
            prompt="From 02: a list is sorted by what customers have paid so far. Who stands too "
            "high on it?",
            options=(
                Option(
                    "Who buys much at a discount, and has been there for long",
                    "Yes: revenue is not margin, and the past rewards the old.",
                ),
                Option(
                    "Who pays full price",
                    "Of such revenue more is left.",
                    "revenue for margin",
                ),
                Option(
                    "Who came last month",
                    "They stand too low: they had no time to pay much.",
                    "past for worth",
                ),
            ),
        ),
    ),
    predictions=(
        Prediction(
            key="future",
            prompt="{many:.0f} customers are called *Must not lose*: {each:.1f} orders each, "
            "{margin:.0f} € of margin each, then silence. Nobody writes to them. Of 100, how many "
            "order at all in the year after?",
            answer=lambda: _year_after()["lost"],
            reveal="**{answer:.1f}**, fewer than one. They *are* lost: who ordered often and "
            "then stops has said goodbye. Of the *New*, with a single order each, {new:.0f} of 100 "
            "order again. (In this made-up shop nobody leaves after the first order. Real ones are "
            "less kind; you will see.)",
            unit="customers",
            mark="x",
            numbers=_year_after,
        ),
        Prediction(
            key="sorting",
            prompt="{once:.0f} % of CDNOW's {customers:,.0f} customers bought on one day only. A "
            "common recipe ranks all of them and cuts the ranks into exact fifths. Now sort the "
            "file the other way round and run it again. How many customers get another segment?",
            answer=lambda: _moved_by_sorting()["moved"],
            reveal="**{answer:,.0f}**, that is {share:.0f} %. Not one of them did anything. Exact "
            "fifths need borders inside a crowd of equals, and the file's order decides who stands "
            "on which side. The bars show the crowd: same purchases, three scores.",
            low=0,
            high=20000,
            step=100,
            unit="customers",
            numbers=_moved_by_sorting,
        ),
        Prediction(
            key="voucher",
            prompt="The win-back voucher of 06 went to half of those who had been silent for 180 "
            "days, drawn by lot. In which segment did it add most per customer, its cost taken "
            "off?",
            answer=lambda: max((added, name) for name, added in _voucher().items())[1],
            options=("Loyal", "Cooling", "Must not lose", "At risk", "Asleep"),
            reveal="**{answer}**: {lost:+.2f} € each. The very people who never come by "
            "themselves. *At risk* follows with {risk:+.2f} €. In the other three the effect could "
            "be luck; where people come anyway, a voucher only makes it cheaper for them.",
            numbers=lambda: {"lost": _voucher()["Must not lose"], "risk": _voucher()["At risk"]},
        ),
    ),
    exercises=(
        Exercise(
            key="recency",
            prompt="What is this customer's recency as RFM means it, in days?",
            given=_customer,
            answer=lambda dates, end: (end - dates.max()).days,
            right="Right: {answer} days ago. A low number is good news, so it gets a high score.",
            mistakes=(
                Mistake(
                    lambda dates: (dates.max() - dates.min()).days,
                    "That is from the first purchase to the last: *recency* as models of notebook "
                    "13 use the word. RFM looks back from today.",
                ),
                Mistake(
                    lambda dates, end: (end - dates.min()).days,
                    "That is how long they have been a customer.",
                ),
                Mistake(
                    lambda dates: (dates.iloc[-1] - dates.iloc[-2]).days,
                    "That is their last pause between two purchases.",
                ),
                Mistake(
                    lambda dates, end: (end - dates.max()).days / 7,
                    "You counted weeks.",
                ),
            ),
            hints=(
                "From which day does one look back? And to which of their purchases?",
                "The last purchase is the largest of their dates: `theirs.max()`.",
            ),
            solution="from clvwidgets import load_dataset\n"
            'cdnow = load_dataset("cdnow")\n'
            'theirs = cdnow.loc[cdnow["customer_id"] == 3, "date"]\n'
            '(cdnow["date"].max() - theirs.max()).days',
        ),
        Exercise(
            key="came_back",
            prompt="Which segments ordered, in the nine months after, more than once per customer? "
            "A list of names.",
            given=_nine_months,
            answer=lambda scored: _above(1, _later(scored).mean()),
            right="Right. Those who bought often *and* lately did so again: as a ranking of "
            "ordinary customers RFM is not bad at all. But no score told you these numbers.",
            mistakes=(
                Mistake(
                    lambda scored: _above(
                        2, scored.groupby("segment", observed=True)["orders"].mean()
                    ),
                    "These had more than two orders *before*. What came after?",
                ),
                Mistake(
                    lambda scored: _above(1000, _later(scored).sum()),
                    "You took sums. Large segments order much because they are large.",
                ),
                Mistake(
                    lambda scored: _above(
                        0.5, _later(scored).agg(lambda orders: (orders > 0).mean())
                    ),
                    "In these, more than half came back. How many orders were there per customer?",
                ),
            ),
            hints=(
                "`scored` has one row a customer. Group it by segment.",
                'The mean of `scored["later"]` in each group: where is it above one?',
            ),
            solution="from clvwidgets import TransactionLog, load_dataset\n"
            "from clvwidgets.segments import name_segments\n"
            'log = TransactionLog(load_dataset("cdnow"))\n'
            f'scored = log.rfm(end="{_CUT}")\n'
            f'later = log.split("{_CUT}")["holdout_orders"]\n'
            "means = later.groupby(name_segments(scored), observed=True).mean()\n"
            "list(means.index[means > 1])",
        ),
    ),
    quiz=(
        Question(
            key="fifths",
            prompt="A tool promises a fifth of the customers in each frequency score. Half of your "
            "customers bought once. What do you know?",
            options=(
                Option("The tool is precise.", "In what? Look at two equals.", "even for exact"),
                Option(
                    "Its scores rest on more than frequency.",
                    "That would be another measure. Here it is the order of the file.",
                    "chance for information",
                ),
                Option(
                    "It gives equal customers different scores.",
                    "Yes: half of the customers do not fit into a fifth.",
                ),
            ),
        ),
        Question(
            key="twice",
            prompt="Scores for recency, frequency and *all money spent* are added up. What is "
            "counted twice?",
            options=(
                Option("Frequency", "Yes: who orders often has spent much. Take the mean order."),
                Option(
                    "Recency",
                    "When the last order was does not enter what was spent.",
                    "any two measures overlap",
                ),
                Option(
                    "Nothing: these are three measures.",
                    "Three, but the third is orders times their mean amount.",
                    "three names for three facts",
                ),
            ),
        ),
        Question(
            key="whom",
            prompt="Segment A has brought most so far. Segment B is the most likely to order next "
            "month. Who should get a mailing with a voucher?",
            options=(
                Option("A", "What is past is yours already.", "past for future"),
                Option("B", "They order without it, and then for less.", "forecast for effect"),
                Option(
                    "Neither fact decides it.",
                    "Yes. It goes to those whom it *changes*, and a trial by lot shows who.",
                ),
            ),
        ),
    ),
    terms=(
        Term(
            "RFM",
            "Recency, frequency, monetary value: how long ago, how often, for how much somebody "
            "bought.",
        ),
        Term(
            "recency",
            "In RFM the time since the last purchase. In models of buying, the time from the first "
            "purchase to the last.",
        ),
        Term("segment", "Customers who are treated alike, with the rule that says who belongs."),
        Term("tie", "Customers with equal values, whom a ranking can only separate by chance."),
    ),
    next="09",
    bridge="RFM looks at everybody on one day; cohorts follow those who came together",
)
