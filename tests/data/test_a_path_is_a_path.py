"""The file that was named is read, no other, and the same one each time."""

from __future__ import annotations

import os
import sys

import pandas as pd
import pytest

from clvwidgets import TransactionLog

ROWS = {"customer": ["A", "B", "A"], "date": ["2024-01-01", "2024-02-01", "2024-03-01"]}
WINDOWS = sys.platform == "win32"


def write(path, amount=1.0):
    path.parent.mkdir(parents=True, exist_ok=True)
    table = pd.DataFrame(ROWS).assign(date=lambda t: pd.to_datetime(t["date"]), amount=amount)
    if path.suffix == ".parquet":
        table.to_parquet(path)
    else:
        table.to_csv(path, index=False, sep="\t" if path.suffix == ".tsv" else ",")
    return path


@pytest.mark.parametrize("ending", [".csv", ".csv.gz", ".tsv", ".parquet"])
@pytest.mark.parametrize(
    ("name", "others"),
    [
        ("orders[1]", ["orders1"]),
        ("[a-z]", ["a", "b"]),
        ("[!a]", ["b"]),
        ("a]b[", ["ab"]),
        ("{a,b}", ["a", "b"]),
        pytest.param(
            "orders*", ["orders1", "orders2"], marks=pytest.mark.skipif(WINDOWS, reason="")
        ),
        pytest.param("**", ["orders1"], marks=pytest.mark.skipif(WINDOWS, reason="")),
        pytest.param("order?", ["orders"], marks=pytest.mark.skipif(WINDOWS, reason="")),
        ("year=2024/[x]/~", ["year=2024/x/~"]),
    ],
)
def test_no_name_is_a_pattern(name, others, ending, tmp_path):
    for other in others:
        write(tmp_path / f"{other}{ending}", amount=100.0)
    log = TransactionLog(write(tmp_path / f"{name}{ending}"))
    assert log.rfm()["revenue"].sum() == 3  # a row of another file would add 100
    assert "year" not in str(log.columns)


@pytest.mark.parametrize("ending", [".csv", ".parquet"])
def test_a_name_that_would_match_others_is_missed_by_its_own_name(ending, tmp_path):
    write(tmp_path / f"orders1{ending}")
    path = tmp_path / f"orders[1]{ending}"
    with pytest.raises(FileNotFoundError, match=r"There is no file .*orders\[1\]"):
        TransactionLog(path)


def test_a_folder_called_tilde_is_no_home(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    write(tmp_path / "~" / "orders.csv")
    log = TransactionLog("~/orders.csv")
    monkeypatch.chdir("/")
    assert log.audit.rows_read == 3


@pytest.mark.parametrize("ending", [".csv", ".parquet"])
@pytest.mark.parametrize("change", ["longer", "as long", "replaced", "deleted"])
def test_a_file_that_changed_is_not_mixed_with_what_it_was(change, ending, tmp_path):
    path = write(tmp_path / f"orders{ending}")
    log = TransactionLog(path)
    before = path.stat()
    if change == "deleted":
        path.unlink()
    elif change == "replaced":
        write(tmp_path / f"new{ending}", amount=9.0)
        os.utime(tmp_path / f"new{ending}", ns=(before.st_atime_ns, before.st_mtime_ns))
        (tmp_path / f"new{ending}").replace(path)
    else:
        write(path, amount=9.0 if change == "as long" else 1234.5)
    error = FileNotFoundError if change == "deleted" else ValueError
    said = (
        "was opened and is not there any more"
        if change == "deleted"
        else "was changed after it was opened"
    )
    with pytest.raises(error, match=rf"orders\{ending} {said}.*TransactionLog\("):
        log.rfm()


def test_what_was_written_in_another_encoding_is_read_from_its_own_copy(tmp_path):
    path = tmp_path / "orders.csv"
    path.write_bytes(
        "customer,date,amount\nMüller,2024-01-01,5\nÖl,2024-02-01,6\n".encode("cp1252")
    )
    log = TransactionLog(path)
    path.unlink()
    assert log.rfm()["revenue"].sum() == 11
