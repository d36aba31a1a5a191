"""What other apps read of participation."""

from faire_ensemble.apps.participation.selectors.figures import (
    YearOfParticipation,
    year_of_participation,
)
from faire_ensemble.apps.participation.selectors.finding import (
    FoundParticipation,
    FoundText,
    find_participation,
    participation_titles,
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
from faire_ensemble.apps.participation.selectors.waiting import participation_waits

__all__ = [
    "participation_waits",
    "FoundParticipation",
    "FoundText",
    "ProcessLine",
    "ProcessLists",
    "YearOfParticipation",
    "find_participation",
    "open_processes",
    "participation_titles",
    "process_by_code",
    "process_line",
    "process_lists",
    "process_standing",
    "year_of_participation",
]
