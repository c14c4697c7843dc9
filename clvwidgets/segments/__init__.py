"""Groups of customers that people can name and act on."""

from clvwidgets.segments.business_models import BUSINESS_MODELS, BusinessModel
from clvwidgets.segments.rfm import (
    RFM_SEGMENTS,
    Segment,
    name_segments,
    rfm_cells,
    segment_totals,
)

__all__ = [
    "BUSINESS_MODELS",
    "RFM_SEGMENTS",
    "BusinessModel",
    "Segment",
    "name_segments",
    "rfm_cells",
    "segment_totals",
]
