"""03: how long a customer stays, of whom a churn is measured, and what 1/churn leaves out."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import pandas as pd

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
from clvwidgets.data import load_dataset, renewal_rates
from clvwidgets.formulas import (
    convert_rate,
    lifespan_from_churn,
    mixed_lifespan,
    newcomer_share,
)

_MARGIN, _PRICE = 20, 450
_LOYAL, _FICKLE = 0.01, 0.09


@lru_cache(maxsize=1)
def _rates() -> pd.DataFrame:
    return renewal_rates(load_dataset("subscription_contracts"), "start", "end", "2024-12-31")


def _newcomers() -> dict[str, Any]:
    """Half of those who begin are loyal."""
    stay = mixed_lifespan(0.5, _LOYAL, _FICKLE)
    return {
        "loyal": lifespan_from_churn(_LOYAL),
        "fickle": lifespan_from_churn(_FICKLE),
        "mixed": stay,
        "worth": _MARGIN * stay,
    }


def _base() -> dict[str, Any]:
    """Half of those who are there are loyal."""
    loyal = newcomer_share(0.5, _LOYAL, _FICKLE)
    stay = mixed_lifespan(loyal, _LOYAL, _FICKLE)
    ahead = mixed_lifespan(0.5, _LOYAL, _FICKLE)
    return {"in_ten": 10 * loyal, "stay": stay, "worth": _MARGIN * stay, "ahead": ahead}


def _today(rates: pd.DataFrame, late: float) -> pd.Series[float]:
    """Margin of a newcomer up to each renewal, at 10 % a year; ``late`` is the churn afterwards."""
    further = pd.RangeIndex(len(rates) + 1, len(rates) + 600)
    there = rates["still_there"].iloc[-1] * (1 - late) ** (further - len(rates))
    stay = pd.concat([rates["still_there"], pd.Series(there, further)])
    wait = 1 / (1 + float(convert_rate(0.10, "year", "month")))
    worth: pd.Series[float] = _MARGIN * (1 + (stay * wait**stay.index).cumsum())
    return worth


def _worth(rates: pd.DataFrame, late: float) -> float:
    return float(_today(rates, late).iloc[-1])


def _seen() -> dict[str, Any]:
    """Read three years of contracts: what they brought, and what is still to come."""
    rates = _rates()
    there = float(rates["still_there"].iloc[-1])
    paid = 1 + float(rates["still_there"].sum())
    third_year = rates.loc[24:]
    late = float(third_year["left"].sum() / third_year["met"].sum())
    # Greenwood's standard error of the curve's end.
    spread = rates["left"] / (rates["met"] * (rates["met"] - rates["left"]))
    reach = 1.96 * there * float(spread.sum()) ** 0.5
    today = _today(rates, late)
    return {
        "price": _PRICE,
        "margin": _MARGIN,
        "paid": paid,
        "brought": _MARGIN * paid,
        "there": there,
        "of_100": 100 * there,
        "of_100_low": 100 * (there - reach),
        "of_100_high": 100 * (there + reach),
        "alike": 100 * (1 - rates["churn"].iloc[0]) ** len(rates),
        "needed": (_PRICE / _MARGIN - paid) / there,
        "late": late,
        "today": float(today[len(rates)]),
        "value": _worth(rates, late),
        "at_four": _worth(rates, 0.04),
        "at_five": _worth(rates, 0.05),
        "undiscounted": _MARGIN * (paid + there * (1 - late) / late),
        "back": int((today < _PRICE).sum()) + 2,
        "one_kind": _MARGIN / 0.05,
    }


LESSON = LessonPlan(
    name="03_churn_and_lifespan",
    question="May Nordlicht pay a comparison site 450 € for each new subscriber?",
    minutes=30,
    needs=("02",),
    objectives=(
        "compute churn, retention and an average stay from two counts",
        "say of whom a churn is measured: of newcomers or of today's base",
        "say when 1/churn is wrong, and in which direction",
        "decide with the people who stay in mind instead of one average",
    ),
    decision=Decision(
        "Yes, but with little to spare: at 10 % a year a new subscriber is worth {value:.0f} € of "
        "margin today, and 450 € is less. Three years bring {today:.0f} € of it. Then "
        "{of_100:.0f} of 100 are still there. In the third year {late:.1%} of those still there "
        "left a month. If it goes on like that, the 450 € are back with payment {back}. "
        "(Undiscounted it would be {undiscounted:.0f} € in all; 04 shows how to discount.) If "
        "after three years 4 % left a month, it would be {at_four:.0f} €. All of this supposes "
        "that the site's people stay as Nordlicht's newcomers did, and would not have come by "
        "themselves. So Nordlicht buys a few hundred and compares their first twelve renewals "
        "with the line *seen*.",
        numbers=_seen,
        holds=lambda price, late: _worth(_rates(), late) > price,
        flips={"price": 520, "late": 0.05},
        otherwise="If after three years 5 % left a month, a subscriber would be worth "
        "{at_five:.0f} €: no. If all were alike and left at 5 % from the start, as finance's sum "
        "supposes, it would be {one_kind:.0f} € even before discounting: no.",
    ),
    recall=(
        Question(
            key="basis",
            about=("02",),
            prompt="From 02: a customer has three orders of 30 € and the margin is 40 %. What is "
            "left before the cost to win the customer?",
            options=(
                Option("90 €", "The customer pays that. The beans must be bought too.", "revenue"),
                Option("36 €", "Yes: 40 % of what they paid."),
                Option("30 €", "That is one order, at full price.", "one order for a lifetime"),
            ),
        ),
        Question(
            key="average",
            about=("01",),
            prompt="From 01: the mean customer of a shop has brought 106 $ so far, the middle one "
            "43 $. What does that tell?",
            options=(
                Option(
                    "A few large customers pull the mean up.",
                    "Yes. Keep it in mind: something like it happens to lifespans below.",
                ),
                Option(
                    "One of the two is miscounted.",
                    "Both are right. They differ wherever a few are much larger than the rest.",
                    "mean and middle must agree",
                ),
                Option(
                    "A typical customer brings 106 $.",
                    "Three customers in four bring less than that.",
                    "mean for typical",
                ),
            ),
        ),
    ),
    predictions=(
        Prediction(
            key="still_there",
            prompt="A thousand people start today. Each month five percent of those who are still "
            "there leave. How many are still there after twenty months?",
            answer=lambda: 1000 * 0.95**20,
            reveal="It is {answer:.0f}. Many guess 500, or nobody. Twenty months is the *average* "
            "stay, not the longest: more than half have gone by then, and a few stay for years "
            "and pull the average up.",
            low=0,
            high=1000,
            step=10,
            unit="people",
            mark="y",
        ),
        Prediction(
            key="mixed",
            prompt="A thousand people subscribed in January. One half has a churn of 1 % a "
            "month, the other half of 9 %, and nobody changes. At the first renewal 50 of the "
            "thousand leave. How long does one of the thousand stay on average?",
            answer=lambda: "Longer than twenty months.",
            options=(
                "Less than twenty months.",
                "Twenty months.",
                "Longer than twenty months.",
            ),
            reveal="The loyal half stays {loyal:.0f} months on average, the other half "
            "{fickle:.1f}. The average of these two is **{mixed:.1f} months**, or {worth:,.0f} € "
            "of margin. Nobody became more loyal. In the first months the two curves fall "
            "together; then most of the fickle have gone, and those who remain leave as loyal "
            "people do. *Who is still there* changed.\n\nSo one divided by the first month's "
            "churn of newcomers is too short. And nobody is like the average: a fickle "
            "subscriber brings 222 €, a loyal one 2,000 €.",
            numbers=_newcomers,
        ),
        Prediction(
            key="base",
            prompt="This time the thousand are all who *have* a subscription today. One half has a "
            "churn of 1 % a month, the other half of 9 %. The base stands still: of each kind as "
            "many come each month as go. How long does a *newcomer* stay on average?",
            answer=lambda: "Twenty months.",
            options=(
                "Less than twenty months.",
                "Twenty months.",
                "Longer than twenty months.",
            ),
            reveal="Exactly {stay:.1f} months, or {worth:.0f} € of margin. Loyal people pile up in "
            "a base: to have half of them there, only {in_ten:.0f} newcomer in ten must be loyal. "
            "In a base that stands still, a newcomer's average stay is one divided by the base's "
            "churn, however different people are.\n\nThose who are there *today* are another "
            "crowd: they have {ahead:.1f} months ahead of them on average. So the same five "
            "percent mean one thing of newcomers and another of the base. Ask **of whom**.",
            numbers=_base,
        ),
        Prediction(
            key="three_years",
            prompt="A hundred people subscribe. After 35 renewals, with three years paid, how many "
            "of them are still there?",
            answer=lambda: _seen()["of_100"],
            reveal="About **{of_100:.0f}** [95 %: {of_100_low:.0f} to {of_100_high:.0f}; few "
            "contracts are that old]. If all "
            "were alike it would be {alike:.0f}: in later months fewer leave.\n\nBy then a "
            "contract has made {paid:.1f} payments on average, {brought:.0f} € of margin, and "
            "those who are still there go on paying.",
            numbers=_seen,
            low=0,
            high=100,
            step=1,
            unit="of 100",
            mark="y",
        ),
    ),
    exercises=(
        Exercise(
            key="value",
            prompt="Each subscriber brings a margin of 20 € a month, and 4 % leave each month. How "
            "many euros has a subscriber brought, on average, when they leave? Do not discount.",
            given={"margin": 20, "churn": 0.04},
            answer=lambda margin, churn: margin / churn,
            right="Right: {margin} € for each of 1/{churn} months, that is {answer:.0f} €.",
            mistakes=(
                Mistake(
                    lambda margin, churn: margin / (100 * churn),
                    "You divided by four. Four percent is four hundredths.",
                    "20 / 4",
                ),
                Mistake(
                    lambda margin: margin / 0.05,
                    "That is still a churn of five percent, the one of the story above.",
                    "20 / 0.05",
                ),
                Mistake(
                    lambda margin, churn: margin * (1 - churn) / churn,
                    "You counted only the months after the first renewal. A subscriber pays in the "
                    "first month too.",
                    "20 * (1 - 0.04) / 0.04",
                ),
                Mistake(
                    lambda margin, churn: margin * churn,
                    "That is what one month's churn costs. How many months does a subscriber stay?",
                    "20 * 0.04",
                ),
                Mistake(
                    lambda margin, churn: margin * (1 - churn),
                    "That is what is left of one month's margin. How many months does a "
                    "subscriber stay?",
                    "20 * (1 - 0.04)",
                ),
                Mistake(
                    lambda churn: 1 / churn,
                    "That is how many months a subscriber stays. What do they bring in that time?",
                    "months",
                ),
                Mistake(
                    lambda margin, churn: margin / churn / 12,
                    "You divided by twelve. The 20 € are earned each month, so nothing need be "
                    "turned into years.",
                    "20 * months / 12",
                ),
            ),
            hints=(
                "First find how many months a subscriber stays on average.",
                "The average stay is one divided by the churn, as a fraction: `months` has it.",
                "Multiply the months by the margin of one month.",
            ),
            solution="20 * months",
        ),
        Exercise(
            key="mix",
            prompt="Of 100 **newcomers**, 80 leave at 8 % a month and 20 at 1 %. How many months "
            "does one of the 100 stay, on average?",
            given={"many": 0.8, "fickle": 0.08, "loyal": 0.01},
            answer=lambda many, fickle, loyal: many / fickle + (1 - many) / loyal,
            right="Right: {answer:.0f} months. Two thirds of them are owed to the few who stay.",
            mistakes=(
                Mistake(
                    lambda many, fickle, loyal: 1 / (many * fickle + (1 - many) * loyal),
                    "You averaged the churn rates and then divided one by the result. That is for "
                    "shares of a base that stands still. These are newcomers: average the stays.",
                    "1 / (0.8 * 0.08 + 0.2 * 0.01)",
                ),
                Mistake(
                    lambda fickle, loyal: (1 / fickle + 1 / loyal) / 2,
                    "You took both kinds as equally large. There are four of one for each of the "
                    "other.",
                    "(1 / 0.08 + 1 / 0.01) / 2",
                ),
                Mistake(
                    lambda many, fickle, loyal: (1 - many) / fickle + many / loyal,
                    "You have the two shares the wrong way round.",
                    "0.2 / 0.08 + 0.8 / 0.01",
                ),
                Mistake(
                    lambda many, fickle, loyal: (many / fickle + (1 - many) / loyal) / 12,
                    "That is in years. The question is for months.",
                    "(0.8 / 0.08 + 0.2 / 0.01) / 12",
                ),
                Mistake(
                    lambda many, fickle, loyal: 100 * (many / fickle + (1 - many) / loyal),
                    "That is how long the hundred stay, added up. The question is for one of them.",
                    "80 / 0.08 + 20 / 0.01",
                ),
                Mistake(
                    lambda many, fickle: many / fickle,
                    "That is only what the fickle add. What do the loyal add?",
                    "0.8 / 0.08",
                ),
                Mistake(
                    lambda many, loyal: (1 - many) / loyal,
                    "That is only what the loyal add. What do the fickle add?",
                    "0.2 / 0.01",
                ),
                Mistake(
                    lambda fickle, loyal: 1 / fickle + 1 / loyal,
                    "You added the two stays. Weigh each by the share of newcomers who have it.",
                    "1 / 0.08 + 1 / 0.01",
                ),
                Mistake(
                    lambda many, fickle, loyal: (many / fickle + (1 - many) / loyal) / 100,
                    "You divided by 8 and by 1. 8 % is 0.08.",
                    "0.8 / 8 + 0.2 / 1",
                ),
                Mistake(
                    lambda many, fickle, loyal: many * fickle + (1 - many) * loyal,
                    "That is the average churn of the first month. The question is for a stay.",
                    "0.8 * 0.08 + 0.2 * 0.01",
                ),
                Mistake(
                    lambda many, fickle, loyal: many / fickle + (1 - many) / loyal - 1,
                    "You counted renewals. The first month is paid before any renewal.",
                    "0.8 * (1 / 0.08 - 1) + 0.2 * (1 / 0.01 - 1)",
                ),
            ),
            hints=(
                "Each kind has an average stay of its own: one divided by its churn.",
                "Weigh the two stays by the share of newcomers who have them.",
            ),
            solution="0.8 * (1 / 0.08) + 0.2 * (1 / 0.01)",
        ),
    ),
    open_question=OpenQuestion(
        "Your company reports a churn of 3 % a month. Which two questions do you ask before you "
        "divide one by it, and what would each answer change?",
        "*Of whom?* If it is all customers of the month, in a base that hardly grows or shrinks, "
        "one divided by it is how long a newcomer stays. If it is newcomers in their first "
        "months, they will stay longer than that, since those who are quick to leave go first. "
        "*Did the base grow?* Many newcomers raise its churn although nobody behaves "
        "differently, and one divided by it is then too short. A third good one: does a customer "
        "who pauses count as gone?",
    ),
    own=OwnNumbers(
        "Take contracts of your own: a table with the first and the last day of each, the last day "
        "empty while it runs. Or take one channel of Nordlicht's. At which renewal is churn "
        "highest, and what share is left after a year? Put your own last day into `until`.",
        'own = contracts[contracts["channel"] == "paid"]  # or pd.read_csv("contracts.csv")\n'
        'renewal_rates(own, "start", "end", until="2024-12-31").head(12).round(3)',
    ),
    quiz=(
        Question(
            key="count",
            prompt="A thousand subscribers on the 1st. In the month 60 of them cancel, and 90 new "
            "ones come. What is the month's retention rate?",
            options=(
                Option("94 %", "Yes: of those who were there on the 1st, 940 stayed."),
                Option(
                    "103 %",
                    "Retention cannot exceed 100 %. The new ones were not there to be kept.",
                    "new customers counted as kept",
                ),
                Option(
                    "97 %",
                    "You set the 90 new ones off against the 60. Nobody could lose or keep "
                    "them yet.",
                    "new customers set off against leavers",
                ),
            ),
        ),
        Question(
            key="rising",
            prompt="In a group that started together, monthly retention rises from 90 % to 98 % "
            "over two years. What may one conclude from that alone?",
            options=(
                Option(
                    "Customers grow more loyal with time.",
                    "Perhaps, but it need not be so: if nobody changes and the quick leavers go "
                    "first, those who are left show the same rise.",
                    "sorting taken for loyalty",
                ),
                Option(
                    "Perhaps only that the quick leavers went first.",
                    "Yes. Nobody need have changed for that.",
                ),
                Option(
                    "The service has become better.",
                    "Then customers who start now should stay longer too. This group alone "
                    "cannot tell.",
                    "a cause from one curve",
                ),
            ),
        ),
        Question(
            key="direction",
            prompt="Newcomers differ from each other, and nobody changes. What does 1 divided by "
            "the churn of their first month give?",
            options=(
                Option(
                    "Too short a stay.",
                    "Yes. The average of 1/churn is never below 1/average churn.",
                ),
                Option(
                    "Too long a stay.",
                    "Look at the two kinds again: a few stay for years, and the average counts "
                    "every month of theirs.",
                    "wrong direction",
                ),
                Option(
                    "The right stay, since errors cancel.",
                    "Errors up and down cancel only if the formula is a straight line. 1/churn is "
                    "steep for small churn.",
                    "errors cancel",
                ),
            ),
        ),
        Question(
            key="of_whom",
            prompt="Of all who have a subscription today 2 % leave a month, and of each kind of "
            "people as many come as go. How long does a newcomer stay on average?",
            options=(
                Option(
                    "Longer than 50 months, since people differ.",
                    "That holds for the first month's churn of newcomers. In a base the loyal have "
                    "piled up already.",
                    "the rule for newcomers used on a base",
                ),
                Option(
                    "50 months",
                    "Yes. In a base that stands still, one divided by its churn is a newcomer's "
                    "average stay, however different people are.",
                ),
                Option(
                    "2 months",
                    "2 % is 0.02, and one divided by it is not 2.",
                    "the rate for the stay",
                ),
            ),
        ),
    ),
    terms=(
        Term(
            "churn rate",
            "Share of the customers at the start of a period who have left at its end.",
        ),
        Term(
            "retention rate",
            "Share of the customers at the start of a period who are still there at its end: one "
            "minus the churn rate.",
        ),
        Term("survival", "Share of a group of new customers who are still there after a time."),
        Term(
            "base",
            "All customers who are there on a day, however long ago they began; newcomers begin in "
            "the same period.",
        ),
        Term(
            "heterogeneity",
            "Customers differ from each other, in ways that an average hides.",
        ),
    ),
    next="04",
    bridge="when the money comes matters too",
)
