"""What trials of the world measured, with intervals of 95 percent, for the tests of simulators."""

from __future__ import annotations

import pytest

Z = 1.959964


def share(yes):
    """Mean of a yes or no, and its reach to each side."""
    p = yes.mean()
    return p, Z * (p * (1 - p) / len(yes)) ** 0.5


def difference(treated, control):
    """Difference of two means, and its reach to each side."""
    error = (treated.var() / len(treated) + control.var() / len(control)) ** 0.5
    return treated.mean() - control.mean(), Z * error


def stands_beside(panel, name, value, low, high, tolerance=5e-4):
    """Whether the slider of a field tells what was measured of it."""
    known = panel.fields()[name].known
    assert (known.value, known.low, known.high) == pytest.approx((value, low, high), abs=tolerance)
