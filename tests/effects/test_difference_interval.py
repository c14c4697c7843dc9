"""Intervals for two shares are the published ones, and hold the truth as often as they say."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from clvwidgets.data import load_dataset
from clvwidgets.effects import difference_interval, ratio_interval, share_interval


@pytest.mark.parametrize(
    ("counts", "low", "high"),
    [
        ((56, 70, 48, 80), 0.0524, 0.3339),
        ((9, 10, 3, 10), 0.1705, 0.8090),
        ((6, 7, 2, 7), 0.0582, 0.8062),
        ((5, 56, 0, 29), -0.0381, 0.1926),
        ((0, 10, 0, 20), -0.1611, 0.2775),
        ((0, 10, 0, 10), -0.2775, 0.2775),
        ((10, 10, 0, 20), 0.6791, 1.0),
        ((10, 10, 0, 10), 0.6075, 1.0),
    ],
)
def test_newcombes_interval_is_the_one_in_his_paper(counts, low, high):
    """Newcombe (1998), Statistics in Medicine 17, table II, method 10."""
    found = difference_interval(*counts)
    assert (found.low, found.high) == pytest.approx((low, high), abs=5e-5)


@pytest.mark.parametrize(
    ("counts", "low", "high"),
    [
        ((56, 70, 48, 80), 0.0575, 0.3425),
        ((9, 10, 3, 10), 0.2605, 0.9395),
        ((6, 7, 2, 7), 0.1481, 0.9947),
        ((5, 56, 0, 29), 0.0146, 0.1640),
    ],
)
def test_walds_interval_is_the_one_in_newcombes_paper(counts, low, high):
    """Newcombe (1998), table II, method 1."""
    found = difference_interval(*counts, method="wald")
    assert (found.low, found.high) == pytest.approx((low, high), abs=5e-5)


def test_wilsons_interval_is_that_of_scipy():
    for x, n in ((0, 20), (3, 20), (20, 20), (267, 21_307)):
        exact = stats.binomtest(x, n).proportion_ci(method="wilson")
        found = share_interval(x, n)
        assert (found.low, found.high) == pytest.approx((exact.low, exact.high), abs=1e-12)


def test_katzs_interval_is_that_of_scipy():
    for counts in ((16, 100, 20, 100), (267, 21_307, 122, 21_306), (1, 9, 8, 9)):
        risk = stats.contingency.relative_risk(*counts)
        exact, found = risk.confidence_interval(0.95), ratio_interval(*counts)
        assert (found.low, found.high) == pytest.approx((exact.low, exact.high), rel=1e-9)


def covered(method, n, p1, p2):
    """Chance that the interval holds the truth, added up over all that may come."""
    total = 0.0
    for x1 in range(n + 1):
        for x2 in range(n + 1):
            found = difference_interval(x1, n, x2, n, method=method)
            chance = stats.binom.pmf(x1, n, p1) * stats.binom.pmf(x2, n, p2)
            total += chance * found.holds(p1 - p2)
    return total


def test_agresti_and_caffo_hold_what_walds_does_not():
    """Agresti & Caffo (2000): of 10 each, means near .95 where Wald's lie below .93."""
    rates = [(0.1, 0.1), (0.3, 0.1), (0.5, 0.2), (0.9, 0.5), (0.7, 0.7)]
    mean = {
        method: np.mean([covered(method, 10, *pair) for pair in rates])
        for method in ("wald", "agresti_caffo", "newcombe")
    }
    assert mean["wald"] < 0.93
    assert 0.94 < mean["agresti_caffo"] < 0.98
    assert 0.94 < mean["newcombe"] < 0.98


def test_agresti_and_caffo_is_wald_with_a_yes_and_a_no_more():
    found = difference_interval(56, 70, 48, 80, method="agresti_caffo")
    wald = difference_interval(57, 72, 49, 82, method="wald")
    assert (found.low, found.high) == pytest.approx((wald.low, wald.high))


def test_a_ratio_has_an_interval_where_nobody_or_everybody_said_yes():
    for counts in ((0, 20, 5, 20), (20, 20, 20, 20)):
        found = ratio_interval(*counts)
        assert 0 <= found.low <= found.value < found.high < np.inf


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (lambda: difference_interval(1, 0, 1, 2), "n1 must be 1 or more"),
        (lambda: difference_interval(1, 2, 3, 2), "x2 must lie between 0 and n2, got 3 of 2"),
        (lambda: ratio_interval(1, 2, 0, 2), "nobody of 2"),
        (lambda: share_interval(1, 2, level=1), "level must lie between 0 and 1"),
    ],
)
def test_counts_that_cannot_be_are_refused_in_a_sentence(call, sentence):
    with pytest.raises(ValueError, match=sentence):
        call()


HILLSTROM = [
    (["men"], "visitors", 0.0765896, 0.0033859),
    (["men"], "buyers", 0.0068050, 0.0009209),
    (["women"], "visitors", 0.0452331, 0.0032345),
    (["women"], "buyers", 0.0031111, 0.0008227),
    (["men", "women"], "visitors", 0.0608820, 0.0027773),
    (["men", "women"], "buyers", 0.0049546, 0.0007174),
]


@pytest.mark.parametrize(("mails", "who", "effect", "error"), HILLSTROM)
def test_hillstroms_mails_have_the_effects_and_errors_of_his_file(mails, who, effect, error):
    """Computed from the 64,000 rows of Hillstrom (2008) with plain pandas."""
    counts = load_dataset("hillstrom_counts").query("split == 'goods'")
    assert _wald(counts, mails, who) == pytest.approx((effect, error), abs=1e-6)


@pytest.mark.parametrize(
    ("parts", "effect", "error"),
    [
        (["both", "women"], 0.073115, 0.004613),
        (["men"], 0.011078, 0.004424),
        (["both", "men"], 0.021753, 0.004316),
        (["women"], 0.073985, 0.004870),
    ],
)
def test_womens_mail_moves_those_who_bought_for_women(parts, effect, error):
    counts = load_dataset("hillstrom_counts").query("split == 'goods'")
    counts = counts[counts["part"].isin(parts)]
    assert _wald(counts, ["women"], "visitors") == pytest.approx((effect, error), abs=1e-6)


def _wald(counts, mails, who):
    got, none = (
        counts[counts["mail"].isin(mail)][[who, "customers"]].sum() for mail in (mails, ["none"])
    )
    numbers = [int(one[name]) for one in (got, none) for name in (who, "customers")]
    found = difference_interval(*numbers, "wald")
    return found.value, (found.high - found.low) / 2 / 1.959963985


@pytest.mark.parametrize("method", ["wald", "agresti_caffo", "newcombe"])
def test_no_two_shares_differ_by_more_than_one(method):
    for counts in ((10, 10, 0, 10), (0, 3, 3, 3)):
        found = difference_interval(*counts, method=method)
        assert -1 <= found.low <= found.high <= 1
