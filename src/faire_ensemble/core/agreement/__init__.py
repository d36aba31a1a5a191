"""A text that is signed and then amended: its digest, and what one version changes of another.

Anyone who downloads two signed versions recomputes both answers: items go in as plain data, and
nothing depends on a clock, a database or a language.
"""

from faire_ensemble.core.agreement.differences import (
    Change,
    ChangeKind,
    ValueChange,
    differences,
)
from faire_ensemble.core.agreement.items import (
    FORMAT,
    BadContent,
    Item,
    as_data,
    digest,
    from_data,
)

__all__ = [
    "FORMAT",
    "BadContent",
    "Change",
    "ChangeKind",
    "Item",
    "ValueChange",
    "as_data",
    "differences",
    "digest",
    "from_data",
]
