"""What `clvwidgets.effects` offers: the one place that lists its names."""

from .churn_response import churn_response as churn_response
from .price_surveys import PricePoints as PricePoints
from .price_surveys import StatedDemand as StatedDemand
from .price_surveys import newton_miller_smith as newton_miller_smith
from .price_surveys import van_westendorp as van_westendorp
from .prices import gabor_granger as gabor_granger
from .prices import price_response as price_response
