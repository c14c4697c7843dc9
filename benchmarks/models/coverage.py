"""How often 95 % intervals hold the truth: python benchmarks/models/coverage.py [simulations].

For each model, customers of known parameters are simulated and fitted again and again; the table
shows in what share of the fits each parameter's interval holds the true value, and how many fits
the diagnosis warned of. With 200 simulations 90 to 98 % is what chance allows.
"""

from __future__ import annotations

import sys

import pandas as pd

from clvwidgets.models import BGBB, BGNBD, MBGNBD, ParetoNBD

TRUTHS = (
    (BGNBD.from_params(r=0.6, alpha=5.0, a=0.8, b=2.5), 52.0),
    (MBGNBD.from_params(r=0.6, alpha=5.0, a=0.8, b=2.5), 52.0),
    (ParetoNBD.from_params(r=0.6, alpha=5.0, s=0.7, beta=12.0), 52.0),
    (BGBB.from_params(alpha=1.2, beta=0.75, gamma=0.66, delta=2.8), 12.0),
)
CUSTOMERS = 2000


def coverage(truth: BGNBD | ParetoNBD | BGBB, end: float, simulations: int) -> dict[str, float]:
    inside, warned = [], 0
    for seed in range(simulations):
        model = type(truth)().fit(truth.simulate(CUSTOMERS, end, seed))
        warned += not model.diagnosis_.ok
        table = model.summary()
        true = pd.Series(truth.params_)
        inside.append((table["lower"] < true) & (true < table["upper"]))
    shares = pd.DataFrame(inside).mean().to_dict()
    return {"model": type(truth).__name__, "warned": warned / simulations} | shares


def main(simulations: int = 200) -> None:
    rows = [coverage(truth, end, simulations) for truth, end in TRUTHS]
    print(f"{simulations} simulations of {CUSTOMERS} customers")
    print(pd.DataFrame(rows).set_index("model").round(3).to_string())


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
