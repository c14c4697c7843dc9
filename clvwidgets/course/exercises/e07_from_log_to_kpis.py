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
_MAY_MOVE = 0.01  # a number may leave if what was lost moves it by no more
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


def _lost() -> dict[str, Any]:
    """Count what no repair brings back: customers of orders, and orders under tests."""
    from clvwidgets import load_dataset

    tables, book = _export(), load_dataset("shop_orders")
    slide, now = _slide(tables["rows"]), _slide(tables["clean"])
    nameless = int(tables["clean"]["customer"].isna().sum())
    under_tests = int((tables["rows"]["customer"] == "TEST").sum())
    return {
        **tables,
        "slide": slide,
        "now": now,
        "customers": int(now["customers"]),
        "customers_slide": int(slide["customers"]),
        "customers_true": book.loc[book["date"] >= "2024-12-01", "customer_id"].nunique(),
        "lost": nameless,
        "under_tests": under_tests,
        "both": nameless + under_tests,
    }


@lru_cache(maxsize=1)
def _limits() -> Mapping[str, Any]:
    """Compute the repaired measures, and how far what was lost could move them."""
    from clvwidgets import load_dataset

    lost = _lost()
    now, customers, both = lost["now"], lost["customers"], lost["both"]
    amounts, under_tests = lost["clean"]["amount"], lost["under_tests"]
    orders, twice = len(amounts) + under_tests, now["bought twice"] * customers
    # How far the mean of the lost orders lies from the others', if chance took them.
    reach = 1.96 * amounts.std() / under_tests**0.5
    refunds, book = load_dataset("shop_returns")["refund"], load_dataset("shop_orders")["amount"]
    soon = _watched()["late"]
    return {
        **lost,
        "aov": now["order value"],
        "aov_slide": lost["slide"]["order value"],
        "aov_moves": under_tests / orders * reach / now["order value"],
        "aov_percent": 100 * under_tests / orders * reach / now["order value"],
        "returned": 100 * refunds.sum() / book.sum(),
        "customers_move": both / customers,
        "customers_more": 100 * both / customers,
        "each_least": orders / (customers + both),
        "each_most": orders / customers,
        "twice_least": 100 * twice / (customers + both),
        "twice_most": 100 * (twice + both) / customers,
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
    for by, begin, end in (("Q", "2024-07-01", "2024-10-01"), ("Y", "2023-01-01", "2024-01-01")):
        found |= {f"{by}_{fate}": share for fate, share in _fates(orders, begin, end).items()}
    return found


def _fates(orders: pd.DataFrame, begin: str, end: str) -> dict[str, float]:
    """Of 100 customers from one day to before another: who paused since then, and who had left."""
    from clvwidgets import load_dataset

    there = load_dataset("truth_shop").set_index("customer_id")["alive"]
    before = orders[(orders["date"] >= begin) & (orders["date"] < end)]["customer_id"].unique()
    after = orders.loc[orders["date"] >= end, "customer_id"]
    silent = there[there.index.isin(before) & ~there.index.isin(after)]
    paused, all_silent = 100 * silent.sum() / len(before), 100 * len(silent) / len(before)
    return {"paused": paused, "gone": all_silent - paused}


@lru_cache(maxsize=1)
def _shop_waits() -> pd.DataFrame:
    """Compute the days to the second order, and the quarter of the first, of each customer."""
    from clvwidgets import TransactionLog, load_dataset
    from clvwidgets.data import days_to_second

    log = TransactionLog(load_dataset("shop_orders"), "customer_id", "date", "amount")
    waits = days_to_second(log)
    return waits.assign(quarter=waits["first"].dt.to_period("Q").astype(str))


def _watched() -> dict[str, Any]:
    """Share who ordered again in equal time, of quarters and of years, and their differences."""
    from clvwidgets.effects import difference_interval, share_interval

    def count(quarters: list[str]) -> tuple[int, int]:
        days = waits.loc[waits["quarter"].isin(quarters), "days"]
        return int((days <= _WAIT).sum()), len(days)

    waits = _shop_waits()
    early, late = count(["2022Q1"]), count(["2024Q3"])
    years = [count([f"{year}Q{quarter}" for quarter in (1, 2, 3)]) for year in (2022, 2024)]
    return {
        "early": share_interval(*early),
        "late": share_interval(*late),
        "less": difference_interval(*early, *late),
        "of_all": difference_interval(*years[0], *years[1]),
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
        "all_less": 100 * equal["of_all"].value,
        "all_low": 100 * equal["of_all"].low,
        "all_high": 100 * equal["of_all"].high,
    }


@lru_cache(maxsize=1)
def _visitors() -> Mapping[str, float]:
    """Fate of customers of the third quarter who paused in the fourth, by their visits in it."""
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
        "account for every row of an export: used, set aside, or readable but wrong",
        "compute order value, purchase frequency and repeat rate, each with its period",
        "compare groups of customers only after equal waiting",
        "tell a change of the period that is counted from a change of the customers",
        "decide which numbers may leave the house, by how far losses can move them",
    ),
    decision=Decision(
        "The order value may leave the house, and no other number of the slide: {aov:.2f} € of "
        "revenue per order in December, where the slide said {aov_slide:.2f} €. The {under_tests} "
        "orders lost under tests move it by {aov_percent:.1f} % at most (95 % interval), if chance "
        "took them. Beside it we write *before returns*, which took off {returned:.0f} % in the "
        "three years. The number of customers may not leave: {customers:,.0f} are known, and up to "
        "{customers_more:.1f} % more are possible. So orders per customer ({each_least:.2f} to "
        "{each_most:.2f}) and the share who bought twice ({twice_least:.1f} to {twice_most:.1f} %) "
        "may not leave either. "
        f"The checked book will give the board a better rate, with the same {_WAIT} days for "
        "everybody: of those who first ordered from July to September 2024, {soon:.1f} % ordered "
        "again within them [{soon_low:.1f}; {soon_high:.1f}]. (The interval is about chance, the "
        "founder's one percent about losses.) The four repairs become part of the export.",
        numbers=_limits,
        holds=lambda aov_moves, customers_move, twice_least, twice_most: (
            aov_moves <= _MAY_MOVE < customers_move and twice_most > twice_least * (1 + _MAY_MOVE)
        ),
        flips={"aov_moves": 0.012, "customers_move": 0.004, "twice_most": 27.7},
        otherwise="If the lost orders were unlike the others, with a mean of 56 € or more, they "
        "would move the order value by more than one percent, and it could not leave either. If "
        "fewer than one customer in a hundred hung on what was lost, the number of customers "
        "could.",
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
            prompt="Of those who ordered in November, {M_churn:.0f} % did not order in December. A "
            "dashboard calls that churn, by month. Now by *quarter*: of those who ordered from "
            "July to September, is the share who did not order from October to December higher or "
            "lower?",
            answer=lambda: "Lower",
            options=("Higher", "Lower", "The same"),
            reveal="**{answer}**: {Q_churn:.0f} %. Fewer people pause for a whole quarter than for "
            "a month. By the same switch, orders per customer rise from {M_orders:.2f} in December "
            "to {Q_orders:.2f} in the quarter, the repeat rate from {M_twice:.0f} to {Q_twice:.0f} "
            "%, and a CLV in margin before returns from {M_clv:.0f} to {Q_clv:.0f} €. (It is order "
            "value times orders times the margin's share, divided by churn.) The shop is the "
            "same; only the window changed.\n\n"
            "A longer window does not always give less churn: of those who ordered in 2023, "
            "{Y_churn:.0f} % did not order in 2024. Two things pull, and only a simulation can "
            "tell them apart: {Q_paused:.0f} % of the quarter's customers just paused and "
            "{Q_gone:.0f} % had left for good; of the year's, {Y_paused:.0f} % and {Y_gone:.0f} %. "
            "This churn counts both, so a CLV made of it is too low. Read it as a line over time, "
            "in *one* window; never as what a customer is worth.",
            numbers=_windows,
        ),
        Prediction(
            key="waiting",
            prompt="Of the customers who first ordered from January to March 2022, "
            "{early_ever:.0f} % have ordered again. Of those of July to September 2024, "
            "{late_ever:.0f} %. The board sees a collapse. Now give everybody the same "
            f"{_WAIT} days. {{early_soon:.0f}} % of the early ones ordered again within them. How "
            "many percent of the late ones?",
            answer=lambda: _quarters()["late_soon"],
            reveal="**{answer:.1f} %**. Of the {gap:.0f} points that frightened the board, "
            "{less:.1f} are left [{less_low:.1f}; {less_high:.1f}]. The rest is time that the late "
            "customers have not had yet.\n\n"
            "These are two quarters of eleven. Take all who first ordered from January to "
            "September of 2022, and of 2024: {all_less:.1f} points fewer [{all_low:.1f}; "
            "{all_high:.1f}]. So there may be a small fall, worth watching. There is no collapse.",
            unit="%",
            mark="y",
            numbers=_quarters,
        ),
        Prediction(
            key="visits",
            prompt="{quiet:,.0f} customers ordered last from July to September 2024, and not from "
            "October to December. Of those who did not visit the website in these last three "
            "months either, {never:.0f} % are still customers. How many percent of those who "
            "visited four times or more?",
            answer=lambda: _visitors()["often"],
            reveal="**{answer:.0f} %**, of {frequent} people; after one, two or three visits it is "
            "something in between. To the till they are all customers without an order for three "
            "months. Some are gone, some are choosing. Only a simulation knows who is still a "
            "customer; and in this one visits drop on the day a customer leaves, so they tell more "
            "than in life.",
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
            tolerance=0.0002,
            right="Right: {answer:.2f} € of revenue, before returns. The checked book will say the "
            "same to the cent.",
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
                    lambda clean: round(float(clean["amount"].mean()), 1),
                    "Nearly. Two decimals, please.",
                    code='round(clean["amount"].mean(), 1)',
                ),
                Mistake(
                    lambda rows: _slide(rows[rows["customer"] != "TEST"])["order value"],
                    "Only the tests are out, or you dropped orders without a customer. Take all "
                    "orders of `clean`.",
                    code='naive_measures(tables)["order value"]["tests out"]',
                ),
                Mistake(
                    lambda rows: _slide(rows.drop_duplicates("order"))["order value"],
                    "Only the doubled rows are out, or you divided by orders that `clean` does not "
                    "have. Take `clean` alone.",
                    code='naive_measures(tables)["order value"]["doubled rows out"]',
                ),
                Mistake(
                    lambda clean: float(clean.dropna(subset="date")["amount"].mean()),
                    "You left out orders without a day. They have an amount, too.",
                    code='clean.dropna(subset="date")["amount"].mean()',
                ),
                Mistake(
                    lambda clean: float(clean.dropna(subset=["customer", "date"])["amount"].mean()),
                    "You left out orders without a customer and orders without a day. They have an "
                    "amount, too.",
                    code='clean.dropna()["amount"].mean()',
                ),
                Mistake(
                    lambda clean: float(clean.groupby("date")["amount"].mean().mean()),
                    "That is a mean of daily means: a quiet day counts as much as a busy one.",
                    code='clean.groupby("date")["amount"].mean().mean()',
                ),
                Mistake(
                    lambda clean: float(clean.groupby("customer")["amount"].mean().mean()),
                    "That is a mean of means: each customer counts once, however many orders they "
                    "made. Here each *order* counts once.",
                    code='clean.groupby("customer")["amount"].mean().mean()',
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
            key="most",
            prompt="`clean` has {customers:,.0f} customers with a number. Suppose that each of the "
            "{lost} orders without a customer, and each of the {under_tests} orders under a test, "
            "came from a further person. By how many percent of the known number would the number "
            "of customers rise? One decimal is enough.",
            given=_lost,
            answer=lambda both, customers: 100 * both / customers,
            right="Right: {answer:.1f} %. That is the most that was lost; the truth lies in "
            "between. By the founder's rule the number of customers stays in the house.",
            mistakes=(
                Mistake(
                    lambda lost, customers: 100 * lost / customers,
                    "These are {lost} of them. There are as many again under the tests.",
                    code='100 * clean["customer"].isna().sum() / clean["customer"].nunique()',
                ),
                Mistake(
                    lambda lost, customers: round(100 * lost / customers, 1),
                    "That is one kind of loss alone. How many orders were lost in the other way?",
                    code='round(100 * 62 / clean["customer"].nunique(), 1)',
                ),
                Mistake(
                    lambda both, customers: round(both / customers, 3),
                    "That is a fraction. Multiply it by a hundred, then round.",
                    code='round(124 / clean["customer"].nunique(), 3)',
                ),
                Mistake(
                    lambda both, customers_slide: 100 * both / customers_slide,
                    "You divided by the slide's customers. Some of these are counted twice.",
                    code='100 * (62 + 62) / export["customer"].nunique()',
                ),
                Mistake(
                    lambda both, customers: 100 * both / (customers + both),
                    "Percent of the known number are asked for: divide by that.",
                    code='known = clean["customer"].nunique()\n100 * 124 / (known + 124)',
                ),
                Mistake(
                    lambda both, clean: 100 * both / len(clean),
                    "You divided by orders. The question is about customers.",
                    code="100 * 124 / len(clean)",
                ),
                Mistake(
                    lambda both, customers: both / customers,
                    "That is a fraction. In percent it is a hundred times as much.",
                    code='124 / clean["customer"].nunique()',
                ),
                Mistake(
                    lambda both: both,
                    "That many people they would be. How many percent is it?",
                    code="62 + 62",
                ),
                Mistake(
                    lambda both, customers: both + customers,
                    "So many customers there would be. By how many percent is it more?",
                    code='clean["customer"].nunique() + 62 + 62',
                ),
                Mistake(
                    lambda both, customers: 100 * (1 + both / customers),
                    "That is the new number in percent of the old one. By how much did it *rise*?",
                    code='100 * (clean["customer"].nunique() + 124) / clean["customer"].nunique()',
                ),
                Mistake(
                    lambda customers_true, customers: 100 * (customers_true / customers - 1),
                    "That is how many more there are in truth. How many could there be at most?",
                    code='100 * (truth["customer"].nunique() / clean["customer"].nunique() - 1)',
                ),
            ),
            hints=(
                "How many further people could there be, from both kinds of loss together?",
                'The known customers are `clean["customer"].nunique()`.',
                "Further people, divided by known customers, times a hundred.",
            ),
            solution='100 * (62 + 62) / clean["customer"].nunique()',
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
                    lambda waits: float(100 - 100 * (waits["days"] <= _SHORT_WAIT).mean()),
                    "These are the others: those who did not buy again in that time.",
                    code=f'100 - 100 * (waits["days"] <= {_SHORT_WAIT}).mean()',
                ),
                Mistake(
                    lambda waits: float(100 * (waits["days"] > _SHORT_WAIT).mean()),
                    "These came back, but later.",
                    code=f'100 * (waits["days"] > {_SHORT_WAIT}).mean()',
                ),
                Mistake(
                    lambda waits: float(100 * (waits["days"] <= _SHORT_WAIT + 1).mean()),
                    "One day too many: the thirtieth day is the last that counts.",
                    code=f'100 * (waits["days"] <= {_SHORT_WAIT + 1}).mean()',
                ),
                Mistake(
                    lambda waits: float(round(100 * (waits["days"] <= _SHORT_WAIT).mean())),
                    "Nearly. One decimal, please.",
                    code=f'round(100 * (waits["days"] <= {_SHORT_WAIT}).mean())',
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
        "It was near by luck: doubled rows make two purchases of one, customers with two numbers "
        "make two of one person, and here the errors cancelled. Next month they need not. After "
        "the repairs we at least know how wrong the number can be, since we know what was lost. "
        "And by which number is nearer we cannot choose: the truth comes only with the checked "
        "book.",
    ),
    own=OwnNumbers(
        "Take your own export, or that of Nordlicht's machines. How many rows are set aside, and "
        "why? Then give each buyer the same two years: how many percent bought again? Leave out "
        "those who have not had the two years.",
        'mine = load_dataset("luxury_purchases")\n'
        '# your own: import pandas as pd; mine = pd.read_csv("your_orders.csv")\n'
        'my_log = TransactionLog(mine, "customer_id", "date", "amount")\n'
        "print(my_log.audit)\n"
        "watched = days_to_second(my_log)\n"
        'watched[watched["watched"] >= 730]["days"].le(730).mean()',
    ),
    terms=(
        Term("transaction log", "One row for each purchase: who, when, how much."),
        Term("audit", "An account of every row that was read: used, or set aside and why."),
        Term("AOV", "Average order value: revenue divided by orders."),
        Term("window", "The period that a measure counts: a month, a quarter, a year."),
        Term(
            "repeat purchase rate",
            "Share of customers with two purchases or more, in a stated time.",
        ),
        Term(
            "attribution",
            "Sharing out orders among the channels that touched the customer before.",
        ),
    ),
    next="08",
    bridge="from measures of all customers to groups of them",
)
