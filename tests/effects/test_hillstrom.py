"""Hillstrom's test of mail (2008): its counts, and which share of sales the mail caused."""

from __future__ import annotations

import pytest

from clvwidgets import load_dataset
from clvwidgets.strategies import hold_out_effect


@pytest.fixture(scope="module")
def arms():
    counts = load_dataset("hillstrom_counts").query("split == 'goods'")
    return counts.groupby("mail")[["customers", "visitors", "buyers", "spend"]].sum()


def test_the_arms_are_those_that_hillstrom_published(arms):
    assert arms.loc["none"].tolist() == pytest.approx([21_306, 2262, 122, 13_908.33], abs=0.005)
    assert arms.loc["men"].tolist() == pytest.approx([21_307, 3894, 267, 30_311.69], abs=0.005)
    assert arms.loc["women"].tolist() == pytest.approx([21_387, 3238, 189, 23_038.11], abs=0.005)


def test_mail_caused_less_than_half_of_what_its_receivers_spent(arms):
    """The best case on record: 47.8 % of the spend of two weeks, 36.4 % of the visits."""
    mailed, none = arms.loc["men"] + arms.loc["women"], arms.loc["none"]
    for outcome, share in (("spend", 0.4776), ("visitors", 0.36444)):
        anyway = none[outcome] / none["customers"] * mailed["customers"]
        assert 1 - anyway / mailed[outcome] == pytest.approx(share, abs=2e-5)


def test_orders_caused_are_counted_against_the_hold_out(arms):
    mailed, none = arms.loc["men"] + arms.loc["women"], arms.loc["none"]
    found = hold_out_effect(
        mailed["customers"], mailed["buyers"], none["customers"], none["buyers"]
    )
    anyway = none["buyers"] / none["customers"] * mailed["customers"]
    assert found["caused"] == pytest.approx(mailed["buyers"] - anyway)
