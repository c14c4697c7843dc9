"""Checkouts of the shop's site in 2025: here sales are lost, as not all strangers return."""

from __future__ import annotations

from types import MappingProxyType
from typing import Any

import numpy as np
import pandas as pd

from clvwidgets.data.simulate._random import Ints, numbers_from_one, shares
from clvwidgets.data.simulate._settings import DAYS, dates
from clvwidgets.data.simulate._visits import CART_CAUSES, attempts, first_cause
from clvwidgets.data.simulate.shop import SPEND

VISITORS = 25_000
STRANGERS = 0.45
"""Share of visitors who have never ordered before."""

LOST = 0.60
"""Share of strangers who, once stopped, never come back; customers always do."""

_ROUNDS = 8
_HALF_YEAR = 181


def _made(world: Any) -> pd.DataFrame:
    """Draw all checkouts with what stopped them and whether the sale was lost."""
    rng, people = world.rng("shop_sessions"), world.shoppers
    number = world.size(VISITORS)
    weight = people.rate * (world.purchases.left_on >= DAYS)
    customer = rng.choice(len(weight), number, p=shares(weight))
    stranger = rng.random(number) < STRANGERS
    p = SPEND[0]
    value = people.spend[customer] * rng.gamma(p, 1.0 / p, number)
    visitor, day = np.arange(number), rng.integers(0, _HALF_YEAR, number)
    rounds = []
    for attempt in range(_ROUNDS):
        cart, dangers = attempts(rng, value[visitor], stranger[visitor])
        cause = first_cause(rng, dangers, last=attempt == _ROUNDS - 1)
        stopped = cause >= 0
        lost = stopped & stranger[visitor] & (rng.random(len(visitor)) < LOST)
        cart |= {"visitor": visitor, "day": day, "cause": cause, "lost": lost}
        rounds.append(pd.DataFrame(cart))
        again = stopped & ~lost
        visitor, day = visitor[again], day[again] + rng.geometric(0.25, int(again.sum())) - 1
    found = pd.concat(rounds)
    found["customer"] = _known(found, customer, stranger)
    return found.sort_values(["day", "visitor"], kind="stable", ignore_index=True)


def _known(found: pd.DataFrame, customer: Ints, stranger: Ints) -> pd.Series[Any]:
    """Give who has ordered before their number; strangers have none in these records."""
    visitor = found["visitor"].to_numpy()
    number = pd.Series(customer[visitor] + 1, dtype="Int64", index=found.index)
    return number.mask(stranger[visitor].astype(bool))


def sessions(world: Any) -> pd.DataFrame:
    """List the checkouts: what each met, and whether it was paid.

    Parameters
    ----------
    world : World

    Returns
    -------
    pandas.DataFrame
        session_id, date, device, value (euros), shipping (euros), load_seconds, account_asked (of
        strangers, by a coin), customer_id (empty for strangers) and ordered.
    """
    made = _made(world)
    return pd.DataFrame(
        {
            "session_id": numbers_from_one(len(made)),
            "date": dates(made["day"] + DAYS),
            "device": np.where(made["phone"], "phone", "computer"),
            "value": made["value"],
            "shipping": made["shipping"],
            "load_seconds": made["load_seconds"],
            "account_asked": made["account_asked"].astype(bool),
            "customer_id": made["customer"],
            "ordered": made["cause"] < 0,
        }
    )


def session_truth(world: Any) -> pd.DataFrame:
    """Tell of each checkout that was not paid what stopped it, and whether the sale was lost."""
    made = _made(world)
    stopped = np.flatnonzero(made["cause"] >= 0)
    return pd.DataFrame(
        {
            "session_id": stopped + 1,
            "visitor": made["visitor"].to_numpy()[stopped] + 1,
            "cause": np.asarray(CART_CAUSES)[made["cause"].to_numpy()[stopped]],
            "lost": made["lost"].to_numpy()[stopped].astype(bool),
        }
    )


TABLES = MappingProxyType({"shop_sessions": sessions, "truth_sessions": session_truth})
