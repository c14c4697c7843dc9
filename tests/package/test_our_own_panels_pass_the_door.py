"""What the browser reads before it draws a stored panel lets all of our own panels through."""

from __future__ import annotations

import json

import pytest

from clvwidgets import ProfileExplorer, TransactionLog, load_dataset

from ..front_end import run
from ..panels import PANELS, made
from ..widgets.shop import small_shop

pytestmark = pytest.mark.integration  # makes all panels and starts Node

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


OF_A_TABLE = "a profile of customers, not of purchases"


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    log = TransactionLog(small_shop(), attributes=["channel", "age"])
    panels = {name: made(kind, log)._stored() for name, kind in PANELS.items()}
    panels[OF_A_TABLE] = ProfileExplorer(load_dataset("telco"), churned="churned")._stored()
    climbing = json.loads(json.dumps(panels["SubscriptionCLV"]))
    declared = climbing["declaration"]
    declared = json.loads(declared) if isinstance(declared, str) else declared
    declared["outputs"][0]["expr"] = "item.mark.group"
    return run(
        SCRIPT,
        {**panels, "climbing": {**climbing, "declaration": declared}},
        tmp_path_factory.mktemp("door"),
    )


@pytest.mark.parametrize("name", [*PANELS, OF_A_TABLE])
def test_every_panel_of_ours_passes(told, name):
    assert told[name] == ""


def test_the_door_is_shut_for_what_climbs(told):
    assert "the name item" in told["climbing"] or "member" in told["climbing"]
