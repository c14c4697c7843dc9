"""10: segments by value, by profit and by behaviour, and what each can decide."""

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


def _customers() -> Any:
    """Sum up revenue, profit and returns of each customer of the shop."""
    from clvwidgets import load_dataset

    orders = load_dataset("shop_orders").set_index("order_id")
    orders["profit"] = orders["amount"] - orders["cost"]
    back = load_dataset("shop_returns").groupby("order_id")["refund"].sum()
    orders["refund"] = back.reindex(orders.index, fill_value=0.0)
    orders["profit"] -= orders["refund"]
    orders["orders"] = 1
    columns = ["orders", "amount", "refund", "profit"]
    return orders.groupby("customer_id")[columns].sum()


def _largest() -> Mapping[str, float]:
    largest = _customers().nlargest(200, "amount")
    return {
        "losing": float((largest["profit"] < 0).sum()),
        "returning": float((largest["refund"] > 0.3 * largest["amount"]).sum()),
    }


def _year() -> Mapping[str, Any]:
    from clvwidgets import load_dataset

    orders = load_dataset("shop_orders")
    spent = orders[orders["date"] >= "2024-01-01"].groupby("customer_id")["amount"].sum()
    top = spent.nlargest(len(spent) // 10)
    return {
        "top": float(top.mean()),
        "rest": float(spent.drop(top.index).mean()),
        "all_of_them": float(spent.mean()),
        "middle": float(spent.median()),
    }


def _profits() -> Mapping[str, Any]:
    customers = _customers()
    regular = customers[
        (customers["orders"] >= 8) & (customers["amount"] < 300) & (customers["refund"] == 0)
    ]
    return {
        "profit": float(regular["profit"].mean()),
        "revenue": float(regular["amount"].mean()),
        "largest": float(customers.nlargest(200, "amount")["profit"].mean()),
    }


LESSON = LessonPlan(
    name="10_segments",
    question="Who is a VIP, and what should Nordlicht do for the others?",
    minutes=35,
    needs=("09",),
    objectives=(
        "find the share of customers that holds a share of the value",
        "compute profit per customer with returns taken out, and compare it with revenue",
        "test a claim about high-value customers on data",
        "explain why a segment that is worth more need not be worth *treating*",
        "decide what to do for each segment",
    ),
    decision=Decision(
        "Nordlicht makes VIPs by profit and not by revenue, speaks to the large returners "
        "before it rewards them, and welcomes small regular buyers. For the app it orders an "
        "experiment instead of a campaign."
    ),
    recall=(
        Question(
            key="rfm",
            prompt="From 08: two customers both have the best RFM score. What do you know of "
            "their next year?",
            options=(
                Option(
                    "Both will buy much.",
                    "Probably more than others. But the score was made from the past alone.",
                    "description for prediction",
                ),
                Option("Nothing for certain.", "Yes: scores sort the past."),
                Option(
                    "They will buy the same.",
                    "Within a score people can differ by a factor of ten.",
                    "score for customer",
                ),
            ),
        ),
        Question(
            key="cohort",
            prompt="From 09: a blended rate improves while no cohort changes. What changed?",
            options=(
                Option("The mix of the customers", "Yes. Segments play the same trick."),
                Option(
                    "The customers' behaviour",
                    "Each cohort did as before.",
                    "mix for behaviour",
                ),
                Option(
                    "The way of counting",
                    "It was counted the same way throughout.",
                    "method for mix",
                ),
            ),
        ),
    ),
    predictions=(
        Prediction(
            key="losing",
            prompt="Take the 200 customers with the most revenue: the VIP list that marketing has "
            "printed. On how many of them has the shop *lost* money, returns counted?",
            answer=lambda: _largest()["losing"],
            reveal="On **{losing:.0f}** of 200. {returning:.0f} of them send back more than three "
            "tenths of what they buy, and opened coffee cannot be sold again. The dots below the "
            "line are on the VIP list.",
            high=100,
            unit="of 200",
            numbers=_largest,
        ),
        Prediction(
            key="app",
            prompt="Customers with the app bring two thirds more profit than those without. "
            "Marketing wants to pay people for installing it. Will their profit rise as much?",
            answer=lambda: "One cannot tell from this.",
            options=("Yes, about so much.", "No, it will fall.", "One cannot tell from this."),
            reveal="**One cannot tell.** Perhaps the app makes people buy. Perhaps people who buy "
            "much install it. The table looks the same for both. Only an experiment tells them "
            "apart, as in 06.",
        ),
    ),
    exercises=(
        Exercise(
            key="ratio",
            prompt="How many times as much did the best tenth of 2024's customers spend in that "
            "year as the *other* nine tenths, on average? Use `spent`.",
            given=_year,
            answer=lambda top, rest: top / rest,
            right="Right: {answer:.1f} times. The claim of three times is not wrong in "
            "general. In this shop, with this definition of high value, it is far too modest.",
            mistakes=(
                Mistake(
                    lambda top, all_of_them: top / all_of_them,
                    "You compared with all customers, the best tenth among them.",
                ),
                Mistake(
                    lambda top, middle: top / middle,
                    "That is the mean of the best against the *middle* of all.",
                ),
                Mistake(lambda top, rest: rest / top, "Upside down: the best on top."),
                Mistake(lambda top, rest: top - rest, "That is a difference in euros."),
            ),
            hints=(
                "`spent.nlargest(len(spent) // 10)` are the best tenth.",
                "`spent.drop(top.index)` are the others. Divide the means.",
            ),
            solution="from clvwidgets import load_dataset\n"
            'orders = load_dataset("shop_orders")\n'
            'recent = orders[orders["date"] >= "2024-01-01"]\n'
            'spent = recent.groupby("customer_id")["amount"].sum()\n'
            "top = spent.nlargest(len(spent) // 10)\n"
            "top.mean() / spent.drop(top.index).mean()",
        ),
        Exercise(
            key="regular",
            prompt="Small regular buyers: eight orders or more, less than 300 € in all, nothing "
            "sent back. What *profit*, in euros, has each brought on average? Use `customers`.",
            given=_profits,
            answer=lambda profit: profit,
            right="Right: {answer:.0f} € of profit from {revenue:.0f} € of revenue. No VIP list "
            "by revenue has ever seen them.",
            mistakes=(
                Mistake(lambda revenue: revenue, "That is their revenue."),
                Mistake(
                    lambda largest: largest,
                    "That is the mean of the 200 largest.",
                ),
            ),
            hints=(
                'Three conditions, joined with `&`: `(customers["orders"] >= 8) & …`.',
                'Then the mean of `"profit"` over those rows.',
            ),
            solution="from clvwidgets import load_dataset\n"
            'orders = load_dataset("shop_orders").set_index("order_id")\n'
            'back = load_dataset("shop_returns").groupby("order_id")["refund"].sum()\n'
            'orders["refund"] = back.reindex(orders.index, fill_value=0)\n'
            'orders["profit"] = orders["amount"] - orders["cost"] - orders["refund"]\n'
            'orders["orders"] = 1\n'
            'customers = orders.groupby("customer_id").sum(numeric_only=True)\n'
            'small = (customers["orders"] >= 8) & (customers["amount"] < 300)\n'
            'customers[small & (customers["refund"] == 0)]["profit"].mean()',
        ),
    ),
    quiz=(
        Question(
            key="returns",
            prompt="Two customers: one bought for 2,900 € and sent back half, one bought for 240 € "
            "and kept it all. Who is worth more?",
            options=(
                Option(
                    "The large one, always.",
                    "Margin is four tenths of what was bought, and half came back.",
                    "revenue for profit",
                ),
                Option("One has to compute it.", "Yes: the small one may well win."),
                Option(
                    "The small one, always.",
                    "Not always: it depends on margin, and on what happens to the returned goods.",
                    "returns for loss",
                ),
            ),
        ),
        Question(
            key="treat",
            prompt="High-value customers get a gift of 20 €. What does the gift bring?",
            options=(
                Option(
                    "Their high value",
                    "They had it before. Only what *changes* counts.",
                    "value for effect",
                ),
                Option("What they do more than without it", "Yes. Perhaps nothing, perhaps much."),
                Option(
                    "Nothing, they are loyal anyway.",
                    "Some may be about to leave. One has to try.",
                    "loyalty assumed",
                ),
            ),
        ),
        Question(
            key="small_group",
            prompt="A table says that customers of 60 and over in one village spend most. There "
            "are four of them. What do you do?",
            options=(
                Option(
                    "Write to all villages.",
                    "Four people are chance, mostly.",
                    "noise for segment",
                ),
                Option(
                    "Leave it out.",
                    "Yes: too few to mean anything, and few enough to be recognised.",
                ),
                Option(
                    "Report it with more decimals.",
                    "More digits do not make it more certain.",
                    "precision for certainty",
                ),
            ),
        ),
    ),
    terms=(
        Term(
            "concentration curve",
            "Share of the value held by the best share of the customers, for every share. "
            "Counted from the poorest customer on, it is the Lorenz curve.",
        ),
        Term("profit per customer", "Margin of what a customer kept, less what the returns cost."),
        Term("VIP", "Very important customer: a name for whoever gets priority."),
    ),
    next="11",
    bridge="the same questions in other kinds of business",
)
