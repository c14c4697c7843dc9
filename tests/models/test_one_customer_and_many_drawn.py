"""P(alive) of one customer through time, and rates of drawn customers: against sums and papers."""

import numpy as np
import pandas as pd
import pytest

from clvwidgets.data import TransactionLog, load_dataset
from clvwidgets.data.rhythm import purchases_of
from clvwidgets.formulas import bgnbd_alive
from clvwidgets.models import (
    BGBB,
    BGNBD,
    MBGNBD,
    ParetoNBD,
    alive_path,
    drawn_rates,
    rate_densities,
)

WEEKS = {"r": 0.243, "alpha": 4.414, "a": 0.793, "b": 2.426}
BG, MBG = BGNBD.from_params(**WEEKS, period="W"), MBGNBD.from_params(**WEEKS, period="W")
PARETO = ParetoNBD.from_params(r=0.553, alpha=10.58, s=0.606, beta=11.67, period="W")


@pytest.fixture(scope="module")
def bought():
    return purchases_of(TransactionLog(load_dataset("cdnow")), 3)["date"]


def test_the_path_of_a_known_customer_falls_in_silence_and_jumps_with_an_order(bought):
    path = alive_path(BG, bought, "1998-06-30")["probability_alive"].round(2)
    days = ["1997-04-02", "1997-11-14", "1997-11-15", "1998-05-27", "1998-05-28"]
    assert path[days].tolist() == [0.81, 0.29, 0.85, 0.54, 0.89]


@pytest.mark.parametrize("model", [BG, MBG, PARETO])
def test_each_day_knows_what_a_log_that_ends_on_it_knows(model, bought):
    path = alive_path(model, bought, "1998-06-30")
    assert path.index.equals(pd.date_range("1997-01-02", "1998-06-30", name="day"))
    log = TransactionLog(pd.DataFrame({"customer_id": 3, "date": bought, "amount": 9.0}))
    for day in ["1997-01-02", "1997-03-29", "1997-03-30", "1997-12-24", "1998-06-30"]:
        then = log.customers("W", end=day)
        assert path.loc[day, ["frequency", "recency", "T"]].tolist() == pytest.approx(
            then.iloc[0][["frequency", "recency", "T"]].tolist()
        )
        alive = model.probability_alive(then).iloc[0]
        assert path.loc[day, "probability_alive"] == pytest.approx(alive)


def test_the_formula_is_the_model():
    rng = np.random.default_rng(5)
    x = rng.integers(0, 60, 300)
    end = rng.uniform(1.0, 500.0, 300)
    recency = np.where(x > 0, end * rng.uniform(0.01, 1.0, 300), 0.0)
    histories = pd.DataFrame({"frequency": x, "recency": recency, "T": end})
    for model, after in ((BG, "repeat purchase"), (MBG, "any purchase")):
        by_hand = bgnbd_alive(x, recency, end, **WEEKS, leaves_after=after)
        assert by_hand == pytest.approx(model.probability_alive(histories).to_numpy(), rel=1e-9)


def test_the_formula_refuses_histories_that_cannot_be():
    with pytest.raises(ValueError, match=r"0 if frequency is 0.*got 78 with frequency 0"):
        bgnbd_alive(0, 78, 104, **WEEKS)
    with pytest.raises(ValueError, match="broken in 1 of 2 rows"):
        bgnbd_alive(np.array([0, 3]), np.array([0.0, 0.0]), 104, **WEEKS)
    with pytest.raises(ValueError, match="recency is larger than T"):
        bgnbd_alive(3, 110, 104, **WEEKS)
    with pytest.raises(ValueError, match="leaves_after must be one of"):
        bgnbd_alive(3, 78, 104, **WEEKS, leaves_after="BG")


def test_rows_may_be_few_but_never_miss_a_jump(bought):
    every_day = alive_path(BG, bought, "1998-06-30")
    some = alive_path(BG, bought.tolist()[::-1], "1998-06-30", every=30)
    assert len(some) < 40
    assert every_day.loc[some.index].equals(some)
    jumps = every_day.index[every_day["bought"]]
    assert set(jumps) | set(jumps[1:] - pd.Timedelta(days=1)) <= set(some.index)
    assert some.index[-1] == pd.Timestamp("1998-06-30")


def test_a_path_that_looks_like_rfm_is_no_mistake():
    """Four orders in a week, then silence: the rows of one customer are no customers."""
    days = pd.date_range("2024-01-01", periods=5)
    path = alive_path(BG, days, "2025-12-31")
    assert path["probability_alive"].iloc[-1] < 0.01


def test_what_has_no_path_is_refused_in_a_sentence():
    with pytest.raises(ValueError, match="purchases has no day until 2024-01-01"):
        alive_path(BG, ["2024-02-01"], "2024-01-01")
    with pytest.raises(ValueError, match="does not know its period"):
        alive_path(BGNBD.from_params(**WEEKS), ["2024-02-01"], "2024-03-01")
    bgbb = BGBB.from_params(alpha=1.2, beta=0.75, gamma=0.66, delta=2.8, period="Y")
    with pytest.raises(ValueError, match="BGBB counts opportunities"):
        alive_path(bgbb, ["2024-02-01"], "2024-03-01")
    with pytest.raises(ValueError, match="BGBB has no rates of purchase"):
        drawn_rates(bgbb, 10)
    with pytest.raises(ValueError, match="purchases must be a list in which each is a date"):
        alive_path(BG, ["2024-02-01", "soon"], "2024-03-01")
    with pytest.raises(ValueError, match="every must be a whole number, 1 or more"):
        alive_path(BG, ["2024-02-01"], "2024-03-01", every=0)


def test_drawn_customers_buy_as_the_model_expects_of_new_ones():
    """Of customers with these rates and chances, plain counting gives the model's mean."""
    drawn = drawn_rates(BG, 100_000, seed=3)
    rate, leaving = drawn["rate"].to_numpy(), drawn["leaving"].to_numpy()
    # Repeat purchases until week 39: rate while there, leaving after each with its chance.
    made = -np.expm1(-rate * leaving * 39.0) / leaving
    assert made.mean() == pytest.approx(BG.expected_purchases_new(39.0), rel=0.01)
    lives = drawn_rates(PARETO, 100_000, seed=3)
    leaves = lives["leaving"].to_numpy()
    made = lives["rate"] * -np.expm1(-leaves * 39.0) / leaves
    assert made.mean() == pytest.approx(PARETO.expected_purchases_new(39.0), rel=0.01)
    assert abs(np.corrcoef(rate, leaving)[0, 1]) < 0.01


def test_densities_hold_the_drawn_customers_and_the_seed_decides():
    model = BGNBD.from_params(r=2.0, alpha=9.0, a=2.0, b=6.0, period="W")
    drawn, curve = drawn_rates(model, 5_000, seed=1), rate_densities(model, steps=500)
    assert drawn.equals(drawn_rates(model, 5_000, seed=1))
    for what, part in curve.groupby("what"):
        below = part["value"] < drawn[what].median()
        area = part["density"][below].sum() * part["value"].diff().iloc[1]
        assert area == pytest.approx(0.5, abs=0.02)
        at = np.interp(drawn[what], part["value"], part["density"])
        inside = drawn[what].between(part["value"].min(), part["value"].max())
        assert at[inside] == pytest.approx(drawn[f"{what}_density"][inside], abs=0.02)
    assert set(curve["meaning"]) == {"purchases per week", "chance to leave after a purchase"}
    assert "leaves per week" in set(rate_densities(PARETO)["meaning"])
