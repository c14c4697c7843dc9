"""How sales answer to a price: three forms that agree at today's price and part away from it.

Each is fixed by what is known at one price: how many buy, and the elasticity there. Inside the
prices that were tried they say nearly the same; what they say outside is the form, not the data.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from clvwidgets.formulas.arithmetic import Value, exp, is_traced, log, maximum, power, where
from clvwidgets.formulas.checks import COST, POSITIVE, Range, choice, formula

if TYPE_CHECKING:
    from clvwidgets.formulas.arithmetic import Number

BUYING: Final = Range(
    "lie above 0 and below 1", low=0, high=1 - 1e-12, above_low=True, percent=True
)


DemandForm: TypeAlias = Literal["constant_elasticity", "linear", "logit"]
FORMS: Final = ("constant_elasticity", "linear", "logit")


def check_form(form: object) -> None:
    """Refuse what is no form of demand; a field's name in the browser is not looked at."""
    if not is_traced(form):
        choice("form", form, FORMS)


@formula(price=POSITIVE, price_today=POSITIVE, elasticity=COST, share=BUYING)
def demand_at_price(
    price: Number,
    price_today: Number,
    elasticity: Number,
    share: Number,
    *,
    form: DemandForm = "constant_elasticity",
) -> Value:
    r"""Compute sales at a price, over today's, for a form of demand.

    Parameters
    ----------
    price, price_today : number above 0
        Money.
    elasticity : number, 0 or more
        Percent fewer units at 1 % more than today, as a positive number.
    share : number above 0, below 1
        Share of those who see today's price who buy; only the logit asks for it.
    form : {"constant_elasticity", "linear", "logit"}
        As `demand_constant_elasticity`, `demand_linear` or `demand_logit`.

    Returns
    -------
    number
        Units as a multiple of today's.

    References
    ----------
    Phillips (2005), Pricing and Revenue Optimization, Stanford: price response functions.

    Examples
    --------
    >>> demand_at_price(20, 10, 2, 0.05), demand_at_price(20, 10, 2, 0.05, form="linear")
    (0.25, 0.0)
    """
    check_form(form)
    return where(
        form == "linear",
        demand_linear(price, price_today, elasticity),
        where(
            form == "logit",
            demand_logit(price, price_today, elasticity, share),
            demand_constant_elasticity(price, price_today, elasticity),
        ),
    )


@formula(price=POSITIVE, price_today=POSITIVE, elasticity=COST)
def demand_constant_elasticity(price: Number, price_today: Number, elasticity: Number) -> Value:
    r"""Compute sales at a price, over today's, where a percent of price costs the same percent.

    .. math:: (p / p_0)^{-e}

    Parameters
    ----------
    price, price_today : number above 0
        Money.
    elasticity : number, 0 or more
        Percent fewer units at 1 % more, as a positive number.

    Returns
    -------
    number
        Units as a multiple of today's.

    References
    ----------
    Phillips (2005), Pricing and Revenue Optimization, Stanford: price response functions.

    Examples
    --------
    >>> demand_constant_elasticity(20, 10, 2)
    0.25
    """
    return power(price / price_today, -elasticity)


@formula(price=COST, price_today=POSITIVE, elasticity=COST)
def demand_linear(price: Number, price_today: Number, elasticity: Number) -> Value:
    r"""Compute sales at a price, over today's, on a straight line.

    .. math:: \max(0, 1 - e (p / p_0 - 1))

    Parameters
    ----------
    price : number, 0 or more
        Money.
    price_today : number above 0
        Money.
    elasticity : number, 0 or more
        Percent fewer units at 1 % more than today, as a positive number.

    Returns
    -------
    number
        Units as a multiple of today's; 0 from the choke price upwards.

    References
    ----------
    Phillips (2005), Pricing and Revenue Optimization, Stanford: price response functions.

    Examples
    --------
    >>> demand_linear(11, 10, 2)
    0.8
    """
    return maximum(1 - elasticity * (price - price_today) / price_today, 0.0)


@formula(price=COST, price_today=POSITIVE, elasticity=COST, share=BUYING)
def demand_logit(price: Number, price_today: Number, elasticity: Number, share: Number) -> Value:
    r"""Compute sales at a price, over today's, where buyers weigh it against buying nothing.

    .. math:: \frac{1}{s_0 + (1 - s_0) e^{b (p - p_0)}},\quad b = \frac{e}{p_0 (1 - s_0)}

    Parameters
    ----------
    price : number, 0 or more
        Money.
    price_today : number above 0
        Money.
    elasticity : number, 0 or more
        Percent fewer units at 1 % more than today, as a positive number.
    share : number above 0, below 1
        Share of those who see today's price who buy.

    Returns
    -------
    number
        Units as a multiple of today's.

    References
    ----------
    Phillips (2005), Pricing and Revenue Optimization, Stanford: the logit price response.

    Examples
    --------
    >>> round(demand_logit(11, 10, 2, 0.05), 3)
    0.818
    """
    rise = exp(elasticity * (price - price_today) / (price_today * (1 - share)))
    return 1 / (share + (1 - share) * rise)


@formula(price_today=POSITIVE, elasticity=POSITIVE)
def linear_choke_price(price_today: Number, elasticity: Number) -> Value:
    r"""Find the price at which a straight line says that nobody buys any more.

    .. math:: p_0 (1 + 1 / e)

    Parameters
    ----------
    price_today : number above 0
        Money.
    elasticity : number above 0
        Percent fewer units at 1 % more than today, as a positive number.

    Returns
    -------
    number
        Price, in money; for `best_price_linear`.

    References
    ----------
    Phillips (2005), Pricing and Revenue Optimization, Stanford: the linear price response.

    Examples
    --------
    >>> linear_choke_price(10, 2)
    15.0
    """
    return price_today * (1 + 1 / elasticity)


@formula(price_today=POSITIVE, elasticity=POSITIVE, share=BUYING)
def logit_demand_parameters(price_today: Number, elasticity: Number, share: Number) -> Value:
    r"""Find the logit demand that has this share of buyers and this elasticity today.

    .. math:: b = \frac{e}{p_0 (1 - s_0)},\quad a = \ln \frac{s_0}{1 - s_0} + b p_0

    Parameters
    ----------
    price_today : number above 0
        Money.
    elasticity : number above 0
        Percent fewer units at 1 % more than today, as a positive number.
    share : number above 0, below 1
        Share of those who see today's price who buy.

    Returns
    -------
    dict of str to number
        ``a`` and ``b`` for `best_price_logit`.

    References
    ----------
    Phillips (2005), Pricing and Revenue Optimization, Stanford: the logit price response.

    Examples
    --------
    >>> logit_demand_parameters(10, 2, 0.5)
    {'a': 4.0, 'b': 0.4}
    """
    slope = elasticity / (price_today * (1 - share))
    return {"a": log(share) - log(1 - share) + slope * price_today, "b": slope}
