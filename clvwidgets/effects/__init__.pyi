"""What `clvwidgets.effects` offers: the one place that lists its names."""

from .balance import alike as alike
from .balance import standardised_difference as standardised_difference
from .difference_interval import difference_interval as difference_interval
from .difference_interval import ratio_interval as ratio_interval
from .difference_interval import share_interval as share_interval
from .estimate import Estimate as Estimate
from .experiments import AdjustedExperiment as AdjustedExperiment
from .experiments import Experiment as Experiment
from .parity import Parity as Parity
from .parity import best_share as best_share
from .parity import cost_of_parity as cost_of_parity
from .parity import error_rates as error_rates
from .parity import four_fifths as four_fifths
from .parity import parity_difference as parity_difference
from .parity import parity_ratio as parity_ratio
from .parity import same_share as same_share
from .parity import selection_rates as selection_rates
from .sample_size import power_of_means as power_of_means
from .sample_size import power_of_rates as power_of_rates
from .sample_size import sample_size as sample_size
from .sample_size import sample_size_of_means as sample_size_of_means
from .sample_size import smallest_effect as smallest_effect
from .sample_size import smallest_effect_of_means as smallest_effect_of_means
from .sensitivity_indices import draws as draws
from .sensitivity_indices import sensitivity_indices as sensitivity_indices
from .uncertain import Uncertain as Uncertain
