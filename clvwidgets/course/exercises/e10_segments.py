"""10: segments by value, by profit and by behaviour, and what each can decide."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from math import hypot
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

_LIST, _ASKED, _YEAR = 200, 20, "2024-01-01"
_LOST = ("taste", "damaged")  # reasons for which what comes back was opened or is broken
_NOBODY, _CANNOT_TELL = "On none of them", "One cannot tell from this."


@lru_cache(maxsize=2)
def _orders(*, lost: tuple[str, ...] = ()) -> pd.DataFrame:
    """Put revenue, returns and profit beside each order; what comes back for `lost` is lost."""
    from clvwidgets import load_dataset
    from clvwidgets.data import order_profit

    orders, returns = load_dataset("shop_orders"), load_dataset("shop_returns")
    products = load_dataset("shop_products")
    earned = order_profit(orders, returns, products)
    if lost:
        sold_again = returns[~returns["reason"].isin(lost)]
        goods = order_profit(orders, sold_again, products)["goods_back"]
        earned["profit"] += goods - earned["goods_back"]
    return orders[["customer_id", "date", "amount"]].join(earned).assign(orders=1)


def _summed(orders: pd.DataFrame) -> pd.DataFrame:
    return orders.groupby("customer_id").sum(numeric_only=True)


@lru_cache(maxsize=2)
def _customers(*, lost: tuple[str, ...] = ()) -> pd.DataFrame:
    """Sum up orders, revenue, returns and profit of each customer of the shop."""
    return _summed(_orders(lost=lost))


def _interval(more: float, *samples: pd.Series) -> tuple[float, float]:
    """Give both ends of the 95 % interval of a difference of two means."""
    reach = 1.96 * hypot(*(float(one.std()) / len(one) ** 0.5 for one in samples))
    return more - reach, more + reach


def _largest() -> pd.DataFrame:
    return _customers().nlargest(_LIST, "amount")


def _returners() -> Mapping[str, Any]:
    """Compare those of the VIP list who send back much with the others."""
    from clvwidgets import load_dataset

    largest = _largest()
    much = largest["refund"] > largest["amount"] / 4
    strict = _customers(lost=_LOST)["profit"]
    returned = load_dataset("shop_returns")["reason"]
    return {
        "lost": 10 * returned.isin(_LOST).mean(),
        "strict_losing": (strict[largest.index] < 0).sum(),
        "lowest": largest["profit"].min(),
        "some": (largest["refund"] > 0).sum(),
        "much": much.sum(),
        **{f"much_{name}": largest.loc[much, name].mean() for name in ("amount", "profit")},
        **{f"less_{name}": largest.loc[~much, name].mean() for name in ("amount", "profit")},
    }


def _two_lists(customers: pd.DataFrame) -> pd.DataFrame:
    from clvwidgets.segments import two_lists

    return two_lists(customers, _LIST, "amount", instead="profit")


@lru_cache(maxsize=1)
def _lists() -> Mapping[str, Any]:
    """Compare the list by revenue with the one by profit."""
    table = _two_lists(_customers())
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
        **_a_year_later(),
        **_asleep(),
    }


def _a_year_later() -> Mapping[str, float]:
    """Draw up both lists at the end of 2023, and compare what their names brought in 2024."""
    orders = _orders()
    known, later = orders["date"] < _YEAR, orders["date"] >= _YEAR
    before, brought = _summed(orders[known]), _summed(orders[later])["profit"]
    by_revenue, by_profit = (before.nlargest(_LIST, one).index for one in ("amount", "profit"))
    went = brought.reindex(by_revenue.difference(by_profit), fill_value=0)
    came = brought.reindex(by_profit.difference(by_revenue), fill_value=0)
    better = came.mean() - went.mean()
    low, high = _interval(better, came, went)
    numbers = {"better": better, "better_low": low, "better_high": high}
    return {"went": went.mean(), "came": came.mean(), "earlier": len(came), **numbers}


def _asleep() -> Mapping[str, float]:
    """Count who of the list by profit came in the first year, and who bought nothing lately."""
    days = _orders().groupby("customer_id")["date"].agg(["min", "max"])
    days = days.loc[_customers().nlargest(_LIST, "profit").index]
    by_revenue = _customers().nlargest(_LIST, "amount").index
    return {
        "pioneers": 100 * (days["min"] < "2023-01-01").mean(),
        "asleep": (days["max"] < _YEAR).sum(),
        "awake": (days["max"][~days.index.isin(by_revenue)] >= _YEAR).sum(),
    }


def _best_tenth() -> Mapping[str, Any]:
    customers = _customers()
    tenth = len(customers) // 10
    share = {c: customers[c].nlargest(tenth).sum() / customers[c].sum() for c in customers}
    return {
        "profit": 100 * share["profit"],
        "revenue": 100 * share["amount"],
        "below": (customers["profit"] < 0).sum(),
        "half": _holding(customers["profit"], 0.5),
        "half_revenue": _holding(customers["amount"], 0.5),
        "fifth": 100 * customers["profit"].nlargest(2 * tenth).sum() / customers["profit"].sum(),
    }


def _holding(measure: pd.Series, share: float) -> float:
    """Find how many of 100 customers, best first, hold a share of the whole."""
    held = measure.sort_values(ascending=False).cumsum() / measure.sum()
    return 100 * (held < share).mean()


def _year() -> Mapping[str, Any]:
    """Gather what each customer spent in 2024, and how the best tenth of 2023 did in it."""
    spent = _spent(2024)
    before = _spent(2023)
    best = before.nlargest(len(before) // 10).index
    after = spent.reindex(before.index, fill_value=0)
    later = after[best].mean() / after.drop(best).mean()
    return {"spent": spent, "top": spent.nlargest(len(spent) // 10), "later": later}


def _spent(year: int) -> pd.Series:
    orders = _orders()
    spent: pd.Series = _summed(orders[orders["date"].dt.year == year])["amount"]
    return spent


def _best_against_rest(spent: pd.Series, part: int) -> float:
    best = spent.nlargest(len(spent) // part)
    return float(best.mean() / spent.drop(best.index).mean())


def _of_2022() -> tuple[pd.DataFrame, pd.Series]:
    """Take those who came in 2022, who have all had two years or more, and their profit."""
    from clvwidgets import load_dataset

    people = load_dataset("shop_customers").set_index("customer_id")
    people = people[people["first_order"] < "2023-01-01"]
    return people, _customers()["profit"][people.index]


def _app() -> Mapping[str, Any]:
    """Compare profit with and without the app; the interval is that of two means."""
    people, profit = _of_2022()
    has, without = profit[people["app"]], profit[~people["app"]]
    more = has.mean() - without.mean()
    low, high = _interval(more, has, without)
    return {"app": has.mean(), "none": without.mean(), "more": more, "low": low, "high": high}


def _attributes() -> Mapping[str, Any]:
    """Find how far the best group of an attribute lies above the poorest, in profit."""
    people, profit = _of_2022()
    means = {
        name: profit.groupby(people[name]).mean()
        for name in ("age_group", "household", "region", "channel")
    }
    return {name: mean.max() - mean.min() for name, mean in means.items()} | {"app": _app()["more"]}


def _thrown(customers: Any) -> Any:
    return customers["margin"] - customers["refund"] - customers["handling"]


def _regular(customers: Any, orders: int = 6, below: float = 300, *, kept: bool = True) -> Any:
    chosen = (customers["orders"] >= orders) & (customers["amount"] < below)
    return customers[chosen & ((customers["refund"] == 0) | (not kept))]


def _small() -> Mapping[str, Any]:
    customers = _customers()
    small = _regular(customers)
    listed = [customers.nlargest(_LIST, one).index for one in ("amount", "profit")]
    return {
        "customers": customers,
        "number": len(small),
        "revenue": small["amount"].mean(),
        "share": 100 * len(small) / len(customers),
        "held": 100 * small["profit"].sum() / customers["profit"].sum(),
        "vip": _largest()["profit"].mean(),
        "listed": sum(small.index.isin(one).sum() for one in listed),
    }


def _decision() -> Mapping[str, Any]:
    strict = _two_lists(_customers(lost=_LOST)).loc["only by profit", "customers"]
    return {**_lists(), "strict": strict}


def _chosen(conditions: str, measure: str = '"profit"', end: str = ".mean()") -> str:
    """Write what picks customers by conditions that pandas' `query` reads."""
    return f"customers.query('{conditions}')[{measure}]{end}"


LESSON = LessonPlan(
    name="10_segments",
    question="Should Nordlicht pick its 200 VIPs by profit instead of revenue?",
    minutes=30,
    needs=("08",),
    objectives=(
        "compute profit per customer, after returns",
        "read off what share of the profit the best customers hold",
        "test a claim about high-value customers on data",
        "explain why a segment that is worth more need not be worth *treating*",
        "say what to ask before a segment is treated",
    ),
    decision=Decision(
        "Yes: {swapped:.0f} of the 200 names change, more than the {asked} that marketing asks "
        "for, and those who come are better customers. A year earlier {earlier} names would have "
        "changed. In 2024 the names that came brought {came:.1f} € of profit each, the "
        "names that went {went:.1f} €: {better:.1f} € more, with an interval from "
        "{better_low:.0f} to {better_high:.0f} €. If nothing that was opened or damaged can be "
        "sold again, {strict:.0f} names change, and the answer is the same. Marketing first "
        "strikes off those of the new 200 who bought nothing in 2024: {asleep} names. Of those "
        "left, {awake} are new, still more than {asked}. Whether the box changes anything is "
        "another question. So is what the app or a letter to small regular buyers would change. "
        "Only a trial by lot tells.",
        numbers=_decision,
        holds=lambda swapped, asked, better_low: swapped >= asked and better_low > 0,
        flips={"swapped": 12, "better_low": -5},
        otherwise="If fewer than {asked} names changed, nobody would print a new list. That may "
        "happen in a shop to which hardly anything comes back. And if those who came had brought "
        "no more in the year after, the new list would be another one, but no better one.",
    ),
    recall=(
        Question(
            key="rfm",
            about=("08",),
            prompt="From 08: two customers both have the best RFM score. What do you know of "
            "their next year?",
            options=(
                Option(
                    "Both will buy much for certain.",
                    "It is likely, not certain: the score was made from the past alone.",
                    "description for prediction",
                ),
                Option(
                    "Each is likely to order more than most. How much is open.",
                    "Yes: scores sort the past, and that only makes the future likely.",
                ),
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
            prompt="Take the 200 customers with the most revenue from 2022 to 2024. On how many of "
            "them has the shop *lost* money, returns counted?",
            answer=lambda: _NOBODY,
            options=(_NOBODY, "On about 20", "On about 50", "On about 100: half of them"),
            reveal="**On none of them.** Each dot is a customer of the list, and the lowest has "
            "brought {lowest:.0f} € of profit. Service is right that there are large returners, "
            "but they are not half: {much} of the 200 have sent back more than a quarter, "
            "measured by what they paid. "
            "They have brought {much_profit:.0f} € of profit each, on {much_amount:,.0f} € "
            "of revenue. The others have brought {less_profit:.0f} € on {less_amount:,.0f} €. "
            "Returns cost much, but not all that was earned, as long as the goods are sold "
            "again.\n\n"
            "Are they? Of 10 articles that come back, {lost:.0f} were a matter of taste, so they "
            "were opened, or they were damaged. If none of those can be sold again, the shop has "
            "lost money on {strict_losing} of the 200.",
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
            "brought {comes:.0f} €.\n\n"
            "Of course they brought more: they were picked by it. The test is the year *after*. "
            "Draw up both lists at the end of 2023, and {earlier} names differ, too. In 2024 those "
            "on the list by profit alone brought {came:.1f} € each, those on the list by revenue "
            "alone {went:.1f} €. That is {better:.1f} € more, with an interval from "
            "{better_low:.0f} to {better_high:.0f} €.\n\n"
            "Both lists reward those who came early: of those with the most profit "
            "{pioneers:.0f} % came in 2022. And {asleep} of the 200 bought nothing in 2024.",
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
            "Near its right end the curve by profit falls: on {below} customers the shop has "
            "lost money.",
            unit="%",
            numbers=_best_tenth,
        ),
        Prediction(
            key="app",
            prompt="Of those who came in 2022, customers with the app have brought {app:.1f} € of "
            "profit each by the end of 2024, those without it {none:.1f} €. That is {more:.1f} € "
            "more, with an interval from {low:.0f} to {high:.0f} €. Marketing wants to pay people "
            "for installing the app. Will the shop's profit on them rise as much?",
            answer=lambda: _CANNOT_TELL,
            options=("Yes, about as much.", "No, it will fall.", _CANNOT_TELL),
            reveal="**One cannot tell.** The difference is more than chance. But perhaps the "
            "app makes people buy, and perhaps people who buy much install it. The table looks the "
            "same for both. Only an experiment tells them apart: the app for half of them, by "
            "lot.\n\n"
            "This shop is simulated, so we know: the app causes nothing. Those who buy often "
            "install it. In this simulation each euro paid for an installation would be lost.",
            numbers=_app,
        ),
    ),
    exercises=(
        Exercise(
            key="thrown",
            prompt="Suppose everything that comes back must be thrown away. Profit is then margin "
            "less refund less handling. On how many of the 200 customers in `largest` would the "
            "shop have lost money?",
            given=lambda: {"largest": _largest(), "customers": _customers()},
            answer=lambda largest: float((_thrown(largest) < 0).sum()),
            right="Right: {answer:.0f} of 200. One sentence in the rule, *goods are sold again*, "
            "decides whether every sixth VIP is a loss. Read the rule before you judge customers "
            "by it.",
            mistakes=(
                Mistake(
                    lambda largest: float((largest["profit"] < 0).sum()),
                    "Nobody is left if goods are sold again, or if you take revenue for margin. "
                    "Take margin less refund less handling.",
                    '(largest["profit"] < 0).sum()',
                ),
                Mistake(
                    lambda largest: float((largest["margin"] < largest["refund"]).sum()),
                    "You left out the handling. It is paid as well.",
                    '(largest["margin"] < largest["refund"]).sum()',
                ),
                Mistake(
                    lambda customers: float((_thrown(customers) < 0).sum()),
                    "Those are all customers of the shop. Only the VIP list is asked for.",
                    '(customers["margin"] < customers["refund"] + customers["handling"]).sum()',
                ),
                Mistake(
                    lambda largest: float((_thrown(largest) > 0).sum()),
                    "Those are the customers who would still bring profit.",
                    '(largest["margin"] > largest["refund"] + largest["handling"]).sum()',
                ),
                Mistake(
                    lambda largest: float((_thrown(largest) < 0).mean()),
                    "That is a share. How many customers are they?",
                    '(largest["margin"] < largest["refund"] + largest["handling"]).mean()',
                ),
                Mistake(
                    lambda largest: float((largest["refund"] > 0).sum()),
                    "Those are all who sent anything back. Their margin may exceed the refund.",
                    '(largest["refund"] > 0).sum()',
                ),
                Mistake(
                    lambda largest: float(len(largest)),
                    "That is the whole list. Count only those below zero: `.sum()`, not `len`.",
                    'len(largest["margin"] - largest["refund"] - largest["handling"] < 0)',
                ),
                Mistake(
                    lambda largest: _thrown(largest).sum(),
                    "Those are euros: the profit of all 200 together. How many of them are below "
                    "zero?",
                    '(largest["margin"] - largest["refund"] - largest["handling"]).sum()',
                ),
            ),
            hints=(
                'First the new profit: `largest["margin"] - largest["refund"]`, less the handling.',
                "The shop loses money on a customer whose profit is below zero.",
                "A comparison gives True and False, and `.sum()` counts the True ones.",
            ),
            solution='(largest["margin"] - largest["refund"] - largest["handling"] < 0).sum()',
        ),
        Exercise(
            key="regular",
            prompt="Small regular buyers: six orders or more, less than 300 € of revenue in all, "
            "nothing sent back. How much *profit* has one of them brought on average, in € to the "
            "cent? Use `customers`.",
            given=_small,
            answer=lambda customers: _regular(customers)["profit"].mean(),
            right="Right: {answer:.2f} € of profit from {revenue:.0f} € of revenue. There are "
            "{number:,} of them: {share:.0f} of 100 customers, with {held:.0f} % of the profit. "
            "A VIP by revenue has brought {vip:.0f} €. On the two lists there are {listed} of "
            "these customers: a list of the best 200 never shows what many small ones bring "
            "together.",
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
                Mistake(
                    lambda customers: customers.query("orders >= 6")["profit"].mean(),
                    "You chose by orders alone. There are two more conditions.",
                    _chosen("orders >= 6"),
                ),
                Mistake(
                    lambda customers: customers.query(
                        "orders >= 6 and profit < 300 and refund == 0"
                    )["profit"].mean(),
                    "Their *revenue*, `amount`, must be below 300 €, not their profit.",
                    _chosen("orders >= 6 and profit < 300 and refund == 0"),
                ),
                Mistake(
                    lambda number: float(number),
                    "That is how many they are. What has one of them brought?",
                    "len(" + _chosen("orders >= 6 and amount < 300 and refund == 0", end="") + ")",
                ),
                Mistake(
                    lambda customers: customers["profit"].mean(),
                    "That is the mean of all customers. Choose the small regular ones first.",
                    'customers["profit"].mean()',
                ),
                Mistake(
                    lambda customers: _regular(customers)["profit"].sum() / len(customers),
                    "You divided by all customers. Divide by the number of those chosen.",
                    _chosen("orders >= 6 and amount < 300 and refund == 0", end=".sum()")
                    + " / len(customers)",
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
            prompt="`spent` has all customers who bought in 2024. How many times as much did the "
            "best tenth of them spend in that year, on average, as the *other* nine tenths? One "
            "decimal will do.",
            given=_year,
            answer=lambda spent, top: top.mean() / spent.drop(top.index).mean(),
            right="Right: {answer:.1f} times. The claim of three times is not wrong in general. In "
            "this shop, counted like this, it is too modest. But the tenth was picked by the very "
            "year that is compared. The best tenth of 2023 spent {later:.1f} times as much *in "
            "2024* as the others who bought in 2023.",
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
                    lambda spent, top: top.mean() / spent.drop(top.index).median(),
                    "That is the mean of the best against the middle one of the others. Take both "
                    "means.",
                    "top = spent.nlargest(len(spent) // 10)\n"
                    "top.mean() / spent.drop(top.index).median()",
                ),
                Mistake(
                    lambda spent, top: top.sum() / spent.sum(),
                    "That is the share of the whole that the best tenth spent. Divide the means of "
                    "the two groups.",
                    "spent.nlargest(len(spent) // 10).sum() / spent.sum()",
                ),
                Mistake(
                    lambda top: top.mean(),
                    "That is what one of the best tenth spent, in euros. Divide it by what one of "
                    "the others spent.",
                    "spent.nlargest(len(spent) // 10).mean()",
                ),
                Mistake(
                    lambda spent: _best_against_rest(spent, 4),
                    "That is the best quarter against the rest. Take the best tenth.",
                    "top = spent.nlargest(len(spent) // 4)\n"
                    "top.mean() / spent.drop(top.index).mean()",
                ),
                Mistake(
                    lambda spent: _best_against_rest(spent, 5),
                    "That is the best fifth against the rest. Take the best tenth.",
                    "top = spent.nlargest(len(spent) // 5)\n"
                    "top.mean() / spent.drop(top.index).mean()",
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
            prompt="A customer has paid 1,000 €, at a margin of 40 %. Ten articles for 400 € came "
            "back and can be sold again. Handling costs 4 € an article; leave picking aside. What "
            "profit has the customer brought?",
            options=(
                Option(
                    "0 €",
                    "That is margin less refund. But the goods come back, and they cost 240 €.",
                    "goods thrown away",
                ),
                Option(
                    "240 €",
                    "That is 40 % of the 600 € they kept. Who handled the ten articles?",
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
            prompt="In the profile of those who came in 2022: between the groups of which "
            "attribute does profit per customer differ least?",
            options=(
                Option("Age group", "Yes: by {age_group:.0f} € at most, which is within chance."),
                Option(
                    "Household",
                    "It hardly tells who falls silent. In profit it makes {household:.0f} €.",
                    "silence for profit",
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
            key="half",
            numbers=_best_tenth,
            prompt="In the concentration curve: how many of 100 customers hold half of the profit?",
            options=(
                Option(
                    "{half:.0f}", "Yes, and {half_revenue:.0f} of 100 hold half of the revenue."
                ),
                Option(
                    "20",
                    "Those hold {fifth:.0f} % of it. That 20 always hold 80 % is a saying.",
                    "80/20 for the data",
                ),
                Option("50", "Only if all customers brought the same.", "customers all alike"),
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
        "The box of chocolates costs 20 €. Should the 200 with the most profit get it, or the 200 "
        "whom it would change most? How would you find out who they are?",
        "Those whom it changes. But profit so far says what somebody has brought, not what a box "
        "changes. Draw lots: half of a group gets the box. After a year, compare the profit of "
        "both halves, with an interval. If all of it lies above 20 €, the box pays in this group "
        "on average. Whom it changes *most* takes such a trial in several groups.\n\n"
        "Mind the size. The 200 with the most profit at the end of 2023 brought some 147 € each in "
        "2024, give or take 181. With 100 against 100, the interval reaches 50 € to either side: "
        "the box could pay, and the trial would not show it. *Not shown* is then not *nothing*. "
        "Small regular buyers vary by 42 € in the year after: with all 2,400 of them in the trial "
        "it reaches 3 to 4 €.",
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
            "came back and can be sold again, less the cost of handling them. What it cost to win "
            "the customer is not in it.",
        ),
        Term("VIP", "Very important customer: one of those who get priority."),
    ),
    next="11",
    bridge="the same questions in other kinds of business",
)
