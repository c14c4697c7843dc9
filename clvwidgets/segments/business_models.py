"""Business models that differ in what a customer's value is made of.

The figures are starting points for a conversation, round numbers of a plausible size; they are
not measurements of any company or trade.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class BusinessModel:
    """A typical customer of a kind of business.

    Parameters
    ----------
    name : what people call the kind of business
    order_value : money per order or payment, revenue
    orders_per_year : orders or payments of an active customer
    gross_margin : share of revenue left after the cost of goods, 0 to 1
    churn_per_year : share of customers that leaves in a year, 0 to 1
    cac : money, cost to acquire a customer
    service_cost : money per year and customer

    Examples
    --------
    >>> shop = BUSINESS_MODELS[0]
    >>> shop.name, round(shop.margin_per_year, 2)
    ('E-commerce', 96.0)
    """

    name: str
    order_value: float
    orders_per_year: float
    gross_margin: float
    churn_per_year: float
    cac: float
    service_cost: float

    @property
    def margin_per_year(self) -> float:
        """Money per year that is left of an active customer's orders after the goods."""
        return self.order_value * self.orders_per_year * self.gross_margin


BUSINESS_MODELS = (
    BusinessModel("E-commerce", 60, 4, 0.40, 0.50, 40, 6),
    BusinessModel("Retail shop", 25, 24, 0.30, 0.30, 20, 4),
    BusinessModel("B2B", 1500, 10, 0.35, 0.15, 2500, 600),
    BusinessModel("Subscription", 30, 12, 0.60, 0.45, 90, 12),
    BusinessModel("Streaming", 12, 12, 0.35, 0.35, 40, 3),
    BusinessModel("Luxury", 2500, 0.5, 0.65, 0.25, 400, 60),
    BusinessModel("Software", 200, 12, 0.80, 0.18, 1500, 240),
)
"""Seven kinds of business. Copy and change them as you need."""
