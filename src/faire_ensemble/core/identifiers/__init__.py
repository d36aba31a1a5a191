"""The numbers that identify an organisation in France: SIREN, SIRET, RNA."""

from faire_ensemble.core.identifiers.keys import luhn, valid_rna, valid_siren, valid_siret
from faire_ensemble.core.identifiers.typed import (
    NumberFault,
    NumberRefused,
    read_rna,
    read_siren,
    read_siret,
)

__all__ = [
    "NumberFault",
    "NumberRefused",
    "luhn",
    "read_rna",
    "read_siren",
    "read_siret",
    "valid_rna",
    "valid_siren",
    "valid_siret",
]
