"""Whatever the table, an explorer shows numbers or refuses in a sentence; nothing between."""

from __future__ import annotations

import importlib
import json
import pkgutil
import re
from decimal import Decimal
from functools import cache

import altair as alt
import numpy as np
import pandas as pd
import pytest

import clvwidgets.charts
from clvwidgets import CohortExplorer, LifecycleExplorer, NextPurchaseExplorer, TransactionLog
from clvwidgets.widgets import explorers as room

from .explorers import EXPLORERS

ROWS, CUSTOMERS = 40, 12
ODD = ["O'Hara", 'a"b', "a\tb", "\0\x01", "🛒" * 30, "x" * 5000, "</script><b>", "=1+1", "שלום"]
ODD += ["a\u200bb", "{{x}}", "[x]"]


def shop(customers=CUSTOMERS, rows=ROWS):
    rng = np.random.default_rng(3)
    who = np.r_[np.arange(customers), rng.integers(0, customers, rows - customers)]
    return pd.DataFrame(
        {
            "customer": [f"c{number}" for number in who],
            "date": pd.Timestamp("2023-01-01")
            + pd.to_timedelta(rng.integers(0, 300, rows), unit="D"),
            "amount": rng.integers(1, 90, rows) / 2,
            "plan": np.array(["a", "b", None], object)[who % 3],
            "vip": who % 2 == 0,
        }
    )


SHOP, ODD_ROWS = shop(), np.arange(ROWS) % 2 == 1


def at(begin):
    return SHOP.assign(date=pd.Timestamp(begin) + (SHOP["date"] - SHOP["date"].min()))


TABLES = {
    "one row": SHOP.head(1),
    "one customer": SHOP.assign(customer="only"),
    "one day": SHOP.assign(date=pd.Timestamp("2024-02-29")),
    "everybody once": SHOP.drop_duplicates("customer"),
    "all amounts zero": SHOP.assign(amount=0.0),
    "only returns": SHOP.assign(amount=-SHOP["amount"]),
    "half returns": SHOP.assign(amount=SHOP["amount"].where(ODD_ROWS, -SHOP["amount"])),
    "huge amounts": SHOP.assign(amount=SHOP["amount"] * 1e15),
    "the hugest amounts": SHOP.assign(amount=SHOP["amount"] * 1e90),
    "tiny amounts": SHOP.assign(amount=SHOP["amount"] * 1e-300),
    "huge and tiny amounts": SHOP.assign(amount=np.where(ODD_ROWS, 1e15, 1e-15)),
    "the same amount": SHOP.assign(amount=5.0),
    "decimal amounts": SHOP.assign(amount=SHOP["amount"].map(str).map(Decimal)),
    "the future": at("2190-01-01"),
    "before 1970": at("1850-01-01"),
    "four decades": SHOP.assign(date=SHOP["date"].where(ODD_ROWS, pd.Timestamp("1985-01-01"))),
    "missing dates": SHOP.assign(date=SHOP["date"].where(ODD_ROWS)),
    "dates with a zone": SHOP.assign(date=SHOP["date"].dt.tz_localize("Pacific/Auckland")),
    "odd ids": SHOP.assign(customer=[ODD[int(name[1:])] for name in SHOP["customer"]]),
    "ids of true and false": SHOP.assign(customer=SHOP["vip"]),
    "ids of several kinds": SHOP.assign(customer=[1, "1", 2.5, None, True, "b"] * 6 + [7] * 4),
    "ids that are dates": SHOP.assign(customer=SHOP["date"]),
    "missing customers": SHOP.assign(customer=SHOP["customer"].where(ODD_ROWS)),
    "categorical ids": SHOP.assign(customer=pd.Categorical(SHOP["customer"])),
    "rows three times": pd.concat([SHOP] * 3),
    "no order": SHOP.sample(frac=1, random_state=1),
    "nullable types": SHOP.convert_dtypes(),
    "arrow's types": SHOP.convert_dtypes(dtype_backend="pyarrow"),
    "no rows": SHOP.head(0),
    "attributes nobody has": SHOP.assign(plan=None, vip=np.nan),
    "infinite attributes": SHOP.assign(plan=np.where(ODD_ROWS, np.inf, -np.inf)),
    "odd attributes": SHOP.assign(plan=[ODD[number % len(ODD)] for number in range(ROWS)]),
    "attributes that are lists": SHOP.assign(plan=[[name] for name in SHOP["customer"]]),
    "attributes that are spans": SHOP.assign(plan=SHOP["date"] - SHOP["date"].min()),
    "ten thousand groups": shop(10_000, 12_000).assign(plan=lambda table: table["customer"]),
}


@cache
def read(table):
    """Read a table, or give the reason why not."""
    names = ("customer", "date", "amount")
    try:
        return TransactionLog(TABLES[table], *names, attributes=["plan", "vip"])
    except ValueError as refusal:
        return str(refusal)


def drawn(*numbers, **more):
    """Stand for a picture, which takes long; what it is made of must be strict all the same."""
    asked = json.dumps([numbers, more], default=str, allow_nan=False)
    return alt.Chart({"values": []}, description=asked).mark_point()


@pytest.fixture
def without_pictures(monkeypatch):
    for found in pkgutil.iter_modules(room.__path__, f"{room.__name__}."):
        module = importlib.import_module(found.name)
        for name, made in vars(module).items():
            if callable(made) and made.__module__.startswith(clvwidgets.charts.__name__):
                monkeypatch.setattr(module, name, drawn)


def opened(name, table):
    """Open an explorer and choose everybody, or give the reason why not."""
    log = read(table)
    if isinstance(log, str):
        return log
    try:
        explorer = EXPLORERS[name](log)
        explorer.selection = {"keys": list(explorer.groups.keys)}
    except ValueError as refusal:
        return str(refusal)
    return explorer


def shows_or_refuses(name, table):
    """Look at all that an explorer shows; whether it shows anything."""
    explorer = opened(name, table)
    if isinstance(explorer, str):
        assert re.fullmatch(r"[A-Z].* .*[.)\]]", explorer, re.DOTALL), explorer
        return False
    json.dumps(explorer._stored(), allow_nan=False)
    assert len(explorer.selected) > 0
    assert explorer._listed(None).index.is_unique
    told = explorer._results_in_words()
    assert told
    assert all(told.values())
    if not table.startswith(("odd", "infinite")):  # where it may be a value of the table's own
        assert not re.search(r"\b(nan|nat|none,|inf|<na>)\b", str(explorer), re.IGNORECASE)
    assert "</script><b>" not in explorer.to_html()
    return True


# One of each kind: few rows, odd amounts, dates, ids, types and attributes, and nothing.
HARDEST = ["one row", "one day", "the hugest amounts", "missing dates", "odd ids"]
HARDEST += ["ids of several kinds", "arrow's types", "odd attributes", "only returns", "no rows"]


@pytest.mark.usefixtures("without_pictures")
@pytest.mark.parametrize("name", EXPLORERS)
def test_the_hardest_tables_are_shown_or_refused_in_a_sentence(name):
    shown = [shows_or_refuses(name, table) for table in HARDEST]
    assert sum(shown) >= len(HARDEST) / 2  # refusing everything is no answer


@pytest.mark.integration
@pytest.mark.usefixtures("without_pictures")
@pytest.mark.parametrize("name", EXPLORERS)
def test_a_table_is_shown_or_refused_in_a_sentence(name):
    shown = [shows_or_refuses(name, table) for table in TABLES]
    assert sum(shown) > len(TABLES) / 2


def test_returns_that_use_a_cohort_up_leave_no_outlook_on_its_revenue():
    turned = SHOP["amount"].where(~ODD_ROWS, -1.5 * SHOP["amount"])
    explorer = CohortExplorer(SHOP.assign(amount=turned), returns="net")
    ahead = pd.DataFrame(explorer.datasets["outlook"])
    assert set(ahead["what"].dropna()) == {"orders"}
    assert ahead["refused"].dropna().tolist() == ["value"]
    assert "No outlook" in json.dumps(explorer.declaration["views"])
    assert "Outlook: for orders only; returns left too little" in str(explorer)
    with pytest.raises(ValueError, match="Set returns aside"):
        explorer.outlook("value")


@pytest.mark.parametrize("table", ["one row", "everybody once", "one day"])
def test_where_nobody_bought_twice_the_calendar_says_so(table):
    explorer = NextPurchaseExplorer(read(table))
    chart = explorer.declaration["views"][0]["spec"]
    assert "Nobody bought on two days" in chart["title"]["text"]["expr"]
    assert "due this week" not in json.dumps(chart)


def test_a_horizon_of_no_weeks_is_worth_nothing():
    assert (LifecycleExplorer(SHOP, horizon=0).customers["value"] == 0).all()


@pytest.mark.integration
@pytest.mark.parametrize("name", EXPLORERS)
def test_extremes_are_drawn_too(name):
    for table in ("one customer", "half returns", "the hugest amounts", "odd ids"):
        shows_or_refuses(name, table)
