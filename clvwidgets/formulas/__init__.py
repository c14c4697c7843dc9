"""The algebra of customer lifetime value: every closed-form formula, defined once.

Each function takes floats, NumPy arrays, pandas Series or Altair parameters and expressions. For
the latter the result is an Altair expression: ``str()`` of it is what Vega runs in the browser.
The exception is `markov_clv`, which takes arrays only.
"""

from clvwidgets.formulas._acquisition import (
    break_even_cac,
    break_even_retention,
    irr_of_customer,
    ltv_cac_ratio,
    payback_periods,
    roi,
)
from clvwidgets.formulas._basic import historic_clv, net_clv, simple_clv
from clvwidgets.formulas._latent_attrition import bgnbd_alive
from clvwidgets.formulas._markov import markov_clv
from clvwidgets.formulas._measures import (
    average_order_value,
    churn_rate,
    net_promoter_score,
    purchase_frequency,
    repeat_purchase_rate,
    retention_rate,
)
from clvwidgets.formulas._mixed import base_share, mixed_lifespan, newcomer_share
from clvwidgets.formulas._rates import (
    PERIODS_PER_YEAR,
    Period,
    churn_from_retention,
    convert_rate,
    lifespan_from_churn,
)
from clvwidgets.formulas._recency_chain import recency_chain_values
from clvwidgets.formulas._retention import (
    finite_clv,
    growing_clv,
    margin_multiple,
    retention_clv,
)
from clvwidgets.formulas._spend import shrunk_spend
from clvwidgets.formulas._stages import customer_equity, stage_clv, stage_values

__all__ = [
    "PERIODS_PER_YEAR",
    "Period",
    "average_order_value",
    "base_share",
    "bgnbd_alive",
    "break_even_cac",
    "break_even_retention",
    "churn_from_retention",
    "churn_rate",
    "convert_rate",
    "customer_equity",
    "finite_clv",
    "growing_clv",
    "historic_clv",
    "irr_of_customer",
    "lifespan_from_churn",
    "ltv_cac_ratio",
    "margin_multiple",
    "markov_clv",
    "mixed_lifespan",
    "net_clv",
    "net_promoter_score",
    "newcomer_share",
    "payback_periods",
    "purchase_frequency",
    "recency_chain_values",
    "repeat_purchase_rate",
    "retention_clv",
    "retention_rate",
    "roi",
    "shrunk_spend",
    "simple_clv",
    "stage_clv",
    "stage_values",
]
