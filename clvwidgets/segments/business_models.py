"""Business models that differ in what a customer's value is made of.

The figures are illustrative: starting points for a conversation, round numbers of a plausible
size. They are not measurements of any company or trade. All presets of the calculators come from
here; those of unit economics offer `FURTHER_BUSINESS_MODELS` as well.
"""

from __future__ import annotations

from dataclasses import dataclass

from clvwidgets.arguments import checked_methods
from clvwidgets.formulas import Period, convert_rate


@checked_methods()
@dataclass(frozen=True)
class BusinessModel:
    """A typical customer of a kind of business.

    Parameters
    ----------
    name : str
        What people call the kind of business.
    order_value : float
        Money per order or payment, revenue.
    orders_per_year : float
        Orders or payments of an active customer.
    gross_margin : float
        Share of revenue left after the cost of goods, 0 to 1.
    churn_per_year : float
        Share of customers that leaves in a year, 0 to 1.
    cac : float
        Money, cost to acquire a customer.
    service_cost : float
        Money per year and customer.
    chances : sequence of float
        Chances that a customer buys within a year, 0 to 1: of one who bought in the year before,
        and of one who has been silent for one, two and three years.

    Examples
    --------
    >>> shop = BUSINESS_MODELS[0]
    >>> shop.name, shop.margin_per_year, shop.net_margin_per_year
    ('E-commerce', 96.0, 90.0)
    """

    name: str
    order_value: float
    orders_per_year: float
    gross_margin: float
    churn_per_year: float
    cac: float
    service_cost: float
    chances: tuple[float, float, float, float]

    @property
    def margin_per_year(self) -> float:
        """Money per year that is left of an active customer's orders after the goods."""
        return round(self.order_value * self.orders_per_year * self.gross_margin, 2)

    @property
    def net_margin_per_year(self) -> float:
        """Money per year that is left after the goods and after serving the customer."""
        return self.margin_per_year - self.service_cost

    def churn_per(self, period: Period) -> float:
        """Share of customers that leaves in a period, 0 to 1, to four digits.

        Parameters
        ----------
        period : {"week", "month", "quarter", "year"}

        Returns
        -------
        float

        Examples
        --------
        >>> BUSINESS_MODELS[0].churn_per("month")
        0.0561
        """
        return round(float(convert_rate(self.churn_per_year, "year", period, kind="churn")), 4)


@checked_methods()
@dataclass(frozen=True)
class LifeStage:
    """A stage of a customer's life, in parts of their average.

    Parameters
    ----------
    name : str
        What people call the stage.
    margin : float
        Their margin, as a multiple of the average.
    cost : float
        What is spent on them, as a multiple of the average.
    length : float
        Share of the stages' time, 0 to 1.

    Examples
    --------
    >>> sum(stage.length for stage in LIFE_STAGES)
    1.0
    """

    name: str
    margin: float
    cost: float
    length: float

    def quarters(self, model: BusinessModel) -> int:
        """Length in quarters, at least one; the stages last half as long again as a stay."""
        return max(1, round(self.length * 1.5 * 4 / model.churn_per_year))


LIFE_STAGES = (
    LifeStage("introduction", 0.4, 3.0, 0.1),
    LifeStage("growth", 0.9, 1.5, 0.25),
    LifeStage("maturity", 1.3, 0.7, 0.45),
    LifeStage("decline", 0.6, 1.0, 0.2),
)
"""Welcome offers first, then more orders for less effort, then fewer. Illustrative as well."""

BUSINESS_MODELS = (
    BusinessModel("E-commerce", 60, 4, 0.40, 0.50, 40, 6, (0.5, 0.25, 0.12, 0.06)),
    BusinessModel("Retail shop", 25, 24, 0.30, 0.30, 20, 4, (0.7, 0.3, 0.15, 0.08)),
    BusinessModel("B2B", 1500, 10, 0.35, 0.15, 2500, 600, (0.85, 0.35, 0.15, 0.08)),
    BusinessModel("Subscription", 30, 12, 0.60, 0.45, 90, 12, (0.55, 0.12, 0.06, 0.03)),
    BusinessModel("Streaming", 12, 12, 0.35, 0.35, 40, 3, (0.65, 0.2, 0.1, 0.05)),
    BusinessModel("Luxury", 2500, 0.5, 0.65, 0.25, 400, 60, (0.4, 0.3, 0.2, 0.12)),
    BusinessModel("Software", 200, 12, 0.80, 0.18, 1500, 240, (0.82, 0.1, 0.05, 0.03)),
)
"""Seven kinds of business. Copy and change them as you need."""

FURTHER_BUSINESS_MODELS = (
    BusinessModel("Restaurant", 28, 10, 0.60, 0.45, 12, 0, (0.55, 0.25, 0.12, 0.06)),
    BusinessModel("Finance", 160, 1, 0.70, 0.06, 180, 15, (0.94, 0.1, 0.05, 0.03)),
    BusinessModel("Professional services", 6000, 1.2, 0.45, 0.30, 1500, 300, (0.6, 0.35, 0.2, 0.1)),
    BusinessModel("Household goods", 45, 5, 0.35, 0.40, 30, 4, (0.6, 0.3, 0.15, 0.08)),
)
"""Four more kinds, as illustrative as the seven: an order of finance is a year's fees."""
