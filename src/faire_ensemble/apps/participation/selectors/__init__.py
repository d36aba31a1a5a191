"""What other apps read of participation."""

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
    "open_processes",
    "process_by_code",
    "process_line",
    "process_lists",
    "process_standing",
]
