"""Rebuild hillstrom_counts.csv.gz: counts of a public test of emails, by goods bought and by spend.

    python build_hillstrom_counts.py

Counted on the file of the MineThatData E-Mail Analytics And Data Mining Challenge (Hillstrom 2008),
64,000 rows. The steps: one row for each mail and each kind of customer, twice: by the goods that
they had bought in the year before, and by fifths of what they had spent in it.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

OUTPUT = Path(__file__).with_name("hillstrom_counts.csv.gz")
COLUMNS = ("mail", "customers", "visitors", "buyers", "spend", "spend_squared")
# fmt: off
COUNTS = {
    ("goods", "both"): (
        ("men", 2181, 687, 53, 6554.19, 1630402.21),
        ("none", 2149, 388, 20, 2536.13, 580249.17),
        ("women", 2118, 533, 31, 2842.41, 553176.84),
    ),
    ("goods", "men"): (
        ("men", 9558, 1615, 110, 13172.47, 3050258.23),
        ("none", 9638, 962, 53, 6702.52, 1508651.11),
        ("women", 9622, 1067, 59, 9369.72, 2402910.78),
    ),
    ("goods", "women"): (
        ("men", 9568, 1592, 104, 10585.03, 2078364.07),
        ("none", 9519, 912, 49, 4669.68, 781150.08),
        ("women", 9647, 1638, 99, 10825.98, 1955358.96),
    ),
    ("fifth", "1"): (
        ("men", 4323, 649, 38, 5046.55, 1281534.76),
        ("none", 4267, 364, 16, 2114.04, 481699.56),
        ("women", 4210, 543, 33, 5571.82, 1459310.74),
    ),
    ("fifth", "2"): (
        ("men", 4287, 673, 42, 4106.12, 808946.19),
        ("none", 4227, 353, 18, 2009.50, 453257.89),
        ("women", 4287, 590, 34, 3447.14, 563695.54),
    ),
    ("fifth", "3"): (
        ("men", 4186, 697, 36, 4504.38, 1042769.21),
        ("none", 4327, 408, 18, 1856.17, 244733.48),
        ("women", 4287, 567, 36, 4408.30, 838807.82),
    ),
    ("fifth", "4"): (
        ("men", 4251, 895, 75, 7723.12, 1675710.04),
        ("none", 4253, 559, 37, 4767.03, 1139721.99),
        ("women", 4295, 713, 26, 2344.53, 379689.02),
    ),
    ("fifth", "5"): (
        ("men", 4260, 980, 76, 8931.52, 1950064.30),
        ("none", 4232, 578, 33, 3161.59, 550637.44),
        ("women", 4308, 825, 60, 7266.32, 1669943.45),
    ),
}
# fmt: on


def build() -> pd.DataFrame:
    """Make the table: split, part, mail, and what was counted."""
    rows = [
        {"split": split, "part": part} | dict(zip(COLUMNS, counted, strict=True))
        for (split, part), mails in COUNTS.items()
        for counted in mails
    ]
    return pd.DataFrame(rows)


def main() -> None:
    """Write the file; a time stamp of zero makes the same input give the same bytes."""
    build().to_csv(
        OUTPUT, index=False, lineterminator="\n", compression={"method": "gzip", "mtime": 0}
    )


if __name__ == "__main__":
    main()
