"""Rebuild shop_forecasts.csv.gz: what eight methods said of 2025 on the last day of the records.

    python build_forecasts.py

Reads the shop's orders and returns, as they stand beside this script. No method sees 2025. A file
that says the same is left alone: what trees say may differ a little between versions of
scikit-learn.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from clvwidgets.data import TransactionLog, load_dataset
from clvwidgets.models import BGNBD, GammaGamma, Nobody, ParetoNBD, PastRate, TwoStage

OUTPUT = Path(__file__).with_name("shop_forecasts.csv.gz")
DAY, A_YEAR_AGO = pd.Timestamp("2024-12-31"), pd.Timestamp("2023-12-31")
WEEKS = 365 / 7
PICKING, RETURN_HANDLING = 2.0, 4.0
QUARTER = 91
TREES = "two_stage"


def margin_rate(orders: pd.DataFrame, returns: pd.DataFrame) -> float:
    """Margin after returns as a share of sales: goods come back, picking and handling do not."""
    order = orders.set_index("order_id").loc[returns["order_id"]]
    goods = ((order["cost"] - PICKING) / order["amount"]).to_numpy()
    lost = (returns["refund"].to_numpy() * (1 - goods)).sum() + RETURN_HANDLING * len(returns)
    earned = (orders["amount"] - orders["cost"]).sum()
    return float((earned - lost) / orders["amount"].sum())


def orders_of_the_last_year(orders: pd.DataFrame, customers: pd.Index) -> pd.DataFrame:
    """Count orders and sales of each customer in 2024."""
    last = orders[orders["date"] > A_YEAR_AGO].groupby("customer_id")["amount"]
    return last.agg(["size", "sum"]).reindex(customers, fill_value=0)


def orders_by_age(log: TransactionLog, followed: pd.Series) -> pd.Series:
    """Orders a year that customers of the same age, in quarters, had in the year before."""
    then = log.customers("D", end=A_YEAR_AGO)["T"] // QUARTER
    now = log.customers("D")["T"] // QUARTER
    by_age = followed.reindex(then.index).groupby(then).mean()
    # Nobody was older than that a year ago.
    return now.clip(upper=by_age.index.max()).map(by_age)


def orders_by_cell(log: TransactionLog, followed: pd.Series) -> pd.Series:
    """Orders a year that customers in the same cell of RFM had in the year before."""
    cell = ["recency_score", "frequency_score"]
    then = log.rfm(end=A_YEAR_AGO)
    came = followed.reindex(then.index).rename("came")
    by_cell = came.groupby([then[name] for name in cell]).mean()
    now = log.rfm()[cell].join(by_cell, on=cell)["came"]
    return now.fillna(came.mean())


def build() -> pd.DataFrame:
    """Make the table: euros of margin to expect of each customer in 2025, a column a method."""
    orders, returns = load_dataset("shop_orders"), load_dataset("shop_returns")
    log = TransactionLog(orders, "customer_id", "date", "amount", end=DAY)
    customers = log.customers("W")
    year = orders_of_the_last_year(orders, customers.index)
    trees = TwoStage(seed=1).learn(log, DAY, WEEKS).predict(log, DAY)["expected_purchases"]
    own = log.rfm()["average_order"]
    to_expect = GammaGamma().fit(customers).expected_spend(customers)

    def purchases(model: BGNBD | ParetoNBD | PastRate | Nobody) -> pd.Series:
        return model.fit(customers).expected_purchases(customers, WEEKS)

    sales = {
        "nobody": purchases(Nobody()),
        "past_rate": purchases(PastRate()) * own,
        "last_year": year["sum"],
        "cohort": orders_by_age(log, year["size"]) * orders["amount"].mean(),
        "rfm_cells": orders_by_cell(log, year["size"]) * own,
        "pareto_nbd": purchases(ParetoNBD()) * to_expect,
        TREES: trees * to_expect,
        "bg_nbd": purchases(BGNBD()) * to_expect,
    }
    margins = pd.DataFrame(sales).reindex(customers.index) * margin_rate(orders, returns)
    return margins.round(2).rename_axis("customer_id").reset_index()


def says_the_same(stored: pd.DataFrame, made: pd.DataFrame) -> bool:
    """Whether each forecast is the same to a cent, that of the trees to a hundredth in total."""
    if stored.shape != made.shape or list(stored) != list(made):
        return False
    exact = (stored - made).drop(columns=TREES).abs().to_numpy().max() < 0.015
    return bool(exact and abs(stored[TREES].sum() / made[TREES].sum() - 1) < 0.01)


def main() -> None:
    """Write the file; a time stamp of zero makes the same input give the same bytes."""
    made = build()
    if not OUTPUT.is_file() or not says_the_same(pd.read_csv(OUTPUT), made):
        made.to_csv(
            OUTPUT, index=False, lineterminator="\n", compression={"method": "gzip", "mtime": 0}
        )


if __name__ == "__main__":
    main()
