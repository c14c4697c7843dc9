"""01: the basic formula and the net formula."""

from __future__ import annotations

from collections.abc import Mapping

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
from clvwidgets.formulas import net_clv, retention_clv, simple_clv

_BOX = {"value": 30, "frequency": 8, "years": 2, "margin": 0.4, "service": 6, "cac": 120}


def _net(frequency: float = 8) -> float:
    return float(net_clv(30, frequency, 2, cac=120, service_cost=6, gross_margin=0.4))


def _spent() -> Mapping[str, float]:
    from clvwidgets import load_dataset

    spent = load_dataset("cdnow").groupby("customer_id")["amount"].sum()
    return {"mean": float(spent.mean()), "middle": float(spent.median())}


LESSON = LessonPlan(
    name="01_clv_in_ten_minutes",
    question="May Nordlicht spend 120 € to win a customer?",
    minutes=25,
    needs=("00",),
    objectives=(
        "compute a customer lifetime value from order value, frequency and lifespan",
        "explain the steps from that number to what is left in the till",
        "decide whether a customer was worth what they cost",
    ),
    decision=Decision(
        "120 € is *just* affordable for the average customer, and slow to come back. "
        "Nordlicht should ask *which* customers cost 120 €."
    ),
    recall=(
        Question(
            key="handles",
            prompt="From 00: you moved a slider and want the number from before. What do you do?",
            options=(
                Option(
                    "Run all cells again.",
                    "That works, and loses what else you set. There is a smaller step.",
                    "restart for undo",
                ),
                Option("Use undo.", "Yes: each move is one step, and redo makes it again."),
                Option(
                    "Pin the scenario.",
                    "Pinning keeps what is on the screen *now*, for comparison.",
                    "pin for undo",
                ),
            ),
        ),
        Question(
            key="matters",
            prompt="From 00: which tab shows the input that moves the result most?",
            options=(
                Option(
                    "How it is computed",
                    "That has the formula with the numbers put in.",
                    "formula for sensitivity",
                ),
                Option(
                    "Scenarios",
                    "Those are the states that you pinned.",
                    "comparison for sensitivity",
                ),
                Option("What matters most", "Yes: all inputs in order, the strongest first."),
            ),
        ),
    ),
    predictions=(
        Prediction(
            key="left",
            prompt="A customer orders for 30 €, eight times a year, for two years. Of each 100 € "
            "of revenue, 40 € are margin; serving the customer costs 6 € a year, and winning them "
            "cost 120 €. How much is left in the till at the end?",
            answer=_net,
            reveal="**{answer:.0f} €**. Multiply the first three and you have 480 €: that is what "
            "the customer *pays*. The staircase shows where the rest goes.",
            low=0,
            high=500,
            step=10,
            unit="€",
            numbers=_BOX,
        ),
        Prediction(
            key="doubled",
            prompt="Marketing answers: then we take customers who order twice as often. What "
            "becomes of the net value?",
            answer=lambda: "It becomes more than twice as much.",
            options=(
                "It becomes twice as much.",
                "It becomes less than twice as much.",
                "It becomes more than twice as much.",
            ),
            reveal="From {net:.0f} € to {doubled:.0f} €, **{times:.1f} times** as much. The cost "
            "of winning the customer is paid only once. With half the orders it goes the other "
            "way: {halved:.0f} €.",
            numbers=lambda: {
                "net": _net(),
                "doubled": _net(16),
                "times": _net(16) / _net(),
                "halved": _net(4),
            },
        ),
        Prediction(
            key="middle",
            prompt="CDNOW's mean customer spent {mean:.0f} $ in eighteen months. Line all of them "
            "up: what did the one in the *middle* spend?",
            answer=lambda: _spent()["middle"],
            reveal="**{answer:.0f} $**. The average customer is somebody whom you will rarely "
            "meet. A cost to win that is right for the mean loses money on most customers, and "
            "wins it back on a few.",
            high=200,
            step=5,
            unit="$",
            numbers=_spent,
        ),
    ),
    exercises=(
        Exercise(
            key="kept",
            prompt="Of the revenue of a lifetime, how many euros are *margin*? Order value 30 €, "
            "eight orders a year, two years, 40 % margin.",
            given=_BOX,
            answer=lambda value, frequency, years, margin: simple_clv(
                value, frequency, years, gross_margin=margin
            ),
            right="Right: {answer:.0f} €. Coffee, postage and packing took the rest.",
            mistakes=(
                Mistake(
                    lambda value, frequency, years: value * frequency * years,
                    "That is revenue. Which part of it does Nordlicht keep?",
                ),
                Mistake(
                    lambda value, frequency, years, margin: (
                        value * frequency * years * (1 - margin)
                    ),
                    "That is what the goods cost. The margin is the rest.",
                ),
                Mistake(
                    lambda value, frequency, margin: value * frequency * margin,
                    "That is one year. How many years does the customer stay?",
                ),
                Mistake(
                    lambda value, years, margin: value * years * margin,
                    "You have one order a year. Count them.",
                ),
            ),
            hints=(
                "Begin with the three averages, multiplied.",
                "`simple_clv` takes a fourth argument, `gross_margin`.",
            ),
            solution="from clvwidgets.formulas import simple_clv\n"
            "simple_clv(30, 8, 2, gross_margin=0.4)",
        ),
        Exercise(
            key="shop",
            prompt="Another shop: 60 € an order, 4 orders a year, 3 years, 25 % margin, 100 € to "
            "win a customer. What is a customer worth, net, in euros?",
            given={"value": 60, "frequency": 4, "years": 3, "margin": 0.25, "cac": 100},
            answer=lambda value, frequency, years, margin, cac: net_clv(
                value, frequency, years, cac=cac, gross_margin=margin
            ),
            right="Right: {answer:.0f} €, a ninth of what they pay.",
            mistakes=(
                Mistake(
                    lambda value, frequency, years: value * frequency * years,
                    "That is revenue, nothing taken off.",
                ),
                Mistake(
                    lambda value, frequency, years, cac: value * frequency * years - cac,
                    "You took the cost to win a customer off the revenue. The goods were not free.",
                ),
                Mistake(
                    lambda value, frequency, years, margin: value * frequency * years * margin,
                    "That is the margin. What did it cost to win the customer?",
                ),
            ),
            hints=(
                "Revenue, then margin, then what the customer cost.",
                "`net_clv` does all three steps; `cac` is what the customer cost.",
            ),
            solution="from clvwidgets.formulas import net_clv\n"
            "net_clv(60, 4, 3, cac=100, gross_margin=0.25)",
        ),
        Exercise(
            key="first_year",
            prompt="Now month by month: the margin of 192 € is spread over 24 months and 1/24 of "
            "the customers leave each month. Nothing is discounted, the first payment comes now. "
            "What has a customer brought after twelve payments, in euros?",
            given={"margin": 8, "churn": 1 / 24, "payments": 12},
            answer=lambda margin, churn, payments: sum(
                margin * (1 - churn) ** month for month in range(payments)
            ),
            right="Right: {answer:.0f} €. That is not enough for 120 €: the customer pays back in "
            "the second year, if they are still there.",
            mistakes=(
                Mistake(
                    lambda margin, payments: margin * payments,
                    "So much only if nobody left within the year.",
                ),
                Mistake(
                    lambda margin, churn: float(retention_clv(margin, 1 - churn, 0)),
                    "That is what a customer brings in *all* their months.",
                ),
                Mistake(
                    lambda margin, churn, payments: sum(
                        margin * (1 - churn) ** month for month in range(1, payments + 1)
                    ),
                    "The first payment comes now, from everybody.",
                ),
            ),
            hints=(
                "8 € now, then each month from those who are left.",
                "`finite_clv(margin, retention, discount, periods)` adds them up.",
            ),
            solution="from clvwidgets.formulas import finite_clv\nfinite_clv(8, 1 - 1 / 24, 0, 12)",
        ),
    ),
    quiz=(
        Question(
            key="period",
            prompt="Orders come twice a *month*, customers stay two *years*. How many orders is "
            "that in a lifetime?",
            options=(
                Option(
                    "4",
                    "Two times two, of different things. Bring both to the same period.",
                    "months times years",
                ),
                Option("48", "Yes: twenty-four months, two orders in each."),
                Option("24", "That is the number of months.", "months for orders"),
            ),
        ),
        Question(
            key="basis",
            prompt="Marketing's number was 480 €, finance's was 60 €. Who is right?",
            options=(
                Option("Both.", "Yes. They answer different questions: paid, and left over."),
                Option(
                    "Marketing.",
                    "It is what customers pay. May one spend all of that to win them?",
                    "revenue for net",
                ),
                Option(
                    "Finance.",
                    "It is what is left over. But as a measure of sales the other is right.",
                    "one true basis",
                ),
            ),
        ),
        Question(
            key="lever",
            prompt="Order value, frequency, lifespan and margin are multiplied. Ten percent more "
            "of one of them …",
            options=(
                Option(
                    "helps most where the number is largest.",
                    "Ten percent of a factor is ten percent of the product, whatever its size.",
                    "size for leverage",
                ),
                Option(
                    "does the same for each of them.",
                    "Yes, as long as costs come off at the end. What differs is how hard ten "
                    "percent is to get.",
                ),
                Option(
                    "adds ten percent to what is left in the till.",
                    "It adds more: the costs at the end do not grow.",
                    "net moves like gross",
                ),
            ),
        ),
    ),
    terms=(
        Term("CLV", "Customer lifetime value: what a customer brings over their whole time."),
        Term("average order value", "Mean amount of an order; also average purchase value."),
        Term("purchase frequency", "Orders per customer in a period."),
        Term("lifespan", "How long a customer stays, from their first order to their last."),
        Term("margin", "Share of revenue, or amount, that is left after the cost of goods."),
        Term("net value", "Lifetime margin less the costs of serving and of winning the customer."),
    ),
    next="02",
    bridge="whose number is it: revenue, margin, or what is left",
)
