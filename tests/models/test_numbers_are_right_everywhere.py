"""Finite and right for any parameters and histories, against mpmath with many digits."""

import itertools

import mpmath as mp
import numpy as np
import pandas as pd
import pytest

from clvwidgets.models import BGBB, BGNBD, MBGNBD, ParetoNBD

# Frequent buyers, buyers at the very end, just arrived, long gone.
HISTORIES = pd.DataFrame(
    [
        (0, 0.0, 0.0), (0, 0.0, 30.0), (1, 30.0, 39.0), (2, 5.0, 39.0), (26, 30.86, 31.0),
        (150, 200.0, 200.0), (150, 190.0, 200.0), (10_000, 300.0, 300.0), (10_000, 299.0, 300.0),
        (3, 0.001, 1000.0),
    ],
    columns=["frequency", "recency", "T"],
)  # fmt: skip
PARAMETERS = [
    *itertools.product((1e-4, 1.0, 1e4), repeat=4),
    *(10 ** np.random.default_rng(5).uniform(-4, 4, (60, 4))),
]
FEW = [
    (0.55, 10.58, 1.0, 11.67),
    (1.0, 1e-4, 1.0, 1e4),
    (1e4, 1e-4, 1e4, 1e-4),
    (0.3, 1e4, 1e-4, 1.0),
]


def build(cls, params):
    return cls.from_params(**dict(zip(cls._names, map(float, params), strict=True)))


def rows():
    return HISTORIES.itertuples(index=False, name=None)


def exact_bg_alive(params, history, at_once):
    r, alpha, a, b = map(mp.mpf, params)
    x, recency, end = map(mp.mpf, history)
    if x + at_once == 0:
        return mp.mpf(1)
    return 1 / (1 + a / (b + x + at_once - 1) * ((alpha + end) / (alpha + recency)) ** (r + x))


def exact_pareto_alive(params, history):
    r, alpha, s, beta = map(mp.mpf, params)
    x, recency, end = map(mp.mpf, history)
    if recency == end:
        return mp.mpf(1)
    least = min(alpha, beta)

    def gone(v):
        t = (least + recency) * mp.exp(v) - least
        fade = (r + x) * mp.log((alpha + t) / (alpha + end))
        return (least + t) * mp.exp(-fade - (s + 1) * mp.log((beta + t) / (beta + end)))

    stop = mp.log((least + end) / (least + recency))
    points = {stop * k / 8 for k in range(9)}
    points |= {k / (r + x + s + 2) for k in (2, 10, 40) if k / (r + x + s + 2) < stop}
    return 1 / (1 + s / (beta + end) * mp.quad(gone, sorted(points)))


@pytest.mark.parametrize(("cls", "at_once"), [(BGNBD, 0), (MBGNBD, 1)])
def test_bgnbd_probability_alive_at_the_ends_of_the_earth(cls, at_once):
    with mp.workdps(40):
        for params in PARAMETERS:
            got = build(cls, params).probability_alive(HISTORIES)
            want = [float(exact_bg_alive(params, history, at_once)) for history in rows()]
            assert got.tolist() == pytest.approx(want, rel=1e-9, abs=1e-300), params


def test_pareto_probability_alive_at_the_ends_of_the_earth():
    table = HISTORIES.iloc[[1, 5, 8]]
    with mp.workdps(16):
        for params in FEW:
            got = build(ParetoNBD, params).probability_alive(table)
            want = [float(exact_pareto_alive(params, h)) for h in table.itertuples(index=False)]
            assert got.tolist() == pytest.approx(want, rel=1e-9, abs=1e-300), params


def test_pareto_probability_alive_where_the_integral_is_elementary():
    with mp.workdps(40):
        for r, alpha, s, _ in PARAMETERS:
            got = build(ParetoNBD, (r, alpha, s, alpha)).probability_alive(HISTORIES)
            want = []
            for x, recency, end in rows():
                power = mp.mpf(r) + s + x
                ratio = (mp.mpf(alpha) + end) / (mp.mpf(alpha) + recency)
                want.append(float(1 / (1 + s / power * (ratio**power - 1))))
            assert got.tolist() == pytest.approx(want, rel=1e-9, abs=1e-300), (r, alpha, s)


@pytest.mark.parametrize("cls", [BGNBD, MBGNBD, ParetoNBD])
def test_nothing_is_nan_and_probabilities_stay_between_0_and_1(cls):
    with np.errstate(all="raise", under="ignore"):
        for params in PARAMETERS[::18]:
            model = build(cls, params)
            for ahead in (0, 50.0):
                assert model.probability_alive(HISTORIES, ahead).between(0, 1).all(), params
            expected = model.expected_purchases(HISTORIES, 52)
            assert np.isfinite(expected).all(), params
            assert (expected >= 0).all(), params
            assert np.isfinite(model.log_likelihood(HISTORIES)).all(), params
            assert np.isfinite(model.residual_purchases(HISTORIES, 0.002)).all(), params


@pytest.mark.parametrize("cls", [BGNBD, MBGNBD])
def test_hardly_discounted_purchases_are_the_expected_ones(cls):
    # Two ways of integrating; very regular buyers who leave soon are the hard case.
    for params in [(1e4, 1.0, 1.0, 1.0), (1e4, 1e4, 1e4, 1e4), (1e-4, 1e-4, 1.0, 1e4)]:
        model = build(cls, params)
        for horizon in (1.0, 520.0):
            until = model.residual_purchases(HISTORIES, 1e-14, horizon)
            want = model.expected_purchases(HISTORIES, horizon)
            assert until.tolist() == pytest.approx(want.tolist(), rel=1e-9, abs=1e-300), params


def test_bgbb_of_frequent_buyers_does_not_underflow():
    donors = pd.DataFrame({"frequency": [900, 10, 0], "recency": [1000, 10, 0], "T": [1000] * 3})
    for params in [(1e-4, 1e4, 1.0, 1.0), (1e4, 1e-4, 1e-4, 1e4), (1e4, 1.0, 1e-4, 1.0)]:
        model = build(BGBB, params)
        assert model.probability_alive(donors).between(0, 1).all(), params
        assert np.isfinite(model.expected_purchases(donors, 10)).all(), params


@pytest.mark.parametrize("a", [0.3, 1.0, 1.0 + 1e-9, 2.5])
@pytest.mark.parametrize("history", [(0, 0.0, 0.0), (2, 30.0, 39.0), (150, 199.0, 200.0)])
def test_bgnbd_expectation_equals_the_published_formula(a, history):
    table = pd.DataFrame([history], columns=["frequency", "recency", "T"])
    model = BGNBD.from_params(r=0.25, alpha=4.4, a=a, b=2.4)
    with mp.workdps(60):
        r, alpha, b, t = mp.mpf(0.25), mp.mpf(4.4), mp.mpf(2.4), mp.mpf(52)
        # The formula has a removable pole at a = 1: step aside, with digits to spare.
        a = mp.mpf(a) + mp.mpf(10) ** -25
        x, _, end = map(mp.mpf, history)
        age = alpha + end
        hyper = mp.hyp2f1(r + x, b + x, a + b + x - 1, t / (age + t))
        want = (a + b + x - 1) / (a - 1) * (1 - (age / (age + t)) ** (r + x) * hyper)
        want *= exact_bg_alive((r, alpha, a, b), history, 0)
        ahead = mp.hyp2f1(r + x, a, a + b + x, -t / age) * exact_bg_alive(
            (r, alpha, a, b), history, 0
        )
    assert model.expected_purchases(table, 52)[0] == pytest.approx(float(want), rel=1e-10)
    assert model.probability_alive(table, 52)[0] == pytest.approx(float(ahead), rel=1e-10)


@pytest.mark.parametrize("s", [0.05, 1.0, 40.0])
def test_pareto_residual_purchases_equal_the_published_formula(s):
    model = ParetoNBD.from_params(r=0.55, alpha=10.6, s=s, beta=11.7)
    table = HISTORIES.iloc[[1, 3]]
    with mp.workdps(20):
        z = mp.log(mp.mpf(1) + mp.mpf(0.0018))
        want = []
        for history in table.itertuples(index=False, name=None):
            x, _, end = map(mp.mpf, history)
            age = mp.mpf(11.7) + end
            rest = mp.exp(z * age) * mp.expint(s, z * age) * age
            alive = exact_pareto_alive((0.55, 10.6, s, 11.7), history)
            want.append(float(alive * (mp.mpf(0.55) + x) / (mp.mpf(10.6) + end) * rest))
    got = model.residual_purchases(table, 0.0018)
    assert got.tolist() == pytest.approx(want, rel=1e-9)
