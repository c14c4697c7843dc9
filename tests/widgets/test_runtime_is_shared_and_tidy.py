"""One hidden widget carries the code for all panels; panels of an earlier run are closed."""

from __future__ import annotations

import gzip

import pytest

from clvwidgets import SubscriptionCLV
from clvwidgets.display import static_files
from clvwidgets.widgets.panel import runtime
from clvwidgets.widgets.panel.runtime import Runtime


def test_panels_share_one_runtime():
    first, second = SubscriptionCLV(), SubscriptionCLV()
    assert first.runtime == second.runtime == Runtime.current().model_id
    assert b"vega" in gzip.decompress(Runtime.current().vega)
    assert len(first._esm) < 3500


def test_a_closed_runtime_is_made_anew():
    closed = Runtime.current()
    known_as = closed.model_id
    closed.close()
    assert SubscriptionCLV().runtime not in ("", known_as)


@pytest.fixture
def cell(monkeypatch):
    """Pretend that a notebook's cell runs: returns a function to start a run."""
    running = {"cell": ("", 0)}
    monkeypatch.setattr(runtime, "_running_cell", lambda: running["cell"])

    def run(name: str, count: int) -> None:
        running["cell"] = (name, count)

    return run


def test_running_a_cell_again_closes_its_earlier_panels(cell):
    cell("a", 1)
    first, beside = SubscriptionCLV(), SubscriptionCLV()
    cell("b", 2)
    other = SubscriptionCLV()
    cell("a", 3)
    again = SubscriptionCLV()
    assert first.comm is None
    assert beside.comm is None
    assert other.comm is not None
    assert again.comm is not None
    assert first.clv == again.clv  # a closed panel still computes


def test_outside_a_notebook_nothing_is_closed():
    first = SubscriptionCLV()
    SubscriptionCLV()
    assert first.comm is not None


def test_an_unbuilt_front_end_is_a_sentence():
    with pytest.raises(FileNotFoundError, match=r"run `make lab` or `pip install -e \.`"):
        static_files.static_text("missing.js")
