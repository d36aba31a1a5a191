"""What other apps read of participation."""

from faire_ensemble.apps.participation.selectors.figures import (
    YearOfParticipation,
    year_of_participation,
)
from faire_ensemble.apps.participation.selectors.processes import (
    ProcessLine,
    ProcessLists,
    open_processes,
    process_by_code,
    process_line,
    process_lists,
    process_standing,
)

__all__ = [
    "ProcessLine",
    "ProcessLists",
    "YearOfParticipation",
    "open_processes",
    "process_by_code",
    "process_line",
    "process_lists",
    "process_standing",
    "year_of_participation",
]
