"""Reads of the observatory: catalogue, figures, gaps, targets, and their words.

Other apps import from here only. Read models are frozen; no page recomputes a gap.
"""

from faire_ensemble.apps.observatory.selectors import words
from faire_ensemble.apps.observatory.selectors.catalogue import (
    CatalogueEntry,
    IndicatorInfo,
    ThemeSection,
    UnknownIndicator,
    all_indicators,
    catalogue,
    find_indicator,
    years_of,
)
from faire_ensemble.apps.observatory.selectors.comparison import (
    Change,
    Comparison,
    NoGapReason,
    Place,
    TargetInfo,
    sources_of,
)
from faire_ensemble.apps.observatory.selectors.figures import Figure, SourceInfo, VintageInfo
from faire_ensemble.apps.observatory.selectors.gaps import (
    GapTable,
    ThemeGaps,
    gaps_of_indicator,
    gaps_of_neighbourhood,
    gaps_of_neighbourhoods,
)

__all__ = [
    "CatalogueEntry",
    "Change",
    "Comparison",
    "Figure",
    "GapTable",
    "IndicatorInfo",
    "NoGapReason",
    "Place",
    "SourceInfo",
    "TargetInfo",
    "ThemeGaps",
    "ThemeSection",
    "UnknownIndicator",
    "VintageInfo",
    "all_indicators",
    "catalogue",
    "find_indicator",
    "gaps_of_indicator",
    "gaps_of_neighbourhood",
    "gaps_of_neighbourhoods",
    "sources_of",
    "words",
    "years_of",
]
