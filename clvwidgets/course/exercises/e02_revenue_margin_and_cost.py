"""02: on which basis a value is given, and what historic value cannot say."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

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
from clvwidgets.formulas import historic_clv, retention_clv, simple_clv

_SEATS = 50
_SHOWN = 72
_LATELY = "2024-10-01"
_OTHER_WORLDS = "40 to 46"
_HAND = {
    "orders": 16,
    "price": 40,
    "goods": 20,
    "picking": 2,
    "sent_back": 2,
    "handling": 6,
    "service": 9,
    "years": 2,
}


@cache
def _shop() -> Any:
    """Sum up each customer of the shop: amount, cost, margin, after returns, and the truth."""
    from clvwidgets import load_dataset
    from clvwidgets.data import order_profit

    orders = load_dataset("shop_orders")
    table = orders[["customer_id", "amount", "discount", "cost"]].copy()
    kept = order_profit(orders, load_dataset("shop_returns"), load_dataset("shop_products"))
    table["margin"], table["after"] = kept["margin"], kept["profit"]
    customers = table.groupby("customer_id").sum()
    customers["last"] = orders.groupby("customer_id")["date"].max()
    truth = load_dataset("truth_shop").set_index("customer_id")
    return customers.join(truth[["alive", "residual_value"]])


def _totals() -> Mapping[str, Any]:
    customers = _shop()
    return {
        "revenue": customers["amount"].sum(),
        "goods": customers["cost"].sum(),
        "customers": len(customers),
        "middle": customers["margin"].median(),
        "middle_revenue": customers["amount"].median(),
        "cut": customers["discount"].mean(),
        "one": customers["margin"][_SHOWN],
        "after": customers["after"].mean(),
        "orders": _orders(),
    }


def _orders() -> int:
    from clvwidgets import load_dataset

    return len(load_dataset("shop_orders"))


def _on_both_lists() -> int:
    customers = _shop()
    best = customers["margin"].nlargest(_SEATS).index
    return len(best.intersection(customers["amount"].nlargest(_SEATS).index))


def _margin_shares() -> Mapping[str, float]:
    """Describe those on either list: margin in percent of revenue, and how revenue differs."""
    customers = _shop()
    names = customers["amount"].nlargest(_SEATS).index
    names = names.union(customers["margin"].nlargest(_SEATS).index)
    revenue = customers["amount"][names]
    share = 100 * customers["margin"][names] / revenue
    return {
        "low": share.min(),
        "high": share.max(),
        "share_factor": share.max() / share.min(),
        "least": revenue.min(),
        "most": revenue.max(),
        "factor": revenue.max() / revenue.min(),
    }


def _ways() -> Mapping[str, float]:
    """Value of the widget's customer: its largest and its smallest bar."""
    after_renewal = retention_clv(30 * 8 * 0.4, 0.5, 0.1, first_payment="after_renewal")
    return {"revenue": simple_clv(30, 8, 2), "net": after_renewal - 31}


def _lists() -> Mapping[str, float]:
    """Describe the fifty best so far, and the fifty best of those who ordered lately."""
    customers = _shop()
    lately = customers[customers["last"] >= _LATELY]
    found: dict[str, float] = {"seats": _SEATS, "all_to_come": customers["residual_value"].mean()}
    names = []
    for name, among in (("best", customers), ("lately", lately)):
        chosen = among.nlargest(_SEATS, "after")
        names.append(chosen.index)
        found[f"{name}_still"] = int(chosen["alive"].sum())
        found[f"{name}_so_far"] = chosen["after"].mean()
        found[f"{name}_to_come"] = chosen["residual_value"].mean()
    return {**found, "changed": _SEATS - len(names[0].intersection(names[1]))}


def _cuts() -> Mapping[str, float]:
    """Add to the lists how many would still be customers had another day been chosen."""
    customers = _shop()
    still = {
        month: int(customers[customers["last"] >= day].nlargest(_SEATS, "after")["alive"].sum())
        for month, day in {"july": "2024-07-01", "november": "2024-11-01"}.items()
    }
    return {**_lists(), **still}


def _still_by_year() -> Mapping[str, float]:
    """Percentage of the customers of the first and of the last year who have not left."""
    from clvwidgets import load_dataset

    people = load_dataset("shop_customers").set_index("customer_id")
    still = 100 * _shop()["alive"].groupby(people["first_order"].dt.year).mean()
    return {**_lists(), "first": still.iloc[0], "last": still.iloc[-1]}


def _music() -> Any:
    from clvwidgets import load_dataset

    return load_dataset("cdnow").groupby("customer_id")["amount"].sum()


def _mean_purchase() -> float:
    from clvwidgets import load_dataset

    return float(load_dataset("cdnow")["amount"].mean())


def _spent() -> Mapping[str, float]:
    spent = _music()
    return {
        "spent": float(spent.mean()),
        "middle": float(spent.median()),
        "all": float(spent.sum()),
        "purchase": _mean_purchase(),
        "share": 0.3,
    }


def _by_hand(
    orders: float,
    price: float,
    goods: float,
    picking: float,
    sent_back: float,
    handling: float,
    service: float,
    years: float,
) -> float:
    kept = orders * (price - goods - picking)
    return kept - sent_back * (price - goods + handling) - service * years


LESSON = LessonPlan(
    name="02_revenue_margin_and_cost",
    question="Whom should Nordlicht invite to its tasting?",
    minutes=30,
    needs=("01",),
    objectives=(
        "compute what a customer has brought so far, before and after returns",
        "name basis, unit and period of any value that somebody shows you",
        "explain why historic value favours customers who came early",
        "decide which number fits a question about the future",
    ),
    decision=Decision(
        "Nordlicht invites the fifty customers who brought most after returns *among those who "
        "ordered in the last quarter of 2024*: {lately_still} of them are still customers. Of the "
        "fifty who brought most in all three years, only {best_still} are. {changed} of the 50 "
        "seats change hands. The fifty invited have brought a little less so far "
        "({lately_so_far:,.0f} € each instead of {best_so_far:,.0f} €) and have more to come "
        "({lately_to_come:,.0f} € instead of {best_to_come:,.0f} €, margin after returns at "
        "today's value). Who is still a customer, and what is to come, we know only because the "
        "shop is simulated; the date of the last order is known to every shop. Do not count on "
        f"{{lately_still}}: in five other simulated shops it was {_OTHER_WORLDS}. And no list can "
        "say whether a party makes anybody buy more: notebook 08 asks that.",
        numbers=_lists,
        holds=lambda best_still, lately_still, best_to_come, lately_to_come: (
            lately_still > best_still and lately_to_come > best_to_come
        ),
        flips={"lately_still": 35, "best_still": 49, "lately_to_come": 900},
        otherwise="If {lately_still} of the fifty best so far were still customers, too, and had "
        "as much to come, Nordlicht would invite them: they have brought more. And if the party "
        "were a thank-you for the past and not for the future, it would invite them anyway.",
    ),
    recall=(
        Question(
            key="steps",
            prompt="From 01: which three numbers make the basic formula?",
            options=(
                Option(
                    "Order value, frequency, lifespan",
                    "Yes: what an order brings, how many come in a year, how many years the "
                    "customer stays.",
                ),
                Option(
                    "Order value, margin, cost",
                    "Those lead from one order to its profit. How many orders come is missing.",
                    "profit of an order",
                ),
                Option(
                    "Frequency, churn, discount rate",
                    "Those say how often and for how long. How much is missing.",
                    "no money in it",
                ),
            ),
            about=("01",),
        ),
        Question(
            key="words",
            prompt="From 01: somebody says that a customer is worth 480 €. You want to compare "
            "that with the cost of winning one. What must you ask first?",
            options=(
                Option(
                    "How many customers were counted?",
                    "That tells how sure the number is. It does not tell what the euros are.",
                    "size before basis",
                ),
                Option(
                    "Is it revenue, margin or net?",
                    "Yes. The basis first: revenue still has the cost of the goods in it.",
                ),
                Option(
                    "Is it more than last year?",
                    "That compares two values. It does not tell whether either may be set "
                    "against a cost.",
                    "trend before basis",
                ),
            ),
            about=("01",),
        ),
    ),
    predictions=(
        Prediction(
            key="both_lists",
            prompt="Marketing lists the 50 customers with most revenue, finance the 50 with most "
            "margin. How many names are on both lists?",
            answer=_on_both_lists,
            reveal="**{answer:.0f}** of 50: they need not argue for long. The table has the "
            "customers who are on one list only, with the euros of three years. Of each customer "
            "on either list, between {low:.0f} and {high:.0f} % of the revenue was margin: the "
            "highest share is {share_factor:.1f} times the lowest. Their revenues differ more, "
            "from {least:,.0f} to {most:,.0f} €, {factor:.1f} times as much. So revenue decides "
            "nearly all the names; the shares move many of them up or down a little, and exchange "
            "three.\n\nThe amounts are another matter: each of them has brought more than twice "
            "as many euros of revenue as of margin.",
            high=50,
            unit="names",
            numbers=_margin_shares,
        ),
        Prediction(
            key="times",
            prompt="One customer: 30 € an order, 8 orders a year, 40 % margin; half of such "
            "customers leave each year; the discount rate is 10 % a year; winning one costs 31 €. "
            "Seven common methods value this customer. How many times as large as the smallest "
            "value is the largest?",
            answer=lambda: _ways()["revenue"] / _ways()["net"],
            reveal="**{answer:.1f} times**: {revenue:.0f} € is the revenue of the whole stay, not "
            "discounted. {net:.0f} € is the discounted margin from the first renewal on, less the "
            "cost of winning. It is one and the same customer, and each bar is computed "
            "correctly.\n\n"
            "Now use the widget. Set the gross margin to 100 %: which two bars become equal, and "
            "why? Put it back to 40 % and raise the churn to 90 %: what becomes of the gap "
            "between *Margin × stay* and *Discounted, paid now*? Below the widget are the answers.",
            low=1,
            high=30,
            step=0.5,
            unit="times",
            numbers=_ways,
        ),
        Prediction(
            key="still_there",
            prompt="The warehouse takes the 50 customers who have brought most after returns. In "
            "this simulated shop we know who had left by the end of 2024 and will not come back "
            "by themselves. How many of the 50 are still customers?",
            answer=lambda: _lists()["best_still"],
            reveal="**{answer:.0f}** of 50. The others were excellent customers. They have left, "
            "nobody was told, and their historic value keeps them on the list for ever.\n\n"
            "The past still says a lot. On average these fifty have {best_to_come:,.0f} € to come "
            "each, all customers {all_to_come:.0f} €. It does not say who is gone.\n\n"
            "The table shows what time does to a sum of the past. It has the means of *all* "
            "customers by the year of their first order, in euros: brought so far after returns "
            "(`profit`), and still `to come` by the simulator's truth. The two columns run in "
            "opposite directions. Those who came first had most time to buy, but only {first:.0f} "
            "% of them are still customers. Of those who came last, {last:.0f} % are.",
            high=50,
            unit="customers",
            numbers=_still_by_year,
        ),
        Prediction(
            key="lately",
            prompt="Now somebody looks only at customers who ordered in the last quarter of 2024. "
            "Of them they take the 50 who have brought most after returns. How many of these 50 "
            "are still customers?",
            answer=lambda: _lists()["lately_still"],
            reveal="**{answer:.0f}** of 50. The table has the sums of both lists: how many are "
            "still customers (`alive`), what the fifty have brought so far (`profit`, in euros), "
            "and what is still `to come`. "
            "A date that every shop knows has done it: {changed} of the 50 seats change hands. The "
            "price is small: these fifty have brought a little less so far. Another day "
            "would do, too, but not as well if it lies further back: of those who ordered from "
            "July on, it would be {july}; from November on, {november}.\n\nIs that luck? In part. "
            "In five other worlds, simulated by the same rules, the first "
            f"list had 28 to 39 customers left and the second {_OTHER_WORLDS}. So in another world "
            "expect less than here. But in each of them the second list had more than the first.",
            high=50,
            unit="customers",
            numbers=_cuts,
        ),
    ),
    exercises=(
        Exercise(
            key="so_far",
            prompt="What has the shop's average (mean) customer brought in these three years, in "
            "euros of *margin before returns*? To the cent or rounded to whole euros. Use "
            "`customers`.",
            given=_totals,
            answer=lambda revenue, goods, customers: (revenue - goods) / customers,
            right="Right: {answer:.2f} € of margin before returns, from 2022 to 2024. The same "
            "customer paid more than twice as much. Some had three years to buy, others a few "
            "days.",
            mistakes=(
                Mistake(
                    lambda revenue, customers: revenue / customers,
                    "That is revenue. More than half of it went into goods and picking.",
                    'customers["amount"].mean()',
                ),
                Mistake(
                    lambda goods, customers: goods / customers,
                    "That is the cost of goods and picking. What is left of the revenue?",
                    'customers["cost"].mean()',
                ),
                Mistake(
                    lambda middle: middle,
                    "That is the middle customer, the median. The mean is asked for; a few large "
                    "customers pull it up.",
                    'customers["margin"].median()',
                ),
                Mistake(
                    lambda middle_revenue: middle_revenue,
                    "That is the revenue of the middle customer, the median. The mean of the "
                    "margin is asked for.",
                    'customers["amount"].median()',
                ),
                Mistake(
                    lambda revenue, goods, customers, cut: (revenue - goods) / customers - cut,
                    "You took the price cut off twice: `amount` is what was paid after it.",
                    'cut = orders["discount"].sum() / len(customers)\n'
                    'customers["margin"].mean() - cut',
                ),
                Mistake(
                    lambda revenue, goods, customers: (revenue - goods) / customers / 3,
                    "That is for one year. The three years together are asked for.",
                    'customers["margin"].mean() / 3',
                ),
                Mistake(
                    lambda revenue, goods: (revenue - goods) / revenue,
                    "That is the share of revenue that is margin. How many euros are asked for?",
                    'customers["margin"].sum() / customers["amount"].sum()',
                ),
                Mistake(
                    lambda one: one,
                    "That is the one customer shown above. What of all the others?",
                    'customers.loc[72, "margin"]',
                ),
                Mistake(
                    lambda revenue, goods: revenue - goods,
                    "That is all customers together. How many are there?",
                    'customers["margin"].sum()',
                ),
                Mistake(
                    lambda revenue, goods, orders: (revenue - goods) / orders,
                    "That is the margin of one order. A customer has several.",
                    'customers["margin"].sum() / len(orders)',
                ),
                Mistake(
                    lambda after: after,
                    "That is after returns. Here the basis is margin before returns.",
                    "from clvwidgets.data import order_profit\n"
                    'returns = load_dataset("shop_returns")\n'
                    'kept = order_profit(orders, returns, load_dataset("shop_products"))\n'
                    'kept["profit"].groupby(orders["customer_id"]).sum().mean()',
                ),
            ),
            hints=(
                "The table has one row for each customer. Which of its columns has the basis that "
                "is asked for?",
                'A column has a mean: `customers["amount"].mean()` is the one of revenue.',
            ),
            solution="from clvwidgets import load_dataset\n"
            'orders = load_dataset("shop_orders")\n'
            'margin = orders["amount"] - orders["cost"]\n'
            'margin.groupby(orders["customer_id"]).sum().mean()',
            tolerance=0.01,
        ),
        Exercise(
            key="cost",
            prompt="A customer ordered 16 times for 40 €. Each time the goods cost 20 €, picking 2 "
            "€. Two of the orders came back whole: the 40 € were refunded, the goods went back on "
            "the shelf, and handling cost 6 € for each of the two. Service cost 9 € a year for "
            "two years. What has the customer brought after all these costs, in euros?",
            given=_HAND,
            answer=_by_hand,
            right="Right: {answer} €. The invoices said nearly three times as much.",
            mistakes=(
                Mistake(
                    lambda orders, price: orders * price,
                    "That is revenue: what was on the invoices.",
                    "16 * 40",
                ),
                Mistake(
                    lambda orders, price, goods: orders * (price - goods),
                    "That is revenue less the goods. The other costs are missing.",
                    "16 * (40 - 20)",
                ),
                Mistake(
                    lambda orders, price, goods, picking: orders * (price - goods - picking),
                    "Returns and service are missing.",
                    "16 * (40 - 20 - 2)",
                ),
                Mistake(
                    lambda orders, price, goods, picking, service, years: (
                        orders * (price - goods - picking) - service * years
                    ),
                    "The two orders that came back are still in it.",
                    "16 * (40 - 20 - 2) - 9 * 2",
                ),
                Mistake(
                    lambda orders, price, goods, picking, sent_back, handling, service, years: (
                        orders * (price - goods - picking)
                        - sent_back * (price + handling)
                        - service * years
                    ),
                    "You threw the returned goods away. They are back on the shelf, so their cost "
                    "is regained.",
                    "16 * (40 - 20 - 2) - 2 * (40 + 6) - 9 * 2",
                ),
                Mistake(
                    lambda orders, price, goods, picking, sent_back, service, years: (
                        orders * (price - goods - picking) - sent_back * price - service * years
                    ),
                    "The returned goods are back on the shelf, so their cost is regained. And "
                    "somebody had to handle the parcels.",
                    "16 * (40 - 20 - 2) - 2 * 40 - 9 * 2",
                ),
                Mistake(
                    lambda orders, price, goods, picking, sent_back, handling: (
                        orders * (price - goods - picking) - sent_back * (price + handling)
                    ),
                    "Service is missing. And the returned goods are back on the shelf, so their "
                    "cost is regained.",
                    "16 * (40 - 20 - 2) - 2 * (40 + 6)",
                ),
                Mistake(
                    lambda orders, price, goods, picking, sent_back, service, years: (
                        orders * (price - goods - picking)
                        - sent_back * (price - goods)
                        - service * years
                    ),
                    "Somebody had to handle the returned parcels.",
                    "16 * (40 - 20 - 2) - 2 * (40 - 20) - 9 * 2",
                ),
                Mistake(
                    lambda orders, price, goods, picking, sent_back, handling, service, years: (
                        orders * (price - goods - picking)
                        - sent_back * (price - goods)
                        - handling
                        - service * years
                    ),
                    "Handling is for each returned order, and two came back.",
                    "16 * (40 - 20 - 2) - 2 * (40 - 20) - 6 - 9 * 2",
                ),
                Mistake(
                    lambda orders, price, goods, picking, sent_back, handling, service, years: (
                        orders * (price - goods - picking - handling)
                        - sent_back * (price - goods)
                        - service * years
                    ),
                    "Handling is for returned orders only.",
                    "16 * (40 - 20 - 2 - 6) - 2 * (40 - 20) - 9 * 2",
                ),
                Mistake(
                    lambda orders, price, goods, picking, sent_back, handling, service, years: (
                        orders * (price - goods - picking) - sent_back * handling - service * years
                    ),
                    "The customer got the money back: the refund is missing.",
                    "16 * (40 - 20 - 2) - 2 * 6 - 9 * 2",
                ),
                Mistake(
                    lambda orders, price, goods, picking, handling, service, years: (
                        orders * (price - goods - picking)
                        - (price - goods + handling)
                        - service * years
                    ),
                    "Two orders came back, not one.",
                    "16 * (40 - 20 - 2) - (40 - 20 + 6) - 9 * 2",
                ),
                Mistake(
                    lambda orders, price, goods, picking, sent_back, handling, service, years: (
                        (orders - sent_back) * (price - goods - picking)
                        - sent_back * handling
                        - service * years
                    ),
                    "The two returned orders had been picked, too. That cost does not come back.",
                    "14 * (40 - 20 - 2) - 2 * 6 - 9 * 2",
                ),
                Mistake(
                    lambda orders, price, goods, picking, sent_back, service, years: (
                        (orders - sent_back) * (price - goods - picking) - service * years
                    ),
                    "The two returned orders cost something: they had been picked, and they had to "
                    "be handled.",
                    "14 * (40 - 20 - 2) - 9 * 2",
                ),
                Mistake(
                    lambda orders, price, goods, sent_back, handling, service, years: (
                        orders * (price - goods)
                        - sent_back * (price - goods + handling)
                        - service * years
                    ),
                    "Picking is missing: so much for each order.",
                    "16 * (40 - 20) - 2 * (40 - 20 + 6) - 9 * 2",
                ),
                Mistake(
                    lambda orders, price, goods, picking, sent_back, handling, service, years: (
                        orders * (price - goods)
                        - picking
                        - sent_back * (price - goods + handling)
                        - service * years
                    ),
                    "Picking is for each order, and there were many.",
                    "16 * (40 - 20) - 2 - 2 * (40 - 20 + 6) - 9 * 2",
                ),
                Mistake(
                    lambda orders, price, goods, picking, sent_back, handling, service: (
                        orders * (price - goods - picking)
                        - sent_back * (price - goods + handling)
                        - service
                    ),
                    "Service is per year, and there were more years than one.",
                    "16 * (40 - 20 - 2) - 2 * (40 - 20 + 6) - 9",
                ),
                Mistake(
                    lambda orders, price, goods, picking, sent_back, handling: (
                        orders * (price - goods - picking) - sent_back * (price - goods + handling)
                    ),
                    "Service is missing.",
                    "16 * (40 - 20 - 2) - 2 * (40 - 20 + 6)",
                ),
                Mistake(
                    lambda orders, price, goods, picking, sent_back, handling, service, years: (
                        (
                            orders * (price - goods - picking)
                            - sent_back * (price - goods + handling)
                            - service * years
                        )
                        / years
                    ),
                    "That is for one year. All that the customer has brought is asked for.",
                    "(16 * (40 - 20 - 2) - 2 * (40 - 20 + 6) - 9 * 2) / 2",
                ),
            ),
            hints=(
                "Begin as if nothing had come back: what is left of one order, and of all of them?",
                "An order that comes back loses its 40 €, gets back the 20 € of goods, and costs "
                "6 € more.",
                "Last, take off the service: so much a year, for each of the years.",
            ),
            solution="16 * (40 - 20 - 2) - 2 * (40 - 20 + 6) - 9 * 2",
            tolerance=0.001,
        ),
        Exercise(
            key="assumed",
            prompt="CDNOW published no costs. Assume that 30 % of its revenue was margin. What had "
            "its average (mean) customer then brought, in dollars, in the 15 to 18 months that the "
            "file follows each? Use `spent`.",
            given=_spent,
            answer=lambda spent, share: historic_clv(spent, share),
            right="Right: {answer:.2f} $, if 30 % is true. An assumed margin belongs in the same "
            "sentence as the result.",
            mistakes=(
                Mistake(lambda spent: spent, "That is revenue.", "spent.mean()"),
                Mistake(
                    lambda spent, share: spent * (1 - share),
                    "That is the part of the revenue that is *not* margin.",
                    "spent.mean() * 0.7",
                ),
                Mistake(
                    lambda middle, share: middle * share,
                    "That is the middle customer. The mean is asked for.",
                    "historic_clv(spent.median(), 0.3)",
                ),
                Mistake(
                    lambda all, share: all * share,  # noqa: A006
                    "That is all customers together.",
                    "historic_clv(spent.sum(), 0.3)",
                ),
                Mistake(
                    lambda purchase, share: purchase * share,
                    "That is the margin of one purchase. A customer has several.",
                    'historic_clv(music["amount"].mean(), 0.3)',
                ),
                Mistake(
                    lambda spent, share: spent * share * 12 / 18,
                    "You made a year of it. All that they brought is asked for.",
                    "historic_clv(spent.mean(), 0.3) * 12 / 18",
                ),
                Mistake(
                    lambda spent, share: spent / share,
                    "You divided by the share. A part is smaller than the whole.",
                    "spent.mean() / 0.3",
                ),
            ),
            hints=(
                "`spent` has what each customer paid. What is its mean?",
                "`historic_clv` takes revenue and then the margin as a fraction.",
            ),
            solution="from clvwidgets import load_dataset\n"
            "from clvwidgets.formulas import historic_clv\n"
            'spent = load_dataset("cdnow").groupby("customer_id")["amount"].sum()\n'
            "historic_clv(spent.mean(), 0.3)",
            tolerance=0.01,
        ),
    ),
    quiz=(
        Question(
            key="still_to_pay",
            prompt="A slide shows “profit per customer”. It is the `profit` of this notebook. "
            "Which cost has *not* been taken off?",
            options=(
                Option(
                    "The goods",
                    "They were taken off first: revenue less goods and picking is margin.",
                    "margin for revenue",
                ),
                Option(
                    "The handling of returns",
                    "That is what `profit` has less than margin, together with the refunds.",
                    "profit for margin",
                ),
                Option(
                    "Winning the customer",
                    "Yes. So you may set it against that cost. What is left after it is less.",
                ),
            ),
        ),
        Question(
            key="old",
            prompt="In Nordlicht's shop, customers whose first order was in 2022 have brought more "
            "so far than those of 2024. Which of these is certain?",
            options=(
                Option(
                    "2022 was a better year for winning customers.",
                    "The sum so far cannot tell: it grows with time. More of those of 2024 are "
                    "still there, and so they have more to come.",
                    "time for quality",
                ),
                Option(
                    "Those of 2022 have had more time to buy.",
                    "Yes: since their first order, about two years more.",
                ),
                Option(
                    "Those of 2022 will also bring more from now on.",
                    "Here it is the other way round: many of them have left.",
                    "past for future",
                ),
            ),
        ),
        Question(
            key="use",
            prompt="For which question is historic value the right number?",
            options=(
                Option(
                    "How much may the next customer cost to win?",
                    "That is about the future of somebody who has no past here.",
                    "past for future",
                ),
                Option(
                    "Who is about to leave?",
                    "Somebody who stops buying keeps their sum. It gives no warning.",
                    "a sum that warns",
                ),
                Option(
                    "What have the customers of 2022 earned us so far?",
                    "Yes. That is the past, and it is on record.",
                ),
            ),
        ),
    ),
    open_question=OpenQuestion(
        "A colleague wants to show “value of our customers: 162 €” to the board. That is the "
        "mean revenue so far. Which three words are missing, and which number would you show "
        "instead?",
        "Basis, unit and period: it is revenue before returns, in euros for each customer, from "
        "2022 to 2024. To judge what customers have earned, show it after the cost of goods and "
        "after returns, and say that it is a mean: the middle customer has brought about half of "
        "the mean. And it is the past. If the board wants to know what customers *will* bring, "
        "this number does not answer.",
    ),
    own=OwnNumbers(
        "Real customers again: of the 50 who paid CDNOW most in 1997, but only among those who "
        "bought in its last quarter, how many bought again in 1998? Compare with the number above "
        "that had no such condition. With fifty names each, a few names may be chance. Then try it "
        "with your own orders.",
        'last_quarter = music["date"].between("1997-10-01", "1997-12-31")\n'
        'active = music.loc[last_quarter, "customer_id"]\n'
        "best_active = paid[paid.index.isin(active)].nlargest(50).index\n"
        "best_active.isin(new).sum()",
    ),
    terms=(
        Term(
            "historic value",
            "What a customer has brought so far, on a basis that is named: margin, margin after "
            "returns, or what is left after all costs.",
        ),
        Term("basis", "What a value counts: revenue, margin, or what is left after all costs."),
        Term(
            "contribution",
            "What is left of revenue after all costs that came with the order itself.",
        ),
    ),
    next="03",
    bridge="what one divided by churn says, and what it hides",
)
