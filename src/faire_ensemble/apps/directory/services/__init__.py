"""The door of the directory for whoever writes: read an identity, register organisations."""

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
    "Finding",
    "Party",
    "fold",
    "identify",
    "is_nothing",
    "read_number",
    "read_rna",
    "register",
]
