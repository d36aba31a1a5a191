"""The door of the directory for whoever writes: identities, organisations, records of help."""

from faire_ensemble.apps.directory.services.checks import (
    Checked,
    check_rna,
    check_siren,
    check_siret,
)
from faire_ensemble.apps.directory.services.faults import BadRecord
from faire_ensemble.apps.directory.services.identity import (
    Finding,
    Party,
    fold,
    identify,
    is_nothing,
    read_number,
    read_rna,
)
from faire_ensemble.apps.directory.services.preparing import prepare_search
from faire_ensemble.apps.directory.services.records import (
    RecordContent,
    add_contact,
    answer_for,
    close_service,
    confirm_by_link,
    confirm_service,
    confirm_services,
    contact_of_link,
    entrust_service,
    merge_services,
    remind_owners,
    save_service,
    service_of_link,
    undo_merge,
    withdraw_by_link,
    withdraw_contact,
)
from faire_ensemble.apps.directory.services.register import register

__all__ = [
    "BadRecord",
    "Checked",
    "Finding",
    "Party",
    "RecordContent",
    "add_contact",
    "answer_for",
    "check_rna",
    "check_siren",
    "check_siret",
    "close_service",
    "confirm_by_link",
    "confirm_service",
    "confirm_services",
    "contact_of_link",
    "entrust_service",
    "fold",
    "identify",
    "is_nothing",
    "merge_services",
    "prepare_search",
    "read_number",
    "read_rna",
    "register",
    "remind_owners",
    "save_service",
    "service_of_link",
    "undo_merge",
    "withdraw_by_link",
    "withdraw_contact",
]
