"""What `clvwidgets.strategies` offers: the one place that lists its names."""

from .acquire_or_retain import best_acquire_or_retain as best_acquire_or_retain
from .acquire_or_retain import prospect_value as prospect_value
from .cross_selling import break_even_nagging as break_even_nagging
from .cross_selling import cross_sell_value as cross_sell_value
from .cross_selling import up_sell_gain as up_sell_gain
from .cross_selling import upgrade_value as upgrade_value
from .responses import marginal_response_cost as marginal_response_cost
from .responses import response_rate as response_rate
from .responses import response_steepness as response_steepness
from .targeting import break_even_probability as break_even_probability
from .targeting import churn_break_even_lift as churn_break_even_lift
from .targeting import churn_campaign_profit as churn_campaign_profit
from .targeting import coupon_net as coupon_net
from .targeting import four_groups as four_groups
from .targeting import treatment_net as treatment_net
