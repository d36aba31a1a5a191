"""What people write in a process, and who they are to it."""

from faire_ensemble.apps.participation.services.contributions.codes import (
    enter_with_code,
    make_codes,
    void_batch,
)
from faire_ensemble.apps.participation.services.contributions.commenting import (
    add_comment,
    withdraw_comment,
)
from faire_ensemble.apps.participation.services.contributions.identity import (
    contributor_of_address,
    contributor_of_person,
    email_digest,
)
from faire_ensemble.apps.participation.services.contributions.kinship import merge, split
from faire_ensemble.apps.participation.services.contributions.limits import count_mail
from faire_ensemble.apps.participation.services.contributions.links import (
    enter_by_link,
    forget_unconfirmed,
    send_entry,
    stop_by_link,
)
from faire_ensemble.apps.participation.services.contributions.supporting import toggle_support
from faire_ensemble.apps.participation.services.contributions.writing import (
    Draft,
    propose,
    withdraw_contribution,
)

__all__ = [
    "Draft",
    "add_comment",
    "contributor_of_address",
    "contributor_of_person",
    "count_mail",
    "email_digest",
    "enter_by_link",
    "enter_with_code",
    "forget_unconfirmed",
    "make_codes",
    "merge",
    "propose",
    "send_entry",
    "split",
    "stop_by_link",
    "toggle_support",
    "void_batch",
    "withdraw_comment",
    "withdraw_contribution",
]
