"""Engines look late: what they cannot read is said in a sentence, whenever it shows."""

from concurrent.futures import ThreadPoolExecutor

import pandas as pd
import pytest

from clvwidgets import ProfileExplorer
from clvwidgets.data import TransactionLog

duckdb = pytest.importorskip("duckdb")
pl = pytest.importorskip("polars")

NAMES = ("customer", "date", "amount")
ORDERS = pd.DataFrame(
    {
        "customer": ["a", "b", "a", "c"] * 3,
        "date": pd.date_range("2024-01-01", periods=12),
        "amount": [1.0, 2, 3, 4] * 3,
        "plan": ["x", "y", "x", "z"] * 3,
    }
)
QUESTIONS = {
    "audit": lambda log: log.audit,
    "text": repr,
    "customers": lambda log: log.customers(),
    "triples": lambda log: log.triples(),
    "split": lambda log: log.split("2024-01-05"),
    "scores": lambda log: log.rfm(),
    "cohorts": lambda log: log.cohorts(),
    "measures": lambda log: log.kpis(),
}
ENDS = {"closed": lambda connection: connection.close(), "dropped": lambda c: c.sql("DROP TABLE o")}
THE_TABLE = r"^The table cannot be read: .*[^.]\. A lazy table is read when"


@pytest.fixture
def connection():
    connection = duckdb.connect()
    connection.register("orders", ORDERS)
    connection.execute("CREATE TABLE o AS SELECT * FROM orders")
    return connection


@pytest.mark.parametrize("how", ENDS)
def test_a_table_that_is_gone_before_it_is_read(connection, how):
    table = connection.table("o")
    ENDS[how](connection)
    for more in ({}, {"attributes": ["plan"]}):
        with pytest.raises(ValueError, match=THE_TABLE):
            TransactionLog(table, *NAMES, **more)
    with pytest.raises(ValueError, match=THE_TABLE):
        ProfileExplorer(table, churned="plan")


@pytest.mark.parametrize("how", ENDS)
def test_a_table_that_is_gone_when_a_log_is_asked(connection, how):
    log = TransactionLog(connection.table("o"), *NAMES)
    ENDS[how](connection)
    for ask in QUESTIONS.values():
        with pytest.raises(ValueError, match=THE_TABLE):
            ask(log)


def test_a_plan_of_polars_that_fails(tmp_path):
    frame = pl.from_pandas(ORDERS).lazy()
    number = frame.with_columns(amount=pl.col("plan").cast(pl.Float64))
    for table in (number, frame.with_columns(amount="nowhere"), pl.scan_csv(tmp_path / "no.csv")):
        for more in ({}, {"attributes": ["plan"]}):
            with pytest.raises(ValueError, match=THE_TABLE):
                TransactionLog(table, *NAMES, **more)


@pytest.mark.parametrize("kind", ["date", "timestamp", "timestamptz"])
@pytest.mark.parametrize("sign", ["", "-"])
def test_infinite_dates_are_set_aside(connection, kind, sign):
    when = f"CASE WHEN amount = 1 THEN '{sign}infinity'::{kind} ELSE date::{kind} END"
    log = TransactionLog(connection.sql(f"SELECT customer, {when} AS date, amount FROM o"), *NAMES)
    assert (log.audit.rows_used, log.audit.rows_set_aside) == (9, 3)
    assert log.rfm()["revenue"].sum() == ORDERS.loc[ORDERS["amount"] > 1, "amount"].sum()


@pytest.mark.parametrize("what", ["{'a': customer}", "[customer]", "map([1], [customer])"])
def test_a_customer_is_no_list(connection, what):
    table = connection.sql(f"SELECT {what} AS customer, date, amount, plan FROM o")
    for more in ({}, {"attributes": ["plan"]}):
        with pytest.raises(ValueError, match="column 'customer' holds"):
            TransactionLog(table, *NAMES, **more)


def test_bytes_tell_customers_apart(connection):
    table = connection.sql("SELECT customer::BLOB AS customer, date, amount FROM o")
    assert TransactionLog(table, *NAMES).rfm()["orders"].tolist() == [6, 3, 3]


def test_a_file_is_named_as_the_reader_knows_it(tmp_path):
    path = tmp_path / "latin.csv"
    path.write_bytes("customer,date,amount\nä,2024-01-01,1\nö,2024-01-02,2\n".encode("latin-1"))
    log = TransactionLog(path, *NAMES)
    copy = log._source.folder.name
    log._source.folder.cleanup()
    with pytest.raises(ValueError, match=r"latin\.csv cannot be read") as refusal:
        log.rfm()
    assert copy not in str(refusal.value)


@pytest.mark.integration
def test_threads_that_ask_one_log_wait_for_each_other(tmp_path):
    path = tmp_path / "orders.csv"
    ORDERS.to_csv(path, index=False)
    alone = {name: repr(ask(TransactionLog(path, *NAMES))) for name, ask in QUESTIONS.items()}
    log = TransactionLog(path, *NAMES)
    with ThreadPoolExecutor(4) as pool:
        asked = {name: pool.submit(ask, log) for name, ask in QUESTIONS.items()}
    assert {name: repr(answer.result()) for name, answer in asked.items()} == alone
