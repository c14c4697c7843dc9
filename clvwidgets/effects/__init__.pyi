"""What `clvwidgets.effects` offers: the one place that lists its names."""

from .baskets import Lift as Lift
from .baskets import association_rules as association_rules
from .baskets import lift_interval as lift_interval
from .targeting import arms_by_share as arms_by_share
from .uplift import Cut as Cut
from .uplift import QiniCoefficient as QiniCoefficient
from .uplift import TargetingCurve as TargetingCurve
from .uplift import profit_curve as profit_curve
from .uplift import qini_coefficient as qini_coefficient
from .uplift import qini_curve as qini_curve
from .uplift import uplift_curve as uplift_curve
