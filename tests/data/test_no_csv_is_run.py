"""Text of a table, a folder or a person leaves as CSV that no spreadsheet runs."""

from __future__ import annotations

import csv
import io
import unicodedata

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from clvwidgets import cli
from clvwidgets.course.text_tables import as_csv, as_table
from clvwidgets.data import printable, rows_as_csv, write_csv

STARTERS = "=+-@\uff1d\uff0b\uff0d\uff20\ufe66"
BEFORE = [
    "",
    " ",
    "\u00a0",
    "\u200b",
    "\ufeff",
    "\u2060",
    "\u3000",
    "\u00ad",
    "\u3164",
    "\t",
    "\r",
    "\n",
]
TEXTS = st.text(
    st.one_of(st.sampled_from(" ;,\t\r\n\"'=+-@\ufeff\u200b\u00a0\uff1dx"), st.characters())
)


class Order:
    """An object that is no text, until it is written."""

    def __str__(self):
        return "=cmd()"


def written(table: pd.DataFrame) -> str:
    buffer = io.BytesIO()
    write_csv(table, buffer)
    return buffer.getvalue().decode()


def read(text: str, separator: str = ",") -> list[list[str]]:
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))


def runs(cell: str) -> bool:
    """Whether a spreadsheet could take a cell for a formula, as it is or without what is unseen."""
    seen = [c for c in cell if unicodedata.category(c)[0] not in "CZM" and c != "\u3164"]
    return bool(seen) and unicodedata.normalize("NFKC", seen[0])[0] in "=+-@"


@pytest.mark.parametrize("start", STARTERS)
@pytest.mark.parametrize("inside", ["", "x;", "x;\u00a0", "x\t", "x\r", "x\n"])
def test_no_cell_begins_a_formula_whatever_stands_before(start, inside):
    texts = [f"{inside}{before}{start}cmd()" for before in BEFORE]
    table = pd.DataFrame(dict.fromkeys(texts, texts), index=texts)
    for file in (written(table), rows_as_csv([["a", text] for text in texts])):
        for separator in (",", ";", "\t"):
            assert [cell for row in read(file, separator) for cell in row if runs(cell)] == []


@given(TEXTS, TEXTS)
def test_a_text_comes_back_whole_whatever_separates(first, second):
    """But for the apostrophes that the guard put in, and what no file can hold."""

    def bare(text):
        return "".join(c for c in text if c not in "'\0" and not "\ud800" <= c <= "\udfff")

    text = written(
        pd.DataFrame({"note": [second]}, index=pd.Index([first], dtype=object), dtype=object)
    )
    rows = read(text)
    assert [[bare(cell) for cell in row] for row in rows[1:]] == [[bare(first), bare(second)]]
    for separator in (",", ";"):
        (row,) = read(rows_as_csv([[first]]), separator)
        assert bare(row[0]) == bare(first)
    for separator in (",", ";", "\t"):
        assert not any(runs(cell) for row in read(text, separator) for cell in row)


def test_all_text_is_quoted_and_numbers_are_not():
    table = pd.DataFrame({"note": ["x;=cmd()"], "n": [-5], "m": [-1.5]}, index=["A-1"])
    assert written(table).splitlines() == ['"","note","n","m"', '"A-1","x;\'=cmd()",-5,-1.5']


@pytest.mark.parametrize("kind", [Order(), ("=cmd()",), b"=cmd()", Order])
def test_what_is_no_text_is_guarded_as_the_text_that_it_becomes(kind):
    (_head, row) = read(written(pd.DataFrame({"note": pd.Series([kind], dtype=object)})))
    assert not runs(row[1])


def test_a_bare_carriage_return_begins_no_row():
    assert len(read(written(pd.DataFrame({"note": ["a\rb", "c\nd"]})))) == 3


def test_the_progress_of_a_class_is_no_formula_and_steers_no_terminal(tmp_path, capsys):
    names = ["=cmd()", "x;=cmd()", "\x1b[2Jgone", "\u202etxt", "\u00a0@x"]
    for name in names:
        folder = tmp_path / name
        folder.mkdir()
        (folder / "00 Start here.ipynb").touch()
        content = '{"00_start_here": {"q": {"kind": "question", "right": true, "tries": 1}}}'
        (folder / "clvwidgets-progress.json").write_text(content)
    files = [str(tmp_path / name / "clvwidgets-progress.json") for name in names]
    for options in ([], ["--csv"]):
        assert cli.main(["progress", *files, *options]) == 0
        said = capsys.readouterr().out
        assert "cmd()" in said
        assert "gone" in said
        assert not any(c in said for c in "\x1b\u202e\r")
    for separator in (",", ";"):
        assert not any(runs(cell) for row in read(said, separator) for cell in row)


@given(TEXTS)
def test_nothing_printed_steers_the_terminal(text):
    for shown in (as_table([{"a": text}], ["a"]), as_csv([{"a": text}], ["a"]), printable(text)):
        assert not any(unicodedata.category(c) in ("Cc", "Cf") for c in shown if c != "\n")
        shown.encode()


def test_plain_names_stay_as_they_are():
    plain = ["A-1", "Müller & Co; Köln", "a=b", "1+1", 'the "best"', "it's"]
    table = pd.DataFrame({"name": plain})
    assert [row[1] for row in read(written(table))][1:] == plain
