"""Acts of the observatory: load published tables, set targets."""

from faire_ensemble.apps.observatory.services.filosofi_epci import import_filosofi_epci
from faire_ensemble.apps.observatory.services.insee_qpv import import_insee_qpv
from faire_ensemble.apps.observatory.services.targets import (
    BadTarget,
    Outcome,
    set_target,
    set_targets,
    withdraw_target,
)

__all__ = [
    "BadTarget",
    "Outcome",
    "import_filosofi_epci",
    "import_insee_qpv",
    "set_target",
    "set_targets",
    "withdraw_target",
]
