"""00: how the widgets and the questions of this course work, and where to begin."""

from __future__ import annotations

from clvwidgets.course.plan import (
    Decision,
    Exercise,
    LessonPlan,
    Mistake,
    Option,
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


def _champions_share() -> float:
    """Percent of CDNOW's revenue that comes from the segment named Champions."""
    from clvwidgets import TransactionLog, load_dataset
    from clvwidgets.segments import name_segments

    scores = TransactionLog(load_dataset("cdnow")).rfm()
    champions = name_segments(scores) == "Champions"
    return float(100 * scores.loc[champions, "revenue"].sum() / scores["revenue"].sum())


_PRETEST = (
    Question(
        key="pre_margin",
        prompt="A customer has paid 480 €. Goods cost 60 % of that, winning the customer cost "
        "120 €. What is left?",
        options=(
            Option("360 €", "The goods are not paid yet.", "revenue for margin"),
            Option("72 €", "Yes: 480 € less 288 € less 120 €."),
            Option("192 €", "That is before the cost of winning the customer.", "margin for net"),
        ),
    ),
    Question(
        key="pre_churn",
        prompt="Half of the subscribers leave at 1 % a month, half at 9 %. Their average stay is …",
        options=(
            Option("20 months", "So it would be if all left at 5 %.", "1/churn for a mixture"),
            Option("more than 20 months", "Yes: the mean of 100 and 11."),
            Option("less than 20 months", "The loyal half pulls it up.", "wrong direction"),
        ),
    ),
    Question(
        key="pre_rate",
        prompt="Cash is counted by the month, the discount rate is 10 % a year. Which rate "
        "belongs into the sum?",
        options=(
            Option("10 %", "Then each month is punished like a year.", "annual rate on months"),
            Option("about 0.8 %", "Yes: twelve of them compound to ten percent."),
            Option("about 1.2 %", "Twelve of those would be far above ten.", "wrong conversion"),
        ),
    ),
    Question(
        key="pre_cac",
        prompt="Ads bring customers at 30 € on average; each is worth 75 €. May the budget be "
        "doubled?",
        options=(
            Option("Yes", "The average is fine. The next customer costs more.", "average CAC"),
            Option("No", "Perhaps it may. The average does not say.", "average CAC reversed"),
            Option("One cannot tell from this", "Yes: the next customer's cost is missing."),
        ),
    ),
    Question(
        key="pre_rfm",
        prompt="What does a high RFM score say about a customer's next year?",
        options=(
            Option(
                "They will buy more than others.",
                "Often so. But the score itself was never asked about next year.",
                "description for prediction",
            ),
            Option("Nothing by itself", "Yes: it describes the past."),
            Option("They will not leave.", "The best customers leave too.", "score for loyalty"),
        ),
    ),
    Question(
        key="pre_cohort",
        prompt="Every cohort's retention stays the same, yet the blended rate of all customers "
        "rises from month to month. How can that be?",
        options=(
            Option("It cannot.", "It can, without anybody changing.", "blend for behaviour"),
            Option(
                "Old customers, who leave less, make up more of the base.",
                "Yes: the mix changed.",
            ),
            Option(
                "Customers grow more loyal.",
                "Then a cohort would show it.",
                "mix for loyalty",
            ),
        ),
    ),
    Question(
        key="pre_alive",
        prompt="Two customers last bought on the same day, half a year ago. Since the start one "
        "has bought 3 times, the other 10 times. Who is more probably still a customer?",
        options=(
            Option(
                "The one with 10",
                "That one used to buy every few weeks. Half a year is very long for them.",
                "more is always better",
            ),
            Option("The one with 3", "Yes: for this customer, half a year is no unusual gap."),
            Option("Both alike", "The same silence means different things.", "recency alone"),
        ),
    ),
    Question(
        key="pre_uplift",
        prompt="Who should get a voucher that costs 5 €?",
        options=(
            Option(
                "Customers with the highest value",
                "Many of them buy anyway.",
                "value for uplift",
            ),
            Option("Customers whom it changes most", "Yes: that is uplift."),
            Option(
                "Customers with the lowest value",
                "Some of them nothing will move.",
                "need for uplift",
            ),
        ),
    ),
)

LESSON = LessonPlan(
    name="00_start_here",
    question="Does everything work, and where do you begin?",
    minutes=25,
    needs=(),
    objectives=(
        "move a slider, pin a scenario, and say what the chart tells you",
        "hand a number from the widget to Python and back",
        "choose customers in a picture and get them as a table",
        "decide where in this course to begin",
    ),
    decision=Decision(
        "You know whether to begin with 01, with the history of customers, or with "
        "prediction. And you will ask whether a few of *your* customers carry half of your revenue."
    ),
    predictions=(
        Prediction(
            key="payback",
            prompt="A box leaves 20 € a month, of 100 subscribers five leave each month, and a new "
            "one costs 150 €. After how many months are the 150 € paid back?",
            answer=lambda: float(payback_periods(20, 0.95, _rate(), 150)),
            reveal="After **{answer:.0f} months**. The 150 € are seven and a half times 20 €, but "
            "each month's 20 € come only from those who have stayed. Your guess is the line in "
            "the chart.",
            low=0,
            high=24,
            unit="months",
            mark="x",
        ),
        Prediction(
            key="champions",
            prompt="Of all these customers take those who bought both lately and often. They are "
            "about one in seven. What share of the revenue is theirs?",
            answer=_champions_share,
            reveal="**{answer:.0f} %**, about half, from one customer in seven.",
            low=0,
            high=100,
            unit="%",
        ),
    ),
    exercises=(
        Exercise(
            key="year",
            prompt="To see how checks work: a box leaves 20 € a month. What is that in a year, in "
            "euros? Write the number in place of the three dots and run the cell again.",
            given={"margin": 20, "months": 12},
            answer=lambda margin, months: margin * months,
            right="Right: {answer} €. Wrong answers get an answer of their own; try one.",
            mistakes=(
                Mistake(lambda margin: margin, "That is one month."),
                Mistake(
                    lambda margin, months: margin * (months - 1),
                    "You are one month short.",
                ),
            ),
            hints=("Twelve months, each the same.",),
            solution="20 * 12",
        ),
        Exercise(
            key="worth",
            prompt="What is a subscriber worth, in euros, if churn is 4 % instead of 5 %? Set it "
            "in the widget or from Python; `calc.clv` has the number.",
            given={"churn": 0.04},
            answer=_worth,
            right="Right: {answer:.0f} €. One point of churn, and a fifth more value.",
            mistakes=(
                Mistake(lambda: _worth(0.05), "That is still at 5 %. Move the slider, then run."),
                Mistake(lambda: _worth(0.06), "You went the wrong way: 4 % is *less* churn."),
                Mistake(
                    lambda churn: _worth(churn) - 150,
                    "You took off what a subscriber cost. The question is what one is worth.",
                ),
            ),
            hints=(
                "`calc.churn = 0.04` moves the slider from Python.",
                "Then hand `calc.clv` to the check.",
            ),
            solution="from clvwidgets import SubscriptionCLV\n"
            "SubscriptionCLV(margin=20, churn=0.04, discount=0.10, cac=150).clv",
        ),
    ),
    quiz=(
        Question(
            key="offline",
            prompt="The kernel is busy with something long. You move a slider. What happens?",
            options=(
                Option(
                    "Nothing, until it is done.",
                    "Try it: only Python has to wait.",
                    "kernel needed to draw",
                ),
                Option(
                    "The chart moves at once, and Python hears of it later.",
                    "Yes: your browser computes.",
                ),
                Option(
                    "An error appears.",
                    "No error: Python hears of it when it is free.",
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
                    "Those are all of them.",
                    "all for chosen",
                ),
                Option(
                    "Nowhere, it is only a picture.",
                    "The picture and Python hold the same choice.",
                    "picture only",
                ),
            ),
        ),
    ),
    terms=(
        Term("notebook", "Text, code and results in one file. Shift + Enter runs a cell."),
        Term("kernel", "The Python that runs a notebook's code."),
        Term("scenario", "A set of values of all sliders, pinned to compare with."),
    ),
    next="01",
    bridge="a customer's value from three averages",
    pretest=_PRETEST,
    scores=(
        Score(
            7,
            "You know what trips most people up. Skim 04 and 05, read 08 and 09; part 3, on "
            "prediction, is where it becomes new for you.",
        ),
        Score(
            4,
            "You have the basics. Half a day is well spent on 01, 03, 05, 08 and 10; the questions "
            "you missed say which of them to read first.",
        ),
        Score(
            0,
            "Begin with 01 and go on in order. Each notebook is half an hour, and each begins "
            "where the last one ended.",
        ),
    ),
)
