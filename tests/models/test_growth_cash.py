"""The cash of steady growth follows from the cash of the single customer."""

from __future__ import annotations

import numpy as np
import pytest

from clvwidgets.formulas import finite_clv
from clvwidgets.models import growth_cash


def test_it_is_the_sum_over_customers_of_what_each_owes():
    """A customer won k periods ago has made k + 1 payments; `finite_clv` knows what they bring."""
    cash = growth_cash(won=7, cac=90, margin=12, churn=0.08, periods=30)
    for now in (1, 2, 17, 30):
        owed = sum(90 - finite_clv(12, 0.92, 0, age) for age in range(1, now + 1))
        assert cash.loc[now, "tied up"] == pytest.approx(7 * owed)


def test_customers_settle_at_as_many_as_come_over_churn():
    cash = growth_cash(won=100, cac=120, margin=20, churn=0.05, periods=400)
    assert cash["there"].iloc[-1] == pytest.approx(100 / 0.05)


def test_twice_as_many_need_twice_as_much():
    once, twice = (growth_cash(n, 120, 20, 0.05, 24)["tied up"] for n in (100, 200))
    assert np.allclose(2 * once, twice)


@pytest.mark.parametrize("wrong", [{"churn": 5}, {"cac": -1}, {"periods": 0}, {"won": -3}])
def test_what_makes_no_sense_is_refused(wrong):
    given = {"won": 100, "cac": 120, "margin": 20, "churn": 0.05, "periods": 12, **wrong}
    with pytest.raises(ValueError, match=next(iter(wrong))):
        growth_cash(**given)
