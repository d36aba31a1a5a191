"""Building, publishing and archiving calls; what residents expect of them."""

from faire_ensemble.apps.funding.services.calls.content import SECTIONS, content_of
from faire_ensemble.apps.funding.services.calls.creating import copy_call, create_call
from faire_ensemble.apps.funding.services.calls.editing import Conflict, Saved, save_section
from faire_ensemble.apps.funding.services.calls.faults import BadCall
from faire_ensemble.apps.funding.services.calls.life import (
    archive_call,
    publish_call,
    withdraw_call,
)
from faire_ensemble.apps.funding.services.calls.limits import (
    MAX_CHOICES,
    MAX_POINTS,
    MAX_ROWS,
    MAX_WEIGHT,
    too_many,
)
from faire_ensemble.apps.funding.services.calls.merging import Change, Merged, merge
from faire_ensemble.apps.funding.services.calls.solutions import (
    MAX_LENGTH,
    MAX_PER_DAY,
    keep_solution,
    set_solution_aside,
    state_solution,
)

__all__ = [
    "MAX_CHOICES",
    "MAX_LENGTH",
    "MAX_PER_DAY",
    "MAX_POINTS",
    "MAX_ROWS",
    "MAX_WEIGHT",
    "SECTIONS",
    "BadCall",
    "Change",
    "Conflict",
    "Merged",
    "Saved",
    "archive_call",
    "content_of",
    "copy_call",
    "create_call",
    "keep_solution",
    "merge",
    "publish_call",
    "save_section",
    "set_solution_aside",
    "state_solution",
    "too_many",
    "withdraw_call",
]
