"""The door of the directory for whoever writes: read or check an identity, register."""

from faire_ensemble.apps.directory.services.checks import (
    Checked,
    check_rna,
    check_siren,
    check_siret,
)
from faire_ensemble.apps.directory.services.identity import (
    Finding,
    Party,
    fold,
    identify,
    is_nothing,
    read_number,
    read_rna,
)
from faire_ensemble.apps.directory.services.register import register

__all__ = [
    "Checked",
    "Finding",
    "Party",
    "check_rna",
    "check_siren",
    "check_siret",
    "fold",
    "identify",
    "is_nothing",
    "read_number",
    "read_rna",
    "register",
]
