"""Annexed plans and their follow-up."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch
from django.utils import timezone

from faire_ensemble.apps.contract.models import AnnexedPlan, PlanKind, PlanLine
from faire_ensemble.apps.contract.selectors.objective import WorkLine, work_line
from faire_ensemble.kit.files import caution_sentences, scan_label
from faire_ensemble.kit.last_days import last_day
from faire_ensemble.kit.models import StoredFile


@dataclass(frozen=True, slots=True)
class PlanSheet:
    """A plan with its lines. `file` is its document, when one was given."""

    id: int
    contract_id: int
    kind: str
    kind_words: str
    title: str
    summary: str
    owner_id: int | None
    owner: str
    starts_on: date | None
    last_day: date | None
    link: str
    file: StoredFile | None
    file_name: str
    file_words: tuple[str, ...]
    source: str
    lines: tuple[WorkLine, ...]

    @property
    def done(self) -> int:
        return sum(line.state == "done" for line in self.lines)

    @property
    def late(self) -> int:
        return sum(line.late for line in self.lines)


def plans(contract_id: int, only: int | None = None) -> tuple[PlanSheet, ...]:
    """The plans of a contract, or one of them: two queries."""
    rows = AnnexedPlan.objects.filter(contract=contract_id)
    if only is not None:
        rows = rows.filter(pk=only)
    found = rows.select_related("owner", "document").prefetch_related(
        Prefetch("lines", PlanLine.objects.select_related("owner").order_by("rank"))
    )
    today = timezone.localdate()
    return tuple(_sheet(row, today) for row in found.order_by("kind", "title"))


def _sheet(row: AnnexedPlan, today: date) -> PlanSheet:
    said: tuple[str, ...] = ()
    if row.document is not None:
        said = (scan_label(row.document), *caution_sentences(row.document))
    return PlanSheet(
        id=row.pk,
        contract_id=row.contract_id,
        kind=row.kind,
        kind_words=str(PlanKind(row.kind).label),
        title=row.title,
        summary=row.summary,
        owner_id=row.owner_id,
        owner=row.owner.name if row.owner is not None else "",
        starts_on=row.starts_on,
        last_day=last_day(row.ends_on) if row.ends_on else None,
        link=row.link,
        file=row.document,
        file_name=row.document_name,
        file_words=said,
        source=row.source,
        lines=tuple(work_line(line, today, True) for line in row.lines.all()),
    )
