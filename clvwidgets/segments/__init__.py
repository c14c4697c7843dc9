"""Groups of customers that people can name and act on."""

from clvwidgets.segments.business_models import (
    BUSINESS_MODELS,
    FURTHER_BUSINESS_MODELS,
    LIFE_STAGES,
    BusinessModel,
    LifeStage,
)
from clvwidgets.segments.exact_fifths import exact_fifths
from clvwidgets.segments.groups import Groups
from clvwidgets.segments.lifecycle import STAGES, at_stake, life_stages
from clvwidgets.segments.lines import compare_lines
from clvwidgets.segments.next_purchase import due_record, next_purchases
from clvwidgets.segments.order_stages import order_stages
from clvwidgets.segments.outlook import Outlook, chain_ladder_outlook
from clvwidgets.segments.outlook_record import outlook_record
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
from clvwidgets.segments.two_lists import two_lists
from clvwidgets.segments.value import VALUE_CLASSES, concentration, value_classes

__all__ = [
    "BUSINESS_MODELS",
    "FURTHER_BUSINESS_MODELS",
    "LIFE_STAGES",
    "NOT_YET",
    "RFM_SEGMENTS",
    "STAGES",
    "VALUE_CLASSES",
    "BusinessModel",
    "Groups",
    "LifeStage",
    "Outlook",
    "Query",
    "Segment",
    "assign_cells",
    "at_stake",
    "cells_of",
    "chain_ladder_outlook",
    "compare_lines",
    "concentration",
    "due_record",
    "exact_fifths",
    "life_stages",
    "name_segments",
    "next_purchases",
    "order_stages",
    "outlook_record",
    "rfm_cells",
    "segment_movement",
    "segment_totals",
    "two_lists",
    "value_classes",
]
