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
    OpenQuestion,
    Option,
    OwnNumbers,
    Prediction,
    Question,
    Term,
)

if TYPE_CHECKING:
    import pandas as pd

_CUT = "1997-09-30"
_CATALOGUES = 3_000
_BY_LOT = 0.9  # share of the mailing list that gets a catalogue


@lru_cache(maxsize=1)
def _scored() -> pd.DataFrame:
    """Score each customer of the shop at the end of 2024, with segment and margin so far."""
    from clvwidgets import TransactionLog, load_dataset
    from clvwidgets.segments import name_segments

    shop = load_dataset("shop_orders")
    rfm = TransactionLog(shop, "customer_id", "date", "amount").rfm()
    rfm["segment"] = name_segments(rfm)
    rfm["margin"] = (shop["amount"] - shop["cost"]).groupby(shop["customer_id"]).sum()
    return rfm


@lru_cache(maxsize=1)
def _year_after() -> Mapping[str, float]:
    """Compute what segments had brought, and how many of 100 ordered in 2025."""
    from clvwidgets import load_dataset

    rfm = _scored()
    ordered = load_dataset("truth_shop").set_index("customer_id")["orders_2025"] > 0
    past = rfm.groupby("segment", observed=False)[["orders", "margin"]].mean()
    came = 100 * ordered.groupby(rfm["segment"], observed=False).mean()
    real = _nine_months()["scored"]
    first_only = real[real["segment"] == "New"]
    return {
        "many": (rfm["segment"] == "Must not lose").sum(),
        "each": past["orders"]["Must not lose"],
        "margin": past["margin"]["Must not lose"],
        "lost": came["Must not lose"],
        "new": came["New"],
        "real_lost": (real["segment"] == "Must not lose").sum(),
        "real_new": 100 * (first_only["holdout_orders"] > 0).mean(),
    }


@lru_cache(maxsize=1)
def _moved_by_sorting() -> Mapping[str, float]:
    """Count customers whose segment depends on the order of rows, if scores are exact fifths."""
    from clvwidgets import TransactionLog, load_dataset
    from clvwidgets.segments import exact_fifths, name_segments

    rfm = TransactionLog(load_dataset("cdnow")).rfm()
    down = exact_fifths(rfm)
    moved = name_segments(down) != name_segments(exact_fifths(rfm[::-1]))[rfm.index]
    alike = down.loc[rfm["orders"] == 1, "frequency_score"].value_counts()
    return {
        "moved": moved.sum(),
        "share": 100 * moved.mean(),
        "customers": len(rfm),
        "once": 100 * (rfm["orders"] == 1).mean(),
    } | {f"score_{score}": many for score, many in alike.items()}


@lru_cache(maxsize=1)
def _trial() -> Mapping[str, pd.DataFrame]:
    """Measure by segment what the voucher added per customer in 26 weeks."""
    from clvwidgets import load_dataset
    from clvwidgets.effects import Experiment

    trial = load_dataset("experiments_winback")
    trial = trial.join(_scored()["segment"].astype(str), on="customer_id")
    trial["net"] = trial["margin"] - trial["cost"]
    return {
        "trial": trial,
        "effect": Experiment(trial, "net", "treated").by("segment"),
        "before_cost": Experiment(trial, "margin", "treated").by("segment"),
    }


def _added() -> dict[str, float]:
    """Give the voucher's effect and interval in each segment of the trial."""
    names = {"Must not lose": "lost", "At risk": "risk", "Cooling": "cooling"}
    names |= {"Asleep": "asleep", "Loyal": "loyal"}
    rows = _trial()["effect"].rename(index=names)
    added = {name: row["effect"] for name, row in rows.iterrows()}
    added |= {f"{name}_low": row["low"] for name, row in rows.iterrows()}
    return added | {f"{name}_high": row["high"] for name, row in rows.iterrows()}


@lru_cache(maxsize=1)
def _mailing() -> Mapping[str, Any]:
    """Compute what a mailing to the two best segments brings: by the trial, and in truth."""
    from clvwidgets import load_dataset

    tables, customers = _trial(), _scored()["segment"].value_counts()
    people = round(_CATALOGUES / _BY_LOT)
    lost = customers["Must not lose"]
    shares = {"Must not lose": lost, "At risk": people - lost}
    effect = tables["effect"]
    errors = [_BY_LOT * many * effect["standard_error"][name] for name, many in shares.items()]
    reach = 1.96 * sum(error**2 for error in errors) ** 0.5
    gain = _BY_LOT * sum(many * effect["effect"][name] for name, many in shares.items())
    truth = load_dataset("truth_responses").set_index("customer_id")["winback_net"]
    each = truth.groupby(_scored()["segment"], observed=False).mean()
    champions = customers["Champions"]
    marketing = champions * each["Champions"] + lost * each["Must not lose"]
    return {
        **tables,
        "lost": lost,
        "risk": people - lost,
        "everybody_at_risk": customers["At risk"],
        "people": people,
        "sent": _CATALOGUES,
        "held": people - _CATALOGUES,
        "gain": gain,
        "low": gain - reach,
        "high": gain + reach,
        "ours": _BY_LOT * sum(many * each[name] for name, many in shares.items()),
        "champion_costs": -each["Champions"],
        "marketing": marketing,
        "marketing_loses": -marketing,
        "length": champions + lost,
    }


def _decision() -> dict[str, float]:
    return dict(_mailing()) | {f"{name}_effect": value for name, value in _added().items()}


def _sent_to(effects: pd.Series[float], lost: float, risk: float, by_lot: float = _BY_LOT) -> float:
    return float(by_lot * (lost * effects["Must not lose"] + risk * effects["At risk"]))


def _customer() -> Mapping[str, Any]:
    """Gather the orders of customer 1 of the shop."""
    from clvwidgets import load_dataset

    shop = load_dataset("shop_orders")
    return {"dates": shop.loc[shop["customer_id"] == 1, "date"], "end": shop["date"].max()}


@lru_cache(maxsize=1)
def _nine_months() -> dict[str, pd.DataFrame]:
    """Score CDNOW's customers after three quarters, and add their orders in the next three."""
    from clvwidgets import TransactionLog, load_dataset
    from clvwidgets.segments import name_segments

    log = TransactionLog(load_dataset("cdnow"))
    scored = log.rfm(end=_CUT).join(log.split(_CUT)["holdout_orders"])
    scored["segment"] = name_segments(scored)
    return {"scored": scored}


def _above(limit: float, measures: pd.Series[float]) -> frozenset[str]:
    return frozenset(measures.index[measures > limit])


def _later(scored: pd.DataFrame) -> Any:
    return scored.groupby("segment", observed=True)["holdout_orders"]


@lru_cache(maxsize=1)
def _together() -> Mapping[str, float]:
    """Rank correlations of orders with all money spent, and with the mean order."""
    rfm = _scored()
    return {
        "spent": rfm["orders"].corr(rfm["revenue"], method="spearman"),
        "mean": rfm["orders"].corr(rfm["average_order"], method="spearman"),
    }


LESSON = LessonPlan(
    name="08_rfm",
    question="Who gets Nordlicht's catalogue?",
    minutes=30,
    needs=("05",),
    objectives=(
        "compute recency, frequency and money of a customer, and the scores made of them",
        "tell the two meanings of recency apart",
        "give equal customers equal scores",
        "explain what RFM says of the past, and what it leaves open of the future",
        "decide who gets a mailing by what a trial added, not by a segment's name",
    ),
    decision=Decision(
        "{sent:,.0f} customers called *Must not lose* or *At risk* get it: nine in ten of "
        "{people:,.0f}, drawn by lot (on last year's list). The other {held} get none, so that "
        "the effect can be measured. In the trial the voucher added {lost_effect:.2f} € per "
        "customer in the first segment [{lost_low_effect:.2f}; {lost_high_effect:.2f}] and "
        "{risk_effect:.2f} € in the second [{risk_low_effect:.2f}; {risk_high_effect:.2f}]: "
        "margin net of the voucher's cost, in 26 weeks. Both intervals lie above zero. By the "
        "trial, the mailing brings {gain:,.0f} € [{low:,.0f}; {high:,.0f}]. Champions get no "
        "catalogue: no trial shows that it changes them, and they order anyway.",
        numbers=_decision,
        holds=lambda lost_low_effect, risk_low_effect, low, marketing: (
            min(lost_low_effect, risk_low_effect) > 0 and low > max(marketing, 0)
        ),
        flips={"lost_low_effect": -0.5, "risk_low_effect": -0.5, "marketing": 10_000},
        otherwise="If the interval of *At risk* began below zero, only *Must not lose* would get "
        "a catalogue. If Champions gained by the voucher more than it costs, Marketing's list "
        "would be better. In this simulated shop we know that they do not: each costs "
        "{champion_costs:.1f} € net, and Marketing's list loses {marketing_loses:,.0f} €.",
    ),
    recall=(
        Question(
            key="paid",
            prompt="From 01: a customer pays 30 € eight times a year for two years, 480 € in all. "
            "What is this number?",
            about=("01",),
            options=(
                Option(
                    "What is left in the till",
                    "The goods, the service and the cost of winning them come off first.",
                    "revenue for net",
                ),
                Option(
                    "Revenue: what they have paid",
                    "Yes. What they bring is less: margin, then costs come off.",
                ),
                Option(
                    "What Nordlicht may spend to win them",
                    "Then nothing would be left to pay for the coffee.",
                    "revenue for a budget",
                ),
            ),
        ),
        Question(
            key="more",
            prompt="From 05: ads cost 40 € for each customer they won. Why does that not tell "
            "whether to spend more on them?",
            about=("05",),
            options=(
                Option(
                    "The next customer may cost more than the average one.",
                    "Yes: ask what *changes* when you spend more. Today's question is of that "
                    "kind.",
                ),
                Option(
                    "The 40 € may have been counted wrongly.",
                    "They are counted rightly, and are still an average.",
                    "error for average",
                ),
                Option(
                    "Everybody they reach would order anyway.",
                    "Then ads would win nobody. They do win some; each *further* one costs more.",
                    "no effect for a small effect",
                ),
            ),
        ),
    ),
    predictions=(
        Prediction(
            key="future",
            prompt="{many:.0f} customers are called *Must not lose*: {each:.1f} orders each, "
            "{margin:.0f} € of margin each, then silence. Suppose nobody writes to them. How many "
            "of 100 order at least once in 2025?",
            answer=lambda: _year_after()["lost"],
            reveal="**{answer:.1f}**: five people of the whole segment. RFM says what kind of "
            "customer somebody *has been*. It does not ask whether they still are one. The name of "
            "a segment is a wish or a fear.\n\n"
            "Is it like that elsewhere? In this simulated shop, those who ordered often and then "
            "stopped have left for good: that is how it was made. CDNOW, a real shop, "
            "has {real_lost} such people, too few to tell. And of the *New*, with a single order "
            "each, {new:.0f} of 100 order again here, because nobody leaves this shop after a "
            "first order. At CDNOW only {real_new:.0f} of 100 came back within nine months.",
            unit="customers",
            mark="x",
            numbers=_year_after,
        ),
        Prediction(
            key="sorting",
            prompt="{once:.0f} % of CDNOW's {customers:,.0f} customers bought on one day only. A "
            "common recipe ranks all customers by each measure and cuts the ranks into exact "
            "fifths. Now sort the file the other way round and score it again. How many customers "
            "land in another segment?",
            answer=lambda: _moved_by_sorting()["moved"],
            reveal="**{answer:,.0f}**, that is {share:.0f} % of all. None of them did anything. "
            "Exact fifths need borders inside a crowd of equals, and the order of the file decides "
            "who is on which side. Of those with one purchase {score_1:,.0f} get frequency score "
            "1, {score_2:,.0f} get 2, and {score_3:,.0f} get 3.",
            low=0,
            high=20000,
            step=100,
            unit="customers",
            mark="x",
            numbers=_moved_by_sorting,
        ),
        Prediction(
            key="voucher",
            prompt="In which segment did the voucher add most, per customer, net of its cost?",
            answer=lambda: str(_trial()["effect"]["effect"].idxmax()),
            options=("Loyal", "Cooling", "Must not lose", "At risk", "Asleep"),
            reveal="**{answer}**: {lost:+.2f} € a head in 26 weeks [{lost_low:.2f}; "
            "{lost_high:.2f}]. These are the people who hardly ever order by themselves. *At risk* "
            "follows with {risk:+.2f} € [{risk_low:.2f}; {risk_high:.2f}]. In the other three the "
            "interval holds zero, so nothing is proven, neither a gain nor a loss.\n\n"
            "No Champion was in the trial, since none of them was silent. For them we have no "
            "measurement, only a thought: they order without a voucher too, and would then pay "
            "12 % less.",
            numbers=_added,
        ),
    ),
    exercises=(
        Exercise(
            key="recency",
            prompt="What is this customer's recency as RFM means it, in days, on 31 December 2024?",
            given=_customer,
            answer=lambda dates, end: (end - dates.max()).days,
            right="Right: the last order was {answer:.0f} days ago. The fewer days, the higher the "
            "score.",
            mistakes=(
                Mistake(
                    lambda dates: (dates.max() - dates.min()).days,
                    "That is from the first order to the last: *recency* as the models of notebook "
                    "13 use the word. RFM looks back from today.",
                    code='(theirs["date"].max() - theirs["date"].min()).days',
                ),
                Mistake(
                    lambda dates, end: (end - dates.min()).days,
                    "That is how long ago they ordered first.",
                    code='(end - theirs["date"].min()).days',
                ),
                Mistake(
                    lambda dates: (dates.iloc[-1] - dates.iloc[-2]).days,
                    "That is their last pause between two orders. Count from the last order on.",
                    code='theirs["date"].diff().dt.days.iloc[-1]',
                ),
                Mistake(
                    lambda dates: dates.diff().dt.days.mean(),
                    "That is their mean pause between two orders. Count from the last order on.",
                    code='theirs["date"].diff().dt.days.mean()',
                ),
                Mistake(
                    lambda dates, end: (end - dates.max()).days / 7,
                    "You counted weeks.",
                    code='(end - theirs["date"].max()).days / 7',
                ),
                Mistake(
                    lambda dates, end: (end - dates.max()).days / 30,
                    "You counted months.",
                    code='(end - theirs["date"].max()).days / 30',
                ),
            ),
            hints=(
                "From which day does one look back? And to which of their orders?",
                'Their last order is `theirs["date"].max()`, the day to look back from is `end`.',
                "The difference of two days is a length of time; its attribute days is a number.",
            ),
            solution='(end - theirs["date"].max()).days',
        ),
        Exercise(
            key="came_back",
            prompt="In which segments did customers order *more than once each, on average*, in "
            "the nine months after? A list of names.",
            given=_nine_months,
            answer=lambda scored: _above(1, _later(scored).mean()),
            right="Right. Those who bought often *and* lately did so again. As a ranking of "
            "ordinary customers RFM is useful. But no score told you these numbers.",
            mistakes=(
                Mistake(
                    lambda scored: _above(
                        1, scored.groupby("segment", observed=True)["orders"].mean()
                    ),
                    "These had more than one order each *before*. What came after?",
                    code='before = scored.groupby("segment", observed=True)["orders"].mean()\n'
                    "before[before > 1]",
                ),
                Mistake(
                    lambda scored: _above(1000, _later(scored).sum()),
                    "You took sums. Large segments order much because they are large.",
                    code='sums = scored.groupby("segment", observed=True)["holdout_orders"].sum()\n'
                    "sums[sums > 1000]",
                ),
                Mistake(
                    lambda scored: _above(1, _later(scored).median()),
                    "You took the median. The middle customer is not the average one.",
                    code='groups = scored.groupby("segment", observed=True)["holdout_orders"]\n'
                    "groups.median()[groups.median() > 1]",
                ),
                Mistake(
                    lambda scored: _above(
                        0.5, _later(scored).agg(lambda orders: (orders > 0).mean())
                    ),
                    "In these, more than half came back. How many orders were there per customer?",
                    code='back = scored["holdout_orders"] > 0\n'
                    'share = back.groupby(scored["segment"], observed=True).mean()\n'
                    "share[share > 0.5]",
                ),
                Mistake(
                    lambda scored: frozenset(scored.loc[scored["holdout_orders"] > 1, "segment"]),
                    "In each of these *somebody* ordered more than once. Take the mean of all "
                    "customers of a segment, those without an order too.",
                    code='scored[scored["holdout_orders"] > 1]["segment"].unique()',
                ),
            ),
            hints=(
                "`scored` has one row a customer. Group it by segment.",
                'Take the mean of `scored["holdout_orders"]` in each group: where is it above one?',
                'The groups are `scored.groupby("segment", observed=True)["holdout_orders"]`.',
            ),
            solution='means = scored.groupby("segment", observed=True)["holdout_orders"].mean()\n'
            "list(means.index[means > 1])",
        ),
        Exercise(
            key="mailing",
            prompt="A list of {people:,.0f} people: everybody in the segment where the voucher "
            "added most; the rest drawn by lot from the segment in second place. Nine in ten of "
            "the people in each get a catalogue. What does the mailing bring in 26 weeks, by the "
            "trial: margin net of the voucher's cost, all together, in euros?",
            given=_mailing,
            answer=lambda effect, lost, risk: _sent_to(effect["effect"], lost, risk),
            right="Right: {answer:,.0f} € [{low:,.0f}; {high:,.0f}]. Only a simulation knows the "
            "truth: our list brings {ours:,.0f} €. Marketing's list of {length:,.0f} loses "
            "{marketing_loses:,.0f} €: each Champion costs {champion_costs:.1f} € net, because "
            "they order anyway.",
            mistakes=(
                Mistake(
                    lambda effect, lost, risk: _sent_to(effect["effect"], lost, risk, 1.0),
                    "That is with a catalogue for everybody on the list. One in ten gets none.",
                    code='added, many = effect["effect"].nlargest(2), past["customers"]\n'
                    "first = many[added.index[0]]\n"
                    "first * added.iloc[0] + (3333 - first) * added.iloc[1]",
                ),
                Mistake(
                    lambda effect, lost, everybody_at_risk: _sent_to(
                        effect["effect"], lost, everybody_at_risk
                    ),
                    "You took everybody in both segments. That is more people than the list has.",
                    code='added, many = effect["effect"].nlargest(2), past["customers"]\n'
                    "0.9 * (added * many[added.index]).sum()",
                ),
                Mistake(
                    lambda effect, people: _sent_to(effect["effect"], people / 2, people / 2),
                    "You gave both segments the same weight. How many people come from each?",
                    code='3000 * effect["effect"].nlargest(2).mean()',
                ),
                Mistake(
                    lambda trial, sent: float(
                        sent
                        * (
                            trial.loc[trial["treated"], "net"].mean()
                            - trial.loc[~trial["treated"], "net"].mean()
                        )
                    ),
                    "That is the effect on all silent customers together. The list has two "
                    "segments of them.",
                    code='3000 * Experiment(trial, "net", "treated").effect',
                ),
                Mistake(
                    lambda trial, lost, risk: _sent_to(
                        trial[trial["treated"]].groupby("segment")["net"].mean(), lost, risk
                    ),
                    "That is all that customers with a voucher brought. Some would have come "
                    "without it: take the difference.",
                    code='net = trial[trial["treated"]].groupby("segment")["net"].mean()\n'
                    'added, many = effect["effect"].nlargest(2), past["customers"]\n'
                    "first = many[added.index[0]]\n"
                    "0.9 * (first * net[added.index[0]] + (3333 - first) * net[added.index[1]])",
                ),
                Mistake(
                    lambda before_cost, lost, risk: _sent_to(before_cost["effect"], lost, risk),
                    "That is margin before the voucher's cost. Take `net`.",
                    code='gross = Experiment(trial, "margin", "treated").by("segment")["effect"]\n'
                    'added, many = effect["effect"].nlargest(2), past["customers"]\n'
                    "first = many[added.index[0]]\n"
                    "0.9 * (first * gross[added.index[0]] + (3333 - first) * "
                    "gross[added.index[1]])",
                ),
                Mistake(
                    lambda effect, lost, risk: _sent_to(effect["low"], lost, risk),
                    "You added up the lower ends of the intervals. Take the effects.",
                    code='low, many = effect["low"].nlargest(2), past["customers"]\n'
                    "first = many[low.index[0]]\n"
                    "0.9 * (first * low.iloc[0] + (3333 - first) * low.iloc[1])",
                ),
            ),
            hints=(
                'Effects per customer are in `effect["effect"]`, sizes of segments in '
                '`past["customers"]`.',
                "The first segment gives all its people. How many are then missing on the list?",
                "People times effect, for each of the two; add; nine tenths of that.",
            ),
            solution='added, many = effect["effect"].nlargest(2), past["customers"]\n'
            "first = many[added.index[0]]\n"
            "0.9 * (first * added.iloc[0] + (3333 - first) * added.iloc[1])",
        ),
    ),
    quiz=(
        Question(
            key="fifths",
            prompt="A tool promises a fifth of the customers in each frequency score. Half of your "
            "customers bought once. What do you know?",
            options=(
                Option(
                    "All who bought once get score 1.",
                    "That would be fair. But then score 1 has half of the customers, not a fifth.",
                    "fifths and fairness at once",
                ),
                Option(
                    "It measures frequency more finely than others.",
                    "One purchase is one purchase. What would it measure more finely?",
                    "even for exact",
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
            "counted nearly twice?",
            options=(
                Option(
                    "Frequency",
                    "Yes: whoever orders often has spent much. In Nordlicht's shop the ranks of "
                    "the two correlate at {spent:.2f}; with the *mean order* it is {mean:.2f}.",
                ),
                Option(
                    "Recency",
                    "When the last order was does not enter the sum of what was spent.",
                    "any two measures overlap",
                ),
                Option(
                    "Nothing: these are three measures.",
                    "Three, but money spent is orders times their mean amount.",
                    "three names for three facts",
                ),
            ),
            numbers=_together,
        ),
        Question(
            key="word",
            prompt="A list of RFM and a list of a model from notebook 13 each name a customer with "
            "a recency of 700 days. About whom should you worry more?",
            options=(
                Option(
                    "The one of the model",
                    "There the 700 days lie between first and last order: a long time as a "
                    "customer.",
                    "the model's recency for silence",
                ),
                Option("The one of RFM", "Yes: they have been silent for 700 days."),
                Option(
                    "Both alike: it is the same number.",
                    "The same number and the same word, for two things.",
                    "one word for one thing",
                ),
            ),
        ),
        Question(
            key="whom",
            prompt="Segment A has brought most so far. Segment B is the most likely to order next "
            "month. Who should get a mailing with a voucher?",
            options=(
                Option("A", "What they brought is yours already.", "past for future"),
                Option("B", "They may order without it, and then pay less.", "forecast for effect"),
                Option(
                    "Neither fact decides it.",
                    "Yes. It goes to those whom it *changes*, and a trial by lot shows who.",
                ),
            ),
        ),
    ),
    open_question=OpenQuestion(
        'Finance says: "333 people without a catalogue cost us money. Hold out 33." What do you '
        "answer?",
        "Holding out 333 costs about 630 €: that is what the trial says they would bring, 1.90 € a "
        "head. With 333 we shall know the effect to within about 1.20 € to each side, so we can "
        "tell it from nothing. With 33 it would be nearly 4 € to each side: the next mailing would "
        "again be decided by a segment's name.",
    ),
    own=OwnNumbers(
        "Score your own customers, or those who buy Nordlicht's machines. Which score does the "
        "largest crowd of equals share? Which segment would you write to, and which trial shows "
        "that writing changes it?",
        'mine = load_dataset("luxury_purchases")  # or pd.read_csv("your_orders.csv")\n'
        'RFMExplorer(TransactionLog(mine, "customer_id", "date", "amount"))',
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
