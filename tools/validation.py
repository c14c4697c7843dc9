"""Write docs/validation.md: the models on purchases that they have not seen.

Run `make validation` after a change to the models. The data of known truth are made here, by a
process that is the Pareto/NBD and Gamma-Gamma models word for word, so that the truth itself can
be scored beside the models: nobody can do better, but by luck.
"""

from __future__ import annotations

import platform
import sys
from pathlib import Path
from typing import Any, Self

import numpy as np
import pandas as pd

from clvwidgets.data import TransactionLog, load_dataset
from clvwidgets.models import (
    BGNBD,
    MBGNBD,
    CustomerValue,
    GammaGamma,
    Nobody,
    ParetoNBD,
    PastRate,
    TwoStage,
    validate,
)

PAGE = Path(__file__).parent.parent / "docs" / "validation.md"
START = pd.Timestamp("2023-01-02")
CUT, END = pd.Timestamp("2023-12-31"), pd.Timestamp("2024-06-30")
PURCHASES = {"r": 0.55, "alpha": 10.6, "s": 0.61, "beta": 11.7}
SPEND = {"p": 6.25, "q": 3.74, "v": 15.4}

HEADINGS = {
    "mae": "MAE",
    "rmse": "RMSE",
    "bias": "bias",
    "rank_correlation": "rank corr.",
    "gini": "Gini",
    "top_decile_lift": "top-decile lift",
    "calibration_error": "calibration error",
    "interval_coverage": "90 % intervals hold",
    "seconds": "fit, s",
}

TEXT = """# What the models predict, and how well

`make validation` writes this page. Each model is fitted to the time up to a cut and predicts the
time after it; then it is compared with what came. A test takes the table on CDNOW anew and
compares it with this page.

## How to read the tables

* **MAE**, **RMSE**: mean absolute and root mean square error for a customer.
* **bias**: predicted total over actual total, minus 1. A base is valued by its total, so this
  matters most for a budget.
* **rank corr.**, **Gini**, **top-decile lift**: does the model put the right customers on top? The
  first is Spearman's; Gini is 1 for the perfect order and 0 for chance; the lift is what the
  predicted top tenth bought, over the mean.
* **calibration error**: over ten groups by prediction, the mean distance of predicted and actual
  mean.
* **90 % intervals hold**: the share of customers whose purchases lie in the interval that the
  model gave. Purchases are whole numbers, so honest intervals hold somewhat more than 90 %.
* **fit, s**: seconds to fit, on Python {python}, {machine}. They differ from run to run and from
  machine to machine.

`PastRate` is the rule of thumb to beat: everybody goes on as before, nobody leaves. `Nobody` says
that nobody buys again: where most do not, its MAE is small, and MAE alone tells nothing. `TwoStage`
is gradient boosting on features of the past. Models in the same table saw the same data.

## CDNOW

{cdnow_customers:,} customers of an online music shop who first bought in the first quarter of
1997; 39 weeks to learn from, 39 weeks to predict ({cdnow_orders:,} repeat purchases).

Purchases:

{cdnow_purchases}

Spend in the holdout, in dollars:

{cdnow_spend}

The latent attrition models expect fewer purchases than came in these 39 weeks. The rule of thumb
puts customers into a similar order, but is {past_bias} off in the total: it takes who was busy for
a while for busy for ever. Spend is harder to tell than purchases, because few customers bought
often enough to show what they usually pay.

## Data of known truth

{truth_customers:,} customers drawn from a Pareto/NBD process ({params})
with Gamma-Gamma spend, who came in the first half of 2023; learned to the end of 2023,
predicted to June 2024 ({truth_orders:,} repeat purchases). `truth` knows the
parameters and fits nothing.

Purchases:

{truth_purchases}

Spend in the holdout:

{truth_spend}

A model that comes close to `truth` has nothing left to gain on such data, whatever its error: the
rest is chance.
"""


class Truth(ParetoNBD):
    """The process itself: it knows its parameters and learns nothing."""

    def fit(self, customers: Any) -> Self:  # noqa: ARG002 (there is nothing to learn)
        """Stay as it is."""
        return self


class TrueSpend(GammaGamma):
    """The distribution of spend itself."""

    def fit(self, customers: Any) -> Self:  # noqa: ARG002 (there is nothing to learn)
        """Stay as it is."""
        return self


def models() -> dict[str, Any]:
    """Name the contestants."""
    return {
        "BG/NBD": CustomerValue(BGNBD(), GammaGamma()),
        "MBG/NBD": CustomerValue(MBGNBD(), GammaGamma()),
        "Pareto/NBD": CustomerValue(ParetoNBD(), GammaGamma()),
        "TwoStage": TwoStage(),
        "PastRate": PastRate(),
        "Nobody": Nobody(),
    }


def cdnow() -> tuple[TransactionLog, str]:
    """CDNOW's sample and the day on which the papers cut it."""
    table = load_dataset("cdnow")
    log = TransactionLog(table[table["in_sample"]], "customer_id", "date", "amount")
    return log, "1997-09-30"


def known_world(customers: int = 6000, seed: int = 1) -> TransactionLog:
    """Draw purchases, one by one, from the process that Pareto/NBD and Gamma-Gamma describe."""
    rng = np.random.default_rng(seed)
    came = rng.integers(0, 182, customers)
    weeks = ((END - START).days - came) / 7.0
    life = rng.exponential(1.0, customers) / rng.gamma(
        PURCHASES["s"], 1 / PURCHASES["beta"], customers
    )
    rate = rng.gamma(PURCHASES["r"], 1 / PURCHASES["alpha"], customers)
    repeats = rng.poisson(rate * np.minimum(life, weeks))
    again = np.repeat(np.arange(customers), repeats)
    later = rng.random(len(again)) * np.minimum(life, weeks)[again] * 7.0
    who = np.concatenate([np.arange(customers), again])
    day = np.concatenate([came, came[again] + np.ceil(later)]).astype(int)
    usual = rng.gamma(SPEND["q"], 1 / SPEND["v"], customers)
    paid = rng.gamma(SPEND["p"], 1.0, len(who)) / usual[who]
    dates = START + pd.to_timedelta(np.minimum(day, (END - START).days), unit="D")
    table = pd.DataFrame({"customer": who, "date": dates, "amount": paid})
    return TransactionLog(table, "customer", "date", "amount", end=END)


def markdown(table: pd.DataFrame, prefix: str = "") -> str:
    """Write scores as a table of the page."""
    chosen = {name: title for name, title in HEADINGS.items() if f"{prefix}{name}" in table}
    rows = table.dropna(subset=f"{prefix}mae")
    lines = ["| model | " + " | ".join(chosen.values()) + " |", "|---" * (len(chosen) + 1) + "|"]
    for name, row in rows.iterrows():
        cells = [score_text(score, row[f"{prefix}{score}"]) for score in chosen]
        lines.append(f"| {name} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def score_text(score: str, value: float) -> str:
    """Write a score as the page does."""
    if np.isnan(value):
        return "none"
    if score in ("bias", "interval_coverage"):
        return f"{100 * value:+.1f} %" if score == "bias" else f"{100 * value:.1f} %"
    return f"{value:.2f}" if score in ("seconds", "top_decile_lift") else f"{value:.3f}"


def main() -> int:
    """Write the page; returns the exit status."""
    shop, cut = cdnow()
    world = known_world()
    truth = CustomerValue(
        Truth.from_params(period="W", **PURCHASES), TrueSpend.from_params(**SPEND)
    )
    shop_table = validate(models(), shop, cut)
    world_table = validate({"truth": truth, **models()}, world, CUT)
    shop_parts, world_parts = shop.split(cut), world.split(CUT)
    PAGE.write_text(
        TEXT.format(
            python=platform.python_version(),
            machine=platform.machine(),
            params=", ".join(f"{name} = {value}" for name, value in PURCHASES.items()),
            cdnow_customers=len(shop_parts),
            cdnow_orders=int(shop_parts["holdout_orders"].sum()),
            cdnow_purchases=markdown(shop_table),
            cdnow_spend=markdown(shop_table, "spend_"),
            past_bias=score_text("bias", shop_table.loc["PastRate", "bias"]),
            truth_customers=len(world_parts),
            truth_orders=int(world_parts["holdout_orders"].sum()),
            truth_purchases=markdown(world_table),
            truth_spend=markdown(world_table, "spend_"),
        )
    )
    print(PAGE.relative_to(PAGE.parent.parent))
    return 0


if __name__ == "__main__":
    sys.exit(main())
