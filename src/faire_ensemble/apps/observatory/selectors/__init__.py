"""Reads of the observatory: catalogue, figures, gaps, targets, and their words.

Other apps import from here only. Read models are frozen; no page recomputes a gap.
"""

from faire_ensemble.apps.observatory.models import Theme, Unit
from faire_ensemble.apps.observatory.selectors import words
from faire_ensemble.apps.observatory.selectors.catalogue import (
    CatalogueEntry,
    IndicatorInfo,
    ThemeSection,
    UnknownIndicator,
    all_indicators,
    catalogue,
    find_indicator,
    measured_for,
    years_in_epci,
    years_of,
)
from faire_ensemble.apps.observatory.selectors.charts import (
    gap_chart,
    target_chart,
    value_chart,
)
from faire_ensemble.apps.observatory.selectors.comparison import (
    Change,
    Comparison,
    NoGapReason,
    PastGap,
    Place,
    TargetInfo,
    sources_of,
    value_interval,
)
from faire_ensemble.apps.observatory.selectors.figures import (
    Figure,
    SourceInfo,
    SourceYears,
    VintageInfo,
    known,
    known_sources,
)
from faire_ensemble.apps.observatory.selectors.gaps import (
    GapTable,
    ThemeGaps,
    gap_in,
    gaps_of_indicator,
    gaps_of_neighbourhood,
    gaps_of_neighbourhoods,
)
from faire_ensemble.apps.observatory.selectors.places import (
    UnknownEpci,
    epci_of,
    known_epcis,
)
from faire_ensemble.apps.observatory.selectors.records import (
    comparison_record,
    row_record,
    table_record,
)
from faire_ensemble.apps.observatory.selectors.targets import TargetRow, targets_of_indicator

__all__ = [
    "CatalogueEntry",
    "Change",
    "Comparison",
    "Figure",
    "GapTable",
    "IndicatorInfo",
    "NoGapReason",
    "PastGap",
    "Place",
    "SourceInfo",
    "SourceYears",
    "TargetInfo",
    "TargetRow",
    "Theme",
    "ThemeGaps",
    "ThemeSection",
    "Unit",
    "UnknownEpci",
    "UnknownIndicator",
    "VintageInfo",
    "all_indicators",
    "gap_chart",
    "gap_in",
    "catalogue",
    "epci_of",
    "find_indicator",
    "gaps_of_indicator",
    "gaps_of_neighbourhood",
    "gaps_of_neighbourhoods",
    "targets_of_indicator",
    "known",
    "known_epcis",
    "known_sources",
    "comparison_record",
    "measured_for",
    "row_record",
    "sources_of",
    "table_record",
    "target_chart",
    "value_chart",
    "value_interval",
    "words",
    "years_in_epci",
    "years_of",
]
