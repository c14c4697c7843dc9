"""The five lines of the simulated company in one table: who came, how often they paid, margin."""

from __future__ import annotations

import pandas as pd

from clvwidgets.arguments import checked
from clvwidgets.data.catalog import load_dataset
from clvwidgets.data.margins import order_profit

_SINCE = "2022-01-01"  # all other records begin here; those of machines seven years earlier
_WHOLESALE, _MACHINES = 0.32, 0.38  # margin of the amount, as the datasheets say


@checked()
def customers_of_lines() -> pd.DataFrame:
    """List the customers who came to each line in 2022 to 2024, with what they brought by its end.

    Returns
    -------
    pandas.DataFrame
        One row a customer: ``line``; ``customer`` (number within the line); ``came`` (day);
        ``payments`` (orders, invoices, purchases, or months paid); ``margin`` (money, by the end
        of 2024, not discounted; in the shop after returns).

    Examples
    --------
    >>> customers_of_lines()["line"].value_counts()["wholesale"]
    np.int64(400)
    """
    lines = {
        "shop": _shop(),
        "wholesale": _wholesale(),
        "machines": _machines(),
        "subscription": _subscription(),
        "films": _films(),
    }
    table = pd.concat(lines, names=["line", "customer"]).reset_index()
    return table[["line", "customer", "came", "payments", "margin"]].round({"margin": 2})


def _shop() -> pd.DataFrame:
    orders = load_dataset("shop_orders")
    profit = order_profit(orders, load_dataset("shop_returns"), load_dataset("shop_products"))
    return _totals(orders["customer_id"], orders["date"], profit["profit"])


def _wholesale() -> pd.DataFrame:
    invoices = load_dataset("wholesale_invoices")
    return _totals(invoices["account_id"], invoices["month"], _WHOLESALE * invoices["amount"])


def _machines() -> pd.DataFrame:
    bought = load_dataset("luxury_purchases")
    came = bought.groupby("customer_id")["date"].transform("min")
    bought = bought[came >= _SINCE]
    return _totals(bought["customer_id"], bought["date"], _MACHINES * bought["amount"])


def _films() -> pd.DataFrame:
    plans = _margin_of_plans("streaming")
    members = load_dataset("streaming_members").set_index("member_id")
    months = load_dataset("streaming_months").query("state == 'active'")
    margin = months["member_id"].map(members["plan"]).map(plans).astype(float)
    return _totals(months["member_id"], months["month"], margin)


def _subscription() -> pd.DataFrame:
    """Add up the plan that was paid for in each month: a change counts from its day on."""
    earns = _margin_of_plans("subscription")
    contracts = load_dataset("subscription_contracts").set_index("contract_id")
    changes = load_dataset("subscription_changes").join(
        contracts[["start", "months_paid"]], on="contract_id"
    )
    day, start = changes["date"].dt, changes["start"].dt
    before = 12 * (day.year - start.year) + day.month - start.month
    old, new = (changes[name].map(earns).astype(float) for name in ("plan_before", "plan_after"))
    more = ((new - old) * (changes["months_paid"] - before)).groupby(changes["contract_id"]).sum()
    paid = contracts["months_paid"]
    margin = (paid * contracts["first_plan"].map(earns).astype(float)).add(more, fill_value=0.0)
    return pd.DataFrame({"came": contracts["start"], "payments": paid, "margin": margin})


def _margin_of_plans(line: str) -> pd.Series:
    """Margin of a paid month, by plan."""
    plans = load_dataset(f"{line}_plans").set_index("plan")
    return plans["fee"] - plans["cost"]


def _totals(customer: pd.Series, day: pd.Series, margin: pd.Series) -> pd.DataFrame:
    """First day, number of rows and sum of the margin of each customer."""
    rows = pd.DataFrame({"came": day.to_numpy(), "margin": margin.to_numpy()})
    by = rows.groupby(customer.to_numpy())
    return pd.DataFrame(
        {"came": by["came"].min(), "payments": by.size(), "margin": by["margin"].sum()}
    )
