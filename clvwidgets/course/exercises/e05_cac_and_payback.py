"""05: what a customer may cost, what the next one costs, and when the money is back."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from math import exp
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
    weeks = ads.groupby("spend")["new_customers"]
    new = weeks.mean()
    others = {"median": weeks.median(), "sum": weeks.sum()}
    half = further_customers(ads, {"half": (800, 1600)}).loc["half"]
    named = {"half": 800.0, "usual": 1600.0, "more": 2400.0, "double": 3200.0}
    return {
        **{name: new[spend] for name, spend in named.items()},
        **{f"half_{kind}": by_spend[800.0] for kind, by_spend in others.items()},
        **{f"usual_{kind}": by_spend[1600.0] for kind, by_spend in others.items()},
        "low": half["cost_low"],
        "high": half["cost_high"],
        "worth": _worth()["paid"],
    }


@cache
def _elsewhere() -> Mapping[str, Any]:
    """Compare the other channels' new customers in weeks of doubled and of usual ads."""
    from clvwidgets.effects import further_customers

    totals = _shop().groupby("week")["new_customers"].sum()
    ads = _shop().query("channel == 'paid'").set_index("week")
    others = ads.assign(new_customers=totals - ads["new_customers"])
    step = further_customers(others, {"double": _DOUBLED["paid"]}).loc["double"]
    return {f"other{end}": step[f"customers{end}"] for end in ("", "_low", "_high")}


@cache
def _true_cost() -> float:
    """Cost of each further customer by the simulation's own curve, in a mean season."""
    from clvwidgets import load_dataset

    curves = load_dataset("truth_channels").query("line == 'shop'").set_index("channel")
    most, reach = (float(curves[name].loc["paid"]) for name in ("most_per_week", "reach"))
    few, many = _DOUBLED["paid"]
    return (many - few) / (most * (exp(-few / reach) - exp(-many / reach)))


def _second_half() -> Mapping[str, Any]:
    """Measure what doubling the ads does: cost of each further customer, and loss a week."""
    ads = _doubled().loc["paid"]
    lost = [(1 - ads[end]) * ads["money"] for end in ("back", "back_high", "back_low")]
    return {
        **dict(zip(("loss", "loss_low", "loss_high"), lost, strict=True)),
        **{name: ads[name] for name in ("cost", "cost_low", "cost_high")},
        "worth": _worth()["paid"],
        "average": 3200 / _ads()["double"],
        "true_cost": _true_cost(),
        **_elsewhere(),
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
    # Paid at the month's end, each month's cost goes out before the payments come in.
    before = cash.shift(fill_value=0) + 100 * _CAC
    return {"peak": cash.idxmax(), "back": (cash < 0).idxmax(), "before": before.max()}


def _sooner() -> Mapping[str, Any]:
    """Months to payback if nobody cancels, and if some do but waiting costs nothing."""
    kept = {"loyal": 1.0, "free": 1 - _CHURN}
    return {name: payback_periods(_MARGIN, stay, 0, _CAC) for name, stay in kept.items()}


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
        "returns over their whole life, discounted at 10 % a year. Each week of doubled ads would "
        "in the end cost {loss:.0f} € [{loss_low:.0f}; {loss_high:.0f}] more than it brings back. "
        "The next euro goes to content: doubling its 250 € a week brings customers at "
        "{content_cost:.0f} € each [{content_cost_low:.0f}; {content_cost_high:.0f}]. The average "
        "newcomer from content is worth {content_worth:.0f} €. Further ones may be worth less, but "
        "anything above {content_cost_high:.0f} € would do. All intervals are 95 %. Two things are "
        "assumed: further customers of ads are worth as much as the others, and ads win customers "
        "in no other channel. What a newcomer is worth is known to the simulation only.",
        numbers=_decision,
        holds=lambda worth, cost_low, content_worth, content_cost_high: (
            worth < cost_low and content_cost_high < content_worth
        ),
        flips={"worth": 120, "content_worth": 40},
        otherwise="If a newcomer from ads were worth more than {cost_high:.0f} €, Nordlicht would "
        "double the ads. Between {cost_low:.0f} € and {cost_high:.0f} € these weeks could not "
        "tell. Nordlicht would then keep to 1,600 €, by choice: whoever wants to spend more has "
        "to prove that it pays. And it would go on drawing budgets at random.",
    ),
    recall=(
        Question(
            key="early_and_late",
            about=("00",),
            prompt="From 00: of every 100 subscribers who are there five leave each month; then "
            "only four do. Payback comes hardly earlier, but a subscriber's value rises by a "
            "fifth. Why?",
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
            prompt="Each new customer of a usual week costs 31 € on average. Weeks of 3,200 € won "
            "more customers than weeks of 1,600 €. Share the *second* 1,600 € among these further "
            "customers: how many euros did each of them cost?",
            answer=lambda: _second_half()["cost"],
            reveal="Each of them cost **{answer:.0f} €**: see the bar *1,600 to 3,200*. The two "
            "bars below it split that step in two. Perhaps the first euros of a budget reach those "
            "who were looking for coffee anyway, and further ones reach people who care less.\n\n"
            "The thin lines are 95 % intervals. Weeks with the same budget differ by chance; of "
            "100 such intervals about 95 hold the true cost. For the second 1,600 € the interval "
            "runs from {cost_low:.0f} € to {cost_high:.0f} €, all of it above the {worth:.0f} € "
            "that a newcomer is worth. So each week of doubled ads would in the end cost "
            "{loss:.0f} € [{loss_low:.0f}; {loss_high:.0f}] more than it brings back. The two "
            "smaller steps prove nothing by themselves: both of their intervals hold {worth:.0f} €."
            "\n\nThe *average* customer of a 3,200 € week still costs only {average:.0f} €. That "
            "is the number that would look fine on a slide.\n\n"
            "We counted those who came through an ad. In weeks of doubled ads the other channels "
            "won {other:.1f} customers more [{other_low:.1f}; {other_high:.1f}]. That may be "
            "chance. Or some people saw an ad and came another way: then doubling loses less, or "
            "nothing. Known to the simulation only: there it *is* chance, and the true cost is "
            "{true_cost:.0f} €.",
            low=0,
            high=300,
            step=1,
            unit="€",
            mark="x",
            numbers=_second_half,
        ),
        Prediction(
            key="payback",
            prompt="A subscriber of the coffee box costs 120 € and brings 20 € of margin a month, "
            "with the first payment at once. Each month 5 % cancel, and waiting costs 10 % a year. "
            "After how many months are the 120 € back, on average over all who were won?",
            answer=lambda: float(payback_periods(_MARGIN, 1 - _CHURN, _MONTHLY, _CAC)),
            reveal="After **{answer:.0f} months**, with the eighth payment. It would be "
            "{loyal:.0f} months if nobody cancelled. Those who cancel early pay nothing more, and "
            "the others have to make up for them: that makes it {free:.0f}. Waiting costs 10 % a "
            "year: that makes it {answer:.0f}.\n\n"
            "All this is an average. A subscriber who cancels in the third month never pays back "
            "what they cost. The curve goes on rising after the chart ends, towards what a "
            "subscriber is worth less the 120 €.",
            numbers=_sooner,
            low=0,
            high=24,
            step=1,
            unit="months",
            mark="x",
        ),
        Prediction(
            key="cash",
            prompt="The company wins 100 subscribers a month at 120 € each. Each brings 20 € of "
            "margin a month, with the first payment at once; each month 5 % cancel. Count the cash "
            "at the end of each month, without discounting. How many euros are paid out and not "
            "yet back at the worst moment?",
            answer=lambda: float(_cash().max()),
            reveal="At its most **{answer:,.0f} €** are out, in month {peak}: nearly three months' "
            "spending of 12,000 €. In month {back} the last of it is back, although each month "
            "goes on costing as much. If each month's cost has to be paid before that month's "
            "payments come in, {before:,.0f} € are needed. LTV:CAC says nothing of this: the money "
            "goes out on the first day and comes back in slices of 20 €.",
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
            "euro bring back most, over the customers' whole lives? Think of what the next "
            "customer costs *and* of their worth.",
            answer=lambda: "Content",
            options=("Ads (paid)", "Social", "Partners", "Content"),
            reveal="**Content**: {content:.1f} € for each further euro [{content_low:.1f}; "
            "{content_high:.1f}]. That is margin over the customers' whole lives, discounted, if "
            "further customers are worth as much as the channel's others. Content's next customer "
            "costs least, and its newcomers are worth most. Social brings back {social:.1f} € "
            "[{social_low:.1f}; {social_high:.1f}], partners {partners:.1f} € "
            "[{partners_low:.1f}; {partners_high:.1f}]. These two lie far closer together than "
            "either interval is wide, so these weeks cannot say which is better. Ads are the only "
            "channel whose interval lies below one euro: [{paid_low:.2f}; {paid_high:.2f}]."
            "\n\nThe table has what each further customer costs, in euros, with the ends of its "
            "interval.",
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
                    "That is how many more customers came each week. Share the further money "
                    "among them. (By chance the average cost rose by as many euros.)",
                    'new = budgets["new_customers"]\nfloat(new[1600] - new[800])',
                ),
                Mistake(
                    lambda half_median, usual_median: 800 / (usual_median - half_median),
                    "You took the middle week of each budget. The money is shared by the "
                    "customers of *all* weeks: take the mean.",
                    'new = ads.groupby("spend")["new_customers"].median()\n'
                    "float(800 / (new[1600] - new[800]))",
                ),
                Mistake(
                    lambda half_sum, usual_sum: 800 / (usual_sum - half_sum),
                    "You added up all weeks of a budget. Each budget was drawn in another number "
                    "of weeks: take the mean of a week.",
                    'new = ads.groupby("spend")["new_customers"].sum()\n'
                    "float(800 / (new[1600] - new[800]))",
                ),
                Mistake(
                    lambda double: 3200 / double,
                    "That is the *average* customer of a 3,200 € week.",
                    'float(3200 / budgets.loc[3200, "new_customers"])',
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
            prompt="A subscriber of the coffee box brings 20 € of margin a month, the first "
            "payment now; 5 % cancel each month; the discount rate is 10 % a year; winning one "
            "costs 120 €. What is the LTV:CAC, to two decimals? `monthly` is the "
            "discount rate per month.",
            given={"cac": _CAC},
            answer=lambda cac: _clv() / cac,
            right="Right: {answer:.2f}, if all subscribers are alike and 5 % of them go on "
            "cancelling each month. A rule of thumb asks for three. It is a habit, not a law: it "
            "says neither what the *next* subscriber costs nor when the money is back.",
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
                    "That is hardly more than one month's margin over the cost. `retention_clv` "
                    "asks for the share who *stay*: did you give it the share who leave?",
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
                    lambda: _clv() / 40,
                    "You divided by the cost of a tea box subscriber.",
                    "retention_clv(20, 0.95, monthly) / 40",
                ),
                Mistake(
                    lambda cac: float(retention_clv(10, 0.9, _MONTHLY)) / cac,
                    "You divided the value of a tea box subscriber. Take the coffee box.",
                    "tea / 120",
                ),
                Mistake(
                    lambda cac: float(retention_clv(_MARGIN, 0.9, _MONTHLY)) / cac,
                    "You took the share of tea box subscribers who stay.",
                    "retention_clv(20, 0.90, monthly) / 120",
                ),
                Mistake(
                    lambda cac: _clv() - cac,
                    "That is the value less the cost, in euros. How many times the cost is the "
                    "value?",
                    "retention_clv(20, 0.95, monthly) - 120",
                ),
                Mistake(
                    lambda: _MARGIN / _CHURN,
                    "That is a value in euros, without discounting. How many times the cost is "
                    "it, once it is discounted?",
                    "20 / 0.05",
                ),
                Mistake(
                    lambda: _clv(0.10),
                    "That is a value in euros, discounted by ten percent *each month*. Use "
                    "`monthly`, and divide by the cost.",
                    "retention_clv(20, 0.95, 0.10)",
                ),
                Mistake(
                    lambda cac: 12 * _MARGIN / cac,
                    "That is one year's margins over the cost. Some cancel before, many stay "
                    "longer.",
                    "12 * 20 / 120",
                ),
                Mistake(
                    lambda: 3.0,
                    "That is close, but the answer is asked for with two decimals.",
                    "round(retention_clv(20, 0.95, monthly) / 120)",
                ),
                Mistake(
                    lambda cac: _MARGIN / cac,
                    "That is one month's margin over the cost. A subscriber pays for longer.",
                    "20 / 120",
                ),
            ),
            hints=(
                "First the value, then the cost. What share of subscribers stays each month?",
                "Look at the tea box: `retention_clv` takes the margin, the share who stay and the "
                "discount rate, all of one month.",
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
            prompt='A report says: "Net CLV is 228 €, CAC is 120 €, so LTV:CAC is 1.9." '
            "What is wrong?",
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
        prompt="Nordlicht's subscription advertises as well, for 3,500 € in a usual week and "
        "twice as much in others. What does each further subscriber cost, and between which "
        "limits? Notebook 03 finds from Nordlicht's contracts that a subscriber is worth about "
        "514 €, at 20 € of margin a month, discounted at 10 % a year. That is more than in the "
        "exercise, since fewer of them cancel later on. Should the subscription double its "
        "ads, or can these weeks not tell? Then take your own weeks: a table with a column "
        "`spend` and a column `new_customers` is enough. If your budget never varied, which two "
        "sums would you try, and for how many weeks?",
        code='weeks = load_dataset("marketing_weekly").query("line == \'subscription\'")\n'
        'weeks = weeks[weeks["channel"] == "paid"]\n'
        'further_customers(weeks, {"double": (3500, 7000)}).round(1).T',
    ),
    terms=(
        Term(
            "CAC",
            "Customer acquisition cost: what was spent to win customers, divided by the "
            "customers won. Say what is counted: the ads alone, or wages and tools as well.",
        ),
        Term(
            "LTV:CAC",
            "Margin that a customer brings over their whole life, before acquisition cost, "
            "divided by that cost.",
        ),
        Term("marginal CAC", "What each further customer costs when the budget takes a step up."),
        Term(
            "payback time",
            "How long until the margins so far have made up for the CAC, on average.",
        ),
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
