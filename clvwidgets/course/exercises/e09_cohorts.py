"""09: cohorts: what changes with the mix of ages, what with the customers, and what is ahead."""

from __future__ import annotations

from typing import Any

from clvwidgets.course.exercises._cohort_numbers import (
    ahead,
    at_age,
    bonus,
    cdnow_kept,
    doubled,
    ends,
    next_quarter,
    shop_kept,
    subscription,
    weighted,
)
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


def _of(cohort: str, age: int, name: str = "expected") -> Any:
    return lambda record: float(record.loc[(cohort, age), name])


def _read(cohort: str, age: int, name: str = "expected") -> str:
    """Write what reads a number of the widget in Python."""
    return f'explorer.outlook().set_index(["key", "age"]).loc[("{cohort}", {age}), "{name}"]'


LESSON = LessonPlan(
    name="09_cohorts",
    question="Has Nordlicht's customer team earned its bonus?",
    minutes=30,
    needs=("08",),
    objectives=(
        "compute what a cohort has brought, and compare cohorts at the same age",
        "explain what moves a rate that mixes customers of all ages",
        "compute a rate as it would be if the customers' ages had stayed as they were",
        "project a cohort, and test what the band around the projection promises",
        "decide by cohorts whether customers got better",
    ),
    decision=Decision(
        "No: of 100 customers won in 2024, {last:.1f} came back in the next quarter, as against "
        "{first:.1f} of those won in 2022. That is {more:+.1f} points, with an interval from "
        "{low:+.1f} to {high:+.1f}. The slide rose from {was:.0f} to {now:.0f} because there are "
        "more old cohorts. The fall in churn came with age, too: at the ages of 2022 the churn of "
        "2024 would have been {churn_now:.1f} % a month, hardly less than the {churn_was:.1f} % of "
        "2022. The bonus waits until new cohorts do better than older ones did *at the same age*, "
        "by more than chance.",
        bonus,
        holds=lambda low: low <= 0,
        flips={"low": 0.5},
        otherwise="If the whole interval lay above zero, later customers would come back more "
        "often, and by more than chance. Nordlicht would then pay, once it knows that the "
        "newcomers themselves are of the same kind: more of them now come through friends.",
    ),
    recall=(
        Question(
            key="two_kinds",
            about=("03",),
            prompt="From 03: 1,000 people subscribe in the same month. Half of them leave easily, "
            "half do not, and nobody ever changes. What does the churn of these 1,000 do over the "
            "months?",
            options=(
                Option(
                    "It stays, since nobody changes.",
                    "Each person's does. But the group is soon made of other people.",
                    "person for group",
                ),
                Option(
                    "It rises, since the group gets smaller.",
                    "Churn is a share of those who are still there.",
                    "number for share",
                ),
                Option("It falls.", "Yes: those who leave easily leave first."),
            ),
        ),
        Question(
            key="names",
            about=("08",),
            prompt="From 08: Champions had brought much. What did their name tell of the next "
            "year?",
            options=(
                Option(
                    "Nothing for certain: it was made from the past.",
                    "Yes. What is ahead has to be projected, and the projection tested.",
                ),
                Option("What a mailing would add", "Only a trial tells that.", "value for effect"),
                Option(
                    "What each of them will order",
                    "Within a segment people differ widely.",
                    "segment for customer",
                ),
            ),
        ),
    ),
    predictions=(
        Prediction(
            key="back",
            prompt="Of 100 customers won in 2022, {first:.0f} ordered again in the quarter after "
            "their first order. From the end of 2022 to the end of 2024 the number on the slide "
            "rose from {was:.0f} to {now:.0f}. Of 100 customers won in 2024, how many ordered "
            "again in the next quarter?",
            answer=lambda: next_quarter()["last"],
            reveal="**{answer:.0f}**, as in 2022. Each line is a cohort, from its next quarter on. "
            "The lines lie close together, and later ones are not higher. The slide rose for "
            "another reason: there are *more old cohorts*, and all their buyers count as "
            "returning.\n\n"
            "The table says how sure that is: `share` with its 95 % interval from `low` to `high`. "
            "The year between was at {between:.0f}. Such rates move by a point or two on their "
            "own.\n\n"
            "This is a simulated shop, so we know more. No customer ever changed their habits. But "
            "more of those won in 2024 came through friends, and friends leave less easily. Of 100 "
            "who order again, {lost_last:.1f} are then lost, as against {lost_first:.1f} of those "
            "won in 2022. That is too little to show in these counts.",
            low=30,
            high=90,
            unit="of 100",
            mark="y",
            numbers=next_quarter,
        ),
        Prediction(
            key="doubled",
            prompt="In the last quarter of 2024, {same:.0f} of 100 buyers were returning ones; "
            "{won:,.0f} buyers were new. Suppose an ad had brought twice as many new ones, and the "
            "others had bought as they did. Of 100 buyers, how many would have been returning "
            "ones?",
            answer=lambda: doubled()["twice"],
            reveal="Only **{answer:.0f}**: back to where it was two years ago, at {was:.0f}. "
            "Nobody came back less often. The best quarter that the shop ever had would be the "
            "worst on the slide since then. The slide punishes success.",
            low=40,
            unit="of 100",
            mark="x",
            numbers=doubled,
        ),
        Prediction(
            key="kept",
            prompt="Each band is meant to hold the truth in 8 of 10 cases. By the end of 2024, "
            "{cells} of the forecast values can be compared with what came. How many lay within "
            "their bands?",
            answer=lambda: shop_kept()["within"],
            reveal="**{answer:.0f}** of {cells}: about what was promised. {below} lay below, "
            "{above} above. The bars are the bands, the marks what came. Mind the lengths: the "
            "youngest cohort, of which least is known, has the longest bars.\n\n"
            "These are not {cells} tests. The values of a cohort hang together: once a cohort "
            "falls below its band, it tends to stay there. And this shop is an easy test for any "
            "forecast: habits never change there, and its seasons are mild.",
            high=22,
            unit="values",
            numbers=shop_kept,
        ),
        Prediction(
            key="real",
            prompt="Now CDNOW: weekly cohorts, a forecast made on the last day of March 1998, "
            "{cells} values. The same method, the same 8 in 10. How many held?",
            answer=lambda: cdnow_kept()["within"],
            reveal="**{answer:.0f}** of {cells}, the last row. And *all* the others came out below "
            "their band. March 1998 was a good month for everybody: {march:,.0f} dollars of sales, "
            "after {february:,.0f} in February and before {april:,.0f} in April. The ladder took "
            "the good month for growth that comes with age, and promised it to all younger "
            "cohorts.\n\n"
            "It is the worst of the four days, but on none of them did 8 in 10 hold. A band made "
            "of the past holds what differed *between* earlier cohorts. A new shock that moves all "
            "of them at once is not in it. So look at the record of earlier bands before you rely "
            "on the next one.",
            high=66,
            unit="values",
            numbers=cdnow_kept,
        ),
    ),
    exercises=(
        Exercise(
            key="same_age",
            prompt="The cohort of 2024Q3 has reached age 1. How much revenue so far, in € per "
            "customer, had the cohort of 2022Q3 brought when it was as old?",
            given=at_age,
            answer=lambda value: value.loc["2022Q3", 1],
            right="Right: {answer:.1f} €. The later cohort has brought {late:.1f} €, that is "
            "{more:.1f} € more, with an interval from {low:.1f} to {high:.1f}. The interval "
            "holds zero, so the two cannot be told apart.",
            mistakes=(
                Mistake(
                    lambda value: value.loc["2022Q3", 9],
                    "That is what it has brought by today, nine quarters after the first. Give "
                    "both cohorts the same time.",
                    'value.loc["2022Q3"].dropna().iloc[-1]',
                ),
                Mistake(
                    lambda value: value.loc["2022Q3", 2],
                    "One quarter too many: ages begin with 0.",
                    'value.loc["2022Q3", 2]',
                ),
                Mistake(
                    lambda value: value.loc["2022Q3", 0],
                    "That is age 0, the quarter of the first order.",
                    'value.loc["2022Q3"].iloc[0]',
                ),
                Mistake(
                    lambda value: value.loc["2024Q3", 1],
                    "That is the later cohort. The earlier one is asked for.",
                    'value.loc["2024Q3", 1]',
                ),
                Mistake(
                    lambda value: value.loc["2023Q3", 1],
                    "That is the cohort of 2023. Take the row of 2022Q3.",
                    'value.loc["2023Q3", 1]',
                ),
                Mistake(
                    lambda value: value[1].mean(),
                    "That is the mean of all cohorts at this age. One of them is asked for.",
                    "value[1].mean()",
                ),
                Mistake(
                    lambda value: value.loc["2022Q3", 1] - value.loc["2022Q3", 0],
                    "That is the revenue of the second quarter alone. Take the revenue so far.",
                    'value.loc["2022Q3", 1] - value.loc["2022Q3", 0]',
                ),
                Mistake(
                    lambda value: value.loc["2024Q3", 1] - value.loc["2022Q3", 1],
                    "That is the difference already. First only the earlier cohort's value.",
                    'value.loc["2024Q3", 1] - value.loc["2022Q3", 1]',
                ),
            ),
            hints=(
                "In which column does the row of 2024Q3 end?",
                'A row and a column: `value.loc["2024Q3", 1]` is the later cohort at age 1.',
            ),
            solution='value.loc["2022Q3", 1]',
        ),
        Exercise(
            key="same_ages",
            prompt="What would the churn of 2024 have been, in percent a month, if the contracts "
            "had been as old as in 2022? `count[2022]` says how many could leave at each age, "
            "`churn[2024]` which share of them left at that age.",
            given=subscription,
            answer=lambda count, churn: weighted(count[2022], churn[2024]),
            right="Right: {answer:.1f} %, as against {was:.1f} % in 2022. That is {fell:.1f} "
            "points, with an interval from {low:.1f} to {high:+.1f}: within chance. The "
            "{reported:.1f} % on the slide are lower because the contracts are older.",
            mistakes=(
                Mistake(
                    lambda count, churn: weighted(count[2024], churn[2024]),
                    "That is the reported churn of 2024, with the ages of 2024.",
                    "100 * (count[2024] * churn[2024]).sum() / count[2024].sum()",
                ),
                Mistake(
                    lambda count, churn: weighted(count[2022], churn[2022]),
                    "That is the reported churn of 2022.",
                    "100 * (count[2022] * churn[2022]).sum() / count[2022].sum()",
                ),
                Mistake(
                    lambda count, churn: 100 * churn[2024].loc[count[2022].index].mean(),
                    "All ages count alike in that mean. There are more young contracts than old "
                    "ones.",
                    "100 * churn[2024].loc[count[2022].index].mean()",
                ),
                Mistake(
                    lambda churn: 100 * churn[2024].mean(),
                    "That is a plain mean over all ages of 2024. Weigh each age by `count[2022]`.",
                    "100 * churn[2024].mean()",
                ),
                Mistake(
                    lambda count, churn: weighted(count[2024], churn[2022]),
                    "The other way round: churn of 2022, ages of 2024.",
                    "100 * (count[2024] * churn[2022]).sum()"
                    " / count[2024].loc[churn[2022].index].sum()",
                ),
                Mistake(
                    lambda count, churn: (
                        100 * (count[2022] * churn[2024]).sum() / count[2024].sum()
                    ),
                    "You divided by all that could leave in 2024. Those of 2022 are the weights.",
                    "100 * (count[2022] * churn[2024]).sum() / count[2024].sum()",
                ),
                Mistake(
                    lambda count, churn: weighted(count[2022], churn[2024]) / 100,
                    "That is a fraction. Percent are asked for: times 100.",
                    "(count[2022] * churn[2024]).sum() / count[2022].sum()",
                ),
            ),
            hints=(
                "At each age: how many could leave, times the churn there, is how many would.",
                "Add those up, and divide by `count[2022].sum()`. Pandas matches the ages.",
            ),
            solution="100 * (count[2022] * churn[2024]).sum() / count[2022].sum()",
        ),
        Exercise(
            key="ahead",
            prompt="What was a customer of 2023Q4 expected to have brought after two more "
            "quarters, in € of revenue so far? Read it off the curve, or off its tooltip.",
            given=ahead,
            answer=_of("2023Q4", 2),
            right="Right: {answer:.1f} €, with a band from {low:.0f} to {high:.0f} €.",
            tolerance=0.003,
            mistakes=(
                Mistake(
                    _of("2023Q4", 2, "high"),
                    "That is the upper end of the band. Take the dashed line in its middle.",
                    _read("2023Q4", 2, "high"),
                ),
                Mistake(
                    _of("2023Q4", 2, "low"),
                    "That is the lower end of the band. Take the dashed line in its middle.",
                    _read("2023Q4", 2, "low"),
                ),
                Mistake(_of("2023Q4", 1), "That is one quarter on, at age 1.", _read("2023Q4", 1)),
                Mistake(
                    _of("2023Q4", 3), "That is three quarters on, at age 3.", _read("2023Q4", 3)
                ),
                Mistake(
                    _of("2023Q3", 2),
                    "That is the cohort of 2023Q3. Choose the last row of the heat map.",
                    _read("2023Q3", 2),
                ),
                Mistake(
                    lambda value: value.loc["2023Q4", 0],
                    "That is what they had brought already, at age 0.",
                    'value.loc["2023Q4", 0]',
                ),
                Mistake(
                    lambda value: value.loc["2023Q4", 2],
                    "That is what came in the end. What was expected of them?",
                    'value.loc["2023Q4", 2]',
                ),
            ),
            hints=(
                "The row of 2023Q4 is the last one of the heat map; a click chooses it.",
                "In the tab of curves, point at the dashed line above age 2. In Python, "
                "`explorer.outlook()` has the same numbers.",
            ),
            solution=_read("2023Q4", 2),
        ),
    ),
    quiz=(
        Question(
            key="blended",
            prompt="Churn of all subscribers fell for two years. In each cohort, churn at each age "
            "is what it always was. What happened?",
            options=(
                Option("The contracts grew older.", "Yes. Of old contracts fewer end each month."),
                Option(
                    "Customer care got better.",
                    "Then churn at the same age would have fallen.",
                    "mix for behaviour",
                ),
                Option(
                    "Newer subscribers are more loyal than earlier ones.",
                    "Then new cohorts would leave less than older ones did at their age.",
                    "mix for better customers",
                ),
            ),
        ),
        Question(
            key="younger",
            numbers=ends,
            prompt='A report says: "The first customers have brought {old:.0f} € each, those of '
            'last quarter {young:.0f} €. Quality is falling." What is wrong?',
            options=(
                Option(
                    "It should count revenue of all, not per customer.",
                    "Then large cohorts would look good. The fault is another one.",
                    "sum for value",
                ),
                Option(
                    "Nothing: value per customer is the right measure.",
                    "The right measure, at very different ages.",
                    "cohorts of different age",
                ),
                Option("The cohorts are of different age.", "Yes. Compare within a column."),
            ),
        ),
        Question(
            key="band",
            prompt="The band of a projected cohort comes from how much *earlier* cohorts differed. "
            "What is not in it?",
            options=(
                Option(
                    "Chance among the customers of a cohort",
                    "That is in it: it makes earlier cohorts differ, too.",
                    "chance left out",
                ),
                Option(
                    "A new shock to all cohorts at once",
                    "Yes: a new price, a new competitor. Earlier cohorts never met it. A season "
                    "that comes each year made them differ, so it is in the band.",
                ),
                Option(
                    "Differences between cohorts",
                    "The band is made of just those.",
                    "band without spread",
                ),
            ),
        ),
    ),
    open_question=OpenQuestion(
        "The team is paid by the share of returning buyers. What would it wish for, and by which "
        "number would you pay it instead?",
        "It would wish for few new customers, since each one lowers the share, and in time it "
        "would be paid for the age of the shop alone. Pay it by what new cohorts do at a fixed "
        "age, as against older cohorts at that age. Fix the age and the margin of chance before "
        "the year begins, and check that the newcomers come through the same channels.",
    ),
    own=OwnNumbers(
        "Take your own orders: who, when, how much. Until then, here are Nordlicht's espresso "
        "machines, ten years of them. Does the share of returning buyers rise? Do customers of "
        "later years come back more often at the same age?",
        'own = load_dataset("luxury_purchases")  # put your own table here\n'
        'mine = TransactionLog(own, "customer_id", "date", "amount").cohorts("Y")\n'
        'print(new_and_returning(mine)["share"].round(2).to_string())\n'
        "returned_by_year(mine).round(2)",
    ),
    terms=(
        Term("cohort", "Customers who came in the same period, followed together."),
        Term("age of a cohort", "Periods since that of the first purchase, which is age 0."),
        Term("blended rate", "A rate over customers of all ages together."),
        Term(
            "mix effect",
            "A blended number changes because the shares of the groups do, not the groups.",
        ),
        Term(
            "standardised rate",
            "A rate as it would be with the mix of another year: each age's rate, weighted by the "
            "ages of that year.",
        ),
        Term(
            "chain ladder",
            "Completes young cohorts by the growth that older ones had at the same age.",
        ),
    ),
    next="10",
    bridge="cohorts sort by when customers came; segments sort by what they are worth",
)
