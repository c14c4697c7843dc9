"""Rebuild cdnow.csv.gz from the two text files that Fader and Hardie publish.

    python build_cdnow.py CDNOW_master.txt CDNOW_sample.txt

Writes cdnow.csv.gz beside this script. The steps: drop the header of the master file, turn 19970101
into 1997-01-01, mark the customers that the sample file names, keep the order of rows.
"""

from __future__ import annotations

import gzip
import io
import sys
from pathlib import Path

import pandas as pd

OUTPUT = Path(__file__).with_name("cdnow.csv.gz")


def read(path: Path, columns: list[str]) -> pd.DataFrame:
    """Read a file as text, so that amounts keep the digits they were published with."""
    table = pd.read_csv(path, sep=r"\s+", header=None, names=columns, dtype=str)
    return table[table["customer_id"] != "customer_id"]


def build(master: Path, sample: Path) -> bytes:
    """Make the compressed csv; the same input gives the same bytes, as the time stamp is zero."""
    log = read(master, ["customer_id", "date", "quantity", "amount"])
    marked = read(sample, ["customer_id", "number_in_sample", "date", "quantity", "amount"])
    in_sample = log["customer_id"].isin(marked["customer_id"])
    log = log.assign(
        customer_id=log["customer_id"].astype(int),
        date=log["date"].str.replace(r"(\d{4})(\d{2})(\d{2})", r"\1-\2-\3", regex=True),
        in_sample=in_sample.map({True: "true", False: "false"}),
    )
    packed = io.BytesIO()
    with gzip.GzipFile(filename="", mode="wb", fileobj=packed, compresslevel=9, mtime=0) as file:
        file.write(log.to_csv(index=False, lineterminator="\n").encode())
    return packed.getvalue()


def main(master: str, sample: str) -> None:
    """Write the file."""
    OUTPUT.write_bytes(build(Path(master), Path(sample)))


if __name__ == "__main__":
    main(*sys.argv[1:])
