"""With min_group no group of fewer customers leaves Python, whichever explorer shows it."""

from __future__ import annotations

import json
import re

import pytest

from clvwidgets import TransactionLog
from clvwidgets.segments.small_groups import SIZES
from tests.panels import EXPLORERS

from .shop import small_shop

LEAST = 10


@pytest.fixture(scope="module")
def log():
    shop = small_shop(300)
    return TransactionLog(shop, attributes=["channel", "age"])


def made(kind, log):
    options = {"since": "2023-07-01"} if kind.__name__ == "RFMExplorer" else {}
    return kind(log, min_group=LEAST, **options)


def small_sizes(rows_by_name):
    return [
        (name, row)
        for name, rows in rows_by_name.items()
        for row in rows
        for size in SIZES
        if 0 < (row.get(size) or 0) < LEAST
    ]


def datasets_of(stored):
    return stored["datasets"]


@pytest.mark.parametrize("name", EXPLORERS)
def test_no_size_below_min_group_is_sent(name, log):
    explorer = made(EXPLORERS[name], log)
    assert not small_sizes(explorer.datasets)
    assert not small_sizes(json.loads(json.dumps(explorer._stored()))["datasets"])
    plain = EXPLORERS[name](log, **({"since": "2023-07-01"} if name == "RFMExplorer" else {}))
    # The test sees something: without min_group there are small groups, or nothing to hide.
    if small_sizes(plain.datasets):
        assert json.dumps(explorer.datasets) != json.dumps(plain.datasets)


@pytest.mark.parametrize("name", EXPLORERS)
def test_a_small_choice_is_not_counted_aloud(name, log):
    explorer = made(EXPLORERS[name], log)
    for key in explorer.groups.keys:
        with explorer._without_recording():
            explorer.selection = {"keys": [key]}
        chosen = len(explorer.selected)
        if 0 < chosen < LEAST:
            assert "selected" not in explorer._stored()["results"]
            assert re.search(r"Chosen: fewer than 10 customers\n", str(explorer) + "\n")
            said = explorer._reply({"kind": "file"})[0]["said"]
            assert str(chosen) not in said
