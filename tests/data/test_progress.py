"""What takes long shows a bar, what does not shows nothing, and both can be interrupted."""

import io
import os
import signal
import threading
import time
from contextlib import redirect_stderr

import narwhals as nw
import pytest

from clvwidgets.data import TransactionLog
from clvwidgets.data._fetch import Fetch
from clvwidgets.data._progress import progress


def test_quick_work_shows_nothing(capfd, messy):
    log = TransactionLog(messy)
    assert log.audit.rows_read == len(messy)
    assert capfd.readouterr() == ("", "")


class Terminal(io.StringIO):
    def isatty(self):
        return True


def test_long_work_shows_what_is_done_and_how_much():
    with (
        redirect_stderr(Terminal()) as terminal,
        progress("Reading orders.parquet", lambda: 42.0, after=0.05),
    ):
        deadline = time.monotonic() + 30  # the first look imports tqdm, which may take its time
        while "42%" not in terminal.getvalue() and time.monotonic() < deadline:
            time.sleep(0.05)
    shown = terminal.getvalue()
    assert "Reading orders.parquet:  42%" in shown
    assert shown.endswith("\r")  # the bar goes when the work is done


def test_a_bar_is_not_written_to_a_file(capfd):
    with progress("Reading orders.parquet", lambda: 42.0, after=0.0):
        time.sleep(0.3)
    assert capfd.readouterr() == ("", "")


def test_work_that_fails_takes_its_bar_along():
    before = threading.active_count()

    def fail():
        with progress("Adding up", after=0.0):
            time.sleep(0.3)
            raise ZeroDivisionError

    with redirect_stderr(Terminal()) as terminal, pytest.raises(ZeroDivisionError):
        fail()
    assert threading.active_count() == before
    assert "Adding up: 00:00" in terminal.getvalue()


@pytest.fixture
def heard():
    """Hear Ctrl-C as a person's Python does; a shell's background jobs are born deaf to it."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("heard")
@pytest.mark.parametrize("run", [Fetch.__call__, Fetch.keep])
def test_a_query_of_a_file_stops_when_it_is_interrupted(run):
    duckdb = pytest.importorskip("duckdb")
    connection = duckdb.connect()
    endless = connection.sql("select max(hash(i)) as highest from range(1000000000000) as r(i)")
    sent = threading.Timer(0.3, lambda: os.kill(os.getpid(), signal.SIGINT))
    sent.start()
    start = time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        run(Fetch("orders.csv", connection), nw.from_native(endless))
    assert time.monotonic() - start < 10
