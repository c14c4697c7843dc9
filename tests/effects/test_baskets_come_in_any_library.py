"""Baskets in Polars and PyArrow give the rules that pandas gives."""

from __future__ import annotations

import pandas as pd
import pytest

from clvwidgets.effects import association_rules


@pytest.mark.parametrize("library", ["polars", "pyarrow"])
def test_baskets_come_in_any_library(library):
    polars, arrow = pytest.importorskip("polars"), pytest.importorskip("pyarrow")
    lines = pd.DataFrame({"basket": [1, 1, 2, 2, 3], "product": ["a", "b", "a", "b", "a"]})
    same = polars.from_pandas(lines) if library == "polars" else arrow.Table.from_pandas(lines)
    wanted = {"min_support": 0.1, "min_confidence": 0.1}
    pd.testing.assert_frame_equal(
        association_rules(same, **wanted), association_rules(lines, **wanted)
    )
