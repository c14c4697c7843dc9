"""With min_group no group of fewer customers leaves Python, whichever explorer shows it."""

from __future__ import annotations

import json
import re

import pandas as pd
import pytest

from clvwidgets import CohortExplorer, KPIDashboard, TransactionLog
from clvwidgets.data.small_groups import SIZES

from .explorers import HIDING, LEAST, made
from .shop import small_shop


@pytest.fixture(scope="module")
def log():
    shop = small_shop(300)
    return TransactionLog(shop, attributes=["channel", "age"])


@pytest.fixture(scope="module", params=HIDING)
def name(request):
    return request.param


@pytest.fixture(scope="module")
def explorer(name, log):
    return made(HIDING[name], log)


def small_sizes(rows_by_name):
    return [
        (name, row)
        for name, rows in rows_by_name.items()
        for row in rows
        for size in SIZES
        if 0 < (row.get(size) or 0) < LEAST
    ]


def test_no_size_below_min_group_is_sent(explorer, name, log):
    assert not small_sizes(explorer.datasets)
    assert not small_sizes(json.loads(json.dumps(explorer._stored()))["datasets"])
    plain = HIDING[name](log, **({"since": "2023-07-01"} if name == "RFMExplorer" else {}))
    # The test sees something: without min_group there are small groups, or nothing to hide.
    if small_sizes(plain.datasets):
        assert json.dumps(explorer.datasets) != json.dumps(plain.datasets)


def test_a_small_choice_is_not_counted_aloud(explorer):
    for key in explorer.groups.keys:
        with explorer._without_recording():
            explorer.selection = {"keys": [key]}
        chosen = len(explorer.selected)
        if 0 < chosen < LEAST:
            assert "selected" not in explorer._stored()["results"]
            assert re.search(r"Chosen: fewer than 10 customers\n", str(explorer) + "\n")
            said = explorer._reply({"kind": "file"})[0]["said"]
            assert str(chosen) not in said


def test_no_page_and_no_output_holds_a_hidden_group(explorer):
    holder = r'<script type="application/json" data-clvwidgets[^>]*>(.*?)</script>'
    (page,) = re.findall(holder, explorer.to_html(), re.DOTALL)
    assert not small_sizes(json.loads(page)["datasets"])
    output = explorer._repr_mimebundle_()
    output = output[0] if isinstance(output, tuple) else output
    stored = next(part for kind, part in output.items() if kind.endswith("panel+json"))
    assert not small_sizes(stored["datasets"])


def test_a_dashboard_tells_no_measure_of_a_month_with_few_customers():
    """The lines hide such a month, and so do the titles, the overview and the sentences."""
    shop = small_shop(300)
    late = (shop["date"] >= "2023-11-01") & (shop["date"] < "2023-12-01")
    few = shop[late].drop_duplicates("customer").head(LEAST - 3)
    # December begins, so that November was seen whole.
    shop = pd.concat([shop[shop["date"] < "2023-11-01"], few, shop[shop["date"] >= "2023-12-31"]])
    words = re.compile(r"\d+(\.\d+)?%|€\d")
    panels = [KPIDashboard(TransactionLog(shop), min_group=least) for least in (0, LEAST)]
    in_the_open, hidden = ([row["words"] for row in one.datasets["story"]] for one in panels)
    assert any(map(words.search, in_the_open))
    assert not any(map(words.search, hidden))
    assert not any(map(words.search, panels[1].summary))
    assert "Churn: not known in the last whole period" in json.dumps(panels[1]._stored())


def test_a_heat_map_without_a_cohort_says_so(log):
    explorer = CohortExplorer(log, min_group=1000)
    assert "Each cohort has fewer than 1000 customers, so all are hidden" in json.dumps(
        explorer._stored()
    )
