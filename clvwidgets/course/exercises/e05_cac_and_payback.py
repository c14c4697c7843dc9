"""05: what a customer may cost, what the next one costs, and when the money is back."""

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
from clvwidgets.formulas import (
    break_even_retention,
    convert_rate,
    payback_periods,
    retention_clv,
)

if TYPE_CHECKING:
    import pandas as pd

_MARGIN, _CHURN, _CAC = 20, 0.05, 120
_MONTHLY = float(convert_rate(0.10, "year", "month"))
_DOUBLED = {"content": (250, 500), "social": (450, 900), "partners": (350, 700)} | {
    "paid": (1600, 3200)
}


@cache
def _shop() -> pd.DataFrame:
    from clvwidgets import load_dataset

    return load_dataset("marketing_weekly").query("line == 'shop'")


@cache
def _worth() -> pd.Series[Any]:
    """Mean value of a newcomer of the shop by channel: known to the simulation only."""
    from clvwidgets import load_dataset
    from clvwidgets.data.simulate import true_newcomer_values

    people = load_dataset("shop_customers").set_index("customer_id")
    truth = load_dataset("truth_shop").set_index("customer_id")
    return true_newcomer_values(truth).groupby(people["channel"], observed=True).mean()


@cache
def _doubled() -> pd.DataFrame:
    """Measure what the step from the usual budget to twice as much buys, by channel."""
    from clvwidgets.effects import further_customers

    return further_customers(_shop(), _DOUBLED, by="channel", worth=_worth())


def _ads() -> Mapping[str, Any]:
    """Mean number of customers that a week's ads of the shop brought, by what was spent."""
    from clvwidgets.effects import further_customers

    ads = _shop().query("channel == 'paid'")
    new = ads.groupby("spend")["new_customers"].mean()
    half = further_customers(ads, {"half": (800, 1600)}).loc["half"]
    named = {"half": 800.0, "usual": 1600.0, "more": 2400.0, "double": 3200.0}
    return {
        **{name: new[spend] for name, spend in named.items()},
        "low": half["cost_low"],
        "high": half["cost_high"],
        "worth": _worth()["paid"],
    }


def _second_half() -> Mapping[str, Any]:
    """Measure what doubling the ads does: cost of each further customer, and loss a week."""
    ads = _doubled().loc["paid"]
    lost = [(1 - ads[end]) * ads["money"] for end in ("back", "back_high", "back_low")]
    return {
        **dict(zip(("loss", "loss_low", "loss_high"), lost, strict=True)),
        **{name: ads[name] for name in ("cost", "cost_low", "cost_high")},
        "worth": _worth()["paid"],
        "average": 3200 / _ads()["double"],
    }


def _decision() -> Mapping[str, Any]:
    content = _doubled().loc["content"]
    names = ("cost", "cost_low", "cost_high")
    return {
        **_second_half(),
        **{f"content_{name}": content[name] for name in names},
        "content_worth": _worth()["content"],
    }


def _back() -> Mapping[str, Any]:
    found = _doubled()
    return {
        f"{name}{end}": found.loc[name, f"back{end}"]
        for name in found.index
        for end in ("", "_low", "_high")
    }


def _cash() -> pd.Series[Any]:
    from clvwidgets.models import growth_cash

    return growth_cash(100, _CAC, _MARGIN, _CHURN, 36)["tied up"]


def _months() -> Mapping[str, Any]:
    cash = _cash()
    return {"peak": cash.idxmax(), "back": (cash < 0).idxmax()}


def _clv(discount: float = _MONTHLY) -> float:
    return float(retention_clv(_MARGIN, 1 - _CHURN, discount))


def _residual() -> float:
    return float(retention_clv(_MARGIN, 1 - _CHURN, _MONTHLY, first_payment="after_renewal"))


def _limits() -> Mapping[str, Any]:
    """Find the highest churn in percent at which a subscriber pays back once, and twice."""
    once, twice = (break_even_retention(_MARGIN, _MONTHLY, cac) for cac in (_CAC, 2 * _CAC))
    return {"once": 100 * (1 - float(once)), "twice": 100 * (1 - float(twice))}


LESSON = LessonPlan(
    name="05_cac_and_payback",
    question="Should Nordlicht's shop double its advertising?",
    minutes=30,
    needs=("01",),
    objectives=(
        "compute CAC, LTV:CAC and the payback time of a customer",
        "tell the cost of the average customer from that of the next one",
        "explain how a company with a fine LTV:CAC runs out of cash",
        "decide about a budget by what its last step brings, with an interval",
    ),
    decision=Decision(
        "No: the second half of a doubled budget buys customers at {cost:.0f} € each "
        "[{cost_low:.0f}; {cost_high:.0f}], and each is worth {worth:.0f} € of margin after "
        "returns, discounted at 10 % a year. Doubling would lose {loss:.0f} € a week "
        "[{loss_low:.0f}; {loss_high:.0f}]. The next euro goes to content: doubling its 250 € "
        "brings customers at {content_cost:.0f} € each [{content_cost_low:.0f}; "
        "{content_cost_high:.0f}], worth {content_worth:.0f} €. All intervals are 95 %. What a "
        "newcomer is worth is known to the simulation only.",
        numbers=_decision,
        holds=lambda worth, cost_low, content_worth, content_cost_high: (
            worth < cost_low and content_cost_high < content_worth
        ),
        flips={"worth": 120, "content_worth": 40},
        otherwise="If a newcomer from ads were worth more than {cost_high:.0f} €, Nordlicht would "
        "double the ads. Between {cost_low:.0f} € and {cost_high:.0f} € these weeks could not "
        "tell, and the lot would go on drawing budgets.",
    ),
    recall=(
        Question(
            key="early_and_late",
            about=("00",),
            prompt="From 00: of 100 subscribers five leave each month; then only four do. Payback "
            "comes hardly earlier, but a subscriber's value rises by a fifth. Why?",
            options=(
                Option(
                    "Payback hangs on the first months, and most of those months' payments come "
                    "at either churn.",
                    "Yes. Fewer leavers change the late months most, and those count for value.",
                ),
                Option(
                    "Payback does not depend on churn.",
                    "It does, a little: by half a payment there. At a high churn it never comes.",
                    "payback without churn",
                ),
                Option(
                    "The cost to win a subscriber rose as well.",
                    "It stayed at 150 €. Only churn changed.",
                    "churn changes cost",
                ),
            ),
        ),
        Question(
            key="basis",
            about=("01",),
            prompt="From 01: a customer pays 480 € in a lifetime. Goods and service take 300 €, "
            "winning the customer took 120 €, and 60 € is left. Which amount do you compare with "
            "the 120 €?",
            options=(
                Option(
                    "480 €",
                    "That is revenue. Coffee and service have to be paid from it, too.",
                    "revenue for margin",
                ),
                Option("180 €", "Yes: what is left before the cost to win the customer."),
                Option(
                    "60 €",
                    "The 120 € are already taken off there. You would count them twice.",
                    "CAC counted twice",
                ),
            ),
        ),
    ),
    predictions=(
        Prediction(
            key="second_half",
            prompt="Each new customer of a usual week costs 31 € on average. Budgets were drawn by "
            "lot, so weeks of 3,200 € can be compared with weeks of 1,600 €. What did each further "
            "customer cost whom the *second* 1,600 € brought?",
            answer=lambda: _second_half()["cost"],
            reveal="Each of them cost **{answer:.0f} €**. Bar *all of it* shows that; the two bars "
            "below split the money into two equal steps. The first euros of a "
            "budget reach those who were looking for coffee anyway. Further ones reach people who "
            "care less.\n\nThe thin lines are 95 % intervals. Two weeks with one budget differ by "
            "chance; of 100 such intervals about 95 hold the true cost. For the second half the "
            "interval runs from {cost_low:.0f} € to {cost_high:.0f} €, all of it above the "
            "{worth:.0f} € that a newcomer is worth. So doubling loses {loss:.0f} € a week "
            "[{loss_low:.0f}; {loss_high:.0f}]. The parts alone prove nothing: both of their "
            "intervals hold {worth:.0f} €.\n\nThe *average* customer of a 3,200 € week still costs "
            "only {average:.0f} €. That is the number that would look fine on a slide.",
            low=0,
            high=300,
            step=1,
            unit="€",
            mark="x",
            numbers=_second_half,
        ),
        Prediction(
            key="payback",
            prompt="A subscriber costs 120 € and earns 20 € a month, with the first payment at "
            "once. Each month 5 % cancel, and waiting costs 10 % a year. After how many months are "
            "the 120 € back?",
            answer=lambda: float(payback_periods(_MARGIN, 1 - _CHURN, _MONTHLY, _CAC)),
            reveal="After **{answer:.0f} months**, with the eighth payment. Those who cancelled "
            "early pay nothing more, and the others have to make up for them. Where the curve "
            "*ends* is another matter: there you read what a subscriber is worth less the 120 €.",
            low=0,
            high=24,
            step=1,
            unit="months",
            mark="x",
        ),
        Prediction(
            key="cash",
            prompt="Nordlicht wins 100 subscribers a month at 120 € each. Each earns 20 € a month, "
            "with the first payment at once; each month 5 % cancel. Count the cash, without "
            "discounting. How many euros are paid out and not yet back at the worst moment?",
            answer=lambda: float(_cash().max()),
            reveal="At its most **{answer:,.0f} €** are out, in month {peak}: nearly three months' "
            "spending of 12,000 €. In month {back} the last of it is back, although each month "
            "goes on costing as much. LTV:CAC says nothing of this. The money goes out on the "
            "first day and comes back in slices, over years.",
            low=0,
            high=100000,
            step=1000,
            unit="€",
            mark="y",
            numbers=_months,
        ),
        Prediction(
            key="channel",
            prompt="Each channel goes from its usual budget to twice as much. Where does a further "
            "euro bring back most? Think of what the next customer costs *and* of their worth.",
            answer=lambda: "Content",
            options=("Ads (paid)", "Social", "Partners", "Content"),
            reveal="**Content**: {content:.1f} € for each further euro [{content_low:.1f}; "
            "{content_high:.1f}]. Its next customer costs least and is worth most. Social "
            "[{social_low:.1f}; {social_high:.1f}] and partners [{partners_low:.1f}; "
            "{partners_high:.1f}] bring back more than a euro, too, and their intervals overlap, "
            "so nobody can say which of these two is better. Ads are the only channel whose "
            "interval lies below one euro: [{paid_low:.2f}; {paid_high:.2f}].\n\nThe table has "
            "what each further customer costs, in euros, with the ends of its interval.",
            numbers=_back,
        ),
    ),
    exercises=(
        Exercise(
            key="first_step",
            prompt="What did each further customer cost when the week's budget went from 800 € to "
            "1,600 €? Answer in euros, to the nearest euro. `budgets` has the mean number of new "
            "customers a week for each budget.",
            given=_ads,
            answer=lambda half, usual: 800 / (usual - half),
            right="Right: {answer:.0f} €. That is less than the {worth:.0f} € that a newcomer is "
            "worth. But the 95 % interval runs from {low:.0f} € to {high:.0f} €, so these weeks do "
            "not prove that the step pays. They do not prove that it loses either.",
            mistakes=(
                Mistake(
                    lambda usual: 1600 / usual,
                    "That is the *average* over all customers of a usual week. Some of them come "
                    "for half the money.",
                    'float(1600 / budgets.loc[1600, "new_customers"])',
                ),
                Mistake(
                    lambda usual: 800 / usual,
                    "You shared the further money among all customers of the week. Most of them "
                    "come without it.",
                    'float(800 / budgets.loc[1600, "new_customers"])',
                ),
                Mistake(
                    lambda half: 800 / half,
                    "That is what the step before cost: from nothing to 800 €.",
                    'float(800 / budgets.loc[800, "new_customers"])',
                ),
                Mistake(
                    lambda half, usual: 1600 / (usual - half),
                    "You took the whole budget. Only a part of it was spent *more*.",
                    'new = budgets["new_customers"]\nfloat(1600 / (new[1600] - new[800]))',
                ),
                Mistake(
                    lambda usual, double: 1600 / (double - usual),
                    "That is the step from 1,600 € to 3,200 €: the one of your prediction.",
                    'new = budgets["new_customers"]\nfloat(1600 / (new[3200] - new[1600]))',
                ),
                Mistake(
                    lambda usual, more: 800 / (more - usual),
                    "That is the step from 1,600 € to 2,400 €.",
                    'new = budgets["new_customers"]\nfloat(800 / (new[2400] - new[1600]))',
                ),
                Mistake(
                    lambda half, usual: usual - half,
                    "So many *customers* came more; by chance the average cost rose by as many "
                    "euros. Neither is what each further customer cost.",
                    'new = budgets["new_customers"]\nfloat(new[1600] - new[800])',
                ),
            ),
            hints=(
                "How much more was spent, and how many more customers came?",
                "Divide the difference in spend by the difference in customers.",
                'Take a budget\'s customers with `budgets.loc[800, "new_customers"]`.',
            ),
            solution="from clvwidgets import load_dataset\n"
            'shop = load_dataset("marketing_weekly").query("line == \'shop\'")\n'
            'ads = shop[shop["channel"] == "paid"]\n'
            'new = ads.groupby("spend")["new_customers"].mean()\n'
            "800 / (new[1600] - new[800])",
            tolerance=0.01,
        ),
        Exercise(
            key="ratio",
            prompt="A subscriber of the coffee box earns 20 € a month, the first payment now; 5 % "
            "cancel each month; the discount rate is 10 % a year; winning one costs 120 €. What is "
            "the LTV:CAC, to one decimal? `monthly` is the discount rate per month.",
            given={"cac": _CAC},
            answer=lambda cac: _clv() / cac,
            right="Right: {answer:.1f}. A rule of thumb asks for three. It is a habit, not a law: "
            "it says neither what the *next* subscriber costs nor when the money is back.",
            mistakes=(
                Mistake(
                    lambda cac: (_clv() - cac) / cac,
                    "You took the cost off before you divided by it: CAC is counted twice.",
                    "clv = retention_clv(20, 0.95, monthly)\n(clv - 120) / 120",
                ),
                Mistake(
                    lambda cac: _MARGIN / _CHURN / cac,
                    "That is without discounting.",
                    "20 / 0.05 / 120",
                ),
                Mistake(
                    lambda cac: _clv(0.10) / cac,
                    "You discounted by ten percent *each month*.",
                    "retention_clv(20, 0.95, 0.10) / 120",
                ),
                Mistake(
                    lambda cac: _residual() / cac,
                    "You left out the first payment: it comes now, before anybody can cancel.",
                    'retention_clv(20, 0.95, monthly, first_payment="after_renewal") / 120',
                ),
                Mistake(
                    lambda cac: float(retention_clv(_MARGIN, _CHURN, _MONTHLY)) / cac,
                    "Retention is the share who *stay*; you gave the share who leave.",
                    "retention_clv(20, 0.05, monthly) / 120",
                ),
                Mistake(
                    lambda cac: cac / _clv(),
                    "Upside down: value on top, cost below.",
                    "120 / retention_clv(20, 0.95, monthly)",
                ),
                Mistake(
                    lambda: _clv(),
                    "That is the value in euros. How many times the cost is it?",
                    "retention_clv(20, 0.95, monthly)",
                ),
                Mistake(
                    lambda: float(retention_clv(10, 0.9, _MONTHLY)) / 40,
                    "That is the tea box of the worked case.",
                    "tea / 40",
                ),
                Mistake(
                    lambda cac: _MARGIN / cac,
                    "That sets one month's margin against the cost. A subscriber pays longer.",
                    "20 / 120",
                ),
            ),
            hints=(
                "First the value, then the cost. What share of subscribers stays each month?",
                "The value is `retention_clv(20, 1 - 0.05, monthly)`.",
                "Divide the value by the cost. Nothing else is taken off.",
            ),
            solution="from clvwidgets.formulas import convert_rate, ltv_cac_ratio, retention_clv\n"
            'monthly = convert_rate(0.10, "year", "month")\n'
            "clv = retention_clv(20, 0.95, monthly)\n"
            "ltv_cac_ratio(clv, 120)",
        ),
    ),
    quiz=(
        Question(
            key="next_euro",
            prompt="A channel's average CAC is 40 €, and a newcomer is worth 90 €. Should more be "
            "spent there?",
            options=(
                Option(
                    "Yes: each further customer earns 50 € net.",
                    "The average one does. More money buys the *next* one, who may cost more.",
                    "average for marginal",
                ),
                Option(
                    "That depends on what the next customer costs.",
                    "Yes. Vary the budget by lot, and you can measure it.",
                ),
                Option(
                    "No: an LTV:CAC below three loses money.",
                    "Below *one* it does. At 2.25 the average customer still earns 50 € net.",
                    "a rule of thumb for a law",
                ),
            ),
        ),
        Question(
            key="never",
            prompt="In the widget (CAC 120 €, 20 € a month, 10 % a year): above which churn does "
            "the money never come back?",
            options=(
                Option(
                    "5 %",
                    "At 5 % it comes back within a year: you saw it.",
                    "churn as total loss",
                ),
                Option(
                    "About {twice:.0f} %",
                    "That would fit if a subscriber had to bring back twice their cost.",
                    "twice the cost",
                ),
                Option(
                    "About {once:.0f} %",
                    "Yes. Above it subscribers leave so fast that all their payments together, "
                    "discounted, do not reach 120 €.",
                ),
                Option(
                    "At none: payback only comes later.",
                    "Raise churn further: the curve flattens before it reaches zero.",
                    "payback always comes",
                ),
            ),
            numbers=_limits,
        ),
        Question(
            key="same_ratio",
            prompt="Two companies each have an LTV:CAC of three. One gets its CAC back after four "
            "months, the other after thirty. Both want to grow as fast as they can, on their own "
            "money. Which statement is true?",
            options=(
                Option(
                    "They can grow equally fast: the ratio is the same.",
                    "The ratio does not say when. Money that is away cannot win anybody.",
                    "ratio for cash",
                ),
                Option(
                    "The first can grow faster.",
                    "Yes. It can spend the same euro again after four months.",
                ),
                Option(
                    "The second can grow faster: its customers pay for longer.",
                    "They pay later. Until then it has to wait, or borrow.",
                    "late money for more money",
                ),
            ),
        ),
        Question(
            key="twice",
            prompt='A report says: "Net CLV is 228 €, CAC is 120 €, so LTV:CAC is 1.9." Net CLV '
            "has the CAC taken off. What is wrong?",
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
    open_question=OpenQuestion(
        prompt='Marketing answers: "In a double week a customer costs 49 € on average and is worth '
        '81 €. So double weeks pay." Both numbers are right. What do you reply?',
        model="The average mixes two groups: the customers of a usual week, who would have come "
        "for half the money, and the few further ones. The first are cheap and hide what the "
        "others cost. A decision about the second half is a decision about the further customers "
        "alone: compare what they cost, with its interval, with what they are worth. Then offer "
        "something better: put the same money into a channel whose next customer costs less than "
        "they are worth.",
    ),
    own=OwnNumbers(
        prompt="The subscription advertises as well, for 3,500 € in a usual week and twice as much "
        "in others. What would a subscriber have to be worth for doubling to pay even if each "
        "further one costs as much as the upper end of the interval says? Compare that with the "
        "value that you computed for `ratio`. Then take your own weeks: a table with a column "
        "`spend` and a column `new_customers` is enough. If your budget never varied, which two "
        "sums would you try, and for how many weeks?",
        code='weeks = load_dataset("marketing_weekly").query("line == \'subscription\'")\n'
        'weeks = weeks[weeks["channel"] == "paid"]\n'
        'further_customers(weeks, {"double": (3500, 7000)}).round(1).T',
    ),
    terms=(
        Term(
            "CAC",
            "Customer acquisition cost: all that was spent to win customers, divided by the "
            "customers won.",
        ),
        Term("LTV:CAC", "Value of a customer before acquisition cost, divided by that cost."),
        Term("marginal CAC", "What each further customer costs when the budget takes a step up."),
        Term("payback time", "How long until the margins so far have made up for the CAC."),
        Term("break-even CAC", "The most that a customer may cost: their value."),
        Term(
            "95 % interval",
            "A range around a measured number. Of 100 ranges made like this, about 95 hold the "
            "true number.",
        ),
    ),
    next="06",
    bridge="a customer's value is not the same in each stage of their life",
)
