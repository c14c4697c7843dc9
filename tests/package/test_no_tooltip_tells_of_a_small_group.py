"""With min_group no mark tells the pointer of fewer customers, in any chart of any explorer."""

from __future__ import annotations

import re

import pytest

from clvwidgets import TransactionLog

from ..front_end import run
from ..widgets.explorers import HIDING, LEAST, made
from ..widgets.shop import small_shop

pytestmark = pytest.mark.integration  # makes all panels and starts Node

TOOLTIPS = """
import { readFileSync } from 'node:fs';
import { compile } from 'vega-lite';
import { chartsOf } from './src/panel/testing';
import { headless } from './src/vega';
const quiet = new Proxy({}, { get: () => () => quiet });
async function told({ spec, config }) {
  const view = headless(compile(spec, { config, logger: quiet }).spec);
  await view.runAsync();
  const items = (item) => [item, ...(item.items ?? []).flatMap(items)];
  return items(view.scenegraph().root).map((item) => item.tooltip).filter(Boolean);
}
const panels = JSON.parse(readFileSync(0, 'utf8'));
const answers = {};
for (const [name, panel] of Object.entries(panels)) {
  answers[name] = (await Promise.all(chartsOf(panel).map(told))).flat();
}
process.stdout.write(JSON.stringify(answers));
"""


@pytest.fixture(scope="module")
def tooltips(tmp_path_factory):
    """Collect what the tooltips of all explorers say, with small groups hidden and without."""
    log = TransactionLog(small_shop(300), attributes=["channel", "age"])
    hidden = {name: made(kind, log)._stored() for name, kind in HIDING.items()}
    open_ = {f"{name} in the open": kind(log)._stored() for name, kind in HIDING.items()}
    return run(TOOLTIPS, {**hidden, **open_}, tmp_path_factory.mktemp("tooltips"))


def small_counts(tooltips):
    """List what is said of fewer than LEAST customers."""
    counts = [
        (label, int(said))
        for tooltip in tooltips
        if isinstance(tooltip, dict)
        for label, said in tooltip.items()
        if re.search("customers|bought|size", label) and re.fullmatch(r"\d+", str(said))
    ]
    return [one for one in counts if 0 < one[1] < LEAST]


@pytest.mark.parametrize("name", HIDING)
def test_no_tooltip_counts_a_hidden_group(name, tooltips):
    assert tooltips[name]
    assert small_counts(tooltips[name]) == []


def test_tooltips_would_count_small_groups_if_nothing_hid_them(tooltips):
    told = [name for name in HIDING if small_counts(tooltips[f"{name} in the open"])]
    assert len(told) >= 3
