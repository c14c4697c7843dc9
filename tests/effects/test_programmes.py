"""Programmes beside each other are what pandas and SciPy say of each alone."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from clvwidgets.data import load_dataset
from clvwidgets.effects import compare_programmes

NAMES = ("offer", "points", "tiers", "winback")


@pytest.fixture(scope="module")
def found():
    return compare_programmes({name: load_dataset(f"experiments_{name}") for name in NAMES})


@pytest.mark.parametrize("name", NAMES)
def test_each_row_is_that_of_its_own_trial(found, name):
    table = load_dataset(f"experiments_{name}")
    net = table["margin"] - table["cost"]
    got, others = net[table["treated"]], net[~table["treated"]]
    welch = stats.ttest_ind(got, others, equal_var=False)
    row = found.loc[name]
    assert row["net"] == pytest.approx(got.mean() - others.mean())
    assert (row["net_low"], row["net_high"]) == pytest.approx(welch.confidence_interval(0.95))
    assert row["net_errors"] == pytest.approx(welch.statistic)
    assert row["cost"] == pytest.approx(table.loc[table["treated"], "cost"].mean())
    assert row["per_euro"] == pytest.approx(row["net"] / row["cost"])


@pytest.mark.parametrize("name", NAMES)
def test_what_a_euro_brought_has_the_interval_of_a_bootstrap(found, name):
    table, rng = load_dataset(f"experiments_{name}"), np.random.default_rng(0)
    got = table.loc[table["treated"], ["margin", "cost"]].to_numpy()
    others = table.loc[~table["treated"], "margin"].to_numpy()
    draws = []
    for _ in range(1000):
        margin, cost = got[rng.integers(0, len(got), len(got))].mean(axis=0)
        draws.append((margin - rng.choice(others, len(others)).mean()) / cost - 1)
    ends = found.loc[name, ["per_euro_low", "per_euro_high"]].to_numpy(float)
    wide = ends[1] - ends[0]
    assert ends == pytest.approx(np.percentile(draws, [2.5, 97.5]), abs=0.07 * wide)


def test_no_trial_is_refused():
    with pytest.raises(ValueError, match="trials is empty"):
        compare_programmes({})
