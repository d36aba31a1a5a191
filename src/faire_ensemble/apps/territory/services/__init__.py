"""Acts on territories: open an EPCI, load official contours, draw a lived neighbourhood."""

from faire_ensemble.apps.territory.services.drawing import BadDrawing, draw_neighbourhood
from faire_ensemble.apps.territory.services.groups import ensure_national_group
from faire_ensemble.apps.territory.services.opening import (
    UnknownEpci,
    open_epci,
    open_epci_with_report,
)
from faire_ensemble.apps.territory.services.populations import set_populations
from faire_ensemble.apps.territory.services.qpv import import_qpv

__all__ = [
    "BadDrawing",
    "UnknownEpci",
    "draw_neighbourhood",
    "ensure_national_group",
    "import_qpv",
    "open_epci",
    "open_epci_with_report",
    "set_populations",
]
