"""01: the basic formula and the net formula."""

from __future__ import annotations

from clvwidgets.course.exercises._coffee_and_tea import (
    coffee,
    discounted,
    months_to_payback,
    payments,
    shop,
    spent,
    still_there,
    tea,
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
from clvwidgets.formulas import simple_clv

LESSON = LessonPlan(
    name="01_clv_in_ten_minutes",
    question="May Nordlicht spend 120 € to win a customer?",
    minutes=30,
    needs=("00",),
    objectives=(
        "compute what a customer pays in a lifetime from order value, frequency and lifespan",
        "explain each step from that revenue to the net value",
        "decide whether a customer is worth what it costs to win them",
        "say when that money is back",
    ),
    decision=Decision(
        "Yes, if Nordlicht can wait for its money: {waits:.0f} months, if one in 24 leaves each "
        "month. Over their whole time, two years on average, a coffee customer brings "
        "{before:.0f} € after goods and service. Winning them costs {cac:.0f} €, so {left:.0f} € "
        "are left on average. (Nothing is discounted here; at 10 % a year, as in 00, {later:.0f} "
        "€ are left.)\n\nBut then {early:.0f} of 100 customers leave before they have brought "
        "{cac:.0f} €. So Nordlicht asks next *which* customers bring more than they cost.",
        numbers=lambda: {
            "before": coffee(cac=0),
            "cac": 120.0,
            "left": coffee(),
            "later": discounted() - 120,
            "months": months_to_payback(),
            "waits": months_to_payback(),
            "early": 100 - 100 * still_there(15),
            "sooner": payments(18),
            "fewer": coffee(5, cac=0),
        },
        holds=lambda before, cac, months, waits: before > cac and waits >= months,
        flips={"before": coffee(5, cac=0), "cac": 200.0, "waits": 17.0},
        otherwise="If the money must be back with the 18th payment, in month 17, Nordlicht may "
        "spend {sooner:.0f} € at most, and refuses. It also refuses if coffee customers order five "
        "times a year instead of eight: each would then bring {fewer:.0f} € after goods and "
        "service, over their whole time.",
    ),
    recall=(
        Question(
            key="handles",
            prompt="From 00: you moved a slider three times and want the number from before the "
            "last move. What is the shortest way back?",
            options=(
                Option(
                    "Run all cells again.",
                    "That works, but you lose everything else that you set.",
                    "restart for undo",
                ),
                Option("Undo.", "Yes: each move is one step, and redo makes it again."),
                Option(
                    "Pin the scenario.",
                    "Pinning keeps what is on the screen *now*, to compare with.",
                    "pin for undo",
                ),
            ),
            about=("00",),
        ),
        Question(
            key="matters",
            prompt="From 00: which tab shows the input that moves the result most?",
            options=(
                Option(
                    "How it is computed",
                    "That tab shows the formula with the numbers put in.",
                    "formula for sensitivity",
                ),
                Option(
                    "Scenarios",
                    "That tab shows the states that you pinned.",
                    "comparison for sensitivity",
                ),
                Option("What matters most", "Yes: it lists all inputs, the strongest first."),
            ),
            about=("00",),
        ),
    ),
    predictions=(
        Prediction(
            key="left",
            prompt="The average coffee customer orders for 30 €, eight times a year, for two "
            "years. Of each 100 € of revenue, 40 € are margin. Serving them costs 6 € a year, and "
            "winning them cost 120 €. How much is left at the end?",
            answer=coffee,
            reveal="**{answer:.0f} €**, the *net value*. The first bar is what the customer pays: "
            "the first three numbers multiplied. Each step down is a cost. Goods, with packing "
            "and postage, are by far the largest.",
            low=-200,
            high=400,
            step=10,
            unit="€",
            mark="x",
        ),
        Prediction(
            key="doubled",
            prompt="With six orders a year for two years, a tea customer is worth {now:.0f} € net. "
            "Another one orders twelve times a year, and nothing else is different: service still "
            "costs 5 € a year, and winning them 60 €. What are they worth, net?",
            answer=lambda: tea(12),
            reveal="**{answer:.0f} €**: twice the orders, {times:.1f} times the net value. The "
            "margin doubles, but the costs of service and of winning the customer stay the same. "
            "It works the other way, too: with half the orders, only {halved:.0f} € are left.",
            low=0,
            high=400,
            step=10,
            unit="€",
            mark="x",
            numbers=lambda: {"now": tea(), "times": tea(12) / tea(), "halved": tea(3)},
        ),
        Prediction(
            key="back",
            prompt="Nordlicht wins 100 coffee customers for 120 € each. While they stay, each "
            "brings 7.50 € a month after goods and service; the first 7.50 € come at once, in "
            "month 0. Each month, one in 24 of those who are still there leaves. After how many "
            "months have all of them together brought back what they cost?",
            answer=months_to_payback,
            reveal="After **{answer:.0f} months**. If nobody left, it would be {nobody:.0f}. Look "
            "at the line: it climbs less each month, because fewer customers are still paying.\n\n"
            "A customer has brought back their own 120 € with the {own:.0f}th payment. But "
            "{early:.0f} of 100 leave before it: Nordlicht loses money on each of them. Those who "
            "stay longer make up for it, and that takes {payments:.0f} payments. In that month "
            "{there:.0f} of 100 are still paying, and what they bring from then on is the gain.",
            low=0,
            high=36,
            unit="months",
            mark="x",
            numbers=lambda: {
                "nobody": months_to_payback(0),
                "payments": months_to_payback() + 1,
                "there": 100 * still_there(months_to_payback()),
                "own": 120 / 7.5,
                "early": 100 - 100 * still_there(15),
            },
        ),
        Prediction(
            key="middle",
            prompt="On average a CDNOW customer spent {mean:.0f} $ in the 15 to 18 months that we "
            "see. Line all 23,570 customers up by what they spent. How much did the one in the "
            "*middle* spend?",
            answer=lambda: spent()["middle"],
            reveal="**{answer:.0f} $**: look at 0.5 on the axis. The line of the customers crosses "
            "the line of the mean only at about 0.75. So {below:.0f} of 100 customers spent less "
            "than the mean.\n\n"
            "Suppose the shop earned the same share of each dollar, and had paid as much for each "
            "customer as a customer earned it on average. By June 1998 it would have lost money on "
            "those {below:.0f} and made just as much on the other {above:.0f}. In all, nothing "
            "would be left.",
            low=0,
            high=200,
            step=5,
            unit="$",
            mark="y",
            numbers=spent,
        ),
    ),
    exercises=(
        Exercise(
            key="kept",
            prompt="How many euros of *margin* does the average **coffee** customer bring in a "
            "lifetime, before service and the cost of winning them? Take the numbers from the "
            "table above.",
            answer=lambda: simple_clv(30, 8, 2, gross_margin=0.4),
            right="Right: {answer:.0f} € of margin. Coffee, postage and packing took the rest.",
            mistakes=(
                Mistake(
                    lambda: 30 * 8 * 2,
                    "That is revenue: all that the customer pays. Which share of it is margin?",
                    "simple_clv(30, 8, 2)",
                ),
                Mistake(
                    lambda: 30 * 8 * 2 * 0.6,
                    "That is what the goods cost. The margin is the rest.",
                    "30 * 8 * 2 * 0.6",
                ),
                Mistake(
                    lambda: 30 * 8 * 0.4,
                    "That is the margin of one year. How many years does the customer stay?",
                    "30 * 8 * 0.4",
                ),
                Mistake(
                    lambda: 30 * 2 * 0.4,
                    "That is one order a year. How many are there?",
                    "30 * 2 * 0.4",
                ),
                Mistake(
                    lambda: 25 * 6 * 2 * 0.4,
                    "That is what it costs to win the customer, or a share of what *tea* customers "
                    "pay. Which share of what a coffee customer pays is margin?",
                    "revenue * 0.4",
                ),
                Mistake(
                    lambda: 25 * 6 * 2,
                    "That is what a *tea* customer pays. Begin with coffee's numbers.",
                    "revenue",
                ),
                Mistake(
                    lambda: 25 * 6 * 2 * 0.5,
                    "That is the margin of a *tea* customer. Take coffee's numbers.",
                    "revenue * 0.5",
                ),
                Mistake(
                    lambda: tea(),
                    "That is what is left of a *tea* customer, with all costs taken off.",
                    "25 * 6 * 2 * 0.5 - 5 * 2 - 60",
                ),
                Mistake(
                    lambda: 8 * 2,
                    "That is the number of orders. How many euros of margin does each bring?",
                    "8 * 2",
                ),
                Mistake(
                    lambda: 30 * 0.4,
                    "That is the margin of one order. How many orders are there in two years?",
                    "30 * 0.4",
                ),
                Mistake(
                    lambda: 40,
                    "That is the share in percent. How many euros is it of all that they pay?",
                    "40",
                ),
                Mistake(
                    lambda: 30 * 8 * 2 * 0.4 - 120,
                    "You also took off the cost of winning them. That comes later.",
                    "30 * 8 * 2 * 0.4 - 120",
                ),
                Mistake(
                    lambda: 30 * 8 * 2 * 0.5,
                    "That is one year's revenue, or the margin at tea's 50 %. Take coffee's.",
                    "simple_clv(30, 8, 2, gross_margin=0.5)",
                ),
                Mistake(
                    lambda: coffee(cac=0),
                    "You also took off the service. That comes later.",
                    "30 * 8 * 2 * 0.4 - 6 * 2",
                ),
                Mistake(
                    lambda: coffee(),
                    "That is net, with all costs taken off. The question is one step earlier.",
                    "30 * 8 * 2 * 0.4 - 6 * 2 - 120",
                ),
            ),
            hints=(
                "Begin with the three averages of the coffee customer, multiplied.",
                "`simple_clv` also takes `gross_margin=`, a fraction.",
            ),
            solution="from clvwidgets.formulas import simple_clv\n"
            "simple_clv(30, 8, 2, gross_margin=0.4)",
        ),
        Exercise(
            key="shop",
            prompt="Another shop: 60 € an order, 4 orders a year, 3 years, 25 % margin, 10 € of "
            "service a year, 110 € to win a customer. What is a customer worth, net, in euros?",
            answer=lambda: shop(),
            right="Right: {answer:.0f} € net, after three years in which they paid 720 €.",
            mistakes=(
                Mistake(
                    lambda: 60 * 4 * 3,
                    "That is revenue: no cost has been taken off.",
                    "simple_clv(60, 4, 3)",
                ),
                Mistake(
                    lambda: 60 * 4 * 3 - 110,
                    "You took the cost of winning off the revenue. Goods and service cost, too.",
                    "simple_clv(60, 4, 3) - 110",
                ),
                Mistake(
                    lambda: shop(kept=1),
                    "You took off service and the cost of winning. The goods were not free.",
                    "net_clv(60, 4, 3, cac=110, service_cost=10)",
                ),
                Mistake(
                    lambda: shop(cac=0, service=0),
                    "That is the margin. What did it cost to serve and to win the customer?",
                    "simple_clv(60, 4, 3, gross_margin=0.25)",
                ),
                Mistake(
                    lambda: shop(cac=0),
                    "Goods and service are off. What did it cost to win the customer?",
                    "net_clv(60, 4, 3, cac=0, service_cost=10, gross_margin=0.25)",
                ),
                Mistake(
                    lambda: shop(service=0),
                    "The service is missing.",
                    "net_clv(60, 4, 3, cac=110, gross_margin=0.25)",
                ),
                Mistake(
                    lambda: 60 * 4 * 3 * 0.25 - 10 - 110,
                    "That is the service of one year. The customer stays for three.",
                    "60 * 4 * 3 * 0.25 - 10 - 110",
                ),
                Mistake(
                    lambda: shop(kept=0.75),
                    "You kept what the goods cost, and took off the margin.",
                    "net_clv(60, 4, 3, cac=110, service_cost=10, gross_margin=0.75)",
                ),
                Mistake(
                    lambda: 60 * 4 * 3 * 0.75,
                    "That is what the goods cost. What is left after them, service and winning?",
                    "60 * 4 * 3 * 0.75",
                ),
                Mistake(
                    lambda: (60 * 4 * 3 - 10 * 3) * 0.25 - 110,
                    "You took service off before the margin. 25 % is the share of *revenue*.",
                    "(60 * 4 * 3 - 10 * 3) * 0.25 - 110",
                ),
                Mistake(
                    lambda: (60 * 4 * 3 - 10 * 3 - 110) * 0.25,
                    "You took the costs off before the margin. 25 % is the share of *revenue*.",
                    "(60 * 4 * 3 - 10 * 3 - 110) * 0.25",
                ),
                Mistake(
                    lambda: 3 * (60 * 4 * 0.25 - 10 - 110),
                    "You paid for winning the customer every year. They are won once.",
                    "3 * (60 * 4 * 0.25 - 10 - 110)",
                ),
                Mistake(
                    lambda: 60 * 4 * 3 * 0.25 - 10 * 4 * 3 - 110,
                    "You took service off for each order. It costs 10 € a *year*.",
                    "60 * 4 * 3 * 0.25 - 10 * 4 * 3 - 110",
                ),
                Mistake(
                    lambda: shop(years=1),
                    "That is the first year alone.",
                    "60 * 4 * 0.25 - 10 - 110",
                ),
            ),
            hints=(
                "Revenue first; then take off goods, service and the cost of winning.",
                "`net_clv` does it all. It takes `cac=`, `service_cost=` and `gross_margin=`.",
            ),
            solution="from clvwidgets.formulas import net_clv\n"
            "net_clv(60, 4, 3, cac=110, service_cost=10, gross_margin=0.25)",
        ),
        Exercise(
            key="eighteen",
            prompt="How many euros has the average coffee customer brought with the 18th payment? "
            "7.50 € a month, the first payment now; each month, one in 24 of those who are still "
            "there leaves. Do not discount.",
            answer=lambda: payments(18),
            right="Right: {answer:.0f} €. That is the most that Nordlicht may spend if the money "
            "must be back with the 18th payment.",
            mistakes=(
                Mistake(
                    lambda: 7.5 * 18,
                    "That much would come only if nobody left.",
                    "7.5 * 18",
                ),
                Mistake(
                    lambda: 7.5 * 24,
                    "That is what a customer brings in *all* their months.",
                    "monthly.clv",
                ),
                Mistake(
                    lambda: payments(19) - 7.5,
                    "One payment is missing. The first comes now, from everybody; there are 18.",
                    'finite_clv(7.5, 1 - 1 / 24, 0, 18, first_payment="after_renewal")',
                ),
                Mistake(
                    lambda: payments(19),
                    "That is one payment too many. The first comes in month 0.",
                    "finite_clv(7.5, 1 - 1 / 24, 0, 19)",
                ),
                Mistake(
                    lambda: payments(18, monthly=8),
                    "8 € a month is the margin before service. Here the service is taken off.",
                    "finite_clv(8, 1 - 1 / 24, 0, 18)",
                ),
                Mistake(
                    lambda: payments(18, stay=1 / 24),
                    "You gave the share that leaves. `finite_clv` asks for the share that stays.",
                    "finite_clv(7.5, 1 / 24, 0, 18)",
                ),
                Mistake(
                    lambda: payments(18, discount=0.1),
                    "You discounted, and by a whole year's rate each month. Here the rate is 0.",
                    "finite_clv(7.5, 1 - 1 / 24, 0.1, 18)",
                ),
                Mistake(
                    lambda: 95,
                    "At that cost the chart says 17 months, but a little more would do, too.",
                    "95",
                ),
                Mistake(
                    lambda: 97,
                    "At that cost the chart says 18 months already.",
                    "97",
                ),
                Mistake(
                    lambda: 120,
                    "That is what it costs to win them. It is back only with a later payment.",
                    "120",
                ),
                Mistake(
                    lambda: 17,
                    "That is the month. How many euros has the customer brought by then?",
                    "17",
                ),
                Mistake(
                    lambda: payments(2),
                    "That is the line above: two payments. Here there are 18.",
                    "two",
                ),
                Mistake(
                    lambda: 9 * payments(2),
                    "Nine times the first two payments is too much: each payment is smaller than "
                    "the one before.",
                    "9 * two",
                ),
                Mistake(
                    lambda: 7.5 * 18 * 23 / 24,
                    "You took one in 24 off once. They leave every month.",
                    "7.5 * 18 * 23 / 24",
                ),
                Mistake(
                    lambda: 7.5 * (23 / 24) ** 17,
                    "That is the last payment alone. Add up all of them.",
                    "7.5 * (23 / 24) ** 17",
                ),
            ),
            hints=(
                "7.50 € now; then each month from those who are still there, 23 of 24.",
                "`finite_clv` adds them up. It takes the margin, the share that stays, the "
                "discount rate and the number of payments, in this order.",
            ),
            solution="from clvwidgets.formulas import finite_clv\n"
            "finite_clv(7.5, 1 - 1 / 24, 0, 18)",
        ),
    ),
    quiz=(
        Question(
            key="period",
            prompt="Customers order twice a *month* and stay for two *years*. How many orders does "
            "one place in a lifetime?",
            options=(
                Option(
                    "4",
                    "Two times two, but of different things. Bring both to the same period.",
                    "months times years",
                ),
                Option("48", "Yes: two orders in each of 24 months."),
                Option("24", "That is the number of months.", "months for orders"),
            ),
        ),
        Question(
            key="basis",
            prompt="From the tea column of the table marketing computes a CLV of 300 €, and "
            "finance one of 80 €. Why do they differ?",
            options=(
                Option(
                    "One of them made a mistake.",
                    "Both computed correctly. 300 € is what the customer pays, 80 € is what is "
                    "left.",
                    "one true basis",
                ),
                Option(
                    "They mean different periods.",
                    "Both mean the two years that a customer stays.",
                    "period for basis",
                ),
                Option(
                    "One is revenue, the other is net value.",
                    "Yes. The word that belongs beside the number is missing, twice.",
                ),
            ),
        ),
        Question(
            key="lever",
            prompt="Margin in a lifetime = order value × frequency × lifespan × margin share. "
            "Which of the four raises it most if it grows by a tenth of itself? (A margin share of "
            "40 % becomes 44 %.)",
            options=(
                Option(
                    "The one with the largest number.",
                    "A tenth more of any factor is a tenth more of the product, whatever its size.",
                    "size for leverage",
                ),
                Option(
                    "None: each raises it by a tenth.",
                    "Yes. What differs is how hard that tenth is to get.",
                ),
                Option(
                    "Lifespan, because the orders of more years are added.",
                    "A tenth more years brings a tenth more orders, just as frequency does.",
                    "time counts double",
                ),
            ),
        ),
    ),
    open_question=OpenQuestion(
        "Marketing now says: “The average customer brings more than 120 €, so we may pay 120 € "
        "for *every* customer.” What is wrong with this sentence?",
        "More than 120 € of what: revenue, margin or net? And an average says nothing about the "
        "single customer: if one in 24 leaves each month, nearly half of the coffee customers "
        "leave before they have brought what they cost. Nor does it say when the money comes "
        "back. Lastly, *every* customer includes those whom only the additional money will win. "
        "They may bring less, or cost more; notebook 05 measures it.",
    ),
    own=OwnNumbers(
        "Put in a shop that you know, or your own. Where you have no number, guess. Then move "
        "one slider at a time until nothing is left, and reset. How far can each number be wrong "
        "before the customer is not worth winning?",
        "NetCLV(\n"
        "    order_value=50, frequency=4, lifespan=3, gross_margin=0.4, service_cost=8, cac=60\n"
        ")",
    ),
    terms=(
        Term("CLV", "Customer lifetime value: what a customer brings over their whole time."),
        Term("average order value", "Mean amount of an order; also average purchase value."),
        Term("purchase frequency", "Orders per customer in a period."),
        Term("lifespan", "How long a customer goes on ordering: their orders ÷ orders per year."),
        Term(
            "margin",
            "What is left of revenue after goods, packing and postage; an amount, or a share.",
        ),
        Term("net value", "Lifetime margin less the costs of serving and of winning the customer."),
    ),
    next="02",
    bridge="whose number is it: revenue, margin, or what is left",
)
