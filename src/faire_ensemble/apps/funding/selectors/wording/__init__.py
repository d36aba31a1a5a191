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

__all__ = [
    "balance_words",
    "fault_words",
    "funder_kind_label",
    "line_label",
    "line_purpose",
    "part_label",
    "script_words",
    "share_words",
    "side_label",
]
