"""The trial of the offer once more, in another shop that is ten times as large."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType
from typing import Any

import numpy as np
import pandas as pd

from clvwidgets._places import places
from clvwidgets.data.simulate import _baskets
from clvwidgets.data.simulate._random import Ints
from clvwidgets.data.simulate._settings import AGES, DAYS, LARGEST_SCALE
from clvwidgets.data.simulate.experiments import TREATMENTS

TIMES_AS_LARGE = 10.0
ORGANIC = "organic"
_YEAR = 365


def trial_and_truth(world: Any) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Run the trial of the offer in a shop of the kind that is ten times as large.

    The other shop has the world's settings, the next seed, and ten times the scale (as far as a
    scale may go). It is made here and let go again, since it fills half a gigabyte.

    Parameters
    ----------
    world : World

    Returns
    -------
    tuple of two pandas.DataFrame
        A row a customer of the trial: who was treated, what was known of them before (favourite
        shelf, lines, spend of a year in euros, household), orders, revenue, margin and cost in
        euros. And what the offer changes for each of them: the rate of purchase (relative),
        expected orders, and expected margin after cost.
    """
    scale = min(TIMES_AS_LARGE * world.scale, LARGEST_SCALE)
    other = replace(world, seed=world.seed + 1, scale=scale)
    trial = other.table("experiments_offer")
    chosen = trial["customer_id"].to_numpy() - 1
    people, before = other.shoppers, _known_before(other, chosen)
    told = {
        "app": people.app[chosen].astype(bool),
        "age_group": np.asarray(AGES)[people.age[chosen]],
        "household": people.household[chosen],
    }
    known = trial[["customer_id", "treated"]].assign(
        **before, orders_before=trial["orders_before"], **told
    )
    return known.join(trial[["orders", "revenue", "margin", "cost"]]), _effects(other, chosen)


def _effects(world: Any, chosen: Ints) -> pd.DataFrame:
    """Work out what the offer changes for each customer of the trial."""
    who, offer = world.prospects, TREATMENTS.index("offer")
    orders, net = (
        compute(offer, 1.0)[chosen] - compute(offer, 0.0)[chosen]
        for compute in (who.expected_orders, who.expected_net)
    )
    return pd.DataFrame(
        {
            "customer_id": chosen + 1,
            "rate_change": who.lift[chosen, offer],
            "offer_orders": np.round(orders, 3),
            "offer_net": np.round(net, 2),
        }
    )


def _known_before(world: Any, chosen: Ints) -> dict[str, Any]:
    """Count the lines of their baskets by product, and add up what they paid in a year."""
    made, range_ = world.orders, _baskets.products()
    order, line = np.nonzero(made.baskets.share)
    number, width = len(world.shoppers.rate), len(range_)
    cell = made.customer[order] * width + made.baskets.product[order, line]
    counts = np.bincount(places(cell), minlength=number * width).reshape(number, width)[chosen]
    organic = (range_["category"] == ORGANIC).to_numpy()
    lines = counts.sum(axis=1)
    year = made.day >= DAYS - _YEAR
    spent = np.bincount(places(made.customer[year]), made.amount[year], number)[chosen]
    return {
        # Of products bought equally often the first of the range counts.
        "organic": organic[counts.argmax(axis=1)],
        "organic_share": np.round(counts[:, organic].sum(axis=1) / lines, 3),
        "lines": lines,
        "spent": np.round(spent, 2),
    }


TABLES = MappingProxyType(
    {
        "experiments_offer_large": lambda world: world.large_offer[0],
        "truth_offer_large": lambda world: world.large_offer[1],
    }
)
