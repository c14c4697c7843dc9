from .responses import response_rate as response_rate
from .responses import response_steepness as response_steepness
