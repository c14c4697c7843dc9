"""10: segments by value, by profit and by behaviour, and what each can decide."""

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

_LIST, _ASKED = 200, 20
_NOBODY, _CANNOT_TELL = "On none of them", "One cannot tell from this."


@lru_cache(maxsize=1)
def _customers() -> pd.DataFrame:
    """Sum up orders, revenue, returns and profit of each customer of the shop."""
    from clvwidgets import load_dataset
    from clvwidgets.data import order_profit

    orders, returns = load_dataset("shop_orders"), load_dataset("shop_returns")
    earned = order_profit(orders, returns, load_dataset("shop_products"))
    orders = orders[["customer_id", "amount"]].join(earned).assign(orders=1)
    return orders.groupby("customer_id").sum()


def _largest() -> pd.DataFrame:
    return _customers().nlargest(_LIST, "amount")


def _returners() -> Mapping[str, Any]:
    """Compare those of the VIP list who send back much with the others."""
    largest = _largest()
    much = largest["refund"] > largest["amount"] / 4
    return {
        "lowest": largest["profit"].min(),
        "some": (largest["refund"] > 0).sum(),
        "much": much.sum(),
        **{f"much_{name}": largest.loc[much, name].mean() for name in ("amount", "profit")},
        **{f"less_{name}": largest.loc[~much, name].mean() for name in ("amount", "profit")},
    }


@lru_cache(maxsize=1)
def _lists() -> Mapping[str, Any]:
    """Compare the list by revenue with the one by profit."""
    from clvwidgets.segments import two_lists

    table = two_lists(_customers(), _LIST, "amount", instead="profit")
    goes, comes = table.loc["only by amount"], table.loc["only by profit"]
    return {
        "both": table.loc["on both", "customers"],
        "swapped": goes["customers"],
        "asked": _ASKED,
        "goes": goes["profit"],
        "goes_revenue": goes["amount"],
        "goes_refund": goes["refund"],
        "comes": comes["profit"],
        "comes_revenue": comes["amount"],
    }


def _best_tenth() -> Mapping[str, Any]:
    customers = _customers()
    tenth = len(customers) // 10
    share = {c: customers[c].nlargest(tenth).sum() / customers[c].sum() for c in customers}
    return {
        "profit": 100 * share["profit"],
        "revenue": 100 * share["amount"],
        "below": (customers["profit"] < 0).sum(),
    }


def _year() -> Mapping[str, Any]:
    from clvwidgets import load_dataset

    orders = load_dataset("shop_orders")
    spent = orders[orders["date"] >= "2024-01-01"].groupby("customer_id")["amount"].sum()
    return {"spent": spent, "top": spent.nlargest(len(spent) // 10)}


def _app() -> Mapping[str, Any]:
    """Compare profit with and without the app; the interval is that of two means."""
    from clvwidgets import load_dataset

    people = load_dataset("shop_customers").set_index("customer_id")
    table = _customers()["profit"].groupby(people["app"]).agg(["mean", "sem"])
    more = table["mean"][True] - table["mean"][False]
    reach = 1.96 * float((table["sem"] ** 2).sum()) ** 0.5
    numbers = {"more": more, "low": more - reach, "high": more + reach}
    return {"app": table["mean"][True], "none": table["mean"][False], **numbers}


def _attributes() -> Mapping[str, Any]:
    """Find how far the best group of an attribute lies above the poorest, in profit."""
    from clvwidgets import load_dataset

    people, profit = load_dataset("shop_customers").set_index("customer_id"), _customers()["profit"]
    means = {
        name: profit.groupby(people[name]).mean()
        for name in ("age_group", "household", "region", "channel")
    }
    return {name: mean.max() - mean.min() for name, mean in means.items()} | {"app": _app()["more"]}


def _regular(customers: Any, orders: int = 6, below: float = 300, *, kept: bool = True) -> Any:
    chosen = (customers["orders"] >= orders) & (customers["amount"] < below)
    return customers[chosen & ((customers["refund"] == 0) | (not kept))]


def _small() -> Mapping[str, Any]:
    customers = _customers()
    small = _regular(customers)
    return {
        "customers": customers,
        "number": len(small),
        "revenue": small["amount"].mean(),
        "together": small["profit"].sum(),
        "largest": _largest()["profit"].sum(),
    }


def _decision() -> Mapping[str, Any]:
    small = _small()
    return {**_lists(), "number": small["number"], "together": small["together"] / 1000}


def _chosen(conditions: str, measure: str = '"profit"', end: str = ".mean()") -> str:
    """Write what picks customers by conditions that pandas' `query` reads."""
    return f"customers.query('{conditions}')[{measure}]{end}"


LESSON = LessonPlan(
    name="10_segments",
    question="Should Nordlicht pick its 200 VIPs by profit instead of revenue?",
    minutes=30,
    needs=("08",),
    objectives=(
        "compute profit per customer, with what comes back taken into account",
        "find the share of customers that holds a share of the profit",
        "test a claim about high-value customers on data",
        "explain why a segment that is worth more need not be worth *treating*",
        "decide what to ask first for each segment",
    ),
    decision=Decision(
        "Yes: {swapped:.0f} of the 200 names change, more than the {asked} that marketing asks "
        "for. So far the customers who go have brought {goes:.0f} € of profit each, those who come "
        "{comes:.0f} €. The large returners who go get no reproach, since they bring profit, too. "
        "They are asked why so much comes back. The {number:,} small regular buyers, who have "
        "brought {together:.0f} thousand € of profit together, get a welcome. For the app "
        "Nordlicht orders an experiment instead of a campaign.",
        numbers=_decision,
        holds=lambda swapped, asked, goes, comes: swapped >= asked and comes > goes,
        flips={"swapped": 12, "comes": 250},
        otherwise="If fewer than {asked} names changed, the old list would do, and nobody would "
        "print a new one. So it may be where hardly anything comes back.",
    ),
    recall=(
        Question(
            key="rfm",
            about=("08",),
            prompt="From 08: two customers both have the best RFM score. What do you know of "
            "their next year?",
            options=(
                Option(
                    "Both will buy much.",
                    "Probably more than others. But the score was made from the past alone.",
                    "description for prediction",
                ),
                Option("Nothing for certain", "Yes: scores sort the past."),
                Option(
                    "They will buy the same.",
                    "Within a score people can differ by a factor of ten.",
                    "score for customer",
                ),
            ),
        ),
        Question(
            key="next_one",
            about=("05",),
            prompt="From 05: the shop's ads win a customer for 31 € on average, and each brings "
            "more than that. What decides whether the budget is doubled?",
            options=(
                Option(
                    "The 31 € of the average customer",
                    "The average mixes the cheap first customers with the dear last ones.",
                    "average for next",
                ),
                Option(
                    "The revenue of all customers so far",
                    "That is neither profit, nor of those whom the new money would win.",
                    "revenue for profit",
                ),
                Option(
                    "What the next customers cost and bring",
                    "Yes: only what *changes* counts. Keep it for the VIPs.",
                ),
            ),
        ),
    ),
    predictions=(
        Prediction(
            key="losing",
            prompt="On how many of the 200 customers with the most revenue has the shop *lost* "
            "money so far, returns counted?",
            answer=lambda: _NOBODY,
            options=(_NOBODY, "On about 20", "On about 50", "On about 100: half of them"),
            reveal="**On none of them.** Each dot is a customer of the list, and the lowest has "
            "brought {lowest:.0f} € of profit. Service is right about the names: {some} of the 200 "
            "have sent something back, and {much} more than a quarter of what they paid for. "
            "These {much} have brought {much_profit:.0f} € of profit each, on {much_amount:,.0f} € "
            "of revenue. The others have brought {less_profit:.0f} € on {less_amount:,.0f} €. So "
            "returns cost much, but what comes back can be sold again.",
            numbers=_returners,
        ),
        Prediction(
            key="names",
            prompt="Now draw up the list by profit instead: again the best 200. How many of the "
            "200 names stay on it?",
            answer=lambda: _lists()["both"],
            reveal="**{answer:.0f}** stay; {swapped:.0f} go, and as many others come. Those who go "
            "paid {goes_revenue:,.0f} € on average, were refunded {goes_refund:,.0f} €, and "
            "brought {goes:.0f} € of profit. Those who come paid less, {comes_revenue:,.0f} €, and "
            "brought {comes:.0f} €.",
            high=200,
            unit="names",
            numbers=_lists,
        ),
        Prediction(
            key="tenth",
            prompt="Line up all 20,000 customers by profit, best first. What share of the whole "
            "profit do the best tenth hold?",
            answer=lambda: _best_tenth()["profit"],
            reveal="**{answer:.0f} %**. If all customers were alike, the curve would be a straight "
            "line, and a tenth would hold a tenth. By revenue the best tenth hold {revenue:.0f} %. "
            "Near its right end the curve by profit falls: {below} customers have brought less "
            "than nothing.",
            unit="%",
            numbers=_best_tenth,
        ),
        Prediction(
            key="app",
            prompt="Customers with the app have brought {app:.0f} € of profit each, those without "
            "{none:.0f} €: {more:.0f} € more, with an interval from {low:.0f} to {high:.0f} €. "
            "Marketing wants to pay people for installing it. Will their profit rise as much?",
            answer=lambda: _CANNOT_TELL,
            options=("Yes, about as much.", "No, it will fall.", _CANNOT_TELL),
            reveal="**One cannot tell.** The difference is no chance. But perhaps the app makes "
            "people buy, and perhaps people who buy much install it. The table looks the same for "
            "both. Only an experiment tells them apart: the app for half of them, by lot.\n\n"
            "This shop is simulated, so we know: the app causes nothing. Those who buy often "
            "install it. Each euro paid for an installation would be lost.",
            numbers=_app,
        ),
    ),
    exercises=(
        Exercise(
            key="thrown",
            prompt="Suppose everything that comes back must be thrown away, and handling it is "
            "free. Profit is then margin less refund. On how many of the 200 customers in "
            "`largest` would the shop have lost money?",
            given=lambda: {"largest": _largest(), "customers": _customers()},
            answer=lambda largest: float((largest["margin"] < largest["refund"]).sum()),
            right="Right: {answer:.0f} of 200. One sentence in the rule, *goods are sold again*, "
            "decides whether a tenth of the VIPs are a loss. Read the rule before you judge "
            "customers by it.",
            mistakes=(
                Mistake(
                    lambda largest: float((largest["profit"] < 0).sum()),
                    "That is the profit with goods that are sold again. Take margin less refund.",
                    '(largest["profit"] < 0).sum()',
                ),
                Mistake(
                    lambda customers: float((customers["margin"] < customers["refund"]).sum()),
                    "Those are all customers of the shop. Only the VIP list is asked for.",
                    '(customers["margin"] < customers["refund"]).sum()',
                ),
                Mistake(
                    lambda largest: float((largest["margin"] > largest["refund"]).sum()),
                    "Those are the customers who would still bring profit.",
                    '(largest["margin"] > largest["refund"]).sum()',
                ),
                Mistake(
                    lambda largest: float((largest["margin"] < largest["refund"]).mean()),
                    "That is a share. How many customers are they?",
                    '(largest["margin"] < largest["refund"]).mean()',
                ),
                Mistake(
                    lambda largest: float((largest["refund"] > 0).sum()),
                    "Those are all who sent anything back. Their margin may exceed the refund.",
                    '(largest["refund"] > 0).sum()',
                ),
            ),
            hints=(
                'A customer loses money if `largest["margin"] - largest["refund"]` is below zero.',
                "A comparison gives True and False, and `.sum()` counts the True ones.",
            ),
            solution='(largest["margin"] - largest["refund"] < 0).sum()',
        ),
        Exercise(
            key="regular",
            prompt="Small regular buyers: six orders or more, less than 300 € of revenue in all, "
            "nothing sent back. How much *profit* has one of them brought on average, in € to the "
            "cent? Use `customers`.",
            given=_small,
            answer=lambda customers: _regular(customers)["profit"].mean(),
            right="Right: {answer:.2f} € of profit from {revenue:.0f} € of revenue. There are "
            "{number:,} of them. Together they have brought {together:,.0f} € of profit, more than "
            "the whole VIP list by revenue with {largest:,.0f} €. No such list has ever seen them.",
            mistakes=(
                Mistake(
                    lambda customers: _regular(customers)["profit"].median(),
                    "That is the middle customer. The mean is asked for.",
                    _chosen("orders >= 6 and amount < 300 and refund == 0", end=".median()"),
                ),
                Mistake(
                    lambda customers: _regular(customers)["profit"].sum(),
                    "That is what they have brought together. One of them is asked for.",
                    _chosen("orders >= 6 and amount < 300 and refund == 0", end=".sum()"),
                ),
                Mistake(
                    lambda customers: _regular(customers)["amount"].mean(),
                    "That is their revenue.",
                    _chosen("orders >= 6 and amount < 300 and refund == 0", '"amount"'),
                ),
                Mistake(
                    lambda customers: _regular(customers, 7)["profit"].mean(),
                    "You left out those with exactly six orders.",
                    _chosen("orders > 6 and amount < 300 and refund == 0"),
                ),
                Mistake(
                    lambda customers: _regular(customers, kept=False)["profit"].mean(),
                    "Some of yours have sent something back.",
                    _chosen("orders >= 6 and amount < 300"),
                ),
                Mistake(
                    lambda customers: _regular(customers, below=float("inf"))["profit"].mean(),
                    "Yours include large customers. Their revenue must be below 300 €.",
                    _chosen("orders >= 6 and refund == 0"),
                ),
                Mistake(
                    lambda customers: _regular(customers, 0)["profit"].mean(),
                    "Yours include customers with fewer than six orders.",
                    _chosen("amount < 300 and refund == 0"),
                ),
            ),
            hints=(
                'Three conditions, each in brackets. One is `customers["orders"] >= 6`.',
                'For two conditions: `customers[(customers["orders"] >= 6) & (customers["refund"] '
                "== 0)]`.",
                'Add the third, `customers["amount"] < 300`, and take the mean of `"profit"`.',
            ),
            solution='small = (customers["orders"] >= 6) & (customers["amount"] < 300)\n'
            'customers[small & (customers["refund"] == 0)]["profit"].mean()',
        ),
        Exercise(
            key="ratio",
            prompt="How many times as much did the best tenth of 2024's customers spend in that "
            "year, on average, as the *other* nine tenths? Use `spent`; one decimal will do.",
            given=_year,
            answer=lambda spent, top: top.mean() / spent.drop(top.index).mean(),
            right="Right: {answer:.1f} times. The claim of three times is not wrong in general. In "
            "this shop, with this definition of high value, it is far too modest.",
            mistakes=(
                Mistake(
                    lambda spent, top: top.mean() / spent.mean(),
                    "You compared with all customers, the best tenth among them.",
                    "spent.nlargest(len(spent) // 10).mean() / spent.mean()",
                ),
                Mistake(
                    lambda spent, top: top.mean() / spent.median(),
                    "That is the mean of the best against the *middle* one of all.",
                    "spent.nlargest(len(spent) // 10).mean() / spent.median()",
                ),
                Mistake(
                    lambda spent, top: top.median() / spent.drop(top.index).median(),
                    "Those are the middle ones of both groups. Take the means.",
                    "top = spent.nlargest(len(spent) // 10)\n"
                    "top.median() / spent.drop(top.index).median()",
                ),
                Mistake(
                    lambda spent, top: top.sum() / spent.drop(top.index).sum(),
                    "You divided sums, and the others are nine times as many. Divide the means.",
                    "top = spent.nlargest(len(spent) // 10)\n"
                    "top.sum() / spent.drop(top.index).sum()",
                ),
                Mistake(
                    lambda spent, top: spent.drop(top.index).mean() / top.mean(),
                    "Upside down: the best belong on top.",
                    "top = spent.nlargest(len(spent) // 10)\n"
                    "spent.drop(top.index).mean() / top.mean()",
                ),
                Mistake(
                    lambda spent, top: top.mean() - spent.drop(top.index).mean(),
                    "That is a difference in euros. Divide instead.",
                    "top = spent.nlargest(len(spent) // 10)\n"
                    "top.mean() - spent.drop(top.index).mean()",
                ),
            ),
            hints=(
                "`spent.nlargest(len(spent) // 10)` is what the best tenth spent.",
                "`spent.nsmallest(len(spent) - len(spent) // 10)` is what the others spent. Divide "
                "the means.",
            ),
            solution="top = spent.nlargest(len(spent) // 10)\n"
            "top.mean() / spent.drop(top.index).mean()",
        ),
    ),
    quiz=(
        Question(
            key="returns",
            prompt="A customer has paid 1,000 €, at a margin of 40 %. Ten lines for 400 € came "
            "back and can be sold again. Handling costs 4 € a line; leave picking aside. What "
            "profit has the customer brought?",
            options=(
                Option(
                    "0 €",
                    "That is margin less refund. But the goods come back, and they cost 240 €.",
                    "goods thrown away",
                ),
                Option(
                    "240 €",
                    "That is 40 % of the 600 € they kept. Who handled the ten lines?",
                    "handling left out",
                ),
                Option("200 €", "Yes: 400 € of margin, less 400, plus 240, less 40 €."),
                Option("400 €", "That is the margin before anything came back.", "before returns"),
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
                    "Nothing: they are loyal anyway.",
                    "Some may be about to leave. Only a trial can tell.",
                    "loyalty assumed",
                ),
            ),
        ),
        Question(
            key="least",
            numbers=_attributes,
            prompt="In the profile: between the groups of which attribute does profit per customer "
            "differ least?",
            options=(
                Option("Age group", "Yes: by {age_group:.0f} € at most. It says next to nothing."),
                Option(
                    "Household",
                    "It separates those who leave least. In profit it makes {household:.0f} €.",
                    "leaving for profit",
                ),
                Option(
                    "Region",
                    "There the means differ by up to {region:.0f} €.",
                    "second place",
                ),
                Option(
                    "Channel",
                    "There the means differ by up to {channel:.0f} €.",
                    "most for least",
                ),
                Option(
                    "App",
                    "It separates most, by {app:.0f} €, though it causes nothing.",
                    "cause for difference",
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
                    "A mean of four people is mostly chance.",
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
    open_question=OpenQuestion(
        "The box of chocolates costs 20 €. Should the most valuable 200 get it, or the 200 whom it "
        "would change most? How would you find out who they are?",
        "Value says who matters, not whom a gift changes: the best may stay without it. Draw lots "
        "among the VIPs, give the box to half of them, and compare the profit of both halves after "
        "a year, with an interval. If the difference is surely above 20 €, all get it. If not, try "
        "another group, such as the small regular buyers.",
    ),
    own=OwnNumbers(
        "Take your own orders. Until then, here are the invoices of Nordlicht's wholesale. What "
        "share of revenue do the best tenth hold: more than in the shop, or less? If you know what "
        "each customer earns you, give it as `profit=` and look again.",
        'own = load_dataset("wholesale_invoices")  # put your own table here\n'
        'mine = TransactionLog(own, "account_id", "month", "amount")\n'
        "ValueExplorer(mine, top=0.1)",
    ),
    terms=(
        Term(
            "concentration curve",
            "Share of the value held by the best share of the customers, for every share. "
            "Counted from the poorest customer on, it is the Lorenz curve.",
        ),
        Term(
            "profit per customer",
            "Margin of a customer's orders, less what was refunded, plus the cost of goods that "
            "came back and can be sold again, less the cost of handling them.",
        ),
        Term("VIP", "Very important customer: one of those who get priority."),
    ),
    next="11",
    bridge="the same questions in other kinds of business",
)
