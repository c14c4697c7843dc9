"""What `clvwidgets.strategies` offers: the one place that lists its names."""

from .acquire_or_retain import best_acquire_or_retain as best_acquire_or_retain
from .acquire_or_retain import prospect_value as prospect_value
from .responses import marginal_response_cost as marginal_response_cost
from .responses import response_rate as response_rate
from .responses import response_steepness as response_steepness
from .service import chat_queue as chat_queue
from .service import complaint_economics as complaint_economics
from .service import email_backlog as email_backlog
from .service import erlang_c as erlang_c
from .service import net_promoter_score as net_promoter_score
from .service import nps_standard_error as nps_standard_error
from .service import recovery_spend_cap as recovery_spend_cap
from .service import satisfaction_retention as satisfaction_retention
from .service import self_service_saving as self_service_saving
from .win_back import already_back as already_back
from .win_back import cart_survival as cart_survival
from .win_back import carts_recovered as carts_recovered
from .win_back import cost_per_further_customer as cost_per_further_customer
from .win_back import email_funnel as email_funnel
from .win_back import hold_out_effect as hold_out_effect
from .win_back import message_after_order as message_after_order
from .win_back import ordered_in_the_end as ordered_in_the_end
from .win_back import win_back_value as win_back_value
