"""Running an import: one transaction, a dry run that undoes everything, a report that is kept."""

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from faire_ensemble.kit import audit
from faire_ensemble.kit.models import ImportRun
from faire_ensemble.kit.tabular.readers import Unreadable, check_file, check_folder
from faire_ensemble.kit.tabular.report import ImportReport

Progress = Callable[[int], None]
Importer = Callable[[Path, ImportReport, Progress], None]


def run_import(
    kind: str,
    importer: Importer,
    path: Path,
    *,
    actor: Any,
    dry_run: bool = False,
    progress: Progress = lambda rows: None,
    folder: bool = False,
) -> ImportReport:
    """Load one file, or one `folder` of files that belong together.

    An unreadable file raises `Unreadable` and changes nothing; so does one whose rows another
    import wrote at the same moment (the database's constraints tell).

    `progress` is called with the number of rows done since the last call. The report is kept
    (`ImportRun`) and the act audited unless nothing but a dry run was asked.
    """
    (check_folder if folder else check_file)(path)
    started = timezone.now()
    report = ImportReport(kind=kind, file_name=path.name, dry_run=dry_run)
    try:
        with transaction.atomic():
            importer(path, report, progress)
            if not report.balanced:
                raise AssertionError(f"rows unaccounted for in {report.as_data()}")
            if dry_run:
                transaction.set_rollback(True)
            else:
                _keep(report, path, actor, started)
    except IntegrityError as error:
        raise Unreadable(
            f"{path.name} : un autre import a écrit les mêmes lignes au même moment. "
            "Rien de celui-ci n'est gardé : relancez-le."
        ) from error
    return report


def _keep(report: ImportReport, path: Path, actor: Any, started: Any) -> None:
    sha256 = _fingerprint(path)
    run = ImportRun.objects.create(
        kind=report.kind,
        file_name=report.file_name,
        sha256=sha256,
        actor=audit.actor_name(actor),
        started_at=started,
        finished_at=timezone.now(),
        report=report.as_data(),
    )
    counts = {
        name: getattr(report, name)
        for name in ("read", "created", "updated", "unchanged", "out_of_scope", "refused")
    }
    audit.record(
        actor=actor,
        verb="import",
        subject=f"{report.kind} {report.file_name}",
        detail={"run": run.pk, "sha256": sha256, **counts},
    )


def _fingerprint(path: Path) -> str:
    """SHA-256 of a file; of a folder, that of the names and fingerprints of its files."""
    if path.is_dir():
        lines = [
            f"{_fingerprint(each)}  {each.name}\n"
            for each in sorted(path.iterdir())
            if each.is_file()
        ]
        return hashlib.sha256("".join(lines).encode()).hexdigest()
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
