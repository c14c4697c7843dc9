"""What customers of the shop have agreed to, and who has objected."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from clvwidgets.data.simulate._random import Ints, pick
from clvwidgets.data.simulate._settings import DAYS, Settings, dates

CONSENT_SOURCES = ("checkout", "app", "form")
OBJECTS = 0.03
"""Share of customers who object to any use of their data for marketing."""


def consent(settings: Settings, first: Ints, agreed: NDArray[np.bool_]) -> dict[str, Any]:
    """Say when and where customers agreed to get emails, and when a few objected to all of it.

    Parameters
    ----------
    settings : Settings
    first : array of int
        Day of each customer's first order.
    agreed : array of bool

    Returns
    -------
    dict
        Columns of the table of customers.
    """
    rng = settings.rng("shop_customers consent")
    n = len(first)
    since = np.minimum(first + rng.integers(0, 61, n), DAYS - 1)
    source = np.asarray(CONSENT_SOURCES)[pick(rng, [6.0, 2.0, 2.0], n)]
    objects = rng.random(n) < OBJECTS
    later = np.floor(since + rng.random(n) * (DAYS - since))
    return {
        "consent_since": dates(since).where(agreed),
        "consent_source": np.where(agreed, source, ""),
        "objected_on": dates(later).where(objects),
    }
