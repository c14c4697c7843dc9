"""04: when the money comes, and what a rate per year does to cash per month."""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import cache
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
_GRINDER = {"margin": 130, "retention": 0.75, "discount": 0.1}
_FILTERS = (6, 0.97)
_COOLER = {"margin": 15, "retention": 0.96, "discount": 0.08}
_LONG = 30


def _three_values() -> Mapping[str, float]:
    """Value of the story's contract in the three timing cases, and the dealer's price."""
    return {
        "price": _PRICE,
        "now": retention_clv(*_CONTRACT),
        "end": retention_clv(*_CONTRACT, first_payment="end_of_period"),
        "after": retention_clv(*_CONTRACT, first_payment="after_renewal"),
        "first_gap": _CONTRACT[0] * (1 - _CONTRACT[1] / 1.1),
    }


def _agreement() -> Mapping[str, float]:
    """Compute how near the price is to the three values, and what a mix of customers is worth."""
    margin, _, discount = _CONTRACT
    steady, fickle = 0.95, 0.65
    mix = [
        retention_clv(margin, renew, discount, first_payment="after_renewal")
        for renew in (steady, fickle)
    ]
    return {
        **_three_values(),
        "least_now": 100 * (1 + discount) * (1 - margin / _PRICE),
        "least_end": 100 * (1 + discount - margin / _PRICE),
        "back_now": _payments_to(_PRICE),
        "back_end": _payments_to(_PRICE, "end_of_period"),
        "steady": 100 * steady,
        "fickle": 100 * fickle,
        "mixed": sum(mix) / 2,
    }


def _spread() -> float:
    values = _three_values()
    return values["now"] - values["after"]


def _payments_to(goal: float, first_payment: FirstPayment = "now") -> int:
    """Count the payments until a contract has brought so many euros of today."""
    brought = (finite_clv(*_CONTRACT, n, first_payment=first_payment) for n in range(100))
    return next(n for n, euros in enumerate(brought) if euros >= goal)


def _payments_for(share: float) -> int:
    """Count the payments until a contract has brought that share of its value."""
    return _payments_to(share * retention_clv(*_CONTRACT))


def _at_two_percent(first_payment: FirstPayment) -> float:
    """Value of the story's contract at the dealer's rate."""
    margin, retention, _ = _CONTRACT
    return float(retention_clv(margin, retention, 0.02, first_payment=first_payment))


def _filters(discount: float) -> float:
    """Value of the subscriber of the story at a rate per month."""
    return float(retention_clv(*_FILTERS, discount))


def _sheets() -> Mapping[str, float]:
    return {
        "careful": _filters(convert_rate(0.10, "year", "month")),
        "careless": _filters(0.10),
    }


@cache
def _published() -> Mapping[str, float]:
    """Value the published contracts: thirteen payments as counted, later ones by a model."""
    import numpy as np

    from clvwidgets import load_dataset
    from clvwidgets.models import ShiftedBetaGeometric

    table = load_dataset("retention_tables")
    people = table.pivot(index="year", columns="segment", values="survivors")
    found: dict[str, float] = {"price": _PRICE, "long": _LONG}
    for segment in ("regular", "high_end"):
        counted = people[segment]
        later = np.arange(len(counted), 300)
        modelled = ShiftedBetaGeometric(period="Y").fit(counted).survival(later)
        paid = _CONTRACT[0] * np.concatenate([counted / 1000, modelled])
        today = paid / 1.1 ** np.arange(len(paid))
        found |= {
            f"{segment}_later": paid[: len(counted)].sum(),
            segment: today[: len(counted)].sum(),
            f"{segment}_long_later": paid[:_LONG].sum(),
            f"{segment}_long": today[:_LONG].sum(),
            f"{segment}_all": today.sum(),
            f"{segment}_remain": counted.iloc[-1],
        }
    regular = {"regular_end": found["regular"], "regular_all_end": found["regular_all"]}
    return found | {name: value / 1.1 for name, value in regular.items()}


def _cooler(discount: float, first_payment: FirstPayment = "now") -> float:
    """Value of a renter at a rate per month."""
    margin, retention = _COOLER["margin"], _COOLER["retention"]
    return float(retention_clv(margin, retention, discount, first_payment=first_payment))


LESSON = LessonPlan(
    name="04_time_value",
    question="May Nordlicht pay a dealer 280 € for a service contract?",
    minutes=30,
    needs=("03",),
    objectives=(
        "compute the value of a contract from margin, retention and discount rate",
        "explain why three right formulas give three different numbers",
        "convert a rate per year into a rate per month before you use it",
        "decide how many payments ahead are worth counting",
    ),
    decision=Decision(
        "Yes, Nordlicht may pay {price} € if the first fee is paid on the day of signing: then a "
        "contract is worth {now:.0f} € of margin at today's value. The same goes, narrowly, for a "
        "first fee that is certain to come at the end of the first year: {end:.0f} €. If the maker "
        "covers the first year, no: then a contract is worth {after:.0f} €, and Nordlicht should "
        "pay less than that. So the day of the first payment goes into the agreement with the "
        "dealer. How sure is the yes? It supposes that the dealer's customers are all alike and "
        "that 80 of 100 renew each year, as Nordlicht's do. Paid on signing, {least_now:.0f} of "
        "100 are enough, and payment number {back_now} brings the price back. Paid at the end of "
        "the year, it takes {least_end:.0f} of 100, and payment number {back_end}.",
        numbers=_agreement,
        holds=lambda price, now, end, after, least_end: (
            now > price and end > price and after < price and least_end < 100 * _CONTRACT[1]
        ),
        flips={"price": 310, "end": 275, "after": 290, "least_end": 81},
        otherwise="If all customers are alike and the dealer wanted more than {end:.0f} €, only a "
        "fee on the day of signing would pay for it; above {now:.0f} € nothing would. Below "
        "{after:.0f} € Nordlicht could even take contracts whose first year the maker covers. "
        "And if customers are not alike, their contracts are worth more: let half of the new "
        "customers renew at {steady:.0f} % and half at {fickle:.0f} %. Then even with a first "
        "year that the maker covers, a contract is worth {mixed:.0f} €.",
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
            "year, the first time for certain, it is worth **{end:.0f} €**. With a first "
            "year that the maker covers it is worth **{after:.0f} €**. The dealer wants {price} "
            "€: two colleagues say yes, one says no, and nobody had told the others on which day "
            "the first fee comes."
            "\n\nIn the chart the top and the bottom line are {first_gap:.0f} € apart after one "
            "payment. With each payment the gap grows, until it is one whole margin.",
            high=250,
            step=5,
            unit="€",
            numbers=_three_values,
        ),
        Prediction(
            key="careless",
            prompt="Somebody forgets to convert the rate and takes the 10 % a year as 10 % *a "
            "month*. What percentage of the right value does their spreadsheet show?",
            answer=lambda: 100 * _sheets()["careless"] / _sheets()["careful"],
            reveal="**{answer:.0f} %**: {careless:.0f} € instead of {careful:.0f} € of margin "
            "at today's value. More than two thirds are gone because a rate was not converted. No "
            "error message appears, and the number looks sensible.",
            high=200,
            unit="%",
            mark="x",
            numbers=_sheets,
        ),
        Prediction(
            key="what_matters",
            prompt="Start with a regular contract, discounted at 10 % a year. Count thirteen "
            "payments, as the table does. Which makes the number larger: to leave out "
            "discounting, or to take a high-end contract instead, at the same 90 € of margin?",
            answer=lambda: "A high-end contract",
            options=(
                "To leave out discounting",
                "A high-end contract",
                "Both about the same, within 10 €",
            ),
            reveal="**A high-end contract**, as long as you count thirteen payments. A regular "
            "contract is worth {regular:.0f} €. Without discounting it would be "
            "{regular_later:.0f} €. A high-end contract is worth {high_end:.0f} €, "
            "discounted.\n\nBut the table stops after twelve years. Of a thousand customers "
            "{regular_remain} regular and {high_end_remain} high-end ones still pay then. Let a "
            "model continue both curves (notebook 12 will explain it), and count {long} payments. "
            "A regular contract is then worth {regular_long_later:,.0f} € without discounting, a "
            "high-end one {high_end_long:.0f} € with it. Now *to leave out discounting* wins: the "
            "longer you look ahead, the more the rate matters.\n\nAnd the dealer's {price} €? The "
            "thirteen payments of a regular contract are worth {regular:.0f} € if the first comes "
            "on signing. If each comes at the end of its year, they are worth {regular_end:.0f} €: "
            "not enough. With all later payments of the model it is {regular_all:.0f} € and "
            "{regular_all_end:.0f} €. By chance that is nearly what the formula says of the "
            "dealer's contracts.",
            numbers=_published,
        ),
    ),
    exercises=(
        Exercise(
            key="grinders",
            prompt="A contract for coffee grinders earns 130 € of margin a year and 75 % renew "
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
                    "retention_clv(130, 0.75, 0.1)",
                ),
                Mistake(
                    lambda margin, retention, discount: retention_clv(
                        margin, retention, discount, first_payment="after_renewal"
                    ),
                    "You let only those pay who renew. Here the first fee is certain.",
                    'retention_clv(130, 0.75, 0.1, first_payment="after_renewal")',
                ),
                Mistake(
                    lambda margin, retention: margin / (1 - retention),
                    "That is margin times the average stay. It is not discounted.",
                    "130 / (1 - 0.75)",
                ),
                Mistake(
                    lambda margin, retention: margin * retention / (1 - retention),
                    "That is not discounted, and the first fee is missing.",
                    "130 * 0.75 / (1 - 0.75)",
                ),
                Mistake(
                    lambda margin, retention, discount: margin / (1 - retention) / (1 + discount),
                    "You discounted everything by one year. But only the first fee comes after "
                    "one year; each later one waits a year more.",
                    "130 / (1 - 0.75) / 1.1",
                ),
                Mistake(
                    lambda margin, retention, discount: retention_clv(
                        margin, 1 - retention, discount, first_payment="end_of_period"
                    ),
                    "You put in the share that cancels. The function wants the share that renews.",
                    'retention_clv(130, 0.25, 0.1, first_payment="end_of_period")',
                ),
                Mistake(
                    lambda margin, retention, discount: retention_clv(
                        margin, 1 - retention, discount
                    ),
                    "The function wants the share that renews, not the share that cancels. And "
                    "on which day is the first fee paid?",
                    "retention_clv(130, 0.25, 0.1)",
                ),
                Mistake(
                    lambda margin, retention, discount: retention_clv(
                        margin, discount, retention, first_payment="end_of_period"
                    ),
                    "You swapped two rates: retention comes before the discount rate.",
                    'retention_clv(130, 0.1, 0.75, first_payment="end_of_period")',
                ),
                Mistake(
                    lambda margin, discount: retention_clv(
                        margin, _CONTRACT[1], discount, first_payment="end_of_period"
                    ),
                    "That is the retention of the espresso machines. Of the grinders' customers "
                    "fewer renew.",
                    'retention_clv(130, 0.8, 0.1, first_payment="end_of_period")',
                ),
                Mistake(
                    lambda retention, discount: retention_clv(
                        _CONTRACT[0], retention, discount, first_payment="end_of_period"
                    ),
                    "That is the margin of the espresso machines. A grinder earns more.",
                    'retention_clv(90, 0.75, 0.1, first_payment="end_of_period")',
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
            'retention_clv(130, 0.75, 0.1, first_payment="end_of_period")',
            tolerance=0.0005,
        ),
        Exercise(
            key="horizon",
            prompt="The espresso contract again: 90 €, 80 %, 10 %, first payment on signing. How "
            "many payments does it take until the contract has brought at least 90 % of its "
            "value? A whole number. Use the widget above or `finite_clv`.",
            given={"share": 0.9, "price": _PRICE, "enough": _payments_to(_PRICE)},
            answer=_payments_for,
            right="Right: {answer} payments. Later ones are both unlikely and far away. Where to "
            "stop is a choice: to see the dealer's {price} € come back, {enough} are enough.",
            mistakes=(
                Mistake(
                    lambda share: _payments_for(share) - 1,
                    "That many payments bring a little less than 90 %. Or did you count years? "
                    "The first payment comes in year 0.",
                    "[n for n in range(20) if finite_clv(90, 0.8, 0.1, n) "
                    "< 0.9 * retention_clv(90, 0.8, 0.1)][-1]",
                ),
                Mistake(
                    lambda share: math.log(1 - share) / math.log(_CONTRACT[1] / 1.1),
                    "In between two payments, that is where 90 % would be reached. But a payment "
                    "is made or not: which is the first whole number that brings enough?",
                    "import math\n\nmath.log(0.1) / math.log(0.8 / 1.1)",
                ),
                Mistake(
                    lambda share: _payments_for(share) + 1,
                    "That many are enough. Is one fewer enough, too?",
                    "[n for n in range(20) if finite_clv(90, 0.8, 0.1, n) "
                    "> 0.9 * retention_clv(90, 0.8, 0.1)][1]",
                ),
                Mistake(
                    lambda: 1 / (1 - _CONTRACT[1]),
                    "That is the average number of payments. How much of the value have they "
                    "brought?",
                    "round(1 / (1 - 0.8))",
                ),
                Mistake(
                    lambda share: _payments_for(share - 0.1),
                    "That many are enough for 80 % of the value.",
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
                    lambda share: math.log(1 - share) / math.log(_CONTRACT[1]),
                    "That is when nine in ten have cancelled. But later payments are discounted, "
                    "too, and a payment is made or not: which whole number brings enough?",
                    "import math\n\nmath.log(0.1) / math.log(0.8)",
                ),
                Mistake(
                    lambda share: finite_clv(*_CONTRACT, _payments_for(share)),
                    "That is what the payments bring, in euros. How many payments are they?",
                    "finite_clv(90, 0.8, 0.1, 8)",
                ),
                Mistake(
                    lambda share: finite_clv(*_CONTRACT, _payments_for(share) - 1),
                    "Those are euros, and a little too few. How many payments bring enough?",
                    "finite_clv(90, 0.8, 0.1, 7)",
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
            # Euros may be rounded, payments are whole anyway.
            tolerance=0.004,
        ),
        Exercise(
            key="monthly",
            prompt="A rented milk cooler earns 15 € of margin a month, first payment today. Each "
            "month 4 % of the renters cancel. A cooler can be rented out again, so this is safer: "
            "Nordlicht discounts rentals at 8 % *a year*. What is a new renter worth, in whole "
            "euros?",
            given=_COOLER,
            answer=lambda discount: _cooler(convert_rate(discount, "year", "month")),
            right="Right: {answer:.0f} €. Margin, churn and discount rate are now all per month.",
            mistakes=(
                Mistake(
                    lambda discount: _cooler(discount),
                    "You took eight percent off *each month*. The rate is per year: convert it.",
                    "retention_clv(15, 0.96, 0.08)",
                ),
                Mistake(
                    lambda discount: _cooler(discount / 12),
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
                    lambda discount: _cooler(
                        convert_rate(discount, "year", "month"), "after_renewal"
                    ),
                    "You left out the payment of today.",
                    'retention_clv(15, 0.96, convert_rate(0.08, "year", "month"), '
                    'first_payment="after_renewal")',
                ),
                Mistake(
                    lambda discount: _cooler(
                        convert_rate(discount, "year", "month"), "end_of_period"
                    ),
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
                    lambda margin, retention, discount: retention_clv(
                        12 * margin, 1 - 12 * (1 - retention), discount
                    ),
                    "Twelve times 4 % is not the share that cancels in a year: fewer are there to "
                    "cancel each month. Work in months, as the renter pays.",
                    "retention_clv(12 * 15, 1 - 12 * 0.04, 0.08)",
                ),
                Mistake(
                    lambda margin, retention, discount: retention_clv(
                        12 * margin, retention, discount
                    ),
                    "Margin and discount rate are per year, the retention is per month. All three "
                    "must speak of the same period.",
                    "retention_clv(12 * 15, 0.96, 0.08)",
                ),
                Mistake(
                    lambda margin, retention, discount: retention_clv(
                        margin, 1 - retention, convert_rate(discount, "year", "month")
                    ),
                    "You put in the share that cancels. The function wants the share that stays.",
                    'retention_clv(15, 0.04, convert_rate(0.08, "year", "month"))',
                ),
                Mistake(
                    lambda margin, retention: retention_clv(
                        margin, retention, convert_rate(0.10, "year", "month")
                    ),
                    "That is the discount rate of the filters above. Rentals have another.",
                    'retention_clv(15, 0.96, convert_rate(0.10, "year", "month"))',
                ),
                Mistake(
                    lambda margin, discount: retention_clv(
                        margin, _FILTERS[1], convert_rate(discount, "year", "month")
                    ),
                    "That is the retention of the filters above. Of the renters more cancel.",
                    'retention_clv(15, 0.97, convert_rate(0.08, "year", "month"))',
                ),
                Mistake(
                    lambda retention, discount: retention_clv(
                        _FILTERS[0], retention, convert_rate(discount, "year", "month")
                    ),
                    "That is the margin of the filters above. A cooler earns more.",
                    'retention_clv(6, 0.96, convert_rate(0.08, "year", "month"))',
                ),
                Mistake(
                    lambda: _sheets()["careful"],
                    "That is the subscriber to filters above. Coolers have their own three "
                    "numbers.",
                    'retention_clv(6, 0.97, convert_rate(0.10, "year", "month"))',
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
            prompt="Members pay on signing. Two companies value the same kind of member, both on "
            "the day of signing. One counts all payments, the other all but the first. The second "
            "number is …",
            options=(
                Option(
                    "lower by one margin.",
                    "Yes. It answers another question: what is still to come after the payment "
                    "that has just been made?",
                ),
                Option(
                    "lower by one year of discounting.",
                    "Both discount each later payment to the same day. One payment is not counted.",
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
                    "That is the mistake with the filters the other way round. A smaller rate "
                    "makes later money count more.",
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
        f"contract is worth {_at_two_percent('now'):.0f} € on signing. Pay me 350 €.” What do you "
        "answer?",
        "The rate is what Nordlicht would earn with the money if it did not buy the contract, in "
        "something as risky. Contracts are riskier than a bank: customers cancel. If Nordlicht "
        "has such a use for its money, a bigger shop for example, and can show that it earns "
        "10 % a year, then 350 € is more than a contract is worth on any day of payment, if all "
        "customers are alike. If it has none, the dealer has a point: a rate that nobody can "
        "point to is only a wish. But the day matters at any rate: at 2 %, with a first year that "
        "the maker covers, the "
        f"contract is worth {_at_two_percent('after_renewal'):.0f} €, less than 350 €.",
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
            "What an existing customer will still bring, at today's value. Payments already made "
            "are not in it; say whether one that is due today is.",
        ),
    ),
    next="05",
    bridge="what a customer may cost, and when they have paid it back",
)
