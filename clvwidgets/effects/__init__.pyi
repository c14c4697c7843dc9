from .uplift import Cut as Cut
from .uplift import QiniCoefficient as QiniCoefficient
from .uplift import TargetingCurve as TargetingCurve
from .uplift import profit_curve as profit_curve
from .uplift import qini_coefficient as qini_coefficient
from .uplift import qini_curve as qini_curve
from .uplift import uplift_curve as uplift_curve
