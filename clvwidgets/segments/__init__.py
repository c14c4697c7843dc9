"""Groups of customers that people can name and act on."""

from clvwidgets.segments.business_models import (
    BUSINESS_MODELS,
    LIFE_STAGES,
    BusinessModel,
    LifeStage,
)
from clvwidgets.segments.groups import Groups
from clvwidgets.segments.rfm import (
    NOT_YET,
    RFM_SEGMENTS,
    Segment,
    assign_cells,
    cells_of,
    name_segments,
    rfm_cells,
    segment_movement,
    segment_totals,
)
from clvwidgets.segments.rules import Query

__all__ = [
    "BUSINESS_MODELS",
    "LIFE_STAGES",
    "NOT_YET",
    "RFM_SEGMENTS",
    "BusinessModel",
    "Groups",
    "LifeStage",
    "Query",
    "Segment",
    "assign_cells",
    "cells_of",
    "name_segments",
    "rfm_cells",
    "segment_movement",
    "segment_totals",
]
