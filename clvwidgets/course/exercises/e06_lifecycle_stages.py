"""06: a customer's life in four stages, and where a programme pays."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

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
from clvwidgets.formulas import stage_clv

_STAGES = {
    "margins": [10, 30, 40, 15],
    "costs": [15, 10, 5, 5],
    "lengths": [2, 4, 8, 3],
}


def _first_order() -> Mapping[str, Any]:
    """Margin of the first order of customers won by ads, and what such a customer costs."""
    from clvwidgets import load_dataset

    people = load_dataset("shop_customers").set_index("customer_id")
    orders = load_dataset("shop_orders").drop_duplicates("customer_id")
    by_ads = orders["customer_id"].map(people["channel"]) == "paid"
    weekly = load_dataset("marketing_weekly")
    ads = weekly[(weekly["line"] == "shop") & (weekly["channel"] == "paid")]
    return {
        "margin": (orders["amount"] - orders["cost"])[by_ads].mean(),
        "cac": 1600 / ads.loc[ads["spend"] == 1600, "new_customers"].mean(),
    }


def _net_effects() -> Mapping[str, float]:
    """Compute what each programme added per customer, its cost taken off."""
    from clvwidgets import load_dataset

    effects = {}
    for name in ("offer", "points", "tiers", "winback"):
        trial = load_dataset(f"experiments_{name}")
        left = (trial["margin"] - trial["cost"]).groupby(trial["treated"]).mean()
        effects[name] = float(left[True] - left[False])
    return effects


def _survived(lengths: list[int], retention: float) -> float:
    return float(
        stage_clv(_STAGES["margins"], _STAGES["costs"], lengths, [retention] * len(lengths))
    )


LESSON = LessonPlan(
    name="06_lifecycle_stages",
    question="In which stage of a customer's life should Nordlicht spend its next euro?",
    minutes=30,
    needs=("05",),
    objectives=(
        "compute a lifetime value as the sum of its stages",
        "explain why the first stage may lose money, and often must",
        "match a strategy to each stage: trial, recommendation, loyalty, win-back",
        "decide between programmes by what they added in an experiment",
    ),
    decision=Decision(
        "Nordlicht lets the first order lose money, but knows how much. It sends the win-back "
        "voucher, whose gain is small and sure, tests the tiers again with more customers, and stops "
        "giving the personal offer to everybody."
    ),
    recall=(
        Question(
            key="next",
            prompt="From 05: what decides whether Nordlicht should spend more on ads?",
            options=(
                Option(
                    "What the average customer of the channel costs",
                    "That one has come already. More money brings somebody else.",
                    "average for marginal",
                ),
                Option(
                    "What the next customer costs and brings",
                    "Yes. And that shows only when one varies the budget.",
                ),
                Option(
                    "Whether LTV:CAC is above three",
                    "Three is a habit, and an average.",
                    "a rule of thumb for a law",
                ),
            ),
        ),
        Question(
            key="prepaid",
            prompt="From 04: what is the *residual* value of a customer?",
            options=(
                Option(
                    "What they have brought so far",
                    "That is past. It cannot be lost or won any more.",
                    "past for future",
                ),
                Option("What they will bring from now on", "Yes. It leaves the past out."),
                Option(
                    "What is left after the cost to win them",
                    "That is net value.",
                    "residual for net",
                ),
            ),
        ),
    ),
    predictions=(
        Prediction(
            key="first_order",
            prompt="A customer was won by an ad. Their first order has come, and the ad's cost is "
            "taken off its margin. What is left of this first stage, in euros?",
            answer=lambda: _first_order()["margin"] - _first_order()["cac"],
            reveal="**{answer:.0f} €**. The first order has a margin of {margin:.0f} €, and the "
            "customer cost {cac:.0f} €. All that Nordlicht earns comes from the stages after it.",
            low=-50,
            high=50,
            step=1,
            unit="€",
            mark="y",
            numbers=_first_order,
        ),
        Prediction(
            key="best",
            prompt="Four programmes, each tried on a thousand customers or more, with a coin "
            "deciding who got it. Which one *surely* earned more than it cost?",
            answer=lambda: "The win-back voucher",
            options=(
                "The personal offer",
                "The points",
                "The tiers with perks",
                "The win-back voucher",
            ),
            reveal="**The win-back voucher**: {winback:+.2f} € for each customer written to, more "
            "than three times its own uncertainty. The tiers look better, {tiers:+.2f} €, but "
            "could be luck. The personal offer is at {offer:+.2f} €: many took it who would have "
            "ordered anyway.",
            numbers=_net_effects,
        ),
    ),
    exercises=(
        Exercise(
            key="sum",
            prompt="The four stages of the table last 2, 4, 8 and 3 quarters. Nobody leaves and "
            "nothing is discounted. What is the lifetime value, in euros?",
            given=_STAGES,
            answer=lambda margins, costs, lengths: stage_clv(margins, costs, lengths),
            right="Right: {answer:.0f} €, the sum of four stages, one of them below zero.",
            mistakes=(
                Mistake(
                    lambda margins, lengths: stage_clv(margins, [0] * 4, lengths),
                    "You left out what is spent on the customer in each quarter.",
                ),
                Mistake(
                    lambda margins, costs: sum(margins) - sum(costs),
                    "That is one quarter of each stage. How many quarters has each?",
                ),
                Mistake(
                    lambda margins, costs, lengths: stage_clv(margins[:3], costs[:3], lengths[:3]),
                    "The last stage is missing. It still brings something.",
                ),
                Mistake(
                    lambda margins, costs, lengths: stage_clv(margins[1:], costs[1:], lengths[1:]),
                    "You left out the introduction, because it loses. It belongs to the sum.",
                ),
            ),
            hints=(
                "For each stage: margin minus cost, times the number of quarters.",
                "Add the four. `stage_clv(margins, costs, lengths)` does it at once.",
            ),
            solution="from clvwidgets.formulas import stage_clv\n"
            "stage_clv([10, 30, 40, 15], [15, 10, 5, 5], [2, 4, 8, 3])",
        ),
        Exercise(
            key="with_churn",
            prompt="Now one customer in ten leaves each quarter, in every stage. What is left of "
            "that lifetime value, in euros? The first payment comes now; do not discount.",
            given={"lengths": [2, 4, 8, 3], "retention": 0.9},
            answer=_survived,
            right="Right: {answer:.0f} €. Churn hardly touches the stage that loses money, and "
            "takes most from the late ones that earn it.",
            mistakes=(
                Mistake(
                    lambda lengths: _survived(lengths, 1.0),
                    "That is still without churn.",
                ),
                Mistake(
                    lambda lengths: _survived(lengths, 0.1),
                    "Retention is what *stays*. Look again at who leaves and who stays.",
                ),
                Mistake(
                    lambda lengths, retention: retention * _survived(lengths, 1.0),
                    "You took a tenth off once. It goes every quarter, of those who are left.",
                ),
            ),
            hints=(
                "`stage_clv` takes a fourth list: the retention in each stage.",
                "The share who stay is one minus the share who leave.",
            ),
            solution="from clvwidgets.formulas import stage_clv\n"
            "stage_clv([10, 30, 40, 15], [15, 10, 5, 5], [2, 4, 8, 3], [0.9] * 4)",
        ),
    ),
    quiz=(
        Question(
            key="must_lose",
            prompt='Finance demands: "No stage may lose money, the first one either." What '
            "happens to the shop's ads?",
            options=(
                Option(
                    "They get better.",
                    "They may cost no more than one order's margin. Few are won for that.",
                    "every stage must pay",
                ),
                Option(
                    "They stop almost wholly, and later stages dry up.",
                    "Yes. Nobody reaches growth who was not introduced.",
                ),
                Option(
                    "Nothing changes: the sum is the same.",
                    "The sum is over customers who came. Fewer will.",
                    "stages stand alone",
                ),
            ),
        ),
        Question(
            key="match",
            prompt="A customer has ordered seven times in a year, and nothing for eight months. "
            "Which strategy fits?",
            options=(
                Option(
                    "A first-order offer",
                    "The customer knows the coffee. That money is meant for those who do not.",
                    "introduction for decline",
                ),
                Option(
                    "Recommendations of more products",
                    "That is for customers who are there. First find out whether this one still "
                    "is.",
                    "growth for decline",
                ),
                Option("Care, and a reason to come back", "Yes: they are in decline, or gone."),
            ),
        ),
        Question(
            key="experiment",
            prompt="Customers in the points programme order twice as often as others. What did the "
            "programme add?",
            options=(
                Option(
                    "One cannot say.", "Yes. Perhaps those who order often were the ones to join."
                ),
                Option(
                    "Half of their orders",
                    "Only if they would otherwise be like the others. Who joins such a programme?",
                    "selection for effect",
                ),
                Option(
                    "Nothing",
                    "It may have added something. This comparison cannot show how much.",
                    "no proof for no effect",
                ),
            ),
        ),
    ),
    terms=(
        Term(
            "lifecycle stage",
            "A part of a customer's life with its own value, cost and length: introduction, "
            "growth, maturity, decline.",
        ),
        Term(
            "stage value", "What a customer brings in one stage, less what is spent on them there."
        ),
        Term("win-back", "An attempt to bring a customer back who seems to have left."),
        Term(
            "standard error",
            "How far a measured mean is likely to be off by chance. An effect of less than two "
            "of them may be luck.",
        ),
    ),
    next="07",
    bridge="how such numbers come out of a shop's log, and what goes wrong on the way",
)
