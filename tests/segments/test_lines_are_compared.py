"""Lines of business beside each other: by hand."""

from __future__ import annotations

import pandas as pd
import pytest

from clvwidgets.segments import compare_lines

TEA = pd.DataFrame({"line": "tea", "payments": [1] * 4 + [2] * 16, "margin": range(1, 21)})


def test_by_hand():
    rice = pd.DataFrame({"line": "rice", "payments": 1, "margin": [5.0] * 10})
    found = compare_lines(pd.concat([TEA, rice]))
    assert list(found.index) == ["tea", "rice"]
    assert found.loc["tea"].tolist() == pytest.approx([20, 10.5, 10.5, 20, 100 * 39 / 210])
    assert found.loc["rice"].tolist() == pytest.approx([10, 5, 5, 100, 10])


def test_the_order_of_the_rows_does_not_matter():
    mixed = TEA.sample(frac=1, random_state=1)
    assert compare_lines(mixed).loc["tea"].tolist() == compare_lines(TEA).loc["tea"].tolist()


def test_a_line_without_a_tenth_is_refused_in_a_sentence():
    with pytest.raises(ValueError, match="9 of the line 'tea'"):
        compare_lines(TEA.head(9))
