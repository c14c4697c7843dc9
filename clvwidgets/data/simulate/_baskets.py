"""What lies in a basket: the products of the shop and what they are bought together with."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from clvwidgets.data.simulate._random import Floats, Ints, numbers_from_one, pick

LINES = 4
_EXTRA_LINES = 0.7

# category, name, price of the usual pack, margin, popularity
_RANGE = (
    ("espresso", "House espresso", 11.9, 0.48, 12),
    ("espresso", "Dark espresso", 12.9, 0.47, 8),
    ("espresso", "Espresso decaf", 13.9, 0.44, 3),
    ("espresso", "Ristretto roast", 14.9, 0.46, 3),
    ("filter", "Morning filter", 9.9, 0.45, 10),
    ("filter", "Ethiopia filter", 14.9, 0.42, 6),
    ("filter", "Kenya filter", 16.9, 0.41, 3),
    ("filter", "Filter decaf", 12.9, 0.43, 3),
    ("organic", "Organic espresso", 13.9, 0.46, 8),
    ("organic", "Organic filter", 12.9, 0.46, 7),
    ("organic", "Organic Peru", 15.9, 0.44, 5),
    ("organic", "Organic decaf", 14.9, 0.43, 3),
    ("accessories", "Paper filters", 4.9, 0.58, 5),
    ("accessories", "Descaler", 8.9, 0.62, 3),
    ("accessories", "Espresso cup", 9.9, 0.55, 3),
    ("accessories", "Milk jug", 17.9, 0.52, 2),
    ("sweets", "Almond biscuits", 5.9, 0.50, 4),
    ("sweets", "Dark chocolate", 4.9, 0.48, 4),
    ("sweets", "Hazelnut wafers", 6.9, 0.49, 2),
    ("sweets", "Cinnamon rolls", 7.9, 0.47, 2),
    ("tea", "Green tea", 8.9, 0.51, 3),
    ("tea", "Rooibos", 7.9, 0.53, 2),
    ("tea", "Chai", 9.9, 0.50, 2),
    ("tea", "Peppermint tea", 6.9, 0.52, 2),
)
# product, the one that often comes with it, chance that it is the second one in the basket
_PAIRS = (
    ("Morning filter", "Paper filters", 0.45),
    ("Ethiopia filter", "Paper filters", 0.35),
    ("Dark espresso", "Almond biscuits", 0.35),
    ("House espresso", "Espresso cup", 0.20),
    ("Organic filter", "Dark chocolate", 0.30),
    ("Chai", "Hazelnut wafers", 0.40),
)


@dataclass(frozen=True)
class Baskets:
    """Lines of some orders: one row an order, one column a possible line.

    Attributes
    ----------
    product : array of int
        Position of the product.
    share : array of float
        Share of the order's amount; 0 where there is no such line.
    """

    product: Ints
    share: Floats


def products() -> pd.DataFrame:
    """List the range of the shop: product_id, name, category, price, margin_rate."""
    category, name, price, margin, _ = zip(*_RANGE, strict=True)
    return pd.DataFrame(
        {
            "product_id": numbers_from_one(len(_RANGE)),
            "name": name,
            "category": category,
            "price": price,
            "margin_rate": margin,
        }
    )


def affinities() -> pd.DataFrame:
    """Pairs of products that are bought together, as they were planted."""
    number = products().set_index("name")["product_id"]
    product, partner, chance = zip(*_PAIRS, strict=True)
    return pd.DataFrame(
        {
            "product_id": number[list(product)].to_numpy(),
            "partner_id": number[list(partner)].to_numpy(),
            "chance_of_second_line": chance,
        }
    )


def popularity() -> Floats:
    """Weights with which products are drawn."""
    return np.array([row[4] for row in _RANGE], dtype=float)


def margin_rates() -> Floats:
    """Margin of each product as a share of its undiscounted amount."""
    return np.array([row[3] for row in _RANGE])


def draw_baskets(rng: np.random.Generator, favourite: Ints, loyalty: Floats) -> Baskets:
    """Fill a basket for each order.

    Parameters
    ----------
    rng : numpy.random.Generator
    favourite : array of int
        Position of the product that the customer likes best.
    loyalty : array of float
        Chance that it is the first line.

    Returns
    -------
    Baskets
    """
    size = len(favourite)
    lines = 1 + np.minimum(rng.poisson(_EXTRA_LINES, size), LINES - 1)
    product = np.column_stack([pick(rng, popularity(), size) for _ in range(LINES)])
    product[:, 0] = np.where(rng.random(size) < loyalty, favourite, product[:, 0])
    pairs = affinities()
    partner, chance = np.zeros(len(_RANGE), dtype=np.int64), np.zeros(len(_RANGE))
    partner[pairs["product_id"] - 1] = pairs["partner_id"] - 1
    chance[pairs["product_id"] - 1] = pairs["chance_of_second_line"]
    first = product[:, 0]
    product[:, 1] = np.where(rng.random(size) < chance[first], partner[first], product[:, 1])
    there = np.arange(LINES) < lines[:, None]
    for line in range(1, LINES):
        there[:, line] &= (product[:, [line]] != product[:, :line]).all(axis=1)
    price = products()["price"].to_numpy()
    weight = there * price[product] * (0.7 + 0.6 * rng.random(product.shape))
    return Baskets(product, weight / weight.sum(axis=1, keepdims=True))


def split_amounts(baskets: Baskets, amount: Floats) -> Floats:
    """Split the orders' amounts into lines of whole cents that add up to them."""
    cents = np.round(100.0 * amount)
    parts = np.floor(cents[:, None] * baskets.share)
    parts[:, 0] += cents - parts.sum(axis=1)
    return np.asarray(parts / 100.0)


def usual_basket(
    rng: np.random.Generator, favourite: Ints, loyalty: Floats, *, tries: int = 2000
) -> tuple[Floats, Floats]:
    """Mean margin rate and mean number of lines of customers, by what they like.

    Computed from many baskets for each favourite and loyalty, as the first line, its partner and
    the crossing out of doubles have no simple formula.
    """
    margin, lines = np.empty(len(favourite)), np.empty(len(favourite))
    for liked in np.unique(favourite):
        for loyal in np.unique(loyalty):
            baskets = draw_baskets(rng, np.full(tries, liked), np.full(tries, loyal))
            chosen = (favourite == liked) & (loyalty == loyal)
            margin[chosen] = (margin_rates()[baskets.product] * baskets.share).sum(axis=1).mean()
            lines[chosen] = (baskets.share > 0).sum(axis=1).mean()
    return margin, lines
