"""What `clvwidgets.strategies` offers: the one place that lists its names."""

from .acquire_or_retain import best_acquire_or_retain as best_acquire_or_retain
from .acquire_or_retain import prospect_value as prospect_value
from .levers import churn_elasticity as churn_elasticity
from .levers import churn_project_cap as churn_project_cap
from .levers import churn_project_gain as churn_project_gain
from .levers import discount_elasticity as discount_elasticity
from .levers import gain_per_euro as gain_per_euro
from .levers import joint_change as joint_change
from .levers import net_elasticity as net_elasticity
from .levers import rate_by_percent as rate_by_percent
from .levers import rate_by_points as rate_by_points
from .levers import retention_elasticity as retention_elasticity
from .levers import spend_cap as spend_cap
from .levers import value_gained as value_gained
from .responses import marginal_response_cost as marginal_response_cost
from .responses import response_rate as response_rate
from .responses import response_steepness as response_steepness
from .stages import STAGE_PRICE_ELASTICITIES as STAGE_PRICE_ELASTICITIES
from .stages import price_cut_margin_change as price_cut_margin_change
from .stages import rate_with_kept as rate_with_kept
from .stages import stage_periods as stage_periods
from .stages import stage_programme as stage_programme
