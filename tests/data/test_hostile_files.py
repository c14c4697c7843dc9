"""Files of the kind that people really send: the right result, or a sentence on what to do.

A file is text, or bytes where the encoding is the point. What must come out is the revenue of
each customer and the rows that are set aside, or a part of the sentence of the error.
"""

import gzip
import re
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
import pytest

from clvwidgets.data import TransactionLog, write_csv

pytest.importorskip("duckdb")

HEAD = "customer,date,amount\n"
NEWLINES = {str: "\n", bytes: b"\n"}
GOOD = "Ada,2024-01-01,1\nBo,2024-01-02,2\n"


@dataclass(frozen=True)
class Hostile:
    content: str | bytes
    revenue: dict = field(default_factory=dict)
    aside: dict = field(default_factory=dict)
    error: str = ""
    note: str = ""


FILES = {
    "thousands separators": Hostile(
        HEAD + 'Ada,2024-01-01,"1,234.50"\nBo,2024-01-02,"2,000"\nCy,2024-01-03,15\n',
        {"Ada": 1234.5, "Bo": 2000.0, "Cy": 15.0},
    ),
    "comma decimals": Hostile(
        "customer;date;amount\nAda;2024-01-01;1.234,50\nBo;2024-01-02;12,5\nCy;2024-01-03;1.000\n",
        {"Ada": 1234.5, "Bo": 12.5, "Cy": 1000.0},
    ),
    "a comma that can mean both": Hostile(
        HEAD + 'Ada,2024-01-01,"1,234"\nBo,2024-01-02,"2,000"\n',
        error="such as 1,234 in column 'amount' can be read with the comma as decimal",
    ),
    "both kinds of decimals, each clear": Hostile(
        HEAD + 'Ada,2024-01-01,12.50\nBo,2024-01-02,"12,50"\n', {"Ada": 12.5, "Bo": 12.5}
    ),
    "commas in text that is no number": Hostile(
        HEAD + 'Ada,2024-01-01,1.234\nBo,2024-01-02,"see below, page 2"\n',
        {"Ada": 1.234},
        {"amount is not a number": 1},
    ),
    "mixed date formats": Hostile(
        HEAD + "Ada,2024-01-01,1\nAda,31.01.2024,2\nBo,02/29/2024,3\nBo,Jan 5 2024,4\n",
        {"Ada": 3.0, "Bo": 7.0},
    ),
    "dates that can be read in two ways": Hostile(
        HEAD + "Ada,03/04/2024,1\nAda,05/06/2024,2\n", error="such as 03/04/2024.*day or.*month"
    ),
    "byte order mark": Hostile(b"\xef\xbb\xbf" + (HEAD + GOOD).encode(), {"Ada": 1.0, "Bo": 2.0}),
    "Latin-1": Hostile(
        (HEAD + "Jos\xe9,2024-01-01,1\n").encode("latin-1"),
        {"Jos\xe9": 1.0},
        note="read as Windows-1252",
    ),
    "Windows-1252": Hostile(
        (HEAD + "Jos\xe9 \u20ac,2024-01-01,1\n").encode("cp1252"),
        {"Jos\xe9 \u20ac": 1.0},
        note="orders.csv is not written in UTF-8 and was read as Windows-1252.*encoding=",
    ),
    "a byte without meaning in Windows-1252": Hostile(
        (HEAD + "\x81\xe9,2024-01-01,1\n").encode("latin-1"),
        {"\x81\xe9": 1.0},
        note="read as Latin-1",
    ),
    "UTF-16": Hostile(
        (HEAD + GOOD).encode("utf-16"), {"Ada": 1.0, "Bo": 2.0}, note="read as UTF-16"
    ),
    "UTF-16 cut off": Hostile(
        (HEAD + GOOD).encode("utf-16")[:-1], error="begins like UTF-16 and does not go on so"
    ),
    "duplicated headers": Hostile(
        "customer,date,amount,amount\nAda,2024-01-01,1,2\n", error="same name: 'amount'. Rename"
    ),
    "a header in the middle": Hostile(
        HEAD + GOOD + HEAD + GOOD, {"Ada": 2.0, "Bo": 4.0}, {"date cannot be read": 1}
    ),
    "a total below": Hostile(HEAD + GOOD + ",,3\n", {"Ada": 1.0, "Bo": 2.0}, {"no customer": 1}),
    "lines of different lengths": Hostile(
        HEAD + GOOD + "Cy,2024-01-03,1,5\n",
        error="more or fewer fields than the first, 'customer,date,amount'",
    ),
    "a comma decimal without quotes": Hostile(
        HEAD + GOOD + "Cy,2024-01-03,1,5\n" * 2, error="more or fewer fields than the first"
    ),
    "a title above": Hostile(
        "Orders of 2024\n" + HEAD + GOOD, error="No column looks like|more or fewer fields"
    ),
    "a line that ends early": Hostile(
        HEAD + GOOD + "Cy,2024-01-03\n", error="more or fewer fields than the first"
    ),
    "a comma at the end of every line": Hostile(
        "customer,date,amount,\nAda,2024-01-01,1,\n", {"Ada": 1.0}
    ),
    "text only": Hostile(
        'customer,date,amount\nAda,Jan 5 2024,5 euros\nBo,Jan 6 2024,"1,5"\n',
        {"Bo": 1.5},
        {"amount is not a number": 1},
    ),
    "all returns": Hostile(
        HEAD + "Ada,2024-01-01,-1\nBo,2024-01-01,-2\n", error="2 return .*booked with a minus"
    ),
    "negative and zero amounts": Hostile(
        HEAD + "Ada,2024-01-01,0\nAda,2024-01-02,-3\n",
        {"Ada": 0.0},
        {"return (negative amount)": 1},
    ),
    "one row": Hostile(HEAD + "Ada,2024-01-01,1\n", {"Ada": 1.0}),
    "no row": Hostile(HEAD, error="The table has no rows"),
    "nothing": Hostile("", error="is empty"),
    "ids that are floats": Hostile(
        HEAD + "7.0,2024-01-01,1\n,2024-01-02,2\n8.0,2024-01-03,3\n7.0,2024-01-04,3\n",
        {7: 4.0, 8: 3.0},
        {"no customer": 1},
    ),
    "ids with zeros in front": Hostile(
        HEAD + "7,2024-01-01,1\n" * 30_000 + "007,2024-01-01,2\n", {"007": 2.0, "7": 30_000.0}
    ),
    "ids of twenty digits": Hostile(
        HEAD + "12345678901234567890,2024-01-01,1\n12345678901234567891,2024-01-02,2\n",
        {"12345678901234567890": 1.0, "12345678901234567891": 2.0},
    ),
    "a gzip file": Hostile(gzip.compress(GOOD.encode()), error="a gzip file.*csv.gz"),
    "an Excel file": Hostile(b"PK\x03\x04...", error="Excel file.*pd.read_excel"),
    "a date that says nobody knows": Hostile(
        HEAD + GOOD + "Cy,0001-01-01,5\n",
        {"Ada": 1.0, "Bo": 2.0},
        {"date cannot be read": 1},
    ),
    "an amount that no sum holds": Hostile(
        HEAD + GOOD + "Cy,2024-01-01,1e308\n",
        {"Ada": 1.0, "Bo": 2.0},
        {"amount is not a number": 1},
    ),
    "null bytes": Hostile(HEAD + "A\0da,2024-01-01,1\n", {"A\0da": 1.0}),
    "formulas": Hostile(
        HEAD + "=cmd(),2024-01-01,1\n@x,2024-01-02,2\n-3,2024-01-02,2\n+4,2024-01-02,#REF!\n",
        {"-3": 2.0, "=cmd()": 1.0, "@x": 2.0},
        {"amount is not a number": 1},
    ),
    "junk far below": Hostile(
        HEAD + "8,2024-01-02,2\n" * 30_000 + "x,soon,oops\n",
        {"8": 60_000.0},
        {"date cannot be read": 1},
    ),
}


@pytest.fixture
def write(tmp_path):
    def written(content):
        path = tmp_path / "orders.csv"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return written


@pytest.mark.parametrize("name", FILES)
def test_every_hostile_file_gives_the_right_result_or_a_sentence(name, write):
    hostile = FILES[name]
    path = write(hostile.content)
    if hostile.error:
        with pytest.raises(ValueError, match=hostile.error):
            TransactionLog(path)
        return
    log = TransactionLog(path)
    assert log.rfm()["revenue"].to_dict() == hostile.revenue
    lines = log.audit.lines
    assert {line.reason: line.rows for line in lines if not line.used and line.rows} == (
        hostile.aside
    )
    assert log.audit.rows_read == hostile.content.count(NEWLINES[type(hostile.content)]) - 1
    for told in (repr(log), " ".join(log.audit.notes)):
        assert re.search(hostile.note, told)
        assert hostile.note or "not written in UTF-8" not in told


IN_MEMORY = ("thousands separators", "mixed date formats", "a header in the middle", "formulas")


@pytest.mark.parametrize("name", IN_MEMORY)
def test_a_file_and_the_same_table_in_memory_give_the_same_result(name, write):
    path = write(FILES[name].content)
    here, there = TransactionLog(pd.read_csv(path)), TransactionLog(path)
    pd.testing.assert_frame_equal(here.rfm(), there.rfm(), check_index_type=False)


def test_the_day_is_the_one_that_was_written_whatever_the_time_zone(write):
    """DuckDB would turn these into moments, whose day depends on where one stands."""
    lines = "Ada,2024-01-01T23:30:00-05:00,1\nBo,2024-02-03T00:10:00+02:00,2\n"
    log = TransactionLog(write(HEAD + lines))
    assert [f"{day:%Y-%m-%d}" for day in (log.start, log.end)] == ["2024-01-01", "2024-02-03"]


@pytest.mark.parametrize(
    ("path", "sentence"),
    [
        ("https://shop.example/orders.csv", "address 'https://shop.example.*Download it first"),
        (".", "is a folder. Give one file"),
        ("customer,date\n" + "Ada,2024-01-01\n" * 99, "reads files that end in"),
    ],
)
def test_what_is_no_path_of_a_file_is_refused_before_anything_is_opened(path, sentence):
    with pytest.raises(ValueError, match=sentence) as refused:
        TransactionLog(path)
    assert len(str(refused.value)) < 300


def test_a_file_that_breaks_while_it_is_read_is_named(tmp_path):
    (tmp_path / "orders.parquet").write_bytes(b"PAR1 this is not one PAR1")
    with pytest.raises(ValueError, match=r"orders\.parquet cannot be read"):
        TransactionLog(tmp_path / "orders.parquet")


def test_formulas_in_a_table_are_harmless_in_the_csv(tmp_path, write):
    log = TransactionLog(write(FILES["formulas"].content))
    table = log.rfm().assign(note="\t=1+1", change=-5.0).rename(columns={"orders": "=orders"})
    before = table.copy(deep=True)
    write_csv(table, tmp_path / "out.csv")
    pd.testing.assert_frame_equal(table, before)
    back = pd.read_csv(tmp_path / "out.csv")
    assert back["customer"].tolist() == ["'-3", "'=cmd()", "'@x"]
    assert "'=orders" in back
    assert back["note"].str.startswith("'").all()
    assert (back["change"] == -5.0).all()
    assert np.allclose(back["revenue"], table["revenue"])


def test_numbers_in_a_csv_are_the_same_to_the_last_digit_that_means_something(
    tmp_path, cdnow_sample
):
    rfm = TransactionLog(cdnow_sample).rfm()
    write_csv(rfm, tmp_path / "out.csv")
    back = pd.read_csv(tmp_path / "out.csv", index_col=0)
    pd.testing.assert_frame_equal(back, rfm, rtol=1e-11, atol=0.0, check_dtype=False)
    # The log's amounts have cents, and so has their sum; what a processor adds to it is left out.
    assert (back["revenue"] == rfm["revenue"].round(2)).all()
