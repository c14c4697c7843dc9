"""04: when the money comes, and what a rate per year does to cash per month."""

from __future__ import annotations

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
from clvwidgets.formulas import convert_rate, finite_clv, retention_clv

_CONTRACT = (100, 0.8, 0.1)


def _payments_for(share: float) -> int:
    """Count the payments until a contract has brought that share of its value."""
    goal = share * retention_clv(*_CONTRACT)
    return next(n for n in range(1, 100) if finite_clv(*_CONTRACT, n) >= goal)


LESSON = LessonPlan(
    name="04_time_value",
    question="May Nordlicht pay a dealer 300 € for a service contract?",
    minutes=30,
    needs=("03",),
    objectives=(
        "compute the value of a contract from margin, retention and discount rate",
        "explain why three right formulas give three different numbers",
        "convert a rate per year into a rate per month before you use it",
        "decide how far ahead it is worth looking",
    ),
    decision=Decision(
        "Nordlicht pays 300 € if the first year's fee arrives with the contract, and at most "
        "260 € if the first year is free. The dealer may choose."
    ),
    recall=(
        Question(
            key="stay",
            prompt="From 03: five percent of a group leave each month, and all are alike. How long "
            "does one stay on average?",
            options=(
                Option("5 months", "Five is the percentage. What is one divided by it?", "rate"),
                Option("20 months", "Yes: one divided by 0.05."),
                Option(
                    "10 months",
                    "By then six in ten are still there. The average lies later.",
                    "half of the right stay",
                ),
            ),
        ),
        Question(
            key="mixed",
            prompt="From 03: if customers differ in their churn, one divided by the average churn "
            "is …",
            options=(
                Option("too short.", "Yes. The loyal few have a long tail."),
                Option("too long.", "It was the other way round.", "wrong direction"),
                Option(
                    "right on average.",
                    "Errors cancel only along a straight line, and 1/churn is bent.",
                    "errors cancel",
                ),
            ),
        ),
    ),
    predictions=(
        Prediction(
            key="spread",
            prompt="All three compute correctly, with the same margin of 100 €, retention of 80 % "
            "and discount rate of 10 %. How far apart, in euros, are the largest and the smallest "
            "of their results?",
            answer=lambda: (
                retention_clv(*_CONTRACT) - retention_clv(*_CONTRACT, first_payment="after_renewal")
            ),
            reveal="They are {answer:.0f} € apart: {now:.0f} €, {end:.0f} € and {after:.0f} €. One "
            "whole margin lies between the first and the last, because one of them counts a "
            "payment on the day of the sale and the other does not.",
            high=200,
            step=5,
            unit="€",
            numbers={
                "now": retention_clv(*_CONTRACT),
                "end": retention_clv(*_CONTRACT, first_payment="end_of_period"),
                "after": retention_clv(*_CONTRACT, first_payment="after_renewal"),
            },
        ),
        Prediction(
            key="what_matters",
            prompt="Two kinds of contracts were watched for twelve years. What changes their value "
            "more: to discount at ten percent instead of not at all, or to have the loyal kind "
            "instead of the ordinary one?",
            answer=lambda: "To have the loyal kind",
            options=("To discount", "To have the loyal kind", "Both the same"),
            reveal="**The kind of customer.** Discounting takes some hundred euros. "
            "Even discounted, a loyal contract is worth more than an ordinary one without any "
            "discount.",
        ),
    ),
    exercises=(
        Exercise(
            key="monthly",
            prompt="A subscriber leaves 20 € a month, first payment today. Churn is 5 % a month, "
            "the discount rate is 10 % *a year*. What is the subscriber worth, in euros?",
            given={"margin": 20, "retention": 0.95, "discount": 0.10},
            answer=lambda margin, retention, discount: retention_clv(
                margin, retention, convert_rate(discount, "year", "month")
            ),
            right="Right: {answer:.0f} €. All three, margin, churn and discount, now speak of "
            "months.",
            mistakes=(
                Mistake(
                    lambda margin, retention, discount: retention_clv(margin, retention, discount),
                    "You took ten percent off *each month*. The rate is per year: convert it.",
                ),
                Mistake(
                    lambda margin, retention, discount: retention_clv(
                        margin, retention, discount / 12
                    ),
                    "A twelfth of the yearly rate is close, but twelve such months compound to "
                    "more than the yearly rate. `convert_rate` takes the root.",
                ),
                Mistake(
                    lambda margin, retention: margin / (1 - retention),
                    "That is not discounted at all.",
                ),
                Mistake(
                    lambda margin, retention, discount: retention_clv(
                        margin,
                        retention,
                        convert_rate(discount, "year", "month"),
                        first_payment="after_renewal",
                    ),
                    "You let them pay only after a renewal. When does this subscriber pay first?",
                ),
            ),
            hints=(
                "Two of the three numbers are per month. Which one is not?",
                '`convert_rate(rate, "year", "month")` gives the rate that compounds to the '
                "yearly one.",
                "Then `retention_clv` with margin, retention and the converted rate.",
            ),
            solution="from clvwidgets.formulas import convert_rate, retention_clv\n"
            'retention_clv(20, 0.95, convert_rate(0.10, "year", "month"))',
        ),
        Exercise(
            key="horizon",
            prompt="Margin 100 €, retention 80 %, discount 10 %, first payment now. After how many "
            "payments has such a contract brought at least nine tenths of its value? Try with "
            "`finite_clv`, or move the horizon in the widget above.",
            given={"share": 0.9},
            answer=_payments_for,
            right="Right: {answer:.0f} payments. Whoever looks as far as that sees almost all "
            "there is; the rest is far away and unlikely.",
            mistakes=(
                Mistake(
                    lambda share: _payments_for(share) - 1,
                    "Not quite: at that point a little is missing. One more?",
                ),
                Mistake(
                    lambda: 10,
                    "By then it is well past nine tenths. Go down until it no longer is.",
                ),
                Mistake(
                    lambda share: _payments_for(share * 0.8 / 0.9),
                    "That is where it passes eight tenths.",
                ),
            ),
            hints=(
                "`retention_clv` gives the whole. What are nine tenths of it?",
                "`finite_clv`, with the number of payments at the end, gives what those bring. "
                "Try some numbers.",
            ),
            solution="from clvwidgets.formulas import finite_clv, retention_clv\n"
            "whole = retention_clv(100, 0.8, 0.1)\n"
            "next(n for n in range(1, 99) if finite_clv(100, 0.8, 0.1, n) >= 0.9 * whole)",
            tolerance=0.0,
        ),
    ),
    quiz=(
        Question(
            key="which_case",
            prompt="A gym's members pay for the first month when they sign. Which case is that?",
            options=(
                Option(
                    "First payment after a renewal",
                    "Then the first month would be free for everybody.",
                    "residual value for a new customer",
                ),
                Option(
                    "First payment at the end of the period",
                    "That is rent paid in arrears. Here the money is there on the first day.",
                    "arrears for advance",
                ),
                Option("First payment now", "Yes. All the later ones need a renewal."),
            ),
        ),
        Question(
            key="residual",
            prompt="Two companies report CLV for the same kind of customer. The second counts "
            "only what customers bring *from the next renewal on*. Its number is …",
            options=(
                Option(
                    "lower by the first margin.",
                    "Yes. It answers another question: what is a customer worth whom we "
                    "already have?",
                ),
                Option(
                    "lower by the discount rate.",
                    "Discounting moves every payment. Here a payment is missing altogether.",
                    "timing taken for discounting",
                ),
                Option(
                    "wrong.",
                    "It is right for customers whom one already has, just before they renew.",
                    "only one right formula",
                ),
            ),
        ),
        Question(
            key="rate",
            prompt="Someone puts a yearly discount rate into a sheet of monthly cash. The CLV "
            "comes out …",
            options=(
                Option(
                    "too high.",
                    "A larger rate makes later money count less, never more.",
                    "wrong direction",
                ),
                Option("far too low.", "Yes. Each month is punished like a year."),
                Option(
                    "about right, since rates are small.",
                    "It was less than half of the true value above.",
                    "periods do not matter",
                ),
            ),
        ),
    ),
    terms=(
        Term(
            "discount rate",
            "By how much a euro loses value if it comes one period later: its price of waiting "
            "and of risk.",
        ),
        Term("present value", "What a later payment is worth today, after discounting."),
        Term("horizon", "How many payments ahead are counted."),
        Term(
            "residual value",
            "What a customer whom one already has will bring from now on, without the past.",
        ),
    ),
    next="05",
    bridge="what a customer may cost, and when they have paid it back",
)
