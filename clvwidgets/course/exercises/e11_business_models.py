"""11: what a customer is made of in different kinds of business, and whose next one to win."""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import cache
from itertools import combinations
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

_BUDGET, _WEEKS, _MOST = 10_000, 10, 1_000
_SHOP, _CONTRACTS = "shop, content", "subscription, content"


@cache
def _lines() -> pd.DataFrame:
    from clvwidgets.data import customers_of_lines
    from clvwidgets.segments import compare_lines

    return compare_lines(customers_of_lines())


@cache
def _lines_of_2022() -> pd.DataFrame:
    """Compare the customers of the first year alone: all of them were there two years or more."""
    from clvwidgets.data import customers_of_lines
    from clvwidgets.segments import compare_lines

    customers = customers_of_lines()
    return compare_lines(customers[customers["came"] < "2023-01-01"])


@cache
def _further() -> pd.DataFrame:
    """Measure what the further customers of each channel cost and bring back."""
    from clvwidgets import load_dataset
    from clvwidgets.data import newcomer_worth
    from clvwidgets.effects import budget_steps, further_customers

    weekly = load_dataset("marketing_weekly").query("channel not in ['direct', 'referral']")
    where = weekly["line"].astype(str) + ", " + weekly["channel"].astype(str)
    weekly = weekly.assign(where=where)
    steps = budget_steps(weekly, "where", most=_MOST)
    return further_customers(weekly, steps, by="where", worth=newcomer_worth())


@cache
def _two_years() -> float:
    """Margin that a contract of 2022 by content brought in 24 months, at its first plan's fee."""
    from clvwidgets import load_dataset

    plans = load_dataset("subscription_plans").set_index("plan")
    contracts = load_dataset("subscription_contracts")
    early = contracts[(contracts["start"] < "2023-01-01") & (contracts["channel"] == "content")]
    margin = early["first_plan"].map(plans["fee"] - plans["cost"]).astype(float)
    return float((early["months_paid"].clip(upper=24) * margin).mean())


def _ends(where: str, worth: float | None = None) -> tuple[float, float, float]:
    """Euros back for each further euro of a step: measured, low and high end."""
    row: Mapping[Any, float] = _further().loc[where].to_dict()
    if worth is None:
        return row["back"], row["back_low"], row["back_high"]
    each = worth / row["money"]
    return each * row["customers"], each * row["customers_low"], each * row["customers_high"]


@cache
def _next_best() -> float:
    """Money that comes back of the best other steps that cost 1,000 € a week at most together."""
    steps = _further().assign(brought=_further()["money"] * _further()["back"])
    choices = (
        list(some) for size in range(1, len(steps) + 1) for some in combinations(steps.index, size)
    )
    fit = [one for one in choices if steps.loc[one, "money"].sum() <= _MOST]
    others = [one for one in fit if set(one) != {_SHOP, _CONTRACTS}]
    return max(float(_WEEKS * steps.loc[one, "brought"].sum()) for one in others)


def _shown() -> float:
    """Count the steps whose interval lies above a euro back for each further euro."""
    return float((_further()["back_low"] > 1).sum())


def _shown_numbers() -> Mapping[str, Any]:
    numbers: dict[str, Any] = {"steps": len(_further())}
    places = {"ads": "shop, paid", "social": "subscription, social", "shop": _SHOP}
    places |= {"contracts": _CONTRACTS, "partners": "subscription, partners"}
    for name, where in places.items():
        numbers[name], numbers[f"{name}_low"], numbers[f"{name}_high"] = _ends(where)
    numbers["paid"] = _two_years()
    numbers["soon"], numbers["soon_low"], numbers["soon_high"] = _ends(_CONTRACTS, _two_years())
    money = _further()["money"]
    numbers["spent"] = money["subscription, partners"]
    numbers["unspent"] = _MOST - money[_SHOP] - money["subscription, partners"]
    return numbers


def _decided() -> Mapping[str, Any]:
    from clvwidgets.data import newcomer_worth

    worth, further = newcomer_worth(), _further().to_dict("index")
    numbers: dict[str, Any] = {"total": 0.0}
    off = 0.0
    for name, where in (("shop", _SHOP), ("contract", _CONTRACTS)):
        back, low, high = _ends(where)
        money = further[where]["money"]
        numbers |= {name: back, f"{name}_low": low, f"{name}_high": high, f"{name}_money": money}
        numbers |= {f"{name}_worth": float(worth[where])}
        numbers[f"{name}_dearest"] = further[where]["cost_high"]
        numbers[f"{name}_sum"] = _WEEKS * money
        numbers["total"] += _WEEKS * money * back
        off += (_WEEKS * money * (high - low) / 2) ** 2
    # The two lines' weeks are other weeks' luck: their errors add up in squares.
    numbers["total_low"] = numbers["total"] - math.sqrt(off)
    numbers["total_high"] = numbers["total"] + math.sqrt(off)
    numbers["gain"] = numbers["total"] - _BUDGET
    numbers["next_best"] = _next_best()
    numbers["paid"] = _two_years()
    numbers["soon"], numbers["soon_low"], numbers["soon_high"] = _ends(_CONTRACTS, _two_years())
    numbers["weeks"] = _BUDGET / numbers["shop_money"]
    numbers |= {f"slow{end}": _BUDGET * numbers[f"shop{end}"] for end in ("", "_low", "_high")}
    return numbers


def _next_cost() -> Mapping[str, Any]:
    """Contracts that a week's content of the subscription brought, by what was spent on it."""
    from clvwidgets import load_dataset

    weekly = load_dataset("marketing_weekly")
    weeks = weekly[(weekly["line"] == "subscription") & (weekly["channel"] == "content")]
    signed = weeks.groupby("spend")["new_customers"].mean()
    shop = weekly[(weekly["line"] == "shop") & (weekly["channel"] == "content")]
    came = shop.groupby("spend")["new_customers"].mean()
    return {
        "rounded": 750 / (round(signed[2250]) - round(signed[1500])),
        "sums": 750 / (signed[2250] * 22 - signed[1500] * 33),
        "half": signed[750],
        "usual": signed[1500],
        "more": signed[2250],
        "twice": signed[3000],
        "average": 1500 / signed[1500],
        "shop": 250 / (came[500] - came[250]),
        "shop_average": 250 / came[250],
    }


def _ten_weeks() -> Mapping[str, Any]:
    further = _further()
    shop, contracts = further.loc[_SHOP], further.loc[_CONTRACTS]
    return {
        "budget": _BUDGET,
        "shop": shop["back"],
        "contracts": contracts["back"],
        "lows": (shop["back_low"], contracts["back_low"]),
        "won": shop["customers"] + contracts["customers"],
    }


def _guest() -> Mapping[str, Any]:
    """Ask the calculator for the worth of a guest at another churn, and for what lies beside."""
    from clvwidgets import UnitEconomics

    economics = UnitEconomics()
    start, start_net = economics.clv, economics.net
    economics.churn = 0.08
    first = economics.clv
    economics.use("Restaurant")
    before = economics.clv
    economics.churn = 1 - 0.92 ** (1 / 12)
    year = economics.clv
    economics.churn = 0.45
    monthly = economics.clv
    economics.churn = 0.08
    return {
        "start": start,
        "start_net": start_net,
        "monthly": monthly,
        "year": year,
        "worth": economics.clv,
        "net": economics.net,
        "ratio": economics.ltv_cac,
        "margin": economics.margin,
        "revenue": economics.revenue,
        "before": before,
        "first": first,
        "churn": 0.08,
    }


def _lost() -> Mapping[str, Any]:
    """Share of a customer's value that is lost if half as many again leave in a year."""
    from clvwidgets import UnitEconomics
    from clvwidgets.formulas import retention_clv

    kinds = UnitEconomics().compare_presets().loc[["Finance", "Restaurant"]]
    rate = kinds["discount_per_period"]
    stay_a_year = (1 - kinds["churn"]) ** 12
    worse = retention_clv(kinds["margin"], (1 - 1.5 * (1 - stay_a_year)) ** (1 / 12), rate)
    return dict(zip(("finance", "restaurant"), 100 * (1 - worse / kinds["clv"]), strict=True))


LESSON = LessonPlan(
    name="11_business_models",
    question="Which line of business should get Nordlicht's next 10,000 €?",
    minutes=30,
    needs=("05", "10"),
    objectives=(
        "describe a line's customers by their shape: how much, how often, how alike",
        "compute what the next customer of a line costs, and what a further euro brings back",
        "decide where a budget goes, and where a trial comes first",
        "tell which question fits a kind of business: who has left, or who may have left",
    ),
    decision=Decision(
        "Two lines get it: for ten weeks {shop_money:.0f} € a week more go to the shop's content "
        "and {contract_money:.0f} € a week more to the subscription's. A further euro brings back "
        "{shop:.1f} € in the shop [{shop_low:.1f}; {shop_high:.1f}] and {contract:.1f} € in the "
        "subscription [{contract_low:.1f}; {contract_high:.1f}]. On average over many such ten "
        "weeks the 10,000 € bring back {total:,.0f} € [{total_low:,.0f}; {total_high:,.0f}], "
        "{gain:,.0f} € more than is spent: margin over the newcomers' lifetimes, at 10 % a year. "
        "The next best steps that fit would bring back {next_best:,.0f} €. What a newcomer "
        "is worth is the simulation's truth, which no company has. Wholesale, "
        "machines and films get nothing yet, however much their customers have brought: nobody "
        "knows what their next one costs. Each of them may ask for a trial.",
        numbers=_decided,
        holds=lambda shop_worth, shop_dearest, contract_worth, contract_dearest, total, next_best: (
            shop_worth > shop_dearest and contract_worth > contract_dearest and total > next_best
        ),
        flips={
            "shop_worth": 40,
            "contract_worth": 444,
            "contract_dearest": 1_000,
            "next_best": 50_000,
        },
        otherwise="A newcomer by the shop's content is worth {shop_worth:.0f} €, and a further one "
        "may, by its interval, cost as much as {shop_dearest:.0f} €. A contract is worth "
        "{contract_worth:.0f} € and may cost as much as {contract_dearest:.0f} €. Whoever counts "
        "only the {paid:.0f} € that a contract brought in its first two years gets "
        "{soon:.1f} € [{soon_low:.1f}; {soon_high:.1f}] back for a further euro: not shown to pay. "
        "No step of the subscription would be, and its {contract_sum:,.0f} € would go to the "
        "shop's social media or its partners. And if the money did not have to be spent in ten "
        "weeks, the shop's content alone could have it, {shop_money:.0f} € a week for {weeks:.0f} "
        "weeks. That would bring back {slow:,.0f} € [{slow_low:,.0f}; {slow_high:,.0f}]: more, and "
        "more surely, but later.",
    ),
    recall=(
        Question(
            key="top",
            about=("10",),
            prompt="From 10: of the shop's 200 best customers by revenue, 35 are not among its 200 "
            "best by profit. What sets these 35 apart?",
            options=(
                Option(
                    "Their orders are older.",
                    "Revenue and profit are sums over the same orders and the same years.",
                    "time for cost",
                ),
                Option(
                    "They sent much of it back.",
                    "Yes: nearly half of what they paid was paid back to them, and what comes back "
                    "costs money besides.",
                ),
                Option(
                    "They buy goods with a low margin.",
                    "Their margin before returns is that of the others. What happens after the "
                    "order?",
                    "margin rate for returns",
                ),
            ),
        ),
        Question(
            key="next",
            about=("05",),
            prompt="From 05: a channel's average CAC is low. What follows for the next 10,000 €?",
            options=(
                Option(
                    "They should go there.",
                    "They buy the next customers, not those of the past.",
                    "average for marginal",
                ),
                Option(
                    "They should not go there.",
                    "They may well. The average alone does not say.",
                    "average read backwards",
                ),
                Option("Nothing yet.", "Yes. Ask what the *next* customer costs there."),
            ),
        ),
    ),
    predictions=(
        Prediction(
            key="top_tenth",
            prompt="Line up the shop's customers by the margin that they have brought. What share "
            "of all of it, in percent, comes from the best tenth?",
            answer=lambda: float(_lines()["top_tenth"]["shop"]),
            reveal="**{answer:.0f} %.** The middle customer of the shop has brought {middle:.0f} "
            "€, half of the mean. A first order brings little, and some customers go on for "
            "years.\n\n"
            "Among the buyers of machines the best tenth has brought only {machines:.0f} %, "
            "although {once:.0f} % of them have bought just once, against {shop_once:.0f} % in the "
            "shop. A first purchase there is a machine, so nobody is small.\n\n"
            "In the table, `middle` is the median and `once` the percentage who paid once. People "
            "who came three years ago are in it beside people who came last month, and that alone "
            "makes them unlike. Among those who came in 2022 the best tenth brought "
            "{early_shop:.0f} % in the shop, the same. But in the subscription it is "
            "{early_contracts:.0f} % instead of {contracts:.0f} %, and of the buyers of machines "
            "only {early_once:.0f} % have bought just once.",
            unit="%",
            mark="x",
            numbers=lambda: {
                "middle": _lines().loc["shop", "middle"],
                "machines": _lines().loc["machines", "top_tenth"],
                "once": _lines().loc["machines", "once"],
                "shop_once": _lines().loc["shop", "once"],
                "contracts": _lines().loc["subscription", "top_tenth"],
                "early_shop": _lines_of_2022().loc["shop", "top_tenth"],
                "early_contracts": _lines_of_2022().loc["subscription", "top_tenth"],
                "early_once": _lines_of_2022().loc["machines", "once"],
            },
        ),
        Prediction(
            key="shown",
            prompt="There are {steps} such steps. For how many of them is it shown that a further "
            "euro brings back more than a euro? That is: even the lower end of its 95 % interval "
            "is above 1 €.",
            answer=_shown,
            low=0,
            high=7,
            unit="steps",
            numbers=_shown_numbers,
            reveal="**{answer:.0f} of {steps}.** It is not shown for the shop's ads, which bring "
            "back {ads:.2f} € [{ads_low:.2f}; {ads_high:.2f}] for a further euro. Nor for the "
            "subscription's social channel: {social:.2f} € looks fine, but [{social_low:.2f}; "
            "{social_high:.2f}] may be luck.\n\n"
            "The most comes from content: {shop:.2f} € [{shop_low:.2f}; {shop_high:.2f}] in the "
            "shop and {contracts:.2f} € [{contracts_low:.2f}; {contracts_high:.2f}] in the "
            "subscription. Together these two cost just the 1,000 € a week, and no other steps "
            "that fit bring back more. The subscription's partners are as good for each euro, and "
            "surer: {partners:.2f} € [{partners_low:.2f}; {partners_high:.2f}]. But they take only "
            "{spent:.0f} € a week. Beside the shop's content that leaves {unspent:.0f} € a week "
            "for which the table has no step.\n\n"
            "Much of that comes late. The contracts that content won in 2022 paid {paid:.0f} € of "
            "margin each in their first two years. Counting no more than that, a further euro "
            "brings back {soon:.2f} € [{soon_low:.2f}; {soon_high:.2f}] there: on average the "
            "money is back by then, but that is not shown.",
        ),
    ),
    exercises=(
        Exercise(
            key="next_cost",
            prompt="Content of the subscription costs 1,500 € in a planned week. In 22 weeks drawn "
            "by lot it got 2,250 €. What did each *further* contract cost, in euros, from "
            "`by_spend[1500]` to `by_spend[2250]`? A whole number will do.",
            given=_next_cost,
            answer=lambda usual, more: 750 / (more - usual),
            right="Right: {answer:.0f} €, nearly twice the {average:.0f} € that a contract costs "
            "on average in a planned week. Chance had a part in it: the next table has the "
            "interval.",
            mistakes=(
                Mistake(
                    lambda usual: 1500 / usual,
                    "That is the average cost in a planned week. What do the *further* ones cost?",
                    "1500 / by_spend[1500]",
                ),
                Mistake(
                    lambda more: 2250 / more,
                    "That is the average over all contracts of a larger week. Most of them would "
                    "have come for 1,500 €.",
                    "2250 / by_spend[2250]",
                ),
                Mistake(
                    lambda usual, more: 2250 / (more - usual),
                    "You share out the whole budget. Only what was spent *more* bought these.",
                    "2250 / (by_spend[2250] - by_spend[1500])",
                ),
                Mistake(
                    lambda usual, more: 1500 / (more - usual),
                    "You share out the planned budget. What was spent *more* bought the further "
                    "ones.",
                    "1500 / (by_spend[2250] - by_spend[1500])",
                ),
                Mistake(
                    lambda usual, twice: 1500 / (twice - usual),
                    "That is the step to 3,000 €. Ask for the one to 2,250 €.",
                    "(3000 - 1500) / (by_spend[3000] - by_spend[1500])",
                ),
                Mistake(
                    lambda half, usual: 750 / (usual - half),
                    "That is the step up to the planned 1,500 €. Ask for the one above it.",
                    "(1500 - 750) / (by_spend[1500] - by_spend[750])",
                ),
                Mistake(
                    lambda usual, more: 2250 / more - 1500 / usual,
                    "That is how far the average rises. It rises because the further ones cost "
                    "more, but less than they do.",
                    "2250 / by_spend[2250] - 1500 / by_spend[1500]",
                ),
                Mistake(
                    lambda usual, more: more - usual,
                    "That is how many further contracts came in a week. What did they cost?",
                    "by_spend[2250] - by_spend[1500]",
                ),
                Mistake(
                    lambda shop: shop,
                    "That is the shop's content, done above. This is the subscription's.",
                    "(500 - 250) / (tried['mean'][500] - tried['mean'][250])",
                ),
                Mistake(
                    lambda shop_average: shop_average,
                    "That is the average newcomer of the shop. Ask for the *further* contracts of "
                    "the subscription.",
                    "250 / tried['mean'][250]",
                ),
                Mistake(
                    lambda more: 750 / more,
                    "You share the further euros among all contracts of a larger week. Most of "
                    "them would have come anyway.",
                    "750 / by_spend[2250]",
                ),
                Mistake(
                    lambda rounded: rounded,
                    "You rounded both means to whole contracts first. Their difference is small, "
                    "so that changes much. Round at the end.",
                    "750 / (round(by_spend[2250]) - round(by_spend[1500]))",
                ),
                Mistake(
                    lambda sums: sums,
                    "You compared sums: 22 weeks against 33. Take the means.",
                    'sums = contracts.groupby("spend")["new_customers"].sum()\n'
                    "750 / (sums[2250] - sums[1500])",
                ),
            ),
            # The means of one decimal, as the page shows them, give 221.
            tolerance=0.02,
            hints=(
                "How much more was spent, and how many more contracts came?",
                "Divide the further euros by `by_spend[2250] - by_spend[1500]`.",
            ),
            solution="(2250 - 1500) / (by_spend[2250] - by_spend[1500])",
        ),
        Exercise(
            key="ten_weeks",
            prompt="For ten weeks 250 € more go to the shop's content and 750 € more to the "
            "subscription's. What do the 10,000 € bring over the newcomers' lifetimes, in euros, "
            "after the 10,000 € are taken off? The column `back` of `further` says what each "
            "further euro brings back.",
            given=_ten_weeks,
            answer=lambda budget, shop, contracts: budget * (shop + 3 * contracts) / 4 - budget,
            right="Right: {answer:,.0f} € of margin, at 10 % a year. It rests on four things: "
            "the next weeks are like those that were tried; the further newcomers would not have "
            "come by another channel; a newcomer is worth what the truth says; and the further "
            "ones are worth as much as the average one of their channel. Besides, the largest of "
            "seven measured returns are often partly luck.",
            mistakes=(
                Mistake(
                    lambda budget, shop, contracts: budget * (shop + 3 * contracts) / 4,
                    "That is before the 10,000 € are taken off.",
                    'back = further["back"]\n'
                    '10 * (250 * back["shop, content"] + 750 * back["subscription, content"])',
                ),
                Mistake(
                    lambda budget, shop, contracts: budget * ((shop + 3 * contracts) / 4 - 1) / 10,
                    "That is one week. There are ten.",
                    'back = further["back"]\n'
                    '250 * back["shop, content"] + 750 * back["subscription, content"] - 1000',
                ),
                Mistake(
                    lambda budget, shop, contracts: budget * (shop + 3 * contracts) / 40,
                    "That is what one week brings back, before its cost. There are ten weeks, and "
                    "the 10,000 € are to be taken off.",
                    'back = further["back"]\n'
                    '250 * back["shop, content"] + 750 * back["subscription, content"]',
                ),
                Mistake(
                    lambda budget, shop, contracts: budget * (shop + 3 * contracts) / 40 - budget,
                    "You take the cost of ten weeks off what one week brings back.",
                    'back = further["back"]\n'
                    '250 * back["shop, content"] + 750 * back["subscription, content"] - 10_000',
                ),
                Mistake(
                    lambda budget, shop, contracts: (
                        budget * (shop + 3 * contracts) / 4 - budget / 10
                    ),
                    "You took off the cost of one week. Ten weeks cost 10,000 €.",
                    'back = further["back"]\n'
                    '10 * (250 * back["shop, content"] + 750 * back["subscription, content"])'
                    " - 1_000",
                ),
                Mistake(
                    lambda budget, shop, contracts: budget * (shop + contracts) - budget,
                    "You spend the 10,000 € twice, once in each line. The shop gets 2,500 € of "
                    "them, the subscription 7,500 €.",
                    '10_000 * (further["back"]["shop, content"]'
                    ' + further["back"]["subscription, content"]) - 10_000',
                ),
                Mistake(
                    lambda budget, contracts: 0.75 * budget * (contracts - 1),
                    "That is the subscription's part alone. Add the shop's.",
                    '7_500 * further["back"]["subscription, content"] - 7_500',
                ),
                Mistake(
                    lambda budget, shop: 0.25 * budget * (shop - 1),
                    "That is the shop's part alone. Add the subscription's.",
                    '2_500 * further["back"]["shop, content"] - 2_500',
                ),
                Mistake(
                    lambda shop, contracts: (shop + 3 * contracts) / 4,
                    "That is what each euro brings back on average. What do the 10,000 € bring, "
                    "less what they cost?",
                    'back = further["back"]\n'
                    '0.25 * back["shop, content"] + 0.75 * back["subscription, content"]',
                ),
                Mistake(
                    lambda shop, contracts: (shop + 3 * contracts) / 4 - 1,
                    "That is the gain for each euro. What is it for the 10,000 €?",
                    'back = further["back"]\n'
                    '0.25 * back["shop, content"] + 0.75 * back["subscription, content"] - 1',
                ),
                Mistake(
                    lambda budget, shop: budget * (shop - 1),
                    "You put all of it where a euro brings most. Only 250 € more a week were tried "
                    "there: beyond that nobody knows.",
                    '10_000 * further["back"]["shop, content"] - 10_000',
                ),
                Mistake(
                    lambda budget, shop, contracts: budget * ((shop + contracts) / 2 - 1),
                    "You took the two returns as equals. Three times as much goes to the "
                    "subscription.",
                    'back = further["back"]\n'
                    "10_000 * back[['shop, content', 'subscription, content']].mean() - 10_000",
                ),
                Mistake(
                    lambda budget, shop, contracts: budget * ((3 * shop + contracts) / 4 - 1),
                    "You swapped the two sums: the shop gets 250 €.",
                    'back = further["back"]\n'
                    '10 * (750 * back["shop, content"] + 250 * back["subscription, content"])'
                    " - 10_000",
                ),
                Mistake(
                    lambda budget, lows: budget * ((lows[0] + 3 * lows[1]) / 4 - 1),
                    "Those are the lower ends. Take what was measured.",
                    'low = further["back_low"]\n'
                    '10 * (250 * low["shop, content"] + 750 * low["subscription, content"])'
                    " - 10_000",
                ),
                Mistake(
                    lambda won: 10 * won,
                    "That is how many newcomers come. What are they worth?",
                    'won = further["customers"]\n'
                    '10 * (won["shop, content"] + won["subscription, content"])',
                ),
                Mistake(
                    lambda budget, contracts: budget * (contracts - 1),
                    "You put all of it into the subscription. A quarter goes to the shop.",
                    '10_000 * further["back"]["subscription, content"] - 10_000',
                ),
            ),
            hints=(
                "How much goes to each in ten weeks, and what does each of these euros bring back?",
                'Begin with `2500 * further["back"]["shop, content"]`, and do the same for the '
                "rest.",
            ),
            solution='back = further["back"]\n'
            'brought = 2500 * back["shop, content"] + 7500 * back["subscription, content"]\n'
            "brought - 10_000",
        ),
        Exercise(
            key="guest",
            prompt="That 45 % of a restaurant's guests leave in a year is a guess: nobody has seen "
            "them go. Choose *Restaurant* in the calculator, then set the churn to 8 % a month. "
            "What is a guest worth then, in euros, before what it cost to win them? Read it off, "
            "or take `economics.clv`.",
            given=_guest,
            tolerance=0.003,
            answer=lambda worth: worth,
            right="Right: {answer:.0f} €, where it was {before:.0f} €. So much hangs on a number "
            "that nobody has seen.",
            mistakes=(
                Mistake(
                    lambda margin, churn: margin * (1 - churn) / churn,
                    "That is without a discount, and without the first visit.",
                    "28 * 10 / 12 * 0.6 * 0.92 / 0.08",
                ),
                Mistake(
                    lambda net: net,
                    "That is the net value: the 12 € that the guest cost are taken off already.",
                    'economics.use("Restaurant")\neconomics.churn = 0.08\neconomics.net',
                ),
                Mistake(
                    lambda before: before,
                    "That is the preset as it comes. Set the churn to 8 % a month.",
                    'economics.use("Restaurant")\neconomics.clv',
                ),
                Mistake(
                    lambda first: first,
                    "That is 8 % at the figures that the calculator starts with. Choose the preset "
                    "first.",
                    "UnitEconomics(churn=0.08).clv",
                ),
                Mistake(
                    lambda start: start,
                    "That is what the calculator starts with. Choose *Restaurant*, then set the "
                    "churn to 8 % a month.",
                    "UnitEconomics().clv",
                ),
                Mistake(
                    lambda start_net: start_net,
                    "That is the net value that the calculator starts with. Choose *Restaurant*, "
                    "set the churn to 8 % a month, and look for the lifetime value.",
                    "UnitEconomics().net",
                ),
                Mistake(
                    lambda monthly: monthly,
                    "You set 45 % a month. The 45 % are of a year; set 8 % a month.",
                    'economics.use("Restaurant")\neconomics.churn = 0.45\neconomics.clv',
                ),
                Mistake(
                    lambda before, worth: before - worth,
                    "That is how much value is lost. How much is left?",
                    'economics.use("Restaurant")\nbefore = economics.clv\n'
                    "economics.churn = 0.08\nbefore - economics.clv",
                ),
                Mistake(
                    lambda ratio: ratio,
                    "That is value to cost. The value alone is asked for.",
                    'economics.use("Restaurant")\neconomics.churn = 0.08\neconomics.ltv_cac',
                ),
                Mistake(
                    lambda margin, churn: margin / churn,
                    "That is the margin over the churn, without a discount; the calculator takes "
                    "10 % a year.",
                    "28 * 10 / 12 * 0.6 / 0.08",
                ),
                Mistake(
                    lambda revenue: revenue,
                    "That is what the guest pays. What is left of it as margin, in today's money?",
                    'economics.use("Restaurant")\neconomics.churn = 0.08\neconomics.revenue',
                ),
                Mistake(
                    lambda worth, margin: worth - margin,
                    "You left out the first visit: its margin comes at once.",
                    'economics.use("Restaurant")\neconomics.churn = 0.08\n'
                    "economics.clv - economics.margin",
                ),
                Mistake(
                    lambda year: year,
                    "That is 8 % a year. The calculator counts months: 8 % leave in each.",
                    'economics.use("Restaurant")\neconomics.churn = 1 - 0.92 ** (1 / 12)\n'
                    "economics.clv",
                ),
                Mistake(
                    lambda margin: margin,
                    "That is the margin of one month. A guest stays longer.",
                    'economics.use("Restaurant")\neconomics.churn = 0.08\neconomics.margin',
                ),
            ),
            hints=(
                'Choose the preset from the list, or write `economics.use("Restaurant")`.',
                "Then move *Churn per month*, or write `economics.churn = 0.08`, and look for the "
                "lifetime value.",
            ),
            solution='economics.use("Restaurant")\neconomics.churn = 0.08\neconomics.clv',
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
                    "What it costs to serve them is in the value already.",
                    "cost counted twice",
                ),
            ),
        ),
        Question(
            key="setting",
            prompt="A hairdresser wants to know their churn. What is the difficulty?",
            options=(
                Option("Nobody says goodbye.", "Yes. Without a contract leaving is not seen."),
                Option(
                    "The customers are too many.",
                    "Many guests make a rate more exact, if one can see who left.",
                    "size for setting",
                ),
                Option(
                    "The margins are too small.",
                    "Margins decide what customers are worth, not whether they have left.",
                    "value for survival",
                ),
            ),
        ),
        Question(
            key="churn",
            prompt="In the preset Finance 6 % leave in a year, in Restaurant 45 %. Suppose half "
            "as many again leave in a year: 9 % and 67.5 %. Where is the larger share of a "
            "customer's value lost?",
            numbers=_lost,
            options=(
                Option(
                    "Finance, where they stay so long",
                    "It loses {finance:.0f} %, the other {restaurant:.0f} %: what is lost lies far "
                    "ahead, and at 10 % a year it counts little today.",
                    "long stay for large effect",
                ),
                Option(
                    "The same in both: half as many again",
                    "The churn grows by the same share, but the value hangs on churn and discount "
                    "together. In one of the two the discount is the larger part.",
                    "proportion taken for granted",
                ),
                Option(
                    "Restaurant",
                    "Yes: {restaurant:.0f} % are lost, and {finance:.0f} % in Finance, where the "
                    "discount rate matters more than the churn.",
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
    open_question=OpenQuestion(
        "The head of wholesale objects: nothing was ever spent on us, so nobody knows our next "
        "customer's cost, so we never get anything. What would you offer?",
        "A trial, not a share of the sum. For some months, drawn by lot, somebody calls on hotels "
        "and cafes; in the others nobody does. Fix beforehand how many more accounts must come for "
        "it to pay. In 2024 about nine accounts started in a month, so the months will be many, "
        "or one counts something that comes sooner, such as requests for a price. Until then the "
        "average account says what the last ones brought, not what the next one costs. A good "
        "answer also distrusts the winner: the best of seven steps as measured is often the best "
        "partly by luck, and may bring less from now on. Count again afterwards.",
    ),
    own=OwnNumbers(
        "Take weeks of your own, with columns `spend` and `new_customers`, and two budgets between "
        "which you have moved. Were they drawn by lot, or did they follow the season? In the "
        "second case the step tells what went together, not what money does. Here is another step "
        "of the company to begin with; 91 € is what such a newcomer is worth.",
        'social = weekly[weekly["where"] == "shop, social"]\n'
        'step = further_customers(social, {"half to planned": (225, 450)}, worth=91)\n'
        "step.round(1)",
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
