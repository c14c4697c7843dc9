"""What the browser reads before it draws a stored panel lets all of our own panels through."""

from __future__ import annotations

import json

import pytest

import clvwidgets
from clvwidgets import Panel, TransactionLog, load_dataset
from clvwidgets.widgets.explorers.explorer import Explorer

from ..front_end import run

SCRIPT = """
import { readFileSync } from 'node:fs';
import { compile } from 'vega-lite';
import { chartsOf } from './src/panel/testing';
import { compiledFault } from './src/safety/compiled';
import { storedFault } from './src/safety/stored';
const panels = JSON.parse(readFileSync(0, 'utf8'));
const quiet = new Proxy({}, { get: () => () => quiet });
const made = ({ spec, config }) => compiledFault(compile(spec, { config, logger: quiet }).spec);
const fault = (panel) => storedFault(panel) || chartsOf(panel).map(made).join('');
const told = Object.entries(panels).map(([name, panel]) => [name, fault(panel)]);
process.stdout.write(JSON.stringify(Object.fromEntries(told)));
"""
# The base of the others, which shows nothing by itself.
BASES = ("Panel", "Explorer")
KINDS = {
    name: public
    for name in clvwidgets.__all__
    if isinstance(public := getattr(clvwidgets, name), type)
    and issubclass(public, Panel)
    and name not in BASES
}


def made(kind, log):
    if kind.__name__ == "ProfileExplorer":
        return kind(load_dataset("telco"), churned="churned")
    return kind(log) if issubclass(kind, Explorer) else kind()


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    cdnow = load_dataset("cdnow")
    log = TransactionLog(cdnow[cdnow["customer_id"] % 40 == 0])
    panels = {name: made(kind, log)._stored() for name, kind in KINDS.items()}
    climbing = json.loads(json.dumps(panels["SubscriptionCLV"]))
    declared = climbing["declaration"]
    declared = json.loads(declared) if isinstance(declared, str) else declared
    declared["outputs"][0]["expr"] = "item.mark.group"
    return run(
        SCRIPT,
        {**panels, "climbing": {**climbing, "declaration": declared}},
        tmp_path_factory.mktemp("door"),
    )


@pytest.mark.parametrize("name", KINDS)
def test_every_panel_of_ours_passes(told, name):
    assert told[name] == ""


def test_the_door_is_shut_for_what_climbs(told):
    assert "the name item" in told["climbing"] or "member" in told["climbing"]
