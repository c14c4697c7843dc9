"""07: from rows to measures, what faults do to them, and what waiting does."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any

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

if TYPE_CHECKING:
    import pandas as pd

_WAIT, _SHORT_WAIT = 90, 30
_MAY_MOVE = 0.01  # a number may leave if lost rows cannot move it by more
_FAULTS = {
    "repeated": "Orders that are there twice",
    "test_order": "Orders of a test customer",
    "text_amount": "Amounts with EUR behind the number",
    "two_numbers": "Customers with two numbers",
}


def _export() -> dict[str, pd.DataFrame]:
    """Load the till's export, as it is and with the four repairs."""
    from clvwidgets import load_dataset

    rows = load_dataset("shop_export")
    clean = rows[rows["customer"] != "TEST"].drop_duplicates("order")
    clean = clean.assign(
        amount=clean["amount"].str.removesuffix(" EUR").astype(float),
        customer=clean["customer"].str.replace("c-", "C"),
    )
    return {"rows": rows, "clean": clean}


def _slide(rows: pd.DataFrame) -> Mapping[str, float]:
    """Measure rows as they are."""
    from clvwidgets.data import naive_measures

    measures = naive_measures({"rows": rows})
    return {str(name): float(values.iloc[0]) for name, values in measures.items()}


@lru_cache(maxsize=1)
def _harm() -> dict[str, float]:
    """Compute by how much the repair of each single fault changes the average order value."""
    rows = _export()["rows"]
    repaired = {
        "repeated": rows.drop_duplicates("order"),
        "test_order": rows[rows["customer"] != "TEST"],
        "text_amount": rows.assign(amount=rows["amount"].str.removesuffix(" EUR")),
        "two_numbers": rows.assign(customer=rows["customer"].str.replace("c-", "C")),
    }
    before = _slide(rows)["order value"]
    return {fault: float(_slide(one)["order value"] - before) for fault, one in repaired.items()}


@lru_cache(maxsize=1)
def _limits() -> Mapping[str, float]:
    """Compute the repaired measures, and how far lost rows could move them."""
    tables = _export()
    clean, slide, lost = tables["clean"], _slide(tables["rows"]), tables["clean"]["customer"].isna()
    now, many = _slide(clean), int(lost.sum())
    twice, customers = now["bought twice"] * now["customers"], int(now["customers"])
    waits = _watched()
    soon = waits["late"]
    return {
        "aov": now["order value"],
        "aov_slide": slide["order value"],
        "aov_moves": float(clean["amount"].isna().mean()),
        "customers": customers,
        "customers_slide": int(slide["customers"]),
        "customers_most": customers + many,
        "customers_move": many / customers,
        "customers_more": 100 * many / customers,
        "lost": many,
        "twice": 100 * now["bought twice"],
        "twice_least": 100 * twice / (customers + many),
        "twice_most": 100 * (twice + many) / customers,
        "soon": 100 * soon.value,
        "soon_low": 100 * soon.low,
        "soon_high": 100 * soon.high,
    }


@lru_cache(maxsize=1)
def _windows() -> dict[str, float]:
    """Compute measures of the last month, quarter and year of the shop."""
    from clvwidgets import TransactionLog, load_dataset
    from clvwidgets.formulas import simple_clv

    orders = load_dataset("shop_orders")
    log = TransactionLog(orders, "customer_id", "date", "amount")
    left = 1 - orders["cost"].sum() / orders["amount"].sum()
    found: dict[str, float] = {}
    for by in ("M", "Q", "Y"):
        last = log.kpis(by).iloc[-1]
        often = last["purchase_frequency"]
        found |= {f"{by}_orders": often, f"{by}_twice": 100 * last["repeat_purchase_rate"]}
        clv = simple_clv(last["average_order_value"], often, 1 / last["churn"], gross_margin=left)
        found |= {f"{by}_churn": 100 * last["churn"], f"{by}_clv": clv}
    return found


@lru_cache(maxsize=1)
def _shop_waits() -> pd.DataFrame:
    """Compute the days to the second order, and the quarter of the first, of each customer."""
    from clvwidgets import TransactionLog, load_dataset
    from clvwidgets.data import days_to_second

    log = TransactionLog(load_dataset("shop_orders"), "customer_id", "date", "amount")
    waits = days_to_second(log)
    return waits.assign(quarter=waits["first"].dt.to_period("Q").astype(str))


def _watched() -> dict[str, Any]:
    """Share who ordered again in equal time, of two quarters, and their difference."""
    from clvwidgets.effects import difference_interval, share_interval

    waits = _shop_waits()
    groups = [waits[waits["quarter"] == quarter]["days"] for quarter in ("2022Q1", "2024Q3")]
    early, late = ((int((days <= _WAIT).sum()), len(days)) for days in groups)
    return {
        "early": share_interval(*early),
        "late": share_interval(*late),
        "less": difference_interval(*early, *late),
    }


@lru_cache(maxsize=1)
def _quarters() -> Mapping[str, float]:
    """Percent who ordered again, of the customers of two quarters: ever, and in equal time."""
    waits, equal = _shop_waits(), _watched()
    ever = 100 * waits["days"].notna().groupby(waits["quarter"]).mean()
    return {
        "early_ever": ever["2022Q1"],
        "late_ever": ever["2024Q3"],
        "early_soon": 100 * equal["early"].value,
        "late_soon": 100 * equal["late"].value,
        "gap": ever["2022Q1"] - ever["2024Q3"],
        "less": 100 * equal["less"].value,
        "less_low": 100 * equal["less"].low,
        "less_high": 100 * equal["less"].high,
    }


@lru_cache(maxsize=1)
def _visitors() -> Mapping[str, float]:
    """Fate of customers who ordered in summer and not in autumn, by their visits in autumn."""
    from clvwidgets import load_dataset

    last = load_dataset("shop_orders").groupby("customer_id")["date"].max()
    quiet = last[last.between("2024-07-01", "2024-09-30")].index
    visits = load_dataset("shop_visits").query("quarter == '2024Q4'").set_index("customer_id")
    seen = visits["visits"].reindex(quiet, fill_value=0)
    there = load_dataset("truth_shop").set_index("customer_id")["alive"]
    return {
        "quiet": len(quiet),
        "frequent": int((seen >= 4).sum()),
        "never": 100 * there[quiet[seen == 0]].mean(),
        "often": 100 * there[quiet[seen >= 4]].mean(),
    }


def _cdnow() -> dict[str, pd.DataFrame]:
    """Load the days to the second purchase, and to the second row, of CDNOW's customers."""
    from clvwidgets import TransactionLog, load_dataset
    from clvwidgets.data import days_to_second

    rows = load_dataset("cdnow").sort_values(["customer_id", "date"], kind="stable")
    gap = rows.groupby("customer_id")["date"].diff().dt.days
    second = gap[rows.groupby("customer_id").cumcount() == 1]
    return {
        "waits": days_to_second(TransactionLog(load_dataset("cdnow"))),
        "second_rows": second.to_frame("days"),
    }


LESSON = LessonPlan(
    name="07_from_log_to_kpis",
    question="Which of the board's numbers may leave the house?",
    minutes=30,
    needs=("06",),
    objectives=(
        "account for every row of an export: used, set aside, or wrong and unnoticed",
        "compute order value, purchase frequency and repeat rate, each with its period",
        "compare groups of customers only after equal waiting",
        "read a dashboard without taking a change of the window for a change of the customers",
        "decide which numbers may leave the house",
    ),
    decision=Decision(
        "The order value may leave: {aov:.2f} € of revenue per order in December, where the slide "
        "said {aov_slide:.2f} €; every repaired order has its amount. The number of customers may "
        "not: {lost} orders have lost theirs, so it is {customers:,.0f}, or up to "
        "{customers_more:.1f} % more. Orders per customer stay with it, and so does the share who "
        "bought twice in December, {twice_least:.1f} to {twice_most:.1f} %. In its place goes a "
        f"rate that gives everybody the same {_WAIT} days: of those who first ordered in summer "
        "2024, {soon:.1f} % ordered again within them [{soon_low:.1f}; {soon_high:.1f}]. The four "
        "repairs become part of the export.",
        numbers=_limits,
        holds=lambda aov_moves, customers_move, twice_least, twice_most: (
            aov_moves <= _MAY_MOVE < customers_move and twice_most > twice_least * (1 + _MAY_MOVE)
        ),
        flips={"aov_moves": 0.012, "customers_move": 0.004, "twice_most": 28.1},
        otherwise="If fewer than one customer in a hundred hung on such an order, the number of "
        "customers could leave too. If more than one order in a hundred had no amount, the order "
        "value would have to stay.",
    ),
    recall=(
        Question(
            key="sorting",
            prompt="From 03: in a group that started together, the retention rate rises month by "
            "month. What can cause that, if no single customer changes?",
            about=("03",),
            options=(
                Option(
                    "The fickle ones leave first.",
                    "Yes: those who are still there were the loyal ones from the start.",
                ),
                Option(
                    "Customers grow loyal with time.",
                    "Then each of them would change. The question was: if nobody does.",
                    "sorting taken for loyalty",
                ),
                Option(
                    "New customers join the group.",
                    "This group started together. Nobody joins it later.",
                    "stock for cohort",
                ),
            ),
        ),
        Question(
            key="coin",
            prompt="From 06: why could the four programmes be judged by plain averages?",
            about=("06",),
            options=(
                Option(
                    "Because thousands took part.",
                    "Large groups that chose themselves can differ from the start.",
                    "size for chance",
                ),
                Option(
                    "Because their costs were taken off.",
                    "That makes them comparable in money, not in people.",
                    "cost for chance",
                ),
                Option(
                    "Because a coin decided who got one.",
                    "Yes: so the groups differ by the programme and by chance, and an interval "
                    "says how far chance reaches.",
                ),
            ),
        ),
    ),
    predictions=(
        Prediction(
            key="harm",
            prompt="Each of these four faults is in 62 rows. Which repair changes the slide's "
            "average order value most?",
            answer=lambda: _FAULTS[max((abs(by), fault) for fault, by in _harm().items())[1]],
            options=tuple(_FAULTS.values()),
            reveal="**{answer}.** The staff try out the till with orders of one cent. Without "
            "these the mean rises by {test_order:.2f} €. The doubled orders change it by "
            "{repeated:+.2f} €, the amounts with EUR by {text_amount:+.2f} €: these are ordinary "
            "orders, counted twice or not at all. A few rows do harm if they are *unlike* the "
            "others. Two numbers for one customer do not touch an order's value.",
            numbers=_harm,
        ),
        Prediction(
            key="window",
            prompt="Of those who ordered in November, {M_churn:.0f} % did not order in December. "
            "A dashboard calls that churn, by month. Now by *quarter*: is the share of summer's "
            "customers who did not order in autumn higher or lower?",
            answer=lambda: "Lower",
            options=("Higher", "Lower", "The same"),
            reveal="**{answer}**: {Q_churn:.0f} %. Fewer people pause for a whole quarter than for "
            "a month. By the same switch, orders per customer rise from {M_orders:.2f} to "
            "{Q_orders:.2f}, the repeat rate from {M_twice:.0f} to {Q_twice:.0f} %, and a CLV in "
            "margin made of these from {M_clv:.0f} to {Q_clv:.0f} €. No customer did anything.\n\n"
            "A longer window does not always give less: by year it is {Y_churn:.0f} %. In a "
            "quarter more customers pause, in a year more leave for good, and this churn counts "
            "both. So a CLV made of it is too low. Read it as a line over time, in *one* window; "
            "never as what a customer is worth.\n\n"
            "The sentences of the dashboard compare each change with how far that measure has "
            "moved before. They call none of them unusual. The CLV's three peaks are all in the "
            "last quarter of a year: compare a quarter with the same one a year earlier.",
            numbers=_windows,
        ),
        Prediction(
            key="waiting",
            prompt="Of the customers who first ordered in early 2022, {early_ever:.0f} % have "
            "ordered again. Of those of summer 2024, {late_ever:.0f} %. The board sees a collapse. "
            f"Now give everybody the same {_WAIT} days. {{early_soon:.0f}} % of the early ones "
            "ordered again within them. How many percent of the late ones?",
            answer=lambda: _quarters()["late_soon"],
            reveal="**{answer:.1f} %**. Of the {gap:.0f} points that frightened the board, "
            "{less:.1f} are left [{less_low:.1f}; {less_high:.1f}], and these may be chance. The "
            "rest is time that the late customers have not had yet.",
            unit="%",
            mark="y",
            numbers=_quarters,
        ),
        Prediction(
            key="visits",
            prompt="{quiet:,.0f} customers ordered last in summer 2024. Of those who did not "
            "visit the website in autumn either, {never:.0f} % are still customers. How many "
            "percent of those who visited four times or more?",
            answer=lambda: _visitors()["often"],
            reveal="**{answer:.0f} %**, of {frequent} people. To the till all of them look alike: "
            "no order for a quarter. Some are gone, some are choosing. Only a simulation knows "
            "who is still a customer; and in this one visits drop on the day a customer leaves, so "
            "they tell more than in life.",
            unit="%",
            mark="x",
            numbers=_visitors,
        ),
    ),
    exercises=(
        Exercise(
            key="aov",
            prompt="`clean` has all four repairs. What is the average order value now, in euros, "
            "to the cent?",
            given=_export,
            answer=lambda clean: float(clean["amount"].mean()),
            tolerance=0.002,
            right="Right: {answer:.2f} €. The truth, which only a made-up shop can know, agrees to "
            "the cent.",
            mistakes=(
                Mistake(
                    lambda rows: float(_slide(rows)["order value"]),
                    "That is still the slide's number, before the repairs.",
                    code='naive_measures(tables)["order value"]["the slide"]',
                ),
                Mistake(
                    lambda: 30.0,
                    "Nearly. Give it to the cent, please.",
                    code='round(clean["amount"].mean())',
                ),
                Mistake(
                    lambda clean: float(clean["amount"].sum() / clean["customer"].nunique()),
                    "You divided by customers. That is revenue per customer.",
                    code='clean["amount"].sum() / clean["customer"].nunique()',
                ),
                Mistake(
                    lambda rows, clean: float(clean["amount"].sum() / len(rows)),
                    "You divided by all rows of the export, the wrong ones too.",
                    code='clean["amount"].sum() / len(export)',
                ),
                Mistake(
                    lambda clean: float(clean["amount"].median()),
                    "That is the middle order. Its value times the orders is not the revenue.",
                    code='clean["amount"].median()',
                ),
                Mistake(
                    lambda clean: float(clean["amount"].sum()),
                    "That is the revenue. Divide it by the number of orders.",
                    code='clean["amount"].sum()',
                ),
            ),
            hints=(
                "Revenue divided by orders. One row of `clean` is one order.",
                'The amounts are numbers now: `clean["amount"]`. Which method gives their average?',
            ),
            solution='clean["amount"].mean()',
        ),
        Exercise(
            key="repeat",
            prompt="CDNOW, a real shop: how many percent of *all* its customers bought again "
            f"within {_SHORT_WAIT} days of their first purchase? Purchases of one day count as "
            "one. One decimal is enough.",
            given=_cdnow,
            answer=lambda waits: float(100 * (waits["days"] <= _SHORT_WAIT).mean()),
            right="Right: {answer:.1f} %, about one in six. In the end nearly half of them came "
            "back. Each repeat rate needs its time beside it.",
            mistakes=(
                Mistake(
                    lambda waits: float((waits["days"] <= _SHORT_WAIT).mean()),
                    "That is the share as a fraction. In percent it is a hundred times as much.",
                    code=f'(waits["days"] <= {_SHORT_WAIT}).mean()',
                ),
                Mistake(
                    lambda waits: float((waits["days"] <= _SHORT_WAIT).sum()),
                    "That is how many they are. How many is that of a hundred customers?",
                    code=f'(waits["days"] <= {_SHORT_WAIT}).sum()',
                ),
                Mistake(
                    lambda waits: float(100 * waits["days"].notna().mean()),
                    "That is everybody who ever came back, however late.",
                    code='100 * waits["days"].notna().mean()',
                ),
                Mistake(
                    lambda waits: float(100 * (waits["days"].dropna() <= _SHORT_WAIT).mean()),
                    "You divided by those who came back. What about the others?",
                    code=f'100 * (waits["days"].dropna() <= {_SHORT_WAIT}).mean()',
                ),
                Mistake(
                    lambda waits: float(100 * (waits["days"] <= _WAIT).mean()),
                    "That is with the time limit of Nordlicht's chart. Read the question again.",
                    code=f'100 * (waits["days"] <= {_WAIT}).mean()',
                ),
                Mistake(
                    lambda waits: float(100 * (waits["days"] < _SHORT_WAIT).mean()),
                    "Nearly: *within* a time includes its last day.",
                    code=f'100 * (waits["days"] < {_SHORT_WAIT}).mean()',
                ),
                Mistake(
                    lambda waits, second_rows: float(
                        100 * (second_rows["days"] <= _SHORT_WAIT).sum() / len(waits)
                    ),
                    "You counted a second row of the first day as coming back.",
                    code='rows = load_dataset("cdnow").sort_values(["customer_id", "date"])\n'
                    'gap = rows.groupby("customer_id")["date"].diff().dt.days\n'
                    'second = gap[rows.groupby("customer_id").cumcount() == 1]\n'
                    f"100 * (second <= {_SHORT_WAIT}).sum() / len(waits)",
                ),
            ),
            hints=(
                'A row of `waits` is a customer. `waits["days"]` is empty for those who never came '
                "back.",
                "Compare the column `days` with the limit: that gives True or False for each.",
                "The mean of True and False is a share. Times a hundred, it is percent.",
            ),
            solution=f'100 * (waits["days"] <= {_SHORT_WAIT}).mean()',
        ),
    ),
    quiz=(
        Question(
            key="readable",
            prompt='An audit says: "All rows could be used." What do you know about the numbers '
            "made of them?",
            options=(
                Option(
                    "They are right.",
                    "A test order of one cent can be read perfectly.",
                    "readable for right",
                ),
                Option(
                    "Every row has a customer, a day and an amount.",
                    "Yes. Whether they are the right ones, no program can see.",
                ),
                Option(
                    "No order is there twice.",
                    "Two equal rows may be two purchases. Only the order's number tells.",
                    "audit for proof",
                ),
            ),
        ),
        Question(
            key="yearly",
            prompt="In December, customers ordered {M_orders:.2f} times each. So a customer orders "
            "{twelve:.1f} times a year?",
            options=(
                Option(
                    "Yes: a year has twelve months.",
                    "And each month has other customers. Who is counted in a month?",
                    "twelve months of the same people",
                ),
                Option(
                    "No: December is a strong month.",
                    "A little. But with any other month the product is about as large.",
                    "season for window",
                ),
                Option(
                    "No: those who skip a month are not counted in it.",
                    "Yes. Customers of the year ordered {Y_orders:.1f} times in it.",
                ),
            ),
            numbers=lambda: _windows() | {"twelve": 12 * _windows()["M_orders"]},
        ),
        Question(
            key="attribution",
            prompt="Somebody clicks an ad in May, opens an email in June and orders a day later. "
            "Ads and email both report one order. What becomes of their reports?",
            options=(
                Option(
                    "Added up, they have more orders than the shop.",
                    "Yes. Each is right that it was there. Neither shows what it *caused*.",
                ),
                Option(
                    "The email is right: it came last.",
                    "Last is a rule for sharing, no proof. The customer might not know "
                    "the shop without the ad.",
                    "last click for cause",
                ),
                Option(
                    "Each should get half an order.",
                    "Then the sum is right. But who says that half is what each one caused?",
                    "sharing for cause",
                ),
            ),
        ),
    ),
    open_question=OpenQuestion(
        "The founder asks: \"The slide's share who bought twice, 28.8 %, was nearer to the truth "
        'than the repaired 28.6 %. Why did we repair anything?" What do you answer?',
        "It was right by luck: doubled rows make two purchases of one, second numbers make two "
        "customers of one, and here the errors cancelled. Next month they need not. After the "
        "repairs we at least know how wrong the number can be: 62 orders without a customer could "
        "move it. And a truth to compare with, only a made-up shop has.",
    ),
    own=OwnNumbers(
        "Take your own export, or that of Nordlicht's machines. How many rows are set aside, and "
        "why? Then give each buyer the same two years: how many percent bought again? Leave out "
        "those who have not had the two years.",
        'mine = load_dataset("luxury_purchases")  # or pd.read_csv("your_orders.csv")\n'
        'my_log = TransactionLog(mine, "customer_id", "date", "amount")\n'
        "print(my_log.audit)\n"
        "watched = days_to_second(my_log)\n"
        'watched[watched["watched"] >= 730]["days"].le(730).mean()',
    ),
    terms=(
        Term("transaction log", "One row for each purchase: who, when, how much."),
        Term("audit", "An account of every row that was read: used, or set aside and why."),
        Term("AOV", "Average order value: revenue divided by orders."),
        Term(
            "repeat purchase rate",
            "Share of customers with more than one purchase, in a stated time.",
        ),
        Term(
            "attribution",
            "Sharing out orders among the channels that touched the customer before.",
        ),
    ),
    next="08",
    bridge="from measures of all customers to groups of them",
)
