"""What `clvwidgets.strategies` offers: the one place that lists its names."""

from .acquire_or_retain import best_acquire_or_retain as best_acquire_or_retain
from .acquire_or_retain import prospect_value as prospect_value
from .responses import marginal_response_cost as marginal_response_cost
from .responses import response_rate as response_rate
from .responses import response_steepness as response_steepness
from .three_point import three_point as three_point
