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

_CUT, _JUNE = "1997-09-30", "2024-06-30"
_CATALOGUES, _SILENT = 3_000, 180  # catalogues; days of silence of everybody in the trial
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
    real, lost = _nine_months()["scored"], rfm["segment"] == "Must not lose"
    return {
        "many": lost.sum(),
        "each": past["orders"]["Must not lose"],
        "margin": past["margin"]["Must not lose"],
        "lost": came["Must not lose"],
        "people": ordered[lost].sum(),
        "best": came["Champions"],
        "real_lost": (real["segment"] == "Must not lose").sum(),
    }


@lru_cache(maxsize=1)
def _since_june() -> Mapping[str, float]:
    """Follow the Champions of June by today's borders: their names and orders half a year on."""
    from clvwidgets import TransactionLog, load_dataset
    from clvwidgets.data import score_cuts
    from clvwidgets.segments import name_segments

    shop, now = load_dataset("shop_orders"), _scored()
    borders = {"recency": score_cuts(now["days_since_last"])}
    borders |= {"frequency": score_cuts(now["orders"])}
    log = TransactionLog(shop, "customer_id", "date", "amount")
    names = name_segments(log.rfm(end=_JUNE, cuts=borders))
    called = now["segment"][names.index[names == "Champions"]]
    ordered = shop.loc[shop["date"] > _JUNE, "customer_id"].unique()
    loyal = called.index[called == "Loyal"]
    best = now.loc[now["segment"] == "Champions", "days_since_last"]
    return {
        "champions": len(called),
        "still": 100 * (called == "Champions").mean(),
        "loyal": len(loyal),
        "ordered": 100 * loyal.isin(ordered).mean(),
        "days": best.max(),
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
    effect = Experiment(trial, "net", "treated").by("segment")
    return {
        "trial": trial,
        "effect": effect.rename({name: f"{name}, silent" for name in ("Loyal", "Cooling")}),
        "before_cost": Experiment(trial, "margin", "treated").by("segment"),
    }


def _added() -> dict[str, float]:
    """Give the voucher's effect and interval in the first two segments, and their difference."""
    rows = _trial()["effect"].rename(index={"Must not lose": "lost", "At risk": "risk"})
    added: dict[str, float] = {}
    for name, row in rows.loc[["lost", "risk"]].iterrows():
        added |= {str(name): row["effect"], f"{name}_low": row["low"], f"{name}_high": row["high"]}
    reach = (
        1.96 * (rows["standard_error"]["lost"] ** 2 + rows["standard_error"]["risk"] ** 2) ** 0.5
    )
    more = added["lost"] - added["risk"]
    return added | {"more": more, "more_low": more - reach, "more_high": more + reach}


def _who_moved() -> dict[str, float]:
    """Add to the effects how many people ordered, and how many of a segment were silent."""
    trial, rfm = _trial()["trial"], _scored()
    first = trial[trial["segment"] == "Must not lose"]
    ordered = (first["orders"] > 0).groupby(first["treated"]).agg(["sum", "size"])
    silent = rfm[rfm["days_since_last"] >= _SILENT]["segment"].value_counts()
    return _added() | {
        "with_ordered": ordered["sum"][True],
        "with_all": ordered["size"][True],
        "without_ordered": ordered["sum"][False],
        "without_all": ordered["size"][False],
        "silent_loyal": 100 * silent["Loyal"] / (rfm["segment"] == "Loyal").sum(),
        "silent_cooling": 100 * silent["Cooling"] / (rfm["segment"] == "Cooling").sum(),
    }


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
    marketing = _BY_LOT * (champions * each["Champions"] + lost * each["Must not lose"])
    return {
        **tables,
        "lost": lost,
        "risk": people - lost,
        "everybody_at_risk": customers["At risk"],
        "sizes": customers,
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
    numbers = dict(_mailing()) | {f"{name}_effect": value for name, value in _added().items()}
    needs = numbers["risk"] * numbers["risk_effect"] / (numbers["length"] - numbers["lost"])
    return numbers | {"champion_needs": needs}


def _sent_to(effects: pd.Series[float], lost: float, risk: float, by_lot: float = _BY_LOT) -> float:
    return float(by_lot * (lost * effects["Must not lose"] + risk * effects["At risk"]))


def _customer() -> Mapping[str, Any]:
    """Gather the orders of customer 1 of the shop."""
    from clvwidgets import load_dataset

    shop = load_dataset("shop_orders")
    return {"dates": shop.loc[shop["customer_id"] == 1, "date"], "end": shop["date"].max()}


@lru_cache(maxsize=1)
def _nine_months() -> Mapping[str, Any]:
    """Score CDNOW's customers after three quarters, and add their orders in the next three."""
    from clvwidgets import TransactionLog, load_dataset
    from clvwidgets.segments import name_segments

    log = TransactionLog(load_dataset("cdnow"))
    scored = log.rfm(end=_CUT).join(log.split(_CUT)["holdout_orders"])
    scored["segment"] = name_segments(scored)
    later = scored.loc[scored["segment"] == "Growing", "holdout_orders"]
    return {"scored": scored, "growing": later.mean(), "none": 100 * (later == 0).mean()}


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
        "say what the scores tell about the past, and what they do not tell about the future",
        "decide who gets a mailing by what a trial added, not by a segment's name",
    ),
    decision=Decision(
        "The {sent:,.0f} catalogues go to customers called *Must not lose* or *At risk*. The list "
        "is scored anew before the labels are printed. Last year's would have had {people:,.0f} "
        "people, and {held} of them, drawn by lot, would have got none, so that the effect can be "
        "measured. In the trial the voucher added {lost_effect:.2f} € per customer in the first "
        "segment [{lost_low_effect:.2f}; {lost_high_effect:.2f}] and {risk_effect:.2f} € in the "
        "second [{risk_low_effect:.2f}; {risk_high_effect:.2f}]: margin net of the voucher's cost, "
        "before returns, in 26 weeks. Both intervals lie above zero. By the trial, the mailing to "
        "last year's list would have brought {gain:,.0f} € [{low:,.0f}; {high:,.0f}]. Champions "
        "get no catalogue: no trial shows that it changes them, and they order anyway.",
        numbers=_decision,
        holds=lambda lost_low_effect, risk_low_effect, low, marketing: (
            min(lost_low_effect, risk_low_effect) > 0 and low > max(marketing, 0)
        ),
        flips={"lost_low_effect": -0.5, "risk_low_effect": -0.5, "marketing": 10_000},
        otherwise="If the interval of *At risk* began below zero, the trial would show a gain in "
        "*Must not lose* alone. Only they would get a catalogue; those left over could go into the "
        "next trial. If the voucher added more than {champion_needs:.2f} € net per Champion, "
        "Marketing's list would be better. In this simulated shop we know that it does not: in 26 "
        "weeks each costs {champion_costs:.1f} € net, and Marketing's list, with a tenth of it "
        "held back as in ours, would have lost {marketing_loses:,.0f} €.",
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
            prompt="From 05: ads cost 31 € for each customer they won. Why does that not tell "
            "whether to spend more on them?",
            about=("05",),
            options=(
                Option(
                    "The next customer may cost more than the average one.",
                    "Yes: ask what *changes* when you spend more. Today's question is of that "
                    "kind.",
                ),
                Option(
                    "The 31 € may have been counted wrongly.",
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
            key="june",
            prompt="By today's borders, {champions:,.0f} customers were Champions on 30 June 2024: "
            "they had ordered often, and within the last {days} days. How many of 100 are still "
            "Champions half a year later, on 31 December?",
            answer=lambda: _since_june()["still"],
            reveal="**{answer:.0f}**. The others are now called *Loyal*, {loyal} customers. "
            "{ordered:.0f} of 100 of these have ordered since June, only not in the last {days} "
            "days. The rest have not: a name can change while the customer does nothing.\n\n"
            "The darkest cell is the same both times: the best in both scores. *Must not lose* "
            "have 5 in frequency and 1 or 2 in recency; how many they are, the next table tells.",
            unit="customers",
            numbers=_since_june,
        ),
        Prediction(
            key="future",
            prompt="{many:.0f} customers are called *Must not lose*: {each:.1f} orders each in "
            "three years and {margin:.0f} € of margin each, before returns; then silence. Suppose "
            "nobody writes to them. How many of 100 order at least once in 2025?",
            answer=lambda: _year_after()["lost"],
            reveal="**{answer:.1f}**: {people} people of the whole segment. Their recency score, 1 "
            "or 2, does say that they are silent. It is the *name* that promises more. As a "
            "forecast the two scores do well: of 100 Champions, {best:.0f} ordered.\n\n"
            "Is it like that elsewhere? In this simulated shop, those who ordered often and then "
            "stopped have stopped for good, unless somebody writes to them: that is how it was "
            "made. CDNOW, a real shop that you will meet below, has {real_lost} such people, too "
            "few to tell.",
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
            high=23_500,
            step=100,
            unit="customers",
            mark="x",
            numbers=_moved_by_sorting,
        ),
        Prediction(
            key="voucher",
            prompt="All of these people had been silent for {silent} days. In which segment did "
            "the voucher, in this trial, add most per customer, net of its cost?",
            answer=lambda: str(_trial()["effect"]["effect"].idxmax()),
            options=("Loyal, silent", "Cooling, silent", "Must not lose", "At risk", "Asleep"),
            reveal="**{answer}**: {lost:+.2f} € a head in 26 weeks [{lost_low:.2f}; "
            "{lost_high:.2f}]. They hardly ever order by themselves, and in this simulation a "
            "voucher brings some of them back: {with_ordered} of {with_all} with a voucher "
            "ordered, {without_ordered} of {without_all} without. *At risk* follows with "
            "{risk:+.2f} € [{risk_low:.2f}; {risk_high:.2f}]. Which of the two is really first is "
            "hardly settled: the difference is {more:.2f} € [{more_low:.1f}; {more_high:.1f}]. In "
            "the other three the interval holds zero: the trial shows neither a gain nor a "
            "loss.\n\nOnly {silent_loyal:.0f} of 100 *Loyal* and {silent_cooling:.0f} of 100 "
            "*Cooling* were silent long enough for the trial. It says nothing of the others. No "
            "Champion was in it, since none of them was silent. For them we have no measurement, "
            "only a thought: they order without a voucher too, and would then pay 12 % less.",
            numbers=lambda: _who_moved() | {"silent": _SILENT},
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
                    code='(orders["date"].max() - orders["date"].min()).days',
                ),
                Mistake(
                    lambda dates, end: (end - dates.min()).days,
                    "That is how long ago they ordered first.",
                    code='(end - orders["date"].min()).days',
                ),
                Mistake(
                    lambda dates: (dates.iloc[-1] - dates.iloc[-2]).days,
                    "That is their last pause between two orders. Count from the last order on.",
                    code='orders["date"].diff().dt.days.iloc[-1]',
                ),
                Mistake(
                    lambda dates: dates.diff().dt.days.mean(),
                    "That is their mean pause between two orders. Count from the last order on.",
                    code='orders["date"].diff().dt.days.mean()',
                ),
                Mistake(
                    lambda dates, end: (end - dates.max()).days / 7,
                    "You counted weeks. The answer is asked in days.",
                    code='(end - orders["date"].max()).days / 7',
                ),
                Mistake(
                    lambda dates, end: (end - dates.max()).days / 30,
                    "You counted months.",
                    code='(end - orders["date"].max()).days / 30',
                ),
                Mistake(
                    lambda dates, end: (end - dates.max()).days / 365 * 12,
                    "You counted months, twelve to a year. Count days.",
                    code='(end - orders["date"].max()).days / 365 * 12',
                ),
                Mistake(
                    lambda dates, end: (end - dates.max()).days / 365,
                    "You counted years.",
                    code='(end - orders["date"].max()).days / 365',
                ),
                Mistake(
                    lambda dates, end: (end - dates.max()).days + 1,
                    "One day too many: you counted both the first and the last day.",
                    code='(end - orders["date"].max()).days + 1',
                ),
                Mistake(
                    lambda dates, end: (end - dates.iloc[-2]).days,
                    "That is how long ago the last order but one was.",
                    code='(end - orders["date"].iloc[-2]).days',
                ),
                Mistake(
                    lambda dates, end: (end - dates).dt.days.mean(),
                    "That is the mean over all their orders. Recency asks about the last one.",
                    code='(end - orders["date"]).dt.days.mean()',
                ),
                Mistake(
                    lambda dates, end: (end - dates).dt.days.median(),
                    "That is the middle one of their orders. Recency asks about the last.",
                    code='(end - orders["date"]).dt.days.median()',
                ),
            ),
            hints=(
                "From which day does one look back? And to which of their orders?",
                'Their last order is `orders["date"].max()`, the day to look back from is `end`.',
                "The difference of two days is a length of time; its attribute days is a number.",
            ),
            solution='(end - orders["date"].max()).days',
        ),
        Exercise(
            key="came_back",
            prompt="In which segments did customers order *more than once each, on average*, in "
            "the nine months after? A list of names.",
            given=_nine_months,
            answer=lambda scored: _above(1, _later(scored).mean()),
            right="Right. Those who had bought more than once, and not too long ago, came back "
            "most. *Growing* is near the border: {growing:.2f} orders on average, and {none:.0f} "
            "of 100 ordered nothing. As a ranking of ordinary customers RFM is useful. But no "
            "score told you these numbers.",
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
                    "More segments than this have a *mean* above one. Is this the median, or only "
                    "the largest mean?",
                    code='groups = scored.groupby("segment", observed=True)["holdout_orders"]\n'
                    "groups.median()[groups.median() > 1]",
                ),
                Mistake(
                    lambda scored: _above(
                        0.5, _later(scored).agg(lambda orders: (orders > 0).mean())
                    ),
                    "Not all of them yet. Are these the segments of which more than half came "
                    "back? The mean can be above one although most did not.",
                    code='back = scored["holdout_orders"] > 0\n'
                    'share = back.groupby(scored["segment"], observed=True).mean()\n'
                    "share[share > 0.5]",
                ),
                Mistake(
                    lambda scored: frozenset(scored["segment"]),
                    "These are all segments. If your answer has True and False, take only the "
                    "names where it is True.",
                    code='groups = scored.groupby("segment", observed=True)["holdout_orders"]\n'
                    "groups.mean() > 1",
                ),
                Mistake(
                    lambda scored: _above(0.5, _later(scored).mean()),
                    "Each of these rounds to at least one order, but not each has *more* than one.",
                    code='groups = scored.groupby("segment", observed=True)["holdout_orders"]\n'
                    "groups.mean()[groups.mean().round() >= 1]",
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
            "added most; the rest drawn by lot from the segment in second place. In each of the "
            "two, nine in ten of those on the list get a catalogue. What would this mailing have "
            "brought in 26 weeks, by the trial: margin net of the voucher's cost, before returns, "
            "all together, in euros? Do not round the effects.",
            given=_mailing,
            answer=lambda effect, lost, risk: _sent_to(effect["effect"], lost, risk),
            right="Right: {answer:,.0f} € [{low:,.0f}; {high:,.0f}], of these 26 weeks alone. Only "
            "a simulation knows the truth: the list would have brought {ours:,.0f} €. Marketing's "
            "list of {length:,.0f}, with nine in ten written to, would have *lost* "
            "{marketing_loses:,.0f} €: each Champion costs {champion_costs:.1f} € net, because "
            "they order anyway.",
            tolerance=0.006,
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
                    lambda effect, lost, sent: _sent_to(effect["effect"], lost, sent - lost, 1.0),
                    "You filled a list of {sent:,.0f} and wrote to all of it. These are the "
                    "catalogues; the list is longer, and nine in ten of *each* segment's share get "
                    "one.",
                    code='added, many = effect["effect"].nlargest(2), past["customers"]\n'
                    "first = many[added.index[0]]\n"
                    "first * added.iloc[0] + (3000 - first) * added.iloc[1]",
                ),
                Mistake(
                    lambda effect, lost, sent: _sent_to(effect["effect"], lost, sent - lost),
                    "You filled a list of {sent:,.0f}, and then held a tenth of that back. The "
                    "list is longer.",
                    code='added, many = effect["effect"].nlargest(2), past["customers"]\n'
                    "first = many[added.index[0]]\n"
                    "0.9 * (first * added.iloc[0] + (3000 - first) * added.iloc[1])",
                ),
                Mistake(
                    lambda effect, lost, everybody_at_risk: _sent_to(
                        effect["effect"], lost, everybody_at_risk, 1.0
                    ),
                    "You wrote to everybody in both segments. How long is the list, and who of it "
                    "gets a catalogue?",
                    code='added, many = effect["effect"].nlargest(2), past["customers"]\n'
                    "(added * many[added.index]).sum()",
                ),
                Mistake(
                    lambda effect, sizes: float((effect["effect"] * sizes).sum()),
                    "These are all segments of the trial. The list has people of two.",
                    code='(effect["effect"] * past["customers"]).sum()',
                ),
                Mistake(
                    lambda effect, lost, risk: _sent_to(effect["effect"], lost, risk, 0.81),
                    "You took nine tenths twice.",
                    code='added, many = effect["effect"].nlargest(2), past["customers"]\n'
                    "first = many[added.index[0]]\n"
                    "0.9 * 0.9 * (first * added.iloc[0] + (3333 - first) * added.iloc[1])",
                ),
                Mistake(
                    lambda effect, lost, risk: _sent_to(
                        effect["effect"], _BY_LOT * lost, risk, 1.0
                    ),
                    "In the second segment one in ten gets no catalogue, too.",
                    code='added, many = effect["effect"].nlargest(2), past["customers"]\n'
                    "first = many[added.index[0]]\n"
                    "0.9 * first * added.iloc[0] + (3333 - first) * added.iloc[1]",
                ),
                Mistake(
                    lambda effect, lost, risk: _sent_to(effect["effect"], lost, risk, 0.1),
                    "That is what the tenth without a catalogue would have brought.",
                    code='added, many = effect["effect"].nlargest(2), past["customers"]\n'
                    "first = many[added.index[0]]\n"
                    "0.1 * (first * added.iloc[0] + (3333 - first) * added.iloc[1])",
                ),
                Mistake(
                    lambda effect, lost, risk: _sent_to(effect["effect"], risk, lost),
                    "You exchanged the two segments: the one with the larger effect has fewer "
                    "people.",
                    code='added, many = effect["effect"].nlargest(2), past["customers"]\n'
                    "first = many[added.index[0]]\n"
                    "0.9 * (first * added.iloc[1] + (3333 - first) * added.iloc[0])",
                ),
                Mistake(
                    lambda trial, people: float(
                        people
                        * (
                            trial.loc[trial["treated"], "net"].mean()
                            - trial.loc[~trial["treated"], "net"].mean()
                        )
                    ),
                    "That is the effect on all silent customers, and with nobody held back.",
                    code='3333 * Experiment(trial, "net", "treated").effect',
                ),
                Mistake(
                    lambda effect, people: _sent_to(effect["effect"], people / 2, people / 2, 1.0),
                    "You gave both segments the same weight and held nobody back.",
                    code='3333 * effect["effect"].nlargest(2).mean()',
                ),
                Mistake(
                    lambda effect, lost, risk: _sent_to(effect["effect"].round(1), lost, risk),
                    "Nearly: you rounded the effects too early. Take them with all their digits.",
                    code='added, many = effect["effect"].nlargest(2), past["customers"]\n'
                    "first = many[added.index[0]]\n"
                    "0.9 * (first * round(added.iloc[0], 1) + (3333 - first) * "
                    "round(added.iloc[1], 1))",
                ),
                Mistake(
                    lambda effect, lost, risk: _sent_to(effect["low"].round(2), lost, risk),
                    "These are the lower ends of the intervals, as the table shows them. Take the "
                    "effects.",
                    code='low, many = effect["low"].nlargest(2).round(2), past["customers"]\n'
                    "first = many[low.index[0]]\n"
                    "0.9 * (first * low.iloc[0] + (3333 - first) * low.iloc[1])",
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
        "Holding out 333 costs about 630 €: by the trial a catalogue adds 1.90 € a head, as the "
        "mean of a list with both segments. With 333 we shall know this mean to within about 0.75 "
        "€ to each side. With 33 it would be about 1.75 € to each side, nearly as much as the "
        "effect itself. And only 9 of the 33 would come from *Must not lose*: too few to look at "
        "the two segments apart.",
    ),
    own=OwnNumbers(
        "Score your own customers, or those who buy Nordlicht's machines. Which measure has the "
        "most customers with the same value? To which segment would you write? How would you try "
        "out whether writing changes it?",
        'mine = load_dataset("luxury_purchases")\n'
        '# your own: import pandas as pd; mine = pd.read_csv("your_orders.csv")\n'
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
        Term("segment", "A group of customers, with the rule that says who belongs to it."),
        Term("tie", "Customers with equal values; a ranking can separate them only by chance."),
    ),
    next="09",
    bridge="RFM looks at everybody on one day; cohorts follow those who came together",
)
