"""04: when the money comes, and what a rate per year does to cash per month."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, TypeAlias

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
from clvwidgets.formulas import convert_rate, finite_clv, retention_clv

FirstPayment: TypeAlias = Literal["now", "after_renewal", "end_of_period"]

_CONTRACT = (90, 0.8, 0.1)
_PRICE = 280
_GRINDER = {"margin": 150, "retention": 0.7, "discount": 0.1}
_TEA = {"margin": 15, "retention": 0.96, "discount": 0.08}


def _three_values() -> Mapping[str, float]:
    """Value of the story's contract in the three timing cases, and the dealer's price."""
    return {
        "price": _PRICE,
        "now": retention_clv(*_CONTRACT),
        "end": retention_clv(*_CONTRACT, first_payment="end_of_period"),
        "after": retention_clv(*_CONTRACT, first_payment="after_renewal"),
        "first_gap": _CONTRACT[0] * (1 - _CONTRACT[1] / 1.1),
    }


def _spread() -> float:
    values = _three_values()
    return values["now"] - values["after"]


def _payments_for(share: float) -> int:
    """Count the payments until a contract has brought that share of its value."""
    goal = share * retention_clv(*_CONTRACT)
    return next(n for n in range(1, 100) if finite_clv(*_CONTRACT, n) >= goal)


def _at_two_percent(first_payment: FirstPayment) -> float:
    """Value of the story's contract at the dealer's rate."""
    margin, retention, _ = _CONTRACT
    return float(retention_clv(margin, retention, 0.02, first_payment=first_payment))


def _subscriber(discount: float) -> float:
    """Value of the subscriber of the story at a rate per month."""
    return float(retention_clv(20, 0.95, discount))


def _sheets() -> Mapping[str, float]:
    return {
        "careful": _subscriber(convert_rate(0.10, "year", "month")),
        "careless": _subscriber(0.10),
    }


def _published() -> Mapping[str, float]:
    """Thirteen payments of the published contracts, as they come and at ten percent a year."""
    from clvwidgets import load_dataset

    table = load_dataset("retention_tables")
    people = table.pivot(index="year", columns="segment", values="survivors")
    paid = _CONTRACT[0] * people / 1000
    later, today = paid.sum(), paid.div(1.1 ** people.index.to_numpy(float), axis=0).sum()
    return {
        "ordinary": today["regular"],
        "loyal": today["high_end"],
        "ordinary_later": later["regular"],
        "loyal_later": later["high_end"],
        "price": _PRICE,
        "remain": people["high_end"].iloc[-1],
    }


def _tea(discount: float, first_payment: FirstPayment = "now") -> float:
    """Value of the tea subscriber at a rate per month."""
    margin, retention = _TEA["margin"], _TEA["retention"]
    return float(retention_clv(margin, retention, discount, first_payment=first_payment))


LESSON = LessonPlan(
    name="04_time_value",
    question="May Nordlicht pay a dealer 280 € for a service contract?",
    minutes=25,
    needs=("03",),
    objectives=(
        "compute the value of a contract from margin, retention and discount rate",
        "explain why three right formulas give three different numbers",
        "convert a rate per year into a rate per month before you use it",
        "decide how many payments ahead are worth counting",
    ),
    decision=Decision(
        "Yes, Nordlicht may pay {price} € if the first fee is paid on the day of signing: then a "
        "contract is worth {now:.0f} € of margin at today's value. The same goes for a first fee "
        "that is certain to come at the end of the first year: {end:.0f} €. If the first year is "
        "free, no: then a contract is worth {after:.0f} €, and that is the most that the dealer "
        "can get. So the day of the first payment goes into the agreement with the dealer.",
        numbers=_three_values,
        holds=lambda price, now, end, after: now > price and end > price and after < price,
        flips={"price": 310, "end": 275, "after": 290},
        otherwise="If the dealer wanted more than {end:.0f} €, only a fee on the day of signing "
        "would pay for it; above {now:.0f} € nothing would. At {after:.0f} € or less, Nordlicht "
        "could even give the first year away.",
    ),
    recall=(
        Question(
            key="stay",
            prompt="From 03: at each anniversary one contract in five is cancelled, and all "
            "customers are alike. The first fee is paid on signing. How many yearly fees does a "
            "new contract bring on average?",
            options=(
                Option(
                    "4",
                    "Those are the renewals. The fee on signing comes on top.",
                    "first payment left out",
                ),
                Option("5", "Yes: one divided by 0.2, with the first fee counted."),
                Option(
                    "20",
                    "Twenty is the percentage that cancels. What is one divided by 0.2?",
                    "percent for stay",
                ),
            ),
            about=("03",),
        ),
        Question(
            key="mixed",
            prompt="From 03: of the people who subscribed in January, half cancel at 1 % a month "
            "and half at 9 %. In their first month 5 % of them cancel. These newcomers stay on "
            "average …",
            options=(
                Option(
                    "more than 20 months.",
                    "Yes. Average the two stays, not the two rates: the loyal half stays very "
                    "long.",
                ),
                Option(
                    "20 months.",
                    "That would be so if all of them cancelled at 5 %. Here the first month says "
                    "little about later ones.",
                    "1/churn of a mixed group",
                ),
                Option(
                    "less than 20 months.",
                    "The quick half does leave early. But work out both stays and average them.",
                    "wrong direction",
                ),
            ),
            about=("03",),
        ),
    ),
    predictions=(
        Prediction(
            key="spread",
            prompt="All three compute without a mistake, with the same margin (90 € a year), the "
            "same retention (80 %) and the same discount rate (10 % a year). How far apart are "
            "the largest and the smallest of their values, in euros?",
            answer=_spread,
            reveal="They are **{answer:.0f} € apart**, one whole yearly margin.\n\n"
            "Paid on signing, the contract is worth **{now:.0f} €**. Paid at the end of each "
            "year, the first time for certain, it is worth **{end:.0f} €**. With a free first "
            "year it is worth **{after:.0f} €**. The dealer wants {price} €: two colleagues say "
            "yes, one says no, and nobody had told the others on which day the first fee comes."
            "\n\nIn the chart the top and the bottom line are {first_gap:.0f} € apart after one "
            "payment. With each payment the gap grows, until it is one whole margin.",
            high=250,
            step=5,
            unit="€",
            numbers=_three_values,
        ),
        Prediction(
            key="careless",
            prompt="A careless sheet takes the 10 % a year as 10 % *a month*. What percentage of "
            "the subscriber's true value does it show?",
            answer=lambda: 100 * _sheets()["careless"] / _sheets()["careful"],
            reveal="**{answer:.0f} %**: {careless:.0f} € instead of {careful:.0f} €. More than "
            "half of a subscriber is lost to a unit. No error message appears, and the number "
            "looks sensible.",
            unit="%",
            mark="x",
            numbers=_sheets,
        ),
        Prediction(
            key="what_matters",
            prompt="Start with an ordinary contract, discounted at 10 % a year. What would raise "
            "its value more: not to discount at all, or to have a loyal customer instead?",
            answer=lambda: "To have a loyal customer",
            options=("Not to discount", "To have a loyal customer", "Both the same"),
            reveal="**A loyal customer.** An ordinary contract is worth {ordinary:.0f} €. Without "
            "discounting it would be {ordinary_later:.0f} €. A loyal customer's contract is worth "
            "{loyal:.0f} €, discounted.\n\n"
            "It depends on where you start. A loyal contract would go from {loyal:.0f} € to "
            "{loyal_later:.0f} € without discounting: the longer customers stay, the more the "
            "rate matters.\n\n"
            "The dealer's {price} € would be just covered if Nordlicht's customers were like the "
            "ordinary ones and paid on signing. And of a thousand loyal contracts {remain} are "
            "still running when the table ends. What those bring later is not in it.",
            numbers=_published,
        ),
    ),
    exercises=(
        Exercise(
            key="grinders",
            prompt="A contract for coffee grinders earns 150 € of margin a year and 70 % renew "
            "each year; the discount rate is 10 % a year. The fee is paid at the *end* of each "
            "year, and the first one is certain. What is a new contract worth today, in whole "
            "euros?",
            given=_GRINDER,
            answer=lambda margin, retention, discount: retention_clv(
                margin, retention, discount, first_payment="end_of_period"
            ),
            right="Right: {answer:.0f} €, that is {margin} ÷ (1 + {discount} − {retention}).",
            mistakes=(
                Mistake(
                    lambda margin, retention, discount: retention_clv(margin, retention, discount),
                    "You let them pay on the day of signing. Here the fee comes a year later.",
                    "retention_clv(150, 0.7, 0.1)",
                ),
                Mistake(
                    lambda margin, retention, discount: retention_clv(
                        margin, retention, discount, first_payment="after_renewal"
                    ),
                    "You let only those pay who renew. Here the first fee is certain.",
                    'retention_clv(150, 0.7, 0.1, first_payment="after_renewal")',
                ),
                Mistake(
                    lambda margin, retention: margin / (1 - retention),
                    "That is margin times the average stay. It is not discounted.",
                    "150 / (1 - 0.7)",
                ),
                Mistake(
                    lambda margin, retention, discount: retention_clv(
                        margin, 1 - retention, discount, first_payment="end_of_period"
                    ),
                    "You put in the share that cancels. The function wants the share that renews.",
                    'retention_clv(150, 0.3, 0.1, first_payment="end_of_period")',
                ),
                Mistake(
                    lambda: retention_clv(*_CONTRACT, first_payment="end_of_period"),
                    "That is the contract for espresso machines. Grinders have another margin and "
                    "another retention.",
                    'retention_clv(90, 0.8, 0.1, first_payment="end_of_period")',
                ),
            ),
            hints=(
                "Which of the three cases is it: on signing, at the end of the year, or after a "
                "renewal?",
                "`retention_clv` takes margin, retention and discount rate, in that order.",
                'Name the case with `first_payment="now"`, `"end_of_period"` or `"after_renewal"`.',
            ),
            solution="from clvwidgets.formulas import retention_clv\n"
            'retention_clv(150, 0.7, 0.1, first_payment="end_of_period")',
        ),
        Exercise(
            key="horizon",
            prompt="The espresso contract again: 90 €, 80 %, 10 %, first payment on signing. How "
            "many payments does it take until the contract has brought at least 90 % of its "
            "value? A whole number. Use the widget above or `finite_clv`.",
            given={"share": 0.9},
            answer=_payments_for,
            right="Right: {answer:.0f} payments. Count that far and you have seen most of the "
            "value; later payments are both unlikely and far away.",
            mistakes=(
                Mistake(
                    lambda share: _payments_for(share) - 1,
                    "So many payments bring a little less than 90 %. Or did you count years? The "
                    "first payment comes in year 0.",
                    "[n for n in range(20) if finite_clv(90, 0.8, 0.1, n) "
                    "< 0.9 * retention_clv(90, 0.8, 0.1)][-1]",
                ),
                Mistake(
                    lambda: 1 / (1 - _CONTRACT[1]),
                    "That is the average number of payments. How much of the value have they "
                    "brought?",
                    "round(1 / (1 - 0.8))",
                ),
                Mistake(
                    lambda share: _payments_for(share - 0.1),
                    "That many payments bring 80 % of the value.",
                    "[n for n in range(20) if finite_clv(90, 0.8, 0.1, n) "
                    ">= 0.8 * retention_clv(90, 0.8, 0.1)][0]",
                ),
                Mistake(
                    lambda share: next(n for n in range(1, 99) if _CONTRACT[1] ** n <= 1 - share),
                    "By then nine in ten have cancelled. But later payments are discounted too, "
                    "so 90 % of the value has come in before.",
                    "[n for n in range(20) if 0.8**n <= 0.1][0]",
                ),
                Mistake(
                    lambda share: share * retention_clv(*_CONTRACT),
                    "Those are the euros to reach. How many payments does it take?",
                    "0.9 * retention_clv(90, 0.8, 0.1)",
                ),
                Mistake(
                    lambda: 30,
                    "That is where the widget's slider began. Pull it down as long as the value "
                    "stays above 90 % of the whole.",
                    "30",
                ),
            ),
            hints=(
                "`retention_clv` gives the value of all payments. What is 90 % of it?",
                "`finite_clv` takes the same three numbers and then how many payments count. Try "
                "some.",
            ),
            solution="from clvwidgets.formulas import finite_clv, retention_clv\n"
            "goal = 0.9 * retention_clv(90, 0.8, 0.1)\n"
            "enough = [n for n in range(1, 31) if finite_clv(90, 0.8, 0.1, n) >= goal]\n"
            "min(enough)",
            tolerance=0.0,
        ),
        Exercise(
            key="monthly",
            prompt="A tea subscription earns 15 € of margin a month, first payment today. Each "
            "month 4 % of the subscribers cancel. For tea, Nordlicht discounts at 8 % *a year*. "
            "What is a new subscriber worth, in whole euros?",
            given=_TEA,
            answer=lambda discount: _tea(convert_rate(discount, "year", "month")),
            right="Right: {answer:.0f} €. Margin, churn and discount rate are now all per month.",
            mistakes=(
                Mistake(
                    lambda discount: _tea(discount),
                    "You took eight percent off *each month*. The rate is per year: convert it.",
                    "retention_clv(15, 0.96, 0.08)",
                ),
                Mistake(
                    lambda discount: _tea(discount / 12),
                    "A twelfth of the yearly rate is a little too much: twelve such months "
                    "compound to more than the yearly rate. `convert_rate` gets it right.",
                    "retention_clv(15, 0.96, 0.08 / 12)",
                ),
                Mistake(
                    lambda margin, retention: margin / (1 - retention),
                    "That is not discounted at all.",
                    "15 / 0.04",
                ),
                Mistake(
                    lambda discount: _tea(convert_rate(discount, "year", "month"), "after_renewal"),
                    "You left out the payment of today.",
                    'retention_clv(15, 0.96, convert_rate(0.08, "year", "month"), '
                    'first_payment="after_renewal")',
                ),
                Mistake(
                    lambda discount: _tea(convert_rate(discount, "year", "month"), "end_of_period"),
                    "You let the first payment come after a month. It comes today.",
                    'retention_clv(15, 0.96, convert_rate(0.08, "year", "month"), '
                    'first_payment="end_of_period")',
                ),
                Mistake(
                    lambda margin, retention, discount: retention_clv(
                        12 * margin, retention**12, discount
                    ),
                    "You made years of everything. Then twelve payments all come on the first day "
                    "of the year. Work in months, as the customer pays.",
                    "retention_clv(12 * 15, 0.96**12, 0.08)",
                ),
                Mistake(
                    lambda: _sheets()["careful"],
                    "That is the coffee subscriber of the sheet above. Tea has its own three "
                    "numbers.",
                    'retention_clv(20, 0.95, convert_rate(0.10, "year", "month"))',
                ),
            ),
            hints=(
                "Two of the three numbers are per month. Which one is not?",
                '`convert_rate(0.08, "year", "month")` gives the rate a month that compounds to 8 '
                "% a year.",
                "Then `retention_clv` with margin, retention and the converted rate.",
            ),
            solution="from clvwidgets.formulas import convert_rate, retention_clv\n"
            'retention_clv(15, 0.96, convert_rate(0.08, "year", "month"))',
            tolerance=0.0005,
        ),
    ),
    quiz=(
        Question(
            key="which_case",
            prompt="A gym's members pay for the first month when they sign. Which case is that?",
            options=(
                Option(
                    "After a renewal",
                    "Then the first month would be free for everybody.",
                    "residual value for a new customer",
                ),
                Option(
                    "At the end of the period",
                    "That is paying in arrears. Here the money comes on the first day.",
                    "arrears for advance",
                ),
                Option("First payment now", "Yes. Each later payment needs a renewal."),
            ),
        ),
        Question(
            key="residual",
            prompt="Members pay on signing. One company counts from the day of signing. Another "
            "counts the same kind of member from the next renewal on. The second number is …",
            options=(
                Option(
                    "lower by one margin.",
                    "Yes. It answers another question: what will an existing member still bring?",
                ),
                Option(
                    "lower by one year of discounting.",
                    "Discounting makes every payment smaller. Here one payment is not counted.",
                    "timing taken for discounting",
                ),
                Option(
                    "the same.",
                    "The payment on signing is in the first number and not in the second.",
                    "start does not matter",
                ),
            ),
        ),
        Question(
            key="rate",
            prompt="A service contract is paid by the year. Somebody discounts it at 0.8 %, the "
            "rate for a *month*. The value comes out …",
            options=(
                Option(
                    "too low.",
                    "That is the careless sheet the other way round. A smaller rate makes later "
                    "money count more.",
                    "wrong direction",
                ),
                Option("too high.", "Yes. Waiting for a whole year costs only as much as a month."),
                Option(
                    "right, since 0.8 % a month is nearly 10 % a year.",
                    "The two rates agree, the periods do not: the payments are a year apart.",
                    "periods do not matter",
                ),
            ),
        ),
    ),
    open_question=OpenQuestion(
        "The dealer says: “Your bank pays you 2 %, so why do you discount at 10 %? At 2 % the "
        f"contract is worth {_at_two_percent('now'):.0f} €. Pay me 350 €.” What do you answer?",
        "The rate is not the bank's. It is what Nordlicht would earn if it used the money for "
        "something else that is as risky, such as its own shop: 10 % a year. At that rate 350 € "
        "is more than a contract is worth on any day of payment. And even at 2 % the day "
        f"matters: with a free first year the contract is worth "
        f"{_at_two_percent('after_renewal'):.0f} €, less than 350 €.",
    ),
    own=OwnNumbers(
        "Take a contract that you know: a phone, a gym, an insurance. Put in its margin, the "
        "share that renews and a discount rate a year. What is it worth in the three cases? What "
        "would you pay somebody who brings such a contract, and on which condition?",
        "mine = DiscountedCLV(margin=60, retention=0.9, discount=0.08, horizon=20)\nmine",
    ),
    terms=(
        Term(
            "discount rate",
            "What money would earn elsewhere in a period at the same risk. A payment that comes "
            "one period later is divided by one plus this rate.",
        ),
        Term("present value", "What a later payment is worth today, after discounting."),
        Term("horizon", "How many payments ahead are counted."),
        Term(
            "residual value",
            "What an existing customer will bring from now on, without the past.",
        ),
    ),
    next="05",
    bridge="what a customer may cost, and when they have paid it back",
)
