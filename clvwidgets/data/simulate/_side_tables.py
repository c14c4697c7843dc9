"""Small tables beside the shop: an export with faults in it, and a trial of prices."""

from __future__ import annotations

import numpy as np
import pandas as pd

from clvwidgets.data.simulate._baskets import products
from clvwidgets.data.simulate._random import Floats, numbers_from_one
from clvwidgets.data.simulate._settings import DAYS, Settings, dates
from clvwidgets.data.simulate.shop import Orders

EXPORT_DAYS = 31
FAULTS = ("repeated", "no_customer", "no_date", "text_amount", "two_numbers", "test_order")
_FAULT_SHARE = 0.012
_STEPS = np.array([-0.2, -0.1, 0.0, 0.1, 0.2])


def export(settings: Settings, made: Orders) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Write down the last month's orders as a till would: as text, with faults.

    Parameters
    ----------
    settings : Settings
    made : Orders

    Returns
    -------
    tuple of two pandas.DataFrame
        Rows as exported; row and fault of those that are not as they should be.
    """
    rng = settings.rng("shop_export")
    table = made.table()
    table = table[made.day >= DAYS - EXPORT_DAYS].reset_index(drop=True)
    rows = pd.DataFrame(
        {
            "order": table["order_id"].astype(str),
            "customer": "C" + table["customer_id"].astype(str).str.zfill(5),
            "date": table["date"].dt.strftime("%Y-%m-%d"),
            "amount": table["amount"].map("{:.2f}".format).astype(str),
            "fault": "",
        }
    )
    free = rng.permutation(len(rows))
    each = max(1, round(_FAULT_SHARE * len(rows)))
    parts = {name: free[i * each : (i + 1) * each] for i, name in enumerate(FAULTS)}
    for name, part in parts.items():
        rows.loc[part, "fault"] = name
    rows.loc[parts["no_customer"], "customer"] = ""
    rows.loc[parts["no_date"], "date"] = ""
    rows.loc[parts["text_amount"], "amount"] += " EUR"
    rows.loc[parts["two_numbers"], "customer"] = (
        "c-" + rows.loc[parts["two_numbers"], "customer"].str[1:]
    )
    rows.loc[parts["test_order"], ["customer", "amount"]] = ["TEST", "0.01"]
    original = rows.loc[parts["repeated"]].assign(fault="")
    rows = pd.concat([rows, original]).sort_index(kind="stable").reset_index(drop=True)
    # The first of two equal rows is the order, the second one the fault.
    twice = rows["order"].duplicated()
    rows.loc[rows["order"].isin(rows["order"][twice]), "fault"] = ""
    rows.loc[twice, "fault"] = "repeated"
    rows.insert(0, "row", numbers_from_one(len(rows)))
    faults = rows.loc[rows["fault"] != "", ["row", "fault"]].reset_index(drop=True)
    return rows.drop(columns="fault"), faults


def price_trial(settings: Settings) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Sell eight products on the outlet page for a year, each week at a price drawn at random.

    Parameters
    ----------
    settings : Settings

    Returns
    -------
    tuple of two pandas.DataFrame
        price, visitors and units by week and product; elasticity of each.
    """
    rng = settings.rng("shop_price_trial")
    chosen = products().iloc[[0, 2, 4, 5, 8, 12, 16, 20]]
    elasticity = np.array([1.4, 2.2, 1.2, 2.6, 0.8, 3.0, 1.8, 2.4])
    week, item = (i.ravel() for i in np.indices((52, len(chosen))))
    step = _STEPS[rng.integers(0, len(_STEPS), len(week))]
    usual = chosen["price"].to_numpy()[item]
    price = np.round(usual * (1.0 + step), 2)
    visitors = rng.poisson(900.0, len(week))
    chance = 0.06 * (price / usual) ** -elasticity[item]
    trial = pd.DataFrame(
        {
            "week": dates(DAYS - 364 + 7 * week),
            "product_id": chosen["product_id"].to_numpy()[item],
            "price": price,
            "unit_cost": np.round(usual * (1.0 - chosen["margin_rate"].to_numpy()[item]), 2),
            "visitors": visitors,
            "units": rng.binomial(visitors, chance),
        }
    )
    return trial, _price_truth(chosen, elasticity)


def _price_truth(chosen: pd.DataFrame, elasticity: Floats) -> pd.DataFrame:
    """Elasticity, and the price that earns most: unit cost * e / (e - 1) where e is above one."""
    cost = chosen["price"] * (1.0 - chosen["margin_rate"])
    with np.errstate(divide="ignore", invalid="ignore"):
        best = np.where(elasticity > 1.0, cost * elasticity / (elasticity - 1.0), np.nan)
    return pd.DataFrame(
        {
            "product_id": chosen["product_id"].to_numpy(),
            "elasticity": elasticity,
            "best_price": np.round(best, 2),
        }
    )
