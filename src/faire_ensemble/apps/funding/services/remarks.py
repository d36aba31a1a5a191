"""Remarks on thousands of lines, said once: the first line, the first value, how many lines."""

from dataclasses import dataclass

from faire_ensemble.kit.tabular import ImportReport


@dataclass(slots=True)
class _Seen:
    line: int | None
    value: str
    count: int = 1


class Remarks:
    """Collects repairs and notes of an import; `flush` writes them in the report.

    `each` keeps one remark for every distinct value (a doubtful number must be named);
    otherwise the first value stands for all (a date format).
    """

    def __init__(self, report: ImportReport) -> None:
        self.report = report
        self.seen: dict[tuple[bool, str, str, str], _Seen] = {}

    def repair(
        self, reason: str, line: int | None, column: str = "", value: str = "", each: bool = False
    ) -> None:
        """Something used after a repair."""
        self._add(True, reason, line, column, value, each)

    def note(
        self, reason: str, line: int | None, column: str = "", value: str = "", each: bool = False
    ) -> None:
        """Something the reader must know."""
        self._add(False, reason, line, column, value, each)

    def _add(
        self, repaired: bool, reason: str, line: int | None, column: str, value: str, each: bool
    ) -> None:
        key = (repaired, reason, column, value if each else "")
        if found := self.seen.get(key):
            found.count += 1
        else:
            self.seen[key] = _Seen(line, value)

    def flush(self) -> None:
        """Write what was collected, in the order of the file."""
        for (repaired, reason, column, _), seen in self.seen.items():
            if seen.count > 1:
                reason = f"{reason} ({seen.count} lignes, la première est citée)"
            say = self.report.repair if repaired else self.report.note
            say(reason, seen.line, column, seen.value)
        self.seen.clear()
