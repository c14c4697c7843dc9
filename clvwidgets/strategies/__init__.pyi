"""What `clvwidgets.strategies` offers: the one place that lists its names."""

from .acquire_or_retain import best_acquire_or_retain as best_acquire_or_retain
from .acquire_or_retain import prospect_value as prospect_value
from .claim_cases import CLAIMS as CLAIMS
from .claim_cases import Claim as Claim
from .claim_cases import MeasuredCase as MeasuredCase
from .claims import claim_effect as claim_effect
from .claims import claim_evidence as claim_evidence
from .claims import claim_limit as claim_limit
from .claims import claim_starting_value as claim_starting_value
from .loyalty import average_lift as average_lift
from .loyalty import deferred_points_revenue as deferred_points_revenue
from .loyalty import deferred_points_share as deferred_points_share
from .loyalty import loyalty_break_even_lift as loyalty_break_even_lift
from .loyalty import loyalty_profit as loyalty_profit
from .loyalty import reward_cost as reward_cost
from .responses import marginal_response_cost as marginal_response_cost
from .responses import response_rate as response_rate
from .responses import response_steepness as response_steepness
