"""Worlds in which customers do not differ, and what the models say of them.

Run as a script it prints every verdict, for a test that compares settings of the processor.
"""

import numpy as np
import pandas as pd

from clvwidgets.models import (
    BGBB,
    BGNBD,
    MBGNBD,
    BetaDiscreteWeibull,
    GammaGamma,
    ParetoNBD,
    ShiftedBetaGeometric,
)


def steady(customers, time, rate, seed):
    """Customers who buy at one rate and never leave."""
    rng = np.random.default_rng(seed)
    frequency = rng.poisson(rate * time, customers)
    latest = rng.beta(np.maximum(frequency, 1), 1) * time
    recency = np.where(frequency > 0, latest, 0.0)
    return pd.DataFrame({"frequency": frequency, "recency": recency, "T": float(time)})


def givers(customers, chances, chance, seed, stay=1.0):
    """Customers who take each opportunity with one chance, and stay for the next with another."""
    rng = np.random.default_rng(seed)
    there = np.cumprod(rng.random((customers, chances)) < stay, axis=1)
    taken = there * (rng.random((customers, chances)) < chance)
    last = np.where(taken, np.arange(1, chances + 1), 0).max(axis=1)
    return pd.DataFrame({"frequency": taken.sum(axis=1), "recency": last, "T": chances})


def one_trip():
    """Nobody who came back once came back again, though there was time for it."""
    rng = np.random.default_rng(8)
    frequency = (rng.random(500) < 0.6).astype(int)
    recency = np.where(frequency > 0, rng.exponential(1.0, 500).clip(max=30.0), 0.0)
    return pd.DataFrame({"frequency": frequency, "recency": recency, "T": 60.0})


def spenders(within, between, seed):
    rng = np.random.default_rng(seed)
    frequency = rng.integers(1, 9, 600)
    mean = 35.0 * (between - 1.0) / rng.gamma(between, 1.0, 600)
    spend = mean * rng.gamma(within * frequency) / (within * frequency)
    return pd.DataFrame({"frequency": frequency, "monetary_value": spend})


ALIKE = BGNBD.from_params(r=1e5, alpha=1e6, a=0.8, b=2.4)
LEAVE_ALIKE = BGNBD.from_params(r=0.6, alpha=5.0, a=2e4, b=8e4)

# Drawn so that the likelihood has no peak; with other seeds chance makes them differ a little.
WORLDS = {
    "buy alike": (BGNBD, ALIKE.simulate(400, 30.0, seed=1), "no difference .* how often they buy"),
    "buy alike, many": (BGNBD, ALIKE.simulate(20_000, 30.0, seed=2), None),
    "buy alike, and may leave at once": (
        MBGNBD,
        MBGNBD.from_params(r=1e5, alpha=1e6, a=0.8, b=2.4).simulate(400, 30.0, seed=6),
        "no difference .* how often they buy",
    ),
    "leave alike": (BGNBD, LEAVE_ALIKE.simulate(400, 60.0, seed=4), "how likely they are to leave"),
    "nobody leaves": (BGNBD, steady(400, 30, 0.2, 4), "nobody leaves"),
    "nobody leaves, Pareto": (ParetoNBD, steady(400, 30, 0.2, 4), "nobody leaves"),
    "buy alike, nobody leaves": (BGNBD, steady(400, 30, 0.2, 2), "no difference .* nobody leaves"),
    "buy alike, nobody leaves, Pareto": (
        ParetoNBD,
        steady(400, 30, 0.2, 2),
        "no difference .* nobody leaves",
    ),
    "buy alike, Pareto": (
        ParetoNBD,
        ParetoNBD.from_params(r=1e5, alpha=1e6, s=0.6, beta=12.0).simulate(400, 30.0, seed=1),
        "no difference .* how often they buy",
    ),
    "all leave at once": (BGNBD, one_trip(), "everybody leaves after the first repeat purchase"),
    "give alike": (BGBB, givers(400, 8, 0.4, 6, stay=0.8), "how likely they are to"),
    "give alike, nobody leaves": (BGBB, givers(400, 8, 0.4, 7), "nobody leaves"),
    "renew alike": (
        ShiftedBetaGeometric,
        [1000, 800, 640, 512, 410, 328],
        r"no difference .* how likely they are to leave.* alpha / \(alpha \+ beta\), 0\.1999",
    ),
    "all leave at the first renewal": (
        ShiftedBetaGeometric,
        [1000, 0],
        "everybody leaves at the first renewal",
    ),
    "some leave at once": (ShiftedBetaGeometric, [1000, 600, 600, 600, 600], "the others never"),
    "renew alike at any tenure": (
        BetaDiscreteWeibull,
        [1000, 800, 640, 512, 410, 328],
        "no change with tenure in how likely they are to leave.* no difference",
    ),
    "some leave at once, at any tenure": (
        BetaDiscreteWeibull,
        [1000, 600, 600, 600, 600],
        "no change with tenure .* the others never",
    ),
    "who renews once stays": (
        BetaDiscreteWeibull,
        [100_000, 49_969, 49_969, 49_969],
        "who has renewed once stays for good",
    ),
    "who renews once leaves next": (
        BetaDiscreteWeibull,
        [1000, 600, 0, 0],
        "no difference .* chance of leaving jumps",
    ),
    "spend alike": (GammaGamma, spenders(4.0, 1e6, 1), "no difference .* how much they spend"),
    "same amount each time": (GammaGamma, spenders(1e6, 4.0, 2), "spends the same"),
}


def verdict(name):
    """Everything that a person is told of the fit."""
    model, data, _ = WORLDS[name]
    fitted = model().fit(data)
    told = [f"{key}={value!r}" for key, value in fitted.params_.items()]
    told += [f"error of {key}={value!r}" for key, value in fitted.standard_errors_.items()]
    return "\n".join([name, *told, repr(fitted.log_likelihood_), str(fitted.diagnosis_)])


if __name__ == "__main__":
    print("\n\n".join(verdict(name) for name in WORLDS))
