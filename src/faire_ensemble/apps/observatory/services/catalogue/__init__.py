"""The catalogue: what each column of a published table means, in our own words.

Three files, written here: `indicators.csv` (one line an indicator), `synonyms.csv` (columns that
feed an indicator named after another column: the EPCI's value then stands beside the
neighbourhood's) and `sources.csv`. The publisher's code is always kept. A meaning that we could
not check says « à vérifier » in its label.
"""

from faire_ensemble.apps.observatory.services.catalogue.entries import (
    Column,
    IndicatorEntry,
    SourceEntry,
    columns_of,
    dataset_of,
    indicator_entries,
    source_entries,
)
from faire_ensemble.apps.observatory.services.catalogue.rows import (
    ensure_indicators,
    ensure_vintages,
)

__all__ = [
    "Column",
    "IndicatorEntry",
    "SourceEntry",
    "columns_of",
    "dataset_of",
    "ensure_indicators",
    "ensure_vintages",
    "indicator_entries",
    "source_entries",
]
