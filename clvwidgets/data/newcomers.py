"""What a newcomer of each channel is worth: known to the simulation alone."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from clvwidgets.arguments import checked
from clvwidgets.data.catalog import load_dataset
from clvwidgets.formulas import convert_rate

_DISCOUNT_PER_YEAR = 0.10


@checked()
def newcomer_worth() -> pd.Series[float]:
    """Look up the expected margin of a newcomer, by line and channel of the simulated company.

    It is no estimate: each customer's true rate of buying and chance of leaving give it, and no
    company knows these. Discounted at 10 % a year, first payment included; in the shop after
    returns. Spend on marketing is not taken off.

    Returns
    -------
    pandas.Series
        Money per newcomer of the shop and the subscription, by line and channel, such as
        "shop, content".

    Examples
    --------
    >>> newcomer_worth()[["shop, content", "subscription, content"]].round().tolist()
    [165.0, 972.0]
    """
    from clvwidgets.data.simulate import true_newcomer_values

    people = load_dataset("shop_customers").set_index("customer_id")
    shop = true_newcomer_values(
        load_dataset("truth_shop").set_index("customer_id"), discount=_DISCOUNT_PER_YEAR
    )
    contracts = load_dataset("subscription_contracts").set_index("contract_id")
    signed = _contract_values(contracts["first_plan"])
    lines = {
        "shop": shop.groupby(people["channel"].astype(str)).mean(),
        "subscription": signed.groupby(contracts["channel"].astype(str)).mean(),
    }
    found = {f"{line}, {name}": one for line in lines for name, one in lines[line].items()}
    return pd.Series(found, name="worth")


def _contract_values(first_plan: pd.Series[Any]) -> pd.Series[Any]:
    """Payments of contracts that may end each month, or change their plan."""
    from clvwidgets.data.simulate.subscription import PLAN_MOVES, PLANS

    terms = load_dataset("subscription_plans").set_index("plan")
    margin = (terms["fee"] - terms["cost"]).loc[list(PLANS)].to_numpy(dtype=float)
    leaving = load_dataset("truth_subscription").set_index("contract_id")["leaving_chance"]
    month = float(convert_rate(_DISCOUNT_PER_YEAR, "year", "month"))
    stay = (1.0 - leaving.to_numpy()) / (1.0 + month)
    moves = np.eye(len(PLANS)) - stay[:, None, None] * PLAN_MOVES
    wanted = np.broadcast_to(margin[:, None], (len(stay), len(PLANS), 1))
    worth = np.linalg.solve(moves, wanted)[:, :, 0]
    begins = pd.Index(PLANS).get_indexer(pd.Index(first_plan.loc[leaving.index].astype(str)))
    return pd.Series(worth[np.arange(len(stay)), begins], leaving.index)
