"""Keeping records: writing them, confirming them, their contacts, merging those that are one."""

from faire_ensemble.apps.directory.services.records.checking import (
    confirm_by_link,
    confirm_service,
    confirm_services,
    remind_owners,
    service_of_link,
)
from faire_ensemble.apps.directory.services.records.contacts import (
    add_contact,
    contact_of_link,
    withdraw_by_link,
    withdraw_contact,
)
from faire_ensemble.apps.directory.services.records.keeping import answer_for, entrust_service
from faire_ensemble.apps.directory.services.records.merging import (
    compare_again,
    keep_apart,
    merge_services,
    undo_merge,
)
from faire_ensemble.apps.directory.services.records.writing import (
    RecordContent,
    close_service,
    save_service,
)

__all__ = [
    "RecordContent",
    "add_contact",
    "answer_for",
    "close_service",
    "compare_again",
    "confirm_by_link",
    "confirm_service",
    "confirm_services",
    "contact_of_link",
    "entrust_service",
    "keep_apart",
    "merge_services",
    "remind_owners",
    "save_service",
    "service_of_link",
    "undo_merge",
    "withdraw_by_link",
    "withdraw_contact",
]
