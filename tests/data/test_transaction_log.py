"""Reading a table: columns found or named, nothing changed, sentences for what cannot be read."""

import datetime as dt
import decimal

import numpy as np
import pandas as pd
import pytest

from clvwidgets.data import TransactionLog


def orders(**columns):
    table = {
        "customer": ["Ada", "Ada", "Bo"],
        "date": ["2024-01-01", "2024-01-15", "2024-01-08"],
        "amount": [20.0, 30.0, 15.0],
    }
    return pd.DataFrame(table | columns)


# Columns


@pytest.mark.parametrize(
    ("names", "guessed"),
    [
        (["customer_id", "date", "amount"], ["customer_id", "date", "amount"]),
        (["Invoice Date", "Customer ID", "Revenue"], ["Customer ID", "Invoice Date", "Revenue"]),
        (["user_id", "total_price", "created_at"], ["user_id", "created_at", "total_price"]),
        (["CLIENT", "OrderDate", "net_amount"], ["CLIENT", "OrderDate", "net_amount"]),
    ],
)
def test_usual_names_are_recognised(names, guessed):
    values = {"customer": "Ada", "date": "2024-01-01", "amount": 1.0}
    roles = dict(zip(guessed, values, strict=True))
    table = pd.DataFrame({name: [values[roles[name]]] for name in names})
    columns = TransactionLog(table).columns
    assert [columns.customer, columns.date, columns.amount] == guessed
    assert columns.guessed == ("customer", "date", "amount")


def test_the_log_says_what_was_guessed_and_what_else_it_could_be():
    log = TransactionLog(orders(ship_date="2024-03-01"), customer="customer")
    assert "customer: customer\n" in repr(log)
    assert "date: date (guessed; or ship_date)" in repr(log)
    assert "amount: amount (guessed)" in repr(log)


def test_a_column_of_a_telling_type_is_found_without_a_telling_name():
    table = pd.DataFrame({"who": ["Ada"], "when": pd.to_datetime(["2024-01-01"]), "usd": [2.5]})
    columns = TransactionLog(table, customer="who").columns
    assert (columns.date, columns.amount) == ("when", "usd")


def test_named_columns_overrule_the_guess():
    log = TransactionLog(orders(paid=[1.0, 2.0, 3.0]), amount="paid")
    assert log.rfm()["revenue"].sum() == 6.0


def test_a_wrong_column_name_is_answered_with_near_names_and_all_names():
    with pytest.raises(ValueError, match="no column 'amuont', given as amount") as error:
        TransactionLog(orders(), amount="amuont")
    assert "Did you mean 'amount'?" in str(error.value)
    assert "Its columns are: customer, date, amount." in str(error.value)


def test_a_column_that_became_the_index_is_recognised():
    with pytest.raises(ValueError, match=r"is the index of the table.*reset_index"):
        TransactionLog(orders().set_index("customer"), customer="customer")


def test_an_index_that_looks_like_the_missing_role_is_named():
    with pytest.raises(ValueError, match=r"the index is called 'customer'.*reset_index\(\)"):
        TransactionLog(orders().set_index("customer"))


def test_a_role_that_cannot_be_guessed_is_asked_for():
    table = orders().rename(columns={"customer": "x"})
    with pytest.raises(ValueError, match=r"No column looks like the customer.*x, date, amount"):
        TransactionLog(table)


def test_one_column_cannot_have_two_roles():
    with pytest.raises(ValueError, match="'date' cannot be both customer and date"):
        TransactionLog(orders(), customer="date", date="date")


def test_two_columns_of_the_same_name_are_refused():
    table = pd.concat([orders(), orders()], axis=1)
    with pytest.raises(ValueError, match="Two columns of the table have the same name"):
        TransactionLog(table)


def test_columns_named_by_numbers_are_refused_with_the_way_out():
    with pytest.raises(ValueError, match=r"Columns need text as names, got 0\. Rename them"):
        TransactionLog(pd.DataFrame([["Ada", "2024-01-01", 1.0]]))


@pytest.mark.parametrize("thing", [[1, 2], {"a": [1]}, None])
def test_what_is_not_a_table_is_refused_by_its_type(thing):
    with pytest.raises(TypeError, match=rf"needs a table.*{type(thing).__qualname__}"):
        TransactionLog(thing)


# The caller's table


def test_the_table_of_the_caller_is_never_changed(messy):
    before = messy.copy(deep=True)
    log = TransactionLog(messy)
    for made in (log.customers(), log.rfm(), log.audit.to_frame()):
        made[made.columns] = None
    pd.testing.assert_frame_equal(messy, before)


def test_later_changes_of_the_caller_do_not_reach_the_log(messy):
    log = TransactionLog(messy)
    untouched = TransactionLog(messy.copy(deep=True))
    messy.loc[0, "customer"] = "Eve"
    messy["amount"] = "x"
    del messy["date"]
    assert repr(log.audit) == repr(untouched.audit)
    pd.testing.assert_frame_equal(log.rfm(), untouched.rfm())


def test_the_index_of_the_table_does_not_matter(messy):
    odd = messy.set_index(pd.Index([7, 7, *range(5, -7, -1)]))
    pd.testing.assert_frame_equal(TransactionLog(odd).rfm(), TransactionLog(messy).rfm())
    pd.testing.assert_frame_equal(
        TransactionLog(odd).audit.to_frame(), TransactionLog(messy).audit.to_frame()
    )


def test_the_order_of_rows_does_not_matter(cdnow_sample):
    shuffled = TransactionLog(cdnow_sample.sample(frac=1, random_state=1))
    pd.testing.assert_frame_equal(shuffled.rfm(), TransactionLog(cdnow_sample).rfm())
    pd.testing.assert_frame_equal(shuffled.customers(), TransactionLog(cdnow_sample).customers())


def polars_table(table):
    return pytest.importorskip("polars").from_pandas(table)


def arrow_table(table):
    return pytest.importorskip("pyarrow").Table.from_pandas(table)


@pytest.mark.parametrize("convert", [polars_table, arrow_table])
def test_other_tables_in_memory_give_the_same_customers_and_the_same_audit(convert, messy):
    here, there = TransactionLog(messy), TransactionLog(convert(messy))
    pd.testing.assert_frame_equal(
        there.customers(), here.customers(), check_dtype=False, check_index_type=False
    )
    pd.testing.assert_frame_equal(there.audit.to_frame(), here.audit.to_frame())


# Values


@pytest.mark.parametrize(
    "date",
    [
        *("2024-01-31", "2024-1-31", "20240131", "2024/01/31", "31.01.2024", "31.1.24"),
        *("31 Jan 2024", "Jan 31, 2024", "31 January 2024", "2024-01-31 23:59:59"),
        *("2024-01-31T23:30:00-05:00", "2024-01-31T00:10:00Z", "31/01/2024", "01/31/2024"),
        *(20240131, 20240131.0, dt.date(2024, 1, 31), dt.datetime(2024, 1, 31, 23)),
        pd.Timestamp("2024-01-31 23:30", tz="America/New_York"),
    ],
)
def test_a_day_is_read_however_it_is_written(date):
    log = TransactionLog(orders(date=[date] * 3))
    assert log.start == log.end == pd.Timestamp("2024-01-31")


def test_other_rows_decide_whether_the_day_or_the_month_is_first():
    day_first = TransactionLog(orders(date=["03/04/2024", "25/04/2024", "04/05/2024"]))
    month_first = TransactionLog(orders(date=["03/04/2024", "04/25/2024", "05/04/2024"]))
    assert day_first.start == pd.Timestamp("2024-04-03")
    assert month_first.start == pd.Timestamp("2024-03-04")


def test_dates_that_can_be_read_in_two_ways_are_not_guessed():
    with pytest.raises(ValueError, match=r"such as 03/04/2024 in column 'date'.*dayfirst"):
        TransactionLog(orders(date=["03/04/2024", "04/05/2024", "05/06/2024"]))


@pytest.mark.parametrize(
    "amounts",
    [
        ["20", "30", "15"],
        [decimal.Decimal(20), decimal.Decimal(30), decimal.Decimal(15)],
        pd.Series([20, 30, 15], dtype="Int64"),
        pd.Categorical([20, 30, 15]),
        [20, "30", 15.0],
        pd.arrays.SparseArray([20.0, 30.0, 15.0]),
    ],
)
def test_amounts_are_numbers_however_they_are_stored(amounts):
    assert TransactionLog(orders(amount=amounts)).rfm()["revenue"].tolist() == [50.0, 15.0]


@pytest.mark.parametrize(
    ("ids", "expected"),
    [
        ([2, 2, 1], [1, 2]),
        ([2.0, 2.0, 1.0], [1, 2]),
        (pd.Series([2, 2, 1], dtype="object"), [1, 2]),
        (pd.Categorical([2, 2, 1]), [1, 2]),
        ([7, 7.0, "A1"], ["7", "A1"]),
        ([10**20 + 1, 10**20 + 1, 10**20], [str(10**20), str(10**20 + 1)]),
        (["b", "b", "A"], ["A", "b"]),
    ],
)
def test_customers_keep_their_kind_and_mixed_kinds_become_text(ids, expected):
    assert TransactionLog(orders(customer=ids)).rfm().index.tolist() == expected


def test_whole_ids_stay_whole_when_one_is_missing():
    log = TransactionLog(orders(customer=[7, None, 8]))
    assert log.rfm().index.tolist() == [7, 8]
    assert log.rfm().index.dtype == "int64"


def test_the_name_of_the_customer_column_names_the_index():
    log = TransactionLog(orders().rename(columns={"customer": "client"}))
    assert log.customers().index.name == log.rfm().index.name == "client"


def test_markup_in_names_and_values_stays_text():
    evil = "<img src=x onerror=alert(1)>"
    table = orders(customer=[evil, None, "Bo"], date=[evil, "2024-01-15", "2024-01-08"])
    log = TransactionLog(table.rename(columns={"customer": evil}), customer=evil)
    for shown in (log._repr_html_(), log.audit._repr_html_()):
        assert "<img" not in shown
        assert "&lt;img src=x onerror=alert(1)&gt;" in shown


# Nothing can be used


@pytest.mark.parametrize(
    ("columns", "sentence"),
    [
        ({"amount": ["twelve", "x", "y"]}, "3 amount is not a number.*'amount' is 'twelve'.*12.50"),
        ({"amount": [True, False, True]}, "3 amount is not a number.*'amount' is True"),
        ({"amount": [None] * 3}, "3 no amount.*amount=..."),
        ({"amount": [-1.0, -2.0, -3.0]}, r"3 return.*is -1\.0.*-table\['amount'\]"),
        ({"date": ["soon", "x", "y"]}, "3 date cannot be read.*'date' is 'soon'.*2024-01-31"),
        ({"date": [1706659200] * 3}, "3 date cannot be read.*1706659200.*unit='s'"),
        ({"date": [None] * 3}, "3 no date.*date=..."),
        ({"customer": [None, " ", ""]}, "3 no customer.*missing.*customer=..."),
        (
            {"amount": ["x", "y", 1], "date": [None, "2024-01-01", None]},
            "1 amount is not a number, 2 no date",
        ),
    ],
)
def test_a_table_without_a_usable_row_is_refused_with_the_first_bad_value(columns, sentence):
    with pytest.raises(ValueError, match=r"(?s)Not one of the 3 rows can be used.*" + sentence):
        TransactionLog(orders(**columns))


def test_days_that_pandas_cannot_count_to_are_set_aside():
    """Year 1 is what databases write for nobody knows; 1677 overflowed to the year 2262."""
    days = np.array(["0001-01-01", "1677-09-22", "2024-01-31"], "datetime64[us]")
    log = TransactionLog(orders(date=days))
    assert (log.audit.rows_used, log.start) == (1, pd.Timestamp("2024-01-31"))
    assert len(log.kpis()) == 1


@pytest.mark.parametrize("day", [20240201, 1.5, True, "03/04/2024", pd.NaT, "1650-01-01", {}])
def test_a_day_given_as_an_argument_is_never_guessed(day):
    """A number would be nanoseconds since 1970."""
    with pytest.raises(ValueError, match="start must"):
        TransactionLog(orders(), start=day)


def test_an_empty_table_is_refused():
    with pytest.raises(ValueError, match="The table has no rows"):
        TransactionLog(orders().head(0))
