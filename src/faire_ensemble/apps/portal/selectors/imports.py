"""The last import of each file, as the page of sources shows it."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone

from faire_ensemble.kit.models import ImportRun
from faire_ensemble.kit.tabular.report import Remark, Severity

SHOWN_IMPORTS, SHOWN_REMARKS = 40, 12


@dataclass(frozen=True, slots=True)
class ImportLine:
    """One file: how many rows were read and what became of them, with the first remarks."""

    file_name: str
    day: date
    read: int
    kept: int
    out_of_scope: int
    refused: int
    remarks: tuple[str, ...]
    remark_count: int


def last_imports() -> list[ImportLine]:
    """The latest run of each file, newest first (one query)."""
    seen: dict[tuple[str, str], ImportRun] = {}
    for run in ImportRun.objects.order_by("-pk")[: 5 * SHOWN_IMPORTS]:
        seen.setdefault((run.kind, run.file_name), run)
    return [_line(run) for run in list(seen.values())[:SHOWN_IMPORTS]]


def _line(run: ImportRun) -> ImportLine:
    report: dict[str, Any] = run.report
    order = list(Severity)
    remarks = sorted(
        (Remark(**{**kept, "severity": Severity(kept["severity"])}) for kept in report["remarks"]),
        key=lambda remark: order.index(remark.severity),
    )
    return ImportLine(
        file_name=run.file_name,
        day=timezone.localtime(run.finished_at).date(),
        read=report["read"],
        kept=report["created"] + report["updated"] + report["unchanged"],
        out_of_scope=report["out_of_scope"],
        refused=report["refused"],
        remarks=tuple(str(remark) for remark in remarks[:SHOWN_REMARKS]),
        remark_count=len(remarks),
    )
