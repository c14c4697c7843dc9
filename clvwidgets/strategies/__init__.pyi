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
from .few_channels import few_channel_split as few_channel_split
from .responses import marginal_response_cost as marginal_response_cost
from .responses import response_rate as response_rate
from .responses import response_steepness as response_steepness
