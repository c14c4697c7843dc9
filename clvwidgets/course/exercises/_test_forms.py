"""The eight questions before the course (form A) and their twins after it (form B).

Twins ask for the same idea and offer the same wrong beliefs, with other numbers and in another
order. What each number is computed from is in
``tests/course/test_the_twins_of_the_pretest.py``.
"""

from __future__ import annotations

from clvwidgets.course.plan import Option, Question

FORM_A = (
    Question(
        key="margin",
        prompt="A customer has paid 480 €. The goods cost 60 % of that, and winning the customer "
        "cost 120 €. How much is left?",
        options=(
            Option("360 €", "The goods have not been paid for.", "revenue for margin"),
            Option("72 €", "Yes: 480 € less 288 € for the goods and 120 € for winning them."),
            Option(
                "192 €",
                "That is the margin. Winning the customer has not been paid for.",
                "margin for net",
            ),
            Option("168 €", "60 % is what the goods cost. You kept it.", "cost for margin"),
        ),
        about=("02",),
    ),
    Question(
        key="churn",
        prompt="In January 1,000 people subscribed. Half of them cancel at a rate of 1 % a month, "
        "the other half at 9 %, and neither rate ever changes. How many months do the 1,000 stay, "
        "on average?",
        options=(
            Option(
                "20 months",
                "That would be true if everybody cancelled at 5 %.",
                "1/churn for a mixture",
            ),
            Option(
                "11 months",
                "That is how long the half stays that cancels at 9 %.",
                "one kind for all",
            ),
            Option("56 months", "Yes: the mean of 100 months and 11.1 months."),
        ),
        about=("03",),
    ),
    Question(
        key="rate",
        prompt="You add up money that comes every month. The discount rate is 24 % a year. By "
        "which rate do you discount from one month to the next?",
        options=(
            Option("about 1.8 %", "Yes: twelve of them, compounded, make 24 %."),
            Option(
                "2 %",
                "A twelfth is too much: twelve times 2 %, compounded, is nearly 27 %.",
                "division for compounding",
            ),
            Option(
                "24 %",
                "That would take off in a month what belongs to a year.",
                "rate of a year",
            ),
            Option("about 5.5 %", "That is the rate of a quarter.", "rate of another period"),
        ),
        about=("04",),
    ),
    Question(
        key="cac",
        prompt="Ads win customers at an average cost of 30 €. Each customer brings 75 € of "
        "margin, that cost not taken off. Should the shop double its budget for ads?",
        options=(
            Option(
                "Yes. Each customer brings 45 € more than they cost, whatever the budget.",
                "That holds for those won so far. The next ones may cost far more.",
                "average CAC",
            ),
            Option(
                "No. 75 divided by 30 is 2.5, and a healthy shop has at least 3.",
                "Three is a habit, not a law. Even at 2.5 the next customer may pay.",
                "rule of three",
            ),
            Option(
                "That depends on what the next customers cost.",
                "Yes. The customers whom more ads win are often harder to win.",
            ),
        ),
        about=("05",),
    ),
    Question(
        key="rfm",
        prompt="In September a shop gave its customers RFM scores: how lately, how often, and for "
        "how much they had bought. What do the scores say about the next nine months?",
        options=(
            Option(
                "About how many orders each customer will place in these nine months",
                "A score is a rank. It has no unit.",
                "score for forecast",
            ),
            Option(
                "Who will probably order more often, but not how many times",
                "Yes. A score orders customers; a model has to count.",
            ),
            Option(
                "Nothing: what customers did before says nothing about what they do next",
                "It does, as a rule. At CDNOW, customers with high scores ordered far more often "
                "afterwards.",
                "no use of the past",
            ),
        ),
        about=("08",),
    ),
    Question(
        key="cohort",
        prompt="A customer's age is the time since their first purchase. At each age, the same "
        "share of customers stays as ever. Yet the share that stays among all customers together "
        "rises from month to month. What happened?",
        options=(
            Option(
                "More of the customers are of an age at which few leave.",
                "Yes. Nobody stays any longer than before; the mix changed.",
            ),
            Option(
                "That cannot be: if no age changes, the total cannot change either.",
                "It can: the total is a mix, and the mix can change.",
                "blend for behaviour",
            ),
            Option(
                "Customers have become more loyal than they were some months ago.",
                "Then a larger share would stay at some age.",
                "mix for loyalty",
            ),
        ),
        about=("09",),
    ),
    Question(
        key="alive",
        prompt="Suppose that customers buy at a steady pace until they leave for good, and that "
        "nobody tells the shop. Two of them first bought a year ago and last bought half a year "
        "ago. One has bought 3 times in all, the other 10 times. Who is more likely to be a "
        "customer still?",
        options=(
            Option(
                "The one who bought 10 times",
                "They used to buy every few weeks. At that pace, half a year is very long.",
                "more is better",
            ),
            Option(
                "Both are equally likely",
                "The same silence means different things.",
                "recency alone",
            ),
            Option(
                "The one who bought 3 times",
                "Yes. At their pace, half a year without a purchase is far less unusual.",
            ),
        ),
        about=("13",),
    ),
    Question(
        key="uplift",
        prompt="A shop hands out vouchers that cost it 5 € each. Which customers should get one?",
        options=(
            Option(
                "The most valuable customers: they bring the 5 € back most easily",
                "Many of them would buy just as much without it.",
                "value for uplift",
            ),
            Option(
                "Those whose margin it raises by more than it costs",
                "Yes. What counts is the difference that the voucher makes.",
            ),
            Option(
                "The customers who are most likely to buy: no voucher is wasted",
                "They would buy anyway. What does the voucher change?",
                "forecast for effect",
            ),
        ),
        about=("24",),
    ),
)

FORM_B = (
    Question(
        key="margin",
        prompt="600 € have come from a customer. 70 % of that went into goods, and it took 50 € to "
        "win them. What remains?",
        options=(
            Option("370 €", "70 % is what the goods cost. You kept it.", "cost for margin"),
            Option(
                "180 €",
                "That is the margin. Winning the customer has not been paid for.",
                "margin for net",
            ),
            Option("550 €", "The goods have not been paid for.", "revenue for margin"),
            Option("130 €", "Yes: 600 € less 420 € for the goods and 50 € for winning them."),
        ),
        about=("02",),
    ),
    Question(
        key="churn",
        prompt="Of the members who joined a club this week, half will give up at a steady 2 % a "
        "month and half at a steady 8 %. What is the average length of a membership?",
        options=(
            Option(
                "12.5 months",
                "That is how long the half stays that gives up at 8 %.",
                "one kind for all",
            ),
            Option("31 months", "Yes: the mean of 50 months and 12.5 months."),
            Option(
                "20 months",
                "That would be true if everybody gave up at 5 %.",
                "1/churn for a mixture",
            ),
        ),
        about=("03",),
    ),
    Question(
        key="rate",
        prompt="A contract is paid every quarter, and the discount rate is 12 % a year. By which "
        "rate do you discount from one payment to the next?",
        options=(
            Option("about 0.9 %", "That is the rate of a month.", "rate of another period"),
            Option(
                "3 %",
                "A quarter is too much: four times 3 %, compounded, is more than 12 %.",
                "division for compounding",
            ),
            Option(
                "12 %",
                "That would take off in a quarter what belongs to a year.",
                "rate of a year",
            ),
            Option("about 2.9 %", "Yes: four of them, compounded, make 12 %."),
        ),
        about=("04",),
    ),
    Question(
        key="cac",
        prompt="A campaign has won customers for 40 € each, on average; a customer brings 110 € "
        "of margin, that cost not taken off. Is it right to spend half as much again?",
        options=(
            Option(
                "Nobody can say before knowing what further customers cost.",
                "Yes. The customers whom more ads win are often harder to win.",
            ),
            Option(
                "No. 110 divided by 40 is 2.75, and a company should have at least 3.",
                "Three is a habit, not a law. Even at 2.75 the next customer may pay.",
                "rule of three",
            ),
            Option(
                "Yes. Each customer brings 70 € more than they cost, early ones or late ones.",
                "That holds for those won so far. The next ones may cost far more.",
                "average CAC",
            ),
        ),
        about=("05",),
    ),
    Question(
        key="rfm",
        prompt="A shop takes the fifth of its customers with the highest RFM scores. What does it "
        "know about their next year?",
        options=(
            Option(
                "They will probably order more often than the others",
                "Yes. A score orders customers; a model has to count.",
            ),
            Option(
                "No more than about anybody else's: the past is over",
                "At CDNOW, customers with high scores ordered far more often afterwards.",
                "no use of the past",
            ),
            Option(
                "They will place about as many orders each as last year",
                "A score is a rank. It has no unit.",
                "score for forecast",
            ),
        ),
        about=("08",),
    ),
    Question(
        key="cohort",
        prompt="In a club, the same share of members renews after the first year, after the "
        "second, and so on, as ever. Yet of all members together a smaller share renewed this year "
        "than last year. What happened?",
        options=(
            Option(
                "Members are less loyal than those of the years before.",
                "Then a smaller share would renew after one of the years.",
                "mix for loyalty",
            ),
            Option(
                "That cannot be: no total falls if none of its parts does.",
                "It can: the total is a mix, and the mix can change.",
                "blend for behaviour",
            ),
            Option(
                "More of them are in a year after which few renew.",
                "Yes. The mix changed, nobody's habits did.",
            ),
        ),
        about=("09",),
    ),
    Question(
        key="alive",
        prompt="Take it that everybody buys regularly until they are gone for ever. Ada and Bo "
        "discovered a shop two years ago; both bought there for the last time one year ago. Ada "
        "made 2 purchases, Bo made 12. Which of the two is more probably still a customer?",
        options=(
            Option(
                "Ada",
                "Yes. For somebody who rarely buys, a silent year is far less unusual.",
            ),
            Option(
                "The odds are the same for both",
                "The same silence means different things.",
                "recency alone",
            ),
            Option(
                "Bo",
                "Bo used to buy every month. After that, a year is very long.",
                "more is better",
            ),
        ),
        about=("13",),
    ),
    Question(
        key="uplift",
        prompt="It costs 2 € to send a customer a reminder by letter. To whom should it go?",
        options=(
            Option(
                "To those who are most likely to buy: there no letter is wasted",
                "They would buy anyway. What does the letter change?",
                "forecast for effect",
            ),
            Option(
                "To those who bring the most: they pay for the letter most easily",
                "Many of them would buy just as much without it.",
                "value for uplift",
            ),
            Option(
                "To those who then bring over 2 € more margin than without it",
                "Yes. What counts is the difference that the letter makes.",
            ),
        ),
        about=("24",),
    ),
)
