"""03: how long a customer stays, and what 1/churn leaves out."""

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
from clvwidgets.formulas import lifespan_from_churn, mixed_lifespan

LESSON = LessonPlan(
    name="03_churn_and_lifespan",
    question="May Nordlicht spend 150 € to win a subscriber?",
    minutes=30,
    needs=("02",),
    objectives=(
        "compute churn, retention and an average stay from two counts",
        "say when 1/churn is wrong, and in which direction",
        "decide with two kinds of customers in mind instead of one average",
    ),
    decision=Decision(
        "Nordlicht does not ask whether *a* subscriber is worth 150 €. It asks *which* one "
        "is, and looks for a sign that tells the two kinds apart on the first day."
    ),
    recall=(
        Question(
            key="basis",
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
            prompt="A thousand people start today, and each month five percent of those who are "
            "left leave. How many are still there after twenty months?",
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
            prompt="Now half of the subscribers leave at 1 % a month and half at 9 %. The average "
            "is still five percent. What becomes of the average stay of twenty months?",
            answer=lambda: "It becomes longer.",
            options=("It becomes shorter.", "It stays the same.", "It becomes longer."),
            reveal="The loyal half stays {loyal:.0f} months on average, the other half "
            "{fickle:.1f}. The average of these two is **{mixed:.1f} months**. Nobody became more "
            "loyal. In the first months the two curves fall together; then the quick leavers "
            "have left, and those who remain leave as loyal people do. *Who is left* changed.",
            numbers=lambda: {
                "loyal": lifespan_from_churn(0.01),
                "fickle": lifespan_from_churn(0.09),
                "mixed": mixed_lifespan(0.5, 0.01, 0.09),
            },
        ),
    ),
    exercises=(
        Exercise(
            key="value",
            prompt="A subscriber leaves 20 € a month and 4 % leave each month. What will a "
            "subscriber have brought, on average, when they leave? Do not discount.",
            given={"margin": 20, "churn": 0.04},
            answer=lambda margin, churn: margin / churn,
            right="Right: {margin} € for each of 1/{churn} months, that is {answer:.0f} €.",
            mistakes=(
                Mistake(
                    lambda margin, churn: margin / (100 * churn),
                    "You divided by four. Four percent is four hundredths.",
                ),
                Mistake(
                    lambda margin: margin / 0.05,
                    "That is still a churn of five percent, the one of the story above.",
                ),
                Mistake(
                    lambda margin, churn: margin * (1 - churn) / churn,
                    "You counted only the months after the first renewal. A subscriber pays "
                    "in the first month too.",
                ),
                Mistake(
                    lambda margin, churn: margin * churn,
                    "That is what one month's churn costs. How many months does a subscriber stay?",
                ),
                Mistake(
                    lambda churn: 1 / churn,
                    "That is how many months a subscriber stays. What do they bring in that time?",
                ),
            ),
            hints=(
                "First find how many months a subscriber stays on average.",
                "The average stay is one divided by the churn, as a fraction.",
                "Multiply the months by the margin of one month.",
            ),
            solution="20 / 0.04",
        ),
        Exercise(
            key="mix",
            prompt="Of 100 new subscribers, 80 leave at 8 % a month and 20 at 1 %. How many months "
            "does one of the 100 stay, on average?",
            given={"many": 0.8, "fickle": 0.08, "loyal": 0.01},
            answer=lambda many, fickle, loyal: many / fickle + (1 - many) / loyal,
            right="Right: {answer:.0f} months. Two thirds of them are owed to the few who stay.",
            mistakes=(
                Mistake(
                    lambda many, fickle, loyal: 1 / (many * fickle + (1 - many) * loyal),
                    "You averaged the churn rates and then took one divided by the result. "
                    "Average the lifespans.",
                ),
                Mistake(
                    lambda fickle, loyal: (1 / fickle + 1 / loyal) / 2,
                    "You took both kinds as equally large. There are four of one for each of the "
                    "other.",
                ),
                Mistake(
                    lambda many, fickle, loyal: (1 - many) / fickle + many / loyal,
                    "You have the two shares the wrong way round.",
                ),
            ),
            hints=(
                "Each kind has a lifespan of its own.",
                "Weigh the two lifespans with the share of customers that has them.",
            ),
            solution="0.8 * (1 / 0.08) + 0.2 * (1 / 0.01)",
        ),
    ),
    quiz=(
        Question(
            key="count",
            prompt="A thousand subscribers on the 1st. In the month 60 cancel and 90 new ones "
            "come. What is the month's retention rate?",
            options=(
                Option("94 %", "Yes: of those who were there on the 1st, 940 stayed."),
                Option(
                    "103 %",
                    "Retention cannot exceed 100 %. The new ones were not there to be kept.",
                    "new customers counted as kept",
                ),
                Option(
                    "97 %",
                    "You set the 60 against something else than the thousand of the 1st. Who "
                    "could have left?",
                    "wrong base",
                ),
            ),
        ),
        Question(
            key="rising",
            prompt="In a group that started together, monthly retention rises from 90 % to 98 % "
            "over two years. What may one conclude?",
            options=(
                Option(
                    "Customers grow more loyal with time.",
                    "Perhaps, but it need not be so: if nobody changes and the quick leavers go "
                    "first, those who are left show the same rise.",
                    "sorting taken for loyalty",
                ),
                Option(
                    "Nothing about any single customer.",
                    "Yes. Sorting alone does it: the quick leavers go first.",
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
            prompt="If customers differ, what does 1 divided by the average churn do?",
            options=(
                Option(
                    "It gives too short a stay.",
                    "Yes. The average of 1/churn is never below 1/average churn.",
                ),
                Option(
                    "It gives too long a stay.",
                    "Look at the two kinds again: which of them has the long tail?",
                    "wrong direction",
                ),
                Option(
                    "It is right, since errors cancel.",
                    "Errors up and down cancel only if the formula is a straight line. 1/churn is "
                    "steep for small churn.",
                    "errors cancel",
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
            "heterogeneity",
            "Customers differ from each other, in ways that an average hides.",
        ),
    ),
    next="04",
    bridge="when the money comes matters too",
)
