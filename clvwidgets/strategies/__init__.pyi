"""What `clvwidgets.strategies` offers: the one place that lists its names."""

from .acquire_or_retain import best_acquire_or_retain as best_acquire_or_retain
from .acquire_or_retain import prospect_value as prospect_value
from .budget_search import search_budget_split as search_budget_split
from .budget_split import best_budget_split as best_budget_split
from .budget_split import cheapest_split as cheapest_split
from .channels import average_cac as average_cac
from .channels import cost_per_further_referral as cost_per_further_referral
from .channels import hill_customers as hill_customers
from .channels import marginal_cac as marginal_cac
from .channels import michaelis_menten_customers as michaelis_menten_customers
from .channels import referral_roi as referral_roi
from .channels import referral_value as referral_value
from .channels import saturating_customers as saturating_customers
from .demand import demand_at_price as demand_at_price
from .demand import demand_constant_elasticity as demand_constant_elasticity
from .demand import demand_linear as demand_linear
from .demand import demand_logit as demand_logit
from .demand import linear_choke_price as linear_choke_price
from .demand import logit_demand_parameters as logit_demand_parameters
from .few_channels import few_channel_split as few_channel_split
from .levers import churn_elasticity as churn_elasticity
from .levers import churn_project_cap as churn_project_cap
from .levers import churn_project_gain as churn_project_gain
from .levers import discount_elasticity as discount_elasticity
from .levers import gain_per_euro as gain_per_euro
from .levers import joint_change as joint_change
from .levers import lever_moves as lever_moves
from .levers import LEVER_PROJECTS as LEVER_PROJECTS
from .levers import margin_worth as margin_worth
from .levers import net_elasticity as net_elasticity
from .levers import project_returns as project_returns
from .levers import rate_by_percent as rate_by_percent
from .levers import rate_by_points as rate_by_points
from .levers import retention_elasticity as retention_elasticity
from .levers import spend_cap as spend_cap
from .levers import value_gained as value_gained
from .price_and_churn import (
from .price_and_churn import best_lifetime_price as best_lifetime_price
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
from .stages import price_cut_margin_change as price_cut_margin_change
from .stages import rate_with_kept as rate_with_kept
from .stages import stage_periods as stage_periods
from .stages import STAGE_PRICE_ELASTICITIES as STAGE_PRICE_ELASTICITIES
from .stages import stage_programme as stage_programme
from .stages import stage_programmes as stage_programmes

    best_lifetime_price_constant_elasticity as best_lifetime_price_constant_elasticity,
)
