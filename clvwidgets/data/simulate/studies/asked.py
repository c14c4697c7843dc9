"""Scores of all who were asked, those who kept silent included."""

from __future__ import annotations

from types import MappingProxyType
from typing import Any

import pandas as pd

from clvwidgets.data.simulate import _voices


def scores(world: Any) -> pd.DataFrame:
    """Tell what each subscriber who was asked would have answered, and whether they did.

    Parameters
    ----------
    world : World

    Returns
    -------
    pandas.DataFrame
        contract_id, date, score and answered; the rows with an answer are ``subscription_nps``.
    """
    return _voices.asked(world, world.subscribers)


TABLES = MappingProxyType({"truth_nps": scores})
