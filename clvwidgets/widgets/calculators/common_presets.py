"""What calculators start from for each kind of business: one figure for each shared field."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import Final

from clvwidgets.formulas import PERIODS_PER_YEAR, Period
from clvwidgets.segments import BUSINESS_MODELS, BusinessModel

Figure = Callable[[BusinessModel, Period], float]


def _in_period(per_year: float, period: Period, digits: int) -> float:
    return per_year if period == "year" else round(per_year / PERIODS_PER_YEAR[period], digits)


_FIGURES: Final[Mapping[str, Figure]] = MappingProxyType(
    {
        "order_value": lambda model, _: model.order_value,
        "frequency": lambda model, period: _in_period(model.orders_per_year, period, 4),
        "lifespan": lambda model, period: round(PERIODS_PER_YEAR[period] / model.churn_per_year, 1),
        "gross_margin": lambda model, _: model.gross_margin,
        "margin": lambda model, period: _in_period(model.net_margin_per_year, period, 2),
        "service_cost": lambda model, period: _in_period(model.service_cost, period, 4),
        "churn": lambda model, period: model.churn_per(period),
        "discount": lambda _model, _: 0.10,
        "horizon": lambda _model, _: 3,
        "cac": lambda model, _: model.cac,
    }
)


def by_business(
    period: Period, *fields: str, models: Iterable[BusinessModel] = BUSINESS_MODELS
) -> dict[str, dict[str, float]]:
    """Give fields their values for each kind of business.

    Parameters
    ----------
    period : {"week", "month", "quarter", "year"}
        The calculator's own period.
    *fields : str
        Names of fields, most of them as in `clvwidgets.widgets.calculators.common_fields`.
    models : iterable of BusinessModel
        Which kinds of business.

    Returns
    -------
    dict of str to dict of str to float
        Name of the business model to the values of the fields.

    Examples
    --------
    >>> by_business("year", "order_value", "cac")["E-commerce"]
    {'order_value': 60, 'cac': 40}
    """
    return {
        model.name: {name: _FIGURES[name](model, period) for name in fields} for model in models
    }
