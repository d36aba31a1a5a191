"""Acts on territories: open an EPCI, draw a lived neighbourhood.

Official contours are loaded by the `qpv` module, left out here: it brings GDAL, 30 MB that no page
needs.
"""

from faire_ensemble.apps.territory.services.drawing import BadDrawing, draw_neighbourhood
from faire_ensemble.apps.territory.services.groups import ensure_national_group
from faire_ensemble.apps.territory.services.opening import (
    UnknownEpci,
    open_epci,
    open_epci_with_report,
)
from faire_ensemble.apps.territory.services.populations import set_populations

__all__ = [
    "BadDrawing",
    "UnknownEpci",
    "draw_neighbourhood",
    "ensure_national_group",
    "open_epci",
    "open_epci_with_report",
    "set_populations",
]
