"""The data that the published results were found on, and the published results."""

import json
from pathlib import Path
from types import MappingProxyType

import numpy as np
import pytest

from clvwidgets.data import TransactionLog, load_dataset

REFERENCE = Path(__file__).parents[1] / "reference"


@pytest.fixture(scope="session")
def published():
    return json.loads((REFERENCE / "models.json").read_text())


@pytest.fixture(scope="session")
def cdnow_log():
    cdnow = load_dataset("cdnow")
    return TransactionLog(cdnow[cdnow["in_sample"]], "customer_id", "date", "amount")


@pytest.fixture(scope="session")
def cdnow(cdnow_log):
    """The calibration period of 39 weeks."""
    return cdnow_log.customers(period="W", end="1997-09-30")


@pytest.fixture(scope="session")
def donors():
    return load_dataset("donations")


@pytest.fixture(scope="session")
def datasets(cdnow_log, cdnow, donors, published):
    cohorts = published["survivors"]
    return MappingProxyType(
        {
            "cdnow": cdnow,
            "cdnow_78_weeks": cdnow_log.customers(period="W", end="1998-06-30"),
            "donations": donors,
            # The first eight years of 1,000 customers, as the paper fits them.
            "regular": 10 * np.array(cohorts["regular"][:8]),
            "high_end": 10 * np.array(cohorts["high_end"][:8]),
        }
    )
