"""Names that every object of JavaScript has are names of customers' groups like any others."""

from __future__ import annotations

import json

import pandas as pd
import pytest

from clvwidgets import KPIDashboard, ProfileExplorer, TransactionLog, load_dataset

# In the same order: the pictures differ in letters and how wide they are, and in nothing else.
TAKEN = {
    "__proto__": "__prota__",
    "constructor": "constructer",
    "hasOwnProperty": "hasOwnPropertz",
    "toString": "toStrinh",
    "valueOf": "valueOg",
}
MAKERS = {
    "profile": lambda log: ProfileExplorer(log, gone_after=120),
    "kpi": lambda log: KPIDashboard(log, split="channel"),
}
PICTURE = """panel => [...panel.querySelectorAll('.clv-picture svg *')].map(part =>
    part.localName + (part.childElementCount ? '' : part.textContent))"""


def renamed(text: str) -> str:
    for taken, free in TAKEN.items():
        text = text.replace(taken, free)
    return text


@pytest.fixture(scope="module")
def log():
    table = load_dataset("cdnow")
    table = table[table["in_sample"]]
    ids = pd.factorize(table["customer_id"])[0]
    channel = pd.Series(list(TAKEN))[ids % len(TAKEN)].to_numpy()
    return TransactionLog(table.assign(channel=channel), attributes=["channel"])


@pytest.mark.parametrize("name", MAKERS)
def test_groups_of_such_names_are_all_drawn(stub, log, name):
    stored = json.dumps(MAKERS[name](log)._stored())
    assert "__proto__" in stored
    assert "constructor" in stored
    panel = stub.mount(json.loads(stored))
    shown, said = panel.evaluate(PICTURE), panel.inner_text()
    stub.clear()
    free = stub.mount(json.loads(renamed(stored)))
    assert renamed(said) == free.inner_text()
    assert list(map(renamed, shown)) == free.evaluate(PICTURE)
    assert stub.page.evaluate("Object.keys(Object.prototype)") == []
    assert stub.console_errors == []


def test_such_a_group_can_be_chosen(stub, log):
    panel = stub.mount(json.loads(json.dumps(MAKERS["profile"](log)._stored())))
    bars = panel.locator(".mark-rect path")
    chosen = set()
    for place in range(len(TAKEN)):
        bars.nth(place).click(force=True)
        chosen.update(stub.get("selection")["keys"])
    assert len(chosen) == len(TAKEN)
