"""Predictive models of customer lifetime value.

Nothing heavy is imported before a model is used.

Examples
--------
>>> from clvwidgets.models import BGNBD
>>> BGNBD.from_params(r=0.243, alpha=4.414, a=0.793, b=2.426, period="W")
BGNBD(r=0.243, alpha=4.414, a=0.793, b=2.426)
"""

from __future__ import annotations

from importlib import import_module
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from clvwidgets.models.bgbb import BGBB
    from clvwidgets.models.bgnbd import BGNBD, MBGNBD
    from clvwidgets.models.clv import CustomerValue
    from clvwidgets.models.gammagamma import GammaGamma
    from clvwidgets.models.inequality import gini_coefficient, lorenz_curve
    from clvwidgets.models.landscape import alive_grid, iso_values
    from clvwidgets.models.learning import BuyTillYouDie, TwoStage, calibration_table, features
    from clvwidgets.models.paretonbd import ParetoNBD
    from clvwidgets.models.risk import ValueAtRisk, base_value_draws, value_at_risk
    from clvwidgets.models.sbg import BetaDiscreteWeibull, ShiftedBetaGeometric
    from clvwidgets.models.survival import cox_regression, hazard_ratios, kaplan_meier
    from clvwidgets.models.tracking import (
        conditional_expectations,
        frequency_table,
        retention_table,
        tracking_table,
    )
    from clvwidgets.models.uncertainty import (
        Draws,
        case_bootstrap,
        laplace_draws,
        parametric_bootstrap,
    )
    from clvwidgets.models.validation import PastRate, score_predictions, validate

_HOME = MappingProxyType(
    {
        "BGBB": "bgbb",
        "BGNBD": "bgnbd",
        "MBGNBD": "bgnbd",
        "CustomerValue": "clv",
        "GammaGamma": "gammagamma",
        "BuyTillYouDie": "learning",
        "TwoStage": "learning",
        "calibration_table": "learning",
        "features": "learning",
        "ParetoNBD": "paretonbd",
        "BetaDiscreteWeibull": "sbg",
        "ShiftedBetaGeometric": "sbg",
        "ValueAtRisk": "risk",
        "base_value_draws": "risk",
        "value_at_risk": "risk",
        "Draws": "uncertainty",
        "case_bootstrap": "uncertainty",
        "laplace_draws": "uncertainty",
        "parametric_bootstrap": "uncertainty",
        "gini_coefficient": "inequality",
        "lorenz_curve": "inequality",
        "alive_grid": "landscape",
        "iso_values": "landscape",
        "cox_regression": "survival",
        "hazard_ratios": "survival",
        "kaplan_meier": "survival",
        "conditional_expectations": "tracking",
        "frequency_table": "tracking",
        "retention_table": "tracking",
        "tracking_table": "tracking",
        "PastRate": "validation",
        "score_predictions": "validation",
        "validate": "validation",
    }
)

__all__ = [
    "BGBB",
    "BGNBD",
    "MBGNBD",
    "BetaDiscreteWeibull",
    "BuyTillYouDie",
    "CustomerValue",
    "Draws",
    "GammaGamma",
    "ParetoNBD",
    "PastRate",
    "ShiftedBetaGeometric",
    "TwoStage",
    "ValueAtRisk",
    "alive_grid",
    "base_value_draws",
    "calibration_table",
    "case_bootstrap",
    "conditional_expectations",
    "cox_regression",
    "features",
    "frequency_table",
    "gini_coefficient",
    "hazard_ratios",
    "iso_values",
    "kaplan_meier",
    "laplace_draws",
    "lorenz_curve",
    "parametric_bootstrap",
    "retention_table",
    "score_predictions",
    "tracking_table",
    "validate",
    "value_at_risk",
]


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module 'clvwidgets.models' has no attribute {name!r}")
    return getattr(import_module(f"clvwidgets.models.{_HOME[name]}"), name)


def __dir__() -> list[str]:
    return __all__
