"""Rebuild retention_tables.csv.gz: two short columns of numbers that were printed in a paper.

    python build_retention_tables.py

Percent of customers surviving at least so many years, from table 1 of Fader and Hardie (2007); the
steps: written as customers of each 1,000 acquired, one row a segment and year.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

OUTPUT = Path(__file__).with_name("retention_tables.csv.gz")
# fmt: off
PERCENT_SURVIVING = {
    "regular": [
        100.0, 63.1, 46.8, 38.2, 32.6, 28.9, 26.2, 24.1, 22.3, 20.7, 19.4, 18.3, 17.3,
    ],
    "high_end": [
        100.0, 86.9, 74.3, 65.3, 59.3, 55.1, 51.7, 49.1, 46.8, 44.5, 42.7, 40.9, 39.4,
    ],
}
# fmt: on


def build() -> pd.DataFrame:
    """Make the table: segment, year, survivors of 1,000."""
    rows = [
        {"segment": segment, "year": year, "survivors": round(10 * share)}
        for segment, shares in PERCENT_SURVIVING.items()
        for year, share in enumerate(shares)
    ]
    return pd.DataFrame(rows)


def main() -> None:
    """Write the file; a time stamp of zero makes the same input give the same bytes."""
    build().to_csv(
        OUTPUT, index=False, lineterminator="\n", compression={"method": "gzip", "mtime": 0}
    )


if __name__ == "__main__":
    main()
