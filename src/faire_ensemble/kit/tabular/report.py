"""The report of an import: what was read, what changed, what was refused and why."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any


class Severity(StrEnum):
    """REFUSED: the row was not loaded. REPAIRED: loaded after a named repair. NOTED: to know."""

    REFUSED = "refused"
    REPAIRED = "repaired"
    NOTED = "noted"


SEVERITY_LABEL = {
    Severity.REFUSED: "refusé",
    Severity.REPAIRED: "réparé",
    Severity.NOTED: "à savoir",
}


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing to say about one place of the file; `line` counts from 1, header included."""

    severity: Severity
    reason: str
    line: int | None = None
    column: str = ""
    value: str = ""

    def __str__(self) -> str:
        where = ", ".join(
            part
            for part in (
                f"ligne {self.line}" if self.line else "",
                f"colonne « {self.column} »" if self.column else "",
                f"valeur « {self.value} »" if self.value else "",
            )
            if part
        )
        label = SEVERITY_LABEL[self.severity]
        return f"{label} : {where} : {self.reason}" if where else f"{label} : {self.reason}"


@dataclass(slots=True)
class ImportReport:
    """Counts and remarks. Rows read = created + updated + unchanged + out_of_scope + refused.

    `out_of_scope` rows are about places or contracts that are not open here.
    `values` counts the figures inside rows, where a row holds several.
    """

    kind: str
    file_name: str
    dry_run: bool = False
    read: int = 0
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    out_of_scope: int = 0
    refused: int = 0
    values: dict[str, int] = field(default_factory=dict)
    remarks: list[Remark] = field(default_factory=list)

    def refuse(self, reason: str, line: int | None, column: str = "", value: str = "") -> None:
        """A row that is not loaded: where and why."""
        self.refused += 1
        self.remarks.append(Remark(Severity.REFUSED, reason, line, column, _short(value)))

    def repair(
        self, reason: str, line: int | None = None, column: str = "", value: str = ""
    ) -> None:
        """Something loaded after a repair, named."""
        self.remarks.append(Remark(Severity.REPAIRED, reason, line, column, _short(value)))

    def note(self, reason: str, line: int | None = None, column: str = "", value: str = "") -> None:
        """Something the reader must know; nothing was lost."""
        self.remarks.append(Remark(Severity.NOTED, reason, line, column, _short(value)))

    @property
    def balanced(self) -> bool:
        """Whether every row read is accounted for."""
        loaded = self.created + self.updated + self.unchanged
        return self.read == loaded + self.out_of_scope + self.refused

    def as_data(self) -> dict[str, Any]:
        """JSON form, kept with the import and printed by `--format json`."""
        return asdict(self)

    def lines(self, limit: int = 40) -> Iterator[str]:
        """Plain French text, at most `limit` remarks (refusals first)."""
        tail = " (essai, rien n'est enregistré)" if self.dry_run else ""
        yield f"{self.file_name} : import « {self.kind} »{tail}"
        yield (
            f"  {self.read} lignes lues : {self.created} créées, {self.updated} modifiées, "
            f"{self.unchanged} inchangées, {self.out_of_scope} hors périmètre, "
            f"{self.refused} refusées"
        )
        if self.values:
            yield "  " + ", ".join(f"{count} {name}" for name, count in self.values.items())
        order = list(Severity)
        ranked = sorted(self.remarks, key=lambda remark: order.index(remark.severity))
        for remark in ranked[:limit]:
            yield f"  {remark}"
        if len(ranked) > limit:
            yield f"  … et {len(ranked) - limit} autres remarques, gardées dans le rapport."


def _short(value: str) -> str:
    """A cell on one line, as long as a remark can bear."""
    return " ".join(value.split())[:120]
