"""06: a customer's life in four stages, and where a programme pays."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
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
from clvwidgets.formulas import convert_rate, stage_clv, stage_values

if TYPE_CHECKING:
    import pandas as pd

_STAGES: Mapping[str, list[int]] = {
    "margins": [10, 30, 40, 15],
    "costs": [15, 10, 5, 5],
    "lengths": [2, 4, 8, 3],
}
_PROGRAMMES = ("offer", "points", "tiers", "winback")
_RULE = 2  # standard errors above zero
_QUARTERLY = float(convert_rate(0.10, "year", "quarter"))


@cache
def _first_order() -> Mapping[str, Any]:
    """Add up what the customers won by ads in 2022 brought and cost, in euros for each."""
    from clvwidgets import load_dataset

    won = load_dataset("shop_customers").query("channel == 'paid' and first_order < '2023'")
    every = load_dataset("shop_orders").merge(won["customer_id"])
    first = every.drop_duplicates("customer_id")
    weekly = load_dataset("marketing_weekly").query("line == 'shop' and channel == 'paid'")
    cac = weekly.loc[weekly["week"] < "2023", "spend"].sum() / len(won)
    margin = (first["amount"] - first["cost"]).mean()
    total = (every["amount"] - every["cost"]).sum() / len(won) - cac
    return {"margin": margin, "cac": cac, "left": margin - cac, "total": total}


@cache
def _found() -> pd.DataFrame:
    from clvwidgets import load_dataset
    from clvwidgets.effects import compare_programmes

    return compare_programmes({name: load_dataset(f"experiments_{name}") for name in _PROGRAMMES})


@cache
def _programmes() -> Mapping[str, Any]:
    """Compute what each programme added, by name, with the truth of the simulation."""
    from clvwidgets import load_dataset

    truth = load_dataset("truth_responses")
    numbers: dict[str, Any] = {"rule": _RULE}
    for name, row in _found().iterrows():
        numbers[f"{name}"] = row["net"]
        numbers |= {f"{name}_{end}": row[f"net_{end}"] for end in ("low", "high", "errors")}
        numbers |= {f"{name}_euro{end}": row[f"per_euro{end}"] for end in ("", "_low", "_high")}
        numbers[f"{name}_true"] = truth.loc[truth["experiment"] == name, f"{name}_net"].mean()
    for name in ("points", "tiers"):
        # For a chance of 80 percent to pass, an effect has to be 2.8 of its standard errors.
        numbers[f"{name}_more"] = (2.8 / numbers[f"{name}_errors"]) ** 2
        numbers[f"{name}_people"] = _found().loc[name, ["treated", "untreated"]].sum()
    return numbers


def _passes_alone(
    rule: float,
    offer_errors: float,
    points_errors: float,
    tiers_errors: float,
    winback_errors: float,
) -> bool:
    return max(offer_errors, points_errors, tiers_errors) <= rule < winback_errors


def _by_churn() -> Mapping[str, Any]:
    """Compute what each stage of the invented customer adds at 5 % churn, and gains at 4 %."""
    names = ("introduction", "growth", "maturity", "decline")
    margins, costs, lengths = _STAGES["margins"], _STAGES["costs"], _STAGES["lengths"]
    at = [
        stage_values(margins, costs, lengths, [kept] * 4, discount=_QUARTERLY)
        for kept in (0.95, 0.96)
    ]
    gains = {f"{name}_gain": b - a for name, a, b in zip(names, *at, strict=True)}
    parts = {f"{name}_part": 100 * (b / a - 1) for name, a, b in zip(names, *at, strict=True)}
    return {**gains, **parts}


def _of_all(retention: float, **basis: Any) -> float:
    """Value of the invented customer if this share stays in each quarter."""
    margins, costs, lengths = _STAGES["margins"], _STAGES["costs"], _STAGES["lengths"]
    return float(stage_clv(margins, costs, lengths, [retention] * 4, **basis))


LESSON = LessonPlan(
    name="06_lifecycle_stages",
    question="Which of four programmes should get the next euro of Nordlicht's shop?",
    minutes=30,
    needs=("05",),
    objectives=(
        "compute a lifetime value as the sum of its stages",
        "explain why the first stage may lose money, and often must",
        "match a strategy to each stage: trial, recommendation, loyalty, win-back",
        "decide between programmes by their gain, its interval and what a euro brings",
    ),
    decision=Decision(
        "The win-back voucher for silent customers: of four programmes only it passes the rule. It "
        "gains {winback:.2f} € for each customer who gets it [{winback_low:.2f}; "
        "{winback_high:.2f}], which is {winback_euro:.2f} € for each euro spent "
        "[{winback_euro_low:.2f}; {winback_euro_high:.2f}]. The tiers may bring more, "
        "{tiers_euro:.2f} € for each euro [{tiers_euro_low:.2f}; {tiers_euro_high:.2f}], but that "
        "is not proven, so Nordlicht tries them again. If they gain as much as it seems, about "
        "{tiers_more:.0f} times the {tiers_people:,.0f} customers of this trial would prove it "
        "with a chance of 80 %. Points wait: their {points:.2f} € a customer [{points_low:.2f}; "
        "{points_high:.2f}] would take, likewise, about {points_more:.0f} times the "
        "{points_people:,.0f} customers of their trial. The personal offer stops: "
        "its best guess is a loss, {offer:.2f} € a customer, and at the best end of its interval "
        "it gains nothing [{offer_low:.2f}; {offer_high:.2f}]. All gains are margin after usual "
        "returns, less cost, in 26 weeks, with 95 % intervals; what comes later is not counted. "
        "Nobody tried a programme on newcomers alone.",
        numbers=_programmes,
        holds=_passes_alone,
        flips={"winback_errors": 1.5, "tiers_errors": 2.5},
        otherwise="Had the tiers' gain been more than {rule} standard errors above zero, the next "
        "euro would go to active customers. Had no programme passed, it would go into a larger "
        "trial.",
    ),
    recall=(
        Question(
            key="next",
            about=("05",),
            prompt="From 05: what decides whether Nordlicht should spend more on ads?",
            options=(
                Option(
                    "What the average customer of the channel costs",
                    "That one has come already. More money brings somebody else.",
                    "average for marginal",
                ),
                Option(
                    "What the next customer costs and is worth",
                    "Yes. And the cost shows only when one varies the budget.",
                ),
                Option(
                    "Whether LTV:CAC is above three",
                    "Three is a habit, and LTV:CAC takes an average.",
                    "a rule of thumb for a law",
                ),
            ),
        ),
        Question(
            key="past",
            about=("02",),
            prompt="From 02: in Nordlicht's shop, customers who came in 2022 have brought more so "
            "far than those who came in 2024. Who will bring more from now on, on average over "
            "*all* who came in that year?",
            options=(
                Option(
                    "Those of 2022: they have shown what they are worth.",
                    "They had more time. Meanwhile more of them have left.",
                    "past for future",
                ),
                Option("Those of 2024", "Yes: a larger share of them is still there."),
                Option(
                    "Both alike: what they brought so far is past.",
                    "It is past. But of those of 2022 fewer are still there.",
                    "time changes nothing",
                ),
            ),
        ),
    ),
    predictions=(
        Prediction(
            key="first_order",
            prompt="In 2022 the ads cost 80,000 €, and they won these customers. Share the "
            "80,000 € among them and take it off the margin of a customer's first order (before "
            "returns). What is left of the introduction, on average, in euros? Below zero is "
            "allowed.",
            answer=lambda: _first_order()["left"],
            reveal="**{answer:.1f} €**. The first order has a margin of {margin:.1f} €, and the "
            "customer cost {cac:.1f} €. (That is more than the 31 € of a usual week in 05: in many "
            "weeks of 2022 more was spent, and each further customer costs more.) All that "
            "Nordlicht earns from these customers comes from the stages after the first. Growth "
            "and maturity bring most. The four bars add up to {total:.0f} € for each customer, so "
            "far.",
            low=-50,
            high=50,
            step=1,
            unit="€",
            mark="x",
            numbers=_first_order,
        ),
        Prediction(
            key="one_point",
            prompt="Churn falls from 5 % to 4 % a quarter, in every stage. Which stage gains most, "
            "in euros?",
            answer=lambda: "Maturity",
            options=("Introduction", "Growth", "Maturity", "Decline"),
            reveal="**Maturity**: {maturity_gain:.1f} €, against {growth_gain:.1f} € in growth, "
            "{decline_gain:.1f} € in decline and next to nothing in the introduction. It lasts "
            "longest and has the best margin. In *percent* decline gains most, "
            "{decline_part:.0f} % against {maturity_part:.0f} % in maturity: the later a stage, "
            "the more it gains from everybody who stays on the way. The widget shows the customer "
            "at 5 %; try 4 %.",
            numbers=_by_churn,
        ),
        Prediction(
            key="best",
            prompt="Which of the four programmes passes the rule: a net gain of more than two "
            "standard errors above zero?",
            answer=lambda: "The win-back voucher",
            options=(
                "The personal offer",
                "The points",
                "The tiers with perks",
                "The win-back voucher",
            ),
            reveal="**The win-back voucher**: {winback:+.2f} € for each customer who got it "
            "[{winback_low:.2f}; {winback_high:.2f}], or {winback_errors:.1f} standard errors.\n\n"
            "The tiers gained more, {tiers:+.2f} €, but that is only {tiers_errors:.1f} standard "
            "errors: [{tiers_low:.2f}; {tiers_high:.2f}] holds zero. So does the interval of the "
            "points. The best guess for the offer is a loss: {offer:+.2f} € [{offer_low:.2f}; "
            "{offer_high:.2f}]. Its interval ends at zero, to the cent, so a gain is very "
            "unlikely.\n\n"
            "Of four useless programmes one may pass by luck more easily than a single one. For "
            "four, two and a half standard errors are a safer rule. The voucher passes that, too. "
            "The table says how many were "
            "`treated` and `untreated`, and *net errors* counts standard errors.",
            numbers=_programmes,
        ),
        Prediction(
            key="per_euro",
            prompt="And which programme had the largest net gain for each euro that it cost, "
            "proven or not?",
            answer=lambda: "The tiers with perks",
            options=(
                "The personal offer",
                "The points",
                "The tiers with perks",
                "The win-back voucher",
            ),
            reveal="**The tiers**: for each euro spent {tiers_all:.2f} € come back, that is the "
            "euro and {tiers_euro:.2f} € more. But look at the line: [{tiers_euro_low:.2f}; "
            "{tiers_euro_high:.2f}]. They may lose more than half of each euro. The voucher "
            "brought {winback_euro:.2f} € more [{winback_euro_low:.2f}; {winback_euro_high:.2f}]: "
            "little, and proven. It was tried on three times as many customers, and most silent "
            "customers order nothing either way, so chance has less room.\n\n"
            "Known to the simulation only: for the customers in these trials the tiers really gain "
            "{tiers_true:.2f} € a customer, points {points_true:.2f} €, the voucher "
            "{winback_true:.2f} €, and the offer loses {offer_loss:.2f} €. So it was "
            "right to pay for the voucher and to stop the offer. The rule missed the gain of the "
            "tiers: trials of this size often miss such a gain. That is why they are tried again "
            "and not given up.",
            numbers=lambda: {
                **_programmes(),
                "tiers_all": 1 + _programmes()["tiers_euro"],
                "offer_loss": -_programmes()["offer_true"],
            },
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
                    "stage_clv(margins, [0] * 4, lengths)",
                ),
                Mistake(
                    lambda margins, costs: sum(margins) - sum(costs),
                    "That is one quarter of each stage. How many quarters has each?",
                    "sum(margins) - sum(costs)",
                ),
                Mistake(
                    lambda margins, costs, lengths: stage_clv(margins[:3], costs[:3], lengths[:3]),
                    "The last stage is missing. It still brings something.",
                    "stage_clv(margins[:3], costs[:3], lengths[:3])",
                ),
                Mistake(
                    lambda margins, costs, lengths: stage_clv(margins[1:], costs[1:], lengths[1:]),
                    "You left out the introduction, because it loses. It belongs to the sum.",
                    "stage_clv(margins[1:], costs[1:], lengths[1:])",
                ),
                Mistake(
                    lambda margins, costs, lengths: (
                        stage_clv(margins, [0] * 4, lengths) - sum(costs)
                    ),
                    "You took each stage's cost off once. It is spent in every quarter.",
                    "stage_clv(margins, [0] * 4, lengths) - sum(costs)",
                ),
                Mistake(
                    lambda margins, costs, lengths: (sum(margins) - sum(costs)) * sum(lengths),
                    "You gave every quarter the margins of all four stages. Take each stage with "
                    "its own quarters.",
                    "(sum(margins) - sum(costs)) * sum(lengths)",
                ),
                Mistake(
                    lambda margins, costs, lengths: (sum(margins) - sum(costs)) / 4 * sum(lengths),
                    "You gave every quarter the average of the stages. The best stage lasts "
                    "longest, so take each with its own quarters.",
                    "(sum(margins) - sum(costs)) / 4 * sum(lengths)",
                ),
                Mistake(
                    lambda: stage_clv([30], [10], [4]),
                    "That is growth alone. Add the other three stages.",
                    "stage_clv([30], [10], [4])",
                ),
                Mistake(
                    lambda: stage_clv([40], [5], [8]),
                    "That is maturity alone. Add the other three stages.",
                    "stage_clv([40], [5], [8])",
                ),
                Mistake(
                    lambda margins, costs, lengths: sum(
                        abs(m - c) * n for m, c, n in zip(margins, costs, lengths, strict=True)
                    ),
                    "You counted the introduction as a gain. It costs more than it brings: its "
                    "sign is minus.",
                    "sum(abs(m - c) * n for m, c, n in zip(margins, costs, lengths))",
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
            "that lifetime value, to the nearest euro? The first payment comes now; do not "
            "discount.",
            given={"lengths": [2, 4, 8, 3], "retention": 0.9},
            answer=lambda retention: _of_all(retention),
            right="Right: {answer:.0f} €. Churn hardly touches the stage that loses money, and "
            "takes most from the late ones that earn it.",
            mistakes=(
                Mistake(
                    lambda: _of_all(1.0),
                    "That is still without churn.",
                    "stage_clv(margins, costs, lengths)",
                ),
                Mistake(
                    lambda: _of_all(0.1),
                    "Retention is what *stays*. Look again at who leaves and who stays.",
                    "stage_clv(margins, costs, lengths, [0.1] * 4)",
                ),
                Mistake(
                    lambda retention: retention * _of_all(1.0),
                    "You took a tenth off once. It goes every quarter, of those who are left.",
                    "0.9 * stage_clv(margins, costs, lengths)",
                ),
                Mistake(
                    lambda lengths, retention: sum(
                        stage_clv([m], [c], [n], [retention])
                        for m, c, n in zip(
                            _STAGES["margins"], _STAGES["costs"], lengths, strict=True
                        )
                    ),
                    "You let each stage begin with everybody. Some left in the stages before.",
                    "sum(stage_clv([m], [c], [n], [0.9])\n"
                    "    for m, c, n in zip(margins, costs, lengths))",
                ),
                Mistake(
                    lambda retention: _of_all(retention, first_payment="after_renewal"),
                    "You let a tenth leave before the first payment. That one comes now.",
                    'stage_clv(margins, costs, lengths, [0.9] * 4, first_payment="after_renewal")',
                ),
                Mistake(
                    lambda lengths, retention: stage_clv(
                        _STAGES["margins"], [0] * 4, lengths, [retention] * 4
                    ),
                    "You left out what is spent on the customer in each quarter.",
                    "stage_clv(margins, [0] * 4, lengths, [0.9] * 4)",
                ),
                Mistake(
                    lambda retention: _of_all(retention, discount=0.1),
                    "You discounted by ten percent a quarter besides. One in ten *leaves*; nothing "
                    "is discounted.",
                    "stage_clv(margins, costs, lengths, [0.9] * 4, discount=0.1)",
                ),
                Mistake(
                    lambda: _of_all(1.0, discount=0.1),
                    "You discounted by ten percent a quarter. Here one in ten *leaves*: give the "
                    "retention, and no discount.",
                    "stage_clv(margins, costs, lengths, discount=0.1)",
                ),
                Mistake(
                    lambda retention: _of_all(1.0) - _of_all(retention),
                    "That is what churn takes. What is left?",
                    "stage_clv(margins, costs, lengths) - stage_clv(margins, costs, lengths, "
                    "[0.9] * 4)",
                ),
                Mistake(
                    lambda lengths, retention: sum(
                        retention**i * (m - c) * n
                        for i, (m, c, n) in enumerate(
                            zip(_STAGES["margins"], _STAGES["costs"], lengths, strict=True)
                        )
                    ),
                    "You let one in ten leave from one *stage* to the next. They leave each "
                    "quarter.",
                    "values = [-10, 80, 280, 30]\n"
                    "sum(0.9**number * value for number, value in enumerate(values))",
                ),
                Mistake(
                    lambda lengths, retention: stage_clv(
                        _STAGES["margins"][1:], _STAGES["costs"][1:], lengths[1:], [retention] * 3
                    ),
                    "You left out the introduction. Its loss belongs to the sum, and some leave in "
                    "it.",
                    "stage_clv(margins[1:], costs[1:], lengths[1:], [0.9] * 3)",
                ),
                Mistake(
                    lambda retention: _of_all(retention) / _of_all(1.0),
                    "That is the share that is left. How many euros is it?",
                    "stage_clv(margins, costs, lengths, [0.9] * 4) / stage_clv(margins, costs, "
                    "lengths)",
                ),
            ),
            hints=(
                "`stage_clv` takes a fourth list: the retention in each stage.",
                "The share who stay is one minus the share who leave.",
                "A list of four equal numbers is `[1 - 0.1] * 4`.",
            ),
            solution="from clvwidgets.formulas import stage_clv\n"
            "stage_clv([10, 30, 40, 15], [15, 10, 5, 5], [2, 4, 8, 3], [0.9] * 4)",
        ),
    ),
    quiz=(
        Question(
            key="must_lose",
            prompt='Finance demands of the ads: "No stage may lose money, the first one either." '
            "Even the smallest budget that was tried, 800 € a week, wins customers at 20 € each, "
            "and that is more than a first order brings. What happens?",
            options=(
                Option(
                    "The ads get cheaper until they fit.",
                    "Finance can stop paying. It cannot make people come for 12 €: no budget that "
                    "was tried did that.",
                    "every stage must pay",
                ),
                Option(
                    "The ads stop, and nobody whom they would have won reaches a later stage.",
                    "Yes. The other channels go on, but about a third of the shop's customers came "
                    "by ads.",
                ),
                Option(
                    "Each customer brings the lost euros more, and nothing else changes.",
                    "That sum is over customers who came. Without the ads they do not come.",
                    "stages are independent",
                ),
            ),
        ),
        Question(
            key="shorter",
            prompt="In the widget, one more point of churn (from 5 % to 6 % a quarter) does as "
            "much harm as a maturity that is shorter by …",
            options=(
                Option(
                    "less than half a quarter.",
                    "One point counts in every quarter of a life, and adds up.",
                    "a point is small",
                ),
                Option(
                    "between one and two quarters.", "Yes, of the eight quarters that it lasts."
                ),
                Option(
                    "about four quarters.",
                    "That takes more than a quarter of the value. One point of churn takes less "
                    "than a tenth.",
                    "churn above all",
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
                Option(
                    "Care, and a reason to come back",
                    "Yes: they are silent, perhaps gone. Notebook 08 asks for which of the silent "
                    "a voucher pays.",
                ),
            ),
        ),
        Question(
            key="experiment",
            prompt="Anybody may join a points programme. Those who joined order twice as often as "
            "the others. How many of their orders did the programme add?",
            options=(
                Option(
                    "This comparison cannot say.",
                    "Yes. Perhaps those who order often were the ones to join.",
                ),
                Option(
                    "Half of them",
                    "Only if they would otherwise be like the others. Who joins such a programme?",
                    "selection for effect",
                ),
                Option(
                    "None at all: only people who order often anyway joined.",
                    "That is possible, not certain. It may have added some.",
                    "no proof for no effect",
                ),
            ),
        ),
        Question(
            key="holds_zero",
            prompt="A trial measures a net gain of 3 € a customer, with a 95 % interval from −1 € "
            "to 7 €. What do you know?",
            options=(
                Option(
                    "The programme does nothing.",
                    "It may gain 7 €. The trial was too small to tell.",
                    "an interval with zero for zero",
                ),
                Option(
                    "The programme gains 3 €.",
                    "That is the best single guess. A loss of 1 € fits the data as well.",
                    "estimate for truth",
                ),
                Option(
                    "Neither a gain nor a loss is proven.",
                    "Yes. More customers would make the interval narrower.",
                ),
            ),
        ),
    ),
    open_question=OpenQuestion(
        prompt='One of the four says: "Your rule pays a programme that earns little and lets '
        'the best one wait. That costs us money." What is right about it, and what do you reply?',
        model="It is right that waiting costs something: if the large gain is real, each month "
        "without it is lost. Whoever goes by the best guess alone would pay the tiers. The rule is "
        "a choice to be cautious: it weighs money spent for nothing more than a gain missed. For "
        "nobody knows yet whether the gain is real. Without a rule the loudest "
        "programme wins, and of several programmes the one that looks best is often the luckiest. "
        "The two programmes go to different customers, so the voucher does not keep the tiers out. "
        "So the reply is a second, larger trial with a date, and a rule about it that is set "
        "before anybody looks.",
    ),
    own=OwnNumbers(
        prompt="Here is a fifth programme: priority help and express delivery, tried on 4,000 "
        "customers. Does it pass the rule? What does a euro bring? Then take a programme of your "
        "own. You need one row a customer: who got it by lot, their margin, and its cost. If "
        "nobody drew lots, what could you not tell?",
        code='fresh = {"priority": load_dataset("experiments_priority")}\n'
        "compare_programmes(fresh).round(2).T",
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
            "net gain",
            "What a programme adds for each customer who gets it: margin less the margin of "
            "others who do not, less its cost.",
        ),
        Term(
            "standard error",
            "How far a measured mean, or a difference of two, is likely to be off by chance. An "
            "effect of less than two of them may well be luck; a larger one is so more rarely.",
        ),
    ),
    next="07",
    bridge="how such numbers come out of a shop's log, and what goes wrong on the way",
)
