"""What a simulator of risk takes from guesses in three numbers, in Python and traced."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from clvwidgets.formulas import convert_rate, retention_clv
from clvwidgets.formulas.arithmetic import maximum, minimum, where
from clvwidgets.number_format import NumberFormat
from clvwidgets.segments import BusinessModel
from clvwidgets.significant import significant
from clvwidgets.widgets.panel.views import MONEY, PERCENT

if TYPE_CHECKING:
    from clvwidgets.effects import ClvRisk, Uncertain

INPUTS_BY_NAME: Final = {"margin": "Margin", "churn": "Churn", "cac": "CAC"}

RESULTS: Final[Mapping[str, tuple[str, NumberFormat]]] = {
    "best_guess": ("Best guess", MONEY),
    "mean": ("Mean of all draws", MONEY),
    "loses": ("Chance to lose money", PERCENT),
    "floor": ("5% floor", MONEY),
    "shortfall": ("Mean below the floor", MONEY),
    "at_risk": ("Value at risk", MONEY),
    "median": ("Median", MONEY),
    "at_means": ("Value at the mean inputs", MONEY),
    "margin_matters": ("Variance from margin", PERCENT),
    "churn_matters": ("Variance from churn", PERCENT),
    "cac_matters": ("Variance from CAC", PERCENT),
}


def preset(model: BusinessModel) -> dict[str, Any]:
    """Guess as wide as the lesson does: churn up to 2.4 times, cost up to 1.6 times."""
    margin, churn = round(model.net_margin_per_year / 12, 2), model.churn_per("month")
    return {
        "margin_low": round(0.85 * margin, 2),
        "margin": margin,
        "margin_high": round(1.15 * margin, 2),
        "churn_low": round(0.4 * churn, 4),
        "churn": churn,
        "churn_high": round(min(2.4 * churn, 1), 4),
        "cac_low": round(0.6 * model.cac, 2),
        "cac": model.cac,
        "cac_high": round(1.6 * model.cac, 2),
        "shape": "triangular",
        "tied": 0.0,
        "discount": 0.10,
    }


def _ends(values: Mapping[str, Any], name: str) -> tuple[Any, Any, Any]:
    """Give lowest, likeliest and highest in order: an end beyond the likeliest counts as it."""
    middle = values[name]
    low, high = values[f"{name}_low"], values[f"{name}_high"]
    return minimum(low, middle), middle, maximum(high, middle)


def in_browser(values: Mapping[str, Any]) -> dict[str, Any]:
    """Compute what needs no draws: the value at the likeliest and at the mean inputs."""
    means = {}
    for name in INPUTS_BY_NAME:
        low, middle, high = _ends(values, name)
        pert = (low + 4 * middle + high) / 6
        means[name] = where(values["shape"] == "pert", pert, (low + middle + high) / 3)
    return {"best_guess": worth(values), "at_means": worth({**values, **means})}


def worth(values: Mapping[str, Any]) -> Any:
    """Compute lifetime value less acquisition cost of one set of inputs, first payment now."""
    monthly = convert_rate(values["discount"], "year", "month")
    return retention_clv(values["margin"], 1 - values["churn"], monthly) - values["cac"]


def guesses_of(values: Mapping[str, Any]) -> dict[str, tuple[str, tuple[float, ...]]]:
    """Name the distribution of each input, with its numbers."""
    from clvwidgets.strategies import three_point

    found: dict[str, tuple[str, tuple[float, ...]]] = {}
    for name in INPUTS_BY_NAME:
        ends = tuple(float(end) for end in _ends(values, name))
        if values["shape"] != "natural":
            found[name] = (values["shape"], ends)
            continue
        told: Any = three_point(*ends)
        mean, variance = float(told["triangular_mean"]), float(told["triangular_variance"])
        found[name] = _natural(name, mean, max(variance, 0.0))
    return found


def _natural(name: str, mean: float, variance: float) -> tuple[str, tuple[float, ...]]:
    tiny = variance <= 1e-12 * mean * mean
    if tiny or mean <= 0:
        return "certain", (mean,)
    if name == "margin":
        return "normal", (mean, variance**0.5, 0.0)
    if name == "churn":
        size = mean * (1 - mean) / variance - 1
        return "beta", (mean * size, (1 - mean) * size)
    return "gamma", (mean * mean / variance, variance / mean)


def uncertain(kind: str, numbers: tuple[float, ...]) -> Uncertain:
    from clvwidgets.effects import Uncertain

    made: Uncertain = getattr(Uncertain, kind)(*numbers)
    return made


def told_of(found: ClvRisk, known: Mapping[str, Any]) -> dict[str, float]:
    """Round what hangs on the processor."""
    told: dict[str, Any] = {
        "best_guess": known["best_guess"],
        "mean": found.mean,
        "loses": found.loses,
        "floor": found.at_risk.floor,
        "shortfall": found.at_risk.shortfall,
        "at_risk": found.at_risk.at_risk,
        "median": found.median,
        "at_means": known["at_means"],
        **{f"{name}_matters": share for name, share in found.importance["total"].items()},
    }
    return {name: significant(float(value), 6) for name, value in told.items()}
