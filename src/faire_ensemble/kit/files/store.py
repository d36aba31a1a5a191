"""Where files are kept: under MEDIA_ROOT, each named by the SHA-256 of its content, once.

A file is written beside its place, synced, then renamed: a reader, or a machine that starts
again after a power cut, finds all of it or nothing. The row comes after the bytes, so that a row
always has its file; a file without a row is left by a kill in between, and harms nothing. A file
that nothing refers to any more goes after its row, for the same reason. A lock for each folder
keeps one who forgets a content and one who sends it again from crossing.
"""

import fcntl
import hashlib
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import models, transaction

from faire_ensemble.kit.files import refusals
from faire_ensemble.kit.files.checking import Checked, chunks
from faire_ensemble.kit.models import Scan, StoredFile


def path_of(sha256: str) -> Path:
    """The place of a content."""
    return Path(settings.MEDIA_ROOT) / sha256[:2] / sha256


def keep(checked: Checked) -> StoredFile:
    """Store a checked file and give its row; the same content is stored once.

    Writes to the disk: call it before the transaction of the act, which only refers to the row.
    An act that fails leaves a row that nothing refers to. A content known to be infected raises
    `FileRefused`, even when no antivirus answers today.
    """
    path = path_of(checked.sha256)
    with _alone(path.parent):
        if not path.is_file() or path.stat().st_size != checked.size:
            _write(checked, path)
        stored, created = StoredFile.objects.get_or_create(
            sha256=checked.sha256,
            defaults={
                "size": checked.size,
                "media_type": checked.kind,
                "cautions": list(checked.cautions),
                "scan": checked.scan,
                "scanned_at": checked.scanned_at,
                "scan_note": checked.scan_note,
            },
        )
    if not created and checked.scan is Scan.CLEAN and stored.scan != Scan.CLEAN:
        stored.scan, stored.scanned_at = checked.scan, checked.scanned_at
        stored.scan_note = checked.scan_note
        stored.save(update_fields=["scan", "scanned_at", "scan_note"])
    if stored.scan == Scan.INFECTED:
        engine, _, virus = stored.scan_note.partition(" : ")
        raise refusals.infected(checked.name, virus, engine)
    return stored


def forget(stored: StoredFile) -> bool:
    """Erase a content that nothing refers to any more: its row now, its bytes once the transaction
    has committed. Whether it was erased. Inside the transaction of the act that let go of it.
    """
    row = StoredFile.objects.select_for_update().filter(pk=stored.pk).first()
    if row is None or any(rows.exists() for rows in _referring(row)):
        return False
    row.delete()
    transaction.on_commit(partial(_forget_bytes, row.sha256))
    return True


def _referring(row: StoredFile) -> Iterator[models.QuerySet[Any]]:
    """What refers to a content, model by model, those without a name for the way back included."""
    for field in StoredFile._meta.get_fields(include_hidden=True):
        if isinstance(field, models.ManyToOneRel):
            manager = field.related_model._base_manager
            yield manager.filter(**{field.field.name: row})


def _forget_bytes(sha256: str) -> None:
    path = path_of(sha256)
    with _alone(path.parent):
        if not StoredFile.objects.filter(sha256=sha256).exists():
            path.unlink(missing_ok=True)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """One process at a time in a folder; a killed one lets go."""
    folder.mkdir(parents=True, exist_ok=True)
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _write(checked: Checked, path: Path) -> None:
    digest = hashlib.sha256()
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=".coming-", delete=False) as coming:
        try:
            for piece in chunks(checked.file):
                digest.update(piece)
                coming.write(piece)
            coming.flush()
            os.fsync(coming.fileno())
            if digest.hexdigest() != checked.sha256:
                raise OSError(f"the file changed between its check and its storage: {checked.name}")
            os.replace(coming.name, path)
        except BaseException:
            Path(coming.name).unlink(missing_ok=True)
            raise
    _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    """Make the rename itself last."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
