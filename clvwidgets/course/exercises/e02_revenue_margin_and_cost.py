"""02: on which basis a value stands, and what historic value cannot say."""

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
from clvwidgets.formulas import historic_clv

_SEATS = 50


def _shop() -> Any:
    """Sum up revenue and cost of each customer of the shop."""
    from clvwidgets import load_dataset

    return load_dataset("shop_orders").groupby("customer_id")[["amount", "cost"]].sum()


def _totals() -> Mapping[str, Any]:
    customers = _shop()
    orders = customers["amount"].sum()
    return {"revenue": orders, "goods": customers["cost"].sum(), "customers": len(customers)}


def _on_both_lists() -> int:
    customers = _shop()
    margin = customers["amount"] - customers["cost"]
    best = margin.nlargest(_SEATS).index
    return len(best.intersection(customers["amount"].nlargest(_SEATS).index))


def _already_gone() -> int:
    """Count, among the best by margin so far, those who will never order again."""
    from clvwidgets import load_dataset

    customers = _shop()
    best = (customers["amount"] - customers["cost"]).nlargest(_SEATS).index
    alive = load_dataset("truth_shop").set_index("customer_id")["alive"]
    return int((~alive[best]).sum())


LESSON = LessonPlan(
    name="02_revenue_margin_and_cost",
    question="Whom should Nordlicht invite to its tasting?",
    minutes=30,
    needs=("01",),
    objectives=(
        "compute what a customer has brought so far, on the basis of margin",
        "name basis, unit and period of any value that somebody shows you",
        "explain why historic value favours those who have been there long",
        "decide which number fits a question about the future",
    ),
    decision=Decision(
        "Nordlicht thanks some of its best customers of the past, and says so. For the "
        "other seats it asks who will *come back*: recent customers with a good start. How to find "
        "them is what the rest of this course is about."
    ),
    recall=(
        Question(
            key="steps",
            prompt="From 01: which three numbers make the basic formula?",
            options=(
                Option(
                    "Order value, frequency, lifespan",
                    "Yes: what an order brings, how often one comes, how long the customer stays.",
                ),
                Option(
                    "Order value, margin, cost",
                    "Those lead from one order to its profit. Nothing there says how many come.",
                    "profit of an order",
                ),
                Option(
                    "Frequency, churn, discount rate",
                    "Those say when and how often. How much is missing.",
                    "no money in it",
                ),
            ),
        ),
        Question(
            key="words",
            prompt="From 01: somebody says that a customer is worth 480 €. What do you ask first?",
            options=(
                Option(
                    "How many customers were counted?",
                    "That comes later. First: 480 € of *what*?",
                    "size before basis",
                ),
                Option(
                    "Revenue, margin or net?",
                    "Yes. The basis first, then unit and period.",
                ),
                Option(
                    "Is that more than last year?",
                    "Only numbers of the same basis can be compared.",
                    "trend before basis",
                ),
            ),
        ),
    ),
    predictions=(
        Prediction(
            key="both_lists",
            prompt="Marketing lists the 50 customers with most revenue, finance the 50 with most "
            "margin. How many names stand on both lists?",
            answer=_on_both_lists,
            reveal="**{answer}** of 50. Margin and revenue nearly agree on *who*, because the shop "
            "earns about the same share on most of what it sells. They disagree on *how much*: "
            "look at the two axes.",
            high=50,
            unit="names",
        ),
        Prediction(
            key="gone",
            prompt="Take finance's 50, the best by margin so far. In this simulated shop we know "
            "who will ever order again. How many of the 50 will not?",
            answer=_already_gone,
            reveal="**{answer}** of 50. They were excellent customers. They have left, nobody was "
            "told, and historic value goes on ranking them at the top for ever.",
            high=50,
            unit="of 50",
        ),
    ),
    exercises=(
        Exercise(
            key="so_far",
            prompt="What has the mean customer of the shop brought so far, in euros of *margin*? "
            "Use `customers`.",
            given=_totals,
            answer=lambda revenue, goods, customers: (revenue - goods) / customers,
            right="Right: {answer:.0f} €, of the {revenue:,.0f} € and {customers:,.0f} customers "
            "of the table.",
            mistakes=(
                Mistake(
                    lambda revenue, customers: revenue / customers,
                    "That is revenue. The goods were bought with most of it.",
                ),
                Mistake(
                    lambda goods, customers: goods / customers,
                    "That is what a customer's goods cost. What is left of the revenue?",
                ),
                Mistake(
                    lambda revenue, goods: revenue - goods,
                    "That is all customers together. How many are there?",
                ),
            ),
            hints=(
                "Take the cost of the goods off the revenue, for each customer.",
                '`(customers["amount"] - customers["cost"])` is a column. It has a mean.',
            ),
            solution="from clvwidgets import load_dataset\n"
            'orders = load_dataset("shop_orders")\n'
            'margin = orders["amount"] - orders["cost"]\n'
            'margin.groupby(orders["customer_id"]).sum().mean()',
        ),
        Exercise(
            key="cost",
            prompt="A customer ordered 16 times for 30 €. Each time the goods cost 18 €, packing "
            "and postage 2 €. Over two years, service cost 6 € a year. What has the "
            "customer brought?",
            given={"orders": 16, "price": 30, "goods": 18, "packing": 2, "service": 6, "years": 2},
            answer=lambda orders, price, goods, packing, service, years: (
                orders * (price - goods - packing) - service * years
            ),
            right="Right: {answer} €, less than a third of what they paid.",
            mistakes=(
                Mistake(lambda orders, price: orders * price, "That is revenue: what they paid."),
                Mistake(
                    lambda orders, price, goods, packing: orders * (price - goods - packing),
                    "Service over the two years is missing.",
                ),
                Mistake(
                    lambda orders, price, goods, service, years: (
                        orders * (price - goods) - service * years
                    ),
                    "Somebody packed their boxes and paid the postage.",
                ),
                Mistake(
                    lambda orders, price, goods, packing, service: (
                        orders * (price - goods - packing) - service
                    ),
                    "Service is per year, and there were more years than one.",
                ),
            ),
            hints=(
                "Costs of two kinds: some come with each order, one with each year.",
                "Orders times what is left of an order, minus years times service.",
            ),
            solution="16 * (30 - 18 - 2) - 6 * 2",
        ),
        Exercise(
            key="assumed",
            prompt="CDNOW published no costs. Assume that 30 % of its revenue was margin. What "
            "had its mean customer brought, in dollars? Use `spent`.",
            given=lambda: {"spent": _cdnow_mean(), "share": 0.3},
            answer=lambda spent, share: historic_clv(spent, share),
            right="Right: {answer:.0f} $, if thirty percent is true. An assumed margin belongs "
            "into the same sentence as the result.",
            mistakes=(
                Mistake(lambda spent: spent, "That is revenue."),
                Mistake(
                    lambda spent, share: spent * (1 - share),
                    "That is what the goods cost.",
                ),
            ),
            hints=("`historic_clv(revenue, gross_margin)` takes the share as a fraction.",),
            solution="from clvwidgets import load_dataset\n"
            "from clvwidgets.formulas import historic_clv\n"
            'spent = load_dataset("cdnow").groupby("customer_id")["amount"].sum()\n'
            "historic_clv(spent.mean(), 0.3)",
        ),
    ),
    quiz=(
        Question(
            key="basis",
            prompt='A slide says: "CLV 96 €". Which word is missing most?',
            options=(
                Option("Its basis", "Yes: revenue, margin or net, each several times the other."),
                Option(
                    "Its decimals",
                    "96 € or 96.40 €: nobody decides otherwise for that.",
                    "precision for meaning",
                ),
                Option(
                    "The name of the formula",
                    "That would help. But the same formula gives revenue or margin.",
                    "formula for basis",
                ),
            ),
        ),
        Question(
            key="old",
            prompt="Customers who came in 2022 have a higher historic value than those who came "
            "in 2024. What follows?",
            options=(
                Option(
                    "2022 was a better year for winning customers.",
                    "Perhaps. But they also had two more years to buy.",
                    "time for quality",
                ),
                Option("Nothing about how good they are.", "Yes. They simply had more time."),
                Option(
                    "The newer ones should be let go.",
                    "Of the two groups, theirs is the one with most still to come.",
                    "past for future",
                ),
            ),
        ),
        Question(
            key="use",
            prompt="For which question is historic value the right number?",
            options=(
                Option(
                    "What may the next customer cost to win?",
                    "That is about a future, and about somebody who has no past.",
                    "past for future",
                ),
                Option("What has the first year's group earned us?", "Yes. It is a fact."),
                Option(
                    "Who is about to leave?",
                    "It cannot fall, so it says nothing on leaving.",
                    "a sum that warns",
                ),
            ),
        ),
    ),
    terms=(
        Term("historic value", "Margin that a customer has brought so far."),
        Term("basis", "What a value counts: revenue, margin, or what is left after all costs."),
        Term(
            "contribution",
            "What is left of revenue after all costs that came with the order itself.",
        ),
    ),
    next="03",
    bridge="what one divided by churn says, and what it hides",
)


def _cdnow_mean() -> float:
    from clvwidgets import load_dataset

    spent = load_dataset("cdnow").groupby("customer_id")["amount"].sum()
    return float(spent.mean())
