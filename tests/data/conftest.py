"""Tables that several tests of this room read."""

import pandas as pd
import pytest

from clvwidgets.data import load_dataset


@pytest.fixture(scope="session")
def cdnow():
    return load_dataset("cdnow")


@pytest.fixture(scope="session")
def cdnow_sample(cdnow):
    return cdnow[cdnow["in_sample"]]


@pytest.fixture
def messy():
    """One row of each kind; the shop, the money and the fate of each are told in the comments."""
    rows = [
        ("Ada", "2024-01-01", "20.00"),  # purchase
        ("Ada", "2024-01-01", "5.00"),  # purchase on the same day
        ("Ada", "2024-02-01", "30"),  # purchase
        ("Bo", "2024-01-08 18:30", " 15.5 "),  # purchase
        ("Bo", "2024-01-09", "0"),  # zero amount
        ("Bo", "2024-01-29", "-15.50"),  # return
        ("Cy", "2024-01-10", "twelve"),  # amount is not a number
        ("Cy", "2024-01-10", "inf"),  # amount is not a number
        ("Cy", "2024-01-11", " "),  # no amount
        ("Di", "soon", "12"),  # date cannot be read
        ("Di", "2024-02-30", "13"),  # date cannot be read
        ("Di", None, "14"),  # no date
        (None, "2024-01-12", "15"),  # no customer
        ("  ", None, "x"),  # no customer, whatever else is wrong
    ]
    return pd.DataFrame(rows, columns=["customer", "date", "amount"])
