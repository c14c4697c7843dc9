"""A trial with apologies for late boxes: words and money lift the score, only money keeps a few."""

from __future__ import annotations

from types import MappingProxyType
from typing import Any

import numpy as np
import pandas as pd

from clvwidgets.data.simulate import _voices
from clvwidgets.data.simulate._random import shares, tries_until
from clvwidgets.data.simulate._settings import END
from clvwidgets.data.simulate.subscription import LATE_SHARE

BOXES = 3_000
ARMS = ("nothing", "words", "voucher")
ON_SCORE = (0.0, 1.0, 1.2)
"""What each arm adds to the score, in points, before it is rounded and kept within 0 to 10."""

ON_CHURN = (0.0, 0.0, -0.004)
"""What each arm adds to the chance of ending per month."""

VOUCHER = 5.0
MONTHS = 6
_LATE_MOOD = 1.5


def apologies(world: Any) -> pd.DataFrame:
    """Run the trial: a lot decides the arm of each contract whose box was late in early 2025.

    Parameters
    ----------
    world : World

    Returns
    -------
    pandas.DataFrame
        contract_id, date of the late box, arm, score asked a week later (0 to 10), left (within
        six months) and cost in euros; one row a contract that ran at the end of the records.
    """
    rng, people = world.rng("experiments_apology"), world.subscribers
    running = np.flatnonzero(people.active == 1)
    weight = np.asarray(LATE_SHARE)[people.depot[running]]
    number = min(world.size(BOXES), len(running))
    chosen = np.sort(rng.choice(running, number, replace=False, p=shares(weight)))
    arm = rng.integers(0, len(ARMS), number)
    felt = _voices.satisfaction(people)[chosen] + 0.7 * rng.standard_normal(number)
    score = 7.6 + 1.7 * felt - _LATE_MOOD + np.asarray(ON_SCORE)[arm]
    leaving = np.clip(people.leaving[chosen] + np.asarray(ON_CHURN)[arm], 0.0, 1.0)
    return pd.DataFrame(
        {
            "contract_id": chosen + 1,
            "date": END + pd.to_timedelta(rng.integers(1, 91, number), unit="D"),
            "arm": np.asarray(ARMS)[arm],
            "score": np.clip(np.round(score), 0, 10).astype(np.int64),
            "left": tries_until(rng, leaving) <= MONTHS,
            "cost": np.where(arm == ARMS.index("voucher"), VOUCHER, 0.0),
        }
    )


TABLES = MappingProxyType({"experiments_apology": apologies})
