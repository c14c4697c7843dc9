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
        "compute a rate as it would be with the ages of another year",
        "forecast what a cohort will bring, and test what the forecast's band promises",
        "decide by cohorts whether customers got better",
    ),
    decision=Decision(
        "No: of 100 customers won in the first three quarters of 2024, {last:.1f} came back in "
        "the next quarter, as against {earlier:.1f} of 100 won before. That is {more:+.1f} "
        "points, with an interval from "
        "{low:+.1f} to {high:+.1f}. The slide rose from {was:.0f} to {now:.0f} because there are "
        "more old cohorts: with as many customers of each age as at the end of 2022, it would be "
        "at {same_ages:.0f}. The bonus waits until new cohorts do better than *all* older ones did "
        "*at the same age*, by more than chance. The slide of the subscription team calls for the "
        "same care: churn fell by {fall:.1f} points, but at equal ages only by {rest:.1f}. By "
        "its interval, anything from a fall of {most:.1f} to a rise of {rise:.1f} is possible.",
        bonus,
        holds=lambda low: low <= 0,
        flips={"low": 0.5},
        otherwise="If the whole interval lay above zero, later customers would come back more "
        "often, and by more than chance. But years differ in more than the team's work: more "
        "newcomers now come through friends. It would then be time for a trial, in which the team "
        "looks after half of the newcomers, chosen by lot.",
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
                    "Who was likely to order more than others, not how much.",
                    "Yes. How much is ahead has to be forecast, and the forecast tested.",
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
            "rose from {was:.0f} to {now:.0f}. Of 100 customers won in the first three quarters "
            "of 2024, how many ordered again in the next quarter? For those of the last quarter "
            "it is still to come.",
            answer=lambda: next_quarter()["last"],
            reveal="**{answer:.0f}**, as in 2022. Each line is a cohort, from its next quarter on. "
            "The lines lie close together, and do not rise from cohort to cohort. The slide "
            "rose for another reason: there are *more old cohorts*, and all their buyers count as "
            "returning.\n\n"
            "With as many customers of each age as at the end of 2022, it would be at "
            "{same_ages:.0f}.\n\n"
            "The table says how sure the rates are: `share` with its 95 % interval from `low` to "
            "`high`. Whoever may choose the year to compare with chooses the result. 2023 was at "
            "{between:.0f}: {more_fell:+.1f} points against 2022, with an interval from "
            "{low_fell:+.1f} to {high_fell:+.1f}. From 2023 to 2024 it is {more_rose:+.1f} points, "
            "from {low_rose:+.2f} to {high_rose:+.1f}. Both intervals just miss "
            "zero. When nothing has changed, one in twenty does so, and whoever compares many "
            "pairs will find one. So compare with *all* "
            "earlier cohorts: {more:+.1f} points, from {low:+.1f} to {high:+.1f}.\n\n"
            "This is a simulated shop, so we know more. No customer ever changed their habits. But "
            "more of those won in 2024 came through friends, and such customers leave less easily. "
            "After their first repeat order, {lost_last:.1f} of 100 leave, as against "
            "{lost_first:.1f} of those won in 2022. That is too little to show in these counts.",
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
            "Nobody came back less often. The quarter with the most new customers would put the "
            "slide back by two years: it punishes success.",
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
            reveal="**{answer:.0f}** of {cells}, nearly 8 in 10. {below} lay below, "
            "{above} above. The bars are the bands, the marks what came. Mind the lengths: the "
            "youngest cohort, of which least is known, has the longest bars.\n\n"
            "These are not {cells} tests. The values of a cohort hang together: once a cohort "
            "falls below its band, it tends to stay there.\n\n"
            "And one day may be lucky. The table has {days} ends of a quarter: together {held} of "
            "{all_cells} values held, {in_ten:.0f} in 10. The bands are too narrow, though this "
            "shop is an easy test: habits never change there, and its seasons are mild. A band "
            "made from a few cohorts promises too much.",
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
            "It is the worst of the four days, but on none of them did 8 in 10 hold, and on only "
            "one of the shop's. A band made of the past holds what differed *between* earlier "
            "cohorts. A new shock that moves all "
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
            tolerance=0.002,
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
                    "That is the mean of all cohorts at this age, or their median. One cohort is "
                    "asked for.",
                    "value[1].mean()",
                ),
                Mistake(
                    lambda value: value.loc["2022Q1", 1],
                    "That is the cohort of 2022Q1. The table shows only every fourth row; choose "
                    "it by its name.",
                    "value.iloc[0, 1]",
                ),
                Mistake(
                    lambda value: value.loc["2022Q3", 0] + value.loc["2022Q3", 1],
                    "You added ages 0 and 1, but each number is a sum already: revenue *so far*.",
                    'value.loc["2022Q3", 0] + value.loc["2022Q3", 1]',
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
            "points, with an interval from {low:.1f} to {high:+.1f}. It holds zero: what is left "
            "of the fall may be chance. The {reported:.1f} % on the slide are lower mostly because "
            "the contracts are older.",
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
                    "Your churn is that of another year. Take `churn[2024]`, and weigh it by "
                    "`count[2022]`.",
                    "100 * (count[2024] * churn[2022]).sum()"
                    " / count[2024].loc[churn[2022].index].sum()",
                ),
                Mistake(
                    lambda count, churn: (
                        100 * (count[2024] * churn[2022]).sum() / count[2024].sum()
                    ),
                    "The other way round: churn of 2022, ages of 2024. Besides, no contract of "
                    "2022 was as old as the oldest of 2024.",
                    "100 * (count[2024] * churn[2022]).sum() / count[2024].sum()",
                ),
                Mistake(
                    lambda count, churn: weighted(count[2023], churn[2023]),
                    "That is the reported churn of 2023.",
                    "100 * (count[2023] * churn[2023]).sum() / count[2023].sum()",
                ),
                Mistake(
                    lambda count, churn: weighted(count[2022].head(), churn[2024]),
                    "Those are only the five ages that the table shows. Take all.",
                    "first = count[2022].head()\n100 * (first * churn[2024]).sum() / first.sum()",
                ),
                Mistake(
                    lambda count, churn: (count[2022] * churn[2024]).sum(),
                    "That is how many would have left. Divide by how many could: "
                    "`count[2022].sum()`.",
                    "(count[2022] * churn[2024]).sum()",
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
            prompt="What was a customer of 2023Q3 expected to have brought by age 4, in € of "
            "revenue so far? Point at the dashed line and read it off the tooltip.",
            given=ahead,
            answer=_of("2023Q3", 4),
            right="Right: {answer:.1f} €, with a band from {low:.0f} to {high:.0f} €. The first "
            "step of the ladder: {at:.1f} € at age 1, and from there older cohorts grew {grew:.3f} "
            "times as large, so {then:.1f} € at age 2.",
            tolerance=0.004,
            mistakes=(
                Mistake(
                    _of("2023Q3", 4, "high"),
                    "That is the upper end of the band. Take the dashed line in its middle.",
                    _read("2023Q3", 4, "high"),
                ),
                Mistake(
                    _of("2023Q3", 4, "low"),
                    "That is the lower end of the band. Take the dashed line in its middle.",
                    _read("2023Q3", 4, "low"),
                ),
                Mistake(
                    _of("2023Q3", 3), "That is age 3, a quarter too early.", _read("2023Q3", 3)
                ),
                Mistake(_of("2023Q3", 5), "That is age 5, a quarter too late.", _read("2023Q3", 5)),
                Mistake(
                    _of("2023Q4", 4),
                    "That is a neighbour: 2023Q4 or 2023Q2. Choose the row of 2023Q3.",
                    _read("2023Q4", 4),
                ),
                Mistake(
                    lambda value: value.loc["2023Q3", 1],
                    "That is what they had brought already, at age 1.",
                    'value.loc["2023Q3", 1]',
                ),
                Mistake(
                    lambda value, record: (
                        record.loc[("2023Q3", 4), "expected"] - value.loc["2023Q3", 1]
                    ),
                    "That is only what was to be added after age 1. Take the revenue so far.",
                    _read("2023Q3", 4) + ' - value.loc["2023Q3", 1]',
                ),
                Mistake(
                    lambda value: value.loc["2023Q3", 4],
                    "That is what came in the end. What was expected of them?",
                    'value.loc["2023Q3", 4]',
                ),
            ),
            hints=(
                "The row of 2023Q3 is the last but one of the heat map; a click chooses it.",
                "In the tab of curves, point at the dashed line above age 4. In Python, "
                "`explorer.outlook()` has the same numbers.",
            ),
            solution=_read("2023Q3", 4),
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
        "later years come back more often at the same age? It need not be the shop's story.",
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
