"""Every row read is used or explained."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clvwidgets.data import TransactionLog

cell = st.one_of(
    st.none(),
    st.just(" "),
    st.sampled_from(["Ada", "Bo", "2024-01-31", "20240229", "soon", "12.50", "-3", "0", "inf"]),
    st.text(max_size=5),
    st.floats(),
    st.integers(-5, 5),
    st.dates(),
)


def test_every_row_read_is_used_or_explained(messy):
    frame = TransactionLog(messy).audit.to_frame()
    found = dict(zip(frame["reason"], frame["rows"], strict=True))
    assert found == {
        "purchase": 4,
        "zero amount": 1,
        "return (negative amount)": 1,
        "amount is not a number": 2,
        "no amount": 1,
        "date cannot be read": 2,
        "no date": 1,
        "no customer": 2,
    }
    assert frame["rows"].sum() == len(messy)
    assert frame["share"].sum() == pytest.approx(1)


def test_the_money_of_each_reason_is_told(messy):
    frame = TransactionLog(messy).audit.to_frame().set_index("reason")["money"]
    assert frame["purchase"] == 70.5
    assert frame["return (negative amount)"] == -15.5
    assert frame["date cannot be read"] == 25.0
    assert frame["no date"] == 14.0
    assert frame["no customer"] == 15.0
    assert frame["amount is not a number"] == 0.0


def test_examples_show_up_to_three_rows_as_they_were_written(messy):
    lines = {line.reason: line for line in TransactionLog(messy).audit.lines}
    assert lines["date cannot be read"].examples == (
        "row 9: customer='Di', date='soon', amount='12'",
        "row 10: customer='Di', date='2024-02-30', amount='13'",
    )
    assert lines["no customer"].examples[0] == (
        "row 12: customer=missing, date='2024-01-12', amount='15'"
    )
    assert lines["purchase"].examples == ()
    many = pd.DataFrame({"id": [1, 2, 3, 4, 5], "date": "2024-01-01", "amount": [1, 0, 0, 0, 0]})
    assert len(TransactionLog(many, "id").audit.lines[1].examples) == 3


@settings(max_examples=8, deadline=None, derandomize=True)
@given(st.lists(st.tuples(cell, cell, cell), min_size=1, max_size=50))
def test_whatever_is_in_the_cells_the_sums_add_up(rows):
    good = ("Eve", "2024-03-01", "7")
    table = pd.DataFrame([good, *rows], columns=["customer", "date", "amount"])
    log = TransactionLog(table)
    audit = log.audit
    assert audit.rows_read == len(table)
    assert audit.rows_used + audit.rows_set_aside == audit.rows_read
    assert audit.to_frame()["rows"].sum() == len(table)
    used = sum(line.money for line in audit.lines if line.used)
    assert log.rfm()["revenue"].sum() == pytest.approx(used)
    assert not log.customers().isna().any(axis=None)
    assert (log.rfm()["revenue"] >= 0).all()


def test_cdnow_is_used_to_the_last_row_and_its_quirks_are_told(cdnow):
    audit = TransactionLog(cdnow).audit
    assert (audit.rows_read, audit.rows_used, audit.rows_set_aside) == (69_659, 69_659, 0)
    notes = " ".join(audit.notes)
    assert "80 used rows have a zero amount" in notes
    assert "255 used rows repeat another row in every column" in notes
    assert "2,068 used rows share customer and day" in notes
    assert audit.verdict == (
        "All 69,659 rows are used. 11,516 of 23,570 customers (48.9%) bought on more than one day, "
        "72 days apart on average; the log covers 546 days. Fit for RFM, cohorts by month and "
        "models of latent attrition."
    )


def test_used_rows_that_repeat_are_counted_also_where_cells_hold_lists(messy):
    # Two of the repeated rows are used, one is set aside.
    table = pd.concat([messy, messy.head(2), messy.tail(1)]).assign(items=[["cd"]] * 17)
    assert "2 used rows repeat another row" in " ".join(TransactionLog(table).audit.notes)


def test_the_verdict_warns_when_much_is_set_aside(messy):
    verdict = TransactionLog(messy).audit.verdict
    assert "5 of 14 rows are used (35.7%)" in verdict
    assert "2 date cannot be read" in verdict
    assert "more than one row in twenty" in verdict


def shop(customers, days):
    """A table in which everybody buys on the same days after 2024-01-01."""
    ids, after = range(customers), [pd.Timedelta(day, "D") for day in days]
    rows = [(i, pd.Timestamp("2024-01-01") + step, 1.0) for i in ids for step in after]
    return pd.DataFrame(rows, columns=["customer", "date", "amount"])


@pytest.mark.parametrize(
    ("table", "sentences"),
    [
        (
            shop(100, [0, 10, 20, 90]),
            ["Fit for RFM, cohorts by month and models of latent attrition."],
        ),
        (
            shop(99, [0, 30, 90]),
            ["Fit for RFM and cohorts by month.", "only 99 customers with a second purchase, 100"],
        ),
        (shop(24, [0, 90]), ["RFM: only 24 customers for the 25 cells", "cohorts by month"]),
        (
            shop(200, [0, 60]),
            ["with 60 days between purchases, 180 days or more are wanted to tell a pause"],
        ),
        (shop(200, [0, 3, 20]), ["cohorts by week.", "10 days between purchases, 84 days or more"]),
        (
            shop(50, [0, 3]),
            ["50 of 50 customers (100.0%)", "3 days apart", "covers 4 days", "reach into 3 weeks"],
        ),
        (
            shop(50, [0]),
            [
                "0 of 50 customers (0.0%) bought on more than one day; the log covers 1 day.",
                "Not fit for RFM: all purchases lie on one day",
                "Not fit for models of latent attrition: nobody bought on a second day.",
            ],
        ),
        (
            pd.concat([shop(50, [0]), shop(50, [80]).assign(customer=range(50, 100))]),
            ["RFM: frequency is the same for all", "cohorts by month: nobody came back"],
        ),
    ],
)
def test_the_verdict_says_what_the_data_are_fit_for_and_why_not(table, sentences):
    verdict = TransactionLog(table).audit.verdict
    for sentence in sentences:
        assert sentence in verdict


def test_the_audit_prints_the_same_numbers_as_text_and_as_html(messy):
    audit = TransactionLog(messy).audit
    for shown in (repr(audit), audit._repr_html_()):
        assert "return (negative amount)" in shown
        assert "-15.50" in shown
        assert audit.verdict in shown
        assert audit.notes[0] in shown
    assert "nan" not in repr(audit).lower()


def test_markup_in_the_data_stays_text_in_the_audit(messy):
    evil = "<img src=x onerror=alert(1)>"
    messy.loc[0, ["customer", "date"]] = [evil, evil]
    shown = TransactionLog(messy).audit._repr_html_()
    assert "<img" not in shown
    assert "&lt;img src=x" in shown


@pytest.mark.parametrize("column", ["email", "E-Mail", "customer_email"])
def test_addresses_are_not_taken_for_customers_in_silence(column):
    orders = pd.DataFrame({column: ["a@x.de", "A@x.de"], "date": "2024-01-01", "amount": 5.0})
    (note,) = [n for n in TransactionLog(orders).audit.notes if "told apart" in n]
    assert f"the column {column!r}, which was guessed" in note
    named = TransactionLog(orders, customer=column)
    assert not any("told apart" in n for n in named.audit.notes)
