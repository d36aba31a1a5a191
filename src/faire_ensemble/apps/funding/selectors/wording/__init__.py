"""What the core says in codes and figures, in sentences, in the reader's language."""

from faire_ensemble.apps.funding.selectors.wording.budget import (
    balance_words,
    fault_words,
    funder_kind_label,
    line_label,
    line_purpose,
    part_label,
    script_words,
    share_words,
    side_label,
)
from faire_ensemble.apps.funding.selectors.wording.duties import (
    DutyWords,
    actor_label,
    doubt_words,
    duty_words,
)

__all__ = [
    "DutyWords",
    "actor_label",
    "balance_words",
    "doubt_words",
    "duty_words",
    "fault_words",
    "funder_kind_label",
    "line_label",
    "line_purpose",
    "part_label",
    "script_words",
    "share_words",
    "side_label",
]
