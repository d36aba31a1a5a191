"""Looking at a file before keeping it: one read for its digest and its dangers, one for viruses."""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.files.base import File
from django.utils import timezone

from faire_ensemble.kit.files import antivirus, refusals
from faire_ensemble.kit.files.kinds import HEAD, Foreign, Kind, kind_of_start
from faire_ensemble.kit.files.names import clean_name
from faire_ensemble.kit.files.office import kind_inside
from faire_ensemble.kit.models import Caution, Scan

CHUNK = 256 * 1024
OVERLAP = 64
# In a PDF these names stand in clear, save those inside compressed object streams.
PDF_MARKS = {
    Caution.PROTECTED: re.compile(rb"/Encrypt\s*(?:\d+\s+\d+\s+R|<<)"),
    Caution.ACTIVE: re.compile(rb"/(?:JavaScript|Launch)(?=[\s/<>(\[])"),
}


@dataclass(frozen=True, slots=True)
class Checked:
    """A file that may be kept. `name` is the person's, cleaned; `size` is in bytes."""

    file: File
    name: str
    kind: Kind
    size: int
    sha256: str
    cautions: tuple[Caution, ...]
    scan: Scan
    scanned_at: datetime | None
    scan_note: str


def check(upload: File) -> Checked:
    """Recognise a file, refuse what must be (`FileRefused`), scan it when clamd is configured.

    Talks to clamd and reads the whole file: call it before any transaction. When clamd does not
    answer, the file stays unscanned: kept aside until the scan is done (`antivirus.py`).
    """
    name = clean_name(upload.name or "")
    size = upload.size or 0
    if size > settings.FAIRE_FILE_MAX:
        raise refusals.too_large(name, size, settings.FAIRE_FILE_MAX)
    if size == 0:
        raise refusals.empty(name)
    kind = _kind(upload, name, size)
    sha256, cautions = _read_through(upload, kind)
    scan, at, note = Scan.UNSCANNED, None, ""
    if antivirus.configured():
        result = antivirus.try_scan(chunks(upload))
        scan, note = result.scan, result.note
        if scan is Scan.INFECTED:
            raise refusals.infected(name, result.virus, result.engine)
        at = timezone.now() if scan is Scan.CLEAN else None
    return Checked(upload, name, kind, size, sha256, cautions, scan, at, note)


def chunks(file: Any) -> Iterator[bytes]:
    """The file from its beginning, in pieces."""
    file.seek(0)
    while piece := file.read(CHUNK):
        yield piece


def _kind(upload: Any, name: str, size: int) -> Kind:
    upload.seek(0)
    found = kind_of_start(upload.read(HEAD), name)
    if found is Foreign.ZIP:
        upload.seek(0)
        return kind_inside(upload.file if hasattr(upload, "file") else upload, name, size)
    if isinstance(found, Foreign):
        raise refusals.not_accepted(name, found)
    return found


def _read_through(upload: File, kind: Kind) -> tuple[str, tuple[Caution, ...]]:
    """Digest, and what a reader of this PDF should know."""
    digest, found, tail = hashlib.sha256(), set(), b""
    for piece in chunks(upload):
        digest.update(piece)
        if kind is Kind.PDF:
            window = tail + piece
            found |= {caution for caution, mark in PDF_MARKS.items() if mark.search(window)}
            tail = window[-OVERLAP:]
    return digest.hexdigest(), tuple(each for each in Caution if each in found)
