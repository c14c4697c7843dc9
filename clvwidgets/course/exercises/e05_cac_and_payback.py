"""05: what a customer may cost, what the last one costs, and when the money is back."""

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

_WON_A_MONTH, _MARGIN, _CHURN, _CAC = 100, 20, 0.05, 120


def _ads() -> Mapping[str, Any]:
    """Mean number of customers that a week's ads of the shop brought, by what was spent."""
    from clvwidgets import load_dataset

    weekly = load_dataset("marketing_weekly")
    ads = weekly[(weekly["line"] == "shop") & (weekly["channel"] == "paid")]
    new = ads.groupby("spend")["new_customers"].mean()
    return {"half": new[800.0], "usual": new[1600.0], "double": new[3200.0]}


def _tied_up(months: int) -> list[float]:
    """Money paid out and not yet back, month by month, if so many subscribers are won in each."""
    there, paid_in, levels = 0.0, 0.0, []
    for _month in range(months):
        there = there * (1 - _CHURN) + _WON_A_MONTH
        paid_in += _WON_A_MONTH * _CAC - there * _MARGIN
        levels.append(paid_in)
    return levels


def _clv(discount: float = 0.10) -> float:
    return float(retention_clv(_MARGIN, 1 - _CHURN, convert_rate(discount, "year", "month")))


LESSON = LessonPlan(
    name="05_cac_and_payback",
    question="Should Nordlicht double its advertising?",
    minutes=35,
    needs=("04",),
    objectives=(
        "compute CAC, LTV:CAC and the payback time of a customer",
        "tell the cost of the average customer from that of the next one",
        "explain how a company with a fine LTV:CAC runs out of cash",
        "decide how much to spend by what the last euro brings",
    ),
    decision=Decision(
        "Nordlicht does not double the ads of its shop. The second half of that budget buys "
        "customers who cost more than they bring. It looks for the channel whose *next* customer is "
        "cheapest, and keeps enough cash for those it wins."
    ),
    recall=(
        Question(
            key="timing",
            prompt="From 04: a subscriber pays on the first day, and then each month that "
            "they stay. Which formula fits?",
            options=(
                Option(
                    "First payment after a renewal",
                    "That leaves out the first day, and with it a whole margin.",
                    "residual value for a new customer",
                ),
                Option("First payment now", "Yes: nothing has to be renewed for the first."),
                Option(
                    "First payment at the end of the period",
                    "They would have to pay in arrears.",
                    "arrears for advance",
                ),
            ),
        ),
        Question(
            key="basis",
            prompt="From 02: which value belongs next to the cost of winning a customer?",
            options=(
                Option("Their margin", "Yes. Only margin can pay for them."),
                Option(
                    "Their revenue",
                    "Most of that goes to those who grow, roast and carry the coffee.",
                    "revenue for margin",
                ),
                Option(
                    "Their net value, cost of winning taken off",
                    "Then that cost would be counted twice.",
                    "CAC counted twice",
                ),
            ),
        ),
    ),
    predictions=(
        Prediction(
            key="second_half",
            prompt="In some weeks twice the usual sum was spent, 3,200 € instead of 1,600 €. What "
            "did each customer cost whom the *second* 1,600 € brought?",
            answer=lambda: 1600 / (_ads()["double"] - _ads()["usual"]),
            reveal="Each of them cost **{answer:.0f} €**. The bars are the steps of the budget. "
            "The first one reaches those who were looking for coffee anyway. Each further one has "
            "to talk to people who care less.",
            low=0,
            high=200,
            step=5,
            unit="€",
            mark="y",
        ),
        Prediction(
            key="cash",
            prompt="Nordlicht wins 100 subscribers a month at 120 € each. Each pays back nearly "
            "three times that. How much money, in euros, is tied up when it is at its most?",
            answer=lambda: max(_tied_up(60)),
            reveal="At its most **{answer:,.0f} €** are out, nearly three months' advertising. "
            "LTV:CAC says nothing of it: the money goes out on the first day and comes back in "
            "slices, over years.",
            low=0,
            high=60000,
            step=1000,
            unit="€",
            mark="y",
        ),
    ),
    exercises=(
        Exercise(
            key="first_step",
            prompt="What did each further customer cost when the week's budget went from 800 € to "
            "1,600 €? Use the table above.",
            given=_ads,
            answer=lambda half, usual: 800 / (usual - half),
            right="Right: {answer:.0f} €. That is already near what such a customer has brought.",
            mistakes=(
                Mistake(
                    lambda usual: 1600 / usual,
                    "That is the *average* over all customers of such a week.",
                ),
                Mistake(
                    lambda usual: 800 / usual,
                    "You shared the further money among all customers. Most would have come "
                    "without it.",
                ),
                Mistake(
                    lambda half: 800 / half,
                    "That is what the first step cost, from nothing to 800 €.",
                ),
                Mistake(
                    lambda usual, double: 1600 / (double - usual),
                    "That is the step from 1,600 € to 3,200 €.",
                ),
            ),
            hints=(
                "How much more was spent, and how many more customers came?",
                "Divide the difference in spend by the difference in customers.",
            ),
            solution="from clvwidgets import load_dataset\n"
            'weekly = load_dataset("marketing_weekly")\n'
            'ads = weekly[(weekly["line"] == "shop") & (weekly["channel"] == "paid")]\n'
            'new = ads.groupby("spend")["new_customers"].mean()\n'
            "800 / (new[1600] - new[800])",
        ),
        Exercise(
            key="ratio",
            prompt="A subscriber leaves 20 € a month, first payment now; 5 % leave each month; the "
            "discount rate is 10 % a year; winning one costs 120 €. What is the LTV:CAC?",
            given={"cac": _CAC},
            answer=lambda cac: _clv() / cac,
            right="Right: {answer:.1f}. A rule of thumb asks for three. Like all such rules it is "
            "a habit, not a law.",
            mistakes=(
                Mistake(
                    lambda cac: (_clv() - cac) / cac,
                    "You took the cost off before you divided by it: CAC is counted twice.",
                ),
                Mistake(
                    lambda cac: _MARGIN / _CHURN / cac,
                    "That is without discounting.",
                ),
                Mistake(
                    lambda cac: float(retention_clv(_MARGIN, 1 - _CHURN, 0.10)) / cac,
                    "You discounted by ten percent *each month*.",
                ),
                Mistake(lambda cac: cac / _clv(), "Upside down: value on top, cost below."),
            ),
            hints=(
                "First the value, as in 04. Mind the rate per year.",
                "Then divide the value by the cost. Nothing else is taken off.",
            ),
            solution="from clvwidgets.formulas import convert_rate, ltv_cac_ratio, retention_clv\n"
            'monthly = convert_rate(0.10, "year", "month")\n'
            "ltv_cac_ratio(retention_clv(20, 0.95, monthly), 120)",
        ),
    ),
    quiz=(
        Question(
            key="next_euro",
            prompt="A channel's average CAC is 40 €, its customers are worth 90 €. Should more be "
            "spent there?",
            options=(
                Option(
                    "Yes: each customer leaves 50 €.",
                    "The average one does. More money buys the *next* one, who costs more.",
                    "average for marginal",
                ),
                Option(
                    "That depends on what the next customer costs.",
                    "Yes. Only a trial with more money, or less, can tell.",
                ),
                Option(
                    "No: LTV:CAC is below three.",
                    "Three is a habit. A customer at 2.25 still leaves money.",
                    "a rule of thumb for a law",
                ),
            ),
        ),
        Question(
            key="payback",
            prompt="Margin 20 € a month, paid from the first day; 5 % leave each month; CAC 120 €. "
            "Without churn the money would be back with the sixth payment. With churn it is back …",
            options=(
                Option("later.", "Yes. Some have left before they paid for themselves."),
                Option(
                    "at the same time.",
                    "Who has left pays nothing, and the others do not pay more for it.",
                    "payback without churn",
                ),
                Option(
                    "never, since people leave.",
                    "Those who stay long make up for it: a subscriber is worth nearly three "
                    "times the cost.",
                    "churn as total loss",
                ),
            ),
        ),
        Question(
            key="twice",
            prompt='A report says: "Net CLV is 228 €, CAC is 120 €, so LTV:CAC is 1.9." What is '
            "wrong?",
            options=(
                Option(
                    "Nothing.",
                    "Net CLV has lost the 120 € once already. Dividing by them takes them again.",
                    "CAC counted twice",
                ),
                Option("CAC is counted twice.", "Yes. The value before CAC belongs on top."),
                Option(
                    "The ratio should be upside down.",
                    "Value over cost is right. Look at what the value contains.",
                    "ratio upside down",
                ),
            ),
        ),
    ),
    terms=(
        Term(
            "CAC",
            "Customer acquisition cost: all that was spent to win customers, divided by the "
            "customers won.",
        ),
        Term("LTV:CAC", "Value of a customer before acquisition cost, divided by that cost."),
        Term("marginal CAC", "What one further customer costs, at the budget one has reached."),
        Term("payback time", "When the margins so far have made up for the acquisition cost."),
        Term("break-even CAC", "The most that a customer may cost: their value."),
    ),
    next="06",
    bridge="a customer's value is not the same in each stage of their life",
)
