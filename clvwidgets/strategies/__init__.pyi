"""What `clvwidgets.strategies` offers: the one place that lists its names."""

from .acquire_or_retain import best_acquire_or_retain as best_acquire_or_retain
from .acquire_or_retain import prospect_value as prospect_value
from .demand import demand_at_price as demand_at_price
from .demand import demand_constant_elasticity as demand_constant_elasticity
from .demand import demand_linear as demand_linear
from .demand import demand_logit as demand_logit
from .demand import linear_choke_price as linear_choke_price
from .demand import logit_demand_parameters as logit_demand_parameters
from .price_and_churn import best_lifetime_price as best_lifetime_price
from .price_and_churn import (
    best_lifetime_price_constant_elasticity as best_lifetime_price_constant_elasticity,
)
from .price_and_churn import best_lifetime_price_linear as best_lifetime_price_linear
from .price_and_churn import churn_at_price as churn_at_price
from .price_and_churn import sale_value as sale_value
from .pricing import best_price_constant_elasticity as best_price_constant_elasticity
from .pricing import best_price_linear as best_price_linear
from .pricing import best_price_logit as best_price_logit
from .pricing import break_even_elasticity as break_even_elasticity
from .pricing import break_even_sales_change as break_even_sales_change
from .pricing import incremental_share as incremental_share
from .pricing import promotion_profit as promotion_profit
from .pricing import value_based_price as value_based_price
from .responses import marginal_response_cost as marginal_response_cost
from .responses import response_rate as response_rate
from .responses import response_steepness as response_steepness
