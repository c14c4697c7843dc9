"""07: from rows to measures, what faults do to them, and what waiting does."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING

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

if TYPE_CHECKING:
    import pandas as pd

_WAIT = 90
_FAULTS = {
    "repeated": "Orders that stand there twice",
    "test_order": "Orders of a test customer",
    "text_amount": "Amounts with EUR behind the number",
    "two_numbers": "Customers with two numbers",
}


def _export() -> dict[str, pd.DataFrame]:
    """Rows of the till's export, with the amount as a number where it is one."""
    import pandas as pd

    from clvwidgets import load_dataset

    rows = load_dataset("shop_export")
    return {"rows": rows.assign(number=pd.to_numeric(rows["amount"], errors="coerce"))}


def _repaired(rows: pd.DataFrame) -> pd.DataFrame:
    """Repair each fault that can be repaired."""
    kept = rows[rows["customer"] != "TEST"].drop_duplicates("order")
    return kept.assign(
        number=kept["amount"].str.removesuffix(" EUR").astype(float),
        customer=kept["customer"].str.replace("c-", "C"),
    )


@lru_cache(maxsize=1)
def _harm() -> dict[str, float]:
    """Compute by how much the repair of each single fault changes the average order value."""
    rows = _export()["rows"]
    repaired = {
        "repeated": rows.drop_duplicates("order")["number"],
        "test_order": rows.loc[rows["customer"] != "TEST", "number"],
        "text_amount": rows["amount"].str.removesuffix(" EUR").astype(float),
        "two_numbers": rows["number"],
    }
    return {
        fault: float(numbers.mean() - rows["number"].mean()) for fault, numbers in repaired.items()
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


def _waits(orders: pd.DataFrame) -> pd.DataFrame:
    """Compute the day of each customer's first order, and the days until the second."""
    dates = orders[["customer_id", "date"]].drop_duplicates().sort_values(["customer_id", "date"])
    dates["order"] = dates.groupby("customer_id").cumcount()
    wide = dates[dates["order"] < 2].pivot(index="customer_id", columns="order", values="date")
    return wide.assign(days=(wide[1] - wide[0]).dt.days)


@lru_cache(maxsize=1)
def _quarters() -> Mapping[str, float]:
    """Percent who ordered again, of the customers of two quarters: ever, and in equal time."""
    from clvwidgets import load_dataset

    waits = _waits(load_dataset("shop_orders"))
    joined = waits[0].dt.to_period("Q").astype(str)
    ever = 100 * waits["days"].notna().groupby(joined).mean()
    soon = 100 * (waits["days"] <= _WAIT).groupby(joined).mean()
    return {
        "early_ever": ever["2022Q1"],
        "late_ever": ever["2024Q3"],
        "early_soon": soon["2022Q1"],
        "late_soon": soon["2024Q3"],
        "gap": ever["2022Q1"] - ever["2024Q3"],
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
        "never": 100 * there[quiet[seen == 0]].mean(),
        "often": 100 * there[quiet[seen >= 4]].mean(),
    }


def _cdnow() -> dict[str, pd.DataFrame]:
    from clvwidgets import load_dataset

    rows = load_dataset("cdnow")[["customer_id", "date"]]
    ordered = rows.sort_values(["customer_id", "date"])
    ordered["row"] = ordered.groupby("customer_id").cumcount()
    raw = ordered[ordered["row"] < 2].pivot(index="customer_id", columns="row", values="date")
    return {"waits": _waits(rows), "raw": raw.assign(days=(raw[1] - raw[0]).dt.days)}


LESSON = LessonPlan(
    name="07_from_log_to_kpis",
    question="May the board's numbers leave the house?",
    minutes=35,
    needs=("06",),
    objectives=(
        "account for every row of an export: used, set aside, or wrong and unnoticed",
        "compute order value, purchase frequency and repeat rate, each with its period",
        "compare groups of customers only after equal waiting",
        "read a dashboard without taking a change of the window for a change of the customers",
        "decide which numbers may leave the house",
    ),
    decision=Decision(
        "Nordlicht's order value and its repeat rate may leave the house, the number of its "
        "customers not yet. The four repairs become part of the export. The repeat rate is stated as "
        f"the share who order again within {_WAIT} days, and only for customers who have had them."
    ),
    recall=(
        Question(
            key="sorting",
            prompt="From 03: in a group that started together, retention rises month by month. "
            "What can cause that, if no single customer changes?",
            options=(
                Option("The quick leavers have left.", "Yes: those who remain differ from those."),
                Option(
                    "Customers have grown loyal.",
                    "Then each of them would have changed. That was not what was asked.",
                    "sorting taken for loyalty",
                ),
                Option(
                    "An error in the data.", "It shows in clean data too.", "surprise for error"
                ),
            ),
        ),
        Question(
            key="coin",
            prompt="From 06: why could the four programmes be compared by plain averages?",
            options=(
                Option(
                    "Because thousands took part.",
                    "Large groups that chose themselves can still differ from the start.",
                    "size for chance",
                ),
                Option(
                    "Because their costs were taken off.",
                    "That makes them comparable in money, not in people.",
                    "cost for chance",
                ),
                Option(
                    "Because a coin decided who got one.",
                    "Yes: so the groups differ in nothing else.",
                ),
            ),
        ),
    ),
    predictions=(
        Prediction(
            key="harm",
            prompt="Four of the export's faults can be repaired. Each of them is in 62 rows. Which "
            "one does most harm to the average order value?",
            answer=lambda: _FAULTS[max((abs(by), fault) for fault, by in _harm().items())[1]],
            options=tuple(_FAULTS.values()),
            reveal="**{answer}.** The till's staff try it out with orders of one cent. They take "
            "{test_order:.2f} € off the mean. The doubled orders move it by {repeated:.2f} €, the "
            "texts by {text_amount:+.2f} €: what is doubled or lost are ordinary orders. A few "
            "rows do harm if they are *unlike* the others.",
            numbers=_harm,
        ),
        Prediction(
            key="window",
            prompt="Of those who ordered in November, {M_churn:.0f} % did not order in December. "
            "The dashboard calls that churn, by month. Now by *quarter*: is the share of summer's "
            "customers who did not order in autumn higher or lower?",
            answer=lambda: "Lower",
            options=("Higher", "Lower", "The same"),
            reveal="**{answer}**: {Q_churn:.0f} %. Fewer people pause for a whole quarter than for "
            "a month. By the same switch orders per customer rise from {M_orders:.2f} to "
            "{Q_orders:.2f}, the repeat rate from {M_twice:.0f} to {Q_twice:.0f} %, and a CLV made "
            "of these from {M_clv:.0f} to {Q_clv:.0f} €. No customer did anything.",
            numbers=_windows,
        ),
        Prediction(
            key="waiting",
            prompt="Of the customers who first ordered in early 2022, {early_ever:.0f} % have "
            "ordered again. Of those of summer 2024, {late_ever:.0f} %. The board sees a collapse. "
            f"Now give everybody the same {_WAIT} days: {{early_soon:.0f}} % of the early ones "
            "ordered again within them. And of the late ones?",
            answer=lambda: _quarters()["late_soon"],
            reveal="**{answer:.0f} %**. Of the {gap:.0f} points that frightened the board, two "
            "are left. The others are time that the late customers have not had yet.",
            unit="%",
            mark="y",
            numbers=_quarters,
        ),
        Prediction(
            key="visits",
            prompt="Some customers ordered in summer 2024 and not in autumn. Of those who did not "
            "visit the website in autumn either, {never:.0f} % are still customers. Of those who "
            "visited four times or more?",
            answer=lambda: _visitors()["often"],
            reveal="**{answer:.0f} %**. To the till, both kinds look alike: no order for a "
            "quarter. One kind is gone, the other is choosing.",
            unit="%",
            mark="y",
            numbers=_visitors,
        ),
    ),
    exercises=(
        Exercise(
            key="aov",
            prompt="All four repairs are done. What is the average order value now, in euros?",
            given=_export,
            answer=lambda rows: float(_repaired(rows)["number"].mean()),
            right="Right: {answer:.2f} €. The truth, which only a made-up shop can know, agrees to "
            "the cent.",
            mistakes=(
                Mistake(
                    lambda rows: float(rows["number"].mean()),
                    "That is still the board's number, before the repairs.",
                ),
                Mistake(
                    lambda rows: float(
                        _repaired(rows)["number"].sum() / _repaired(rows)["customer"].nunique()
                    ),
                    "You divided by customers. That is revenue per customer.",
                ),
                Mistake(
                    lambda rows: float(_repaired(rows)["number"].sum() / len(rows)),
                    "You divided by all rows of the export, the wrong ones too.",
                ),
                Mistake(
                    lambda rows: float(_repaired(rows)["number"].median()),
                    "That is the middle order. Its value times the orders is not the revenue.",
                ),
            ),
            hints=(
                "Revenue divided by orders. One row of `clean` is one order.",
                'The amounts are still text: `clean["amount"].astype(float)`.',
            ),
            solution="from clvwidgets import load_dataset\n"
            'export = load_dataset("shop_export")\n'
            'clean = export[export["customer"] != "TEST"].drop_duplicates("order")\n'
            'clean["amount"].str.removesuffix(" EUR").astype(float).mean()',
        ),
        Exercise(
            key="repeat",
            prompt="CDNOW, a real shop: what share of its customers bought again within "
            f"{_WAIT} days of their first purchase? Purchases of one day count as one.",
            given=_cdnow,
            answer=lambda waits: float((waits["days"] <= _WAIT).mean()),
            right="Right: {answer:.3f}, fewer than one in three. In the end nearly half of them "
            "came back.",
            mistakes=(
                Mistake(
                    lambda waits: float(waits["days"].notna().mean()),
                    "That is everybody who ever came back, however late.",
                ),
                Mistake(
                    lambda waits: float((waits["days"] <= _WAIT).sum() / waits["days"].count()),
                    "You divided by those who came back. What about the others?",
                ),
                Mistake(
                    lambda raw: float((raw["days"] <= _WAIT).mean()),
                    "You counted a second row of the first day as coming back.",
                ),
            ),
            hints=(
                "`waits` gives the days between first and second order; no second, no number.",
                "Compare the column `days` with the limit. What is the mean of True and False?",
            ),
            solution="from clvwidgets import load_dataset\n"
            'dates = load_dataset("cdnow")[["customer_id", "date"]].drop_duplicates()\n'
            'dates = dates.sort_values(["customer_id", "date"])\n'
            'dates["order"] = dates.groupby("customer_id").cumcount()\n'
            'first_two = dates[dates["order"] < 2]\n'
            'wide = first_two.pivot(index="customer_id", columns="order", values="date")\n'
            f"((wide[1] - wide[0]).dt.days <= {_WAIT}).mean()",
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
                    "No order stands there twice.",
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
                    "No: who skips a month is not counted in it.",
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
