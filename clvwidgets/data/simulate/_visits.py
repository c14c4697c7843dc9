"""What the shop's website saw: visits by quarter, and carts of the last year."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from clvwidgets.data.simulate._buying import Purchases
from clvwidgets.data.simulate._random import Floats, Ints, numbers_from_one, pick_each
from clvwidgets.data.simulate._settings import DAYS, END, START, Settings, dates
from clvwidgets.data.simulate.shop import Orders, Shoppers

CART_DAYS = 366
FREE_SHIPPING_FROM, SHIPPING = 25.0, 3.5
_QUARTERS = pd.period_range(START, END, freq="Q")
_ROUNDS = 12

CART_CAUSES = ("shipping", "slow_page", "account", "payment", "looking")
SLOW_FROM = 4.0
# Chance that a cart is given up for each cause, where the cause is there at all.
CAUSE_CHANCES = (0.30, 0.25, 0.18, 0.04, 0.22)
_STAGES = ("address", "cart", "address", "payment", "cart")


def visits(settings: Settings, people: Shoppers, bought: Purchases) -> pd.DataFrame:
    """Count visits by customer and calendar quarter; quarters without a visit have no row.

    Visits follow orders and fade after a customer has left, so they tell who is gone. They cause
    nothing.
    """
    rng = settings.rng("shop_visits")
    n = len(people.region)
    first = (_QUARTERS.start_time - START).days.to_numpy()
    end = np.append(first[1:], DAYS)
    begin = np.maximum(people.acquired.day[:, None], first)
    there = np.clip(np.minimum(end, bought.left_on[:, None]) - begin, 0.0, None)
    after = np.clip(end - np.maximum(begin, bought.left_on[:, None]), 0.0, None)
    pace = (0.02 + people.rate * 2.2 / 7.0)[:, None]
    count = rng.poisson(pace * there + 0.006 * after)
    by_app = rng.binomial(count, np.where(people.app, 0.6, 0.0)[:, None])
    customer, column = np.nonzero(count)
    return pd.DataFrame(
        {
            "customer_id": np.arange(1, n + 1)[customer],
            "quarter": np.asarray(_QUARTERS.astype(str))[column],
            "visits": count[customer, column],
            "by_app": by_app[customer, column],
        }
    )


def carts(settings: Settings, people: Shoppers, made: Orders) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Draw the carts of the last year, and why those that were given up were.

    Every order ends a series of carts of which the last one was paid, so no sale is lost here (see
    ``shop_sessions``). Each cart meets causes at random: half of the carts of customers who have
    not ordered before must open an account.

    Parameters
    ----------
    settings : Settings
    people : Shoppers
    made : Orders

    Returns
    -------
    tuple of two pandas.DataFrame
        Carts; cart_id and cause of those given up.
    """
    rng = settings.rng("shop_carts")
    chosen = np.flatnonzero(made.day >= DAYS - CART_DAYS)
    is_first = made.day[chosen] == people.acquired.day[made.customer[chosen]]
    order, open_since = chosen, made.day[chosen]
    found = []
    for attempt in range(_ROUNDS):
        cart, dangers = attempts(rng, made.amount[order], is_first)
        cause = first_cause(rng, dangers, last=attempt == _ROUNDS - 1)
        cart |= {"order": order, "cause": cause}
        cart["day"] = np.where(cause < 0, made.day[order], open_since)
        found.append(pd.DataFrame(cart))
        again = cause >= 0
        order, is_first = order[again], is_first[again]
        earlier = open_since[again] - rng.geometric(0.25, again.sum()) + 1
        # A cart is never older than the customer, nor than the year that is told.
        oldest = np.maximum(people.acquired.day[made.customer[order]], DAYS - CART_DAYS)
        open_since = np.maximum(earlier, np.minimum(oldest, open_since[again]))
    return _cart_tables(pd.concat(found), made)


def attempts(
    rng: np.random.Generator, amount: Floats, is_first: NDArray[np.bool_]
) -> tuple[dict[str, NDArray[Any]], Floats]:
    """Draw what carts look like, and the chance of each cause to end them."""
    n = len(amount)
    phone = rng.random(n) < 0.55
    value = np.round(amount * np.exp(0.2 * rng.standard_normal(n)), 2)
    seconds = np.round(np.exp(0.7 + 0.45 * phone + 0.5 * rng.standard_normal(n)), 1)
    account = is_first & (rng.random(n) < 0.5)
    shipping = np.where(value < FREE_SHIPPING_FROM, SHIPPING, 0.0)
    always = np.ones(n, dtype=bool)
    met = np.column_stack([shipping > 0, seconds >= SLOW_FROM, account, always, always])
    cart: dict[str, NDArray[Any]] = {
        "phone": phone,
        "value": value,
        "load_seconds": seconds,
        "account_asked": account,
        "shipping": shipping,
    }
    return cart, met * np.asarray(CAUSE_CHANCES)


def first_cause(rng: np.random.Generator, dangers: Floats, *, last: bool) -> Ints:
    """Which cause ended each cart; -1 for those that were paid."""
    if last:
        return np.full(len(dangers), -1)
    survived = np.cumprod(1.0 - dangers, axis=1)
    before = np.column_stack([np.ones(len(dangers)), survived[:, :-1]])
    chances = np.column_stack([before * dangers, survived[:, -1]])
    drawn = pick_each(rng, chances)
    return np.where(drawn == len(CART_CAUSES), -1, drawn)


def _cart_tables(found: pd.DataFrame, made: Orders) -> tuple[pd.DataFrame, pd.DataFrame]:
    found = found.sort_values(["day", "order", "cause"], kind="stable")
    cause = found["cause"].to_numpy()
    given_up = cause >= 0
    number = numbers_from_one(len(found))
    table = pd.DataFrame(
        {
            "cart_id": number,
            "customer_id": made.customer[found["order"]] + 1,
            "order_id": found["order"].to_numpy() + 1,
            "date": dates(found["day"]),
            "device": np.where(found["phone"], "phone", "computer"),
            "value": found["value"].to_numpy(),
            "shipping": found["shipping"].to_numpy(),
            "load_seconds": found["load_seconds"].to_numpy(),
            "account_asked": found["account_asked"].to_numpy(dtype=bool),
            "reached": np.where(given_up, np.asarray(_STAGES)[cause], "ordered"),
        }
    )
    truth = pd.DataFrame(
        {"cart_id": number[given_up], "cause": np.asarray(CART_CAUSES)[cause[given_up]]}
    )
    return table, truth
