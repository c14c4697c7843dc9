"""What `clvwidgets.effects` offers: the one place that lists its names."""

from .baskets import association_rules as association_rules
from .baskets import Lift as Lift
from .baskets import lift_interval as lift_interval
from .churn_response import churn_response as churn_response
from .price_surveys import newton_miller_smith as newton_miller_smith
from .price_surveys import PricePoints as PricePoints
from .price_surveys import StatedDemand as StatedDemand
from .price_surveys import van_westendorp as van_westendorp
from .prices import gabor_granger as gabor_granger
from .prices import price_response as price_response
from .targeting import arms_by_share as arms_by_share
from .uplift import Cut as Cut
from .uplift import profit_curve as profit_curve
from .uplift import qini_coefficient as qini_coefficient
from .uplift import qini_curve as qini_curve
from .uplift import QiniCoefficient as QiniCoefficient
from .uplift import TargetingCurve as TargetingCurve
from .uplift import uplift_curve as uplift_curve
