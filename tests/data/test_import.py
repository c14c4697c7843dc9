"""Reading a table must not cost the start of a chart library."""

import subprocess
import sys

import pytest


@pytest.mark.integration
@pytest.mark.parametrize("room", ["clvwidgets.data", "clvwidgets.segments"])
def test_importing_the_room_loads_no_charts_widgets_or_solvers(room):
    code = f"import sys, {room}; print(*sys.modules)"
    loaded = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    heavy = {"altair", "scipy", "ipywidgets", "anywidget", "frictionless", "matplotlib", "duckdb"}
    assert heavy.isdisjoint(loaded.stdout.split())
