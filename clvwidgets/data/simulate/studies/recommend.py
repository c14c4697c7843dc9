"""A trial of suggestions at the checkout: what is taken, what of it comes on top."""

from __future__ import annotations

from types import MappingProxyType
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from clvwidgets.data.simulate._baskets import products
from clvwidgets.data.simulate._random import shares
from clvwidgets.data.simulate._settings import DAYS, START, dates

CHECKOUTS = 12_000
NOTHING = "nothing"


class Suggestion(NamedTuple):
    """What may be shown beside a product: chance of a take without it, what showing adds to it.

    ``kept`` is the share of takes that replace nothing; ``instead`` the product in whose place it
    is bought every time, if any.
    """

    base: str
    product: str
    column: str
    chance: float
    added: float
    kept: float
    instead: str | None = None


SUGGESTIONS = (
    Suggestion("House espresso", "Espresso cup", "took_cup", 0.094, 0.020, 0.9),
    Suggestion("House espresso", "Descaler", "took_descaler", 0.029, 0.050, 1.0),
    Suggestion("Morning filter", "Paper filters", "took_filters", 0.190, 0.015, 0.9),
    Suggestion(
        "Morning filter", "Kenya filter", "took_kenya", 0.029, 0.060, 1.0, instead="Morning filter"
    ),
)
BASES = ("House espresso", "Morning filter")
_BEGINS = (pd.Timestamp("2025-07-01") - START).days
_LASTS = 184


def margin_of(name: str) -> float:
    """Margin of the usual pack of a product, in euros."""
    table = products()
    margin = table["price"] * table["margin_rate"]
    return float(margin[table["name"] == name].iloc[0])


def checkouts(world: Any) -> pd.DataFrame:
    """Run the trial: at each checkout a lot shows one of two suggestions, or nothing.

    Parameters
    ----------
    world : World

    Returns
    -------
    pandas.DataFrame
        order_id, customer_id, date, base (the product that led here), shown, whether each of four
        products was taken, and added_margin: what the takes brought beyond what they replaced.
    """
    rng, people = world.rng("experiments_recommend"), world.shoppers
    number = world.size(CHECKOUTS)
    weight = people.rate * (world.purchases.left_on >= DAYS)
    customer = rng.choice(len(weight), number, p=shares(weight))
    base = np.asarray(BASES)[rng.integers(0, len(BASES), number)]
    lot, draw = rng.integers(0, 3, number), rng.random((number, len(SUGGESTIONS)))
    stays = rng.random((number, len(SUGGESTIONS)))
    shown = np.full(number, NOTHING, dtype=object)
    margin, taken = np.zeros(number), {}
    for at, one in enumerate(SUGGESTIONS):
        place = [s.product for s in SUGGESTIONS if s.base == one.base].index(one.product)
        here = base == one.base
        shown[here & (lot == place)] = one.product
        took = here & (draw[:, at] < one.chance + one.added * (shown == one.product))
        replaced = margin_of(one.instead) if one.instead else 0.0
        margin += took * (stays[:, at] < one.kept) * (margin_of(one.product) - replaced)
        taken[one.column] = took
    day = np.sort(rng.integers(0, _LASTS, number)) + _BEGINS
    return pd.DataFrame(
        {
            "order_id": len(world.orders.day)
            + len(world.table("truth_orders_2025"))
            + np.arange(1, number + 1),
            "customer_id": customer + 1,
            "date": dates(day),
            "base": base,
            "shown": shown.astype(str),
            **taken,
            "added_margin": np.round(margin, 2),
        }
    )


def planted(_: Any) -> pd.DataFrame:
    """Tell the chances that the trial was drawn with."""
    columns = ["base", "product", "chance", "added", "kept"]
    table = pd.DataFrame(SUGGESTIONS)[columns]
    return table.rename(columns={"product": "suggestion"})


TABLES = MappingProxyType({"experiments_recommend": checkouts, "truth_recommend": planted})
