"""00: how the widgets and the questions of this course work, and where to begin."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from math import log

from clvwidgets.course.exercises._test_forms import FORM_A
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
    Score,
    Term,
)
from clvwidgets.formulas import convert_rate, payback_periods, retention_clv


def _rate() -> float:
    return float(convert_rate(0.10, "year", "month"))


def _worth(churn: float) -> float:
    return float(retention_clv(20, 1 - churn, _rate()))


def _payback(churn: float, *, discounted: bool = True) -> float:
    return float(payback_periods(20, 1 - churn, _rate() * discounted, 150))


def _payments(churn: float, *, discounted: bool = True) -> float:
    """Count the payments until 150 € are back, the last one in part."""
    stays = (1 - churn) / (1 + _rate() * discounted)
    return log(1 - 150 * (1 - stays) / 20) / log(stays)


def _one_point() -> Mapping[str, float]:
    """Compare a churn of 5 % with one of 4 %."""
    return {
        "before": _payments(0.05),
        "after": _payments(0.04),
        "full_before": _payments(0.05, discounted=False),
        "full_after": _payments(0.04, discounted=False),
        "full_month": _payback(0.05, discounted=False),
        "full_sooner": _payback(0.04, discounted=False),
        "month": _payback(0.05),
        "worth": _worth(0.05),
        "more": _worth(0.04),
        "percent": 100 * (_worth(0.04) / _worth(0.05) - 1),
    }


def _earlier() -> str:
    months = _payback(0.05) - _payback(0.04)
    if months == 0:
        return "They are back in the same month."
    return "Three months earlier, or more." if months >= 3 else "One or two months earlier."


@cache
def _champions() -> Mapping[str, float]:
    """Count CDNOW's segment named Champions, and measure its share of customers and revenue."""
    from clvwidgets import TransactionLog, load_dataset
    from clvwidgets.segments import name_segments

    scores = TransactionLog(load_dataset("cdnow")).rfm()
    champions = name_segments(scores) == "Champions"
    revenue = scores["revenue"]
    return {
        "orders": int(scores["orders"][champions].min()),
        "days": int(scores["days_since_last"][champions].max()) + 1,
        "number": int(champions.sum()),
        "all": len(scores),
        "share": float(100 * champions.mean()),
        "of_revenue": float(100 * revenue[champions].sum() / revenue.sum()),
    }


LESSON = LessonPlan(
    name="00_start_here",
    question="May Nordlicht spend 150 € to win a subscriber, and where do you begin?",
    minutes=35,
    needs=(),
    objectives=(
        "move a slider, pin a scenario, and say what the chart tells you",
        "hand a number from the widget to Python and back",
        "choose customers in a picture and get them as a table",
        "decide where in this course to begin",
    ),
    decision=Decision(
        "Yes: over their whole time a subscriber brings {worth:.0f} € of margin, discounted at "
        "10 % a year, and costs {cac:.0f} € to win. The {cac:.0f} € are back after {months:.0f} "
        "months. This assumes that the next subscriber costs {cac:.0f} €, too, and that of new "
        "subscribers 5 % cancel each month, all alike. If some are more loyal than others, or if "
        "the 5 % are those of older subscribers, the value is another one: see notebook 03.\n\n"
        "You begin with 01, or with the notebooks that the eight questions named.",
        numbers=lambda: {
            "worth": _worth(0.05),
            "cac": 150.0,
            "months": _payback(0.05),
            "fickle": _worth(0.14),
        },
        holds=lambda worth, cac: worth > cac,
        flips={"worth": _worth(0.14), "cac": 400.0},
        otherwise="If 14 % cancelled each month, a subscriber would bring {fickle:.0f} € of "
        "margin, discounted, over their whole time. Nordlicht would then refuse to pay "
        "{cac:.0f} €.",
    ),
    predictions=(
        Prediction(
            key="payback",
            prompt="Nordlicht wins 100 subscribers for 150 € each. While they stay, each brings "
            "20 € of margin a month; the first 20 € come at once, in month 0. Each month 5 % of "
            "those who are still there cancel. Later euros count less, by 10 % a year. After how "
            "many months have all of them together brought back what they cost?",
            answer=lambda: _payback(0.05),
            reveal="After **{answer:.0f} months**, with the tenth payment, since the first came in "
            "month 0. Look at the point on the dashed line. 150 € are seven and a half times 20 €. "
            "But each month fewer subscribers are there to pay, and later euros count less: so it "
            "takes longer. The vertical line in the chart is your guess.",
            low=0,
            high=24,
            unit="months",
            mark="x",
        ),
        Prediction(
            key="sooner",
            prompt="Suppose 4 % cancel each month instead of 5 %. Later euros still count less, by "
            "10 % a year. How much earlier are the 150 € back, in whole months?",
            answer=_earlier,
            options=(
                "Three months earlier, or more.",
                "One or two months earlier.",
                "They are back in the same month.",
            ),
            reveal="**In the same month**, {month:.0f}: the two curves cross the dashed line side "
            "by side. At 5 % it takes {before:.2f} payments on average, at 4 % it takes "
            "{after:.2f}. Both times the tenth payment brings the last euro, and the tenth comes "
            "in month {month:.0f}, since the first came in month 0. (If later euros counted in "
            "full, it would be {full_before:.2f} and {full_after:.2f} payments: no further apart, "
            "but in months {full_month:.0f} and {full_sooner:.0f}.)\n\n"
            "Yet over their whole time a subscriber brings {more:.0f} € instead of {worth:.0f} €, "
            "{percent:.0f} % more. Payback looks at the early months, when few have cancelled. "
            "Value also counts the late ones, and there the curves part.",
            numbers=_one_point,
        ),
        Prediction(
            key="champions",
            prompt="Take the customers who bought on at least {orders} days, for the last time in "
            "the last {days} days of the table. They are one in seven of all customers. What share "
            "of all revenue in the table is theirs?",
            answer=lambda: _champions()["of_revenue"],
            reveal="**{answer:.0f} %**, about half. Look at the top right corner of the grid: "
            "{number:,} of {all:,} customers are *Champions*. Part of it is built in: we chose "
            "them in hindsight, and who buys often spends more. Still, an average customer is a "
            "poor guide to them, or to the others. That is why this course goes on from averages "
            "(01 to 07) to groups and to single customers.",
            low=0,
            high=100,
            unit="%",
            numbers=_champions,
        ),
    ),
    exercises=(
        Exercise(
            key="year",
            prompt="To see how checks work: a subscriber brings Nordlicht 20 € a month and stays "
            "for a whole year. How many euros is that in all, with nothing taken off? Write the "
            "number in place of the three dots and run the cell again.",
            given={"margin": 20, "months": 12},
            answer=lambda margin, months: margin * months,
            right="Right: {answer:.0f} €. A wrong answer hears what is wrong with it; try one.",
            mistakes=(
                Mistake(lambda margin: margin, "That is one month.", "20"),
                Mistake(
                    lambda margin, months: margin * (months - 1),
                    "You are one month short.",
                    "20 * 11",
                ),
                Mistake(
                    lambda margin, months: margin * (months + 1),
                    "You counted one month too many.",
                    "20 * 13",
                ),
                Mistake(
                    lambda margin, months: sum(margin * 0.95**month for month in range(months)),
                    "You let 5 % cancel each month. This subscriber stays all year.",
                    "20 * (1 - 0.95 ** 12) / 0.05",
                ),
                Mistake(
                    lambda margin, months: sum(
                        margin * 0.95**month for month in range(1, months + 1)
                    ),
                    "You let 5 % cancel each month, even before the first payment. This "
                    "subscriber stays all year.",
                    "20 * 0.95 * (1 - 0.95 ** 12) / 0.05",
                ),
                Mistake(
                    lambda margin, months: sum(
                        margin / (1 + _rate()) ** month for month in range(months)
                    ),
                    "You made later euros count less. Here each month counts in full.",
                    "20 * (1 - 1.1 ** -1) / (1 - 1.1 ** (-1 / 12))",
                ),
                Mistake(
                    lambda margin, months: margin * months - 150,
                    "You took off the cost of winning the subscriber. That was not asked for.",
                    "20 * 12 - 150",
                ),
                Mistake(
                    lambda: _worth(0.05),
                    "That is the value in the widget: all the months of a subscriber.",
                    "calc.churn = 0.05\ncalc.clv",
                ),
            ),
            hints=("A year has twelve months, and each brings the same.",),
            solution="20 * 12",
        ),
        Exercise(
            key="worth",
            prompt="What is a subscriber worth, in euros, if 4 % cancel each month instead of 5 %? "
            "Set the churn in the widget or from Python, then hand `calc.clv` to the check.",
            given={"churn": 0.04},
            answer=_worth,
            right="Right: {answer:.0f} €. Churn falls by one point, and the value rises by a "
            "fifth.",
            mistakes=(
                Mistake(
                    lambda: _worth(0.05),
                    "That is still at 5 %: the cell above puts it back. Set the churn to 4 % after "
                    "it, then run this cell again.",
                    "calc.churn = 0.05\ncalc.clv",
                ),
                Mistake(
                    lambda: _worth(0.06),
                    "That is the value at 6 %. Less churn was asked for, not more.",
                    "calc.churn = 0.06\ncalc.clv",
                ),
                Mistake(
                    lambda churn: _worth(churn) - 150,
                    "You took off the cost of winning a subscriber. Give the value before it.",
                    "calc.churn = 0.04\ncalc.clv - 150",
                ),
                Mistake(
                    lambda churn: 20 / churn,
                    "That counts a euro next year like a euro today. The widget discounts.",
                    "20 / 0.04",
                ),
                Mistake(
                    lambda: _worth(0.4),
                    "You set 40 %. Four percent is four hundredths.",
                    "calc.churn = 0.4\ncalc.clv",
                ),
                Mistake(
                    lambda churn: _worth(churn) - _worth(0.05),
                    "That is how much *more* it is than at 5 %. Give the value itself.",
                    "calc.churn = 0.04\nmore = calc.clv\ncalc.churn = 0.05\nmore - calc.clv",
                ),
                Mistake(
                    lambda: _worth(0.05) * 5 / 4,
                    "A fifth less churn is not a quarter more value, since later euros count less. "
                    "Let the widget compute it.",
                    "calc.churn = 0.05\ncalc.clv * 5 / 4",
                ),
                Mistake(
                    lambda churn: _worth(churn) / 150,
                    "That is value to cost. The value alone is asked for.",
                    "calc.churn = 0.04\ncalc.ltv_cac",
                ),
                Mistake(
                    lambda churn: _payback(churn),
                    "That is how many months it takes to get the money back.",
                    "calc.churn = 0.04\ncalc.payback",
                ),
            ),
            hints=(
                "`calc.churn = 0.04` moves the slider from Python.",
                "Write that line above the one with the three dots, and `calc.clv` in their place.",
            ),
            solution="from clvwidgets import SubscriptionCLV\n"
            "SubscriptionCLV(margin=20, churn=0.04, discount=0.10, cac=150).clv",
        ),
    ),
    quiz=(
        Question(
            key="offline",
            prompt="You move a slider while the kernel is busy with something long. What happens "
            "to the chart?",
            options=(
                Option(
                    "Nothing, until the kernel is done.",
                    "Try it: only Python has to wait.",
                    "kernel needed to draw",
                ),
                Option(
                    "It moves at once, and Python hears of it later.",
                    "Yes: your browser computes.",
                ),
                Option(
                    "It is replaced by an error.",
                    "There is no error: Python hears of it when it is free.",
                    "error for wait",
                ),
            ),
        ),
        Question(
            key="chosen",
            prompt="You clicked a few cells of the grid. Where are the chosen customers in Python?",
            options=(
                Option("`explorer.selected`", "Yes, as a table."),
                Option(
                    "`explorer.customers`",
                    "Those are all customers.",
                    "all for chosen",
                ),
                Option(
                    "Nowhere: it is only a picture.",
                    "The picture and Python hold the same choice.",
                    "picture only",
                ),
            ),
        ),
        Question(
            key="inside",
            prompt="The subscription widget shows a **Lifetime value**. What is in it?",
            options=(
                Option(
                    "All that a subscriber pays",
                    "Coffee, postage and packing have been taken off: each month counts 20 €.",
                    "revenue for margin",
                ),
                Option(
                    "The margin of all months, less the cost of winning the subscriber",
                    "Move **Cost to acquire**: the lifetime value does not move.",
                    "net for value",
                ),
                Option(
                    "The margin of all months; fewer subscribers pay in the later ones, and they "
                    "count less",
                    "Yes. The cost of winning the subscriber has not been taken off yet.",
                ),
            ),
        ),
    ),
    open_question=OpenQuestion(
        "Which number about its customers does your company quote most often, or a company that "
        "you know? What would you have to ask before you could use it?",
        "A good answer asks what the number is made of. Take “a customer is worth 500 € to us”. "
        "Is that revenue, or what is left of it? Over how many years? Are later euros discounted? "
        "Is it the mean of all customers, and how far from it are most of them? And what did it "
        "cost to win them?",
    ),
    own=OwnNumbers(
        "Take a subscription that you pay for yourself: a phone, a gym, a newspaper. Guess what "
        "it earns the company a month, how many of 100 cancel, and what it cost to win you. Then "
        "raise churn until the money never comes back. Are you near to that?",
        "SubscriptionCLV(margin=12, churn=0.03, discount=0.10, cac=80)",
    ),
    terms=(
        Term("notebook", "Text, code and results in one file. Shift + Enter runs a cell."),
        Term("kernel", "The Python that runs a notebook's code."),
        Term("scenario", "A set of values of all sliders, pinned to compare with."),
    ),
    next="01",
    bridge="a customer's value from three averages",
    pretest=FORM_A,
    scores=(
        Score(
            7,
            "You already know what trips most people up. Choose a route by the decisions that you "
            "have to make, and look up what you missed.",
        ),
        Score(
            4,
            "You know the basics. Begin with the notebooks that are named for what you missed, or "
            "with 01 if none is; then follow one of the routes below.",
        ),
        Score(
            0,
            "Begin with 01 and go on in order. Each notebook takes about half an hour and builds "
            "on those before it.",
        ),
    ),
)
