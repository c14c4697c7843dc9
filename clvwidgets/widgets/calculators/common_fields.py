"""The fields that calculators share: one label and one help text for each idea."""

from __future__ import annotations

from clvwidgets.widgets.panel.fields import NumberField, money, quantity, rate


def order_value(default: float = 50, *, high: float = 1000) -> NumberField:
    """Revenue per order (AOV), money.

    Parameters
    ----------
    default, high : float
        Value at the start and end of the slider.

    Returns
    -------
    NumberField

    Examples
    --------
    >>> order_value(60).default_value
    60
    """
    return money("Order value", default, high=high, help="What one order brings, as revenue.")


def frequency(default: float = 4, *, high: float = 52, step: float = 0.5) -> NumberField:
    """Orders per period of a customer who is there.

    Parameters
    ----------
    default, high, step : float
        Value at the start, end and step of the slider.

    Returns
    -------
    NumberField

    Examples
    --------
    >>> frequency(2).per_period
    'flow'
    """
    return quantity(
        "Orders per {period}",
        default,
        high=high,
        step=step,
        per_period="flow",
        help="How often a customer orders in a {period}.",
    )


def lifespan(default: float = 3, *, high: float = 15) -> NumberField:
    """Periods that a customer stays, on average.

    Parameters
    ----------
    default, high : float
        Value at the start and end of the slider.

    Returns
    -------
    NumberField

    Examples
    --------
    >>> lifespan(3).per_period
    'time'
    """
    return quantity(
        "Lifespan in {period}s",
        default,
        high=high,
        step=0.5,
        per_period="time",
        help="How long they go on ordering, on average.",
    )


def gross_margin(default: float = 0.4) -> NumberField:
    """Share of revenue that is left after the cost of goods, 0 to 1.

    Parameters
    ----------
    default : float
        Value at the start.

    Returns
    -------
    NumberField

    Examples
    --------
    >>> gross_margin(0.4).high
    1
    """
    return rate(
        "Gross margin",
        default,
        high=1,
        step=0.01,
        help="Share of revenue left after the goods.",
    )


def margin(default: float, *, high: float = 500) -> NumberField:
    """Money per period that is left of a customer's payments.

    Parameters
    ----------
    default, high : float
        Value at the start and end of the slider.

    Returns
    -------
    NumberField

    Examples
    --------
    >>> margin(40).label
    'Margin per {period}'
    """
    return money(
        "Margin per {period}",
        default,
        high=high,
        per_period="flow",
        help="What is left of one {period}’s payments after serving the customer.",
    )


def service_cost(default: float, *, high: float = 200, step: float = 1) -> NumberField:
    """Money per period that is spent on serving a customer.

    Parameters
    ----------
    default, high, step : float
        Value at the start, end and step of the slider.

    Returns
    -------
    NumberField

    Examples
    --------
    >>> service_cost(8).legal
    (0, inf)
    """
    return money(
        "Service cost per {period}",
        default,
        high=high,
        step=step,
        per_period="flow",
        help="Mails, calls and returns of one customer in a {period}.",
    )


def churn(default: float = 0.05, *, high: float = 0.6, step: float = 0.001) -> NumberField:
    """Share of customers that leaves in a period, 0 to 1.

    Parameters
    ----------
    default, high, step : float
        Value at the start, end and step of the slider.

    Returns
    -------
    NumberField

    Examples
    --------
    >>> churn(0.05).per_period
    'churn'
    """
    return rate(
        "Churn per {period}",
        default,
        high=high,
        step=step,
        per_period="churn",
        help="Of 100 customers, how many leave in a {period}.",
    )


def discount(default: float = 0.10) -> NumberField:
    """Discount rate per year, whatever the calculator's period.

    Parameters
    ----------
    default : float
        Value at the start.

    Returns
    -------
    NumberField

    Examples
    --------
    >>> discount().default_value
    0.1
    """
    return rate(
        "Discount rate per year", default, high=0.5, help="What a year of waiting costs your money."
    )


def cac(default: float, *, high: float = 3000) -> NumberField:
    """Cost to acquire a customer, money.

    Parameters
    ----------
    default, high : float
        Value at the start and end of the slider.

    Returns
    -------
    NumberField

    Examples
    --------
    >>> cac(150).high
    3000
    """
    return money("Cost to acquire", default, high=high, help="All it took to win this customer.")
