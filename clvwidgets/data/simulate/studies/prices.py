"""Prices tried on people: a fee drawn for each visitor, and a survey beside a sale."""

from __future__ import annotations

from types import MappingProxyType
from typing import Any

import numpy as np
import pandas as pd

from clvwidgets.data.simulate._random import Floats, numbers_from_one, tries_until
from clvwidgets.data.simulate._settings import END

VISITORS = 12_000
FEES = (38.0, 43.0, 48.0, 53.0, 58.0)
USUAL_FEE, COST = 48.0, 18.0
SIGN_UP, ELASTICITY = 0.12, 1.3
CHURN, CHURN_PER_EURO = 0.04, 0.001
_HALF_YEAR, _YEAR = 181, 365

ASKED = 600
WORTH, SPREAD = 12.9, 0.25
"""What a pack of House espresso is worth to people, in euros: log-normal with this median."""

OVERSTATED = 1.25
"""What people say that it is worth, over what they buy at."""

OFFERED = (9.9, 10.9, 11.9, 12.9, 13.9, 14.9)
_ANSWERS = {"too_cheap": 0.55, "cheap": 0.80, "dear": 1.10, "too_dear": 1.35}


def leaving(fee: Floats, ease: float = 1.0) -> Floats:
    """Chance of ending per month of who signed at a fee, at the standard churn."""
    chance = ease * (CHURN + CHURN_PER_EURO * (np.asarray(fee) - USUAL_FEE))
    return np.asarray(np.clip(chance, 0.0, 1.0))


def fee_trial(world: Any) -> pd.DataFrame:
    """Show each visitor of early 2025 a fee by lot; follow who signed until the end of the year.

    Parameters
    ----------
    world : World

    Returns
    -------
    pandas.DataFrame
        visitor_id, date, fee (euros a month), signed, months_paid by the end of 2025 (0 for who
        did not sign) and ended.
    """
    rng, number = world.rng("subscription_price_trial"), world.size(VISITORS)
    fee = np.asarray(FEES)[rng.integers(0, len(FEES), number)]
    day = np.sort(rng.integers(0, _HALF_YEAR, number)) + 1
    signed = rng.random(number) < SIGN_UP * (fee / USUAL_FEE) ** -ELASTICITY
    lasts = tries_until(rng, leaving(fee, world.ease_of_leaving))
    most = 1 + np.floor((_YEAR - day) / (365.25 / 12.0))
    ended = signed & (lasts < most)
    return pd.DataFrame(
        {
            "visitor_id": numbers_from_one(number),
            "date": END + pd.to_timedelta(day, unit="D"),
            "fee": fee,
            "signed": signed,
            "months_paid": np.where(signed, np.minimum(lasts, most), 0).astype(np.int64),
            "ended": ended,
        }
    )


def price_survey(world: Any) -> pd.DataFrame:
    """Ask for four prices of a pack, then offer the pack at a price by lot.

    Parameters
    ----------
    world : World

    Returns
    -------
    pandas.DataFrame
        respondent_id, too_cheap, cheap, dear, too_dear (euros, rising), offered and bought.
    """
    rng, number = world.rng("shop_price_survey"), world.size(ASKED)
    worth = WORTH * np.exp(SPREAD * np.sqrt(world.heterogeneity) * rng.standard_normal(number))
    said = OVERSTATED * worth[:, None] * np.asarray(list(_ANSWERS.values()))
    said = np.sort(said * np.exp(0.05 * rng.standard_normal(said.shape)), axis=1)
    offered = np.asarray(OFFERED)[rng.integers(0, len(OFFERED), number)]
    return pd.DataFrame(
        {
            "respondent_id": numbers_from_one(number),
            **{name: np.round(said[:, at], 1) for at, name in enumerate(_ANSWERS)},
            "offered": offered,
            "bought": worth >= offered,
        }
    )


TABLES = MappingProxyType(
    {"subscription_price_trial": fee_trial, "shop_price_survey": price_survey}
)
