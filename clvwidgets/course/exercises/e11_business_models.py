"""11: what a customer is made of in different kinds of business."""

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
from clvwidgets.formulas import convert_rate, retention_clv
from clvwidgets.segments import BUSINESS_MODELS

_BUDGET = 10_000
_BY_NAME = {model.name: model for model in BUSINESS_MODELS}


def _clv(name: str) -> float:
    """Value of a customer before acquisition cost, monthly, at 10 % a year."""
    model = _BY_NAME[name]
    return float(
        retention_clv(
            model.net_margin_per_year / 12,
            1 - model.churn_per("month"),
            convert_rate(0.10, "year", "month"),
        )
    )


def _top_tenth() -> float:
    """Percent of the shop's margin that the best tenth of its customers brought."""
    from clvwidgets import load_dataset

    orders = load_dataset("shop_orders")
    margin = (orders["amount"] - orders["cost"]).groupby(orders["customer_id"]).sum()
    best = margin.nlargest(len(margin) // 10)
    return float(100 * best.sum() / margin.sum())


def _luxury() -> Mapping[str, Any]:
    return {
        "budget": _BUDGET,
        "cac": _BY_NAME["Luxury"].cac,
        "clv": _clv("Luxury"),
    }


LESSON = LessonPlan(
    name="11_business_models",
    question="Which line of business should get Nordlicht's next 10,000 €?",
    minutes=30,
    needs=("10",),
    objectives=(
        "describe a customer by their shape: how often, how much, how long, how sure",
        "compute what a budget brings in different kinds of business",
        "explain why the most valuable customer need not be the best one to win",
        "decide which question and which method fit a kind of business",
    ),
    decision=Decision(
        "Nordlicht does not give the money to the line with the largest customers. It "
        "compares what each further euro brings, when it is back, and how many customers carry it; "
        "then it splits the sum, and looks again in a quarter."
    ),
    recall=(
        Question(
            key="top",
            prompt="From 10: why is a list of the best customers by revenue a poor list of VIPs?",
            options=(
                Option(
                    "Revenue changes too fast.",
                    "So does profit. Something else stands between the two.",
                    "noise for bias",
                ),
                Option(
                    "Some of them return much, or buy with little margin.",
                    "Yes: large in the books, small in the till.",
                ),
                Option(
                    "There are too few of them.",
                    "The list can be as long as one likes. What is it sorted by?",
                    "length for order",
                ),
            ),
        ),
        Question(
            key="next",
            prompt="From 05: a line's average CAC is low. What follows for the next 10,000 €?",
            options=(
                Option(
                    "They should go there.",
                    "They buy the next customers, not those of the past.",
                    "average for marginal",
                ),
                Option("Nothing yet.", "Yes. Ask what the *next* customer costs there."),
                Option(
                    "They should not go there.",
                    "They may well. The average alone does not say.",
                    "average read backwards",
                ),
            ),
        ),
    ),
    predictions=(
        Prediction(
            key="top_tenth",
            prompt="Line up the shop's customers by the margin they have brought. What share of "
            "all of it, in percent, comes from the best tenth?",
            answer=_top_tenth,
            reveal="**{answer:.0f} %**. The middle customer has brought half of what the mean one "
            "has. In wholesale and among the buyers of machines a tenth carries much less, "
            "because nobody buys only once by chance.",
            unit="%",
        ),
        Prediction(
            key="per_euro",
            prompt="Four kinds of business, with plausible figures. Where does each euro spent on "
            "winning a customer come back most often?",
            answer=lambda: "The retail shop, 20 € a customer",
            options=(
                "Business customers, 2,500 € each",
                "Software, 1,500 € each",
                "Luxury, 400 € each",
                "The retail shop, 20 € a customer",
            ),
            reveal="**The retail shop**: each euro comes back {retail:.0f} times, against "
            "{b2b:.0f} times for business customers. A business customer is worth {times:.0f} "
            "times as much as one of the shop, and costs {cost:.0f} times as much to win.",
            numbers=lambda: {
                "retail": _clv("Retail shop") / _BY_NAME["Retail shop"].cac,
                "b2b": _clv("B2B") / _BY_NAME["B2B"].cac,
                "times": _clv("B2B") / _clv("Retail shop"),
                "cost": _BY_NAME["B2B"].cac / _BY_NAME["Retail shop"].cac,
            },
        ),
    ),
    exercises=(
        Exercise(
            key="luxury",
            prompt="10,000 € are spent on winning luxury customers, at the figures of the table. "
            "What do they bring over their lifetimes, in euros, after the 10,000 €? Use "
            '`table.loc["Luxury"]`.',
            given=_luxury,
            answer=lambda budget, cac, clv: budget / cac * (clv - cac),
            right="Right: {answer:,.0f} €, from as few as 25 customers.",
            mistakes=(
                Mistake(
                    lambda budget, cac, clv: budget / cac * clv,
                    "That is before the 10,000 € are taken off.",
                ),
                Mistake(
                    lambda cac, clv: clv - cac,
                    "That is one customer. How many can be won for the money?",
                ),
                Mistake(
                    lambda budget, clv: clv - budget,
                    "You took the whole budget off a single customer's value.",
                ),
            ),
            hints=(
                "How many customers does the money win?",
                "Each of them leaves their value minus what they cost.",
            ),
            solution="from clvwidgets.formulas import convert_rate, retention_clv\n"
            "from clvwidgets.segments import BUSINESS_MODELS\n"
            'model = next(m for m in BUSINESS_MODELS if m.name == "Luxury")\n'
            'rate = convert_rate(0.10, "year", "month")\n'
            'stay = 1 - model.churn_per("month")\n'
            "clv = retention_clv(model.net_margin_per_year / 12, stay, rate)\n"
            "10_000 / model.cac * (clv - model.cac)",
        ),
        Exercise(
            key="software",
            prompt="Up to which acquisition cost, in euros, would a software customer of the table "
            "still come back three times?",
            given=lambda: {"clv": _clv("Software"), "ratio": 3},
            answer=lambda clv, ratio: clv / ratio,
            right="Right: {answer:,.0f} €. That is not far above what one costs now.",
            mistakes=(
                Mistake(
                    lambda clv: clv,
                    "At that cost one comes back once.",
                ),
                Mistake(
                    lambda clv, ratio: clv * ratio,
                    "That is more than one is worth.",
                ),
                Mistake(
                    lambda clv, ratio: clv / (ratio + 1),
                    "You asked for three times the cost *after* the cost was taken off.",
                ),
            ),
            hints=(
                "Value over cost must be three.",
                '`break_even_cac(table.loc["Software", "CLV"], ratio=...)` solves it.',
            ),
            solution="from clvwidgets.formulas import (\n"
            "    break_even_cac,\n"
            "    convert_rate,\n"
            "    retention_clv,\n"
            ")\n"
            "from clvwidgets.segments import BUSINESS_MODELS\n"
            'model = next(m for m in BUSINESS_MODELS if m.name == "Software")\n'
            'rate = convert_rate(0.10, "year", "month")\n'
            'stay = 1 - model.churn_per("month")\n'
            "clv = retention_clv(model.net_margin_per_year / 12, stay, rate)\n"
            "break_even_cac(clv, ratio=3)",
        ),
    ),
    quiz=(
        Question(
            key="few_large",
            prompt="Two lines promise the same value from 10,000 €: one from 4 customers, the "
            "other from 500. What speaks for the 500?",
            options=(
                Option(
                    "They are loyal on average.",
                    "So may the four be. The difference is not in the mean.",
                    "mean for risk",
                ),
                Option(
                    "The loss of one of them hardly shows.",
                    "Yes. If one of four leaves, a quarter of the value is gone.",
                ),
                Option(
                    "They cost less to serve.",
                    "Perhaps, perhaps not: that is in the margin already.",
                    "cost counted twice",
                ),
            ),
        ),
        Question(
            key="setting",
            prompt="A restaurant wants to know its churn. What is its difficulty?",
            options=(
                Option("Nobody tells it goodbye.", "Yes. Without a contract leaving is not seen."),
                Option(
                    "Its guests are too many.",
                    "Many guests make a rate more exact, if one can see who left.",
                    "size for setting",
                ),
                Option(
                    "Its margins are too small.",
                    "Margins decide what a guest is worth, not whether the guest has left.",
                    "value for survival",
                ),
            ),
        ),
        Question(
            key="lever",
            prompt="A seller of espresso machines, one every few years for a large sum, wants to "
            "raise its CLV. What is the *least* useful number to watch each month?",
            options=(
                Option(
                    "Margin per machine",
                    "With so few purchases, each one's margin matters greatly.",
                    "frequency for value",
                ),
                Option(
                    "How many ask for service or parts",
                    "That is one of the few signs of life between two machines.",
                    "signals overlooked",
                ),
                Option(
                    "Share of last month's buyers who bought again",
                    "Yes. In a month hardly anybody buys again, loyal or not.",
                ),
            ),
        ),
    ),
    terms=(
        Term(
            "contractual setting",
            "Customers end a contract, so that the company sees who has left and when.",
        ),
        Term(
            "non-contractual setting",
            "Customers simply stop buying. Whether one has left can only be guessed.",
        ),
        Term(
            "concentration",
            "How much of the value is carried by how few customers.",
        ),
    ),
    next="12",
    bridge="how long will those stay who have not left yet",
)
