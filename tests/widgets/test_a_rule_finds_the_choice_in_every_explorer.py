"""Whatever is chosen, the rule of an explorer finds just these customers, in every language."""

from __future__ import annotations

import contextlib
import re
from functools import cache

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clvwidgets import Panel, TransactionLog

from ..rules import KINDS, NAMES, TEXTS, engine_with, found_by
from .explorers import EXPLORERS, reads_customers

CUSTOMERS = 10
PLANS = list("ab") * 5
# Names of measures and of what explorers call their own.
TAKEN = st.sampled_from(["orders", "Revenue", "cohort", "segment", "value", "profit", "due", "all"])
COLUMNS = st.lists(NAMES | TAKEN, min_size=3, max_size=3, unique=True)
IDS = st.one_of(
    [
        st.lists(kind, min_size=CUSTOMERS, max_size=CUSTOMERS, unique=True)
        for kind in (TEXTS, st.integers(-(2**62), 2**62), st.uuids(), st.floats(allow_nan=False))
    ]
)
VALUES = st.one_of(
    [st.lists(st.none() | kind, min_size=CUSTOMERS, max_size=CUSTOMERS) for kind in KINDS]
)
RANDOM = settings(deadline=None, max_examples=6, suppress_health_check=list(HealthCheck))


@st.composite
def customers(draw):
    """Draw a table of customers with two attributes, under three names."""
    names = draw(COLUMNS)
    dtype = draw(st.sampled_from([object, None]))
    values = [draw(IDS), draw(VALUES), draw(VALUES)]
    columns = [pd.Series(one, dtype=dtype, name=n) for n, one in zip(names, values, strict=True)]
    return pd.concat(columns, axis=1).assign(**{"left early": np.arange(CUSTOMERS) % 3 == 0})


def bought(customers, seed):
    """Make a log of what these customers bought."""
    rng = np.random.default_rng(seed)
    who = np.r_[np.arange(CUSTOMERS), rng.integers(0, CUSTOMERS, 2 * CUSTOMERS)]
    days = pd.to_timedelta(rng.integers(0, 200, len(who)), unit="D")
    rows = customers.iloc[who, :3].reset_index(drop=True)
    rows["bought on"] = pd.Timestamp("2024-01-01") + days
    rows["paid for it"] = rng.integers(1, 50, len(who)) / 4
    customer, *attributes = customers.columns[:3]
    return TransactionLog(rows, customer, "bought on", "paid for it", attributes=attributes)


def opened(kind, table, seed, is_table):
    """Open an explorer over a table of customers or over their purchases, or give the reason."""
    try:
        if is_table and reads_customers(kind):
            return kind(table, customer=table.columns[0], churned="left early")
        return kind(bought(table, seed))
    except ValueError as refusal:
        return str(refusal)


def choose(explorer, data):
    """Move the fields that have options, and choose some of the groups."""
    for name, field in explorer.traits(sync=True).items():
        if options := getattr(field, "options", None):
            with contextlib.suppress(ValueError):  # what needs a model or a value
                setattr(explorer, name, data.draw(st.sampled_from(list(options))))
    keys = list(explorer.groups.keys)
    some = st.lists(st.sampled_from(keys), unique=True, max_size=8)
    wholes = st.sampled_from([keys, keys[:-1], keys[1:], []])
    explorer.selection = {"keys": data.draw(wholes | some)}


@pytest.fixture
def only_grouped(monkeypatch):
    """Draw no picture, for which a rule does not ask."""

    def declare(explorer):
        explorer.groups = explorer.grouped()
        return Panel._declare(explorer)

    for kind in EXPLORERS.values():
        monkeypatch.setattr(kind, "_declare", declare)


@pytest.mark.usefixtures("only_grouped")
@pytest.mark.parametrize("name", EXPLORERS)
def test_the_rule_finds_who_is_chosen(name):
    kind = EXPLORERS[name]

    @RANDOM
    @given(st.data(), customers(), st.integers(0, 9), st.booleans())
    def finds(data, table, seed, is_table):
        explorer = opened(kind, table, seed, is_table)
        if isinstance(explorer, str):
            assert re.search(
                "has the name of a measure|holds dates|needs at least one attribute", explorer
            ), explorer
            return
        choose(explorer, data)
        wanted = np.flatnonzero(explorer.customers.index.isin(explorer.selected.index)).tolist()
        query, engine = explorer.query, engine_with(explorer.customers)
        assert query.words
        for language, found in found_by(query, explorer.customers, engine):
            assert found == wanted, (language, query, query.pandas_code)

    finds()


@cache
def bought_under(names):
    """Make a log whose columns have other names, once for all explorers."""
    table = pd.DataFrame({"who": range(CUSTOMERS), "plan": PLANS, "left early": False})
    return bought(table.rename(columns=dict(names)), 4)


@pytest.mark.usefixtures("only_grouped")
@pytest.mark.parametrize("name", EXPLORERS)
def test_a_column_that_is_called_like_a_measure_is_kept_or_refused(name):
    usual = EXPLORERS[name](bought_under(())).customers
    for role in ("who", "plan"):
        for measure in usual.columns.drop(["plan", "left early"]):
            try:
                found = EXPLORERS[name](bought_under(((role, measure),)))
            except ValueError as refusal:
                said = str(refusal)
            else:
                assert role == "plan"
                assert found.customers[measure].tolist() == PLANS
                continue
            assert f"={measure!r} has the name of a measure" in said
