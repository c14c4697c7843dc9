"""A guess in three numbers is not its likeliest value."""

import numpy as np
import pytest
from scipy import stats

from clvwidgets.strategies import three_point


def test_a_best_guess_of_twenty_means_thirty_or_twenty_five():
    """Analytic: triangle and PERT from 10 over 20 to 60."""
    told = three_point(10, 20, 60)
    assert told["triangular_mean"] == pytest.approx(30)
    assert told["triangular_variance"] == pytest.approx(116.6666667)
    assert told["pert_mean"] == pytest.approx(25)


@pytest.mark.parametrize("points", [(10, 20, 60), (-5, -5, 2), (0.02, 0.05, 0.12), (3, 9, 9)])
def test_mean_and_variance_are_those_of_scipys_distributions(points):
    low, mode, high = points
    width, told = high - low, three_point(*points)
    triangle = stats.triang((mode - low) / width, low, width)
    beta = stats.beta(1 + 4 * (mode - low) / width, 1 + 4 * (high - mode) / width, low, width)
    assert told["triangular_mean"] == pytest.approx(triangle.mean())
    assert told["triangular_variance"] == pytest.approx(triangle.var())
    assert told["pert_mean"] == pytest.approx(beta.mean())
    assert told["pert_variance"] == pytest.approx(beta.var())


def test_three_numbers_that_fall_are_refused_in_a_sentence():
    with pytest.raises(ValueError, match=r"must not fall.*got 5, 3 and 9\. Put them"):
        three_point(5, 3, 9)
    with pytest.raises(ValueError, match="in 1 of 2 rows"):
        three_point(np.array([1.0, 5.0]), 3, 9)
